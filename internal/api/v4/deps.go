package v4

import (
	"voronka/internal/crm/access"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/user"
)

// Deps is what the API stands on.
type Deps struct {
	DB        *db.DB
	Accounts  *account.Service
	Users     *user.Service
	Roles     *access.Service
	Fields    *field.Service
	Pipelines *pipeline.Service
	Cards     entity.Cards
	Deals     *deal.Service
	Contacts  *contact.Contacts
	Companies *contact.Companies
	Tasks     *task.Service
	Timeline  *timeline.Service
	// RatePerSecond is how many requests a second one token may make; 0 is DefaultRate, below 0 no limit.
	RatePerSecond int
}
