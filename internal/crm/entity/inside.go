package entity

import (
	"slices"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
)

// eventKind is what conditions on the events of a card are about, as crm.Task is for those on its tasks.
const eventKind crm.Kind = "event"

// insideIn asks whether one of the tasks or events of a card meets a condition. Whoever may see a card may see its tasks,
// and its events but for those about fields hidden from them.
type insideIn struct {
	// kind is crm.Task or eventKind.
	kind  crm.Kind
	inner cond
}

func (c insideIn) table() string {
	if c.kind == crm.Task {
		return "tasks"
	}
	return "events"
}

func (c insideIn) test(e *emit) string {
	return db.Found(e.b.Engine(), c.table()+" y WHERE y.account_id = "+e.account()+" AND y.entity_kind = "+e.b.Arg(string(e.scope.Kind))+
		" AND y.entity_id = "+e.id()+c.shown(e)+" AND "+c.inner.test(e.sub(e.scope, "y")))
}

// shown leaves out what is not there for the actor.
func (c insideIn) shown(e *emit) string {
	if c.kind == crm.Task {
		return " AND y." + alive
	}
	hidden := e.scope.Who.HiddenFields()
	if len(hidden) == 0 {
		return ""
	}
	return " AND NOT (y.object_kind = '" + timeline.FieldKind + "' AND " + db.In(e.b, "y.object_id", hidden) + ")"
}

func (insideIn) leads() bool { return true }

// driver goes by what an index of tasks or events knows, said apart from the conditions, which the planner must not take
// for a way.
func (c insideIn) driver(e *emit) string {
	return c.indexed(e) + " AND " + c.inner.test(e.sub(e.scope, "y"))
}

// indexed selects by the index alone, which may be many more than meet the condition.
func (c insideIn) indexed(e *emit) string {
	sql := "SELECT y.entity_id AS id FROM " + c.table() + " y WHERE y.account_id = " + e.account() + c.shown(e)
	if c.kind == crm.Task {
		sql += " AND (y.entity_kind || '') = " + e.b.Arg(string(e.scope.Kind))
	}
	plain := e.sub(e.scope, "y")
	plain.hide = false
	byKind := false
	for _, part := range flatten(c.inner) {
		switch part := part.(type) {
		case columnIn:
			if part.f.index {
				sql += " AND " + part.test(plain)
			}
		case columnSpans:
			if part.f.index && len(part.spans) == 1 {
				sql += " AND " + spansText(e.b, "y."+part.f.column, part.spans)
			}
		case taskState:
			sql += " AND " + part.test(plain)
		case eventIn:
			byKind = true
			sql += " AND " + part.test(plain)
		}
	}
	if c.kind == eventKind && !byKind {
		sql += " AND " + eventIn{eventKinds(e.scope.Kind)}.test(plain)
	}
	return sql
}

// dated reports whether it is about events of a period.
func (c insideIn) dated() bool {
	return c.kind == eventKind && slices.ContainsFunc(flatten(c.inner), func(part cond) bool {
		spans, ok := part.(columnSpans)
		return ok && len(spans.spans) == 1
	})
}

// scans reports whether no index leads to the matches alone.
func (c insideIn) scans() bool {
	parts := flatten(c.inner)
	if c.kind == eventKind {
		return slices.ContainsFunc(parts, func(part cond) bool {
			switch part := part.(type) {
			case eventIn:
				return false
			case columnSpans:
				return len(part.spans) > 1
			case allOf:
				return len(part) > 0
			}
			return true
		})
	}
	return len(parts) > 0 && !slices.ContainsFunc(parts, func(part cond) bool {
		switch part := part.(type) {
		case columnIn:
			return part.f.index
		case columnSpans:
			return part.f.index && len(part.spans) == 1
		case taskState:
			return part.late
		case allOf:
			return len(part) == 0
		}
		return false
	})
}

// taskState asks whether a task is done, or open, or open and late.
type taskState struct {
	done, late bool
	now        int64
}

func (c taskState) test(e *emit) string {
	switch {
	case c.done:
		return e.alias + ".is_completed = TRUE"
	case c.late:
		return "(" + e.alias + ".is_completed = FALSE AND " + e.col("due_at") + " < " + e.b.Arg(c.now) + ")"
	}
	return e.alias + ".is_completed = FALSE"
}

func (taskState) leads() bool         { return false }
func (taskState) driver(*emit) string { return "" }

// eventIn asks for the kind of an event.
type eventIn struct{ kinds []string }

func (c eventIn) test(e *emit) string {
	if len(c.kinds) == 1 {
		return e.text("kind") + " = " + e.b.Arg(c.kinds[0])
	}
	return db.InText(e.b, e.text("kind"), c.kinds)
}

func (eventIn) leads() bool         { return false }
func (eventIn) driver(*emit) string { return "" }

// eventVerbs are what can happen to a card.
var eventVerbs = func() []string {
	verbs := []string{"note_pinned", "comment_pinned", "watcher_added", "watcher_removed"}
	for _, some := range timeline.Whats {
		verbs = append(verbs, some...)
	}
	slices.Sort(verbs)
	return slices.Compact(verbs)
}()

// eventKinds are the kinds of events of a kind of card.
func eventKinds(kind crm.Kind) []string {
	out := make([]string, len(eventVerbs))
	for i, verb := range eventVerbs {
		out[i] = string(kind) + "." + verb
	}
	return out
}

// eventBy asks which people did it.
type eventBy struct{ ids []int64 }

func (c eventBy) test(e *emit) string {
	return "(" + e.alias + ".actor_kind = 'user' AND " + in(e.b, e.col("actor_id"), c.ids) + ")"
}

func (eventBy) leads() bool         { return false }
func (eventBy) driver(*emit) string { return "" }

// eventField asks which custom fields it is about.
type eventField struct{ ids []int64 }

func (c eventField) test(e *emit) string {
	return "(" + e.alias + ".object_kind = '" + timeline.FieldKind + "' AND " + in(e.b, e.col("object_id"), c.ids) + ")"
}

func (eventField) leads() bool         { return false }
func (eventField) driver(*emit) string { return "" }

// eventTold asks for an id the event tells of, such as the status a deal came into.
type eventTold struct {
	column, key string
	ids         []string
}

func (c eventTold) test(e *emit) string {
	return sure(db.InText(e.b, "CAST("+db.JSONKey(e.b.Engine(), e.alias+"."+c.column, c.key)+" AS TEXT)", c.ids))
}

func (eventTold) leads() bool         { return false }
func (eventTold) driver(*emit) string { return "" }

// cutKind is the verb of an event kind of the card, however it is written.
func cutKind(kind crm.Kind, word string) (string, bool) {
	verb := strings.TrimPrefix(word, string(kind)+".")
	return verb, slices.Contains(eventVerbs, verb)
}
