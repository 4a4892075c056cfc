package db

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
)

// Builder puts a statement together from fixed text and bound arguments. Text must never hold input.
type Builder struct {
	engine Engine
	text   strings.Builder
	args   []any
}

// NewBuilder begins a statement for an engine.
func NewBuilder(engine Engine) *Builder { return &Builder{engine: engine} }

// Engine is the engine the statement is for.
func (b *Builder) Engine() Engine { return b.engine }

// Add appends text; it returns the builder so that clauses can be chained.
func (b *Builder) Add(text ...string) *Builder {
	for _, t := range text {
		b.text.WriteString(t)
	}
	return b
}

// Arg binds a value and returns its placeholder.
func (b *Builder) Arg(v any) string {
	b.args = append(b.args, v)
	return "$" + strconv.Itoa(len(b.args))
}

// SQL is the text so far, Args its values.
func (b *Builder) SQL() string { return b.text.String() }

// Args are the bound values in order.
func (b *Builder) Args() []any { return b.args }

// In is the condition "column is one of ids": one text whatever their number, so that plans are reused.
func In[T ~int64](b *Builder, column string, ids []T) string {
	if b.engine == Postgres {
		return column + " = ANY(" + b.Arg(plainIDs(ids)) + ")"
	}
	return column + " IN (SELECT value FROM json_each(" + b.Arg(jsonText(ids)) + "))"
}

// List is a statement that selects the ids themselves, as id.
func List[T ~int64](b *Builder, ids []T) string {
	if b.engine == Postgres {
		return "SELECT unnest(CAST(" + b.Arg(plainIDs(ids)) + " AS BIGINT[])) AS id"
	}
	return "SELECT value AS id FROM json_each(" + b.Arg(jsonText(ids)) + ")"
}

// Among is the condition that an id is one of those a statement selects, which are known to be few: rows are looked up by
// them. PostgreSQL would take a join for an invitation to read the whole table when it guesses too many.
func Among(engine Engine, column, statement string) string {
	if engine == Postgres {
		return column + " = ANY(ARRAY(" + statement + "))"
	}
	return column + " IN (" + statement + ")"
}

// Both is a statement that selects the ids that two select, for Among. PostgreSQL finds them in two indexes and so reads
// few rows; to SQLite looking a row up is as cheap, so that it leaves the other to be tested on the row.
func Both(engine Engine, statement string, other func() string) string {
	if engine == Postgres {
		return "SELECT a.id FROM (" + statement + ") a JOIN (" + other() + ") b ON b.id = a.id"
	}
	return statement
}

// Then joins the rows of a table that a condition on what stands before it finds by an index, and looks them up one by one
// in the order that is written. PostgreSQL would rather read whole tables when it guesses that many are found.
func Then(engine Engine, table, alias, condition string) string {
	if engine == Postgres {
		return " CROSS JOIN LATERAL (SELECT * FROM " + table + " AS " + alias + " WHERE " + condition + " OFFSET 0) AS " + alias
	}
	return " CROSS JOIN " + table + " AS " + alias + " ON " + condition
}

// Found is the condition that a table has a row, asked for by its whole key: a look-up for every row that is tested.
// PostgreSQL would take EXISTS for a join and turn it around; SQLite does EXISTS best.
func Found(engine Engine, from string) string {
	if engine == Postgres {
		return "(SELECT 1 FROM " + from + " LIMIT 1) IS NOT NULL"
	}
	return "EXISTS (SELECT 1 FROM " + from + ")"
}

// InText is In for strings.
func InText[T ~string](b *Builder, column string, words []T) string {
	if b.engine == Postgres {
		return column + " = ANY(" + b.Arg(plainTexts(words)) + ")"
	}
	return column + " IN (SELECT value FROM json_each(" + b.Arg(jsonText(words)) + "))"
}

// Words is a table of one column, "value", to stand after FROM: each word is a row.
func Words[T ~string](b *Builder, words []T) string {
	if b.engine == Postgres {
		return "unnest(CAST(" + b.Arg(plainTexts(words)) + " AS TEXT[])) AS words (value)"
	}
	return "json_each(" + b.Arg(jsonText(words)) + ") AS words"
}

// plainIDs and plainTexts are what pgx knows how to bind as an array.
func plainIDs[T ~int64](ids []T) []int64 {
	out := make([]int64, len(ids))
	for i, id := range ids {
		out[i] = int64(id)
	}
	return out
}

func plainTexts[T ~string](words []T) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}

func jsonText(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("db: ids do not marshal: " + err.Error())
	}
	if string(raw) == "null" {
		return "[]" // a nil slice is an empty list
	}
	return string(raw)
}

// AsJSON is an expression of text as the value of a JSON column.
func AsJSON(engine Engine, text string) string {
	if engine == Postgres {
		return "CAST(" + text + " AS JSONB)"
	}
	return text
}

// JSONKey is the text under a key of a JSON column, NULL when absent. The key must be a fixed word or a number.
func JSONKey(engine Engine, column, key string) string {
	if engine == Postgres {
		return "(" + column + " ->> '" + key + "')"
	}
	return "(" + column + ` ->> '$."` + key + `"')`
}

// JSONFirst is the text of the first item of the list under a key of a JSON column, NULL when there is none.
func JSONFirst(engine Engine, column, key string) string {
	if engine == Postgres {
		return "(" + column + " -> '" + key + "' ->> 0)"
	}
	return "(" + column + ` ->> '$."` + key + `"[0]')`
}

// InFloat is In for a column of floating numbers.
func InFloat(b *Builder, column string, numbers []float64) string {
	if b.engine == Postgres {
		return column + " = ANY(" + b.Arg(numbers) + ")"
	}
	return column + " IN (SELECT value FROM json_each(" + b.Arg(jsonText(numbers)) + "))"
}

// Bytewise is the clause that makes a comparison of texts go by their bytes, as SQLite always does.
func Bytewise(engine Engine) string {
	if engine == Postgres {
		return ` COLLATE "C"`
	}
	return ""
}

// Unindexed is a number column SQLite will not look for in an index. PostgreSQL chooses by itself.
func Unindexed(engine Engine, column string) string {
	if engine == SQLite {
		return "+" + column
	}
	return column
}

// Values is the tuple list of an INSERT of n rows of width columns: ($1, $2), ($3, $4).
func Values(n, width int) string {
	var s strings.Builder
	arg := 0
	for i := range n {
		if i > 0 {
			s.WriteString(", ")
		}
		s.WriteByte('(')
		for j := range width {
			if j > 0 {
				s.WriteString(", ")
			}
			arg++
			s.WriteByte('$')
			s.WriteString(strconv.Itoa(arg))
		}
		s.WriteByte(')')
	}
	return s.String()
}

// Like is the pattern that finds text anywhere, with the wildcards of LIKE made plain (ESCAPE '\').
func Like(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}

// ForUpdate is the clause that locks the selected rows until commit; SQLite has one writer and needs none.
func ForUpdate(engine Engine) string {
	if engine == Postgres {
		return " FOR UPDATE"
	}
	return ""
}

// SkipLocked locks the selected rows and passes over those another transaction holds.
func SkipLocked(engine Engine) string {
	if engine == Postgres {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

// BitmapsOnly asks PostgreSQL to gather rows by bitmaps of indexes until the end of the transaction or snapshot: for a
// LIMIT over rows that are rarer than the planner thinks, which tempts it to read the whole table in some order until
// enough have come. SQLite needs nothing.
func BitmapsOnly(ctx context.Context, q Querier) error {
	if q.Engine() != Postgres {
		return nil
	}
	_, err := q.Exec(ctx, `SELECT set_config('enable_seqscan', 'off', TRUE), set_config('enable_indexscan', 'off', TRUE)`)
	return err
}
