package db

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// rowsByCopy is from how many rows on PostgreSQL gets them as a stream (COPY): it neither parses nor plans it, and writes
// the rows of a page at once. Fewer travel together with the statement that follows.
const rowsByCopy = 40

// copier is a transaction that takes rows as a stream.
type copier interface {
	copyRows(ctx context.Context, table string, columns []string, args []any) error
}

// Insert writes new rows of a table: args are the values of the columns, row by row. Only the failure matters, and it may
// show later (see Later). A row that is there already is a failure.
func (t *Tx) Insert(ctx context.Context, table string, columns []string, args []any) error {
	width := len(columns)
	if c, ok := t.Querier.(copier); ok && len(args) >= rowsByCopy*width {
		return c.copyRows(ctx, table, columns, args)
	}
	into := "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES "
	for len(args) > 0 {
		n := someRows(len(args) / width)
		if err := t.Later(ctx, into+Values(n, width), args[:n*width]...); err != nil {
			return err
		}
		args = args[n*width:]
	}
	return nil
}

// someRows is how many of n rows one statement writes: of a few fixed numbers, so that its plan stays in the cache.
func someRows(n int) int {
	for _, size := range []int{128, 32, 8} {
		if n >= size {
			return size
		}
	}
	return n
}

func (t *pgTx) copyRows(ctx context.Context, table string, columns []string, args []any) error {
	if err := t.settle(ctx); err != nil {
		return err
	}
	_, err := t.conn.CopyFrom(ctx, pgx.Identifier{table}, columns, &flat{args: args, width: len(columns)})
	return cut(err)
}

// flat gives rows out of one list of values.
type flat struct {
	args  []any
	width int
	row   []any
}

func (f *flat) Next() bool {
	if len(f.args) < f.width {
		return false
	}
	f.row, f.args = f.args[:f.width], f.args[f.width:]
	return true
}

func (f *flat) Values() ([]any, error) { return f.row, nil }

func (f *flat) Err() error { return nil }

// Expect says that ids of a table will be asked for: PostgreSQL brings them along with the next statement.
func (t *Tx) Expect(table string, n int) {
	if p, ok := t.Querier.(*pgTx); ok && n > 0 && len(p.ids[table]) < n {
		p.expect(table, n-len(p.ids[table]))
	}
}

// IDs are the ids of n rows that are about to be inserted, in growing order. On SQLite they are taken only when the rows
// are there: insert them before asking again.
func (t *Tx) IDs(ctx context.Context, table string, n int) ([]int64, error) {
	if p, ok := t.Querier.(*pgTx); ok {
		return p.take(ctx, table, n)
	}
	var last int64
	err := t.QueryRow(ctx, `SELECT seq FROM sqlite_sequence WHERE name = $1`, table).Scan(&last)
	if err != nil && !errors.Is(err, ErrNoRows) {
		return nil, err
	}
	ids := make([]int64, n)
	for i := range ids {
		ids[i] = last + int64(i) + 1
	}
	return ids, nil
}

func (t *pgTx) expect(table string, n int) {
	t.next = append(t.next, pending{
		text: `SELECT nextval('` + table + `_id_seq') FROM generate_series(1, CAST($1 AS INTEGER))`, args: []any{n},
		read: func(rows pgx.Rows) error {
			ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
			if t.ids == nil {
				t.ids = map[string][]int64{}
			}
			t.ids[table] = append(t.ids[table], ids...)
			return err
		},
	})
}

func (t *pgTx) take(ctx context.Context, table string, n int) ([]int64, error) {
	if missing := n - len(t.ids[table]); missing > 0 {
		t.expect(table, missing)
		if err := t.settle(ctx); err != nil {
			return nil, err
		}
	}
	if len(t.ids[table]) < n {
		return nil, fmt.Errorf("%s has too few ids", table)
	}
	ids := t.ids[table][:n:n]
	t.ids[table] = t.ids[table][n:]
	return ids, nil
}
