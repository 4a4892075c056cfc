package app

import (
	"context"
	"encoding/json"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// heard is an event with what tells who may know of it.
type heard struct {
	event.Event
	// cards are the states of its card before and after the change, none when it is about no card.
	cards []entity.Owner
	// doers have the task to do that it is about, or had it until now; author wrote it.
	doers  []tenant.UserID
	author tenant.UserID
	// guests take part in the task, or did until now.
	guests []tenant.UserID
}

// hearing looks up what decides who may know of the events of one account.
func hearing(ctx context.Context, q db.Querier, account tenant.AccountID, events []event.Event) ([]heard, error) {
	var refs []crm.Ref
	var tasks []crm.TaskID
	for _, e := range events {
		if ref := refOf(e); ref.Kind.HasCard() {
			refs = append(refs, ref)
		}
		if crm.Kind(e.ObjectKind) == crm.Task {
			tasks = append(tasks, crm.TaskID(e.ObjectID))
		}
	}
	cards, err := entity.Cards{}.Owners(ctx, q, account, refs)
	if err != nil {
		return nil, err
	}
	owners, err := task.Owners(ctx, q, account, tasks)
	if err != nil {
		return nil, err
	}
	out := trace(events, cards)
	for i := range out {
		out[i].concern(owners)
	}
	return out, nil
}

func refOf(e event.Event) crm.Ref {
	return crm.Ref{Kind: crm.Kind(e.EntityKind), ID: crm.ID(e.EntityID)}
}

// trace goes back from the cards as they are now to what they were around each change: whoever loses a card by a
// change must hear of that change.
func trace(events []event.Event, now map[crm.Ref]entity.Owner) []heard {
	type change struct {
		ref crm.Ref
		id  int64
	}
	type around struct{ before, after entity.Owner }
	changes := map[change]around{}
	for _, e := range slices.Backward(events) {
		ref := refOf(e)
		owner, ok := now[ref]
		if !ok {
			continue
		}
		c := change{ref, e.ChangeID}
		a, seen := changes[c]
		if !seen {
			a.after = owner
		}
		a.before = undo(e, owner)
		changes[c], now[ref] = a, a.before
	}
	out := make([]heard, len(events))
	for i, e := range events {
		out[i].Event = e
		if a, ok := changes[change{refOf(e), e.ChangeID}]; ok {
			out[i].cards = []entity.Owner{a.after, a.before}
		}
	}
	return out
}

// before is what an event tells of the state before it.
type before struct {
	ResponsibleID tenant.UserID `json:"responsible_id"`
	StatusID      crm.StatusID  `json:"status_id"`
	// Participants are those of a task.
	Participants []tenant.UserID `json:"participants"`
}

// undo is the owner before an event.
func undo(e event.Event, owner entity.Owner) entity.Owner {
	var was before
	switch e.Kind {
	case e.EntityKind + ".responsible_changed":
		if json.Unmarshal(e.Before, &was) == nil && was.ResponsibleID != 0 {
			owner.Responsible = was.ResponsibleID
		}
	case string(crm.Deal) + ".status_changed":
		if json.Unmarshal(e.Before, &was) == nil && was.StatusID != 0 {
			owner.Status = was.StatusID
		}
	}
	return owner
}

// concern finds the people of the task the event is about.
func (h *heard) concern(owners map[crm.TaskID]task.Owner) {
	o, ok := owners[crm.TaskID(h.ObjectID)]
	if crm.Kind(h.ObjectKind) != crm.Task || !ok {
		return
	}
	h.author, h.doers = o.Author, []tenant.UserID{o.Responsible}
	h.guests = o.Participants
	var was before
	if len(h.Before) == 0 || json.Unmarshal(h.Before, &was) != nil {
		return
	}
	if was.ResponsibleID != 0 {
		h.doers = append(h.doers, was.ResponsibleID)
	}
	h.guests = append(h.guests, was.Participants...)
}

// mayHear reports whether the event is about a card the reader sees, or saw until this change, or about a task of
// theirs. The end of a session concerns its user alone; other changes of settings are for all.
func (h heard) mayHear(who tenant.Actor) bool {
	kind := crm.Kind(h.EntityKind)
	switch {
	case timeline.Hides(who, h.Event):
		return false
	case h.Kind == user.SessionEnded:
		return tenant.UserID(h.EntityID) == who.UserID
	case kind != crm.Task && !kind.HasCard():
		return true
	}
	sees := func(o entity.Owner) bool { return access.Can(who, kind, access.View, o.Responsible, o.Status) }
	does := func(id tenant.UserID) bool {
		return id == who.UserID || kind == crm.Task && access.Can(who, crm.Task, access.View, id, 0)
	}
	if slices.Contains(h.guests, who.UserID) {
		return true
	}
	return h.author == who.UserID && h.author != 0 || slices.ContainsFunc(h.cards, sees) || slices.ContainsFunc(h.doers, does)
}
