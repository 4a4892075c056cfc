package db_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
)

const putText = `INSERT INTO install_settings (name, value) VALUES ($1, $2)`

func later(ctx context.Context, tx *db.Tx, name string) error {
	return tx.Later(ctx, putText, name, "1")
}

// What fails later fails the write, wherever that shows, and nothing of it stays.
func TestLaterFails(t *testing.T) {
	t.Parallel()
	gone := errors.New("gone")
	failures := map[string]func(ctx context.Context, tx *db.Tx) error{
		"a row that is there": func(ctx context.Context, tx *db.Tx) error { return later(ctx, tx, "taken") },
		"an unknown table":    func(ctx context.Context, tx *db.Tx) error { return tx.Later(ctx, `DELETE FROM nothing`) },
		"a row that must be": func(ctx context.Context, tx *db.Tx) error {
			return tx.Must(ctx, gone, `SELECT name FROM install_settings WHERE name = $1`, "missing")
		},
		"many rows, the last is there": func(ctx context.Context, tx *db.Tx) error {
			return tx.Insert(ctx, "install_settings", []string{"name", "value"}, rowsTo(300, "taken"))
		},
		"few rows, one is there": func(ctx context.Context, tx *db.Tx) error {
			return tx.Insert(ctx, "install_settings", []string{"name", "value"}, rowsTo(3, "taken"))
		},
	}
	shows := map[string]func(ctx context.Context, tx *db.Tx) error{
		"at the commit":         func(context.Context, *db.Tx) error { return nil },
		"at the next statement": func(ctx context.Context, tx *db.Tx) error { return put(ctx, tx, "after", "1") },
		"in the next query": func(ctx context.Context, tx *db.Tx) error {
			_, err := db.Column[string](ctx, tx, `SELECT name FROM install_settings WHERE name = $1`, "taken")
			return err
		},
		"in a query with a list": func(ctx context.Context, tx *db.Tx) error {
			b := db.NewBuilder(tx.Engine())
			b.Add(`SELECT name FROM install_settings WHERE `, db.InText(b, "name", []string{"taken"}))
			_, err := db.Column[string](ctx, tx, b.SQL(), b.Args()...)
			return err
		},
		"behind others": func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(later(ctx, tx, "c"), later(ctx, tx, "d"))
		},
		"before many rows": func(ctx context.Context, tx *db.Tx) error {
			return tx.Insert(ctx, "install_settings", []string{"name", "value"}, rowsTo(100, "z"))
		},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := put(t.Context(), d, "taken", "1"); err != nil {
			t.Fatal(err)
		}
		for what, fail := range failures {
			for where, show := range shows {
				err := d.Write(t.Context(), func(tx *db.Tx) error {
					if err := later(t.Context(), tx, "before"); err != nil {
						return err
					}
					if err := fail(t.Context(), tx); err != nil {
						return err
					}
					return show(t.Context(), tx)
				})
				if err == nil || what == "a row that must be" && !errors.Is(err, gone) {
					t.Errorf("%s, %s: %v", what, where, err)
				}
				if got := names(t, d); got != "taken" {
					t.Fatalf("%s, %s: left %q", what, where, got)
				}
			}
		}
	})
}

// rowsTo are rows of which the last has a name of its own.
func rowsTo(n int, last string) (args []any) {
	for i := range n - 1 {
		args = append(args, fmt.Sprint("row ", i), "1")
	}
	return append(args, last, "1")
}

// An attempt answers for what it left for later; the transaction goes on without it.
func TestLaterInAnAttempt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := put(t.Context(), d, "taken", "1"); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"taken", "free"} {
			var failure error
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				failure = tx.Try(t.Context(), func() error {
					return errors.Join(later(t.Context(), tx, "first "+name), later(t.Context(), tx, name))
				})
				return later(t.Context(), tx, "beside "+name)
			})
			if err != nil || (failure != nil) != (name == "taken") {
				t.Errorf("%s: %v, %v", name, failure, err)
			}
		}
		if got, want := names(t, d), "beside free beside taken first free free taken"; got != want {
			t.Errorf("stored %q, want %q", got, want)
		}
	})
}

// A caller who leaves before the end takes with them what was left for later; the connection serves the next one.
func TestLaterOfACallerWhoLeft(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for range 20 {
			ctx, cancel := context.WithCancel(t.Context())
			err := d.Write(ctx, func(tx *db.Tx) error {
				if err := errors.Join(put(ctx, tx, "a", "1"), later(ctx, tx, "b")); err != nil {
					return err
				}
				cancel()
				return later(ctx, tx, "c")
			})
			if stored := names(t, d); (err == nil) != (stored == "a b c") || err != nil && stored != "" {
				t.Fatalf("%v, stored %q", err, stored)
			}
			if _, err := d.Exec(t.Context(), `DELETE FROM install_settings`); err != nil {
				t.Fatal(err)
			}
		}
	}, dbtest.Configure(func(c *db.Config) { c.Readers = 2 }))
}

// A deadlock that shows in a statement left for later is met by another attempt, as any other.
func TestLaterDeadlockIsRetried(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, dbtest.Config(t, db.Postgres))
	const change = `UPDATE install_settings SET value = value || $2 WHERE name = $1`
	for _, n := range []string{"a", "b"} {
		if err := put(t.Context(), d, n, ""); err != nil {
			t.Fatal(err)
		}
	}
	var met, done sync.WaitGroup
	met.Add(2)
	attempts := make([]int, 2)
	for i, order := range [][]string{{"a", "b"}, {"b", "a"}} {
		done.Go(func() {
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				if _, err := tx.Exec(t.Context(), change, order[0], "x"); err != nil {
					return err
				}
				if attempts[i]++; attempts[i] == 1 {
					met.Done()
					met.Wait()
				}
				return tx.Later(t.Context(), change, order[1], "x")
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	done.Wait()
	values, err := db.Column[string](t.Context(), d, `SELECT value FROM install_settings`)
	if err != nil || !slices.Equal(values, []string{"xx", "xx"}) || attempts[0]+attempts[1] < 3 {
		t.Errorf("values %q, attempts %v, %v", values, attempts, err)
	}
}

// Rows get the ids they were given, however many they are; ids grow, are given once, and those nobody used do no harm.
func TestIDs(t *testing.T) {
	t.Parallel()
	columns := []string{"id", "account_id", "entity_kind", "name", "name_key", "hue"}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var all []int64
		for _, n := range []int{1, 3, 500, 39, 200} {
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				tx.Expect("tags", n-1) // fewer than it takes
				ids, err := tx.IDs(t.Context(), "tags", n)
				if err != nil {
					return err
				}
				all = append(all, ids...)
				var args []any
				for _, id := range ids {
					args = append(args, id, 1, "deal", fmt.Sprint("tag ", id), fmt.Sprint("tag ", id), 1)
				}
				return tx.Insert(t.Context(), "tags", columns, args)
			})
			if err != nil {
				t.Fatal(err)
			}
			_ = d.Write(t.Context(), func(tx *db.Tx) error {
				tx.Expect("tags", 2)
				if err := put(t.Context(), tx, "x", "1"); err != nil {
					return err
				}
				return errors.New("undone")
			})
		}
		stored, err := db.Column[int64](t.Context(), d, `SELECT id FROM tags WHERE name = 'tag ' || CAST(id AS TEXT) ORDER BY id`)
		if err != nil || !slices.Equal(stored, all) || len(all) != 743 {
			t.Errorf("given %d ids, stored %d rows, %v", len(all), len(stored), err)
		}
		var next int64
		if err := d.Write(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), `
				INSERT INTO tags (account_id, entity_kind, name, name_key, hue)
				VALUES (1, 'deal', 'own', 'own', 1)
				RETURNING id`).Scan(&next)
		}); err != nil || next <= all[len(all)-1] {
			t.Errorf("the database's own id is %d after %d, %v", next, all[len(all)-1], err)
		}
	})
}
