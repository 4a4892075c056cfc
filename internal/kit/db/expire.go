package db

import (
	"context"
	"fmt"
)

// expireRows is how many rows one transaction of Expire deletes: others want to write too.
const expireRows = 1000

// Expire deletes the rows of a log that were finished before a moment in unix seconds, a chunk in each transaction, and
// says how many they were. The table has account_id, id and finished_at, which is NULL for what is not finished and has
// an index.
func (d *DB) Expire(ctx context.Context, table string, before int64) (deleted int64, err error) {
	for {
		var n int64
		err := d.Write(ctx, func(tx *Tx) (err error) {
			n, err = tx.Exec(ctx, `
				DELETE FROM `+table+`
				WHERE (account_id, id) IN (
					SELECT account_id, id
					FROM `+table+`
					WHERE finished_at < $1
					ORDER BY finished_at
					LIMIT $2)`, before, expireRows)
			return err
		})
		if err != nil {
			return deleted, fmt.Errorf("delete old rows of %s: %w", table, err)
		}
		if deleted += n; n < expireRows {
			return deleted, nil
		}
	}
}
