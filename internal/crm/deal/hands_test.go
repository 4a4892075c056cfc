package deal_test

import (
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/errs"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// A field for programs is written by programs: tokens, rules, imports. A person sees it and may send it back as it is.
func TestFieldsForPrograms(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		f, err := s.Fields.Create(t.Context(), s.Admin, field.Draft{Kind: crm.Deal, Type: "text", Name: "Код 1С", IsAPIOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		with := func(v any) entity.Patch { return entity.Patch{Fields: map[crm.FieldID]any{f.ID: v}} }
		program := s.Admin
		program.Kind = tenant.Integration
		robot := tenant.RobotOf(s.Admin.AccountID, tenant.Cause{Kind: "trigger", ID: 1, Depth: 1})
		file := s.Admin
		file.Cause = tenant.ImportCause(1, false)
		d := s.Deal(t, s.Admin, deal.New{})
		for _, tt := range []struct {
			name  string
			who   tenant.Actor
			value any
			ok    bool
		}{
			{"a person", s.Admin, "A", false},
			{"a program", program, "A", true},
			{"the same by a person", s.Admin, []any{"A"}, true},
			{"taken away by a person", s.Admin, nil, false},
			{"a rule", robot, "B", true},
			{"an import", file, "C", true},
			{"a colleague", s.User(t), "D", false},
			{"taken away by a program", program, nil, true},
			{"nothing instead of nothing", s.Admin, nil, true},
		} {
			_, err := s.Deals.Update(t.Context(), tt.who, d.ID, deal.Patch{Patch: with(tt.value)})
			if e := errs.As(err); tt.ok && err != nil || !tt.ok && (e == nil || e.Code != errs.CodeInvalid || e.Problems[0].Path != entity.Path(f.ID)) {
				t.Errorf("update by %s: %v", tt.name, err)
			}
		}
		n := deal.New{New: entity.New{Name: "x", Fields: map[crm.FieldID]any{f.ID: "A"}}}
		if _, err := s.Deals.Create(t.Context(), s.Admin, n); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("created by a person: %v", err)
		}
		if got, err := s.Deals.Create(t.Context(), program, n); err != nil || !got.Data.Has(f.ID) {
			t.Errorf("created by a program: %+v, %v", got, err)
		}
		phone, err := s.Fields.All(t.Context(), s.Admin.AccountID, crm.Contact)
		if err != nil {
			t.Fatal(err)
		}
		first, _ := phone.FirstOf("phone")
		on := true
		if _, err := s.Fields.Update(t.Context(), s.Admin, first.ID, field.Patch{IsAPIOnly: &on}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Contacts.Create(t.Context(), s.Admin, contact.New{New: entity.New{Name: "y"}, Phone: "+79161234567"}); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("by the side door: %v", err)
		}
	})
}
