// Package db is the seam between Voronka and its two databases, SQLite (modernc) and PostgreSQL (pgx).
//
// Statements are one text for both, with $1 placeholders. What differs between the two has a named
// function here; nobody else asks which database it is. Reading goes through DB (a pool of readers),
// changing goes through Write: one transaction, one clock, signals to sleepers only after commit.
package db

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Engine names the database underneath.
type Engine string

// The two engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// ErrNoRows comes from Row.Scan when the statement found nothing. A store turns it into errs.NotFound.
var ErrNoRows = errors.New("no rows")

// Querier runs statements: a DB (outside any transaction) or a Tx.
type Querier interface {
	// Exec runs a statement and returns the number of rows it touched.
	Exec(ctx context.Context, sql string, args ...any) (int64, error)
	// Query must be read to its end or closed before the next statement of the same Tx.
	Query(ctx context.Context, sql string, args ...any) (Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) Row
	Engine() Engine
}

// Rows is the result of a query.
type Rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close()
}

// Row is the single expected row of a query; Scan returns ErrNoRows when there is none.
type Row interface{ Scan(dest ...any) error }

// backend is what an engine provides.
type backend interface {
	Querier
	// write runs fn in one transaction and commits it.
	write(ctx context.Context, fn func(Querier) error) error
	// snapshot runs fn in a read-only transaction that sees one state.
	snapshot(ctx context.Context, fn func(Querier) error) error
	// keyed reads with plans that do not look at the values.
	keyed() Querier
	notify(ctx context.Context, topic string) error
	listen(ctx context.Context, wake func(topic string)) error
	close() error
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	backend
	clock func() time.Time
	bell  bell
	stop  context.CancelFunc
	done  sync.WaitGroup
}

// Config says which database to open.
type Config struct {
	// URL is a postgres:// address; empty means SQLite in Path.
	URL string
	// Path is the SQLite file.
	Path string
	// Readers bounds the pool of readers (SQLite) or connections (PostgreSQL). 0 chooses by the machine.
	Readers int
	// Clock replaces time.Now in tests.
	Clock func() time.Time
}

// Open opens the database and starts its listener. It does not migrate (see package schema).
func Open(ctx context.Context, cfg Config) (*DB, error) {
	d := &DB{clock: cfg.Clock}
	if d.clock == nil {
		d.clock = time.Now
	}
	var err error
	if cfg.URL != "" {
		d.backend, err = openPostgres(ctx, cfg)
	} else {
		d.backend, err = openSQLite(ctx, cfg)
	}
	if err != nil {
		return nil, err
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	d.stop = stop
	d.bell.start(background, d.backend, &d.done)
	return d, nil
}

// Close stops the listener and closes all connections.
func (d *DB) Close() error {
	d.stop()
	d.done.Wait()
	return d.close()
}

// Now is the clock of the database, UTC.
func (d *DB) Now() time.Time { return d.clock().UTC() }

// Keyed is the DB for look-ups by key and other small reads whose best plan is the same for all values: they are not
// planned each time.
func (d *DB) Keyed() Querier { return d.keyed() }

// Tx is one open write transaction. It must not be used after the function given to Write returns.
type Tx struct {
	Querier
	now    time.Time
	topics map[string]bool
	after  []func()
}

// Now is the one clock of a transaction, UTC.
func (t *Tx) Now() time.Time { return t.now }

// Unix is Now in unix seconds, the form in which times are stored.
func (t *Tx) Unix() int64 { return t.now.Unix() }

// Signal wakes the sleepers of a topic, on every node, after the commit.
func (t *Tx) Signal(topic string) { t.topics[topic] = true }

// AfterCommit runs fn in this process after a successful commit. It may be lost by a crash: use it for
// caches only, never for work that must happen.
func (t *Tx) AfterCommit(fn func()) { t.after = append(t.after, fn) }

const maxAttempts = 4

// Write runs fn in one transaction and commits when it returns nil. After a deadlock or serialization
// failure fn runs again, so it must not change memory outside before it returns.
func (d *DB) Write(ctx context.Context, fn func(tx *Tx) error) error {
	opening := openingOf(ctx)
	for attempt := 1; ; attempt++ {
		tx := &Tx{now: d.Now(), topics: map[string]bool{}}
		err := d.write(ctx, func(q Querier) error {
			tx.Querier = q
			if opening != nil {
				if err := opening.run(ctx, tx); err != nil {
					return err
				}
			}
			return fn(tx)
		})
		if err == nil {
			if opening != nil {
				opening.done.Store(true)
			}
			for topic := range tx.topics {
				d.bell.ring(topic)
			}
			for _, f := range tx.after {
				f()
			}
			return nil
		}
		if attempt >= maxAttempts || !Retryable(err) || ctx.Err() != nil {
			return translate(err)
		}
		time.Sleep(time.Duration(attempt*attempt) * 5 * time.Millisecond)
	}
}

// Snapshot runs fn reading one consistent state. Keep it short: it holds back cleaning in both engines.
func (d *DB) Snapshot(ctx context.Context, fn func(q Querier) error) error {
	return translate(d.snapshot(ctx, fn))
}

// Collect reads all rows with scan and closes them.
func Collect[T any](rows Rows, err error, scan func(Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// Column reads a single column of all rows.
func Column[T any](ctx context.Context, q Querier, sql string, args ...any) ([]T, error) {
	rows, err := q.Query(ctx, sql, args...)
	return Collect(rows, err, func(r Rows) (v T, err error) { err = r.Scan(&v); return v, err })
}
