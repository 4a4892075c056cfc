package field

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// readVersion is a number that grows with every change of the account's fields.
func readVersion(ctx context.Context, q db.Querier, account tenant.AccountID) (version int64, err error) {
	err = q.QueryRow(ctx, `SELECT fields_version FROM accounts WHERE id = $1`, account).Scan(&version)
	if errors.Is(err, db.ErrNoRows) {
		return 0, errs.NotFound("there is no such account")
	}
	return version, err
}

// touch makes every node forget the fields, and makes changes of one account's fields wait for each other.
func touch(ctx context.Context, tx *db.Tx, account tenant.AccountID) error {
	_, err := tx.Exec(ctx, `UPDATE accounts SET fields_version = fields_version + 1 WHERE id = $1`, account)
	return err
}

const fieldColumns = `f.id, f.entity_kind, f.type, f.name, f.code, f.group_id, f.position, f.is_api_only, f.settings,
			f.created_at, f.updated_at, f.deleted_at`

func scanField(r db.Rows) (f Field, err error) {
	var settings string
	err = r.Scan(&f.ID, &f.Kind, &f.Type, &f.Name, &f.Code, &f.GroupID, &f.Position, &f.IsAPIOnly, &settings,
		&f.CreatedAt, &f.UpdatedAt, &f.DeletedAt)
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal([]byte(settings), &f.Settings); err != nil {
		return f, fmt.Errorf("settings of field %d: %w", f.ID, err)
	}
	return f, nil
}

// loadSet reads the living fields of a kind with their options and requirements in four statements, however many.
func loadSet(ctx context.Context, q db.Querier, account tenant.AccountID, kind crm.Kind) (Set, error) {
	rows, err := q.Query(ctx, `
		SELECT `+fieldColumns+`
		FROM fields f
		WHERE f.account_id = $1
			AND f.entity_kind = $2
			AND f.deleted_at IS NULL
		ORDER BY f.position, f.id
		LIMIT $3`, account, string(kind), maxFields)
	fields, err := db.Collect(rows, err, scanField)
	if err != nil {
		return Set{}, err
	}
	if err := attach(ctx, q, account, kind, fields); err != nil {
		return Set{}, err
	}
	groups, err := loadGroups(ctx, q, account, kind)
	if err != nil {
		return Set{}, err
	}
	return NewSet(kind, fields, groups), nil
}

// attach reads the options and requirements of all the fields of a kind.
func attach(ctx context.Context, q db.Querier, account tenant.AccountID, kind crm.Kind, fields []Field) error {
	at := map[crm.FieldID]*Field{}
	for i := range fields {
		at[fields[i].ID] = &fields[i]
	}
	if err := attachOptions(ctx, q, account, kind, at); err != nil {
		return err
	}
	rows, err := q.Query(ctx, `
		SELECT r.field_id, r.pipeline_id, r.status_id
		FROM field_requirements r
		JOIN fields f ON f.account_id = r.account_id AND f.id = r.field_id
		WHERE r.account_id = $1
			AND f.entity_kind = $2
		ORDER BY r.field_id, r.pipeline_id`, account, string(kind))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id crm.FieldID
		var r Requirement
		if err := rows.Scan(&id, &r.PipelineID, &r.StatusID); err != nil {
			return err
		}
		if f := at[id]; f != nil {
			f.Requirements = append(f.Requirements, r)
		}
	}
	return rows.Err()
}

func attachOptions(ctx context.Context, q db.Querier, account tenant.AccountID, kind crm.Kind, at map[crm.FieldID]*Field) error {
	rows, err := q.Query(ctx, `
		SELECT o.field_id, o.id, o.name, o.code, o.position, o.deleted_at
		FROM field_options o
		JOIN fields f ON f.account_id = o.account_id AND f.id = o.field_id
		WHERE o.account_id = $1
			AND f.entity_kind = $2
		ORDER BY o.field_id, o.position, o.id`, account, string(kind))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id crm.FieldID
		var o Option
		if err := rows.Scan(&id, &o.ID, &o.Name, &o.Code, &o.Position, &o.DeletedAt); err != nil {
			return err
		}
		if f := at[id]; f != nil {
			f.Options = append(f.Options, o)
		}
	}
	return rows.Err()
}

// findField reads one field, a removed one too, with options and requirements.
func findField(ctx context.Context, q db.Querier, account tenant.AccountID, id crm.FieldID) (Field, error) {
	rows, err := q.Query(ctx, `
		SELECT `+fieldColumns+`
		FROM fields f
		WHERE f.account_id = $1
			AND f.id = $2`, account, id)
	fields, err := db.Collect(rows, err, scanField)
	switch {
	case err != nil:
		return Field{}, err
	case len(fields) == 0:
		return Field{}, errs.NotFound("there is no such field")
	}
	return fields[0], attach(ctx, q, account, fields[0].Kind, fields)
}

// Known reports whether all of the ids are fields of the account, removed ones too.
func Known(ctx context.Context, q db.Querier, account tenant.AccountID, ids []crm.FieldID) (bool, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT COUNT(*) FROM fields WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, "id", ids))
	var n int
	err := q.QueryRow(ctx, b.SQL(), b.Args()...).Scan(&n)
	return n == len(ids), err
}

func listDeleted(ctx context.Context, q db.Querier, account tenant.AccountID, kind crm.Kind) ([]Field, error) {
	rows, err := q.Query(ctx, `
		SELECT `+fieldColumns+`
		FROM fields f
		WHERE f.account_id = $1
			AND f.entity_kind = $2
			AND f.deleted_at IS NOT NULL
		ORDER BY f.deleted_at DESC, f.id
		LIMIT $3`, account, string(kind), maxFields)
	return db.Collect(rows, err, scanField)
}

func insertField(ctx context.Context, tx *db.Tx, account tenant.AccountID, f *Field) error {
	return tx.QueryRow(ctx, `
		INSERT INTO fields (account_id, entity_kind, type, name, code, group_id, position, is_api_only, settings, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		RETURNING id`,
		account, string(f.Kind), f.Type, f.Name, f.Code, f.GroupID, f.Position, f.IsAPIOnly, settingsJSON(f.Settings),
		f.CreatedAt, f.UpdatedAt).Scan(&f.ID)
}

func updateField(ctx context.Context, tx *db.Tx, account tenant.AccountID, f Field) error {
	_, err := tx.Exec(ctx, `
		UPDATE fields
		SET name = $3, code = $4, group_id = $5, is_api_only = $6, settings = $7, updated_at = $8, deleted_at = $9
		WHERE account_id = $1
			AND id = $2`,
		account, f.ID, f.Name, f.Code, f.GroupID, f.IsAPIOnly, settingsJSON(f.Settings), f.UpdatedAt, f.DeletedAt)
	return err
}

func settingsJSON(s Settings) string {
	raw, err := json.Marshal(s)
	if err != nil {
		return "{}"
	}
	return string(raw)
}

// place gives things of a table positions in the order of ids, in one statement.
func place[T ~int64](ctx context.Context, tx *db.Tx, table string, account tenant.AccountID, ids []T) error {
	if len(ids) == 0 {
		return nil
	}
	b := db.NewBuilder(tx.Engine())
	b.Add("UPDATE ", table, " SET position = CASE id")
	for i, id := range ids {
		b.Add(" WHEN ", b.Arg(int64(id)), " THEN CAST(", b.Arg(i+1), " AS INTEGER)")
	}
	b.Add(" ELSE position END WHERE account_id = ", b.Arg(account), " AND ", db.In(b, "id", ids))
	_, err := tx.Exec(ctx, b.SQL(), b.Args()...)
	return err
}

func insertOptions(ctx context.Context, tx *db.Tx, account tenant.AccountID, id crm.FieldID, options []Option) error {
	for len(options) > 0 {
		part := options[:min(len(options), 200)]
		options = options[len(part):]
		var args []any
		for _, o := range part {
			args = append(args, account, id, o.Name, o.Code, o.Position)
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO field_options (account_id, field_id, name, code, position)
			VALUES `+db.Values(len(part), 5), args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// rewriteOptions writes all the options that exist already in one statement.
func rewriteOptions(ctx context.Context, tx *db.Tx, account tenant.AccountID, id crm.FieldID, options []Option) error {
	for len(options) > 0 {
		part := options[:min(len(options), 200)]
		options = options[len(part):]
		args := []any{}
		for _, o := range part {
			args = append(args, o.ID, account, id, o.Name, o.Code, o.Position, o.DeletedAt)
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO field_options (id, account_id, field_id, name, code, position, deleted_at)
			VALUES `+db.Values(len(part), 7)+`
			ON CONFLICT `+optionKey(tx.Engine())+` DO UPDATE
			SET name = excluded.name, code = excluded.code, position = excluded.position, deleted_at = excluded.deleted_at`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// optionKey is the primary key, which on SQLite is the id alone.
func optionKey(engine db.Engine) string {
	if engine == db.Postgres {
		return "(account_id, id)"
	}
	return "(id)"
}

func writeRequirements(ctx context.Context, tx *db.Tx, account tenant.AccountID, id crm.FieldID, list []Requirement) error {
	_, err := tx.Exec(ctx, `DELETE FROM field_requirements WHERE account_id = $1 AND field_id = $2`, account, id)
	if err != nil || len(list) == 0 {
		return err
	}
	var args []any
	for _, r := range list {
		args = append(args, account, id, r.PipelineID, r.StatusID)
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO field_requirements (account_id, field_id, pipeline_id, status_id)
		VALUES `+db.Values(len(list), 4), args...)
	return err
}
