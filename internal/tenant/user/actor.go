package user

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
)

// Actor builds the actor of a user: role rights, members of the own group and of groups they head, language.
// It is remembered until the account's users, groups or roles change, on whatever node.
// Whoever is not an active user is Unauthenticated.
func (s *Service) Actor(ctx context.Context, id tenant.AccountID, user tenant.UserID) (tenant.Actor, error) {
	version, err := s.accessVersion(ctx, id)
	if err != nil {
		return tenant.Actor{}, err
	}
	return s.actorAt(ctx, id, user, version)
}

// Actors are those of the users who are active. As long as they are remembered it is one statement for all.
func (s *Service) Actors(ctx context.Context, id tenant.AccountID, users []tenant.UserID) ([]tenant.Actor, error) {
	version, err := s.accessVersion(ctx, id)
	if err != nil {
		return nil, err
	}
	out := make([]tenant.Actor, 0, len(users))
	for _, user := range users {
		a, err := s.actorAt(ctx, id, user, version)
		switch {
		case err == nil:
			out = append(out, a)
		case !errs.Is(err, errs.CodeUnauthenticated):
			return nil, err
		}
	}
	return out, nil
}

func (s *Service) accessVersion(ctx context.Context, id tenant.AccountID) (version int64, err error) {
	err = s.db.Keyed().QueryRow(ctx, `SELECT access_version FROM accounts WHERE id = $1`, id).Scan(&version)
	if errors.Is(err, db.ErrNoRows) {
		return 0, errs.Unauthenticated("this user has no access any more, ask your administrator")
	}
	return version, db.Translate(err)
}

// actorAt is Actor for a version of rights the caller has just read.
func (s *Service) actorAt(ctx context.Context, id tenant.AccountID, user tenant.UserID, version int64) (tenant.Actor, error) {
	key := actorKey{id, user}
	if a, ok := s.actors.get(key, version); ok {
		return a, nil
	}
	var a tenant.Actor
	err := s.db.Snapshot(ctx, func(q db.Querier) (err error) {
		acc, err := account.FindTx(ctx, q, id)
		if err != nil {
			return err
		}
		version = acc.AccessVersion
		a, err = buildActor(ctx, q, acc, user)
		return err
	})
	if err != nil {
		return tenant.Actor{}, err
	}
	s.actors.put(key, version, a)
	return a, nil
}

// ActorTx builds the actor of a user inside a transaction, past the cache.
func ActorTx(ctx context.Context, q db.Querier, id tenant.AccountID, user tenant.UserID) (tenant.Actor, error) {
	acc, err := account.FindTx(ctx, q, id)
	if err != nil {
		return tenant.Actor{}, err
	}
	return buildActor(ctx, q, acc, user)
}

func buildActor(ctx context.Context, q db.Querier, acc account.Account, user tenant.UserID) (tenant.Actor, error) {
	u, err := findUser(ctx, q, acc.ID, user)
	if errs.Is(err, errs.CodeNotFound) || err == nil && !u.IsActive {
		return tenant.Actor{}, errs.Unauthenticated("this user has no access any more, ask your administrator")
	}
	if err != nil {
		return tenant.Actor{}, err
	}
	a := tenant.Actor{AccountID: acc.ID, UserID: u.ID, Kind: tenant.Person, Admin: u.IsAdmin, Locale: u.Language}
	if a.Locale == "" {
		a.Locale = acc.Language
	}
	if u.RoleID != nil {
		if a.Rights, err = rightsOf(ctx, q, acc.ID, *u.RoleID); err != nil {
			return tenant.Actor{}, err
		}
	}
	a.Members, err = members(ctx, q, acc.ID, u)
	return a, err
}

// rightsOf reads what a role allows. A role that is gone allows nothing.
func rightsOf(ctx context.Context, q db.Querier, id tenant.AccountID, role tenant.RoleID) (tenant.Rights, error) {
	var raw []byte
	err := q.QueryRow(ctx, `SELECT rights FROM roles WHERE account_id = $1 AND id = $2`, id, role).Scan(&raw)
	if errors.Is(err, db.ErrNoRows) {
		return tenant.Rights{}, nil
	}
	if err != nil {
		return tenant.Rights{}, db.Translate(err)
	}
	var r tenant.Rights
	if err := json.Unmarshal(raw, &r); err != nil {
		return tenant.Rights{}, fmt.Errorf("read rights of role %d: %w", role, err)
	}
	return r, nil
}

// members are the user, the users of their group and of every group they head, whether still active or not:
// the records of one who left stay in the group.
func members(ctx context.Context, q db.Querier, id tenant.AccountID, u User) ([]tenant.UserID, error) {
	ids, err := db.Column[tenant.UserID](ctx, q, `
		SELECT u.id FROM users u
		WHERE u.account_id = $1
			AND (u.id = $2
				OR u.group_id = (SELECT m.group_id FROM users m WHERE m.account_id = $1 AND m.id = $2)
				OR u.group_id IN (SELECT g.id FROM user_groups g WHERE g.account_id = $1 AND g.head_id = $2))
		ORDER BY u.id
		LIMIT $3`, id, u.ID, maxUsers)
	return ids, db.Translate(err)
}

type actorKey struct {
	account tenant.AccountID
	user    tenant.UserID
}

type actorEntry struct {
	version int64
	actor   tenant.Actor
}

// maxActors bounds the cache; when it is full it begins anew.
const maxActors = 10_000

type actorCache struct {
	mu  sync.RWMutex
	all map[actorKey]actorEntry
}

func newActorCache() *actorCache { return &actorCache{all: map[actorKey]actorEntry{}} }

func (c *actorCache) get(key actorKey, version int64) (tenant.Actor, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	e, ok := c.all[key]
	return e.actor, ok && e.version == version
}

func (c *actorCache) put(key actorKey, version int64, a tenant.Actor) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.all) >= maxActors {
		clear(c.all)
	}
	c.all[key] = actorEntry{version, a}
}
