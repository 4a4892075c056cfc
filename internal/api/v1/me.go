package v1

import (
	"context"
	"encoding/json"
	"maps"
	"strconv"

	"voronka/internal/crm/access"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/user"
)

// Me is who I am and what I may do.
type Me struct {
	User    MeUser      `json:"user"`
	Account AccountView `json:"account"`
	Rights  RightsView  `json:"rights"`
}

// MeUser is the user behind the request.
type MeUser struct {
	ID       tenant.UserID              `json:"id"`
	Name     string                     `json:"name"`
	Email    string                     `json:"email"`
	IsAdmin  bool                       `json:"is_admin"`
	Language string                     `json:"language" enum:"ru,en"`
	GroupID  *tenant.GroupID            `json:"group_id"`
	Settings map[string]json.RawMessage `json:"settings" doc:"Kept for the client"`
}

// AccountView is the account as its users see it.
type AccountView struct {
	ID        tenant.AccountID `json:"id"`
	Name      string           `json:"name"`
	Subdomain string           `json:"subdomain"`
	Language  string           `json:"language"`
	Currency  string           `json:"currency"`
	TimeZone  string           `json:"time_zone"`
	Country   string           `json:"country"`
}

// RightsView are rights as they work out: an administrator's are all spelled out.
type RightsView struct {
	Entities map[string]map[string]tenant.Scope `json:"entities" doc:"Kind, action, scope: none, own, group or all"`
	Statuses map[string]map[string]tenant.Scope `json:"statuses" doc:"Deals in a status: the narrower scope holds"`
	Extra    map[string]bool                    `json:"extra" doc:"import, settings, events"`
}

func toMe(u user.User, acc account.Account, who tenant.Actor) Me {
	m := Me{
		User: MeUser{
			ID: u.ID, Name: u.Name, Email: u.Email, IsAdmin: u.IsAdmin, Language: who.Locale, GroupID: u.GroupID,
			Settings: map[string]json.RawMessage{},
		},
		Account: toAccount(acc),
		Rights:  workedOut(who),
	}
	_ = json.Unmarshal(u.Settings, &m.User.Settings) // stored by us, always an object
	return m
}

func toAccount(a account.Account) AccountView {
	return AccountView{a.ID, a.Name, a.Subdomain, a.Language, a.Currency, a.TimeZone, a.Country}
}

// workedOut spells out every right an actor has.
func workedOut(who tenant.Actor) RightsView {
	r := RightsView{map[string]map[string]tenant.Scope{}, map[string]map[string]tenant.Scope{}, map[string]bool{}}
	for _, kind := range access.Kinds {
		actions := map[string]tenant.Scope{}
		for _, action := range access.Actions {
			actions[action] = who.Scope(string(kind), action)
		}
		r.Entities[string(kind)] = actions
	}
	for _, extra := range access.Extras {
		r.Extra[extra] = who.Has(extra)
	}
	if who.Admin {
		return r
	}
	for id, actions := range who.Rights.Statuses {
		r.Statuses[strconv.FormatInt(id, 10)] = maps.Clone(actions)
	}
	return r
}

func (a *API) findMe(ctx context.Context, who tenant.Actor, _ *noInput) (Me, error) {
	return a.me(ctx, who)
}

// MePatch is a change of my profile.
type MePatch struct {
	Name     *string                    `json:"name,omitempty"`
	Language *string                    `json:"language,omitempty" doc:"ru, en, or empty for that of the account"`
	Settings map[string]json.RawMessage `json:"settings,omitempty" doc:"Merged; null removes a key"`
	Password *PasswordPatch             `json:"password,omitempty"`
}

// PasswordPatch changes my password. All my other sessions end.
type PasswordPatch struct {
	Old string `json:"old"`
	New string `json:"new"`
}

type mePatchInput struct{ Body MePatch }

func (a *API) updateMe(ctx context.Context, who tenant.Actor, in *mePatchInput) (Me, error) {
	p := user.Profile{Name: in.Body.Name, Language: in.Body.Language, Settings: in.Body.Settings}
	if w := in.Body.Password; w != nil {
		p.Password = &user.NewPassword{Old: w.Old, New: w.New}
	}
	if _, err := a.Users.UpdateMe(ctx, who, identityOf(ctx).SessionID, p); err != nil {
		return Me{}, err
	}
	fresh, err := a.Users.Actor(ctx, who.AccountID, who.UserID)
	if err != nil {
		return Me{}, err
	}
	return a.me(ctx, fresh)
}

// SessionView is a signed-in browser.
type SessionView struct {
	ID         int64  `json:"id"`
	IP         string `json:"ip"`
	UserAgent  string `json:"user_agent"`
	CreatedAt  int64  `json:"created_at"`
	LastSeenAt int64  `json:"last_seen_at"`
	ExpiresAt  int64  `json:"expires_at"`
	IsCurrent  bool   `json:"is_current"`
}

func (a *API) listSessions(ctx context.Context, who tenant.Actor, _ *noInput) (Items[SessionView], error) {
	all, err := a.Users.Sessions(ctx, who)
	current := identityOf(ctx).SessionID
	return items(all, func(s user.Session) SessionView {
		return SessionView{s.ID, s.IP, s.UserAgent, s.CreatedAt, s.LastSeenAt, s.ExpiresAt, s.ID == current}
	}), err
}

func (a *API) endSession(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Users.EndSession(ctx, who, in.ID)
}

// TokenView is a token for programs without its text.
type TokenView struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	CreatedAt int64  `json:"created_at"`
	ExpiresAt int64  `json:"expires_at"`
	UsedAt    *int64 `json:"used_at"`
}

// NewToken is a token with its text, which is shown only now.
type NewToken struct {
	TokenView
	Token string `json:"token"`
}

func toToken(t user.Token) TokenView { return TokenView(t) }

func (a *API) listTokens(ctx context.Context, who tenant.Actor, _ *noInput) (Items[TokenView], error) {
	all, err := a.Users.Tokens(ctx, who)
	return items(all, toToken), err
}

type tokenInput struct {
	Body struct {
		Name string `json:"name"`
		Days int    `json:"days" minimum:"1"`
	}
}

func (a *API) createToken(ctx context.Context, who tenant.Actor, in *tokenInput) (NewToken, error) {
	if who.Kind != tenant.Person {
		return NewToken{}, errs.Forbidden("a token is made by a person, not by a program")
	}
	t, text, err := a.Users.CreateToken(ctx, who, in.Body.Name, in.Body.Days)
	return NewToken{toToken(t), text}, err
}

func (a *API) revokeToken(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Users.RevokeToken(ctx, who, in.ID)
}

// AccountPatch is a change of the account.
type AccountPatch struct {
	Subdomain *string `json:"subdomain,omitempty"`
	Name      *string `json:"name,omitempty"`
	Language  *string `json:"language,omitempty"`
	Currency  *string `json:"currency,omitempty"`
	TimeZone  *string `json:"time_zone,omitempty"`
	Country   *string `json:"country,omitempty"`
}

type accountInput struct{ Body AccountPatch }

func (a *API) updateAccount(ctx context.Context, who tenant.Actor, in *accountInput) (AccountView, error) {
	acc, err := a.Accounts.Update(ctx, who, account.Patch(in.Body))
	return toAccount(acc), err
}
