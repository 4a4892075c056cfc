package v1

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/timeline"
	"voronka/internal/crm/watch"
	"voronka/internal/tenant"
)

// WatchersView is who watches a card, and whether the reader starred it.
type WatchersView struct {
	UserIDs   []tenant.UserID `json:"user_ids"`
	IsStarred bool            `json:"is_starred" doc:"Among my favourites"`
}

func (a *API) watchers(kind crm.Kind) func(context.Context, tenant.Actor, *IDInput) (WatchersView, error) {
	return func(ctx context.Context, who tenant.Actor, in *IDInput) (v WatchersView, err error) {
		ref := crm.Ref{Kind: kind, ID: crm.ID(in.ID)}
		list, err := a.Watch.Watchers(ctx, who, ref)
		if err != nil {
			return v, err
		}
		v.UserIDs = convertAll(list, same[tenant.UserID])
		v.IsStarred, err = a.Watch.IsStarred(ctx, who, ref)
		return v, err
	}
}

// WatchersBody is everybody who is to watch a card.
type WatchersBody struct {
	UserIDs []tenant.UserID `json:"user_ids"`
}

type watchersInput struct {
	IDInput
	Body WatchersBody
}

func (a *API) setWatchers(kind crm.Kind) func(context.Context, tenant.Actor, *watchersInput) (WatchersView, error) {
	return func(ctx context.Context, who tenant.Actor, in *watchersInput) (v WatchersView, err error) {
		ref := crm.Ref{Kind: kind, ID: crm.ID(in.ID)}
		if _, err := a.Watch.SetWatchers(ctx, who, ref, in.Body.UserIDs); err != nil {
			return v, err
		}
		return a.watchers(kind)(ctx, who, &in.IDInput)
	}
}

// StarBody says whether a card is among my favourites.
type StarBody struct {
	IsStarred bool `json:"is_starred"`
}

type starInput struct {
	IDInput
	Body StarBody
}

func (a *API) star(kind crm.Kind) func(context.Context, tenant.Actor, *starInput) error {
	return func(ctx context.Context, who tenant.Actor, in *starInput) error {
		return a.Watch.Star(ctx, who, crm.Ref{Kind: kind, ID: crm.ID(in.ID)}, in.Body.IsStarred)
	}
}

func (a *API) opened(kind crm.Kind) func(context.Context, tenant.Actor, *IDInput) error {
	return func(ctx context.Context, who tenant.Actor, in *IDInput) error {
		return a.Watch.Open(ctx, who, crm.Ref{Kind: kind, ID: crm.ID(in.ID)})
	}
}

// BlindView are colleagues who may not see a card.
type BlindView struct {
	UserIDs []tenant.UserID `json:"user_ids"`
}

type blindInput struct {
	IDInput
	UserIDs []int64 `query:"user_ids" required:"true" doc:"Whom to ask about"`
}

func (a *API) blind(kind crm.Kind) func(context.Context, tenant.Actor, *blindInput) (BlindView, error) {
	return func(ctx context.Context, who tenant.Actor, in *blindInput) (BlindView, error) {
		users := convertAll(in.UserIDs, func(id int64) tenant.UserID { return tenant.UserID(id) })
		list, err := a.Watch.Blind(ctx, who, crm.Ref{Kind: kind, ID: crm.ID(in.ID)}, users)
		return BlindView{convertAll(list, same[tenant.UserID])}, err
	}
}

// KeptView is a card at hand.
type KeptView struct {
	Kind crm.Kind `json:"kind" enum:"deal,contact,company"`
	ID   crm.ID   `json:"id"`
	Name string   `json:"name"`
	At   int64    `json:"at" doc:"When it was opened or starred"`
}

func toKept(k watch.Kept) KeptView { return KeptView{k.Ref.Kind, k.Ref.ID, k.Name, k.At} }

// AtHand is what I keep at hand, the last ones first.
type AtHand struct {
	Starred []KeptView `json:"starred"`
	Recent  []KeptView `json:"recent"`
}

type recentInput struct {
	Limit int `query:"limit" minimum:"1" maximum:"50"`
}

func (a *API) recent(ctx context.Context, who tenant.Actor, in *recentInput) (v AtHand, err error) {
	starred, err := a.Watch.Starred(ctx, who)
	if err != nil {
		return v, err
	}
	recent, err := a.Watch.Recent(ctx, who, orDefault(in.Limit))
	return AtHand{convertAll(starred, toKept), convertAll(recent, toKept)}, err
}

type historyInput struct {
	IDInput
	Property string `query:"property" enum:"name,budget,responsible,status,loss_reason" doc:"A property of the card"`
	Field    int64  `query:"field" minimum:"1" doc:"Or a custom field"`
	Before   int64  `query:"before" minimum:"0" doc:"The next of the page before"`
	Limit    int    `query:"limit" minimum:"1" maximum:"200"`
}

// HistoryPage is a part of the changes of one property, newest first. next is the `before` of the older part, 0 at the end.
type HistoryPage struct {
	Items []FeedItem `json:"items"`
	Next  int64      `json:"next"`
}

func (a *API) history(kind crm.Kind) func(context.Context, tenant.Actor, *historyInput) (HistoryPage, error) {
	return func(ctx context.Context, who tenant.Actor, in *historyInput) (HistoryPage, error) {
		of := timeline.Property{Name: in.Property, Field: crm.FieldID(in.Field)}
		list, next, err := a.Timeline.History(ctx, who, crm.Ref{Kind: kind, ID: crm.ID(in.ID)}, of, in.Before, in.Limit)
		return HistoryPage{convertAll(list, toFeedItem), next}, err
	}
}
