package field_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

var env = field.Env{Locale: lang.RU, Currency: "RUB", Country: "RU", Zone: time.FixedZone("MSK", 3*3600),
	Now: time.Date(2026, 3, 15, 12, 0, 0, 0, time.UTC)}

var removed = int64(1)

func of(typ string) field.Field {
	two, low, high := 2, -10.0, 1e6
	f := field.Field{Type: typ}
	switch typ {
	case "list", "multilist":
		f.Options = []field.Option{{ID: 7, Name: "Сайт"}, {ID: 8, Name: "Звонок, e-mail"}, {ID: 9, Name: "Старый", DeletedAt: &removed}}
	case "number":
		f.Settings = field.Settings{Decimals: &two, Min: &low, Max: &high}
	}
	return f
}

// TestNormalize: what comes from a client as JSON and what is stored of it.
func TestNormalize(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ typ, in, want string }{
		{"text", `"  Ёлка\n№1\u0000 "`, `["Ёлка №1"]`}, {"text", `["a"]`, `["a"]`}, {"text", `""`, `null`}, {"text", `null`, `null`},
		{"text", `[]`, `null`}, {"text", `"\u200b\u200b"`, `null`}, {"text", `12`, `error`}, {"text", `["a","b"]`, `error`}, {"text", `{}`, `error`},
		{"textarea", `"a\r\nb\u0007"`, `["a\nb"]`},
		{"number", `12.50`, `["12.50"]`}, {"number", `"1 234,5"`, `["1234.5"]`}, {"number", `1e3`, `["1000"]`}, {"number", `0.1`, `["0.1"]`},
		{"number", `1.234`, `error`}, {"number", `-11`, `error`}, {"number", `1e7`, `error`}, {"number", `1e400`, `error`}, {"number", `"x"`, `error`}, {"number", `true`, `error`},
		{"money", `125050`, `[125050]`}, {"money", `1.5`, `error`}, {"money", `"5"`, `error`}, {"money", `9000000000000001`, `error`}, {"money", `99999999999999999999`, `error`},
		{"checkbox", `true`, `[true]`}, {"checkbox", `false`, `null`}, {"checkbox", `1`, `error`},
		{"list", `7`, `[7]`}, {"list", `9`, `error`}, {"list", `10`, `error`}, {"list", `"7"`, `error`}, {"list", `[7,8]`, `error`},
		{"multilist", `[8,7,8]`, `[8,7]`}, {"multilist", `7`, `[7]`}, {"multilist", `[7,null]`, `error`}, {"multilist", `[]`, `null`},
		{"date", `"2026-02-28"`, `["2026-02-28"]`}, {"date", `"2026-02-29"`, `error`}, {"date", `"0001-01-01"`, `error`}, {"date", `5`, `error`},
		{"birthday", `"1990-03-01"`, `["1990-03-01"]`}, {"birthday", `"2026-03-16"`, `error`},
		{"datetime", `1767225600`, `[1767225600]`}, {"datetime", `"2026-01-01T03:00:00+03:00"`, `[1767225600]`}, {"datetime", `"tomorrow"`, `error`}, {"datetime", `1e300`, `error`},
		{"url", `"example.com/a?b"`, `["https://example.com/a?b"]`}, {"url", `"http://пример.рф"`, `["http://пример.рф"]`}, {"url", `"example.com:8080/x"`, `["https://example.com:8080/x"]`},
		{"url", `"javascript:alert(1)"`, `error`}, {"url", `"javascript://%0aalert(1)"`, `error`}, {"url", `"data:text/html,x"`, `error`}, {"url", `"https://"`, `error`}, {"url", `"a b"`, `error`},
		{"phone", `"8 (916) 123-45-67"`, `[{"kind":"work","value":"+79161234567"}]`},
		{"phone", `[{"value":"+44 20 7946 0958","kind":"mobile"},"+442079460958"]`, `[{"kind":"mobile","value":"+442079460958"}]`},
		{"phone", `"8 495 123-45-67 доб. 12"`, `[{"kind":"work","value":"+74951234567 ext. 12"}]`},
		{"phone", `"hello"`, `error`}, {"phone", `{"value":"+79161234567","kind":"yacht"}`, `error`}, {"phone", `[1]`, `error`}, {"phone", `{"value":1}`, `error`},
		{"phone", `{"value":""}`, `null`},
		{"email", `"Иван <Ivan@Example.ru>"`, `[{"kind":"work","value":"Ivan@Example.ru"}]`}, {"email", `"nobody"`, `error`},
		{"address", `{"city":"Москва","line1":" Тверская 1 ","zip":null}`, `[{"city":"Москва","line1":"Тверская 1"}]`}, {"address", `"Москва"`, `[{"line1":"Москва"}]`},
		{"address", `{"planet":"Mars"}`, `error`}, {"address", `{"city":5}`, `error`}, {"address", `{}`, `null`}, {"address", `5`, `error`},
		{"text", `"` + strings.Repeat("ж", 1001) + `"`, `error`},
	} {
		d := json.NewDecoder(strings.NewReader(c.in))
		d.UseNumber()
		var raw any
		if err := d.Decode(&raw); err != nil {
			t.Fatal(c.in, err)
		}
		values, err := of(c.typ).Normalize(raw, env)
		if c.want == "error" {
			if !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%s %.60s = %v, %v, want invalid", c.typ, c.in, values, err)
			}
			continue
		}
		got, _ := json.Marshal(values)
		if err != nil || string(got) != c.want {
			t.Errorf("%s %.60s = %s, %v, want %s", c.typ, c.in, got, err, c.want)
		}
		again, err := of(c.typ).Normalize(values, env)
		if err != nil || !reflect.DeepEqual(again, values) && len(values) > 0 {
			t.Errorf("%s: %v normalised again is %v, %v", c.typ, values, again, err)
		}
	}
}

// TestTextAndIndex: what a cell of a table becomes, how it is found, how it is written out again.
func TestTextAndIndex(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		typ, in string
		index   any
		out     string
	}{
		{"text", " Ёлка ", []string{"елка"}, "Ёлка"},
		{"number", "1 250,5", []float64{1250.5}, "1250.5"},
		{"money", "1 250,50 ₽", []float64{125050}, "1250.50"},
		{"checkbox", "да", []float64{1}, "да"}, {"checkbox", "нет", nil, ""},
		{"list", "САЙТ", []float64{7}, "Сайт"}, {"list", "чат", "error", ""}, {"list", "старый", "error", ""},
		{"multilist", "сайт; звонок, e-mail", []float64{7, 8}, "Сайт, Звонок, e-mail"}, {"multilist", "Звонок, e-mail", []float64{8}, "Звонок, e-mail"},
		{"date", "31.12.2025", []float64{1767139200}, "2025-12-31"}, {"date", "31.02.2025", "error", ""},
		{"datetime", "31.12.2025 14:05", []float64{1767179100}, "2025-12-31 14:05:00"},
		{"birthday", "1 марта 1990", []float64{636249600}, "1990-03-01"}, {"birthday", "01.01.2030", "error", ""},
		{"url", "Example.com", []string{"https://example.com"}, "https://Example.com"},
		{"phone", "8 916 123-45-67, 8 495 765-43-21", []string{"9161234567", "4957654321"}, "+79161234567, +74957654321"}, {"phone", "нет", "error", ""},
		{"email", "A@b.ru; c@d.ru", []string{"a@b.ru", "c@d.ru"}, "A@b.ru, c@d.ru"}, {"email", "нет", "error", ""},
		{"address", "Москва, Тверская", []string{"москва, тверская"}, "Москва, Тверская"},
		{"textarea", strings.Repeat("Ж", 300), []string{strings.Repeat("ж", 200)}, strings.Repeat("Ж", 300)},
	} {
		f := of(c.typ)
		values, err := f.FromText(c.in, env)
		if c.index == "error" {
			if !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%s %q: %v, %v, want invalid", c.typ, c.in, values, err)
			}
			continue
		}
		numbers, texts := f.Index(values)
		var got any
		switch {
		case numbers != nil:
			got = numbers
		case texts != nil:
			got = texts
		}
		if err != nil || !reflect.DeepEqual(got, c.index) {
			t.Errorf("%s %.40q: index %v, %v, want %v", c.typ, c.in, got, err, c.index)
		}
		if out := f.ToText(values, env); out != c.out {
			t.Errorf("%s %.40q is written %q, want %q", c.typ, c.in, out, c.out)
		}
		for _, blank := range []string{"", "  "} {
			if v, err := f.FromText(blank, env); err != nil || len(v) != 0 {
				t.Errorf("%s: an empty cell is %v, %v", c.typ, v, err)
			}
		}
	}
}

func TestOperands(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		typ  string
		in   any
		want any
	}{
		{"date", "today", field.Operand{Low: 1773532800, High: 1773532800}},
		{"date", "today-15", field.Operand{Low: 1772236800, High: 1772236800}},
		{"datetime", "2026-03-15", field.Operand{Low: 1773522000, High: 1773608399}},
		{"datetime", "today+1", field.Operand{Low: 1773608400, High: 1773694799}},
		{"datetime", int64(5), field.Operand{Low: 5, High: 5}},
		{"date", "today*2", nil}, {"date", "today-", nil}, {"date", "today-999999999999", nil}, {"date", "01.02.2026", nil},
		{"list", json.Number("9"), field.Operand{Low: 9, High: 9}}, // cards may still hold a removed choice
		{"list", "x", nil}, {"number", "x", nil}, {"money", 1.5, nil}, {"checkbox", "yes", nil}, {"text", 5, nil}, {"text", " ", nil},
		{"phone", "916", field.Operand{Text: "916"}}, {"phone", "+7 (916) 123-45-67", field.Operand{Text: "9161234567"}}, {"phone", "abc", nil},
	} {
		f := of(c.typ)
		got, err := f.Def().Operand(f, c.in, env)
		switch {
		case c.want == nil && !errs.Is(err, errs.CodeInvalid):
			t.Errorf("%s %v: %v, %v, want invalid", c.typ, c.in, got, err)
		case c.want != nil && (err != nil || got != c.want):
			t.Errorf("%s %v = %+v, %v, want %+v", c.typ, c.in, got, err, c.want)
		}
	}
}

func TestRequired(t *testing.T) {
	t.Parallel()
	order := []crm.StatusID{1, 2, 3, 4}
	f := field.Field{ID: 5, Requirements: []field.Requirement{{PipelineID: 1, StatusID: 2}}}
	for status, want := range map[crm.StatusID]bool{1: false, 2: true, 3: true, 4: true, 99: false} {
		if got := f.Required(1, status, order); got != want {
			t.Errorf("required in %d: %v", status, got)
		}
	}
	if f.Required(2, 3, order) {
		t.Error("required in another pipeline")
	}
	set := field.NewSet(crm.Deal, []field.Field{f, {ID: 6}}, nil)
	if got := set.Missing(1, 3, order, func(crm.FieldID) bool { return false }); len(got) != 1 || got[0].ID != 5 {
		t.Error("missing:", got)
	}
	if got := set.Missing(1, 3, order, func(crm.FieldID) bool { return true }); got != nil {
		t.Error("missing though filled:", got)
	}
	f.Settings.PipelineIDs = []crm.PipelineID{2}
	set = field.NewSet(crm.Deal, []field.Field{f}, nil)
	if got := set.Missing(1, 3, order, func(crm.FieldID) bool { return false }); got != nil {
		t.Error("missing though the pipeline does not show it:", got)
	}
}

// FuzzValues: whatever comes, it is a value that survives a second reading, or invalid.
func FuzzValues(f *testing.F) {
	for _, s := range []string{`"x"`, `[1,2]`, `{"value":"8 916 123 45 67"}`, `1e309`, `{"city":"a"}`, `"2026-02-30"`, `[[[]]]`, `"https://a.b:99999"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := json.NewDecoder(strings.NewReader(s))
		d.UseNumber()
		var raw any
		if d.Decode(&raw) != nil {
			return
		}
		for _, typ := range field.Types {
			fd := of(typ.Name())
			for _, read := range []func() ([]any, error){
				func() ([]any, error) { return fd.Normalize(raw, env) },
				func() ([]any, error) { return fd.FromText(s, env) },
			} {
				values, err := read()
				if err != nil {
					if !errs.Is(err, errs.CodeInvalid) {
						t.Fatalf("%s %q: %v", typ.Name(), s, err)
					}
					continue
				}
				again, err := fd.Normalize(values, env)
				if err != nil || len(values) > 0 && !reflect.DeepEqual(again, values) {
					t.Fatalf("%s %q: %v, then %v, %v", typ.Name(), s, values, again, err)
				}
				numbers, texts := fd.Index(values)
				if len(values) > 0 && len(numbers)+len(texts) == 0 {
					t.Fatalf("%s %q: %v has no index", typ.Name(), s, values)
				}
			}
			_, _ = typ.Operand(fd, raw, env)
		}
	})
}
