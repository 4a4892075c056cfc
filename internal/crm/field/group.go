package field

import (
	"context"
	"errors"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// maxGroups bounds the groups of a kind.
const maxGroups = 100

// CreateGroup makes a group at the end of its kind.
func (s *Service) CreateGroup(ctx context.Context, who tenant.Actor, kind crm.Kind, name string) (g Group, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		g, err = s.CreateGroupTx(ctx, tx, who, kind, name)
		return err
	})
	return g, err
}

// CreateGroupTx is CreateGroup inside a transaction.
func (s *Service) CreateGroupTx(ctx context.Context, tx *db.Tx, who tenant.Actor, kind crm.Kind, name string) (g Group, err error) {
	if !kind.HasCard() {
		return Group{}, errs.Invalid("kind", "fields belong to cards: use deal, contact or company")
	}
	err = changeGroupsTx(ctx, tx, who, func(tx *db.Tx) error {
		groups, err := loadGroups(ctx, tx, who.AccountID, kind)
		if err != nil {
			return err
		}
		if len(groups) >= maxGroups {
			return errs.Limit("there are %d groups already, remove some first", maxGroups)
		}
		g = Group{Kind: kind, Position: len(groups) + 1}
		if g.Name, err = groupName(name); err != nil {
			return err
		}
		return insertGroup(ctx, tx, who.AccountID, &g)
	})
	return g, err
}

// RenameGroup gives a group another name.
func (s *Service) RenameGroup(ctx context.Context, who tenant.Actor, id crm.FieldGroupID, name string) (g Group, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		g, err = s.RenameGroupTx(ctx, tx, who, id, name)
		return err
	})
	return g, err
}

// RenameGroupTx is RenameGroup inside a transaction.
func (s *Service) RenameGroupTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.FieldGroupID, name string) (g Group, err error) {
	err = changeGroupsTx(ctx, tx, who, func(tx *db.Tx) error {
		clean, err := groupName(name)
		if err != nil {
			return err
		}
		err = tx.QueryRow(ctx, `
			UPDATE field_groups
			SET name = $3
			WHERE account_id = $1
				AND id = $2
			RETURNING id, entity_kind, name, position`, who.AccountID, id, clean).Scan(&g.ID, &g.Kind, &g.Name, &g.Position)
		if errors.Is(err, db.ErrNoRows) {
			return errs.NotFound("there is no such group of fields")
		}
		return err
	})
	return g, err
}

// DeleteGroup removes a group; its fields stay, in no group.
func (s *Service) DeleteGroup(ctx context.Context, who tenant.Actor, id crm.FieldGroupID) error {
	return s.changeGroups(ctx, who, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `DELETE FROM field_groups WHERE account_id = $1 AND id = $2`, who.AccountID, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.NotFound("there is no such group of fields")
		}
		_, err = tx.Exec(ctx, `
			UPDATE fields
			SET group_id = NULL
			WHERE account_id = $1
				AND group_id = $2`, who.AccountID, id)
		return err
	})
}

// ReorderGroups puts the named groups of a kind first, in that order.
func (s *Service) ReorderGroups(ctx context.Context, who tenant.Actor, kind crm.Kind, ids []crm.FieldGroupID) error {
	return s.changeGroups(ctx, who, func(tx *db.Tx) error {
		groups, err := loadGroups(ctx, tx, who.AccountID, kind)
		if err != nil {
			return err
		}
		order, err := newOrder(groups, ids, func(g Group) crm.FieldGroupID { return g.ID })
		if err != nil {
			return err
		}
		return place(ctx, tx, "field_groups", who.AccountID, order)
	})
}

func (s *Service) changeGroups(ctx context.Context, who tenant.Actor, change func(tx *db.Tx) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return changeGroupsTx(ctx, tx, who, change) })
}

func changeGroupsTx(ctx context.Context, tx *db.Tx, who tenant.Actor, change func(tx *db.Tx) error) error {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return err
	}
	if err := touch(ctx, tx, who.AccountID); err != nil {
		return fmt.Errorf("lock fields of account %d: %w", who.AccountID, err)
	}
	return change(tx)
}

func groupName(name string) (string, error) {
	name = Clean(name, false)
	switch n := len([]rune(name)); {
	case n == 0:
		return "", errs.Invalid("name", "give the group a name")
	case n > maxFieldName:
		return "", errs.Invalid("name", "the name is too long, use at most %d characters", maxFieldName)
	}
	return name, nil
}

func insertGroup(ctx context.Context, tx *db.Tx, account tenant.AccountID, g *Group) error {
	return tx.QueryRow(ctx, `
		INSERT INTO field_groups (account_id, entity_kind, name, position)
		VALUES ($1, $2, $3, $4)
		RETURNING id`, account, string(g.Kind), g.Name, g.Position).Scan(&g.ID)
}

func loadGroups(ctx context.Context, q db.Querier, account tenant.AccountID, kind crm.Kind) ([]Group, error) {
	rows, err := q.Query(ctx, `
		SELECT id, entity_kind, name, position
		FROM field_groups
		WHERE account_id = $1
			AND entity_kind = $2
		ORDER BY position, id
		LIMIT $3`, account, string(kind), maxGroups)
	return db.Collect(rows, err, func(r db.Rows) (g Group, err error) {
		err = r.Scan(&g.ID, &g.Kind, &g.Name, &g.Position)
		return g, err
	})
}
