package task

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Owner is whom a task concerns: they may always see it.
type Owner struct {
	Responsible, Author tenant.UserID
	Participants        []tenant.UserID
}

// Owners are the owners of tasks, deleted ones too.
func Owners(ctx context.Context, q db.Querier, account tenant.AccountID, ids []crm.TaskID) (map[crm.TaskID]Owner, error) {
	out := make(map[crm.TaskID]Owner, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT id, responsible_id, created_by FROM tasks WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, "id", ids))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	_, err = db.Collect(rows, err, func(r db.Rows) (o Owner, err error) {
		var id crm.TaskID
		err = r.Scan(&id, &o.Responsible, &o.Author)
		out[id] = o
		return o, err
	})
	if err != nil {
		return nil, fmt.Errorf("owners of tasks: %w", err)
	}
	people, err := participants(ctx, q, account, ids)
	for id, list := range people {
		o := out[id]
		o.Participants = list
		out[id] = o
	}
	return out, err
}
