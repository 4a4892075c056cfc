package user

import (
	"context"
	"errors"
	"fmt"

	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// AnyAdmin is the longest-serving active administrator: who gets what would otherwise be nobody's.
func AnyAdmin(ctx context.Context, q db.Querier, id tenant.AccountID) (admin tenant.UserID, err error) {
	err = q.QueryRow(ctx, `
		SELECT id
		FROM users
		WHERE account_id = $1
			AND is_admin
			AND is_active
			AND removed_at IS NULL
		ORDER BY id
		LIMIT 1`, id).Scan(&admin)
	if errors.Is(err, db.ErrNoRows) {
		return 0, fmt.Errorf("account %d has no active administrator", id)
	}
	return admin, err
}
