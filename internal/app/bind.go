package app

import (
	"context"
	"encoding/json"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/process/robot"
	"voronka/internal/tenant"
)

// What one package asks of another that stands above or beside it.

// cardsOf shows webhooks the cards as the API does, which is built after them.
type cardsOf struct{ app *App }

// CardJSON is the card in the shape of /api/v1, as the actor may see it.
func (c cardsOf) CardJSON(ctx context.Context, q db.Querier, who tenant.Actor, ref crm.Ref) (json.RawMessage, error) {
	return c.app.V1.CardJSON(ctx, q, who, ref)
}

// causes are the names of what made a machine act, for the feed.
func causes(ctx context.Context, q db.Querier, account tenant.AccountID, kind string, ids []int64) (map[int64]string, error) {
	if kind == "trigger" {
		return robot.Names(ctx, q, account, ids)
	}
	return nil, nil
}
