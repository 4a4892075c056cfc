package entity

import (
	"strconv"
	"strings"
	"time"

	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
)

// customIn asks whether the card has one of the numbers (or choices, days) in a custom field. Each is a look-up of the
// whole key in the index table, however many values a card has.
type customIn struct {
	f       field.Field
	numbers []float64
	texts   []string
}

func (c customIn) test(e *emit) string {
	if e.walks(c.f) {
		return c.equal(e, e.walk+".value")
	}
	return db.Found(e.b.Engine(), indexTable(c.f)+" v WHERE "+indexKey(e, c.f, "v")+" AND "+c.equal(e, "v.value")+
		" AND v.entity_id = "+e.id())
}

func (customIn) leads() bool { return true }

func (c customIn) driver(e *emit) string {
	return fromIndex(e, c.f, c.equal(e, "v.value"))
}

func (c customIn) equal(e *emit, column string) string {
	switch {
	case len(c.numbers) == 1:
		return column + " = " + e.b.Arg(c.numbers[0])
	case c.numbers != nil:
		return db.InFloat(e.b, column, c.numbers)
	case len(c.texts) == 1:
		return column + " = " + e.b.Arg(c.texts[0])
	}
	return db.InText(e.b, column, c.texts)
}

// walks reports whether the statement goes along the index of this field, whose value is then at hand.
func (e *emit) walks(f field.Field) bool {
	return e.walk != "" && e.walkField == int64(f.ID) && !f.Def().Many()
}

func indexTable(f field.Field) string {
	if f.Def().Storage() == field.Texts {
		return "field_texts"
	}
	return "field_numbers"
}

func indexKey(e *emit, f field.Field, alias string) string {
	return alias + ".account_id = " + e.account() + " AND " + alias + ".field_id = " + e.b.Arg(int64(f.ID))
}

func fromIndex(e *emit, f field.Field, condition string) string {
	sql := "SELECT v.entity_id AS id FROM " + indexTable(f) + " v WHERE " + indexKey(e, f, "v")
	if condition != "" {
		sql += " AND " + condition
	}
	return sql
}

// bound is an end of a range of numbers.
type bound struct {
	op    string
	value float64
}

// customRange asks whether the one number or day of a custom field lies between bounds. The test reads the card's own
// data: in the index a range is no look-up.
type customRange struct {
	f      field.Field
	bounds []bound
}

func (c customRange) test(e *emit) string {
	if e.walks(c.f) {
		return c.compare(e, e.walk+".value", false)
	}
	if c.f.Def().Storage() == field.Keys { // the data holds the number in a part of something larger
		return "+" + e.id() + " IN (" + c.driver(e) + ")"
	}
	value := db.JSONFirst(e.b.Engine(), e.alias+".data", fieldKey(c.f))
	days := c.f.Def().Storage() == field.Days
	if !days {
		value = "CAST(" + value + " AS DOUBLE PRECISION)"
	}
	return sure(c.compare(e, value, days))
}

func (c customRange) compare(e *emit, column string, days bool) string {
	parts := make([]string, len(c.bounds))
	for i, b := range c.bounds {
		if days {
			parts[i] = column + " " + b.op + " " + e.b.Arg(time.Unix(int64(b.value), 0).UTC().Format(time.DateOnly)) + db.Bytewise(e.b.Engine())
		} else {
			parts[i] = column + " " + b.op + " " + e.b.Arg(b.value)
		}
	}
	return "(" + strings.Join(parts, " AND ") + ")"
}

func (customRange) leads() bool { return true }

func (c customRange) driver(e *emit) string {
	return fromIndex(e, c.f, c.compare(e, "v.value", false))
}

func fieldKey(f field.Field) string { return strconv.FormatInt(int64(f.ID), 10) }

// customText asks whether a text of the card contains or starts with a part.
type customText struct {
	f   field.Field
	op  string
	key string
}

func (c customText) test(e *emit) string {
	if e.walks(c.f) {
		return textTest(e.b, e.walk+".value", c.op, c.key)
	}
	return "+" + e.id() + " IN (" + fromIndex(e, c.f, textTest(e.b, "v.value", c.op, c.key)) + ")"
}

func (customText) leads() bool { return true }

func (c customText) driver(e *emit) string {
	return fromIndex(e, c.f, textTest(e.b, "v.value", c.op, c.key))
}

// customFilled asks whether the card has a value in the field.
type customFilled struct{ f field.Field }

func (c customFilled) test(e *emit) string {
	if e.walks(c.f) {
		return "1 = 1"
	}
	return db.JSONKey(e.b.Engine(), e.alias+".data", fieldKey(c.f)) + " IS NOT NULL"
}

func (customFilled) leads() bool { return true }

func (c customFilled) driver(e *emit) string { return fromIndex(e, c.f, "") }
