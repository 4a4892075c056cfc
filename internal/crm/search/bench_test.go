package search_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

var (
	firstNames = []string{"Иван", "Пётр", "Анна", "Ольга", "Сергей", "Мария", "Алексей", "Наталья", "Дмитрий", "Елена", "John", "Mary", "Рустам", "Гульнара"}
	stems      = []string{"Иван", "Петр", "Сидор", "Кузнец", "Смирн", "Попов", "Волк", "Соловь", "Васильев", "Зайцев", "Павл", "Семён", "Голуб", "Виноград", "Богдан", "Воробь", "Фёдор", "Михайл", "Беля", "Тарас"}
	tails      = []string{"ов", "ев", "ин", "ский", "енко", "ова", "ева", "ина", "ская", "чук", "ян", "швили"}
)

// people is how many contacts are searched: a million with BENCH_PEOPLE=1000000, fewer for a quick look.
func people() int {
	if n, err := strconv.Atoi(os.Getenv("BENCH_PEOPLE")); err == nil {
		return n
	}
	return 20_000
}

// fillEntries writes contacts and their entries by bare statements: what is measured is reading.
func fillEntries(b *testing.B, s *seed.Scene, n int, owner func(i int) tenant.UserID) {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	const chunk = 500
	for done := 0; done < n; done += chunk {
		var cards, entries []any
		for i := range chunk {
			name := firstNames[r.IntN(len(firstNames))] + " " + stems[r.IntN(len(stems))] + tails[r.IntN(len(tails))]
			phone := fmt.Sprintf("7%010d", 9_000_000_000+r.IntN(999_999_999))
			key := lang.Fold(name)
			who := owner(done + i)
			cards = append(cards, s.Admin.AccountID, done+i+1, name, key, who, "{}", 0, 0, 1, 1)
			entries = append(entries, s.Admin.AccountID, "contact", done+i+1, who, key, fmt.Sprintf(" %s %s user%d mail ru", key, phone, done+i))
		}
		err := s.DB.Write(b.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(b.Context(), `INSERT INTO contacts (account_id, id, name, name_key, responsible_id, data, created_by, updated_by, created_at, updated_at)
				VALUES `+db.Values(chunk, 10), cards...)
			if err == nil {
				_, err = tx.Exec(b.Context(), `INSERT INTO search_entries (account_id, entity_kind, entity_id, responsible_id, name_key, text)
				VALUES `+db.Values(chunk, 6), entries...)
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	for _, text := range map[db.Engine][]string{
		db.SQLite:   {`INSERT INTO search_fts (search_fts) VALUES ('optimize')`, `ANALYZE`},
		db.Postgres: {`VACUUM ANALYZE search_entries`, `VACUUM ANALYZE contacts`},
	}[s.DB.Engine()] {
		if _, err := s.DB.Exec(b.Context(), text); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSearch asks for names, parts of them and phone fragments, frequent and rare, and reports the 95th of a hundred.
func BenchmarkSearch(b *testing.B) {
	queries := []string{
		"иванов", "ванов", "анна", "ова", "рустам швили", "семенян", "ив", "и", "джонсон", "9161", "916123", "12345", "345-67-89",
		"79031234567", "user777", "mail", "ольга виноградская", "john", "xyz", "ян", "7777", "петр 79",
		"ивонов", "bdfyjd", "ivanov", "сидорво петр", "kuznetsov", "нетакого",
	}
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		b.Run(string(engine), func(b *testing.B) {
			s := seed.CRM(b, dbtest.Open(b, dbtest.Config(b, engine)))
			own, some := s.User(b, seed.Scoped(tenant.ScopeOwn)), s.User(b, seed.Scoped(tenant.ScopeOwn))
			fillEntries(b, s, people(), func(i int) tenant.UserID {
				switch {
				case i%1000 == 0:
					return own.UserID
				case i%10 == 1:
					return some.UserID
				}
				return s.Admin.UserID
			})
			if err := s.Search.Learn(b.Context()); err != nil {
				b.Fatal(err)
			}
			for name, who := range map[string]tenant.Actor{"admin": s.Admin, "own 0.1%": own, "own 10%": some} {
				b.Run(name, func(b *testing.B) {
					took := map[string][]time.Duration{}
					var all []time.Duration
					for b.Loop() {
						for _, q := range queries {
							start := time.Now()
							if _, err := s.Search.Search(b.Context(), who, q, []crm.Kind{crm.Contact, crm.Deal, crm.Company}, 20); err != nil {
								b.Fatal(err)
							}
							d := time.Since(start)
							took[q], all = append(took[q], d), append(all, d)
						}
					}
					slices.Sort(all)
					b.ReportMetric(float64(all[len(all)*95/100].Microseconds())/1000, "p95-ms")
					line := ""
					for q, list := range took {
						slices.Sort(list)
						line += fmt.Sprintf(" %s: %v;", q, list[len(list)/2].Round(10*time.Microsecond))
					}
					b.Log(line)
				})
			}
		})
	}
}
