package timeline

import (
	"context"
	"slices"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
)

// Seer tells which cards an actor may see (see Cards.Visible).
type Seer interface {
	Visible(ctx context.Context, q db.Querier, who tenant.Actor, refs []crm.Ref) (map[crm.Ref]string, error)
}

// Veil is the events without the names of linked cards that the actor may not see. The people of a deal are named to whoever
// may see the deal, as on its card.
func Veil(ctx context.Context, q db.Querier, cards Seer, who tenant.Actor, events []event.Event) ([]event.Event, error) {
	all := !slices.ContainsFunc(crm.CardKinds, func(kind crm.Kind) bool { return !access.All(who, kind, access.View) })
	if all {
		return events, nil
	}
	var refs []crm.Ref
	for _, e := range events {
		if ref, ok := linkedTo(e); ok {
			refs = append(refs, ref)
		}
	}
	if len(refs) == 0 {
		return events, nil
	}
	seen, err := cards.Visible(ctx, q, who, refs)
	out := slices.Clone(events)
	for i, e := range out {
		if ref, ok := linkedTo(e); ok {
			if _, visible := seen[ref]; !visible {
				out[i].Before, out[i].After = nil, nil
			}
		}
	}
	return out, err
}

// linkedTo is the card at the other end of a link that an event tells of, unless it may be named to everybody.
func linkedTo(e event.Event) (crm.Ref, bool) {
	_, verb, _ := strings.Cut(e.Kind, ".")
	ref := crm.Ref{Kind: crm.Kind(e.ObjectKind), ID: crm.ID(e.ObjectID)}
	person := crm.Kind(e.EntityKind) == crm.Deal && ref.Kind == crm.Contact
	return ref, (verb == "linked" || verb == "unlinked") && ref.Kind.HasCard() && !person
}
