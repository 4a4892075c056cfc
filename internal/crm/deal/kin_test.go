package deal_test

import (
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

func TestKinAndSums(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seed.CRM(t, d)
		ctx := t.Context()
		firm := s.Company(t, s.Admin, "Ромашка")
		anna := s.Contact(t, s.Admin, contact.New{New: entity.New{Name: "Анна"}, CompanyID: new(crm.CompanyID(firm.ID))})
		mate := s.User(t)
		add := func(price crm.Money, who tenant.UserID, kind string) crm.DealID {
			made := s.Deal(t, s.Admin, deal.New{
				New: entity.New{ResponsibleID: who}, Price: price, CompanyID: firm.ID, Contacts: []deal.NewPerson{{ID: anna.ID}},
			})
			for _, st := range s.Pipeline.Statuses {
				if string(st.Kind) == kind {
					if _, err := s.Deals.Move(ctx, s.Admin, made.ID, deal.Move{StatusID: st.ID}); err != nil {
						t.Fatal(err)
					}
				}
			}
			return made.ID
		}
		add(100, s.Admin.UserID, "")
		add(200, mate.UserID, "")
		add(1000, s.Admin.UserID, "won")
		add(5, s.Admin.UserID, "lost")
		if err := s.Deals.Delete(ctx, s.Admin, add(7, s.Admin.UserID, "")); err != nil {
			t.Fatal(err)
		}
		own := s.Admin
		own.Admin = false
		own.Rights.Entities = map[string]map[string]tenant.Scope{"deal": {"view": tenant.ScopeOwn}}
		stranger := seed.Admin(t, d)
		for name, c := range map[string]struct {
			who  tenant.Actor
			ref  crm.Ref
			want deal.Sums
		}{
			"company":         {s.Admin, firm.Ref, deal.Sums{Open: deal.Part{Count: 2, Sum: 300}, Won: deal.Part{Count: 1, Sum: 1000}, Lost: deal.Part{Count: 1, Sum: 5}}},
			"contact":         {s.Admin, anna.Ref, deal.Sums{Open: deal.Part{Count: 2, Sum: 300}, Won: deal.Part{Count: 1, Sum: 1000}, Lost: deal.Part{Count: 1, Sum: 5}}},
			"own deals only":  {own, firm.Ref, deal.Sums{Open: deal.Part{Count: 1, Sum: 100}, Won: deal.Part{Count: 1, Sum: 1000}, Lost: deal.Part{Count: 1, Sum: 5}}},
			"another account": {stranger, firm.Ref, deal.Sums{}},
		} {
			if got, err := s.Deals.SumsOf(ctx, c.who, c.ref); err != nil || got != c.want {
				t.Errorf("%s: %+v %v", name, got, err)
			}
		}
		if _, err := s.Deals.SumsOf(ctx, s.Admin, crm.Ref{Kind: crm.Deal, ID: 1}); errs.CodeOf(err) != errs.CodeInvalid {
			t.Error(err)
		}
		for ref, want := range map[crm.Ref]int{
			firm.Ref: 6, anna.Ref: 6, {Kind: crm.Deal, ID: 1}: 2, {Kind: crm.Task, ID: 1}: 0, {Kind: crm.Deal, ID: 999}: 0,
		} {
			if got, err := deal.Kin(ctx, d, s.Admin.AccountID, ref); err != nil || len(got) != want {
				t.Errorf("kin of %s: %v %v", ref, got, err)
			}
		}
		if got, err := deal.Kin(ctx, d, stranger.AccountID, firm.Ref); err != nil || len(got) != 0 {
			t.Error("kin over accounts:", got, err)
		}
	})
}
