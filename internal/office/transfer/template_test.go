package transfer_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/office/transfer"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

func targets(i transfer.Import) string {
	var out []string
	for _, c := range i.Plan.Columns {
		target := c.Target
		if c.NewField != nil {
			target = "new:" + c.NewField.Name
		}
		out = append(out, target)
	}
	return strings.Join(out, " ")
}

func TestTemplate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		ctx := t.Context()
		who := f.Admin
		first := f.send(who, "a.csv", strings.NewReader("Кто;Номер;Заметка;Номер\nАнна;+79161111111;x;+79162222222\n"))
		plan := first.Plan
		plan.Columns = []mapping.PlanColumn{
			{Index: 0, Target: "contact.name"}, {Index: 1, Target: "contact.note"}, {Index: 2, Target: "skip"},
			{Index: 3, Target: "new", NewField: &mapping.NewField{Kind: crm.Contact, Type: "text", Name: "Запасной"}},
		}
		plan.Duplicates.Contact, plan.Overwrite, plan.Tag = "name", true, mapping.Tags{Names: []string{"выставка"}}
		if _, err := f.SetPlan(ctx, who, first.ID, plan); err != nil {
			t.Fatal(err)
		}
		kept, err := f.SaveTemplate(ctx, who, first.ID, " Выставка ")
		if err != nil || kept.Name != "Выставка" || kept.ID == 0 {
			t.Fatal(kept, err)
		}
		// Another file: other order, one column more, one less; what the template takes is taken from the guess.
		next := f.send(who, "b.csv", strings.NewReader("номер;Почта;НОМЕР;Кто;Имя\n+79163333333;a@example.com;5;Борис;Борис\n"))
		got, err := f.UseTemplate(ctx, who, next.ID, kept.ID)
		if err != nil {
			t.Fatal(err)
		}
		if words := strings.Fields(targets(got)); words[0] != "contact.note" || !strings.HasPrefix(words[1], "contact.field.") || words[2] != "new:Запасной" || words[3] != "contact.name" || words[4] != "skip" {
			t.Error(targets(got))
		}
		if p := got.Plan; p.Duplicates.Contact != "name" || !p.Overwrite || p.Tag.Auto || !slices.Equal(p.Tag.Names, []string{"выставка"}) {
			t.Errorf("%+v", p)
		}
		// The field it was to make was made meanwhile: it is used, not made again.
		f.run(who, next.ID)
		third := f.send(who, "c.csv", strings.NewReader("Номер;Номер;Кто\n1;2;Вера\n"))
		got, err = f.UseTemplate(ctx, who, third.ID, kept.ID)
		if err != nil || !strings.Contains(targets(got), "contact.note contact.field.") || strings.Contains(targets(got), "new:") {
			t.Error(targets(got), err)
		}
		if _, err := f.UseTemplate(ctx, who, next.ID, kept.ID); !errs.Is(err, errs.CodeConflict) {
			t.Error("laid over a finished import:", err)
		}
		// The same name again replaces it.
		if again, err := f.SaveTemplate(ctx, who, third.ID, "ВЫСТАВКА"); err != nil || again.ID != kept.ID || len(again.Titles) != 3 {
			t.Error(again, err)
		}
		if kinds := f.Kinds(t, crm.Ref{Kind: "import_template", ID: crm.ID(kept.ID)}); len(kinds) != 2 {
			t.Error(kinds)
		}
	})
}

func TestTemplate_rights(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		ctx := t.Context()
		file := func(who tenant.Actor) transfer.ImportID {
			return f.send(who, "a.csv", strings.NewReader("ФИО;Телефон\nАнна;+79161111111\n")).ID
		}
		r := seed.ScopedRights(tenant.ScopeAll)
		r.Extra = map[string]bool{"import": true}
		one, other := f.User(t, seed.Rights(r)), f.User(t, seed.Rights(r))
		kept, err := f.SaveTemplate(ctx, one, file(one), "Наш")
		if err != nil {
			t.Fatal(err)
		}
		foreign := fixtureOf(t, f.Another(t)).Admin
		check := func(name string, err error, want errs.Code) {
			t.Helper()
			if err == nil && want != "" || err != nil && errs.CodeOf(err) != want {
				t.Errorf("%s: %v, want %q", name, err, want)
			}
		}
		rename := func(who tenant.Actor, name string) error {
			_, err := f.RenameTemplate(ctx, who, kept.ID, name)
			return err
		}
		use := func(who tenant.Actor, id transfer.ImportID) error {
			_, err := f.UseTemplate(ctx, who, id, kept.ID)
			return err
		}
		save := func(who tenant.Actor, name string) error {
			_, err := f.SaveTemplate(ctx, who, file(who), name)
			return err
		}
		_, err = f.Templates(ctx, f.User(t))
		check("a list without the right", err, errs.CodeForbidden)
		check("rename by a colleague", rename(other, "x"), errs.CodeForbidden)
		check("delete by a colleague", f.DeleteTemplate(ctx, other, kept.ID), errs.CodeForbidden)
		check("replace by a colleague", save(other, "наш"), errs.CodeConflict)
		check("use by a colleague", use(other, file(other)), "")
		check("rename by another account", rename(foreign, "x"), errs.CodeNotFound)
		check("delete by another account", f.DeleteTemplate(ctx, foreign, kept.ID), errs.CodeNotFound)
		check("use by another account", use(foreign, file(foreign)), errs.CodeNotFound)
		_, err = f.SaveTemplate(ctx, foreign, file(one), "x")
		check("save another account's import", err, errs.CodeNotFound)
		check("an empty name", save(one, "  "), errs.CodeInvalid)
		check("a long name", save(one, strings.Repeat("ы", 101)), errs.CodeInvalid)
		check("another template", save(one, "Второй"), "")
		check("a name of another one", rename(one, "второй"), errs.CodeConflict)
		check("rename", rename(one, "НАШ"), "")
		check("delete by an administrator", f.DeleteTemplate(ctx, f.Admin, kept.ID), "")
		check("use what is gone", use(one, file(one)), errs.CodeNotFound)
		if list, err := f.Templates(ctx, one); err != nil || len(list) != 1 || list[0].Name != "Второй" {
			t.Error(list, err)
		}
		if list, err := f.Templates(ctx, foreign); err != nil || len(list) != 0 {
			t.Error(list, err)
		}
	})
}

func TestTemplate_atOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		id := f.send(f.Admin, "a.csv", strings.NewReader("ФИО;Телефон\nАнна;+79161111111\n")).ID
		var wg sync.WaitGroup
		for n := range 8 {
			wg.Go(func() {
				if _, err := f.SaveTemplate(t.Context(), f.Admin, id, fmt.Sprint("Имя ", n%2)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if list, err := f.Templates(t.Context(), f.Admin); err != nil || len(list) != 2 {
			t.Error(list, err)
		}
	})
}
