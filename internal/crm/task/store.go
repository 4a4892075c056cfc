package task

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

const columns = `t.id, COALESCE(t.entity_kind, ''), COALESCE(t.entity_id, 0), t.type_id, t.text, t.due_at, t.is_all_day,
	t.duration, t.responsible_id, t.is_completed, t.completed_at, t.result, t.trigger_id,
	t.created_by, t.updated_by, t.created_at, t.updated_at, t.version,
	t.recurrence, t.series_id, t.occurrence, t.checklist`

func scan(r db.Row) (t Task, err error) {
	var repeats, checklist *string
	err = r.Scan(&t.ID, &t.Ref.Kind, &t.Ref.ID, &t.TypeID, &t.Text, &t.DueAt, &t.IsAllDay,
		&t.Duration, &t.ResponsibleID, &t.IsCompleted, &t.CompletedAt, &t.Result, &t.TriggerID,
		&t.CreatedBy, &t.UpdatedBy, &t.CreatedAt, &t.UpdatedAt, &t.Version,
		&repeats, &t.SeriesID, &t.Occurrence, &checklist)
	if err != nil {
		return t, err
	}
	if t.plan, err = readPlan(repeats); err != nil {
		return t, fmt.Errorf("recurrence of task %d: %w", t.ID, err)
	}
	if t.plan != nil {
		t.Recurrence = &t.plan.Rule
	}
	if t.Checklist, err = points(checklist); err != nil {
		return t, fmt.Errorf("checklist of task %d: %w", t.ID, err)
	}
	return t, nil
}

// texts are the two JSON columns of a task.
func (t Task) texts() (repeats, checklist any, err error) {
	if repeats, err = stored(t.plan, t.plan == nil); err != nil {
		return nil, nil, err
	}
	checklist, err = stored(t.Checklist, len(t.Checklist) == 0)
	return repeats, checklist, err
}

// refArgs are the two columns of a reference, NULL for a free task.
func refArgs(ref crm.Ref) (kind, id any) {
	if ref.Zero() {
		return nil, nil
	}
	return string(ref.Kind), int64(ref.ID)
}

// insertTasks stores new tasks with those who take part, and gives them their ids.
func insertTasks(ctx context.Context, tx *db.Tx, account tenant.AccountID, list []Task) error {
	const width = 18
	args := make([]any, 0, width*len(list))
	for _, t := range list {
		kind, ref := refArgs(t.Ref)
		repeats, checklist, err := t.texts()
		if err != nil {
			return err
		}
		args = append(args, account, kind, ref, t.TypeID, t.Text, t.DueAt, t.IsAllDay, t.Duration,
			t.ResponsibleID, t.TriggerID, t.CreatedBy, t.UpdatedBy, t.CreatedAt, t.UpdatedAt,
			repeats, t.SeriesID, t.Occurrence, checklist)
	}
	ids, err := db.Column[crm.TaskID](ctx, tx, `
		INSERT INTO tasks (account_id, entity_kind, entity_id, type_id, text, due_at, is_all_day, duration,
			responsible_id, trigger_id, created_by, updated_by, created_at, updated_at,
			recurrence, series_id, occurrence, checklist)
		VALUES `+db.Values(len(list), width)+`
		RETURNING id`, args...)
	if err != nil {
		return err
	}
	for i, id := range slices.Sorted(slices.Values(ids)) {
		list[i].ID = id
	}
	return insertPeople(ctx, tx, account, list...)
}

func findTask(ctx context.Context, q db.Querier, account tenant.AccountID, id crm.TaskID, lock string) (Task, error) {
	list, err := findTasks(ctx, q, account, []crm.TaskID{id}, lock)
	if err == nil && len(list) == 0 {
		err = db.ErrNoRows
	}
	if err != nil {
		return Task{}, err
	}
	return list[0], nil
}

// findTasks are those of the tasks that are there, by id, with those who take part.
func findTasks(ctx context.Context, q db.Querier, account tenant.AccountID, ids []crm.TaskID, lock string) ([]Task, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT `, columns, ` FROM tasks t WHERE t.account_id = `, b.Arg(account), ` AND t.deleted_at IS NULL`)
	oneOf(b, "t.id", ids)
	b.Add(` ORDER BY t.id`, lock)
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	list, err := db.Collect(rows, err, func(r db.Rows) (Task, error) { return scan(r) })
	if err != nil {
		return nil, err
	}
	return list, withPeople(ctx, q, account, list)
}

func updateTask(ctx context.Context, tx *db.Tx, account tenant.AccountID, t Task) error {
	kind, ref := refArgs(t.Ref)
	repeats, checklist, err := t.texts()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE tasks
		SET entity_kind = $3, entity_id = $4, type_id = $5, text = $6, due_at = $7, is_all_day = $8, duration = $9,
			responsible_id = $10, is_completed = $11, completed_at = $12, result = $13,
			updated_by = $14, updated_at = $15, version = $16,
			recurrence = $17, series_id = $18, occurrence = $19, checklist = $20
		WHERE account_id = $1
			AND id = $2`,
		account, t.ID, kind, ref, t.TypeID, t.Text, t.DueAt, t.IsAllDay, t.Duration,
		t.ResponsibleID, t.IsCompleted, t.CompletedAt, t.Result, t.UpdatedBy, t.UpdatedAt, t.Version,
		repeats, t.SeriesID, t.Occurrence, checklist)
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
