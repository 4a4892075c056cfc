package db

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// pgTx is an open transaction that writes. What nobody waits for (its beginning, statements of Tx.Later, the commit)
// travels with the statement that follows: a round trip costs both sides about as much as a small statement.
type pgTx struct {
	conn *pgxpool.Conn
	next []pending // not sent yet
	sent bool      // something was: there is a transaction to end
	ids  map[string][]int64
}

// pending is a statement on its way.
type pending struct {
	text string
	args []any
	read func(pgx.Rows) error // of a query; nil: only its failure matters
	// failure is what it means when a query of must finds nothing.
	failure error
}

// A transaction gets its number before anything else: the readers of the event log rely on every sequence value being
// taken by a transaction that already shows as running.
var beginning = []pending{{text: "begin"}, {text: "select pg_current_xact_id()"}}

func (p *postgresDB) write(ctx context.Context, fn func(Querier) error) error {
	conn, err := p.pool.Acquire(ctx)
	if err != nil {
		return cut(err)
	}
	defer conn.Release()
	t := &pgTx{conn: conn, next: append(make([]pending, 0, 8), beginning...)}
	ended := false
	defer func() {
		if !ended {
			t.rollback(ctx)
		}
	}()
	if err := fn(t); err != nil {
		return err
	}
	if err := t.commit(ctx); err != nil {
		return cut(err)
	}
	ended = true
	return nil
}

// commit sends what is left together with the end; a function that sent nothing has nothing to commit.
func (t *pgTx) commit(ctx context.Context) error {
	if !t.sent && len(t.next) == len(beginning) {
		return nil
	}
	results, err := t.send(ctx, "commit")
	if err != nil {
		return err
	}
	tag, err := results.Exec()
	if err = errors.Join(err, results.Close()); err == nil && tag.String() == "ROLLBACK" {
		err = pgx.ErrTxCommitRollback
	}
	return err
}

// rollbackTime bounds the end of a transaction that failed; then its connection is closed.
const rollbackTime = 5 * time.Second

func (t *pgTx) rollback(ctx context.Context) {
	c := t.conn.Conn()
	if !t.sent || c.IsClosed() || c.PgConn().TxStatus() == 'I' {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollbackTime)
	defer cancel()
	if _, err := c.Exec(ctx, "rollback"); err != nil {
		_ = c.Close(ctx) // the pool makes a new one
	}
}

// send sends what waited and one more statement, whose result is the next one of what it returns.
func (t *pgTx) send(ctx context.Context, text string, args ...any) (pgx.BatchResults, error) {
	var batch pgx.Batch
	for _, s := range t.next {
		batch.Queue(s.text, s.args...)
	}
	before := t.next
	t.next, t.sent = nil, true
	batch.Queue(text, args...)
	results := t.conn.SendBatch(ctx, &batch)
	for _, s := range before {
		if err := s.result(results); err != nil {
			_ = results.Close() // the same failure
			return nil, err
		}
	}
	return results, nil
}

const divisionByZero = "22012"

func (s pending) result(results pgx.BatchResults) error {
	if s.read == nil {
		_, err := results.Exec()
		if known := (*pgconn.PgError)(nil); s.failure != nil && errors.As(err, &known) && known.Code == divisionByZero {
			return s.failure
		}
		return err
	}
	rows, err := results.Query()
	if err != nil {
		return err
	}
	defer rows.Close()
	if err := s.read(rows); err != nil {
		return err
	}
	rows.Close()
	return rows.Err()
}

func (t *pgTx) later(text string, args []any) {
	t.next = append(t.next, pending{text: text, args: args})
}

// must lets the database itself fail, by dividing by the number of rows: the commit may be on its way already.
func (t *pgTx) must(failure error, text string, args []any) {
	t.next = append(t.next, pending{text: "SELECT 1 / COUNT(*) FROM (" + text + ") must", args: args, failure: failure})
}

func (t *pgTx) forget() { t.next = nil }

// settle sends what waits, for who must know whether it fails.
func (t *pgTx) settle(ctx context.Context) error {
	if len(t.next) == 0 {
		return nil
	}
	last := t.next[len(t.next)-1]
	t.next = t.next[:len(t.next)-1]
	results, err := t.send(ctx, last.text, last.args...)
	if err != nil {
		return cut(err)
	}
	if err = last.result(results); err != nil {
		_ = results.Close() // the same failure
		return cut(err)
	}
	return cut(results.Close())
}

func (t *pgTx) Engine() Engine { return Postgres }

func (t *pgTx) Exec(ctx context.Context, text string, args ...any) (int64, error) {
	if len(t.next) == 0 {
		tag, err := t.conn.Exec(ctx, text, args...)
		return tag.RowsAffected(), cut(err)
	}
	results, err := t.send(ctx, text, args...)
	if err != nil {
		return 0, cut(err)
	}
	tag, err := results.Exec()
	return tag.RowsAffected(), cut(errors.Join(err, results.Close()))
}

func (t *pgTx) Query(ctx context.Context, text string, args ...any) (Rows, error) {
	if hasList(args) {
		if err := t.settle(ctx); err != nil {
			return nil, err
		}
		rows, err := t.conn.Query(ctx, text, append([]any{planned}, args...)...)
		return pgRows{rows}, cut(err)
	}
	if len(t.next) == 0 {
		rows, err := t.conn.Query(ctx, text, args...)
		return pgRows{rows}, cut(err)
	}
	results, err := t.send(ctx, text, args...)
	if err != nil {
		return nil, cut(err)
	}
	rows, err := results.Query()
	if err != nil {
		_ = results.Close() // the same failure
		return nil, cut(err)
	}
	return &lastRows{Rows: rows, results: results}, nil
}

// hasList reports whether a statement looks for many things at once. How it is best done depends on their number and on
// the size of the table: a plan that was kept from when the table was empty reads it whole for ever.
func hasList(args []any) bool {
	for _, a := range args {
		switch a.(type) {
		case []int64, []string, []float64:
			return true
		}
	}
	return false
}

func (t *pgTx) QueryRow(ctx context.Context, text string, args ...any) Row {
	rows, err := t.Query(ctx, text, args...)
	if err != nil {
		return errRow{err}
	}
	return firstRow{rows}
}

// lastRows are those of the last statement of several that were sent together; at their end the connection is free.
type lastRows struct {
	pgx.Rows
	results pgx.BatchResults
	err     error
}

func (r *lastRows) Next() bool {
	if r.Rows.Next() {
		return true
	}
	r.Close()
	return false
}

func (r *lastRows) Close() {
	r.Rows.Close()
	r.err = r.results.Close()
}

func (r *lastRows) Err() error {
	if err := r.Rows.Err(); err != nil {
		return cut(err)
	}
	return cut(r.err)
}
