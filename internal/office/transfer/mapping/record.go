package mapping

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

// Record is a row of the table, understood.
type Record struct {
	Number   int
	cards    map[crm.Kind]*Card
	Problems []Problem
	// words are what is looked up when all cells of the row are read: a stage depends on the pipeline.
	pipeline, stage, reason cellText
	Rejected                bool
}

// cellText is a value with the column it stands in.
type cellText struct {
	column *binding
	text   string
}

// Card is what a row says about one card.
type Card struct {
	kind    crm.Kind
	IsGiven bool // there is enough to make a card of

	Name, first, middle, last string
	ResponsibleID             tenant.UserID
	// OwnerID is the responsible a cell of this card names.
	OwnerID     tenant.UserID
	Fields      entity.Values
	Tags, Notes []string
	CreatedAt   int64

	Price        *crm.Money
	PipelineID   crm.PipelineID
	StatusID     crm.StatusID
	IsStaged     bool // a cell names the stage
	LossReasonID crm.LossReasonID
	ClosedAt     int64
}

// card is the row's draft of a kind.
func (r *Record) card(kind crm.Kind) *Card {
	d := r.cards[kind]
	if d == nil {
		d = &Card{kind: kind, Fields: entity.Values{}}
		r.cards[kind] = d
	}
	return d
}

// Given is the draft of a kind the row has enough for, or nil.
func (r *Record) Given(kind crm.Kind) *Card {
	if d := r.cards[kind]; d != nil && d.IsGiven {
		return d
	}
	return nil
}

// complain notes what is wrong with a cell.
func (r *Record) complain(b *binding, text string, list ...lang.Sentence) {
	for _, s := range list {
		r.Problems = append(r.Problems, Problem{Row: r.Number, Column: b.title, Value: Quoted(text), Reason: s, at: b})
	}
}

// Reject keeps the row from being imported.
func (r *Record) Reject(column string, list []lang.Sentence) {
	r.Rejected = true
	for _, s := range list {
		r.Problems = append(r.Problems, Problem{Row: r.Number, Column: column, Reason: s, IsFatal: true})
	}
}

// Parts are the parts of a person's name as a card keeps them: the middle name goes with the first.
func (d *Card) Parts() (first, last string) {
	return strings.TrimSpace(d.first + " " + d.middle), d.last
}

// FullName is the name of the card, put together from its parts when it is not given whole.
func (d *Card) FullName() string {
	if d.Name != "" {
		return d.Name
	}
	first, last := d.Parts()
	return strings.TrimSpace(first + " " + last)
}

// Absorb takes over what another row says about the same card and this one does not.
func (d *Card) Absorb(o *Card, set field.Set) {
	if d.FullName() == "" {
		d.Name, d.first, d.middle, d.last = o.Name, o.first, o.middle, o.last
	}
	fill(&d.ResponsibleID, o.ResponsibleID)
	fill(&d.OwnerID, o.OwnerID)
	fill(&d.CreatedAt, o.CreatedAt)
	fill(&d.LossReasonID, o.LossReasonID)
	fill(&d.ClosedAt, o.ClosedAt)
	if d.Price == nil {
		d.Price = o.Price
	}
	if !d.IsStaged {
		d.PipelineID, d.StatusID, d.IsStaged = o.PipelineID, o.StatusID, o.IsStaged
	}
	for id, values := range o.Fields {
		d.Fields[id] = United(set, id, d.Fields[id], values)
	}
	d.Tags = append(d.Tags, o.Tags...)
	d.Notes = append(d.Notes, o.Notes...)
}

func fill[T comparable](to *T, from T) {
	var zero T
	if *to == zero {
		*to = from
	}
}

// United is what a field holds when two sources speak of it: the first one's value, and of phones, e-mails and choices
// all of both.
func United(set field.Set, id crm.FieldID, have, more []any) []any {
	if len(have) == 0 {
		return more
	}
	f, ok := set.ByID(id)
	if !ok || !Many(f) {
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

// Copy is a card that can absorb others without changing this one.
func (d *Card) Copy() *Card {
	out := *d
	out.Fields = maps.Clone(d.Fields)
	out.Tags, out.Notes = slices.Clone(d.Tags), slices.Clone(d.Notes)
	return &out
}

// Problem is one thing that was wrong with a row.
type Problem struct {
	ID int64
	// Row is its number in the file, Column the title of its column; a problem of the whole row has none.
	Row    int
	Column string
	Value  string
	Reason lang.Sentence
	// IsFatal problems kept the row from being imported.
	IsFatal bool

	at *binding
}

// maxValue is how much of a cell the report quotes.
const maxValue = 200

// Quoted is a value short enough for a report.
func Quoted(s string) string {
	if len(s) <= maxValue {
		return s
	}
	if r := []rune(s); len(r) > maxValue {
		return string(r[:maxValue]) + "…"
	}
	return s
}

// General are the problems of the row as a whole.
func (r *Record) General() (out []lang.Sentence) {
	for _, p := range r.Problems {
		if p.at == nil {
			out = append(out, p.Reason)
		}
	}
	return out
}
