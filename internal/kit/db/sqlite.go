package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the driver
)

// sqliteDB writes through one connection (a second writer would only wait for the first) and reads
// through a pool; WAL lets both run at once. synchronous=FULL: what is acknowledged is on the disk.
type sqliteDB struct {
	readers *sql.DB
	pool    *sql.DB // of one connection, the writer
	writer  chan *sqliteWriter
	waiting atomic.Int32 // who wants the writer
}

type sqliteWriter struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
	group *group // the open transaction, nil when there is none
}

func sqliteDSN(path string, readOnly bool) string {
	q := url.Values{}
	for _, p := range []string{
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)",
		"temp_store(MEMORY)", "journal_size_limit(67108864)",
	} {
		q.Add("_pragma", p)
	}
	// Readers see the mapped file and need little of their own; every connection has its cache to itself. The writer has
	// the pages it changes in its cache, and would only have them a second time in a map: an import of 100,000 people and
	// deals had 38 MB mapped twice.
	if readOnly {
		q.Add("_pragma", "query_only(ON)")
		q.Add("_pragma", "cache_size(-4000)")
		q.Add("_pragma", "mmap_size(268435456)")
	} else {
		q.Add("_pragma", "cache_size(-24000)")
		q.Add("_pragma", "mmap_size(0)")
	}
	q.Set("_txlock", "deferred")
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

func openSQLite(ctx context.Context, cfg Config) (backend, error) {
	if err := os.MkdirAll(filepath.Dir(cfg.Path), 0o700); err != nil {
		return nil, fmt.Errorf("create data folder: %w", err)
	}
	pool, err := sql.Open("sqlite", sqliteDSN(cfg.Path, false))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", cfg.Path, err)
	}
	pool.SetMaxOpenConns(1)
	conn, err := pool.Conn(ctx)
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("open %s: %w", cfg.Path, err)
	}
	readers, err := sql.Open("sqlite", sqliteDSN(cfg.Path, true))
	if err != nil {
		conn.Close()
		pool.Close()
		return nil, fmt.Errorf("open %s: %w", cfg.Path, err)
	}
	n := cfg.Readers
	if n == 0 {
		n = max(4, runtime.NumCPU())
	}
	readers.SetMaxOpenConns(n)
	readers.SetMaxIdleConns(n)
	s := &sqliteDB{readers: readers, pool: pool, writer: make(chan *sqliteWriter, 1)}
	s.writer <- &sqliteWriter{conn: conn, stmts: map[string]*sql.Stmt{}}
	return s, nil
}

func (s *sqliteDB) Engine() Engine { return SQLite }

func (s *sqliteDB) keyed() Querier { return s }

func (s *sqliteDB) close() error {
	w := <-s.writer
	if w.group != nil {
		w.finish(w.end(context.Background(), "COMMIT"))
	}
	w.forget()
	return errors.Join(s.readers.Close(), w.conn.Close(), s.pool.Close())
}

// Exec outside a transaction is a write of one statement.
func (s *sqliteDB) Exec(ctx context.Context, text string, args ...any) (n int64, err error) {
	err = s.write(ctx, func(q Querier) error {
		n, err = q.Exec(ctx, text, args...)
		return err
	})
	return n, err
}

func (s *sqliteDB) Query(ctx context.Context, text string, args ...any) (Rows, error) {
	rows, err := s.readers.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	return sqlRows{rows}, nil
}

func (s *sqliteDB) QueryRow(ctx context.Context, text string, args ...any) Row {
	return sqlRow{s.readers.QueryRowContext(ctx, text, args...)}
}

// longestTurn ends the wait of a writer when another one never finishes: most likely a Write inside a Write.
const longestTurn = time.Minute

var errNoTurn = errors.New("another transaction has held the database for a minute")

// turn waits for the writer to be free.
func (s *sqliteDB) turn(ctx context.Context) (*sqliteWriter, error) {
	select {
	case w := <-s.writer:
		return w, nil
	default:
	}
	s.waiting.Add(1)
	defer s.waiting.Add(-1)
	timer := time.NewTimer(longestTurn)
	defer timer.Stop()
	select {
	case w := <-s.writer:
		return w, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-timer.C:
		return nil, errNoTurn
	}
}

func (s *sqliteDB) snapshot(ctx context.Context, fn func(Querier) error) error {
	tx, err := s.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	return fn(sqlTx{tx})
}

func (s *sqliteDB) notify(context.Context, string) error { return nil }

func (s *sqliteDB) listen(ctx context.Context, _ func(string)) error {
	<-ctx.Done()
	return nil
}

// sqliteTx is the writer inside an open transaction.
type sqliteTx struct {
	*sqliteWriter
	caller context.Context
}

// alive is asked between statements: a transaction whose caller went away ends at the next one.
func (t *sqliteTx) alive(ctx context.Context) error {
	if err := t.caller.Err(); err != nil {
		return err
	}
	return ctx.Err()
}

func (t *sqliteTx) Exec(ctx context.Context, text string, args ...any) (int64, error) {
	if err := t.alive(ctx); err != nil {
		return 0, err
	}
	return t.sqliteWriter.Exec(context.WithoutCancel(ctx), text, args...)
}

func (t *sqliteTx) Query(ctx context.Context, text string, args ...any) (Rows, error) {
	if err := t.alive(ctx); err != nil {
		return nil, err
	}
	stmt, err := t.prepare(context.WithoutCancel(ctx), text)
	if err != nil {
		return nil, err
	}
	rows, err := stmt.QueryContext(context.WithoutCancel(ctx), args...)
	if err != nil {
		return nil, err
	}
	return sqlRows{rows}, nil
}

func (t *sqliteTx) QueryRow(ctx context.Context, text string, args ...any) Row {
	rows, err := t.Query(ctx, text, args...)
	if err != nil {
		return errRow{err}
	}
	return firstRow{rows}
}

func (t *sqliteTx) Engine() Engine { return SQLite }

// Exec runs a statement on the writer's connection with a cached plan.
func (w *sqliteWriter) Exec(ctx context.Context, text string, args ...any) (int64, error) {
	stmt, err := w.prepare(ctx, text)
	if err != nil {
		return 0, err
	}
	res, err := stmt.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

const maxStatements = 400

func (w *sqliteWriter) prepare(ctx context.Context, text string) (*sql.Stmt, error) {
	if stmt := w.stmts[text]; stmt != nil {
		return stmt, nil
	}
	stmt, err := w.conn.PrepareContext(ctx, plainParams(text))
	if err != nil {
		return nil, err
	}
	if len(w.stmts) >= maxStatements {
		w.forget()
	}
	w.stmts[text] = stmt
	return stmt, nil
}

func (w *sqliteWriter) forget() {
	for text, stmt := range w.stmts {
		_ = stmt.Close()
		delete(w.stmts, text)
	}
}

// The thin coats that make database/sql speak the seam's words.
type (
	sqlRows  struct{ *sql.Rows }
	sqlRow   struct{ *sql.Row }
	sqlTx    struct{ tx *sql.Tx }
	errRow   struct{ err error }
	firstRow struct{ rows Rows }
)

func (r sqlRows) Close() { _ = r.Rows.Close() }

func (r sqlRow) Scan(dest ...any) error {
	if err := r.Row.Scan(dest...); !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return ErrNoRows
}

func (r errRow) Scan(...any) error { return r.err }

func (r firstRow) Scan(dest ...any) error {
	defer r.rows.Close()
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return ErrNoRows
	}
	if err := r.rows.Scan(dest...); err != nil {
		return err
	}
	return r.rows.Err()
}

func (t sqlTx) Engine() Engine { return SQLite }

func (t sqlTx) Exec(ctx context.Context, text string, args ...any) (int64, error) {
	res, err := t.tx.ExecContext(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (t sqlTx) Query(ctx context.Context, text string, args ...any) (Rows, error) {
	rows, err := t.tx.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	return sqlRows{rows}, nil
}

func (t sqlTx) QueryRow(ctx context.Context, text string, args ...any) Row {
	return sqlRow{t.tx.QueryRowContext(ctx, text, args...)}
}

// SQLDB opens a separate database/sql handle for the migrator; the caller closes it.
func SQLDB(path string) (*sql.DB, error) { return sql.Open("sqlite", sqliteDSN(path, false)) }

// Detach puts a SQLite database into one file, without a log beside it, so that it can be moved. It fails when another
// program has the database open.
func Detach(ctx context.Context, path string) error {
	pool, err := SQLDB(path)
	if err != nil {
		return err
	}
	pool.SetMaxOpenConns(1)
	var mode string
	_, err = pool.ExecContext(ctx, `PRAGMA busy_timeout = 200`)
	if err == nil {
		err = pool.QueryRowContext(ctx, `PRAGMA journal_mode = DELETE`).Scan(&mode)
	}
	if err == nil && mode != "delete" {
		err = errors.New("the database is in use")
	}
	return errors.Join(err, pool.Close())
}
