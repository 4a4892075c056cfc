package v4

import (
	"strconv"
	"strings"
)

// handler answers one route.
type handler func(*API, *call) (answer, error)

// route is a row of the table in routes.go.
type route struct {
	method string
	// pattern is relative to /api/v4/; {id} takes digits only, {key:} any word.
	pattern string
	// right is who may call: everyone with a token (the domain narrows further), or an administrator.
	right right
	// doc says in a line what the route does.
	doc    string
	handle handler
}

type right string

const (
	anyone  right = "user"
	adminOf right = "admin"
)

// router finds routes by segments. The standard mux refuses this table: leads/notes/{id} and leads/{id}/notes
// overlap in its eyes, while here {id} takes digits only and no two rows can answer the same path.
type router struct{ bySize map[int][]entry }

type entry struct {
	route
	segments []string
}

func newRouter(rows []route) *router {
	r := &router{bySize: map[int][]entry{}}
	for _, row := range rows {
		segments := strings.Split(row.pattern, "/")
		r.bySize[len(segments)] = append(r.bySize[len(segments)], entry{row, segments})
	}
	return r
}

// match finds the row for a path without surrounding slashes. known says that the path exists under another method.
func (r *router) match(method, path string) (row *route, vars map[string]string, known bool) {
	segments := strings.Split(path, "/")
	for i := range r.bySize[len(segments)] {
		e := &r.bySize[len(segments)][i]
		vars, matches := e.bind(segments)
		if !matches {
			continue
		}
		if e.method == method {
			return &e.route, vars, true
		}
		known = true
	}
	return nil, nil, known
}

func (e *entry) bind(segments []string) (map[string]string, bool) {
	vars := map[string]string{}
	for i, want := range e.segments {
		got := segments[i]
		name, isVar := strings.CutPrefix(want, "{")
		if !isVar {
			if got != want {
				return nil, false
			}
			continue
		}
		name = strings.TrimSuffix(name, "}")
		name, anyWord := strings.CutSuffix(name, ":")
		if !anyWord && !isDigits(got) || got == "" {
			return nil, false
		}
		vars[name] = got
	}
	return vars, true
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// cleanPath joins the segments of a path by single slashes: clients send trailing and doubled ones.
func cleanPath(path string) string {
	return strings.Join(strings.FieldsFunc(path, func(r rune) bool { return r == '/' }), "/")
}

// id is a numeric part of the path. One too large for any row is one that no row has.
func (c *call) id(name string) int64 {
	n, err := strconv.ParseInt(c.vars[name], 10, 64)
	if err != nil {
		return -1
	}
	return n
}
