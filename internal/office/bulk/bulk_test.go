package bulk_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/kit/job"
	"voronka/internal/office/bulk"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

type fixture struct {
	*seed.Scene
	*bulk.Service
	DB *db.DB
	t  testing.TB
}

func newFixture(t testing.TB, d *db.DB) *fixture {
	t.Helper()
	s := seed.CRM(t, d)
	return &fixture{Scene: s, DB: d, t: t, Service: bulk.NewService(bulk.Config{
		DB: d, Fields: s.Fields, Deals: s.Deals, Contacts: s.Contacts, Companies: s.Companies, Tasks: s.Tasks,
	})}
}

func (f *fixture) drain() {
	f.t.Helper()
	r := job.NewRunner(f.DB, slog.New(slog.DiscardHandler))
	for _, k := range f.JobKinds() {
		r.Add(k)
	}
	if err := r.Drain(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
}

// run does something with cards to its end.
func (f *fixture) run(who tenant.Actor, n bulk.New) bulk.Bulk {
	f.t.Helper()
	b, err := f.Start(f.t.Context(), who, n)
	if err != nil {
		f.t.Fatal(err)
	}
	f.drain()
	return f.look(who, b.ID)
}

func (f *fixture) look(who tenant.Actor, id bulk.ID) bulk.Bulk {
	f.t.Helper()
	b, err := f.Service.Find(f.t.Context(), who, id)
	if err != nil {
		f.t.Fatal(err)
	}
	return b
}

func (f *fixture) takeBack(who tenant.Actor, id bulk.ID) bulk.Bulk {
	f.t.Helper()
	if _, err := f.Undo(f.t.Context(), who, id); err != nil {
		f.t.Fatal(err)
	}
	f.drain()
	return f.look(who, id)
}

func (f *fixture) reasons(who tenant.Actor, id bulk.ID, outcome bulk.Outcome) (out []string) {
	f.t.Helper()
	list, _, err := f.Items(f.t.Context(), who, id, outcome, 0, 100)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, it := range list {
		line := it.Name
		for _, s := range it.Reason {
			line += ": " + s.Format
		}
		out = append(out, line)
	}
	return out
}

func (f *fixture) deals(n int) (ids []crm.ID) {
	for range n {
		ids = append(ids, f.Deal(f.t, f.Admin, deal.New{}).ID)
	}
	return ids
}

func (f *fixture) deal(id crm.ID) deal.Deal {
	f.t.Helper()
	list, err := f.Deals.Shape.Load(f.t.Context(), f.DB, f.Admin.AccountID, []crm.ID{id})
	if err != nil || len(list) != 1 {
		f.t.Fatalf("deal %d: %v %v", id, list, err)
	}
	if err := f.Deals.Fill(f.t.Context(), f.DB, f.Admin, list); err != nil {
		f.t.Fatal(err)
	}
	return list[0]
}

func all() *entity.Node { return &entity.Node{} }

// Every action does its work on all cards, tells it as a person would, and is taken back.
func TestActions(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		other := f.User(t, seed.AsAdmin())
		number := f.Field(t, crm.Deal, "number", "Этаж")
		to := f.Pipeline.Statuses[1].ID
		for name, tt := range map[string]struct {
			action string
			p      bulk.Params
			is     func(deal.Deal) bool
			event  string
		}{
			"move":        {"move", bulk.Params{StatusID: to}, func(d deal.Deal) bool { return d.StatusID == to }, "deal.status_changed"},
			"responsible": {"responsible", bulk.Params{ResponsibleID: other.UserID}, func(d deal.Deal) bool { return d.ResponsibleID == other.UserID }, "deal.responsible_changed"},
			"tags":        {"tags", bulk.Params{AddTags: []string{"vip"}}, func(d deal.Deal) bool { return len(d.Tags) == 1 && d.Tags[0].Name == "vip" }, "deal.tag_added"},
			"field":       {"field", bulk.Params{FieldID: number.ID, Value: "7"}, func(d deal.Deal) bool { return len(d.Data[number.ID]) == 1 }, "deal.field_changed"},
			"task": {"task", bulk.Params{Task: &bulk.Errand{Text: "Позвонить", DueAt: d.Now().Add(time.Hour).Unix()}},
				func(d deal.Deal) bool { return d.NextTaskAt != nil }, "deal.task_added"},
			"delete": {"delete", bulk.Params{}, func(d deal.Deal) bool { return d.DeletedAt != nil }, "deal.deleted"},
		} {
			ids := f.deals(7)
			b := f.run(f.Admin, bulk.New{Kind: crm.Deal, Action: tt.action, Params: tt.p, IDs: ids})
			if b.State != bulk.Done || b.Counts.Done != 7 || b.Counts.Handled != 7 || b.Counts.Refused != 0 {
				t.Errorf("%s: %s %+v %q", name, b.State, b.Counts, f.reasons(f.Admin, b.ID, ""))
				continue
			}
			for _, id := range ids {
				kinds := f.Kinds(t, crm.Ref{Kind: crm.Deal, ID: id})
				if !tt.is(f.deal(id)) || !strings.Contains(strings.Join(kinds, " "), tt.event) {
					t.Errorf("%s: %+v, %q", name, f.deal(id), kinds)
				}
			}
			again := f.run(f.Admin, bulk.New{Kind: crm.Deal, Action: tt.action, Params: tt.p, IDs: ids})
			if want := 7; tt.action != "task" && again.Counts.Unchanged+again.Counts.Refused != want {
				t.Errorf("%s again: %+v", name, again.Counts)
			}
			if tt.action == "task" {
				f.takeBack(f.Admin, again.ID)
			}
			b = f.takeBack(f.Admin, b.ID)
			if b.State != bulk.Undone || b.Counts.Undone != 7 || b.Counts.Kept != 0 {
				t.Errorf("%s undone: %s %+v %q", name, b.State, b.Counts, f.reasons(f.Admin, b.ID, bulk.Kept))
			}
			for _, id := range ids {
				if tt.is(f.deal(id)) {
					t.Errorf("%s is not undone: %+v", name, f.deal(id))
				}
			}
		}
	})
}

// On a whole filter what is made after the start is left alone, and moving cards out of the filter loses none.
func TestWholeFilter(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		f.deals(130)
		from, to := f.Pipeline.Statuses[0].ID, f.Pipeline.Statuses[2].ID
		filter := entity.Leaf("status", "eq", int64(from))
		b, err := f.Start(t.Context(), f.Admin, bulk.New{Kind: crm.Deal, Action: "move", Params: bulk.Params{StatusID: to}, Filter: &filter})
		if err != nil || b.Counts.Total != 130 {
			t.Fatal(b.Counts, err)
		}
		late := f.Deal(t, f.Admin, deal.New{})
		f.drain()
		if b = f.look(f.Admin, b.ID); b.State != bulk.Done || b.Counts.Done != 130 || b.Counts.Total != 130 {
			t.Fatalf("%s %+v", b.State, b.Counts)
		}
		if f.deal(late.ID).StatusID != from {
			t.Error("a deal made after the start was moved")
		}
		if b = f.takeBack(f.Admin, b.ID); b.Counts.Undone != 130 {
			t.Errorf("%+v", b.Counts)
		}
	})
}

// What the person may not do with a card is refused with its reason; the others are changed.
func TestRights(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		rights := seed.ScopedRights(tenant.ScopeAll)
		rights.Entities["deal"]["edit"] = tenant.ScopeOwn
		rights.Entities["deal"]["delete"] = tenant.ScopeNone
		who := f.User(t, seed.Rights(rights))
		mine, theirs := f.Deal(t, who, deal.New{}), f.Deal(t, f.Admin, deal.New{})
		stranger := f.Another(t)
		foreign := stranger.Deal(t, stranger.Admin, deal.New{})
		b := f.run(who, bulk.New{Kind: crm.Deal, Action: "tags", Params: bulk.Params{AddTags: []string{"x"}}, IDs: []crm.ID{mine.ID, theirs.ID, foreign.ID, 1 << 60}})
		if b.Counts.Done != 1 || b.Counts.Refused != 3 {
			t.Fatalf("%+v %q", b.Counts, f.reasons(who, b.ID, ""))
		}
		for _, line := range f.reasons(who, b.ID, bulk.Refused) {
			if !strings.Contains(line, ": ") || strings.Contains(line, foreign.Name) {
				t.Error(line)
			}
		}
		if len(f.deal(theirs.ID).Tags) != 0 {
			t.Error("a deal of another was changed")
		}
		if _, err := f.Start(t.Context(), who, bulk.New{Kind: crm.Deal, Action: "delete", IDs: []crm.ID{mine.ID}}); !errs.Is(err, errs.CodeForbidden) {
			t.Error(err)
		}
		for _, nosy := range []tenant.Actor{stranger.Admin, f.User(t, seed.Scoped(tenant.ScopeAll))} {
			_, err := f.Service.Find(t.Context(), nosy, b.ID)
			_, _, list := f.Items(t.Context(), nosy, b.ID, "", 0, 10)
			_, cancel := f.Cancel(t.Context(), nosy, b.ID)
			_, undo := f.Undo(t.Context(), nosy, b.ID)
			for _, err := range []error{err, list, cancel, undo} {
				if !errs.Is(err, errs.CodeNotFound) {
					t.Error(err)
				}
			}
		}
	})
}

// An undo leaves alone what somebody has changed since, and says so.
func TestUndoRespectsOthers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		ids := f.deals(5)
		other := f.User(t, seed.AsAdmin())
		b := f.run(f.Admin, bulk.New{Kind: crm.Deal, Action: "move", Params: bulk.Params{StatusID: f.Pipeline.Statuses[1].ID}, IDs: ids})
		if _, err := f.Deals.Move(t.Context(), other, ids[0], deal.Move{StatusID: f.Pipeline.Statuses[2].ID}); err != nil {
			t.Fatal(err)
		}
		if err := f.Deals.Delete(t.Context(), other, ids[1]); err != nil {
			t.Fatal(err)
		}
		price := crm.Money(5)
		if _, err := f.Deals.Update(t.Context(), other, ids[2], deal.Patch{Price: &price}); err != nil { // of no matter here
			t.Fatal(err)
		}
		b = f.takeBack(f.Admin, b.ID)
		if b.Counts.Undone != 3 || b.Counts.Kept != 2 || len(f.reasons(f.Admin, b.ID, bulk.Kept)) != 2 {
			t.Errorf("%+v %q", b.Counts, f.reasons(f.Admin, b.ID, bulk.Kept))
		}
		if f.deal(ids[0]).StatusID != f.Pipeline.Statuses[2].ID || f.deal(ids[2]).StatusID != f.Pipeline.Statuses[0].ID {
			t.Error("another's move was taken back, or ours was not")
		}
		if _, err := f.Undo(t.Context(), f.Admin, b.ID); !errs.Is(err, errs.CodeConflict) {
			t.Error(err)
		}
	})
}

// Cancelled in the middle: what was done stays and can be taken back, the rest is untouched, the counts say it.
func TestCancelInTheMiddle(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		f.BatchTime = 1 // a card a transaction after the first ones: the cancelling has a hundred turns to come between
		f.deals(120)
		b, err := f.Start(t.Context(), f.Admin, bulk.New{Kind: crm.Deal, Action: "tags", Params: bulk.Params{AddTags: []string{"x"}}, Filter: all()})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		seen := make(chan struct{})
		r := job.NewRunner(d, slog.New(slog.DiscardHandler))
		for _, k := range f.JobKinds() {
			run := k.Remote
			k.Remote = func(ctx context.Context, j job.Job, p *job.Progress) error {
				defer close(seen)
				var cancelling sync.WaitGroup
				defer cancelling.Wait()
				cancelling.Go(func() {
					for f.look(f.Admin, b.ID).Counts.Handled == 0 {
					}
					if _, err := f.Cancel(t.Context(), f.Admin, b.ID); err != nil {
						t.Error(err)
					}
				})
				return run(ctx, j, p)
			}
			r.Add(k)
		}
		r.Start(ctx)
		<-seen
		r.Stop(t.Context())
		b = f.look(f.Admin, b.ID)
		if b.State != bulk.Cancelled || b.Counts.Done == 0 || b.Counts.Done == 120 || b.Counts.Done != b.Counts.Handled || b.Counts.Total != 120 {
			t.Fatalf("%s %+v", b.State, b.Counts)
		}
		tagged, err := f.Deals.Count(t.Context(), f.Admin, entity.Leaf("tags", "eq", "x"), 1000)
		if err != nil || tagged.Count != b.Counts.Done {
			t.Error(tagged, b.Counts, err)
		}
		done := b.Counts.Done
		if b = f.takeBack(f.Admin, b.ID); b.Counts.Undone != done {
			t.Errorf("%+v", b.Counts)
		}
	})
}

// Rules look away unless they are asked for; everybody else sees the cause.
func TestCause(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.One(t))
	for _, automation := range []bool{false, true} {
		id := f.deals(1)[0]
		b := f.run(f.Admin, bulk.New{Kind: crm.Deal, Action: "tags", Params: bulk.Params{AddTags: []string{"x"}}, IDs: []crm.ID{id}, RunAutomation: automation})
		list, err := event.ListFor(t.Context(), f.DB, int64(f.Admin.AccountID), "deal", int64(id), 0, 1)
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		cause := tenant.Cause{Kind: list[0].CauseKind, ID: list[0].CauseID, Depth: list[0].Depth}
		if cause.Kind != "bulk" || cause.ID != int64(b.ID) || cause.Quiet() == automation {
			t.Errorf("%+v", cause)
		}
	}
}

func TestRefuses(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.One(t))
	ids := f.deals(1)
	many := make([]crm.ID, bulk.MaxSelection+1)
	for i := range many {
		many[i] = crm.ID(i + 1)
	}
	rubbish := entity.Leaf("nonsense", "eq", 1)
	for path, n := range map[string]bulk.New{
		"kind":                  {Kind: "task", Action: "delete", IDs: ids},
		"action":                {Kind: crm.Deal, Action: "explode", IDs: ids},
		"ids":                   {Kind: crm.Deal, Action: "delete"},
		"ids ":                  {Kind: crm.Deal, Action: "delete", IDs: many},
		"filter":                {Kind: crm.Deal, Action: "delete", IDs: ids, Filter: all()},
		"filter.field":          {Kind: crm.Deal, Action: "delete", Filter: &rubbish},
		"params.status_id":      {Kind: crm.Deal, Action: "move", IDs: ids},
		"action ":               {Kind: crm.Contact, Action: "move", IDs: ids},
		"params.responsible_id": {Kind: crm.Deal, Action: "responsible", IDs: ids},
		"params.add_tags":       {Kind: crm.Deal, Action: "tags", IDs: ids},
		"params.field_id":       {Kind: crm.Deal, Action: "field", IDs: ids, Params: bulk.Params{FieldID: 1 << 50}},
		"params.task.text":      {Kind: crm.Deal, Action: "task", IDs: ids},
		"params.task.due_at":    {Kind: crm.Deal, Action: "task", IDs: ids, Params: bulk.Params{Task: &bulk.Errand{Text: "x"}}},
	} {
		_, err := f.Start(t.Context(), f.Admin, n)
		if e := errs.As(err); e == nil || e.Problems[0].Path != strings.TrimSpace(path) {
			t.Errorf("%s: %v", path, err)
		}
	}
	// A stage, a user or a task type that is not there is the refusal of every card.
	for name, n := range map[string]bulk.New{
		"stage": {Action: "move", Params: bulk.Params{StatusID: 1 << 40}}, "user": {Action: "responsible", Params: bulk.Params{ResponsibleID: 1 << 40}},
		"type": {Action: "task", Params: bulk.Params{Task: &bulk.Errand{Text: "x", DueAt: 1, TypeID: 1 << 40}}},
	} {
		n.Kind, n.IDs = crm.Deal, ids
		if b := f.run(f.Admin, n); b.Counts.Refused != 1 {
			t.Errorf("%s: %+v", name, b.Counts)
		}
	}
	if p, err := f.Tasks.List(t.Context(), f.Admin, task.Filter{}); err != nil || len(p.Items) != 0 {
		t.Error(p, err)
	}
}
