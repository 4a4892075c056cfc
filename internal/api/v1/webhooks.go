package v1

import (
	"context"
	"net/http"

	"voronka/internal/crm"
	"voronka/internal/kit/lang"
	"voronka/internal/office/webhook"
	"voronka/internal/tenant"
)

// WebhookView is an address that is told of events.
type WebhookView struct {
	ID           webhook.ID    `json:"id"`
	Name         string        `json:"name"`
	URL          string        `json:"url"`
	Kinds        []string      `json:"kinds" doc:"Kinds of events or patterns such as deal.*; none: only what rules send"`
	IsOn         bool          `json:"is_on"`
	FailingSince *int64        `json:"failing_since" doc:"When it began to fail, null while it answers well"`
	RestUntil    int64         `json:"rest_until" doc:"A failing address is left alone until then"`
	CreatedBy    tenant.UserID `json:"created_by"`
	AuthorID     tenant.UserID `json:"author_id" doc:"Deliveries hold what they may see: who made it, gave it another address or switched it on after a pause"`
	PausedWhy    string        `json:"paused_because" doc:"Why it was switched off by itself, empty when it was not"`
	CreatedAt    int64         `json:"created_at"`
	UpdatedAt    int64         `json:"updated_at"`
}

func toWebhook(loc lang.Locale) func(webhook.Webhook) WebhookView {
	return func(w webhook.Webhook) WebhookView {
		return WebhookView{
			ID: w.ID, Name: w.Name, URL: w.URL, Kinds: convertAll(w.Kinds, same[string]), IsOn: w.IsOn, FailingSince: w.FailingSince,
			RestUntil: w.RestUntil, CreatedBy: w.CreatedBy, AuthorID: w.AuthorID, PausedWhy: lang.Paragraph(loc, w.Paused),
			CreatedAt: w.CreatedAt, UpdatedAt: w.UpdatedAt,
		}
	}
}

// NewWebhookView is a webhook with its secret, which is shown this once.
type NewWebhookView struct {
	WebhookView
	Secret string `json:"secret" doc:"Signs every delivery; it is never shown again"`
}

// WebhookSecret is a new secret.
type WebhookSecret struct {
	Secret string `json:"secret" doc:"It is never shown again"`
}

// WebhookBody describes a new webhook.
type WebhookBody struct {
	Name  string   `json:"name,omitempty"`
	URL   string   `json:"url"`
	Kinds []string `json:"kinds,omitempty"`
	IsOn  *bool    `json:"is_on,omitempty" doc:"On unless said"`
}

// WebhookPatch is a change of a webhook.
type WebhookPatch struct {
	Name  *string   `json:"name,omitempty"`
	URL   *string   `json:"url,omitempty"`
	Kinds *[]string `json:"kinds,omitempty"`
	IsOn  *bool     `json:"is_on,omitempty"`
}

// DeliveryView is one event on its way to one address.
type DeliveryView struct {
	ID        webhook.DeliveryID `json:"id"`
	WebhookID webhook.ID         `json:"webhook_id"`
	EventID   int64              `json:"event_id" doc:"0 in a test"`
	EventKind string             `json:"event_kind"`
	Entity    *crm.Ref           `json:"entity" doc:"What the event is about, null in a test"`
	TriggerID int64              `json:"trigger_id" doc:"The rule that sent it, 0 when the address asked for the kind"`
	ReplayOf  *int64             `json:"replay_of"`
	State     webhook.State      `json:"state" enum:"waiting,delivered,dead,cancelled"`
	Attempt   int                `json:"attempt" doc:"How many were made"`
	NextAt    *int64             `json:"next_at"`
	Status    int                `json:"status_code" doc:"Of the last answer, 0 when there was none"`
	Response  string             `json:"response" doc:"The beginning of the last answer"`
	Error     string             `json:"error"`
	Duration  int64              `json:"duration_ms"`
	CreatedAt int64              `json:"created_at"`
	Finished  *int64             `json:"finished_at"`
}

func toDelivery(loc lang.Locale) func(webhook.Delivery) DeliveryView {
	return func(d webhook.Delivery) DeliveryView {
		v := DeliveryView{
			ID: d.ID, WebhookID: d.WebhookID, EventID: d.EventID, EventKind: d.EventKind, TriggerID: d.TriggerID, State: d.State,
			Attempt: d.Attempt, NextAt: d.NextAt, Status: d.StatusCode, Response: d.Response, Error: lang.Paragraph(loc, d.Errors),
			Duration: d.DurationMs, CreatedAt: d.CreatedAt, Finished: d.FinishedAt,
		}
		if !d.Ref.Zero() {
			v.Entity = &d.Ref
		}
		if d.ReplayOf != nil {
			of := int64(*d.ReplayOf)
			v.ReplayOf = &of
		}
		return v
	}
}

func (a *API) listWebhooks(ctx context.Context, who tenant.Actor, _ *noInput) (Items[WebhookView], error) {
	all, err := a.Webhooks.List(ctx, who)
	return items(all, toWebhook(localeOf(ctx))), err
}

func (a *API) findWebhook(ctx context.Context, who tenant.Actor, in *IDInput) (WebhookView, error) {
	w, err := a.Webhooks.Find(ctx, who, webhook.ID(in.ID))
	return toWebhook(localeOf(ctx))(w), err
}

type webhookInput struct{ Body WebhookBody }

func (a *API) createWebhook(ctx context.Context, who tenant.Actor, in *webhookInput) (NewWebhookView, error) {
	b := in.Body
	n := webhook.New{Name: b.Name, URL: b.URL, Kinds: b.Kinds, IsOn: b.IsOn == nil || *b.IsOn}
	w, key, err := a.Webhooks.Create(ctx, who, n)
	return NewWebhookView{toWebhook(localeOf(ctx))(w), key}, err
}

type webhookPatchInput struct {
	IDInput
	Body WebhookPatch
}

func (a *API) updateWebhook(ctx context.Context, who tenant.Actor, in *webhookPatchInput) (WebhookView, error) {
	w, err := a.Webhooks.Update(ctx, who, webhook.ID(in.ID), webhook.Patch(in.Body))
	return toWebhook(localeOf(ctx))(w), err
}

func (a *API) rotateWebhook(ctx context.Context, who tenant.Actor, in *IDInput) (WebhookSecret, error) {
	key, err := a.Webhooks.RotateSecret(ctx, who, webhook.ID(in.ID))
	return WebhookSecret{key}, err
}

func (a *API) deleteWebhook(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Webhooks.Delete(ctx, who, webhook.ID(in.ID))
}

func (a *API) testWebhook(ctx context.Context, who tenant.Actor, in *IDInput) (DeliveryView, error) {
	d, err := a.Webhooks.Test(ctx, who, webhook.ID(in.ID))
	return toDelivery(localeOf(ctx))(d), err
}

func (a *API) listWebhookKinds(context.Context, tenant.Actor, *noInput) (Items[string], error) {
	return items(webhook.Kinds(), same[string]), nil
}

type deliveryListInput struct {
	IDInput
	State webhook.State `query:"state" enum:"waiting,delivered,dead,cancelled"`
	After string        `query:"after"`
	Limit int           `query:"limit" minimum:"1" maximum:"200"`
}

func (a *API) listDeliveries(ctx context.Context, who tenant.Actor, in *deliveryListInput) (Page[DeliveryView], error) {
	p, err := a.Webhooks.Deliveries(ctx, who, webhook.DeliveryFilter{
		WebhookID: webhook.ID(in.ID), State: in.State, After: in.After, Limit: in.Limit,
	})
	return Page[DeliveryView]{convertAll(p.Items, toDelivery(localeOf(ctx))), p.Next}, err
}

func (a *API) findDelivery(ctx context.Context, who tenant.Actor, in *IDInput) (DeliveryView, error) {
	d, err := a.Webhooks.FindDelivery(ctx, who, webhook.DeliveryID(in.ID))
	return toDelivery(localeOf(ctx))(d), err
}

func (a *API) replayDelivery(ctx context.Context, who tenant.Actor, in *IDInput) (DeliveryView, error) {
	d, err := a.Webhooks.Replay(ctx, who, webhook.DeliveryID(in.ID))
	return toDelivery(localeOf(ctx))(d), err
}

// webhookRoutes are the addresses of others.
func (a *API) webhookRoutes() []Route {
	const right = "extra.settings"
	made, later := status(http.StatusCreated), status(http.StatusAccepted)
	return []Route{
		answer("GET", "/webhooks", right, "The webhooks of the account", a.listWebhooks),
		answer("POST", "/webhooks", right, "Make a webhook; its secret is shown once", a.createWebhook, made),
		answer("GET", "/webhooks/kinds", Signed, "The kinds of events a webhook can ask for", a.listWebhookKinds),
		answer("GET", "/webhooks/{id}", right, "One webhook", a.findWebhook),
		answer("PATCH", "/webhooks/{id}", right, "Change a webhook", a.updateWebhook),
		nothing("DELETE", "/webhooks/{id}", right, "Delete a webhook; what waits for it is cancelled", a.deleteWebhook),
		answer("POST", "/webhooks/{id}/secret", right, "Make a new secret; the old one signs nothing any more", a.rotateWebhook),
		answer("POST", "/webhooks/{id}/test", right, "Send a ping; look at the delivery for what came of it", a.testWebhook, later),
		answer("GET", "/webhooks/{id}/deliveries", right, "The log of a webhook, newest first", a.listDeliveries),
		answer("GET", "/webhook-deliveries/{id}", right, "One delivery", a.findDelivery),
		answer("POST", "/webhook-deliveries/{id}/replay", right, "Send a finished delivery again", a.replayDelivery, later),
	}
}
