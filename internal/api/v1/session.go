package v1

import (
	"context"
	"net/http"

	"voronka/internal/kit/web"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// SignInBody are the credentials of a person.
type SignInBody struct {
	Email    string `json:"email"`
	Password string `json:"password"`
	Account  string `json:"account,omitempty" doc:"Subdomain, when the person belongs to several accounts"`
}

type signInInput struct {
	Agent   string `header:"User-Agent" hidden:"true"`
	Account string `header:"X-Account" doc:"Subdomain of the account, where there is no DNS"`
	Body    SignInBody
}

func (a *API) signIn(ctx context.Context, _ tenant.Actor, in *signInInput) (*signedIn, error) {
	acc, err := a.Accounts.ByHost(ctx, web.Host(ctx), in.Account)
	if err != nil {
		return nil, err
	}
	s, err := a.Users.SignIn(ctx, user.Credentials{
		Email: in.Body.Email, Password: in.Body.Password, Account: acc, Subdomain: in.Body.Account,
	}, clientOf(ctx, in.Agent))
	if err != nil {
		return nil, err
	}
	return a.welcome(ctx, s)
}

type signedOut struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

func (a *API) signOut(ctx context.Context, who tenant.Actor, _ *noInput) (*signedOut, error) {
	if id := identityOf(ctx).SessionID; id != 0 {
		if err := a.Users.EndSession(ctx, who, id); err != nil {
			return nil, err
		}
	}
	return &signedOut{cookie(ctx, "", 0)}, nil
}

// InvitationView is what the link of an invitation shows.
type InvitationView struct {
	Email       string `json:"email"`
	Name        string `json:"name"`
	Company     string `json:"company"`
	Language    string `json:"language"`
	HasPassword bool   `json:"has_password" doc:"The person is known already and gives the password they have"`
	ExpiresAt   int64  `json:"expires_at"`
}

// WordInput is the word of an invitation.
type WordInput struct {
	Word string `path:"word" maxLength:"100"`
}

func (a *API) findInvitation(ctx context.Context, _ tenant.Actor, in *WordInput) (InvitationView, error) {
	i, err := a.Users.Invitation(ctx, in.Word)
	return InvitationView(i), err
}

type acceptInput struct {
	WordInput
	Agent string `header:"User-Agent" hidden:"true"`
	Body  struct {
		Password string `json:"password"`
	}
}

func (a *API) acceptInvitation(ctx context.Context, _ tenant.Actor, in *acceptInput) (*signedIn, error) {
	s, err := a.Users.Accept(ctx, in.Word, in.Body.Password, clientOf(ctx, in.Agent))
	if err != nil {
		return nil, err
	}
	return a.welcome(ctx, s)
}

// SignInView is a line of the log of sign-ins.
type SignInView struct {
	ID        int64         `json:"id"`
	UserID    tenant.UserID `json:"user_id"`
	Email     string        `json:"email"`
	IP        string        `json:"ip"`
	UserAgent string        `json:"user_agent"`
	Result    string        `json:"result" enum:"ok,wrong_password"`
	At        int64         `json:"at"`
}

type beforeInput struct {
	Before int64 `query:"before" doc:"Only lines with a smaller id"`
	Limit  int   `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

func (a *API) listSignIns(ctx context.Context, who tenant.Actor, in *beforeInput) (Items[SignInView], error) {
	all, err := a.Users.SignIns(ctx, who, in.Before, in.Limit)
	return items(all, func(x user.SignInRecord) SignInView { return SignInView(x) }), err
}
