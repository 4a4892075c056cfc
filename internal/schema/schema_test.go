package schema_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"voronka/internal/kit/db"
	"voronka/internal/schema"
	"voronka/internal/schema/dbtest"
)

var update = flag.Bool("update", false, "rewrite the golden dumps")

func TestStartValues(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for table, want := range map[string]int64{"task_types": 1001, "tags": 1} {
			var id int64
			columns, values := `account_id, name, position`, `1, 'x', 1`
			if table == "tags" {
				columns, values = `account_id, entity_kind, name, name_key`, `1, 'deal', 'x', 'x'`
			}
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				return tx.QueryRow(t.Context(), `INSERT INTO `+table+` (`+columns+`) VALUES (`+values+`) RETURNING id`).Scan(&id)
			})
			if err != nil || id != want {
				t.Errorf("first id of %s = %d, %v; want %d", table, id, err, want)
			}
		}
	})
}

func TestExpand(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ text, sqlite, postgres, fails string }{
		"key":         {"a TEXT,\n    {{PK}}\n)", "a TEXT\n)", "a TEXT,\n    PRIMARY KEY (account_id, id)\n)", ""},
		"argument":    {"{{START_1001:tags}}", "INSERT INTO sqlite_sequence (name, seq) VALUES ('tags', 1000);", "", ""},
		"not a word":  {"-- {{…}} are words", "-- {{…}} are words", "-- {{…}} are words", ""},
		"unknown":     {"{{SOMETHING}}", "", "", "SOMETHING"},
		"inside text": {"data {{JSON}} NOT NULL", "data TEXT NOT NULL", "data JSONB NOT NULL", ""},
	} {
		for engine, want := range map[db.Engine]string{db.SQLite: row.sqlite, db.Postgres: row.postgres} {
			got, err := schema.Expand(row.text, engine)
			if got != want || (err != nil) != (row.fails != "") || err != nil && !strings.Contains(err.Error(), row.fails) {
				t.Errorf("%s on %s: %q, %v; want %q", name, engine, got, err, want)
			}
		}
	}
}

// The dumps show a reviewer what a migration makes of the schema.
func TestGolden(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		got := strings.Join(dump(t, d), "\n") + "\n"
		path := filepath.Join("testdata", string(d.Engine())+".txt")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("the schema changed; if that is meant, run this test with -update (-want +got):\n%s", diff)
		}
	})
}

func dump(t *testing.T, d *db.DB) []string {
	t.Helper()
	text := `
		SELECT sql || ';'
		FROM sqlite_master
		WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_fts_%'
		ORDER BY tbl_name, type DESC, name`
	if d.Engine() == db.Postgres {
		text = `
			SELECT line
			FROM (
				SELECT table_name AS owner, 1 AS part, CAST(ordinal_position AS INTEGER) AS place,
					table_name || '.' || column_name || ' ' || data_type
						|| CASE WHEN collation_name IS NULL THEN '' ELSE ' COLLATE ' || collation_name END
						|| CASE WHEN is_nullable = 'NO' THEN ' NOT NULL' ELSE '' END
						|| CASE WHEN identity_start IS NULL THEN '' ELSE ' IDENTITY FROM ' || identity_start END
						|| CASE WHEN column_default IS NULL THEN '' ELSE ' DEFAULT ' || column_default END AS line
				FROM information_schema.columns
				WHERE table_schema = 'public'
				UNION ALL
				SELECT tablename, 2, 0, indexdef
				FROM pg_indexes
				WHERE schemaname = 'public'
				UNION ALL
				SELECT '', 0, 0, 'EXTENSION ' || extname
				FROM pg_extension
				WHERE extname <> 'plpgsql'
			) lines
			ORDER BY owner COLLATE "C", part, place, line COLLATE "C"`
	}
	lines, err := db.Column[string](t.Context(), d, text)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestVersion(t *testing.T) {
	t.Parallel()
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		cfg := dbtest.Config(t, engine)
		applied, known, err := schema.Version(t.Context(), cfg)
		if err != nil || applied != known || known == 0 {
			t.Errorf("%s: version %d of %d, %v", engine, applied, known, err)
		}
		if err := schema.Migrate(t.Context(), cfg); err != nil {
			t.Errorf("%s: a second migration: %v", engine, err)
		}
	}
}

func migrations(texts ...string) fstest.MapFS {
	files := fstest.MapFS{}
	for i, text := range texts {
		files[fmt.Sprintf("%04d_step.sql", i+1)] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + text + "\n")}
	}
	return files
}

const (
	first  = `CREATE TABLE things (id {{ID}}, account_id BIGINT NOT NULL, name TEXT, {{PK}});`
	second = `CREATE UNIQUE INDEX things_name ON things (name);`
)

// empty is the address of a database without any table.
func empty(t *testing.T, engine db.Engine) db.Config {
	t.Helper()
	if engine == db.SQLite {
		return db.Config{Path: filepath.Join(t.TempDir(), "x.db")}
	}
	cfg := dbtest.Config(t, engine)
	d := dbtest.Open(t, cfg)
	if _, err := d.Exec(t.Context(), `DROP SCHEMA public CASCADE`); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Exec(t.Context(), `CREATE SCHEMA public`); err != nil {
		t.Fatal(err)
	}
	return cfg
}

func eachEmpty(t *testing.T, fn func(t *testing.T, cfg db.Config)) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			fn(t, empty(t, engine))
		})
	}
}

// A migration that does not fit the data leaves the database as it was, and goes through when the data is mended.
func TestFailedMigrationCanBeRepeated(t *testing.T) {
	t.Parallel()
	eachEmpty(t, func(t *testing.T, cfg db.Config) {
		if err := schema.MigrateFrom(t.Context(), cfg, migrations(first)); err != nil {
			t.Fatal(err)
		}
		d := dbtest.Open(t, cfg)
		exec := func(text string) {
			t.Helper()
			if _, err := d.Exec(t.Context(), text); err != nil {
				t.Fatal(err)
			}
		}
		exec(`INSERT INTO things (account_id, name) VALUES (1, 'twin'), (1, 'twin')`)
		both := migrations(first, `ALTER TABLE things ADD COLUMN added TEXT;`+"\n"+second)
		err := schema.MigrateFrom(t.Context(), cfg, both)
		if err == nil {
			t.Fatal("two equal names went into a unique index")
		}
		if cfg.Path != "" && !strings.Contains(err.Error(), "the database was not touched") {
			t.Errorf("the message does not calm: %v", err)
		}
		if _, err := d.Exec(t.Context(), `UPDATE things SET added = ''`); err == nil {
			t.Error("half of the migration stayed")
		}
		exec(`DELETE FROM things WHERE id = (SELECT min(id) FROM things)`)
		if err := schema.MigrateFrom(t.Context(), cfg, both); err != nil {
			t.Fatal(err)
		}
		exec(`UPDATE things SET added = ''`)
		if cfg.Path != "" {
			if left, _ := filepath.Glob(cfg.Path + ".trial*"); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		}
	})
}

func TestNewerDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	eachEmpty(t, func(t *testing.T, cfg db.Config) {
		if err := schema.MigrateFrom(t.Context(), cfg, migrations(first, second)); err != nil {
			t.Fatal(err)
		}
		err := schema.MigrateFrom(t.Context(), cfg, migrations(first))
		if err == nil || !strings.Contains(err.Error(), "start the newer program") {
			t.Errorf("an older program: %v", err)
		}
	})
}

// Several nodes that start at once migrate once.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	eachEmpty(t, func(t *testing.T, cfg db.Config) {
		var done sync.WaitGroup
		var mu sync.Mutex
		var failed error
		for range 4 {
			done.Go(func() {
				err := schema.Migrate(context.Background(), cfg)
				mu.Lock()
				defer mu.Unlock()
				failed = errors.Join(failed, err)
			})
		}
		done.Wait()
		if failed != nil {
			t.Fatal(failed)
		}
	})
}

// Search finds a fragment after insert, change and removal of an entry (SQLite keeps a table beside).
func TestSearchIndexFollows(t *testing.T) {
	t.Parallel()
	d := dbtest.One(t)
	found := func() (n int) {
		t.Helper()
		if err := d.QueryRow(t.Context(), `SELECT count(*) FROM search_fts WHERE search_fts MATCH '"ванов"'`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, step := range []struct {
		text string
		want int
	}{
		{`INSERT INTO search_entries (account_id, entity_kind, entity_id, responsible_id, name_key, text) VALUES (1, 'contact', 1, 1, 'и', 'иванов')`, 1},
		{`UPDATE search_entries SET text = 'петров'`, 0},
		{`UPDATE search_entries SET text = 'сидоров иванов'`, 1},
		{`DELETE FROM search_entries`, 0},
	} {
		if _, err := d.Exec(t.Context(), step.text); err != nil {
			t.Fatal(err)
		}
		if got := found(); got != step.want {
			t.Errorf("after %q: %d found, want %d", step.text, got, step.want)
		}
	}
}
