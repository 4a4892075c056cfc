package db

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const notifyChannel = "voronka"

type postgresDB struct {
	pool *pgxpool.Pool
}

func openPostgres(ctx context.Context, cfg Config) (backend, error) {
	pc, err := pgxpool.ParseConfig(cfg.URL)
	if err != nil {
		return nil, fmt.Errorf("read the PostgreSQL address: %w", err)
	}
	if cfg.Readers > 0 {
		pc.MaxConns = int32(cfg.Readers)
	} else if pc.MaxConns < 16 {
		pc.MaxConns = int32(max(16, 4*runtime.NumCPU()))
	}
	pc.ConnConfig.RuntimeParams["timezone"] = "UTC"
	pc.ConnConfig.RuntimeParams["application_name"] = "voronka"
	pool, err := pgxpool.NewWithConfig(ctx, pc)
	if err != nil {
		return nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	p := &postgresDB{pool: pool}
	if err := p.check(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return p, nil
}

// check refuses a database in which search and sorting of Cyrillic would silently fail.
func (p *postgresDB) check(ctx context.Context) error {
	var version int
	var encoding, folded string
	err := p.pool.QueryRow(ctx, `
		SELECT current_setting('server_version_num')::int, pg_encoding_to_char(encoding), lower('Ж')
		FROM pg_database
		WHERE datname = current_database()`).Scan(&version, &encoding, &folded)
	switch {
	case err != nil:
		return fmt.Errorf("connect to PostgreSQL: %w", err)
	case version < 150000:
		return fmt.Errorf("PostgreSQL %d is too old: version 15 or newer is needed", version/10000)
	case encoding != "UTF8":
		return fmt.Errorf("the database has encoding %s: create it with ENCODING 'UTF8'", encoding)
	case folded != "ж":
		return errors.New("the database's LC_CTYPE does not know Cyrillic: create it with LC_CTYPE 'C.UTF-8' or 'ru_RU.UTF-8'")
	}
	return nil
}

func (p *postgresDB) Engine() Engine { return Postgres }

func (p *postgresDB) close() error { p.pool.Close(); return nil }

func (p *postgresDB) Exec(ctx context.Context, text string, args ...any) (int64, error) {
	tag, err := p.pool.Exec(ctx, text, args...)
	return tag.RowsAffected(), cut(err)
}

// Reads are planned anew each time: a list's best plan depends on its values, and the plan that PostgreSQL keeps for any
// values is wrong for most of them. Look-ups by key (keyed) and what a transaction that writes sends have one good plan;
// planning them each time cost more than running them.
const planned = pgx.QueryExecModeCacheDescribe

func (p *postgresDB) Query(ctx context.Context, text string, args ...any) (Rows, error) {
	rows, err := p.pool.Query(ctx, text, append([]any{planned}, args...)...)
	return pgRows{rows}, cut(err)
}

func (p *postgresDB) QueryRow(ctx context.Context, text string, args ...any) Row {
	return pgRow{p.pool.QueryRow(ctx, text, append([]any{planned}, args...)...)}
}

func (p *postgresDB) keyed() Querier { return pgKeyed{p} }

// pgKeyed reads with the plans that the connection has kept.
type pgKeyed struct{ *postgresDB }

func (k pgKeyed) Query(ctx context.Context, text string, args ...any) (Rows, error) {
	rows, err := k.pool.Query(ctx, text, args...)
	return pgRows{rows}, cut(err)
}

func (k pgKeyed) QueryRow(ctx context.Context, text string, args ...any) Row {
	return pgRow{k.pool.QueryRow(ctx, text, args...)}
}

func (p *postgresDB) snapshot(ctx context.Context, fn func(Querier) error) error {
	opts := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	var own error
	err := pgx.BeginTxFunc(ctx, p.pool, opts, func(tx pgx.Tx) error { own = fn(pgSnapshot{tx}); return own })
	if own != nil {
		return err
	}
	return cut(err)
}

func (p *postgresDB) notify(ctx context.Context, topic string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	_, err := p.pool.Exec(ctx, `SELECT pg_notify($1, $2)`, notifyChannel, topic)
	return err
}

func (p *postgresDB) listen(ctx context.Context, wake func(string)) error {
	conn, err := pgx.ConnectConfig(ctx, p.pool.Config().ConnConfig.Copy())
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN "+notifyChannel); err != nil {
		return err
	}
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		wake(n.Payload)
	}
}

type (
	pgSnapshot struct{ tx pgx.Tx }
	pgRow      struct{ row pgx.Row }
	pgRows     struct{ pgx.Rows }
)

var errCut = errors.New("the connection to the database was cut")

// cut names the bare end of file with which the driver reports a server that died. Only here is it known that it comes
// from the database and not from a file that is read beside it.
func cut(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %w", errCut, err)
	}
	return err
}

func (r pgRows) Err() error { return cut(r.Rows.Err()) }

func (t pgSnapshot) Engine() Engine { return Postgres }

func (t pgSnapshot) Exec(ctx context.Context, text string, args ...any) (int64, error) {
	tag, err := t.tx.Exec(ctx, text, args...)
	return tag.RowsAffected(), cut(err)
}

func (t pgSnapshot) Query(ctx context.Context, text string, args ...any) (Rows, error) {
	rows, err := t.tx.Query(ctx, text, append([]any{planned}, args...)...)
	return pgRows{rows}, cut(err)
}

func (t pgSnapshot) QueryRow(ctx context.Context, text string, args ...any) Row {
	return pgRow{t.tx.QueryRow(ctx, text, append([]any{planned}, args...)...)}
}

func (r pgRow) Scan(dest ...any) error {
	if err := r.row.Scan(dest...); !errors.Is(err, pgx.ErrNoRows) {
		return cut(err)
	}
	return ErrNoRows
}
