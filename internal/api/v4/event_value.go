package v4

import (
	"encoding/json"
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/event"
)

// eventValue is an item of value_after or value_before: one key with what it says.
type eventValue map[string]map[string]any

// told is what our events say before and after, as far as this wire has words for it.
type told struct {
	PipelineID    int64           `json:"pipeline_id"`
	StatusID      int64           `json:"status_id"`
	Name          string          `json:"name"`
	Price         int64           `json:"price"`
	ResponsibleID int64           `json:"responsible_id"`
	Text          string          `json:"text"`
	TypeID        int64           `json:"type_id"`
	DueAt         int64           `json:"due_at"`
	Values        json.RawMessage `json:"values"`
}

func (c *call) eventValues(e event.Event, typ string, w eventWorld) (after, before []eventValue) {
	side := func(raw json.RawMessage) []eventValue {
		if len(raw) == 0 {
			return []eventValue{}
		}
		var t told
		if err := json.Unmarshal(raw, &t); err != nil { // written by an older version
			return []eventValue{}
		}
		return c.eventSide(e, typ, t, w)
	}
	return side(e.After), side(e.Before)
}

func one(key string, says map[string]any) []eventValue { return []eventValue{{key: says}} }

func (c *call) eventSide(e event.Event, typ string, t told, w eventWorld) []eventValue {
	switch typ {
	case "lead_status_changed":
		return one("lead_status", map[string]any{"id": wireStatusID(w.pipelines, crm.StatusID(t.StatusID)), "pipeline_id": t.PipelineID})
	case "name_field_changed":
		return one("name_field_value", map[string]any{"name": t.Name})
	case "sale_field_changed":
		whole, _ := c.majorPrice(crm.Money(t.Price))
		return one("sale_field_value", map[string]any{"sale": whole})
	case "entity_responsible_changed":
		return one("responsible_user", map[string]any{"id": t.ResponsibleID})
	case "entity_tag_added", "entity_tag_deleted":
		return one("tag", map[string]any{"name": t.Name})
	case "entity_linked", "entity_unlinked":
		return one("link", map[string]any{"entity": map[string]any{"type": singular[crm.Kind(e.ObjectKind)], "id": e.ObjectID}})
	case "task_text_changed":
		return one("task", map[string]any{"text": t.Text})
	case "task_type_changed":
		return one("task_type", map[string]any{"id": wireTaskTypeID(w.types, crm.TaskTypeID(t.TypeID))})
	case "task_deadline_changed":
		return one("task_deadline", map[string]any{"timestamp": t.DueAt})
	}
	if e.ObjectKind == string(crm.Note) {
		return one("note", map[string]any{"id": e.ObjectID})
	}
	if _, ofField := fieldOfType(typ); ofField {
		return fieldEventValues(e, t, w)
	}
	return []eventValue{}
}

// fieldNumbers are the numbers of field types in events.
var fieldNumbers = map[string]int{
	"text": 1, "number": 2, "checkbox": 3, "list": 4, "multilist": 5, "date": 6, "url": 7, "phone": 8, "email": 8, "textarea": 9,
	"address": 13, "birthday": 14, "datetime": 19, "money": 20,
}

// fieldEventValues tells each value of the field; a field that was removed since is told by its number only.
func fieldEventValues(e event.Event, t told, w eventWorld) []eventValue {
	var values entity.Values
	key := strconv.FormatInt(e.ObjectID, 10)
	if len(t.Values) == 0 || values.UnmarshalJSON([]byte(`{"`+key+`":`+string(t.Values)+`}`)) != nil {
		return []eventValue{}
	}
	kind := w.kinds[crm.Kind(e.EntityKind)]
	f, known := kind.fields.ByID(crm.FieldID(e.ObjectID))
	out := []eventValue{}
	for _, v := range values[crm.FieldID(e.ObjectID)] {
		says := map[string]any{"field_id": e.ObjectID, "field_type": fieldNumbers[f.Type], "enum_id": nil, "text": nil}
		if known {
			says["text"] = f.ToText([]any{v}, kind.env)
			says["enum_id"] = enumIn(f, v)
		}
		out = append(out, eventValue{"custom_field_value": says})
	}
	return out
}

func enumIn(f field.Field, v any) any {
	switch f.Type {
	case "list", "multilist":
		return v
	case "phone", "email":
		_, kind := field.Reach(v)
		_, id := enumOf(f, kind)
		return id
	}
	return nil
}

// valueFilter asks for one thing of the values of an event; empty asks for nothing.
type valueFilter struct {
	statuses []leadStatus
	users    []int64
	enums    []int64
	text     string
}

type leadStatus struct{ pipeline, status int64 }

func readValueFilter(p *param, name string) (f valueFilter, err error) {
	for _, pair := range p.at("leads_statuses").entries() {
		in, errIn := wholeNumber(pair.at("pipeline_id").text())
		status, errStatus := wholeNumber(pair.at("status_id").text())
		if errIn != nil || errStatus != nil {
			return f, badNumber(name+".leads_statuses", pair.at("status_id").text())
		}
		f.statuses = append(f.statuses, leadStatus{in, status})
	}
	if f.users, err = p.at("responsible_user_id").numbers(name + ".responsible_user_id"); err != nil {
		return f, err
	}
	if f.enums, err = p.at("custom_field_values").numbers(name + ".custom_field_values"); err != nil {
		return f, err
	}
	f.text = p.at("value").text()
	return f, nil
}

func (f valueFilter) matches(values []eventValue) bool {
	if f.statuses == nil && f.users == nil && f.enums == nil && f.text == "" {
		return true
	}
	for _, v := range values {
		if f.matchesOne(v) {
			return true
		}
	}
	return false
}

func (f valueFilter) matchesOne(v eventValue) bool {
	if s := v["lead_status"]; s != nil && f.statuses != nil {
		id, _ := s["id"].(int64)
		in, _ := s["pipeline_id"].(int64)
		return has(f.statuses, leadStatus{in, id})
	}
	if u := v["responsible_user"]; u != nil && f.users != nil {
		id, _ := u["id"].(int64)
		return has(f.users, id)
	}
	said := v["custom_field_value"]
	if f.enums != nil {
		id, _ := said["enum_id"].(int64)
		return said != nil && has(f.enums, id)
	}
	for _, says := range []any{said["text"], v["name_field_value"]["name"], v["sale_field_value"]["sale"]} {
		if text, ok := says.(string); ok && f.text != "" && text == f.text {
			return true
		}
		if n, ok := says.(int64); ok && f.text != "" && strconv.FormatInt(n, 10) == f.text {
			return true
		}
	}
	return false
}
