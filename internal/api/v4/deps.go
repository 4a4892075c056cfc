package v4

import (
	"context"
	"net/http"

	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/user"
)

// Deps is what the API stands on.
type Deps struct {
	DB        *db.DB
	Accounts  *account.Service
	Users     *user.Service
	Fields    *field.Service
	Pipelines *pipeline.Service
	Tasks     *task.Service
	// Tokens turns a bearer token into the actor it stands for; whoever is not known is Unauthenticated.
	Tokens func(ctx context.Context, token string) (tenant.Actor, error)
	// RatePerSecond is how many requests a second one token may make; 0 is DefaultRate, below 0 no limit.
	RatePerSecond int
	// TrustForwarded says whether the X-Forwarded headers of a request come from a proxy of ours; nil is never.
	TrustForwarded func(*http.Request) bool
}
