package entity

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Named is what an event tells of a tag or a linked card.
type Named struct {
	Name string `json:"name"`
}

// Snapshot is what the event of a new card tells of it; a kind adds its own.
func (c Card) Snapshot(tags []Tag) map[string]any {
	out := map[string]any{"name": c.Name, "responsible_id": c.ResponsibleID}
	if len(c.Data) > 0 {
		out["fields"] = c.Data
	}
	if len(tags) > 0 {
		names := make([]string, len(tags))
		for i, t := range tags {
			names[i] = t.Name
		}
		out["tags"] = names
	}
	return out
}

// changesOf are the events of what differs between two states of a card.
func changesOf(old, now Card, fields []Change, tags []TagChange) []timeline.Change {
	var out []timeline.Change
	kind := string(old.Kind)
	if old.Name != now.Name {
		out = append(out, timeline.Change{Kind: kind + ".name_changed", Before: Named{old.Name}, After: Named{now.Name}})
	}
	if old.ResponsibleID != now.ResponsibleID {
		out = append(out, timeline.Change{
			Kind:   kind + ".responsible_changed",
			Before: map[string]any{"responsible_id": old.ResponsibleID}, After: map[string]any{"responsible_id": now.ResponsibleID},
		})
	}
	for _, c := range fields {
		out = append(out, timeline.Change{
			Kind: kind + ".field_changed", Object: crm.Ref{Kind: "field", ID: crm.ID(c.Field)},
			Before: told(c.Before), After: told(c.After),
		})
	}
	for _, t := range tags {
		for _, tag := range t.Added {
			out = append(out, timeline.Change{Kind: kind + ".tag_added", Object: crm.Ref{Kind: "tag", ID: crm.ID(tag.ID)}, After: Named{tag.Name}})
		}
		for _, tag := range t.Removed {
			out = append(out, timeline.Change{Kind: kind + ".tag_removed", Object: crm.Ref{Kind: "tag", ID: crm.ID(tag.ID)}, Before: Named{tag.Name}})
		}
	}
	return out
}

func told(values []any) any {
	if len(values) == 0 {
		return nil
	}
	return map[string]any{"values": values}
}

// Link is the event of two cards being joined, as each of them tells it.
func Link(kind crm.Kind, what string, other crm.Ref, name string) timeline.Change {
	change := timeline.Change{Kind: string(kind) + "." + what, Object: other}
	if what == "unlinked" {
		change.Before = Named{name}
	} else {
		change.After = Named{name}
	}
	return change
}

// Save writes what a verb made of a locked card: the row, the index of its values, its tags, one event for each thing
// that changed; own are the events of what only this kind has. Without any difference nothing is written and false
// comes back. The card's version grows by one.
func (s Shape[T]) Save(ctx context.Context, tx *db.Tx, d *Desk, old, now *T, p Patch, own []timeline.Change) (bool, error) {
	before, after := s.Card(old), s.Card(now)
	s.Compute(d, now)
	taken, err := d.Taken(ctx, tx, []*Card{before}, []*Card{after})
	if err != nil {
		return false, err
	}
	if taken[0] != nil {
		return false, taken[0]
	}
	tags, err := p.writeTags(ctx, tx, d.Who.AccountID, before.Ref)
	if err != nil {
		return false, err
	}
	fields, err := WriteValues(ctx, tx, d.Who.AccountID, before.ID, d.Fields, before.Data, after.Data)
	if err != nil {
		return false, err
	}
	if err := d.writeFiles(ctx, tx, before.Ref, fields); err != nil {
		return false, err
	}
	changes := append(changesOf(*before, *after, fields, tags), own...)
	if len(changes) == 0 {
		return false, nil
	}
	after.UpdatedAt, after.UpdatedBy, after.Version = tx.Unix(), d.Who.UserID, before.Version+1
	if err := s.Update(ctx, tx, d.Who.AccountID, now); err != nil {
		return false, err
	}
	return true, timeline.Append(ctx, tx, d.Who, before.Ref, changes)
}

func (p Patch) writeTags(ctx context.Context, tx *db.Tx, account tenant.AccountID, ref crm.Ref) (out []TagChange, err error) {
	write := func(names []string, fn func(context.Context, *db.Tx, tenant.AccountID, crm.Ref, []string) (TagChange, error)) {
		if err != nil {
			return
		}
		var change TagChange
		if change, err = fn(ctx, tx, account, ref, names); err == nil {
			out = append(out, change)
		}
	}
	if p.Tags != nil {
		write(*p.Tags, SetTagsTx)
	}
	if len(p.AddTags) > 0 {
		write(p.AddTags, AddTagsTx)
	}
	if len(p.RemoveTags) > 0 {
		write(p.RemoveTags, RemoveTagsTx)
	}
	return out, err
}

// Delete puts a card into the recycle bin. Its links, tags and tasks stay for the day it comes back.
func (s Shape[T]) Delete(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.ID) error {
	v, err := s.Lock(ctx, tx, who, id, access.Delete)
	if err != nil {
		return err
	}
	now, by := tx.Unix(), who.UserID
	if err := s.bin(ctx, tx, who, id, &now, &by); err != nil {
		return err
	}
	c := s.Card(&v)
	return timeline.Append(ctx, tx, who, c.Ref, []timeline.Change{{Kind: string(s.Kind) + ".deleted", Before: Named{c.Name}}})
}

// Restore takes a card out of the recycle bin, with its links. It asks for the same right as Delete. A card that is not
// there is left as it is; one that was merged comes back by undoing the merge.
func (s Shape[T]) Restore(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.ID) (T, error) {
	v, err := s.row(ctx, tx, who.AccountID, id, db.ForUpdate(tx.Engine()))
	if err != nil {
		return v, err
	}
	if err := s.Allow(who, &v, access.Delete); err != nil {
		return v, err
	}
	c := s.Card(&v)
	if c.DeletedAt == nil {
		return v, nil
	}
	into, err := MergedInto(ctx, tx, who.AccountID, c.Ref)
	switch {
	case err != nil:
		return v, err
	case into != 0:
		return v, errs.With(errs.Conflict("«%s» was merged into another card: undo the merge to bring it back", c.Name),
			"merged", map[string]any{"merged_into": into})
	}
	if err := s.bin(ctx, tx, who, id, nil, nil); err != nil {
		return v, err
	}
	c.DeletedAt, c.UpdatedAt, c.UpdatedBy, c.Version = nil, tx.Unix(), who.UserID, c.Version+1
	return v, timeline.Append(ctx, tx, who, c.Ref, []timeline.Change{{Kind: string(s.Kind) + ".restored", After: Named{c.Name}}})
}

func (s Shape[T]) bin(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.ID, at *int64, by *tenant.UserID) error {
	_, err := tx.Exec(ctx, `
		UPDATE `+tables[s.Kind]+`
		SET deleted_at = $3, deleted_by = $4, updated_at = $5, updated_by = $6, version = version + 1
		WHERE account_id = $1
			AND id = $2`, who.AccountID, id, at, by, tx.Unix(), who.UserID)
	if err != nil {
		return fmt.Errorf("recycle bin, %s: %w", crm.Ref{Kind: s.Kind, ID: id}, err)
	}
	return nil
}

// Failed spreads the errors of a batch: what is wrong with an item goes into its slot, anything else stops the batch.
func Failed(slots []error, i int, err error) error {
	switch errs.CodeOf(err) {
	case errs.CodeInvalid, errs.CodeForbidden, errs.CodeNotFound, errs.CodeConflict, errs.CodeLimit:
		slots[i] = err
		return nil
	}
	return err
}
