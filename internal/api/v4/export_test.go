package v4

import (
	"net/http"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
)

// The pure parts, for tests outside the package.
type (
	Param  = param
	Row    = route
	Router = router
	Fault  = fault
)

var (
	ParseQuery   = parseQuery
	CleanPath    = cleanPath
	EventID      = eventID
	ParseEventID = parseEventID
	ProblemOf    = problemOf
	Routes       = routes
)

// Param's questions.
func (p *param) At(keys ...string) *Param { return p.at(keys...) }
func (p *param) Text() string             { return p.text() }
func (p *param) List() []string           { return p.list() }
func (p *param) Words() []string          { return p.words() }
func (p *param) Ends() (string, string)   { return p.ends() }
func (p *param) Entries() []*Param        { return p.entries() }
func (p *param) Empty() bool              { return p.empty() }
func PageOf(p *Param) (number, limit int) { g := pageOf(p); return g.number, g.limit }

// NewRouter makes a router of patterns that all answer GET.
func NewRouter(patterns ...string) *Router {
	rows := make([]route, len(patterns))
	for i, p := range patterns {
		rows[i] = route{method: http.MethodGet, pattern: p}
	}
	return newRouter(rows)
}

// Match is the pattern found and its variables.
func (r *router) Match(method, path string) (pattern string, vars map[string]string, known bool) {
	row, vars, known := r.match(method, path)
	if row == nil {
		return "", vars, known
	}
	return row.pattern, vars, known
}

// CardFilter is the filter a query makes.
func CardFilter(kind crm.Kind, raw string, pipelines pipeline.Set, fields field.Set, zone *time.Location) (entity.Node, error) {
	q, err := parseQuery(raw)
	if err != nil {
		return entity.Node{}, err
	}
	return reader{pipelines: pipelines, fields: fields, zone: zone, currency: "RUB"}.cards(kind, q)
}

// ReadValues is custom_fields_values as it is written out.
func ReadValues(set field.Set, values entity.Values, env field.Env) any {
	return readValues(set, values, env)
}

// WriteValues is custom_fields_values as it is read in, normalised, with the faults.
func WriteValues(body map[string]any, set field.Set, env field.Env) (entity.Values, []Fault, error) {
	it := newItem(body, 0)
	values, err := it.values(set, env)
	return values, *it.faults, err
}

// Show is what a row says of itself.
func (r route) Show() (method, pattern, right, doc string, handled bool) {
	return r.method, r.pattern, string(r.right), r.doc, r.handle != nil
}
