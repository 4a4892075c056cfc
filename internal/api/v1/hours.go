package v1

import (
	"context"

	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
	"voronka/internal/tenant/worktime"
)

// WorkingHours are when the account works, and the users who differ from it.
type WorkingHours struct {
	Account worktime.Hours  `json:"account"`
	Users   []UserHoursView `json:"users" doc:"Only those with hours or days of their own"`
}

// UserHoursView are how one user's working hours differ from the account's.
type UserHoursView struct {
	UserID tenant.UserID     `json:"user_id"`
	Week   [][]worktime.Span `json:"week" doc:"Seven lists, Monday first; null: the week of the account"`
	Days   []worktime.Day    `json:"days"`
}

func (a *API) workingHours(ctx context.Context, who tenant.Actor, _ *noInput) (WorkingHours, error) {
	general, err := a.Accounts.Hours(ctx, who.AccountID)
	if err != nil {
		return WorkingHours{}, err
	}
	own, err := a.Users.Hours(ctx, who)
	return WorkingHours{general, convertAll(own, func(h user.OwnHours) UserHoursView {
		return UserHoursView{h.UserID, h.Week, h.Days}
	})}, err
}

// HoursBody are working hours as they shall be.
type HoursBody struct {
	Week [][]worktime.Span `json:"week,omitempty" doc:"Seven lists, Monday first; a user without one works like the account"`
	Days []worktime.Day    `json:"days,omitempty" doc:"Holidays and other days of their own"`
}

type hoursInput struct{ Body HoursBody }

func (a *API) setWorkingHours(ctx context.Context, who tenant.Actor, in *hoursInput) (worktime.Hours, error) {
	return a.Accounts.SetHours(ctx, who, worktime.Hours(in.Body))
}

type userHoursInput struct {
	IDInput
	Body HoursBody
}

func (a *API) setUserHours(ctx context.Context, who tenant.Actor, in *userHoursInput) (worktime.Hours, error) {
	return a.Users.SetHours(ctx, who, tenant.UserID(in.ID), worktime.Hours(in.Body))
}
