package v1_test

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// complete says which routes, and which places of an id in their input, nobody has tried.
func (r *raid) complete() {
	tried := map[string][]string{}
	for _, f := range foreigns {
		at := f.method + " " + pattern(f.path)
		_, query, _ := strings.Cut(f.path, "?")
		for _, part := range strings.Split(query, "&") {
			name, _, _ := strings.Cut(part, "=")
			tried[at] = append(tried[at], name)
		}
		var v any
		if f.body != "" && json.Unmarshal([]byte(strings.ReplaceAll(r.fill(f.body), "{{", "")), &v) == nil {
			tried[at] = append(tried[at], places(v, "")...)
		}
	}
	for at, names := range inputs(r.t) {
		if !r.called[at] && !noIDs[at] {
			r.t.Errorf("nobody called %s", at)
		}
		for _, name := range names {
			if !slices.Contains(tried[at], name) {
				r.t.Errorf("nobody tried %s of %s with an id of another account", name, at)
			}
		}
	}
}

// noIDs are the routes that take no id at all: what they make is the caller's.
var noIDs = map[string]bool{
	"PATCH /account": true, "PUT /working-hours": true, "POST /groups": true, "POST /imports": true, "POST /loss-reasons": true, "PATCH /me": true,
	"POST /me/tokens": true, "POST /pipelines": true, "POST /session": true, "DELETE /session": true, "POST /setup": true,
	"PUT /files/limits": true, "PUT /bin/settings": true, "POST /task-types": true, "POST /webhooks": true, "POST /field-groups": true, "POST /fields/tracking": true, "GET /invitations/{}": true,
	"POST /invitations/{}/accept": true, "PATCH /me/notice-settings": true, "POST /push-subscriptions": true,
	"PUT /settings/smtp": true, "DELETE /settings/smtp": true, "POST /settings/smtp/test": true,
	"POST /password-reset": true, "GET /password-reset/{}": true, "POST /password-reset/{}": true,
}

// places are the paths at which something stands in a JSON value; keys that are numbers are *.
func places(v any, at string) (out []string) {
	switch x := v.(type) {
	case map[string]any:
		for key, inner := range x {
			if strings.Trim(key, "0123456789") == "" {
				key = "*"
			}
			path := strings.TrimPrefix(at+"."+key, ".")
			out = append(append(out, path), places(inner, path)...)
		}
	case []any:
		for _, inner := range x {
			out = append(out, places(inner, at)...)
		}
	}
	return out
}

// idPlace are the names under which an id may stand.
var idPlace = regexp.MustCompile(`(^|_)ids?$|^(before|after|move_to|filter|sort|params|condition|target|values|columns)$`)

// inputs are the places of ids in the queries and bodies of every route, as the document tells them.
func inputs(t testing.TB) map[string][]string {
	t.Helper()
	raw, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]struct {
			Parameters  []struct{ Name, In string }
			RequestBody struct {
				Content map[string]struct{ Schema schema }
			}
		}
		Components struct{ Schemas map[string]schema }
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			at := strings.ToUpper(method) + " " + pattern(strings.TrimPrefix(path, "/api/v1"))
			found := map[string]bool{}
			for _, p := range op.Parameters {
				plain := p.Name == "after" || p.Name == "before" || p.Name == "sort" // places in one's own list
				if p.In == "query" && idPlace.MatchString(p.Name) && !plain {
					found[p.Name] = true
				}
			}
			for _, c := range op.RequestBody.Content {
				c.Schema.places(doc.Components.Schemas, "", found, nil)
			}
			out[at] = slices.Sorted(maps.Keys(found))
		}
	}
	return out
}

type schema struct {
	Ref        string `json:"$ref"`
	Properties map[string]schema
	Items      *schema
}

// places looks into every schema once on its way down: a filter holds filters.
func (s schema) places(all map[string]schema, at string, found map[string]bool, above []string) {
	if s.Ref != "" {
		if slices.Contains(above, s.Ref) {
			return
		}
		above = append(slices.Clone(above), s.Ref)
		s = all[s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]]
	}
	if s.Items != nil {
		s.Items.places(all, at, found, above)
	}
	for name, inner := range s.Properties {
		if name == "base" { // what one saw of the card: it is compared, never stored
			continue
		}
		path := strings.TrimPrefix(at+"."+name, ".")
		if idPlace.MatchString(name) || name == "fields" || name == "statuses" && strings.HasSuffix(at, "rights") {
			found[path] = true
		}
		inner.places(all, path, found, above)
	}
}
