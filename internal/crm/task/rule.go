package task

import (
	"slices"
	"time"

	"voronka/internal/kit/errs"
)

// Freq is how often a task repeats.
type Freq string

// The frequencies. Never ends a series: as a change of a task it says that no further one is made.
const (
	Daily   Freq = "daily"
	Weekly  Freq = "weekly"
	Monthly Freq = "monthly"
	Yearly  Freq = "yearly"
	Never   Freq = "never"
)

// Last as Nth is the last such weekday of a month.
const Last = -1

const (
	maxEvery   = 366
	maxCount   = 1000
	dayLayout  = "2006-01-02"
	daySeconds = 24 * 3600
)

// Rule says on which days a task repeats; what it leaves open is taken from the task's own day. Days are those of the
// account's time zone. A month that has no such day (the 31st, 29 February) has it on its last day, and the series goes
// on with the day it was made for.
type Rule struct {
	Freq  Freq `json:"freq" enum:"daily,weekly,monthly,yearly,never" doc:"never ends the series"`
	Every int  `json:"every,omitempty" doc:"Every so many days, weeks (from Monday), months or years; 0 is 1"`
	// Weekdays are the days of a week, Monday is 1.
	Weekdays []int `json:"weekdays,omitempty" maxItems:"7" doc:"Weekly: 1 is Monday"`
	// Month and Day are the date of a monthly or yearly task.
	Month int `json:"month,omitempty" doc:"Yearly: 1 to 12"`
	Day   int `json:"day,omitempty" doc:"Monthly and yearly: 1 to 31; a shorter month has it on its last day"`
	// Nth and Weekday are "the second Tuesday" of a month; they stand instead of Day.
	Nth     int `json:"nth,omitempty" doc:"Monthly: 1 to 4, or -1 for the last, together with weekday"`
	Weekday int `json:"weekday,omitempty" doc:"Monthly: 1 is Monday"`
	// Until is the last day, Count how many tasks there are in all; empty is without end.
	Until string `json:"until,omitempty" doc:"The last day, 2026-12-31"`
	Count int    `json:"count,omitempty" doc:"How many tasks in all, this one included"`
}

// clean checks the rule and completes it with the task's day.
func (r Rule) clean(day time.Time) (Rule, error) {
	var c errs.Collect
	if r.Every == 0 {
		r.Every = 1
	}
	if r.Every < 1 || r.Every > maxEvery {
		c.Add("recurrence.every", "must be a number from 1 to %d", maxEvery)
	}
	if r.Count < 0 || r.Count > maxCount {
		c.Add("recurrence.count", "must be a number from 1 to %d, or 0 for no end", maxCount)
	}
	if r.Until != "" {
		until, err := time.Parse(dayLayout, r.Until)
		if err != nil || until.Before(day) || until.Year() > 2199 {
			c.Add("recurrence.until", "must be a day like 2026-12-31, not before the task's own")
		}
	}
	r = r.cleanDays(&c)
	if err := c.Result(); err != nil {
		return r, err
	}
	return r.complete(day), nil
}

// cleanDays checks what belongs to the frequency and drops what belongs to another.
func (r Rule) cleanDays(c *errs.Collect) Rule {
	out := Rule{Freq: r.Freq, Every: r.Every, Until: r.Until, Count: r.Count}
	weekday := func(n int) bool { return n >= 1 && n <= 7 }
	if (r.Freq == Monthly || r.Freq == Yearly) && (r.Day < 0 || r.Day > 31) {
		c.Add("recurrence.day", "must be a day of the month from 1 to 31")
	}
	switch r.Freq {
	case Daily:
	case Weekly:
		if slices.ContainsFunc(r.Weekdays, func(n int) bool { return !weekday(n) }) {
			c.Add("recurrence.weekdays", "must be days of the week from 1 (Monday) to 7")
		}
		out.Weekdays = slices.Compact(slices.Sorted(slices.Values(r.Weekdays)))
	case Monthly:
		out.Day = r.Day
		if r.Nth != 0 || r.Weekday != 0 {
			out.Day, out.Nth, out.Weekday = 0, r.Nth, r.Weekday
			if !weekday(r.Weekday) || r.Nth != Last && (r.Nth < 1 || r.Nth > 4) {
				c.Add("recurrence.nth", "must be from 1 to 4, or -1 for the last, together with a weekday from 1 (Monday) to 7")
			}
		}
	case Yearly:
		out.Day, out.Month = r.Day, r.Month
		if r.Month < 0 || r.Month > 12 || r.Month == 0 && r.Day != 0 {
			c.Add("recurrence.month", "must be a month from 1 to 12, together with its day")
		}
	default:
		c.Add("recurrence.freq", "must be daily, weekly, monthly, yearly or never")
	}
	return out
}

func (r Rule) complete(day time.Time) Rule {
	switch {
	case r.Freq == Weekly && len(r.Weekdays) == 0:
		r.Weekdays = []int{weekdayOf(day)}
	case r.Freq == Monthly && r.Day == 0 && r.Nth == 0:
		r.Day = day.Day()
	case r.Freq == Yearly && (r.Day == 0 || r.Month == 0):
		r.Day, r.Month = day.Day(), int(day.Month())
	}
	return r
}

// moved is the rule after the series was put on another day: what named the old day names the new one.
func (r Rule) moved(from, to time.Time) Rule {
	if from.Equal(to) {
		return r
	}
	switch {
	case r.Freq == Weekly && len(r.Weekdays) == 1:
		r.Weekdays = []int{weekdayOf(to)}
	case r.Freq == Monthly && r.Nth != 0:
		r.Weekday, r.Nth = weekdayOf(to), (to.Day()-1)/7+1
		if r.Nth > 4 {
			r.Nth = Last
		}
	case r.Freq == Monthly:
		r.Day = to.Day()
	case r.Freq == Yearly:
		r.Day, r.Month = to.Day(), int(to.Month())
	}
	return r
}

// next is the first day of the rule after a day, for a series that stood on base; the zero time when it is over.
func (r Rule) next(base, after time.Time) time.Time {
	var day time.Time
	switch r.Freq {
	case Daily:
		day = r.nextDay(base, after)
	case Weekly:
		day = r.nextInWeek(base, after)
	case Monthly:
		day = r.nextInMonth(base, after)
	case Yearly:
		day = r.nextInYear(base, after)
	}
	if day.Year() > 2199 || r.Until != "" && day.Format(dayLayout) > r.Until {
		return time.Time{}
	}
	return day
}

func (r Rule) nextDay(base, after time.Time) time.Time {
	passed := int(after.Sub(base).Hours()) / 24
	return base.AddDate(0, 0, (max(passed, 0)/r.Every+1)*r.Every)
}

func (r Rule) nextInWeek(base, after time.Time) time.Time {
	for monday := base.AddDate(0, 0, 1-weekdayOf(base)); ; monday = monday.AddDate(0, 0, 7*r.Every) {
		for _, n := range r.Weekdays {
			if day := monday.AddDate(0, 0, n-1); day.After(after) && day.After(base) {
				return day
			}
		}
	}
}

func (r Rule) nextInMonth(base, after time.Time) time.Time {
	for n := 0; ; n += r.Every {
		first := time.Date(base.Year(), base.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		day := clamped(first, r.Day)
		if r.Nth != 0 {
			day = nthWeekday(first, r.Nth, r.Weekday)
		}
		if day.After(after) && day.After(base) {
			return day
		}
	}
}

func (r Rule) nextInYear(base, after time.Time) time.Time {
	for year := base.Year(); ; year += r.Every {
		day := clamped(time.Date(year, time.Month(r.Month), 1, 0, 0, 0, 0, time.UTC), r.Day)
		if day.After(after) && day.After(base) {
			return day
		}
	}
}

// clamped is a day of the month that begins with first, its last one when it is shorter.
func clamped(first time.Time, day int) time.Time {
	return first.AddDate(0, 0, min(day, first.AddDate(0, 1, -1).Day())-1)
}

func nthWeekday(first time.Time, nth, weekday int) time.Time {
	if nth == Last {
		last := first.AddDate(0, 1, -1)
		return last.AddDate(0, 0, -((weekdayOf(last) - weekday + 7) % 7))
	}
	return first.AddDate(0, 0, (weekday-weekdayOf(first)+7)%7+7*(nth-1))
}

// weekdayOf is the day of the week, Monday is 1.
func weekdayOf(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

// dayOf is the day a moment lies on in a zone, as midnight UTC.
func dayOf(at int64, zone *time.Location) time.Time {
	y, m, d := time.Unix(at, 0).In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// clockOf is the time of day of a moment in a zone, in seconds of the wall clock.
func clockOf(at int64, zone *time.Location) int {
	t := time.Unix(at, 0).In(zone)
	return t.Hour()*3600 + t.Minute()*60 + t.Second()
}

// onClock is the moment a wall clock of the zone shows a time of a day: the first of two, and what the clock passes
// over as much later as it is put forward.
func onClock(day time.Time, clock int, zone *time.Location) int64 {
	wall := day.Unix() + int64(clock)
	_, before := time.Unix(wall-daySeconds, 0).In(zone).Zone()
	early := wall - int64(before)
	if shows(early, wall, zone) {
		return early
	}
	_, offset := time.Unix(early, 0).In(zone).Zone()
	if late := wall - int64(offset); shows(late, wall, zone) {
		return late
	}
	return early
}

func shows(at, wall int64, zone *time.Location) bool {
	_, offset := time.Unix(at, 0).In(zone).Zone()
	return at+int64(offset) == wall
}
