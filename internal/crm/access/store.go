package access

import (
	"context"
	"encoding/json"
	"fmt"

	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

func listRoles(ctx context.Context, q db.Querier, account tenant.AccountID) ([]Role, error) {
	rows, err := q.Query(ctx, `
		SELECT id, name, rights, created_at
		FROM roles
		WHERE account_id = $1
		ORDER BY name, id
		LIMIT $2`, account, maxRoles)
	return db.Collect(rows, err, scanRole)
}

func findRole(ctx context.Context, q db.Querier, account tenant.AccountID, id tenant.RoleID, lock string) (Role, error) {
	rows, err := q.Query(ctx, `
		SELECT id, name, rights, created_at
		FROM roles
		WHERE account_id = $1 AND id = $2`+lock, account, id)
	roles, err := db.Collect(rows, err, scanRole)
	switch {
	case err != nil:
		return Role{}, err
	case len(roles) == 0:
		return Role{}, db.ErrNoRows
	}
	return roles[0], nil
}

func scanRole(row db.Rows) (Role, error) {
	var r Role
	var raw string
	if err := row.Scan(&r.ID, &r.Name, &raw, &r.CreatedAt); err != nil {
		return r, err
	}
	if err := json.Unmarshal([]byte(raw), &r.Rights); err != nil {
		return r, fmt.Errorf("read rights of role %d: %w", r.ID, err)
	}
	return r, nil
}

func insertRole(ctx context.Context, tx *db.Tx, account tenant.AccountID, r *Role) error {
	raw, err := json.Marshal(r.Rights)
	if err != nil {
		return err
	}
	return tx.QueryRow(ctx, `
		INSERT INTO roles (account_id, name, rights, created_at)
		VALUES ($1, $2, $3, $4)
		RETURNING id`, account, r.Name, string(raw), r.CreatedAt).Scan(&r.ID)
}

func updateRole(ctx context.Context, tx *db.Tx, account tenant.AccountID, r Role) error {
	raw, err := json.Marshal(r.Rights)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE roles
		SET name = $3, rights = $4
		WHERE account_id = $1 AND id = $2`, account, r.ID, r.Name, string(raw))
	return err
}

func deleteRole(ctx context.Context, tx *db.Tx, account tenant.AccountID, id tenant.RoleID) error {
	_, err := tx.Exec(ctx, `DELETE FROM roles WHERE account_id = $1 AND id = $2`, account, id)
	return err
}

func countRoles(ctx context.Context, tx *db.Tx, account tenant.AccountID) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT COUNT(*) FROM roles WHERE account_id = $1`, account).Scan(&n)
	return n, err
}

// countHolders reads the users wing's table: it is the one question about roles that users cannot answer for us,
// because they must not know access.
func countHolders(ctx context.Context, tx *db.Tx, account tenant.AccountID, id tenant.RoleID) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT COUNT(*)
		FROM users
		WHERE account_id = $1
			AND role_id = $2
			AND removed_at IS NULL`, account, id).Scan(&n)
	return n, err
}
