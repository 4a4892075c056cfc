package dbtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"voronka/internal/kit/db"
	"voronka/internal/schema"
)

// server is the address of the test cluster: VORONKA_TEST_POSTGRES, or one started by scripts/postgres.sh
// and shared by all test programs of this user.
var server = sync.OnceValues(func() (string, error) {
	if given := os.Getenv("VORONKA_TEST_POSTGRES"); given != "" {
		return given, nil
	}
	script, err := find("scripts/postgres.sh")
	if err != nil {
		return "", err
	}
	out, err := exec.Command(script, "start").Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return "", fmt.Errorf("%w: %s", err, failed.Stderr)
	}
	return strings.TrimSpace(string(out)), err
})

// find looks for a file of the repository from the folder of the test upwards.
func find(name string) (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("%s is not in any folder above", name)
		}
		dir = parent
	}
}

// templateName is the migrated database that is copied for each test, made once for a state of the migrations.
var templateName = sync.OnceValues(func() (string, error) {
	hash, err := schema.Hash(db.Postgres)
	if err != nil {
		return "", err
	}
	name := "voronka_template_" + hash
	return name, admin(func(ctx context.Context, conn *pgx.Conn) error {
		// Several test programs start at once; the first makes the template, the others wait.
		if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock(4127)`); err != nil {
			return err
		}
		var exists bool
		err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`, name).Scan(&exists)
		if err != nil || exists {
			return err
		}
		return makeTemplate(ctx, conn, name)
	})
})

// makeTemplate migrates under another name first: a template that exists is whole.
func makeTemplate(ctx context.Context, conn *pgx.Conn, name string) error {
	raw := name + "_raw"
	if _, err := conn.Exec(ctx, `DROP DATABASE IF EXISTS `+raw+` WITH (FORCE)`); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, `CREATE DATABASE `+raw+` TEMPLATE template0`); err != nil {
		return err
	}
	base, err := server()
	if err != nil {
		return err
	}
	target, err := withDatabase(base, raw)
	if err != nil {
		return err
	}
	if err := schema.Migrate(ctx, db.Config{URL: target}); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, `ALTER DATABASE `+raw+` RENAME TO `+name)
	return err
}

// admin runs fn on a connection of its own to the cluster.
func admin(fn func(ctx context.Context, conn *pgx.Conn) error) error {
	base, err := server()
	if err != nil {
		return err
	}
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, base)
	if err != nil {
		return err
	}
	defer conn.Close(ctx) //nolint:errcheck // the test is over
	return fn(ctx, conn)
}

func withDatabase(base, name string) (string, error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}

var counter atomic.Int64

func postgresDatabase(t testing.TB) string {
	t.Helper()
	from, err := templateName()
	if err != nil {
		t.Fatalf("make the PostgreSQL template (set VORONKA_TEST_POSTGRES to the URL of a server to use another): %v", err)
	}
	name := fmt.Sprintf("voronka_test_%d_%d", os.Getpid(), counter.Add(1))
	err = admin(func(ctx context.Context, conn *pgx.Conn) error {
		if _, err := conn.Exec(ctx, `DROP DATABASE IF EXISTS `+name+` WITH (FORCE)`); err != nil {
			return err
		}
		_, err := conn.Exec(ctx, `CREATE DATABASE `+name+` TEMPLATE `+from)
		return err
	})
	if err != nil {
		t.Fatalf("make test database: %v", err)
	}
	t.Cleanup(func() {
		err := admin(func(ctx context.Context, conn *pgx.Conn) error {
			_, err := conn.Exec(ctx, `DROP DATABASE IF EXISTS `+name+` WITH (FORCE)`)
			return err
		})
		if err != nil {
			t.Errorf("drop test database: %v", err)
		}
	})
	base, err := server()
	if err != nil {
		t.Fatal(err)
	}
	target, err := withDatabase(base, name)
	if err != nil {
		t.Fatal(err)
	}
	return target
}
