package entity

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// HandOver returns what passes cards of a kind from one user to another: up to limit of them in one transaction, each
// with its event, and how many they were. Cards in the recycle bin stay.
func HandOver(kind crm.Kind) func(ctx context.Context, tx *db.Tx, who tenant.Actor, from, to tenant.UserID, limit int) (int, error) {
	return func(ctx context.Context, tx *db.Tx, who tenant.Actor, from, to tenant.UserID, limit int) (int, error) {
		ids, err := passOn(ctx, tx, tables[kind], who, from, to, limit)
		if err != nil {
			return 0, fmt.Errorf("hand over %ss of user %d: %w", kind, from, err)
		}
		entries := make([]timeline.Entry, len(ids))
		for i, id := range ids {
			entries[i] = timeline.Entry{Ref: crm.Ref{Kind: kind, ID: id}, Changes: []timeline.Change{{
				Kind:   string(kind) + ".responsible_changed",
				Before: map[string]any{"responsible_id": from}, After: map[string]any{"responsible_id": to},
			}}}
		}
		return len(ids), timeline.AppendAll(ctx, tx, who, entries)
	}
}

// passOn locks the cards in the order of their ids, as every other change of many does. They are picked apart from the
// update, because PostgreSQL may run a subquery of its condition again for every row.
func passOn(ctx context.Context, tx *db.Tx, table string, who tenant.Actor, from, to tenant.UserID, limit int) ([]crm.ID, error) {
	return db.Column[crm.ID](ctx, tx, `
		WITH picked AS MATERIALIZED (
			SELECT id FROM `+table+`
			WHERE account_id = $1 AND responsible_id = $2 AND deleted_at IS NULL
			ORDER BY id
			LIMIT $3`+db.ForUpdate(tx.Engine())+`)
		UPDATE `+table+`
		SET responsible_id = $4, updated_at = $5, updated_by = $6, version = version + 1
		WHERE account_id = $1
			AND id IN (SELECT id FROM picked)
		RETURNING id`, who.AccountID, from, limit, to, tx.Unix(), who.UserID)
}
