package robot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/process"
	"voronka/internal/tenant"
)

const columns = `id, name, entity_kind, moment, pipeline_id, status_id, condition, action, params, is_on, position,
	created_by, author_id, created_at, updated_at`

func scan(r db.Row) (t Trigger, err error) {
	var condition *string
	var params string
	err = r.Scan(&t.ID, &t.Name, &t.EntityKind, &t.Moment, &t.PipelineID, &t.StatusID, &condition, &t.Action, &params,
		&t.IsOn, &t.Position, &t.CreatedBy, &t.AuthorID, &t.CreatedAt, &t.UpdatedAt)
	t.Params = json.RawMessage(params)
	if err == nil && condition != nil {
		err = json.Unmarshal([]byte(*condition), &t.Condition)
	}
	return t, err
}

func list(ctx context.Context, q db.Querier, account tenant.AccountID, kind crm.Kind) ([]Trigger, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT `, columns, ` FROM triggers WHERE account_id = `, b.Arg(account), ` AND deleted_at IS NULL`)
	if kind != "" {
		b.Add(` AND entity_kind = `, b.Arg(string(kind)))
	}
	b.Add(` ORDER BY position, id LIMIT `, b.Arg(maxTriggers))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(rows, err, func(r db.Rows) (Trigger, error) { return scan(r) })
}

func find(ctx context.Context, q db.Querier, account tenant.AccountID, id process.TriggerID, suffix string) (Trigger, error) {
	t, err := scan(q.QueryRow(ctx, `
		SELECT `+columns+`
		FROM triggers
		WHERE account_id = $1
			AND id = $2
			AND deleted_at IS NULL`+suffix, account, id))
	if errors.Is(err, db.ErrNoRows) {
		return t, errs.NotFound("there is no rule %d: it may have been deleted", id)
	}
	if err != nil {
		return t, fmt.Errorf("find rule %d: %w", id, err)
	}
	return t, nil
}

// room is how many rules the account has, and the position of the last.
func room(ctx context.Context, tx *db.Tx, account tenant.AccountID) (n, last int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT count(*), coalesce(max(position), 0)
		FROM triggers
		WHERE account_id = $1
			AND deleted_at IS NULL`, account).Scan(&n, &last)
	return n, last, err
}

func insert(ctx context.Context, tx *db.Tx, account tenant.AccountID, t Trigger) (id process.TriggerID, err error) {
	err = tx.QueryRow(ctx, `
		INSERT INTO triggers (account_id, name, entity_kind, moment, pipeline_id, status_id, condition, action, params, is_on,
			position, created_by, author_id, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		RETURNING id`,
		account, t.Name, string(t.EntityKind), string(t.Moment), t.PipelineID, t.StatusID, t.conditionText(), t.Action,
		string(t.Params), t.IsOn, t.Position, t.CreatedBy, t.AuthorID, t.CreatedAt, t.UpdatedAt).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("add rule: %w", err)
	}
	return id, nil
}

func update(ctx context.Context, tx *db.Tx, account tenant.AccountID, t Trigger) error {
	_, err := tx.Exec(ctx, `
		UPDATE triggers
		SET name = $3, moment = $4, pipeline_id = $5, status_id = $6, condition = $7, action = $8, params = $9, is_on = $10,
			position = $11, author_id = $12, updated_at = $13
		WHERE account_id = $1
			AND id = $2`,
		account, t.ID, t.Name, string(t.Moment), t.PipelineID, t.StatusID, t.conditionText(), t.Action, string(t.Params), t.IsOn,
		t.Position, t.AuthorID, t.UpdatedAt)
	return err
}

func remove(ctx context.Context, tx *db.Tx, account tenant.AccountID, id process.TriggerID) error {
	_, err := tx.Exec(ctx, `
		UPDATE triggers
		SET deleted_at = $3
		WHERE account_id = $1
			AND id = $2`, account, id, tx.Unix())
	return err
}

func (t Trigger) conditionText() any {
	if t.Condition.Empty() {
		return nil
	}
	return t.Condition.String()
}

// listOn returns what matching needs of the working rules of several accounts, in their order.
func listOn(ctx context.Context, q db.Querier, accounts []int64) (map[int64][]Trigger, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT account_id, id, entity_kind, moment, pipeline_id, status_id, created_at FROM triggers WHERE `)
	b.Add(db.In(b, "account_id", accounts), ` AND deleted_at IS NULL AND is_on ORDER BY account_id, position, id`)
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	out := map[int64][]Trigger{}
	_, err = db.Collect(rows, err, func(r db.Rows) (t Trigger, err error) {
		var account int64
		t.IsOn = true
		err = r.Scan(&account, &t.ID, &t.EntityKind, &t.Moment, &t.PipelineID, &t.StatusID, &t.CreatedAt)
		out[account] = append(out[account], t)
		return t, err
	})
	return out, err
}

// Names are the names of rules, deleted ones too: the feed tells who made a change.
func Names(ctx context.Context, q db.Querier, account tenant.AccountID, ids []int64) (map[int64]string, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT id, name FROM triggers WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, "id", ids))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	out := make(map[int64]string, len(ids))
	_, err = db.Collect(rows, err, func(r db.Rows) (id int64, err error) {
		var name string
		err = r.Scan(&id, &name)
		out[id] = name
		return id, err
	})
	return out, err
}
