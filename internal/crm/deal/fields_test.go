package deal_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

func makeField(t *testing.T, s *seed.Scene, typ, name string, settings field.Settings) field.Field {
	t.Helper()
	f, err := s.Fields.Create(t.Context(), s.Admin, field.Draft{Kind: crm.Deal, Type: typ, Name: name, Settings: settings})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func runJobs(t *testing.T, s *seed.Scene) {
	t.Helper()
	r := job.NewRunner(s.DB, nil)
	runs := entity.NewRuns(s.DB, map[crm.Kind]entity.Walker{crm.Deal: s.Deals, crm.Contact: s.Contacts, crm.Company: s.Companies})
	for _, k := range runs.JobKinds() {
		r.Add(k)
	}
	if err := r.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestFormula(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seed.CRM(t, d)
		area := makeField(t, s, "number", "Площадь", field.Settings{})
		made, err := s.Deals.Create(t.Context(), s.Admin, deal.New{New: entity.New{Name: "A", Fields: map[crm.FieldID]any{area.ID: "20"}}, Price: 100_000_00})
		if err != nil {
			t.Fatal(err)
		}
		perMeter := makeField(t, s, "formula", "За метр", field.Settings{Formula: fmt.Sprintf("{price} / {cf.%d}", area.ID)})
		double := makeField(t, s, "formula", "Дважды", field.Settings{Formula: fmt.Sprintf("{cf.%d} * 2", perMeter.ID)})
		runJobs(t, s)
		want := func(what string, id crm.DealID, values ...any) {
			t.Helper()
			got, err := s.Deals.Find(t.Context(), s.Admin, id)
			if err != nil || !entity.Same(got.Data[double.ID], values) {
				t.Fatalf("%s: %v, %v, want %v", what, got.Data, err, values)
			}
		}
		want("all cards are computed", made.ID, int64(10_000_00))
		price := crm.Money(50_000_00)
		if _, err := s.Deals.Update(t.Context(), s.Admin, made.ID, deal.Patch{Price: &price}); err != nil {
			t.Fatal(err)
		}
		want("with the price", made.ID, int64(5_000_00))
		page, err := s.Deals.List(t.Context(), s.Admin, entity.Query{Filter: entity.Leaf(fmt.Sprintf("cf.%d", double.ID), "eq", int64(5_000_00)), Sort: fmt.Sprintf("-cf.%d", double.ID)})
		if err != nil || len(page.Items) != 1 {
			t.Fatal("found by its value:", page, err)
		}
		if _, err := s.Deals.Update(t.Context(), s.Admin, made.ID, deal.Patch{Patch: entity.Patch{Fields: map[crm.FieldID]any{area.ID: "0"}}}); err != nil {
			t.Fatal(err)
		}
		want("by zero is empty", made.ID)
		_, err = s.Deals.Update(t.Context(), s.Admin, made.ID, deal.Patch{Patch: entity.Patch{Fields: map[crm.FieldID]any{double.ID: int64(1)}}})
		if !errs.Is(err, errs.CodeInvalid) {
			t.Error("nobody writes it by hand:", err)
		}
		loop := field.Settings{Formula: fmt.Sprintf("{cf.%d} + {price}", double.ID)}
		_, err = s.Fields.Update(t.Context(), s.Admin, perMeter.ID, field.Patch{Settings: &loop})
		if err == nil || !strings.Contains(err.Error(), "За метр → Дважды → За метр") {
			t.Error("a cycle is named:", err)
		}
		other := field.Settings{Formula: `CONCAT("a", {price})`}
		if _, err = s.Fields.Update(t.Context(), s.Admin, double.ID, field.Patch{Settings: &other}); !errs.Is(err, errs.CodeInvalid) {
			t.Error("the type of the result stays:", err)
		}
		if err := s.Fields.Delete(t.Context(), s.Admin, area.ID); err != nil {
			t.Fatal(err)
		}
		set, _ := s.Fields.All(t.Context(), s.Admin.AccountID, crm.Deal)
		if f, _ := set.ByID(perMeter.ID); !f.IsBroken {
			t.Error("a formula without its field is marked")
		}
	})
}

func TestUnique(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seed.CRM(t, d)
		number := makeField(t, s, "text", "Договор", field.Settings{IsUnique: true})
		create := func(who tenant.Actor, name, value string) (deal.Deal, error) {
			return s.Deals.Create(t.Context(), who, deal.New{New: entity.New{Name: name, Fields: map[crm.FieldID]any{number.ID: value}}})
		}
		first, err := create(s.Admin, "Первая", "А-1")
		if err != nil {
			t.Fatal(err)
		}
		_, err = create(s.Admin, "x", "а-1")
		if e := errs.As(err); e == nil || e.Reason != entity.NotUnique || !strings.Contains(err.Error(), "Первая") {
			t.Error("the other card is named:", err)
		}
		own := s.User(t, seed.Rights(seed.ScopedRights(tenant.ScopeOwn)))
		if _, err = create(own, "x", "А-1"); err == nil || strings.Contains(err.Error(), "Первая") {
			t.Error("not to those who may not see it:", err)
		}
		if err := s.Deals.Delete(t.Context(), s.Admin, first.ID); err != nil {
			t.Fatal(err)
		}
		if _, err = create(s.Admin, "Вторая", "А-1"); err != nil {
			t.Error("the bin holds nothing:", err)
		}
		if _, err = s.Deals.Restore(t.Context(), s.Admin, first.ID); !errs.Is(err, errs.CodeInvalid) {
			t.Error("what comes back must not repeat:", err)
		}
		var wg sync.WaitGroup
		var mu sync.Mutex
		won := 0
		for range 8 {
			wg.Go(func() {
				if _, err := create(s.Admin, "гонка", "Б-2"); err == nil {
					mu.Lock()
					won++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if won != 1 {
			t.Errorf("%d of 8 writers got the value", won)
		}
		plain := makeField(t, s, "text", "Просто", field.Settings{})
		for range 2 {
			if _, err := s.Deals.Create(t.Context(), s.Admin, deal.New{New: entity.New{Name: "y", Fields: map[crm.FieldID]any{plain.ID: "одно"}}}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Fields.Update(t.Context(), s.Admin, plain.ID, field.Patch{Settings: &field.Settings{IsUnique: true}}); err == nil || !strings.Contains(err.Error(), "одно") {
			t.Error("repeated values are named:", err)
		}
	})
}

func TestLink(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seed.CRM(t, d)
		f := makeField(t, s, "link", "Рекомендатель", field.Settings{LinkKinds: []string{"contact"}})
		anna, err := s.Contacts.Create(t.Context(), s.Admin, contact.New{New: entity.New{Name: "Анна"}})
		if err != nil {
			t.Fatal(err)
		}
		made, err := s.Deals.Create(t.Context(), s.Admin, deal.New{New: entity.New{Name: "A", Fields: map[crm.FieldID]any{f.ID: int64(anna.ID)}}})
		if err != nil || fmt.Sprint(made.Data[f.ID]) != fmt.Sprintf("[map[id:%d kind:contact name:Анна]]", anna.ID) {
			t.Fatal(made.Data, err)
		}
		if _, err := s.Deals.Create(t.Context(), s.Admin, deal.New{New: entity.New{Name: "B", Fields: map[crm.FieldID]any{f.ID: int64(9999)}}}); !errs.Is(err, errs.CodeInvalid) {
			t.Error("nobody is there:", err)
		}
		rights := seed.ScopedRights(tenant.ScopeAll)
		rights.Entities["contact"] = map[string]tenant.Scope{"view": tenant.ScopeOwn}
		blind := s.User(t, seed.Rights(rights))
		got, err := s.Deals.Find(t.Context(), blind, made.ID)
		if err != nil || strings.Contains(fmt.Sprint(got.Data), "Анна") || !strings.Contains(fmt.Sprint(got.Data), "hidden") {
			t.Error("the name is not for them:", got.Data, err)
		}
		if _, err := s.Deals.Update(t.Context(), blind, made.ID, deal.Patch{Patch: entity.Patch{Fields: map[crm.FieldID]any{f.ID: got.Data[f.ID]}}}); err != nil {
			t.Error("what was there may stay:", err)
		}
		if err := s.Contacts.Delete(t.Context(), s.Admin, anna.ID); err != nil {
			t.Fatal(err)
		}
		got, err = s.Deals.Find(t.Context(), s.Admin, made.ID)
		if err != nil || !strings.Contains(fmt.Sprint(got.Data), "deleted:true") {
			t.Error("a deleted target is said to be:", got.Data, err)
		}
	})
}

func TestRemoveOption(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seed.CRM(t, d)
		f, err := s.Fields.Create(t.Context(), s.Admin, field.Draft{Kind: crm.Deal, Type: "list", Name: "Источник", Options: []string{"Сайт", "Звонок"}})
		if err != nil {
			t.Fatal(err)
		}
		from, to := f.Options[0].ID, f.Options[1].ID
		made, err := s.Deals.Create(t.Context(), s.Admin, deal.New{New: entity.New{Name: "A", Fields: map[crm.FieldID]any{f.ID: int64(from)}}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Fields.RemoveOption(t.Context(), s.Admin, f.ID, from, from, true); !errs.Is(err, errs.CodeInvalid) {
			t.Error("not by itself:", err)
		}
		if _, err := s.Fields.RemoveOption(t.Context(), s.Admin, f.ID, from, to, false); err != nil {
			t.Fatal(err)
		}
		runJobs(t, s)
		got, err := s.Deals.Find(t.Context(), s.Admin, made.ID)
		if err != nil || !entity.Same(got.Data[f.ID], []any{int64(to)}) {
			t.Error(got.Data, err)
		}
	})
}
