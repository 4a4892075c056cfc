package v4_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v4 "voronka/internal/api/v4"
	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/lang"
)

// The fields of these tests: one of every type, with the id of its place.
const (
	textID crm.FieldID = iota + 1
	numberID
	moneyID
	checkID
	listID
	multiID
	dateID
	momentID
	birthdayID
	phoneID
	emailID
	addressID
	urlID
	areaID
)

func everyField() field.Set {
	options := []field.Option{{ID: 71, Name: "Красный", Code: "red"}, {ID: 72, Name: "Синий"}}
	kinds := []struct {
		id        crm.FieldID
		typ, code string
	}{
		{textID, "text", ""}, {numberID, "number", ""}, {moneyID, "money", ""}, {checkID, "checkbox", ""}, {listID, "list", "COLOR"},
		{multiID, "multilist", ""}, {dateID, "date", ""}, {momentID, "datetime", ""}, {birthdayID, "birthday", ""},
		{phoneID, "phone", "PHONE"}, {emailID, "email", "EMAIL"}, {addressID, "address", ""}, {urlID, "url", ""}, {areaID, "textarea", ""},
	}
	fields := make([]field.Field, len(kinds))
	for i, k := range kinds {
		fields[i] = field.Field{ID: k.id, Kind: crm.Contact, Type: k.typ, Name: "Поле " + k.typ, Code: k.code}
		if strings.HasSuffix(k.typ, "list") {
			fields[i].Options = options
		}
	}
	return field.NewSet(crm.Contact, fields, nil)
}

func moscow(t *testing.T) field.Env {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	return field.Env{Locale: lang.EN, Currency: "RUB", Country: "RU", Zone: zone}
}

func body(t *testing.T, text string) map[string]any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var m map[string]any
	if err := d.Decode(&m); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return m
}

func TestValuesWrite(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		values string // of custom_fields_values
		id     crm.FieldID
		want   []any
	}{
		"text":                 {`{"field_id":1,"values":[{"value":"abc"}]}`, textID, []any{"abc"}},
		"text from a number":   {`{"field_id":1,"values":[{"value":15}]}`, textID, []any{"15"}},
		"both keys, one null":  {`{"field_id":null,"field_code":"COLOR","values":[{"value":null,"enum_id":72,"enum_code":null}]}`, listID, []any{int64(72)}},
		"number":               {`{"field_id":2,"values":[{"value":12.50}]}`, numberID, []any{"12.50"}},
		"number as text":       {`{"field_id":2,"values":[{"value":"12.5"}]}`, numberID, []any{"12.5"}},
		"money in major units": {`{"field_id":3,"values":[{"value":"100"}]}`, moneyID, []any{int64(10000)}},
		"money with kopecks":   {`{"field_id":3,"values":[{"value":100.5}]}`, moneyID, []any{int64(10050)}},
		"money with exponent":  {`{"field_id":3,"values":[{"value":1e3}]}`, moneyID, []any{int64(100000)}},
		"checkbox":             {`{"field_id":4,"values":[{"value":true}]}`, checkID, []any{true}},
		"checkbox as text":     {`{"field_id":4,"values":[{"value":"1"}]}`, checkID, []any{true}},
		"checkbox off":         {`{"field_id":4,"values":[{"value":"0"}]}`, checkID, nil},
		"select by value":      {`{"field_id":5,"values":[{"value":"красный"}]}`, listID, []any{int64(71)}},
		"select by code":       {`{"field_id":5,"values":[{"enum_code":"RED"}]}`, listID, []any{int64(71)}},
		"multiselect":          {`{"field_id":6,"values":[{"enum_id":71},{"value":"Синий"}]}`, multiID, []any{int64(71), int64(72)}},
		"date as unix":         {`{"field_id":7,"values":[{"value":1577826000}]}`, dateID, []any{"2020-01-01"}},
		"date as unix text":    {`{"field_id":7,"values":[{"value":"1577826000"}]}`, dateID, []any{"2020-01-01"}},
		"date as RFC3339":      {`{"field_id":7,"values":[{"value":"2020-01-01T00:00:00+00:00"}]}`, dateID, []any{"2020-01-01"}},
		"date read back":       {`{"field_id":7,"values":[{"value":"2019-12-31T21:00:00+00:00"}]}`, dateID, []any{"2020-01-01"}},
		"date plain":           {`{"field_id":7,"values":[{"value":"2020-01-01"}]}`, dateID, []any{"2020-01-01"}},
		"date_time":            {`{"field_id":8,"values":[{"value":"2020-01-01T12:00:00+03:00"}]}`, momentID, []any{int64(1577869200)}},
		"birthday":             {`{"field_id":9,"values":[{"value":"1990-03-01T00:00:00+03:00"}]}`, birthdayID, []any{"1990-03-01"}},
		"phone, default WORK": {`{"field_code":"PHONE","values":[{"value":"8 916 123-45-67"}]}`, phoneID,
			[]any{map[string]any{"value": "+79161234567", "kind": "work"}}},
		"phone by enum_code": {`{"field_code":"PHONE","values":[{"value":"+79161234567","enum_code":"MOB","enum_id":null}]}`, phoneID,
			[]any{map[string]any{"value": "+79161234567", "kind": "mobile"}}},
		"phone by older key": {`{"field_code":"PHONE","values":[{"value":"+79161234567","enum":"HOME"}]}`, phoneID,
			[]any{map[string]any{"value": "+79161234567", "kind": "home"}}},
		"email private": {`{"field_code":"email","values":[{"value":"a@b.ru","enum_code":"PRIV"}]}`, emailID,
			[]any{map[string]any{"value": "a@b.ru", "kind": "private"}}},
		"address": {`{"field_id":12,"values":[{"value":"Тверская 1","enum_id":1},{"value":"Москва","enum_code":"city"}]}`, addressID,
			[]any{map[string]any{"line1": "Тверская 1", "city": "Москва"}}},
		"cleared by null":       {`{"field_id":1,"values":null}`, textID, nil},
		"cleared by []":         {`{"field_id":1,"values":[]}`, textID, nil},
		"cleared by null value": {`{"field_id":1,"values":[{"value":null}]}`, textID, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, faults, err := v4.WriteValues(body(t, `{"custom_fields_values":[`+c.values+`]}`), everyField(), moscow(t))
			if err != nil || len(faults) > 0 {
				t.Fatalf("faults %+v, error %v", faults, err)
			}
			list, named := got[c.id]
			if !named || !cmp.Equal(list, c.want) {
				t.Errorf("got %#v, want %#v", got, c.want)
			}
		})
	}
}

func TestValuesWriteFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ values, code, path string }{
		"unknown field":     {`[{"field_id":999,"values":[{"value":"a"}]}]`, "NotSupportedChoice", "custom_fields_values.0.field_id"},
		"huge field":        {`[{"field_id":99999999999999999999,"values":[]}]`, "NotSupportedChoice", "custom_fields_values.0.field_id"},
		"unknown code":      {`[{"field_code":"NOPE","values":[{"value":"a"}]}]`, "NotSupportedChoice", "custom_fields_values.0.field_code"},
		"no field":          {`[{"values":[{"value":"a"}]}]`, "FieldMissing", "custom_fields_values.0.field_id"},
		"no values":         {`[{"field_id":1}]`, "FieldMissing", "custom_fields_values.0.values"},
		"unknown enum":      {`[{"field_id":5,"values":[{"enum_id":99}]}]`, "NotSupportedChoice", "custom_fields_values.0.values.0.enum_id"},
		"unknown value":     {`[{"field_id":5,"values":[{"value":"Зелёный"}]}]`, "NotSupportedChoice", "custom_fields_values.0.values.0.value"},
		"not a date":        {`[{"field_id":7,"values":[{"value":"завтра"}]}]`, "InvalidType", "custom_fields_values.0.values.0.value"},
		"not money":         {`[{"field_id":3,"values":[{"value":"много"}]}]`, "InvalidType", "custom_fields_values.0.values.0.value"},
		"object as text":    {`[{"field_id":1,"values":[{"value":{"a":1}}]}]`, "InvalidType", "custom_fields_values.0.values.0.value"},
		"bad number":        {`[{"field_id":1,"values":[]},{"field_id":2,"values":[{"value":"abc"}]}]`, "InvalidType", "custom_fields_values.1.values"},
		"two dates":         {`[{"field_id":7,"values":[{"value":1},{"value":2}]}]`, "InvalidType", "custom_fields_values.0.values"},
		"bad mail":          {`[{"field_id":11,"values":[{"value":"нет"}]}]`, "InvalidType", "custom_fields_values.0.values"},
		"unknown phone":     {`[{"field_id":10,"values":[{"value":"+79161234567","enum_code":"WHAT"}]}]`, "NotSupportedChoice", "custom_fields_values.0.values.0.enum_code"},
		"values a string":   {`[{"field_id":1,"values":"abc"}]`, "InvalidType", "custom_fields_values.0.values"},
		"element a string":  {`["abc"]`, "InvalidType", "custom_fields_values.0"},
		"not an array":      {`"abc"`, "InvalidType", "custom_fields_values"},
		"address past end":  {`[{"field_id":12,"values":[{"value":"a","enum_id":-9223372036854775808}]}]`, "NotSupportedChoice", "custom_fields_values.0.values.0.enum_id"},
		"address past six":  {`[{"field_id":12,"values":[{"value":"a","enum_id":7}]}]`, "NotSupportedChoice", "custom_fields_values.0.values.0.enum_id"},
		"birthday tomorrow": {`[{"field_id":9,"values":[{"value":"2999-01-01"}]}]`, "InvalidType", "custom_fields_values.0.values"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, faults, err := v4.WriteValues(body(t, `{"custom_fields_values":`+c.values+`}`), everyField(), moscow(t))
			if err != nil || len(faults) != 1 {
				t.Fatalf("faults %+v, error %v", faults, err)
			}
			if faults[0].Code != c.code || faults[0].Path != c.path || faults[0].Detail == "" {
				t.Errorf("got %+v, want %s at %s", faults[0], c.code, c.path)
			}
		})
	}
}

// TestValuesRoundTrip: what is read out can be sent back as it is and means the same.
func TestValuesRoundTrip(t *testing.T) {
	t.Parallel()
	env := moscow(t)
	stored := entity.Values{
		textID: {"abc"}, numberID: {"12.50"}, moneyID: {int64(10050)}, checkID: {true}, listID: {int64(71)},
		multiID: {int64(71), int64(72)}, dateID: {"2020-01-01"}, momentID: {int64(1577869200)}, birthdayID: {"1990-03-01"},
		phoneID: {map[string]any{"value": "+79161234567", "kind": "workdd"}}, emailID: {map[string]any{"value": "a@b.ru", "kind": "private"}},
		addressID: {map[string]any{"line1": "Тверская 1", "country": "RU"}}, urlID: {"https://example.com/"}, areaID: {"две\nстроки"},
	}
	raw, err := json.MarshalIndent(v4.ReadValues(everyField(), stored, env), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "values", raw)
	back, faults, err := v4.WriteValues(body(t, `{"custom_fields_values":`+string(raw)+`}`), everyField(), env)
	if err != nil || len(faults) > 0 {
		t.Fatalf("faults %+v, error %v", faults, err)
	}
	if diff := cmp.Diff(stored, back); diff != "" {
		t.Errorf("values changed on the way (-stored +back):\n%s", diff)
	}
}

func TestValuesNull(t *testing.T) {
	t.Parallel()
	raw, err := json.Marshal(v4.ReadValues(everyField(), entity.Values{}, moscow(t)))
	if err != nil || string(raw) != "null" {
		t.Errorf("no values are %s, want null", raw)
	}
}
