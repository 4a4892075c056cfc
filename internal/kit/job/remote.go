package job

import (
	"context"
	"errors"
	"fmt"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
)

const (
	lease       = 30 * time.Second // how long a node that is silent keeps its jobs
	beat        = 7 * time.Second  // how often it renews
	remoteDepth = 500
)

// remoteClaim marks up to want jobs as running on this node.
func (r *Runner) remoteClaim(ctx context.Context, k Kind, want int) (jobs []Job, more bool, err error) {
	if yes, err := due(ctx, r.db, k); err != nil || !yes {
		return nil, false, err
	}
	err = r.db.Write(ctx, func(tx *db.Tx) error {
		var ids []int64
		ids, more, err = choose(ctx, tx, k, want, remoteDepth)
		if err != nil || len(ids) == 0 {
			return err
		}
		b := db.NewBuilder(tx.Engine())
		b.Add(`UPDATE jobs SET state = 'running', attempt = attempt + 1, owner = `, b.Arg(r.owner),
			`, lease_until = `, b.Arg(tx.Now().Add(lease).Unix()), ` WHERE `, db.In(b, "id", ids), ` RETURNING `, jobColumns)
		rows, err := tx.Query(ctx, b.SQL(), b.Args()...)
		jobs, err = db.Collect(rows, err, scanJob)
		jobs = inOrder(jobs, ids)
		return err
	})
	if err != nil {
		return nil, false, fmt.Errorf("claim %s: %w", k.Name, err)
	}
	return jobs, more, nil
}

// errInterrupted: the node went down during an attempt.
var errInterrupted = errors.New("interrupted by a restart")

// remoteRun makes one attempt and stores its outcome.
func (r *Runner) remoteRun(ctx context.Context, k Kind, j Job) {
	limited, cancel := context.WithTimeout(ctx, k.Timeout)
	defer cancel()
	p := newProgress(r, j)
	r.hold(j.ID, p, cancel)
	err := protect(func() error { return k.Remote(limited, j, p) })
	p.flush(context.WithoutCancel(ctx))
	asked := r.letGo(j.ID)
	if err != nil {
		r.logFailure(ctx, j, err)
	}
	r.store(context.WithoutCancel(ctx), k, j, func(now int64) outcome {
		switch {
		case err != nil && asked:
			return outcome{state: "cancelled", cause: errors.New("cancelled on request")}
		case err != nil && ctx.Err() != nil:
			return outcome{state: "ready", runAt: now, cause: errInterrupted}
		}
		return k.after(now, j, err)
	})
}

// storeTries bounds how long a node insists on telling the outcome; afterwards the lease runs out.
const storeTries = 6

func (r *Runner) store(ctx context.Context, k Kind, j Job, decide func(now int64) outcome) {
	for try := range storeTries {
		err := r.db.Write(ctx, func(tx *db.Tx) error {
			o := decide(tx.Unix())
			told := j
			if errors.Is(o.cause, errInterrupted) {
				told.Attempt-- // it was not the job's fault
			}
			return settle(ctx, tx, k, told, r.owner, o)
		})
		switch {
		case err == nil:
			return
		case errors.Is(err, errLost):
			r.log.WarnContext(ctx, "a job was taken over by another node", "job", j.ID, "kind", j.Kind)
			return
		case !errs.Is(err, errs.CodeUnavailable) || try == storeTries-1:
			r.log.ErrorContext(ctx, "could not store the outcome of a job", "job", j.ID, "kind", j.Kind, "err", err)
			return
		}
		sleep(ctx, 200*time.Millisecond<<try)
	}
}
