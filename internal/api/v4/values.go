package v4

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/lang"
)

// fieldValues is one entry of custom_fields_values.
type fieldValues struct {
	FieldID   int64   `json:"field_id"`
	FieldName string  `json:"field_name"`
	FieldCode *string `json:"field_code"`
	FieldType string  `json:"field_type"`
	Values    []any   `json:"values"`
}

type plainValue struct {
	Value any `json:"value"`
}

type enumValue struct {
	Value    any     `json:"value"`
	EnumID   int64   `json:"enum_id"`
	EnumCode *string `json:"enum_code"`
}

// readValues writes the values of a card in the order of its fields: null, never [], when it has none.
func readValues(set field.Set, values entity.Values, env field.Env) []fieldValues {
	var out []fieldValues
	for _, f := range set.Ordered() {
		stored := values[f.ID]
		if len(stored) == 0 {
			continue
		}
		if wire := wireValues(f, stored, env); len(wire) > 0 {
			out = append(out, fieldValues{int64(f.ID), f.Name, orNull(f.Code), wireType(f.Type), wire})
		}
	}
	return out
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// wireValues turns canonical values into those of the wire. What does not fit its type is left out.
func wireValues(f field.Field, stored []any, env field.Env) []any {
	if f.Type == "address" {
		return wireAddress(stored)
	}
	var out []any
	for _, v := range stored {
		if wire := wireValue(f, v, env); wire != nil {
			out = append(out, wire)
		}
	}
	return out
}

func wireValue(f field.Field, v any, env field.Env) any {
	switch f.Base() {
	case "monetary":
		amount, currency := field.Amount(v)
		return currencyValue{majorText(amount, currency), currency}
	case "link":
		return plainValue{wireLink(v)}
	case field.File:
		return plainValue{wireFile(v)}
	case "legal_entity":
		if m, ok := stringMap(v); ok {
			return plainValue{wireLegal(m)}
		}
		return nil
	case "money":
		if n, ok := toInt(v); ok {
			return plainValue{majorText(n, env.Currency)}
		}
	case "list", "multilist":
		if n, ok := toInt(v); ok {
			if o, found := f.Option(crm.OptionID(n)); found {
				return enumValue{o.Name, n, orNull(o.Code)}
			}
		}
	case "date", "birthday":
		if s, ok := v.(string); ok {
			if at, err := time.ParseInLocation(time.DateOnly, s, env.Location()); err == nil {
				return plainValue{at.Unix()}
			}
		}
	case "datetime":
		if n, ok := toInt(v); ok {
			return plainValue{n}
		}
	case "phone", "email":
		if m, ok := stringMap(v); ok {
			code, id := enumOf(f, m["kind"])
			return enumValue{m["value"], id, &code}
		}
	case "number":
		return plainValue{numberText(v)}
	default: // text, textarea, url, checkbox
		return plainValue{v}
	}
	return nil
}

func numberText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

func toInt(v any) (int64, bool) {
	switch v := v.(type) {
	case int64:
		return v, true
	case int:
		return int64(v), true
	case float64:
		return int64(v), true
	case json.Number:
		n, err := v.Int64()
		return n, err == nil
	}
	return 0, false
}

func stringMap(v any) (map[string]string, bool) {
	switch v := v.(type) {
	case map[string]string:
		return v, true
	case map[string]any:
		out := make(map[string]string, len(v))
		for key, x := range v {
			out[key], _ = x.(string)
		}
		return out, true
	}
	return nil, false
}

// majorText is an amount in major units: "100", or "100.5" when it has kopecks.
func majorText(minor int64, currency string) string {
	text := lang.MoneyText(minor, currency)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// dayOf is the calendar day of a moment in the account's zone.
func dayOf(unix int64, zone *time.Location) string {
	return time.Unix(unix, 0).In(zone).Format(time.DateOnly)
}

type addressPart struct{ code, ours string }

// addressParts are the six subfields of an address in the order of their enum ids, with our names.
var addressParts = []addressPart{
	{"address_line_1", "line1"}, {"address_line_2", "line2"}, {"city", "city"}, {"state", "state"},
	{"zip", "zip"}, {"country", "country"},
}

func wireAddress(stored []any) []any {
	m, ok := stringMap(stored[0])
	if !ok {
		return nil
	}
	var out []any
	for i, part := range addressParts {
		if text := m[part.ours]; text != "" {
			out = append(out, enumValue{text, int64(i + 1), &part.code})
		}
	}
	return out
}

// Enums of phones and e-mails. The numbers are the field's own id and the place in its list: nothing else is known by them.
const enumStep = 32

func enumID(f field.Field, index int) int64 { return int64(f.ID)*enumStep + int64(index) + 1 }

// wireCodes are the codes of the wire for our words; any other word is written in capitals.
var wireCodes = map[string]string{"mobile": "MOB", "private": "PRIV"}

func codeOfKind(kind string) string {
	if code, ok := wireCodes[kind]; ok {
		return code
	}
	return strings.ToUpper(kind)
}

// kindsOf are the words a phone or e-mail of the field may be marked with.
func kindsOf(f field.Field) []string {
	if len(f.Settings.Kinds) > 0 {
		return f.Settings.Kinds
	}
	if f.Type == "email" {
		return field.EmailKinds
	}
	return field.PhoneKinds
}

func enumOf(f field.Field, kind string) (code string, id int64) {
	for i, k := range kindsOf(f) {
		if k == kind {
			return codeOfKind(k), enumID(f, i)
		}
	}
	return codeOfKind(kind), enumID(f, enumStep-2)
}

// wireTypes are the words of the wire for our types of fields.
var wireTypes = map[string]string{
	"text": "text", "textarea": "textarea", "number": "numeric", "money": "monetary", "checkbox": "checkbox", "list": "select",
	"multilist": "multiselect", "date": "date", "datetime": "date_time", "birthday": "birthday", "url": "url", "phone": "multitext",
	"email": "multitext", "address": "smart_address", "monetary": "monetary", "link": "linked_entity", "legal_entity": "legal_entity",
	"tracking_data": "tracking_data", "file": "file", "formula": "formula",
}

func wireType(typ string) string { return wireTypes[typ] }
