package event

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"time"

	"voronka/internal/kit/db"
)

// Reader is a durable reader of the log: it meets every event once, those of one entity in their order.
type Reader struct {
	// Name keeps the place; it must never change.
	Name string
	// Batch bounds the events of one transaction; 0 means 100.
	Batch int
	// FromNow lets a reader that is new to a database pass over what happened before.
	FromNow bool
	// Handle runs in the transaction that moves the cursor. It must be quick and touch nothing but the database:
	// an error or a lost process undoes it whole, and the batch comes again. A batch mixes accounts.
	Handle func(ctx context.Context, tx *db.Tx, events []Event) error
}

const (
	ownLook     = time.Second           // how often a reader looks without being rung
	pendingLook = 4 * time.Millisecond  // and how often at first while ids wait for their transactions
	slowLook    = 50 * time.Millisecond // and in the end, when such a transaction is long
	breath      = 20 * time.Millisecond // between two steps: what comes meanwhile is one batch, and others write
	firstWait   = 50 * time.Millisecond // after a failure, doubled until longestWait
	longestWait = time.Minute
)

// Dispatcher runs the durable readers of a node.
type Dispatcher struct {
	db      *db.DB
	log     *slog.Logger
	readers []*reader
	horizon *horizon
	cancel  context.CancelFunc
	done    sync.WaitGroup
}

// NewDispatcher makes a dispatcher without readers.
func NewDispatcher(d *db.DB, log *slog.Logger) *Dispatcher {
	return &Dispatcher{db: d, log: log, horizon: &horizon{db: d}}
}

// Add registers a reader, before Start.
func (d *Dispatcher) Add(r Reader) {
	if r.Batch == 0 {
		r.Batch = 100
	}
	d.readers = append(d.readers, &reader{Reader: r, db: d.db, horizon: d.horizon, log: d.log.With("reader", r.Name)})
}

// Start makes the cursors that are missing and begins to read. Stop must follow.
func (d *Dispatcher) Start(ctx context.Context) error {
	if err := d.prepare(ctx); err != nil {
		return err
	}
	ctx, d.cancel = context.WithCancel(context.WithoutCancel(ctx))
	for _, r := range d.readers {
		d.done.Go(func() { r.run(ctx) })
	}
	return nil
}

// Stop ends all readers and waits for them; a batch under way is undone and comes again at the next start.
func (d *Dispatcher) Stop() {
	if d.cancel != nil {
		d.cancel()
		d.done.Wait()
	}
}

func (d *Dispatcher) prepare(ctx context.Context) error {
	for _, r := range d.readers {
		if err := create(ctx, d.db, r.Reader); err != nil {
			return fmt.Errorf("create the cursor of reader %s: %w", r.Name, err)
		}
	}
	return nil
}

// reader is one reader at work.
type reader struct {
	Reader
	db      *db.DB
	horizon *horizon
	log     *slog.Logger

	mu       sync.Mutex // one step at a time: the loop and Drain meet here
	failures int
	past     int64 // nothing up to this id is left to handle; 0: ask the cursor, which somebody may have set back
}

func (r *reader) run(ctx context.Context) {
	rings, off := r.db.Listen(Topic)
	defer off()
	pending := pendingLook
	for ctx.Err() == nil {
		began := time.Now()
		more, err := r.step(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			r.note(ctx, err)
			sleep(ctx, backoff(r.failures))
			continue
		case more == atOnce:
			pending = pendingLook
			sleep(ctx, breath-time.Since(began))
			continue
		case more == soon: // a ring says nothing new: transactions must end
			sleep(ctx, pending)
			pending = min(slowLook, pending+pending/4)
			continue
		default:
			pending = pendingLook
		}
		timer := time.NewTimer(ownLook)
		select {
		case <-ctx.Done():
		case <-rings:
		case <-timer.C:
			r.recheck()
		}
		timer.Stop()
	}
}

// recheck makes the next step ask the cursor.
func (r *reader) recheck() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.past = 0
}

// again says when a step should follow.
type again int

const (
	later again = iota
	soon
	atOnce
)

// step handles at most one batch.
func (r *reader) step(ctx context.Context) (again, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	settled, last, err := r.horizon.look(ctx)
	if err != nil {
		return later, r.failed(err)
	}
	idle := later
	if settled < last {
		idle = soon
	}
	ready, err := r.ready(ctx, settled)
	if err != nil {
		return later, r.failed(fmt.Errorf("look for events: %w", err))
	}
	if !ready {
		return idle, nil
	}
	limit := r.Batch
	if r.failures > 0 {
		limit = 1 // what stands before the event that fails gets through, and the error names the event
	}
	var past int64
	var handled int
	err = r.db.Write(ctx, func(tx *db.Tx) (err error) {
		past, handled, err = r.batch(ctx, tx, settled, limit)
		return err
	})
	switch {
	case errors.Is(err, errBusy):
		return later, nil
	case err != nil:
		return later, r.failed(err)
	}
	r.failures = 0
	if r.past = past; handled == 0 {
		return idle, nil // the ids belong to transactions that were undone
	}
	return atOnce, nil
}

// ready reports whether there may be events to handle. While they come, the ids that PostgreSQL gave are enough to tell.
func (r *reader) ready(ctx context.Context, settled int64) (bool, error) {
	if settled == math.MaxInt64 || r.past == 0 {
		return behind(ctx, r.db.Keyed(), r.Name, settled)
	}
	return settled > r.past, nil
}

func (r *reader) failed(err error) error {
	r.failures++
	return err
}

// batch handles the next events and tells how many there were and up to which id there are no others.
func (r *reader) batch(ctx context.Context, tx *db.Tx, settled int64, limit int) (past int64, handled int, err error) {
	after, err := lock(ctx, tx, r.Name)
	if err != nil {
		return 0, 0, err
	}
	events, err := read(ctx, tx, after, settled, limit)
	if err != nil {
		return 0, 0, fmt.Errorf("read events: %w", err)
	}
	if len(events) == 0 {
		return settled, 0, nil
	}
	last := events[len(events)-1].ID
	if err := r.handle(ctx, tx, events); err != nil {
		return 0, 0, fmt.Errorf("events %d to %d: %w", events[0].ID, last, err)
	}
	if err := move(ctx, tx, r.Name, last); err != nil {
		return 0, 0, fmt.Errorf("move the cursor: %w", err)
	}
	return last, len(events), nil
}

func (r *reader) handle(ctx context.Context, tx *db.Tx, events []Event) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return r.Handle(ctx, tx, events)
}

// note logs a failure and leaves it with the cursor, for people to see.
func (r *reader) note(ctx context.Context, err error) {
	r.log.ErrorContext(ctx, "reader failed, will try again", "failures", r.failures, "err", err)
	message := err.Error()
	if len(message) > 2000 {
		message = message[:2000]
	}
	err = r.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE event_cursors SET error = $1 WHERE reader = $2`, message, r.Name)
		return err
	})
	if err != nil && ctx.Err() == nil {
		r.log.WarnContext(ctx, "could not store the failure of a reader", "err", err)
	}
}

// backoff doubles with each failure; a random part keeps nodes from failing in step.
func backoff(failures int) time.Duration {
	wait := longestWait
	if failures < 12 {
		wait = min(longestWait, firstWait<<max(0, failures-1))
	}
	return wait/2 + rand.N(wait/2+1)
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
