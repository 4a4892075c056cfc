package view_test

import (
	"fmt"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/view"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

func columns(v view.View) string {
	out := make([]string, len(v.Columns))
	for i, c := range v.Columns {
		out[i] = c.Name
	}
	return strings.Join(out, " ")
}

func cols(names ...string) (out []view.Column) {
	for _, name := range names {
		out = append(out, view.Column{Name: name})
	}
	return out
}

// A column is a field there is. That of a removed field is away and comes back with it, also when the view was changed
// meanwhile.
func TestColumnsOfFields(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		area, other := f.Field(t, crm.Deal, "number", "Площадь"), f.Field(t, crm.Contact, "text", "Чужое")
		cf, foreign := fmt.Sprintf("cf.%d", area.ID), fmt.Sprintf("cf.%d", f.Another(t).Field(t, crm.Deal, "text", "Не наше").ID)
		for name, column := range map[string]string{
			"a word": "colour", "a field of people": fmt.Sprintf("cf.%d", other.ID), "another account": foreign, "no field": "cf.999999",
			"nonsense": "cf.x", "what is no column": "query", "the bin": "deleted", "hostile": "name\"; DROP",
		} {
			_, err := f.Create(t.Context(), f.Admin, view.Draft{Kind: crm.Deal, Name: "v", Columns: cols("name", column)})
			e := errs.As(err)
			if e == nil || e.Code != errs.CodeInvalid || e.Problems[0].Path != "columns.1" || !strings.Contains(err.Error(), column[:2]) {
				t.Errorf("%s: %v", name, err)
			}
		}
		v := f.make(f.Admin, view.Draft{Name: "v", Columns: cols("name", cf, "price")})
		if err := f.Fields.Delete(t.Context(), f.Admin, area.ID); err != nil {
			t.Fatal(err)
		}
		if got := columns(f.shelf(f.Admin).Views[0]); got != "name price" {
			t.Errorf("without the field: %s", got)
		}
		fewer := cols("name", "status")
		if got, err := f.Update(t.Context(), f.Admin, v.ID, view.Patch{Columns: &fewer}); err != nil || columns(got) != "name status" {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := f.Fields.Restore(t.Context(), f.Admin, area.ID); err != nil {
			t.Fatal(err)
		}
		if got := columns(f.shelf(f.Admin).Views[0]); got != "name status "+cf {
			t.Errorf("with the field again: %s", got)
		}
	})
}

// Views that use a field are named before it goes: to administrators all, to others those they have and may know of.
func TestViewsOfField(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		f.Fields.OnDependants(f.Dependants)
		list, err := f.Fields.Create(t.Context(), f.Admin, field.Draft{Kind: crm.Deal, Type: "list", Name: "Тип", Options: []string{"а", "б"}})
		if err != nil {
			t.Fatal(err)
		}
		secret := f.Field(t, crm.Deal, "text", "Маржа")
		cf, rights := fmt.Sprintf("cf.%d", list.ID), seed.ScopedRights(tenant.ScopeAll)
		rights.Extra = map[string]bool{"settings": true}
		rights.Fields = map[int64]tenant.FieldAccess{int64(secret.ID): tenant.FieldHidden}
		guest := f.User(t, seed.Rights(rights))
		picked := entity.Leaf(cf, "in", []any{int64(list.Options[0].ID)})
		f.make(f.Admin, view.Draft{Name: "отбор", Filter: entity.All(picked, entity.Leaf("price", "gt", 5))})
		f.make(f.Admin, view.Draft{Name: "столбец", IsShared: true, Columns: cols("name", cf)})
		f.make(guest, view.Draft{Name: "порядок", Sort: "-" + cf})
		f.make(f.Admin, view.Draft{Name: "тайный", IsShared: true, Filter: entity.All(picked, entity.Leaf(fmt.Sprintf("cf.%d", secret.ID), "filled", nil))})
		f.make(f.Admin, view.Draft{Name: "ни при чём", Columns: cols("name", cf+"0")[:1]})
		for name, tt := range map[string]struct {
			who    tenant.Actor
			option crm.OptionID
			want   string
		}{
			"administrator": {f.Admin, 0, "отбор столбец порядок тайный"}, "guest": {guest, 0, "столбец порядок"},
			"a choice": {f.Admin, list.Options[0].ID, "отбор тайный"}, "another choice": {f.Admin, list.Options[1].ID, ""},
		} {
			found, err := f.Fields.Dependants(t.Context(), tt.who, list.ID, tt.option)
			var got []string
			for _, d := range found {
				got = append(got, d.Name)
				if d.Kind != "view" || d.ID == 0 {
					t.Errorf("%+v", d)
				}
			}
			if strings.Join(got, " ") != tt.want || err != nil {
				t.Errorf("%s: %v, %v", name, got, err)
			}
		}
		if err := f.Fields.Remove(t.Context(), f.Admin, list.ID, false); errs.As(err) == nil || errs.As(err).Reason != field.HasDependants {
			t.Errorf("removed unasked: %v", err)
		}
		if got := names(f.shelf(guest).Views); got != "столбец порядок" {
			t.Errorf("the guest has %s", got)
		}
		hidden := f.shelf(f.Admin).Views[2]
		name := "x"
		if _, err := f.Update(t.Context(), guest, hidden.ID, view.Patch{Name: &name}); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("%q changed by who may not know of it: %v", hidden.Name, err)
		}
	})
}
