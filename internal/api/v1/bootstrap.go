package v1

import (
	"context"

	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// Bootstrap is everything the client needs once, in one answer.
type Bootstrap struct {
	Version string      `json:"version" doc:"Of the program"`
	Me      Me          `json:"me"`
	Users   []UserShort `json:"users"`
	Groups  []GroupView `json:"groups"`
}

// UserShort is what a list of people to choose from needs.
type UserShort struct {
	ID       tenant.UserID   `json:"id"`
	Name     string          `json:"name"`
	IsActive bool            `json:"is_active"`
	GroupID  *tenant.GroupID `json:"group_id"`
}

func (a *API) bootstrap(ctx context.Context, who tenant.Actor, _ *noInput) (Bootstrap, error) {
	b := Bootstrap{Version: a.Version}
	for _, part := range []func(context.Context, tenant.Actor, *Bootstrap) error{
		a.bootMe, a.bootPeople,
	} {
		if err := part(ctx, who, &b); err != nil {
			return Bootstrap{}, err
		}
	}
	return b, nil
}

func (a *API) bootMe(ctx context.Context, who tenant.Actor, b *Bootstrap) (err error) {
	b.Me, err = a.me(ctx, who)
	return err
}

func (a *API) bootPeople(ctx context.Context, who tenant.Actor, b *Bootstrap) error {
	users, err := a.Users.List(ctx, who)
	if err != nil {
		return err
	}
	groups, err := a.Users.Groups(ctx, who)
	if err != nil {
		return err
	}
	b.Users = convertAll(users, func(u user.User) UserShort { return UserShort{u.ID, u.Name, u.IsActive, u.GroupID} })
	b.Groups = convertAll(groups, toGroup)
	return nil
}
