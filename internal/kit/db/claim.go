package db

import (
	"context"
	"fmt"
	"slices"
)

// claims is the class of the advisory locks of Claim.
const claims = 4211

// Claim makes this transaction the only one that may decide about the words (a value that must not stand twice) until it
// ends: others wait. The statement after it sees what those before have committed. SQLite has one writer as it is.
func Claim(ctx context.Context, tx *Tx, words []string) error {
	if tx.Engine() != Postgres || len(words) == 0 {
		return nil
	}
	words = slices.Clone(words)
	slices.Sort(words) // in one order for everybody
	b := NewBuilder(tx.Engine())
	b.Add(`SELECT COUNT(pg_advisory_xact_lock(`, fmt.Sprint(claims), `, hashtext(value))) FROM (SELECT value FROM `, Words(b, slices.Compact(words)), ` ORDER BY 1) w`)
	var n int64
	return tx.QueryRow(ctx, b.SQL(), b.Args()...).Scan(&n)
}
