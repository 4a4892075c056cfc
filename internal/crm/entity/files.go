package entity

import (
	"context"
	"errors"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/field"
	"voronka/internal/crm/file"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// checkFiles says what can be said of the files given before the card is locked: a card that is not there yet has none,
// and a field takes only so many. A merged card may hold more; it only may not get further ones.
func (d *Desk) checkFiles(c *errs.Collect, isNew bool, old, given Values) {
	for id, values := range given {
		f, ok := d.Fields.ByID(id)
		if !ok || f.Type != field.File || Same(old[id], values) || len(values) == 0 {
			continue
		}
		most := f.MostFiles()
		switch {
		case isNew:
			c.Add(Path(id), "takes files of a card that is there: save the card first, then upload them")
		case len(values) > most && len(values) > len(old[id]):
			c.Add(Path(id), "holds at most %d files, take one out first", most)
		}
	}
}

// writeFiles puts the files that changed fields name into their place, and gives the changes their names for the log.
func (d *Desk) writeFiles(ctx context.Context, tx *db.Tx, ref crm.Ref, changes []Change) error {
	for i, c := range changes {
		if f, ok := d.Fields.ByID(c.Field); !ok || f.Type != field.File {
			continue
		}
		before, after := filesOf(c.Before), filesOf(c.After)
		// The undo of a merge hands files back to their cards: they are not taken out of them.
		in := file.Place{Ref: ref, Field: c.Field, Keeps: d.Who.Cause.Kind == UnmergeCause}
		if err := file.Fill(ctx, tx, d.Who, in, before, after); err != nil {
			return errs.At(Path(c.Field), err)
		}
		named, err := file.Named(ctx, tx, d.Who.AccountID, append(before, after...))
		if err != nil {
			return err
		}
		changes[i].Before, changes[i].After = withNames(c.Before, named), withNames(c.After, named)
	}
	return nil
}

// Values are the custom values of a card as they are stored.
func (Cards) Values(ctx context.Context, q db.Querier, account tenant.AccountID, ref crm.Ref) (Values, error) {
	table, ok := tables[ref.Kind]
	if !ok {
		return nil, access.NotFound(ref.Kind)
	}
	var data Values
	err := q.QueryRow(ctx, `
		SELECT data
		FROM `+table+`
		WHERE account_id = $1
			AND id = $2`, account, ref.ID).Scan(&data)
	if errors.Is(err, db.ErrNoRows) {
		return nil, access.NotFound(ref.Kind)
	}
	return data, err
}

// UnmergeCause is the reason of what the undo of a merge changes.
const UnmergeCause = "unmerge"

func filesOf(values []any) (ids []crm.FileID) {
	for _, v := range values {
		if id := field.FileOf(v); id != 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

func withNames(values []any, named map[crm.FileID]file.File) []any {
	out := make([]any, len(values))
	for i, v := range values {
		id := field.FileOf(v)
		out[i] = map[string]any{"file": int64(id), "name": named[id].Name}
	}
	return out
}

// dressFiles gives the files that cards hold in fields what is shown of them. A file that is gone is left out.
func dressFiles(ctx context.Context, q db.Querier, account tenant.AccountID, cards []*Card) error {
	var ids []crm.FileID
	for _, c := range cards {
		for _, values := range c.Data {
			ids = append(ids, filesOf(values)...)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	named, err := file.Named(ctx, q, account, ids)
	if err != nil {
		return fmt.Errorf("files of fields: %w", err)
	}
	for _, c := range cards {
		for id, values := range c.Data {
			if len(values) > 0 && field.FileOf(values[0]) != 0 {
				if c.Data[id] = shownFiles(values, named); len(c.Data[id]) == 0 {
					delete(c.Data, id)
				}
			}
		}
	}
	return nil
}

func shownFiles(values []any, named map[crm.FileID]file.File) []any {
	out := make([]any, 0, len(values))
	for _, v := range values {
		f, ok := named[field.FileOf(v)]
		if !ok || f.DeletedAt != nil {
			continue
		}
		a := f.Attachment()
		out = append(out, map[string]any{
			"file": int64(f.ID), "name": a.Name, "size": a.Size, "media_type": a.MediaType, "version_id": a.VersionID,
			"versions": int64(a.Versions), "preview": a.Preview, "scan": a.Scan,
		})
	}
	return out
}
