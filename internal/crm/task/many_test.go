package task_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/task"
	"voronka/internal/kit/errs"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

func TestParticipants(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		guest, stranger := s.User(t, seed.Scoped(tenant.ScopeOwn)), s.Another(t).Admin
		made := create(t, s, s.Admin, task.New{
			Ref: s.Deal(t, s.Admin, deal.New{}).Ref, Participants: []tenant.UserID{guest.UserID, s.Admin.UserID, guest.UserID},
			Checklist: []task.Point{{Text: "Позвать"}},
		})
		if !slices.Equal(made.Participants, []tenant.UserID{guest.UserID}) {
			t.Errorf("each once, without whoever does it: %v", made.Participants)
		}
		if _, err := s.Tasks.Find(t.Context(), guest, made.ID); err != nil {
			t.Errorf("who takes part sees it: %v", err)
		}
		if _, err := s.Tasks.Update(t.Context(), guest, made.ID, task.Patch{Text: ptr("x")}); err == nil {
			t.Error("but does not change it")
		}
		if got, err := s.Tasks.Tick(t.Context(), guest, made.ID, 1, true); err != nil || got.Checklist[0].DoneBy != guest.UserID || got.Checklist[0].DoneAt != noon.Unix() {
			t.Errorf("and ticks its points: %+v, %v", got, err)
		}
		if _, err := s.Tasks.Tick(t.Context(), s.User(t, seed.Scoped(tenant.ScopeOwn)), made.ID, 1, false); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("somebody else: %v", err)
		}
		if _, err := s.Tasks.Tick(t.Context(), s.Admin, made.ID, 7, true); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("no such point: %v", err)
		}
		for name, f := range map[string]task.Filter{"list": {}, "person": {PersonIDs: []tenant.UserID{guest.UserID}}} {
			page, err := s.Tasks.List(t.Context(), guest, f)
			if err != nil || len(page.Items) != 1 || page.Items[0].ID != made.ID {
				t.Errorf("%s: %+v, %v", name, page, err)
			}
		}
		if counts, err := s.Tasks.Counts(t.Context(), guest, task.Filter{PersonIDs: []tenant.UserID{guest.UserID}}); err != nil || counts.Today != 1 {
			t.Errorf("%+v, %v", counts, err)
		}
		for name, p := range map[string]task.Patch{
			"foreign": {Participants: &[]tenant.UserID{stranger.UserID}}, "nobody": {Participants: &[]tenant.UserID{1 << 50}},
			"long": {Checklist: &[]task.Point{{Text: strings.Repeat("я", 600)}}}, "empty": {Checklist: &[]task.Point{{Text: " "}}},
			"many points": {Checklist: ptr(make([]task.Point, task.MaxPoints+1))},
		} {
			if _, err := s.Tasks.Update(t.Context(), s.Admin, made.ID, p); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		got, err := s.Tasks.Update(t.Context(), s.Admin, made.ID, task.Patch{
			Participants: &[]tenant.UserID{}, Checklist: &[]task.Point{{Text: "Первый"}, {ID: 1, Text: "Позвать всех", IsDone: true}},
		})
		if err != nil || len(got.Participants) != 0 || got.Checklist[0].ID != 2 || got.Checklist[1].DoneBy != guest.UserID {
			t.Errorf("known points keep who ticked them: %+v, %v", got, err)
		}
		if _, err := s.Tasks.Find(t.Context(), guest, made.ID); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("who takes part no more: %v", err)
		}
	})
}

func TestChangeMany(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		own, mate, stranger := s.User(t, seed.Scoped(tenant.ScopeOwn)), s.User(t), s.Another(t)
		d := s.Deal(t, own, deal.New{})
		mine := create(t, s, own, task.New{Ref: d.Ref, DueAt: at(time.Hour)})
		onMine := create(t, s, s.Admin, task.New{Ref: d.Ref, DueAt: at(2 * time.Hour)})
		given := create(t, s, own, task.New{})
		if _, err := s.Tasks.Update(t.Context(), s.Admin, given.ID, task.Patch{ResponsibleID: &mate.UserID}); err != nil {
			t.Fatal(err)
		}
		hidden, foreign := create(t, s, s.Admin, task.New{}), create(t, stranger, stranger.Admin, task.New{})
		done := create(t, s, own, task.New{})
		if _, err := s.Tasks.Complete(t.Context(), own, done.ID, ""); err != nil {
			t.Fatal(err)
		}
		ids := []crm.TaskID{mine.ID, onMine.ID, given.ID, hidden.ID, foreign.ID, done.ID, 1 << 50}
		steps := make([]task.Step, len(ids))
		for i, id := range ids {
			steps[i] = task.Step{ID: id, DueAt: ptr(at(time.Duration(i+30) * time.Hour))}
		}
		out, err := s.Tasks.ChangeMany(t.Context(), own, steps)
		want := []task.Refusal{{given.ID, "forbidden"}, {hidden.ID, "not_found"}, {foreign.ID, "not_found"}, {done.ID, "already_done"}, {1 << 50, "not_found"}}
		if err != nil || !slices.Equal(out.Done, []crm.TaskID{mine.ID, onMine.ID}) || !slices.Equal(out.Refused, want) {
			t.Errorf("%+v, %v", out, err)
		}
		if got := circle(t, s, d.ID); got != at(30*time.Hour) {
			t.Errorf("circle %d", got)
		}
		if out, err = s.Tasks.ChangeMany(t.Context(), s.Admin, []task.Step{{ID: mine.ID, ResponsibleID: &mate.UserID}, {ID: mine.ID, ResponsibleID: &mate.UserID}}); err != nil || len(out.Done) != 1 {
			t.Errorf("named twice: %+v, %v", out, err)
		}
		if got, err := s.Tasks.Find(t.Context(), s.Admin, mine.ID); err != nil || got.ResponsibleID != mate.UserID || got.DueAt != at(30*time.Hour) || got.Version != 3 {
			t.Errorf("%+v, %v", got, err)
		}
		for name, steps := range map[string][]task.Step{
			"nothing": {}, "too many": make([]task.Step, task.MaxBulk+1), "due": {{ID: mine.ID, DueAt: ptr(int64(-4))}},
			"foreign person": {{ID: mine.ID, ResponsibleID: &stranger.Admin.UserID}},
		} {
			for i := range steps {
				steps[i].ID += crm.TaskID(i)
			}
			if _, err := s.Tasks.ChangeMany(t.Context(), s.Admin, steps); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestCompleteMany(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		d := s.Deal(t, s.Admin, deal.New{})
		var ids []crm.TaskID
		for i := range 40 {
			n := task.New{Ref: d.Ref, DueAt: at(time.Duration(i+1) * time.Hour)}
			if i%2 == 0 {
				n.Recurrence = &task.Rule{Freq: task.Daily}
			}
			ids = append(ids, create(t, s, s.Admin, n).ID)
		}
		out, err := s.Tasks.CompleteMany(t.Context(), s.Admin, ids, "Закрыто")
		if err != nil || len(out.Done) != 40 {
			t.Fatalf("%+v, %v", out, err)
		}
		open := false
		page, err := s.Tasks.List(t.Context(), s.Admin, task.Filter{IsCompleted: &open})
		if err != nil || len(page.Items) != 20 || page.Items[0].DueAt != at(25*time.Hour) || circle(t, s, d.ID) != at(25*time.Hour) {
			t.Errorf("%d successors, %v", len(page.Items), err)
		}
		page, err = s.Tasks.List(t.Context(), s.Admin, task.Filter{Bucket: task.DoneToday})
		if err != nil || len(page.Items) != 40 || page.Items[0].Result != "Закрыто" {
			t.Errorf("%d done, %v", len(page.Items), err)
		}
		if counts, err := s.Tasks.Counts(t.Context(), s.Admin, task.Filter{}); err != nil || counts.DoneToday != 40 {
			t.Errorf("%+v, %v", counts, err)
		}
	})
}

func TestCalendar(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		day := 24 * time.Hour
		guest := s.User(t, seed.Scoped(tenant.ScopeOwn))
		create(t, s, s.Admin, task.New{Text: "до", DueAt: at(-time.Hour)})
		create(t, s, s.Admin, task.New{Text: "заходит", DueAt: at(-time.Hour), Duration: 2 * 3600})
		create(t, s, s.Admin, task.New{Text: "внутри", DueAt: at(time.Hour), Participants: []tenant.UserID{guest.UserID}})
		create(t, s, s.Admin, task.New{Text: "после", DueAt: at(7 * day)})
		create(t, s, s.Admin, task.New{Text: "каждый день", DueAt: at(2 * time.Hour), Recurrence: &task.Rule{Freq: task.Daily, Count: 4}})
		c, err := s.Tasks.Calendar(t.Context(), s.Admin, at(0), at(7*day), task.Filter{})
		var names []string
		for _, item := range c.Items {
			names = append(names, item.Text)
		}
		if err != nil || strings.Join(names, ",") != "заходит,внутри,каждый день" || c.More {
			t.Errorf("%v, %v", names, err)
		}
		if len(c.Coming) != 3 || c.Coming[2].DueAt != at(3*day+2*time.Hour) || len(c.Repeating) != 1 {
			t.Errorf("%+v", c.Coming)
		}
		if c, err = s.Tasks.Calendar(t.Context(), guest, at(0), at(7*day), task.Filter{}); err != nil || len(c.Items) != 1 || len(c.Coming) != 0 {
			t.Errorf("of who takes part: %+v, %v", c, err)
		}
		if c, err = s.Tasks.Calendar(t.Context(), s.Another(t).Admin, at(0), at(7*day), task.Filter{}); err != nil || len(c.Items)+len(c.Coming) != 0 {
			t.Errorf("of another account: %+v, %v", c, err)
		}
		for _, stretch := range [][2]int64{{0, at(0)}, {at(day), at(0)}, {at(0), at(63 * day)}, {at(0), 1 << 60}} {
			if _, err := s.Tasks.Calendar(t.Context(), s.Admin, stretch[0], stretch[1], task.Filter{}); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%v: %v", stretch, err)
			}
		}
	})
}

func TestOrderTypes(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		types, err := s.Tasks.Types(t.Context(), s.Admin.AccountID)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Tasks.OrderTypes(t.Context(), s.Admin, []crm.TaskTypeID{types[2].ID, types[0].ID}); err != nil {
			t.Fatal(err)
		}
		got, err := s.Tasks.Types(t.Context(), s.Admin.AccountID)
		if err != nil || got[0].ID != types[2].ID || got[1].ID != types[0].ID || got[2].ID != types[1].ID {
			t.Errorf("%+v, %v", got, err)
		}
		for name, ids := range map[string][]crm.TaskTypeID{"none": nil, "twice": {types[0].ID, types[0].ID}, "nobody's": {1 << 50}} {
			if err := s.Tasks.OrderTypes(t.Context(), s.Admin, ids); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.Tasks.OrderTypes(t.Context(), s.User(t), []crm.TaskTypeID{types[0].ID}); !errs.Is(err, errs.CodeForbidden) {
			t.Errorf("without the right: %v", err)
		}
	})
}
