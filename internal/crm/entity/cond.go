package entity

import (
	"strings"

	"voronka/internal/kit/db"
)

// cond is a checked condition. It can be tested on a row that is at hand, and some can name the rows by themselves.
type cond interface {
	// test is the condition on the row of e; it is never NULL.
	test(e *emit) string
	// driver is a statement that selects the ids (as id, perhaps several times) of the cards the condition holds for,
	// deleted ones and other kinds of right included. ok is false when no index leads there.
	driver(e *emit) (sql string, ok bool)
}

// emit writes conditions into a statement.
type emit struct {
	b     *db.Builder
	scope Scope
	// alias is the card's row. hide keeps the planner from reaching the row by the conditions' own columns, when the
	// way to it has been chosen already.
	alias string
	hide  bool
	// walk is the alias of the index row of sort's custom field, when the statement goes along that index.
	walk      string
	walkField int64
	account   string
}

func newEmit(b *db.Builder, s Scope, alias string, hide bool) *emit {
	return &emit{b: b, scope: s, alias: alias, hide: hide, account: b.Arg(s.Who.AccountID)}
}

// col is a column of the card. The unary plus changes nothing but the planner's mind, on both engines.
func (e *emit) col(name string) string {
	if e.hide {
		return "+" + e.alias + "." + name
	}
	return e.alias + "." + name
}

// text is col for texts, to which a plus does not apply.
func (e *emit) text(name string) string {
	if e.hide {
		return "(" + e.alias + "." + name + " || '')"
	}
	return e.alias + "." + name
}

// found asks for one row of an index by its whole key: a look-up, not a join the planner may turn around.
func found(from string) string { return "(SELECT 1 FROM " + from + " LIMIT 1) IS NOT NULL" }

// sure turns the NULL of a comparison with nothing into false, so that NOT means the opposite.
func sure(test string) string { return "COALESCE(" + test + ", FALSE)" }

type (
	allOf  []cond
	anyOf  []cond
	noneOf struct{ inner cond }
	fixed  bool
)

func (c allOf) test(e *emit) string { return joinTests(e, c, " AND ", "1 = 1") }

func (c allOf) driver(e *emit) (string, bool) {
	for _, inner := range c {
		if sql, ok := inner.driver(e); ok {
			return sql, true
		}
	}
	return "", false
}

func (c anyOf) test(e *emit) string { return joinTests(e, c, " OR ", "1 = 0") }

func (c anyOf) driver(e *emit) (string, bool) {
	parts := make([]string, 0, len(c))
	for _, inner := range c {
		sql, ok := inner.driver(e)
		if !ok {
			return "", false
		}
		parts = append(parts, "SELECT id FROM ("+sql+") u")
	}
	return strings.Join(parts, " UNION ALL "), len(parts) > 0
}

func (c noneOf) test(e *emit) string         { return "NOT (" + c.inner.test(e) + ")" }
func (c noneOf) driver(*emit) (string, bool) { return "", false }

func (c fixed) test(*emit) string {
	if c {
		return "1 = 1"
	}
	return "1 = 0"
}
func (c fixed) driver(*emit) (string, bool) { return "", false }

func joinTests(e *emit, list []cond, with, none string) string {
	if len(list) == 0 {
		return none
	}
	parts := make([]string, len(list))
	for i, c := range list {
		parts[i] = c.test(e)
	}
	return "(" + strings.Join(parts, with) + ")"
}
