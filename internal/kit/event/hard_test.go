package event_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/schema/dbtest"
)

// TestMain also proves that no reader, tail or database leaves a goroutine behind.
// Fewer rounds of properties than usual, unless -rapid.checks says otherwise: each one opens two nodes.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "40"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

// sink is a reader that stores what it met in the database, in the cursor's transaction: exactly what a crash keeps.
func sink(name string) event.Reader {
	return event.Reader{Name: name, Batch: 7, Handle: func(ctx context.Context, tx *db.Tx, events []event.Event) error {
		for _, e := range events {
			_, err := tx.Exec(ctx, `
				INSERT INTO trigger_runs (account_id, trigger_id, event_id, entity_kind, entity_id, state, created_at)
				VALUES (1, $1, $2, 'deal', $3, $4, 0)`, 1+rand.Int64N(1<<40), e.ID, e.EntityID, e.Kind)
			if err != nil {
				return err
			}
		}
		return nil
	}}
}

type met struct {
	row, event, entity int64
	kind               string
}

func stored(t interface{ Fatal(...any) }, d *db.DB) []met {
	rows, err := d.Query(context.Background(), `SELECT id, event_id, entity_id, state FROM trigger_runs ORDER BY id`)
	all, err := db.Collect(rows, err, func(r db.Rows) (m met, err error) {
		err = r.Scan(&m.row, &m.event, &m.entity, &m.kind)
		return m, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// checkOrder wants every event once, and those of one entity in the order "0", "1", "2" …
func checkOrder(t interface {
	Fatal(...any)
	Fatalf(string, ...any)
}, d *db.DB, want map[int64]int) {
	next, seen := map[int64]int{}, map[int64]bool{}
	for _, m := range stored(t, d) {
		if _, ours := want[m.entity]; !ours {
			continue // of an earlier round
		}
		if seen[m.event] {
			t.Fatalf("event %d was met twice", m.event)
		}
		seen[m.event] = true
		if m.kind != fmt.Sprint(next[m.entity]) {
			t.Fatalf("entity %d: met %s, want %d", m.entity, m.kind, next[m.entity])
		}
		next[m.entity]++
	}
	for entity, n := range want {
		if next[entity] != n {
			t.Fatalf("entity %d: met %d of %d events", entity, next[entity], n)
		}
	}
}

// write changes an entity as a verb does: lock its row, append the next event. Some writers give up, some dawdle.
func write(ctx context.Context, d *db.DB, entity int64, dawdle time.Duration, fail bool) (bool, error) {
	undone := errors.New("undone")
	err := d.Write(ctx, func(tx *db.Tx) error {
		var n int
		err := tx.QueryRow(ctx, `
			UPDATE roles SET created_at = created_at + 1
			WHERE account_id = 1 AND id = $1
			RETURNING created_at`, entity).Scan(&n)
		if err != nil {
			return err
		}
		err = event.Append(ctx, tx, event.Event{AccountID: 1, Kind: fmt.Sprint(n - 1), EntityKind: "deal", EntityID: entity, ActorKind: "user"})
		if err != nil {
			return err
		}
		if dawdle > 0 && d.Engine() == db.Postgres {
			time.Sleep(dawdle)
		}
		if fail {
			return undone
		}
		return nil
	})
	if errors.Is(err, undone) {
		return false, nil
	}
	return err == nil, err
}

func entities(t interface{ Fatal(...any) }, d *db.DB, n int) []int64 {
	var ids []int64
	for i := range n {
		var id int64
		err := d.Write(context.Background(), func(tx *db.Tx) error {
			return tx.QueryRow(context.Background(), `
				INSERT INTO roles (account_id, name, rights, created_at)
				VALUES (1, $1, '{}', 0)
				RETURNING id`, fmt.Sprint(rand.Int64(), i)).Scan(&id)
		})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

// Whatever writers do, every committed event is met once and in the order of its entity, by two dispatchers of two
// nodes that are stopped and started in the middle.
func TestAnyInterleavingKeepsOrder(t *testing.T) {
	t.Parallel()
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			cfg := dbtest.Config(t, engine)
			a, b := dbtest.Open(t, cfg), dbtest.Open(t, cfg)
			rapid.Check(t, func(rt *rapid.T) {
				want := map[int64]int{}
				cards := entities(rt, a, rapid.IntRange(1, 4).Draw(rt, "cards"))
				writers := rapid.IntRange(1, 6).Draw(rt, "writers")
				plans := rapid.SliceOfN(rapid.SliceOfN(rapid.IntRange(0, 99), 1, 8), writers, writers).Draw(rt, "plans")
				for _, card := range cards {
					want[card] = 0
				}
				var mu sync.Mutex
				var failed error
				nodes := []*event.Dispatcher{event.NewDispatcher(a, quiet()), event.NewDispatcher(b, quiet())}
				for _, n := range nodes {
					n.Add(sink("sink"))
					if err := n.Start(t.Context()); err != nil {
						rt.Fatal(err)
					}
				}
				var done sync.WaitGroup
				for i, plan := range plans {
					done.Go(func() {
						for _, step := range plan {
							card := cards[step%len(cards)]
							ok, err := write(t.Context(), []*db.DB{a, b}[i%2], card, time.Duration(step%5)*time.Millisecond, step%7 == 0)
							mu.Lock()
							if failed = errors.Join(failed, err); ok {
								want[card]++
							}
							mu.Unlock()
						}
					})
				}
				nodes[0].Stop() // in the middle of whatever it is at
				done.Wait()
				err := errors.Join(failed, nodes[1].Drain(t.Context()))
				nodes[1].Stop()
				if err != nil {
					rt.Fatal(err)
				}
				checkOrder(rt, a, want)
			})
		})
	}
}

// A node that dies in the middle of a batch (its context ends, its handler panics) leaves nothing half done.
func TestKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		cards := entities(t, d, 3)
		want := map[int64]int{}
		for i := range 60 {
			if _, err := write(t.Context(), d, cards[i%3], 0, false); err != nil {
				t.Fatal(err)
			}
			want[cards[i%3]]++
		}
		for round := range 12 {
			ctx, kill := context.WithCancel(t.Context())
			inner := sink("sink")
			handle := inner.Handle
			calls := 0
			inner.Handle = func(ctx context.Context, tx *db.Tx, events []event.Event) error {
				if calls++; calls > round/4 {
					half := events[:len(events)/2]
					if err := handle(ctx, tx, half); err != nil {
						return err
					}
					if round%2 == 0 {
						panic("killed")
					}
					kill()
				}
				return handle(ctx, tx, events)
			}
			disp := event.NewDispatcher(d, quiet())
			disp.Add(inner)
			if err := disp.Drain(ctx); err == nil && round < 4 {
				t.Fatal("the kill did not bite")
			}
			kill()
		}
		disp := event.NewDispatcher(d, quiet())
		disp.Add(sink("sink"))
		if err := disp.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		checkOrder(t, d, want)
	})
}

// At 500 changes a second the wait between commit and reader stays far under the bar (100 ms at the 99th
// percentile). The test is generous, the benchmark is not: it guards against a reader that waits for its own look.
func TestLatency(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		card := entities(t, d, 1)[0]
		var mu sync.Mutex
		committed, waits := map[string]time.Time{}, []time.Duration{}
		var left atomic.Int64
		const changes = 300
		left.Store(changes)
		all := make(chan struct{})
		disp := event.NewDispatcher(d, quiet())
		disp.Add(event.Reader{Name: "a", Handle: func(_ context.Context, tx *db.Tx, events []event.Event) error {
			tx.AfterCommit(func() {
				now := time.Now()
				mu.Lock()
				defer mu.Unlock()
				for _, e := range events {
					if at, ok := committed[e.Kind]; ok {
						waits = append(waits, now.Sub(at))
					}
				}
				if left.Add(-int64(len(events))) == 0 {
					close(all)
				}
			})
			return nil
		}})
		if err := disp.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		defer disp.Stop()
		pace := time.NewTicker(2 * time.Millisecond)
		defer pace.Stop()
		for i := range changes {
			<-pace.C
			if _, err := write(t.Context(), d, card, 0, false); err != nil {
				t.Fatal(err)
			}
			mu.Lock()
			committed[fmt.Sprint(i)] = time.Now()
			mu.Unlock()
		}
		<-all
		slices.Sort(waits)
		if len(waits) == 0 {
			return // every event was met before the writer looked at its watch
		}
		p99 := waits[len(waits)*99/100]
		t.Logf("p50 %v, p99 %v, %d measured", waits[len(waits)/2], p99, len(waits))
		if p99 > 700*time.Millisecond {
			t.Errorf("p99 from commit to reader is %v", p99)
		}
	})
}

func TestList(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		appendEvents(t, d, 5, "a", "b", "a")
		appendEvents(t, d, 6, "a")
		at := d.Now().Unix()
		future := at + 100
		for name, row := range map[string]struct {
			filter event.Filter
			want   string
		}{
			"all, newest first":  {event.Filter{AccountID: 1}, "6a 5a 5b 5a"},
			"oldest first":       {event.Filter{AccountID: 1, OldestFirst: true, Limit: 2}, "5a 5b"},
			"one card":           {event.Filter{AccountID: 1, EntityKind: "deal", EntityIDs: []int64{6}}, "6a"},
			"two cards":          {event.Filter{AccountID: 1, EntityKind: "deal", EntityIDs: []int64{6, 5}, Kinds: []string{"b"}}, "5b"},
			"since then":         {event.Filter{AccountID: 1, FromAt: &future}, ""},
			"until then":         {event.Filter{AccountID: 1, ToAt: &future, Kinds: []string{"b"}}, "5b"},
			"another account":    {event.Filter{AccountID: 2}, ""},
			"an unheard-of kind": {event.Filter{AccountID: 1, Kinds: []string{"'; DROP TABLE events"}}, ""},
		} {
			events, err := event.List(t.Context(), d, row.filter)
			if err != nil {
				t.Fatal(err)
			}
			var got string
			for i, e := range events {
				if i > 0 {
					got += " "
				}
				got += fmt.Sprintf("%d%s", e.EntityID, e.Kind)
			}
			if got != row.want {
				t.Errorf("%s: %q, want %q", name, got, row.want)
			}
		}
		page, err := event.ListFor(t.Context(), d, 1, "deal", 5, 0, 2)
		if err != nil || len(page) != 2 {
			t.Fatalf("page: %v, %v", page, err)
		}
		rest, err := event.ListFor(t.Context(), d, 1, "deal", 5, page[1].ID, 2)
		if err != nil || len(rest) != 1 {
			t.Fatalf("rest: %v, %v", rest, err)
		}
		if _, err := event.Find(t.Context(), d, 2, rest[0].ID); !errors.Is(err, db.ErrNoRows) {
			t.Errorf("found from another account: %v", err)
		}
		if got, err := event.Find(t.Context(), d, 1, rest[0].ID); err != nil || got.ID != rest[0].ID {
			t.Errorf("not found: %v", err)
		}
	})
}

func TestAppendRefusesHalfAnEvent(t *testing.T) {
	t.Parallel()
	d := dbtest.One(t)
	for _, e := range []event.Event{{Kind: "a", EntityKind: "deal"}, {AccountID: 1, EntityKind: "deal"}, {AccountID: 1, Kind: "a"}} {
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return event.Append(t.Context(), tx, e) }); err == nil {
			t.Errorf("%+v was stored", e)
		}
	}
}

// Many events in one call keep their order and get growing ids.
func TestAppendMany(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		events := make([]event.Event, 1000)
		for i := range events {
			events[i] = event.Event{AccountID: 1, Kind: fmt.Sprint(i), EntityKind: "deal", EntityID: 1, ActorKind: "robot", After: []byte(`{}`)}
		}
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return event.Append(t.Context(), tx, events...) }); err != nil {
			t.Fatal(err)
		}
		var last int64
		for _, from := range []int{0, 500} {
			got, err := event.List(t.Context(), d, event.Filter{AccountID: 1, OldestFirst: true, Limit: 500, AfterID: last})
			if err != nil || len(got) != 500 {
				t.Fatalf("%d events, %v", len(got), err)
			}
			for i, e := range got {
				if e.Kind != fmt.Sprint(from+i) || e.ID <= last {
					t.Fatalf("event %d has id %d after %d, and kind %s", from+i, e.ID, last, e.Kind)
				}
				last = e.ID
			}
		}
	})
}
