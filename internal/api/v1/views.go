package v1

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/view"
	"voronka/internal/tenant"
)

// SavedView is a view of a list or board that is kept.
type SavedView struct {
	ID       view.ID       `json:"id"`
	Kind     crm.Kind      `json:"kind" enum:"deal,contact,company"`
	Name     string        `json:"name"`
	OwnerID  tenant.UserID `json:"owner_id"`
	IsShared bool          `json:"is_shared" doc:"Everybody sees it"`
	Filter   entity.Node   `json:"filter"`
	Sort     string        `json:"sort" doc:"Empty: as it is"`
	Columns  []view.Column `json:"columns" doc:"None: the usual ones"`
	Layout   string        `json:"layout" enum:"board,list,"`
	CanEdit  bool          `json:"can_edit"`
}

// SystemView is a view every account has.
type SystemView struct {
	Name   string      `json:"name" enum:"open,mine,won,lost,no_task,overdue,deleted,all"`
	Filter entity.Node `json:"filter"`
}

// ViewShelf is what there is to choose from.
type ViewShelf struct {
	System  []SystemView `json:"system"`
	Items   []SavedView  `json:"items" doc:"My own and the shared ones, in their order"`
	Default string       `json:"default" doc:"What I begin with: the name of a system view or the id of a saved one; empty: none"`
}

func toSavedView(v view.View) SavedView {
	return SavedView{
		ID: v.ID, Kind: v.Kind, Name: v.Name, OwnerID: v.OwnerID, IsShared: v.IsShared, Filter: v.Filter, Sort: v.Sort,
		Columns: convertAll(v.Columns, same[view.Column]), Layout: v.Layout, CanEdit: v.CanEdit,
	}
}

type viewKindInput struct {
	Kind crm.Kind `query:"kind" required:"true" enum:"deal,contact,company"`
}

func (a *API) listViews(ctx context.Context, who tenant.Actor, in *viewKindInput) (ViewShelf, error) {
	s, err := a.Views.List(ctx, who, in.Kind)
	return ViewShelf{
		System: convertAll(s.System, func(v view.System) SystemView { return SystemView(v) }), Items: convertAll(s.Views, toSavedView), Default: s.Default,
	}, err
}

// ViewCount is how many cards a view shows.
type ViewCount struct {
	View  string `json:"view" doc:"The name of a system view or the id of a saved one"`
	Count *int   `json:"count" doc:"Null: it cannot be told now"`
	More  bool   `json:"more" doc:"There are more than were counted"`
}

type viewCountInput struct {
	Kind       crm.Kind       `query:"kind" required:"true" enum:"deal,contact,company"`
	PipelineID crm.PipelineID `query:"pipeline_id" doc:"Of deals: those of this pipeline only"`
}

func (a *API) countViews(ctx context.Context, who tenant.Actor, in *viewCountInput) (Items[ViewCount], error) {
	var within entity.Node
	if in.Kind == crm.Deal && in.PipelineID != 0 {
		within = entity.Leaf("pipeline", "eq", int64(in.PipelineID))
	}
	list, err := a.Views.Counts(ctx, who, in.Kind, within)
	return items(list, func(c view.Count) ViewCount {
		out := ViewCount{View: c.View, More: c.More}
		if c.IsKnown {
			out.Count = &c.Count
		}
		return out
	}), err
}

// ViewBody describes a view to be kept.
type ViewBody struct {
	Kind     crm.Kind      `json:"kind" enum:"deal,contact,company"`
	Name     string        `json:"name"`
	IsShared bool          `json:"is_shared,omitempty"`
	Filter   entity.Node   `json:"filter,omitempty"`
	Sort     string        `json:"sort,omitempty"`
	Columns  []view.Column `json:"columns,omitempty"`
	Layout   string        `json:"layout,omitempty"`
}

type viewInput struct{ Body ViewBody }

func (a *API) createView(ctx context.Context, who tenant.Actor, in *viewInput) (SavedView, error) {
	v, err := a.Views.Create(ctx, who, view.Draft(in.Body))
	return toSavedView(v), err
}

// ViewPatch is a change of a view.
type ViewPatch struct {
	Name     *string        `json:"name,omitempty"`
	IsShared *bool          `json:"is_shared,omitempty"`
	Filter   *entity.Node   `json:"filter,omitempty"`
	Sort     *string        `json:"sort,omitempty"`
	Columns  *[]view.Column `json:"columns,omitempty"`
	Layout   *string        `json:"layout,omitempty"`
}

type viewPatchInput struct {
	IDInput
	Body ViewPatch
}

func (a *API) updateView(ctx context.Context, who tenant.Actor, in *viewPatchInput) (SavedView, error) {
	v, err := a.Views.Update(ctx, who, view.ID(in.ID), view.Patch(in.Body))
	return toSavedView(v), err
}

func (a *API) deleteView(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Views.Delete(ctx, who, view.ID(in.ID))
}

// ViewOrder are the views one may change, in their new order.
type ViewOrder struct {
	Kind crm.Kind `json:"kind" enum:"deal,contact,company"`
	IDs  []int64  `json:"ids"`
}

type viewOrderInput struct{ Body ViewOrder }

func (a *API) orderViews(ctx context.Context, who tenant.Actor, in *viewOrderInput) error {
	return a.Views.Reorder(ctx, who, in.Body.Kind, ids[view.ID](in.Body.IDs))
}

// ViewDefault is the view one begins with.
type ViewDefault struct {
	Kind crm.Kind `json:"kind" enum:"deal,contact,company"`
	View string   `json:"view" doc:"The name of a system view or the id of a saved one; empty: none"`
}

type viewDefaultInput struct{ Body ViewDefault }

func (a *API) setDefaultView(ctx context.Context, who tenant.Actor, in *viewDefaultInput) error {
	return a.Views.SetDefault(ctx, who, in.Body.Kind, in.Body.View)
}

type groupInput struct {
	Kind   crm.Kind `query:"kind" enum:"deal,contact,company" required:"true"`
	Filter string   `query:"filter"`
	By     string   `query:"by" required:"true" doc:"status, responsible, tags, created_at or closed_at (by month), or cf.<field id> of a list"`
}

// ListGroup is the part of a list that has one value.
type ListGroup struct {
	Value *int64    `json:"value" doc:"The id of a stage, person, tag or choice, or the first second of a month; null: none"`
	Count int       `json:"count"`
	Sum   crm.Money `json:"sum" doc:"The budgets of deals together"`
}

// ListGroups are the parts of a list.
type ListGroups struct {
	Items []ListGroup `json:"items" doc:"The latest month, or else the largest part first; what has no value last"`
	More  bool        `json:"more" doc:"Too many cards to be parted: narrow the filter"`
	Cut   bool        `json:"cut" doc:"Only the first 200 parts are told"`
}

func (a *API) groupList(ctx context.Context, who tenant.Actor, in *groupInput) (ListGroups, error) {
	filter, err := parseFilter(in.Filter)
	if err != nil {
		return ListGroups{}, err
	}
	g, err := a.Views.Group(ctx, who, in.Kind, filter, in.By)
	return ListGroups{convertAll(g.Items, func(p entity.Group) ListGroup { return ListGroup(p) }), g.More, g.Cut}, err
}

type summaryInput struct {
	Kind    crm.Kind `query:"kind" enum:"deal,contact,company" required:"true"`
	Filter  string   `query:"filter"`
	Columns []string `query:"columns" required:"true" doc:"price, cf.<field id>"`
}

// ColumnSummary is what the numbers of a column come to; money is in minor units.
type ColumnSummary struct {
	Column  string  `json:"column"`
	Count   int     `json:"count" doc:"How many cards have a number there"`
	Sum     float64 `json:"sum"`
	Average float64 `json:"average"`
	Min     float64 `json:"min"`
	Max     float64 `json:"max"`
}

// ColumnSummaries are the sums of several columns.
type ColumnSummaries struct {
	Items []ColumnSummary `json:"items"`
	More  bool            `json:"more" doc:"Too many cards to be summed up: narrow the filter"`
}

func (a *API) sumList(ctx context.Context, who tenant.Actor, in *summaryInput) (ColumnSummaries, error) {
	filter, err := parseFilter(in.Filter)
	if err != nil {
		return ColumnSummaries{}, err
	}
	list, more, err := a.Views.Summaries(ctx, who, in.Kind, filter, in.Columns)
	return ColumnSummaries{convertAll(list, func(s entity.Summary) ColumnSummary { return ColumnSummary(s) }), more}, err
}
