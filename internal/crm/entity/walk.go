package entity

import (
	"context"

	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
)

// ahead is the place so many steps after a place, nil when the order ends before. It reads the index alone.
func (w *list) ahead(ctx context.Context, o order, after *place, steps int) (*place, error) {
	b := db.NewBuilder(w.q.Engine())
	e := newEmit(b, w.scope, "d", true)
	if o.custom != nil {
		b.Add("SELECT n.entity_id, n.value\nFROM ", indexTable(*o.custom), " n\nWHERE ", indexKey(e, *o.custom, "n"))
	} else {
		w.path(e, o, false)
		if !o.nullable {
			b.Add("\n\tAND d.", alive)
		}
	}
	w.from(e, o, after)
	b.Add("\nORDER BY ", keyColumn(o), o.direction(), ", ", idColumn(o), o.direction(), "\nLIMIT 1 OFFSET ", b.Arg(steps))
	found, err := w.places(ctx, b, o)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// walk goes along the order from a place, to another if there is an end, and takes the first n cards that pass.
func (w *list) walk(ctx context.Context, o order, after *place, n int, end *place) ([]place, error) {
	var found []place
	var err error
	if after == nil || !after.Bare {
		if found, err = w.walkValued(ctx, o, after, n, end); err != nil || len(found) == n || end != nil {
			return found, err
		}
		after = nil
	}
	if o.custom == nil && !o.nullable {
		return found, nil
	}
	bare, err := w.walkBare(ctx, o, after, n-len(found))
	return append(found, bare...), err
}

// walkValued goes along the cards that have a key.
func (w *list) walkValued(ctx context.Context, o order, after *place, n int, end *place) ([]place, error) {
	if o.custom != nil && o.custom.Def().Many() {
		return w.walkMany(ctx, o, after, n, end)
	}
	return w.places(ctx, w.walkText(o, after, n, end, false), o)
}

func (w *list) walkText(o order, after *place, n int, end *place, data bool) *db.Builder {
	b := db.NewBuilder(w.q.Engine())
	e := newEmit(b, w.scope, "d", true)
	e.column = o.column
	if o.custom != nil {
		e.walk, e.walkField, e.near = "n", int64(o.custom.ID), "n.entity_id"
	}
	w.path(e, o, data)
	w.from(e, o, after)
	if end != nil {
		b.Add("\n\tAND (", keyColumn(o), ", ", idColumn(o), ")", o.upTo(), "(", b.Arg(end.key(o)), ", ", b.Arg(end.ID), ")")
	}
	w.where(e)
	b.Add("\nORDER BY ", keyColumn(o), o.direction(), ", ", idColumn(o), o.direction(), "\nLIMIT ", b.Arg(n))
	return b
}

// path begins a statement along an index: that of a column, or that of a custom field with the card looked up. data
// adds the field's values to what is selected.
func (w *list) path(e *emit, o order, data bool) {
	table := tables[w.scope.Kind]
	if o.custom == nil {
		e.b.Add("SELECT d.id, ", keyColumn(o), "\nFROM ", table, " d\nWHERE ", accountOf(e, o), " = ", e.account())
		if o.nullable {
			e.b.Add("\n\tAND d.", o.column, " IS NOT NULL")
		}
		return
	}
	e.b.Add("SELECT n.entity_id, n.value")
	if data {
		e.b.Add(", ", db.JSONKey(e.b.Engine(), "d.data", fieldKey(*o.custom)))
	}
	e.b.Add("\nFROM ", indexTable(*o.custom), " n\nCROSS JOIN ", table, " d\nWHERE ", indexKey(e, *o.custom, "n"),
		"\n\tAND d.account_id = ", e.account(), "\n\tAND d.id = n.entity_id")
}

// accountOf is the card's account. The order of ids is that of the table itself on SQLite, where an index of the account
// would ask for a sort.
func accountOf(e *emit, o order) string {
	if o.column == "id" {
		return db.Unindexed(e.b.Engine(), "d.account_id")
	}
	return "d.account_id"
}

// from leaves out what does not come after a place.
func (w *list) from(e *emit, o order, after *place) {
	if after != nil {
		e.b.Add("\n\tAND (", keyColumn(o), ", ", idColumn(o), ")", o.after(), "(", e.b.Arg(after.key(o)), ", ", e.b.Arg(after.ID), ")")
	}
}

func keyColumn(o order) string {
	if o.custom != nil {
		return "n.value"
	}
	return "d." + o.column
}

func idColumn(o order) string {
	if o.custom != nil {
		return "n.entity_id"
	}
	return "d.id"
}

// places runs a statement that selects ids and keys.
func (w *list) places(ctx context.Context, b *db.Builder, o order) ([]place, error) {
	rows, err := w.q.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(rows, err, func(r db.Rows) (place, error) {
		p := place{Sort: o.spec}
		return p, r.Scan(&p.ID, p.dest(o))
	})
}

func (p *place) dest(o order) any {
	switch {
	case o.isText():
		return &p.Text
	case o.custom != nil:
		return &p.Number
	}
	return &p.Whole
}

// walkMany goes along the index of a field with several values. A card stands there once for each; its place is that of
// the first in the order, the others are passed over.
func (w *list) walkMany(ctx context.Context, o order, after *place, n int, end *place) ([]place, error) {
	const rounds = 50
	var out []place
	for range rounds {
		want := max(2*(n-len(out)), 20)
		b := w.walkText(o, after, want, end, true)
		rows, err := w.q.Query(ctx, b.SQL(), b.Args()...)
		got, err := db.Collect(rows, err, func(r db.Rows) (m manyRow, err error) {
			m.place.Sort = o.spec
			err = r.Scan(&m.place.ID, m.place.dest(o), &m.data)
			return m, err
		})
		if err != nil {
			return nil, err
		}
		for _, m := range got {
			if m.isFirst(o) {
				if out = append(out, m.place); len(out) == n {
					return out, nil
				}
			}
		}
		if len(got) < want {
			return out, nil
		}
		after = &got[len(got)-1].place
	}
	return out, nil
}

type manyRow struct {
	place place
	data  *string
}

func (m manyRow) isFirst(o order) bool {
	values, err := decodeList(m.data)
	if err != nil {
		return false
	}
	first, ok := firstKey(o, values)
	return ok && first.Number == m.place.Number && first.Text == m.place.Text
}

// firstKey is the key by which a card with these values stands in the order: its smallest, or largest when descending.
func firstKey(o order, values []any) (place, bool) {
	numbers, texts := o.custom.Index(values)
	p := place{Sort: o.spec}
	if o.custom.Def().Storage() == field.Texts {
		if len(texts) == 0 {
			return p, false
		}
		p.Text = extreme(texts, o.desc)
		return p, true
	}
	if len(numbers) == 0 {
		return p, false
	}
	p.Number = extreme(numbers, o.desc)
	return p, true
}

// walkBare goes along the cards without a key, the newest first.
func (w *list) walkBare(ctx context.Context, o order, after *place, n int) ([]place, error) {
	b := db.NewBuilder(w.q.Engine())
	e := newEmit(b, w.scope, "d", true)
	b.Add("SELECT d.id, d.created_at\nFROM ", tables[w.scope.Kind], " d\nWHERE d.account_id = ", e.account())
	if o.custom != nil {
		b.Add("\n\tAND ", db.JSONKey(b.Engine(), "d.data", fieldKey(*o.custom)), " IS NULL")
	} else {
		b.Add("\n\tAND d.", o.column, " IS NULL")
	}
	if after != nil {
		b.Add("\n\tAND (d.created_at, d.id) < (", b.Arg(after.Whole), ", ", b.Arg(after.ID), ")")
	}
	w.where(e)
	b.Add("\nORDER BY d.created_at DESC, d.id DESC\nLIMIT ", b.Arg(n))
	rows, err := w.q.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(rows, err, func(r db.Rows) (place, error) {
		p := place{Bare: true, Sort: o.spec}
		return p, r.Scan(&p.ID, &p.Whole)
	})
}
