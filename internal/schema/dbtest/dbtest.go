// Package dbtest opens migrated databases for tests: a real SQLite file, a real PostgreSQL database.
package dbtest

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"voronka/internal/kit/db"
	"voronka/internal/schema"
)

// Option changes how a test's database is opened.
type Option func(*db.Config)

// Configure gives the test a hand on the configuration: a clock, the number of readers.
func Configure(fn func(*db.Config)) Option { return fn }

// Each runs fn on both engines, each time with a fresh migrated database that is closed afterwards.
func Each(t *testing.T, fn func(t *testing.T, d *db.DB), opts ...Option) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			fn(t, Open(t, Config(t, engine), opts...))
		})
	}
}

// One opens a fresh migrated SQLite database, for tests to which the engine does not matter.
func One(t testing.TB, opts ...Option) *db.DB {
	t.Helper()
	return Open(t, Config(t, db.SQLite), opts...)
}

// Config is the address of a fresh migrated database; a test may open it several times, as several nodes do.
// VORONKA_TEST_ENGINES=sqlite skips the tests of the engine it does not name.
func Config(t testing.TB, engine db.Engine) db.Config {
	t.Helper()
	if only := os.Getenv("VORONKA_TEST_ENGINES"); only != "" && !strings.Contains(only, string(engine)) {
		t.Skipf("VORONKA_TEST_ENGINES=%s", only)
	}
	if engine == db.Postgres {
		return db.Config{URL: postgresDatabase(t), Readers: 8}
	}
	return db.Config{Path: sqliteFile(t), Readers: 4}
}

// Open opens a database and closes it at the end of the test.
func Open(t testing.TB, cfg db.Config, opts ...Option) *db.DB {
	t.Helper()
	for _, o := range opts {
		o(&cfg)
	}
	d, err := db.Open(context.Background(), cfg)
	if err != nil {
		t.Fatalf("open test database: %v", err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close test database: %v", err)
		}
	})
	return d
}

// template is a migrated SQLite database as bytes, made once per test program.
var template = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "voronka-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "t.db")
	if err := schema.Migrate(context.Background(), db.Config{Path: path}); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func sqliteFile(t testing.TB) string {
	t.Helper()
	raw, err := template()
	if err != nil {
		t.Fatalf("make test database: %v", err)
	}
	path := filepath.Join(t.TempDir(), "voronka.db")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatalf("make test database: %v", err)
	}
	return path
}
