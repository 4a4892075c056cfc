package db_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
)

// A full disk is told as such, nothing of the transaction stays, and the server goes on when there is room again.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	d := dbtest.One(t)
	limit := func(pages int) {
		t.Helper()
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			var n int
			return tx.QueryRow(t.Context(), fmt.Sprintf(`PRAGMA max_page_count = %d`, pages)).Scan(&n)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var pages int
	if err := d.QueryRow(t.Context(), `PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit(pages + 10)
	large := strings.Repeat("x", 8000)
	fill := func() error {
		return d.Write(t.Context(), func(tx *db.Tx) error {
			for i := range 40 {
				if err := put(t.Context(), tx, fmt.Sprint(i), large); err != nil {
					return err
				}
			}
			return nil
		})
	}
	err := fill()
	if !errs.Is(err, errs.CodeUnavailable) || !db.Unreachable(err) || !strings.Contains(err.Error(), "disk is full") {
		t.Fatalf("the disk is full: %v", err)
	}
	if got := names(t, d); got != "" {
		t.Errorf("half a transaction stayed: %q", got)
	}
	if err := put(t.Context(), d, "small", "1"); err != nil {
		t.Errorf("a small write that still fits: %v", err)
	}
	limit(pages + 10_000)
	if err := fill(); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// Another program (a command beside the server) that holds the file is waited for.
func TestSecondProgramWrites(t *testing.T) {
	t.Parallel()
	cfg := dbtest.Config(t, db.SQLite)
	d, other := dbtest.Open(t, cfg), dbtest.Open(t, cfg)
	inside, leave := make(chan struct{}), make(chan struct{})
	done := make(chan error)
	go func() {
		done <- other.Write(t.Context(), func(tx *db.Tx) error {
			close(inside)
			<-leave
			return put(t.Context(), tx, "other", "1")
		})
	}()
	<-inside
	time.AfterFunc(50*time.Millisecond, func() { close(leave) })
	if err := d.Write(t.Context(), func(tx *db.Tx) error { return put(t.Context(), tx, "own", "1") }); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if got := names(t, d); got != "other own" {
		t.Errorf("left %q", got)
	}
}

// Cached statements survive a change of the schema and a cache that runs over.
func TestStatementCache(t *testing.T) {
	t.Parallel()
	d := dbtest.One(t)
	columns := func() (n int) {
		t.Helper()
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), `SELECT count(*) FROM pragma_table_info('install_settings')`).Scan(&n)
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	read := func() (got string, err error) {
		err = d.Write(t.Context(), func(tx *db.Tx) error {
			var name, value string
			err := tx.QueryRow(t.Context(), `SELECT * FROM install_settings`).Scan(&name, &value)
			got = name + value
			return err
		})
		return got, err
	}
	if err := put(t.Context(), d, "a", "1"); err != nil {
		t.Fatal(err)
	}
	if got, err := read(); got != "a1" || err != nil {
		t.Fatalf("%q, %v", got, err)
	}
	before := columns()
	if _, err := d.Exec(t.Context(), `ALTER TABLE install_settings ADD COLUMN added TEXT NOT NULL DEFAULT 'new'`); err != nil {
		t.Fatal(err)
	}
	if got := columns(); got != before+1 {
		t.Errorf("%d columns after the change, want %d", got, before+1)
	}
	var added string
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		var name, value string
		return tx.QueryRow(t.Context(), `SELECT * FROM install_settings`).Scan(&name, &value, &added)
	})
	if err != nil || added != "new" {
		t.Errorf("the cached statement after the change: %q, %v", added, err)
	}
	err = d.Write(t.Context(), func(tx *db.Tx) error {
		for i := range 1000 {
			var n int
			if err := tx.QueryRow(t.Context(), fmt.Sprintf(`SELECT %d`, i)).Scan(&n); err != nil || n != i {
				return errors.Join(err, fmt.Errorf("read %d for %d", n, i))
			}
		}
		return put(t.Context(), tx, "b", "2")
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]db.Config{
		"a folder":          {Path: t.TempDir()},
		"a text file":       {Path: mustWrite(t, "this is not a database, it is only a text that is long enough")},
		"no such server":    {URL: "postgres://nobody@127.0.0.1:1/none?connect_timeout=2"},
		"a senseless place": {URL: "postgres://%zz"},
	} {
		d, err := db.Open(t.Context(), cfg)
		if err == nil {
			t.Errorf("%s was opened", name)
			d.Close()
		}
	}
}

func mustWrite(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
