package job

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
)

// Status is a job as a person sees it.
type Status struct {
	Job
	// State is ready, waiting, running, done, dead or cancelled.
	State string
	// Error is the last failure.
	Error      string
	RunAt      int64
	FinishedAt *int64
	// IsCancelled: somebody asked to stop it.
	IsCancelled bool
}

// Find returns a job of an account.
func Find(ctx context.Context, q db.Querier, accountID, id int64) (Status, error) {
	all, err := list(ctx, q, `account_id = $1 AND id = $2`, accountID, id)
	if err != nil {
		return Status{}, fmt.Errorf("find job %d: %w", id, err)
	}
	if len(all) == 0 {
		return Status{}, errs.NotFound("there is no job %d", id)
	}
	return all[0], nil
}

// Dead lists up to limit dead jobs of an account, newest first, from before an id (0: from the newest).
func Dead(ctx context.Context, q db.Querier, accountID, beforeID int64, limit int) ([]Status, error) {
	return list(ctx, q, `account_id = $1 AND state = 'dead' AND ($2 = 0 OR id < $2) ORDER BY id DESC LIMIT $3`,
		accountID, beforeID, min(max(limit, 1), 500))
}

// Pending lists the jobs of an account of some kinds that have not ended, the oldest first, at most a hundred.
func Pending(ctx context.Context, q db.Querier, accountID int64, kinds ...string) ([]Status, error) {
	args := []any{accountID}
	for _, k := range kinds {
		args = append(args, k)
	}
	marks := strings.Trim(strings.Repeat(", $#", len(kinds)), ", ")
	for i := range kinds {
		marks = strings.Replace(marks, "#", fmt.Sprint(i+2), 1)
	}
	return list(ctx, q, `account_id = $1 AND state IN ('ready', 'waiting', 'running') AND kind IN (`+marks+`) ORDER BY id LIMIT 100`, args...)
}

func list(ctx context.Context, q db.Querier, where string, args ...any) ([]Status, error) {
	rows, err := q.Query(ctx, `
		SELECT `+jobColumns+`, state, error, run_at, finished_at, is_cancelled
		FROM jobs
		WHERE `+where, args...)
	return db.Collect(rows, err, func(r db.Rows) (s Status, err error) {
		var payload string
		var progress *string
		err = r.Scan(&s.ID, &s.AccountID, &s.Kind, &s.QueueKey, &payload, &s.Attempt, &s.CreatedBy, &s.CreatedAt, &progress,
			&s.State, &s.Error, &s.RunAt, &s.FinishedAt, &s.IsCancelled)
		if err != nil {
			return s, err
		}
		s.Payload = []byte(payload)
		return s, s.Progress.parse(progress)
	})
}

// CancelTopic is rung when a running job was asked to stop.
const CancelTopic = "job.cancel"

// Cancel stops a job: one that does not run yet ends at once, a running one has its context cancelled by its node.
func Cancel(ctx context.Context, tx *db.Tx, accountID, id int64) error {
	s, err := Find(ctx, tx, accountID, id)
	if err != nil {
		return err
	}
	if err := lockKey(ctx, tx, s.QueueKey); err != nil {
		return err
	}
	var state string
	err = tx.QueryRow(ctx, `
		UPDATE jobs
		SET is_cancelled = TRUE,
			state = CASE WHEN state = 'running' THEN state ELSE 'cancelled' END,
			finished_at = CASE WHEN state = 'running' THEN finished_at ELSE CAST($1 AS BIGINT) END
		WHERE account_id = $2 AND id = $3 AND state IN ('ready', 'waiting', 'running')
		RETURNING state`, tx.Unix(), accountID, id).Scan(&state)
	switch {
	case errors.Is(err, db.ErrNoRows):
		return errs.Conflict("job %d is finished already", id)
	case err != nil:
		return fmt.Errorf("cancel job %d: %w", id, err)
	case state == "running":
		tx.Signal(CancelTopic)
		return nil
	}
	return wake(ctx, tx, []string{s.QueueKey})
}

// Replay makes a dead or cancelled job ready again, with all its attempts.
func Replay(ctx context.Context, tx *db.Tx, accountID, id int64) error {
	n, err := tx.Exec(ctx, `
		UPDATE jobs
		SET state = 'ready', attempt = 0, run_at = $1, error = '', finished_at = NULL, is_cancelled = FALSE
		WHERE account_id = $2 AND id = $3 AND state IN ('dead', 'cancelled')`, tx.Unix(), accountID, id)
	if err != nil {
		return fmt.Errorf("replay job %d: %w", id, err)
	}
	if n == 0 {
		if _, err := Find(ctx, tx, accountID, id); err != nil {
			return err
		}
		return errs.Conflict("job %d has not failed, there is nothing to repeat", id)
	}
	tx.Signal(Topic)
	return nil
}

// Count is the number of jobs of a kind in a state, for metrics.
type Count struct {
	Kind, State string
	Jobs        int64
	// Seconds is how long the oldest ready one has been due.
	Seconds int64
}

// Counts counts the jobs that are not done.
func Counts(ctx context.Context, d *db.DB) ([]Count, error) {
	now := d.Now().Unix()
	// One part for each state, so that each finds its index: finished jobs are by far the most.
	var parts []string
	for _, state := range []string{"ready", "waiting", "running", "dead"} {
		parts = append(parts, `
			SELECT kind, '`+state+`', count(*), min(run_at)
			FROM jobs
			WHERE state = '`+state+`'
			GROUP BY kind`)
	}
	rows, err := d.Query(ctx, strings.Join(parts, ` UNION ALL `))
	return db.Collect(rows, err, func(r db.Rows) (c Count, err error) {
		var oldest int64
		err = r.Scan(&c.Kind, &c.State, &c.Jobs, &oldest)
		if c.State == "ready" {
			c.Seconds = max(0, now-oldest)
		}
		return c, err
	})
}
