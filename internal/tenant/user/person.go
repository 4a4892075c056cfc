package user

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/kit/secret"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
)

// person is an e-mail address and a password. An empty hash means that no password was chosen yet.
type person struct {
	ID    int64
	Email string
	Hash  string
}

const (
	minPassword = 8
	maxName     = 100
)

func checkPassword(field, password string) error {
	if utf8.RuneCountInString(password) < minPassword {
		return errs.Invalid(field, "must have at least %d characters", minPassword)
	}
	return nil
}

func checkName(field, name string) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", errs.Invalid(field, "must not be empty")
	case utf8.RuneCountInString(name) > maxName:
		return "", errs.Invalid(field, "is longer than %d characters, shorten it", maxName)
	}
	return name, nil
}

func checkEmail(field, email string) (string, error) {
	address, err := lang.ParseEmail(email)
	return address, errs.At(field, err)
}

// personByEmail returns the person of an address, or one without id when there is none.
func personByEmail(ctx context.Context, q db.Querier, email string) (p person, err error) {
	err = q.QueryRow(ctx, `
		SELECT id, email, password_hash FROM persons WHERE email_key = $1`, lang.EmailKey(email)).
		Scan(&p.ID, &p.Email, &p.Hash)
	if errors.Is(err, db.ErrNoRows) {
		return person{}, nil
	}
	return p, db.Translate(err)
}

func findPerson(ctx context.Context, q db.Querier, id int64) (p person, err error) {
	err = q.QueryRow(ctx, `SELECT id, email, password_hash FROM persons WHERE id = $1`, id).
		Scan(&p.ID, &p.Email, &p.Hash)
	return p, db.Translate(err)
}

// ensurePerson finds the person of an address or makes one with the hash.
func ensurePerson(ctx context.Context, tx *db.Tx, email, hash string) (p person, isNew bool, err error) {
	n, err := tx.Exec(ctx, `
		INSERT INTO persons (email, email_key, password_hash, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (email_key) DO NOTHING`, email, lang.EmailKey(email), hash, tx.Unix(), tx.Unix())
	if err != nil {
		return p, false, err
	}
	p, err = personByEmail(ctx, tx, email)
	return p, n > 0, err
}

func setPassword(ctx context.Context, tx *db.Tx, person int64, hash string) error {
	_, err := tx.Exec(ctx, `
		UPDATE persons SET password_hash = $1, updated_at = $2 WHERE id = $3`, hash, tx.Unix(), person)
	return err
}

// FoundTx makes the first administrator of an account. A person who is already known keeps their password and must
// have given it.
func FoundTx(ctx context.Context, tx *db.Tx, a account.Account, admin account.Admin) (tenant.UserID, error) {
	var c errs.Collect
	name, err := checkName("name", admin.Name)
	c.Err("", err)
	email, err := checkEmail("email", admin.Email)
	c.Err("", err)
	c.Err("", checkPassword("password", admin.Password))
	if err := c.Result(); err != nil {
		return 0, err
	}
	p, isNew, err := ensurePerson(ctx, tx, email, admin.PasswordHash)
	if err != nil {
		return 0, err
	}
	if !isNew {
		ok, err := secret.VerifyPassword(ctx, p.Hash, admin.Password)
		if err != nil {
			return 0, err
		}
		if !ok {
			return 0, errs.Conflict("this e-mail is already in use: give the password it has now")
		}
	}
	return insertUser(ctx, tx, a.ID, User{PersonID: p.ID, Name: name, IsAdmin: true, IsActive: true})
}

// AddTx makes an active user without an invitation or a password, for factories and demo data. It returns the
// user's id; the person is made when the address is new.
func AddTx(ctx context.Context, tx *db.Tx, id tenant.AccountID, u User) (tenant.UserID, error) {
	p, _, err := ensurePerson(ctx, tx, u.Email, "")
	if err != nil {
		return 0, err
	}
	u.PersonID, u.IsActive = p.ID, true
	if err := account.TouchAccessTx(ctx, tx, id); err != nil {
		return 0, err
	}
	return insertUser(ctx, tx, id, u)
}
