package file_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/file"
	"voronka/internal/crm/merge"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// shelf is what the program gives the service for deals.
func (d *desk) shelf(ctx context.Context, tx *db.Tx, who tenant.Actor, f file.File, in bool) (bool, error) {
	data, err := (entity.Cards{}).Values(ctx, tx, who.AccountID, f.Ref)
	if err != nil {
		return false, err
	}
	values := slices.DeleteFunc(slices.Clone(data[f.FieldID]), func(v any) bool { return field.FileOf(v) == f.ID })
	if in == (len(values) < len(data[f.FieldID])) {
		return false, nil
	}
	if in {
		values = append(values, field.FileValue(f.ID))
	}
	_, err = d.Deals.UpdateTx(ctx, tx, who, crm.DealID(f.Ref.ID), deal.Patch{Patch: entity.Patch{Fields: map[crm.FieldID]any{f.FieldID: values}}})
	return true, err
}

// cabinet is a desk whose deals have a field of two files.
type cabinet struct {
	*desk
	field field.Field
}

func newCabinet(t *testing.T, base *db.DB) *cabinet {
	t.Helper()
	c := &cabinet{}
	c.desk = newDesk(t, base, func(conf *file.Config) {
		conf.Shelf = func(ctx context.Context, tx *db.Tx, who tenant.Actor, f file.File, in bool) (bool, error) {
			return c.shelf(ctx, tx, who, f, in)
		}
	})
	f, err := c.Fields.Create(t.Context(), c.Admin, field.Draft{Kind: crm.Deal, Type: field.File, Name: "Паспорт", Settings: field.Settings{MaxFiles: 2}})
	if err != nil {
		t.Fatal(err)
	}
	c.field = f
	return c
}

func (c *cabinet) put(t *testing.T, who tenant.Actor, id crm.ID, files ...any) error {
	t.Helper()
	_, err := c.Deals.Update(t.Context(), who, crm.DealID(id), deal.Patch{Patch: entity.Patch{Fields: map[crm.FieldID]any{c.field.ID: files}}})
	return err
}

func (c *cabinet) staged(t *testing.T, who tenant.Actor, name string) crm.FileID {
	t.Helper()
	f, err := c.files.Upload(t.Context(), who, file.New{Ref: c.ref, Name: name, Staged: true}, strings.NewReader(name))
	if err != nil {
		t.Fatal(err)
	}
	return f.ID
}

// holds is what the card shows in the field, by name.
func (c *cabinet) holds(t *testing.T, who tenant.Actor, id crm.ID) string {
	t.Helper()
	d, err := c.Deals.Find(t.Context(), who, crm.DealID(id))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, v := range d.Data[c.field.ID] {
		names = append(names, v.(map[string]any)["name"].(string))
	}
	return fmt.Sprint(names)
}

func TestFieldOfFiles(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, base *db.DB) {
		c := newCabinet(t, base)
		ctx, who, id := t.Context(), c.Admin, c.ref.ID
		a, b, third := c.staged(t, who, "a"), c.staged(t, who, "b"), c.staged(t, who, "c")
		if err := c.put(t, who, id, int64(a), map[string]any{"file": int64(b), "name": "as it was shown"}); err != nil {
			t.Fatal(err)
		}
		if got := c.holds(t, who, id); got != "[a b]" {
			t.Error(got)
		}
		if list, _, err := c.files.List(ctx, who, file.Filter{Ref: c.ref}); err != nil || len(list) != 2 || list[0].FieldID != c.field.ID {
			t.Error("they are files of the card:", list, err)
		}
		if err := c.put(t, who, id, int64(a), int64(b), int64(third)); code(err) != errs.CodeInvalid {
			t.Error("more than it holds:", err)
		}
		find := func(op string) int {
			t.Helper()
			page, err := c.Deals.List(ctx, who, entity.Query{Filter: entity.Leaf(fmt.Sprintf("cf.%d", c.field.ID), op, nil)})
			if err != nil {
				t.Fatal(err)
			}
			return len(page.Items)
		}
		if find("filled") != 1 || find("empty") != 0 {
			t.Error("filled:", find("filled"), "empty:", find("empty"))
		}
		if _, err := c.Deals.List(ctx, who, entity.Query{Filter: entity.Leaf(fmt.Sprintf("cf.%d", c.field.ID), "eq", int64(a))}); code(err) != errs.CodeInvalid {
			t.Error(err)
		}
		// Taken out it lies in the bin of files; put in again it comes back.
		if err := c.put(t, who, id, int64(a)); err != nil {
			t.Fatal(err)
		}
		if f, err := c.files.Find(ctx, who, b); err != nil || f.DeletedAt == nil {
			t.Error(f, err)
		}
		if err := c.put(t, who, id, int64(b), int64(a)); err != nil || c.holds(t, who, id) != "[b a]" {
			t.Error(err, c.holds(t, who, id))
		}
		// The same from the side of the file.
		if f, err := c.files.Delete(ctx, who, b); err != nil || f.DeletedAt == nil || c.holds(t, who, id) != "[a]" {
			t.Error(f, err, c.holds(t, who, id))
		}
		if _, err := c.files.Undelete(ctx, who, b); err != nil || c.holds(t, who, id) != "[a b]" {
			t.Error(err, c.holds(t, who, id))
		}
		if _, err := c.files.Rename(ctx, who, a, "Паспорт.pdf"); err != nil || c.holds(t, who, id) != "[Паспорт.pdf b]" {
			t.Error(err, c.holds(t, who, id))
		}
		if err := c.put(t, who, id); err != nil || c.holds(t, who, id) != "[]" || find("empty") != 1 {
			t.Error(err, c.holds(t, who, id))
		}
	})
}

// TestFieldOfFiles_foreign: only files of the card itself, and uploads of one's own, go into a field.
func TestFieldOfFiles_foreign(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, base *db.DB) {
		c := newCabinet(t, base)
		ctx, who := t.Context(), c.Admin
		other := c.Deal(t, who, deal.New{})
		elsewhere, err := c.files.Upload(ctx, who, file.New{Ref: other.Ref, Name: "x"}, strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		stranger := newDesk(t, base)
		theirs := stranger.upload(t, stranger.Admin, "x", "x")
		colleague := c.User(t, seed.Scoped(tenant.ScopeAll))
		waiting := c.staged(t, colleague, "x")
		sent := c.staged(t, who, "sent")
		if err := c.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := c.files.Attach(ctx, tx, who, c.ref, 7, []crm.FileID{sent})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for name, value := range map[string]any{
			"another_card": int64(elsewhere.ID), "another_account": int64(theirs.ID), "missing": int64(999_999), "upload_of_a_colleague": int64(waiting),
			"sent_with_a_note": int64(sent), "zero": int64(0), "negative": int64(-1), "text": "12", "huge": float64(1 << 60), "object": map[string]any{"id": int64(1)},
		} {
			if err := c.put(t, who, c.ref.ID, value); code(err) != errs.CodeInvalid || !strings.Contains(err.Error(), entity.Path(c.field.ID)) {
				t.Errorf("%s: %v", name, err)
			}
		}
		many := make([]any, 51)
		for i := range many {
			many[i] = int64(i + 1)
		}
		if err := c.put(t, who, c.ref.ID, many...); code(err) != errs.CodeInvalid {
			t.Error(err)
		}
		if _, err := c.Deals.Create(ctx, who, deal.New{New: entity.New{Name: "x", Fields: map[crm.FieldID]any{c.field.ID: int64(elsewhere.ID)}}}); code(err) != errs.CodeInvalid {
			t.Error("a card that is not there yet:", err)
		}
		if got := c.holds(t, who, c.ref.ID); got != "[]" {
			t.Error(got)
		}
	})
}

// TestFieldOfFiles_roles: who may not see the field does not see its files, who may only see it does not change them.
func TestFieldOfFiles_roles(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, base *db.DB) {
		c := newCabinet(t, base)
		ctx := t.Context()
		limited := func(access tenant.FieldAccess) tenant.Actor {
			rights := seed.ScopedRights(tenant.ScopeAll)
			rights.Fields = map[int64]tenant.FieldAccess{int64(c.field.ID): access}
			return c.User(t, seed.Rights(rights))
		}
		blind, reader := limited(tenant.FieldHidden), limited(tenant.FieldReadOnly)
		id := c.staged(t, c.Admin, "тайна.txt")
		if err := c.put(t, c.Admin, c.ref.ID, int64(id)); err != nil {
			t.Fatal(err)
		}
		if _, err := c.files.Rename(ctx, c.Admin, id, "секрет.txt"); err != nil {
			t.Fatal(err)
		}
		if _, err := c.files.AddLink(ctx, c.Admin, id, file.NewLink{}); err != nil {
			t.Fatal(err)
		}
		for name, who := range map[string]tenant.Actor{"blind": blind, "reader": reader} {
			_, find := c.files.Find(ctx, who, id)
			content, open := c.files.Open(ctx, who, id, 0)
			if open == nil {
				content.Close()
			}
			_, versions := c.files.Versions(ctx, who, id)
			list, _, err := c.files.List(ctx, who, file.Filter{Ref: c.ref})
			if err != nil {
				t.Fatal(err)
			}
			feed, _, err := c.talk.Feed(ctx, who, c.ref, 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			told := false
			for _, item := range feed {
				told = told || strings.Contains(fmt.Sprintf("%s %+v", item.After, item.File), "секрет")
			}
			want := name == "reader"
			for what, sees := range map[string]bool{"find": find == nil, "open": open == nil, "versions": versions == nil, "list": len(list) == 1, "feed": told} {
				if sees != want {
					t.Errorf("%s sees by %s: %v", name, what, sees)
				}
			}
			_, rename := c.files.Rename(ctx, who, id, "x")
			_, remove := c.files.Delete(ctx, who, id)
			_, link := c.files.AddLink(ctx, who, id, file.NewLink{})
			_, version := c.files.AddVersion(ctx, who, id, "x", 0, strings.NewReader("x"))
			for what, err := range map[string]error{"rename": rename, "delete": remove, "link": link, "version": version} {
				if c := code(err); c != errs.CodeForbidden && c != errs.CodeNotFound {
					t.Errorf("%s %s: %v", name, what, err)
				}
			}
			if err := c.put(t, who, c.ref.ID); code(err) != errs.CodeInvalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := c.holds(t, c.Admin, c.ref.ID); got != "[секрет.txt]" {
			t.Error(got)
		}
	})
}

// TestFieldOfFiles_merge: a merge brings the files along with the value, its undo takes them back.
func TestFieldOfFiles_merge(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, base *db.DB) {
		c := newCabinet(t, base)
		ctx, who, into := t.Context(), c.Admin, c.ref
		if err := c.put(t, who, into.ID, int64(c.staged(t, who, "a")), int64(c.staged(t, who, "b"))); err != nil {
			t.Fatal(err)
		}
		c.ref = c.Deal(t, who, deal.New{}).Ref
		if err := c.put(t, who, c.ref.ID, int64(c.staged(t, who, "c"))); err != nil {
			t.Fatal(err)
		}
		merges := merge.New(base, c.Deals, c.Contacts, c.Companies)
		m, err := merges.Merge(ctx, who, merge.Order{Kind: crm.Deal, Into: into.ID, From: []crm.ID{c.ref.ID}})
		if err != nil || c.holds(t, who, into.ID) != "[a b c]" {
			t.Fatal(err, c.holds(t, who, into.ID))
		}
		if _, err := merges.Undo(ctx, who, m.ID); err != nil {
			t.Fatal(err)
		}
		if got := c.holds(t, who, into.ID) + c.holds(t, who, c.ref.ID); got != "[a b][c]" {
			t.Error(got)
		}
	})
}
