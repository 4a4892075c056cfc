package db

import "context"

// delayer is a transaction in which a statement may wait for the next one.
type delayer interface {
	later(text string, args []any)
	must(failure error, text string, args []any)
	settle(ctx context.Context) error
	// forget drops what was not sent.
	forget()
}

// Later is Exec for a statement of which only the failure matters. PostgreSQL gets it together with the next one, or
// with the commit, and that is where a failure shows. The arguments must not be changed afterwards.
func (t *Tx) Later(ctx context.Context, sql string, args ...any) error {
	if d, ok := t.Querier.(delayer); ok {
		d.later(sql, args)
		return nil
	}
	_, err := t.Exec(ctx, sql, args...)
	return err
}

// Must is a query that has to find a row; the write fails with failure when it does not. On PostgreSQL that shows where a
// failure of Later shows.
func (t *Tx) Must(ctx context.Context, failure error, sql string, args ...any) error {
	if d, ok := t.Querier.(delayer); ok {
		d.must(failure, sql, args)
		return nil
	}
	rows, err := t.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if rows.Next() {
		return nil
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return failure
}

// settle waits for the statements of Later; after a failure those that were not sent are dropped.
func (t *Tx) settle(ctx context.Context, failure error) error {
	d, ok := t.Querier.(delayer)
	if ok && failure == nil {
		failure = d.settle(ctx)
	}
	if ok && failure != nil {
		d.forget()
	}
	return failure
}
