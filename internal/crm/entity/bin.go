package entity

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Gone is the data of the error "deleted": what one who could see the card is told of it.
type Gone struct {
	Name      string         `json:"name"`
	DeletedAt int64          `json:"deleted_at"`
	DeletedBy *tenant.UserID `json:"deleted_by"`
	// MergedInto is the card it went into; 0: it was deleted.
	MergedInto crm.ID `json:"merged_into,omitempty"`
	// CanRestore tells whether the reader may take it out of the bin.
	CanRestore bool `json:"can_restore"`
}

func (s Shape[T]) inBin(ctx context.Context, q db.Querier, who tenant.Actor, v *T) error {
	c := s.Card(v)
	gone := Gone{Name: c.Name, DeletedAt: *c.DeletedAt}
	err := q.QueryRow(ctx, `
		SELECT deleted_by
		FROM `+tables[s.Kind]+`
		WHERE account_id = $1
			AND id = $2`, who.AccountID, c.ID).Scan(&gone.DeletedBy)
	if err != nil {
		return fmt.Errorf("read %s in the bin: %w", c.Ref, err)
	}
	if gone.MergedInto, err = MergedInto(ctx, q, who.AccountID, c.Ref); err != nil {
		return err
	}
	gone.CanRestore = gone.MergedInto == 0 && s.Allow(who, v, access.Delete) == nil
	return errs.With(access.NotFound(s.Kind), "deleted", gone)
}

// MergedInto is the card that a merged one is found in now, 0 for one that was not merged.
func MergedInto(ctx context.Context, q db.Querier, account tenant.AccountID, ref crm.Ref) (into crm.ID, err error) {
	err = q.QueryRow(ctx, `
		SELECT into_id
		FROM merged_cards
		WHERE account_id = $1
			AND entity_kind = $2
			AND entity_id = $3`, account, string(ref.Kind), ref.ID).Scan(&into)
	if errors.Is(err, db.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read where %s was merged into: %w", ref, err)
	}
	return into, nil
}

// PutIntoBin puts locked cards into the recycle bin, or takes them out, and writes no events: for verbs that tell it
// in their own words.
func (s Shape[T]) PutIntoBin(ctx context.Context, tx *db.Tx, who tenant.Actor, ids []crm.ID, in bool) error {
	b := db.NewBuilder(tx.Engine())
	now, by := b.Arg(tx.Unix()), b.Arg(who.UserID)
	b.Add(`UPDATE `, tables[s.Kind], ` SET updated_at = `, now, `, updated_by = `, by, `, version = version + 1`)
	if in {
		b.Add(`, deleted_at = `, now, `, deleted_by = `, by)
	} else {
		b.Add(`, deleted_at = NULL, deleted_by = NULL`)
	}
	b.Add(` WHERE account_id = `, b.Arg(who.AccountID), ` AND `, db.In(b, "id", ids))
	if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
		return fmt.Errorf("recycle bin: %w", err)
	}
	return nil
}

// LockBinned reads a card in the recycle bin for a change. The caller asks for the right.
func (s Shape[T]) LockBinned(ctx context.Context, tx *db.Tx, account tenant.AccountID, id crm.ID) (T, error) {
	return s.row(ctx, tx, account, id, db.ForUpdate(tx.Engine()))
}

// Table is where the cards of a kind stand; false for kinds without cards.
func Table(kind crm.Kind) (string, bool) {
	name, ok := tables[kind]
	return name, ok
}

// Binned is a card in the recycle bin.
type Binned struct {
	ID   crm.ID
	Name string
	Data Values
}

// DropIndex deletes what the values of cards are found by, for cards that vanish for ever.
func DropIndex(ctx context.Context, tx *db.Tx, account tenant.AccountID, set field.Set, cards []Binned) error {
	var numbers, texts []any
	for _, c := range cards {
		for id, values := range c.Data {
			f, ok := set.ByID(id)
			if !ok {
				continue
			}
			n, t := f.Index(values)
			numbers = appendRows(numbers, account, id, c.ID, n)
			texts = appendRows(texts, account, id, c.ID, t)
		}
	}
	if err := dropWide(ctx, tx, "field_numbers", numbers, "DOUBLE PRECISION"); err != nil {
		return err
	}
	return dropWide(ctx, tx, "field_texts", texts, "TEXT")
}

// dropWide deletes rows of an index table by their whole keys: account, field, value, card.
func dropWide(ctx context.Context, tx *db.Tx, table string, args []any, valueType string) error {
	const width = 4
	for chunk := range slices.Chunk(args, maxIndexRows*width) {
		b := db.NewBuilder(tx.Engine())
		b.Add(`DELETE FROM `, table, ` WHERE (account_id, field_id, value, entity_id) IN (VALUES `)
		for i := 0; i < len(chunk); i += width {
			if i > 0 {
				b.Add(", ")
			}
			b.Add("(CAST(", b.Arg(chunk[i]), " AS BIGINT), CAST(", b.Arg(chunk[i+1]), " AS BIGINT), ")
			b.Add("CAST(", b.Arg(chunk[i+2]), " AS ", valueType, "), CAST(", b.Arg(chunk[i+3]), " AS BIGINT))")
		}
		b.Add(")")
		if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
			return fmt.Errorf("drop the index of cards: %w", err)
		}
	}
	return nil
}
