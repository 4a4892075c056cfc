package field

import (
	"slices"
	"strings"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

// PhoneKinds and EmailKinds are the words a number or an address may be marked with; the first is for those without.
var (
	PhoneKinds = []string{"work", "workdd", "mobile", "fax", "home", "other"}
	EmailKinds = []string{"work", "private", "other"}
)

// phoneType is any number of phone numbers with their kinds, kept as {"value": "+79161234567", "kind": "work"}.
type phoneType struct{}

func (phoneType) Name() string        { return "phone" }
func (phoneType) Storage() Storage    { return Texts }
func (phoneType) Many() bool          { return true }
func (phoneType) Ops() []string       { return textOps() }
func (phoneType) Check(f Field) error { return checkKinds(f) }

func (phoneType) Normalize(f Field, raw any, env Env) ([]any, error) {
	return normalizeReach(f, raw, PhoneKinds, func(s string) (string, error) { return readPhone(s, env) })
}

// readPhone writes a number by E.164 when it is one anywhere, and else leaves it as people wrote it.
func readPhone(s string, env Env) (string, error) {
	s = Clean(s, false)
	if lang.PhoneKey(s) == "" || len(s) > 100 {
		return "", errs.Invalid("", "%q is not a phone number, write it like +7 916 123-45-67", shorten(s))
	}
	number, ok := lang.FormatPhone(s, env.region())
	if !ok {
		return s, nil
	}
	if ext := lang.PhoneExtension(s); ext != "" {
		number += " ext. " + ext
	}
	return number, nil
}

func (phoneType) Index(_ Field, values []any) ([]float64, []string) {
	return nil, reachKeys(values, lang.PhoneKey)
}

// Operand of a phone is its last ten digits, or the digits of the part that is looked for.
func (phoneType) Operand(_ Field, raw any, _ Env) (Operand, error) {
	s, err := asText(raw, false)
	if err != nil {
		return Operand{}, err
	}
	key := lang.PhoneKey(s)
	if key == "" {
		key = strings.Map(keepDigit, s)
	}
	if key == "" {
		return Operand{}, errs.Invalid("", "give a phone number or some digits of one")
	}
	return Operand{Text: key}, nil
}

func keepDigit(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

func (t phoneType) FromText(f Field, text string, env Env) ([]any, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	found := lang.SplitPhones(text)
	if len(found) == 0 {
		found = []string{text}
	}
	return t.Normalize(f, found, env)
}

func (phoneType) ToText(_ Field, values []any, _ Env) string { return reachText(values) }

// Reach takes a stored phone or e-mail apart.
func Reach(v any) (value, kind string) {
	m, _ := v.(map[string]any)
	value, _ = m["value"].(string)
	kind, _ = m["kind"].(string)
	return value, kind
}

// normalizeReach reads values with kinds; each value is kept once.
func normalizeReach(f Field, raw any, kinds []string, read func(string) (string, error)) ([]any, error) {
	list, err := several(raw)
	if err != nil {
		return nil, err
	}
	if len(f.Settings.Kinds) > 0 {
		kinds = f.Settings.Kinds
	}
	var out []any
	seen := map[string]bool{}
	for _, item := range list {
		text, kind, err := splitReach(item, kinds)
		if err != nil {
			return nil, err
		}
		if text == "" {
			continue
		}
		value, err := read(text)
		if err != nil {
			return nil, err
		}
		if !seen[value] {
			out = append(out, map[string]any{"value": value, "kind": kind})
		}
		seen[value] = true
	}
	return out, nil
}

func splitReach(item any, kinds []string) (text, kind string, err error) {
	switch v := item.(type) {
	case string:
		return strings.TrimSpace(v), kinds[0], nil
	case map[string]any:
		text, ok := v["value"].(string)
		if kind, _ = v["kind"].(string); kind == "" {
			kind = kinds[0]
		}
		switch {
		case !ok && v["value"] != nil:
			return "", "", errs.Invalid("", `give a text, or {"value": "…", "kind": "work"}`)
		case !slices.Contains(kinds, kind):
			return "", "", errs.Invalid("", "there is no kind %q, use one of: %s", shorten(kind), strings.Join(kinds, ", "))
		}
		return strings.TrimSpace(text), kind, nil
	}
	return "", "", errs.Invalid("", `give a text, or {"value": "…", "kind": "work"}`)
}

func reachKeys(values []any, key func(string) string) []string {
	var out []string
	for _, v := range values {
		s, _ := Reach(v)
		if k := key(s); k != "" && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

func reachText(values []any) string {
	parts := make([]string, 0, len(values))
	for _, v := range values {
		s, _ := Reach(v)
		parts = append(parts, s)
	}
	return strings.Join(parts, ", ")
}

func checkKinds(f Field) error {
	if len(f.Settings.Kinds) > 20 {
		return errs.Invalid("settings.kinds", "too many kinds, use at most %d", 20)
	}
	for _, k := range f.Settings.Kinds {
		if k == "" || len([]rune(k)) > 30 {
			return errs.Invalid("settings.kinds", "a kind is a word of 1 to 30 characters")
		}
	}
	return nil
}
