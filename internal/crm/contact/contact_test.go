package contact_test

import (
	"slices"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

func each(t *testing.T, fn func(t *testing.T, s *seed.Scene)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { fn(t, seed.CRM(t, d)) })
}

func ptr[T any](v T) *T { return &v }

func sameKinds(t *testing.T, s *seed.Scene, ref crm.Ref, want ...string) {
	t.Helper()
	if got := s.Kinds(t, ref); !slices.Equal(got, want) {
		t.Errorf("events of %s:\n got %v\nwant %v", ref, got, want)
	}
}

func TestNames(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		for _, c := range []struct {
			in   contact.New
			want string
		}{
			{contact.New{New: entity.New{Name: " Иван  Петров "}}, "Иван Петров"},
			{contact.New{FirstName: "Иван", LastName: "О’Нил"}, "Иван О’Нил"},
			{contact.New{LastName: "Петров"}, "Петров"},
			{contact.New{Phone: "8 916 123-45-67"}, "+79161234567"},
			{contact.New{Email: "a@b.ru"}, "a@b.ru"},
		} {
			got, err := s.Contacts.Create(t.Context(), s.Admin, c.in)
			if err != nil || got.Name != c.want {
				t.Errorf("%+v: %q, %v", c.in, got.Name, err)
			}
		}
		for path, in := range map[string]contact.New{
			"name":       {},
			"first_name": {FirstName: strings.Repeat("я", 300)},
			"company_id": {New: entity.New{Name: "x"}, CompanyID: ptr(crm.CompanyID(1 << 60))},
		} {
			_, err := s.Contacts.Create(t.Context(), s.Admin, in)
			if e := errs.As(err); e == nil || e.Code != errs.CodeInvalid || e.Problems[0].Path != path {
				t.Errorf("%s: %v", path, err)
			}
		}
	})
}

func TestUpdateNames(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		c := s.Contact(t, s.Admin, contact.New{FirstName: "Иван", LastName: "Петров"})
		for _, step := range []struct {
			patch             contact.Patch
			name, first, last string
		}{
			{contact.Patch{LastName: ptr("Сидоров")}, "Иван Сидоров", "Иван", "Сидоров"},
			{contact.Patch{Patch: entity.Patch{Name: ptr("Ваня")}}, "Ваня", "", ""},
			{contact.Patch{FirstName: ptr("Пётр")}, "Пётр", "Пётр", ""},
			{contact.Patch{FirstName: ptr("Пётр"), LastName: ptr("Первый"), Patch: entity.Patch{Name: ptr("Царь")}}, "Царь", "Пётр", "Первый"},
		} {
			got, err := s.Contacts.Update(t.Context(), s.Admin, c.ID, step.patch)
			if err != nil || got.Name != step.name || got.FirstName != step.first || got.LastName != step.last {
				t.Errorf("want %+v, got %q %q %q, %v", step, got.Name, got.FirstName, got.LastName, err)
			}
		}
		if _, err := s.Contacts.Update(t.Context(), s.Admin, c.ID, contact.Patch{Patch: entity.Patch{Name: ptr(" ")}}); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("a name taken away: %v", err)
		}
	})
}

func TestCompanyOfContact(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		a, b := s.Company(t, s.Admin, "Альфа"), s.Company(t, s.Admin, "Бета")
		c := s.Contact(t, s.Admin, contact.New{CompanyID: &a.ID})
		if c.CompanyName != "Альфа" {
			t.Errorf("company %q", c.CompanyName)
		}
		got, err := s.Contacts.Update(t.Context(), s.Admin, c.ID, contact.Patch{CompanyID: &b.ID})
		if err != nil || got.CompanyName != "Бета" || got.Version != 2 {
			t.Errorf("%+v, %v", got, err)
		}
		got, err = s.Contacts.Update(t.Context(), s.Admin, c.ID, contact.Patch{CompanyID: ptr(crm.CompanyID(0))})
		if err != nil || got.CompanyID != nil {
			t.Errorf("%+v, %v", got, err)
		}
		sameKinds(t, s, c.Ref, "contact.created", "contact.unlinked", "contact.linked", "contact.unlinked")
		sameKinds(t, s, b.Ref, "company.created", "company.linked", "company.unlinked")
		stranger := s.Another(t)
		foreign := stranger.Company(t, stranger.Admin, "Чужая")
		if _, err := s.Contacts.Update(t.Context(), s.Admin, c.ID, contact.Patch{CompanyID: &foreign.ID}); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("another account's company: %v", err)
		}
	})
}

func TestConflict(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		c := s.Company(t, s.Admin, "Альфа")
		if _, err := s.Companies.Update(t.Context(), s.Admin, c.ID, contact.CompanyPatch{Patch: entity.Patch{Name: ptr("Бета")}}); err != nil {
			t.Fatal(err)
		}
		patch := contact.CompanyPatch{Patch: entity.Patch{Version: ptr(int64(1)), Name: ptr("Гамма")}}
		if _, err := s.Companies.Update(t.Context(), s.Admin, c.ID, patch); !errs.Is(err, errs.CodeConflict) {
			t.Errorf("a stale patch: %v", err)
		}
		patch.Base = &entity.Patch{Name: ptr("Бета")}
		if got, err := s.Companies.Update(t.Context(), s.Admin, c.ID, patch); err != nil || got.Name != "Гамма" {
			t.Errorf("a patch that saw the present name: %v", err)
		}
		person := s.Contact(t, s.Admin, contact.New{FirstName: "Иван"})
		if _, err := s.Contacts.Update(t.Context(), s.Admin, person.ID, contact.Patch{FirstName: ptr("Пётр")}); err != nil {
			t.Fatal(err)
		}
		_, err := s.Contacts.Update(t.Context(), s.Admin, person.ID, contact.Patch{Patch: entity.Patch{Version: ptr(int64(1))}, FirstName: ptr("Яков")})
		if e := errs.As(err); e == nil || e.Reason != "version" {
			t.Errorf("a stale patch: %v", err)
		}
	})
}

func TestRights(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		c, company := s.Contact(t, s.Admin, contact.New{}), s.Company(t, s.Admin, "Альфа")
		own := s.User(t, seed.Scoped(tenant.ScopeOwn))
		reader := seed.ScopedRights(tenant.ScopeAll)
		for _, kind := range []string{"contact", "company"} {
			reader.Entities[kind] = map[string]tenant.Scope{"view": tenant.ScopeAll}
		}
		viewer := s.User(t, seed.Rights(reader))
		for name, a := range map[string]struct {
			who  tenant.Actor
			code errs.Code
		}{"own": {own, errs.CodeNotFound}, "viewer": {viewer, errs.CodeForbidden}, "stranger": {s.Another(t).Admin, errs.CodeNotFound}} {
			_, e1 := s.Contacts.Update(t.Context(), a.who, c.ID, contact.Patch{FirstName: ptr("x")})
			_, e2 := s.Companies.Update(t.Context(), a.who, company.ID, contact.CompanyPatch{Patch: entity.Patch{Name: ptr("x")}})
			e3, e4 := s.Contacts.Delete(t.Context(), a.who, c.ID), s.Companies.Delete(t.Context(), a.who, company.ID)
			_, e5 := s.Companies.Restore(t.Context(), a.who, company.ID)
			for i, err := range []error{e1, e2, e3, e4, e5} {
				if !errs.Is(err, a.code) {
					t.Errorf("%s, verb %d: %v", name, i, err)
				}
			}
		}
		if _, err := s.Companies.Create(t.Context(), viewer, contact.NewCompany{New: entity.New{Name: "x"}}); !errs.Is(err, errs.CodeForbidden) {
			t.Errorf("create: %v", err)
		}
		// One who does not see the company cannot link to it, nor read its name.
		if _, err := s.Contacts.Create(t.Context(), own, contact.New{FirstName: "Иван", CompanyID: &company.ID}); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("linking to a company out of view: %v", err)
		}
		many, err := s.Contacts.FindMany(t.Context(), own, []crm.ContactID{c.ID, 1 << 60})
		if err != nil || len(many) != 0 {
			t.Errorf("found %v, %v", many, err)
		}
	})
}

func TestList(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		own := s.User(t, seed.Scoped(tenant.ScopeOwn))
		for range 3 {
			s.Contact(t, s.Admin, contact.New{New: entity.New{Tags: []string{"x"}}})
		}
		mine := s.Contact(t, own, contact.New{})
		page, err := s.Contacts.List(t.Context(), s.Admin, entity.Query{Sort: "name", Limit: 3})
		if err != nil || len(page.Items) != 3 || page.Next == "" || len(page.Items[0].Tags) != 1 {
			t.Fatalf("%+v, %v", page, err)
		}
		rest, err := s.Contacts.List(t.Context(), s.Admin, entity.Query{Sort: "name", Limit: 3, After: page.Next})
		if err != nil || len(rest.Items) != 1 || rest.Next != "" {
			t.Errorf("%+v, %v", rest, err)
		}
		seen, err := s.Contacts.List(t.Context(), own, entity.Query{})
		if err != nil || len(seen.Items) != 1 || seen.Items[0].ID != mine.ID {
			t.Errorf("own only: %+v, %v", seen, err)
		}
		total, err := s.Contacts.Count(t.Context(), s.Admin, entity.Node{}, 2)
		if err != nil || total.Count != 2 || !total.More {
			t.Errorf("%+v, %v", total, err)
		}
	})
}

func TestCreateMany(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		items := []contact.NewCompany{{New: entity.New{Name: "А"}, Phone: "+7 495 123-45-67"}, {}, {New: entity.New{Name: "Б", Tags: []string{"x"}}}}
		err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
			list, failed, err := s.Companies.CreateMany(t.Context(), tx, s.Admin, items)
			if err != nil {
				return err
			}
			if list[0].Name != "А" || len(list[0].Data) != 1 || list[1].ID != 0 || list[2].Tags[0].Name != "x" || list[0].ID >= list[2].ID {
				t.Errorf("got %+v", list)
			}
			if failed[0] != nil || failed[2] != nil || !errs.Is(failed[1], errs.CodeInvalid) {
				t.Errorf("failed %v", failed)
			}
			empty, none, err := s.Companies.CreateMany(t.Context(), tx, s.Admin, nil)
			if len(empty)+len(none) != 0 {
				t.Error("nothing makes nothing")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
