package webhook

import (
	"encoding/json"

	"voronka/internal/kit/event"
)

// Body is what an address is sent.
type Body struct {
	Event   *EventBody `json:"event"`
	Account Account    `json:"account"`
	// Entity is the card as it is now, in the shape of /api/v1; absent when it is deleted.
	Entity json.RawMessage `json:"entity,omitempty"`
	// Rule is the rule that sent this, absent when the address asked for the event itself.
	Rule *RuleBody `json:"rule,omitempty"`
	// Attempt counts from 1.
	Attempt     int   `json:"attempt"`
	DeliveredAt int64 `json:"delivered_at"`
	// Test is set in a ping sent by hand; then there is no event.
	Test bool `json:"test,omitempty"`
}

// Account says whose event it is.
type Account struct {
	ID        int64  `json:"id"`
	Subdomain string `json:"subdomain"`
}

// RuleBody names a rule.
type RuleBody struct {
	ID int64 `json:"id"`
}

// Point is a kind with an id.
type Point struct {
	Kind string `json:"kind"`
	ID   int64  `json:"id"`
}

// EventBody is a stored event on this wire.
type EventBody struct {
	ID       int64           `json:"id"`
	Kind     string          `json:"kind"`
	Entity   Point           `json:"entity"`
	Object   *Point          `json:"object,omitempty"`
	Actor    Point           `json:"actor"`
	At       int64           `json:"at"`
	ChangeID int64           `json:"change_id"`
	Cause    *Point          `json:"cause,omitempty"`
	Depth    int             `json:"depth,omitempty"`
	Before   json.RawMessage `json:"before"`
	After    json.RawMessage `json:"after"`
}

func eventBody(e event.Event) *EventBody {
	b := &EventBody{
		ID: e.ID, Kind: e.Kind, Entity: Point{e.EntityKind, e.EntityID}, Actor: Point{e.ActorKind, e.ActorID},
		At: e.At, ChangeID: e.ChangeID, Depth: e.Depth, Before: orNull(e.Before), After: orNull(e.After),
	}
	if e.ObjectKind != "" {
		b.Object = &Point{e.ObjectKind, e.ObjectID}
	}
	if e.CauseKind != "" {
		b.Cause = &Point{e.CauseKind, e.CauseID}
	}
	return b
}

func orNull(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return json.RawMessage("null")
	}
	return raw
}
