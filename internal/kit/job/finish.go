package job

import (
	"context"
	"errors"
	"fmt"

	"voronka/internal/kit/db"
)

// errLost: the lease of the job went to another node, or the job is gone.
var errLost = errors.New("this node has lost the lease of the job")

const maxError = 2000

// outcome is the state a job goes to after an attempt, and why.
type outcome struct {
	state string
	runAt int64
	cause error
}

func (k Kind) after(now int64, j Job, err error) outcome {
	switch {
	case err == nil:
		return outcome{state: "done"}
	case isPermanent(err) || j.Attempt >= k.MaxAttempts:
		return outcome{state: "dead", cause: err}
	}
	return outcome{state: "ready", runAt: k.nextRun(now, j.Attempt), cause: err}
}

// finishAll marks local jobs as done, in one statement.
func finishAll(ctx context.Context, tx *db.Tx, jobs []Job) error {
	if len(jobs) == 0 {
		return nil
	}
	ids := make([]int64, len(jobs))
	keys := make([]string, len(jobs))
	for i, j := range jobs {
		ids[i], keys[i] = j.ID, j.QueueKey
	}
	b := db.NewBuilder(tx.Engine())
	b.Add(`UPDATE jobs SET state = 'done', attempt = attempt + 1, error = '', finished_at = `, b.Arg(tx.Unix()),
		` WHERE `, db.In(b, "id", ids))
	if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
		return fmt.Errorf("finish jobs: %w", err)
	}
	return wake(ctx, tx, keys)
}

// settle stores what became of an attempt and wakes the next job of the key. owner is empty for local jobs;
// for remote ones errLost comes back when the job is not this node's any more.
func settle(ctx context.Context, tx *db.Tx, k Kind, j Job, owner string, o outcome) error {
	if err := lockKey(ctx, tx, j.QueueKey); err != nil {
		return err
	}
	var finished, runAt *int64
	message := ""
	if o.cause != nil {
		message = o.cause.Error()
		message = message[:min(len(message), maxError)]
	}
	if o.state == "ready" {
		runAt = &o.runAt
	} else {
		now := tx.Unix()
		finished = &now
	}
	n, err := tx.Exec(ctx, `
		UPDATE jobs
		SET state = $1, attempt = $2, run_at = coalesce($3, run_at), error = $4, finished_at = $5, owner = '', lease_until = NULL
		WHERE account_id = $6 AND id = $7 AND owner = $8 AND state IN ('ready', 'waiting', 'running')`,
		o.state, j.Attempt, runAt, message, finished, j.AccountID, j.ID, owner)
	if err != nil {
		return fmt.Errorf("settle job %d: %w", j.ID, err)
	}
	if n == 0 {
		return errLost
	}
	if o.state == "ready" {
		tx.Signal(Topic)
		if k.Strict {
			return nil
		}
	}
	if o.state == "dead" && k.Failed != nil {
		if err := k.Failed(ctx, tx, j, o.cause); err != nil {
			return fmt.Errorf("tell of the dead job %d: %w", j.ID, err)
		}
	}
	return wake(ctx, tx, []string{j.QueueKey})
}
