package mapping

import (
	"slices"
	"strconv"
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

// Converter understands rows by a plan. It holds no state of a row and is used by one goroutine.
type Converter struct {
	World    *World
	Plan     Plan
	bindings []binding
}

// binding ties a column to its place.
type binding struct {
	place
	column   int
	title    string
	values   map[string]int64 // by folded text
	identity bool
	grows    bool // choices that are missing are added
}

// NewConverter ties the columns of a plan; fresh are the fields that are to be made, by column.
func NewConverter(w *World, p Plan, head sheet.Head, fresh map[int]field.Field) *Converter {
	c := &Converter{World: w, Plan: p}
	for _, col := range p.Columns {
		if col.skips() {
			continue
		}
		at, ok := parseTarget(col.Target, w.Sets)
		if f, isNew := fresh[col.Index]; isNew {
			at, ok = place{kind: f.Kind, field: f, isField: true}, true
		}
		if !ok {
			continue
		}
		b := binding{place: at, column: col.Index, title: TitleOf(head, col.Index), values: map[string]int64{}, identity: at.isField, grows: col.AddOptions}
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

// TitleOf is the title of a column, or its letter as a spreadsheet has it.
func TitleOf(head sheet.Head, column int) string {
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

// Row understands one Row.
func (c *Converter) Row(in sheet.Row) *Record {
	r := &Record{Number: in.Number, cards: make(map[crm.Kind]*Card, 3)}
	for i := range c.bindings {
		c.cell(r, &c.bindings[i], in.Cell(c.bindings[i].column))
	}
	c.settle(r)
	return r
}

// settle does what needs all cells of the row.
func (c *Converter) settle(r *Record) {
	c.place(r)
	var responsible tenant.UserID // whom the row names for one card it means for the others too
	for _, kind := range crm.CardKinds {
		if d := r.cards[kind]; d != nil {
			fill(&responsible, d.ResponsibleID)
		}
	}
	fill(&responsible, c.Plan.ResponsibleID)
	something := false
	for _, d := range r.cards {
		fill(&d.ResponsibleID, responsible)
		something = something || d.IsGiven
	}
	if !something {
		r.Reject("", []lang.Sentence{{Format: "there is nothing in the row that could be imported"}})
	}
}

// cell understands one cell.
func (c *Converter) cell(r *Record, b *binding, cell sheet.Cell) {
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
		d.IsGiven = true
	}
}

// read puts a value into its place and reports whether it could.
func (c *Converter) read(r *Record, b *binding, cell sheet.Cell, text string) bool {
	d := r.card(b.kind)
	if b.isField {
		return c.field(r, b, cell, text)
	}
	switch b.property {
	case "name":
		return c.name(r, b, &d.Name, text)
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
		return c.moment(r, b, &d.CreatedAt, text)
	case "closed_at":
		return c.moment(r, b, &d.ClosedAt, text)
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
func (c *Converter) name(r *Record, b *binding, to *string, text string) bool {
	name := strings.Join(strings.Fields(field.Clean(text, false)), " ")
	if utf8.RuneCountInString(name) > entity.MaxName {
		r.complain(b, text, lang.Sentence{Format: "the name is longer than %d characters and was cut", Args: []any{entity.MaxName}})
		name = strings.TrimSpace(string([]rune(name)[:entity.MaxName]))
	}
	*to = name
	return name != ""
}

func (c *Converter) person(r *Record, b *binding, d *Card, text string) bool {
	if id, ok := b.values[lang.Fold(text)]; ok {
		d.ResponsibleID, d.OwnerID = tenant.UserID(id), tenant.UserID(id)
		return true
	}
	id := c.World.person(text)
	if id == 0 {
		r.complain(b, text, lang.Sentence{Format: "there is no active user called %q, the one of the plan was taken", Args: []any{Quoted(text)}})
		return false
	}
	d.ResponsibleID, d.OwnerID = id, id
	return true
}

const MaxCardTags = 50

func (c *Converter) tags(r *Record, b *binding, d *Card, text string) bool {
	for name := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(",;\n", r) }) {
		name = field.Clean(name, false)
		switch {
		case name == "":
		case utf8.RuneCountInString(name) > maxTagName:
			r.complain(b, name, lang.Sentence{Format: "the tag is too long, use at most %d characters", Args: []any{maxTagName}})
		case len(d.Tags) >= MaxCardTags:
			r.complain(b, text, lang.Sentence{Format: "too many tags on one card, use at most %d", Args: []any{MaxCardTags}})
			return true
		default:
			d.Tags = append(d.Tags, name)
		}
	}
	return true
}

func (c *Converter) note(r *Record, b *binding, d *Card, text string) bool {
	text = field.Clean(text, true)
	if utf8.RuneCountInString(text) > timeline.MaxText {
		r.complain(b, text, lang.Sentence{Format: "the note is longer than %d characters and was cut", Args: []any{timeline.MaxText}})
		text = string([]rune(text)[:timeline.MaxText])
	}
	if text != "" && !slices.Contains(d.Notes, text) {
		d.Notes = append(d.Notes, text)
	}
	return text != ""
}

// moment reads a moment of the past.
func (c *Converter) moment(r *Record, b *binding, to *int64, text string) bool {
	at, err := lang.ParseDateTime(text, c.World.Env.Locale, c.World.Env.Location())
	switch {
	case err != nil:
		r.complain(b, text, lang.Sentences(err)...)
		return false
	case at.After(c.World.Env.Now):
		r.complain(b, text, lang.Sentence{Format: "lies in the future, give a moment of the past"})
		return false
	case at.Unix() <= 0:
		r.complain(b, text, lang.Sentence{Format: "lies before the year 1970, give a later moment"})
		return false
	}
	*to = at.Unix()
	return true
}

func (c *Converter) price(r *Record, b *binding, d *Card, cell sheet.Cell, text string) bool {
	if cell.Kind == sheet.Number {
		text = cell.Number
	}
	minor, err := lang.ParseMoneyIn(text, c.World.Env.Currency)
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
	d.Price = &price
	return true
}

// field reads the value of a custom field; of phones, e-mails and choices several columns add up.
func (c *Converter) field(r *Record, b *binding, cell sheet.Cell, text string) bool {
	d := r.card(b.kind)
	if id, ok := b.values[lang.Fold(text)]; ok {
		if id != 0 {
			d.Fields[b.field.ID] = []any{id}
		}
		return id != 0
	}
	values, err := b.field.FromText(fieldText(b.field, cell, text), c.World.Env)
	if err != nil {
		r.complain(b, text, lang.Sentences(err)...)
		return false
	}
	if len(values) == 0 {
		return false
	}
	if have := d.Fields[b.field.ID]; len(have) > 0 && Many(b.field) {
		for _, v := range values {
			if !containsKey(b.field, have, v) {
				have = append(have, v)
			}
		}
		values = have
	}
	d.Fields[b.field.ID] = values
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
func (c *Converter) place(r *Record) {
	d := r.cards[crm.Deal]
	if d == nil {
		return
	}
	in, _ := c.World.pipelineOf(c.Plan.PipelineID)
	if p := r.pipeline; p.column != nil {
		id, ok := lookup(p, c.World.pipelineNamed)
		if found, known := c.World.pipelineOf(id); ok && known {
			in = found
		} else if !ok {
			r.complain(p.column, p.text, lang.Sentence{Format: "there is no pipeline called %q, the one of the plan was taken", Args: []any{Quoted(p.text)}})
		}
	}
	d.PipelineID = in.ID
	if st, ok := in.Status(c.Plan.StatusID); ok {
		d.StatusID = st.ID
	} else if len(in.Statuses) > 0 {
		d.StatusID = in.FirstOpen().ID
	}
	if s := r.stage; s.column != nil {
		id, ok := lookup(s, func(text string) (crm.StatusID, bool) { return statusNamed(in, text) })
		st, known := c.World.pipelines.Status(id)
		switch {
		case ok && known:
			d.StatusID, d.PipelineID, d.IsStaged = id, st.PipelineID, true
		case !ok:
			r.complain(s.column, s.text, lang.Sentence{Format: "there is no stage called %q, the one of the plan was taken", Args: []any{Quoted(s.text)}})
		}
	}
	if l := r.reason; l.column != nil {
		id, ok := lookup(l, c.World.reasonNamed)
		if !ok {
			r.complain(l.column, l.text, lang.Sentence{Format: "there is no loss reason called %q", Args: []any{Quoted(l.text)}})
		}
		d.LossReasonID = id
	}
}

// lookup is what a value stands for by the plan, or else by its name. An id of 0 with true is "nothing".
func lookup[T ~int64](c cellText, named func(string) (T, bool)) (T, bool) {
	if id, ok := c.column.values[lang.Fold(c.text)]; ok {
		return T(id), true
	}
	return named(c.text)
}

// ColumnOf is the title of the column a problem of a card is about, or empty.
func (c *Converter) ColumnOf(kind crm.Kind, path string) string {
	name, digits, _ := strings.Cut(path, ".")
	id, _ := strconv.ParseInt(digits, 10, 64)
	name = strings.TrimSuffix(strings.TrimSuffix(name, "_id"), "_at")
	for _, b := range c.bindings {
		property := strings.TrimSuffix(b.property, "_at")
		if b.kind == kind && (b.isField && name == "fields" && int64(b.field.ID) == id ||
			!b.isField && (property == name || property == "stage" && name == "status")) {
			return b.title
		}
	}
	return ""
}
