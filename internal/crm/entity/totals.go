package entity

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
)

// Summary is what the numbers of one column come to. Money is in minor units.
type Summary struct {
	Column string
	// Count is how many cards have a number there; the rest is of these.
	Count                  int
	Sum, Average, Min, Max float64
}

// maxSummed is how many columns are summed up at once.
const maxSummed = 40

// Summaries sum up the numbers of columns of the cards the filter lets pass: "price" of deals, and "cf.<field id>" of
// numbers, money and formulas of these. One statement over at most MaxCount cards; more reports that there are more, then
// nothing is summed up.
func (l *Lists) Summaries(ctx context.Context, q db.Querier, s Scope, filter Node, columns []string) (out []Summary, more bool, err error) {
	values, err := summed(q.Engine(), s, columns)
	if err != nil {
		return nil, false, err
	}
	w, err := l.open(ctx, q, s, filter)
	if err != nil || w == nil {
		return nil, false, err
	}
	if out, more, err = w.summaries(ctx, columns, values); err != nil {
		return nil, false, fmt.Errorf("sum up %ss: %w", s.Kind, db.Translate(err))
	}
	return out, more, nil
}

// summed are the expressions of the columns.
func summed(engine db.Engine, s Scope, columns []string) ([]string, error) {
	if len(columns) == 0 || len(columns) > maxSummed {
		return nil, errs.Invalid("columns", "name 1 to %d columns", maxSummed)
	}
	out := make([]string, len(columns))
	for i, name := range columns {
		f, ok := s.column(name)
		switch {
		case s.Kind == crm.Deal && name == "price":
			out[i] = "CAST(d.price AS DOUBLE PRECISION)"
		case ok && (f.Base() == "number" || f.Base() == "money"):
			out[i] = "CAST(" + db.JSONFirst(engine, "d.data", fieldKey(f)) + " AS DOUBLE PRECISION)"
		default:
			return nil, errs.Invalid("columns", "the column %q holds no numbers, leave it out", quote(name))
		}
	}
	return out, nil
}

func (w *list) summaries(ctx context.Context, columns, values []string) ([]Summary, bool, error) {
	driver, err := w.lead(ctx)
	if err != nil {
		return nil, false, err
	}
	b := db.NewBuilder(w.q.Engine())
	b.Add("SELECT COALESCE(MAX(c.n), 0)")
	for i := range values {
		v := "c.v" + strconv.Itoa(i)
		values[i] += " AS v" + strconv.Itoa(i)
		b.Add(", COUNT(", v, "), COALESCE(SUM(", v, "), 0), COALESCE(AVG(", v, "), 0), COALESCE(MIN(", v, "), 0), COALESCE(MAX(", v, "), 0)")
	}
	b.Add("\nFROM ")
	w.some(b, driver, strings.Join(values, ", "))
	n := 0
	out := make([]Summary, len(columns))
	into := []any{&n}
	for i := range out {
		out[i].Column = columns[i]
		into = append(into, &out[i].Count, &out[i].Sum, &out[i].Average, &out[i].Min, &out[i].Max)
	}
	if err := w.q.QueryRow(ctx, b.SQL(), b.Args()...).Scan(into...); err != nil {
		return nil, false, err
	}
	if n > MaxCount {
		return nil, true, nil
	}
	return out, false, nil
}
