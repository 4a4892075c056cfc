package transfer

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/sheet"
	"voronka/internal/tenant"
)

// converter understands rows by a plan. It holds no state of a row and is used by one goroutine.
type converter struct {
	world    *world
	plan     Plan
	bindings []binding
}

// binding ties a column to its place.
type binding struct {
	place
	column   int
	title    string
	values   map[string]int64 // by folded text
	identity bool
}

// newConverter ties the columns of a plan; fresh are the fields that are to be made, by column.
func newConverter(w *world, p Plan, head sheet.Head, fresh map[int]field.Field) *converter {
	c := &converter{world: w, plan: p}
	for _, col := range p.Columns {
		if col.skips() {
			continue
		}
		at, ok := parseTarget(col.Target, w.sets)
		if f, isNew := fresh[col.Index]; isNew {
			at, ok = place{kind: f.Kind, field: f, isField: true}, true
		}
		if !ok {
			continue
		}
		b := binding{place: at, column: col.Index, title: titleOf(head, col.Index), values: map[string]int64{}, identity: at.isField}
		if prop, ok := findProperty(at.kind, at.property); ok {
			b.identity = prop.identity
		}
		for text, id := range col.Values {
			b.values[lang.Fold(text)] = id
		}
		c.bindings = append(c.bindings, b)
	}
	return c
}

// titleOf is the title of a column, or its letter as a spreadsheet has it.
func titleOf(head sheet.Head, column int) string {
	for _, c := range head.Columns {
		if c.Index == column && c.Title != "" {
			return c.Title
		}
	}
	letters := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters
}

// row understands one row.
func (c *converter) row(in sheet.Row) *record {
	r := &record{number: in.Number, cards: make(map[crm.Kind]*draft, 3)}
	for i := range c.bindings {
		c.cell(r, &c.bindings[i], in.Cell(c.bindings[i].column))
	}
	c.settle(r)
	return r
}

// settle does what needs all cells of the row.
func (c *converter) settle(r *record) {
	c.place(r)
	var responsible tenant.UserID // whom the row names for one card it means for the others too
	for _, kind := range crm.CardKinds {
		if d := r.cards[kind]; d != nil {
			fill(&responsible, d.responsible)
		}
	}
	fill(&responsible, c.plan.ResponsibleID)
	something := false
	for _, d := range r.cards {
		fill(&d.responsible, responsible)
		something = something || d.given
	}
	if !something {
		r.reject("", []lang.Sentence{{Format: "there is nothing in the row that could be imported"}})
	}
}

// cell understands one cell.
func (c *converter) cell(r *record, b *binding, cell sheet.Cell) {
	text := strings.TrimSpace(cell.Text)
	if cell.Kind == sheet.Empty || text == "" {
		return
	}
	if cell.Kind == sheet.Error {
		r.complain(b, text, lang.Sentence{Format: "the formula of the cell has failed, mend it in the file"})
		return
	}
	if !c.read(r, b, cell, text) {
		return
	}
	if d := r.card(b.kind); b.identity {
		d.given = true
	}
}

// read puts a value into its place and reports whether it could.
func (c *converter) read(r *record, b *binding, cell sheet.Cell, text string) bool {
	d := r.card(b.kind)
	if b.isField {
		return c.field(r, b, cell, text)
	}
	switch b.property {
	case "name":
		return c.name(r, b, &d.name, text)
	case "first_name":
		return c.name(r, b, &d.first, text)
	case "middle_name":
		return c.name(r, b, &d.middle, text)
	case "last_name":
		return c.name(r, b, &d.last, text)
	case "responsible":
		return c.person(r, b, d, text)
	case "tags":
		return c.tags(r, b, d, text)
	case "note":
		return c.note(r, b, d, text)
	case "created_at":
		return c.moment(r, b, &d.createdAt, text)
	case "closed_at":
		return c.moment(r, b, &d.closedAt, text)
	case "price":
		return c.price(r, b, d, cell, text)
	case "pipeline":
		r.pipeline = cellText{b, text}
	case "stage":
		r.stage = cellText{b, text}
	case "loss_reason":
		r.reason = cellText{b, text}
	}
	return true
}

// name takes a name; a longer one than a card may have is cut and reported.
func (c *converter) name(r *record, b *binding, to *string, text string) bool {
	name := strings.Join(strings.Fields(field.Clean(text, false)), " ")
	if utf8.RuneCountInString(name) > entity.MaxName {
		r.complain(b, text, lang.Sentence{Format: "the name is longer than %d characters and was cut", Args: []any{entity.MaxName}})
		name = strings.TrimSpace(string([]rune(name)[:entity.MaxName]))
	}
	*to = name
	return name != ""
}

func (c *converter) person(r *record, b *binding, d *draft, text string) bool {
	if id, ok := b.values[lang.Fold(text)]; ok {
		d.responsible, d.owner = tenant.UserID(id), tenant.UserID(id)
		return true
	}
	id := c.world.person(text)
	if id == 0 {
		r.complain(b, text, lang.Sentence{Format: "there is no active user called %q, the one of the plan was taken", Args: []any{quoted(text)}})
		return false
	}
	d.responsible, d.owner = id, id
	return true
}

const maxCardTags = 50

func (c *converter) tags(r *record, b *binding, d *draft, text string) bool {
	for name := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(",;\n", r) }) {
		name = field.Clean(name, false)
		switch {
		case name == "":
		case utf8.RuneCountInString(name) > maxTagName:
			r.complain(b, name, lang.Sentence{Format: "the tag is too long, use at most %d characters", Args: []any{maxTagName}})
		case len(d.tags) >= maxCardTags:
			r.complain(b, text, lang.Sentence{Format: "too many tags on one card, use at most %d", Args: []any{maxCardTags}})
			return true
		default:
			d.tags = append(d.tags, name)
		}
	}
	return true
}

func (c *converter) note(r *record, b *binding, d *draft, text string) bool {
	text = field.Clean(text, true)
	if utf8.RuneCountInString(text) > timeline.MaxText {
		r.complain(b, text, lang.Sentence{Format: "the note is longer than %d characters and was cut", Args: []any{timeline.MaxText}})
		text = string([]rune(text)[:timeline.MaxText])
	}
	if text != "" && !slices.Contains(d.notes, text) {
		d.notes = append(d.notes, text)
	}
	return text != ""
}

// moment reads a moment of the past.
func (c *converter) moment(r *record, b *binding, to *int64, text string) bool {
	at, err := lang.ParseDateTime(text, c.world.env.Locale, c.world.env.Location())
	switch {
	case err != nil:
		r.complain(b, text, lang.Sentences(err)...)
		return false
	case at.After(c.world.env.Now):
		r.complain(b, text, lang.Sentence{Format: "lies in the future, give a moment of the past"})
		return false
	case at.Unix() <= 0:
		r.complain(b, text, lang.Sentence{Format: "lies before the year 1970, give a later moment"})
		return false
	}
	*to = at.Unix()
	return true
}

func (c *converter) price(r *record, b *binding, d *draft, cell sheet.Cell, text string) bool {
	if cell.Kind == sheet.Number {
		text = cell.Number
	}
	minor, err := lang.ParseMoneyIn(text, c.world.env.Currency)
	switch {
	case err != nil:
		r.complain(b, text, lang.Sentences(err)...)
		return false
	case minor < 0:
		r.complain(b, text, lang.Sentence{Format: "a budget must not be negative"})
		return false
	case crm.Money(minor) > deal.MaxPrice:
		r.complain(b, text, lang.Sentence{Format: "is more money than fits, give a smaller amount"})
		return false
	}
	price := crm.Money(minor)
	d.price = &price
	return true
}

// field reads the value of a custom field; of phones, e-mails and choices several columns add up.
func (c *converter) field(r *record, b *binding, cell sheet.Cell, text string) bool {
	d := r.card(b.kind)
	if id, ok := b.values[lang.Fold(text)]; ok {
		if id != 0 {
			d.fields[b.field.ID] = []any{id}
		}
		return id != 0
	}
	values, err := b.field.FromText(fieldText(b.field, cell, text), c.world.env)
	if err != nil {
		r.complain(b, text, lang.Sentences(err)...)
		return false
	}
	if len(values) == 0 {
		return false
	}
	if have := d.fields[b.field.ID]; len(have) > 0 && manyOf(b.field) {
		for _, v := range values {
			if !containsKey(b.field, have, v) {
				have = append(have, v)
			}
		}
		values = have
	}
	d.fields[b.field.ID] = values
	return true
}

func containsKey(f field.Field, have []any, v any) bool {
	key := keysOf(f, []any{v})
	return len(key) > 0 && slices.Contains(keysOf(f, have), key[0])
}

// fieldText is a cell as the type of a field reads it: numbers exactly, everything else as a person sees it.
func fieldText(f field.Field, cell sheet.Cell, text string) string {
	switch {
	case cell.Kind == sheet.Number && f.Type != "text" && f.Type != "textarea":
		return cell.Number
	case cell.Kind == sheet.Date && (f.Type == "date" || f.Type == "birthday"):
		return cell.Time.Format(time.DateOnly)
	}
	return text
}

// place finds the pipeline, the stage and the loss reason of a deal.
func (c *converter) place(r *record) {
	d := r.cards[crm.Deal]
	if d == nil {
		return
	}
	in, _ := c.world.pipelineOf(c.plan.PipelineID)
	if p := r.pipeline; p.column != nil {
		id, ok := lookup(p, c.world.pipelineNamed)
		if found, known := c.world.pipelineOf(id); ok && known {
			in = found
		} else if !ok {
			r.complain(p.column, p.text, lang.Sentence{Format: "there is no pipeline called %q, the one of the plan was taken", Args: []any{quoted(p.text)}})
		}
	}
	d.pipeline = in.ID
	if st, ok := in.Status(c.plan.StatusID); ok {
		d.status = st.ID
	} else if len(in.Statuses) > 0 {
		d.status = in.FirstOpen().ID
	}
	if s := r.stage; s.column != nil {
		id, ok := lookup(s, func(text string) (crm.StatusID, bool) { return statusNamed(in, text) })
		st, known := c.world.pipelines.Status(id)
		switch {
		case ok && known:
			d.status, d.pipeline, d.staged = id, st.PipelineID, true
		case !ok:
			r.complain(s.column, s.text, lang.Sentence{Format: "there is no stage called %q, the one of the plan was taken", Args: []any{quoted(s.text)}})
		}
	}
	if l := r.reason; l.column != nil {
		id, ok := lookup(l, c.world.reasonNamed)
		if !ok {
			r.complain(l.column, l.text, lang.Sentence{Format: "there is no loss reason called %q", Args: []any{quoted(l.text)}})
		}
		d.reason = id
	}
}

// lookup is what a value stands for by the plan, or else by its name. An id of 0 with true is "nothing".
func lookup[T ~int64](c cellText, named func(string) (T, bool)) (T, bool) {
	if id, ok := c.column.values[lang.Fold(c.text)]; ok {
		return T(id), true
	}
	return named(c.text)
}
