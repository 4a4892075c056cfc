package main

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"voronka/internal/kit/db"
)

// clients is how many write at once.
const clients = 8

// create measures deals created over HTTP, durable, each with its event and five field values, against the bare statements
// in the bare driver that write the same rows, with as many clients.
func (b *bench) create(engine db.Engine) error {
	p, remove, err := b.fresh(engine, "create")
	defer remove()
	if err != nil {
		return err
	}
	bare, removeBare, err := b.fresh(engine, "bare")
	defer removeBare()
	if err != nil {
		return err
	}
	s, err := p.serve()
	if err != nil {
		return err
	}
	defer s.stop()
	who, err := s.as("admin@example.test")
	if err != nil {
		return err
	}
	fields, err := fiveFields(who)
	if err != nil {
		return err
	}
	w, err := openBare(b.ctx, bare.config())
	if err != nil {
		return err
	}
	defer w.close()
	overHTTP := func(n int) error {
		return who.call("POST", "/api/v1/deals", map[string]any{"name": fmt.Sprint("Deal ", n), "price": 100 + n, "fields": map[string]any{
			fields[0]: []any{"word " + fmt.Sprint(n)}, fields[1]: []any{fmt.Sprint(n)}, fields[2]: []any{n * 100},
			fields[3]: []any{"2026-03-01"}, fields[4]: []any{true},
		}}, nil)
	}
	span := time.Duration(b.pick(2500, 400)) * time.Millisecond
	var ours, theirs tally
	for round := range 5 {
		if err := ours.storm(s, span, round, overHTTP); err != nil {
			return err
		}
		if err := theirs.storm(s, span, round, w.deal); err != nil {
			return err
		}
	}
	share := ours.rate() / theirs.rate()
	b.table.add(line{
		name: "create a deal over HTTP, " + string(engine), bar: ">= 50 % of bare", pass: share >= 0.5,
		figure: fmt.Sprintf("%.0f %%: %.0f a second, bare %.0f, p99 %s", share*100, ours.rate(), theirs.rate(), ms(ours.took.at(.99))),
	})
	b.table.add(line{
		name: "  processors for each, " + string(engine), info: true,
		figure: ours.effort.each(len(ours.took)) + ", bare " + theirs.effort.each(len(theirs.took)),
	})
	return nil
}

func fiveFields(who user) (ids [5]string, err error) {
	for i, typ := range []string{"text", "number", "money", "date", "checkbox"} {
		var made struct {
			ID int64 `json:"id"`
		}
		err := who.call("POST", "/api/v1/fields", map[string]any{"kind": "deal", "type": typ, "name": "Field " + typ}, &made)
		if err != nil {
			return ids, err
		}
		ids[i] = fmt.Sprint(made.ID)
	}
	return ids, nil
}

// tally counts what several clients get done in the time they were given.
type tally struct {
	took   times
	span   time.Duration
	effort effort
	mu     sync.Mutex
}

func (t *tally) rate() float64 { return float64(len(t.took)) / t.span.Seconds() }

// storm lets the clients work for a while. The first round warms up and is not counted.
func (t *tally) storm(s *server, span time.Duration, round int, do func(n int) error) error {
	var wg sync.WaitGroup
	var failed error
	before := s.effort()
	began := time.Now()
	for c := range clients {
		wg.Go(func() {
			var own times
			for n := 0; time.Since(began) < span; n++ {
				start := time.Now()
				if err := do(round*10_000_000 + c*1_000_000 + n); err != nil {
					t.mu.Lock()
					failed = err
					t.mu.Unlock()
					return
				}
				own = append(own, time.Since(start))
			}
			t.mu.Lock()
			defer t.mu.Unlock()
			if round > 0 {
				t.took = append(t.took, own...)
			}
		})
	}
	wg.Wait()
	if round > 0 {
		t.span += time.Since(began)
		t.effort.add(s.effort().minus(before))
	}
	return failed
}

// bareWriter writes the rows of a deal with the driver alone.
type bareWriter struct {
	deal  func(n int) error
	close func()
}

const (
	bareDeal = `INSERT INTO deals (account_id, name, name_key, price, pipeline_id, status_id, responsible_id, data, status_changed_at,
		created_by, updated_by, created_at, updated_at) VALUES (1, $1, $2, $3, 1, 1001, 1, $4, $5, 1, 1, $6, $7) RETURNING id`
	bareNumbers = `INSERT INTO field_numbers (account_id, field_id, value, entity_id) VALUES (1, 101, $1, $2), (1, 102, $3, $4), (1, 103, $5, $6), (1, 104, $7, $8)`
	bareText    = `INSERT INTO field_texts (account_id, field_id, value, entity_id) VALUES (1, 105, $1, $2)`
	bareEvent   = `INSERT INTO events (account_id, kind, entity_kind, entity_id, actor_kind, actor_id, at, change_id, after)
		VALUES (1, 'deal.created', 'deal', $1, 'user', 1, $2, $3, $4)`
)

// bareArgs are the values of the four statements for deal n with its id.
func bareArgs(n int) (deal []any, rest func(id int64) [3][]any) {
	name := fmt.Sprint("Deal ", n)
	data := fmt.Sprintf(`{"101": [%d], "102": ["%d"], "103": ["2026-03-01"], "104": [true], "105": ["word %d"]}`, n*100, n, n)
	const at = 1_700_000_000
	return []any{name, name, n, data, at, at, at}, func(id int64) [3][]any {
		after := fmt.Sprintf(`{"id": %d, "name": "%s", "price": %d, "status_id": 1001, "pipeline_id": 1, "responsible_id": 1, "fields": %s}`, id, name, n, data)
		return [3][]any{
			{float64(n * 100), id, float64(n), id, 1772323200.0, id, 1.0, id},
			{fmt.Sprint("word ", n), id},
			{id, at, int64(n), after},
		}
	}
}

func openBare(ctx context.Context, cfg db.Config) (bareWriter, error) {
	if cfg.URL != "" {
		return barePostgres(ctx, cfg.URL)
	}
	return bareSQLite(ctx, cfg.Path)
}

// bareSQLite has one connection with prepared statements: several writers would only wait for each other.
func bareSQLite(ctx context.Context, path string) (bareWriter, error) {
	pool, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate")
	if err != nil {
		return bareWriter{}, err
	}
	pool.SetMaxOpenConns(1)
	var stmts [4]*sql.Stmt
	for i, text := range []string{bareDeal, bareNumbers, bareText, bareEvent} {
		if stmts[i], err = pool.PrepareContext(ctx, text); err != nil {
			pool.Close()
			return bareWriter{}, err
		}
	}
	write := func(n int) error {
		tx, err := pool.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback() // after a commit there is nothing to undo
		args, rest := bareArgs(n)
		var id int64
		if err := tx.StmtContext(ctx, stmts[0]).QueryRowContext(ctx, args...).Scan(&id); err != nil {
			return err
		}
		for i, args := range rest(id) {
			if _, err := tx.StmtContext(ctx, stmts[i+1]).ExecContext(ctx, args...); err != nil {
				return err
			}
		}
		return tx.Commit()
	}
	return bareWriter{write, func() { pool.Close() }}, nil
}

func barePostgres(ctx context.Context, url string) (bareWriter, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return bareWriter{}, err
	}
	cfg.MaxConns = clients
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return bareWriter{}, err
	}
	write := func(n int) error {
		return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
			args, rest := bareArgs(n)
			var id int64
			if err := tx.QueryRow(ctx, bareDeal, args...).Scan(&id); err != nil {
				return err
			}
			for i, args := range rest(id) {
				if _, err := tx.Exec(ctx, []string{bareNumbers, bareText, bareEvent}[i], args...); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return bareWriter{write, pool.Close}, nil
}
