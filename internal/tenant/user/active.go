package user

import (
	"context"

	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Active are the users who may be given work, with their names and e-mail addresses.
func Active(ctx context.Context, q db.Querier, account tenant.AccountID) ([]User, error) {
	rows, err := q.Query(ctx, `
		SELECT `+userColumns+`
		FROM users u JOIN persons p ON p.id = u.person_id
		WHERE u.account_id = $1 AND u.is_active AND u.removed_at IS NULL
		ORDER BY u.id
		LIMIT $2`, account, maxUsers)
	all, err := db.Collect(rows, err, func(r db.Rows) (User, error) { return scanUser(r) })
	return all, db.Translate(err)
}
