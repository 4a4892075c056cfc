package v1

import (
	"context"

	"voronka/internal/company/letter"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/kit/web"
	"voronka/internal/tenant"
)

// SMTPView is the mail server of the account. Its password never comes back.
type SMTPView struct {
	IsSet       bool            `json:"is_set"`
	Host        string          `json:"host"`
	Port        int             `json:"port"`
	Security    letter.Security `json:"security" enum:"tls,starttls,none"`
	UserName    string          `json:"user_name"`
	HasPassword bool            `json:"has_password"`
	FromEmail   string          `json:"from_email"`
	FromName    string          `json:"from_name"`
	BaseURL     string          `json:"base_url" doc:"Where the links in letters lead"`
	Error       string          `json:"error" doc:"Why the last letter did not go, empty when it went"`
	UpdatedAt   int64           `json:"updated_at"`
	UpdatedBy   tenant.UserID   `json:"updated_by"`
}

func toSMTP(who tenant.Actor, s letter.Settings) SMTPView {
	return SMTPView{
		IsSet: true, Host: s.Host, Port: s.Port, Security: s.Security, UserName: s.UserName, HasPassword: s.HasPassword, FromEmail: s.FromEmail,
		FromName: s.FromName, BaseURL: s.BaseURL, Error: lang.Paragraph(lang.Locale(who.Locale), s.Error), UpdatedAt: s.UpdatedAt,
		UpdatedBy: s.UpdatedBy,
	}
}

func (a *API) findSMTP(ctx context.Context, who tenant.Actor, _ *noInput) (SMTPView, error) {
	s, err := a.Letters.Find(ctx, who)
	if errs.Is(err, errs.CodeNotFound) {
		return SMTPView{Port: 587, Security: letter.StartTLS, BaseURL: publicURL(ctx, a.URL)}, nil
	}
	return toSMTP(who, s), err
}

// SMTPBody sets a mail server. Without a password the one that is kept stays, as long as server and user name do.
type SMTPBody struct {
	Host      string          `json:"host"`
	Port      int             `json:"port"`
	Security  letter.Security `json:"security" enum:"tls,starttls,none"`
	UserName  string          `json:"user_name,omitempty"`
	Password  *string         `json:"password,omitempty"`
	FromEmail string          `json:"from_email"`
	FromName  string          `json:"from_name,omitempty"`
}

type smtpInput struct{ Body SMTPBody }

func (a *API) saveSMTP(ctx context.Context, who tenant.Actor, in *smtpInput) (SMTPView, error) {
	b := in.Body
	s, err := a.Letters.Save(ctx, who, letter.Draft{
		Host: b.Host, Port: b.Port, Security: b.Security, UserName: b.UserName, Password: b.Password, FromEmail: b.FromEmail,
		FromName: b.FromName, BaseURL: publicURL(ctx, a.URL),
	})
	return toSMTP(who, s), err
}

func (a *API) deleteSMTP(ctx context.Context, who tenant.Actor, _ *noInput) error {
	return a.Letters.Delete(ctx, who)
}

// SMTPTest says where the letter of a test went.
type SMTPTest struct {
	Email string `json:"email"`
}

func (a *API) testSMTP(ctx context.Context, who tenant.Actor, _ *noInput) (SMTPTest, error) {
	email, err := a.Letters.Test(ctx, a.Users, who)
	return SMTPTest{email}, err
}

// ResetReady says whether a forgotten password can be reset by a letter.
type ResetReady struct {
	Available bool `json:"available"`
}

type hostInput struct {
	Account string `header:"X-Account" doc:"Subdomain of the account, where there is no DNS"`
}

func (a *API) resetReady(ctx context.Context, _ tenant.Actor, in *hostInput) (ResetReady, error) {
	acc, err := a.Accounts.ByHost(ctx, web.Host(ctx), in.Account)
	if err != nil {
		return ResetReady{}, err
	}
	ok, err := a.Users.CanReset(ctx, acc)
	return ResetReady{ok}, err
}

type askResetInput struct {
	Agent   string `header:"User-Agent" hidden:"true"`
	Account string `header:"X-Account" doc:"Subdomain of the account, where there is no DNS"`
	Body    struct {
		Email string `json:"email"`
	}
}

func (a *API) askReset(ctx context.Context, _ tenant.Actor, in *askResetInput) error {
	acc, err := a.Accounts.ByHost(ctx, web.Host(ctx), in.Account)
	if err != nil {
		return err
	}
	return a.Users.AskReset(ctx, in.Body.Email, acc, clientOf(ctx, in.Agent))
}

// ResetView is what the link of a letter leads to.
type ResetView struct {
	Email string `json:"email"`
}

func (a *API) findReset(ctx context.Context, _ tenant.Actor, in *WordInput) (ResetView, error) {
	email, err := a.Users.ResetEmail(ctx, in.Word)
	return ResetView{email}, err
}

func (a *API) resetPassword(ctx context.Context, _ tenant.Actor, in *acceptInput) error {
	return a.Users.Reset(ctx, in.Word, in.Body.Password, clientOf(ctx, in.Agent))
}
