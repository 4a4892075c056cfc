package deal_test

import (
	"fmt"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

func engines(b *testing.B, fn func(b *testing.B, s *seed.Scene)) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		b.Run(string(engine), func(b *testing.B) { fn(b, seed.CRM(b, dbtest.Open(b, dbtest.Config(b, engine)))) })
	}
}

func fill(b *testing.B, s *seed.Scene, n int) {
	b.Helper()
	for done := 0; done < n; done += 1000 {
		items := make([]deal.New, 1000)
		for i := range items {
			items[i] = deal.New{
				New:      entity.New{Name: fmt.Sprint("Сделка ", done+i), Tags: []string{"импорт"}},
				Price:    crm.Money(i) * 100,
				StatusID: s.Pipeline.Statuses[i%5].ID,
				Contacts: []deal.NewPerson{{New: &contact.New{FirstName: "Иван", LastName: "Петров", Phone: fmt.Sprintf("+7916%07d", done+i)}}},
			}
		}
		err := s.DB.Write(b.Context(), func(tx *db.Tx) error {
			_, failed, err := s.Deals.CreateMany(b.Context(), tx, s.Admin, items)
			if err == nil {
				err = failed[0]
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBoard is the board of a pipeline with 10,000 open deals: everybody's, and with rights on a group's only.
func BenchmarkBoard(b *testing.B) {
	engines(b, func(b *testing.B, s *seed.Scene) {
		fill(b, s, 10_000)
		colleague := s.User(b, seed.Scoped(tenant.ScopeGroup))
		colleague.Members = []tenant.UserID{colleague.UserID, s.Admin.UserID}
		for _, sort := range []string{"-updated_at", "next_task", "name"} {
			for name, who := range map[string]tenant.Actor{"admin": s.Admin, "group": colleague} {
				b.Run(sort+"/"+name, func(b *testing.B) {
					for b.Loop() {
						board, err := s.Deals.Board(b.Context(), who, deal.BoardQuery{Sort: sort})
						if err != nil || board.Count != 10_000 {
							b.Fatal(board.Count, err)
						}
					}
				})
			}
		}
	})
}

// BenchmarkCreateMany makes a thousand deals, each with a new contact, phone and tag, in a transaction.
func BenchmarkCreateMany(b *testing.B) {
	engines(b, func(b *testing.B, s *seed.Scene) {
		n := 0
		for b.Loop() {
			fill(b, s, 1000)
			n += 1000
		}
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
	})
}

// BenchmarkCreate makes one deal in a transaction of its own.
func BenchmarkCreate(b *testing.B) {
	engines(b, func(b *testing.B, s *seed.Scene) {
		for b.Loop() {
			if _, err := s.Deals.Create(b.Context(), s.Admin, deal.New{New: entity.New{Name: "Окна"}, Price: 100}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkMove moves one deal to and fro.
func BenchmarkMove(b *testing.B) {
	engines(b, func(b *testing.B, s *seed.Scene) {
		d, err := s.Deals.Create(b.Context(), s.Admin, deal.New{New: entity.New{Name: "Окна"}})
		if err != nil {
			b.Fatal(err)
		}
		for i := 0; b.Loop(); i++ {
			if _, err := s.Deals.Move(b.Context(), s.Admin, d.ID, deal.Move{StatusID: s.Pipeline.Statuses[1+i%2].ID}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
