package deal_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/seed"
)

func TestMove(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		st := s.Pipeline.Statuses
		won, lost := st[len(st)-2].ID, st[len(st)-1].ID
		reasons, err := s.Pipelines.LossReasons(t.Context(), s.Admin.AccountID)
		if err != nil {
			t.Fatal(err)
		}
		d := s.Deal(t, s.Admin, deal.New{Price: 100})
		move := func(m deal.Move) deal.Deal {
			t.Helper()
			got, err := s.Deals.Move(t.Context(), s.Admin, d.ID, m)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		if got := move(deal.Move{StatusID: st[0].ID}); got.Version != 1 {
			t.Error("a move to the same status must write nothing")
		}
		if got := move(deal.Move{StatusID: won, Price: ptr(crm.Money(90))}); !got.IsClosed || got.ClosedAt == nil || got.Price != 90 {
			t.Errorf("won: %+v", got)
		}
		if got := move(deal.Move{StatusID: lost, LossReasonID: reasons[0].ID, Comment: "дорого"}); !got.IsClosed || *got.LossReasonID != reasons[0].ID {
			t.Errorf("lost: %+v", got)
		}
		if got := move(deal.Move{StatusID: st[1].ID}); got.IsClosed || got.ClosedAt != nil || got.LossReasonID != nil {
			t.Errorf("reopened: %+v", got)
		}
		for name, id := range map[string]crm.StatusID{"zero": 0, "huge": 1 << 62, "foreign": s.Another(t).Pipeline.Statuses[0].ID} {
			if _, err := s.Deals.Move(t.Context(), s.Admin, d.ID, deal.Move{StatusID: id}); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		sameKinds(t, s, d.Ref, "deal.created", "deal.status_changed", "deal.budget_changed", "deal.status_changed", "deal.status_changed")
		events, err := event.ListFor(t.Context(), s.DB, int64(s.Admin.AccountID), "deal", int64(d.ID), 0, 10)
		if err != nil || !strings.Contains(string(events[1].After), "дорого") {
			t.Errorf("the comment is in the event: %s, %v", events[1].After, err)
		}
	})
}

func TestMoveToAnotherPipeline(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		p, err := s.Pipelines.Create(t.Context(), s.Admin, pipeline.NewPipeline{Name: "Опт"})
		if err != nil {
			t.Fatal(err)
		}
		d := s.Deal(t, s.Admin, deal.New{})
		got, err := s.Deals.Move(t.Context(), s.Admin, d.ID, deal.Move{StatusID: p.Statuses[0].ID})
		if err != nil || got.PipelineID != p.ID {
			t.Errorf("%+v, %v", got, err)
		}
		got, err = s.Deals.Update(t.Context(), s.Admin, d.ID, deal.Patch{PipelineID: &s.Pipeline.ID})
		if err != nil || got.StatusID != s.Pipeline.Statuses[0].ID {
			t.Errorf("by the pipeline alone: %+v, %v", got, err)
		}
	})
}

func TestMoveAsksForFields(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		st := s.Pipeline.Statuses
		f := s.Field(t, crm.Deal, "text", "Адрес", field.Requirement{PipelineID: s.Pipeline.ID, StatusID: st[2].ID})
		d := s.Deal(t, s.Admin, deal.New{})
		for _, to := range []crm.StatusID{st[2].ID, st[3].ID, st[5].ID} {
			_, err := s.Deals.Move(t.Context(), s.Admin, d.ID, deal.Move{StatusID: to})
			e := errs.As(err)
			if e == nil || e.Reason != deal.RequiredFields || e.Problems[0].Path != entity.Path(f.ID) || !slices.Equal(e.Data.([]crm.FieldID), []crm.FieldID{f.ID}) {
				t.Errorf("to %d: %v", to, err)
			}
		}
		for _, to := range []crm.StatusID{st[1].ID, st[6].ID} {
			if _, err := s.Deals.Move(t.Context(), s.Admin, d.ID, deal.Move{StatusID: to}); err != nil {
				t.Errorf("to %d: %v", to, err)
			}
		}
		_, err := s.Deals.Update(t.Context(), s.Admin, d.ID, deal.Patch{StatusID: &st[2].ID, Patch: entity.Patch{Fields: map[crm.FieldID]any{f.ID: "ул. Мира"}}})
		if err != nil {
			t.Errorf("with the field in the same patch: %v", err)
		}
		if _, err := s.Deals.Create(t.Context(), s.Admin, deal.New{StatusID: st[3].ID}); errs.As(err) == nil || errs.As(err).Reason != deal.RequiredFields {
			t.Errorf("creating there: %v", err)
		}
	})
}

// Many people move one card at once: all succeed, one after another, and the events tell the whole way.
func TestMoveAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		d := s.Deal(t, s.Admin, deal.New{})
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				if _, err := s.Deals.Move(t.Context(), s.Admin, d.ID, deal.Move{StatusID: s.Pipeline.Statuses[i%4+1].ID}); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		events, err := event.ListFor(t.Context(), s.DB, int64(s.Admin.AccountID), "deal", int64(d.ID), 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for i := range len(events) - 2 { // newest first; the last is deal.created
			from, to := string(events[i].Before), string(events[i+1].After)
			if from != to {
				t.Errorf("event %d goes from %s, but the one before led to %s", i, from, to)
			}
		}
		got, _ := s.Deals.Find(t.Context(), s.Admin, d.ID)
		if int(got.Version) != len(events) {
			t.Errorf("version %d after %d events", got.Version, len(events))
		}
	})
}

func TestStatusDeletedWithDeals(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		st := s.Pipeline.Statuses
		a, b := s.Deal(t, s.Admin, deal.New{StatusID: st[1].ID}), s.Deal(t, s.Admin, deal.New{StatusID: st[1].ID})
		if err := s.Deals.Delete(t.Context(), s.Admin, b.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.Pipelines.DeleteStatus(t.Context(), s.Admin, st[1].ID, 0); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("without a target: %v", err)
		}
		if err := s.Pipelines.DeleteStatus(t.Context(), s.Admin, st[1].ID, st[6].ID); err != nil {
			t.Fatal(err)
		}
		got, err := s.Deals.Find(t.Context(), s.Admin, a.ID)
		if err != nil || got.StatusID != st[6].ID || !got.IsClosed || got.ClosedAt == nil || got.Version != 2 {
			t.Errorf("got %+v, %v", got, err)
		}
		sameKinds(t, s, a.Ref, "deal.created", "deal.status_changed")
		if got, err = s.Deals.Restore(t.Context(), s.Admin, b.ID); err != nil || got.StatusID != st[6].ID {
			t.Errorf("restored from the bin: %+v, %v", got, err)
		}
		if _, err := s.Deals.Move(t.Context(), s.Admin, a.ID, deal.Move{StatusID: st[1].ID}); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("to the deleted status: %v", err)
		}
	})
}
