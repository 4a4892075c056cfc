package search_test

import (
	"slices"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/search"
	"voronka/internal/kit/errs"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

func groups(t *testing.T, s *seed.Scene, who tenant.Actor, q search.GroupQuery) (out [][]string) {
	t.Helper()
	for {
		list, next, err := s.Search.Groups(t.Context(), who, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range list {
			var names []string
			for _, c := range g.Cards {
				names = append(names, c.Name)
			}
			out = append(out, names)
		}
		if q.After = next; next == "" {
			return out
		}
	}
}

func TestGroups(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		add := func(who tenant.Actor, name, phone, email string) contact.Contact {
			return s.Contact(t, who, contact.New{New: entity.New{Name: name}, Phone: phone, Email: email})
		}
		own := s.User(t, seed.Scoped(tenant.ScopeOwn))
		a := add(s.Admin, "Анна", "+7 916 123-45-67", "anna@mail.ru")
		b := add(own, "анна", "8 (916) 123 45 67", "")
		c := add(s.Admin, "Другая", "", "ANNA@mail.ru")
		gone := add(s.Admin, "Анна", "+7 916 123-45-67", "")
		add(s.Admin, "Одна", "+7 916 000-00-00", "one@mail.ru")
		if err := s.Contacts.Delete(t.Context(), s.Admin, gone.ID); err != nil {
			t.Fatal(err)
		}
		ask := func(who tenant.Actor, by string) [][]string {
			return groups(t, s, who, search.GroupQuery{Kind: crm.Contact, By: by, Limit: 1})
		}
		for by, want := range map[string][]string{"phone": {"Анна", "анна"}, "email": {"Анна", "Другая"}, "name": {"Анна", "анна"}} {
			if got := ask(s.Admin, by); len(got) != 1 || !slices.Equal(got[0], want) {
				t.Errorf("by %s: %v", by, got)
			}
			if got := ask(own, by); len(got) != 0 {
				t.Errorf("by %s, own only: %v", by, got)
			}
			if got := ask(s.Another(t).Admin, by); len(got) != 0 {
				t.Errorf("by %s, another account: %v", by, got)
			}
		}
		if got := groups(t, s, s.Admin, search.GroupQuery{Kind: crm.Deal, By: "phone"}); len(got) != 0 {
			t.Errorf("deals have no phones: %v", got)
		}
		for _, q := range []search.GroupQuery{{Kind: crm.Task, By: "name"}, {Kind: crm.Deal, By: "price"}} {
			if _, _, err := s.Search.Groups(t.Context(), s.Admin, q); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%+v: %v", q, err)
			}
		}
		apart := func(who tenant.Actor, different bool, ids ...crm.ID) error {
			return s.Search.SetDifferent(t.Context(), who, crm.Contact, ids, different)
		}
		if err := apart(own, true, a.ID, b.ID); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("a card out of view: %v", err)
		}
		if err := apart(s.Another(t).Admin, true, a.ID, b.ID); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("another account's cards: %v", err)
		}
		if err := apart(s.Admin, true, a.ID); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("one card: %v", err)
		}
		if err := apart(s.Admin, true, b.ID, a.ID); err != nil {
			t.Fatal(err)
		}
		if got := ask(s.Admin, "phone"); len(got) != 0 {
			t.Errorf("known to be different: %v", got)
		}
		third := add(s.Admin, "Третья", "9161234567", "")
		if got := ask(s.Admin, "phone"); len(got) != 1 || len(got[0]) != 3 {
			t.Errorf("a third one is like both: %v", got)
		}
		if err := apart(s.Admin, false, a.ID, b.ID, third.ID, c.ID); err != nil {
			t.Fatal(err)
		}
		if got := ask(s.Admin, "name"); len(got) != 1 {
			t.Errorf("taken back: %v", got)
		}
	})
}
