package v1

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/timeline"
	"voronka/internal/tenant"
)

// StatisticsView is the history of a card in figures.
type StatisticsView struct {
	Stages      []StageTime   `json:"stages" doc:"Of a deal, in the order it came into them"`
	Notes       int           `json:"notes"`
	Comments    int           `json:"comments"`
	TasksDone   int           `json:"tasks_done"`
	Files       int           `json:"files"`
	Changes     int           `json:"changes" doc:"All events of the card"`
	FirstAnswer *int64        `json:"first_answer" doc:"Seconds from its creation to the first note, comment, file or completed task of a person"`
	LastTouch   *int64        `json:"last_touch" doc:"When a person did one of these last"`
	People      []TouchedView `json:"people" doc:"Who did them, the busiest first, at most twenty"`
	Deals       *DealSums     `json:"deals,omitempty" doc:"Of a person or company: their deals one may see"`
}

// StageTime is how long a deal was in a stage.
type StageTime struct {
	StatusID crm.StatusID `json:"status_id"`
	Seconds  int64        `json:"seconds"`
	Entered  int          `json:"entered" doc:"How many times it came there"`
}

// TouchedView is what one person did for the client.
type TouchedView struct {
	UserID    tenant.UserID `json:"user_id"`
	Notes     int           `json:"notes"`
	Comments  int           `json:"comments"`
	TasksDone int           `json:"tasks_done"`
	Files     int           `json:"files"`
}

// DealPart is a number of deals with the sum of their budgets.
type DealPart struct {
	Count int       `json:"count"`
	Sum   crm.Money `json:"sum"`
}

// DealSums are deals by how they stand.
type DealSums struct {
	Open     DealPart `json:"open"`
	Won      DealPart `json:"won"`
	Lost     DealPart `json:"lost"`
	IsCapped bool     `json:"is_capped" doc:"Only the newest 10,000 were looked at"`
}

func (a *API) statistics(kind crm.Kind) func(context.Context, tenant.Actor, *IDInput) (StatisticsView, error) {
	return func(ctx context.Context, who tenant.Actor, in *IDInput) (StatisticsView, error) {
		ref := crm.Ref{Kind: kind, ID: crm.ID(in.ID)}
		s, err := a.Timeline.Statistics(ctx, who, ref)
		v := StatisticsView{
			Stages: convertAll(s.Stays, func(t timeline.Stay) StageTime { return StageTime(t) }), Notes: s.Notes, Comments: s.Comments,
			TasksDone: s.TasksDone, Files: s.Files, Changes: s.Changes, FirstAnswer: s.FirstAnswer, LastTouch: s.LastTouch,
			People: convertAll(s.People, func(t timeline.Touched) TouchedView { return TouchedView(t) }),
		}
		if err != nil || kind == crm.Deal || access.Any(who, crm.Deal, access.View) != nil {
			return v, err
		}
		sums, err := a.Deals.SumsOf(ctx, who, ref)
		v.Deals = &DealSums{DealPart(sums.Open), DealPart(sums.Won), DealPart(sums.Lost), sums.Capped}
		return v, err
	}
}
