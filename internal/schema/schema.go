// Package schema brings a database to the form this program needs: numbered SQL migrations, forward only.
//
// PostgreSQL is migrated under a session lock, so that several nodes may start at once. SQLite is migrated
// under a lock file, and a database that holds data is copied and the copy migrated first: a migration that
// does not fit the data fails there and leaves the original as it was.
package schema

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"voronka/internal/kit/db"
)

//go:embed *.sql
var files embed.FS

// Migrate applies the pending migrations. It refuses a database that a newer program has migrated.
func Migrate(ctx context.Context, cfg db.Config) error { return migrate(ctx, cfg, files) }

// Version is the number of the newest migration applied, and of the newest this program knows.
// They are equal when the database is ready.
func Version(ctx context.Context, cfg db.Config) (applied, known int64, err error) {
	pool, engine, err := open(cfg)
	if err != nil {
		return 0, 0, err
	}
	defer pool.Close()
	p, err := provider(pool, engine, files)
	if err != nil {
		return 0, 0, err
	}
	return p.GetVersions(ctx)
}

// Known is the number of the newest migration this program has for an engine.
func Known(engine db.Engine) (int64, error) {
	names, err := fs.Glob(expanded{files, engine}, "*.sql")
	if err != nil || len(names) == 0 {
		return 0, errors.Join(err, errors.New("there are no migrations"))
	}
	return goose.NumericComponent(names[len(names)-1])
}

// Hash changes with every change of a migration: tests name their template database by it.
func Hash(engine db.Engine) (string, error) {
	sum := sha256.New()
	view := expanded{files, engine}
	names, err := fs.Glob(view, "*.sql")
	if err != nil {
		return "", err
	}
	for _, name := range names {
		raw, err := fs.ReadFile(view, name)
		if err != nil {
			return "", err
		}
		sum.Write(raw)
	}
	return hex.EncodeToString(sum.Sum(nil))[:12], nil
}

func migrate(ctx context.Context, cfg db.Config, from fs.FS) error {
	if cfg.URL == "" {
		return migrateSQLite(ctx, cfg.Path, from)
	}
	pool, engine, err := open(cfg)
	if err != nil {
		return err
	}
	defer pool.Close()
	return up(ctx, pool, engine, from)
}

func open(cfg db.Config) (*sql.DB, db.Engine, error) {
	if cfg.URL == "" {
		if err := os.MkdirAll(filepath.Dir(cfg.Path), 0o700); err != nil {
			return nil, "", fmt.Errorf("create data folder: %w", err)
		}
		pool, err := db.SQLDB(cfg.Path)
		return pool, db.SQLite, err
	}
	pc, err := pgx.ParseConfig(cfg.URL)
	if err != nil {
		return nil, "", fmt.Errorf("read the PostgreSQL address: %w", err)
	}
	return stdlib.OpenDB(*pc), db.Postgres, nil
}

func provider(pool *sql.DB, engine db.Engine, from fs.FS) (*goose.Provider, error) {
	dialect, opts := goose.DialectSQLite3, []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if engine == db.Postgres {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 600))
		if err != nil {
			return nil, err
		}
		opts = append(opts, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(dialect, pool, expanded{from, engine}, opts...)
}

func up(ctx context.Context, pool *sql.DB, engine db.Engine, from fs.FS) error {
	p, err := provider(pool, engine, from)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	applied, known, err := p.GetVersions(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("read the version of the database: %w", err)
	case applied > known:
		return fmt.Errorf("the database has version %d, this program knows %d: start the newer program, or restore a backup made before it", applied, known)
	}
	return nil
}

func migrateSQLite(ctx context.Context, path string, from fs.FS) error {
	pool, engine, err := open(db.Config{Path: path})
	if err != nil {
		return err
	}
	defer pool.Close()
	// One connection: the lock, the copy and the migration follow each other.
	pool.SetMaxOpenConns(1)
	unlock, err := lockSQLite(ctx, path)
	if err != nil {
		return fmt.Errorf("wait for another program that migrates %s: %w", path, err)
	}
	defer unlock()
	p, err := provider(pool, engine, from)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	pending, err := p.HasPending(ctx)
	if err != nil {
		return fmt.Errorf("read the version of the database: %w", err)
	}
	applied, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read the version of the database: %w", err)
	}
	if pending && applied > 0 {
		if err := rehearse(ctx, pool, path+".trial", from); err != nil {
			return fmt.Errorf("a trial migration on a copy failed, the database was not touched: %w", err)
		}
	}
	return up(ctx, pool, engine, from)
}

// rehearse migrates a copy and throws it away.
func rehearse(ctx context.Context, pool *sql.DB, trial string, from fs.FS) error {
	remove := func() error {
		var errs error
		for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
			if err := os.Remove(trial + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
				errs = errors.Join(errs, err)
			}
		}
		return errs
	}
	if err := remove(); err != nil {
		return err
	}
	defer remove() //nolint:errcheck // removed again before the next trial
	if _, err := pool.ExecContext(ctx, `VACUUM INTO ?`, trial); err != nil {
		return fmt.Errorf("copy the database (it needs as much free space as it has): %w", err)
	}
	copied, err := db.SQLDB(trial)
	if err != nil {
		return err
	}
	defer copied.Close()
	return up(ctx, copied, db.SQLite, from)
}

// lockSQLite keeps two programs from migrating one file at once. The lock is a transaction in a small
// database of its own, because that works alike on every system and ends with the process.
func lockSQLite(ctx context.Context, path string) (unlock func(), err error) {
	pool, err := db.SQLDB(path + ".lock")
	if err != nil {
		return nil, err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		pool.Close()
		return nil, err
	}
	unlock = func() { conn.Close(); pool.Close() }
	if _, err = conn.ExecContext(ctx, `PRAGMA busy_timeout = 600000`); err == nil {
		_, err = conn.ExecContext(ctx, `BEGIN EXCLUSIVE`)
	}
	if err != nil {
		unlock()
		return nil, err
	}
	return unlock, nil
}
