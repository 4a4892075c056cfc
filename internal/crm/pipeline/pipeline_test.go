package pipeline_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// shelf stands for the deals above: it remembers what was moved.
type shelf struct {
	full  bool
	moved map[crm.StatusID]crm.StatusID
}

func (s *shelf) HasAnyTx(context.Context, *db.Tx, tenant.AccountID, []pipeline.Status) (bool, error) {
	return s.full, nil
}

func (s *shelf) MoveAllTx(_ context.Context, _ *db.Tx, _ tenant.Actor, from []pipeline.Status, to pipeline.Status) error {
	s.moved = map[crm.StatusID]crm.StatusID{}
	for _, f := range from {
		s.moved[f.ID] = to.ID
	}
	return nil
}

func open(t *testing.T, d *db.DB) (*pipeline.Service, *shelf, tenant.Actor) {
	t.Helper()
	s, deals := pipeline.New(d), &shelf{}
	s.UseDeals(deals)
	return s, deals, seed.Admin(t, d)
}

func create(t *testing.T, s *pipeline.Service, who tenant.Actor, names ...string) pipeline.Pipeline {
	t.Helper()
	n := pipeline.NewPipeline{Name: "Продажи"}
	for _, name := range names {
		n.Statuses = append(n.Statuses, pipeline.NewStatus{Name: name})
	}
	p, err := s.Create(t.Context(), who, n)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func names(p pipeline.Pipeline) string {
	var out []string
	for _, s := range p.Statuses {
		out = append(out, s.Name)
	}
	return strings.Join(out, " ")
}

func reload(t *testing.T, s *pipeline.Service, who tenant.Actor, id crm.PipelineID) pipeline.Pipeline {
	t.Helper()
	p, err := s.Find(t.Context(), who.AccountID, id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestCreate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _, who := open(t, d)
		p := create(t, s, who, "A", "B")
		got := reload(t, s, who, p.ID)
		if !got.IsMain || len(got.Statuses) != 4 || got.Statuses[2].Kind != pipeline.Won || got.Statuses[3].Kind != pipeline.Lost {
			t.Errorf("the first pipeline must be the main one and end in won and lost: %+v", got)
		}
		if got.FirstOpen().Name != "A" || got.Statuses[0].ID <= 1000 {
			t.Errorf("first open status is %+v", got.FirstOpen())
		}
		if second := create(t, s, who); second.IsMain || len(second.OpenStatuses()) != 1 {
			t.Errorf("a second pipeline is not the main one and has one open status: %+v", second)
		}
		events, err := event.List(t.Context(), d, event.Filter{AccountID: int64(who.AccountID), Kinds: []string{"pipeline.changed"}})
		if err != nil || len(events) != 2 {
			t.Errorf("events: %v, %v", events, err)
		}
	})
}

func TestCreateRefuses(t *testing.T) {
	t.Parallel()
	d := dbtest.One(t)
	s, _, who := open(t, d)
	manager := seed.User(t, d, who.AccountID)
	many := make([]pipeline.NewStatus, 200)
	days := -1
	for name, c := range map[string]struct {
		who  tenant.Actor
		in   pipeline.NewPipeline
		code errs.Code
		path string
	}{
		"no right":       {manager, pipeline.NewPipeline{Name: "x"}, errs.CodeForbidden, ""},
		"empty name":     {who, pipeline.NewPipeline{Name: " \x00 "}, errs.CodeInvalid, "name"},
		"long name":      {who, pipeline.NewPipeline{Name: strings.Repeat("я", 101)}, errs.CodeInvalid, "name"},
		"many statuses":  {who, pipeline.NewPipeline{Name: "x", Statuses: many}, errs.CodeInvalid, "statuses"},
		"unnamed status": {who, pipeline.NewPipeline{Name: "x", Statuses: []pipeline.NewStatus{{Name: "a"}, {}}}, errs.CodeInvalid, "statuses.1.name"},
		"bad hue":        {who, pipeline.NewPipeline{Name: "x", Statuses: []pipeline.NewStatus{{Name: "a", Hue: 99}}}, errs.CodeInvalid, "statuses.0.hue"},
		"bad days":       {who, pipeline.NewPipeline{Name: "x", Statuses: []pipeline.NewStatus{{Name: "a", StaleDays: &days}}}, errs.CodeInvalid, "statuses.0.stale_days"},
	} {
		_, err := s.Create(t.Context(), c.who, c.in)
		e := errs.As(err)
		if e == nil || e.Code != c.code || e.Problems[0].Path != c.path {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if set, _ := s.List(t.Context(), who.AccountID); len(set.Pipelines) != 0 {
		t.Error("a refused pipeline was written")
	}
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _, who := open(t, d)
		first, second := create(t, s, who, "A"), create(t, s, who, "B")
		name, yes, no := "Опт", true, false
		if _, err := s.Update(t.Context(), who, second.ID, pipeline.Patch{Name: &name, IsMain: &yes}); err != nil {
			t.Fatal(err)
		}
		if p := reload(t, s, who, second.ID); p.Name != name || !p.IsMain || reload(t, s, who, first.ID).IsMain {
			t.Errorf("exactly the second must be the main one now: %+v", p)
		}
		if _, err := s.Update(t.Context(), who, second.ID, pipeline.Patch{IsMain: &no}); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("taking the mark away: %v", err)
		}
		stranger := seed.Admin(t, d)
		if _, err := s.Update(t.Context(), stranger, second.ID, pipeline.Patch{Name: &name}); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("another account's pipeline: %v", err)
		}
		if err := s.Reorder(t.Context(), who, []crm.PipelineID{second.ID, first.ID}); err != nil {
			t.Fatal(err)
		}
		if set, _ := s.List(t.Context(), who.AccountID); set.Pipelines[0].ID != second.ID {
			t.Error("pipelines were not put in the new order")
		}
		if err := s.Reorder(t.Context(), who, []crm.PipelineID{second.ID, second.ID}); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("a wrong list of ids: %v", err)
		}
	})
}

func TestStatuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _, who := open(t, d)
		p := create(t, s, who, "A", "B")
		if _, err := s.CreateStatus(t.Context(), who, p.ID, pipeline.NewStatus{Name: "C"}); err != nil {
			t.Fatal(err)
		}
		st, err := s.CreateStatus(t.Context(), who, p.ID, pipeline.NewStatus{Name: "0", Before: p.Statuses[0].ID})
		if err != nil || st.Position != 1 || st.Hue == 0 {
			t.Fatalf("%+v, %v", st, err)
		}
		p = reload(t, s, who, p.ID)
		if got := names(p); !strings.HasPrefix(got, "0 A B C ") {
			t.Errorf("order is %s", got)
		}
		ids := []crm.StatusID{p.Statuses[3].ID, p.Statuses[2].ID, p.Statuses[1].ID, p.Statuses[0].ID}
		if err := s.ReorderStatuses(t.Context(), who, p.ID, ids); err != nil {
			t.Fatal(err)
		}
		p = reload(t, s, who, p.ID)
		if got := names(p); !strings.HasPrefix(got, "C B A 0 ") || p.Statuses[5].Kind != pipeline.Lost {
			t.Errorf("order is %s", got)
		}
		name, days := "Победа", 5
		won := p.Statuses[4]
		if _, err := s.UpdateStatus(t.Context(), who, won.ID, pipeline.StatusPatch{Name: &name, StaleDays: &days}); err != nil {
			t.Fatal(err)
		}
		if got := reload(t, s, who, p.ID).Statuses[4]; got.Name != name || got.StaleDays == nil || *got.StaleDays != 5 {
			t.Errorf("got %+v", got)
		}
		if _, err := s.UpdateStatus(t.Context(), seed.Admin(t, d), won.ID, pipeline.StatusPatch{Name: &name}); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("another account's status: %v", err)
		}
	})
}

func TestDeleteStatus(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, deals, who := open(t, d)
		p := create(t, s, who, "A", "B")
		a, b, won := p.Statuses[0].ID, p.Statuses[1].ID, p.Statuses[2].ID
		foreign := create(t, s, seed.Admin(t, d), "X").Statuses[0].ID
		deals.full = true
		for name, c := range map[string]struct{ id, to crm.StatusID }{
			"no target": {a, 0}, "itself": {a, a}, "foreign target": {a, foreign}, "huge target": {a, 1 << 62}, "closing": {won, a},
		} {
			if err := s.DeleteStatus(t.Context(), who, c.id, c.to); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.DeleteStatus(t.Context(), who, foreign, a); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("another account's status: %v", err)
		}
		if err := s.DeleteStatus(t.Context(), who, a, b); err != nil {
			t.Fatal(err)
		}
		if deals.moved[a] != b || len(reload(t, s, who, p.ID).Statuses) != 3 {
			t.Errorf("moved %v", deals.moved)
		}
		if err := s.DeleteStatus(t.Context(), who, b, won); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("the last open status: %v", err)
		}
		err := d.Write(t.Context(), func(tx *db.Tx) error { return pipeline.HoldTx(t.Context(), tx, who.AccountID, a) })
		if !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("holding a deleted status: %v", err)
		}
	})
}

func TestDeletePipeline(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, deals, who := open(t, d)
		p := create(t, s, who, "A")
		if err := s.Delete(t.Context(), who, p.ID, 0); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("the last pipeline: %v", err)
		}
		q := create(t, s, who, "B")
		if err := s.Delete(t.Context(), who, p.ID, p.Statuses[1].ID); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("a target inside: %v", err)
		}
		if err := s.Delete(t.Context(), who, p.ID, q.Statuses[0].ID); err != nil {
			t.Fatal(err)
		}
		if len(deals.moved) != 3 || !reload(t, s, who, q.ID).IsMain {
			t.Errorf("moved %v", deals.moved)
		}
		if _, err := s.Find(t.Context(), who.AccountID, p.ID); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("a deleted pipeline: %v", err)
		}
	})
}

func TestLossReasons(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _, who := open(t, d)
		a, err := s.CreateLossReason(t.Context(), who, "Дорого")
		if err != nil {
			t.Fatal(err)
		}
		b, err := s.CreateLossReason(t.Context(), who, "Далеко")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.CreateLossReason(t.Context(), who, " Дорого"); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("a second one of the same name: %v", err)
		}
		if err := s.ReorderLossReasons(t.Context(), who, []crm.LossReasonID{b.ID, a.ID}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.RenameLossReason(t.Context(), who, b.ID, "Очень далеко"); err != nil {
			t.Fatal(err)
		}
		if err := s.DeleteLossReason(t.Context(), who, a.ID); err != nil {
			t.Fatal(err)
		}
		list, err := s.LossReasons(t.Context(), who.AccountID)
		if err != nil || len(list) != 1 || list[0].Name != "Очень далеко" {
			t.Errorf("left: %+v, %v", list, err)
		}
		if err := s.DeleteLossReason(t.Context(), seed.Admin(t, d), b.ID); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("another account's reason: %v", err)
		}
	})
}

func TestSeed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _, who := open(t, d)
		for _, tpl := range []pipeline.Template{{}, {Kind: "services"}, {Kind: "projects"}, {Kind: "realestate"}} {
			account := seed.Account(t, d).ID
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				_, err := s.SeedTx(t.Context(), tx, account, "en", tpl)
				return err
			})
			if err != nil {
				t.Errorf("%+v: %v", tpl, err)
			}
		}
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			p, err := s.SeedTx(t.Context(), tx, who.AccountID, "ru", pipeline.Template{Kind: "custom", Name: "Моя", Statuses: []string{"Раз", "Два"}})
			if err == nil && names(p) != "Раз Два Успешно реализовано Закрыто и не реализовано" {
				t.Errorf("statuses: %s", names(p))
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		for _, tpl := range []pipeline.Template{{Kind: "custom"}, {Kind: "nonsense"}} {
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				_, err := s.SeedTx(t.Context(), tx, who.AccountID, "ru", tpl)
				return err
			})
			if !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%+v: %v", tpl, err)
			}
		}
	})
}

// Two people change the order at once: both succeed, and the result is one of the two orders, not a mixture.
func TestReorderAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _, who := open(t, d)
		p := create(t, s, who, "A", "B", "C")
		a, b, c := p.Statuses[0].ID, p.Statuses[1].ID, p.Statuses[2].ID
		var group sync.WaitGroup
		for _, order := range [][]crm.StatusID{{a, c, b}, {c, b, a}} {
			group.Go(func() {
				if err := s.ReorderStatuses(t.Context(), who, p.ID, order); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if got := names(reload(t, s, who, p.ID)); !strings.HasPrefix(got, "A C B ") && !strings.HasPrefix(got, "C B A ") {
			t.Errorf("order is %s", got)
		}
	})
}

// Two people delete the last two open statuses at once: one of them is told that the last one stays.
func TestDeleteStatusAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _, who := open(t, d)
		for range 5 {
			p := create(t, s, who, "A", "B")
			var group sync.WaitGroup
			begin := make(chan struct{})
			for i := range 2 {
				group.Go(func() {
					<-begin
					err := s.DeleteStatus(t.Context(), who, p.Statuses[i].ID, p.Statuses[3].ID)
					if err != nil && !errs.Is(err, errs.CodeInvalid) {
						t.Error(err)
					}
				})
			}
			close(begin)
			group.Wait()
			if left := reload(t, s, who, p.ID).OpenStatuses(); len(left) != 1 {
				t.Fatalf("%d open statuses are left", len(left))
			}
		}
	})
}

func TestUpdate_cardFields(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _, who := open(t, d)
		s.UseFields(func(_ context.Context, _ db.Querier, account tenant.AccountID, ids []crm.FieldID) error {
			if account != who.AccountID || slices.Contains(ids, 99) {
				return errs.Invalid("", "there is no field %d, choose one of the deals' fields", 99)
			}
			return nil
		})
		p := create(t, s, who, "a")
		if p.CardFields == nil {
			t.Error("a new pipeline has no list of card fields")
		}
		for _, tt := range []struct {
			ids  []crm.FieldID
			code errs.Code
		}{
			{[]crm.FieldID{3, 1, 2, 4}, ""}, {[]crm.FieldID{1, 2, 3, 4, 5}, errs.CodeInvalid}, {[]crm.FieldID{1, 1}, errs.CodeInvalid},
			{[]crm.FieldID{99}, errs.CodeInvalid}, {[]crm.FieldID{}, ""}, {[]crm.FieldID{7}, ""},
		} {
			got, err := s.Update(t.Context(), who, p.ID, pipeline.Patch{CardFields: &tt.ids})
			if tt.code != "" {
				if !errs.Is(err, tt.code) || errs.As(err).Problems[0].Path != "card_fields" {
					t.Errorf("%v: %v", tt.ids, err)
				}
				continue
			}
			again, found := s.Find(t.Context(), who.AccountID, p.ID)
			if err != nil || found != nil || !slices.Equal(got.CardFields, tt.ids) || !slices.Equal(again.CardFields, tt.ids) {
				t.Errorf("%v: got %v, kept %v, %v", tt.ids, got.CardFields, again.CardFields, err)
			}
		}
	})
}

func TestUpdateStatus_probability(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _, who := open(t, d)
		id := create(t, s, who, "a").Statuses[0].ID
		for share, want := range map[int]string{0: "0", 40: "40", 100: "100", -1: "none", 101: "refused"} {
			st, err := s.UpdateStatus(t.Context(), who, id, pipeline.StatusPatch{Probability: &share})
			got := "none"
			if st.Probability != nil {
				got = fmt.Sprint(*st.Probability)
			}
			if err != nil {
				got = "refused"
			}
			if got != want {
				t.Errorf("%d: got %s, want %s (%v)", share, got, want, err)
			}
		}
	})
}
