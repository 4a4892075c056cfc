package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/search"
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

func ask(t *testing.T, s *seed.Scene, who tenant.Actor, query string, kinds ...crm.Kind) []search.Hit {
	t.Helper()
	hits, err := s.Search.Search(t.Context(), who, query, kinds, 50)
	if err != nil {
		t.Fatalf("%q: %v", query, err)
	}
	return hits
}

func names(hits []search.Hit) []string {
	var out []string
	for _, h := range hits {
		out = append(out, h.Name)
	}
	slices.Sort(out)
	return out
}

func TestSearch(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		f := s.Field(t, crm.Deal, "text", "Договор")
		s.Contact(t, s.Admin, contact.New{FirstName: "Семён", LastName: "О'Нил", Phone: "8 (916) 123-45-67", Email: "Semyon.Oneal@Mail.ru"})
		s.Contact(t, s.Admin, contact.New{FirstName: "Ян", LastName: "Петров", Phone: "+7 495 999-00-11"})
		s.Company(t, s.Admin, `ООО «Ромашка-Плюс»`)
		d := s.Deal(t, s.Admin, deal.New{New: entity.New{Name: "Остекление веранды", Fields: map[crm.FieldID]any{f.ID: "№ 17/2026-АБ"}}})
		s.Drain(t)
		for query, want := range map[string]string{
			"семен": "Семён О'Нил", "СЕМЁН": "Семён О'Нил", "нил семё": "Семён О'Нил", "О'Нил": "Семён О'Нил", "о’нил": "Семён О'Нил",
			"мён": "Семён О'Нил", "9161234567": "Семён О'Нил", "123-45-67": "Семён О'Нил", "123 45": "Семён О'Нил", "+7 (916) 12": "Семён О'Нил",
			"89161234567": "Семён О'Нил", "8916123": "Семён О'Нил", "4567": "Семён О'Нил", "oneal@mail": "Семён О'Нил", "SEMYON.ON": "Семён О'Нил",
			"ян": "Ян Петров", "я": "Ян Петров", "пе": "Ян Петров", "ромашка": "ООО «Ромашка-Плюс»", `ооо "рома`: "ООО «Ромашка-Плюс»", "плюс": "ООО «Ромашка-Плюс»",
			"веранд остекл": "Остекление веранды", "17/2026": "Остекление веранды", "2026-аб": "Остекление веранды", fmt.Sprint("#", d.ID): "Остекление веранды",
		} {
			if got := names(ask(t, s, s.Admin, query)); !slices.Contains(got, want) {
				t.Errorf("%q: got %v, want %s", query, got, want)
			}
		}
		for _, query := range []string{"", " ", "%", "_", `"`, `"" OR ""`, "*", "нил петров", "9161234568", "Сидоров", "'; DROP TABLE deals; --", "\x00", "NEAR(a b)", "text:мён x", strings.Repeat("я", 5000), strings.Repeat("ab ", 5000), "\xff\xfe"} {
			if got := names(ask(t, s, s.Admin, query)); len(got) != 0 {
				t.Errorf("%.20q found %v", query, got)
			}
		}
		if hits := ask(t, s, s.Admin, "4567"); hits[0].Detail != "+79161234567" && !strings.Contains(hits[0].Detail, "916") {
			t.Errorf("the detail is the value it was found by: %+v", hits[0])
		}
		if hits := ask(t, s, s.Admin, "веранды"); hits[0].StatusID == nil || hits[0].Ref != d.Ref {
			t.Errorf("got %+v", hits[0])
		}
		if hits := ask(t, s, s.Admin, "а", crm.Company); len(hits) != 0 {
			t.Errorf("only companies were asked for: %+v", hits)
		}
		if _, err := s.Search.Search(t.Context(), s.Admin, "а", []crm.Kind{"task"}, 5); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("a kind without cards: %v", err)
		}
	})
}

func TestSearchOrder(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		for _, name := range []string{"Совсем Иванова нет", "Петр Иванов", "Иванов Пётр", "Иванов", "Иваново"} {
			s.Company(t, s.Admin, name)
		}
		s.Drain(t)
		var got []string
		for _, h := range ask(t, s, s.Admin, "иванов") {
			got = append(got, h.Name)
		}
		if want := []string{"Иванов", "Иваново", "Иванов Пётр", "Петр Иванов", "Совсем Иванова нет"}; !slices.Equal(got, want) {
			t.Errorf("got %v", got)
		}
	})
}

// Search follows every change, and shows nothing that is gone or out of the actor's view.
func TestSearchFollows(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		own := s.User(t, seed.Scoped(tenant.ScopeOwn))
		c := s.Contact(t, s.Admin, contact.New{FirstName: "Анастасия", Phone: "+79161234567"})
		mine := s.Contact(t, own, contact.New{FirstName: "Анастас"})
		s.Drain(t)
		if got := names(ask(t, s, own, "анастас")); !slices.Equal(got, []string{"Анастас"}) {
			t.Errorf("own only: %v", got)
		}
		if got := ask(t, s, s.Another(t).Admin, "анастас"); len(got) != 0 {
			t.Errorf("another account finds %v", got)
		}
		phone, _ := c.Data, c.Tags
		var id crm.FieldID
		for id = range phone {
		}
		name := "Ольга"
		_, err := s.Contacts.Update(t.Context(), s.Admin, c.ID, contact.Patch{
			FirstName: &name, Patch: entity.Patch{ResponsibleID: &own.UserID, Fields: map[crm.FieldID]any{id: "+79039998877"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		s.Drain(t)
		if got := names(ask(t, s, own, "ольга")); len(got) != 1 || len(ask(t, s, s.Admin, "анастасия")) != 0 || len(ask(t, s, own, "1234567")) != 0 || len(ask(t, s, own, "9998877")) != 1 {
			t.Errorf("after the change: %v", got)
		}
		if _, err := s.Contacts.Update(t.Context(), own, mine.ID, contact.Patch{Patch: entity.Patch{ResponsibleID: &s.Admin.UserID}}); err != nil {
			t.Fatal(err)
		}
		if got := ask(t, s, own, "анастас"); len(got) != 0 {
			t.Errorf("rights are those of this moment, not of the entry: %v", got)
		}
		if err := s.Contacts.Delete(t.Context(), s.Admin, c.ID); err != nil {
			t.Fatal(err)
		}
		if got := ask(t, s, s.Admin, "ольга"); len(got) != 0 {
			t.Errorf("in the bin: %v", got)
		}
		s.Drain(t)
		if _, err := s.Contacts.Restore(t.Context(), s.Admin, c.ID); err != nil {
			t.Fatal(err)
		}
		s.Drain(t)
		if got := ask(t, s, s.Admin, "ольга"); len(got) != 1 {
			t.Error("a restored card is found again")
		}
	})
}

func TestFilterByQuery(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		s.Contact(t, s.Admin, contact.New{FirstName: "Анастасия", Phone: "+79161234567"})
		s.Contact(t, s.Admin, contact.New{FirstName: "Борис"})
		s.Drain(t)
		for query, want := range map[string]int{"анаст": 1, "1234567": 1, "б": 1, "бо": 1, "борис анастасия": 0, `%"'`: 0} {
			page, err := s.Contacts.List(t.Context(), s.Admin, entity.Query{Filter: entity.Leaf("query", "contains", query)})
			if err != nil || len(page.Items) != want {
				t.Errorf("%q: %d, %v", query, len(page.Items), err)
			}
		}
	})
}

func TestFindDuplicates(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		a := s.Contact(t, s.Admin, contact.New{FirstName: "Иван", Phone: "8 (916) 123-45-67", Email: "Ivan@Mail.ru"})
		b := s.Contact(t, s.Admin, contact.New{FirstName: "ИВАН"})
		find := func(who tenant.Actor, phone, email, name string) string {
			t.Helper()
			list, err := s.Search.FindDuplicates(t.Context(), who, crm.Contact, []string{phone}, []string{email}, name)
			if err != nil {
				t.Fatal(err)
			}
			out := ""
			for _, d := range list {
				out += fmt.Sprintf("%s:%d ", d.By, d.Ref.ID)
			}
			return strings.TrimSpace(out)
		}
		byA, byName := fmt.Sprint("phone:", a.ID), fmt.Sprint("name:", b.ID)
		for _, c := range []struct{ phone, email, name, want string }{
			{"+7 916 123 45 67", "", "", byA},
			{"9161234567", "ivan@mail.ru", "", byA},
			{"", "IVAN@MAIL.RU", "", fmt.Sprint("email:", a.ID)},
			{"9161234567", "", "иван", byA + " " + byName},
			{"9161234568", "x@y.z", "Пётр", ""},
			{"", "", "", ""},
		} {
			if got := find(s.Admin, c.phone, c.email, c.name); got != c.want {
				t.Errorf("%+v: got %q", c, got)
			}
		}
		if got := find(s.User(t, seed.Scoped(tenant.ScopeOwn)), "9161234567", "", "иван"); got != "" {
			t.Errorf("cards out of view: %q", got)
		}
		if got := find(s.Another(t).Admin, "9161234567", "", "иван"); got != "" {
			t.Errorf("another account: %q", got)
		}
	})
}
