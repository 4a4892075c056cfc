// Package seed makes what a test or a demonstration needs beforehand. A seeded user comes back as an actor, ready
// to act: seed.Admin(t, d) is a new account with its administrator, seed.User(t, d, admin.AccountID) a colleague.
package seed

import (
	"context"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"testing"

	"voronka/internal/kit/db"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/user"
)

var serial atomic.Int64

func next(prefix string) string { return fmt.Sprintf("%s-%d", prefix, serial.Add(1)) }

func write(t testing.TB, d *db.DB, fn func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	if err := d.Write(ctx, func(tx *db.Tx) error { return fn(ctx, tx) }); err != nil {
		t.Fatalf("seed: %v", err)
	}
}

// Account makes an account without people or data: Russian, roubles, Moscow time unless changed.
func Account(t testing.TB, d *db.DB, change ...func(*account.Account)) account.Account {
	t.Helper()
	a := account.Account{
		Subdomain: next("acme"), Name: "Ромашка", Language: "ru", Currency: "RUB", TimeZone: "Europe/Moscow",
		Country: "RU", Plan: "unlimited",
	}
	for _, c := range change {
		c(&a)
	}
	write(t, d, func(ctx context.Context, tx *db.Tx) (err error) {
		a, err = account.CreateTx(ctx, tx, a)
		return err
	})
	return a
}

// Admin makes a new account with an administrator.
func Admin(t testing.TB, d *db.DB, options ...UserOption) tenant.Actor {
	t.Helper()
	return User(t, d, Account(t, d).ID, append([]UserOption{AsAdmin()}, options...)...)
}

// UserOption changes a user before they are made.
type UserOption func(*newUser)

type newUser struct {
	user.User
	rights *tenant.Rights
}

// AsAdmin makes the user an administrator.
func AsAdmin() UserOption { return func(u *newUser) { u.IsAdmin = true } }

// Named gives the user a name.
func Named(name string) UserOption { return func(u *newUser) { u.Name = name } }

// Email gives the user an address; a known one makes the same person a user of one more account.
func Email(email string) UserOption { return func(u *newUser) { u.Email = email } }

// Language sets the user's own language.
func Language(l string) UserOption { return func(u *newUser) { u.Language = l } }

// InGroup puts the user into a group.
func InGroup(id tenant.GroupID) UserOption { return func(u *newUser) { u.GroupID = &id } }

// Rights gives the user a role of their own with exactly these rights.
func Rights(r tenant.Rights) UserOption { return func(u *newUser) { u.rights = &r } }

// Scoped gives the user every action on deals, contacts, companies and tasks within one scope.
func Scoped(s tenant.Scope) UserOption { return Rights(ScopedRights(s)) }

// ScopedRights are the rights behind Scoped, to be narrowed further.
func ScopedRights(s tenant.Scope) tenant.Rights {
	r := tenant.Rights{Entities: map[string]map[string]tenant.Scope{}}
	for _, kind := range []string{"deal", "contact", "company", "task"} {
		r.Entities[kind] = map[string]tenant.Scope{"create": s, "view": s, "edit": s, "delete": s, "export": s}
	}
	return r
}

// User makes an active user of the account and returns them as an actor. Without options it is a manager who may do
// everything with everyone's records and is no administrator.
func User(t testing.TB, d *db.DB, id tenant.AccountID, options ...UserOption) tenant.Actor {
	t.Helper()
	u := newUser{User: user.User{Name: next("Пользователь"), Email: next("user") + "@example.test"}}
	Scoped(tenant.ScopeAll)(&u)
	for _, o := range options {
		o(&u)
	}
	var who tenant.Actor
	write(t, d, func(ctx context.Context, tx *db.Tx) error {
		if u.rights != nil && !u.IsAdmin {
			role, err := insertRole(ctx, tx, id, *u.rights)
			if err != nil {
				return err
			}
			u.RoleID = &role
		}
		added, err := user.AddTx(ctx, tx, id, u.User)
		if err != nil {
			return err
		}
		who, err = user.ActorTx(ctx, tx, id, added)
		return err
	})
	return who
}

func insertRole(ctx context.Context, tx *db.Tx, id tenant.AccountID, r tenant.Rights) (role tenant.RoleID, err error) {
	raw, err := json.Marshal(r)
	if err != nil {
		return 0, err
	}
	err = tx.QueryRow(ctx, `
		INSERT INTO roles (account_id, name, rights, created_at)
		VALUES ($1, $2, $3, $4)
		RETURNING id`, id, next("Роль"), string(raw), tx.Unix()).Scan(&role)
	return role, err
}

// Group makes a group of users.
func Group(t testing.TB, d *db.DB, id tenant.AccountID, name string) (group tenant.GroupID) {
	t.Helper()
	write(t, d, func(ctx context.Context, tx *db.Tx) error {
		return tx.QueryRow(ctx, `
			INSERT INTO user_groups (account_id, name, position)
			VALUES ($1, $2, 0)
			RETURNING id`, id, name).Scan(&group)
	})
	return group
}
