package app

import (
	"context"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/file"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// shelve makes the field of a card let go of a file, or hold it again (see file.Shelf): by the verb of the card, as when
// somebody edits the field.
func (a *App) shelve(ctx context.Context, tx *db.Tx, who tenant.Actor, f file.File, in bool) (bool, error) {
	set, err := a.Fields.AllTx(ctx, tx, who.AccountID, f.Ref.Kind)
	if err != nil {
		return false, err
	}
	if _, ok := set.ByID(f.FieldID); !ok {
		return false, nil // the field was removed: its value waits for its return
	}
	values, err := a.valuesOf(ctx, tx, who, f.Ref, f.FieldID)
	if err != nil {
		return false, err
	}
	holds := slices.ContainsFunc(values, func(v any) bool { return field.FileOf(v) == f.ID })
	if holds == in {
		return false, nil
	}
	if in {
		values = append(slices.Clone(values), field.FileValue(f.ID))
	} else {
		values = slices.DeleteFunc(slices.Clone(values), func(v any) bool { return field.FileOf(v) == f.ID })
	}
	return true, a.setField(ctx, tx, who, f.Ref, f.FieldID, values)
}

func (a *App) valuesOf(ctx context.Context, tx *db.Tx, who tenant.Actor, ref crm.Ref, id crm.FieldID) ([]any, error) {
	data, err := (entity.Cards{}).Values(ctx, tx, who.AccountID, ref)
	return data[id], err
}

func (a *App) setField(ctx context.Context, tx *db.Tx, who tenant.Actor, ref crm.Ref, id crm.FieldID, values []any) (err error) {
	p := entity.Patch{Fields: map[crm.FieldID]any{id: values}}
	switch ref.Kind {
	case crm.Deal:
		_, err = a.Deals.UpdateTx(ctx, tx, who, crm.DealID(ref.ID), deal.Patch{Patch: p})
	case crm.Contact:
		_, err = a.Contacts.UpdateTx(ctx, tx, who, crm.ContactID(ref.ID), contact.Patch{Patch: p})
	case crm.Company:
		_, err = a.Companies.UpdateTx(ctx, tx, who, crm.CompanyID(ref.ID), contact.CompanyPatch{Patch: p})
	}
	return err
}
