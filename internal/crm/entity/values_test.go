package entity_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/tenant"
)

// indexOf is what the index tables hold of a card, one line for each row.
func (w *world) indexOf(t *testing.T, id crm.ID) []string {
	t.Helper()
	numbers, err := db.Column[string](context.Background(), w.db,
		`SELECT CAST(field_id AS TEXT) || '=' || CAST(value AS TEXT) FROM field_numbers WHERE account_id = $1 AND entity_id = $2`, w.who.AccountID, id)
	if err != nil {
		t.Fatal(err)
	}
	texts, err := db.Column[string](context.Background(), w.db,
		`SELECT CAST(field_id AS TEXT) || '=' || value FROM field_texts WHERE account_id = $1 AND entity_id = $2`, w.who.AccountID, id)
	if err != nil {
		t.Fatal(err)
	}
	all := append(numbers, texts...)
	slices.Sort(all)
	return all
}

func (w *world) write(t *testing.T, d deal, before, after entity.Values) []entity.Change {
	t.Helper()
	var changes []entity.Change
	err := w.db.Write(context.Background(), func(tx *db.Tx) (err error) {
		changes, err = entity.WriteValues(context.Background(), tx, w.who.AccountID, d.ID, w.set, before, after)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

func TestWriteValues(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "one")
		w.fill(t, 1, 1)
		card := w.deals[0]
		w.write(t, card, card.Data, nil)
		if rows := w.indexOf(t, card.ID); len(rows) != 0 {
			t.Fatal("emptied:", rows)
		}
		phone, number, list := w.byType["phone"].ID, w.byType["number"].ID, w.byType["multilist"].ID
		one, two := int64(w.byType["multilist"].Options[0].ID), int64(w.byType["multilist"].Options[1].ID)
		patch := func(raw map[crm.FieldID]any) entity.Values {
			v, err := entity.Normalize(w.set, raw, env)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		first := entity.Values{}.Merge(patch(map[crm.FieldID]any{phone: []any{"+79161234567", "+74951112233", "84951112233"}, number: "1.5", list: []any{one, two}}))
		if changes := w.write(t, card, nil, first); len(changes) != 3 {
			t.Error("changes:", changes)
		}
		want := []string{fmt.Sprintf("%d=4951112233", phone), fmt.Sprintf("%d=9161234567", phone), fmt.Sprintf("%d=1.5", number)}
		rows := w.indexOf(t, card.ID)
		for _, row := range want {
			if !slices.Contains(rows, row) {
				t.Errorf("no row %s in %v", row, rows)
			}
		}
		if len(rows) != 5 {
			t.Error("rows:", rows)
		}
		second := first.Merge(patch(map[crm.FieldID]any{phone: "+79161234567", number: nil, list: []any{two}}))
		changes := w.write(t, card, first, second)
		if len(changes) != 3 || len(second) != 2 || second.Has(number) {
			t.Error(changes, second)
		}
		if rows := w.indexOf(t, card.ID); len(rows) != 2 {
			t.Error("rows:", rows)
		}
		if changes := w.write(t, card, second, second.Merge(nil)); len(changes) != 0 {
			t.Error("nothing changed, yet:", changes)
		}
	})
}

// TestManyFields: a card with five hundred fields is written and read back.
func TestManyFields(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "one")
		w.fill(t, 1, 1)
		var fields []field.Field
		raw := map[crm.FieldID]any{}
		for i := range 600 {
			f := field.Field{ID: crm.FieldID(10000 + i), Kind: crm.Deal, Type: []string{"text", "number"}[i%2], Name: "x"}
			fields = append(fields, f)
			raw[f.ID] = fmt.Sprint(i)
		}
		w.set = field.NewSet(crm.Deal, fields, nil)
		values, err := entity.Normalize(w.set, raw, env)
		if err != nil {
			t.Fatal(err)
		}
		if changes := w.write(t, w.deals[0], nil, values); len(changes) != 600 {
			t.Error(len(changes), "changes")
		}
		before := len(w.indexOf(t, w.deals[0].ID))
		w.write(t, w.deals[0], values, nil)
		if after := len(w.indexOf(t, w.deals[0].ID)); before-after != 600 {
			t.Error(before, "rows, then", after)
		}
	})
}

func TestValuesKeepTheirTypes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "one")
		w.fill(t, 20, 5)
		for _, want := range w.deals {
			var c entity.Card
			err := d.QueryRow(context.Background(), "SELECT "+entity.Columns("d")+" FROM deals d WHERE d.account_id = $1 AND d.id = $2",
				w.who.AccountID, want.ID).Scan(c.Dest()...)
			if err != nil {
				t.Fatal(err)
			}
			if changes := entity.Diff(want.Data, c.Data); len(changes) != 0 || c.Name != want.Name || c.Version != 1 {
				t.Errorf("read back: %+v, differs in %v", c, changes)
			}
		}
	})
}

func TestParseFields(t *testing.T) {
	t.Parallel()
	d := dbtest.One(t)
	w, other := newWorld(t, d, "one"), newWorld(t, d, "two")
	number, foreign := w.byType["number"].ID, other.byType["number"].ID
	_, err := entity.ParseFields(w.set, map[string]json.RawMessage{
		"x": []byte(`1`), fmt.Sprint(foreign): []byte(`1`), fmt.Sprint(number): []byte(`"many"`), "-1": []byte(`1`), strings.Repeat("9", 40): []byte(`1`),
	}, env)
	e := errs.As(err)
	if e == nil || e.Code != errs.CodeInvalid || len(e.Problems) != 5 {
		t.Fatalf("all problems at once: %+v", err)
	}
	paths := map[string]bool{}
	for _, p := range e.Problems {
		paths[p.Path] = true
	}
	for _, path := range []string{"fields.x", entity.Path(foreign), entity.Path(number), "fields.-1"} {
		if !paths[path] {
			t.Errorf("no problem at %s: %v", path, paths)
		}
	}
	values, err := entity.ParseFields(w.set, map[string]json.RawMessage{fmt.Sprint(number): []byte(`[12345678901234567890.125]`)}, env)
	if err != nil || values[number][0] != "12345678901234567890.125" {
		t.Error("a number is kept exact:", values, err)
	}
}

func TestTags(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		w, other := newWorld(t, d, "one"), newWorld(t, d, "two")
		w.fill(t, 2, 1)
		ref := w.deals[0].Ref
		change := func(fn func(context.Context, *db.Tx, tenant.AccountID, crm.Ref, []string) (entity.TagChange, error), names ...string) (entity.TagChange, error) {
			var c entity.TagChange
			err := d.Write(ctx, func(tx *db.Tx) (err error) {
				c, err = fn(ctx, tx, w.who.AccountID, ref, names)
				return err
			})
			return c, err
		}
		held := func() string {
			all, err := entity.TagsOf(ctx, d, w.who.AccountID, crm.Deal, []crm.ID{ref.ID})
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, tag := range all[ref.ID] {
				names = append(names, tag.Name)
			}
			return strings.Join(names, ",")
		}
		if _, err := change(entity.SetTagsTx, " Новый ", "VIP", "новый", "", "vip"); err != nil || strings.ToLower(held()) != "vip,новый" {
			t.Error("set:", held(), err)
		}
		if c, err := change(entity.AddTagsTx, "НОВЫЙ", "Ёж"); err != nil || len(c.Added) != 1 || len(c.Removed) != 0 || c.Added[0].Hue < 1 || c.Added[0].Hue > crm.Hues {
			t.Error("add:", c, err)
		}
		if c, err := change(entity.RemoveTagsTx, "еж", "nothing"); err != nil || len(c.Removed) != 1 || c.Removed[0].Name != "Ёж" {
			t.Error("remove:", c, err)
		}
		if c, err := change(entity.SetTagsTx); err != nil || len(c.Removed) != 2 || held() != "" {
			t.Error("clear:", c, held(), err)
		}
		if _, err := change(entity.AddTagsTx, strings.Repeat("x", 101)); !errs.Is(err, errs.CodeInvalid) {
			t.Error("a long tag:", err)
		}
		var many []string
		for i := range 101 {
			many = append(many, fmt.Sprint("tag", i))
		}
		if _, err := change(entity.AddTagsTx, many...); !errs.Is(err, errs.CodeInvalid) {
			t.Error("many tags:", err)
		}
		list, err := entity.TagList(ctx, d, w.who.AccountID, crm.Deal, "ЁЖ", 10)
		if err != nil || len(list) != 1 {
			t.Error("a tag nobody holds is still listed:", list, err)
		}
		if list, err := entity.TagList(ctx, d, other.who.AccountID, crm.Deal, "", 0); err != nil || len(list) != 0 {
			t.Error("another account sees", list, err)
		}
		if all, err := entity.TagsOf(ctx, d, other.who.AccountID, crm.Deal, []crm.ID{w.deals[1].ID}); err != nil || len(all) != 0 {
			t.Error("another account sees", all, err)
		}
	})
}

func TestCardsCheck(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, other := newWorld(t, d, "one"), newWorld(t, d, "two")
		w.fill(t, 30, 6)
		living := w.deals[slices.IndexFunc(w.deals, func(d deal) bool { return d.DeletedAt == nil && d.ResponsibleID == 2 && d.status == 12 })]
		dead := w.deals[slices.IndexFunc(w.deals, func(d deal) bool { return d.DeletedAt != nil })]
		user := func(id tenant.UserID, view, edit tenant.Scope) tenant.Actor {
			return tenant.Actor{AccountID: w.who.AccountID, UserID: id,
				Rights: tenant.Rights{Entities: map[string]map[string]tenant.Scope{"deal": {"view": view, "edit": edit}}}}
		}
		narrowed := user(2, tenant.ScopeAll, tenant.ScopeAll)
		narrowed.Rights.Statuses = map[int64]map[string]tenant.Scope{12: {"edit": tenant.ScopeNone}}
		for name, c := range map[string]struct {
			who    tenant.Actor
			ref    crm.Ref
			action string
			want   errs.Code
		}{
			"admin":            {w.who, living.Ref, access.Edit, ""},
			"own":              {user(2, tenant.ScopeOwn, tenant.ScopeOwn), living.Ref, access.Edit, ""},
			"not own":          {user(3, tenant.ScopeOwn, tenant.ScopeOwn), living.Ref, access.View, errs.CodeNotFound},
			"unseen edit":      {user(3, tenant.ScopeOwn, tenant.ScopeAll), living.Ref, access.Delete, errs.CodeNotFound},
			"seen, no edit":    {user(3, tenant.ScopeAll, tenant.ScopeOwn), living.Ref, access.Edit, errs.CodeForbidden},
			"narrowed":         {narrowed, living.Ref, access.Edit, errs.CodeForbidden},
			"deleted":          {w.who, dead.Ref, access.View, errs.CodeNotFound},
			"another account":  {other.who, living.Ref, access.View, errs.CodeNotFound},
			"no such id":       {w.who, crm.Ref{Kind: crm.Deal, ID: 1 << 60}, access.View, errs.CodeNotFound},
			"negative id":      {w.who, crm.Ref{Kind: crm.Deal, ID: -1}, access.View, errs.CodeNotFound},
			"another kind":     {w.who, crm.Ref{Kind: crm.Contact, ID: living.ID}, access.View, errs.CodeNotFound},
			"a kind of no use": {w.who, crm.Ref{Kind: "spaceship", ID: living.ID}, access.View, errs.CodeInvalid},
		} {
			err := entity.Cards{}.Check(context.Background(), d, c.who, c.ref, c.action)
			if c.want == "" && err != nil || c.want != "" && !errs.Is(err, c.want) {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
		}
		refs := []crm.Ref{living.Ref, dead.Ref, {Kind: crm.Contact, ID: 1}, {Kind: crm.Task, ID: 1}}
		seen, err := entity.Cards{}.Visible(context.Background(), d, user(2, tenant.ScopeOwn, ""), refs)
		if err != nil || len(seen) != 1 || seen[living.Ref] != living.Name {
			t.Error("visible:", seen, err)
		}
		if seen, err := (entity.Cards{}).Visible(context.Background(), d, user(3, tenant.ScopeOwn, ""), refs); err != nil || len(seen) != 0 {
			t.Error("visible to another:", seen, err)
		}
		if all, err := (entity.Cards{}).Names(context.Background(), d, w.who.AccountID, refs); err != nil || len(all) != 2 {
			t.Error("names:", all, err)
		}
		if all, err := (entity.Cards{}).Names(context.Background(), d, other.who.AccountID, refs); err != nil || len(all) != 0 {
			t.Error("names for another account:", all, err)
		}
	})
}

func TestRefreshNextTask(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		w := newWorld(t, d, "one")
		w.fill(t, 2, 1)
		err := d.Write(ctx, func(tx *db.Tx) error {
			for i, due := range []int64{500, 300, 100, 200} { // 100 is done, 200 deleted
				_, err := tx.Exec(ctx, `
					INSERT INTO tasks (account_id, entity_kind, entity_id, type_id, text, due_at, responsible_id, is_completed, created_by, updated_by, created_at, updated_at, deleted_at)
					VALUES ($1, 'deal', $2, 1, 'x', $3, 1, $4, 1, 1, 1, 1, $5)`, w.who.AccountID, w.deals[0].ID, due, i == 2, map[bool]any{true: int64(1)}[i == 3])
				if err != nil {
					return err
				}
			}
			return entity.RefreshNextTask(ctx, tx, w.who.AccountID, w.deals[0].Ref, w.deals[1].Ref, crm.Ref{})
		})
		if err != nil {
			t.Fatal(err)
		}
		got, err := db.Column[*int64](ctx, d, `SELECT next_task_at FROM deals WHERE account_id = $1 ORDER BY id`, w.who.AccountID)
		if err != nil || got[0] == nil || *got[0] != 300 || got[1] != nil {
			t.Errorf("next tasks: %v, %v", got, err)
		}
	})
}
