package event

import (
	"context"
	"fmt"

	"voronka/internal/kit/db"
)

// Drain handles everything that was committed before the call, in the caller's goroutine if need be, and
// returns the first failure of a reader. It works with or without Start.
func (d *Dispatcher) Drain(ctx context.Context) error {
	if err := d.prepare(ctx); err != nil {
		return err
	}
	goal, err := goalOf(ctx, d.db)
	if err != nil {
		return err
	}
	for _, r := range d.readers {
		if err := r.drain(ctx, goal); err != nil {
			return fmt.Errorf("reader %s: %w", r.Name, err)
		}
	}
	return nil
}

// Caught reports whether the reader has handled everything committed until now.
func (d *Dispatcher) Caught(ctx context.Context, reader string) (bool, error) {
	goal, err := goalOf(ctx, d.db)
	if err != nil {
		return false, err
	}
	return reached(ctx, d.db, reader, goal)
}

func (r *reader) drain(ctx context.Context, goal int64) error {
	for {
		done, err := reached(ctx, r.db, r.Name, goal)
		if err != nil || done {
			return err
		}
		more, err := r.step(ctx)
		if err != nil {
			return err
		}
		if more != atOnce {
			sleep(ctx, pendingLook)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// goalOf is the last event (SQLite) or the first transaction that has not begun (PostgreSQL).
func goalOf(ctx context.Context, q db.Querier) (goal int64, err error) {
	text := `SELECT coalesce(max(id), 0) FROM events`
	if q.Engine() == db.Postgres {
		text = `SELECT CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT)`
	}
	err = q.QueryRow(ctx, text).Scan(&goal)
	return goal, err
}

func reached(ctx context.Context, q db.Querier, reader string, goal int64) (done bool, err error) {
	text := `SELECT last_id >= $1 FROM event_cursors WHERE reader = $2`
	if q.Engine() == db.Postgres {
		text = `
			SELECT c.low = c.high AND NOT EXISTS (
				SELECT 1
				FROM events e
				WHERE e.txid >= CAST(CAST(c.high AS TEXT) AS xid8)
					AND e.txid < CAST(CAST(CAST($1 AS BIGINT) AS TEXT) AS xid8))
			FROM event_cursors c
			WHERE c.reader = $2`
	}
	err = q.QueryRow(ctx, text, goal, reader).Scan(&done)
	return done, err
}
