package event

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/kit/db"
)

// passPostgres does not wait for older transactions: it remembers what it handed over since the oldest of them.
func (t *Tail) passPostgres(ctx context.Context) error {
	visible, next, err := t.visible(ctx, t.from)
	if err != nil {
		return err
	}
	var fresh []int64
	for id := range visible {
		if _, known := t.seen[id]; !known {
			fresh = append(fresh, id)
		}
	}
	slices.Sort(fresh)
	for batch := range slices.Chunk(fresh, tailBatch) {
		events, err := t.fetch(ctx, batch)
		if err != nil {
			return err
		}
		t.handle(ctx, events)
		for _, id := range batch {
			t.seen[id] = visible[id]
		}
	}
	// Transactions below the oldest running one cannot bring anything more.
	for id, txid := range t.seen {
		if txid < next {
			delete(t.seen, id)
		}
	}
	t.from = next
	return nil
}

// visible maps the committed events of transactions from "from" on to their transactions, and names the
// oldest running transaction. One statement is one snapshot: the two belong together.
func (t *Tail) visible(ctx context.Context, from int64) (map[int64]int64, int64, error) {
	var ids, txids []int64
	var next int64
	err := t.db.QueryRow(ctx, `
		SELECT coalesce(array_agg(id), '{}'), coalesce(array_agg(CAST(CAST(txid AS TEXT) AS BIGINT)), '{}'),
			CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)
		FROM events
		WHERE txid >= CAST(CAST($1 AS TEXT) AS xid8)`, fmt.Sprint(from)).Scan(&ids, &txids, &next)
	if err != nil {
		return nil, 0, err
	}
	out := make(map[int64]int64, len(ids))
	for i, id := range ids {
		out[id] = txids[i]
	}
	return out, next, nil
}

func oldest(ctx context.Context, q db.Querier) (id int64, err error) {
	err = q.QueryRow(ctx, `SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)`).Scan(&id)
	return id, err
}

func (t *Tail) fetch(ctx context.Context, ids []int64) ([]Event, error) {
	b := db.NewBuilder(t.db.Engine())
	b.Add(`SELECT `, columns, ` FROM events WHERE `, db.In(b, "id", ids), ` ORDER BY id`)
	rows, err := t.db.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(rows, err, scan)
}
