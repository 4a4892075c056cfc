package event

import (
	"context"
	"errors"
	"fmt"

	"voronka/internal/kit/db"
)

// cursor is the place of a reader; low, high and top have a meaning on PostgreSQL only.
type cursor struct {
	lastID, low, high, top, lastAt int64
}

// errBusy: another node holds the cursor.
var errBusy = errors.New("the reader is at work on another node")

// create makes the row of a reader that is not known yet.
func create(ctx context.Context, d *db.DB, r Reader) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		start := cursor{}
		if r.FromNow {
			var err error
			if start, err = now(ctx, tx); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO event_cursors (reader, last_id, low, high, top, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (reader) DO NOTHING`, r.Name, start.lastID, start.low, start.high, start.top, tx.Unix())
		return err
	})
}

func now(ctx context.Context, tx *db.Tx) (c cursor, err error) {
	if tx.Engine() == db.Postgres {
		c.high, err = oldest(ctx, tx)
		c.low = c.high
		return c, err
	}
	err = tx.QueryRow(ctx, `SELECT coalesce(max(id), 0) FROM events`).Scan(&c.lastID)
	return c, err
}

// state is what a look without locks tells about a reader.
type state struct {
	ready   bool // there is something to handle now
	pending bool // committed events wait for an older transaction to end
}

func look(ctx context.Context, q db.Querier, reader string) (s state, err error) {
	text := `
		SELECT EXISTS (SELECT 1 FROM events e WHERE e.id > c.last_id), FALSE
		FROM event_cursors c
		WHERE c.reader = $1`
	if q.Engine() == db.Postgres {
		text = `
			SELECT c.low < c.high OR EXISTS (
					SELECT 1
					FROM events e
					WHERE e.txid >= CAST(CAST(c.high AS TEXT) AS xid8)
						AND e.txid < pg_snapshot_xmin(pg_current_snapshot())),
				EXISTS (SELECT 1 FROM events e WHERE e.txid >= CAST(CAST(c.high AS TEXT) AS xid8))
			FROM event_cursors c
			WHERE c.reader = $1`
	}
	err = q.QueryRow(ctx, text, reader).Scan(&s.ready, &s.pending)
	return s, err
}

// lock reads the cursor and keeps others away until the transaction ends.
func lock(ctx context.Context, tx *db.Tx, reader string) (c cursor, err error) {
	err = tx.QueryRow(ctx, `
		SELECT last_id, low, high, top, last_at
		FROM event_cursors
		WHERE reader = $1`+db.SkipLocked(tx.Engine()), reader).Scan(&c.lastID, &c.low, &c.high, &c.top, &c.lastAt)
	if errors.Is(err, db.ErrNoRows) {
		return c, errBusy
	}
	return c, err
}

// open begins a window when there is none; without new events the cursor comes back as it was.
func open(ctx context.Context, tx *db.Tx, c cursor) (cursor, error) {
	if tx.Engine() != db.Postgres || c.low < c.high {
		return c, nil
	}
	var first, last *int64
	var high int64
	// OFFSET 0 keeps the planner from looking for the smallest id along the whole log.
	err := tx.QueryRow(ctx, `
		SELECT min(w.id), max(w.id), CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)
		FROM (
			SELECT id
			FROM events
			WHERE txid >= CAST(CAST($1 AS TEXT) AS xid8)
				AND txid < pg_snapshot_xmin(pg_current_snapshot())
			OFFSET 0
		) w`, fmt.Sprint(c.high)).Scan(&first, &last, &high)
	if err != nil || first == nil {
		return c, err
	}
	return cursor{lastID: *first - 1, low: c.high, high: high, top: *last, lastAt: c.lastAt}, nil
}

// read returns the next events of the window and the cursor after them.
func read(ctx context.Context, tx *db.Tx, c cursor, limit int) ([]Event, cursor, error) {
	b := db.NewBuilder(tx.Engine())
	b.Add(`SELECT `, columns, ` FROM events WHERE id > `, b.Arg(c.lastID))
	if tx.Engine() == db.Postgres {
		if c.low >= c.high {
			return nil, c, nil
		}
		b.Add(` AND id <= `, b.Arg(c.top),
			` AND txid >= CAST(CAST(`, b.Arg(fmt.Sprint(c.low)), ` AS TEXT) AS xid8)`,
			` AND txid < CAST(CAST(`, b.Arg(fmt.Sprint(c.high)), ` AS TEXT) AS xid8)`)
	}
	b.Add(` ORDER BY id LIMIT `, b.Arg(limit))
	rows, err := tx.Query(ctx, b.SQL(), b.Args()...)
	events, err := db.Collect(rows, err, scan)
	if err != nil {
		return nil, c, err
	}
	if len(events) > 0 {
		c.lastID, c.lastAt = events[len(events)-1].ID, events[len(events)-1].At
	}
	if len(events) < limit {
		c.low = c.high
	}
	return events, c, nil
}

func (c cursor) store(ctx context.Context, tx *db.Tx, reader string) error {
	_, err := tx.Exec(ctx, `
		UPDATE event_cursors
		SET last_id = $1, low = $2, high = $3, top = $4, last_at = $5, updated_at = $6, error = ''
		WHERE reader = $7`, c.lastID, c.low, c.high, c.top, c.lastAt, tx.Unix(), reader)
	return err
}
