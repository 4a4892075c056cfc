package field

import (
	"strings"
	"time"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

// maxMoment is the last second of the year 9999.
const maxMoment = 253402300799

// datetimeType is a moment, kept in unix seconds.
type datetimeType struct{}

func (datetimeType) Name() string      { return "datetime" }
func (datetimeType) Storage() Storage  { return Numbers }
func (datetimeType) Many() bool        { return false }
func (datetimeType) Ops() []string     { return rangeOps() }
func (datetimeType) Check(Field) error { return nil }

func (datetimeType) Normalize(_ Field, raw any, _ Env) ([]any, error) {
	v, ok, err := single(raw)
	if !ok || err != nil {
		return nil, err
	}
	if n, ok := WholeNumber(v); ok && n >= -maxMoment && n <= maxMoment {
		return []any{n}, nil
	}
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return nil, errs.Invalid("", "give a moment in unix seconds or like 2026-03-01T14:05:00Z")
	}
	return []any{t.Unix()}, nil
}

func (datetimeType) Index(_ Field, values []any) ([]float64, []string) {
	return wholeIndex(values), nil
}

func (datetimeType) Operand(_ Field, raw any, env Env) (Operand, error) {
	low, high, err := env.Span(raw)
	return Operand{Low: float64(low), High: float64(high)}, err
}

// Span reads a moment of a filter: unix seconds or RFC 3339 stand for themselves; a day ("2026-03-01", "today",
// "today-7") for its first and last second in the zone.
func (e Env) Span(raw any) (low, high int64, err error) {
	if n, ok := WholeNumber(raw); ok && n >= -maxMoment && n <= maxMoment {
		return n, n, nil
	}
	s, _ := raw.(string)
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.Unix(), t.Unix(), nil
	}
	day, ok := e.relativeDay(s)
	if !ok {
		day, err = time.ParseInLocation(time.DateOnly, s, e.Location())
	}
	if err != nil || day.Year() < 1000 {
		return 0, 0, errs.Invalid("", "give a moment in unix seconds, a day like 2026-03-01, or today-7")
	}
	next := time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, e.Location())
	return day.Unix(), next.Unix() - 1, nil
}

func (datetimeType) FromText(_ Field, text string, env Env) ([]any, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	t, err := lang.ParseDateTime(text, env.Locale, env.Location())
	if err != nil {
		return nil, err
	}
	return []any{t.Unix()}, nil
}

func (datetimeType) ToText(_ Field, values []any, env Env) string {
	if len(values) == 0 {
		return ""
	}
	n, _ := values[0].(int64)
	return time.Unix(n, 0).In(env.Location()).Format("2006-01-02 15:04:05")
}
