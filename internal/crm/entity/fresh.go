package entity

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// Fresh is a card whose row was just inserted, with the names of the tags it is to have.
type Fresh struct {
	Card *Card
	Tags []string
}

// WriteFresh writes the values' index and the tags of new cards of one kind, many rows to a statement, and fills the
// cards' Tags. Desk.Draft has checked the names.
func WriteFresh(ctx context.Context, tx *db.Tx, d *Desk, cards []Fresh) error {
	if err := indexFresh(ctx, tx, d.Who.AccountID, d.Fields, cards); err != nil {
		return fmt.Errorf("index values of new cards: %w", err)
	}
	if err := tagFresh(ctx, tx, d.Who.AccountID, d.Kind, cards); err != nil {
		return fmt.Errorf("tag new cards: %w", err)
	}
	return nil
}

func indexFresh(ctx context.Context, tx *db.Tx, account tenant.AccountID, set field.Set, cards []Fresh) error {
	var numbers, texts []any
	for _, fresh := range cards {
		for id, values := range fresh.Card.Data {
			f, ok := set.ByID(id)
			if !ok {
				continue
			}
			n, t := f.Index(values)
			numbers = appendRows(numbers, account, id, fresh.Card.ID, n)
			texts = appendRows(texts, account, id, fresh.Card.ID, t)
		}
	}
	if err := tx.Insert(ctx, "field_numbers", indexColumns, numbers); err != nil {
		return err
	}
	return tx.Insert(ctx, "field_texts", indexColumns, texts)
}

// indexColumns are those of field_numbers and of field_texts.
var indexColumns = []string{"account_id", "field_id", "value", "entity_id"}

func appendRows[V comparable](args []any, account tenant.AccountID, f crm.FieldID, id crm.ID, values []V) []any {
	for i, v := range values {
		if !slices.Contains(values[:i], v) {
			args = append(args, account, f, v, id)
		}
	}
	return args
}

// tagNames is how many different tags one statement makes or finds.
const tagNames = 500

func tagFresh(ctx context.Context, tx *db.Tx, account tenant.AccountID, kind crm.Kind, cards []Fresh) error {
	words := map[string]string{}
	perCard := make([][]string, len(cards))
	for i, fresh := range cards {
		names, keys, err := cleanTags(fresh.Tags)
		if err != nil {
			return err
		}
		perCard[i] = keys
		for j, key := range keys {
			if words[key] == "" {
				words[key] = names[j]
			}
		}
	}
	tags, err := ensureAll(ctx, tx, account, kind, words)
	if err != nil {
		return err
	}
	var args []any
	for i, keys := range perCard {
		for _, key := range keys {
			tag := tags[key]
			cards[i].Card.Tags = append(cards[i].Card.Tags, tag)
			args = append(args, account, string(kind), cards[i].Card.ID, tag.ID)
		}
	}
	return tx.Insert(ctx, "entity_tags", []string{"account_id", "entity_kind", "entity_id", "tag_id"}, args)
}

// ensureAll finds or makes the tags of all words, in one order for everybody.
func ensureAll(ctx context.Context, tx *db.Tx, account tenant.AccountID, kind crm.Kind, words map[string]string) (map[string]Tag, error) {
	keys := make([]string, 0, len(words))
	for key := range words {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	out := make(map[string]Tag, len(keys))
	for chunk := range slices.Chunk(keys, tagNames) {
		names := make([]string, len(chunk))
		for i, key := range chunk {
			names[i] = words[key]
		}
		found, err := ensureTags(ctx, tx, account, kind, names, chunk, nil)
		if err != nil {
			return nil, err
		}
		for _, t := range found {
			out[lang.Fold(t.Name)] = t
		}
	}
	return out, nil
}
