package task

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// HandOver passes open tasks from one user to another: up to limit of them in one transaction, each with its event, and
// says how many they were. What is done stays with whoever did it.
func HandOver(ctx context.Context, tx *db.Tx, who tenant.Actor, from, to tenant.UserID, limit int) (int, error) {
	rows, err := tx.Query(ctx, `
		UPDATE tasks AS t
		SET responsible_id = $1, updated_at = $2, updated_by = $3, version = version + 1
		WHERE t.account_id = $4
			AND t.id IN (
				SELECT id FROM tasks
				WHERE account_id = $4 AND responsible_id = $5 AND is_completed = FALSE AND deleted_at IS NULL
				ORDER BY id
				LIMIT $6`+db.ForUpdate(tx.Engine())+`)
		RETURNING `+columns, to, tx.Unix(), who.UserID, who.AccountID, from, limit)
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
