package entity

import (
	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
)

// linkedIn asks whether one of the cards of another kind that a card is linked to meets a condition. Only those decide
// that the actor may see and that are not in the recycle bin; the rest are as if they were not there.
type linkedIn struct {
	// scope is that of the linked kind.
	scope Scope
	inner cond
}

// linkWay is how two kinds of cards are linked.
type linkWay int

const (
	byTable linkWay = iota // through deal_contacts
	byOwn                  // the card names its company
	byOther                // the linked card names the company
)

func wayOf(from, to crm.Kind) linkWay {
	switch {
	case to == crm.Company:
		return byOwn
	case from == crm.Company:
		return byOther
	}
	return byTable
}

func (c linkedIn) test(e *emit) string {
	table, account := tables[c.scope.Kind], e.account()
	from := table + " x WHERE x.account_id = " + account
	switch wayOf(e.scope.Kind, c.scope.Kind) {
	case byTable:
		from = "deal_contacts k CROSS JOIN " + table + " x WHERE k.account_id = " + account + " AND k." + string(e.scope.Kind) + "_id = " + e.id() +
			" AND x.account_id = " + account + " AND x.id = k." + string(c.scope.Kind) + "_id"
	case byOwn:
		from += " AND x.id = " + e.alias + ".company_id"
	case byOther:
		from += " AND x.company_id = " + e.id()
	}
	sub := e.sub(c.scope, "x")
	from += " AND x." + alive
	if !access.All(c.scope.Who, c.scope.Kind, access.View) {
		from += " AND " + rights{}.test(sub)
	}
	return db.Found(e.b.Engine(), from+" AND "+c.inner.test(sub))
}

// lead is the part of the inner condition that names the linked cards, nil when none does. Their names are looked
// through when nothing better is asked: that is far less than to look at every card.
func (c linkedIn) lead() cond {
	if c.inner.leads() {
		return c.inner
	}
	for _, part := range flatten(c.inner) {
		if name, ok := part.(nameIs); ok {
			return name
		}
	}
	return nil
}

func (c linkedIn) leads() bool { return c.lead() != nil }

func (c linkedIn) driver(e *emit) string {
	return c.from(e, c.lead().driver(e.sub(c.scope, "x")))
}

// from selects the ids of the cards that are linked to those a statement selects.
func (c linkedIn) from(e *emit, ids string) string {
	engine, account := e.b.Engine(), e.account()
	switch wayOf(e.scope.Kind, c.scope.Kind) {
	case byOwn:
		return "SELECT p.id FROM (" + ids + ") m" + db.Then(engine, tables[e.scope.Kind], "p", "p.account_id = "+account+" AND p.company_id = m.id")
	case byOther:
		return "SELECT p.company_id AS id FROM (" + ids + ") m" +
			db.Then(engine, tables[c.scope.Kind], "p", "p.account_id = "+account+" AND p.id = m.id AND p.company_id IS NOT NULL")
	}
	return "SELECT k." + string(e.scope.Kind) + "_id AS id FROM (" + ids + ") m" +
		db.Then(engine, "deal_contacts", "k", "k.account_id = "+account+" AND k."+string(c.scope.Kind)+"_id = m.id")
}

// weigh is how many matches a condition has, at most about as many as the limit. Of linked cards that are very many the
// links are not even looked at.
func weigh(e *emit, c cond, limit string) string {
	upTo := func(statement string) string {
		return "(SELECT COUNT(*) FROM (SELECT 1 FROM (" + statement + ") m LIMIT CAST(" + limit + " AS BIGINT)) n)"
	}
	switch c := c.(type) {
	case linkedIn:
		inner := func() string { return c.lead().driver(e.sub(c.scope, "x")) }
		few := "SELECT f.id FROM (" + inner() + ") f LIMIT CAST(" + limit + " AS BIGINT)"
		return weigh(e.sub(c.scope, "x"), c.lead(), limit) + " + " + upTo(c.from(e, few))
	case allOf:
		return weigh(e, c.leading(), limit)
	case anyOf:
		sum := weigh(e, c[0], limit)
		for _, inner := range c[1:] {
			sum += " + " + weigh(e, inner, limit)
		}
		return sum
	}
	return upTo(c.driver(e))
}
