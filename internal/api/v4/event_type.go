package v4

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/kit/event"
	"voronka/internal/kit/lang"
)

// anyFieldChanged asks for the changes of whatever field; each event names its own.
const anyFieldChanged = "custom_field_value_changed"

// simpleTypes are the types that follow from the kind of an event alone.
var simpleTypes = map[string]string{
	"deal.created": "lead_added", "deal.deleted": "lead_deleted", "deal.restored": "lead_restored",
	"contact.created": "contact_added", "contact.deleted": "contact_deleted", "contact.restored": "contact_restored",
	"company.created": "company_added", "company.deleted": "company_deleted", "company.restored": "company_restored",
	"deal.status_changed": "lead_status_changed", "deal.budget_changed": "sale_field_changed",
}

// sharedTypes are those that every kind of card has, by the second word of the kind.
var sharedTypes = map[string]string{
	"name_changed": "name_field_changed", "responsible_changed": "entity_responsible_changed",
	"tag_added": "entity_tag_added", "tag_removed": "entity_tag_deleted", "linked": "entity_linked", "unlinked": "entity_unlinked",
	"task_added": "task_added", "task_deleted": "task_deleted", "task_completed": "task_completed", "note_deleted": "common_note_deleted",
}

// noteEvents are the types of a new note by its kind; any other kind is a service note.
var noteEvents = map[string]string{
	"common": "common_note_added", "attachment": "attachment_note_added", "call_in": "incoming_call", "call_out": "outgoing_call",
	"sms_in": "incoming_sms", "sms_out": "outgoing_sms", "geolocation": "geo_note_added",
	"message_cashier": "message_to_cashier_note_added",
}

const serviceNote = "service_note_added"

// taskChanges are the types of a changed task by what changed, the first that fits.
var taskChanges = []struct{ key, typ string }{
	{"text", "task_text_changed"}, {"type_id", "task_type_changed"}, {"due_at", "task_deadline_changed"},
	{"responsible_id", "entity_responsible_changed"},
}

// eventType is the type of an event on this wire, "" when the wire has no word for it.
func eventType(e event.Event) string {
	if typ, ok := simpleTypes[e.Kind]; ok {
		return typ
	}
	_, what, _ := strings.Cut(e.Kind, ".")
	switch what {
	case "field_changed":
		return "custom_field_" + strconv.FormatInt(e.ObjectID, 10) + "_value_changed"
	case "note_added":
		var note struct{ Kind string }
		_ = json.Unmarshal(e.After, &note) // what cannot be read has no kind
		if typ, ok := noteEvents[note.Kind]; ok {
			return typ
		}
		return serviceNote
	case "task_changed":
		var after map[string]json.RawMessage
		_ = json.Unmarshal(e.After, &after)
		for _, c := range taskChanges {
			if _, changed := after[c.key]; changed {
				return c.typ
			}
		}
		return ""
	}
	return sharedTypes[what]
}

// fieldOfType reads custom_field_12_value_changed.
func fieldOfType(typ string) (int64, bool) {
	rest, ok := strings.CutPrefix(typ, "custom_field_")
	digits, ok2 := strings.CutSuffix(rest, "_value_changed")
	if !ok || !ok2 || !isDigits(digits) {
		return 0, false
	}
	n, err := wholeNumber(digits)
	return n, err == nil
}

// kindsOfTypes are the kinds of our events that may become one of the types; of all types when none is named.
func kindsOfTypes(types []string) []string {
	var out []string
	add := func(typ, kind string) {
		if (len(types) == 0 || has(types, typ)) && !has(out, kind) {
			out = append(out, kind)
		}
	}
	for kind, typ := range simpleTypes {
		add(typ, kind)
	}
	owners := append(slices.Clone(crm.CardKinds), crm.Task)
	for _, owner := range owners {
		for what, typ := range sharedTypes {
			add(typ, string(owner)+"."+what)
		}
		for _, typ := range append(mapKeys(noteEvents), serviceNote) {
			add(typ, string(owner)+".note_added")
		}
		for _, c := range taskChanges {
			add(c.typ, string(owner)+".task_changed")
		}
		for _, typ := range append(slices.Clone(types), anyFieldChanged) {
			if _, ofField := fieldOfType(typ); ofField || typ == anyFieldChanged {
				add(typ, string(owner)+".field_changed")
			}
		}
	}
	slices.Sort(out)
	return out
}

// mapKeys are the values of a map of words, each once.
func mapKeys(m map[string]string) []string {
	var out []string
	for _, v := range m {
		if !has(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// eventTypeBody is an entry of events/types.
type eventTypeBody struct {
	Key  string `json:"key"`
	Type int    `json:"type"`
	Lang string `json:"lang"`
}

// eventTypes lists every type with its number, known ones as clients have seen them.
var eventTypes = []struct {
	key    string
	number int
	name   lang.Term
}{
	{"lead_added", 1, lang.Term("New deal")}, {"lead_deleted", 7, lang.Term("Deal deleted")}, {"lead_restored", 8, lang.Term("Deal restored")},
	{"lead_status_changed", 14, lang.Term("Stage changed")}, {"contact_added", 2, lang.Term("New contact")}, {"contact_deleted", 9, lang.Term("Contact deleted")},
	{"contact_restored", 10, lang.Term("Contact restored")}, {"company_added", 3, lang.Term("New company")}, {"company_deleted", 11, lang.Term("Company deleted")},
	{"company_restored", 12, lang.Term("Company restored")}, {anyFieldChanged, 24, lang.Term("Field changed")},
	{"entity_responsible_changed", 25, lang.Term("Responsible changed")}, {"common_note_added", 27, lang.Term("New note")},
	{"attachment_note_added", 28, lang.Term("New file")}, {serviceNote, 29, lang.Term("New service note")}, {"geo_note_added", 30, lang.Term("New note with a place")},
	{"message_to_cashier_note_added", 31, lang.Term("Message to the cashier")}, {"common_note_deleted", 32, lang.Term("Note deleted")},
	{"incoming_call", 40, lang.Term("Incoming call")}, {"outgoing_call", 41, lang.Term("Outgoing call")}, {"incoming_sms", 42, lang.Term("Incoming SMS")},
	{"outgoing_sms", 43, lang.Term("Outgoing SMS")}, {"task_added", 50, lang.Term("New task")}, {"task_deleted", 51, lang.Term("Task deleted")},
	{"task_completed", 52, lang.Term("Task completed")}, {"task_text_changed", 53, lang.Term("Text of a task changed")},
	{"task_type_changed", 54, lang.Term("Type of a task changed")}, {"task_deadline_changed", 55, lang.Term("Deadline changed")},
	{"entity_tag_added", 63, lang.Term("Tag added")}, {"entity_tag_deleted", 64, lang.Term("Tag removed")}, {"sale_field_changed", 69, lang.Term("Budget changed")},
	{"name_field_changed", 70, lang.Term("Name changed")}, {"entity_linked", 72, lang.Term("Linked")}, {"entity_unlinked", 73, lang.Term("Unlinked")},
}

func (a *API) listEventTypes(c *call) (answer, error) {
	loc := c.locale()
	if asked, ok := lang.Parse(c.query.at("language_code").text()); ok {
		loc = asked
	}
	items := make([]eventTypeBody, len(eventTypes))
	for i, t := range eventTypes {
		items[i] = eventTypeBody{t.key, t.number, lang.Text(loc, string(t.name))}
	}
	return whole(c, "events_types", items), nil
}
