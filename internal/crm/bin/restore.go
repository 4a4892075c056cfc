package bin

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Restored is what came of restoring many: those that came back, and those that came by a merge and come back by its
// undo. Others were not there for this actor.
type Restored struct {
	IDs    []crm.ID
	Merged []crm.ID
}

// Restore takes cards out of the bin, with their links, all in one transaction. Those out of the actor's reach are left.
func (s *Service) Restore(ctx context.Context, who tenant.Actor, kind crm.Kind, ids []crm.ID) (r Restored, err error) {
	if err := checkMany(kind, ids); err != nil {
		return r, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		r, err = s.RestoreTx(ctx, tx, who, kind, ids)
		return err
	})
	return r, err
}

// RestoreTx is Restore inside the caller's transaction.
func (s *Service) RestoreTx(ctx context.Context, tx *db.Tx, who tenant.Actor, kind crm.Kind, ids []crm.ID) (r Restored, err error) {
	cards, err := lock(ctx, tx, who, kind, access.Delete, ids)
	if err != nil {
		return r, err
	}
	var entries []timeline.Entry
	for _, c := range cards {
		if c.isMerged {
			r.Merged = append(r.Merged, c.ID)
			continue
		}
		r.IDs = append(r.IDs, c.ID)
		entries = append(entries, timeline.Entry{Ref: crm.Ref{Kind: kind, ID: c.ID}, Changes: []timeline.Change{{
			Kind: string(kind) + ".restored", After: entity.Named{Name: c.Name},
		}}})
	}
	if len(r.IDs) == 0 {
		return r, nil
	}
	table, _ := entity.Table(kind)
	b := db.NewBuilder(tx.Engine())
	b.Add(`UPDATE `, table, ` SET deleted_at = NULL, deleted_by = NULL, updated_at = `, b.Arg(tx.Unix()), `, updated_by = `, b.Arg(who.UserID))
	b.Add(`, version = version + 1 WHERE account_id = `, b.Arg(who.AccountID), ` AND `, db.In(b, "id", r.IDs))
	if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
		return r, fmt.Errorf("restore cards: %w", err)
	}
	return r, timeline.AppendAll(ctx, tx, who, entries)
}

func checkMany(kind crm.Kind, ids []crm.ID) error {
	if _, err := tableOf(kind); err != nil {
		return err
	}
	if len(ids) == 0 || len(ids) > MaxCards {
		return errs.Invalid("ids", "name 1 to %d cards", MaxCards)
	}
	return nil
}

type binned struct {
	entity.Binned
	isMerged bool
}

// lock reads those of the cards that are in the bin and that the actor may do the action with, for a change.
func lock(ctx context.Context, tx *db.Tx, who tenant.Actor, kind crm.Kind, action string, ids []crm.ID) ([]binned, error) {
	table, err := tableOf(kind)
	if err != nil {
		return nil, err
	}
	b := db.NewBuilder(tx.Engine())
	b.Add(`SELECT c.id, c.name, c.data, EXISTS (
			SELECT 1 FROM merged_cards m WHERE m.account_id = c.account_id AND m.entity_kind = '`, string(kind), `' AND m.entity_id = c.id)
		FROM `, table, ` c
		WHERE c.account_id = `, b.Arg(who.AccountID), ` AND c.deleted_at IS NOT NULL AND `, db.In(b, "c.id", ids))
	b.Add(` AND `, access.Where(b, who, kind, action, "c"), ` ORDER BY c.id`, db.ForUpdate(tx.Engine()))
	rows, err := tx.Query(ctx, b.SQL(), b.Args()...)
	list, err := db.Collect(rows, err, func(r db.Rows) (c binned, err error) {
		err = r.Scan(&c.ID, &c.Name, &c.Data, &c.isMerged)
		return c, err
	})
	if err != nil {
		return nil, fmt.Errorf("lock cards in the bin: %w", err)
	}
	return list, nil
}

func tellKeep(ctx context.Context, tx *db.Tx, who tenant.Actor, keeps bool) error {
	return timeline.Append(ctx, tx, who, crm.Ref{Kind: "account", ID: crm.ID(who.AccountID)}, []timeline.Change{{
		Kind: "account.changed", Before: map[string]any{"keeps_bin": !keeps}, After: map[string]any{"keeps_bin": keeps},
	}})
}
