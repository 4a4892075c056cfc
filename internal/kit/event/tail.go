package event

import (
	"context"
	"log/slog"
	"math"
	"slices"
	"sync"
	"time"

	"voronka/internal/kit/db"
)

// tailBatch bounds what a tail hands over at once, tailEvery how often it looks.
const (
	tailBatch = 500
	tailEvery = 20 * time.Millisecond
)

// Tail reads what happens from its start on, for this node alone: every node sees every event. It keeps no
// place, may repeat an event after a failed read, and does not promise order: use it for hints, not for work.
type Tail struct {
	db     *db.DB
	log    *slog.Logger
	handle func(ctx context.Context, events []Event)
	cancel context.CancelFunc
	done   sync.WaitGroup

	horizon *horizon
	from    int64          // next: events above this id
	seen    map[int64]bool // handed over already, of those above
}

// NewTail makes a tail; handle is called from one goroutine.
func NewTail(d *db.DB, log *slog.Logger, handle func(ctx context.Context, events []Event)) *Tail {
	return &Tail{db: d, log: log, handle: handle, horizon: &horizon{db: d}, seen: map[int64]bool{}}
}

// Start begins with what is committed from now on. Stop must follow.
func (t *Tail) Start(ctx context.Context) error {
	if err := t.begin(ctx); err != nil {
		return err
	}
	ctx, t.cancel = context.WithCancel(context.WithoutCancel(ctx))
	t.done.Go(func() { t.run(ctx) })
	return nil
}

// Stop ends the tail and waits for it.
func (t *Tail) Stop() {
	if t.cancel != nil {
		t.cancel()
		t.done.Wait()
	}
}

// begin passes over what is visible now; what is under way is still to come.
func (t *Tail) begin(ctx context.Context) error {
	settled, _, err := t.horizon.look(ctx)
	if err != nil {
		return err
	}
	if t.db.Engine() != db.Postgres {
		t.from, err = lastGiven(ctx, t.db)
		return err
	}
	t.from = settled
	ids, err := t.visible(ctx)
	for _, id := range ids {
		t.seen[id] = true
	}
	return err
}

func (t *Tail) run(ctx context.Context) {
	rings, off := t.db.Listen(Topic)
	defer off()
	for ctx.Err() == nil {
		if err := t.pass(ctx); err != nil && ctx.Err() == nil {
			t.log.WarnContext(ctx, "could not read the tail of the log, will try again", "err", err)
			sleep(ctx, ownLook)
		}
		sleep(ctx, tailEvery)
		timer := time.NewTimer(ownLook)
		select {
		case <-ctx.Done():
		case <-rings:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// pass hands over everything new.
func (t *Tail) pass(ctx context.Context) error {
	settled, _, err := t.horizon.look(ctx)
	if err != nil {
		return err
	}
	ids, err := t.visible(ctx)
	if err != nil {
		return err
	}
	unseen := slices.DeleteFunc(ids, func(id int64) bool { return t.seen[id] })
	for batch := range slices.Chunk(unseen, tailBatch) {
		events, err := t.fetch(ctx, batch)
		if err != nil {
			return err
		}
		t.handle(ctx, events)
		for _, id := range batch {
			t.seen[id] = true
			if t.db.Engine() != db.Postgres {
				settled = id
			}
		}
	}
	t.advance(settled)
	return nil
}

// advance forgets what nothing new can come below of.
func (t *Tail) advance(settled int64) {
	if settled == math.MaxInt64 {
		return
	}
	t.from = max(t.from, settled)
	for id := range t.seen {
		if id <= t.from {
			delete(t.seen, id)
		}
	}
}

// maxVisible bounds one look of a tail that fell behind; the next look goes on from there.
const maxVisible = 20_000

func (t *Tail) visible(ctx context.Context) ([]int64, error) {
	return db.Column[int64](ctx, t.db, `SELECT id FROM events WHERE id > $1 ORDER BY id LIMIT $2`, t.from, maxVisible)
}

func (t *Tail) fetch(ctx context.Context, ids []int64) ([]Event, error) {
	b := db.NewBuilder(t.db.Engine())
	b.Add(`SELECT `, columns, ` FROM events WHERE `, db.In(b, "id", ids), ` ORDER BY id`)
	rows, err := t.db.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(rows, err, scan)
}
