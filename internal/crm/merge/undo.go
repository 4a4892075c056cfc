package merge

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Undone is what came of an undo: the card that stayed, and the properties ("name", "fields.12") that people changed
// since the merge and that were therefore left as they are.
type Undone struct {
	Ref  crm.Ref
	From []crm.ID
	Kept []string
}

// undoCause is the reason of what an undo changes: rules look away from it.
const undoCause = entity.UnmergeCause

func (d desk[T]) undo(ctx context.Context, tx *db.Tx, who tenant.Actor, m record) (Undone, error) {
	who.Cause = tenant.Cause{Kind: undoCause, ID: m.id, Depth: who.Cause.Depth}
	if err := lockLinked(ctx, tx, who, Order{Kind: d.kind, Into: m.ref.ID, From: m.from}); err != nil {
		return Undone{}, err
	}
	now, others, err := d.reopen(ctx, tx, who, m)
	if err != nil {
		return Undone{}, err
	}
	old := now
	keptKeys, err := d.putBack(&now, m)
	if err != nil {
		return Undone{}, err
	}
	if err := d.saveBack(ctx, tx, who, &old, &now, others, m); err != nil {
		return Undone{}, err
	}
	if err := (carrier{tx, who, d.kind, m.ref.ID, m.from, m.id}).back(ctx); err != nil {
		return Undone{}, err
	}
	if err := d.comeBack(ctx, tx, who, others, m); err != nil {
		return Undone{}, err
	}
	if err := entity.RefreshNextTask(ctx, tx, who.AccountID, m.refs()...); err != nil {
		return Undone{}, err
	}
	for _, id := range who.HiddenFields() {
		keptKeys = slices.DeleteFunc(keptKeys, func(key string) bool { return key == entity.Path(crm.FieldID(id)) })
	}
	return Undone{Ref: m.ref, From: m.from, Kept: keptKeys}, closeRecord(ctx, tx, who, m.id)
}

// reopen locks the cards of a merge that can be taken back.
func (d desk[T]) reopen(ctx context.Context, tx *db.Tx, who tenant.Actor, m record) (now T, others []T, err error) {
	if m.isUndone {
		return now, nil, errs.With(errs.Conflict("this merge was undone already"), "already_done", nil)
	}
	into, err := entity.MergedInto(ctx, tx, who.AccountID, m.ref)
	if err != nil {
		return now, nil, err
	}
	if into != 0 {
		return now, nil, errs.Conflict("the card was merged into another one since, undo that merge first")
	}
	if now, err = d.book.Shape.Lock(ctx, tx, who, m.ref.ID, access.Edit); err != nil {
		return now, nil, err
	}
	ids := slices.Clone(m.from)
	slices.Sort(ids)
	for _, id := range ids { // four at most
		v, err := d.book.Shape.LockBinned(ctx, tx, who.AccountID, id)
		if errs.Is(err, errs.CodeNotFound) {
			return now, nil, errs.Conflict("one of the merged cards is no longer in the recycle bin, the merge can no longer be undone")
		}
		if err == nil {
			err = d.book.Shape.Allow(who, &v, access.Delete)
		}
		if err != nil {
			return now, nil, err
		}
		others = append(others, v)
	}
	return now, others, nil
}

// putBack gives the card its former values, except those that were changed since, and names these.
func (d desk[T]) putBack(now *T, m record) (keys []string, err error) {
	var before, after T
	if err := json.Unmarshal(m.before, &before); err != nil {
		return nil, fmt.Errorf("read the card as it was: %w", err)
	}
	if err := json.Unmarshal(m.after, &after); err != nil {
		return nil, fmt.Errorf("read the card as it became: %w", err)
	}
	for _, prop := range d.properties {
		switch {
		case prop.same(&before, &after):
		case prop.same(now, &after):
			prop.take(now, &before)
		default:
			keys = append(keys, prop.key)
		}
	}
	was, became, card := d.book.Shape.Card(&before).Data, d.book.Shape.Card(&after).Data, d.book.Shape.Card(now)
	data := card.Data.Merge(nil)
	for _, change := range entity.Diff(was, became) {
		values, ok := unjoin(change, data[change.Field])
		if !ok {
			keys = append(keys, entity.Path(change.Field))
			continue
		}
		data = data.Merge(entity.Values{change.Field: values})
	}
	card.Data = data
	return keys, nil
}

// unjoin is a field without what the merge added. It is false when somebody changed it so that this cannot be told.
func unjoin(change entity.Change, now []any) ([]any, bool) {
	if entity.Same(now, change.After) {
		return change.Before, true
	}
	if len(change.After) < 2 {
		return nil, false
	}
	for _, v := range change.Before {
		if !holds(change.After, v) {
			return nil, false
		}
	}
	return slices.DeleteFunc(slices.Clone(now), func(v any) bool { return holds(change.After, v) && !holds(change.Before, v) }), true
}

func holds(list []any, v any) bool {
	return slices.ContainsFunc(list, func(o any) bool { return reflect.DeepEqual(o, v) })
}

func (d desk[T]) saveBack(ctx context.Context, tx *db.Tx, who tenant.Actor, old, now *T, others []T, m record) error {
	table, err := entity.OpenDesk(ctx, tx, d.book.Fields, who, d.kind)
	if err != nil {
		return err
	}
	own, err := d.tell(ctx, tx, who, old, now)
	if err != nil {
		return err
	}
	for i := range others {
		c := d.book.Shape.Card(&others[i])
		own = append(own, timeline.Change{
			Kind: string(d.kind) + ".unmerged", Object: c.Ref, Before: map[string]any{"name": c.Name, "merge_id": m.id},
		})
	}
	_, err = d.book.Shape.Save(ctx, tx, table, old, now, entity.Patch{RemoveTags: m.tags}, own)
	return err
}

func (d desk[T]) comeBack(ctx context.Context, tx *db.Tx, who tenant.Actor, others []T, m record) error {
	if err := d.book.Shape.PutIntoBin(ctx, tx, who, d.ids(others), false); err != nil {
		return err
	}
	entries := make([]timeline.Entry, len(others))
	for i := range others {
		c := d.book.Shape.Card(&others[i])
		entries[i] = timeline.Entry{Ref: c.Ref, Changes: []timeline.Change{{
			Kind: string(d.kind) + ".restored", Before: map[string]any{"merged_into": m.ref.ID}, After: entity.Named{Name: c.Name},
		}}}
	}
	return timeline.AppendAll(ctx, tx, who, entries)
}
