// Package event is the log of everything that happened: appended in the transaction of the change itself,
// read after commit by durable readers (see doc.go) and by the tail of each node.
package event

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"voronka/internal/kit/db"
)

// Topic is rung after every commit that appended events.
const Topic = "event"

// Event is one thing that happened to one card (or another entity) of an account.
type Event struct {
	// ID is its place in the log: the database gives it, so it is 0 in an event that was not read from there.
	ID        int64
	AccountID int64
	// Kind says what happened: "deal.status_changed".
	Kind string
	// Entity is the card it happened to; Object the thing inside it (a note, a field), "" and 0 when none.
	EntityKind string
	EntityID   int64
	ObjectKind string
	ObjectID   int64
	ActorKind  string
	ActorID    int64
	// At is in unix seconds.
	At int64
	// ChangeID joins the events of one verb on one card.
	ChangeID int64
	// Depth counts the machine-made changes that led here; Cause names the last of them.
	Depth     int
	CauseKind string
	CauseID   int64
	// Before and After are JSON, nil when there is nothing to say.
	Before, After json.RawMessage
}

const columns = `id, account_id, kind, entity_kind, entity_id, object_kind, object_id, actor_kind, actor_id,
	at, change_id, depth, cause_kind, cause_id, before, after`

// NewChangeID returns an id for the events of one verb. It fits into the integers of JavaScript.
func NewChangeID() int64 { return rand.Int64N(1<<53-1) + 1 }

// Append stores events in the transaction of the change. It fills At and ChangeID where they are zero;
// events without a ChangeID in one call share a new one. It leaves ID as it is: whoever needs it reads the log.
func Append(ctx context.Context, tx *db.Tx, events ...Event) error {
	change := NewChangeID()
	for i := range events {
		e := &events[i]
		if e.AccountID == 0 || e.Kind == "" || e.EntityKind == "" {
			return fmt.Errorf("append event %q: account, kind and entity are needed", e.Kind)
		}
		if e.At == 0 {
			e.At = tx.Unix()
		}
		if e.ChangeID == 0 {
			e.ChangeID = change
		}
	}
	if len(events) == 0 {
		return nil
	}
	if err := insert(ctx, tx, events); err != nil {
		return fmt.Errorf("append events: %w", err)
	}
	tx.Signal(Topic)
	return nil
}

var inserted = []string{
	"account_id", "kind", "entity_kind", "entity_id", "object_kind", "object_id", "actor_kind", "actor_id",
	"at", "change_id", "depth", "cause_kind", "cause_id", "before", "after",
}

func insert(ctx context.Context, tx *db.Tx, events []Event) error {
	args := make([]any, 0, len(events)*len(inserted))
	for _, e := range events {
		args = append(args, e.AccountID, e.Kind, e.EntityKind, e.EntityID, e.ObjectKind, e.ObjectID, e.ActorKind, e.ActorID,
			e.At, e.ChangeID, e.Depth, e.CauseKind, e.CauseID, text(e.Before), text(e.After))
	}
	return tx.Insert(ctx, "events", inserted, args)
}

// text binds JSON as a string, and nothing as NULL.
func text(raw json.RawMessage) any {
	if len(raw) == 0 {
		return nil
	}
	return string(raw)
}

func scan(rows db.Rows) (Event, error) {
	var e Event
	var before, after *string
	err := rows.Scan(&e.ID, &e.AccountID, &e.Kind, &e.EntityKind, &e.EntityID, &e.ObjectKind, &e.ObjectID, &e.ActorKind,
		&e.ActorID, &e.At, &e.ChangeID, &e.Depth, &e.CauseKind, &e.CauseID, &before, &after)
	e.Before, e.After = raw(before), raw(after)
	return e, err
}

func raw(s *string) json.RawMessage {
	if s == nil {
		return nil
	}
	return json.RawMessage(*s)
}
