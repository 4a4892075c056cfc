package robot

import (
	"encoding/json"

	"voronka/internal/crm"
	"voronka/internal/kit/event"
	"voronka/internal/process"
	"voronka/internal/tenant"
)

// Match is a trigger that answers an event. Stopped ones are only noted.
type Match struct {
	Trigger process.TriggerID
	Event   event.Event
	Stopped bool
}

// Find compares events with the triggers of their account and returns the runs to be made, in the order of the
// events and of the triggers.
func Find(triggers []Trigger, events []event.Event) []Match {
	var out []Match
	for _, e := range events {
		if quiet(e) {
			continue
		}
		for _, t := range triggers {
			if t.answers(e) {
				out = append(out, Match{Trigger: t.ID, Event: e, Stopped: e.Depth >= tenant.MaxDepth})
			}
		}
	}
	return out
}

func quiet(e event.Event) bool {
	return tenant.Cause{Kind: e.CauseKind, ID: e.CauseID, Depth: e.Depth}.Quiet()
}

// answers tells whether the event is the moment of the trigger. A rule does not look back at what happened before it
// was made.
func (t Trigger) answers(e event.Event) bool {
	if !t.IsOn || e.EntityKind != string(t.EntityKind) || e.At < t.CreatedAt {
		return false
	}
	switch t.Moment {
	case process.Created:
		return e.Kind == e.EntityKind+".created" && t.standsIn(e)
	case process.StatusEntered:
		entered := e.Kind == string(crm.Deal)+".status_changed" || e.Kind == string(crm.Deal)+".created"
		return entered && t.StatusID != nil && t.standsIn(e)
	case process.ResponsibleChanged:
		return e.Kind == e.EntityKind+".responsible_changed"
	}
	return false
}

// standsIn compares the pipeline and status of a deal after the event with those of the trigger.
func (t Trigger) standsIn(e event.Event) bool {
	if t.PipelineID == nil && t.StatusID == nil {
		return true
	}
	var now struct {
		PipelineID crm.PipelineID `json:"pipeline_id"`
		StatusID   crm.StatusID   `json:"status_id"`
	}
	if json.Unmarshal(e.After, &now) != nil {
		return false
	}
	return (t.PipelineID == nil || *t.PipelineID == now.PipelineID) && (t.StatusID == nil || *t.StatusID == now.StatusID)
}
