package job_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/schema/dbtest"
)

// TestMain also proves that no runner leaves a goroutine behind.
// Fewer rounds of properties than usual, unless -rapid.checks says otherwise: each one opens two nodes.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "25"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

// guard notices two jobs of one key at once, and jobs that run twice or out of order.
type guard struct {
	mu       sync.Mutex
	inside   map[string]bool
	lastID   map[string]int64
	done     map[int64]int
	troubles []string
}

func newGuard() *guard {
	return &guard{inside: map[string]bool{}, lastID: map[string]int64{}, done: map[int64]int{}}
}

func (g *guard) enter(j job.Job) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if j.QueueKey == "" {
		return
	}
	if g.inside[j.QueueKey] {
		g.troubles = append(g.troubles, fmt.Sprintf("two jobs of %s at once", j.QueueKey))
	}
	if j.ID < g.lastID[j.QueueKey] {
		g.troubles = append(g.troubles, fmt.Sprintf("%s: %d after %d", j.QueueKey, j.ID, g.lastID[j.QueueKey]))
	}
	g.inside[j.QueueKey], g.lastID[j.QueueKey] = true, j.ID
}

func (g *guard) leave(j job.Job) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.inside, j.QueueKey)
	g.done[j.ID]++
}

func (g *guard) check(t interface{ Fatal(...any) }, ids []int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.troubles) > 0 {
		t.Fatal(g.troubles[0])
	}
	for _, id := range ids {
		if g.done[id] != 1 {
			t.Fatal(fmt.Sprintf("job %d ran %d times", id, g.done[id]))
		}
	}
}

// Two nodes, local and remote kinds sharing keys: each job once, jobs of a key one at a time and in order.
func TestTwoNodesKeepKeys(t *testing.T) {
	t.Parallel()
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			cfg := dbtest.Config(t, engine)
			nodes := []*db.DB{dbtest.Open(t, cfg), dbtest.Open(t, cfg)}
			rapid.Check(t, func(rt *rapid.T) {
				g := newGuard()
				keys := rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "b", "c"}), 1, 40).Draw(rt, "keys")
				plan := rapid.SliceOfN(rapid.IntRange(0, 99), len(keys), len(keys)).Draw(rt, "plan")
				var runners []*job.Runner
				for _, d := range nodes {
					r := job.NewRunner(d, quiet())
					r.Add(job.Kind{Name: "local", Local: func(_ context.Context, _ *db.Tx, j job.Job) error {
						g.enter(j)
						defer g.leave(j)
						return nil
					}})
					r.Add(job.Kind{Name: "remote", Remote: func(_ context.Context, j job.Job, _ *job.Progress) error {
						g.enter(j)
						defer g.leave(j)
						time.Sleep(time.Duration(j.ID%3) * time.Millisecond)
						return nil
					}})
					if err := r.Start(t.Context()); err != nil {
						rt.Fatal(err)
					}
					runners = append(runners, r)
				}
				var ids []int64
				for i, key := range keys {
					kind := []string{"local", "remote"}[plan[i]%2]
					ids = append(ids, enqueue(t, nodes[plan[i]%3%2], job.New{AccountID: 1, Kind: kind, QueueKey: key}))
				}
				err := runners[0].Drain(t.Context())
				for _, r := range runners {
					r.Stop(t.Context())
				}
				if err != nil {
					rt.Fatal(err)
				}
				g.check(rt, ids)
			})
		})
	}
}

// The node dies in the middle of a batch of local jobs: each effect is there once in the end.
func TestLocalKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var ids []int64
		for range 40 {
			ids = append(ids, enqueue(t, d, job.New{AccountID: 1, Kind: "k"}))
		}
		for round := range 8 {
			ctx, kill := context.WithCancel(t.Context())
			calls := 0
			r := job.NewRunner(d, quiet())
			r.Add(job.Kind{Name: "k", Local: func(ctx context.Context, tx *db.Tx, j job.Job) error {
				_, err := tx.Exec(ctx, `
					INSERT INTO import_items (account_id, import_id, entity_kind, entity_id, row_number, outcome)
					VALUES (1, 1, 'x', $1, $2, '')`, j.ID, 1000*int64(round)+int64(calls))
				if calls++; calls == 3*round+2 {
					kill()
				}
				return err
			}})
			_ = r.Drain(ctx) // ends by the kill, or in the last rounds by having nothing left
			kill()
		}
		r := job.NewRunner(d, quiet())
		r.Add(job.Kind{Name: "k", Local: func(ctx context.Context, tx *db.Tx, j job.Job) error {
			_, err := tx.Exec(ctx, `
				INSERT INTO import_items (account_id, import_id, entity_kind, entity_id, row_number, outcome)
				VALUES (1, 1, 'x', $1, 0, '')`, j.ID)
			return err
		}})
		drain(t, r)
		for _, id := range ids {
			var n int
			if err := d.QueryRow(t.Context(), `SELECT count(*) FROM import_items WHERE account_id = 1 AND entity_id = $1`, id).Scan(&n); err != nil || n != 1 {
				t.Fatalf("job %d left %d effects, %v", id, n, err)
			}
		}
	})
}

// A node that is silent loses its job to another, and can neither checkpoint nor finish it any more.
func TestLostLease(t *testing.T) {
	t.Parallel()
	dbtestEachClock(t, func(t *testing.T, d *db.DB, c *clock) {
		id := enqueue(t, d, job.New{AccountID: 1, Kind: "k", QueueKey: "key"})
		next := enqueue(t, d, job.New{AccountID: 1, Kind: "k", QueueKey: "key"})
		started, goOn := make(chan struct{}), make(chan struct{})
		var late error
		var one sync.Once
		slow := job.NewRunner(d, quiet())
		slow.Add(job.Kind{Name: "k", Concurrency: 1, Remote: func(ctx context.Context, j job.Job, p *job.Progress) error {
			if j.ID != id {
				return nil
			}
			one.Do(func() { close(started) })
			<-goOn
			late = d.Write(ctx, func(tx *db.Tx) error { return p.Checkpoint(ctx, tx, "late") })
			return nil
		}})
		drained := make(chan error)
		go func() { drained <- slow.Drain(context.Background()) }()
		<-started
		c.move(time.Minute)
		var l trace
		quick := job.NewRunner(d, quiet())
		quick.Add(job.Kind{Name: "k", Remote: func(_ context.Context, j job.Job, _ *job.Progress) error {
			l.add("%d/%d", j.ID, j.Attempt)
			return nil
		}})
		if err := quick.Reap(t.Context()); err != nil {
			t.Fatal(err)
		}
		drain(t, quick)
		close(goOn)
		if err := <-drained; err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("[%d/2 %d/1]", id, next); l.String() != want {
			t.Errorf("the other node ran %s, want %s", &l, want)
		}
		if late == nil {
			t.Error("a node without the lease made a checkpoint")
		}
		if s := status(t, d, id); s.State != "done" || s.Attempt != 2 || len(s.Progress.Checkpoint) != 0 {
			t.Errorf("in the end: %+v", s)
		}
	})
}

func TestCancel(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		started := make(chan struct{})
		r := job.NewRunner(d, quiet())
		r.Add(job.Kind{Name: "k", Remote: func(ctx context.Context, j job.Job, _ *job.Progress) error {
			if string(j.Payload) == `"quick"` {
				return nil
			}
			close(started)
			<-ctx.Done()
			return ctx.Err()
		}})
		running := enqueue(t, d, job.New{AccountID: 1, Kind: "k", QueueKey: "key"})
		parked := enqueue(t, d, job.New{AccountID: 1, Kind: "k", QueueKey: "key", Payload: "parked"})
		last := enqueue(t, d, job.New{AccountID: 1, Kind: "k", QueueKey: "key", Payload: "quick"})
		if err := r.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		defer r.Stop(t.Context())
		<-started
		stop := func(account, id int64) error {
			return d.Write(t.Context(), func(tx *db.Tx) error { return job.Cancel(t.Context(), tx, account, id) })
		}
		if err := stop(2, running); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("cancelled from another account: %v", err)
		}
		for _, id := range []int64{parked, running} {
			if err := stop(1, id); err != nil {
				t.Fatal(err)
			}
		}
		waitFor(t, func() bool { return status(t, d, last).State == "done" })
		for _, id := range []int64{parked, running} {
			if s := status(t, d, id); s.State != "cancelled" || s.FinishedAt == nil {
				t.Errorf("%+v", s)
			}
		}
		if err := stop(1, last); !errs.Is(err, errs.CodeConflict) {
			t.Errorf("cancelled a done job: %v", err)
		}
	})
}

func waitFor(t testing.TB, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatal("did not happen")
}

func TestProgressAndCheckpoint(t *testing.T) {
	t.Parallel()
	dbtestEachClock(t, func(t *testing.T, d *db.DB, c *clock) {
		r := job.NewRunner(d, quiet())
		r.Add(job.Kind{Name: "k", Remote: func(ctx context.Context, j job.Job, p *job.Progress) error {
			if j.Attempt == 1 {
				p.Set(3, 10)
				p.Say("reading")
				err := d.Write(ctx, func(tx *db.Tx) error { return p.Checkpoint(ctx, tx, map[string]int{"row": 3}) })
				return errors.Join(err, errors.New("cut off"))
			}
			if string(j.Progress.Checkpoint) != `{"row":3}` && string(j.Progress.Checkpoint) != `{"row": 3}` {
				return job.Permanent(fmt.Errorf("checkpoint: %s", j.Progress.Checkpoint))
			}
			p.Set(10, 10)
			return nil
		}})
		id := enqueue(t, d, job.New{AccountID: 1, Kind: "k"})
		drain(t, r)
		if s := status(t, d, id); s.State != "ready" || s.Progress.Done != 3 || s.Progress.Message != "reading" {
			t.Fatalf("%+v", s)
		}
		c.move(time.Minute)
		drain(t, r)
		if s := status(t, d, id); s.State != "done" || s.Progress.Done != 10 {
			t.Fatalf("%+v", s)
		}
	})
}

func TestStop(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, row := range []struct {
			name, state string
			patient     bool
		}{{"waits", "done", true}, {"gives back", "ready", false}} {
			started, finish := make(chan struct{}), make(chan struct{})
			r := job.NewRunner(d, quiet())
			r.Add(job.Kind{Name: row.name, Remote: func(ctx context.Context, _ job.Job, _ *job.Progress) error {
				close(started)
				select {
				case <-ctx.Done():
					return ctx.Err()
				case <-finish:
					return nil
				}
			}})
			id := enqueue(t, d, job.New{AccountID: 1, Kind: row.name})
			if err := r.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			<-started
			ctx, cancel := context.WithCancel(t.Context())
			if row.patient {
				close(finish)
			} else {
				cancel()
			}
			r.Stop(ctx)
			cancel()
			s := status(t, d, id)
			if s.State != row.state || !row.patient && s.Attempt != 0 {
				t.Errorf("%s: %+v", row.name, s)
			}
		}
	})
}

// Recurring work is done by one of the nodes each time it is due.
func TestEvery(t *testing.T) {
	t.Parallel()
	dbtestEachClock(t, func(t *testing.T, d *db.DB, c *clock) {
		var ran atomic.Int64
		var runners []*job.Runner
		for range 3 {
			r := job.NewRunner(d, quiet())
			r.Every("tidy", time.Hour, func(context.Context) error { ran.Add(1); return errors.New("and a failure does not stop it") })
			if err := r.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			runners = append(runners, r)
		}
		for n := range int64(2) {
			waitFor(t, func() bool { return ran.Load() == n+1 })
			c.move(time.Hour)
		}
		for _, r := range runners {
			r.Stop(t.Context())
		}
		if got := ran.Load(); got > 3 {
			t.Errorf("ran %d times in two hours", got)
		}
	})
}

func TestClean(t *testing.T) {
	t.Parallel()
	dbtestEachClock(t, func(t *testing.T, d *db.DB, c *clock) {
		r := job.NewRunner(d, quiet())
		r.Add(job.Kind{Name: "good", Local: func(context.Context, *db.Tx, job.Job) error { return nil }})
		r.Add(job.Kind{Name: "bad", MaxAttempts: 1, Local: func(context.Context, *db.Tx, job.Job) error { return errors.New("no") }})
		enqueue(t, d, job.New{AccountID: 1, Kind: "good"})
		enqueue(t, d, job.New{AccountID: 1, Kind: "bad"})
		drain(t, r)
		for _, row := range []struct {
			days int
			left string
		}{{6, "[bad good]"}, {2, "[bad]"}, {90, "[]"}} {
			c.move(time.Duration(row.days) * 24 * time.Hour)
			if err := r.Clean(t.Context()); err != nil {
				t.Fatal(err)
			}
			kinds, err := db.Column[string](t.Context(), d, `SELECT kind FROM jobs ORDER BY kind`)
			if err != nil || fmt.Sprint(kinds) != row.left {
				t.Errorf("after %d more days: %v, %v", row.days, kinds, err)
			}
		}
	})
}
