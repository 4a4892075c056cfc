package entity

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Hold reads the shared part of cards with their tags, those in the recycle bin too, and keeps others from changing them
// until the transaction ends. What does not exist is missing. The caller asks for the rights.
func Hold(ctx context.Context, tx *db.Tx, account tenant.AccountID, kind crm.Kind, ids []crm.ID) (map[crm.ID]Card, error) {
	table, ok := tables[kind]
	if !ok || len(ids) == 0 {
		return nil, nil
	}
	b := db.NewBuilder(tx.Engine())
	b.Add(`SELECT `, Columns("c"), ` FROM `, table, ` c WHERE c.account_id = `, b.Arg(account), ` AND `, db.In(b, "c.id", ids),
		` ORDER BY c.id`, db.ForUpdate(tx.Engine()))
	rows, err := tx.Query(ctx, b.SQL(), b.Args()...)
	list, err := db.Collect(rows, err, func(r db.Rows) (c Card, err error) {
		c.Kind = kind
		err = r.Scan(c.Dest()...)
		return c, err
	})
	if err != nil {
		return nil, fmt.Errorf("hold cards: %w", err)
	}
	tags, err := TagsOf(ctx, tx, account, kind, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[crm.ID]Card, len(list))
	for _, c := range list {
		c.Tags = tags[c.ID]
		out[c.ID] = c
	}
	return out, nil
}

// LastID is the largest id of a kind of card in an account, 0 when there is none.
func LastID(ctx context.Context, q db.Querier, account tenant.AccountID, kind crm.Kind) (id crm.ID, err error) {
	table, ok := tables[kind]
	if !ok {
		return 0, nil
	}
	err = q.QueryRow(ctx, `SELECT COALESCE(MAX(id), 0) FROM `+table+` WHERE account_id = $1`, account).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("find the last card: %w", err)
	}
	return id, nil
}
