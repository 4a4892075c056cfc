package entity

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"voronka/internal/kit/db"
)

// drive looks at every match of a condition that has few, and sorts those that pass.
func (w *list) drive(ctx context.Context, o order, after *place, n int, by cond) ([]place, error) {
	if o.custom == nil && !o.nullable {
		return w.driveSorted(ctx, o, after, n, by)
	}
	found, err := w.matches(ctx, o, by)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, o.compare)
	if after != nil {
		i, exact := slices.BinarySearchFunc(found, *after, o.compare)
		if exact {
			i++
		}
		found = found[i:]
	}
	return found[:min(n, len(found))], nil
}

// driveSorted lets the database sort by a column that every card has.
func (w *list) driveSorted(ctx context.Context, o order, after *place, n int, by cond) ([]place, error) {
	b := db.NewBuilder(w.q.Engine())
	e := newEmit(b, w.scope, "d", true)
	b.Add("SELECT d.id, d.", o.column)
	w.driven(e, by)
	w.from(e, o, after)
	key := e.col(o.column)
	if o.isText() {
		key = e.text(o.column)
	}
	b.Add("\nORDER BY ", key, o.direction(), ", d.id", o.direction(), "\nLIMIT ", b.Arg(n))
	return w.places(ctx, b, o)
}

// matches are the places of all cards that pass, in no order.
func (w *list) matches(ctx context.Context, o order, by cond) ([]place, error) {
	b := db.NewBuilder(w.q.Engine())
	e := newEmit(b, w.scope, "d", true)
	key := "d." + o.column
	if o.custom != nil {
		key = db.JSONKey(b.Engine(), "d.data", fieldKey(*o.custom))
	}
	b.Add("SELECT d.id, d.created_at, ", key)
	w.driven(e, by)
	rows, err := w.q.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(rows, err, func(r db.Rows) (place, error) { return scanMatch(r, o) })
}

// driven adds the table and conditions of a statement that begins at the matches of a condition, of which only those are
// looked up whose responsible user the actor may see.
func (w *list) driven(e *emit, by cond) {
	ids := by.driver(e)
	if r := slices.IndexFunc(w.conds, isBounded); r >= 0 && !w.deleted {
		ids = db.Both(e.b.Engine(), ids, func() string { return w.conds[r].driver(e) })
	}
	e.b.Add("\nFROM ", tables[w.scope.Kind], " d\nWHERE ", db.Unindexed(e.b.Engine(), "d.account_id"), " = ", e.account(),
		"\n\tAND ", db.Among(e.b.Engine(), "d.id", ids))
	w.where(e)
}

func isBounded(c cond) bool {
	r, ok := c.(rights)
	return ok && r.bounded
}

func scanMatch(r db.Rows, o order) (place, error) {
	p := place{Sort: o.spec}
	var created int64
	if o.custom != nil {
		var data *string
		if err := r.Scan(&p.ID, &created, &data); err != nil {
			return p, err
		}
		values, err := decodeList(data)
		if err != nil {
			return p, err
		}
		if first, ok := firstKey(o, values); ok {
			p.Number, p.Text = first.Number, first.Text
			return p, nil
		}
		p.Bare, p.Whole = true, created
		return p, nil
	}
	if o.isText() {
		return p, r.Scan(&p.ID, &created, &p.Text)
	}
	var key *int64
	if err := r.Scan(&p.ID, &created, &key); err != nil {
		return p, err
	}
	if key == nil {
		p.Bare, p.Whole = true, created
		return p, nil
	}
	p.Whole = *key
	return p, nil
}

// compare orders places as the statements along the indexes do.
func (o order) compare(a, b place) int {
	switch {
	case a.Bare != b.Bare && a.Bare:
		return 1
	case a.Bare != b.Bare:
		return -1
	case a.Bare:
		return -cmp.Or(cmp.Compare(a.Whole, b.Whole), cmp.Compare(a.ID, b.ID))
	}
	c := cmp.Or(cmp.Compare(a.Whole, b.Whole), cmp.Compare(a.Number, b.Number), strings.Compare(a.Text, b.Text), cmp.Compare(a.ID, b.ID))
	if o.desc {
		return -c
	}
	return c
}

func extreme[T cmp.Ordered](list []T, largest bool) T {
	if largest {
		return slices.Max(list)
	}
	return slices.Min(list)
}

// decodeList reads the values of one field out of a card's data.
func decodeList(raw *string) ([]any, error) {
	if raw == nil {
		return nil, nil
	}
	d := json.NewDecoder(strings.NewReader(*raw))
	d.UseNumber()
	var list []any
	if err := d.Decode(&list); err != nil {
		return nil, err
	}
	return list, wholeNumbers(list)
}
