package entity

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// NextTask is the nearest open task of a card: the words beside the task circle.
type NextTask struct {
	ID     crm.TaskID     `json:"id"`
	Text   string         `json:"text"`
	TypeID crm.TaskTypeID `json:"type_id"`
	DueAt  int64          `json:"due_at"`
}

// NextTasks are the nearest open tasks of cards of one kind, by card, in one statement.
func NextTasks(ctx context.Context, q db.Querier, account tenant.AccountID, kind crm.Kind, ids []crm.ID) (map[crm.ID]NextTask, error) {
	out := map[crm.ID]NextTask{}
	if len(ids) == 0 {
		return out, nil
	}
	b := db.NewBuilder(q.Engine())
	b.Add(`
		SELECT t.entity_id, t.id, t.text, t.type_id, t.due_at
		FROM tasks t
		WHERE t.account_id = `, b.Arg(account), `
			AND t.entity_kind = `, b.Arg(string(kind)), `
			AND `, db.In(b, "t.entity_id", ids), `
			AND t.is_completed = FALSE
			AND t.deleted_at IS NULL
			AND NOT EXISTS (
				SELECT 1
				FROM tasks e
				WHERE e.account_id = t.account_id
					AND e.entity_kind = t.entity_kind
					AND e.entity_id = t.entity_id
					AND e.is_completed = FALSE
					AND e.deleted_at IS NULL
					AND (e.due_at, e.id) < (t.due_at, t.id))`)
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read next tasks: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id crm.ID
		var t NextTask
		if err := rows.Scan(&id, &t.ID, &t.Text, &t.TypeID, &t.DueAt); err != nil {
			return nil, fmt.Errorf("read next tasks: %w", err)
		}
		out[id] = t
	}
	return out, rows.Err()
}
