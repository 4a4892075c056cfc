package search_test

import (
	"slices"
	"testing"

	"voronka/internal/crm/contact"
	"voronka/internal/kit/db"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

func TestSearchForgivesMistakes(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		s.Contact(t, s.Admin, contact.New{FirstName: "Сергей", LastName: "Иванов"})
		s.Contact(t, s.Admin, contact.New{FirstName: "Людмила", LastName: "Жукова"})
		s.Contact(t, s.Admin, contact.New{FirstName: "Michael", LastName: "Johnson"})
		s.Drain(t)
		for query, want := range map[string]string{
			"ивонов": "Сергей Иванов", "иванв": "Сергей Иванов", "ивванов": "Сергей Иванов", "иавнов": "Сергей Иванов", "сергей ивонов": "Сергей Иванов",
			"bdfyjd": "Сергей Иванов", "cthutq": "Сергей Иванов", "ivanov": "Сергей Иванов", "sergey ivanov": "Сергей Иванов", "sergei": "Сергей Иванов",
			";erjdf": "Людмила Жукова", "k.lvbkf": "Людмила Жукова", "zhukova": "Людмила Жукова", "Lyudmila": "Людмила Жукова", "людмлиа": "Людмила Жукова",
			"ощртыщт": "Michael Johnson", "Jonson": "Michael Johnson", "michal johnson": "Michael Johnson",
		} {
			if got := names(ask(t, s, s.Admin, query)); !slices.Contains(got, want) {
				t.Errorf("%q: got %v, want %s", query, got, want)
			}
		}
		for _, query := range []string{"ивн", "ивоноф", "петров", "вода", "89160000000", "иванов сергевна"} {
			if got := names(ask(t, s, s.Admin, query)); len(got) != 0 {
				t.Errorf("%q found %v", query, got)
			}
		}
		own := s.User(t, seed.Scoped(tenant.ScopeOwn))
		for name, who := range map[string]tenant.Actor{"own": own, "another account": s.Another(t).Admin} {
			if got := ask(t, s, who, "ивонов"); len(got) != 0 {
				t.Errorf("%s: %v", name, got)
			}
		}
	})
}

// Words of entries that were written before words were remembered are learnt in the background.
func TestLearn(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		s.Contact(t, s.Admin, contact.New{FirstName: "Сергей", LastName: "Иванов"})
		s.Drain(t)
		err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `DELETE FROM search_words WHERE account_id = $1`, s.Admin.AccountID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := ask(t, s, s.Admin, "ивонов"); len(got) != 0 {
			t.Fatalf("found %v without words", got)
		}
		for range 2 {
			if err := s.Search.Learn(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if got := ask(t, s, s.Admin, "ивонов"); len(got) != 1 {
			t.Errorf("after learning: %v", got)
		}
	})
}
