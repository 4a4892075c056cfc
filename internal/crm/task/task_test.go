package task_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// noon is noon in Moscow, a Wednesday.
var noon = time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)

func each(t *testing.T, fn func(t *testing.T, s *seed.Scene)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { fn(t, seed.CRM(t, d)) },
		dbtest.Configure(func(c *db.Config) { c.Clock = func() time.Time { return noon } }))
}

func ptr[T any](v T) *T { return &v }

func create(t *testing.T, s *seed.Scene, who tenant.Actor, n task.New) task.Task {
	t.Helper()
	got, err := s.Tasks.Create(t.Context(), who, n)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func circle(t *testing.T, s *seed.Scene, id crm.DealID) int64 {
	t.Helper()
	d, err := s.Deals.Find(t.Context(), s.Admin, id)
	if err != nil {
		t.Fatal(err)
	}
	if d.NextTaskAt == nil {
		return 0
	}
	return *d.NextTaskAt
}

func at(d time.Duration) int64 { return noon.Add(d).Unix() }

func TestNextTask(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		person := s.Contact(t, s.Admin, contact.New{})
		d, other := s.Deal(t, s.Admin, deal.New{Contacts: []deal.NewPerson{{ID: person.ID}}}), s.Deal(t, s.Admin, deal.New{})
		expect := func(step string, want int64) {
			t.Helper()
			if got := circle(t, s, d.ID); got != want {
				t.Errorf("%s: next task at %d, want %d", step, got, want)
			}
		}
		create(t, s, s.Admin, task.New{Ref: person.Ref, Text: "контакту", DueAt: at(time.Minute)})
		expect("a task of the contact counts for the contact only", 0)
		late := create(t, s, s.Admin, task.New{Ref: d.Ref, DueAt: at(2 * time.Hour)})
		expect("created", at(2*time.Hour))
		soon := create(t, s, s.Admin, task.New{Ref: d.Ref, DueAt: at(time.Hour)})
		expect("an earlier one", at(time.Hour))
		if _, err := s.Tasks.Update(t.Context(), s.Admin, soon.ID, task.Patch{DueAt: ptr(at(3 * time.Hour))}); err != nil {
			t.Fatal(err)
		}
		expect("put off", at(2*time.Hour))
		if _, err := s.Tasks.Complete(t.Context(), s.Admin, late.ID, "договорились"); err != nil {
			t.Fatal(err)
		}
		expect("completed", at(3*time.Hour))
		if _, err := s.Tasks.Reopen(t.Context(), s.Admin, late.ID); err != nil {
			t.Fatal(err)
		}
		expect("reopened", at(2*time.Hour))
		if _, err := s.Tasks.Update(t.Context(), s.Admin, late.ID, task.Patch{Ref: &other.Ref}); err != nil {
			t.Fatal(err)
		}
		expect("moved away", at(3*time.Hour))
		if got := circle(t, s, other.ID); got != at(2*time.Hour) {
			t.Errorf("the other deal: %d", got)
		}
		if err := s.Tasks.Delete(t.Context(), s.Admin, soon.ID); err != nil {
			t.Fatal(err)
		}
		expect("deleted", 0)
		want := []string{"deal.created", "deal.task_added", "deal.task_added", "deal.task_changed", "deal.task_completed", "deal.task_reopened", "deal.task_deleted"}
		if got := s.Kinds(t, d.Ref); !slices.Equal(got, want) {
			t.Errorf("events %v", got)
		}
		if d, _ := s.Deals.Find(t.Context(), s.Admin, d.ID); d.Version != 1 {
			t.Error("tasks leave the card's version")
		}
	})
}

func TestCreate(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		free := create(t, s, s.Admin, task.New{Text: " Позвонить "})
		endOfToday := time.Date(2026, 3, 4, 20, 59, 59, 0, time.UTC).Unix()
		if free.Text != "Позвонить" || free.DueAt != endOfToday || free.ResponsibleID != s.Admin.UserID || free.TypeID <= 1000 {
			t.Errorf("got %+v", free)
		}
		if got := s.Kinds(t, crm.Ref{Kind: crm.Task, ID: crm.ID(free.ID)}); !slices.Equal(got, []string{"task.task_added"}) {
			t.Errorf("a free task tells of itself: %v", got)
		}
		if day := create(t, s, s.Admin, task.New{DueAt: at(time.Hour), IsAllDay: true}); day.DueAt != endOfToday {
			t.Errorf("all day is due at its end: %+v", day)
		}
		stranger := s.Another(t)
		foreign, hidden := stranger.Deal(t, stranger.Admin, deal.New{}), s.Deal(t, s.Admin, deal.New{})
		own := s.User(t, seed.Scoped(tenant.ScopeOwn))
		for name, c := range map[string]struct {
			who  tenant.Actor
			in   task.New
			code errs.Code
		}{
			"foreign card":     {s.Admin, task.New{Ref: foreign.Ref}, errs.CodeNotFound},
			"card out of view": {own, task.New{Ref: hidden.Ref}, errs.CodeNotFound},
			"huge card":        {s.Admin, task.New{Ref: crm.Ref{Kind: crm.Deal, ID: 1 << 62}}, errs.CodeNotFound},
			"kind":             {s.Admin, task.New{Ref: crm.Ref{Kind: "note", ID: 1}}, errs.CodeInvalid},
			"foreign user":     {s.Admin, task.New{ResponsibleID: stranger.Admin.UserID}, errs.CodeInvalid},
			"for another":      {own, task.New{ResponsibleID: s.Admin.UserID}, errs.CodeForbidden},
			"type":             {s.Admin, task.New{TypeID: 1 << 40}, errs.CodeInvalid},
			"due":              {s.Admin, task.New{DueAt: 1 << 60}, errs.CodeInvalid},
			"negative due":     {s.Admin, task.New{DueAt: -5}, errs.CodeInvalid},
			"duration":         {s.Admin, task.New{Duration: -1}, errs.CodeInvalid},
			"text":             {s.Admin, task.New{Text: strings.Repeat("я", task.MaxText+1)}, errs.CodeInvalid},
		} {
			if _, err := s.Tasks.Create(t.Context(), c.who, c.in); !errs.Is(err, c.code) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestComplete(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		made := create(t, s, s.Admin, task.New{Text: "Звонок"})
		done, err := s.Tasks.Complete(t.Context(), s.Admin, made.ID, " Перезвонит ")
		if err != nil || !done.IsCompleted || *done.CompletedAt != noon.Unix() || done.Result != "Перезвонит" || done.Version != 2 {
			t.Errorf("%+v, %v", done, err)
		}
		colleague := s.User(t, seed.Named("Ольга"))
		_, again := s.Tasks.Complete(t.Context(), colleague, made.ID, "")
		_, changed := s.Tasks.Update(t.Context(), colleague, made.ID, task.Patch{Text: ptr("x")})
		for _, err := range []error{again, changed} {
			e := errs.As(err)
			if e == nil || e.Code != errs.CodeConflict || e.Reason != "already_done" || e.Data.(task.Completion).By != s.Admin.UserID || e.Data.(task.Completion).At != noon.Unix() || e.Data.(task.Completion).Name == "" {
				t.Errorf("got %v, %+v", err, e)
			}
		}
		if _, err := s.Tasks.Reopen(t.Context(), colleague, made.ID); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Tasks.Reopen(t.Context(), colleague, made.ID); err != nil || got.Version != 3 || got.CompletedAt != nil {
			t.Errorf("reopening an open task writes nothing: %+v, %v", got, err)
		}
		if got, err := s.Tasks.Update(t.Context(), colleague, made.ID, task.Patch{Text: ptr("Звонок")}); err != nil || got.Version != 3 {
			t.Errorf("nothing changed: %+v, %v", got, err)
		}
		if _, err := s.Tasks.Update(t.Context(), colleague, made.ID, task.Patch{Version: ptr(int64(1)), Text: ptr("x")}); !errs.Is(err, errs.CodeConflict) {
			t.Errorf("stale: %v", err)
		}
	})
}

// Two people complete a task at once: one does, the other is told who did.
func TestCompleteAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		d := s.Deal(t, s.Admin, deal.New{})
		for name, made := range map[string]task.Task{"of a card": create(t, s, s.Admin, task.New{Ref: d.Ref}), "free": create(t, s, s.Admin, task.New{})} {
			results := make([]error, 12)
			var group sync.WaitGroup
			begin := make(chan struct{})
			for i := range results {
				group.Go(func() {
					<-begin
					_, results[i] = s.Tasks.Complete(t.Context(), s.Admin, made.ID, "")
				})
			}
			close(begin)
			group.Wait()
			done := 0
			for _, err := range results {
				if err == nil {
					done++
				} else if e := errs.As(err); e == nil || e.Reason != "already_done" {
					t.Error(name, err)
				}
			}
			if done != 1 {
				t.Errorf("%s: completed %d times", name, done)
			}
		}
		if got := s.Kinds(t, d.Ref); len(got) != 3 {
			t.Errorf("events %v", got)
		}
	})
}

func TestRights(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		own, stranger := s.User(t, seed.Scoped(tenant.ScopeOwn)), s.Another(t).Admin
		d := s.Deal(t, own, deal.New{})
		hidden := create(t, s, s.Admin, task.New{})
		onMyDeal := create(t, s, s.Admin, task.New{Ref: d.Ref})
		given := create(t, s, s.Admin, task.New{ResponsibleID: own.UserID, Ref: s.Deal(t, s.Admin, deal.New{}).Ref})
		for name, c := range map[string]struct {
			who  tenant.Actor
			id   crm.TaskID
			code errs.Code
		}{
			"of another": {own, hidden.ID, errs.CodeNotFound}, "stranger": {stranger, onMyDeal.ID, errs.CodeNotFound}, "huge": {s.Admin, 1 << 62, errs.CodeNotFound},
			"on my deal": {own, onMyDeal.ID, ""}, "given to me": {own, given.ID, ""},
		} {
			_, found := s.Tasks.Find(t.Context(), c.who, c.id)
			_, updated := s.Tasks.Update(t.Context(), c.who, c.id, task.Patch{Text: ptr("x")})
			_, completed := s.Tasks.Complete(t.Context(), c.who, c.id, "")
			for i, err := range []error{found, updated, completed} {
				if c.code == "" && err != nil || c.code != "" && !errs.Is(err, c.code) {
					t.Errorf("%s, verb %d: %v", name, i, err)
				}
			}
		}
		if got, err := s.Tasks.Find(t.Context(), own, given.ID); err != nil || got.EntityName != "" {
			t.Errorf("the name of a card out of view: %q, %v", got.EntityName, err)
		}
		page, err := s.Tasks.List(t.Context(), own, task.Filter{})
		if err != nil || len(page.Items) != 1 || page.Items[0].ID != given.ID {
			t.Errorf("own tasks: %+v, %v", page, err)
		}
		page, err = s.Tasks.List(t.Context(), own, task.Filter{Ref: d.Ref})
		if err != nil || len(page.Items) != 1 || page.Items[0].EntityName != d.Name {
			t.Errorf("tasks of one's own card: %+v, %v", page, err)
		}
		if _, err := s.Tasks.List(t.Context(), stranger, task.Filter{Ref: d.Ref}); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("tasks of another account's card: %v", err)
		}
	})
}

func TestBuckets(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		moscow, err := time.LoadLocation("Europe/Moscow")
		if err != nil {
			t.Fatal(err)
		}
		day := func(d, h, m int) int64 { return time.Date(2026, 3, d, h, m, 0, 0, moscow).Unix() }
		for text, due := range map[string]int64{
			"вчера": day(3, 23, 59), "утром": day(4, 11, 59), "днём": day(4, 12, 0), "к полуночи": day(4, 23, 59),
			"завтра": day(5, 0, 0), "завтра вечером": day(5, 23, 59), "пятница": day(6, 0, 0), "воскресенье": day(8, 23, 59), "понедельник": day(9, 0, 0),
		} {
			create(t, s, s.Admin, task.New{Text: text, DueAt: due})
		}
		done := create(t, s, s.Admin, task.New{Text: "сделано", DueAt: day(4, 13, 0)})
		if _, err := s.Tasks.Complete(t.Context(), s.Admin, done.ID, ""); err != nil {
			t.Fatal(err)
		}
		for bucket, want := range map[task.Bucket]string{
			task.Overdue: "вчера,утром", task.Today: "днём,к полуночи", task.Tomorrow: "завтра,завтра вечером",
			task.Week: "пятница,воскресенье", task.Later: "пятница,воскресенье,понедельник", task.Done: "сделано",
		} {
			page, err := s.Tasks.List(t.Context(), s.Admin, task.Filter{Bucket: bucket})
			var got []string
			for _, item := range page.Items {
				got = append(got, item.Text)
			}
			if err != nil || strings.Join(got, ",") != want {
				t.Errorf("%s: %v, %v", bucket, got, err)
			}
		}
		counts, err := s.Tasks.Counts(t.Context(), s.Admin, task.Filter{})
		if want := (task.Counts{Overdue: 2, Today: 2, Tomorrow: 2, Week: 2, Later: 3, DoneToday: 1}); err != nil || counts != want {
			t.Errorf("%+v, %v", counts, err)
		}
		if counts, err := s.Tasks.Counts(t.Context(), s.Admin, task.Filter{ResponsibleIDs: []tenant.UserID{s.User(t).UserID}}); err != nil || counts != (task.Counts{}) {
			t.Errorf("of somebody without tasks: %+v, %v", counts, err)
		}
	})
}

func TestListPages(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		d := s.Deal(t, s.Admin, deal.New{})
		for i := range 9 {
			create(t, s, s.Admin, task.New{Ref: d.Ref, DueAt: at(time.Duration(i/3) * time.Hour)})
		}
		for _, sort := range []string{"", "-due_at", "id", "-updated_at", "created_at"} {
			seen := map[crm.TaskID]bool{}
			f := task.Filter{Sort: sort, Limit: 4}
			for {
				page, err := s.Tasks.List(t.Context(), s.Admin, f)
				if err != nil {
					t.Fatal(err)
				}
				for _, item := range page.Items {
					seen[item.ID] = true
				}
				if f.After = page.Next; page.Next == "" {
					break
				}
			}
			if len(seen) != 9 {
				t.Errorf("%q: %d of 9", sort, len(seen))
			}
		}
		for name, f := range map[string]task.Filter{"sort": {Sort: "text"}, "minus": {Sort: "-"}, "bucket": {Bucket: "never"}, "after": {After: "!!"}, "after json": {After: "e30"}} {
			if _, err := s.Tasks.List(t.Context(), s.Admin, f); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		open := false
		page, err := s.Tasks.List(t.Context(), s.Admin, task.Filter{
			EntityKind: crm.Deal, EntityIDs: []crm.ID{d.ID, 1 << 50}, ResponsibleIDs: []tenant.UserID{s.Admin.UserID, 5}, IsCompleted: &open,
			DueFrom: ptr(at(time.Hour)), DueTo: ptr(at(time.Hour)), UpdatedFrom: ptr(int64(0)), UpdatedTo: ptr(at(time.Hour)),
		})
		if err != nil || len(page.Items) != 3 {
			t.Errorf("every condition at once: %d, %v", len(page.Items), err)
		}
		if err := s.Deals.Delete(t.Context(), s.Admin, d.ID); err != nil {
			t.Fatal(err)
		}
		if page, err := s.Tasks.List(t.Context(), s.Admin, task.Filter{}); err != nil || len(page.Items) != 0 {
			t.Errorf("tasks of a card in the bin: %d, %v", len(page.Items), err)
		}
	})
}

func TestTypes(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		own, err := s.Tasks.CreateType(t.Context(), s.Admin, task.TypePatch{Name: ptr("Замер"), Hue: ptr(3)})
		if err != nil {
			t.Fatal(err)
		}
		made := create(t, s, s.Admin, task.New{TypeID: own.ID})
		types, err := s.Tasks.Types(t.Context(), s.Admin.AccountID)
		if err != nil || len(types) != 4 || types[0].Code != "call" || types[3].Name != "Замер" {
			t.Errorf("%+v, %v", types, err)
		}
		if got, err := s.Tasks.UpdateType(t.Context(), s.Admin, own.ID, task.TypePatch{Icon: ptr("ruler")}); err != nil || got.Icon != "ruler" {
			t.Errorf("%+v, %v", got, err)
		}
		for name, p := range map[string]task.TypePatch{"empty": {}, "taken": {Name: ptr(" Замер ")}, "hue": {Name: ptr("x"), Hue: ptr(99)}, "long": {Name: ptr(strings.Repeat("я", 99))}} {
			if _, err := s.Tasks.CreateType(t.Context(), s.Admin, p); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := s.Tasks.CreateType(t.Context(), s.User(t), task.TypePatch{Name: ptr("x")}); !errs.Is(err, errs.CodeForbidden) {
			t.Errorf("without the right: %v", err)
		}
		stranger := s.Another(t)
		if err := s.Tasks.DeleteType(t.Context(), stranger.Admin, own.ID, types[0].ID); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("another account's type: %v", err)
		}
		for _, to := range []crm.TaskTypeID{0, own.ID, 1 << 50} {
			if err := s.Tasks.DeleteType(t.Context(), s.Admin, own.ID, to); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("in favour of %d: %v", to, err)
			}
		}
		if err := s.Tasks.DeleteType(t.Context(), s.Admin, own.ID, types[0].ID); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Tasks.Find(t.Context(), s.Admin, made.ID); err != nil || got.TypeID != types[0].ID {
			t.Errorf("%+v, %v", got, err)
		}
	})
}
