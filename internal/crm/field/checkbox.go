package field

import (
	"strings"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

// checkboxType is a tick. Only a set one is stored: an unset one and none are the same.
type checkboxType struct{}

func (checkboxType) Name() string      { return "checkbox" }
func (checkboxType) Storage() Storage  { return Numbers }
func (checkboxType) Many() bool        { return false }
func (checkboxType) Ops() []string     { return []string{"eq", "ne", "empty", "filled"} }
func (checkboxType) Check(Field) error { return nil }

func (checkboxType) Normalize(_ Field, raw any, _ Env) ([]any, error) {
	v, ok, err := single(raw)
	if !ok || err != nil {
		return nil, err
	}
	b, ok := v.(bool)
	if !ok {
		return nil, errs.Invalid("", "give true or false")
	}
	return ticked(b), nil
}

func ticked(b bool) []any {
	if b {
		return []any{true}
	}
	return nil
}

func (checkboxType) Index(_ Field, values []any) ([]float64, []string) {
	if len(values) == 1 && values[0] == true {
		return []float64{1}, nil
	}
	return nil, nil
}

func (checkboxType) Operand(_ Field, raw any, _ Env) (Operand, error) {
	b, ok := raw.(bool)
	if !ok {
		return Operand{}, errs.Invalid("", "give true or false")
	}
	if b {
		return Operand{Low: 1, High: 1}, nil
	}
	return Operand{}, nil
}

func (checkboxType) FromText(_ Field, text string, _ Env) ([]any, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	b, err := lang.ParseBool(text)
	return ticked(b), err
}

func (checkboxType) ToText(_ Field, values []any, env Env) string {
	if len(values) == 0 {
		return ""
	}
	return lang.Text(env.Locale, "yes")
}
