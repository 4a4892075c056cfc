package transfer

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/mapping"
)

// dealKey tells deals apart: a name, of one contact or else of one company.
type dealKey struct {
	name             string
	contact, company *slot
}

// dealSlots finds which deals the rows speak of.
func (b *batch) dealSlots(ctx context.Context, q db.Querier) (slots []*slot, of map[*mapping.Record]*slot, err error) {
	there, err := b.namesakes(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	of = map[*mapping.Record]*slot{}
	byKey := map[dealKey]*slot{}
	byID := map[crm.ID]*slot{}
	for _, r := range b.recs {
		d := r.Given(crm.Deal)
		if d == nil {
			continue
		}
		key, keyed := b.dealKey(r, d)
		s := byKey[key]
		if s == nil || !keyed {
			old, found := b.sameDeal(there, key)
			if s = byID[old.ID]; s == nil || !found {
				s = &slot{id: old.ID, name: old.Name, isNew: !found}
				slots = append(slots, s)
			}
			if found {
				byID[old.ID] = s
			}
			if keyed {
				byKey[key] = s
			}
		}
		s.add(r, d, b.c.World.Sets[crm.Deal])
		of[r] = s
	}
	return slots, of, nil
}

func (b *batch) dealKey(r *mapping.Record, d *mapping.Card) (dealKey, bool) {
	if b.c.Plan.Duplicates.Deal != "name" || d.Name == "" {
		return dealKey{}, false
	}
	key := dealKey{name: lang.Fold(d.Name), contact: b.contacts[r]}
	if key.contact == nil {
		key.company = b.companies[r]
	}
	return key, true
}

// namesakes are the deals that are called like one of the rows, by their folded name.
func (b *batch) namesakes(ctx context.Context, q db.Querier) (map[string][]deal.Deal, error) {
	var names []string
	seen := map[string]bool{}
	for _, r := range b.recs {
		if d := r.Given(crm.Deal); d != nil {
			if key, ok := b.dealKey(r, d); ok {
				names = appendUnseen(names, seen, "", []string{key.name})
			}
		}
	}
	matches, err := entity.MatchNames(ctx, q, b.who, crm.Deal, names)
	if err != nil || len(matches) == 0 {
		return nil, err
	}
	ids := make([]crm.ID, len(matches))
	for i, m := range matches {
		ids[i] = m.ID
	}
	list, err := b.s.Deals.Shape.Load(ctx, q, b.who.AccountID, ids)
	if err != nil {
		return nil, fmt.Errorf("load deals of the same name: %w", err)
	}
	out := map[string][]deal.Deal{}
	for _, d := range list {
		key := lang.Fold(d.Name)
		out[key] = append(out[key], d)
	}
	return out, nil
}

// sameDeal is the oldest deal of the key.
func (b *batch) sameDeal(there map[string][]deal.Deal, key dealKey) (best deal.Deal, found bool) {
	for _, d := range there[key.name] {
		if belongs(d, key) && (!found || d.ID < best.ID) {
			best, found = d, true
		}
	}
	return best, found
}

func belongs(d deal.Deal, key dealKey) bool {
	switch {
	case key.contact != nil:
		return d.MainContactID != nil && *d.MainContactID == key.contact.id
	case key.company != nil:
		return d.CompanyID != nil && *d.CompanyID == key.company.id
	}
	return true
}
