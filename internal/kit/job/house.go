package job

import (
	"context"
	"errors"
	"time"

	"voronka/internal/kit/db"
)

const (
	houseEvery = 10 * time.Second
	keepDone   = 7 * 24 * time.Hour  // how long finished jobs can be looked at
	keepDead   = 90 * 24 * time.Hour // and dead ones replayed
	chunk      = 500                 // rows of one statement: others want to write
	flushEvery = 500 * time.Millisecond
)

// keepHouse looks after what nobody else does: lost leases, stuck keys, schedules, old rows.
func (r *Runner) keepHouse(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	var last, cleaned time.Time
	for {
		now := time.Now()
		if now.Sub(last) >= houseEvery {
			last = now
			r.try(ctx, "take back lost jobs", r.Reap)
			r.try(ctx, "wake stuck keys", r.unstick)
		}
		if now.Sub(cleaned) >= time.Hour {
			cleaned = now
			r.try(ctx, "remove old jobs", r.Clean)
		}
		r.runSchedules(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (r *Runner) try(ctx context.Context, what string, fn func(context.Context) error) {
	if err := fn(ctx); err != nil && ctx.Err() == nil {
		r.log.WarnContext(ctx, "could not "+what+", will try again", "err", err)
	}
}

// Reap takes back the jobs of nodes that do not renew their leases.
func (r *Runner) Reap(ctx context.Context) error {
	for _, k := range r.kinds {
		if k.Remote == nil {
			continue
		}
		if err := r.reapKind(ctx, k); err != nil {
			return err
		}
	}
	return nil
}

type lost struct {
	Job
	owner     string
	cancelled bool
}

func (r *Runner) reapKind(ctx context.Context, k Kind) error {
	rows, err := r.db.Query(ctx, `
		SELECT id, account_id, kind, queue_key, attempt, owner, is_cancelled
		FROM jobs
		WHERE state = 'running' AND kind = $1 AND lease_until < $2
		ORDER BY id
		LIMIT $3`, k.Name, r.db.Now().Unix(), chunk)
	all, err := db.Collect(rows, err, func(rows db.Rows) (l lost, err error) {
		err = rows.Scan(&l.ID, &l.AccountID, &l.Kind, &l.QueueKey, &l.Attempt, &l.owner, &l.cancelled)
		return l, err
	})
	if err != nil {
		return err
	}
	for _, l := range all {
		err := r.db.Write(ctx, func(tx *db.Tx) error { return reapOne(ctx, tx, k, l) })
		if err != nil && !errors.Is(err, errLost) {
			return err
		}
		r.log.WarnContext(ctx, "a job was lost by its node", "job", l.ID, "kind", l.Kind, "attempt", l.Attempt)
	}
	return nil
}

func reapOne(ctx context.Context, tx *db.Tx, k Kind, l lost) error {
	var still bool
	err := tx.QueryRow(ctx, `
		SELECT state = 'running' AND lease_until < $1
		FROM jobs
		WHERE account_id = $2 AND id = $3 AND owner = $4`+db.ForUpdate(tx.Engine()),
		tx.Unix(), l.AccountID, l.ID, l.owner).Scan(&still)
	if errors.Is(err, db.ErrNoRows) || err == nil && !still {
		return errLost
	}
	if err != nil {
		return err
	}
	cause := errors.New("the program stopped in the middle of this job")
	o := k.after(tx.Unix(), l.Job, cause)
	if l.cancelled {
		o = outcome{state: "cancelled", cause: cause}
	}
	if o.state == "ready" {
		o.runAt = tx.Unix()
	}
	return settle(ctx, tx, k, l.Job, l.owner, o)
}

// unstick makes the first parked job of every key ready that has nothing running: the net under wake.
func (r *Runner) unstick(ctx context.Context) error {
	ids, err := db.Column[int64](ctx, r.db, `
		SELECT min(w.id)
		FROM jobs w
		WHERE w.state = 'waiting'
			AND NOT EXISTS (SELECT 1 FROM jobs o WHERE o.queue_key = w.queue_key AND o.state = 'running')
		GROUP BY w.queue_key
		LIMIT $1`, chunk)
	if err != nil || len(ids) == 0 {
		return err
	}
	return r.db.Write(ctx, func(tx *db.Tx) error {
		b := db.NewBuilder(tx.Engine())
		b.Add(`UPDATE jobs SET state = 'ready' WHERE state = 'waiting' AND `, db.In(b, "id", ids))
		_, err := tx.Exec(ctx, b.SQL(), b.Args()...)
		tx.Signal(Topic)
		return err
	})
}

// Clean removes jobs that ended long ago, a chunk per transaction.
func (r *Runner) Clean(ctx context.Context) error {
	for {
		var n int64
		err := r.db.Write(ctx, func(tx *db.Tx) (err error) {
			n, err = tx.Exec(ctx, `
				DELETE FROM jobs
				WHERE id IN (
					SELECT id
					FROM jobs
					WHERE finished_at < $1 AND (state <> 'dead' OR finished_at < $2)
					ORDER BY finished_at
					LIMIT $3)`, tx.Now().Add(-keepDone).Unix(), tx.Now().Add(-keepDead).Unix(), chunk)
			return err
		})
		if err != nil || n < chunk {
			return err
		}
	}
}

// keepLeases renews the leases of this node's jobs, stores their progress and stops those that were cancelled.
func (r *Runner) keepLeases(ctx context.Context) {
	cancels, off := r.db.Listen(CancelTopic)
	defer off()
	flush := time.NewTicker(flushEvery)
	defer flush.Stop()
	renewed := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-cancels:
			r.try(ctx, "renew leases", r.renew)
		case <-flush.C:
			r.flush(ctx)
			if time.Since(renewed) >= beat {
				renewed = time.Now()
				r.try(ctx, "renew leases", r.renew)
			}
		}
	}
}

func (r *Runner) flush(ctx context.Context) {
	r.mu.Lock()
	var all []*Progress
	for _, h := range r.held {
		all = append(all, h.progress)
	}
	r.mu.Unlock()
	for _, p := range all {
		p.flush(ctx)
	}
}

func (r *Runner) renew(ctx context.Context) error {
	r.mu.Lock()
	var ids []int64
	for id := range r.held {
		ids = append(ids, id)
	}
	r.mu.Unlock()
	if len(ids) == 0 {
		return nil
	}
	var mine map[int64]bool // id to: was asked to stop
	err := r.db.Write(ctx, func(tx *db.Tx) error {
		mine = map[int64]bool{}
		b := db.NewBuilder(tx.Engine())
		b.Add(`UPDATE jobs SET lease_until = `, b.Arg(tx.Now().Add(lease).Unix()), ` WHERE state = 'running' AND owner = `, b.Arg(r.owner),
			` AND `, db.In(b, "id", ids), ` RETURNING id, is_cancelled`)
		rows, err := tx.Query(ctx, b.SQL(), b.Args()...)
		_, err = db.Collect(rows, err, func(rows db.Rows) (id int64, err error) {
			var asked bool
			err = rows.Scan(&id, &asked)
			mine[id] = asked
			return id, err
		})
		return err
	})
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range ids {
		h := r.held[id]
		if asked, ok := mine[id]; h != nil && (!ok || asked) {
			h.asked = h.asked || asked
			h.cancel()
		}
	}
	return nil
}
