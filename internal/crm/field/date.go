package field

import (
	"strconv"
	"strings"
	"time"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

// dateType is a calendar day, kept as "2026-03-01".
type dateType struct{}

func (dateType) Name() string      { return "date" }
func (dateType) Storage() Storage  { return Days }
func (dateType) Many() bool        { return false }
func (dateType) Ops() []string     { return rangeOps() }
func (dateType) Check(Field) error { return nil }

func (dateType) Normalize(_ Field, raw any, _ Env) ([]any, error) {
	v, ok, err := single(raw)
	if !ok || err != nil {
		return nil, err
	}
	day, err := isoDay(v)
	if err != nil {
		return nil, err
	}
	return []any{day.Format(time.DateOnly)}, nil
}

func isoDay(raw any) (time.Time, error) {
	s, _ := raw.(string)
	day, err := time.Parse(time.DateOnly, s)
	if err != nil || day.Year() < 1000 {
		return time.Time{}, errs.Invalid("", "give a date like 2026-03-01 that is in the calendar")
	}
	return day, nil
}

func (dateType) Index(_ Field, values []any) ([]float64, []string) {
	day, err := time.Parse(time.DateOnly, first(values))
	if err != nil {
		return nil, nil
	}
	return []float64{float64(day.Unix())}, nil
}

func (dateType) Operand(_ Field, raw any, env Env) (Operand, error) {
	s, _ := raw.(string)
	day, relative := env.relativeDay(s)
	if !relative {
		var err error
		if day, err = isoDay(raw); err != nil {
			return Operand{}, err
		}
	}
	unix := float64(time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC).Unix())
	return Operand{Low: unix, High: unix}, nil
}

// relativeDay reads "today", "today-7", "today+30": the midnight it begins with, in the zone.
func (e Env) relativeDay(s string) (time.Time, bool) {
	rest, ok := strings.CutPrefix(s, "today")
	if !ok {
		return time.Time{}, false
	}
	if rest == "" {
		return e.DayStart(0), true
	}
	days, err := strconv.Atoi(rest)
	if err != nil || rest[0] != '+' && rest[0] != '-' || days > 100000 || days < -100000 {
		return time.Time{}, false
	}
	return e.DayStart(days), true
}

func (dateType) FromText(_ Field, text string, env Env) ([]any, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	day, err := lang.ParseDate(text, env.Locale)
	if err != nil {
		return nil, err
	}
	return []any{day.Format(time.DateOnly)}, nil
}

func (dateType) ToText(_ Field, values []any, _ Env) string { return first(values) }
