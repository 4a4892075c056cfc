package merge

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Preview is what a merge would do.
type Preview struct {
	Sides []Side
	Lines []Line
	// Tags are those the card that stays would get.
	Tags []string
	// Names are those of the cards that Lines point at and the reader may see.
	Names map[crm.Ref]string
}

// Side is one of the cards, with how much hangs on it.
type Side struct {
	ID        crm.ID
	Name      string
	Version   int64
	CreatedAt int64
	UpdatedAt int64
	Carried   map[string]int
}

func (d desk[T]) preview(ctx context.Context, q db.Querier, who tenant.Actor, o Order) (Preview, error) {
	p, err := d.plan(ctx, q, who, o)
	if err != nil {
		return Preview{}, err
	}
	counts, err := d.counts(ctx, q, who, d.ids(p.cards))
	if err != nil {
		return Preview{}, err
	}
	out := Preview{Lines: p.lines, Tags: p.tags}
	for i := range p.cards {
		c := d.book.Shape.Card(&p.cards[i])
		out.Sides = append(out.Sides, Side{c.ID, c.Name, c.Version, c.CreatedAt, c.UpdatedAt, counts[c.ID]})
	}
	out.Names, err = (entity.Cards{}).Visible(ctx, q, who, pointed(p.lines))
	return out, err
}

// pointed are the cards that values of lines point at.
func pointed(lines []Line) (refs []crm.Ref) {
	kinds := map[string]crm.Kind{"company_id": crm.Company, "main_contact_id": crm.Contact}
	for _, line := range lines {
		kind, ok := kinds[line.Key]
		for _, v := range line.Values {
			if id, isID := v.(crm.ID); ok && isID {
				refs = append(refs, crm.Ref{Kind: kind, ID: id})
			}
		}
	}
	return refs
}
