package event_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/schema/dbtest"
)

func appendEvents(t testing.TB, d *db.DB, entity int64, kinds ...string) {
	t.Helper()
	err := d.Write(context.Background(), func(tx *db.Tx) error { return appendTx(tx, entity, kinds...) })
	if err != nil {
		t.Fatal(err)
	}
}

func appendTx(tx *db.Tx, entity int64, kinds ...string) error {
	var events []event.Event
	for _, k := range kinds {
		events = append(events, event.Event{AccountID: 1, Kind: k, EntityKind: "deal", EntityID: entity, ActorKind: "user"})
	}
	return event.Append(context.Background(), tx, events...)
}

// recorder notes what a reader met, in memory only after the transaction holds.
type recorder struct {
	mu   sync.Mutex
	seen []string
}

func (r *recorder) reader(name string) event.Reader {
	return event.Reader{Name: name, Batch: 3, Handle: func(_ context.Context, tx *db.Tx, events []event.Event) error {
		tx.AfterCommit(func() { r.add(events) })
		return nil
	}}
}

func (r *recorder) add(events []event.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range events {
		r.seen = append(r.seen, fmt.Sprintf("%d:%s", e.EntityID, e.Kind))
	}
}

func (r *recorder) all() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.seen...)
}

func (r *recorder) wait(t testing.TB, n int) []string {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for time.Now().Before(deadline) {
		if got := r.all(); len(got) >= n {
			return got
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("met %d events, want %d", len(r.all()), n)
	return nil
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func TestReaderMeetsAllInOrder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var r recorder
		disp := event.NewDispatcher(d, quiet())
		disp.Add(r.reader("a"))
		appendEvents(t, d, 1, "e0", "e1", "e2", "e3", "e4")
		if err := disp.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		defer disp.Stop()
		r.wait(t, 5)
		appendEvents(t, d, 1, "e5")
		got := r.wait(t, 6)
		for i, g := range got {
			if g != fmt.Sprintf("1:e%d", i) {
				t.Fatalf("order: %v", got)
			}
		}
		if ok, err := disp.Caught(t.Context(), "a"); !ok || err != nil {
			t.Fatalf("caught = %v, %v", ok, err)
		}
	})
}

// An older transaction that is still open must not lose its events, nor stop the later ones for the tail.
func TestOpenTransactionLosesNothing(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, dbtest.Config(t, db.Postgres))
	var r, tailed recorder
	disp := event.NewDispatcher(d, quiet())
	disp.Add(r.reader("a"))
	if err := disp.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer disp.Stop()
	tail := event.NewTail(d, quiet(), func(_ context.Context, events []event.Event) { tailed.add(events) })
	if err := tail.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer tail.Stop()

	begun, finish, finished := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		finished <- d.Write(context.Background(), func(tx *db.Tx) error {
			if err := appendTx(tx, 1, "early"); err != nil {
				return err
			}
			// Appended events travel with the next statement: now the early one has its id.
			if err := tx.QueryRow(context.Background(), `SELECT 1`).Scan(new(int)); err != nil {
				return err
			}
			close(begun)
			<-finish
			return appendTx(tx, 1, "late")
		})
	}()
	<-begun
	for i := range 10 {
		appendEvents(t, d, int64(2+i), "between")
	}
	tailed.wait(t, 10)
	if got := r.all(); len(got) != 0 {
		t.Errorf("the reader ran ahead of an open transaction: %v", got)
	}
	close(finish)
	if err := <-finished; err != nil {
		t.Fatal(err)
	}
	got := r.wait(t, 12)
	if got[0] != "1:early" || got[11] != "1:late" {
		t.Errorf("order by id is not kept: %v", got)
	}
	if tailed := tailed.wait(t, 12); len(tailed) != 12 {
		t.Errorf("the tail repeated: %v", tailed)
	}
}

func TestFailingReaderDelaysItselfOnly(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var good, bad recorder
		var mu sync.Mutex
		broken := true
		disp := event.NewDispatcher(d, quiet())
		disp.Add(good.reader("good"))
		reader := bad.reader("bad")
		inner := reader.Handle
		reader.Handle = func(ctx context.Context, tx *db.Tx, events []event.Event) error {
			mu.Lock()
			defer mu.Unlock()
			for _, e := range events {
				if e.Kind == "poison" && broken {
					panic("cannot digest")
				}
			}
			return inner(ctx, tx, events)
		}
		disp.Add(reader)
		appendEvents(t, d, 1, "a", "poison", "b")
		if err := disp.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		defer disp.Stop()
		good.wait(t, 3)
		if got := bad.wait(t, 1); len(got) != 1 || got[0] != "1:a" {
			t.Fatalf("before the poison: %v", got)
		}
		lag := waitForError(t, d, "bad")
		if lag.Events != 2 {
			t.Errorf("lag = %+v, want 2 events", lag)
		}
		mu.Lock()
		broken = false
		mu.Unlock()
		if got := bad.wait(t, 3); got[1] != "1:poison" || got[2] != "1:b" {
			t.Errorf("after the cure: %v", got)
		}
	})
}

func waitForError(t *testing.T, d *db.DB, reader string) event.Lag {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for time.Now().Before(deadline) {
		lags, err := event.Lags(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lags {
			if l.Reader == reader && l.Error != "" {
				return l
			}
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("the failure was not stored")
	return event.Lag{}
}

func TestDrainReturnsFailure(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		sour := errors.New("sour")
		disp := event.NewDispatcher(d, quiet())
		disp.Add(event.Reader{Name: "a", Handle: func(context.Context, *db.Tx, []event.Event) error { return sour }})
		appendEvents(t, d, 1, "a")
		if err := disp.Drain(t.Context()); !errors.Is(err, sour) {
			t.Fatalf("drain: %v", err)
		}
	})
}

func TestFromNow(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		appendEvents(t, d, 1, "old")
		var r recorder
		reader := r.reader("young")
		reader.FromNow = true
		disp := event.NewDispatcher(d, quiet())
		disp.Add(reader)
		if err := disp.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		appendEvents(t, d, 1, "new")
		if err := disp.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := r.all(); len(got) != 1 || got[0] != "1:new" {
			t.Fatalf("met %v", got)
		}
	})
}
