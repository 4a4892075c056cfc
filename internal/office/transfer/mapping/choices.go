package mapping

import (
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/sheet"
)

// Choice is a name in a cell that the list its column goes to does not have.
type Choice struct {
	Column int
	Field  crm.FieldID
	Name   string
	// Adds says that the plan wants it added.
	Adds bool
}

// Lacking are the choices a row names and the lists lack. What the plan says of a value is not lacking.
func (c *Converter) Lacking(in sheet.Row) (out []Choice) {
	for i := range c.bindings {
		b := &c.bindings[i]
		cell := in.Cell(b.column)
		if !b.isField || !b.field.HasOptions() || cell.Kind == sheet.Empty || cell.Kind == sheet.Error {
			continue
		}
		text := strings.TrimSpace(cell.Text)
		if _, told := b.values[lang.Fold(text)]; told {
			continue
		}
		for _, name := range field.Lacking(b.field, fieldText(b.field, cell, text)) {
			out = append(out, Choice{b.column, b.field.ID, name, b.grows})
		}
	}
	return out
}

// Pretend takes the choices that the plan adds for ones that are there, as a preview needs them.
func (c *Converter) Pretend(list []Choice) {
	for _, choice := range list {
		for i := range c.bindings {
			b := &c.bindings[i]
			if !choice.Adds || b.column != choice.Column || len(field.Lacking(b.field, choice.Name)) == 0 {
				continue
			}
			options := append([]field.Option{}, b.field.Options...)
			b.field.Options = append(options, field.Option{ID: -crm.OptionID(len(options) + 1), Name: choice.Name})
		}
	}
}
