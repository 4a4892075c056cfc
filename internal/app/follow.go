package app

import (
	"context"
	"encoding/json"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
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
	owners, err := a.owners(ctx, account, events)
	if err != nil {
		return err
	}
	for _, id := range readers {
		who, err := a.Users.Actor(ctx, account, tenant.UserID(id))
		if err != nil {
			continue // deactivated a moment ago; the socket is being cut
		}
		var seen []liveEvent
		for _, e := range events {
			if mayHear(who, e, owners) {
				seen = append(seen, toLive(e))
			}
		}
		if len(seen) == 0 {
			continue
		}
		message, err := json.Marshal(liveMessage{seen})
		if err != nil {
			return err
		}
		if err := a.Live.Publish(int64(account), id, message); err != nil {
			return err
		}
	}
	return nil
}

func (a *App) owners(ctx context.Context, account tenant.AccountID, events []event.Event) (map[crm.Ref]entity.Owner, error) {
	var refs []crm.Ref
	for _, e := range events {
		if ref := (crm.Ref{Kind: crm.Kind(e.EntityKind), ID: crm.ID(e.EntityID)}); ref.Kind.HasCard() {
			refs = append(refs, ref)
		}
	}
	return entity.Cards{}.Owners(ctx, a.DB, account, refs)
}

// mayHear reports whether the event is about a card the reader sees, or saw until this change of its responsible. Of
// free tasks those hear who may see anybody's, the author and the one who has it to do. Changes of settings are for all.
func mayHear(who tenant.Actor, e event.Event, owners map[crm.Ref]entity.Owner) bool {
	kind := crm.Kind(e.EntityKind)
	var said struct {
		ResponsibleID tenant.UserID `json:"responsible_id"`
	}
	switch {
	case kind == crm.Task:
		_ = json.Unmarshal(e.After, &said)
		return tenant.UserID(e.ActorID) == who.UserID || access.Can(who, crm.Task, access.View, said.ResponsibleID, 0)
	case !kind.HasCard():
		return true
	}
	owner, ok := owners[crm.Ref{Kind: kind, ID: crm.ID(e.EntityID)}]
	if !ok {
		return false
	}
	if access.Can(who, kind, access.View, owner.Responsible, owner.Status) {
		return true
	}
	_ = json.Unmarshal(e.Before, &said)
	return said.ResponsibleID != 0 && access.Can(who, kind, access.View, said.ResponsibleID, owner.Status)
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
