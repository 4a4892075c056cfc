package transfer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/office/transfer"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

const branches = "Сделка;Отрасль;Каналы\n" +
	"Окна;Стройка;Сайт, Выставка\n" +
	"Двери;Торговля;Сайт\n" +
	"Полы;торговля;Радио;\n" +
	"Стены;Ремонт;сайт; ВЫСТАВКА\n" +
	"Крыши;;\n"

// lists makes a list and a multilist of deals and sends the columns of branches to them.
func (f *fixture) lists(who tenant.Actor, grow bool) (list, many field.Field, plan func(*mapping.Plan)) {
	f.t.Helper()
	var made []field.Field
	for _, typ := range []string{"list", "multilist"} {
		one, err := f.Fields.Create(f.t.Context(), who, field.Draft{Kind: crm.Deal, Type: typ, Name: typ, Options: []string{"Стройка", "Сайт"}})
		if err != nil {
			f.t.Fatal(err)
		}
		made = append(made, one)
	}
	return made[0], made[1], func(p *mapping.Plan) {
		p.Columns = []mapping.PlanColumn{{Index: 0, Target: "deal.name"}}
		for n, one := range made {
			p.Columns = append(p.Columns, mapping.PlanColumn{Index: n + 1, Target: mapping.FieldTarget(crm.Deal, one.ID), AddOptions: grow})
		}
	}
}

func names(options []field.Option) (out []string) {
	for _, o := range options {
		out = append(out, o.Name)
	}
	return out
}

// Cells that name choices a list lacks are shown before, and added when the plan says so.
func TestChoices(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		who := f.Admin
		ctx := t.Context()
		list, many, plan := f.lists(who, true)
		i := f.send(who, "table.csv", strings.NewReader(branches))
		plan(&i.Plan)
		if _, err := f.SetPlan(ctx, who, i.ID, i.Plan); err != nil {
			t.Fatal(err)
		}
		lacking, partial, err := f.Lacking(ctx, who, i.ID)
		want := fmt.Sprint([]transfer.Lacking{
			{Column: 1, Field: list.ID, Names: []string{"Торговля", "Ремонт"}, Total: 2, Rows: 3},
			{Column: 2, Field: many.ID, Names: []string{"Выставка", "Радио"}, Total: 2, Rows: 2},
		})
		if err != nil || partial || fmt.Sprint(lacking) != want {
			t.Fatalf("%v %v %v, want %s", lacking, partial, err, want)
		}
		rows, err := f.Preview(ctx, who, i.ID)
		if err != nil || rows[1].Cells[1].Value != "Торговля" || len(rows[1].Cells[1].Problems) != 0 || rows[0].Cells[2].Value != "Сайт, Выставка" {
			t.Errorf("%+v %v", rows, err)
		}
		before, err := f.Fields.Find(ctx, who, list.ID)
		if err != nil || len(before.Options) != 2 {
			t.Fatalf("a preview wrote: %v %v", before.Options, err)
		}
		f.run(who, i.ID)
		for id, want := range map[crm.FieldID][]string{
			list.ID: {"Стройка", "Сайт", "Торговля", "Ремонт"}, many.ID: {"Стройка", "Сайт", "Выставка", "Радио"},
		} {
			after, err := f.Fields.Find(ctx, who, id)
			if err != nil || !slices.Equal(names(after.Options), want) {
				t.Errorf("%v %v, want %v", names(after.Options), err, want)
			}
		}
		// The next file of that form asks anew.
		if next := f.send(who, "table.csv", strings.NewReader(branches)); next.Plan.Columns[1].Target == mapping.Skip || next.Plan.Columns[1].AddOptions {
			t.Errorf("%+v", next.Plan.Columns)
		}
		if got := f.problems(who, i.ID); len(got) != 0 {
			t.Errorf("%v", got)
		}
		deals := f.deals(who, entity.Node{})
		chosen := 0
		for _, d := range deals {
			chosen += len(d.Data[list.ID]) + len(d.Data[many.ID])
		}
		if len(deals) != 5 || chosen != 4+2+1+1+1 {
			t.Errorf("%d deals, %d choices", len(deals), chosen)
		}
	})
}

// Without the wish the rows are reported; without the right nobody may wish.
func TestChoices_notAdded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		ctx := t.Context()
		list, _, plan := f.lists(f.Admin, false)
		i := f.csv(f.Admin, branches, plan)
		if got := f.problems(f.Admin, i.ID); len(got) != 5 || !strings.Contains(got[0], "has no choice") {
			t.Errorf("%d: %v", len(got), got)
		}
		after, err := f.Fields.Find(ctx, f.Admin, list.ID)
		if err != nil || len(after.Options) != 2 {
			t.Errorf("%v %v", after.Options, err)
		}
		rights := seed.ScopedRights(tenant.ScopeAll)
		rights.Extra = map[string]bool{"import": true}
		clerk := seed.User(t, d, f.Admin.AccountID, seed.Rights(rights))
		own := f.send(clerk, "table.csv", strings.NewReader(branches))
		plan(&own.Plan)
		if _, err := f.SetPlan(ctx, clerk, own.ID, own.Plan); err != nil {
			t.Fatal(err)
		}
		own.Plan.Columns[1].AddOptions = true
		_, err = f.SetPlan(ctx, clerk, own.ID, own.Plan)
		if e := errs.As(err); e == nil || e.Problems[0].Path != "columns.1.add_options" {
			t.Errorf("%v", err)
		}
		if _, _, err := f.Lacking(ctx, seed.Admin(t, d), own.ID); errs.CodeOf(err) != errs.CodeNotFound {
			t.Errorf("another account: %v", err)
		}
		if _, _, err := f.Lacking(ctx, seed.User(t, d, f.Admin.AccountID), own.ID); errs.CodeOf(err) != errs.CodeForbidden {
			t.Errorf("without the right: %v", err)
		}
	})
}

// A list takes as many as it may have; cells beyond are reported, as are those that are too long.
func TestChoices_tooMany(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		list, _, plan := f.lists(f.Admin, true)
		var text strings.Builder
		text.WriteString("Сделка;Отрасль;Каналы\n")
		for n := range field.MaxOptions + 50 {
			fmt.Fprintf(&text, "Сделка %d;Отрасль %d;\n", n, n)
		}
		fmt.Fprintf(&text, "Длинная;%s;\n", strings.Repeat("ы", 300))
		i := f.csv(f.Admin, text.String(), plan)
		after, err := f.Fields.Find(t.Context(), f.Admin, list.ID)
		if err != nil || len(after.Options) != field.MaxOptions {
			t.Errorf("%d %v", len(after.Options), err)
		}
		if i.State != transfer.Done || i.Counts.Created[crm.Deal] != field.MaxOptions+51 || i.Counts.Problems != 53 {
			t.Errorf("%+v", i.Counts)
		}
	})
}
