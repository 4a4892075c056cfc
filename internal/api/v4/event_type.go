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
	name   string
}{
	{"lead_added", 1, "New deal"}, {"lead_deleted", 7, "Deal deleted"}, {"lead_restored", 8, "Deal restored"},
	{"lead_status_changed", 14, "Stage changed"}, {"contact_added", 2, "New contact"}, {"contact_deleted", 9, "Contact deleted"},
	{"contact_restored", 10, "Contact restored"}, {"company_added", 3, "New company"}, {"company_deleted", 11, "Company deleted"},
	{"company_restored", 12, "Company restored"}, {anyFieldChanged, 24, "Field changed"},
	{"entity_responsible_changed", 25, "Responsible changed"}, {"common_note_added", 27, "New note"},
	{"attachment_note_added", 28, "New file"}, {serviceNote, 29, "New service note"}, {"geo_note_added", 30, "New note with a place"},
	{"message_to_cashier_note_added", 31, "Message to the cashier"}, {"common_note_deleted", 32, "Note deleted"},
	{"incoming_call", 40, "Incoming call"}, {"outgoing_call", 41, "Outgoing call"}, {"incoming_sms", 42, "Incoming SMS"},
	{"outgoing_sms", 43, "Outgoing SMS"}, {"task_added", 50, "New task"}, {"task_deleted", 51, "Task deleted"},
	{"task_completed", 52, "Task completed"}, {"task_text_changed", 53, "Text of a task changed"},
	{"task_type_changed", 54, "Type of a task changed"}, {"task_deadline_changed", 55, "Deadline changed"},
	{"entity_tag_added", 63, "Tag added"}, {"entity_tag_deleted", 64, "Tag removed"}, {"sale_field_changed", 69, "Budget changed"},
	{"name_field_changed", 70, "Name changed"}, {"entity_linked", 72, "Linked"}, {"entity_unlinked", 73, "Unlinked"},
}

func (a *API) listEventTypes(c *call) (answer, error) {
	loc := c.locale()
	if asked, ok := lang.Parse(c.query.at("language_code").text()); ok {
		loc = asked
	}
	items := make([]eventTypeBody, len(eventTypes))
	for i, t := range eventTypes {
		items[i] = eventTypeBody{t.key, t.number, lang.Text(loc, string(lang.Term(t.name)))}
	}
	return whole(c, "events_types", items), nil
}
