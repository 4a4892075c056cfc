// Package process is the vocabulary of automation: when a rule wakes, how its run ends.
package process

import "voronka/internal/crm"

// TriggerID names a trigger, RunID one run of it.
type (
	TriggerID int64
	RunID     int64
)

// TriggerKind is the kind a trigger has as the cause of a change and as the thing an event is about.
const TriggerKind = "trigger"

// Moment is what wakes a trigger.
type Moment string

// The moments.
const (
	// Created is the making of a card.
	Created Moment = "created"
	// StatusEntered is a deal coming into a status, moved there or made there.
	StatusEntered Moment = "status_entered"
	// ResponsibleChanged is another user becoming the responsible of a card.
	ResponsibleChanged Moment = "responsible_changed"
)

// Moments lists the moments that make sense for a kind of card.
func Moments(kind crm.Kind) []Moment {
	switch kind {
	case crm.Deal:
		return []Moment{Created, StatusEntered, ResponsibleChanged}
	case crm.Contact, crm.Company:
		return []Moment{Created, ResponsibleChanged}
	}
	return nil
}

// State is how far a run has come.
type State string

// The states of a run: waiting -> done, skipped or failed; stopped is never started.
const (
	Waiting State = "waiting"
	Done    State = "done"
	// Skipped means that there was nothing to do: the condition is not met, the card or the rule is gone.
	Skipped State = "skipped"
	// Failed means that the action was refused; the run can be repeated by hand.
	Failed State = "failed"
	// Stopped means that automation caused by automation went on too long.
	Stopped State = "stopped"
)

// States lists every state.
func States() []State { return []State{Waiting, Done, Skipped, Failed, Stopped} }
