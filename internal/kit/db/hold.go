package db

import "context"

// Shelf is what Hold and HoldAlone are about, so that things of different kinds with one id do not meet.
type Shelf int

// Hold keeps others from getting HoldAlone of the same thing until the transaction ends; any number may hold it at once.
// It waits while somebody holds it alone. SQLite has one writer and needs nothing. It costs PostgreSQL no write, as a
// share of a row would, and a hundred writers that share a row spend their time on noting that they do.
//
// What is looked up after Hold is as the one who held it alone has left it.
func (t *Tx) Hold(ctx context.Context, on Shelf, id int64) error {
	if t.Engine() != Postgres {
		return nil
	}
	return t.Later(ctx, `SELECT pg_advisory_xact_lock_shared(CAST($1 AS INTEGER), hashint8($2))`, int(on), id)
}

// HoldAlone waits for everybody who holds the thing and keeps others from holding it until the transaction ends.
func (t *Tx) HoldAlone(ctx context.Context, on Shelf, id int64) error {
	if t.Engine() != Postgres {
		return nil
	}
	_, err := t.Exec(ctx, `SELECT pg_advisory_xact_lock(CAST($1 AS INTEGER), hashint8($2))`, int(on), id)
	return err
}
