package notice

import (
	"encoding/json"
	"slices"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/task"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
)

// told is what an event tells of before and after, as far as it can concern somebody.
type told struct {
	ResponsibleID tenant.UserID   `json:"responsible_id"`
	Participants  []tenant.UserID `json:"participants"`
	Mentions      []tenant.UserID `json:"mentions"`
	Text          string          `json:"text"`
	Name          string          `json:"name"`
	IsOn          *bool           `json:"is_on"`
	State         string          `json:"state"`
}

func read(raw json.RawMessage) (t told) {
	_ = json.Unmarshal(raw, &t) // an event of another shape tells nothing
	return t
}

// world is what deciding needs to know besides the events.
type world struct {
	cards  map[crm.Ref]entity.Owner
	watch  map[crm.Ref][]tenant.UserID
	tasks  map[crm.TaskID]task.Owner
	admins []tenant.UserID
}

// works are the ends of work that was asked for and went on alone: who asked is told.
var works = map[string]string{
	"import.finished": "import", "import.undone": "import_undo", "export.finished": "export", "bulk.finished": "bulk", "bulk.undone": "bulk_undo",
}

// verb is what an event's kind says after its entity.
func verb(e event.Event) string {
	_, v, _ := strings.Cut(e.Kind, ".")
	return v
}

// concerns reports whether an event can be a notice at all: most cannot, and cost nothing more.
func concerns(e event.Event) bool {
	if e.CauseKind == "demo" {
		return false
	}
	if _, ok := works[e.Kind]; ok {
		return true
	}
	switch verb(e) {
	case "created", "responsible_changed", "note_added", "comment_added", "note_changed", "comment_changed":
		return crm.Kind(e.EntityKind).HasCard()
	case "task_added", "task_changed", "task_completed":
		return true
	}
	return e.Kind == "user.joined" || e.Kind == "webhook.changed" || e.Kind == "trigger.changed"
}

// match decides who is told what of an event. Whoever did it is not, but for the end of work they asked for.
func match(e event.Event, w world) []Notice {
	before, after := read(e.Before), read(e.After)
	var out []Notice
	tell := func(to tenant.UserID, kind Kind, p Params) {
		if to != 0 && (to != doer(e) || kind == WorkFinished) {
			out = append(out, draft(e, to, kind, p))
		}
	}
	switch v := verb(e); {
	case works[e.Kind] != "":
		p := Params{Work: works[e.Kind], Name: after.Name, Counts: numbers(e.After)}
		if after.State == "failed" {
			p.Work += "_failed"
		}
		tell(tenant.UserID(e.ActorID), WorkFinished, p)
	case v == "created", v == "responsible_changed":
		tell(after.ResponsibleID, CardGiven, Params{})
	case v == "note_added", v == "comment_added":
		noted(e, after, w, tell)
	case v == "note_changed", v == "comment_changed":
		mentioned(before, after, tell)
	case v == "task_added", v == "task_changed":
		assigned(before, after, tell)
	case v == "task_completed":
		o := w.tasks[crm.TaskID(e.ObjectID)]
		tell(o.Author, TaskCompleted, Params{})
		if o.Responsible != o.Author {
			tell(o.Responsible, TaskCompleted, Params{})
		}
	case e.Kind == "user.joined":
		for _, admin := range w.admins {
			tell(admin, UserJoined, Params{Name: after.Name})
		}
	case switchedOff(before, after):
		for _, admin := range w.admins {
			tell(admin, Stopped, Params{Name: after.Name})
		}
	}
	return out
}

type teller func(to tenant.UserID, kind Kind, p Params)

func noted(e event.Event, after told, w world, tell teller) {
	owner := w.cards[refOf(e)].Responsible
	people := append([]tenant.UserID{owner}, w.watch[refOf(e)]...)
	for i, id := range people {
		if !slices.Contains(after.Mentions, id) && !slices.Contains(people[:i], id) {
			tell(id, Note, Params{Text: excerpt(after.Text)})
		}
	}
	mentioned(told{}, after, tell)
}

// mentioned tells those a text newly speaks to.
func mentioned(before, after told, tell teller) {
	seen := map[tenant.UserID]bool{}
	for _, id := range before.Mentions {
		seen[id] = true
	}
	for _, id := range after.Mentions {
		if !seen[id] {
			tell(id, Mention, Params{Text: excerpt(after.Text)})
		}
		seen[id] = true
	}
}

func assigned(before, after told, tell teller) {
	had := map[tenant.UserID]bool{before.ResponsibleID: true, after.ResponsibleID: true}
	for _, id := range before.Participants {
		had[id] = true
	}
	tell(after.ResponsibleID, TaskAssigned, Params{})
	if after.ResponsibleID != 0 {
		tell(before.ResponsibleID, TaskTaken, Params{})
	}
	for _, id := range after.Participants {
		if !had[id] {
			tell(id, TaskAssigned, Params{Role: "participant"})
		}
	}
}

func switchedOff(before, after told) bool {
	return before.IsOn != nil && *before.IsOn && after.IsOn != nil && !*after.IsOn
}

// doer is the person behind an event, 0 for a robot.
func doer(e event.Event) tenant.UserID {
	if e.ActorKind == string(tenant.Robot) {
		return 0
	}
	return tenant.UserID(e.ActorID)
}

func refOf(e event.Event) crm.Ref {
	return crm.Ref{Kind: crm.Kind(e.EntityKind), ID: crm.ID(e.EntityID)}
}

// numbers are the counts an event tells, at most a dozen.
func numbers(raw json.RawMessage) map[string]int64 {
	var all map[string]any
	if json.Unmarshal(raw, &all) != nil {
		return nil
	}
	out := map[string]int64{}
	for name, v := range all {
		if n, ok := v.(float64); ok && len(out) < 12 {
			out[name] = int64(n)
		}
	}
	return out
}

const maxExcerpt = 300

// excerpt is the beginning of a text.
func excerpt(s string) string {
	if r := []rune(s); len(r) > maxExcerpt {
		return strings.TrimSpace(string(r[:maxExcerpt])) + "…"
	}
	return s
}
