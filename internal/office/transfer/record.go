package transfer

import (
	"maps"
	"slices"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// record is a row of the table, understood.
type record struct {
	number   int
	cards    map[crm.Kind]*draft
	problems []Problem
	// words are what is looked up when all cells of the row are read: a stage depends on the pipeline.
	pipeline, stage, reason cellText
	rejected                bool
}

// cellText is a value with the column it stands in.
type cellText struct {
	column *binding
	text   string
}

// draft is what a row says about one card.
type draft struct {
	kind  crm.Kind
	given bool // there is enough to make a card of

	name, first, middle, last string
	responsible               tenant.UserID
	// owner is the responsible a cell of this card names.
	owner       tenant.UserID
	fields      entity.Values
	tags, notes []string
	createdAt   int64

	price    *crm.Money
	pipeline crm.PipelineID
	status   crm.StatusID
	staged   bool // a cell names the stage
	reason   crm.LossReasonID
	closedAt int64
}

// card is the row's draft of a kind.
func (r *record) card(kind crm.Kind) *draft {
	d := r.cards[kind]
	if d == nil {
		d = &draft{kind: kind, fields: entity.Values{}}
		r.cards[kind] = d
	}
	return d
}

// given is the draft of a kind the row has enough for, or nil.
func (r *record) given(kind crm.Kind) *draft {
	if d := r.cards[kind]; d != nil && d.given {
		return d
	}
	return nil
}

// complain notes what is wrong with a cell.
func (r *record) complain(b *binding, text string, list ...lang.Sentence) {
	for _, s := range list {
		r.problems = append(r.problems, Problem{Row: r.number, Column: b.title, Value: quoted(text), Reason: s, at: b})
	}
}

// reject keeps the row from being imported.
func (r *record) reject(column string, list []lang.Sentence) {
	r.rejected = true
	for _, s := range list {
		r.problems = append(r.problems, Problem{Row: r.number, Column: column, Reason: s, IsFatal: true})
	}
}

// fullName is the name of a person, and its parts as a card keeps them: the middle name goes with the first.
func (d *draft) parts() (first, last string) {
	return strings.TrimSpace(d.first + " " + d.middle), d.last
}

func (d *draft) fullName() string {
	if d.name != "" {
		return d.name
	}
	first, last := d.parts()
	return strings.TrimSpace(first + " " + last)
}

// absorb takes over what another row says about the same card and this one does not.
func (d *draft) absorb(o *draft, set field.Set) {
	if d.fullName() == "" {
		d.name, d.first, d.middle, d.last = o.name, o.first, o.middle, o.last
	}
	fill(&d.responsible, o.responsible)
	fill(&d.owner, o.owner)
	fill(&d.createdAt, o.createdAt)
	fill(&d.reason, o.reason)
	fill(&d.closedAt, o.closedAt)
	if d.price == nil {
		d.price = o.price
	}
	if !d.staged {
		d.pipeline, d.status, d.staged = o.pipeline, o.status, o.staged
	}
	for id, values := range o.fields {
		d.fields[id] = united(set, id, d.fields[id], values)
	}
	d.tags = append(d.tags, o.tags...)
	d.notes = append(d.notes, o.notes...)
}

func fill[T comparable](to *T, from T) {
	var zero T
	if *to == zero {
		*to = from
	}
}

// united is what a field holds when two sources speak of it: the first one's value, and of phones, e-mails and choices
// all of both.
func united(set field.Set, id crm.FieldID, have, more []any) []any {
	if len(have) == 0 {
		return more
	}
	f, ok := set.ByID(id)
	if !ok || !manyOf(f) {
		return have
	}
	out := slices.Clone(have)
	known := keysOf(f, have)
	for _, v := range more {
		if key := keysOf(f, []any{v}); len(key) > 0 && !slices.Contains(known, key[0]) && len(out) < maxValues {
			out, known = append(out, v), append(known, key[0])
		}
	}
	return out
}

// maxValues is how many values a field may hold.
const maxValues = 50

// keysOf are what values are compared by.
func keysOf(f field.Field, values []any) []any {
	numbers, texts := f.Index(values)
	out := make([]any, 0, len(numbers)+len(texts))
	for _, n := range numbers {
		out = append(out, n)
	}
	for _, t := range texts {
		out = append(out, t)
	}
	return out
}

// copy is a draft that can absorb others without changing this one.
func (d *draft) copy() *draft {
	out := *d
	out.fields = maps.Clone(d.fields)
	out.tags, out.notes = slices.Clone(d.tags), slices.Clone(d.notes)
	return &out
}
