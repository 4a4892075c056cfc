package task

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

const columns = `t.id, COALESCE(t.entity_kind, ''), COALESCE(t.entity_id, 0), t.type_id, t.text, t.due_at, t.is_all_day,
	t.duration, t.responsible_id, t.is_completed, t.completed_at, t.result, t.trigger_id,
	t.created_by, t.updated_by, t.created_at, t.updated_at, t.version`

func scan(r db.Row) (t Task, err error) {
	err = r.Scan(&t.ID, &t.Ref.Kind, &t.Ref.ID, &t.TypeID, &t.Text, &t.DueAt, &t.IsAllDay,
		&t.Duration, &t.ResponsibleID, &t.IsCompleted, &t.CompletedAt, &t.Result, &t.TriggerID,
		&t.CreatedBy, &t.UpdatedBy, &t.CreatedAt, &t.UpdatedAt, &t.Version)
	return t, err
}

// refArgs are the two columns of a reference, NULL for a free task.
func refArgs(ref crm.Ref) (kind, id any) {
	if ref.Zero() {
		return nil, nil
	}
	return string(ref.Kind), int64(ref.ID)
}

func insertTask(ctx context.Context, tx *db.Tx, account tenant.AccountID, t Task) (id crm.TaskID, err error) {
	kind, ref := refArgs(t.Ref)
	err = tx.QueryRow(ctx, `
		INSERT INTO tasks (account_id, entity_kind, entity_id, type_id, text, due_at, is_all_day, duration,
			responsible_id, trigger_id, created_by, updated_by, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		RETURNING id`,
		account, kind, ref, t.TypeID, t.Text, t.DueAt, t.IsAllDay, t.Duration,
		t.ResponsibleID, t.TriggerID, t.CreatedBy, t.UpdatedBy, t.CreatedAt, t.UpdatedAt).Scan(&id)
	return id, err
}

func findTask(ctx context.Context, q db.Querier, account tenant.AccountID, id crm.TaskID, lock string) (Task, error) {
	rows, err := q.Query(ctx, `
		SELECT `+columns+`
		FROM tasks t
		WHERE t.account_id = $1
			AND t.id = $2
			AND t.deleted_at IS NULL`+lock, account, id)
	list, err := db.Collect(rows, err, func(r db.Rows) (Task, error) { return scan(r) })
	if err == nil && len(list) == 0 {
		err = db.ErrNoRows
	}
	if err != nil {
		return Task{}, err
	}
	return list[0], nil
}

func updateTask(ctx context.Context, tx *db.Tx, account tenant.AccountID, t Task) error {
	kind, ref := refArgs(t.Ref)
	_, err := tx.Exec(ctx, `
		UPDATE tasks
		SET entity_kind = $3, entity_id = $4, type_id = $5, text = $6, due_at = $7, is_all_day = $8, duration = $9,
			responsible_id = $10, is_completed = $11, completed_at = $12, result = $13,
			updated_by = $14, updated_at = $15, version = $16
		WHERE account_id = $1
			AND id = $2`,
		account, t.ID, kind, ref, t.TypeID, t.Text, t.DueAt, t.IsAllDay, t.Duration,
		t.ResponsibleID, t.IsCompleted, t.CompletedAt, t.Result, t.UpdatedBy, t.UpdatedAt, t.Version)
	return err
}

func deleteTask(ctx context.Context, tx *db.Tx, account tenant.AccountID, id crm.TaskID) error {
	_, err := tx.Exec(ctx, `
		UPDATE tasks
		SET deleted_at = $3
		WHERE account_id = $1
			AND id = $2`, account, id, tx.Unix())
	return err
}
