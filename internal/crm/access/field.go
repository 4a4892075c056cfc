package access

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
)

// FieldRoles are the roles for which a custom field is not open, and what it is for them.
func (s *Service) FieldRoles(ctx context.Context, who tenant.Actor, id crm.FieldID) (map[tenant.RoleID]tenant.FieldAccess, error) {
	if err := RequireAdmin(who); err != nil {
		return nil, err
	}
	roles, err := listRoles(ctx, s.db, who.AccountID)
	out := map[tenant.RoleID]tenant.FieldAccess{}
	for _, r := range roles {
		if to := r.Rights.Fields[int64(id)]; to != tenant.FieldOpen {
			out[r.ID] = to
		}
	}
	return out, err
}

// SetFieldRoles says what a custom field is for the named roles; the others are left. Their users feel it with their next
// request.
func (s *Service) SetFieldRoles(ctx context.Context, who tenant.Actor, id crm.FieldID, to map[tenant.RoleID]tenant.FieldAccess) error {
	if err := RequireAdmin(who); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := account.TouchAccessTx(ctx, tx, who.AccountID); err != nil {
			return err
		}
		for _, role := range slices.Sorted(maps.Keys(to)) { // a handful of roles
			if err := s.setField(ctx, tx, who, role, id, to[role]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) setField(ctx context.Context, tx *db.Tx, who tenant.Actor, role tenant.RoleID, id crm.FieldID, to tenant.FieldAccess) error {
	r, err := findRole(ctx, tx, who.AccountID, role, db.ForUpdate(tx.Engine()))
	if err != nil {
		return missingRole(err)
	}
	if r.Rights.Fields[int64(id)] == to {
		return nil
	}
	fields := maps.Clone(r.Rights.Fields)
	if fields == nil {
		fields = map[int64]tenant.FieldAccess{}
	}
	fields[int64(id)] = to
	r.Rights.Fields = fields
	if err := r.check(); err != nil {
		return err
	}
	if err := updateRole(ctx, tx, who.AccountID, r); err != nil {
		return fmt.Errorf("change role %d: %w", role, err)
	}
	return changed(ctx, tx, who, role)
}
