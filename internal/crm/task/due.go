package task

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Due is an open task whose time comes, of whatever account.
type Due struct {
	AccountID tenant.AccountID
	ID        crm.TaskID
	Ref       crm.Ref
	DueAt     int64
	IsAllDay  bool
	UpdatedAt int64
	// People are the one who does it and those who take part.
	People []tenant.UserID
}

// DueWithin are open tasks due after from and not after until, in order, at most limit of them after the task that stood
// last. It is for reminders, which are made for all accounts at once.
func DueWithin(ctx context.Context, q db.Querier, from, until int64, last Due, limit int) ([]Due, error) {
	rows, err := q.Query(ctx, `
		SELECT account_id, id, COALESCE(entity_kind, ''), COALESCE(entity_id, 0), due_at, is_all_day, updated_at, responsible_id
		FROM tasks
		WHERE is_completed = FALSE
			AND deleted_at IS NULL
			AND due_at > $1
			AND due_at <= $2
			AND (due_at > $3 OR due_at = $3 AND id > $4)
		ORDER BY due_at, id
		LIMIT $5`, from, until, last.DueAt, last.ID, limit)
	list, err := db.Collect(rows, err, func(r db.Rows) (d Due, err error) {
		d.People = make([]tenant.UserID, 1)
		err = r.Scan(&d.AccountID, &d.ID, &d.Ref.Kind, &d.Ref.ID, &d.DueAt, &d.IsAllDay, &d.UpdatedAt, &d.People[0])
		return d, err
	})
	if err != nil {
		return nil, fmt.Errorf("tasks that are due: %w", err)
	}
	return list, joinPeople(ctx, q, list)
}

// joinPeople adds those who take part, in one statement.
func joinPeople(ctx context.Context, q db.Querier, list []Due) error {
	at := make(map[crm.TaskID]int, len(list))
	ids := make([]crm.TaskID, len(list))
	for i, d := range list {
		at[d.ID], ids[i] = i, d.ID
	}
	if len(ids) == 0 {
		return nil
	}
	b := db.NewBuilder(q.Engine())
	b.Add(`
		SELECT p.task_id, p.user_id
		FROM task_participants p
		JOIN tasks t ON t.account_id = p.account_id AND t.id = p.task_id
		WHERE `, db.In(b, "t.id", ids), `
		ORDER BY p.task_id, p.user_id`)
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	_, err = db.Collect(rows, err, func(r db.Rows) (id crm.TaskID, err error) {
		var user tenant.UserID
		err = r.Scan(&id, &user)
		list[at[id]].People = append(list[at[id]].People, user)
		return id, err
	})
	if err != nil {
		return fmt.Errorf("people of tasks that are due: %w", err)
	}
	return nil
}

// Brief is what a message about a task tells of it.
type Brief struct {
	Text        string
	DueAt       int64
	IsAllDay    bool
	IsCompleted bool
	IsDeleted   bool
	Owner
}

// Briefs are tasks by id, deleted ones too, whoever may see them: the caller asks.
func Briefs(ctx context.Context, q db.Querier, account tenant.AccountID, ids []crm.TaskID) (map[crm.TaskID]Brief, error) {
	out := make(map[crm.TaskID]Brief, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	b := db.NewBuilder(q.Engine())
	b.Add(`
		SELECT id, text, due_at, is_all_day, is_completed, deleted_at IS NOT NULL, responsible_id, created_by
		FROM tasks
		WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, "id", ids))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	_, err = db.Collect(rows, err, func(r db.Rows) (t Brief, err error) {
		var id crm.TaskID
		err = r.Scan(&id, &t.Text, &t.DueAt, &t.IsAllDay, &t.IsCompleted, &t.IsDeleted, &t.Responsible, &t.Author)
		out[id] = t
		return t, err
	})
	if err != nil {
		return nil, fmt.Errorf("read tasks: %w", err)
	}
	return out, nil
}
