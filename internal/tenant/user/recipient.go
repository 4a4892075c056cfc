package user

import (
	"context"

	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// maxAdmins bounds those who are told of what concerns the whole account.
const maxAdmins = 100

// Among are those of the users who are active.
func Among(ctx context.Context, q db.Querier, account tenant.AccountID, ids []tenant.UserID) (map[tenant.UserID]bool, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`
		SELECT id FROM users
		WHERE account_id = `, b.Arg(account), ` AND is_active AND removed_at IS NULL AND `, db.In(b, "id", ids))
	found, err := db.Column[tenant.UserID](ctx, q, b.SQL(), b.Args()...)
	out := make(map[tenant.UserID]bool, len(found))
	for _, id := range found {
		out[id] = true
	}
	return out, db.Translate(err)
}

// Admins are the active administrators of an account.
func Admins(ctx context.Context, q db.Querier, account tenant.AccountID) ([]tenant.UserID, error) {
	ids, err := db.Column[tenant.UserID](ctx, q, `
		SELECT id FROM users
		WHERE account_id = $1 AND is_admin AND is_active AND removed_at IS NULL
		ORDER BY id
		LIMIT $2`, account, maxAdmins)
	return ids, db.Translate(err)
}
