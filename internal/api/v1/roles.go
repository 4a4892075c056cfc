package v1

import (
	"context"

	"voronka/internal/crm/access"
	"voronka/internal/tenant"
)

// RoleView is a named set of rights.
type RoleView struct {
	ID        tenant.RoleID `json:"id"`
	Name      string        `json:"name"`
	Rights    tenant.Rights `json:"rights"`
	CreatedAt int64         `json:"created_at"`
}

func toRole(r access.Role) RoleView { return RoleView(r) }

func (a *API) listRoles(ctx context.Context, who tenant.Actor, _ *noInput) (Items[RoleView], error) {
	all, err := a.Roles.Roles(ctx, who)
	return items(all, toRole), err
}

// RoleBody describes a new role.
type RoleBody struct {
	Name   string        `json:"name"`
	Rights tenant.Rights `json:"rights"`
}

type roleInput struct{ Body RoleBody }

func (a *API) createRole(ctx context.Context, who tenant.Actor, in *roleInput) (RoleView, error) {
	r, err := a.Roles.CreateRole(ctx, who, in.Body.Name, in.Body.Rights)
	return toRole(r), err
}

// RolePatch is a change of a role.
type RolePatch struct {
	Name   *string        `json:"name,omitempty"`
	Rights *tenant.Rights `json:"rights,omitempty"`
}

type rolePatchInput struct {
	IDInput
	Body RolePatch
}

func (a *API) updateRole(ctx context.Context, who tenant.Actor, in *rolePatchInput) (RoleView, error) {
	r, err := a.Roles.UpdateRole(ctx, who, tenant.RoleID(in.ID), access.RolePatch(in.Body))
	return toRole(r), err
}

func (a *API) deleteRole(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Roles.DeleteRole(ctx, who, tenant.RoleID(in.ID))
}
