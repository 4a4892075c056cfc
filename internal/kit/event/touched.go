package event

import (
	"context"
	"fmt"

	"voronka/internal/kit/db"
)

// TouchedByOthers are those of the entities that somebody changed: they have an event that is neither a robot's nor of
// one of the causes with that id.
func TouchedByOthers(ctx context.Context, q db.Querier, accountID int64, entityKind string, ids []int64, causes []string, causeID int64) ([]int64, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`
		SELECT DISTINCT entity_id
		FROM events
		WHERE account_id = `, b.Arg(accountID), `
			AND entity_kind = `, b.Arg(entityKind), `
			AND `, db.In(b, "entity_id", ids), `
			AND actor_kind <> 'robot'
			AND NOT (cause_id = `, b.Arg(causeID), ` AND `, db.InText(b, "cause_kind", causes), `)`)
	out, err := db.Column[int64](ctx, q, b.SQL(), b.Args()...)
	if err != nil {
		return nil, fmt.Errorf("find who changed entities: %w", err)
	}
	return out, nil
}
