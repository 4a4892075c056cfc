package job_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/job"
	"voronka/internal/schema/dbtest"
)

// fill makes n jobs in one statement.
func fill(t testing.TB, d *db.DB, n int, kind, key string) {
	t.Helper()
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(context.Background(), `
			WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1)
			INSERT INTO jobs (account_id, kind, queue_key, payload, state, run_at, created_at)
			SELECT 1, $2, $3, '{}', 'ready', 0, 0 FROM numbers`, n, kind, key)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// With 100,000 jobs waiting the claim reads the index, not the table.
func TestClaimUsesTheIndex(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fill(t, d, 100_000, "other", "")
		fill(t, d, 1_000, "k", "")
		explain := `EXPLAIN QUERY PLAN `
		if d.Engine() == db.Postgres {
			explain = `EXPLAIN `
			if _, err := d.Exec(t.Context(), `ANALYZE jobs`); err != nil {
				t.Fatal(err)
			}
		}
		rows, err := d.Query(t.Context(), explain+job.CandidateQuery, "k", 1, 400)
		plan, err := db.Collect(rows, err, func(r db.Rows) (string, error) {
			var a, b, c any
			var text string
			if d.Engine() == db.Postgres {
				return text, r.Scan(&text)
			}
			err := r.Scan(&a, &b, &c, &text)
			return text, err
		})
		if err != nil {
			t.Fatal(err)
		}
		all := strings.Join(plan, "\n")
		if !strings.Contains(all, "jobs_ready") || strings.Contains(all, "Sort") || strings.Contains(all, "TEMP B-TREE") {
			t.Errorf("plan:\n%s", all)
		}
	})
}

// One busy address with a long queue must not keep the others waiting, and its own queue must move on.
func TestLongQueueOfOneKey(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fill(t, d, 3_000, "k", "busy")
		free := enqueue(t, d, job.New{AccountID: 1, Kind: "k", QueueKey: "free"})
		hold, release := make(chan struct{}), make(chan struct{})
		var ran atomic.Int64
		r := job.NewRunner(d, quiet())
		r.Add(job.Kind{Name: "k", Remote: func(ctx context.Context, j job.Job, _ *job.Progress) error {
			if j.QueueKey == "busy" {
				if ran.Add(1) == 1 {
					close(hold)
					<-release
				}
			}
			return nil
		}})
		if err := r.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		defer r.Stop(t.Context())
		<-hold
		waitFor(t, func() bool { return status(t, d, free).State == "done" })
		close(release)
		waitFor(t, func() bool { return ran.Load() > 20 })
	})
}

// A figure for people; the bar is low, because other tests run at the same time.
func TestLocalThroughput(t *testing.T) {
	t.Parallel()
	d := dbtest.One(t)
	fill(t, d, 4_000, "k", "")
	r := job.NewRunner(d, quiet())
	r.Add(job.Kind{Name: "k", Local: func(ctx context.Context, tx *db.Tx, j job.Job) error {
		_, err := tx.Exec(ctx, `UPDATE install_settings SET value = $1 WHERE name = 'x'`, fmt.Sprint(j.ID))
		return err
	}})
	began := time.Now()
	drain(t, r)
	rate := 4000 / time.Since(began).Seconds()
	t.Logf("%.0f local jobs a second", rate)
	if rate < 300 {
		t.Errorf("only %.0f local jobs a second", rate)
	}
}
