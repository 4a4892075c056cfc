package entity

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// WriteValues writes what the index tables need to go from before to after and returns the fields that differ. The
// data column itself is written by the caller, who writes the card's row anyway, in the same transaction: after.JSON().
// A field that is not in the set (removed a moment ago) is compared and returned but not indexed.
func WriteValues(ctx context.Context, tx *db.Tx, account tenant.AccountID, id crm.ID, set field.Set, before, after Values) ([]Change, error) {
	changes := Diff(before, after)
	var w indexWriter
	for _, c := range changes {
		if f, ok := set.ByID(c.Field); ok {
			w.add(f, c)
		}
	}
	if err := w.write(ctx, tx, account, id); err != nil {
		return nil, fmt.Errorf("index values of card %d: %w", id, err)
	}
	return changes, nil
}

// indexRow is a row of field_numbers or field_texts without account and card.
type indexRow struct {
	field crm.FieldID
	value any
}

type indexWriter struct {
	addNumbers, dropNumbers []indexRow
	addTexts, dropTexts     []indexRow
}

// add notes only the keys that come and go: a phone of three numbers that loses one loses one row.
func (w *indexWriter) add(f field.Field, c Change) {
	oldNumbers, oldTexts := f.Index(c.Before)
	newNumbers, newTexts := f.Index(c.After)
	w.addNumbers = appendNew(w.addNumbers, f.ID, newNumbers, oldNumbers)
	w.dropNumbers = appendNew(w.dropNumbers, f.ID, oldNumbers, newNumbers)
	w.addTexts = appendNew(w.addTexts, f.ID, newTexts, oldTexts)
	w.dropTexts = appendNew(w.dropTexts, f.ID, oldTexts, newTexts)
}

func appendNew[T comparable](rows []indexRow, id crm.FieldID, these, without []T) []indexRow {
	for i, v := range these {
		if !slices.Contains(without, v) && !slices.Contains(these[:i], v) {
			rows = append(rows, indexRow{id, v})
		}
	}
	return rows
}

func (w *indexWriter) write(ctx context.Context, tx *db.Tx, account tenant.AccountID, id crm.ID) error {
	for _, t := range []struct {
		table     string
		drop, add []indexRow
	}{{"field_numbers", w.dropNumbers, w.addNumbers}, {"field_texts", w.dropTexts, w.addTexts}} {
		if err := dropRows(ctx, tx, t.table, account, id, t.drop); err != nil {
			return err
		}
		if err := addRows(ctx, tx, t.table, account, id, t.add); err != nil {
			return err
		}
	}
	return nil
}

// maxIndexRows is how many index rows go into one statement: the engines bound the number of arguments.
const maxIndexRows = 500

func dropRows(ctx context.Context, tx *db.Tx, table string, account tenant.AccountID, id crm.ID, rows []indexRow) error {
	for chunk := range slices.Chunk(rows, maxIndexRows) {
		b := db.NewBuilder(tx.Engine())
		b.Add(`
			DELETE FROM `, table, `
			WHERE account_id = `, b.Arg(account), `
				AND entity_id = `, b.Arg(id), `
				AND (field_id, value) IN (VALUES `)
		for i, r := range chunk {
			if i > 0 {
				b.Add(", ")
			}
			b.Add("(CAST(", b.Arg(r.field), " AS BIGINT), ", castValue(b, r.value), ")")
		}
		b.Add(")")
		if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
			return err
		}
	}
	return nil
}

// castValue tells PostgreSQL the type of a value that stands in a bare list.
func castValue(b *db.Builder, v any) string {
	if _, ok := v.(float64); ok {
		return "CAST(" + b.Arg(v) + " AS DOUBLE PRECISION)"
	}
	return "CAST(" + b.Arg(v) + " AS TEXT)"
}

func addRows(ctx context.Context, tx *db.Tx, table string, account tenant.AccountID, id crm.ID, rows []indexRow) error {
	args := make([]any, 0, 4*len(rows))
	for _, r := range rows {
		args = append(args, account, r.field, r.value, id)
	}
	return addEntries(ctx, tx, table, args)
}
