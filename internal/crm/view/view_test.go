package view_test

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/task"
	"voronka/internal/crm/view"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

type fixture struct {
	*seed.Scene
	*view.Service
	t testing.TB
}

func newFixture(t testing.TB, d *db.DB) *fixture {
	t.Helper()
	s := seed.CRM(t, d)
	scopes := func(ctx context.Context, who tenant.Actor, kind crm.Kind) (entity.Scope, error) {
		if kind == crm.Deal {
			return s.Deals.Scope(ctx, who)
		}
		return s.Contacts.Scope(ctx, who)
	}
	return &fixture{s, view.New(d, s.Deals.Lists, scopes), t}
}

func (f *fixture) make(who tenant.Actor, d view.Draft) view.View {
	f.t.Helper()
	if d.Kind == "" {
		d.Kind = crm.Deal
	}
	v, err := f.Create(f.t.Context(), who, d)
	if err != nil {
		f.t.Fatal(err)
	}
	return v
}

func (f *fixture) shelf(who tenant.Actor) view.Shelf {
	f.t.Helper()
	s, err := f.List(f.t.Context(), who, crm.Deal)
	if err != nil {
		f.t.Fatal(err)
	}
	return s
}

func names(list []view.View) string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = v.Name
	}
	return strings.Join(out, " ")
}

func TestViewsOfPeople(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		seller := f.User(t, seed.Scoped(tenant.ScopeAll))
		mine := f.make(seller, view.Draft{Name: "  Мои   дорогие ", Filter: entity.Leaf("price", "gte", 100), Sort: "-price",
			Columns: []view.Column{{Name: "name", Width: 300, IsPinned: true}, {Name: "price"}}, Layout: view.List})
		f.make(f.Admin, view.Draft{Name: "Тайный"})
		shared := f.make(f.Admin, view.Draft{Name: "Общий", IsShared: true})
		if got := names(f.shelf(seller).Views); got != "Мои дорогие Общий" {
			t.Error(got)
		}
		if got := f.shelf(seller).Views[0]; got.Sort != "-price" || got.Columns[0] != (view.Column{Name: "name", Width: 300, IsPinned: true}) || got.Filter.Field != "price" || !got.CanEdit {
			t.Errorf("%+v", got)
		}
		name := "x"
		if _, err := f.Update(t.Context(), seller, shared.ID, view.Patch{Name: &name}); !errs.Is(err, errs.CodeForbidden) {
			t.Error(err)
		}
		if err := f.Service.Delete(t.Context(), f.Admin, mine.ID); !errs.Is(err, errs.CodeNotFound) {
			t.Error(err)
		}
		yes := true
		if _, err := f.Update(t.Context(), seller, mine.ID, view.Patch{IsShared: &yes}); !errs.Is(err, errs.CodeForbidden) {
			t.Error(err)
		}
		stranger := f.Another(t)
		if _, err := f.Update(t.Context(), stranger.Admin, shared.ID, view.Patch{Name: &name}); !errs.Is(err, errs.CodeNotFound) {
			t.Error(err)
		}
		if kinds := f.Kinds(t, crm.Ref{Kind: "view", ID: crm.ID(shared.ID)}); len(kinds) != 1 || kinds[0] != "view.changed" {
			t.Error(kinds)
		}
	})
}

func TestOrderAndDefault(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		a, b, c := f.make(f.Admin, view.Draft{Name: "a"}), f.make(f.Admin, view.Draft{Name: "b"}), f.make(f.Admin, view.Draft{Name: "c"})
		if err := f.Reorder(t.Context(), f.Admin, crm.Deal, []view.ID{c.ID, a.ID, b.ID}); err != nil {
			t.Fatal(err)
		}
		if got := names(f.shelf(f.Admin).Views); got != "c a b" {
			t.Error(got)
		}
		for _, ids := range [][]view.ID{{a.ID, b.ID}, {a.ID, a.ID, b.ID}, {a.ID, b.ID, 1 << 40}, nil} {
			if err := f.Reorder(t.Context(), f.Admin, crm.Deal, ids); !errs.Is(err, errs.CodeInvalid) {
				t.Error(ids, err)
			}
		}
		word := strconv.Itoa(int(b.ID))
		for _, name := range []string{"open", "", word} {
			if err := f.SetDefault(t.Context(), f.Admin, crm.Deal, name); err != nil || f.shelf(f.Admin).Default != name {
				t.Error(name, err)
			}
		}
		other := f.User(t, seed.AsAdmin())
		for _, name := range []string{"nonsense", word, "99999999999"} {
			if err := f.SetDefault(t.Context(), other, crm.Deal, name); !errs.Is(err, errs.CodeInvalid) {
				t.Error(name, err)
			}
		}
		if err := f.Service.Delete(t.Context(), f.Admin, b.ID); err != nil {
			t.Fatal(err)
		}
		if got := f.shelf(f.Admin); got.Default != "" || names(got.Views) != "c a" {
			t.Errorf("%+v", got)
		}
	})
}

func TestCounts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		own := f.User(t, seed.Scoped(tenant.ScopeOwn))
		made := f.Deal(t, own, deal.New{})
		f.Deal(t, f.Admin, deal.New{StatusID: f.Pipeline.Statuses[len(f.Pipeline.Statuses)-2].ID}) // won
		f.Deal(t, f.Admin, deal.New{})
		gone := f.Deal(t, f.Admin, deal.New{})
		if err := f.Deals.Delete(t.Context(), f.Admin, gone.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Tasks.Create(t.Context(), f.Admin, task.New{Ref: made.Ref, Text: "x", DueAt: d.Now().Unix() - 100}); err != nil {
			t.Fatal(err)
		}
		field := f.Field(t, crm.Deal, "number", "N")
		broken := f.make(f.Admin, view.Draft{Name: "broken", Filter: entity.Leaf("cf."+strconv.Itoa(int(field.ID)), "eq", "1")})
		if err := f.Fields.Delete(t.Context(), f.Admin, field.ID); err != nil {
			t.Fatal(err)
		}
		for _, tt := range []struct {
			who  tenant.Actor
			want map[string]int
		}{
			{f.Admin, map[string]int{"open": 2, "mine": 1, "won": 1, "lost": 0, "no_task": 1, "overdue": 1, "deleted": 1, strconv.Itoa(int(broken.ID)): -1}},
			{own, map[string]int{"open": 1, "mine": 1, "won": 0, "lost": 0, "no_task": 0, "overdue": 1, "deleted": 0}},
		} {
			list, err := f.Counts(t.Context(), tt.who, crm.Deal, entity.Node{})
			if err != nil || len(list) != len(tt.want) {
				t.Fatal(list, err)
			}
			for _, c := range list {
				if !c.IsKnown {
					c.Count = -1
				}
				if c.Count != tt.want[c.View] {
					t.Errorf("%s: %+v, want %d", c.View, c, tt.want[c.View])
				}
			}
		}
		if list, err := f.Counts(t.Context(), f.Admin, crm.Deal, entity.Leaf("pipeline", "eq", int64(1<<40))); err != nil || list[0].Count != 0 {
			t.Error(list, err)
		}
		if list, err := f.Counts(t.Context(), f.Admin, crm.Contact, entity.Node{}); err != nil || len(list) != 5 {
			t.Error(list, err)
		}
	})
}

func TestRefuses(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.One(t))
	for path, d := range map[string]view.Draft{
		"kind":         {Kind: "task", Name: "x"},
		"name":         {Kind: crm.Deal, Name: " \x00 "},
		"name ":        {Kind: crm.Deal, Name: strings.Repeat("ж", 101)},
		"layout":       {Kind: crm.Deal, Name: "x", Layout: "pie"},
		"columns":      {Kind: crm.Deal, Name: "x", Columns: make([]view.Column, 1)},
		"columns ":     {Kind: crm.Deal, Name: "x", Columns: make([]view.Column, 500)},
		"filter.field": {Kind: crm.Deal, Name: "x", Filter: entity.Leaf("nonsense", "eq", 1)},
		"sort":         {Kind: crm.Deal, Name: "x", Sort: "nonsense"},
	} {
		_, err := f.Create(t.Context(), f.Admin, d)
		if e := errs.As(err); e == nil || e.Problems[0].Path != strings.TrimSpace(path) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestGroups: what a list is parted into and sums up to follows the rights of whoever asks.
func TestGroups(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		own := f.User(t, seed.Scoped(tenant.ScopeOwn))
		none := f.User(t, seed.Scoped(tenant.ScopeNone))
		f.Deal(t, own, deal.New{Price: 100})
		f.Deal(t, f.Admin, deal.New{Price: 1000})
		f.Deal(t, f.Admin, deal.New{Price: 3000})
		stranger := f.Another(t)
		for _, tt := range []struct {
			name  string
			who   tenant.Actor
			parts int
			count int
			sum   float64
			code  errs.Code
		}{
			{"all", f.Admin, 2, 3, 4100, ""},
			{"own", own, 1, 1, 100, ""},
			{"another account", stranger.Admin, 0, 0, 0, ""},
			{"no right", none, 0, 0, 0, errs.CodeForbidden},
		} {
			g, err := f.Group(t.Context(), tt.who, crm.Deal, entity.Node{}, "responsible")
			if tt.code != "" {
				if !errs.Is(err, tt.code) {
					t.Errorf("%s: %v", tt.name, err)
				}
				continue
			}
			if err != nil || len(g.Items) != tt.parts {
				t.Errorf("%s: %+v, %v", tt.name, g, err)
			}
			list, more, err := f.Summaries(t.Context(), tt.who, crm.Deal, entity.Node{}, []string{"price"})
			if err != nil || more || len(list) != 1 || list[0].Count != tt.count || list[0].Sum != tt.sum {
				t.Errorf("%s: %+v, %v", tt.name, list, err)
			}
		}
		if _, err := f.Group(t.Context(), f.Admin, "task", entity.Node{}, "responsible"); !errs.Is(err, errs.CodeInvalid) {
			t.Error(err)
		}
	})
}
