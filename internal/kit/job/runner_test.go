package job_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/schema/dbtest"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func enqueue(t testing.TB, d *db.DB, n job.New) int64 {
	t.Helper()
	var id int64
	err := d.Write(context.Background(), func(tx *db.Tx) (err error) {
		id, err = job.Enqueue(context.Background(), tx, n)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func status(t testing.TB, d *db.DB, id int64) job.Status {
	t.Helper()
	s, err := job.Find(context.Background(), d, 1, id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// clock is moved by the test.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Unix(1_800_000_000, 0)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *clock) option() dbtest.Option {
	return dbtest.Configure(func(cfg *db.Config) { cfg.Clock = c.Now })
}

func drain(t testing.TB, r *job.Runner) {
	t.Helper()
	if err := r.Drain(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// trace notes what ran, in order.
type trace struct {
	mu    sync.Mutex
	lines []string
}

func (l *trace) add(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, fmt.Sprintf(format, args...))
}

func (l *trace) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return fmt.Sprint(l.lines)
}

// both runs a test for a local and a remote kind that call the same function.
func both(t *testing.T, fn func(t *testing.T, d *db.DB, c *clock, kind func(k job.Kind, run func(j job.Job) error) job.Kind)) {
	for _, class := range []string{"local", "remote"} {
		t.Run(class, func(t *testing.T) {
			t.Parallel()
			c := newClock()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				fn(t, d, c, func(k job.Kind, run func(j job.Job) error) job.Kind {
					if class == "local" {
						k.Local = func(_ context.Context, _ *db.Tx, j job.Job) error { return run(j) }
					} else {
						k.Remote = func(_ context.Context, j job.Job, _ *job.Progress) error { return run(j) }
					}
					return k
				})
			}, c.option())
		})
	}
}

func TestRunsOnce(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *db.DB, c *clock, kind func(job.Kind, func(job.Job) error) job.Kind) {
		var l trace
		r := job.NewRunner(d, quiet())
		r.Add(kind(job.Kind{Name: "k"}, func(j job.Job) error { l.add("%s/%d", j.Payload, j.Attempt); return nil }))
		id := enqueue(t, d, job.New{AccountID: 1, Kind: "k", Payload: "x"})
		later := enqueue(t, d, job.New{AccountID: 1, Kind: "k", Payload: "y", RunAt: d.Now().Add(time.Hour)})
		drain(t, r)
		drain(t, r)
		if l.String() != `["x"/1]` || status(t, d, id).State != "done" || status(t, d, later).State != "ready" {
			t.Fatalf("ran %s, %+v", &l, status(t, d, id))
		}
	})
}

func TestRetriesThenDeadThenReplay(t *testing.T) {
	t.Parallel()
	for _, class := range []string{"local", "remote"} {
		t.Run(class, func(t *testing.T) {
			t.Parallel()
			dbtestEachClock(t, func(t *testing.T, d *db.DB, c *clock) {
				var l trace
				fail := true
				run := func(j job.Job) error {
					l.add("%d", j.Attempt)
					if fail {
						return errors.New("no answer")
					}
					return nil
				}
				told := 0
				k := job.Kind{Name: "k", MaxAttempts: 2, Backoff: func(int) time.Duration { return time.Minute },
					Failed: func(context.Context, *db.Tx, job.Job, error) error { told++; return nil }}
				if class == "local" {
					k.Local = func(_ context.Context, _ *db.Tx, j job.Job) error { return run(j) }
				} else {
					k.Remote = func(_ context.Context, j job.Job, _ *job.Progress) error { return run(j) }
				}
				r := job.NewRunner(d, quiet())
				r.Add(k)
				id := enqueue(t, d, job.New{AccountID: 1, Kind: "k"})
				drain(t, r)
				if s := status(t, d, id); s.State != "ready" || s.Error != "no answer" || s.RunAt < d.Now().Unix()+60 {
					t.Fatalf("after the first failure: %+v", s)
				}
				c.move(2 * time.Minute)
				drain(t, r)
				if s := status(t, d, id); s.State != "dead" || s.Attempt != 2 || told != 1 {
					t.Fatalf("after the last failure: %+v, told %d", s, told)
				}
				fail = false
				replay := func(account int64) error {
					return d.Write(t.Context(), func(tx *db.Tx) error { return job.Replay(t.Context(), tx, account, id) })
				}
				if err := replay(2); !errs.Is(err, errs.CodeNotFound) {
					t.Errorf("replay from another account: %v", err)
				}
				if err := replay(1); err != nil {
					t.Fatal(err)
				}
				drain(t, r)
				if s := status(t, d, id); s.State != "done" || l.String() != "[1 2 1]" {
					t.Fatalf("after replay: %+v %s", s, &l)
				}
				if err := replay(1); !errs.Is(err, errs.CodeConflict) {
					t.Errorf("replay of a done job: %v", err)
				}
			})
		})
	}
}

func dbtestEachClock(t *testing.T, fn func(t *testing.T, d *db.DB, c *clock)) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			c := newClock()
			fn(t, dbtest.Open(t, dbtest.Config(t, engine), c.option()), c)
		})
	}
}

func TestPermanentAndPanic(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *db.DB, c *clock, kind func(job.Kind, func(job.Job) error) job.Kind) {
		r := job.NewRunner(d, quiet())
		r.Add(kind(job.Kind{Name: "permanent"}, func(job.Job) error { return fmt.Errorf("x: %w", job.Permanent(errors.New("bad address"))) }))
		r.Add(kind(job.Kind{Name: "panic", MaxAttempts: 1}, func(job.Job) error { panic("oh") }))
		a, b := enqueue(t, d, job.New{AccountID: 1, Kind: "permanent"}), enqueue(t, d, job.New{AccountID: 1, Kind: "panic"})
		drain(t, r)
		for _, id := range []int64{a, b} {
			if s := status(t, d, id); s.State != "dead" || s.Error == "" || s.Attempt != 1 {
				t.Errorf("%s: %+v", s.Kind, s)
			}
		}
	})
}

func TestUniqueKey(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		key := "once"
		a := enqueue(t, d, job.New{AccountID: 1, Kind: "k", UniqueKey: &key})
		b := enqueue(t, d, job.New{AccountID: 1, Kind: "k", UniqueKey: &key})
		other := enqueue(t, d, job.New{AccountID: 2, Kind: "k", UniqueKey: &key})
		if a != b || a == other {
			t.Errorf("ids %d %d %d", a, b, other)
		}
	})
}

func TestKeyOrder(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *db.DB, c *clock, kind func(job.Kind, func(job.Job) error) job.Kind) {
		var l trace
		for name, row := range map[string]struct {
			strict bool
			want   string
		}{
			"a retry lets others pass": {false, "[0/1 1/1 2/1 3/1 0/2]"},
			"strict holds them":        {true, "[0/1 0/2 1/1 2/1 3/1]"},
		} {
			l = trace{}
			r := job.NewRunner(d, quiet())
			k := "k" + name
			r.Add(kind(job.Kind{Name: k, Strict: row.strict, Backoff: func(int) time.Duration { return time.Minute }}, func(j job.Job) error {
				l.add("%s/%d", j.Payload, j.Attempt)
				if string(j.Payload) == "0" && j.Attempt == 1 {
					return errors.New("later")
				}
				return nil
			}))
			for i := range 4 {
				enqueue(t, d, job.New{AccountID: 1, Kind: k, QueueKey: "key" + name, Payload: i})
			}
			drain(t, r)
			c.move(2 * time.Minute)
			drain(t, r)
			if l.String() != row.want {
				t.Errorf("%s: ran %s, want %s", name, &l, row.want)
			}
		}
	})
}

func TestLocalFailureUndoesItsWritesOnly(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := job.NewRunner(d, quiet())
		r.Add(job.Kind{Name: "k", MaxAttempts: 1, Local: func(ctx context.Context, tx *db.Tx, j job.Job) error {
			if _, err := tx.Exec(ctx, `INSERT INTO install_settings (name, value) VALUES ($1, '1')`, string(j.Payload)); err != nil {
				return err
			}
			if string(j.Payload) == "1" {
				_, err := tx.Exec(ctx, `INSERT INTO no_such_table VALUES (1)`) // breaks the transaction on PostgreSQL
				return err
			}
			return nil
		}})
		for i := range 3 {
			enqueue(t, d, job.New{AccountID: 1, Kind: "k", Payload: i})
		}
		drain(t, r)
		names, err := db.Column[string](t.Context(), d, `SELECT name FROM install_settings ORDER BY name`)
		if err != nil || fmt.Sprint(names) != "[0 2]" {
			t.Errorf("left %v, %v", names, err)
		}
	})
}

// A local job that is slower than its time is a failure of that job; the others of its batch get through.
func TestLocalTimeout(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := job.NewRunner(d, quiet())
		r.Add(job.Kind{Name: "k", MaxAttempts: 1, Timeout: 30 * time.Millisecond, Local: func(ctx context.Context, tx *db.Tx, j job.Job) error {
			if string(j.Payload) != "1" {
				return nil
			}
			if tx.Engine() == db.Postgres {
				_, err := tx.Exec(ctx, `SELECT pg_sleep(20)`)
				return err
			}
			<-ctx.Done()
			_, err := tx.Exec(ctx, `SELECT 1`)
			return err
		}})
		var ids []int64
		for i := range 3 {
			ids = append(ids, enqueue(t, d, job.New{AccountID: 1, Kind: "k", Payload: i}))
		}
		drain(t, r)
		for i, want := range []string{"done", "dead", "done"} {
			if s := status(t, d, ids[i]); s.State != want {
				t.Errorf("job %d: %+v", i, s)
			}
		}
	})
}

func TestCounts(t *testing.T) {
	t.Parallel()
	dbtestEachClock(t, func(t *testing.T, d *db.DB, c *clock) {
		r := job.NewRunner(d, quiet())
		r.Add(job.Kind{Name: "bad", MaxAttempts: 1, Local: func(context.Context, *db.Tx, job.Job) error { return errors.New("no") }})
		for range 3 {
			enqueue(t, d, job.New{AccountID: 1, Kind: "bad"})
		}
		drain(t, r)
		enqueue(t, d, job.New{AccountID: 1, Kind: "waits"})
		c.move(time.Minute)
		counts, err := job.Counts(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		got := map[job.Count]bool{}
		for _, n := range counts {
			got[n] = true
		}
		if len(got) != 2 || !got[job.Count{Kind: "waits", State: "ready", Jobs: 1, Seconds: 60}] || !got[job.Count{Kind: "bad", State: "dead", Jobs: 3}] {
			t.Errorf("counts %+v", counts)
		}
		dead, err := job.Dead(t.Context(), d, 1, 0, 2)
		if err != nil || len(dead) != 2 || dead[0].ID < dead[1].ID {
			t.Errorf("dead %+v, %v", dead, err)
		}
		if dead, err := job.Dead(t.Context(), d, 2, 0, 2); err != nil || len(dead) != 0 {
			t.Errorf("dead jobs of another account: %+v, %v", dead, err)
		}
	})
}
