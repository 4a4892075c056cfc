package timeline

import (
	"context"
	"fmt"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
)

// EventFilter chooses events of the whole account; what is empty does not narrow.
type EventFilter struct {
	Kinds    []string
	Ref      crm.Ref
	Kind     crm.Kind
	ActorIDs []tenant.UserID
	// FromAt and ToAt are in unix seconds, both included.
	FromAt, ToAt *int64
	// Before pages through: events with an id below it come, 0 is from the newest on.
	Before int64
	Limit  int
}

// Happened is an event with the card it is about.
type Happened struct {
	Item
	Ref crm.Ref
}

// maxWalk is how many events of the account one page looks at. Who sees few of them gets short pages, even empty ones,
// and goes on at next.
const maxWalk = 20_000

// bound keeps a page from walking through the whole log: the filter stops at an event that far down, whose id is where
// the following page begins, 0 when the log ends before. Events of one card are few and need no bound.
func (s *Service) bound(ctx context.Context, who tenant.Actor, f *event.Filter) (next int64, err error) {
	if len(f.EntityIDs) > 0 {
		return 0, nil
	}
	if who.Admin && len(f.Kinds)+len(f.ActorIDs) == 0 && f.EntityKind == "" && f.FromAt == nil && f.ToAt == nil {
		return 0, nil
	}
	floor, err := event.Floor(ctx, s.db, f.AccountID, f.BeforeID, maxWalk)
	if err != nil || floor == 0 {
		return 0, err
	}
	f.AfterID = floor - 1
	return floor, nil
}

// Events is a page of the account's events, newest first. It asks for the right "events"; of cards only those events
// come that are about a card the actor may see, of settings all for an administrator and none for others. next is the
// Before of the following page, 0 at the end. A page may be short and still have a next.
func (s *Service) Events(ctx context.Context, who tenant.Actor, f EventFilter, seen Seen) (list []Happened, next int64, err error) {
	if err := access.RequireExtra(who, access.ExtraEvents); err != nil {
		return nil, 0, err
	}
	limit := f.Limit
	if limit < 1 || limit > MaxFeed {
		limit = 100
	}
	where := event.Filter{
		AccountID: int64(who.AccountID), Kinds: f.Kinds, EntityKind: string(f.Kind), FromAt: f.FromAt, ToAt: f.ToAt,
		BeforeID: f.Before, Limit: limit + 1, Also: func(b *db.Builder) string { return visible(b, who, seen) },
	}
	if !f.Ref.Zero() {
		where.EntityKind, where.EntityIDs = string(f.Ref.Kind), []int64{int64(f.Ref.ID)}
	}
	for _, id := range f.ActorIDs {
		where.ActorIDs = append(where.ActorIDs, int64(id))
	}
	if next, err = s.bound(ctx, who, &where); err != nil {
		return nil, 0, fmt.Errorf("list events: %w", err)
	}
	events, err := event.List(ctx, s.db, where)
	if err != nil {
		return nil, 0, fmt.Errorf("list events: %w", err)
	}
	if len(events) > limit {
		events = events[:limit]
		next = events[limit-1].ID
	}
	if events, err = Veil(ctx, s.db, s.cards, who, Shown(who, events)); err != nil {
		return nil, 0, fmt.Errorf("list events: %w", err)
	}
	items, err := s.items(ctx, who.AccountID, events)
	if err != nil {
		return nil, 0, fmt.Errorf("list events: %w", err)
	}
	list = make([]Happened, len(items))
	for i, item := range items {
		list[i] = Happened{item, crm.Ref{Kind: crm.Kind(events[i].EntityKind), ID: crm.ID(events[i].EntityID)}}
	}
	return list, next, nil
}

// visible is the condition that an event may be seen: by the right to see its card, or its free task.
func visible(b *db.Builder, who tenant.Actor, seen Seen) string {
	if who.Admin {
		return "1 = 1"
	}
	parts := make([]string, 0, len(crm.CardKinds)+1)
	for _, kind := range crm.CardKinds {
		parts = append(parts, "events.entity_kind = "+b.Arg(string(kind))+" AND "+seen(b, who, kind, "events.entity_id"))
	}
	parts = append(parts, "events.entity_kind = "+b.Arg(string(crm.Task))+" AND EXISTS (SELECT 1 FROM tasks t WHERE t.account_id = "+
		b.Arg(who.AccountID)+" AND t.id = events.entity_id AND "+access.Where(b, who, crm.Task, access.View, "t")+")")
	return strings.Join(parts, " OR ")
}
