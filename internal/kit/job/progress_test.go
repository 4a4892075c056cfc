package job_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/job"
)

// Figures that are stored while a checkpoint is being committed do not bring the older checkpoint back.
func TestCheckpoint_besideFigures(t *testing.T) {
	t.Parallel()
	dbtestEachClock(t, func(t *testing.T, d *db.DB, c *clock) {
		r := job.NewRunner(d, quiet())
		r.Add(job.Kind{Name: "k", MaxAttempts: 1, Remote: func(ctx context.Context, _ job.Job, p *job.Progress) error {
			var wg sync.WaitGroup
			for row := range 30 {
				p.Set(int64(row), 30)
				err := d.Write(ctx, func(tx *db.Tx) error {
					if err := p.Checkpoint(ctx, tx, row); err != nil {
						return err
					}
					wg.Go(func() { p.Flush(ctx) })
					awaitBlocked(ctx, t, d)
					return nil
				})
				if err != nil {
					return err
				}
				wg.Wait()
			}
			return job.Permanent(context.Canceled)
		}})
		id := enqueue(t, d, job.New{AccountID: 1, Kind: "k"})
		drain(t, r)
		if s := status(t, d, id); string(s.Progress.Checkpoint) != "29" {
			t.Fatalf("checkpoint %s", s.Progress.Checkpoint)
		}
		c.move(time.Second)
	})
}

// awaitBlocked returns when a statement waits for a lock in this database; SQLite lets nobody come so far.
func awaitBlocked(ctx context.Context, t *testing.T, d *db.DB) {
	if d.Engine() != db.Postgres {
		return
	}
	for range 500 {
		var n int
		err := d.QueryRow(ctx, `
			SELECT COUNT(*)
			FROM pg_locks l
			JOIN pg_stat_activity a ON a.pid = l.pid
			WHERE NOT l.granted AND a.datname = current_database()`).Scan(&n)
		if err != nil {
			t.Error(err)
			return
		}
		if n > 0 {
			return
		}
	}
}
