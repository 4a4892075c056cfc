package v1

import (
	"context"

	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// UserView is a user as colleagues see them.
type UserView struct {
	ID        tenant.UserID   `json:"id"`
	Name      string          `json:"name"`
	Email     string          `json:"email"`
	RoleID    *tenant.RoleID  `json:"role_id"`
	GroupID   *tenant.GroupID `json:"group_id"`
	IsAdmin   bool            `json:"is_admin"`
	IsActive  bool            `json:"is_active"`
	IsInvited bool            `json:"is_invited" doc:"Has not accepted the invitation yet"`
	Language  string          `json:"language"`
	CreatedAt int64           `json:"created_at"`
}

func toUser(u user.User) UserView {
	return UserView{u.ID, u.Name, u.Email, u.RoleID, u.GroupID, u.IsAdmin, u.IsActive, u.IsInvited, u.Language, u.CreatedAt}
}

func (a *API) listUsers(ctx context.Context, who tenant.Actor, _ *noInput) (Items[UserView], error) {
	all, err := a.Users.List(ctx, who)
	return items(all, toUser), err
}

func (a *API) findUser(ctx context.Context, who tenant.Actor, in *IDInput) (UserView, error) {
	u, err := a.Users.Find(ctx, who, tenant.UserID(in.ID))
	return toUser(u), err
}

// InviteBody describes a colleague to be invited.
type InviteBody struct {
	Name     string          `json:"name"`
	Email    string          `json:"email"`
	RoleID   *tenant.RoleID  `json:"role_id,omitempty" doc:"Needed unless is_admin"`
	GroupID  *tenant.GroupID `json:"group_id,omitempty"`
	IsAdmin  bool            `json:"is_admin,omitempty"`
	Language string          `json:"language,omitempty"`
}

// InvitedUser is a new user and the link to give them; it is shown only now.
type InvitedUser struct {
	UserView
	InvitationURL string `json:"invitation_url"`
}

// InvitationLink is a fresh link.
type InvitationLink struct {
	InvitationURL string `json:"invitation_url"`
}

type inviteInput struct{ Body InviteBody }

func (a *API) inviteUser(ctx context.Context, who tenant.Actor, in *inviteInput) (InvitedUser, error) {
	b := in.Body
	u, word, err := a.Users.Invite(ctx, who, user.Invite{
		Name: b.Name, Email: b.Email, Language: b.Language, IsAdmin: b.IsAdmin, RoleID: b.RoleID, GroupID: b.GroupID,
	})
	return InvitedUser{toUser(u), a.link(ctx, word)}, err
}

func (a *API) reinviteUser(ctx context.Context, who tenant.Actor, in *IDInput) (InvitationLink, error) {
	word, err := a.Users.Reinvite(ctx, who, tenant.UserID(in.ID))
	return InvitationLink{a.link(ctx, word)}, err
}

// link is the page of the client where an invitation is accepted.
func (a *API) link(ctx context.Context, word string) string {
	return publicURL(ctx, a.URL) + "/invite/" + word
}

// UserPatch is a change of a user. A role or group of 0 takes it away.
type UserPatch struct {
	Name     *string         `json:"name,omitempty"`
	Language *string         `json:"language,omitempty"`
	RoleID   *tenant.RoleID  `json:"role_id,omitempty"`
	GroupID  *tenant.GroupID `json:"group_id,omitempty"`
	IsAdmin  *bool           `json:"is_admin,omitempty"`
	IsActive *bool           `json:"is_active,omitempty" doc:"true takes back one who left"`
}

type userPatchInput struct {
	IDInput
	Body UserPatch
}

func (a *API) updateUser(ctx context.Context, who tenant.Actor, in *userPatchInput) (UserView, error) {
	u, err := a.Users.Update(ctx, who, tenant.UserID(in.ID), user.Patch(in.Body))
	return toUser(u), err
}

type deleteUserInput struct {
	IDInput
	SuccessorID tenant.UserID `query:"successor_id" doc:"Who takes over deals, contacts, companies and tasks"`
}

func (a *API) deleteUser(ctx context.Context, who tenant.Actor, in *deleteUserInput) error {
	id := tenant.UserID(in.ID)
	u, err := a.Users.Find(ctx, who, id)
	switch {
	case err != nil:
		return err
	case u.IsInvited:
		return a.Users.CancelInvitation(ctx, who, id)
	case !u.IsActive:
		return errs.Conflict("this user is inactive already")
	}
	_, err = a.Users.Deactivate(ctx, who, id, in.SuccessorID)
	return err
}
