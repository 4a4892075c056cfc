package notice

import "voronka/internal/kit/errs"

// Kind is what a notice is about.
type Kind string

// The kinds of notices.
const (
	TaskAssigned  Kind = "task_assigned"
	TaskTaken     Kind = "task_taken"
	TaskCompleted Kind = "task_completed"
	TaskDue       Kind = "task_due"
	TaskOverdue   Kind = "task_overdue"
	Mention       Kind = "mention"
	Note          Kind = "note"
	CardGiven     Kind = "card_given"
	WorkFinished  Kind = "work_finished"
	Stopped       Kind = "stopped"
	UserJoined    Kind = "user_joined"
)

// Tab is a part of the centre.
type Tab string

// The tabs. All is everything; Cards has no tab of its own.
const (
	All      Tab = "all"
	Mentions Tab = "mentions"
	Tasks    Tab = "tasks"
	Cards    Tab = "cards"
	System   Tab = "system"
)

func (t Tab) check() error {
	switch t {
	case All, Mentions, Tasks, Cards, System:
		return nil
	}
	return errs.Invalid("tab", "must be all, mentions, tasks, cards or system")
}

// Channels are the ways a kind of notice reaches a person. Without App it stands in the centre and counts nowhere.
type Channels struct {
	App  bool `json:"app"`
	Push bool `json:"push"`
	Mail bool `json:"mail"`
}

// about is what is fixed about a kind: its tab, and the channels of who has chosen nothing.
type about struct {
	kind Kind
	tab  Tab
	Channels
}

// kinds are all kinds in the order people see them.
var kinds = []about{
	{TaskAssigned, Tasks, Channels{true, true, true}},
	{TaskDue, Tasks, Channels{true, true, false}},
	{TaskOverdue, Tasks, Channels{true, true, false}},
	{TaskCompleted, Tasks, Channels{true, false, false}},
	{TaskTaken, Tasks, Channels{true, false, false}},
	{Mention, Mentions, Channels{true, true, true}},
	{Note, Cards, Channels{true, true, false}},
	{CardGiven, Cards, Channels{true, true, true}},
	{WorkFinished, System, Channels{true, false, false}},
	{Stopped, System, Channels{true, true, true}},
	{UserJoined, System, Channels{true, false, false}},
}

func aboutOf(k Kind) (about, bool) {
	for _, a := range kinds {
		if a.kind == k {
			return a, true
		}
	}
	return about{}, false
}
