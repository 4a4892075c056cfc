package entity

import (
	"context"
	"errors"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/field"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// TagFilter chooses tags of one kind of card; what is empty does not narrow.
type TagFilter struct {
	IDs []crm.TagID
	// Names are whole names in any case, Text a part of one.
	Names []string
	Text  string
	// Limit is 1 to 500, Offset how many tags are passed over.
	Limit, Offset int
}

// FindTags is a page of the tags of a kind, by age. more says that there are further ones.
func FindTags(ctx context.Context, q db.Querier, account tenant.AccountID, kind crm.Kind, f TagFilter) (tags []Tag, more bool, err error) {
	if f.Limit < 1 || f.Limit > maxTagList {
		f.Limit = maxTagList
	}
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT id, name, hue FROM tags WHERE account_id = `, b.Arg(account), ` AND entity_kind = `, b.Arg(string(kind)))
	if f.IDs != nil {
		b.Add(` AND `, db.In(b, "id", f.IDs))
	}
	if f.Names != nil {
		keys := make([]string, len(f.Names))
		for i, name := range f.Names {
			keys[i] = lang.Fold(field.Clean(name, false))
		}
		b.Add(` AND `, db.InText(b, "name_key", keys))
	}
	if f.Text != "" {
		b.Add(` AND name_key LIKE `, b.Arg(db.Like(lang.Fold(field.Clean(f.Text, false)))), ` ESCAPE '\'`)
	}
	b.Add(` ORDER BY id LIMIT `, b.Arg(f.Limit+1), ` OFFSET `, b.Arg(max(f.Offset, 0)))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	tags, err = db.Collect(rows, err, scanTag)
	if err != nil {
		return nil, false, fmt.Errorf("list tags: %w", err)
	}
	if len(tags) > f.Limit {
		return tags[:f.Limit], true, nil
	}
	return tags, false, nil
}

// EnsureTagTx finds the tag of a name or makes it. hue 0 chooses a colour for a new one; an old one keeps its own.
func EnsureTagTx(ctx context.Context, tx *db.Tx, who tenant.Actor, kind crm.Kind, name string, hue int) (Tag, error) {
	names, keys, err := cleanTags([]string{name})
	if err != nil {
		return Tag{}, errs.At("name", err)
	}
	if len(names) == 0 {
		return Tag{}, errs.Invalid("name", "is empty, give it a name")
	}
	if err := access.Any(who, kind, access.Edit); err != nil {
		return Tag{}, err
	}
	if hue > 0 && hue <= crm.Hues {
		_, err := tx.Exec(ctx, `
			INSERT INTO tags (account_id, entity_kind, name, name_key, hue)
			VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (account_id, entity_kind, name_key) DO NOTHING`, who.AccountID, string(kind), names[0], keys[0], hue)
		if err != nil {
			return Tag{}, fmt.Errorf("create tag: %w", err)
		}
	}
	tags, err := ensureTags(ctx, tx, who.AccountID, kind, names, keys, nil)
	if err != nil {
		return Tag{}, fmt.Errorf("create tag: %w", err)
	}
	return tags[0], nil
}

// TagPatch is a change of a tag; nil is "leave it".
type TagPatch struct {
	Name *string
	Hue  *int
}

// UpdateTagTx renames or recolours a tag, for everybody who uses it.
func UpdateTagTx(ctx context.Context, tx *db.Tx, who tenant.Actor, kind crm.Kind, id crm.TagID, p TagPatch) (Tag, error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return Tag{}, err
	}
	var old Tag
	err := tx.QueryRow(ctx, `
		SELECT id, name, hue
		FROM tags
		WHERE account_id = $1
			AND entity_kind = $2
			AND id = $3`+db.ForUpdate(tx.Engine()), who.AccountID, string(kind), id).Scan(&old.ID, &old.Name, &old.Hue)
	if errors.Is(err, db.ErrNoRows) {
		return Tag{}, errs.NotFound("there is no such tag")
	}
	if err != nil {
		return Tag{}, fmt.Errorf("find tag %d: %w", id, err)
	}
	now, err := p.apply(old)
	if err != nil || now == old {
		return now, err
	}
	_, err = tx.Exec(ctx, `
		UPDATE tags
		SET name = $3, name_key = $4, hue = $5
		WHERE account_id = $1
			AND id = $2`, who.AccountID, id, now.Name, lang.Fold(now.Name), now.Hue)
	if _, taken := db.IsUnique(err); taken {
		return Tag{}, errs.Invalid("name", "is already a tag, choose another name")
	}
	if err != nil {
		return Tag{}, fmt.Errorf("change tag %d: %w", id, err)
	}
	return now, timeline.Append(ctx, tx, who, crm.Ref{Kind: "tag", ID: crm.ID(id)},
		[]timeline.Change{{Kind: "tag.changed", Before: old, After: now}})
}

func (p TagPatch) apply(t Tag) (Tag, error) {
	if p.Name != nil {
		names, _, err := cleanTags([]string{*p.Name})
		if err != nil {
			return t, errs.At("name", err)
		}
		if len(names) == 0 {
			return t, errs.Invalid("name", "is empty, give it a name")
		}
		t.Name = names[0]
	}
	if p.Hue != nil {
		if *p.Hue < 0 || *p.Hue > crm.Hues {
			return t, errs.Invalid("hue", "must be a number from 1 to %d", crm.Hues)
		}
		t.Hue = *p.Hue
	}
	return t, nil
}
