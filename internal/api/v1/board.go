package v1

import (
	"context"
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/tenant"
)

// BoardView is the open columns of a pipeline.
type BoardView struct {
	PipelineID crm.PipelineID `json:"pipeline_id"`
	Columns    []BoardColumn  `json:"columns"`
	Count      int            `json:"count"`
	Sum        crm.Money      `json:"sum"`
	Stale      int            `json:"stale" doc:"How many stand in their stage longer than it allows"`
}

// BoardColumn is a stage: all its deals counted and summed, the first of them as cards.
type BoardColumn struct {
	StatusID crm.StatusID `json:"status_id"`
	Count    int          `json:"count"`
	Sum      crm.Money    `json:"sum"`
	Stale    int          `json:"stale" doc:"How many stand here longer than the stage allows"`
	Items    []BoardCard  `json:"items"`
	Next     string       `json:"next" doc:"Where more cards begin, empty at the end"`
}

// BoardCard is a deal as the board shows it.
type BoardCard struct {
	ID              crm.ID           `json:"id"`
	Name            string           `json:"name"`
	Price           crm.Money        `json:"price"`
	StatusID        crm.StatusID     `json:"status_id"`
	ResponsibleID   tenant.UserID    `json:"responsible_id"`
	Contact         *LinkedCard      `json:"contact,omitempty" doc:"The main one"`
	Company         *LinkedCard      `json:"company,omitempty"`
	Tags            []entity.Tag     `json:"tags"`
	Fields          map[string][]any `json:"fields,omitempty" doc:"Those of the pipeline's card_fields that are filled"`
	NextTaskAt      *int64           `json:"next_task_at"`
	NextTask        *entity.NextTask `json:"next_task,omitempty"`
	StatusChangedAt int64            `json:"status_changed_at"`
	CreatedAt       int64            `json:"created_at"`
	UpdatedAt       int64            `json:"updated_at"`
	Version         int64            `json:"version"`
	Can             Can              `json:"can"`
}

// boardCard is how deals are shown to the actor, with the fields their pipelines chose.
func (a *API) boardCard(ctx context.Context, who tenant.Actor) (func(deal.Deal) BoardCard, error) {
	set, err := a.Pipelines.List(ctx, who.AccountID)
	if err != nil {
		return nil, err
	}
	known, err := a.Fields.AllFor(ctx, who, crm.Deal)
	if err != nil {
		return nil, err
	}
	shown := func(d deal.Deal) map[string][]any {
		p, _ := set.Pipeline(d.PipelineID)
		out := map[string][]any{}
		for _, id := range p.CardFields {
			if _, ok := known.ByID(id); ok && len(d.Data[id]) > 0 {
				out[strconv.FormatInt(int64(id), 10)] = d.Data[id]
			}
		}
		return out
	}
	return toBoardCard(who, shown), nil
}

func toBoardCard(who tenant.Actor, shown func(deal.Deal) map[string][]any) func(deal.Deal) BoardCard {
	return func(d deal.Deal) BoardCard {
		v := BoardCard{
			ID: d.ID, Name: d.Name, Price: d.Price, StatusID: d.StatusID, ResponsibleID: d.ResponsibleID,
			Company: linked(d.CompanyID, d.CompanyName), Tags: convertAll(d.Tags, same[entity.Tag]), Fields: shown(d),
			NextTaskAt: d.NextTaskAt, NextTask: d.NextTask, StatusChangedAt: d.StatusChangedAt,
			CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt, Version: d.Version,
			Can: Can{
				Edit:   access.Can(who, crm.Deal, access.Edit, d.ResponsibleID, d.StatusID),
				Delete: access.Can(who, crm.Deal, access.Delete, d.ResponsibleID, d.StatusID),
			},
		}
		if len(d.Contacts) > 0 {
			v.Contact = &LinkedCard{d.Contacts[0].ID, d.Contacts[0].Name}
		}
		return v
	}
}

func toBoard(b deal.Board, card func(deal.Deal) BoardCard) BoardView {
	return BoardView{b.PipelineID, convertAll(b.Columns, func(c deal.Column) BoardColumn {
		return BoardColumn{c.StatusID, c.Count, c.Sum, c.Stale, convertAll(c.Items, card), c.Next}
	}), b.Count, b.Sum, b.Stale}
}

// BoardInput is which board, how sorted.
type BoardInput struct {
	Pipeline  int64  `query:"pipeline_id" doc:"Else the main one"`
	Filter    string `query:"filter"`
	Sort      string `query:"sort" doc:"updated_at, next_task, created_at, price or name; - before it for the largest first"`
	PerColumn int    `query:"per_column" minimum:"1" maximum:"100"`
}

func (in *BoardInput) query() (deal.BoardQuery, error) {
	filter, err := parseFilter(in.Filter)
	return deal.BoardQuery{
		PipelineID: crm.PipelineID(in.Pipeline), Filter: filter, Sort: in.Sort, PerColumn: in.PerColumn,
	}, err
}

func (a *API) board(ctx context.Context, who tenant.Actor, in *BoardInput) (BoardView, error) {
	query, err := in.query()
	if err != nil {
		return BoardView{}, err
	}
	card, err := a.boardCard(ctx, who)
	if err != nil {
		return BoardView{}, err
	}
	b, err := a.Deals.Board(ctx, who, query)
	return toBoard(b, card), err
}

func (a *API) boardCounts(ctx context.Context, who tenant.Actor, in *BoardInput) (BoardView, error) {
	query, err := in.query()
	if err != nil {
		return BoardView{}, err
	}
	b, err := a.Deals.BoardCounts(ctx, who, query)
	return toBoard(b, nil), err // it has no cards
}

type boardColumnInput struct {
	BoardInput
	StatusID int64  `path:"status_id" minimum:"1"`
	After    string `query:"after"`
}

func (a *API) boardColumn(ctx context.Context, who tenant.Actor, in *boardColumnInput) (Page[BoardCard], error) {
	query, err := in.query()
	if err != nil {
		return Page[BoardCard]{}, err
	}
	card, err := a.boardCard(ctx, who)
	if err != nil {
		return Page[BoardCard]{}, err
	}
	p, err := a.Deals.BoardColumn(ctx, who, crm.StatusID(in.StatusID), query, in.After)
	return Page[BoardCard]{convertAll(p.Items, card), p.Next}, err
}

type boardCardsInput struct {
	IDs []int64 `query:"ids" required:"true" maxItems:"100" doc:"Those that exist and that you may see come back"`
}

// boardCards are single cards by id, for a client that heard of a change.
func (a *API) boardCards(ctx context.Context, who tenant.Actor, in *boardCardsInput) (Items[BoardCard], error) {
	card, err := a.boardCard(ctx, who)
	if err != nil {
		return Items[BoardCard]{}, err
	}
	list, err := a.Deals.FindMany(ctx, who, ids[crm.ID](in.IDs))
	return items(list, card), err
}
