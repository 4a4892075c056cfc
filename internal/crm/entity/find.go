package entity

import (
	"context"

	"voronka/internal/kit/db"
)

// tuning steers which way a list is found; the answers are the same.
type tuning struct {
	// budget is how many steps along the order are tried before the conditions are looked at.
	budget int
	// threshold is how many matches of a condition are still looked at one by one.
	threshold func(rows int) int
}

// maxProbes bounds the conditions whose matches are counted.
const maxProbes = 6

// find looks for the next n places of the order after a place.
func (w *list) find(ctx context.Context, o order, after *place, n int) ([]place, error) {
	if w.all || w.rows <= w.tune.budget {
		return w.walk(ctx, o, after, n, nil)
	}
	found, end, err := w.try(ctx, o, after, n)
	if err != nil || len(found) == n {
		return found, err
	}
	driver, err := w.probe(ctx)
	if err != nil {
		return nil, err
	}
	if driver != nil {
		return w.drive(ctx, o, after, n, driver)
	}
	if end == nil {
		end = after
	}
	rest, err := w.walk(ctx, o, end, n-len(found), nil)
	return append(found, rest...), err
}

// try walks as far as the budget goes and returns where it ended; nil is where it began. Deleted cards and those without
// a key have no index to try.
func (w *list) try(ctx context.Context, o order, after *place, n int) (found []place, end *place, err error) {
	if w.deleted || after != nil && after.Bare {
		return nil, nil, nil
	}
	if end, err = w.ahead(ctx, o, after); err != nil || end == nil {
		return nil, nil, err
	}
	found, err = w.walk(ctx, o, after, n, end)
	return found, end, err
}

// probe finds the condition with the fewest matches, nil when all have many. Counting stops at the threshold.
func (w *list) probe(ctx context.Context) (cond, error) {
	b := db.NewBuilder(w.q.Engine())
	e := newEmit(b, w.scope, "d", true)
	most := w.tune.threshold(w.rows)
	limit := b.Arg(most + 1)
	var asked []cond
	for _, c := range w.conds {
		if !c.leads() || len(asked) == maxProbes {
			continue
		}
		sql := c.driver(e)
		if len(asked) > 0 {
			b.Add(", ")
		} else {
			b.Add("SELECT ")
		}
		b.Add("(SELECT COUNT(*) FROM (SELECT 1 FROM (", sql, ") m LIMIT CAST(", limit, " AS BIGINT)) n)")
		asked = append(asked, c)
	}
	if len(asked) == 0 {
		return nil, nil
	}
	counts := make([]int, len(asked))
	dest := make([]any, len(asked))
	for i := range counts {
		dest[i] = &counts[i]
	}
	if err := w.q.QueryRow(ctx, b.SQL(), b.Args()...).Scan(dest...); err != nil {
		return nil, err
	}
	best := -1
	for i, n := range counts {
		if n <= most && (best < 0 || n < counts[best]) {
			best = i
		}
	}
	if best < 0 {
		return nil, nil
	}
	return asked[best], nil
}

// where adds the conditions every card of the list must meet, its row being at hand.
func (w *list) where(e *emit) {
	if !w.deleted {
		e.b.Add("\n\tAND ", e.alias, ".", alive)
	}
	for _, c := range w.conds {
		e.b.Add("\n\tAND ", c.test(e))
	}
}
