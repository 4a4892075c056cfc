package deal_test

import (
	"slices"
	"strings"
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

func each(t *testing.T, fn func(t *testing.T, s *seed.Scene)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { fn(t, seed.CRM(t, d)) })
}

func ptr[T any](v T) *T { return &v }

func count(t *testing.T, s *seed.Scene, table string) (n int) {
	t.Helper()
	if err := s.DB.QueryRow(t.Context(), `SELECT COUNT(*) FROM `+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func sameKinds(t *testing.T, s *seed.Scene, ref crm.Ref, want ...string) {
	t.Helper()
	if got := s.Kinds(t, ref); !slices.Equal(got, want) {
		t.Errorf("events of %s:\n got %v\nwant %v", ref, got, want)
	}
}

func TestCreate(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		f := s.Field(t, crm.Deal, "number", "Площадь")
		d, err := s.Deals.Create(t.Context(), s.Admin, deal.New{
			New:     entity.New{Name: "  Окна\x00 на  дачу ", Fields: map[crm.FieldID]any{f.ID: "12,5"}, Tags: []string{"Сайт", "сайт", "VIP"}},
			Price:   150_000_00,
			Company: &contact.NewCompany{New: entity.New{Name: "Ромашка"}},
			Contacts: []deal.NewPerson{
				{New: &contact.New{FirstName: "Иван", LastName: "О'Нил", Phone: "8 (916) 123-45-67"}},
				{New: &contact.New{New: entity.New{Name: "Пётр"}}, IsMain: true},
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		if d.Name != "Окна на дачу" || d.PipelineID != s.Pipeline.ID || d.StatusID != s.Pipeline.Statuses[0].ID || d.IsClosed {
			t.Errorf("got %+v", d)
		}
		if d.CompanyName != "Ромашка" || len(d.Contacts) != 2 || d.Contacts[0].Name != "Пётр" || !d.Contacts[0].IsMain || d.Contacts[1].IsMain {
			t.Errorf("company %q, people %+v", d.CompanyName, d.Contacts)
		}
		if d.Contacts[1].Phone == "" || len(d.Tags) != 2 || d.Data[f.ID][0] != "12.5" {
			t.Errorf("people %+v, tags %+v, data %v", d.Contacts, d.Tags, d.Data)
		}
		again, err := s.Deals.Find(t.Context(), s.Admin, d.ID)
		if err != nil || again.Name != d.Name || len(again.Tags) != 2 || again.Version != 1 {
			t.Errorf("found %+v, %v", again, err)
		}
		person, err := s.Contacts.Find(t.Context(), s.Admin, d.Contacts[1].ID)
		if err != nil || person.CompanyName != "Ромашка" {
			t.Errorf("a new person belongs to the deal's company: %+v, %v", person, err)
		}
		sameKinds(t, s, d.Ref, "deal.created")
		sameKinds(t, s, person.Ref, "contact.created")
	})
}

func TestCreateWithExisting(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		person, company := s.Contact(t, s.Admin, contact.New{}), s.Company(t, s.Admin, "Ромашка")
		if _, err := s.DB.Exec(t.Context(), `UPDATE contacts SET version = 2`); err != nil {
			t.Fatal(err)
		}
		d, err := s.Deals.Create(t.Context(), s.Admin, deal.New{CompanyID: company.ID, Contacts: []deal.NewPerson{{ID: person.ID}, {ID: person.ID}}})
		if err != nil {
			t.Fatal(err)
		}
		if d.Name != person.Name || len(d.Contacts) != 1 || *d.CompanyID != company.ID {
			t.Errorf("got %+v", d)
		}
		sameKinds(t, s, person.Ref, "contact.created", "contact.linked")
		stranger := s.Another(t)
		foreign := stranger.Contact(t, stranger.Admin, contact.New{})
		for name, n := range map[string]deal.New{
			"foreign contact": {Contacts: []deal.NewPerson{{ID: foreign.ID}}},
			"huge contact":    {Contacts: []deal.NewPerson{{ID: 1 << 62}}},
			"no contact":      {Contacts: []deal.NewPerson{{}}},
			"foreign company": {CompanyID: stranger.Company(t, stranger.Admin, "Чужая").ID},
		} {
			if _, err := s.Deals.Create(t.Context(), s.Admin, n); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// A deal that cannot be created leaves nothing behind, not even its contact.
func TestCreateRefuses(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		own := s.User(t, seed.Scoped(tenant.ScopeOwn))
		none := s.User(t, seed.Scoped(tenant.ScopeNone))
		stranger := s.Another(t)
		person := []deal.NewPerson{{New: &contact.New{New: entity.New{Name: "Иван"}}}}
		for name, c := range map[string]struct {
			who  tenant.Actor
			in   deal.New
			code errs.Code
			path string
		}{
			"no right":        {none, deal.New{}, errs.CodeForbidden, ""},
			"for another":     {own, deal.New{New: entity.New{ResponsibleID: s.Admin.UserID}}, errs.CodeForbidden, ""},
			"negative price":  {s.Admin, deal.New{Price: -1}, errs.CodeInvalid, "price"},
			"huge price":      {s.Admin, deal.New{Price: deal.MaxPrice + 1}, errs.CodeInvalid, "price"},
			"foreign status":  {s.Admin, deal.New{StatusID: stranger.Pipeline.Statuses[0].ID}, errs.CodeInvalid, "status_id"},
			"other pipeline":  {s.Admin, deal.New{PipelineID: 1 << 60, StatusID: s.Pipeline.Statuses[0].ID}, errs.CodeInvalid, "status_id"},
			"unknown pipe":    {s.Admin, deal.New{PipelineID: stranger.Pipeline.ID}, errs.CodeInvalid, "pipeline_id"},
			"foreign user":    {s.Admin, deal.New{New: entity.New{ResponsibleID: stranger.Admin.UserID}}, errs.CodeInvalid, "responsible_id"},
			"unknown field":   {s.Admin, deal.New{New: entity.New{Fields: map[crm.FieldID]any{1 << 50: "x"}}}, errs.CodeInvalid, "fields.1125899906842624"},
			"long name":       {s.Admin, deal.New{New: entity.New{Name: strings.Repeat("ы", 256)}}, errs.CodeInvalid, "name"},
			"bad new contact": {s.Admin, deal.New{Contacts: append(slices.Clone(person), deal.NewPerson{New: &contact.New{}})}, errs.CodeInvalid, "contacts.1.name"},
			"bad company":     {s.Admin, deal.New{Contacts: person, Company: &contact.NewCompany{}}, errs.CodeInvalid, "company.name"},
			"unknown reason":  {s.Admin, deal.New{StatusID: s.Pipeline.Statuses[6].ID, LossReasonID: 77777}, errs.CodeInvalid, "loss_reason_id"},
		} {
			if c.in.Contacts == nil {
				c.in.Contacts = person
			}
			_, err := s.Deals.Create(t.Context(), c.who, c.in)
			if e := errs.As(err); e == nil || e.Code != c.code || e.Problems[0].Path != c.path {
				t.Errorf("%s: got %v", name, err)
			}
		}
		if n := count(t, s, "contacts") + count(t, s, "companies") + count(t, s, "deals"); n != 0 {
			t.Errorf("%d cards were left behind", n)
		}
	})
}

func TestCreateMany(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		items := make([]deal.New, 700)
		for i := range items {
			items[i] = deal.New{
				New: entity.New{Name: "Сделка", Tags: []string{"import"}}, Price: crm.Money(i),
				Contacts: []deal.NewPerson{{New: &contact.New{New: entity.New{Name: "Иван"}}}},
			}
		}
		items[3].Price = -1
		items[5].Contacts[0].New.Name = ""
		items[5].Contacts = append(items[5].Contacts, deal.NewPerson{New: &contact.New{New: entity.New{Name: "Пётр"}}})
		items[5].Company = &contact.NewCompany{New: entity.New{Name: "Ромашка"}}
		var list []deal.Deal
		var failed []error
		err := s.DB.Write(t.Context(), func(tx *db.Tx) (err error) {
			list, failed, err = s.Deals.CreateMany(t.Context(), tx, s.Admin, items)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for i, d := range list {
			bad := i == 3 || i == 5
			if bad != (failed[i] != nil) || bad != (d.ID == 0) || !bad && d.Price != crm.Money(i) {
				t.Fatalf("item %d: %+v, %v", i, d, failed[i])
			}
		}
		if count(t, s, "companies") != 0 || count(t, s, "deals") != 698 || count(t, s, "contacts") != 698 || count(t, s, "entity_tags") != 698 || count(t, s, "deal_contacts") != 698 {
			t.Error("the right 698 of 700 must be written, each with contact, tag and link")
		}
		d, err := s.Deals.Find(t.Context(), s.Admin, list[699].ID)
		if err != nil || d.Price != 699 || len(d.Contacts) != 1 || d.Tags[0].Name != "import" {
			t.Errorf("the last one: %+v, %v", d, err)
		}
		sameKinds(t, s, d.Ref, "deal.created")
	})
}

func TestUpdate(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		f := s.Field(t, crm.Deal, "text", "Адрес объекта")
		d := s.Deal(t, s.Admin, deal.New{New: entity.New{Name: "Окна", Tags: []string{"a"}}})
		colleague := s.User(t)
		got, err := s.Deals.Update(t.Context(), s.Admin, d.ID, deal.Patch{
			Patch: entity.Patch{
				Name: ptr("Двери"), ResponsibleID: &colleague.UserID, Fields: map[crm.FieldID]any{f.ID: "ул. Ленина"},
				AddTags: []string{"b"}, RemoveTags: []string{"A"},
			},
			Price: ptr(crm.Money(500)), StatusID: &s.Pipeline.Statuses[1].ID,
		})
		if err != nil {
			t.Fatal(err)
		}
		if got.Version != 2 || got.Name != "Двери" || got.Price != 500 || got.Tags[0].Name != "b" || got.ResponsibleID != colleague.UserID {
			t.Errorf("got %+v", got)
		}
		sameKinds(t, s, d.Ref, "deal.created", "deal.name_changed", "deal.responsible_changed", "deal.field_changed",
			"deal.tag_added", "deal.tag_removed", "deal.status_changed", "deal.budget_changed")
		same, err := s.Deals.Update(t.Context(), s.Admin, d.ID, deal.Patch{Patch: entity.Patch{Name: ptr("Двери")}, Price: ptr(crm.Money(500))})
		if err != nil || same.Version != 2 || len(s.Kinds(t, d.Ref)) != 8 {
			t.Errorf("nothing changed, but: %+v, %v", same, err)
		}
		cleared, err := s.Deals.Update(t.Context(), s.Admin, d.ID, deal.Patch{Patch: entity.Patch{Fields: map[crm.FieldID]any{f.ID: nil}, Tags: &[]string{}}})
		if err != nil || cleared.Data.Has(f.ID) || len(cleared.Tags) != 0 || count(t, s, "field_texts") != 0 {
			t.Errorf("clearing: %+v, %v", cleared, err)
		}
	})
}

func TestUpdateRights(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		d := s.Deal(t, s.Admin, deal.New{})
		own := s.User(t, seed.Scoped(tenant.ScopeOwn))
		rights := seed.ScopedRights(tenant.ScopeAll)
		rights.Entities["deal"]["edit"] = tenant.ScopeOwn
		rights.Entities["deal"]["delete"] = tenant.ScopeNone
		reader := s.User(t, seed.Rights(rights))
		name := deal.Patch{Patch: entity.Patch{Name: ptr("x")}}
		for label, c := range map[string]struct {
			who  tenant.Actor
			id   crm.DealID
			code errs.Code
		}{
			"not visible":     {own, d.ID, errs.CodeNotFound},
			"read only":       {reader, d.ID, errs.CodeForbidden},
			"another account": {s.Another(t).Admin, d.ID, errs.CodeNotFound},
			"huge id":         {s.Admin, 1<<63 - 1, errs.CodeNotFound},
			"negative id":     {s.Admin, -1, errs.CodeNotFound},
		} {
			_, err := s.Deals.Update(t.Context(), c.who, c.id, name)
			_, moved := s.Deals.Move(t.Context(), c.who, c.id, deal.Move{StatusID: s.Pipeline.Statuses[1].ID})
			deleted := s.Deals.Delete(t.Context(), c.who, c.id)
			for verb, err := range map[string]error{"update": err, "move": moved, "delete": deleted} {
				if !errs.Is(err, c.code) {
					t.Errorf("%s, %s: got %v", label, verb, err)
				}
			}
		}
		if _, err := s.Deals.Find(t.Context(), own, d.ID); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("find: %v", err)
		}
		sameKinds(t, s, d.Ref, "deal.created")
	})
}

func TestUpdateConflict(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		f := s.Field(t, crm.Deal, "text", "Адрес")
		d := s.Deal(t, s.Admin, deal.New{New: entity.New{Name: "Окна"}, Price: 100})
		if _, err := s.Deals.Update(t.Context(), s.Admin, d.ID, deal.Patch{Patch: entity.Patch{Name: ptr("Двери")}}); err != nil {
			t.Fatal(err)
		}
		stale := func(p deal.Patch) error {
			p.Version = ptr(int64(1))
			_, err := s.Deals.Update(t.Context(), s.Admin, d.ID, p)
			return err
		}
		err := stale(deal.Patch{Patch: entity.Patch{Name: ptr("Крыша")}})
		e := errs.As(err)
		if e == nil || e.Reason != "version" || !slices.Equal(e.Data.(entity.Clash).Paths, []string{"name"}) || e.Data.(entity.Clash).Version != 2 {
			t.Fatalf("got %v, %+v", err, e)
		}
		for _, c := range []struct {
			name     string
			p        deal.Patch
			conflict bool
		}{
			{"wrong base", deal.Patch{Patch: entity.Patch{Name: ptr("Крыша")}, Base: &deal.Patch{Patch: entity.Patch{Name: ptr("Окна")}}}, true},
			{"price without base", deal.Patch{Price: ptr(crm.Money(200))}, true},
			{"field without base", deal.Patch{Patch: entity.Patch{Fields: map[crm.FieldID]any{f.ID: "x"}}}, true},
			{"status without base", deal.Patch{StatusID: &s.Pipeline.Statuses[2].ID}, true},
			{"the same value", deal.Patch{Patch: entity.Patch{Name: ptr("Двери")}}, false},
			{"price with its base", deal.Patch{Price: ptr(crm.Money(100)), Base: &deal.Patch{Price: ptr(crm.Money(100))}}, false},
			{"an empty field's base", deal.Patch{Patch: entity.Patch{Fields: map[crm.FieldID]any{f.ID: "x"}}, Base: &deal.Patch{Patch: entity.Patch{Fields: map[crm.FieldID]any{f.ID: nil}}}}, false},
			{"tags added to whatever", deal.Patch{Patch: entity.Patch{AddTags: []string{"x"}}}, false},
		} {
			if err := stale(c.p); errs.Is(err, errs.CodeConflict) != c.conflict || !c.conflict && err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	})
}

func TestDeleteAndRestore(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		person := s.Contact(t, s.Admin, contact.New{})
		d := s.Deal(t, s.Admin, deal.New{New: entity.New{Tags: []string{"x"}}, Contacts: []deal.NewPerson{{ID: person.ID}}})
		if err := s.Deals.Delete(t.Context(), s.Admin, d.ID); err != nil {
			t.Fatal(err)
		}
		_, err := s.Deals.Find(t.Context(), s.Admin, d.ID)
		if e := errs.As(err); e == nil || e.Code != errs.CodeNotFound || e.Reason != "deleted" {
			t.Errorf("found in the bin: %v", err)
		}
		if err := s.Deals.Delete(t.Context(), s.Admin, d.ID); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("deleted twice: %v", err)
		}
		if _, err := s.Deals.Restore(t.Context(), s.Another(t).Admin, d.ID); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("restored by a stranger: %v", err)
		}
		got, err := s.Deals.Restore(t.Context(), s.Admin, d.ID)
		if err != nil || len(got.Contacts) != 1 || len(got.Tags) != 1 || got.DeletedAt != nil || got.Version != 3 {
			t.Errorf("restored: %+v, %v", got, err)
		}
		if err := s.Contacts.Delete(t.Context(), s.Admin, person.ID); err != nil {
			t.Fatal(err)
		}
		if got, _ := s.Deals.Find(t.Context(), s.Admin, d.ID); len(got.Contacts) != 0 {
			t.Errorf("a deleted contact is not shown: %+v", got.Contacts)
		}
		if _, err := s.Contacts.Restore(t.Context(), s.Admin, person.ID); err != nil {
			t.Fatal(err)
		}
		if got, _ := s.Deals.Find(t.Context(), s.Admin, d.ID); len(got.Contacts) != 1 {
			t.Error("a restored contact has its links again")
		}
		sameKinds(t, s, d.Ref, "deal.created", "deal.deleted", "deal.restored")
	})
}

func TestLinks(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		a, b, c := s.Contact(t, s.Admin, contact.New{}), s.Contact(t, s.Admin, contact.New{}), s.Contact(t, s.Admin, contact.New{})
		d := s.Deal(t, s.Admin, deal.New{Contacts: []deal.NewPerson{{ID: a.ID}}})
		link := func(id crm.ContactID, isMain bool) deal.Deal {
			t.Helper()
			got, err := s.Deals.Link(t.Context(), s.Admin, d.ID, id, isMain)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		link(b.ID, false)
		link(b.ID, false)
		if got := link(c.ID, true); len(got.Contacts) != 3 || got.Contacts[0].ID != c.ID || *got.MainContactID != c.ID {
			t.Errorf("people %+v", got.Contacts)
		}
		got, err := s.Deals.Unlink(t.Context(), s.Admin, d.ID, c.ID)
		if err != nil || len(got.Contacts) != 2 || *got.MainContactID != a.ID {
			t.Errorf("people %+v, %v", got.Contacts, err)
		}
		sameKinds(t, s, d.Ref, "deal.created", "deal.linked", "deal.linked", "deal.main_contact_changed", "deal.unlinked", "deal.main_contact_changed")
		sameKinds(t, s, c.Ref, "contact.created", "contact.linked", "contact.unlinked")
		for _, id := range []crm.ContactID{a.ID, b.ID} {
			if got, err = s.Deals.Unlink(t.Context(), s.Admin, d.ID, id); err != nil {
				t.Fatal(err)
			}
		}
		if got.MainContactID != nil || len(got.Contacts) != 0 {
			t.Errorf("nobody is left: %+v", got)
		}
		if _, err := s.Deals.Link(t.Context(), s.Admin, d.ID, 1<<62, false); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("a contact that is not there: %v", err)
		}
		company := s.Company(t, s.Admin, "Ромашка")
		if got, err := s.Deals.Update(t.Context(), s.Admin, d.ID, deal.Patch{CompanyID: &company.ID}); err != nil || got.CompanyName != "Ромашка" {
			t.Errorf("company %q, %v", got.CompanyName, err)
		}
		if got, err := s.Deals.Update(t.Context(), s.Admin, d.ID, deal.Patch{CompanyID: ptr(crm.CompanyID(0))}); err != nil || got.CompanyID != nil {
			t.Errorf("company %v, %v", got.CompanyID, err)
		}
		sameKinds(t, s, company.Ref, "company.created", "company.linked", "company.unlinked")
	})
}
