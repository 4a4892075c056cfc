package merge

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// desk is merging of cards of one kind.
type desk[T any] struct {
	kind       crm.Kind
	book       *entity.Book[T]
	properties []property[T]
}

// plan is the cards of an order, the one that stays first, and what it becomes.
type plan[T any] struct {
	cards  []T
	now    T
	lines  []Line
	tags   []string
	fields field.Set
}

// Line is a property in which at least one of the cards has a value.
type Line struct {
	Key string
	// Values are those of the cards, in the order into, from…; nil is none. Of a custom field they are lists of
	// canonical values.
	Values []any
	// From is the card whose value was taken, 0: the values of all were joined into Joined.
	From   crm.ID
	Joined []any
	// Differs tells that the cards do not agree.
	Differs bool
	// Many tells that the values of all can be joined.
	Many bool
}

// load reads the cards with the right to merge them, locked when it is for the deed.
func (d desk[T]) load(ctx context.Context, q db.Querier, who tenant.Actor, o Order) ([]T, error) {
	ids := append([]crm.ID{o.Into}, o.From...)
	sorted := slices.Clone(ids)
	slices.Sort(sorted) // everybody locks in one order
	var list []T
	for _, id := range sorted { // five at most
		var v T
		var err error
		if tx, ok := q.(*db.Tx); ok {
			v, err = d.book.Shape.Lock(ctx, tx, who, id, access.Edit)
		} else {
			v, err = d.book.Shape.Find(ctx, q, who, id, access.Edit)
		}
		if err == nil && id != o.Into {
			err = d.book.Shape.Allow(who, &v, access.Delete)
		}
		if err != nil {
			return nil, err
		}
		c := d.book.Shape.Card(&v)
		if seen, ok := o.Versions[id]; ok && seen != c.Version {
			return nil, errs.With(errs.Conflict("«%s» was changed meanwhile, look at the cards again and merge then", c.Name), "version", nil)
		}
		list = append(list, v)
	}
	return entity.Arrange(ids, list, func(v T) crm.ID { return d.book.Shape.Card(&v).ID }), nil
}

// plan decides what the card that stays becomes.
func (d desk[T]) plan(ctx context.Context, q db.Querier, who tenant.Actor, o Order) (plan[T], error) {
	p := plan[T]{}
	var err error
	if p.cards, err = d.load(ctx, q, who, o); err != nil {
		return p, err
	}
	if p.fields, err = d.book.Fields.AllTx(ctx, q, who.AccountID, d.kind); err != nil {
		return p, err
	}
	if p.tags, err = d.newTags(ctx, q, who, p.cards); err != nil {
		return p, err
	}
	p.now = p.cards[0]
	known := map[string]bool{}
	for _, prop := range d.properties {
		known[prop.key] = true
		d.choose(&p, prop, o)
	}
	d.joinFields(&p, o, known)
	for _, id := range who.HiddenFields() { // they go along unseen
		key := entity.Path(crm.FieldID(id))
		delete(known, key)
		p.lines = slices.DeleteFunc(p.lines, func(l Line) bool { return l.Key == key })
	}
	for key := range o.Choose {
		if !known[key] {
			return p, errs.Invalid("choose."+clip(key), "there is no such property, load the preview again")
		}
	}
	return p, nil
}

func (d desk[T]) choose(p *plan[T], prop property[T], o Order) {
	line := Line{Key: prop.key}
	taken := -1
	for i := range p.cards {
		v := prop.value(&p.cards[i])
		line.Values = append(line.Values, v)
		if taken < 0 && v != nil {
			taken = i
		}
		line.Differs = line.Differs || !prop.same(&p.cards[0], &p.cards[i])
	}
	if taken < 0 {
		return
	}
	if id := o.Choose[prop.key]; id != 0 {
		taken = d.at(p.cards, id)
	}
	prop.take(&p.now, &p.cards[taken])
	line.From = d.book.Shape.Card(&p.cards[taken]).ID
	p.lines = append(p.lines, line)
}

func (d desk[T]) at(cards []T, id crm.ID) int {
	return slices.IndexFunc(cards, func(v T) bool { return d.book.Shape.Card(&v).ID == id })
}

// joinFields decides the custom fields, those too that were removed: their values wait for the field's return.
func (d desk[T]) joinFields(p *plan[T], o Order, known map[string]bool) {
	now := d.book.Shape.Card(&p.now)
	data := now.Data.Merge(nil)
	var order []crm.FieldID
	for _, f := range p.fields.Ordered() {
		order = append(order, f.ID)
		known[entity.Path(f.ID)] = true
	}
	for i := range p.cards {
		for id := range d.book.Shape.Card(&p.cards[i]).Data {
			if !slices.Contains(order, id) {
				order = append(order, id)
			}
		}
	}
	for _, id := range order {
		if line, values, ok := d.fieldLine(p, id, o); ok {
			data[id] = values
			p.lines = append(p.lines, line)
		}
	}
	now.Data = data
}

func (d desk[T]) fieldLine(p *plan[T], id crm.FieldID, o Order) (Line, []any, bool) {
	f, isLive := p.fields.ByID(id)
	line := Line{Key: entity.Path(id), Many: isLive && f.HoldsMany()}
	var lists [][]any
	taken := -1
	for i := range p.cards {
		values := d.book.Shape.Card(&p.cards[i]).Data[id]
		lists = append(lists, values)
		if len(values) == 0 {
			line.Values = append(line.Values, nil)
			continue
		}
		line.Values = append(line.Values, values)
		if taken < 0 {
			taken = i
		}
	}
	if taken < 0 {
		return line, nil, false
	}
	for _, values := range lists {
		line.Differs = line.Differs || !entity.Same(lists[0], values)
	}
	chosen := o.Choose[line.Key]
	if line.Many && chosen == 0 {
		line.Joined = join(f, lists)
		return line, line.Joined, true
	}
	if chosen != 0 && isLive {
		taken = d.at(p.cards, chosen)
	}
	line.From = d.book.Shape.Card(&p.cards[taken]).ID
	return line, lists[taken], true
}

// join puts lists together without doubles: two values are one when the index knows them by the same key.
func join(f field.Field, lists [][]any) []any {
	var out []any
	held := map[string]bool{}
	for _, list := range lists {
		for _, v := range list {
			numbers, texts := f.Index([]any{v})
			key := fmt.Sprint(numbers, texts)
			if !held[key] {
				held[key] = true
				out = append(out, v)
			}
		}
	}
	return out
}

// newTags are the names of the tags the card that stays has not got yet.
func (d desk[T]) newTags(ctx context.Context, q db.Querier, who tenant.Actor, cards []T) ([]string, error) {
	ids := d.ids(cards)
	tags, err := entity.TagsOf(ctx, q, who.AccountID, d.kind, ids)
	if err != nil {
		return nil, fmt.Errorf("read tags: %w", err)
	}
	var names []string
	held := map[crm.TagID]bool{}
	for i, id := range ids {
		for _, t := range tags[id] {
			if i > 0 && !held[t.ID] {
				names = append(names, t.Name)
			}
			held[t.ID] = true
		}
	}
	return names, nil
}

func (d desk[T]) ids(cards []T) []crm.ID {
	ids := make([]crm.ID, len(cards))
	for i := range cards {
		ids[i] = d.book.Shape.Card(&cards[i]).ID
	}
	return ids
}
