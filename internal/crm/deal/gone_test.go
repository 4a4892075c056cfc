package deal_test

import (
	"slices"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/errs"
	"voronka/internal/seed"
)

// What is required from a status on stays required when that status is removed, and a pipeline that is gone leaves no
// field that cannot be changed any more.
func TestGoneStatusesAndFields(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		st := s.Pipeline.Statuses
		second, err := s.Pipelines.Create(t.Context(), s.Admin, pipeline.NewPipeline{Name: "Вторая"})
		if err != nil {
			t.Fatal(err)
		}
		f := s.Field(t, crm.Deal, "text", "Адрес",
			field.Requirement{PipelineID: s.Pipeline.ID, StatusID: st[2].ID}, field.Requirement{PipelineID: second.ID})
		settings := field.Settings{PipelineIDs: []crm.PipelineID{second.ID, s.Pipeline.ID}}
		if _, err := s.Fields.Update(t.Context(), s.Admin, f.ID, field.Patch{Settings: &settings}); err != nil {
			t.Fatal(err)
		}
		binned := s.Field(t, crm.Deal, "text", "Старое", field.Requirement{PipelineID: second.ID, StatusID: second.Statuses[0].ID})
		if err := s.Fields.Delete(t.Context(), s.Admin, binned.ID); err != nil {
			t.Fatal(err)
		}
		d := s.Deal(t, s.Admin, deal.New{})
		if _, err := s.Deals.Move(t.Context(), s.Admin, d.ID, deal.Move{StatusID: second.Statuses[0].ID}); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("required in the whole pipeline: %v", err)
		}

		if err := s.Pipelines.DeleteStatus(t.Context(), s.Admin, st[2].ID, st[1].ID); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Deals.Move(t.Context(), s.Admin, d.ID, deal.Move{StatusID: st[1].ID}); err != nil {
			t.Errorf("before it nothing is required: %v", err)
		}
		if _, err := s.Deals.Move(t.Context(), s.Admin, d.ID, deal.Move{StatusID: st[3].ID}); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("required from the next status on: %v", err)
		}

		if err := s.Pipelines.Delete(t.Context(), s.Admin, second.ID, 0); err != nil {
			t.Fatal(err)
		}
		name := "Адрес доставки"
		got, err := s.Fields.Update(t.Context(), s.Admin, f.ID, field.Patch{Name: &name})
		want := []field.Requirement{{PipelineID: s.Pipeline.ID, StatusID: st[3].ID}}
		if err != nil || !slices.Equal(got.Requirements, want) || !slices.Equal(got.Settings.PipelineIDs, []crm.PipelineID{s.Pipeline.ID}) {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := s.Fields.Restore(t.Context(), s.Admin, binned.ID); err != nil {
			t.Errorf("a field of the bin comes back: %v", err)
		}
		kinds := s.Kinds(t, crm.Ref{Kind: "field", ID: crm.ID(f.ID)})
		if len(kinds) != 5 { // made, settings, status gone, pipeline gone, name
			t.Errorf("events %v", kinds)
		}
	})
}

// Places of another account, and those that are not there, are no places for a field.
func TestFieldsKnowTheirPipelines(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		their := s.Another(t).Pipeline
		for name, draft := range map[string]field.Draft{
			"requirement":     {Kind: crm.Deal, Requirements: []field.Requirement{{PipelineID: their.ID}}},
			"mixed":           {Kind: crm.Deal, Requirements: []field.Requirement{{PipelineID: s.Pipeline.ID, StatusID: their.Statuses[0].ID}}},
			"shown":           {Kind: crm.Deal, Settings: field.Settings{PipelineIDs: []crm.PipelineID{s.Pipeline.ID, their.ID}}},
			"of a contact":    {Kind: crm.Contact, Settings: field.Settings{PipelineIDs: []crm.PipelineID{s.Pipeline.ID}}},
			"too many shown":  {Kind: crm.Deal, Settings: field.Settings{PipelineIDs: make([]crm.PipelineID, 1000)}},
			"too many needed": {Kind: crm.Deal, Requirements: make([]field.Requirement, 1000)},
		} {
			draft.Name, draft.Type = name, "text"
			if _, err := s.Fields.Create(t.Context(), s.Admin, draft); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
