package worktime

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"voronka/internal/kit/errs"
)

const (
	dayForm    = "2006-01-02"
	dayMinutes = 24 * 60
)

// minutes reads HH:MM as minutes since midnight.
func minutes(s string) (int, bool) {
	at, err := time.Parse("15:04", s)
	return at.Hour()*60 + at.Minute(), err == nil && len(s) == 5
}

// bounds are a span in minutes; the end of one that lasts into the next day is past 24 hours.
func (s Span) bounds() (from, to int, ok bool) {
	from, a := minutes(s.From)
	to, b := minutes(s.To)
	if to <= from {
		to += dayMinutes
	}
	return from, to, a && b
}

// Tidy puts spans in order, trims names and leaves no list nil.
func (h *Hours) Tidy() {
	byTime := func(a, b Span) int { return strings.Compare(a.From, b.From) }
	h.Week = slices.Clone(h.Week)
	for i := range h.Week {
		h.Week[i] = append([]Span{}, h.Week[i]...)
		slices.SortFunc(h.Week[i], byTime)
	}
	h.Days = append([]Day{}, h.Days...)
	for i := range h.Days {
		d := &h.Days[i]
		d.Name, d.Spans = strings.TrimSpace(d.Name), append([]Span{}, d.Spans...)
		if d.Until == d.Date {
			d.Until = ""
		}
		slices.SortFunc(d.Spans, byTime)
	}
	slices.SortStableFunc(h.Days, func(a, b Day) int { return strings.Compare(a.Date, b.Date) })
}

// Check gathers what is wrong with hours that are tidy.
func (h Hours) Check() error {
	var c errs.Collect
	if h.Week != nil && len(h.Week) != 7 {
		c.Add("week", "must have seven days, Monday first")
		return c.Result()
	}
	for i, spans := range h.Week {
		checkSpans(&c, fmt.Sprintf("week.%d", i), spans)
	}
	h.checkNights(&c)
	if len(h.Days) > MaxDays {
		c.Add("days", "are more than %d, remove those that are over", MaxDays)
		return c.Result()
	}
	for i, d := range h.Days {
		d.check(&c, fmt.Sprintf("days.%d", i))
	}
	return c.Result()
}

// checkNights sees that no shift lasts into the next one, Sunday's not into Monday's.
func (h Hours) checkNights(c *errs.Collect) {
	for i, spans := range h.Week {
		next := h.Week[(i+1)%7]
		if len(spans) == 0 || len(next) == 0 {
			continue
		}
		_, to, ok := spans[len(spans)-1].bounds()
		from, _, good := next[0].bounds()
		if ok && good && to > from+dayMinutes {
			c.Add(fmt.Sprintf("week.%d", i), "lasts into the hours of the next day, end it earlier")
		}
	}
}

func checkSpans(c *errs.Collect, at string, spans []Span) {
	if len(spans) > MaxSpans {
		c.Add(at, "has more than %d stretches of work, join some", MaxSpans)
		return
	}
	last := -1
	for _, s := range spans {
		from, to, ok := s.bounds()
		switch {
		case !ok:
			c.Add(at, "has a time that is not like 09:00, mend it")
			return
		case from < last:
			c.Add(at, "has stretches that lie over each other, part them")
			return
		}
		last = to
	}
}

func (d Day) check(c *errs.Collect, at string) {
	first, ok := readDay(d.Date)
	last, good := first, true
	if d.Until != "" {
		last, good = readDay(d.Until)
	}
	switch {
	case !ok || !good:
		c.Add(at+".date", "must be a day like 2026-12-31")
	case last.Before(first):
		c.Add(at+".until", "must not be before the first day")
	case last.Sub(first) >= MaxRange*24*time.Hour:
		c.Add(at+".until", "must be at most %d days after the first one", MaxRange-1)
	}
	if utf8.RuneCountInString(d.Name) > MaxName {
		c.Add(at+".name", "is longer than %d characters, shorten it", MaxName)
	}
	checkSpans(c, at+".spans", d.Spans)
}

// readDay reads a day of a year people plan for.
func readDay(s string) (time.Time, bool) {
	at, err := time.Parse(dayForm, s)
	return at, err == nil && at.Year() >= 2000 && at.Year() <= 2100
}
