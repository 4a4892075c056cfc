package user

import (
	"context"
	"errors"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

const userColumns = `u.id, u.person_id, u.name, p.email, u.role_id, u.group_id, u.is_admin, u.is_active,
	(NOT u.is_active AND EXISTS (
		SELECT 1 FROM invitations i WHERE i.account_id = u.account_id AND i.user_id = u.id AND i.used_at IS NULL)),
	u.language, u.settings, u.created_at`

func scanUser(r db.Row) (u User, err error) {
	var settings []byte
	err = r.Scan(&u.ID, &u.PersonID, &u.Name, &u.Email, &u.RoleID, &u.GroupID, &u.IsAdmin, &u.IsActive, &u.IsInvited,
		&u.Language, &settings, &u.CreatedAt)
	if errors.Is(err, db.ErrNoRows) {
		return u, errs.NotFound("there is no such user")
	}
	u.Settings = settings
	return u, db.Translate(err)
}

func findUser(ctx context.Context, q db.Querier, account tenant.AccountID, id tenant.UserID) (User, error) {
	return scanUser(q.QueryRow(ctx, `
		SELECT `+userColumns+`
		FROM users u JOIN persons p ON p.id = u.person_id
		WHERE u.account_id = $1 AND u.id = $2 AND u.removed_at IS NULL`, account, id))
}

func listUsers(ctx context.Context, q db.Querier, account tenant.AccountID) ([]User, error) {
	rows, err := q.Query(ctx, `
		SELECT `+userColumns+`
		FROM users u JOIN persons p ON p.id = u.person_id
		WHERE u.account_id = $1 AND u.removed_at IS NULL
		ORDER BY u.is_active DESC, u.name, u.id
		LIMIT $2`, account, maxUsers)
	all, err := db.Collect(rows, err, func(r db.Rows) (User, error) { return scanUser(r) })
	return all, db.Translate(err)
}

func insertUser(ctx context.Context, tx *db.Tx, account tenant.AccountID, u User) (tenant.UserID, error) {
	var id tenant.UserID
	err := tx.QueryRow(ctx, `
		INSERT INTO users (account_id, person_id, name, role_id, group_id, is_admin, is_active, language, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		RETURNING id`,
		account, u.PersonID, u.Name, u.RoleID, u.GroupID, u.IsAdmin, u.IsActive, u.Language, tx.Unix()).Scan(&id)
	if _, ok := db.IsUnique(err); ok {
		return 0, errs.Conflict("this person is already a user of the account")
	}
	return id, err
}

func updateUser(ctx context.Context, tx *db.Tx, account tenant.AccountID, u User) error {
	_, err := tx.Exec(ctx, `
		UPDATE users
		SET name = $1, role_id = $2, group_id = $3, is_admin = $4, is_active = $5, language = $6, settings = $7
		WHERE account_id = $8 AND id = $9`,
		u.Name, u.RoleID, u.GroupID, u.IsAdmin, u.IsActive, u.Language, string(u.Settings), account, u.ID)
	return err
}
