package field

import (
	"slices"
	"strings"

	"voronka/internal/kit/errs"
)

// AddressParts are the parts of an address, in the order they are written.
var AddressParts = []string{"line1", "line2", "city", "state", "zip", "country"}

const maxAddressPart = 250

// addressType is a place, kept in parts: {"line1": "Tverskaya 1", "city": "Moscow"}.
type addressType struct{}

func (addressType) Name() string      { return "address" }
func (addressType) Storage() Storage  { return Texts }
func (addressType) Many() bool        { return false }
func (addressType) Ops() []string     { return textOps() }
func (addressType) Check(Field) error { return nil }

func (addressType) Normalize(_ Field, raw any, _ Env) ([]any, error) {
	v, ok, err := single(raw)
	if !ok || err != nil {
		return nil, err
	}
	if s, ok := v.(string); ok {
		v = map[string]any{"line1": s}
	}
	given, ok := v.(map[string]any)
	if !ok {
		return nil, errs.Invalid("", `give an address in parts, like {"line1": "…", "city": "…"}`)
	}
	out := map[string]any{}
	for name, part := range given {
		if err := addressPart(out, name, part); err != nil {
			return nil, err
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	return []any{out}, nil
}

func addressPart(out map[string]any, name string, part any) error {
	if !slices.Contains(AddressParts, name) {
		return errs.Invalid("", "an address has no part %q, use one of: %s", shorten(name), strings.Join(AddressParts, ", "))
	}
	if part == nil {
		return nil
	}
	s, err := asText(part, false)
	if err != nil {
		return err
	}
	if Key(s) != "" {
		out[name] = s
	}
	return checkLength(s, maxAddressPart)
}

func (t addressType) Index(f Field, values []any) ([]float64, []string) {
	if k := Key(t.ToText(f, values, Env{})); k != "" {
		return nil, []string{k}
	}
	return nil, nil
}

func (addressType) Operand(_ Field, raw any, _ Env) (Operand, error) { return textOperand(raw) }

func (t addressType) FromText(f Field, text string, env Env) ([]any, error) {
	return t.Normalize(f, text, env)
}

func (addressType) ToText(_ Field, values []any, _ Env) string {
	if len(values) == 0 {
		return ""
	}
	m, _ := values[0].(map[string]any)
	var parts []string
	for _, name := range AddressParts {
		if s, _ := m[name].(string); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}
