package worktime

import (
	"slices"
	"time"
)

// horizon is how many days ahead work is looked for. Who does not work for two years does not work.
const horizon = 2 * 366

// Calendar are the hours of one person, or of the account, in its time zone. Its methods know days on which the clock
// is put forward or back, shifts that last past midnight, and people who never work.
type Calendar struct {
	zone *time.Location
	week [][]Span
	// days are looked at in order: those of the person, then the account's; a single year's before one of every year.
	days []Day
}

// NewCalendar joins the hours of an account with how a user differs from it; own may be empty.
func NewCalendar(account, own Hours, zone *time.Location) Calendar {
	c := Calendar{zone: zone, week: own.Week}
	if len(c.week) != 7 {
		c.week = account.Week
	}
	if len(c.week) != 7 {
		c.week = Usual().Week
	}
	for _, list := range [][]Day{own.Days, account.Days} {
		for _, yearly := range []bool{false, true} {
			for _, d := range list {
				if d.Yearly == yearly {
					c.days = append(c.days, d)
				}
			}
		}
	}
	return c
}

// covers reports whether an entry is about a day, given like 2026-12-31.
func (d Day) covers(day string) bool {
	first, last := d.Date, d.Until
	if last == "" {
		last = first
	}
	if !d.Yearly {
		return first <= day && day <= last
	}
	first, last, day = first[5:], last[5:], day[5:]
	if last < first { // over New Year
		return day >= first || day <= last
	}
	return first <= day && day <= last
}

// spansOf are the spans that begin on a day.
func (c Calendar) spansOf(day time.Time) []Span {
	date := day.Format(dayForm)
	for _, d := range c.days {
		if d.covers(date) {
			return d.Spans
		}
	}
	return c.week[(int(day.Weekday())+6)%7]
}

// Stretch is a stretch of work in time, its end not included.
type Stretch struct{ From, To time.Time }

// Day are the stretches that begin on the day t lies on, in order; none when nobody works. An hour the clock passes
// over is an hour less.
func (c Calendar) Day(t time.Time) []Stretch { return c.on(c.date(t)) }

// date is the day of a moment in the zone, as noon in UTC: adding a day to it is always the next one.
func (c Calendar) date(t time.Time) time.Time {
	y, m, d := t.In(c.zone).Date()
	return time.Date(y, m, d, 12, 0, 0, 0, time.UTC)
}

func (c Calendar) on(day time.Time) []Stretch {
	y, m, d := day.Date()
	var out []Stretch
	for _, s := range c.spansOf(day) {
		from, to, ok := s.bounds()
		if !ok {
			continue
		}
		begin := time.Date(y, m, d, 0, from, 0, 0, c.zone)
		end := time.Date(y, m, d, 0, to, 0, 0, c.zone)
		if begin.Before(end) {
			out = append(out, Stretch{begin, end})
		}
	}
	return out
}

// after are the stretches that end after t, in order, as far as the horizon. Yield returns false to stop.
func (c Calendar) after(t time.Time, yield func(Stretch) bool) {
	day := c.date(t).AddDate(0, 0, -1) // a shift of yesterday may still last
	for range horizon {
		for _, s := range c.on(day) {
			if s.To.After(t) && !yield(s) {
				return
			}
		}
		day = day.AddDate(0, 0, 1)
	}
}

// Works reports whether t is a working moment.
func (c Calendar) Works(t time.Time) bool {
	next, ok := c.Next(t)
	return ok && next.Equal(t)
}

// Next is t itself when it is a working moment, else when work begins again; false when it never does.
func (c Calendar) Next(t time.Time) (at time.Time, ok bool) {
	c.after(t, func(s Stretch) bool {
		at, ok = s.From, true
		if s.From.Before(t) {
			at = t
		}
		return false
	})
	return at, ok
}

// Add is the moment when so much working time has passed since t; false when there is not so much.
func (c Calendar) Add(t time.Time, d time.Duration) (at time.Time, ok bool) {
	done := t // what lies over each other counts once
	c.after(t, func(s Stretch) bool {
		from := s.From
		if from.Before(done) {
			from = done
		}
		if left := s.To.Sub(from); left >= d && left > 0 {
			at, ok = from.Add(d), true
			return false
		} else if left > 0 {
			d -= left
			done = s.To
		}
		return true
	})
	return at, ok
}

// InDays is the beginning of the n-th working day after the day of t; the first of them is "the next working day". It is
// false when there are not so many.
func (c Calendar) InDays(t time.Time, n int) (time.Time, bool) {
	day := c.date(t)
	for range horizon {
		day = day.AddDate(0, 0, 1)
		if list := c.on(day); len(list) > 0 {
			if n--; n <= 0 {
				return list[0].From, true
			}
		}
	}
	return time.Time{}, false
}

// Start is when work begins on the day of t; false when nobody works then.
func (c Calendar) Start(t time.Time) (time.Time, bool) {
	list := c.Day(t)
	if len(list) == 0 {
		return time.Time{}, false
	}
	return slices.MinFunc(list, func(a, b Stretch) int { return a.From.Compare(b.From) }).From, true
}
