package worktime_test

import (
	"strings"
	"testing"
	"time"

	"voronka/internal/kit/errs"
	"voronka/internal/tenant/worktime"
)

type (
	span  = worktime.Span
	hours = worktime.Hours
	day   = worktime.Day
)

// week makes hours of seven days written like "09:00-13:00 14:00-18:00"; what is not given is free.
func week(days ...string) [][]span {
	out := make([][]span, 7)
	for i, d := range days {
		out[i] = spans(d)
	}
	return out
}

func spans(s string) (out []span) {
	for _, part := range strings.Fields(s) {
		from, to, _ := strings.Cut(part, "-")
		out = append(out, span{from, to})
	}
	return out
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

const form = "2006-01-02 15:04 -0700"

func at(t *testing.T, s string) time.Time {
	t.Helper()
	out, err := time.Parse(form, s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func text(t time.Time, ok bool, loc *time.Location) string {
	if !ok {
		return "never"
	}
	return t.In(loc).Format(form)
}

var (
	nights = hours{Week: week("22:00-06:00", "22:00-06:00", "22:00-06:00", "22:00-06:00", "22:00-06:00")}
	round  = hours{Week: week("00:00-00:00", "00:00-00:00", "00:00-00:00", "00:00-00:00", "00:00-00:00", "00:00-00:00", "00:00-00:00")}
	lunch  = hours{Week: week("09:00-13:00 14:00-18:00", "09:00-13:00 14:00-18:00")}
	newly  = []day{{Date: "2026-12-31", Until: "2027-01-08", Yearly: true, Name: "Новый год"}}
)

func TestNext(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		zone         string
		account, own hours
		from, want   string
	}{
		"at_work":           {"Europe/Moscow", worktime.Usual(), hours{}, "2026-11-11 12:30 +0300", "2026-11-11 12:30 +0300"},
		"begin":             {"Europe/Moscow", worktime.Usual(), hours{}, "2026-11-11 09:00 +0300", "2026-11-11 09:00 +0300"},
		"end_is_free":       {"Europe/Moscow", worktime.Usual(), hours{}, "2026-11-11 18:00 +0300", "2026-11-12 09:00 +0300"},
		"early":             {"Europe/Moscow", worktime.Usual(), hours{}, "2026-11-11 03:00 +0300", "2026-11-11 09:00 +0300"},
		"weekend":           {"Europe/Moscow", worktime.Usual(), hours{}, "2026-11-13 19:00 +0300", "2026-11-16 09:00 +0300"},
		"zone_of_account":   {"Asia/Vladivostok", worktime.Usual(), hours{}, "2026-11-10 23:30 +0000", "2026-11-11 09:30 +1000"},
		"lunch":             {"Europe/Moscow", lunch, hours{}, "2026-11-09 13:00 +0300", "2026-11-09 14:00 +0300"},
		"nothing_said":      {"Europe/Moscow", hours{}, hours{}, "2026-11-14 12:00 +0300", "2026-11-16 09:00 +0300"},
		"new_year":          {"Europe/Moscow", hours{Days: newly}, hours{}, "2026-12-30 18:30 +0300", "2027-01-11 09:00 +0300"},
		"new_year_again":    {"Europe/Moscow", hours{Days: newly}, hours{}, "2029-12-31 10:00 +0300", "2030-01-09 09:00 +0300"},
		"saturday_worked":   {"Europe/Moscow", hours{Days: []day{{Date: "2026-11-14", Spans: spans("10:00-15:00")}}}, hours{}, "2026-11-13 20:00 +0300", "2026-11-14 10:00 +0300"},
		"single_over_year":  {"Europe/Moscow", hours{Days: []day{newly[0], {Date: "2027-01-05", Spans: spans("12:00-13:00")}}}, hours{}, "2027-01-01 12:00 +0300", "2027-01-05 12:00 +0300"},
		"own_week":          {"Europe/Moscow", worktime.Usual(), hours{Week: week("", "", "12:00-20:00")}, "2026-11-12 12:00 +0300", "2026-11-18 12:00 +0300"},
		"own_leave":         {"Europe/Moscow", worktime.Usual(), hours{Days: []day{{Date: "2026-11-11", Until: "2026-11-24"}}}, "2026-11-11 12:00 +0300", "2026-11-25 09:00 +0300"},
		"own_over_holiday":  {"Europe/Moscow", hours{Days: newly}, hours{Days: []day{{Date: "2027-01-02", Spans: spans("08:00-09:00")}}}, "2027-01-01 12:00 +0300", "2027-01-02 08:00 +0300"},
		"holiday_over_week": {"Europe/Moscow", hours{Days: newly}, round, "2027-01-01 12:00 +0300", "2027-01-09 00:00 +0300"},
		"night_before":      {"Europe/Moscow", nights, hours{}, "2026-11-11 03:00 +0300", "2026-11-11 03:00 +0300"},
		"night_of_friday":   {"Europe/Moscow", nights, hours{}, "2026-11-14 05:59 +0300", "2026-11-14 05:59 +0300"},
		"night_over":        {"Europe/Moscow", nights, hours{}, "2026-11-14 06:00 +0300", "2026-11-16 22:00 +0300"},
		"round_the_clock":   {"Europe/Moscow", round, hours{}, "2026-11-15 00:00 +0300", "2026-11-15 00:00 +0300"},
		"never":             {"Europe/Moscow", hours{Week: week()}, hours{}, "2026-11-11 12:00 +0300", "never"},
		"never_but_yearly":  {"Europe/Moscow", hours{Week: week(), Days: []day{{Date: "2020-02-29", Yearly: true, Spans: spans("09:00-10:00")}}}, hours{}, "2027-03-01 12:00 +0300", "2028-02-29 09:00 +0300"},
		// 29 March 2026: after 02:00 comes 03:00.
		"hour_passed_over":  {"Europe/Berlin", hours{Week: week("", "", "", "", "", "", "02:30-04:00")}, hours{}, "2026-03-28 12:00 +0100", "2026-03-29 03:30 +0200"},
		"hour_not_there":    {"Europe/Berlin", hours{Week: week("", "", "", "", "", "", "02:00-03:00")}, hours{}, "2026-03-28 12:00 +0100", "2026-04-05 02:00 +0200"},
		"morning_of_change": {"Europe/Berlin", hours{Week: week("", "", "", "", "", "", "09:00-10:00")}, hours{}, "2026-03-28 12:00 +0100", "2026-03-29 09:00 +0200"},
		// 25 October 2026: after 03:00 comes 02:00.
		"hour_twice": {"Europe/Berlin", hours{Week: week("", "", "", "", "", "", "01:00-04:00")}, hours{}, "2026-10-25 02:30 +0100", "2026-10-25 02:30 +0100"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			loc := zone(t, tt.zone)
			c := worktime.NewCalendar(tt.account, tt.own, loc)
			from := at(t, tt.from)
			got, ok := c.Next(from)
			if text(got, ok, loc) != tt.want {
				t.Errorf("%s, want %s", text(got, ok, loc), tt.want)
			}
			if works := c.Works(from); works != (tt.want != "never" && from.Equal(at(t, tt.want))) {
				t.Errorf("works: %v", works)
			}
		})
	}
}

func TestAdd(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		zone    string
		account hours
		from    string
		d       time.Duration
		want    string
	}{
		"inside":         {"Europe/Moscow", worktime.Usual(), "2026-11-11 12:00 +0300", 2 * time.Hour, "2026-11-11 14:00 +0300"},
		"to_the_end":     {"Europe/Moscow", worktime.Usual(), "2026-11-11 12:00 +0300", 6 * time.Hour, "2026-11-11 18:00 +0300"},
		"over_night":     {"Europe/Moscow", worktime.Usual(), "2026-11-11 17:00 +0300", 2 * time.Hour, "2026-11-12 10:00 +0300"},
		"over_weekend":   {"Europe/Moscow", worktime.Usual(), "2026-11-13 17:30 +0300", time.Hour, "2026-11-16 09:30 +0300"},
		"over_lunch":     {"Europe/Moscow", lunch, "2026-11-09 12:00 +0300", 2 * time.Hour, "2026-11-09 15:00 +0300"},
		"from_free_time": {"Europe/Moscow", worktime.Usual(), "2026-11-14 12:00 +0300", 30 * time.Minute, "2026-11-16 09:30 +0300"},
		"nothing":        {"Europe/Moscow", worktime.Usual(), "2026-11-14 12:00 +0300", 0, "2026-11-16 09:00 +0300"},
		"nights":         {"Europe/Moscow", nights, "2026-11-11 23:00 +0300", 8 * time.Hour, "2026-11-12 23:00 +0300"},
		"short_day":      {"Europe/Berlin", round, "2026-03-28 12:00 +0100", 24 * time.Hour, "2026-03-29 13:00 +0200"},
		"never":          {"Europe/Moscow", hours{Week: week()}, "2026-11-11 12:00 +0300", time.Hour, "never"},
		// A worked Saturday begins before the shift of Friday is over: the hours they share count once.
		"over_each_other": {"Europe/Moscow", hours{Week: nights.Week, Days: []day{{Date: "2026-11-14", Spans: spans("04:00-10:00")}}}, "2026-11-13 22:00 +0300", 11 * time.Hour, "2026-11-14 09:00 +0300"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			loc := zone(t, tt.zone)
			got, ok := worktime.NewCalendar(tt.account, hours{}, loc).Add(at(t, tt.from), tt.d)
			if text(got, ok, loc) != tt.want {
				t.Errorf("%s, want %s", text(got, ok, loc), tt.want)
			}
		})
	}
}

func TestInDays(t *testing.T) {
	t.Parallel()
	loc := zone(t, "Europe/Moscow")
	for name, tt := range map[string]struct {
		account hours
		from    string
		n       int
		want    string
	}{
		"tomorrow":          {worktime.Usual(), "2026-11-11 12:00 +0300", 1, "2026-11-12 09:00 +0300"},
		"two":               {worktime.Usual(), "2026-11-12 12:00 +0300", 2, "2026-11-16 09:00 +0300"},
		"from_the_weekend":  {worktime.Usual(), "2026-11-14 12:00 +0300", 1, "2026-11-16 09:00 +0300"},
		"over_new_year":     {hours{Days: newly}, "2026-12-30 12:00 +0300", 1, "2027-01-11 09:00 +0300"},
		"never":             {hours{Week: week()}, "2026-11-11 12:00 +0300", 1, "never"},
		"further_than_seen": {worktime.Usual(), "2026-11-11 12:00 +0300", 1000, "never"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := worktime.NewCalendar(tt.account, hours{}, loc).InDays(at(t, tt.from), tt.n)
			if text(got, ok, loc) != tt.want {
				t.Errorf("%s, want %s", text(got, ok, loc), tt.want)
			}
		})
	}
}

func TestStart(t *testing.T) {
	t.Parallel()
	loc := zone(t, "Europe/Moscow")
	c := worktime.NewCalendar(lunch, hours{}, loc)
	if got, ok := c.Start(at(t, "2026-11-09 23:00 +0300")); text(got, ok, loc) != "2026-11-09 09:00 +0300" {
		t.Error(text(got, ok, loc))
	}
	if got, ok := c.Start(at(t, "2026-11-14 23:00 +0300")); ok {
		t.Error(got)
	}
	if n := len(c.Day(at(t, "2026-11-09 23:00 +0300"))); n != 2 {
		t.Errorf("%d stretches", n)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	many := make([]day, worktime.MaxDays+1)
	for i := range many {
		many[i] = day{Date: "2026-01-01"}
	}
	for name, tt := range map[string]struct {
		h    hours
		path string // "" is right
	}{
		"usual":         {worktime.Usual(), ""},
		"empty":         {hours{}, ""},
		"nights":        {nights, ""},
		"round":         {round, ""},
		"nobody":        {hours{Week: week()}, ""},
		"six_days":      {hours{Week: week()[:6]}, "week"},
		"eight_days":    {hours{Week: append(week(), nil)}, "week"},
		"no_time":       {hours{Week: week("9-18")}, "week.0"},
		"no_zero":       {hours{Week: week("9:00-18:00")}, "week.0"},
		"25_o_clock":    {hours{Week: week("", "09:00-25:00")}, "week.1"},
		"over_another":  {hours{Week: week("09:00-13:00 12:00-18:00")}, "week.0"},
		"touching":      {hours{Week: week("09:00-13:00 13:00-18:00")}, ""},
		"night_first":   {hours{Week: week("22:00-06:00 23:00-23:30")}, "week.0"},
		"into_tuesday":  {hours{Week: week("22:00-06:00", "05:00-09:00")}, "week.0"},
		"into_monday":   {hours{Week: week("05:00-09:00", "", "", "", "", "", "22:00-06:00")}, "week.6"},
		"seven_spans":   {hours{Week: week("01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00 11:00-12:00 13:00-14:00")}, "week.0"},
		"many_days":     {hours{Days: many}, "days"},
		"no_date":       {hours{Days: []day{{Date: "31.12.2026"}}}, "days.0.date"},
		"no_such_date":  {hours{Days: []day{{Date: "2026-02-30"}}}, "days.0.date"},
		"far_away":      {hours{Days: []day{{Date: "9999-01-01"}}}, "days.0.date"},
		"backwards":     {hours{Days: []day{{Date: "2026-02-03", Until: "2026-02-01"}}}, "days.0.until"},
		"too_long":      {hours{Days: []day{{Date: "2026-02-03", Until: "2028-02-01"}}}, "days.0.until"},
		"long_name":     {hours{Days: []day{{Date: "2026-02-03", Name: strings.Repeat("ы", 101)}}}, "days.0.name"},
		"spans_of_day":  {hours{Days: []day{{Date: "2026-02-03", Spans: spans("x-y")}}}, "days.0.spans"},
		"one_day_range": {hours{Days: []day{{Date: "2026-02-03", Until: "2026-02-03"}}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.h.Tidy()
			err := tt.h.Check()
			if tt.path == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if e := errs.As(err); e == nil || len(e.Problems) == 0 || e.Problems[0].Path != tt.path {
				t.Errorf("%v, want a problem at %s", err, tt.path)
			}
		})
	}
}
