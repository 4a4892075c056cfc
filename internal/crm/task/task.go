// Package task holds what people have promised to do: tasks on a card or free ones, their types, and the due time of
// the nearest open task that every card carries.
package task

import (
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// The longest text and result of a task in characters, and the longest duration in seconds.
const (
	MaxText     = 10000
	MaxDuration = 366 * 24 * 3600
)

// Task is one thing to be done by one person.
type Task struct {
	ID crm.TaskID `json:"id"`
	// Ref is the card it is about; zero for a free task.
	Ref crm.Ref `json:"entity"`
	// EntityName is the card's name, empty for a free task and for a card the reader may not see.
	EntityName string         `json:"entity_name"`
	TypeID     crm.TaskTypeID `json:"type_id"`
	Text       string         `json:"text"`
	// DueAt is when it must be done; for an all-day task the last second of that day in the account's time zone.
	DueAt         int64         `json:"due_at"`
	IsAllDay      bool          `json:"is_all_day"`
	Duration      int           `json:"duration"`
	ResponsibleID tenant.UserID `json:"responsible_id"`
	IsCompleted   bool          `json:"is_completed"`
	CompletedAt   *int64        `json:"completed_at"`
	Result        string        `json:"result"`
	// TriggerID is the rule that made the task.
	TriggerID *int64 `json:"trigger_id"`
	// Participants also see the task and have it in their calendar.
	Participants []tenant.UserID `json:"participants,omitempty"`
	Checklist    []Point         `json:"checklist,omitempty"`
	// Recurrence is how it repeats; nil for a task that does not.
	Recurrence *Rule `json:"recurrence,omitempty"`
	// SeriesID is the first task of its series, nil for that one itself; Occurrence its place after it.
	SeriesID   *crm.TaskID `json:"series_id,omitempty"`
	Occurrence int         `json:"occurrence,omitempty"`

	// Can is what the reader may do with it; filled by what reads for somebody (Find, List, Calendar, Dress).
	Can Can `json:"-"`

	plan *plan

	CreatedBy tenant.UserID `json:"created_by"`
	UpdatedBy tenant.UserID `json:"updated_by"`
	CreatedAt int64         `json:"created_at"`
	UpdatedAt int64         `json:"updated_at"`
	Version   int64         `json:"version"`
}

// event is the card a task's events are about: a free task is about itself.
func (t Task) event() crm.Ref {
	if t.Ref.Zero() {
		return crm.Ref{Kind: crm.Task, ID: crm.ID(t.ID)}
	}
	return t.Ref
}

// New is a task to be created. ResponsibleID 0 is the actor; TypeID 0 the account's first type; DueAt 0 the end of
// today.
type New struct {
	Ref           crm.Ref
	TypeID        crm.TaskTypeID
	Text          string
	DueAt         int64
	IsAllDay      bool
	Duration      int
	ResponsibleID tenant.UserID
	TriggerID     *int64
	Participants  []tenant.UserID
	Checklist     []Point
	Recurrence    *Rule
}

// Patch is a change of an open task; nil is "leave it". A Version that is no longer the task's is a conflict.
type Patch struct {
	Version       *int64
	Ref           *crm.Ref
	TypeID        *crm.TaskTypeID
	Text          *string
	DueAt         *int64
	IsAllDay      *bool
	Duration      *int
	ResponsibleID *tenant.UserID
	Participants  *[]tenant.UserID
	Checklist     *[]Point
	// Recurrence is a new rule for this task and those after it; Never ends the series.
	Recurrence *Rule
	// Following changes the tasks of the series that come after this one as well.
	Following bool
}

func (p Patch) apply(t Task) Task {
	set(&t.Ref, p.Ref)
	set(&t.TypeID, p.TypeID)
	set(&t.Text, p.Text)
	set(&t.DueAt, p.DueAt)
	set(&t.IsAllDay, p.IsAllDay)
	set(&t.Duration, p.Duration)
	set(&t.ResponsibleID, p.ResponsibleID)
	set(&t.Participants, p.Participants)
	set(&t.Checklist, p.Checklist)
	return t
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// maxDue is the year 2200: beyond it calendars disagree.
const maxDue = 7258118400

// clean trims the texts and checks what needs no database.
func (t *Task) clean(zone *time.Location) error {
	var c errs.Collect
	t.Text = tidy(t.Text)
	switch {
	case utf8.RuneCountInString(t.Text) > MaxText:
		c.Add("text", "is longer than %d characters, shorten it", MaxText)
	case t.DueAt <= 0 || t.DueAt > maxDue:
		c.Add("due_at", "must be a moment in unix seconds before the year 2200")
	case t.Duration < 0 || t.Duration > MaxDuration:
		c.Add("duration", "must be a number of seconds from 0 to %d", MaxDuration)
	case !t.Ref.Zero() && !t.Ref.Kind.HasCard():
		c.Add("entity.kind", "must be deal, contact or company")
	}
	if t.IsAllDay {
		t.DueAt = endOfDay(time.Unix(t.DueAt, 0).In(zone), 0).Unix() - 1
	}
	return c.Result()
}

func tidy(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\x00", ""))
}

// endOfDay is the first moment after the day that is days later than t.
func endOfDay(t time.Time, days int) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d+days+1, 0, 0, 0, 0, t.Location())
}

// changes is what differs between two states of a task, as events tell it.
func changes(old, now Task) (before, after map[string]any) {
	before, after = map[string]any{}, map[string]any{}
	note := func(name string, a, b any) {
		if a != b {
			before[name], after[name] = a, b
		}
	}
	note("entity", old.Ref, now.Ref)
	note("type_id", old.TypeID, now.TypeID)
	note("text", old.Text, now.Text)
	note("due_at", old.DueAt, now.DueAt)
	note("is_all_day", old.IsAllDay, now.IsAllDay)
	note("duration", old.Duration, now.Duration)
	note("responsible_id", old.ResponsibleID, now.ResponsibleID)
	if !slices.Equal(old.Participants, now.Participants) {
		before["participants"], after["participants"] = old.Participants, now.Participants
	}
	if !slices.Equal(old.Checklist, now.Checklist) {
		before["points"], after["points"] = len(old.Checklist), len(now.Checklist)
	}
	if !reflect.DeepEqual(old.Recurrence, now.Recurrence) {
		before["recurrence"], after["recurrence"] = old.Recurrence, now.Recurrence
	}
	return before, after
}

// snapshot is the task as task_added and task_deleted tell it.
func (t Task) snapshot() map[string]any {
	out := map[string]any{
		"text": t.Text, "type_id": t.TypeID, "due_at": t.DueAt, "is_all_day": t.IsAllDay,
		"responsible_id": t.ResponsibleID,
	}
	if t.TriggerID != nil {
		out["trigger_id"] = *t.TriggerID
	}
	if t.Recurrence != nil {
		out["recurrence"] = *t.Recurrence
	}
	if len(t.Participants) > 0 {
		out["participants"] = t.Participants
	}
	return out
}
