package timeline

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
)

// history is a page of the events of a card and of those that were merged into it; that these went into the bin is told
// by the card's own events.
func history(ctx context.Context, q db.Querier, account tenant.AccountID, ref crm.Ref, f FeedFilter, limit int) ([]event.Event, error) {
	family, err := db.Column[int64](ctx, q, `
		SELECT entity_id
		FROM merged_cards
		WHERE account_id = $1
			AND entity_kind = $2
			AND into_id = $3`, account, string(ref.Kind), ref.ID)
	if err != nil {
		return nil, fmt.Errorf("cards merged into %s: %w", ref, err)
	}
	own := int64(ref.ID)
	want := event.Filter{
		AccountID: int64(account), EntityKind: string(ref.Kind), EntityIDs: []int64{own}, BeforeID: f.Before, Limit: limit,
		Kinds: f.kinds(ref.Kind),
	}
	if f.ActorID != 0 {
		want.ActorIDs = []int64{int64(f.ActorID)}
	}
	if len(family) == 0 {
		return event.List(ctx, q, want)
	}
	binned := []string{string(ref.Kind) + ".deleted", string(ref.Kind) + ".restored"}
	want.EntityIDs = append(family, own)
	want.Also = func(b *db.Builder) string {
		return "entity_id = " + b.Arg(own) + " OR NOT (" + db.InText(b, "kind", binned) + ")"
	}
	return event.List(ctx, q, want)
}

// mark tells of which merged card an item is.
func mark(items []Item, events []event.Event, ref crm.Ref) {
	for i, e := range events {
		if e.EntityID != int64(ref.ID) {
			items[i].MergedFrom = crm.ID(e.EntityID)
		}
	}
}
