package transfer

import (
	"context"
	"strconv"
	"strings"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/sheet"
	"voronka/internal/tenant"
)

// PreviewRows is how many rows are shown before an import.
const PreviewRows = 20

// Preview is a row as the import would take it.
type Preview struct {
	Row   int
	Cells []PreviewCell
	Cards []PreviewCard
	// Problems are those of the whole row; a rejected one would not be imported.
	Problems []lang.Sentence
	Rejected bool
}

// PreviewCell is a cell and what becomes of it.
type PreviewCell struct {
	Column   int
	Text     string
	Value    string
	Problems []lang.Sentence
}

// PreviewCard is a card the row makes, or joins: one that is there (ID), or that of an earlier row.
type PreviewCard struct {
	Kind  crm.Kind
	Name  string
	IsNew bool
	ID    crm.ID
	// Row is the earlier row that makes the card, 0 when there is none.
	Row int
}

// Preview shows what the plan makes of the first rows. Nothing is written.
func (s *Service) Preview(ctx context.Context, who tenant.Actor, id ImportID) ([]Preview, error) {
	i, err := s.Find(ctx, who, id)
	if err != nil {
		return nil, err
	}
	w, err := s.world(ctx, s.DB, who)
	if err != nil {
		return nil, err
	}
	c := newConverter(w, i.Plan, i.Facts.Head, freshFields(i.Plan))
	var out []Preview
	b := &batch{s: s, c: c, who: who}
	err = s.withBook(ctx, i, func(book *sheet.Book) error {
		for row, err := range book.Rows(ctx, i.Plan.Sheet, i.Plan.from()) {
			if err != nil {
				return err
			}
			if len(out) == PreviewRows || i.Plan.LastRow > 0 && row.Number > i.Plan.LastRow {
				return nil
			}
			r := c.row(row)
			b.recs = append(b.recs, r)
			out = append(out, c.preview(row, r, len(i.Facts.Head.Columns)))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, b.previewCards(ctx, out)
}

// freshFields stand for the fields a plan is going to make.
func freshFields(p Plan) map[int]field.Field {
	out := map[int]field.Field{}
	for n, c := range p.Columns {
		if c.NewField != nil {
			out[c.Index] = c.NewField.field(-crm.FieldID(n + 1))
		}
	}
	return out
}

func (c *converter) preview(row sheet.Row, r *record, width int) Preview {
	p := Preview{Row: row.Number, Rejected: r.rejected, Cells: make([]PreviewCell, width)}
	for n := range p.Cells {
		p.Cells[n] = PreviewCell{Column: n, Text: quoted(row.Cell(n).Text)}
	}
	for i := range c.bindings {
		b := &c.bindings[i]
		if b.column >= width || p.Cells[b.column].Text == "" {
			continue
		}
		cell := &p.Cells[b.column]
		for _, problem := range r.problems {
			if problem.at == b {
				cell.Problems = append(cell.Problems, problem.Reason)
			}
		}
		if len(cell.Problems) == 0 || b.property == "stage" || b.property == "responsible" || b.property == "pipeline" {
			cell.Value = quoted(c.shown(r, b))
		}
	}
	for _, problem := range r.problems {
		if problem.at == nil {
			p.Problems = append(p.Problems, problem.Reason)
		}
	}
	return p
}

// previewCards finds out which cards the rows make and which they join.
func (b *batch) previewCards(ctx context.Context, out []Preview) (err error) {
	if _, b.companies, err = b.slots(ctx, b.s.DB, crm.Company); err != nil {
		return err
	}
	if _, b.contacts, err = b.slots(ctx, b.s.DB, crm.Contact); err != nil {
		return err
	}
	_, deals, err := b.dealSlots(ctx, b.s.DB)
	for n, r := range b.recs {
		for _, at := range []struct {
			kind crm.Kind
			slot *slot
		}{{crm.Contact, b.contacts[r]}, {crm.Company, b.companies[r]}, {crm.Deal, deals[r]}} {
			if at.slot == nil {
				continue
			}
			card := PreviewCard{Kind: at.kind, ID: at.slot.id, Name: at.slot.name, IsNew: at.slot.isNew && at.slot.rows[0] == r}
			if at.slot.isNew {
				card.Name = at.slot.draft.fullName()
				if !card.IsNew {
					card.Row = at.slot.rows[0].number
				}
			}
			out[n].Cards = append(out[n].Cards, card)
		}
	}
	return err
}

// shown is what became of a cell, as the preview tells it.
func (c *converter) shown(r *record, b *binding) string {
	d := r.cards[b.kind]
	if d == nil {
		return ""
	}
	if b.isField {
		return b.field.ToText(d.fields[b.field.ID], c.world.env)
	}
	switch b.property {
	case "name":
		return d.name
	case "first_name":
		return d.first
	case "middle_name":
		return d.middle
	case "last_name":
		return d.last
	case "price":
		if d.price != nil {
			return lang.MoneyText(int64(*d.price), c.world.env.Currency)
		}
	case "tags":
		return strings.Join(d.tags, ", ")
	case "note":
		return strings.Join(d.notes, "\n")
	case "created_at":
		return c.momentText(d.createdAt)
	case "closed_at":
		return c.momentText(d.closedAt)
	case "pipeline":
		p, _ := c.world.pipelines.Pipeline(d.pipeline)
		return p.Name
	case "stage":
		st, _ := c.world.pipelines.Status(d.status)
		return st.Name
	case "responsible":
		return c.world.names[d.responsible]
	case "loss_reason":
		return c.reasonName(d.reason)
	}
	return ""
}

func (c *converter) momentText(at int64) string {
	if at == 0 {
		return ""
	}
	t := time.Unix(at, 0).In(c.world.env.Location())
	if t.Hour()+t.Minute()+t.Second() == 0 {
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02 15:04")
}

func (c *converter) reasonName(id crm.LossReasonID) string {
	for _, reason := range c.world.reasons {
		if reason.ID == id {
			return reason.Name
		}
	}
	if id == 0 {
		return ""
	}
	return "#" + strconv.FormatInt(int64(id), 10)
}
