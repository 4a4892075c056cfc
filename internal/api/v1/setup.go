package v1

import (
	"context"
	"net/http"

	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/user"
)

type noInput struct{}

// SetupState says whether the first-run wizard is due.
type SetupState struct {
	Needed bool `json:"needed"`
}

func (a *API) needsSetup(ctx context.Context, _ tenant.Actor, _ *noInput) (SetupState, error) {
	empty, err := a.Accounts.Empty(ctx)
	return SetupState{empty}, err
}

// SetupBody is what the first-run wizard asks.
type SetupBody struct {
	Language string        `json:"language" enum:"ru,en"`
	Company  string        `json:"company"`
	Currency string        `json:"currency" doc:"ISO 4217: RUB"`
	TimeZone string        `json:"time_zone" doc:"IANA: Europe/Moscow"`
	Country  string        `json:"country,omitempty" doc:"ISO 3166: RU"`
	Name     string        `json:"name" doc:"Of the administrator"`
	Email    string        `json:"email"`
	Password string        `json:"password"`
	Pipeline SetupPipeline `json:"pipeline,omitempty"`
	Demo     bool          `json:"demo,omitempty" doc:"Fill the account with example data"`
}

// SetupPipeline is the choice of the first pipeline.
type SetupPipeline struct {
	Template string   `json:"template" enum:"sales,services,projects,custom"`
	Name     string   `json:"name,omitempty"`
	Statuses []string `json:"statuses,omitempty" doc:"Open statuses in order, for the template custom"`
}

type setupInput struct {
	Agent string `header:"User-Agent" hidden:"true"`
	Body  SetupBody
}

// signedIn is an answer that brings the cookie of a session.
type signedIn struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      Me
}

func (a *API) setUp(ctx context.Context, _ tenant.Actor, in *setupInput) (*signedIn, error) {
	b := in.Body
	acc, admin, err := a.Accounts.Setup(ctx, account.New{
		Company: b.Company, Language: b.Language, Currency: b.Currency, TimeZone: b.TimeZone, Country: b.Country,
		Admin:    account.Admin{Name: b.Name, Email: b.Email, Password: b.Password},
		Pipeline: account.Pipeline{Template: b.Pipeline.Template, Name: b.Pipeline.Name, Statuses: b.Pipeline.Statuses},
		Demo:     b.Demo,
	})
	if err != nil {
		return nil, err
	}
	s, err := a.Users.Begin(ctx, acc.ID, admin, clientOf(ctx, in.Agent))
	if err != nil {
		return nil, err
	}
	return a.welcome(ctx, s)
}

// welcome answers a sign-in: who they are, and the cookie.
func (a *API) welcome(ctx context.Context, s user.SignedIn) (*signedIn, error) {
	me, err := a.me(ctx, s.Actor)
	if err != nil {
		return nil, err
	}
	return &signedIn{SetCookie: cookie(ctx, s.Token, s.Lasts), Body: me}, nil
}
