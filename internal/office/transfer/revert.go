package transfer

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
)

// back is the former value when the present one is still what the import wrote; otherwise whole becomes false.
func back[T comparable](whole *bool, s *span[T], now T) *T {
	switch {
	case s == nil || now == s.Before:
		return nil
	case now != s.After:
		*whole = false
		return nil
	}
	return &s.Before
}

// patch is what reverts the part all kinds of cards share.
func (u undo) patch(card entity.Card, whole *bool) entity.Patch {
	p := entity.Patch{
		Name: back(whole, u.Name, card.Name), ResponsibleID: back(whole, u.ResponsibleID, card.ResponsibleID),
		RemoveTags: u.Tags, Fields: map[crm.FieldID]any{},
	}
	for id, after := range u.After {
		now := card.Data[id]
		switch {
		case entity.Same(now, u.Before[id]):
		case entity.Same(now, after):
			p.Fields[id] = u.Before[id]
		default:
			*whole = false
		}
	}
	return p
}

// notes removes the notes that the import left on a card.
func (w *undoPageWork) notes(ctx context.Context, tx *db.Tx, u undo) error {
	for _, id := range u.Notes {
		err := w.s.Timeline.DeleteNoteTx(ctx, tx, w.who, id)
		if err != nil && !errs.Is(err, errs.CodeNotFound) {
			return err
		}
	}
	return nil
}

func revertCompany(ctx context.Context, tx *db.Tx, w *undoPageWork, c contact.Company, u undo) (bool, error) {
	whole := true
	_, err := w.s.Companies.UpdateTx(ctx, tx, w.who, c.ID, contact.CompanyPatch{Patch: u.patch(c.Card, &whole)})
	if err != nil {
		return false, err
	}
	return whole, w.notes(ctx, tx, u)
}

func revertContact(ctx context.Context, tx *db.Tx, w *undoPageWork, c contact.Contact, u undo) (bool, error) {
	whole := true
	p := contact.Patch{
		Patch: u.patch(c.Card, &whole), CompanyID: back(&whole, u.CompanyID, orZero(c.CompanyID)),
		FirstName: back(&whole, u.FirstName, c.FirstName), LastName: back(&whole, u.LastName, c.LastName),
	}
	if _, err := w.s.Contacts.UpdateTx(ctx, tx, w.who, c.ID, p); err != nil {
		return false, err
	}
	return whole, w.notes(ctx, tx, u)
}

func revertDeal(ctx context.Context, tx *db.Tx, w *undoPageWork, d deal.Deal, u undo) (bool, error) {
	whole := true
	p := deal.Patch{
		Patch: u.patch(d.Card, &whole), CompanyID: back(&whole, u.CompanyID, orZero(d.CompanyID)),
		Price: back(&whole, u.Price, d.Price), StatusID: back(&whole, u.StatusID, d.StatusID),
	}
	if _, err := w.s.Deals.UpdateTx(ctx, tx, w.who, d.ID, p); err != nil {
		return false, err
	}
	return whole, w.notes(ctx, tx, u)
}
