package timeline

import (
	"encoding/json"
	"slices"
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
)

// FieldKind is the kind of object an event about a custom field has.
const FieldKind = "field"

// Shown is the events as the actor may know them: without those about fields hidden from them, and without the values of
// such fields in the snapshots of cards.
func Shown(who tenant.Actor, events []event.Event) []event.Event {
	hidden := who.HiddenFields()
	if len(hidden) == 0 {
		return events
	}
	out := make([]event.Event, 0, len(events))
	for _, e := range events {
		if Hides(who, e) {
			continue
		}
		e.Before, e.After = without(e.Before, hidden), without(e.After, hidden)
		out = append(out, e)
	}
	return out
}

// InField is the part of Before and After in which an event about a file names the field the file stands in.
const InField = "field_id"

// Hides reports whether the event is about a field hidden from the actor, or about a file that stands in one.
func Hides(who tenant.Actor, e event.Event) bool {
	if e.ObjectKind == string(crm.File) && (hidesFile(who, e.Before) || hidesFile(who, e.After)) {
		return true
	}
	return e.ObjectKind == FieldKind && who.Field(e.ObjectID) == tenant.FieldHidden ||
		e.EntityKind == FieldKind && who.Field(e.EntityID) == tenant.FieldHidden
}

func hidesFile(who tenant.Actor, told json.RawMessage) bool {
	var in struct {
		Field int64 `json:"field_id"`
	}
	return len(told) > 0 && json.Unmarshal(told, &in) == nil && who.Field(in.Field) == tenant.FieldHidden
}

// without takes the values of fields out of what an event tells of a card.
func without(told json.RawMessage, hidden []int64) json.RawMessage {
	var parts map[string]json.RawMessage
	if len(told) == 0 || json.Unmarshal(told, &parts) != nil || parts["fields"] == nil {
		return told
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(parts["fields"], &fields) != nil {
		return told
	}
	known := len(fields)
	for id := range fields {
		if n, err := strconv.ParseInt(id, 10, 64); err == nil && slices.Contains(hidden, n) {
			delete(fields, id)
		}
	}
	if len(fields) == known {
		return told
	}
	var err error
	if parts["fields"], err = json.Marshal(fields); err != nil {
		return nil
	}
	out, err := json.Marshal(parts)
	if err != nil {
		return nil
	}
	return out
}
