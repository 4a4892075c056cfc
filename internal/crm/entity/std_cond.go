package entity

import (
	"strings"

	"voronka/internal/kit/db"
)

// span is a closed interval of whole numbers; a missing end is open.
type span struct{ low, high *int64 }

// columnIn asks whether a whole-number column is one of the values.
type columnIn struct {
	f   stdField
	ids []int64
}

func (c columnIn) test(e *emit) string {
	t := in(e.b, e.col(c.f.column), c.ids)
	if c.f.nullable && c.f.column != e.column {
		return sure(t)
	}
	return t
}

func (c columnIn) leads() bool { return c.f.index }

func (c columnIn) driver(e *emit) string {
	return byColumn(e, c.f, in(e.b, "o."+c.f.column, c.ids))
}

func in(b *db.Builder, column string, ids []int64) string {
	if len(ids) == 1 {
		return column + " = " + b.Arg(ids[0])
	}
	return db.In(b, column, ids)
}

// byColumn selects the ids of cards by an index of their own table.
func byColumn(e *emit, f stdField, condition string) string {
	if f.partial != "" {
		condition += " AND o." + f.partial
	}
	return "SELECT o.id FROM " + tables[e.scope.Kind] + " o WHERE o.account_id = " + e.account() + " AND " + condition
}

// columnSpans asks whether a whole-number column lies in one of the intervals.
type columnSpans struct {
	f     stdField
	spans []span
}

func (c columnSpans) test(e *emit) string {
	t := spansText(e.b, e.col(c.f.column), c.spans)
	if c.f.nullable && c.f.column != e.column {
		return sure(t)
	}
	return t
}

func (c columnSpans) leads() bool { return c.f.index && len(c.spans) == 1 }

func (c columnSpans) driver(e *emit) string {
	return byColumn(e, c.f, spansText(e.b, "o."+c.f.column, c.spans))
}

func spansText(b *db.Builder, column string, spans []span) string {
	parts := make([]string, 0, len(spans))
	for _, s := range spans {
		switch {
		case s.low != nil && s.high != nil && *s.low == *s.high:
			parts = append(parts, column+" = "+b.Arg(*s.low))
		case s.low != nil && s.high != nil:
			parts = append(parts, "("+column+" >= "+b.Arg(*s.low)+" AND "+column+" <= "+b.Arg(*s.high)+")")
		case s.low != nil:
			parts = append(parts, column+" >= "+b.Arg(*s.low))
		default:
			parts = append(parts, column+" <= "+b.Arg(*s.high))
		}
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

// columnFilled asks whether a column holds anything.
type columnFilled struct{ f stdField }

func (c columnFilled) test(e *emit) string { return e.alias + "." + c.f.column + " IS NOT NULL" }

func (c columnFilled) leads() bool { return c.f.index || c.f.shape == shapeDeleted }

func (c columnFilled) driver(e *emit) string {
	return "SELECT o.id FROM " + tables[e.scope.Kind] + " o WHERE o.account_id = " + e.account() +
		" AND o." + c.f.column + " IS NOT NULL"
}

// flagIs asks for a boolean column.
type flagIs struct{ f stdField }

func (c flagIs) test(e *emit) string { return e.alias + "." + c.f.column + " = TRUE" }
func (flagIs) leads() bool           { return false }

func (c flagIs) driver(*emit) string { return "" }

// nameIs asks for the folded name by eq, contains or starts.
type nameIs struct {
	f   stdField
	op  string
	key string
}

func (c nameIs) test(e *emit) string { return textTest(e.b, e.text(c.f.column), c.op, c.key) }

func (c nameIs) leads() bool { return c.op != "contains" }

func (c nameIs) driver(e *emit) string {
	return byColumn(e, c.f, textTest(e.b, "o."+c.f.column, c.op, c.key))
}

// lastRune sorts behind every other: the end of what starts with a text.
const lastRune = "\U0010ffff"

func textTest(b *db.Builder, column, op, key string) string {
	switch op {
	case "contains":
		return column + " LIKE " + b.Arg(db.Like(key)) + ` ESCAPE '\'`
	case "starts":
		return "(" + column + " >= " + b.Arg(key) + " AND " + column + " < " + b.Arg(key+lastRune) + ")"
	}
	return column + " = " + b.Arg(key)
}

// tagIn asks whether the card has one of the tags, given by ids or by folded names.
type tagIn struct {
	ids   []int64
	names []string
}

func (c tagIn) test(e *emit) string {
	return db.Found(e.b.Engine(), "entity_tags g WHERE g.account_id = "+e.account()+" AND g.entity_kind = "+e.b.Arg(string(e.scope.Kind))+
		" AND g.entity_id = "+e.id()+c.which(e, "g"))
}

func (c tagIn) leads() bool { return c.ids != nil || c.names != nil }

func (c tagIn) driver(e *emit) string {
	return "SELECT g.entity_id AS id FROM entity_tags g WHERE g.account_id = " + e.account() +
		" AND g.entity_kind = " + e.b.Arg(string(e.scope.Kind)) + c.which(e, "g")
}

// which tags; without any it asks for a tag at all.
func (c tagIn) which(e *emit, alias string) string {
	switch {
	case c.ids != nil:
		return " AND " + in(e.b, alias+".tag_id", c.ids)
	case c.names != nil:
		return " AND " + alias + ".tag_id IN (SELECT t.id FROM tags t WHERE t.account_id = " + e.account() +
			" AND t.entity_kind = " + e.b.Arg(string(e.scope.Kind)) + " AND " + db.InText(e.b, "t.name_key", c.names) + ")"
	}
	return ""
}

// contactIn asks whether a deal has one of the contacts, or any at all.
type contactIn struct{ ids []int64 }

func (c contactIn) test(e *emit) string {
	t := "deal_contacts l WHERE l.account_id = " + e.account() + " AND l.deal_id = " + e.id()
	if c.ids != nil {
		t += " AND " + in(e.b, "l.contact_id", c.ids)
	}
	return db.Found(e.b.Engine(), t)
}

func (c contactIn) leads() bool { return c.ids != nil }

func (c contactIn) driver(e *emit) string {
	return "SELECT l.deal_id AS id FROM deal_contacts l WHERE l.account_id = " + e.account() + " AND " +
		in(e.b, "l.contact_id", c.ids)
}

// searched asks for the text in the search entries.
type searched struct {
	search SearchFunc
	text   string
}

func (c searched) sql(e *emit) string {
	return c.search(e.b, e.scope.Who.AccountID, e.scope.Kind, c.text)
}

func (c searched) test(e *emit) string { return "+" + e.id() + " IN (" + c.sql(e) + ")" }

func (searched) leads() bool { return true }

func (c searched) driver(e *emit) string {
	return "SELECT q.entity_id AS id FROM (" + c.sql(e) + ") q"
}
