package v1

import (
	"context"

	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// GroupView is a department.
type GroupView struct {
	ID       tenant.GroupID `json:"id"`
	Name     string         `json:"name"`
	HeadID   *tenant.UserID `json:"head_id"`
	Position int            `json:"position"`
}

func toGroup(g user.Group) GroupView { return GroupView(g) }

func (a *API) listGroups(ctx context.Context, who tenant.Actor, _ *noInput) (Items[GroupView], error) {
	all, err := a.Users.Groups(ctx, who)
	return items(all, toGroup), err
}

type newGroupInput struct {
	Body struct {
		Name string `json:"name"`
	}
}

func (a *API) createGroup(ctx context.Context, who tenant.Actor, in *newGroupInput) (GroupView, error) {
	g, err := a.Users.CreateGroup(ctx, who, in.Body.Name)
	return toGroup(g), err
}

// GroupPatch is a change of a group; a head of 0 takes the head away.
type GroupPatch struct {
	Name     *string        `json:"name,omitempty"`
	HeadID   *tenant.UserID `json:"head_id,omitempty"`
	Position *int           `json:"position,omitempty"`
}

type groupPatchInput struct {
	IDInput
	Body GroupPatch
}

func (a *API) updateGroup(ctx context.Context, who tenant.Actor, in *groupPatchInput) (GroupView, error) {
	g, err := a.Users.UpdateGroup(ctx, who, tenant.GroupID(in.ID), user.GroupPatch(in.Body))
	return toGroup(g), err
}

func (a *API) deleteGroup(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Users.DeleteGroup(ctx, who, tenant.GroupID(in.ID))
}
