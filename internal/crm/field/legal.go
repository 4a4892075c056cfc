package field

import (
	"slices"
	"strings"

	"voronka/internal/kit/errs"
)

// LegalParts are the parts of a legal entity, in the order they are written. type is "company" or "person".
var LegalParts = []string{
	"name", "type", "inn", "kpp", "ogrn", "address", "bank", "bic", "account", "correspondent", "director", "external_id",
}

const maxLegalPart = 500

// legalType is a company or sole proprietor as papers name it: {"name": "…", "type": "company", "inn": "7707083893"}.
type legalType struct{}

func (legalType) Name() string      { return "legal_entity" }
func (legalType) Storage() Storage  { return Texts }
func (legalType) Many() bool        { return true } // several keys for one value
func (legalType) Ops() []string     { return textOps() }
func (legalType) Check(Field) error { return nil }

func (legalType) Normalize(f Field, raw any, _ Env) ([]any, error) {
	list, err := several(raw)
	if err != nil {
		return nil, err
	}
	var out []any
	for _, item := range list {
		if s, ok := item.(string); ok {
			item = map[string]any{"name": s}
		}
		given, ok := item.(map[string]any)
		if !ok {
			return nil, errs.Invalid("", `give a legal entity in parts, like {"name": "…", "inn": "…"}`)
		}
		value, err := readLegal(given)
		if err != nil {
			return nil, err
		}
		if value != nil {
			out = append(out, value)
		}
	}
	if len(out) > 1 && !f.Settings.IsMultiple {
		return nil, errs.Invalid("", "this field holds one value, give only one")
	}
	return out, nil
}

func readLegal(given map[string]any) (any, error) {
	out := map[string]any{}
	for name, part := range given {
		if !slices.Contains(LegalParts, name) {
			return nil, errs.Invalid("", "a legal entity has no part %q, use one of: %s", shorten(name), strings.Join(LegalParts, ", "))
		}
		if part == nil {
			continue
		}
		s, err := asText(part, false)
		if err != nil {
			return nil, err
		}
		if err := checkLength(s, maxLegalPart); err != nil {
			return nil, err
		}
		if Key(s) != "" {
			out[name] = s
		}
	}
	if len(out) == 0 || len(out) == 1 && out["type"] != nil {
		return nil, nil
	}
	return out, checkLegal(out)
}

// legalNumbers are the parts that are numbers of a known length, written without spaces.
var legalNumbers = []struct {
	part    string
	lengths []int
	check   func(m map[string]any, digits string) error
}{
	{"inn", []int{10, 12}, checkINN},
	{"kpp", []int{9}, nil},
	{"ogrn", []int{13, 15}, checkOGRN},
	{"bic", []int{9}, nil},
	{"account", []int{20}, nil},
	{"correspondent", []int{20}, nil},
}

func checkLegal(m map[string]any) error {
	if m["type"] == nil {
		m["type"] = "company"
	}
	if m["name"] == nil {
		return errs.Invalid("", "give the legal entity a name")
	}
	if m["type"] != "company" && m["type"] != "person" {
		return errs.Invalid("", "the type of a legal entity is company, or person for a sole proprietor")
	}
	for _, n := range legalNumbers {
		s, ok := m[n.part].(string)
		if !ok {
			continue
		}
		digits := strings.Join(strings.Fields(s), "")
		if !slices.Contains(n.lengths, len(digits)) || !allDigits(digits) && n.part != "kpp" {
			return wrongLength(n.part)
		}
		if n.check != nil {
			if err := n.check(m, digits); err != nil {
				return err
			}
		}
		m[n.part] = digits
	}
	return nil
}

func wrongLength(part string) error {
	switch part {
	case "inn":
		return errs.Invalid("", "an INN has 10 digits for a company and 12 for a person, check the number")
	case "ogrn":
		return errs.Invalid("", "an OGRN has 13 digits, that of a sole proprietor 15, check the number")
	case "kpp":
		return errs.Invalid("", "a KPP has 9 characters, check the number")
	case "bic":
		return errs.Invalid("", "a BIC of a bank has 9 digits, check the number")
	}
	return errs.Invalid("", "a bank account has 20 digits, check the number")
}

func allDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// The weights of the check digits of an INN, each for one check digit.
var (
	inn10 = []int{2, 4, 10, 3, 5, 9, 4, 6, 8}
	inn11 = []int{7, 2, 4, 10, 3, 5, 9, 4, 6, 8}
	inn12 = []int{3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8}
)

func checkINN(m map[string]any, s string) error {
	ok := false
	if len(s) == 10 {
		ok = checkDigit(s, inn10)
	} else {
		ok = checkDigit(s, inn11) && checkDigit(s, inn12)
	}
	switch {
	case !ok:
		return errs.Invalid("", "the INN %s has a wrong check digit, look for a mistyped one", s)
	case m["type"] == "company" && len(s) == 12:
		return errs.Invalid("", "an INN of 12 digits belongs to a person, choose the type sole proprietor")
	}
	return nil
}

func checkDigit(s string, weights []int) bool {
	sum := 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	return sum%11%10 == int(s[len(weights)]-'0')
}

// checkOGRN: the last digit is the rest of the others by 11, by 13 for a sole proprietor.
func checkOGRN(_ map[string]any, s string) error {
	by := len(s) - 2
	rest := 0
	for _, c := range s[:len(s)-1] {
		rest = (rest*10 + int(c-'0')) % by
	}
	if rest%10 != int(s[len(s)-1]-'0') {
		return errs.Invalid("", "the OGRN %s has a wrong check digit, look for a mistyped one", s)
	}
	return nil
}

// Index finds a legal entity by its name and by its numbers.
func (legalType) Index(_ Field, values []any) ([]float64, []string) {
	var out []string
	for _, v := range values {
		m, _ := v.(map[string]any)
		for _, part := range []string{"name", "inn", "ogrn"} {
			s, _ := m[part].(string)
			if k := Key(s); k != "" && !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	return nil, out
}

func (legalType) Operand(_ Field, raw any, _ Env) (Operand, error) { return textOperand(raw) }

// FromText takes a name, with an INN behind it when there is one.
func (t legalType) FromText(f Field, text string, env Env) ([]any, error) {
	text = strings.TrimSpace(text)
	m := map[string]any{"name": text}
	if at := strings.LastIndexFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == ';' }); at > 0 {
		digits := text[at+1:]
		if allDigits(digits) && (len(digits) == 10 || len(digits) == 12) {
			m["inn"], m["name"] = digits, strings.TrimRight(strings.TrimSuffix(strings.TrimSpace(text[:at]), "ИНН"), " ,;")
			if len(digits) == 12 {
				m["type"] = "person"
			}
		}
	}
	if text == "" {
		return nil, nil
	}
	return t.Normalize(f, m, env)
}

func (legalType) ToText(_ Field, values []any, _ Env) string {
	parts := make([]string, 0, len(values))
	for _, v := range values {
		m, _ := v.(map[string]any)
		s, _ := m["name"].(string)
		if inn, _ := m["inn"].(string); inn != "" {
			s += ", " + inn
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, "; ")
}
