package task

import (
	"context"
	"fmt"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// HandOver passes open tasks from one user to another: up to limit of them in one transaction, each with its event, and
// says how many they were. What is done stays with whoever did it.
func HandOver(ctx context.Context, tx *db.Tx, who tenant.Actor, from, to tenant.UserID, limit int) (int, error) {
	rows, err := tx.Query(ctx, `
		WITH picked AS MATERIALIZED (
			SELECT id FROM tasks
			WHERE account_id = $1 AND responsible_id = $2 AND is_completed = FALSE AND deleted_at IS NULL
			ORDER BY id
			LIMIT $3`+db.ForUpdate(tx.Engine())+`)
		UPDATE tasks
		SET responsible_id = $4, updated_at = $5, updated_by = $6, version = version + 1
		WHERE account_id = $1
			AND id IN (SELECT id FROM picked)
		RETURNING `+strings.ReplaceAll(columns, "t.", ""), who.AccountID, from, limit, to, tx.Unix(), who.UserID)
	passed, err := db.Collect(rows, err, func(r db.Rows) (Task, error) { return scan(r) })
	if err != nil {
		return 0, fmt.Errorf("hand over tasks of user %d: %w", from, err)
	}
	entries := make([]timeline.Entry, len(passed))
	for i, t := range passed {
		ref := t.event()
		entries[i] = timeline.Entry{Ref: ref, Changes: []timeline.Change{{
			Kind: string(ref.Kind) + ".task_changed", Object: crm.Ref{Kind: crm.Task, ID: crm.ID(t.ID)},
			Before: map[string]any{"responsible_id": from}, After: map[string]any{"responsible_id": to},
		}}}
	}
	return len(passed), timeline.AppendAll(ctx, tx, who, entries)
}
