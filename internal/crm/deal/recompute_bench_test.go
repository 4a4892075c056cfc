package deal_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// BenchmarkRecompute brings a formula over many deals up to date, as a change of it does; BENCH_DEALS says how many.
func BenchmarkRecompute(b *testing.B) {
	deals := 20_000
	if n, err := strconv.Atoi(os.Getenv("BENCH_DEALS")); err == nil {
		deals = n
	}
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		b.Run(string(engine), func(b *testing.B) {
			s := seed.CRM(b, dbtest.Open(b, dbtest.Config(b, engine)))
			area := s.Field(b, crm.Deal, "number", "Площадь")
			formula := func(text string) field.Field {
				f, err := s.Fields.Create(b.Context(), s.Admin, field.Draft{Kind: crm.Deal, Type: field.Formula, Name: text, Settings: field.Settings{Formula: fmt.Sprintf(text, area.ID)}})
				if err != nil {
					b.Fatal(err)
				}
				return f
			}
			total := formula("{cf.%d} * 2")
			formula("CONCAT({cf.%d}, \" м2\")")
			insertMany(b, s, deals, area.ID)
			who := tenant.RobotOf(s.Admin.AccountID, tenant.Cause{Kind: "bulk"})
			walk := func() time.Duration {
				start := time.Now()
				for after, n := crm.ID(0), 1; n > 0; {
					err := s.DB.Write(b.Context(), func(tx *db.Tx) (err error) {
						after, n, err = s.Deals.RecomputePage(b.Context(), tx, who, after, 300)
						return err
					})
					if err != nil {
						b.Fatal(err)
					}
				}
				return time.Since(start)
			}
			for b.Loop() {
				first := walk()
				changed := field.Settings{Formula: fmt.Sprintf("{cf.%d} * 3", area.ID)}
				if _, err := s.Fields.Update(b.Context(), s.Admin, total.ID, field.Patch{Settings: &changed}); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(first.Seconds(), "first-s")
				b.ReportMetric(walk().Seconds(), "change-s")
				b.ReportMetric(walk().Seconds(), "nothing-s")
			}
		})
	}
}

// insertMany writes deals with a number by bare statements: what is measured comes after.
func insertMany(b *testing.B, s *seed.Scene, n int, area crm.FieldID) {
	b.Helper()
	const chunk = 500
	for done := 0; done < n; done += chunk {
		var args []any
		for i := range chunk {
			args = append(args, s.Admin.AccountID, "Сделка", "сделка", s.Admin.UserID, fmt.Sprintf(`{"%d": ["%d"]}`, area, done+i), 0, 0, 1, 1, s.Pipeline.ID, s.Pipeline.Statuses[0].ID, 1)
		}
		err := s.DB.Write(b.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(b.Context(), `INSERT INTO deals (account_id, name, name_key, responsible_id, data, created_by, updated_by, created_at, updated_at, pipeline_id, status_id, status_changed_at)
				VALUES `+db.Values(chunk, 12), args...)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
