package user

import (
	"context"
	"errors"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
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

// Setting is what work in an account depends on, as it stands at one moment.
type Setting struct {
	// Account has its language, currency, country and zone, not the rest.
	Account account.Account
	// FieldsVersion grows with every change of fields, pipelines and statuses.
	FieldsVersion int64
	// IsActive: the actor is an active user, who may be given work.
	IsActive bool
}

// SettingOf reads the setting of an actor in one statement.
func SettingOf(ctx context.Context, q db.Querier, who tenant.Actor) (s Setting, err error) {
	a := &s.Account
	err = q.QueryRow(ctx, `
		SELECT a.id, a.language, a.currency, a.country, a.time_zone, a.fields_version, EXISTS (
			SELECT 1 FROM users u WHERE u.account_id = a.id AND u.id = $2 AND u.is_active AND u.removed_at IS NULL)
		FROM accounts a
		WHERE a.id = $1`, who.AccountID, who.UserID).
		Scan(&a.ID, &a.Language, &a.Currency, &a.Country, &a.TimeZone, &s.FieldsVersion, &s.IsActive)
	if errors.Is(err, db.ErrNoRows) {
		return s, errs.NotFound("there is no such account")
	}
	return s, db.Translate(err)
}
