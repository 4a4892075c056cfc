// Package user holds the people of an account: who they are, how they sign in, what they may do, and how one of
// them leaves. A person (e-mail and password) may be a user of several accounts.
package user

import (
	"context"
	"encoding/json"

	"voronka/internal/kit/db"
	"voronka/internal/kit/secret"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
)

// User is a person's place in one account.
type User struct {
	ID       tenant.UserID
	PersonID int64
	Name     string
	Email    string
	// RoleID is nil for administrators who need none.
	RoleID  *tenant.RoleID
	GroupID *tenant.GroupID
	IsAdmin bool
	// IsActive is false for those who left and for those who have not accepted their invitation yet.
	IsActive  bool
	IsInvited bool
	// Language is "ru", "en" or empty: that of the account.
	Language string
	// Settings are the user's own, kept for the client: saved columns, theme and the like.
	Settings  json.RawMessage
	CreatedAt int64
}

// Service is what can be done with users.
type Service struct {
	db       *db.DB
	accounts *account.Service
	box      *secret.Box
	address  Address
	actors   *actorCache
	key      signingKey
	heirs    []Heir
	postman  Postman
}

// Address is the public place of the server, as it stands in tokens and links.
type Address struct {
	// Host is the host name (and port) of --url, the parent of all subdomains.
	Host string
	// URL is the whole public address without a slash at the end.
	URL string
}

// NewService works on the database; the box seals the key that signs tokens.
func NewService(d *db.DB, accounts *account.Service, box *secret.Box, address Address) *Service {
	return &Service{db: d, accounts: accounts, box: box, address: address, actors: newActorCache()}
}

// maxUsers bounds every list of users: the largest sales departments have some thousands.
const maxUsers = 5000

// List returns the users of the account: active first, by name.
func (s *Service) List(ctx context.Context, who tenant.Actor) ([]User, error) {
	return listUsers(ctx, s.db, who.AccountID)
}

// Find returns one user of the account, or NotFound.
func (s *Service) Find(ctx context.Context, who tenant.Actor, id tenant.UserID) (User, error) {
	return findUser(ctx, s.db, who.AccountID, id)
}

// Names returns the name of every user the account ever had.
func Names(ctx context.Context, q db.Querier, account tenant.AccountID) (map[tenant.UserID]string, error) {
	rows, err := q.Query(ctx, `SELECT id, name FROM users WHERE account_id = $1 LIMIT $2`, account, maxUsers)
	type pair struct {
		id   tenant.UserID
		name string
	}
	all, err := db.Collect(rows, err, func(r db.Rows) (p pair, err error) { return p, r.Scan(&p.id, &p.name) })
	if err != nil {
		return nil, db.Translate(err)
	}
	names := make(map[tenant.UserID]string, len(all))
	for _, p := range all {
		names[p.id] = p.name
	}
	return names, nil
}

// Exists reports whether the account has that user and they are active: only such a one may be given work.
func Exists(ctx context.Context, q db.Querier, account tenant.AccountID, id tenant.UserID) (bool, error) {
	var n int
	err := q.QueryRow(ctx, `
		SELECT COUNT(*) FROM users
		WHERE account_id = $1 AND id = $2 AND is_active AND removed_at IS NULL`, account, id).Scan(&n)
	return n > 0, db.Translate(err)
}
