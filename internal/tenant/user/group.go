package user

import (
	"context"
	"errors"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
)

// Group is a department. Its members share the scope "group"; its head belongs to it in rights.
type Group struct {
	ID       tenant.GroupID
	Name     string
	HeadID   *tenant.UserID
	Position int
}

// GroupPatch is a change of a group; nil leaves a property as it is, a head of 0 takes the head away.
type GroupPatch struct {
	Name     *string
	HeadID   *tenant.UserID
	Position *int
}

const maxGroups = 500

const groupColumns = `id, name, head_id, position`

func scanGroup(r db.Row) (g Group, err error) {
	err = r.Scan(&g.ID, &g.Name, &g.HeadID, &g.Position)
	if errors.Is(err, db.ErrNoRows) {
		return g, errs.NotFound("there is no such group")
	}
	return g, db.Translate(err)
}

// Groups lists the groups of the account in their order.
func (s *Service) Groups(ctx context.Context, who tenant.Actor) ([]Group, error) {
	rows, err := s.db.Query(ctx, `
		SELECT `+groupColumns+` FROM user_groups
		WHERE account_id = $1
		ORDER BY position, id
		LIMIT $2`, who.AccountID, maxGroups)
	all, err := db.Collect(rows, err, func(r db.Rows) (Group, error) { return scanGroup(r) })
	return all, db.Translate(err)
}

// CreateGroup makes a group at the end of the list. Only an administrator may.
func (s *Service) CreateGroup(ctx context.Context, who tenant.Actor, name string) (Group, error) {
	var g Group
	err := s.groups(ctx, who, func(tx *db.Tx) (err error) {
		if g.Name, err = checkName("name", name); err != nil {
			return err
		}
		var n int
		err = tx.QueryRow(ctx, `SELECT COUNT(*), COALESCE(MAX(position), 0) + 1 FROM user_groups WHERE account_id = $1`,
			who.AccountID).Scan(&n, &g.Position)
		if err != nil {
			return err
		}
		if n >= maxGroups {
			return errs.Limit("the account has %d groups already, delete those you do not need", n)
		}
		err = tx.QueryRow(ctx, `
			INSERT INTO user_groups (account_id, name, position)
			VALUES ($1, $2, $3)
			RETURNING id`, who.AccountID, g.Name, g.Position).Scan(&g.ID)
		if err != nil {
			return err
		}
		return recordGroup(ctx, tx, who, g.ID, nil, &g)
	})
	return g, err
}

// UpdateGroup renames a group, moves it, or gives it a head.
func (s *Service) UpdateGroup(ctx context.Context, who tenant.Actor, id tenant.GroupID, p GroupPatch) (Group, error) {
	var g Group
	err := s.groups(ctx, who, func(tx *db.Tx) error {
		old, err := findGroup(ctx, tx, who.AccountID, id)
		if err != nil {
			return err
		}
		g = old
		if err := p.apply(ctx, tx, who.AccountID, &g); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE user_groups SET name = $1, head_id = $2, position = $3
			WHERE account_id = $4 AND id = $5`, g.Name, g.HeadID, g.Position, who.AccountID, id)
		if err != nil {
			return err
		}
		return recordGroup(ctx, tx, who, id, &old, &g)
	})
	return g, err
}

func (p GroupPatch) apply(ctx context.Context, tx *db.Tx, id tenant.AccountID, g *Group) (err error) {
	if p.Name != nil {
		if g.Name, err = checkName("name", *p.Name); err != nil {
			return err
		}
	}
	if p.Position != nil {
		g.Position = min(max(*p.Position, 0), 1_000_000)
	}
	if p.HeadID == nil {
		return nil
	}
	g.HeadID = zeroToNil(*p.HeadID)
	if g.HeadID == nil {
		return nil
	}
	ok, err := Exists(ctx, tx, id, *g.HeadID)
	if err == nil && !ok {
		return errs.Invalid("head_id", "choose an active user of this account")
	}
	return err
}

// DeleteGroup removes a group; its members stay without one.
func (s *Service) DeleteGroup(ctx context.Context, who tenant.Actor, id tenant.GroupID) error {
	return s.groups(ctx, who, func(tx *db.Tx) error {
		old, err := findGroup(ctx, tx, who.AccountID, id)
		if err != nil {
			return err
		}
		for _, text := range []string{
			`UPDATE users SET group_id = NULL WHERE account_id = $1 AND group_id = $2`,
			`DELETE FROM user_groups WHERE account_id = $1 AND id = $2`,
		} {
			if _, err := tx.Exec(ctx, text, who.AccountID, id); err != nil {
				return err
			}
		}
		return recordGroup(ctx, tx, who, id, &old, nil)
	})
}

func findGroup(ctx context.Context, q db.Querier, account tenant.AccountID, id tenant.GroupID) (Group, error) {
	return scanGroup(q.QueryRow(ctx, `
		SELECT `+groupColumns+` FROM user_groups WHERE account_id = $1 AND id = $2`, account, id))
}

// groups runs a change of groups: an administrator, the account's people locked, remembered rights forgotten.
func (s *Service) groups(ctx context.Context, who tenant.Actor, fn func(tx *db.Tx) error) error {
	if !who.Admin {
		return errs.Forbidden("only an administrator may change groups")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := account.TouchAccessTx(ctx, tx, who.AccountID); err != nil {
			return err
		}
		return fn(tx)
	})
}

func recordGroup(ctx context.Context, tx *db.Tx, who tenant.Actor, id tenant.GroupID, before, after *Group) error {
	return account.Record(ctx, tx, who, "group.changed", account.Thing{Kind: "group", ID: int64(id)},
		showGroup(before), showGroup(after))
}

func showGroup(g *Group) any {
	if g == nil {
		return nil
	}
	return map[string]any{"name": g.Name, "head_id": g.HeadID}
}
