package job

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"voronka/internal/kit/db"
)

const (
	ownLook   = time.Second // how often a kind looks for due jobs without being rung
	afterFail = time.Second // how long it rests when the database fails
)

// Runner runs the jobs of one node.
type Runner struct {
	db    *db.DB
	log   *slog.Logger
	owner string
	kinds []Kind
	plans []schedule

	claiming context.CancelFunc // ends the claiming of new jobs
	running  context.CancelFunc // cancels remote jobs under way
	loops    sync.WaitGroup
	jobs     sync.WaitGroup

	mu   sync.Mutex
	held map[int64]*held
}

// held is a remote job under way.
type held struct {
	progress *Progress
	cancel   context.CancelFunc
	asked    bool // somebody cancelled the job
}

// NewRunner makes a runner without kinds.
func NewRunner(d *db.DB, log *slog.Logger) *Runner {
	return &Runner{db: d, log: log, owner: rand.Text(), held: map[int64]*held{}}
}

// Add registers a kind, before Start.
func (r *Runner) Add(k Kind) {
	if (k.Local == nil) == (k.Remote == nil) {
		panic("job: kind " + k.Name + " needs exactly one of Local and Remote")
	}
	r.kinds = append(r.kinds, k.withDefaults())
}

// Start begins to work. Stop must follow.
func (r *Runner) Start(ctx context.Context) error {
	if err := r.prepareSchedules(ctx); err != nil {
		return err
	}
	base := context.WithoutCancel(ctx)
	claiming, stop := context.WithCancel(base)
	running, cancel := context.WithCancel(base)
	r.claiming, r.running = stop, cancel
	for _, k := range r.kinds {
		if k.Remote != nil {
			r.loops.Go(func() { r.remoteLoop(claiming, running, k) })
			continue
		}
		for range k.Concurrency {
			r.loops.Go(func() { r.localLoop(claiming, k) })
		}
	}
	r.loops.Go(func() { r.keepHouse(claiming) })
	// Leases are renewed until the last job has ended, also while stopping.
	r.loops.Go(func() { r.keepLeases(running) })
	return nil
}

// Stop takes no new jobs and waits for those under way. When ctx ends first, remote jobs are cancelled and
// go back to be run by another node or after the next start.
func (r *Runner) Stop(ctx context.Context) {
	if r.claiming == nil {
		return
	}
	r.claiming()
	ended := make(chan struct{})
	go func() { r.jobs.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-ctx.Done():
	}
	r.running()
	<-ended
	r.loops.Wait()
}

func (r *Runner) localLoop(ctx context.Context, k Kind) {
	rings, off := r.db.Listen(Topic)
	defer off()
	single := 0 // rounds of one job each: after a batch that failed as a whole, to find the job that is to blame
	for ctx.Err() == nil {
		limit := localBatch
		if single > 0 {
			limit = 1
			single--
		}
		_, more, err := r.localRound(ctx, k, limit)
		switch {
		case err != nil && ctx.Err() == nil:
			r.log.ErrorContext(ctx, "jobs could not run, will try again", "kind", k.Name, "err", err)
			single = localBatch
			sleep(ctx, afterFail)
		case !more:
			wait(ctx, rings)
		}
	}
}

func (r *Runner) remoteLoop(claiming, running context.Context, k Kind) {
	rings, off := r.db.Listen(Topic)
	defer off()
	slots := make(chan struct{}, k.Concurrency)
	for claiming.Err() == nil {
		select {
		case slots <- struct{}{}: // wait until one is free
			<-slots
		case <-claiming.Done():
			return
		}
		jobs, more, err := r.remoteClaim(claiming, k, k.Concurrency-len(slots))
		for _, j := range jobs {
			slots <- struct{}{}
			r.jobs.Go(func() {
				defer func() { <-slots }()
				r.remoteRun(running, k, j)
			})
		}
		switch {
		case err != nil && claiming.Err() == nil:
			r.log.ErrorContext(claiming, "jobs could not be claimed, will try again", "kind", k.Name, "err", err)
			sleep(claiming, afterFail)
		case len(jobs) == 0 && !more:
			wait(claiming, rings)
		}
	}
}

// Drain runs everything that is due in the caller's goroutine, and what becomes due meanwhile, until nothing
// is left; failures of jobs are in their rows. It works with or without Start.
func (r *Runner) Drain(ctx context.Context) error {
	for ctx.Err() == nil {
		busy := false
		for _, k := range r.kinds {
			did, err := r.drainKind(ctx, k)
			if err != nil {
				return err
			}
			busy = busy || did
		}
		if busy {
			continue
		}
		left, err := r.left(ctx)
		if err != nil || !left {
			return err
		}
		sleep(ctx, 2*time.Millisecond)
	}
	return ctx.Err()
}

func (r *Runner) drainKind(ctx context.Context, k Kind) (bool, error) {
	if k.Local != nil {
		_, more, err := r.localRound(ctx, k, localBatch)
		if err != nil && ctx.Err() == nil {
			_, more, err = r.localRound(ctx, k, 1)
		}
		return more, err
	}
	jobs, more, err := r.remoteClaim(ctx, k, k.Concurrency)
	for _, j := range jobs {
		r.remoteRun(ctx, k, j)
	}
	return len(jobs) > 0 || more, err
}

// left reports whether jobs of this runner's kinds are due or running somewhere.
func (r *Runner) left(ctx context.Context) (bool, error) {
	b := db.NewBuilder(r.db.Engine())
	names := make([]string, len(r.kinds))
	for i, k := range r.kinds {
		names[i] = k.Name
	}
	b.Add(`SELECT EXISTS (SELECT 1 FROM jobs WHERE `, db.InText(b, "kind", names),
		` AND (state = 'ready' AND run_at <= `, b.Arg(r.db.Now().Unix()), ` OR state = 'running'))`)
	var left bool
	err := r.db.QueryRow(ctx, b.SQL(), b.Args()...).Scan(&left)
	return left, err
}

func (r *Runner) hold(id int64, p *Progress, cancel context.CancelFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.held[id] = &held{progress: p, cancel: cancel}
}

func (r *Runner) letGo(id int64) (asked bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	asked = r.held[id].asked
	delete(r.held, id)
	return asked
}

func (r *Runner) logFailure(ctx context.Context, j Job, err error) {
	r.log.WarnContext(ctx, "job failed", "job", j.ID, "kind", j.Kind, "account", j.AccountID, "attempt", j.Attempt,
		"err", fmt.Sprintf("%.500s", err))
}

func wait(ctx context.Context, rings <-chan struct{}) {
	timer := time.NewTimer(ownLook)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-rings:
	case <-timer.C:
	}
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
