package bin_test

import (
	"slices"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/bin"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/merge"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

type world struct {
	*seed.Scene
	bin *bin.Service
}

func each(t *testing.T, fn func(t *testing.T, w world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seed.CRM(t, d)
		fn(t, world{s, bin.New(d, s.Contacts.Fields)})
	})
}

func (w world) names(t *testing.T, who tenant.Actor, f bin.Filter) (names []string) {
	t.Helper()
	for {
		page, err := w.bin.List(t.Context(), who, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range page.Items {
			names = append(names, i.Name)
		}
		if f.After = page.Next; f.After == "" {
			return names
		}
	}
}

func (w world) deleted(t *testing.T, name string) contact.Contact {
	t.Helper()
	c := w.Contact(t, w.Admin, contact.New{New: entity.New{Name: name, Tags: []string{"x"}}, Phone: "+7 916 123-45-67"})
	if err := w.Contacts.Delete(t.Context(), w.Admin, c.ID); err != nil {
		t.Fatal(err)
	}
	return c
}

// count is how many rows of a table name the card.
func (w world) count(t *testing.T, table, column string, id crm.ID) (n int) {
	t.Helper()
	if err := w.DB.QueryRow(t.Context(), `SELECT COUNT(*) FROM `+table+` WHERE account_id = $1 AND `+column+` = $2`, w.Admin.AccountID, id).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestList(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		for _, name := range []string{"Иван", "Ёлкин", "Пётр"} {
			w.deleted(t, name)
		}
		other := w.User(t, seed.Scoped(tenant.ScopeAll))
		mine := w.Contact(t, other, contact.New{New: entity.New{Name: "Его"}})
		if err := w.Contacts.Delete(t.Context(), other, mine.ID); err != nil {
			t.Fatal(err)
		}
		for want, f := range map[string]bin.Filter{
			"Ёлкин": {Kind: crm.Contact, Text: " ЕЛК"},
			"Его":   {Kind: crm.Contact, By: []tenant.UserID{other.UserID}},
		} {
			if got := w.names(t, w.Admin, f); !slices.Equal(got, []string{want}) {
				t.Errorf("%+v: %v", f, got)
			}
		}
		if got := w.names(t, w.Admin, bin.Filter{Kind: crm.Contact, Limit: 1}); len(got) != 4 {
			t.Errorf("page by page %v", got)
		}
		own := w.User(t, seed.Scoped(tenant.ScopeOwn))
		if got := w.names(t, own, bin.Filter{Kind: crm.Contact}); len(got) != 0 {
			t.Errorf("own only: %v", got)
		}
		if got := w.names(t, w.Another(t).Admin, bin.Filter{Kind: crm.Contact}); len(got) != 0 {
			t.Errorf("another account: %v", got)
		}
		for _, f := range []bin.Filter{{Kind: crm.Task}, {Kind: crm.Deal, After: "x"}} {
			if _, err := w.bin.List(t.Context(), w.Admin, f); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%+v: %v", f, err)
			}
		}
	})
}

func TestRestore(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		c := w.deleted(t, "Иван")
		a, b := w.Contact(t, w.Admin, contact.New{}), w.Contact(t, w.Admin, contact.New{})
		service := merge.New(w.DB, w.Deals, w.Contacts, w.Companies)
		if _, err := service.Merge(t.Context(), w.Admin, merge.Order{Kind: crm.Contact, Into: a.ID, From: []crm.ID{b.ID}}); err != nil {
			t.Fatal(err)
		}
		ids := []crm.ID{c.ID, b.ID, a.ID, 1 << 60}
		for name, who := range map[string]tenant.Actor{"own": w.User(t, seed.Scoped(tenant.ScopeOwn)), "stranger": w.Another(t).Admin} {
			if r, err := w.bin.Restore(t.Context(), who, crm.Contact, ids); err != nil || len(r.IDs)+len(r.Merged) != 0 {
				t.Errorf("%s: %+v, %v", name, r, err)
			}
		}
		r, err := w.bin.Restore(t.Context(), w.Admin, crm.Contact, ids)
		if err != nil || !slices.Equal(r.IDs, []crm.ID{c.ID}) || !slices.Equal(r.Merged, []crm.ID{b.ID}) {
			t.Fatalf("%+v, %v", r, err)
		}
		if _, err := w.Contacts.Find(t.Context(), w.Admin, c.ID); err != nil {
			t.Error(err)
		}
		if kinds := w.Kinds(t, c.Ref); !slices.Contains(kinds, "contact.restored") {
			t.Errorf("events %v", kinds)
		}
		if _, err := w.bin.Restore(t.Context(), w.Admin, crm.Contact, make([]crm.ID, 501)); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("too many: %v", err)
		}
	})
}

func TestPurge(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		c := w.Contact(t, w.Admin, contact.New{New: entity.New{Name: "Иван", Tags: []string{"x"}}, Phone: "+7 916 123-45-67"})
		d := w.Deal(t, w.Admin, deal.New{Contacts: []deal.NewPerson{{ID: c.ID}}})
		if _, err := w.Timeline.AddNote(t.Context(), w.Admin, c.Ref, timeline.NewNote{Text: "x"}); err != nil {
			t.Fatal(err)
		}
		if n, err := w.bin.Purge(t.Context(), w.Admin, crm.Contact, []crm.ID{c.ID}, 1); err != nil || n != 0 {
			t.Errorf("a card that is not in the bin: %d, %v", n, err)
		}
		if err := w.Contacts.Delete(t.Context(), w.Admin, c.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := w.bin.Purge(t.Context(), w.Admin, crm.Contact, []crm.ID{c.ID}, 2); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("another number: %v", err)
		}
		if _, err := w.bin.Purge(t.Context(), w.User(t, seed.Scoped(tenant.ScopeAll)), crm.Contact, []crm.ID{c.ID}, 1); !errs.Is(err, errs.CodeForbidden) {
			t.Errorf("no administrator: %v", err)
		}
		if n, err := w.bin.Purge(t.Context(), w.Another(t).Admin, crm.Contact, []crm.ID{c.ID}, 1); err != nil || n != 0 {
			t.Errorf("another account: %d, %v", n, err)
		}
		if n, err := w.bin.Purge(t.Context(), w.Admin, crm.Contact, []crm.ID{c.ID}, 1); err != nil || n != 1 {
			t.Fatalf("%d, %v", n, err)
		}
		for table, column := range map[string]string{
			"contacts": "id", "notes": "entity_id", "entity_tags": "entity_id", "field_texts": "entity_id", "deal_contacts": "contact_id",
		} {
			if n := w.count(t, table, column, c.ID); n != 0 {
				t.Errorf("%s still has %d rows", table, n)
			}
		}
		now, err := w.Deals.Find(t.Context(), w.Admin, d.ID)
		if err != nil || now.MainContactID != nil || len(now.Contacts) != 0 {
			t.Errorf("deal %+v, %v", now, err)
		}
	})
}

func TestSweep(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		old, fresh := w.deleted(t, "старый"), w.deleted(t, "новый")
		age := func(id crm.ID, days int64) {
			at := w.DB.Now().Add(-time.Duration(days) * 24 * time.Hour).Unix()
			err := w.DB.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), `UPDATE contacts SET deleted_at = $3 WHERE account_id = $1 AND id = $2`, w.Admin.AccountID, id, at)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		age(old.ID, 31)
		age(fresh.ID, 29)
		sweep := func(want ...string) {
			t.Helper()
			if err := w.bin.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := w.names(t, w.Admin, bin.Filter{Kind: crm.Contact}); !slices.Equal(got, want) {
				t.Errorf("left %v, want %v", got, want)
			}
		}
		if err := w.bin.Keep(t.Context(), w.User(t, seed.Scoped(tenant.ScopeAll)), true); !errs.Is(err, errs.CodeForbidden) {
			t.Errorf("no administrator: %v", err)
		}
		if err := w.bin.Keep(t.Context(), w.Admin, true); err != nil {
			t.Fatal(err)
		}
		sweep("новый", "старый")
		if err := w.bin.Keep(t.Context(), w.Admin, false); err != nil {
			t.Fatal(err)
		}
		sweep("новый")
	})
}
