package v4

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

// values reads custom_fields_values. Only the fields named change; null or [] clears one. Faults are noted at their
// places in the request.
func (it *item) values(set field.Set, env field.Env) (entity.Values, error) {
	list, found := it.objects("custom_fields_values")
	if !found || len(list) == 0 {
		return nil, nil
	}
	raw := map[crm.FieldID]any{}
	it.places = map[crm.FieldID]string{}
	for _, o := range list {
		f, ok := namedField(o, set)
		if !ok {
			continue
		}
		if !o.given("values") {
			o.fault(fieldMissing, "values", saidMissing)
			continue
		}
		it.places[f.ID] = o.at("values")
		raw[f.ID] = f.read(o, env)
	}
	values, err := entity.Normalize(set, raw, env)
	if e := errs.As(err); e != nil && e.Code == errs.CodeInvalid {
		for _, f := range faultsOf(env.Locale, err) {
			*it.faults = append(*it.faults, fault{f.Code, it.place(f.Path), f.Detail})
		}
		return nil, nil
	}
	return values, err
}

// wireField is a field with the words of this wire around it.
type wireField struct{ field.Field }

// namedField finds the field by field_id or field_code; clients send both keys, one of them null.
func namedField(o object, set field.Set) (wireField, bool) {
	if id, ok := o.int("field_id"); ok && id != 0 {
		if f, found := set.ByID(crm.FieldID(id)); found {
			return wireField{f}, true
		}
		o.fault(notSupportedChoice, "field_id", saidChoice)
		return wireField{}, false
	}
	if code, ok := o.text("field_code"); ok && code != "" {
		if f, found := set.ByCode(code); found {
			return wireField{f}, true
		}
		o.fault(notSupportedChoice, "field_code", saidChoice)
		return wireField{}, false
	}
	o.fault(fieldMissing, "field_id", saidMissing)
	return wireField{}, false
}

// read turns the values of the wire into what the field's type takes. Faults are noted at their places.
func (f wireField) read(o object, env field.Env) []any {
	list, _ := o.objects("values")
	if f.Type == "address" {
		return f.readAddress(list)
	}
	var out []any
	for _, v := range list {
		value, ok := f.readOne(v, env)
		if ok {
			out = append(out, value)
		}
	}
	return out
}

func (f wireField) readOne(o object, env field.Env) (any, bool) {
	switch f.Type {
	case "list", "multilist":
		return f.readOption(o)
	case "phone", "email":
		return f.readReach(o)
	case "link":
		return f.readLink(o)
	case field.File:
		return readFile(o)
	}
	switch raw := o.m["value"]; {
	case raw == nil || raw == "":
		return nil, false
	case f.Type == "legal_entity":
		return readLegal(o)
	case f.Type == "monetary":
		return f.readAmount(o, env)
	}
	raw := o.m["value"]
	if raw == nil || raw == "" {
		return nil, false
	}
	var out any
	var ok bool
	switch f.Base() {
	case "number":
		out, ok = readNumber(raw)
	case "money":
		out, ok = readMoney(raw, env.Currency)
	case "checkbox":
		out, ok = boolOf(raw)
	case "date", "birthday":
		var at time.Time
		at, ok = readMoment(raw, env)
		out = at.In(env.Location()).Format(time.DateOnly)
	case "datetime":
		var at time.Time
		at, ok = readMoment(raw, env)
		out = at.Unix()
	default:
		out, ok = readText(raw)
	}
	if !ok {
		o.fault(invalidType, "value", saidMustBe+expects(f.Type)+".")
	}
	return out, ok
}

func expects(typ string) string {
	switch typ {
	case "number", "money":
		return "number"
	case "checkbox":
		return "bool"
	case "date", "birthday", "datetime":
		return "timestamp"
	}
	return "string"
}

func readText(raw any) (any, bool) {
	switch v := raw.(type) {
	case string:
		return strings.ToValidUTF8(v, "�"), true
	case json.Number:
		return v.String(), true
	}
	return nil, false
}

func readNumber(raw any) (any, bool) {
	switch v := raw.(type) {
	case json.Number:
		return v.String(), true
	case string:
		return v, true
	}
	return nil, false
}

// readMoney takes major units, as a number or as text, and gives minor ones.
func readMoney(raw any, currency string) (int64, bool) {
	var text string
	switch v := raw.(type) {
	case json.Number:
		text = plainDecimal(v)
	case string:
		text = v
	default:
		return 0, false
	}
	minor, err := lang.ParseMoneyIn(text, currency)
	return minor, err == nil
}

// plainDecimal writes 1e3 as 1000: PHP and JavaScript print large numbers with an exponent.
func plainDecimal(n json.Number) string {
	if !strings.ContainsAny(n.String(), "eE") {
		return n.String()
	}
	f, err := n.Float64()
	if err != nil {
		return n.String()
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// momentLayouts are the ways clients write a moment besides unix seconds; those without a zone are of the account's.
var momentLayouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05", time.DateTime, "2006-01-02 15:04", time.DateOnly, "02.01.2006"}

func readMoment(raw any, env field.Env) (time.Time, bool) {
	if n, ok := wholeOf(raw); ok {
		return time.Unix(n, 0), true
	}
	text, isText := raw.(string)
	if !isText {
		return time.Time{}, false
	}
	for _, layout := range momentLayouts {
		if at, err := time.ParseInLocation(layout, strings.TrimSpace(text), env.Location()); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// readOption finds a choice by enum_id, enum_code or value, whichever is given first.
func (f wireField) readOption(o object) (any, bool) {
	key, match := "", func(field.Option) bool { return false }
	if id, ok := o.int(enumKey(o)); ok && id != 0 {
		key, match = "enum_id", func(x field.Option) bool { return int64(x.ID) == id }
	} else if code, ok := o.text("enum_code"); ok && code != "" {
		key, match = "enum_code", func(x field.Option) bool { return strings.EqualFold(x.Code, code) }
	} else if value, ok := o.text("value"); ok && value != "" {
		folded := lang.Fold(value)
		key, match = "value", func(x field.Option) bool { return lang.Fold(x.Name) == folded }
	}
	if key == "" {
		return nil, false
	}
	i := slices.IndexFunc(f.Options, func(x field.Option) bool { return x.DeletedAt == nil && match(x) })
	if i < 0 {
		o.fault(notSupportedChoice, key, saidChoice)
		return nil, false
	}
	return int64(f.Options[i].ID), true
}

// enumKey is where the number of a choice stands: older clients call it enum.
func enumKey(o object) string {
	if !o.has("enum_id") && o.has("enum") {
		return "enum"
	}
	return "enum_id"
}

func (f wireField) readReach(o object) (any, bool) {
	value, ok := o.text("value")
	if !ok || strings.TrimSpace(value) == "" {
		return nil, false
	}
	kinds := kindsOf(f.Field)
	kind := kinds[0]
	code, byCode := o.text("enum_code")
	if older, ok := o.m["enum"].(string); ok && !byCode {
		code = older
	}
	if code != "" && !isDigits(code) {
		i := slices.IndexFunc(kinds, func(k string) bool { return strings.EqualFold(codeOfKind(k), code) })
		if i < 0 {
			o.fault(notSupportedChoice, "enum_code", saidChoice)
			return nil, false
		}
		kind = kinds[i]
	} else if id, ok := wholeOf(o.m[enumKey(o)]); ok && id != 0 {
		i := slices.IndexFunc(kinds, func(k string) bool { _, known := enumOf(f.Field, k); return known == id })
		if i < 0 {
			o.fault(notSupportedChoice, "enum_id", saidChoice)
			return nil, false
		}
		kind = kinds[i]
	}
	return map[string]any{"value": value, "kind": kind}, true
}

// readAddress puts up to six subfields together.
func (f wireField) readAddress(list []object) []any {
	parts := map[string]any{}
	for i, o := range list {
		text, ok := o.text("value")
		if !ok || strings.TrimSpace(text) == "" {
			continue
		}
		at := i
		if id, ok := o.int("enum_id"); ok && id != 0 {
			at = int(min(max(id-1, -1), 99))
		} else if code, ok := o.text("enum_code"); ok && code != "" {
			at = slices.IndexFunc(addressParts, func(p addressPart) bool { return p.code == code })
		}
		if at < 0 || at >= len(addressParts) {
			o.fault(notSupportedChoice, "enum_id", saidChoice)
			continue
		}
		parts[addressParts[at].ours] = text
	}
	if len(parts) == 0 {
		return nil
	}
	return []any{parts}
}
