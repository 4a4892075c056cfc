package event

import (
	"context"
	"log/slog"
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

	from int64           // next: events above this id (SQLite), of transactions from this on (PostgreSQL)
	seen map[int64]int64 // PostgreSQL: handed over already, by id, of transactions (the value) from "from" on
}

// NewTail makes a tail; handle is called from one goroutine.
func NewTail(d *db.DB, log *slog.Logger, handle func(ctx context.Context, events []Event)) *Tail {
	return &Tail{db: d, log: log, handle: handle, seen: map[int64]int64{}}
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

func (t *Tail) begin(ctx context.Context) error {
	if t.db.Engine() != db.Postgres {
		goal, err := goalOf(ctx, t.db)
		t.from = goal
		return err
	}
	// What is visible now belongs to the past, also when an older transaction is still running.
	from, err := oldest(ctx, t.db)
	if err != nil {
		return err
	}
	t.seen, t.from, err = t.visible(ctx, from)
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
	if t.db.Engine() == db.Postgres {
		return t.passPostgres(ctx)
	}
	for {
		rows, err := t.db.Query(ctx, `
			SELECT `+columns+`
			FROM events
			WHERE id > $1
			ORDER BY id
			LIMIT $2`, t.from, tailBatch)
		events, err := db.Collect(rows, err, scan)
		if err != nil || len(events) == 0 {
			return err
		}
		t.handle(ctx, events)
		t.from = events[len(events)-1].ID
		if len(events) < tailBatch {
			return nil
		}
	}
}
