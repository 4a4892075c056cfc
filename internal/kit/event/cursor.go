package event

import (
	"context"
	"errors"

	"voronka/internal/kit/db"
)

// errBusy: another node holds the cursor.
var errBusy = errors.New("the reader is at work on another node")

// create makes the row of a reader that is not known yet.
func create(ctx context.Context, d *db.DB, r Reader) error {
	var known bool
	err := d.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM event_cursors WHERE reader = $1)`, r.Name).Scan(&known)
	if err != nil || known {
		return err
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		var start int64
		if r.FromNow {
			// Transactions under way belong to the past.
			if start, err = lastGiven(ctx, tx); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO event_cursors (reader, last_id, updated_at)
			VALUES ($1, $2, $3)
			ON CONFLICT (reader) DO NOTHING`, r.Name, start, tx.Unix())
		return err
	})
}

// behind reports whether the reader has events to handle up to an id.
func behind(ctx context.Context, q db.Querier, reader string, upTo int64) (yes bool, err error) {
	err = q.QueryRow(ctx, `
		SELECT EXISTS (SELECT 1 FROM events e WHERE e.id > c.last_id AND e.id <= $1)
		FROM event_cursors c
		WHERE c.reader = $2`, upTo, reader).Scan(&yes)
	return yes, err
}

// lock reads the cursor and keeps others away until the transaction ends.
func lock(ctx context.Context, tx *db.Tx, reader string) (lastID int64, err error) {
	err = tx.QueryRow(ctx, `
		SELECT last_id
		FROM event_cursors
		WHERE reader = $1`+db.SkipLocked(tx.Engine()), reader).Scan(&lastID)
	if errors.Is(err, db.ErrNoRows) {
		return 0, errBusy
	}
	return lastID, err
}

// read returns the next settled events.
func read(ctx context.Context, q db.Querier, after, upTo int64, limit int) ([]Event, error) {
	rows, err := q.Query(ctx, `
		SELECT `+columns+`
		FROM events
		WHERE id > $1 AND id <= $2
		ORDER BY id
		LIMIT $3`, after, upTo, limit)
	return db.Collect(rows, err, scan)
}

func move(ctx context.Context, tx *db.Tx, reader string, lastID int64) error {
	return tx.Later(ctx, `
		UPDATE event_cursors
		SET last_id = $1, updated_at = $2, error = ''
		WHERE reader = $3`, lastID, tx.Unix(), reader)
}
