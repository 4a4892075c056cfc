package access

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
)

// StatusCheck answers invalid when one of the statuses never was the account's.
type StatusCheck func(ctx context.Context, q db.Querier, account tenant.AccountID, ids []crm.StatusID) error

// Service keeps the roles of all accounts.
type Service struct {
	db       *db.DB
	statuses StatusCheck
	fields   FieldCheck
}

// New makes the service.
func New(d *db.DB) *Service { return &Service{db: d} }

// CheckStatuses gives the service a way to ask whose statuses a role narrows; call it before the first request.
func (s *Service) CheckStatuses(check StatusCheck) { s.statuses = check }

// FieldCheck reports whether all of the ids are custom fields of the account.
type FieldCheck func(ctx context.Context, q db.Querier, account tenant.AccountID, ids []crm.FieldID) (bool, error)

// CheckFields gives the service a way to ask whose fields a role narrows; call it before the first request.
func (s *Service) CheckFields(check FieldCheck) { s.fields = check }

func (s *Service) checkFields(ctx context.Context, q db.Querier, account tenant.AccountID, r *Role) error {
	if s.fields == nil || len(r.Rights.Fields) == 0 {
		return nil
	}
	ids := make([]crm.FieldID, 0, len(r.Rights.Fields))
	for id := range r.Rights.Fields {
		ids = append(ids, crm.FieldID(id))
	}
	ok, err := s.fields(ctx, q, account, ids)
	if err == nil && !ok {
		return errs.Invalid("rights.fields", "there is no such field")
	}
	return err
}

// checkRole gathers what is wrong with a role that is to be written.
func (s *Service) checkRole(ctx context.Context, q db.Querier, account tenant.AccountID, r *Role) error {
	if err := r.check(); err != nil {
		return err
	}
	if err := s.checkFields(ctx, q, account, r); err != nil || s.statuses == nil || len(r.Rights.Statuses) == 0 {
		return err
	}
	ids := make([]crm.StatusID, 0, len(r.Rights.Statuses))
	for id := range r.Rights.Statuses {
		ids = append(ids, crm.StatusID(id))
	}
	slices.Sort(ids)
	return errs.At("rights.statuses", s.statuses(ctx, q, account, ids))
}

// RolePatch is what UpdateRole changes; nil is left as it is.
type RolePatch struct {
	Name   *string
	Rights *tenant.Rights
}

// Roles are the roles of the account, by name. Only those who change settings see them.
func (s *Service) Roles(ctx context.Context, who tenant.Actor) ([]Role, error) {
	if err := RequireExtra(who, ExtraSettings); err != nil {
		return nil, err
	}
	return listRoles(ctx, s.db, who.AccountID)
}

// FindRole is one role of the account.
func (s *Service) FindRole(ctx context.Context, who tenant.Actor, id tenant.RoleID) (Role, error) {
	if err := RequireExtra(who, ExtraSettings); err != nil {
		return Role{}, err
	}
	r, err := findRole(ctx, s.db, who.AccountID, id, "")
	return r, missingRole(err)
}

// CreateRole makes a role. Only administrators hand out rights.
func (s *Service) CreateRole(ctx context.Context, who tenant.Actor, name string, rights tenant.Rights) (r Role, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		r, err = s.CreateRoleTx(ctx, tx, who, name, rights)
		return err
	})
	return r, err
}

// CreateRoleTx is CreateRole inside a transaction.
func (s *Service) CreateRoleTx(ctx context.Context, tx *db.Tx, who tenant.Actor, name string, rights tenant.Rights) (Role, error) {
	r := Role{Name: name, Rights: rights, CreatedAt: tx.Unix()}
	if err := RequireAdmin(who); err != nil {
		return Role{}, err
	}
	if err := s.checkRole(ctx, tx, who.AccountID, &r); err != nil {
		return Role{}, err
	}
	if err := account.TouchAccessTx(ctx, tx, who.AccountID); err != nil {
		return Role{}, err
	}
	n, err := countRoles(ctx, tx, who.AccountID)
	if err != nil {
		return Role{}, err
	}
	if n >= maxRoles {
		return Role{}, errs.Limit("there are %d roles already, remove some first", maxRoles)
	}
	if err := insertRole(ctx, tx, who.AccountID, &r); err != nil {
		return Role{}, fmt.Errorf("create role: %w", taken(err))
	}
	return r, changed(ctx, tx, who, r.ID)
}

// UpdateRole changes a role; the users who have it feel it with their next request.
func (s *Service) UpdateRole(ctx context.Context, who tenant.Actor, id tenant.RoleID, p RolePatch) (r Role, err error) {
	if err := RequireAdmin(who); err != nil {
		return Role{}, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := account.TouchAccessTx(ctx, tx, who.AccountID); err != nil {
			return err
		}
		if r, err = findRole(ctx, tx, who.AccountID, id, db.ForUpdate(tx.Engine())); err != nil {
			return missingRole(err)
		}
		if p.Name != nil {
			r.Name = *p.Name
		}
		if p.Rights != nil {
			fields := r.Rights.Fields
			if r.Rights = *p.Rights; r.Rights.Fields == nil {
				r.Rights.Fields = fields // a client that does not know of them leaves them
			}
		}
		if err := s.checkRole(ctx, tx, who.AccountID, &r); err != nil {
			return err
		}
		if err := updateRole(ctx, tx, who.AccountID, r); err != nil {
			return fmt.Errorf("change role %d: %w", id, taken(err))
		}
		return changed(ctx, tx, who, id)
	})
	return r, err
}

// DeleteRole removes a role that no user has.
func (s *Service) DeleteRole(ctx context.Context, who tenant.Actor, id tenant.RoleID) error {
	if err := RequireAdmin(who); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := account.TouchAccessTx(ctx, tx, who.AccountID); err != nil {
			return err
		}
		if _, err := findRole(ctx, tx, who.AccountID, id, db.ForUpdate(tx.Engine())); err != nil {
			return missingRole(err)
		}
		n, err := countHolders(ctx, tx, who.AccountID, id)
		if err != nil {
			return err
		}
		if n > 0 {
			return errs.Conflict("%d users have this role, give them another one first", n)
		}
		if err := deleteRole(ctx, tx, who.AccountID, id); err != nil {
			return fmt.Errorf("delete role %d: %w", id, err)
		}
		return changed(ctx, tx, who, id)
	})
}

func missingRole(err error) error {
	if errors.Is(err, db.ErrNoRows) {
		return errs.NotFound("there is no such role")
	}
	return err
}

func taken(err error) error {
	if _, ok := db.IsUnique(err); ok {
		return errs.Invalid("name", "another role has this name, choose a different one")
	}
	return err
}

func changed(ctx context.Context, tx *db.Tx, who tenant.Actor, id tenant.RoleID) error {
	return event.Append(ctx, tx, event.Event{
		AccountID: int64(who.AccountID), Kind: "role.changed", EntityKind: "role", EntityID: int64(id),
		ActorKind: string(who.Kind), ActorID: int64(who.UserID),
		CauseKind: who.Cause.Kind, CauseID: who.Cause.ID, Depth: who.Cause.Depth,
	})
}
