package field

import (
	"strconv"
	"strings"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

// maxNumberDigits bounds what is kept of a number.
const maxNumberDigits = 40

// numberType is a decimal number, kept as the exact text it was given as.
type numberType struct{}

func (numberType) Name() string     { return "number" }
func (numberType) Storage() Storage { return Numbers }
func (numberType) Many() bool       { return false }
func (numberType) Ops() []string    { return rangeOps() }

func (numberType) Check(f Field) error {
	s := f.Settings
	if s.Decimals != nil && (*s.Decimals < 0 || *s.Decimals > 10) {
		return errs.Invalid("settings.decimals", "give a number of decimals between 0 and 10")
	}
	if s.Min != nil && s.Max != nil && *s.Min > *s.Max {
		return errs.Invalid("settings.max", "the largest number must not be below the smallest")
	}
	return checkLength(s.Unit, 20)
}

func (numberType) Normalize(f Field, raw any, _ Env) ([]any, error) {
	v, ok, err := single(raw)
	if !ok || err != nil {
		return nil, err
	}
	exact, ok := decimal(v)
	if !ok || len(exact) > maxNumberDigits {
		return nil, errs.Invalid("", "give a number like 1250.50")
	}
	return []any{exact}, checkNumber(f, exact)
}

func checkNumber(f Field, exact string) error {
	n, _ := strconv.ParseFloat(exact, 64)
	s := f.Settings
	_, fraction, _ := strings.Cut(exact, ".")
	switch {
	case s.Min != nil && n < *s.Min:
		return errs.Invalid("", "the number must not be below %v", *s.Min)
	case s.Max != nil && n > *s.Max:
		return errs.Invalid("", "the number must not be above %v", *s.Max)
	case s.Decimals != nil && len(strings.TrimRight(fraction, "0")) > *s.Decimals:
		return errs.Invalid("", "give at most %d digits after the point", *s.Decimals)
	}
	return nil
}

func (numberType) Index(_ Field, values []any) ([]float64, []string) {
	n, err := strconv.ParseFloat(first(values), 64)
	if err != nil {
		return nil, nil
	}
	return []float64{n}, nil
}

func (numberType) Operand(_ Field, raw any, _ Env) (Operand, error) {
	exact, ok := decimal(raw)
	if !ok {
		return Operand{}, errs.Invalid("", "give a number like 1250.50")
	}
	n, _ := strconv.ParseFloat(exact, 64)
	return Operand{Low: n, High: n}, nil
}

func (t numberType) FromText(f Field, text string, env Env) ([]any, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	exact, err := lang.ParseNumber(text)
	if err != nil {
		return nil, err
	}
	return t.Normalize(f, exact, env)
}

func (numberType) ToText(_ Field, values []any, _ Env) string { return first(values) }
