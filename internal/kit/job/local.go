package job

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"voronka/internal/kit/db"
)

const (
	localBatch  = 100                   // jobs of one transaction
	localBudget = 50 * time.Millisecond // after which a transaction takes no further job: others want to write
	localDepth  = 400                   // due jobs a claim looks at
)

// localRound runs one batch of local jobs in one transaction. It returns how many jobs it ended and whether
// another round may find more.
func (r *Runner) localRound(ctx context.Context, k Kind, limit int) (ended int, more bool, err error) {
	if yes, err := due(ctx, r.db, k); err != nil || !yes {
		return 0, false, err
	}
	var current *Job
	err = r.db.Write(ctx, func(tx *db.Tx) error {
		ended, more, current = 0, false, nil
		ids, parked, err := choose(ctx, tx, k, limit, localDepth)
		if err != nil {
			return fmt.Errorf("claim %s: %w", k.Name, err)
		}
		jobs, err := load(ctx, tx, ids)
		if err != nil {
			return fmt.Errorf("claim %s: %w", k.Name, err)
		}
		ended, err = r.runLocal(ctx, tx, k, jobs, &current)
		more = parked || ended > 0
		return err
	})
	// The transaction is lost as a whole. With a single job in it the fault is that job's: it is written down apart.
	if err != nil && current != nil && limit == 1 && ctx.Err() == nil && !db.Unreachable(err) {
		j, cause := *current, err
		return 1, true, r.db.Write(ctx, func(tx *db.Tx) error { return settle(ctx, tx, k, j, "", k.after(tx.Unix(), j, cause)) })
	}
	return ended, more, err
}

func load(ctx context.Context, tx *db.Tx, ids []int64) ([]Job, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	b := db.NewBuilder(tx.Engine())
	b.Add(`SELECT `, jobColumns, ` FROM jobs WHERE `, db.In(b, "id", ids))
	rows, err := tx.Query(ctx, b.SQL(), b.Args()...)
	jobs, err := db.Collect(rows, err, scanJob)
	return inOrder(jobs, ids), err
}

func (r *Runner) runLocal(ctx context.Context, tx *db.Tx, k Kind, jobs []Job, current **Job) (int, error) {
	began := time.Now()
	var done []Job
	failed := 0
	for i := range jobs {
		if i > 0 && (time.Since(began) > localBudget || ctx.Err() != nil) {
			break
		}
		j := &jobs[i]
		j.Attempt++
		*current = j
		cause, err := inSavepoint(ctx, tx, k, *j)
		if err != nil {
			return 0, err
		}
		if cause == nil {
			done = append(done, *j)
			continue
		}
		failed++
		r.logFailure(ctx, *j, cause)
		if err := settle(ctx, tx, k, *j, "", k.after(tx.Unix(), *j, cause)); err != nil {
			return 0, err
		}
	}
	*current = nil
	return len(done) + failed, finishAll(ctx, tx, done)
}

// inSavepoint runs a handler so that its failure (cause) undoes only what it wrote. err means that the
// transaction cannot go on.
func inSavepoint(ctx context.Context, tx *db.Tx, k Kind, j Job) (cause, err error) {
	if _, err := tx.Exec(ctx, `SAVEPOINT job`); err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, k.Timeout)
	defer cancel()
	cause = protect(func() error { return k.Local(limited, tx, j) })
	if cause == nil {
		_, err = tx.Exec(ctx, `RELEASE SAVEPOINT job`)
		return nil, err
	}
	if ctx.Err() != nil || db.Unreachable(cause) || db.Retryable(cause) {
		return nil, cause
	}
	if _, err := tx.Exec(ctx, `ROLLBACK TO SAVEPOINT job`); err != nil {
		return nil, fmt.Errorf("%w (after %w)", err, cause)
	}
	_, err = tx.Exec(ctx, `RELEASE SAVEPOINT job`)
	return cause, err
}

// protect turns a panic of a handler into an error.
func protect(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return fn()
}
