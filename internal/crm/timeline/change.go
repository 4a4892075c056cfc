// Package timeline is the history of a card: the events every verb writes, the notes people leave, the feed that shows both.
package timeline

import (
	"context"
	"encoding/json"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
)

// Change is one thing a verb did to a card; it becomes one event.
type Change struct {
	// Kind is the event's kind, "deal.status_changed".
	Kind string
	// Object is the thing inside the card the change is about (a field, tag, note, task, linked card); zero when
	// the change is about the card itself.
	Object crm.Ref
	// Before and After are what a reader of the log needs to tell the change; nil when there is nothing to tell.
	Before, After any
}

// Entry is what one verb did to one card.
type Entry struct {
	Ref     crm.Ref
	Changes []Change
}

// Append writes the events of one verb on one card. They share a change id. No changes, no events.
func Append(ctx context.Context, tx *db.Tx, who tenant.Actor, ref crm.Ref, changes []Change) error {
	return AppendAll(ctx, tx, who, []Entry{{Ref: ref, Changes: changes}})
}

// AppendAll writes the events of one verb on many cards in one statement. The events of each card have a change id of
// their own.
func AppendAll(ctx context.Context, tx *db.Tx, who tenant.Actor, entries []Entry) error {
	n := 0
	for _, e := range entries {
		n += len(e.Changes)
	}
	if n == 0 {
		return nil
	}
	events := make([]event.Event, 0, n)
	for _, e := range entries {
		id := event.NewChangeID()
		for _, c := range e.Changes {
			ev, err := toEvent(who, e.Ref, c)
			if err != nil {
				return err
			}
			ev.ChangeID = id
			events = append(events, ev)
		}
	}
	return event.Append(ctx, tx, events...)
}

func toEvent(who tenant.Actor, ref crm.Ref, c Change) (event.Event, error) {
	before, err := encode(c.Before)
	if err != nil {
		return event.Event{}, fmt.Errorf("event %s, before: %w", c.Kind, err)
	}
	after, err := encode(c.After)
	if err != nil {
		return event.Event{}, fmt.Errorf("event %s, after: %w", c.Kind, err)
	}
	return event.Event{
		AccountID:  int64(who.AccountID),
		Kind:       c.Kind,
		EntityKind: string(ref.Kind),
		EntityID:   int64(ref.ID),
		ObjectKind: string(c.Object.Kind),
		ObjectID:   int64(c.Object.ID),
		ActorKind:  string(who.Kind),
		ActorID:    int64(who.UserID),
		Depth:      who.Cause.Depth,
		CauseKind:  who.Cause.Kind,
		CauseID:    who.Cause.ID,
		Before:     before,
		After:      after,
	}, nil
}

func encode(v any) (json.RawMessage, error) {
	if v == nil {
		return nil, nil
	}
	return json.Marshal(v)
}
