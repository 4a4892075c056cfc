package robot_test

import (
	"context"
	"testing"
	"time"

	"voronka/internal/kit/db"
)

// Ended runs are kept for thirty days; however many there are, they go in chunks. Waiting ones stay.
func TestSweep(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		now := w.DB.Now()
		add := func(n, from int, finished any) {
			t.Helper()
			w.Write(func(ctx context.Context, tx *db.Tx) error {
				args := make([]any, 0, 8*n)
				for i := range n {
					args = append(args, w.Who.AccountID, 1, from+i, "deal", 1, "done", 1, finished)
				}
				_, err := tx.Exec(ctx, `
					INSERT INTO trigger_runs (account_id, trigger_id, event_id, entity_kind, entity_id, state, created_at, finished_at)
					VALUES `+db.Values(n, 8), args...)
				return err
			})
		}
		old, fresh := now.Add(-31*24*time.Hour).Unix(), now.Add(-29*24*time.Hour).Unix()
		for from := 0; from < 2500; from += 500 {
			add(500, from, old)
		}
		add(2, 5000, fresh)
		add(3, 6000, nil)
		if err := w.rules.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		left, err := db.Column[int64](t.Context(), w.DB, `SELECT event_id FROM trigger_runs WHERE account_id = $1 ORDER BY event_id`, w.Who.AccountID)
		if err != nil || len(left) != 5 || left[0] != 5000 {
			t.Errorf("%d runs are left: %v, %v", len(left), left[:min(len(left), 9)], err)
		}
	})
}
