package file

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Place is a field of a card that holds files.
type Place struct {
	Ref   crm.Ref
	Field crm.FieldID
	// Keeps leaves what is taken out of the field on the card, instead of putting it into the bin.
	Keeps bool
}

// Fill makes a field hold other files than before. It is called in the transaction that writes the card, by who may edit
// it. What is new must be a file of this card that stands in no other field and went with no note, or an upload of the
// actor's own that waits; one that was taken out before comes back from the bin. What is taken out goes there.
func Fill(ctx context.Context, tx *db.Tx, who tenant.Actor, in Place, before, after []crm.FileID) error {
	less := func(a, b []crm.FileID) []crm.FileID {
		return slices.DeleteFunc(slices.Clone(a), func(id crm.FileID) bool { return slices.Contains(b, id) })
	}
	if fresh := less(after, before); len(fresh) > 0 {
		if err := putIn(ctx, tx, who, in, fresh); err != nil {
			return err
		}
	}
	gone := less(before, after)
	if len(gone) == 0 || in.Keeps {
		return nil
	}
	b := db.NewBuilder(tx.Engine())
	b.Add(`UPDATE files SET deleted_at = `, b.Arg(tx.Unix()), `, deleted_by = `, b.Arg(who.UserID), `, updated_at = `, b.Arg(tx.Unix()))
	b.Add(` WHERE account_id = `, b.Arg(who.AccountID), ` AND entity_kind = `, b.Arg(string(in.Ref.Kind)), ` AND entity_id = `, b.Arg(in.Ref.ID))
	b.Add(` AND field_id = `, b.Arg(in.Field), ` AND deleted_at IS NULL AND `, db.In(b, "id", gone))
	if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
		return fmt.Errorf("take files out of field %d: %w", in.Field, err)
	}
	return nil
}

func putIn(ctx context.Context, tx *db.Tx, who tenant.Actor, in Place, fresh []crm.FileID) error {
	b := db.NewBuilder(tx.Engine())
	b.Add(`UPDATE files SET field_id = `, b.Arg(in.Field), `, is_staged = FALSE, deleted_at = NULL, deleted_by = 0, updated_at = `, b.Arg(tx.Unix()))
	b.Add(` WHERE account_id = `, b.Arg(who.AccountID), ` AND entity_kind = `, b.Arg(string(in.Ref.Kind)), ` AND entity_id = `, b.Arg(in.Ref.ID))
	b.Add(` AND note_id = 0 AND field_id IN (0, `, b.Arg(in.Field), `) AND (is_staged = FALSE OR created_by = `, b.Arg(who.UserID), `)`)
	b.Add(` AND `, db.In(b, "id", fresh), ` RETURNING id`)
	put, err := db.Column[crm.FileID](ctx, tx, b.SQL(), b.Args()...)
	if err != nil {
		return fmt.Errorf("put files into field %d: %w", in.Field, err)
	}
	for _, id := range fresh {
		if !slices.Contains(put, id) {
			return errs.Invalid("", "there is no file %d on this card that the field could hold: upload it here", int64(id))
		}
	}
	return nil
}

// Named are the files of the ids, those in the bin too, for who shows the fields they stand in.
func Named(ctx context.Context, q db.Querier, account tenant.AccountID, ids []crm.FileID) (map[crm.FileID]File, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	files, err := filesWhere(ctx, q, account, "f.id", ids, "")
	out := make(map[crm.FileID]File, len(files))
	for _, f := range files {
		out[f.ID] = f
	}
	return out, err
}

// Shelf changes the value of a field of a card, as its own verb does, so that it holds the file no more, or again. It
// reports false when there is nothing to change: the field does not hold the file, or is gone.
type Shelf func(ctx context.Context, tx *db.Tx, who tenant.Actor, f File, in bool) (bool, error)

// shelve does what deleting, or taking out of the bin, means for a file that stands in a field.
func (s *Service) shelve(ctx context.Context, tx *db.Tx, who tenant.Actor, f File, in bool) (bool, error) {
	if f.FieldID == 0 || s.Shelf == nil {
		return false, nil
	}
	return s.Shelf(ctx, tx, who, f, in)
}
