package action

import (
	"context"
	"encoding/json"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/office/webhook"
)

// sendWebhook sends the event that woke the rule to one of the account's webhooks, whatever kinds that one asks for.
// The delivery has the signature, the retries and the log of any other.
type sendWebhook struct{ Services }

type sendWebhookParams struct {
	WebhookID webhook.ID `json:"webhook_id"`
}

func (sendWebhook) Kind() string      { return "webhook" }
func (sendWebhook) IsRemote() bool    { return true }
func (sendWebhook) Cards() []crm.Kind { return anyCard() }

func (sendWebhook) Schema() Schema {
	return Schema{Params: []Param{{Name: "webhook_id", Type: Integer, Widget: WebhookPick, Required: true}}}
}

func (a sendWebhook) Check(ctx context.Context, env Env, raw json.RawMessage) error {
	p, err := decode[sendWebhookParams](raw)
	if err != nil {
		return err
	}
	ok, err := a.Webhooks.ExistsTx(ctx, env.Q, env.Who.AccountID, p.WebhookID)
	if err == nil && !ok {
		return errs.Invalid("webhook_id", "there is no webhook %d, choose another one", p.WebhookID)
	}
	return err
}

func (a sendWebhook) Run(ctx context.Context, tx *db.Tx, env Env, raw json.RawMessage) (out Outcome, err error) {
	p, err := decode[sendWebhookParams](raw)
	if err != nil {
		return out, err
	}
	if err := a.Webhooks.SendTx(ctx, tx, env.Who, p.WebhookID, env.Event, env.Who.Cause.ID); err != nil {
		return out, err
	}
	out.Result = map[string]any{"webhook_id": p.WebhookID}
	return out, nil
}
