package notice_test

import (
	"strings"
	"testing"

	"voronka/internal/company/notice"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// Whom an act of Anna's tells what, and never Anna herself.
func TestReader(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		mine := w.Deal(t, w.boris, deal.New{New: entity.New{Name: "Окна"}})
		given, err := w.Tasks.Create(ctx, w.boris, task.New{Ref: dealRef(mine.ID), Text: "Договор", ResponsibleID: w.anna.UserID})
		w.ok(err)
		w.read()
		w.want(w.anna, "task_assigned")
		w.forget()
		steps := []struct {
			name                string
			do                  func() error
			boris, admin, third []string
		}{
			{"a note on his card", func() error {
				_, err := w.Timeline.AddNote(ctx, w.anna, dealRef(mine.ID), timeline.NewNote{Text: "Ждёт скидку"})
				return err
			}, []string{"note"}, nil, nil},
			{"a task he wrote is completed", func() error {
				_, err := w.Tasks.Complete(ctx, w.anna, given.ID, "готово")
				return err
			}, []string{"task_completed"}, nil, nil},
			{"a task for him", func() error {
				_, err := w.Tasks.Create(ctx, w.anna, task.New{Text: "Позвонить", ResponsibleID: w.boris.UserID})
				return err
			}, []string{"task_assigned"}, nil, nil},
			{"a task for herself", func() error {
				_, err := w.Tasks.Create(ctx, w.anna, task.New{Text: "Моё"})
				return err
			}, nil, nil, nil},
			{"a deal for the administrator", func() error {
				_, err := w.Deals.Create(ctx, w.anna, deal.New{New: entity.New{Name: "Двери", ResponsibleID: w.Admin.UserID}})
				return err
			}, nil, []string{"card_given"}, nil},
			{"his deal taken away", func() error {
				_, err := w.Deals.Update(ctx, w.anna, mine.ID, deal.Patch{Patch: entity.Patch{ResponsibleID: &w.Admin.UserID}})
				return err
			}, nil, []string{"card_given"}, nil},
			{"a mention of two, one of them responsible", func() error {
				w.happen(w.anna, event.Event{Kind: "deal.note_added", EntityKind: "deal", EntityID: int64(mine.ID), ObjectKind: "note", ObjectID: 7,
					After: raw(map[string]any{"text": "@Борис @Админ", "mentions": []tenant.UserID{w.boris.UserID, w.Admin.UserID, w.anna.UserID}})})
				return nil
			}, []string{"mention"}, []string{"mention"}, nil},
			{"a mention added later", func() error {
				w.happen(w.anna, event.Event{Kind: "deal.comment_changed", EntityKind: "deal", EntityID: int64(mine.ID),
					Before: raw(map[string]any{"mentions": []tenant.UserID{w.Admin.UserID}}),
					After:  raw(map[string]any{"mentions": []tenant.UserID{w.Admin.UserID, w.boris.UserID}})})
				return nil
			}, []string{"mention"}, nil, nil},
			{"a rule switched off", func() error {
				w.happen(w.anna, event.Event{Kind: "trigger.changed", EntityKind: "trigger", EntityID: 3,
					Before: raw(map[string]any{"is_on": true, "name": "Первая задача"}), After: raw(map[string]any{"is_on": false, "name": "Первая задача"})})
				return nil
			}, nil, []string{"stopped"}, nil},
			{"a rule renamed", func() error {
				w.happen(w.anna, event.Event{Kind: "trigger.changed", EntityKind: "trigger", EntityID: 3,
					Before: raw(map[string]any{"is_on": false}), After: raw(map[string]any{"is_on": false})})
				return nil
			}, nil, nil, nil},
			{"demo data", func() error {
				who := w.anna
				who.Cause = tenant.Cause{Kind: "demo"}
				_, err := w.Tasks.Create(ctx, who, task.New{Text: "Пример", ResponsibleID: w.boris.UserID})
				return err
			}, nil, nil, nil},
			{"an event of a strange shape", func() error {
				w.happen(w.anna, event.Event{Kind: "deal.responsible_changed", EntityKind: "deal", EntityID: 1, After: raw([]string{"x"})},
					event.Event{Kind: "deal.note_added", EntityKind: "deal", EntityID: 999, After: raw("x")})
				return nil
			}, nil, nil, nil},
		}
		for _, step := range steps {
			w.forget()
			w.ok(step.do())
			w.read()
			t.Log(step.name)
			w.want(w.boris, step.boris...)
			w.want(w.Admin, step.admin...)
			w.want(w.anna)
		}
	})
}

// A task that goes from one to another tells both; who takes part is told, too.
func TestReader_reassigned(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		made, err := w.Tasks.Create(t.Context(), w.Admin, task.New{Text: "Замер", ResponsibleID: w.anna.UserID})
		w.ok(err)
		_, err = w.Tasks.Update(t.Context(), w.Admin, made.ID, task.Patch{ResponsibleID: &w.boris.UserID})
		w.ok(err)
		w.happen(w.Admin, event.Event{Kind: "task.task_changed", EntityKind: "task", EntityID: int64(made.ID), ObjectKind: "task", ObjectID: int64(made.ID),
			Before: raw(map[string]any{"participants": []tenant.UserID{}}), After: raw(map[string]any{"participants": []tenant.UserID{w.anna.UserID}})})
		w.read()
		w.want(w.anna, "task_assigned", "task_taken", "task_assigned")
		w.want(w.boris, "task_assigned")
		if last := w.list(w.anna)[0]; last.Title != "Вы участвуете в задаче" || last.Text != "Замер" {
			t.Error(last.Title, last.Text)
		}
	})
}

// Changes in mass are one notice, in whatever portions they come.
func TestReader_mass(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		portion := func(who tenant.Actor, n int) {
			events := make([]event.Event, n)
			for i := range events {
				events[i] = event.Event{Kind: "deal.responsible_changed", EntityKind: "deal", EntityID: int64(i + 1), After: raw(map[string]any{"responsible_id": w.boris.UserID})}
			}
			w.happen(who, events...)
			w.read()
		}
		portion(w.anna, 3)
		w.want(w.boris, "card_given", "card_given", "card_given")
		w.forget()
		portion(w.anna, 600)
		portion(w.anna, 600)
		portion(w.anna, 2)
		w.want(w.boris, "card_given*1202")
		w.forget()
		imported := w.anna
		imported.Cause = tenant.ImportCause(7, false)
		for range 3 {
			portion(imported, 4)
		}
		w.want(w.boris, "card_given*12")
		if v := w.list(w.boris)[0]; v.Title != "Вам передано карточек: 12" || v.EntityName != "" || v.Text != "" || v.Path != "/deals" {
			t.Errorf("%+v", v)
		}
		w.happen(w.anna, event.Event{Kind: "bulk.finished", EntityKind: "bulk", EntityID: 7, After: raw(map[string]any{"state": "done", "done": 118, "refused": 2})})
		w.read()
		if v := w.list(w.anna)[0]; v.Title != "Массовое изменение завершено" || v.Text != "Изменено: 118, отказано: 2" {
			t.Errorf("%+v", v)
		}
		w.forget()
		w.happen(w.anna, event.Event{Kind: "import.finished", EntityKind: "import", EntityID: 7, After: raw(map[string]any{"rows": 12, "failed": 1, "created": map[string]int{"deal": 11}})})
		w.read()
		w.want(w.anna, "work_finished")
		if v := w.list(w.anna)[0]; v.Title != "Импорт завершён" || v.Text != "Строк: 12, с ошибками: 1" || v.Path != "/import/7" {
			t.Errorf("%+v", v)
		}
	})
}

// Who watches a card is told of what is written there, once, and not of what they wrote themselves.
func TestReader_watchers(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		d := w.Deal(t, w.boris, deal.New{New: entity.New{Name: "Окна"}})
		for _, who := range []tenant.Actor{w.boris, w.anna, w.Admin} {
			_, err := w.DB.Exec(t.Context(), `
				INSERT INTO watchers (account_id, entity_kind, entity_id, user_id, added_by, added_at)
				VALUES ($1, 'deal', $2, $3, $3, 1)`, who.AccountID, d.ID, who.UserID)
			w.ok(err)
		}
		_, err := w.Timeline.AddNote(t.Context(), w.anna, dealRef(d.ID), timeline.NewNote{Text: "Ждёт скидку"})
		w.ok(err)
		w.read()
		w.want(w.boris, "note")
		w.want(w.Admin, "note")
		w.want(w.anna)
	})
}

// A batch that comes again makes nothing twice.
func TestReader_again(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		_, err := w.Tasks.Create(t.Context(), w.anna, task.New{Text: "Раз", ResponsibleID: w.boris.UserID})
		w.ok(err)
		for range 2 {
			w.read()
			_, err := w.DB.Exec(t.Context(), `UPDATE event_cursors SET last_id = 0 WHERE reader = 'notices'`)
			w.ok(err)
		}
		w.want(w.boris, "task_assigned")
		var jobs int
		w.ok(w.DB.QueryRow(t.Context(), `SELECT COUNT(*) FROM jobs WHERE kind = 'notice.mail'`).Scan(&jobs))
		if jobs != 1 {
			t.Errorf("%d letters are on their way", jobs)
		}
	})
}

// A card that is no longer to be seen shows neither its name nor what was written in it; a task of one's own stays.
func TestList_rights(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		own := w.User(t, seed.Scoped(tenant.ScopeOwn))
		d := w.Deal(t, own, deal.New{New: entity.New{Name: "Тайная сделка"}})
		_, err := w.Timeline.AddNote(t.Context(), w.anna, dealRef(d.ID), timeline.NewNote{Text: "секрет"})
		w.ok(err)
		_, err = w.Tasks.Create(t.Context(), w.anna, task.New{Ref: dealRef(d.ID), Text: "Своё дело", ResponsibleID: own.UserID})
		w.ok(err)
		w.read()
		for _, v := range w.list(own) {
			if v.EntityName != "Тайная сделка" || v.IsHidden || v.Text == "" {
				t.Errorf("before: %+v", v)
			}
		}
		_, err = w.Deals.Update(t.Context(), w.anna, d.ID, deal.Patch{Patch: entity.Patch{ResponsibleID: &w.boris.UserID}})
		w.ok(err)
		for _, v := range w.list(own) {
			isTask := v.Kind == notice.TaskAssigned
			if v.EntityName != "" || v.IsHidden == isTask || (v.Text == "Своё дело") != isTask || strings.Contains(v.Text, "секрет") {
				t.Errorf("after: %+v", v)
			}
		}
	})
}

// The list goes in pages and tabs; what is read counts no more, and nobody touches another's.
func TestList(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		for range 3 {
			_, err := w.Tasks.Create(ctx, w.anna, task.New{Text: "Дело", ResponsibleID: w.boris.UserID})
			w.ok(err)
		}
		w.Deals.Create(ctx, w.anna, deal.New{New: entity.New{Name: "Д", ResponsibleID: w.boris.UserID}})
		w.read()
		var ids []notice.ID
		f := notice.Filter{Tab: notice.Tasks, Limit: 2}
		for {
			page, err := w.notices.List(ctx, w.boris, f)
			w.ok(err)
			for _, v := range page.Items {
				ids = append(ids, v.ID)
			}
			if f.After = page.Next; f.After == "" {
				break
			}
		}
		if len(ids) != 3 || ids[0] < ids[1] || ids[1] < ids[2] {
			t.Fatal(ids)
		}
		if err := w.notices.Read(ctx, w.anna, ids[0]); !errs.Is(err, errs.CodeNotFound) {
			t.Error("another's notice:", err)
		}
		stranger := w.Another(t).Admin
		if err := w.notices.Done(ctx, stranger, ids[0]); !errs.Is(err, errs.CodeNotFound) {
			t.Error("another account's notice:", err)
		}
		count := func(want int) {
			t.Helper()
			if n, err := w.notices.Unread(ctx, w.boris); n != want || err != nil {
				t.Errorf("%d unread, want %d; %v", n, want, err)
			}
		}
		count(4)
		w.ok(w.notices.Read(ctx, w.boris, ids[0]))
		count(3)
		w.ok(w.notices.ReadAll(ctx, w.boris, notice.Tasks, ids[1]))
		count(1)
		w.ok(w.notices.ReadAll(ctx, w.boris, notice.All, 0))
		count(0)
		for _, bad := range []notice.Filter{{Tab: "nonsense"}, {Tab: notice.All, After: "x"}, {Tab: notice.All, After: "-1"}} {
			if _, err := w.notices.List(ctx, w.boris, bad); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%+v: %v", bad, err)
			}
		}
	})
}

// What is switched off in the app stands in the centre and counts nowhere; who has left is told nothing.
func TestSettings(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.choose(w.boris, notice.TaskAssigned, notice.Channels{})
		gone := w.User(t)
		_, err := w.Tasks.Create(ctx, w.anna, task.New{Text: "Тихо", ResponsibleID: w.boris.UserID})
		w.ok(err)
		_, err = w.Tasks.Create(ctx, w.anna, task.New{Text: "Никому", ResponsibleID: gone.UserID})
		w.ok(err)
		_, err = w.DB.Exec(ctx, `UPDATE users SET is_active = FALSE WHERE id = $1`, gone.UserID)
		w.ok(err)
		w.read()
		if n, err := w.notices.Unread(ctx, w.boris); n != 0 || err != nil {
			t.Error(n, err)
		}
		w.want(w.boris, "task_assigned")
		var left, jobs int
		w.ok(w.DB.QueryRow(ctx, `SELECT COUNT(*) FROM notices WHERE user_id = $1`, gone.UserID).Scan(&left))
		w.ok(w.DB.QueryRow(ctx, `SELECT COUNT(*) FROM jobs`).Scan(&jobs))
		if left != 0 || jobs != 0 {
			t.Error(left, jobs)
		}
		for name, bad := range map[string]notice.Patch{
			"lead":  {LeadMinutes: ptr(7)},
			"quiet": {QuietFrom: ptr(1440)},
			"until": {QuietUntil: ptr(-1)},
			"zone":  {TimeZone: ptr("Moon/Base")},
			"local": {TimeZone: ptr("Local")},
			"kind":  {Choices: []notice.Choice{{Kind: "nonsense"}}},
		} {
			if _, err := w.notices.UpdateSettings(ctx, w.boris, bad); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		now, err := w.notices.Settings(ctx, w.boris)
		if err != nil || now.LeadMinutes != 15 || now.Of(notice.TaskAssigned).App || !now.Of(notice.Mention).Mail {
			t.Errorf("%+v, %v", now, err)
		}
	})
}

// Old notices go, those nobody has read only after a year.
func TestSweep(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		for range 2 {
			_, err := w.Tasks.Create(t.Context(), w.anna, task.New{Text: "Дело", ResponsibleID: w.boris.UserID})
			w.ok(err)
		}
		w.read()
		w.ok(w.notices.Read(t.Context(), w.boris, w.list(w.boris)[0].ID))
		for _, step := range []struct{ days, left int }{{89, 2}, {2, 1}, {274, 1}, {3, 0}} {
			w.clock.Move(day(step.days))
			w.ok(w.notices.Sweep(t.Context()))
			if n := len(w.list(w.boris)); n != step.left {
				t.Errorf("after %d days more: %d", step.days, n)
			}
		}
	})
}
