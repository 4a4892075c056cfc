package v4_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	v4 "voronka/internal/api/v4"
	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
)

// keys are the words bodies and filters are made of: true ones, so that rubbish reaches the deep places.
var keys = []string{
	"id", "name", "price", "status_id", "pipeline_id", "responsible_user_id", "created_by", "created_at", "updated_at", "closed_at",
	"loss_reason_id", "custom_fields_values", "field_id", "field_code", "values", "value", "enum_id", "enum_code", "enum", "_embedded", "tags",
	"contacts", "companies", "tags_to_add", "tags_to_delete", "first_name", "last_name", "is_main", "entity_id", "entity_type", "to_entity_id",
	"to_entity_type", "metadata", "text", "complete_till", "duration", "task_type_id", "task_type", "is_completed", "result", "note_type",
	"params", "type", "code", "sort", "enums", "required_statuses", "group_id", "fields", "color", "descriptions", "description", "statuses",
	"is_api_only", "rights", "leads", "tasks", "view", "edit", "status_rights", "request_id", "filter", "order", "with", "query", "page",
	"limit", "cursor", "from", "to", "custom_fields_values", "value_after", "leads_statuses", "0", "1", "99", "",
}

var words = []string{
	"", "1", "2", "8", "142", "143", "1001", "-1", "0", "1.5", "1e308", "99999999999999999999999", "-9223372036854775808", "9223372036854775807",
	"abc", "Анна", "\x00", "\u202e", "'; DROP TABLE deals; --", "%", "_", "\\", `"`, "{:pipeline_id=>1}", "null", "true", "PHONE", "EMAIL",
	"common", "call_in", "leads", "contacts", "companies", "customers", "asc", "desc", "1,2", "a,b", "2020-01-01T00:00:00+00:00",
	"lead_added", "custom_field_8_value_changed", "custom_field_99999999999999999999_value_changed", "2.eyJ", "text", "select", "monetary",
	"+79161234567", "a@b.ru", "contacts,loss_reason", "id", "created_at", "MOB", "A", "D", "#fffeb2", strings.Repeat("я", 5000),
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// rubbish makes a JSON value out of true words in wrong places.
func rubbish(r *rand.Rand, depth int) any {
	switch n := r.IntN(10); {
	case n < 3 && depth > 0:
		m := map[string]any{}
		for range r.IntN(6) {
			m[pick(r, keys)] = rubbish(r, depth-1)
		}
		return m
	case n < 5 && depth > 0:
		list := []any{}
		for range r.IntN(4) {
			list = append(list, rubbish(r, depth-1))
		}
		return list
	case n < 6:
		return nil
	case n < 7:
		return r.IntN(2) == 0
	case n < 8:
		return json.Number(pick(r, []string{"0", "1", "-1", "142", "1001", "1e20", "0.5", "99999999999999999999", "1800000000", "8"}))
	}
	return pick(r, words)
}

// likely makes an object of the shape handlers look for, with rubbish as values.
func likely(r *rand.Rand) map[string]any {
	m := map[string]any{"name": "x", "text": "x", "complete_till": 1800000000, "note_type": "common", "type": "text", "entity_id": 1, "id": 1}
	for range 1 + r.IntN(4) {
		m[pick(r, keys)] = rubbish(r, 4)
	}
	return m
}

func rubbishBody(r *rand.Rand) string {
	switch r.IntN(8) {
	case 0:
		return pick(r, []string{"", "{", "[", "null", "[]", "[[]]", "[null]", `{"a":1}{}`, "\xff", strings.Repeat("[", 20000), `"x"`, "1"})
	case 1:
		raw, _ := json.Marshal(rubbish(r, 5))
		return string(raw)
	case 2:
		raw, _ := json.Marshal(likely(r))
		return string(raw)
	}
	raw, _ := json.Marshal([]any{likely(r), likely(r)})
	return string(raw)
}

func rubbishQuery(r *rand.Rand) string {
	var parts []string
	for range r.IntN(5) {
		key := pick(r, []string{"filter", "order", "with", "query", "page", "limit", "cursor", pick(r, keys)})
		for range r.IntN(4) {
			key += "[" + pick(r, keys) + "]"
		}
		if r.IntN(2) == 0 {
			key = url.QueryEscape(key)
		}
		value := pick(r, words)
		if r.IntN(4) > 0 {
			value = url.QueryEscape(value)
		}
		parts = append(parts, key+"="+value)
	}
	return strings.Join(parts, pick(r, []string{"&", "&", "&&", ";"}))
}

func rubbishPath(r *rand.Rand, pattern string) string {
	segments := strings.Split(pattern, "/")
	for i, s := range segments {
		if strings.HasPrefix(s, "{") {
			segments[i] = pick(r, []string{"1", "2", "8", "142", "99", "1001", "0", "99999999999999999999", "default", "leads_1", "06dw1rgjg0000000000000002w"})
		}
	}
	return "/api/v4/" + strings.Join(segments, pick(r, []string{"/", "/", "//"})) + pick(r, []string{"", "/"})
}

// TestRubbish sends some thousands of requests made of true words in wrong places to every route. Nothing is a 500 and
// whatever is refused is refused in the form of the wire.
func TestRubbish(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := fill(t, start(t, d, -1))
		api := f.api.Handler()
		routes := v4.Routes()
		r := rand.New(rand.NewPCG(1, 2))
		statuses := map[int]int{}
		for i := range 3000 {
			method, pattern, _, _, _ := routes[i%len(routes)].Show()
			path, query, body := rubbishPath(r, pattern), rubbishQuery(r), rubbishBody(r)
			if method == http.MethodGet {
				body = ""
			}
			statuses[f.hit(t, api, method, path, query, body)]++
		}
		if statuses[200] < 50 || statuses[400] < 50 || statuses[204] < 50 {
			t.Errorf("the rubbish does not reach the handlers: %v", statuses)
		}
		t.Log(statuses)
	})
}

// hit sends one request past the network and looks at the form of the answer.
func (s *server) hit(t testing.TB, h http.Handler, method, path, query, body string) int {
	t.Helper()
	req := httptest.NewRequestWithContext(context.WithoutCancel(t.Context()), method, "http://host/", strings.NewReader(body))
	req.URL = &url.URL{Path: path, RawQuery: query}
	req.Header.Set("Authorization", "Bearer "+s.token)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	describe := func() string { return fmt.Sprintf("%s %s?%s\n%.500s", method, path, query, body) }
	switch raw := w.Body.Bytes(); {
	case w.Code >= 500:
		t.Errorf("%d for %s\n%s", w.Code, describe(), raw)
	case w.Code >= 400:
		var p struct {
			Title, Type, Detail string
			Status              int
		}
		if err := json.Unmarshal(raw, &p); err != nil || p.Status != w.Code || p.Title == "" || p.Detail == "" ||
			p.Type != "https://httpstatus.es/"+strconv.Itoa(w.Code) || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("not a problem document for %s\n%s", describe(), raw)
		}
	case w.Code == 200 || w.Code == 201:
		if !json.Valid(raw) {
			t.Errorf("not JSON for %s\n%s", describe(), raw)
		}
	case len(raw) > 0:
		t.Errorf("%d with a body for %s", w.Code, describe())
	}
	return w.Code
}

func TestHugeBody(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.One(t), -1)
	if a := s.do(t, "POST", "/api/v4/leads", `[{"name":"`+strings.Repeat("x", 9<<20)+`"}]`); a.status != http.StatusRequestEntityTooLarge {
		t.Errorf("9 MB: %d %.200s", a.status, a.body)
	}
	if a := s.do(t, "POST", "/api/v4/leads", `[{"name":"`+strings.Repeat("x", 1<<20)+`"}]`); a.status != http.StatusBadRequest {
		t.Errorf("a name of 1 MB: %d %.200s", a.status, a.body)
	}
}

func FuzzHandler(f *testing.F) {
	s := start(f, dbtest.One(f), -1)
	api := s.api.Handler()
	for i, row := range v4.Routes() {
		method, pattern, _, _, _ := row.Show()
		r := rand.New(rand.NewPCG(uint64(i), 3))
		f.Add(method, rubbishPath(r, pattern), rubbishQuery(r), rubbishBody(r))
	}
	f.Fuzz(func(t *testing.T, method, path, query, body string) {
		switch method {
		case "GET", "POST", "PATCH", "DELETE":
			s.hit(t, api, method, path, query, body)
		}
	})
}
