package app

import (
	"context"
	"encoding/json"

	"voronka/internal/company/notice"
	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/process"
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

// tellHalts gives people notice of rules that were stopped.
func (a *App) tellHalts(ctx context.Context, tx *db.Tx, account tenant.AccountID, halts []robot.Halt) error {
	list := make([]notice.Halt, len(halts))
	for i, h := range halts {
		list[i] = notice.Halt{Rule: crm.Ref{Kind: process.TriggerKind, ID: crm.ID(h.ID)}, Name: h.Name, Author: h.Author}
	}
	return a.Notices.TellHaltsTx(ctx, tx, account, list)
}

// causes are the names of what made a machine act, for the feed.
func causes(ctx context.Context, q db.Querier, account tenant.AccountID, kind string, ids []int64) (map[int64]string, error) {
	if kind == "trigger" {
		return robot.Names(ctx, q, account, ids)
	}
	return nil, nil
}
