package entity

import (
	"slices"
	"strings"

	"voronka/internal/kit/db"
)

// cond is a checked condition. It can be tested on a row that is at hand, and some can name the rows by themselves.
type cond interface {
	// test is the condition on the row of e; it is never NULL.
	test(e *emit) string
	// leads reports whether an index leads to the cards the condition holds for.
	leads() bool
	// driver is a statement that goes there: it selects ids (as id, perhaps several times), deleted cards included. It is
	// written only when the condition leads.
	driver(e *emit) string
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
	// near is the id as the row before the card has it, when there is one.
	near string
	// column is the standard column the statement goes along: conditions on it bound the way.
	column string
	bound  string
}

func newEmit(b *db.Builder, s Scope, alias string, hide bool) *emit {
	return &emit{b: b, scope: s, alias: alias, hide: hide}
}

// sub writes conditions on a row of another table that is found by this one.
func (e *emit) sub(s Scope, alias string) *emit {
	sub := newEmit(e.b, s, alias, true)
	sub.bound = e.account()
	return sub
}

// account is the placeholder of the account, bound once in a statement.
func (e *emit) account() string {
	if e.bound == "" {
		e.bound = e.b.Arg(e.scope.Who.AccountID)
	}
	return e.bound
}

// col is a column of the card. The unary plus changes nothing but the planner's mind, on both engines.
func (e *emit) col(name string) string {
	if e.hide && name != e.column {
		return "+" + e.alias + "." + name
	}
	return e.alias + "." + name
}

// id is the card's id, of the row that is read first: what is asked by it alone spares the look-up of the card.
func (e *emit) id() string {
	if e.near != "" {
		return e.near
	}
	return e.alias + ".id"
}

// text is col for texts, to which a plus does not apply.
func (e *emit) text(name string) string {
	if e.hide && name != e.column {
		return "(" + e.alias + "." + name + " || '')"
	}
	return e.alias + "." + name
}

// sure turns the NULL of a comparison with nothing into false, so that NOT means the opposite.
func sure(test string) string { return "COALESCE(" + test + ", FALSE)" }

type (
	allOf  []cond
	anyOf  []cond
	noneOf struct{ inner cond }
)

func (c allOf) test(e *emit) string { return joinTests(e, c, " AND ", "1 = 1") }

func (c allOf) leads() bool { return slices.ContainsFunc(c, cond.leads) }

func (c allOf) driver(e *emit) string { return c.leading().driver(e) }

// leading is the one that leads to the fewest, as far as one can tell without counting.
func (c allOf) leading() cond {
	var best cond
	for _, inner := range c {
		if inner.leads() && (best == nil || breadth(inner) < breadth(best)) {
			best = inner
		}
	}
	return best
}

// breadth ranks conditions by how many cards they usually lead to: one value, a part of a text, an owner or status, a
// range, anything at all, what has to be looked through.
func breadth(c cond) int {
	switch c := c.(type) {
	case customIn, contactIn, tagIn:
		return 0
	case nameIs:
		if c.op == "contains" {
			return 5
		}
		return 0
	case customText:
		if c.op == "contains" {
			return 5
		}
		return 1
	case columnSpans, customRange:
		return 3
	case columnFilled, customFilled:
		return 4
	case searched:
		return 5
	case linkedIn:
		return breadth(c.lead()) + 1
	case insideIn:
		if c.scans() {
			return 5
		}
		return 3
	case allOf:
		return breadth(c.leading())
	case anyOf:
		most := 0
		for _, inner := range c {
			most = max(most, breadth(inner))
		}
		return most
	}
	return 2
}

func (c anyOf) test(e *emit) string { return joinTests(e, c, " OR ", "1 = 0") }

func (c anyOf) leads() bool {
	return len(c) > 0 && !slices.ContainsFunc(c, func(inner cond) bool { return !inner.leads() })
}

func (c anyOf) driver(e *emit) string {
	parts := make([]string, len(c))
	for i, inner := range c {
		parts[i] = "SELECT u.id FROM (" + inner.driver(e) + ") u"
	}
	return strings.Join(parts, " UNION ALL ")
}

func (c noneOf) test(e *emit) string { return "NOT (" + c.inner.test(e) + ")" }
func (noneOf) leads() bool           { return false }
func (noneOf) driver(*emit) string   { return "" }

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

// cost ranks conditions by what it takes to test a row: its own columns, a look-up, its data, a statement of its own.
func cost(c cond) int {
	switch c := c.(type) {
	case customIn, tagIn, contactIn:
		return 1
	case customRange, customFilled, linkedIn:
		return 2
	case customText, searched, insideIn:
		return 3
	case noneOf:
		return cost(c.inner)
	case allOf:
		return highest(c)
	case anyOf:
		return highest(c)
	}
	return 0
}

func highest(list []cond) int {
	most := 0
	for _, c := range list {
		most = max(most, cost(c))
	}
	return most
}
