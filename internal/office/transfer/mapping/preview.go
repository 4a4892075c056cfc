package mapping

import (
	"strconv"
	"strings"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/sheet"
)

// PreviewCell is a cell and what becomes of it.
type PreviewCell struct {
	Column   int
	Text     string
	Value    string
	Problems []lang.Sentence
}

// Fresh stand for the fields a plan is going to make.
func Fresh(p Plan) map[int]field.Field {
	out := map[int]field.Field{}
	for n, c := range p.Columns {
		if c.NewField != nil {
			out[c.Index] = c.NewField.Field(-crm.FieldID(n + 1))
		}
	}
	return out
}

// Cells are the Cells of a row and what became of them.
func (c *Converter) Cells(row sheet.Row, r *Record, width int) []PreviewCell {
	out := make([]PreviewCell, width)
	for n := range out {
		out[n] = PreviewCell{Column: n, Text: Quoted(row.Cell(n).Text)}
	}
	for i := range c.bindings {
		b := &c.bindings[i]
		if b.column >= width || out[b.column].Text == "" {
			continue
		}
		cell := &out[b.column]
		for _, problem := range r.Problems {
			if problem.at == b {
				cell.Problems = append(cell.Problems, problem.Reason)
			}
		}
		if len(cell.Problems) == 0 || b.property == "stage" || b.property == "responsible" || b.property == "pipeline" {
			cell.Value = Quoted(c.shown(r, b))
		}
	}
	return out
}

// shown is what became of a cell, as the preview tells it.
func (c *Converter) shown(r *Record, b *binding) string {
	d := r.cards[b.kind]
	if d == nil {
		return ""
	}
	if b.isField {
		return b.field.ToText(d.Fields[b.field.ID], c.World.Env)
	}
	switch b.property {
	case "name":
		return d.Name
	case "first_name":
		return d.first
	case "middle_name":
		return d.middle
	case "last_name":
		return d.last
	case "price":
		if d.Price != nil {
			return lang.MoneyText(int64(*d.Price), c.World.Env.Currency)
		}
	case "tags":
		return strings.Join(d.Tags, ", ")
	case "note":
		return strings.Join(d.Notes, "\n")
	case "created_at":
		return c.momentText(d.CreatedAt)
	case "closed_at":
		return c.momentText(d.ClosedAt)
	case "pipeline":
		p, _ := c.World.pipelines.Pipeline(d.PipelineID)
		return p.Name
	case "stage":
		st, _ := c.World.pipelines.Status(d.StatusID)
		return st.Name
	case "responsible":
		return c.World.names[d.ResponsibleID]
	case "loss_reason":
		return c.reasonName(d.LossReasonID)
	}
	return ""
}

func (c *Converter) momentText(at int64) string {
	if at == 0 {
		return ""
	}
	t := time.Unix(at, 0).In(c.World.Env.Location())
	if t.Hour()+t.Minute()+t.Second() == 0 {
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02 15:04")
}

func (c *Converter) reasonName(id crm.LossReasonID) string {
	for _, reason := range c.World.reasons {
		if reason.ID == id {
			return reason.Name
		}
	}
	if id == 0 {
		return ""
	}
	return "#" + strconv.FormatInt(int64(id), 10)
}
