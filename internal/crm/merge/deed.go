package merge

import (
	"context"
	"encoding/json"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// merge does what the plan says, in the caller's transaction.
func (d desk[T]) merge(ctx context.Context, tx *db.Tx, who tenant.Actor, o Order) (Merged, error) {
	if err := lockLinked(ctx, tx, who, o); err != nil {
		return Merged{}, err
	}
	p, err := d.plan(ctx, tx, who, o)
	if err != nil {
		return Merged{}, err
	}
	m := record{ref: crm.Ref{Kind: d.kind, ID: o.Into}, from: o.From, tags: p.tags}
	if m.before, err = json.Marshal(p.cards[0]); err != nil {
		return Merged{}, fmt.Errorf("remember the card: %w", err)
	}
	if m.after, err = json.Marshal(p.now); err != nil {
		return Merged{}, fmt.Errorf("remember the card: %w", err)
	}
	if m.id, err = insertRecord(ctx, tx, who, m); err != nil {
		return Merged{}, err
	}
	if err := (carrier{tx, who, d.kind, o.Into, o.From, m.id}).run(ctx); err != nil {
		return Merged{}, err
	}
	if err := d.save(ctx, tx, who, p, m.id); err != nil {
		return Merged{}, err
	}
	if err := d.leave(ctx, tx, who, p.cards[1:], m); err != nil {
		return Merged{}, err
	}
	return Merged{m.id, m.ref}, entity.RefreshNextTask(ctx, tx, who.AccountID, m.refs()...)
}

// save writes the card that stays, with an event for each card that went into it.
func (d desk[T]) save(ctx context.Context, tx *db.Tx, who tenant.Actor, p plan[T], merge int64) error {
	table, err := entity.OpenDesk(ctx, tx, d.book.Fields, who, d.kind)
	if err != nil {
		return err
	}
	table.Leaving = d.ids(p.cards[1:])
	own, err := d.tell(ctx, tx, who, &p.cards[0], &p.now)
	if err != nil {
		return err
	}
	for i := range p.cards[1:] {
		c := d.book.Shape.Card(&p.cards[1+i])
		own = append(own, timeline.Change{
			Kind: string(d.kind) + ".merged", Object: c.Ref, Before: c.Snapshot(nil), After: map[string]any{"name": c.Name, "merge_id": merge},
		})
	}
	_, err = d.book.Shape.Save(ctx, tx, table, &p.cards[0], &p.now, entity.Patch{AddTags: p.tags}, own)
	return err
}

// tell are the events of what only this kind has.
func (d desk[T]) tell(ctx context.Context, q db.Querier, who tenant.Actor, old, now *T) (out []timeline.Change, err error) {
	var lines []Line
	for _, prop := range d.properties {
		lines = append(lines, Line{Key: prop.key, Values: []any{prop.value(old), prop.value(now)}})
	}
	names, err := (entity.Cards{}).Names(ctx, q, who.AccountID, pointed(lines))
	if err != nil {
		return nil, err
	}
	for _, prop := range d.properties {
		if prop.tell != nil && !prop.same(old, now) {
			out = append(out, prop.tell(old, now, names)...)
		}
	}
	return out, nil
}

// leave puts the others into the bin.
func (d desk[T]) leave(ctx context.Context, tx *db.Tx, who tenant.Actor, cards []T, m record) error {
	if err := d.book.Shape.PutIntoBin(ctx, tx, who, d.ids(cards), true); err != nil {
		return err
	}
	entries := make([]timeline.Entry, len(cards))
	for i := range cards {
		c := d.book.Shape.Card(&cards[i])
		entries[i] = timeline.Entry{Ref: c.Ref, Changes: []timeline.Change{{
			Kind: string(d.kind) + ".deleted", Before: entity.Named{Name: c.Name},
			After: map[string]any{"merged_into": m.ref.ID, "merge_id": m.id},
		}}}
	}
	return timeline.AppendAll(ctx, tx, who, entries)
}

// lockLinked locks the cards that will be turned to the one that stays: deals before contacts before companies, as
// everybody does who links.
func lockLinked(ctx context.Context, tx *db.Tx, who tenant.Actor, o Order) error {
	lock := db.ForUpdate(tx.Engine())
	if lock == "" {
		return nil
	}
	ids := append([]crm.ID{o.Into}, o.From...)
	var statements []*db.Builder
	if o.Kind == crm.Contact {
		b := db.NewBuilder(tx.Engine())
		b.Add(`SELECT id FROM deals WHERE account_id = `, b.Arg(who.AccountID), ` AND `)
		b.Add(db.Among(tx.Engine(), "id", `SELECT deal_id FROM deal_contacts WHERE account_id = `+b.Arg(who.AccountID)+` AND `+db.In(b, "contact_id", ids)))
		statements = append(statements, b.Add(` ORDER BY id`, lock))
	}
	for _, p := range pointing[o.Kind] {
		b := db.NewBuilder(tx.Engine())
		b.Add(`SELECT id FROM `, p.table, ` WHERE account_id = `, b.Arg(who.AccountID), ` AND `, db.In(b, p.column, ids))
		statements = append(statements, b.Add(` ORDER BY id`, lock))
	}
	for _, b := range statements { // two at most
		if _, err := db.Column[crm.ID](ctx, tx, b.SQL(), b.Args()...); err != nil {
			return fmt.Errorf("lock linked cards: %w", err)
		}
	}
	return nil
}
