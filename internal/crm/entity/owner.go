package entity

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Owner is what the right to see a card depends on.
type Owner struct {
	Responsible tenant.UserID
	// Status is 0 for cards without one.
	Status crm.StatusID
}

// Owners are the owners of cards, deleted ones too, by reference: one statement for each kind. Whoever asks for many
// readers at once compares them with access.Can.
func (Cards) Owners(ctx context.Context, q db.Querier, account tenant.AccountID, refs []crm.Ref) (map[crm.Ref]Owner, error) {
	out := make(map[crm.Ref]Owner, len(refs))
	for kind, ids := range byKind(refs) {
		status := "0"
		if kind == crm.Deal {
			status = "c.status_id"
		}
		b := db.NewBuilder(q.Engine())
		b.Add(`
			SELECT c.id, c.responsible_id, `, status, `
			FROM `, tables[kind], ` c
			WHERE c.account_id = `, b.Arg(account), `
				AND `, db.In(b, "c.id", ids))
		rows, err := q.Query(ctx, b.SQL(), b.Args()...)
		if err != nil {
			return nil, fmt.Errorf("owners of cards: %w", err)
		}
		_, err = db.Collect(rows, nil, func(r db.Rows) (o Owner, err error) {
			ref := crm.Ref{Kind: kind}
			err = r.Scan(&ref.ID, &o.Responsible, &o.Status)
			out[ref] = o
			return o, err
		})
		if err != nil {
			return nil, fmt.Errorf("owners of cards: %w", err)
		}
	}
	return out, nil
}
