// Package job is durable background work kept in our own database: what is enqueued in a transaction runs
// after its commit, on one node, whatever happens to the process (see doc.go for the states).
package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"voronka/internal/kit/db"
)

// Topic is rung when jobs became ready.
const Topic = "job"

// New describes work to be done.
type New struct {
	AccountID int64
	Kind      string
	// QueueKey: jobs of one key, of whatever kind, run one at a time in the order of their ids. Empty: no order.
	QueueKey string
	// UniqueKey: a second job of the same account, kind and key is not made, as long as the row of the first is kept.
	UniqueKey *string
	// Payload is stored as JSON.
	Payload any
	// RunAt is the earliest time; the zero time is now.
	RunAt time.Time
	// CreatedBy is the user who asked for the work, 0 for none.
	CreatedBy int64
}

// Job is one piece of work as its handler sees it.
type Job struct {
	ID        int64
	AccountID int64
	Kind      string
	QueueKey  string
	Payload   json.RawMessage
	// Attempt counts from 1.
	Attempt   int
	CreatedBy int64
	CreatedAt int64
	// Progress is what an earlier attempt left: a checkpoint to go on from.
	Progress Report
}

// Report is how far a job has come.
type Report struct {
	Done    int64  `json:"done"`
	Total   int64  `json:"total"`
	Message string `json:"message"`
	// Checkpoint is the handler's own note of where to go on.
	Checkpoint json.RawMessage `json:"checkpoint,omitempty"`
}

// Enqueue stores a job in the transaction of its cause. When the unique key is taken it returns the id of
// the job that has it.
func Enqueue(ctx context.Context, tx *db.Tx, n New) (int64, error) {
	if n.Kind == "" {
		return 0, errors.New("enqueue: a kind is needed")
	}
	payload, err := json.Marshal(n.Payload)
	if err != nil {
		return 0, fmt.Errorf("enqueue %s: %w", n.Kind, err)
	}
	runAt := tx.Unix()
	if !n.RunAt.IsZero() {
		runAt = max(runAt, n.RunAt.Unix())
	}
	var id int64
	err = tx.QueryRow(ctx, `
		INSERT INTO jobs (account_id, kind, queue_key, unique_key, payload, state, run_at, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, 'ready', $6, $7, $8)
		ON CONFLICT (account_id, kind, unique_key) WHERE unique_key IS NOT NULL DO NOTHING
		RETURNING id`,
		n.AccountID, n.Kind, n.QueueKey, n.UniqueKey, string(payload), runAt, n.CreatedBy, tx.Unix()).Scan(&id)
	if errors.Is(err, db.ErrNoRows) && n.UniqueKey != nil {
		return existing(ctx, tx, n)
	}
	if err != nil {
		return 0, fmt.Errorf("enqueue %s: %w", n.Kind, err)
	}
	tx.Signal(Topic)
	return id, nil
}

func existing(ctx context.Context, tx *db.Tx, n New) (id int64, err error) {
	err = tx.QueryRow(ctx, `
		SELECT id
		FROM jobs
		WHERE account_id = $1 AND kind = $2 AND unique_key = $3`, n.AccountID, n.Kind, *n.UniqueKey).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("find the job with the same unique key: %w", err)
	}
	return id, nil
}
