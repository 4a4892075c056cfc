package merge_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/merge"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// world is a scene with the service under test.
type world struct {
	*seed.Scene
	merge *merge.Service
}

func each(t *testing.T, fn func(t *testing.T, w world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seed.CRM(t, d)
		fn(t, world{s, merge.New(d, s.Deals, s.Contacts, s.Companies)})
	})
}

func ptr[T any](v T) *T { return &v }

func (w world) do(t *testing.T, o merge.Order) merge.Merged {
	t.Helper()
	m, err := w.merge.Merge(t.Context(), w.Admin, o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (w world) note(t *testing.T, ref crm.Ref, text string) {
	t.Helper()
	if _, err := w.Timeline.AddNote(t.Context(), w.Admin, ref, timeline.NewNote{Text: text}); err != nil {
		t.Fatal(err)
	}
}

func (w world) notes(t *testing.T, ref crm.Ref) (texts []string) {
	t.Helper()
	list, _, err := w.Timeline.Notes(t.Context(), w.Admin, ref, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range list {
		texts = append(texts, n.Text)
	}
	return texts
}

func (w world) person(t *testing.T, name, phone string, tags ...string) contact.Contact {
	t.Helper()
	return w.Contact(t, w.Admin, contact.New{New: entity.New{Name: name, Tags: tags}, Phone: phone})
}

func (w world) phones(t *testing.T, id crm.ID) int {
	t.Helper()
	c, err := w.Contacts.Find(t.Context(), w.Admin, id)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, values := range c.Data {
		n += len(values)
	}
	return n
}

// watch makes the administrator watch a contact.
func (w world) watch(t *testing.T, id crm.ID) {
	t.Helper()
	err := w.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `
			INSERT INTO watchers (account_id, entity_kind, entity_id, user_id, added_by, added_at)
			VALUES ($1, 'contact', $2, $3, $3, 1)`, w.Admin.AccountID, id, w.Admin.UserID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (w world) watchers(t *testing.T, id crm.ID) (n int) {
	t.Helper()
	err := w.DB.QueryRow(t.Context(), `
		SELECT COUNT(*)
		FROM watchers
		WHERE account_id = $1
			AND entity_kind = 'contact'
			AND entity_id = $2`, w.Admin.AccountID, id).Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestContacts(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		company := w.Company(t, w.Admin, "Альфа")
		a := w.person(t, "Иван", "+7 916 123-45-67", "vip")
		b := w.person(t, "Иван Петров", "8 916 123 45 67", "vip", "новый")
		c := w.Contact(t, w.Admin, contact.New{New: entity.New{Name: "И. Петров"}, Phone: "+7 916 765-43-21", CompanyID: &company.ID})
		only := w.Deal(t, w.Admin, deal.New{Contacts: []deal.NewPerson{{ID: b.ID}}})
		both := w.Deal(t, w.Admin, deal.New{Contacts: []deal.NewPerson{{ID: a.ID}, {ID: c.ID, IsMain: true}}})
		w.note(t, a.Ref, "первая")
		w.note(t, b.Ref, "вторая")
		due := w.DB.Now().Unix() + 600
		if _, err := w.Tasks.Create(t.Context(), w.Admin, task.New{Ref: c.Ref, Text: "позвонить", DueAt: due}); err != nil {
			t.Fatal(err)
		}
		w.watch(t, b.ID)
		w.watch(t, c.ID)
		order := merge.Order{Kind: crm.Contact, Into: a.ID, From: []crm.ID{b.ID, c.ID}, Choose: map[string]crm.ID{"name": b.ID}}

		p, err := w.merge.Preview(t.Context(), w.Admin, order)
		if err != nil || len(p.Sides) != 3 || p.Sides[1].Carried["note"] != 1 || p.Sides[2].Carried["deals"] != 1 || !slices.Equal(p.Tags, []string{"новый"}) {
			t.Fatalf("preview %+v, %v", p, err)
		}
		m := w.do(t, order)

		got, err := w.Contacts.Find(t.Context(), w.Admin, a.ID)
		if err != nil || got.Name != "Иван Петров" || got.CompanyName != "Альфа" || len(got.Tags) != 2 || w.phones(t, a.ID) != 2 {
			t.Errorf("merged %+v, %v", got, err)
		}
		if got.NextTaskAt == nil || *got.NextTaskAt != due {
			t.Errorf("next task %v", got.NextTaskAt)
		}
		if n := w.watchers(t, a.ID); n != 1 {
			t.Errorf("%d watchers", n)
		}
		if texts := w.notes(t, a.Ref); !slices.Equal(texts, []string{"первая", "вторая"}) {
			t.Errorf("notes %v", texts)
		}
		for _, d := range []deal.Deal{only, both} {
			now, err := w.Deals.Find(t.Context(), w.Admin, d.ID)
			if err != nil || len(now.Contacts) != 1 || now.Contacts[0].ID != a.ID || *now.MainContactID != a.ID {
				t.Errorf("deal %+v, %v", now.Contacts, err)
			}
		}
		versions := func(want int64) {
			t.Helper()
			for _, d := range []deal.Deal{only, both} {
				if now, err := w.Deals.Find(t.Context(), w.Admin, d.ID); err != nil || now.Version != d.Version+want {
					t.Errorf("version %d, %v, want %d more than %d", now.Version, err, want, d.Version)
				}
			}
		}
		versions(1)
		gone, err := w.merge.From(t.Context(), w.Admin, a.Ref)
		if err != nil || len(gone) != 2 || gone[0].ID != b.ID || gone[0].Name != "Иван Петров" || gone[1].ID != c.ID || gone[0].MergeID != m.ID || gone[0].By != w.Admin.UserID {
			t.Errorf("merged from %+v, %v", gone, err)
		}
		if _, err := w.merge.From(t.Context(), w.User(t, seed.Scoped(tenant.ScopeOwn)), a.Ref); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("told to who may not see the card: %v", err)
		}
		_, err = w.Contacts.Find(t.Context(), w.Admin, b.ID)
		e := errs.As(err)
		if e == nil || e.Reason != "deleted" || e.Data.(entity.Gone).MergedInto != a.ID || e.Data.(entity.Gone).CanRestore {
			t.Errorf("the merged card: %v", err)
		}
		if _, err := w.Contacts.Restore(t.Context(), w.Admin, b.ID); !errs.Is(err, errs.CodeConflict) {
			t.Errorf("restoring a merged card: %v", err)
		}

		u, err := w.merge.Undo(t.Context(), w.Admin, m.ID)
		if err != nil || len(u.Kept) != 0 {
			t.Fatalf("undo %+v, %v", u, err)
		}
		versions(2)
		if gone, err := w.merge.From(t.Context(), w.Admin, a.Ref); err != nil || len(gone) != 0 {
			t.Errorf("after the undo merged from %+v, %v", gone, err)
		}
		got, err = w.Contacts.Find(t.Context(), w.Admin, a.ID)
		if err != nil || got.Name != "Иван" || got.CompanyID != nil || len(got.Tags) != 1 || got.NextTaskAt != nil || w.phones(t, a.ID) != 1 {
			t.Errorf("after the undo %+v, %v", got, err)
		}
		if w.watchers(t, a.ID) != 0 || w.watchers(t, b.ID) != 1 {
			t.Errorf("after the undo %d and %d watchers", w.watchers(t, a.ID), w.watchers(t, b.ID))
		}
		if texts := w.notes(t, b.Ref); !slices.Equal(texts, []string{"вторая"}) {
			t.Errorf("notes after the undo %v", texts)
		}
		now, err := w.Deals.Find(t.Context(), w.Admin, both.ID)
		if err != nil || len(now.Contacts) != 2 || *now.MainContactID != c.ID {
			t.Errorf("deal after the undo %+v, %v", now.Contacts, err)
		}
		now, err = w.Deals.Find(t.Context(), w.Admin, only.ID)
		if err != nil || len(now.Contacts) != 1 || *now.MainContactID != b.ID {
			t.Errorf("deal after the undo %+v, %v", now.Contacts, err)
		}
		if _, err := w.merge.Undo(t.Context(), w.Admin, m.ID); !errs.Is(err, errs.CodeConflict) {
			t.Errorf("undone twice: %v", err)
		}
		if kinds := w.Kinds(t, b.Ref); !slices.Contains(kinds, "contact.deleted") || !slices.Contains(kinds, "contact.restored") {
			t.Errorf("events %v", kinds)
		}
	})
}

func TestUndoKeepsWhatPeopleDid(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		a, b := w.person(t, "Иван", "+7 916 123-45-67"), w.person(t, "Пётр", "+7 916 765-43-21")
		m := w.do(t, merge.Order{Kind: crm.Contact, Into: a.ID, From: []crm.ID{b.ID}, Choose: map[string]crm.ID{"name": b.ID}})
		if _, err := w.Contacts.Update(t.Context(), w.Admin, a.ID, contact.Patch{Patch: entity.Patch{Name: ptr("Павел")}}); err != nil {
			t.Fatal(err)
		}
		w.note(t, a.Ref, "после")
		u, err := w.merge.Undo(t.Context(), w.Admin, m.ID)
		if err != nil || !slices.Equal(u.Kept, []string{"name"}) {
			t.Fatalf("%+v, %v", u, err)
		}
		got, err := w.Contacts.Find(t.Context(), w.Admin, a.ID)
		if err != nil || got.Name != "Павел" || w.phones(t, a.ID) != 1 || len(w.notes(t, a.Ref)) != 1 {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestCompaniesAndChains(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		a, b, c := w.Company(t, w.Admin, "А"), w.Company(t, w.Admin, "Б"), w.Company(t, w.Admin, "В")
		person := w.Contact(t, w.Admin, contact.New{CompanyID: &b.ID})
		d := w.Deal(t, w.Admin, deal.New{CompanyID: b.ID})
		first := w.do(t, merge.Order{Kind: crm.Company, Into: a.ID, From: []crm.ID{b.ID}})
		second := w.do(t, merge.Order{Kind: crm.Company, Into: c.ID, From: []crm.ID{a.ID}})
		where := func(want crm.ID) {
			t.Helper()
			p, err := w.Contacts.Find(t.Context(), w.Admin, person.ID)
			if err != nil || *p.CompanyID != want {
				t.Errorf("contact's company %v, %v", p.CompanyID, err)
			}
			now, err := w.Deals.Find(t.Context(), w.Admin, d.ID)
			if err != nil || *now.CompanyID != want {
				t.Errorf("deal's company %v, %v", now.CompanyID, err)
			}
		}
		where(c.ID)
		if into, err := entity.MergedInto(t.Context(), w.DB, w.Admin.AccountID, b.Ref); err != nil || into != c.ID {
			t.Errorf("the address leads to %d, %v", into, err)
		}
		if _, err := w.merge.Undo(t.Context(), w.Admin, first.ID); !errs.Is(err, errs.CodeConflict) {
			t.Errorf("the first before the second: %v", err)
		}
		for _, m := range []merge.Merged{second, first} {
			if _, err := w.merge.Undo(t.Context(), w.Admin, m.ID); err != nil {
				t.Fatal(err)
			}
		}
		where(b.ID)
	})
}

func TestDeals(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		p, q := w.person(t, "Иван", ""), w.person(t, "Пётр", "")
		a := w.Deal(t, w.Admin, deal.New{Price: 100, Contacts: []deal.NewPerson{{ID: p.ID}}})
		b := w.Deal(t, w.Admin, deal.New{Price: 500, Contacts: []deal.NewPerson{{ID: p.ID}, {ID: q.ID}}})
		m := w.do(t, merge.Order{Kind: crm.Deal, Into: a.ID, From: []crm.ID{b.ID}, Choose: map[string]crm.ID{"price": b.ID}})
		got, err := w.Deals.Find(t.Context(), w.Admin, a.ID)
		if err != nil || got.Price != 500 || len(got.Contacts) != 2 || got.Contacts[0].ID != p.ID {
			t.Errorf("%+v, %v", got, err)
		}
		if kinds := w.Kinds(t, a.Ref); !slices.Contains(kinds, "deal.merged") || !slices.Contains(kinds, "deal.budget_changed") {
			t.Errorf("events %v", kinds)
		}
		if _, err := w.merge.Undo(t.Context(), w.Admin, m.ID); err != nil {
			t.Fatal(err)
		}
		got, err = w.Deals.Find(t.Context(), w.Admin, a.ID)
		other, err2 := w.Deals.Find(t.Context(), w.Admin, b.ID)
		if err != nil || err2 != nil || got.Price != 100 || len(got.Contacts) != 1 || len(other.Contacts) != 2 {
			t.Errorf("after the undo %+v %+v", got.Contacts, other.Contacts)
		}
	})
}

func TestRefused(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		a, b := w.person(t, "Иван", ""), w.person(t, "Пётр", "")
		stranger := w.Another(t)
		theirs := stranger.Contact(t, stranger.Admin, contact.New{})
		reader := seed.ScopedRights(tenant.ScopeAll)
		reader.Entities["contact"] = map[string]tenant.Scope{"view": tenant.ScopeAll, "edit": tenant.ScopeAll}
		keeper := w.User(t, seed.Rights(reader))
		own := w.User(t, seed.Scoped(tenant.ScopeOwn))
		mine := w.Contact(t, own, contact.New{})
		for name, c := range map[string]struct {
			who  tenant.Actor
			o    merge.Order
			code errs.Code
		}{
			"nothing":       {w.Admin, merge.Order{Kind: crm.Contact, Into: a.ID}, errs.CodeInvalid},
			"kind":          {w.Admin, merge.Order{Kind: crm.Task, Into: a.ID, From: []crm.ID{b.ID}}, errs.CodeInvalid},
			"itself":        {w.Admin, merge.Order{Kind: crm.Contact, Into: a.ID, From: []crm.ID{a.ID}}, errs.CodeInvalid},
			"twice":         {w.Admin, merge.Order{Kind: crm.Contact, Into: a.ID, From: []crm.ID{b.ID, b.ID}}, errs.CodeInvalid},
			"many":          {w.Admin, merge.Order{Kind: crm.Contact, Into: a.ID, From: []crm.ID{2, 3, 4, 5, 6}}, errs.CodeInvalid},
			"huge":          {w.Admin, merge.Order{Kind: crm.Contact, Into: a.ID, From: []crm.ID{1 << 62}}, errs.CodeNotFound},
			"theirs":        {w.Admin, merge.Order{Kind: crm.Contact, Into: a.ID, From: []crm.ID{theirs.ID}}, errs.CodeNotFound},
			"no delete":     {keeper, merge.Order{Kind: crm.Contact, Into: a.ID, From: []crm.ID{b.ID}}, errs.CodeForbidden},
			"out of view":   {own, merge.Order{Kind: crm.Contact, Into: mine.ID, From: []crm.ID{b.ID}}, errs.CodeNotFound},
			"choice":        {w.Admin, merge.Order{Kind: crm.Contact, Into: a.ID, From: []crm.ID{b.ID}, Choose: map[string]crm.ID{"name": theirs.ID}}, errs.CodeInvalid},
			"no such field": {w.Admin, merge.Order{Kind: crm.Contact, Into: a.ID, From: []crm.ID{b.ID}, Choose: map[string]crm.ID{"fields.999999": b.ID}}, errs.CodeInvalid},
			"old version":   {w.Admin, merge.Order{Kind: crm.Contact, Into: a.ID, From: []crm.ID{b.ID}, Versions: map[crm.ID]int64{b.ID: 7}}, errs.CodeConflict},
		} {
			_, e1 := w.merge.Merge(t.Context(), c.who, c.o)
			_, e2 := w.merge.Preview(t.Context(), c.who, c.o)
			if !errs.Is(e1, c.code) || !errs.Is(e2, c.code) {
				t.Errorf("%s: %v, preview %v", name, e1, e2)
			}
		}
		m := w.do(t, merge.Order{Kind: crm.Contact, Into: a.ID, From: []crm.ID{b.ID}})
		if _, err := w.merge.Undo(t.Context(), stranger.Admin, m.ID); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("another account's merge: %v", err)
		}
		if _, err := w.merge.Undo(t.Context(), keeper, m.ID); !errs.Is(err, errs.CodeForbidden) {
			t.Errorf("an undo without the right: %v", err)
		}
		// Who was editing a merged card is told where it went.
		_, err := w.Contacts.Update(t.Context(), w.Admin, b.ID, contact.Patch{Patch: entity.Patch{Version: ptr(int64(1)), Name: ptr("x")}})
		if e := errs.As(err); e == nil || e.Reason != "deleted" || e.Data.(entity.Gone).MergedInto != a.ID {
			t.Errorf("saving a merged card: %v", err)
		}
		// Who was editing the one that stayed meets the new values.
		_, err = w.Contacts.Update(t.Context(), w.Admin, a.ID, contact.Patch{Patch: entity.Patch{Version: ptr(int64(1)), Name: ptr("x")}})
		if e := errs.As(err); e == nil || e.Reason != "version" {
			t.Errorf("saving over a merge: %v", err)
		}
	})
}

func TestTwoAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		a, b := w.person(t, "Иван", ""), w.person(t, "Пётр", "")
		w.note(t, a.Ref, "а")
		w.note(t, b.Ref, "б")
		w.Deal(t, w.Admin, deal.New{Contacts: []deal.NewPerson{{ID: a.ID}, {ID: b.ID}}})
		var wait sync.WaitGroup
		failures := make([]error, 2)
		for i, o := range []merge.Order{{Kind: crm.Contact, Into: a.ID, From: []crm.ID{b.ID}}, {Kind: crm.Contact, Into: b.ID, From: []crm.ID{a.ID}}} {
			wait.Go(func() { _, failures[i] = w.merge.Merge(context.WithoutCancel(t.Context()), w.Admin, o) })
		}
		wait.Wait()
		if (failures[0] == nil) == (failures[1] == nil) {
			t.Fatalf("one of two must win: %v", failures)
		}
		winner := a
		if failures[0] != nil {
			winner = b
		}
		if len(w.notes(t, winner.Ref)) != 2 {
			t.Errorf("notes %v", w.notes(t, winner.Ref))
		}
	})
}
