package account

import (
	"context"
	"encoding/json"
	"fmt"

	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
)

// Thing names what an event of the account's settings is about.
type Thing struct {
	Kind string
	ID   int64
}

// Record appends the event of a settings verb: kind "user.changed", the thing, what was and what is (nil: nothing
// to say). It has no place for secrets: give it only what may be shown in the event list.
func Record(ctx context.Context, tx *db.Tx, who tenant.Actor, kind string, about Thing, before, after any) error {
	e := event.Event{
		AccountID: int64(who.AccountID), Kind: kind, EntityKind: about.Kind, EntityID: about.ID,
		ActorKind: string(who.Kind), ActorID: int64(who.UserID),
		Depth: who.Cause.Depth, CauseKind: who.Cause.Kind, CauseID: who.Cause.ID,
	}
	var err error
	if e.Before, err = encode(before); err != nil {
		return err
	}
	if e.After, err = encode(after); err != nil {
		return err
	}
	return event.Append(ctx, tx, e)
}

func encode(v any) (json.RawMessage, error) {
	if v == nil {
		return nil, nil
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode event: %w", err)
	}
	return raw, nil
}

func changed(ctx context.Context, tx *db.Tx, who tenant.Actor, a Account) error {
	return Record(ctx, tx, who, "account.changed", Thing{"account", int64(a.ID)}, nil, map[string]any{
		"name": a.Name, "subdomain": a.Subdomain, "language": a.Language, "currency": a.Currency,
		"time_zone": a.TimeZone, "country": a.Country,
	})
}
