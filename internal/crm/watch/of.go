package watch

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Of are the watchers of cards, one statement for each kind: for whoever tells people of what happens to cards.
func Of(ctx context.Context, q db.Querier, account tenant.AccountID, refs []crm.Ref) (map[crm.Ref][]tenant.UserID, error) {
	byKind := map[crm.Kind][]crm.ID{}
	for _, ref := range refs {
		if ref.Kind.HasCard() {
			byKind[ref.Kind] = append(byKind[ref.Kind], ref.ID)
		}
	}
	out := map[crm.Ref][]tenant.UserID{}
	for kind, ids := range byKind {
		b := db.NewBuilder(q.Engine())
		b.Add(`
			SELECT entity_id, user_id
			FROM watchers
			WHERE account_id = `, b.Arg(account), ` AND entity_kind = `, b.Arg(string(kind)), ` AND `, db.In(b, "entity_id", ids), `
			ORDER BY entity_id, added_at, user_id`)
		rows, err := q.Query(ctx, b.SQL(), b.Args()...)
		_, err = db.Collect(rows, err, func(r db.Rows) (ref crm.Ref, err error) {
			var user tenant.UserID
			ref.Kind = kind
			err = r.Scan(&ref.ID, &user)
			out[ref] = append(out[ref], user)
			return ref, err
		})
		if err != nil {
			return nil, fmt.Errorf("watchers of cards: %w", err)
		}
	}
	return out, nil
}
