package transfer

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/office/transfer/sheet"
	"voronka/internal/tenant"
)

// PreviewRows is how many rows are shown before an import.
const PreviewRows = 20

// Preview is a row as the import would take it.
type Preview struct {
	Row   int
	Cells []mapping.PreviewCell
	Cards []PreviewCard
	// Problems are those of the whole row; a rejected one would not be imported.
	Problems []lang.Sentence
	Rejected bool
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
	w, err := mapping.Look(ctx, s.DB, s.DB.Now(), s.Fields, who)
	if err != nil {
		return nil, err
	}
	c := mapping.NewConverter(w, i.Plan, i.Facts.Head, mapping.Fresh(i.Plan))
	var out []Preview
	b := &batch{s: s, c: c, who: who}
	err = s.withBook(ctx, i, func(book *sheet.Book) error {
		for row, err := range book.Rows(ctx, i.Plan.Sheet, i.Plan.From()) {
			if err != nil {
				return err
			}
			if len(out) == PreviewRows || i.Plan.LastRow > 0 && row.Number > i.Plan.LastRow {
				return nil
			}
			c.Pretend(c.Lacking(row))
			r := c.Row(row)
			b.recs = append(b.recs, r)
			out = append(out, Preview{
				Row: row.Number, Cells: c.Cells(row, r, len(i.Facts.Head.Columns)), Problems: r.General(), Rejected: r.Rejected,
			})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, b.previewCards(ctx, out)
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
				card.Name = at.slot.draft.FullName()
				if !card.IsNew {
					card.Row = at.slot.rows[0].Number
				}
			}
			out[n].Cards = append(out[n].Cards, card)
		}
	}
	return err
}
