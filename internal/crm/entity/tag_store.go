package entity

import (
	"context"
	"slices"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// The bounds of tags.
const (
	maxTagName  = 100
	maxCardTags = 100
)

// changeTags reads the card's tags and writes the difference. add and remove say which side of it is wanted: with both
// the names are the whole of what the card shall hold.
func changeTags(ctx context.Context, tx *db.Tx, account tenant.AccountID, ref crm.Ref, names []string, add, remove bool) (TagChange, error) {
	names, keys, err := cleanTags(names)
	if err != nil {
		return TagChange{}, err
	}
	have, err := TagsOf(ctx, tx, account, ref.Kind, []crm.ID{ref.ID})
	if err != nil {
		return TagChange{}, err
	}
	var change TagChange
	held := map[string]bool{}
	for _, t := range have[ref.ID] {
		key := lang.Fold(t.Name)
		held[key] = true
		if remove && slices.Contains(keys, key) != add {
			change.Removed = append(change.Removed, t)
		}
	}
	if add {
		if change.Added, err = ensureTags(ctx, tx, account, ref.Kind, names, keys, held); err != nil {
			return TagChange{}, err
		}
		if len(have[ref.ID])+len(change.Added)-len(change.Removed) > maxCardTags {
			return TagChange{}, errs.Invalid("tags", "too many tags on one card, use at most %d", maxCardTags)
		}
	}
	return change, writeTags(ctx, tx, account, ref, change)
}

// cleanTags trims the names and drops those that differ only in case.
func cleanTags(names []string) (clean, keys []string, err error) {
	if len(names) > maxCardTags {
		return nil, nil, errs.Invalid("tags", "too many tags on one card, use at most %d", maxCardTags)
	}
	for _, n := range names {
		n = field.Clean(n, false)
		key := lang.Fold(n)
		switch {
		case key == "" || slices.Contains(keys, key):
			continue
		case len([]rune(n)) > maxTagName:
			return nil, nil, errs.Invalid("tags", "the tag is too long, use at most %d characters", maxTagName)
		}
		clean, keys = append(clean, n), append(keys, key)
	}
	return clean, keys, nil
}

// ensureTags finds the tags of the names that are not held, and makes those that do not exist yet.
func ensureTags(ctx context.Context, tx *db.Tx, account tenant.AccountID, kind crm.Kind, names, keys []string, held map[string]bool) ([]Tag, error) {
	var rows []any
	var wanted []string
	for i, key := range keys {
		if held[key] {
			continue
		}
		wanted = append(wanted, key)
		rows = append(rows, account, string(kind), names[i], key, hueOf(key))
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO tags (account_id, entity_kind, name, name_key, hue)
		VALUES `+db.Values(len(wanted), 5)+`
		ON CONFLICT (account_id, entity_kind, name_key) DO NOTHING`, rows...)
	if err != nil {
		return nil, err
	}
	b := db.NewBuilder(tx.Engine())
	b.Add(`
		SELECT id, name, hue
		FROM tags
		WHERE account_id = `, b.Arg(account), `
			AND entity_kind = `, b.Arg(string(kind)), `
			AND `, db.InText(b, "name_key", wanted), `
		ORDER BY id`)
	found, err := tx.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(found, err, scanTag)
}

func scanTag(r db.Rows) (t Tag, err error) {
	err = r.Scan(&t.ID, &t.Name, &t.Hue)
	return t, err
}

// hueOf gives a new tag a colour that is always the same for the same word.
func hueOf(key string) int {
	sum := 0
	for _, r := range key {
		sum = (sum*31 + int(r)) % 9973
	}
	return sum%crm.Hues + 1
}

func writeTags(ctx context.Context, tx *db.Tx, account tenant.AccountID, ref crm.Ref, change TagChange) error {
	if len(change.Removed) > 0 {
		b := db.NewBuilder(tx.Engine())
		b.Add(`
			DELETE FROM entity_tags
			WHERE account_id = `, b.Arg(account), `
				AND entity_kind = `, b.Arg(string(ref.Kind)), `
				AND entity_id = `, b.Arg(ref.ID), `
				AND `, db.In(b, "tag_id", tagIDs(change.Removed)))
		if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
			return err
		}
	}
	if len(change.Added) == 0 {
		return nil
	}
	var args []any
	for _, t := range change.Added {
		args = append(args, account, string(ref.Kind), ref.ID, t.ID)
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO entity_tags (account_id, entity_kind, entity_id, tag_id)
		VALUES `+db.Values(len(change.Added), 4)+`
		ON CONFLICT DO NOTHING`, args...)
	return err
}

func tagIDs(tags []Tag) []crm.TagID {
	ids := make([]crm.TagID, len(tags))
	for i, t := range tags {
		ids[i] = t.ID
	}
	return ids
}

// TagsOf are the tags of cards of one kind, by card; within a card by name.
func TagsOf(ctx context.Context, q db.Querier, account tenant.AccountID, kind crm.Kind, ids []crm.ID) (map[crm.ID][]Tag, error) {
	out := map[crm.ID][]Tag{}
	if len(ids) == 0 {
		return out, nil
	}
	b := db.NewBuilder(q.Engine())
	b.Add(`
		SELECT e.entity_id, t.id, t.name, t.hue
		FROM entity_tags e
		JOIN tags t ON t.account_id = e.account_id AND t.id = e.tag_id
		WHERE e.account_id = `, b.Arg(account), `
			AND e.entity_kind = `, b.Arg(string(kind)), `
			AND `, db.In(b, "e.entity_id", ids), `
		ORDER BY e.entity_id, t.name_key, t.id`)
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id crm.ID
		var t Tag
		if err := rows.Scan(&id, &t.ID, &t.Name, &t.Hue); err != nil {
			return nil, err
		}
		out[id] = append(out[id], t)
	}
	return out, rows.Err()
}

// maxTagList bounds a list of tags.
const maxTagList = 500

// TagList are the tags of a kind whose name holds the text (any, when empty), by name, at most limit.
func TagList(ctx context.Context, q db.Querier, account tenant.AccountID, kind crm.Kind, text string, limit int) ([]Tag, error) {
	if limit <= 0 || limit > maxTagList {
		limit = maxTagList
	}
	rows, err := q.Query(ctx, `
		SELECT id, name, hue
		FROM tags
		WHERE account_id = $1
			AND entity_kind = $2
			AND name_key LIKE $3 ESCAPE '\'
		ORDER BY name_key
		LIMIT $4`, account, string(kind), db.Like(lang.Fold(strings.TrimSpace(text))), limit)
	return db.Collect(rows, err, scanTag)
}
