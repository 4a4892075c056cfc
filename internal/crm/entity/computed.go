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

// computed is cards whose values were computed anew, to be written with a handful of statements.
type computed struct {
	cards                    []*Card
	dropNumbers, dropTexts   []indexEntry
	freshNumbers, freshTexts []any
}

// indexEntry is a row of an index table without its account.
type indexEntry struct {
	indexRow
	card crm.ID
}

// add notes a card whose values were before. One that stays as it was is left out.
func (w *computed) add(account tenant.AccountID, set field.Set, card *Card, before Values) {
	changes := Diff(before, card.Data)
	if len(changes) == 0 {
		return
	}
	w.cards = append(w.cards, card)
	var index indexWriter
	for _, c := range changes {
		if f, ok := set.ByID(c.Field); ok {
			index.add(f, c)
		}
	}
	for _, t := range []struct {
		rows []indexRow
		to   *[]indexEntry
	}{{index.dropNumbers, &w.dropNumbers}, {index.dropTexts, &w.dropTexts}} {
		for _, r := range t.rows {
			*t.to = append(*t.to, indexEntry{r, card.ID})
		}
	}
	for _, r := range index.addNumbers {
		w.freshNumbers = append(w.freshNumbers, account, r.field, r.value, card.ID)
	}
	for _, r := range index.addTexts {
		w.freshTexts = append(w.freshTexts, account, r.field, r.value, card.ID)
	}
}

// write stores the values of the cards in their table, and what the index tables need.
func (w *computed) write(ctx context.Context, tx *db.Tx, account tenant.AccountID, table string) error {
	for _, t := range []struct {
		name  string
		drop  []indexEntry
		fresh []any
	}{{"field_numbers", w.dropNumbers, w.freshNumbers}, {"field_texts", w.dropTexts, w.freshTexts}} {
		if err := dropEntries(ctx, tx, t.name, account, t.drop); err != nil {
			return fmt.Errorf("index computed values: %w", err)
		}
		if err := addEntries(ctx, tx, t.name, t.fresh); err != nil {
			return fmt.Errorf("index computed values: %w", err)
		}
	}
	for chunk := range slices.Chunk(w.cards, maxIndexRows) {
		b := db.NewBuilder(tx.Engine())
		b.Add(`
			UPDATE `, table, `
			SET data = `, db.AsJSON(tx.Engine(), "v.column2"), `
			FROM (VALUES `)
		for i, c := range chunk {
			if i > 0 {
				b.Add(`, `)
			}
			b.Add(`(CAST(`, b.Arg(c.ID), ` AS BIGINT), CAST(`, b.Arg(c.Data.JSON()), ` AS TEXT))`)
		}
		b.Add(`) AS v
			WHERE `, table, `.account_id = `, b.Arg(account), `
				AND `, table, `.id = v.column1`)
		if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
			return fmt.Errorf("write computed values: %w", err)
		}
	}
	return nil
}

// dropEntries deletes rows of many cards from an index table.
func dropEntries(ctx context.Context, tx *db.Tx, table string, account tenant.AccountID, rows []indexEntry) error {
	for chunk := range slices.Chunk(rows, maxIndexRows) {
		b := db.NewBuilder(tx.Engine())
		b.Add(`
			DELETE FROM `, table, `
			WHERE account_id = `, b.Arg(account), `
				AND (field_id, value, entity_id) IN (VALUES `)
		for i, r := range chunk {
			if i > 0 {
				b.Add(`, `)
			}
			b.Add(`(CAST(`, b.Arg(r.field), ` AS BIGINT), `, castValue(b, r.value), `, CAST(`, b.Arg(r.card), ` AS BIGINT))`)
		}
		b.Add(`)`)
		if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
			return err
		}
	}
	return nil
}

// addEntries inserts rows (account, field, value, card) into an index table; one that is there already stays.
func addEntries(ctx context.Context, tx *db.Tx, table string, args []any) error {
	const width = 4
	for chunk := range slices.Chunk(args, width*maxIndexRows) {
		_, err := tx.Exec(ctx, `
			INSERT INTO `+table+` (account_id, field_id, value, entity_id)
			VALUES `+db.Values(len(chunk)/width, width)+`
			ON CONFLICT DO NOTHING`, chunk...)
		if err != nil {
			return err
		}
	}
	return nil
}
