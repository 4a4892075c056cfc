package job

import (
	"context"
	"fmt"
	"time"

	"voronka/internal/kit/db"
)

// schedule is work that recurs.
type schedule struct {
	name     string
	interval time.Duration
	run      func(ctx context.Context) error
}

// Every registers work that recurs, before Start. One node runs it each time it is due; a time missed while no
// node was up is made up for once. A run cut off by a crash is not repeated before the next time: what must not be
// lost is enqueued as a job by fn. fn should be short, schedules of a node follow each other.
func (r *Runner) Every(name string, interval time.Duration, fn func(ctx context.Context) error) {
	r.plans = append(r.plans, schedule{name, interval, fn})
}

func (r *Runner) prepareSchedules(ctx context.Context) error {
	for _, s := range r.plans {
		err := r.db.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `
				INSERT INTO schedules (name, due_at)
				VALUES ($1, $2)
				ON CONFLICT (name) DO NOTHING`, s.name, tx.Unix())
			return err
		})
		if err != nil {
			return fmt.Errorf("prepare schedule %s: %w", s.name, err)
		}
	}
	return nil
}

func (r *Runner) runSchedules(ctx context.Context) {
	for _, s := range r.plans {
		if ctx.Err() != nil {
			return
		}
		mine, err := r.take(ctx, s)
		if err == nil && mine {
			err = protect(func() error { return s.run(ctx) })
		}
		if err != nil && ctx.Err() == nil {
			r.log.ErrorContext(ctx, "recurring work failed", "schedule", s.name, "err", err)
		}
	}
}

// take moves the schedule to its next time; only one node succeeds.
func (r *Runner) take(ctx context.Context, s schedule) (bool, error) {
	var due bool
	err := r.db.QueryRow(ctx, `SELECT due_at <= $1 FROM schedules WHERE name = $2`, r.db.Now().Unix(), s.name).Scan(&due)
	if err != nil || !due {
		return false, err
	}
	var n int64
	err = r.db.Write(ctx, func(tx *db.Tx) (err error) {
		n, err = tx.Exec(ctx, `
			UPDATE schedules
			SET due_at = $1
			WHERE name = $2 AND due_at <= $3`, tx.Now().Add(s.interval).Unix(), s.name, tx.Unix())
		return err
	})
	return n == 1, err
}
