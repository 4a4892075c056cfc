package task_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// on runs a test with a clock that can be set, in an account of a zone.
func on(t *testing.T, zone string, fn func(t *testing.T, s *seed.Scene, set func(local string), local func(int64) string)) {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	const layout = "2006-01-02 15:04"
	var now atomic.Int64
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seed.CRM(t, d)
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `UPDATE accounts SET time_zone = $1`, zone)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		fn(t, s, func(local string) { now.Store(unix(t, local, loc)) }, func(at int64) string { return time.Unix(at, 0).In(loc).Format(layout) })
	}, dbtest.Configure(func(c *db.Config) { c.Clock = func() time.Time { return time.Unix(now.Load(), 0) } }))
}

func unix(t *testing.T, local string, zone *time.Location) int64 {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", local, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at.Unix()
}

// next is the open task of a series.
func next(t *testing.T, s *seed.Scene) (task.Task, bool) {
	t.Helper()
	open := false
	page, err := s.Tasks.List(t.Context(), s.Admin, task.Filter{IsCompleted: &open})
	if err != nil || len(page.Items) > 1 {
		t.Fatalf("%d open tasks, %v", len(page.Items), err)
	}
	if len(page.Items) == 0 {
		return task.Task{}, false
	}
	return page.Items[0], true
}

func TestRules(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		zone, first string
		rule        task.Rule
		want        string
	}{
		"every day":                  {"Europe/Moscow", "2026-03-04 15:00", task.Rule{Freq: task.Daily}, "2026-03-05 15:00, 2026-03-06 15:00, 2026-03-07 15:00"},
		"every third day":            {"Europe/Moscow", "2026-02-26 09:30", task.Rule{Freq: task.Daily, Every: 3}, "2026-03-01 09:30, 2026-03-04 09:30, 2026-03-07 09:30"},
		"clock put forward":          {"Europe/Berlin", "2026-03-28 10:00", task.Rule{Freq: task.Daily}, "2026-03-29 10:00, 2026-03-30 10:00, 2026-03-31 10:00"},
		"an hour that does not come": {"Europe/Berlin", "2026-03-28 02:30", task.Rule{Freq: task.Daily}, "2026-03-29 03:30, 2026-03-30 02:30, 2026-03-31 02:30"},
		"an hour that comes twice":   {"Europe/Berlin", "2026-10-24 02:30", task.Rule{Freq: task.Daily}, "2026-10-25 02:30, 2026-10-26 02:30, 2026-10-27 02:30"},
		"no summer time":             {"Europe/Moscow", "2026-03-28 02:30", task.Rule{Freq: task.Daily}, "2026-03-29 02:30, 2026-03-30 02:30, 2026-03-31 02:30"},
		"its own weekday":            {"Europe/Moscow", "2026-03-04 12:00", task.Rule{Freq: task.Weekly}, "2026-03-11 12:00, 2026-03-18 12:00, 2026-03-25 12:00"},
		"Monday and Thursday":        {"Europe/Moscow", "2026-03-04 12:00", task.Rule{Freq: task.Weekly, Weekdays: []int{4, 1, 4}}, "2026-03-05 12:00, 2026-03-09 12:00, 2026-03-12 12:00"},
		"every other week":           {"Europe/Berlin", "2026-03-20 12:00", task.Rule{Freq: task.Weekly, Every: 2, Weekdays: []int{1, 5}}, "2026-03-30 12:00, 2026-04-03 12:00, 2026-04-13 12:00"},
		"the 31st":                   {"Europe/Moscow", "2026-01-31 12:00", task.Rule{Freq: task.Monthly}, "2026-02-28 12:00, 2026-03-31 12:00, 2026-04-30 12:00"},
		"the 31st of a leap year":    {"Europe/Moscow", "2028-01-31 12:00", task.Rule{Freq: task.Monthly}, "2028-02-29 12:00, 2028-03-31 12:00, 2028-04-30 12:00"},
		"every third month":          {"Europe/Moscow", "2026-11-30 12:00", task.Rule{Freq: task.Monthly, Every: 3}, "2027-02-28 12:00, 2027-05-30 12:00, 2027-08-30 12:00"},
		"second Tuesday":             {"Europe/Moscow", "2026-03-10 12:00", task.Rule{Freq: task.Monthly, Nth: 2, Weekday: 2}, "2026-04-14 12:00, 2026-05-12 12:00, 2026-06-09 12:00"},
		"last Friday":                {"Europe/Moscow", "2026-03-27 12:00", task.Rule{Freq: task.Monthly, Nth: task.Last, Weekday: 5}, "2026-04-24 12:00, 2026-05-29 12:00, 2026-06-26 12:00"},
		"29 February":                {"Europe/Moscow", "2028-02-29 12:00", task.Rule{Freq: task.Yearly}, "2029-02-28 12:00, 2030-02-28 12:00, 2031-02-28 12:00"},
		"leap day comes back":        {"Europe/Moscow", "2027-02-28 12:00", task.Rule{Freq: task.Yearly, Month: 2, Day: 29}, "2028-02-29 12:00, 2029-02-28 12:00, 2030-02-28 12:00"},
		"until a day":                {"Europe/Moscow", "2026-03-04 12:00", task.Rule{Freq: task.Daily, Until: "2026-03-05"}, "2026-03-05 12:00"},
		"three in all":               {"Europe/Moscow", "2026-03-04 12:00", task.Rule{Freq: task.Daily, Count: 3}, "2026-03-05 12:00, 2026-03-06 12:00"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			on(t, c.zone, func(t *testing.T, s *seed.Scene, set func(string), local func(int64) string) {
				set("2026-01-01 00:00")
				loc, err := time.LoadLocation(c.zone)
				if err != nil {
					t.Fatal(err)
				}
				made := create(t, s, s.Admin, task.New{Text: "Отчёт", DueAt: unix(t, c.first, loc), Recurrence: &c.rule})
				var got []string
				for range 3 {
					if _, err := s.Tasks.Complete(t.Context(), s.Admin, made.ID, ""); err != nil {
						t.Fatal(err)
					}
					var ok bool
					if made, ok = next(t, s); !ok {
						break
					}
					got = append(got, local(made.DueAt))
				}
				if text := strings.Join(got, ", "); text != c.want {
					t.Errorf("got  %s\nwant %s", text, c.want)
				}
			})
		})
	}
}

func TestRulesThatAreRefused(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		for name, r := range map[string]task.Rule{
			"no frequency": {}, "unknown": {Freq: "hourly"}, "every": {Freq: task.Daily, Every: -1}, "huge": {Freq: task.Daily, Every: 1 << 40},
			"weekday": {Freq: task.Weekly, Weekdays: []int{0}}, "day": {Freq: task.Monthly, Day: 32}, "fifth": {Freq: task.Monthly, Nth: 5, Weekday: 1},
			"nth without weekday": {Freq: task.Monthly, Nth: 1}, "month": {Freq: task.Yearly, Month: 13, Day: 1}, "day without month": {Freq: task.Yearly, Day: 3},
			"until": {Freq: task.Daily, Until: "soon"}, "over already": {Freq: task.Daily, Until: "2020-01-01"}, "count": {Freq: task.Daily, Count: 1 << 40},
		} {
			if _, err := s.Tasks.Create(t.Context(), s.Admin, task.New{Recurrence: &r}); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// What passed while a task was not done is left out; an all-day one stays one; the circle follows.
func TestSuccessor(t *testing.T) {
	t.Parallel()
	on(t, "Europe/Moscow", func(t *testing.T, s *seed.Scene, set func(string), local func(int64) string) {
		set("2026-03-04 12:00")
		zone, err := time.LoadLocation("Europe/Moscow")
		if err != nil {
			t.Fatal(err)
		}
		mate, d := s.User(t), s.Deal(t, s.Admin, deal.New{})
		made := create(t, s, s.Admin, task.New{
			Ref: d.Ref, Text: "Сверка", DueAt: unix(t, "2026-03-04 18:00", zone), IsAllDay: true, Recurrence: &task.Rule{Freq: task.Daily},
			Participants: []tenant.UserID{mate.UserID}, Checklist: []task.Point{{Text: "счёт", IsDone: true}, {Text: "акт"}},
		})
		set("2026-03-09 08:00")
		if _, err := s.Tasks.Complete(t.Context(), s.Admin, made.ID, ""); err != nil {
			t.Fatal(err)
		}
		got, _ := next(t, s)
		if local(got.DueAt) != "2026-03-09 23:59" || !got.IsAllDay || got.Text != "Сверка" || len(got.Participants) != 1 || len(got.Checklist) != 2 || got.Checklist[0].IsDone {
			t.Errorf("%+v, due %s", got, local(got.DueAt))
		}
		if at := circle(t, s, d.ID); at != got.DueAt {
			t.Errorf("circle %s", local(at))
		}
		if _, err := s.Tasks.Reopen(t.Context(), s.Admin, made.ID); err != nil {
			t.Fatal(err)
		}
		if open, _ := next(t, s); open.ID != made.ID {
			t.Errorf("opening again takes the untouched next one back: %+v", open)
		}
		if at := circle(t, s, d.ID); at != made.DueAt {
			t.Errorf("circle %s", local(at))
		}
		if _, err := s.Tasks.Complete(t.Context(), s.Admin, made.ID, ""); err != nil {
			t.Fatal(err)
		}
		got, _ = next(t, s)
		if _, err := s.Tasks.Update(t.Context(), s.Admin, got.ID, task.Patch{Text: ptr("Сверка с актом")}); err != nil {
			t.Fatal(err)
		}
		for range 2 { // a next one somebody has touched stays, and no second one is made
			if _, err := s.Tasks.Reopen(t.Context(), s.Admin, made.ID); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Tasks.Complete(t.Context(), s.Admin, made.ID, ""); err != nil {
				t.Fatal(err)
			}
		}
		if again, _ := next(t, s); again.ID != got.ID {
			t.Errorf("%+v", again)
		}
	})
}

func TestSuccessorAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		made := create(t, s, s.Admin, task.New{DueAt: at(time.Hour), Recurrence: &task.Rule{Freq: task.Weekly}})
		mate := s.User(t)
		var group sync.WaitGroup
		for _, who := range []tenant.Actor{s.Admin, mate, s.Admin, mate} {
			group.Go(func() { _, _ = s.Tasks.Complete(t.Context(), who, made.ID, "") })
		}
		group.Wait()
		if got, ok := next(t, s); !ok || got.DueAt != at(time.Hour+7*24*time.Hour) {
			t.Errorf("%+v", got)
		}
	})
}

func TestThisAndFollowing(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		day := 24 * time.Hour
		type step struct {
			patch task.Patch
			// the task after it
			text string
			due  time.Duration
		}
		for name, c := range map[string]step{
			"this one put off":         {task.Patch{DueAt: ptr(at(2 * day))}, "Отчёт", 7*day + time.Hour},
			"this one has other words": {task.Patch{Text: ptr("Итог")}, "Отчёт", 7*day + time.Hour},
			"all put off":              {task.Patch{DueAt: ptr(at(2 * day)), Following: true}, "Отчёт", 9 * day},
			"all have other words":     {task.Patch{Text: ptr("Итог"), Following: true}, "Итог", 7*day + time.Hour},
			"another rule":             {task.Patch{Recurrence: &task.Rule{Freq: task.Daily, Every: 2}}, "Отчёт", 2*day + time.Hour},
		} {
			made := create(t, s, s.Admin, task.New{Text: "Отчёт", DueAt: at(time.Hour), Recurrence: &task.Rule{Freq: task.Weekly}})
			if _, err := s.Tasks.Update(t.Context(), s.Admin, made.ID, c.patch); err != nil {
				t.Fatal(name, err)
			}
			if _, err := s.Tasks.Complete(t.Context(), s.Admin, made.ID, ""); err != nil {
				t.Fatal(name, err)
			}
			got, _ := next(t, s)
			if got.Text != c.text || got.DueAt != at(c.due) {
				t.Errorf("%s: %q in %s", name, got.Text, time.Duration(got.DueAt-noon.Unix())*time.Second)
			}
			if err := s.Tasks.Delete(t.Context(), s.Admin, got.ID); err != nil {
				t.Fatal(err)
			}
		}
		made := create(t, s, s.Admin, task.New{DueAt: at(time.Hour), Recurrence: &task.Rule{Freq: task.Weekly}})
		got, err := s.Tasks.Update(t.Context(), s.Admin, made.ID, task.Patch{Recurrence: &task.Rule{Freq: task.Never}})
		if err != nil || got.Recurrence != nil {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := s.Tasks.Complete(t.Context(), s.Admin, made.ID, ""); err != nil {
			t.Fatal(err)
		}
		if left, ok := next(t, s); ok {
			t.Errorf("the series was ended: %+v", left)
		}
	})
}

func TestSkip(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		d := s.Deal(t, s.Admin, deal.New{})
		made := create(t, s, s.Admin, task.New{Ref: d.Ref, DueAt: at(time.Hour), Recurrence: &task.Rule{Freq: task.Daily, Count: 2}})
		got, err := s.Tasks.Skip(t.Context(), s.Admin, made.ID)
		if err != nil || got.ID != made.ID || got.DueAt != at(25*time.Hour) || circle(t, s, d.ID) != got.DueAt {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := s.Tasks.Skip(t.Context(), s.Admin, made.ID); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("the last one: %v", err)
		}
		plain := create(t, s, s.Admin, task.New{})
		for name, c := range map[string]struct {
			who  tenant.Actor
			id   crm.TaskID
			code errs.Code
		}{
			"does not repeat": {s.Admin, plain.ID, errs.CodeInvalid}, "stranger": {s.Another(t).Admin, made.ID, errs.CodeNotFound},
			"out of view": {s.User(t, seed.Scoped(tenant.ScopeOwn)), made.ID, errs.CodeNotFound},
		} {
			if _, err := s.Tasks.Skip(t.Context(), c.who, c.id); !errs.Is(err, c.code) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
