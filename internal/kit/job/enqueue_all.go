package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"voronka/internal/kit/db"
)

// EnqueueAll stores many jobs in few statements, in the order given. It takes no unique keys.
func EnqueueAll(ctx context.Context, tx *db.Tx, jobs []New) error {
	const most = 100
	for rest := jobs; len(rest) > 0; {
		n := min(most, len(rest))
		if err := insertAll(ctx, tx, rest[:n]); err != nil {
			return fmt.Errorf("enqueue %d jobs: %w", n, err)
		}
		rest = rest[n:]
	}
	if len(jobs) > 0 {
		tx.Signal(Topic)
	}
	return nil
}

func insertAll(ctx context.Context, tx *db.Tx, jobs []New) error {
	const width = 8
	args := make([]any, 0, len(jobs)*width)
	for _, n := range jobs {
		if n.Kind == "" || n.UniqueKey != nil {
			return errors.New("a kind is needed, and unique keys go one by one")
		}
		payload, err := json.Marshal(n.Payload)
		if err != nil {
			return err
		}
		runAt := tx.Unix()
		if !n.RunAt.IsZero() {
			runAt = max(runAt, n.RunAt.Unix())
		}
		args = append(args, n.AccountID, n.Kind, n.QueueKey, string(payload), "ready", runAt, n.CreatedBy, tx.Unix())
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO jobs (account_id, kind, queue_key, payload, state, run_at, created_by, created_at)
		VALUES `+db.Values(len(jobs), width), args...)
	return err
}
