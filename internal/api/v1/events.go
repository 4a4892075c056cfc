package v1

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/timeline"
	"voronka/internal/tenant"
)

// EventView is a change anywhere in the account.
type EventView struct {
	FeedItem
	Entity CardRef `json:"entity" doc:"What it happened to: a card, a task, or a thing of the settings"`
}

// EventPage is a part of the account's events, newest first. next is the `before` of the older part, 0 at the end.
type EventPage struct {
	Items []EventView `json:"items"`
	Next  int64       `json:"next"`
}

type eventListInput struct {
	Kinds    []string `query:"kinds" doc:"deal.created, contact.task_added, … any of these"`
	Kind     crm.Kind `query:"kind" doc:"Of this kind of card only"`
	EntityID int64    `query:"entity_id" doc:"With kind: of one card"`
	Actor    []int64  `query:"actor_id"`
	From     int64    `query:"from" doc:"Unix seconds"`
	To       int64    `query:"to"`
	Before   int64    `query:"before" minimum:"0"`
	Limit    int      `query:"limit" minimum:"1" maximum:"200"`
}

func (in *eventListInput) filter() (timeline.EventFilter, error) {
	f := timeline.EventFilter{Kinds: in.Kinds, Kind: in.Kind, ActorIDs: ids[tenant.UserID](in.Actor), Before: in.Before, Limit: in.Limit}
	var err error
	if f.Ref, err = refOf(in.Kind, in.EntityID); err != nil {
		return f, err
	}
	if in.From != 0 {
		f.FromAt = &in.From
	}
	if in.To != 0 {
		f.ToAt = &in.To
	}
	return f, nil
}

func (a *API) listEvents(ctx context.Context, who tenant.Actor, in *eventListInput) (EventPage, error) {
	filter, err := in.filter()
	if err != nil {
		return EventPage{}, err
	}
	list, next, err := a.Timeline.Events(ctx, who, filter, entity.Seen)
	if err != nil {
		return EventPage{}, err
	}
	refs := make([]crm.Ref, len(list))
	for i, e := range list {
		refs[i] = e.Ref
	}
	names, err := entity.Cards{}.Names(ctx, a.DB, who.AccountID, refs)
	return EventPage{convertAll(list, func(e timeline.Happened) EventView {
		return EventView{toFeedItem(e.Item), CardRef{e.Ref.Kind, e.Ref.ID, names[e.Ref]}}
	}), next}, err
}
