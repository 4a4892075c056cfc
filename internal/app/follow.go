package app

import (
	"context"
	"encoding/json"

	"voronka/internal/kit/event"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// liveEvent is what a socket is told: that something happened to a thing, not what. The client asks for the rest, with
// its own rights.
type liveEvent struct {
	Name     string     `json:"name"`
	Kind     string     `json:"kind"`
	ID       int64      `json:"id"`
	Object   *liveRef   `json:"object,omitempty"`
	Actor    tenantUser `json:"actor"`
	ChangeID int64      `json:"change_id"`
	At       int64      `json:"at"`
}

type liveRef struct {
	Kind string `json:"kind"`
	ID   int64  `json:"id"`
}

type tenantUser struct {
	Kind string `json:"kind"`
	ID   int64  `json:"id"`
}

// liveMessage is one publication: the events of a batch that its reader may know of.
type liveMessage struct {
	Events []liveEvent `json:"events"`
}

// follow hears of every event on this node, as it happens: it is for the sockets open here.
func (a *App) follow(ctx context.Context, events []event.Event) {
	byAccount := map[int64][]event.Event{}
	for _, e := range events {
		byAccount[e.AccountID] = append(byAccount[e.AccountID], e)
		if cutsSockets(e) {
			if err := a.Live.Disconnect(e.AccountID, e.EntityID); err != nil {
				a.Log.WarnContext(ctx, "could not cut sockets", "err", err)
			}
		}
	}
	for account, list := range byAccount {
		readers := a.Live.Connected(account)
		if len(readers) == 0 {
			continue
		}
		if err := a.tell(ctx, tenant.AccountID(account), readers, list); err != nil {
			a.Log.WarnContext(ctx, "could not tell sockets of changes", "account", account, "err", err)
		}
	}
}

// cutsSockets tells of events after which a user must prove anew who they are; a session that still holds comes back
// at once.
func cutsSockets(e event.Event) bool {
	return e.Kind == user.SessionEnded || e.Kind == "user.changed"
}

func (a *App) tell(ctx context.Context, account tenant.AccountID, readers []int64, events []event.Event) error {
	list, err := hearing(ctx, a.DB, account, events)
	if err != nil {
		return err
	}
	users := make([]tenant.UserID, len(readers))
	for i, id := range readers {
		users[i] = tenant.UserID(id)
	}
	actors, err := a.Users.Actors(ctx, account, users)
	if err != nil {
		return err
	}
	for _, who := range actors { // who was deactivated a moment ago is not among them
		if err := a.publish(who, list); err != nil {
			return err
		}
	}
	return nil
}

func (a *App) publish(who tenant.Actor, list []heard) error {
	var seen []liveEvent
	for _, h := range list {
		if h.mayHear(who) {
			seen = append(seen, toLive(h.Event))
		}
	}
	if len(seen) == 0 {
		return nil
	}
	message, err := json.Marshal(liveMessage{seen})
	if err != nil {
		return err
	}
	return a.Live.Publish(int64(who.AccountID), int64(who.UserID), message)
}

func toLive(e event.Event) liveEvent {
	v := liveEvent{
		Name: e.Kind, Kind: e.EntityKind, ID: e.EntityID, Actor: tenantUser{e.ActorKind, e.ActorID},
		ChangeID: e.ChangeID, At: e.At,
	}
	if e.ObjectKind != "" {
		v.Object = &liveRef{e.ObjectKind, e.ObjectID}
	}
	return v
}
