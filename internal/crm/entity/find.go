package entity

import (
	"context"
	"math"
	"slices"

	"voronka/internal/kit/db"
)

// tuning steers which way a list is found; the answers are the same.
type tuning struct {
	// small is how many cards are walked through without a thought.
	small int
	// few is how many matches of a condition are looked at one by one sooner than walking.
	few func(rows int) int
	// steps is how far is walked before many matches are looked at after all, up to lots of them.
	steps, lots int
}

// usual is how lists are found outside tests. Walking steps costs about as much as looking at few matches; lots is what
// still takes less than a quarter of a second.
var usual = tuning{small: 1000, few: few, steps: 10_000, lots: 50_000}

// maxProbes bounds the conditions whose matches are counted.
const maxProbes = 6

// find looks for the next n places of the order after a place: by the condition with the fewest matches if those are
// few; else along the order, where many matches are met soon; and if they are not (the conditions exclude each other, or
// lie at the far end), by lots of matches, or on along the order.
func (w *list) find(ctx context.Context, o order, after *place, n int) ([]place, error) {
	if w.all || w.rows <= w.tune.small {
		return w.walk(ctx, o, after, n, nil)
	}
	most, err := w.worthwhile(ctx)
	if err != nil {
		return nil, err
	}
	driver, err := w.probe(ctx, most, false)
	if err != nil {
		return nil, err
	}
	if driver != nil {
		return w.drive(ctx, o, after, n, driver)
	}
	found, end, err := w.try(ctx, o, after, n)
	if err != nil || len(found) == n {
		return found, err
	}
	if driver, err = w.probe(ctx, w.tune.lots, true); err != nil {
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

// worthwhile is up to how many matches of a condition are looked at sooner than walking. The rarer the cards the actor may
// see, the longer is the walk: with a share s of them it takes 1/s as many steps.
func (w *list) worthwhile(ctx context.Context) (int, error) {
	most := w.tune.few(w.rows)
	if len(w.conds) == 1 || !slices.ContainsFunc(w.conds, isBounded) {
		return most, nil
	}
	share, err := w.sizes.share(ctx, w.q, w.scope)
	if err != nil {
		return 0, err
	}
	return max(most, min(int(float64(most)/math.Sqrt(share)), w.tune.lots)), nil
}

// try walks a bounded way and returns where it ended; nil is where it began. Deleted cards and those without a key have no
// index to try.
func (w *list) try(ctx context.Context, o order, after *place, n int) (found []place, end *place, err error) {
	if w.deleted || after != nil && after.Bare || w.rows <= w.tune.steps {
		return nil, nil, nil
	}
	if end, err = w.ahead(ctx, o, after, w.tune.steps); err != nil || end == nil {
		return nil, nil, err
	}
	found, err = w.walk(ctx, o, after, n, end)
	return found, end, err
}

// probe finds a condition with few matches, nil when all have more than most. The filter is asked before the
// rights, and what is slow to ask only when nothing else helps; tasks and events that no index leads to are looked through
// when walking has been tried. What the matches are known to meet is asked no more.
func (w *list) probe(ctx context.Context, most int, tried bool) (cond, error) {
	var quick, who, slow []int
	for i, c := range w.conds {
		_, isRights := c.(rights)
		switch {
		case !c.leads() || len(quick) == maxProbes || w.deleted && living(c):
		case isRights:
			who = append(who, i)
		case scans(c):
			first, err := w.sooner(ctx, c)
			if err != nil {
				return nil, err
			}
			if tried || first {
				slow = append(slow, i)
			}
		default:
			quick = append(quick, i)
		}
	}
	for _, some := range [][]int{quick, who} {
		if best, err := w.fewest(ctx, some, most); best != nil || err != nil {
			return best, err
		}
	}
	if len(slow) == 0 {
		return nil, nil
	}
	return w.collect(ctx, slow[0], most)
}

// sooner reports whether what is slow to find is looked through before walking: texts, and the events of a period in which
// less happened than walking takes steps.
func (w *list) sooner(ctx context.Context, c cond) (bool, error) {
	inside, ok := c.(insideIn)
	if !ok {
		return true, nil
	}
	if !inside.dated() {
		return false, nil
	}
	b := db.NewBuilder(w.q.Engine())
	b.Add("SELECT COUNT(*) FROM (SELECT 1 FROM (", inside.indexed(newEmit(b, w.scope, "d", true)), ") m LIMIT ", b.Arg(w.tune.steps+1), ") n")
	if w.sizes.isMany(b) {
		return false, nil
	}
	var n int
	if err := w.q.QueryRow(ctx, b.SQL(), b.Args()...).Scan(&n); err != nil {
		return false, err
	}
	if n > w.tune.steps {
		w.sizes.noteMany(b)
	}
	return n <= w.tune.steps, nil
}

// living reports whether a condition leads by an index that knows no deleted cards.
func living(c cond) bool {
	switch c := c.(type) {
	case rights:
		return true
	case columnIn:
		return c.f.partial == alive
	case columnSpans:
		return c.f.partial == alive
	case nameIs:
		return c.f.partial == alive
	case anyOf:
		return slices.ContainsFunc(c, living)
	case allOf:
		return living(c.leading())
	}
	return false
}

// scans reports whether finding the matches of a condition reads much more than the matches.
func scans(c cond) bool {
	switch c := c.(type) {
	case searched:
		return true
	case customText:
		return c.op == "contains"
	case anyOf:
		return slices.ContainsFunc(c, scans)
	case allOf:
		return scans(c.leading())
	case insideIn:
		return c.scans()
	case linkedIn:
		name, isName := c.lead().(nameIs)
		return isName && !name.leads() || scans(c.lead())
	}
	return false
}

// fewest counts the matches of all conditions in one statement, each no further than most. That a condition has
// many is remembered for a while.
func (w *list) fewest(ctx context.Context, some []int, most int) (cond, error) {
	if len(some) == 0 {
		return nil, nil
	}
	b := db.NewBuilder(w.q.Engine())
	e := newEmit(b, w.scope, "d", true)
	limit := b.Arg(most + 1)
	for i, at := range some {
		if i > 0 {
			b.Add(", ")
		} else {
			b.Add("SELECT ")
		}
		b.Add(weigh(e, w.conds[at], limit))
	}
	if w.sizes.isMany(b) {
		return nil, nil
	}
	counts := make([]int, len(some))
	dest := make([]any, len(some))
	for i := range counts {
		dest[i] = &counts[i]
	}
	if err := w.q.QueryRow(ctx, b.SQL(), b.Args()...).Scan(dest...); err != nil {
		return nil, err
	}
	n := slices.Min(counts)
	if n > most {
		w.sizes.noteMany(b)
		return nil, nil
	}
	return w.take(some[slices.Index(counts, n)]), nil
}

// collect finds the matches themselves of a condition that is slow to find them, so that it is done once. Many are left
// to the walk.
func (w *list) collect(ctx context.Context, at, most int) (cond, error) {
	b := db.NewBuilder(w.q.Engine())
	e := newEmit(b, w.scope, "d", true)
	b.Add("SELECT DISTINCT m.id FROM (", w.conds[at].driver(e), ") m LIMIT ", b.Arg(most+1))
	ids, err := db.Column[int64](ctx, w.q, b.SQL(), b.Args()...)
	if err != nil || len(ids) > most {
		return nil, err
	}
	w.take(at)
	return known{ids}, nil
}

// take is a condition that leads; it is not asked again unless it asks for more than where it leads.
func (w *list) take(at int) cond {
	c := w.conds[at]
	if exact(c) {
		w.conds = slices.Delete(slices.Clone(w.conds), at, at+1)
	}
	return c
}

// exact reports whether all cards a condition leads to meet it.
func exact(c cond) bool {
	switch c := c.(type) {
	case allOf, rights, linkedIn:
		return false
	case anyOf:
		return !slices.ContainsFunc(c, func(inner cond) bool { return !exact(inner) })
	}
	return true
}

// known are cards that have been found already.
type known struct{ ids []int64 }

func (known) leads() bool             { return true }
func (c known) test(e *emit) string   { return db.In(e.b, e.id(), c.ids) }
func (c known) driver(e *emit) string { return db.List(e.b, c.ids) }

// where adds the conditions every card of the list must meet, its row being at hand.
func (w *list) where(e *emit) {
	if !w.deleted {
		e.b.Add("\n\tAND ", e.alias, ".", alive)
	}
	for _, c := range w.conds {
		e.b.Add("\n\tAND ", c.test(e))
	}
}
