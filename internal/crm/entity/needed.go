package entity

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Needed are those of the contacts or companies that a card which is not in the recycle bin belongs to. Nothing belongs
// to a deal.
func Needed(ctx context.Context, q db.Querier, account tenant.AccountID, kind crm.Kind, ids []crm.ID) (map[crm.ID]bool, error) {
	b := db.NewBuilder(q.Engine())
	switch kind {
	case crm.Contact:
		b.Add(`
			SELECT l.contact_id
			FROM deal_contacts l
			JOIN deals d ON d.account_id = l.account_id AND d.id = l.deal_id
			WHERE l.account_id = `, b.Arg(account), ` AND d.deleted_at IS NULL AND `, db.In(b, "l.contact_id", ids))
	case crm.Company:
		b.Add(`
			SELECT d.company_id
			FROM deals d
			WHERE d.account_id = `, b.Arg(account), ` AND d.deleted_at IS NULL AND `, db.In(b, "d.company_id", ids), `
			UNION ALL
			SELECT c.company_id
			FROM contacts c
			WHERE c.account_id = `, b.Arg(account), ` AND c.deleted_at IS NULL AND `, db.In(b, "c.company_id", ids))
	default:
		return map[crm.ID]bool{}, nil
	}
	found, err := db.Column[crm.ID](ctx, q, b.SQL(), b.Args()...)
	if err != nil {
		return nil, fmt.Errorf("find what %ss are needed by: %w", kind, err)
	}
	out := make(map[crm.ID]bool, len(found))
	for _, id := range found {
		out[id] = true
	}
	return out, nil
}
