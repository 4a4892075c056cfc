package timeline

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
)

// kin are the linked cards whose events a feed shows too, with their names.
func (s *Service) kin(ctx context.Context, who tenant.Actor, ref crm.Ref, f FeedFilter) (map[crm.Ref]string, error) {
	if !f.Linked || s.lookup.Kin == nil {
		return nil, nil
	}
	refs, err := s.lookup.Kin(ctx, s.db, who.AccountID, ref)
	if err != nil || len(refs) == 0 {
		return nil, err
	}
	return s.cards.Visible(ctx, s.db, who, refs)
}

// history is a page of the events of a card, of those that were merged into it and of its kin; that merged ones went
// into the bin is told by the card's own events.
func history(ctx context.Context, q db.Querier, account tenant.AccountID, ref crm.Ref, f FeedFilter, kin []crm.Ref, limit int) ([]event.Event, error) {
	own, err := ownHistory(ctx, q, account, ref, f, limit)
	if err != nil {
		return nil, err
	}
	if len(kin) == 0 {
		return event.List(ctx, q, own)
	}
	filters := []event.Filter{own}
	for _, k := range kin {
		filters = append(filters, f.of(account, k, limit))
	}
	return event.ListAny(ctx, q, filters, limit)
}

// of chooses the events of one card.
func (f FeedFilter) of(account tenant.AccountID, ref crm.Ref, limit int) event.Filter {
	want := event.Filter{
		AccountID: int64(account), EntityKind: string(ref.Kind), EntityIDs: []int64{int64(ref.ID)}, BeforeID: f.Before, Limit: limit,
		Kinds: f.kinds(ref.Kind),
	}
	if f.ActorID != 0 {
		want.ActorIDs = []int64{int64(f.ActorID)}
	}
	if f.ToAt != 0 {
		want.ToAt = &f.ToAt
	}
	return want
}

func ownHistory(ctx context.Context, q db.Querier, account tenant.AccountID, ref crm.Ref, f FeedFilter, limit int) (event.Filter, error) {
	want := f.of(account, ref, limit)
	family, err := db.Column[int64](ctx, q, `
		SELECT entity_id
		FROM merged_cards
		WHERE account_id = $1
			AND entity_kind = $2
			AND into_id = $3`, account, string(ref.Kind), ref.ID)
	if err != nil {
		return want, fmt.Errorf("cards merged into %s: %w", ref, err)
	}
	if len(family) == 0 {
		return want, nil
	}
	binned := []string{string(ref.Kind) + ".deleted", string(ref.Kind) + ".restored"}
	want.EntityIDs = append(family, int64(ref.ID))
	want.Also = func(b *db.Builder) string {
		return "entity_id = " + b.Arg(int64(ref.ID)) + " OR NOT (" + db.InText(b, "kind", binned) + ")"
	}
	return want, nil
}

// mark tells of which merged or linked card an item is.
func mark(items []Item, events []event.Event, ref crm.Ref, kin map[crm.Ref]string) {
	for i, e := range events {
		at := crm.Ref{Kind: crm.Kind(e.EntityKind), ID: crm.ID(e.EntityID)}
		if name, ok := kin[at]; ok {
			items[i].Card = &Named{at, name}
		} else if at != ref {
			items[i].MergedFrom = at.ID
		}
	}
}
