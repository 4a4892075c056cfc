package account

import (
	"context"
	"errors"
	"fmt"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

const columns = `id, subdomain, name, language, currency, time_zone, country, plan, created_at, access_version`

func scan(r db.Row) (a Account, err error) {
	err = r.Scan(&a.ID, &a.Subdomain, &a.Name, &a.Language, &a.Currency, &a.TimeZone, &a.Country, &a.Plan,
		&a.CreatedAt, &a.AccessVersion)
	if errors.Is(err, db.ErrNoRows) {
		return a, errs.NotFound("there is no such account")
	}
	return a, db.Translate(err)
}

func find(ctx context.Context, q db.Querier, id tenant.AccountID) (Account, error) {
	return scan(q.QueryRow(ctx, `SELECT `+columns+` FROM accounts WHERE id = $1`, id))
}

func lock(ctx context.Context, tx *db.Tx, id tenant.AccountID) (Account, error) {
	return scan(tx.QueryRow(ctx, `SELECT `+columns+` FROM accounts WHERE id = $1`+db.ForUpdate(tx.Engine()), id))
}

func findBySubdomain(ctx context.Context, q db.Querier, subdomain string) (Account, error) {
	return scan(q.QueryRow(ctx, `
		SELECT `+columns+`
		FROM accounts
		WHERE subdomain = $1
			OR id = (SELECT account_id FROM former_subdomains WHERE subdomain = $1)`, subdomain))
}

// maxFormer is how many former names an account keeps, so that nobody collects them.
const maxFormer = 10

// rename keeps the old name for the account, and takes the new one only when it is nobody else's former one.
func rename(ctx context.Context, tx *db.Tx, a Account, old string) error {
	if err := notFormer(ctx, tx, a); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM former_subdomains WHERE subdomain = $1`, a.Subdomain); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `
		INSERT INTO former_subdomains (subdomain, account_id, changed_at)
		VALUES ($1, $2, $3)`, old, a.ID, tx.Unix()); err != nil {
		return fmt.Errorf("keep the former subdomain: %w", err)
	}
	_, err := tx.Exec(ctx, `
		DELETE FROM former_subdomains
		WHERE account_id = $1
			AND subdomain NOT IN (
				SELECT subdomain
				FROM former_subdomains
				WHERE account_id = $1
				ORDER BY changed_at DESC, subdomain = $2 DESC, subdomain
				LIMIT $3)`, a.ID, old, maxFormer)
	return err
}

// notFormer refuses a subdomain that leads to another account.
func notFormer(ctx context.Context, q db.Querier, a Account) error {
	owners, err := db.Column[tenant.AccountID](ctx, q, `
		SELECT account_id FROM former_subdomains WHERE subdomain = $1`, a.Subdomain)
	if err == nil && len(owners) > 0 && owners[0] != a.ID {
		return errTaken
	}
	return err
}

var errTaken = errs.Conflict("this subdomain is taken, choose another")

func list(ctx context.Context, q db.Querier, limit int) ([]Account, error) {
	rows, err := q.Query(ctx, `SELECT `+columns+` FROM accounts ORDER BY id LIMIT $1`, limit)
	all, err := db.Collect(rows, err, func(r db.Rows) (Account, error) { return scan(r) })
	return all, db.Translate(err)
}

func insert(ctx context.Context, tx *db.Tx, a Account) (Account, error) {
	a.CreatedAt, a.AccessVersion = tx.Unix(), 1
	err := tx.QueryRow(ctx, `
		INSERT INTO accounts (subdomain, name, language, currency, time_zone, country, plan, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		RETURNING id`,
		a.Subdomain, a.Name, a.Language, a.Currency, a.TimeZone, a.Country, a.Plan, a.CreatedAt).Scan(&a.ID)
	return a, taken(err)
}

func update(ctx context.Context, tx *db.Tx, a Account) error {
	_, err := tx.Exec(ctx, `
		UPDATE accounts
		SET subdomain = $1, name = $2, language = $3, currency = $4, time_zone = $5, country = $6,
			access_version = access_version + 1
		WHERE id = $7`,
		a.Subdomain, a.Name, a.Language, a.Currency, a.TimeZone, a.Country, a.ID)
	return taken(err)
}

func taken(err error) error {
	if _, ok := db.IsUnique(err); ok {
		return errTaken
	}
	return err
}

// TouchAccessTx makes every node forget the rights it remembers of the account, and makes changes of users,
// groups and roles of one account wait for each other until commit.
func TouchAccessTx(ctx context.Context, tx *db.Tx, id tenant.AccountID) error {
	n, err := tx.Exec(ctx, `UPDATE accounts SET access_version = access_version + 1 WHERE id = $1`, id)
	if err == nil && n == 0 {
		return errs.NotFound("there is no such account")
	}
	if err != nil {
		return fmt.Errorf("renew rights of account %d: %w", id, err)
	}
	return nil
}
