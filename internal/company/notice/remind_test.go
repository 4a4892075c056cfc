package notice_test

import (
	"sync"
	"testing"
	"time"

	"voronka/internal/company/notice"
	"voronka/internal/crm/task"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
	"voronka/internal/tenant/worktime"
)

func day(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }

func (w *world) task(who tenant.Actor, in time.Duration) task.Task {
	w.t.Helper()
	t, err := w.Tasks.Create(w.t.Context(), who, task.New{Text: "Позвонить", DueAt: w.clock.Now().Add(in).Unix()})
	w.ok(err)
	return t
}

func (w *world) lead(who tenant.Actor, minutes int) {
	w.t.Helper()
	_, err := w.notices.UpdateSettings(w.t.Context(), who, notice.Patch{LeadMinutes: &minutes})
	w.ok(err)
}

// after moves the clock and lets reminders be made.
func (w *world) after(d time.Duration) {
	w.t.Helper()
	w.clock.Move(d)
	w.ok(w.notices.Remind(w.t.Context()))
}

// A reminder comes so many minutes before, once; when the task is still open an hour after its time, it is overdue, once.
func TestRemind(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.ok(w.notices.Remind(t.Context()))
		w.task(w.anna, time.Hour)
		w.lead(w.boris, 60)
		w.task(w.boris, 61*time.Minute)
		w.lead(w.Admin, 0)
		w.task(w.Admin, time.Hour)
		for _, step := range []struct {
			move               time.Duration
			anna, boris, admin []string
		}{
			{30 * time.Second, nil, nil, nil},
			{30 * time.Second, nil, []string{"task_due"}, nil},
			{43 * time.Minute, nil, []string{"task_due"}, nil},
			{time.Minute, []string{"task_due"}, []string{"task_due"}, nil},
			{0, []string{"task_due"}, []string{"task_due"}, nil},
			{14 * time.Minute, []string{"task_due"}, []string{"task_due"}, nil},
			{time.Minute, []string{"task_due"}, []string{"task_due"}, []string{"task_due"}},
			{time.Hour, []string{"task_due", "task_overdue"}, []string{"task_due"}, []string{"task_due", "task_overdue"}},
			{time.Minute, []string{"task_due", "task_overdue"}, []string{"task_due", "task_overdue"}, []string{"task_due", "task_overdue"}},
			{day(3), []string{"task_due", "task_overdue"}, []string{"task_due", "task_overdue"}, []string{"task_due", "task_overdue"}},
		} {
			w.after(step.move)
			w.want(w.anna, step.anna...)
			w.want(w.boris, step.boris...)
			w.want(w.Admin, step.admin...)
		}
		if v := w.list(w.anna)[1]; v.Title != "Срок задачи в 11:00" || v.Text != "Позвонить" || v.ActorName != "" {
			t.Errorf("%+v", v)
		}
	})
}

// What was moved, completed or deleted reminds of nothing; at its new time it does again.
func TestRemind_changed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.ok(w.notices.Remind(ctx))
		moved, done, deleted := w.task(w.anna, time.Hour), w.task(w.boris, time.Hour), w.task(w.Admin, time.Hour)
		w.clock.Move(20 * time.Minute)
		later := w.clock.Now().Add(2 * time.Hour).Unix()
		_, err := w.Tasks.Update(ctx, w.anna, moved.ID, task.Patch{DueAt: &later})
		w.ok(err)
		_, err = w.Tasks.Complete(ctx, w.boris, done.ID, "")
		w.ok(err)
		w.ok(w.Tasks.Delete(ctx, w.Admin, deleted.ID))
		w.after(30 * time.Minute)
		w.after(90 * time.Minute)
		w.want(w.boris)
		w.want(w.Admin)
		w.want(w.anna, "task_due")
		again := w.clock.Now().Add(20 * time.Minute).Unix()
		_, err = w.Tasks.Update(ctx, w.anna, moved.ID, task.Patch{DueAt: &again})
		w.ok(err)
		w.after(6 * time.Minute)
		w.want(w.anna, "task_due", "task_due")
	})
}

// A task made when the moment to remind has passed is reminded of at its time; one made in the past is not.
func TestRemind_late(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.ok(w.notices.Remind(t.Context()))
		w.task(w.anna, 3*time.Minute)
		w.task(w.boris, -time.Minute)
		w.after(2 * time.Minute)
		w.want(w.anna)
		w.after(time.Minute)
		w.want(w.anna, "task_due")
		w.want(w.boris)
	})
}

// A task of a whole day reminds at nine in the account's zone, and is overdue at nine of the next day.
func TestRemind_allDay(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.ok(w.notices.Remind(t.Context()))
		_, err := w.Tasks.Create(t.Context(), w.anna, task.New{Text: "Отчёт", IsAllDay: true, DueAt: w.clock.Now().Add(day(1)).Unix()})
		w.ok(err)
		w.after(23*time.Hour - time.Minute) // 8:59 in Moscow
		w.want(w.anna)
		w.after(time.Minute)
		w.want(w.anna, "task_due")
		if v := w.list(w.anna)[0]; v.Title != "Задача на сегодня" {
			t.Error(v.Title)
		}
		w.after(day(1) - time.Minute)
		w.want(w.anna, "task_due")
		w.after(time.Minute)
		w.want(w.anna, "task_due", "task_overdue")
	})
}

// Who has hours of their own is reminded when their work begins; on a free day at nine.
func TestRemind_workingHours(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.ok(w.notices.Remind(ctx))
		moscow := w.clock.Now().In(time.FixedZone("", 3*3600))
		week := make([][]worktime.Span, 7)
		tomorrow := (int(moscow.Weekday()) + 7) % 7 // Monday first, a day on
		week[tomorrow] = []worktime.Span{{From: "05:30", To: "10:00"}, {From: "12:00", To: "15:00"}}
		users := user.NewService(w.DB, nil, nil, user.Address{})
		_, err := users.SetHours(ctx, w.anna, w.anna.UserID, worktime.Hours{Week: week})
		w.ok(err)
		_, err = w.Tasks.Create(ctx, w.anna, task.New{Text: "Отчёт", IsAllDay: true, DueAt: w.clock.Now().Add(day(1)).Unix()})
		w.ok(err)
		w.after(time.Date(moscow.Year(), moscow.Month(), moscow.Day()+1, 5, 29, 0, 0, moscow.Location()).Sub(w.clock.Now()))
		w.want(w.anna)
		w.after(time.Minute)
		w.want(w.anna, "task_due")
		w.after(day(1)) // half past five of a free day
		w.want(w.anna, "task_due")
		w.after(3*time.Hour + 30*time.Minute)
		w.want(w.anna, "task_due", "task_overdue")
	})
}

// A server that was off for hours makes up for what it missed; several at once remind once.
func TestRemind_catchesUp(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.ok(w.notices.Remind(t.Context()))
		w.task(w.anna, time.Hour)
		w.clock.Move(90 * time.Minute)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if err := w.notices.Remind(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		w.want(w.anna, "task_due")
	})
}

// A morning of many tasks is one reminder.
func TestRemind_many(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.ok(w.notices.Remind(t.Context()))
		for range 20 {
			w.task(w.anna, time.Hour)
		}
		w.after(45 * time.Minute)
		w.want(w.anna, "task_due*20")
	})
}

// Who takes part in a task is reminded, too.
func TestRemind_participants(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.ok(w.notices.Remind(t.Context()))
		_, err := w.Tasks.Create(t.Context(), w.anna, task.New{
			Text: "Встреча", DueAt: w.clock.Now().Add(time.Hour).Unix(), Participants: []tenant.UserID{w.boris.UserID},
		})
		w.ok(err)
		w.after(45 * time.Minute)
		w.want(w.anna, "task_due")
		w.want(w.boris, "task_due")
		if v := w.list(w.boris)[0]; v.Text != "Встреча" {
			t.Errorf("%+v", v)
		}
	})
}

// A snoozed reminder comes again, but for a task that is done meanwhile.
func TestSnooze(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.ok(w.notices.Remind(ctx))
		made := w.task(w.anna, time.Hour)
		w.after(45 * time.Minute)
		first := w.list(w.anna)[0].ID
		w.ok(w.notices.Snooze(ctx, w.anna, first, 10))
		w.ok(w.notices.Snooze(ctx, w.anna, first, 10))
		if n, _ := w.notices.Unread(ctx, w.anna); n != 0 {
			t.Error("a snoozed notice is not read")
		}
		w.clock.Move(9 * time.Minute)
		w.ok(w.jobs.Drain(ctx))
		w.want(w.anna, "task_due")
		w.clock.Move(time.Minute)
		w.ok(w.jobs.Drain(ctx))
		w.want(w.anna, "task_due", "task_due")
		w.ok(w.notices.Snooze(ctx, w.anna, w.list(w.anna)[0].ID, 10))
		_, err := w.Tasks.Complete(ctx, w.anna, made.ID, "")
		w.ok(err)
		w.clock.Move(10 * time.Minute)
		w.ok(w.jobs.Drain(ctx))
		w.want(w.anna, "task_due", "task_due")
		for _, minutes := range []int{0, -5, 1 << 20} {
			if err := w.notices.Snooze(ctx, w.anna, first, minutes); !errs.Is(err, errs.CodeInvalid) {
				t.Error(minutes, err)
			}
		}
		if err := w.notices.Snooze(ctx, w.boris, first, 5); !errs.Is(err, errs.CodeNotFound) {
			t.Error(err)
		}
	})
}

// Quiet hours hold what is sent until their end, across midnight, in the person's zone or the account's.
func TestNotBefore(t *testing.T) {
	t.Parallel()
	moscow, err := time.LoadLocation("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	at := func(d, h, m int) time.Time { return time.Date(2026, 3, d, h, m, 0, 0, moscow) }
	night := notice.Settings{IsQuiet: true, QuietFrom: 22 * 60, QuietUntil: 8*60 + 30}
	noon := notice.Settings{IsQuiet: true, QuietFrom: 12 * 60, QuietUntil: 13 * 60}
	far := night
	far.TimeZone = "Asia/Vladivostok" // seven hours ahead of Moscow
	off := night
	off.IsQuiet = false
	for name, tt := range map[string]struct {
		set       notice.Settings
		now, want time.Time
	}{
		"by day":           {night, at(4, 12, 0), at(4, 12, 0)},
		"in the evening":   {night, at(4, 22, 0), at(5, 8, 30)},
		"after midnight":   {night, at(5, 3, 0), at(5, 8, 30)},
		"at the end":       {night, at(5, 8, 30), at(5, 8, 30)},
		"within a day":     {noon, at(4, 12, 59), at(4, 13, 0)},
		"outside of a day": {noon, at(4, 11, 59), at(4, 11, 59)},
		"another zone":     {far, at(4, 16, 0), at(5, 1, 30)},
		"switched off":     {off, at(4, 23, 0), at(4, 23, 0)},
		"empty":            {notice.Settings{IsQuiet: true}, at(4, 0, 0), at(4, 0, 0)},
	} {
		if got := tt.set.NotBefore(tt.now, moscow); !got.Equal(tt.want) {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}
