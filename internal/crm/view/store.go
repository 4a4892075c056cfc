package view

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

const viewColumns = `id, entity_kind, name, owner_id, is_shared, filter, sort, columns, layout, position`

func scanView(r db.Row) (v View, err error) {
	var filter, columns string
	err = r.Scan(&v.ID, &v.Kind, &v.Name, &v.OwnerID, &v.IsShared, &filter, &v.Sort, &columns, &v.Layout, &v.Position)
	if err != nil {
		return v, err
	}
	return v, errors.Join(json.Unmarshal([]byte(filter), &v.Filter), json.Unmarshal([]byte(columns), &v.Columns))
}

func columnsText(list []Column) string {
	if list == nil {
		return "[]"
	}
	raw, err := json.Marshal(list)
	if err != nil {
		return "[]"
	}
	return string(raw)
}

// findView reads a view the actor has; lock is a clause such as FOR UPDATE, or empty.
func findView(ctx context.Context, q db.Querier, who tenant.Actor, id ID, lock string) (View, error) {
	v, err := scanView(q.QueryRow(ctx, `
		SELECT `+viewColumns+`
		FROM views
		WHERE account_id = $1
			AND id = $2`+lock, who.AccountID, id))
	switch {
	case errors.Is(err, db.ErrNoRows), err == nil && v.OwnerID != who.UserID && !v.IsShared:
		return View{}, errs.NotFound("there is no view %d", id)
	case err != nil:
		return View{}, fmt.Errorf("find view %d: %w", id, err)
	}
	return v, nil
}

// listViews are the views of a kind that the actor has.
func listViews(ctx context.Context, q db.Querier, who tenant.Actor, kind crm.Kind, lock string) ([]View, error) {
	rows, err := q.Query(ctx, `
		SELECT `+viewColumns+`
		FROM views
		WHERE account_id = $1
			AND entity_kind = $2
			AND (owner_id = $3 OR is_shared = TRUE)
		ORDER BY position, id
		LIMIT $4`+lock, who.AccountID, string(kind), who.UserID, 2*MaxViews)
	list, err := db.Collect(rows, err, func(r db.Rows) (View, error) { return scanView(r) })
	if err != nil {
		return nil, fmt.Errorf("list views: %w", err)
	}
	return list, nil
}

// mentioning are the views in whose texts the name of a custom field stands, and a few with one that begins like it.
func mentioning(ctx context.Context, q db.Querier, account tenant.AccountID, id crm.FieldID) ([]View, error) {
	rows, err := q.Query(ctx, `
		SELECT `+viewColumns+`
		FROM views
		WHERE account_id = $1
			AND (CAST(filter AS TEXT) LIKE $2 OR CAST(columns AS TEXT) LIKE $2 OR sort LIKE $2)
		ORDER BY id
		LIMIT $3`, account, fmt.Sprintf("%%cf.%d%%", id), 10*maxDependants)
	list, err := db.Collect(rows, err, func(r db.Rows) (View, error) { return scanView(r) })
	if err != nil {
		return nil, fmt.Errorf("find views of field %d: %w", id, err)
	}
	return list, nil
}

func insertView(ctx context.Context, tx *db.Tx, account tenant.AccountID, v View) (id ID, err error) {
	err = tx.QueryRow(ctx, `
		INSERT INTO views (account_id, entity_kind, name, owner_id, is_shared, filter, sort, columns, layout, position, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
		RETURNING id`,
		account, string(v.Kind), v.Name, v.OwnerID, v.IsShared, v.Filter.String(), v.Sort, columnsText(v.Columns), v.Layout, v.Position,
		tx.Unix()).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("store view: %w", err)
	}
	return id, nil
}

func updateView(ctx context.Context, tx *db.Tx, account tenant.AccountID, v View) error {
	_, err := tx.Exec(ctx, `
		UPDATE views
		SET name = $3, is_shared = $4, filter = $5, sort = $6, columns = $7, layout = $8, updated_at = $9
		WHERE account_id = $1
			AND id = $2`,
		account, v.ID, v.Name, v.IsShared, v.Filter.String(), v.Sort, columnsText(v.Columns), v.Layout, tx.Unix())
	if err != nil {
		return fmt.Errorf("change view %d: %w", v.ID, err)
	}
	return nil
}

func deleteView(ctx context.Context, tx *db.Tx, account tenant.AccountID, v View) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM views
		WHERE account_id = $1
			AND id = $2`, account, v.ID)
	if err == nil {
		_, err = tx.Exec(ctx, `
			DELETE FROM view_defaults
			WHERE account_id = $1
				AND entity_kind = $2
				AND view = $3`, account, string(v.Kind), strconv.FormatInt(int64(v.ID), 10))
	}
	if err != nil {
		return fmt.Errorf("delete view %d: %w", v.ID, err)
	}
	return nil
}

// placeViews writes the positions of all in one statement.
func placeViews(ctx context.Context, tx *db.Tx, account tenant.AccountID, list []View) error {
	if len(list) == 0 {
		return nil
	}
	b := db.NewBuilder(tx.Engine())
	b.Add(`UPDATE views SET position = CASE id`)
	ids := make([]ID, len(list))
	for i, v := range list {
		ids[i] = v.ID
		b.Add(` WHEN CAST(`, b.Arg(v.ID), ` AS BIGINT) THEN CAST(`, b.Arg(v.Position), ` AS INTEGER)`)
	}
	b.Add(` END WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, "id", ids))
	if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
		return fmt.Errorf("order views: %w", err)
	}
	return nil
}

func findDefault(ctx context.Context, q db.Querier, who tenant.Actor, kind crm.Kind) (name string, err error) {
	err = q.QueryRow(ctx, `
		SELECT view
		FROM view_defaults
		WHERE account_id = $1
			AND user_id = $2
			AND entity_kind = $3`, who.AccountID, who.UserID, string(kind)).Scan(&name)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return "", fmt.Errorf("find the first view: %w", err)
	}
	return name, nil
}

func saveDefault(ctx context.Context, tx *db.Tx, who tenant.Actor, kind crm.Kind, name string) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM view_defaults
		WHERE account_id = $1
			AND user_id = $2
			AND entity_kind = $3`, who.AccountID, who.UserID, string(kind))
	if err == nil && name != "" {
		_, err = tx.Exec(ctx, `
			INSERT INTO view_defaults (account_id, user_id, entity_kind, view)
			VALUES ($1, $2, $3, $4)
			ON CONFLICT (account_id, user_id, entity_kind) DO UPDATE SET view = excluded.view`, who.AccountID, who.UserID, string(kind), name)
	}
	if err != nil {
		return fmt.Errorf("store the first view: %w", err)
	}
	return nil
}
