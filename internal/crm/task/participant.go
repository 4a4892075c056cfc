package task

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// MaxParticipants is the most people who may take part in a task.
const MaxParticipants = 50

// company is who of the people asked for is there to take part: each once, in order, without whoever does the task.
func company(given []tenant.UserID, responsible tenant.UserID) []tenant.UserID {
	out := slices.Compact(slices.Sorted(slices.Values(given)))
	return slices.DeleteFunc(out, func(id tenant.UserID) bool { return id == responsible })
}

// checkPeople asks that those who newly take part are active users of the account.
func checkPeople(ctx context.Context, q db.Querier, account tenant.AccountID, old, now []tenant.UserID) error {
	if len(now) > MaxParticipants {
		return errs.Invalid("participants", "are more than %d people, choose fewer", MaxParticipants)
	}
	added := slices.DeleteFunc(slices.Clone(now), func(id tenant.UserID) bool { return slices.Contains(old, id) })
	if len(added) == 0 {
		return nil
	}
	active, err := activeUsers(ctx, q, account)
	if err != nil {
		return err
	}
	for _, id := range added {
		if !active[id] {
			return errs.Invalid("participants", "there is no active user %d, choose another one", id)
		}
	}
	return nil
}

func activeUsers(ctx context.Context, q db.Querier, account tenant.AccountID) (map[tenant.UserID]bool, error) {
	users, err := user.Active(ctx, q, account)
	out := make(map[tenant.UserID]bool, len(users))
	for _, u := range users {
		out[u.ID] = true
	}
	return out, err
}

// participants are the people who take part in tasks, by task.
func participants(ctx context.Context, q db.Querier, account tenant.AccountID, ids []crm.TaskID) (map[crm.TaskID][]tenant.UserID, error) {
	out := map[crm.TaskID][]tenant.UserID{}
	if len(ids) == 0 {
		return out, nil
	}
	type row struct {
		task crm.TaskID
		user tenant.UserID
	}
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT task_id, user_id FROM task_participants WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, "task_id", ids))
	b.Add(` ORDER BY task_id, user_id`)
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	list, err := db.Collect(rows, err, func(r db.Rows) (x row, err error) {
		err = r.Scan(&x.task, &x.user)
		return x, err
	})
	if err != nil {
		return nil, fmt.Errorf("read participants: %w", err)
	}
	for _, x := range list {
		out[x.task] = append(out[x.task], x.user)
	}
	return out, nil
}

// withPeople fills in who takes part in the tasks of a list.
func withPeople(ctx context.Context, q db.Querier, account tenant.AccountID, list []Task) error {
	ids := make([]crm.TaskID, len(list))
	for i, t := range list {
		ids[i] = t.ID
	}
	people, err := participants(ctx, q, account, ids)
	for i := range list {
		list[i].Participants = people[list[i].ID]
	}
	return err
}

func insertPeople(ctx context.Context, tx *db.Tx, account tenant.AccountID, tasks ...Task) error {
	var args []any
	for _, t := range tasks {
		for _, id := range t.Participants {
			args = append(args, account, t.ID, id)
		}
	}
	if len(args) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `INSERT INTO task_participants (account_id, task_id, user_id) VALUES `+db.Values(len(args)/3, 3), args...)
	return err
}

func replacePeople(ctx context.Context, tx *db.Tx, account tenant.AccountID, t Task) error {
	if _, err := tx.Exec(ctx, `
		DELETE FROM task_participants
		WHERE account_id = $1
			AND task_id = $2`, account, t.ID); err != nil {
		return err
	}
	return insertPeople(ctx, tx, account, t)
}
