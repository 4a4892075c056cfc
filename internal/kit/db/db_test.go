package db_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
)

// TestMain also proves that a closed database leaves no goroutine behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func put(ctx context.Context, q db.Querier, name, value string) error {
	_, err := q.Exec(ctx, `
		INSERT INTO install_settings (name, value)
		VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	return err
}

func names(t testing.TB, q db.Querier) string {
	t.Helper()
	all, err := db.Column[string](context.Background(), q, `SELECT name FROM install_settings ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

// What ends a transaction badly undoes it whole, and the next one works.
func TestWriteUndoesOn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		broken := errors.New("broken")
		for name, end := range map[string]func(ctx context.Context, cancel func(), tx *db.Tx) error{
			"an error":           func(context.Context, func(), *db.Tx) error { return broken },
			"a panic":            func(context.Context, func(), *db.Tx) error { panic(broken) },
			"a caller who left":  func(ctx context.Context, cancel func(), tx *db.Tx) error { cancel(); return put(ctx, tx, "b", "2") },
			"a failed statement": func(ctx context.Context, _ func(), tx *db.Tx) error { _, err := tx.Exec(ctx, `SELEKT 1`); return err },
			"a violated rule": func(ctx context.Context, _ func(), tx *db.Tx) error {
				_, err := tx.Exec(ctx, `INSERT INTO install_settings (name) VALUES ('x')`)
				return err
			},
		} {
			rang := false
			func() {
				defer func() { _ = recover() }()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				err := d.Write(ctx, func(tx *db.Tx) error {
					if err := put(ctx, tx, "a", "1"); err != nil {
						return err
					}
					tx.AfterCommit(func() { rang = true })
					return end(ctx, cancel, tx)
				})
				if err == nil {
					t.Errorf("%s: no error", name)
				}
			}()
			if got := names(t, d); got != "" || rang {
				t.Errorf("%s left %q, rang %v", name, got, rang)
			}
		}
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return put(t.Context(), tx, "a", "1") }); err != nil {
			t.Fatal(err)
		}
	})
}

func TestWaitingWriterGivesUp(t *testing.T) {
	t.Parallel()
	d := dbtest.One(t)
	inside, leave := make(chan struct{}), make(chan struct{})
	done := make(chan error)
	go func() {
		done <- d.Write(context.Background(), func(*db.Tx) error { close(inside); <-leave; return nil })
	}()
	<-inside
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	err := d.Write(ctx, func(*db.Tx) error { return nil })
	if !errors.Is(err, context.DeadlineExceeded) || db.Unreachable(err) {
		t.Errorf("waited and got %v", err)
	}
	close(leave)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// Readers go on while a writer is inside its transaction, and see nothing of it before the commit.
func TestReadersAndWriter(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			if err := put(t.Context(), tx, "a", "1"); err != nil {
				return err
			}
			var readers sync.WaitGroup
			for range 20 {
				readers.Go(func() {
					if got := names(t, d); got != "" {
						t.Errorf("saw %q before the commit", got)
					}
				})
			}
			readers.Wait()
			if got := names(t, tx); got != "a" {
				t.Errorf("the writer itself sees %q", got)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := names(t, d); got != "a" {
			t.Errorf("after the commit: %q", got)
		}
	})
}

func TestSnapshotSeesOneState(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.Snapshot(t.Context(), func(q db.Querier) error {
			before := names(t, q)
			if err := d.Write(t.Context(), func(tx *db.Tx) error { return put(t.Context(), tx, "a", "1") }); err != nil {
				return err
			}
			if after := names(t, q); after != before {
				t.Errorf("saw %q, then %q", before, after)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = d.Snapshot(t.Context(), func(q db.Querier) error {
			_, err := q.Exec(t.Context(), `DELETE FROM install_settings`)
			return err
		})
		if err == nil {
			t.Error("a snapshot wrote")
		}
	})
}

func TestManyWritersLoseNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := put(t.Context(), d, "count", "0"); err != nil {
			t.Fatal(err)
		}
		var writers sync.WaitGroup
		for range 8 {
			writers.Go(func() {
				for range 25 {
					err := d.Write(t.Context(), func(tx *db.Tx) error {
						_, err := tx.Exec(t.Context(), `
							UPDATE install_settings
							SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)
							WHERE name = 'count'`)
						return err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		writers.Wait()
		var got string
		if err := d.QueryRow(t.Context(), `SELECT value FROM install_settings`).Scan(&got); err != nil || got != "200" {
			t.Errorf("counted %s, %v", got, err)
		}
	})
}

// Two transactions that lock the same rows in opposite order: one runs again, both succeed.
func TestDeadlockIsRetried(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, n := range []string{"a", "b"} {
			if err := put(t.Context(), d, n, "0"); err != nil {
				t.Fatal(err)
			}
		}
		var met, done sync.WaitGroup
		if d.Engine() == db.Postgres {
			met.Add(2)
		}
		for _, order := range [][]string{{"a", "b"}, {"b", "a"}} {
			attempt := 0
			done.Go(func() {
				err := d.Write(t.Context(), func(tx *db.Tx) error {
					if err := put(t.Context(), tx, order[0], order[0]); err != nil {
						return err
					}
					if attempt++; attempt == 1 && d.Engine() == db.Postgres {
						met.Done()
						met.Wait()
					}
					return put(t.Context(), tx, order[1], order[0])
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		done.Wait()
	})
}

func TestBell(t *testing.T) {
	t.Parallel()
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			cfg := dbtest.Config(t, engine)
			here, there := dbtest.Open(t, cfg), dbtest.Open(t, cfg)
			near, offNear := here.Listen("topic")
			defer offNear()
			other, offOther := here.Listen("other")
			defer offOther()
			far, offFar := there.Listen("topic")
			defer offFar()
			ring := func(fail error) {
				err := here.Write(t.Context(), func(tx *db.Tx) error { tx.Signal("topic"); return fail })
				if !errors.Is(err, fail) {
					t.Fatal(err)
				}
			}
			ring(errors.New("undone"))
			select {
			case <-near:
				t.Error("an undone transaction rang")
			default:
			}
			ring(nil)
			<-near // at once
			if engine == db.Postgres {
				// The other node may not be listening yet: ring until it hears.
				heard := false
				for deadline := time.Now().Add(20 * time.Second); !heard && time.Now().Before(deadline); {
					select {
					case <-far:
						heard = true
					case <-time.After(50 * time.Millisecond):
						ring(nil)
					}
				}
				if !heard {
					t.Error("the other node heard nothing")
				}
			}
			select {
			case <-other:
				t.Error("another topic rang")
			default:
			}
			offNear()
			ring(nil) // nobody is listening: nothing blocks
		})
	}
}

// A PostgreSQL that throws everybody out is an unavailable database, and serves again when it is back.
func TestConnectionLost(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, dbtest.Config(t, db.Postgres))
	rings, off := d.Listen("topic")
	defer off()
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		if err := put(t.Context(), tx, "a", "1"); err != nil {
			return err
		}
		_, err := d.Exec(t.Context(), `
			SELECT pg_terminate_backend(pid)
			FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()`)
		if err != nil {
			return err
		}
		return put(t.Context(), tx, "b", "2")
	})
	if !errs.Is(err, errs.CodeUnavailable) {
		t.Errorf("cut off in the middle: %v", err)
	}
	if got := names(t, d); got != "" {
		t.Errorf("half a transaction stayed: %q", got)
	}
	if err := d.Write(t.Context(), func(tx *db.Tx) error { tx.Signal("topic"); return put(t.Context(), tx, "a", "1") }); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	<-rings
}

func TestCancelledQueryIsNotTheDatabasesFault(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, dbtest.Config(t, db.Postgres))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	err := d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `SELECT pg_sleep(10)`)
		return err
	})
	if err == nil || db.Unreachable(err) {
		t.Errorf("%v", err)
	}
	if err := put(t.Context(), d, "a", fmt.Sprint(1)); err != nil {
		t.Error(err)
	}
}

// The readers of the event log rely on it: a write transaction is known to others before it takes an id.
func TestWriteHasItsNumberFromTheBeginning(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, dbtest.Config(t, db.Postgres))
	var numbered bool
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT pg_current_xact_id_if_assigned() IS NOT NULL`).Scan(&numbered)
	})
	if err != nil || !numbered {
		t.Errorf("numbered: %v, %v", numbered, err)
	}
}
