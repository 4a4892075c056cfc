package user

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// FieldsOf is what custom fields are for a user, of one who has left as they were for them last: nil when all are open,
// for an administrator and for a user there never was.
func FieldsOf(ctx context.Context, q db.Querier, id tenant.AccountID, user tenant.UserID) (map[int64]tenant.FieldAccess, error) {
	var admin bool
	var raw *string
	err := q.QueryRow(ctx, `
		SELECT u.is_admin, r.rights
		FROM users u
		LEFT JOIN roles r ON r.account_id = u.account_id AND r.id = u.role_id
		WHERE u.account_id = $1
			AND u.id = $2`, id, user).Scan(&admin, &raw)
	switch {
	case errors.Is(err, db.ErrNoRows), err == nil && (admin || raw == nil):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("fields of user %d: %w", user, err)
	}
	var r tenant.Rights
	if err := json.Unmarshal([]byte(*raw), &r); err != nil {
		return nil, fmt.Errorf("fields of user %d: %w", user, err)
	}
	return r.Fields, nil
}
