// Package pipeline holds the pipelines of an account, their statuses (stages) and the reasons deals are lost for.
package pipeline

import (
	"slices"

	"voronka/internal/crm"
)

// StatusKind says what a status means for a deal in it.
type StatusKind string

// The kinds of statuses. Won and lost close a deal; every pipeline has exactly one of each, after all open ones.
const (
	Open StatusKind = "open"
	Won  StatusKind = "won"
	Lost StatusKind = "lost"
)

// Pipeline is a way deals go, from the first status to won or lost.
type Pipeline struct {
	ID       crm.PipelineID `json:"id"`
	Name     string         `json:"name"`
	Position int            `json:"position"`
	// IsMain marks the one pipeline that new deals get when none is named.
	IsMain    bool     `json:"is_main"`
	CreatedAt int64    `json:"created_at"`
	Statuses  []Status `json:"statuses"`
	// CardFields are the own fields of deals that a card on the board shows, in their order. One that was deleted since
	// may be among them.
	CardFields []crm.FieldID `json:"card_fields"`
}

// Status is a stage of a pipeline.
type Status struct {
	ID          crm.StatusID   `json:"id"`
	PipelineID  crm.PipelineID `json:"pipeline_id"`
	Name        string         `json:"name"`
	Hue         int            `json:"hue"`
	Kind        StatusKind     `json:"kind"`
	Description string         `json:"description"`
	Position    int            `json:"position"`
	// StaleDays is after how many days without a move a deal here counts as stale; nil is never.
	StaleDays *int `json:"stale_days"`
	// Probability is how many of a hundred deals here end in a sale; nil is not said. It weighs the sum of a column.
	Probability *int `json:"probability"`
}

// Closes reports whether a deal in the status is closed.
func (s Status) Closes() bool { return s.Kind != Open }

// LossReason is a word for why a deal was lost.
type LossReason struct {
	ID        crm.LossReasonID `json:"id"`
	Name      string           `json:"name"`
	Position  int              `json:"position"`
	CreatedAt int64            `json:"created_at"`
}

// FirstOpen is the status a new deal of the pipeline starts in.
func (p Pipeline) FirstOpen() Status {
	for _, s := range p.Statuses {
		if s.Kind == Open {
			return s
		}
	}
	return p.Statuses[0]
}

// OpenStatuses are the columns of the board.
func (p Pipeline) OpenStatuses() []Status {
	return slices.DeleteFunc(slices.Clone(p.Statuses), Status.Closes)
}

// Status is the pipeline's status of that id.
func (p Pipeline) Status(id crm.StatusID) (Status, bool) {
	i := slices.IndexFunc(p.Statuses, func(s Status) bool { return s.ID == id })
	if i < 0 {
		return Status{}, false
	}
	return p.Statuses[i], true
}

// Set is all pipelines of an account as they were at one moment, in order. It is not changed once made.
type Set struct {
	Pipelines []Pipeline
	statuses  map[crm.StatusID]Status
	byID      map[crm.PipelineID]int
}

func newSet(list []Pipeline) Set {
	s := Set{Pipelines: list, statuses: map[crm.StatusID]Status{}, byID: map[crm.PipelineID]int{}}
	for i, p := range list {
		s.byID[p.ID] = i
		for _, st := range p.Statuses {
			s.statuses[st.ID] = st
		}
	}
	return s
}

// Pipeline is the pipeline of that id.
func (s Set) Pipeline(id crm.PipelineID) (Pipeline, bool) {
	i, ok := s.byID[id]
	if !ok {
		return Pipeline{}, false
	}
	return s.Pipelines[i], true
}

// Status is the status of that id, in whatever pipeline.
func (s Set) Status(id crm.StatusID) (Status, bool) {
	st, ok := s.statuses[id]
	return st, ok
}

// Main is the main pipeline, the first one when none is marked. ok is false when the account has no pipeline.
func (s Set) Main() (p Pipeline, ok bool) {
	if len(s.Pipelines) == 0 {
		return Pipeline{}, false
	}
	if i := slices.IndexFunc(s.Pipelines, func(p Pipeline) bool { return p.IsMain }); i >= 0 {
		return s.Pipelines[i], true
	}
	return s.Pipelines[0], true
}
