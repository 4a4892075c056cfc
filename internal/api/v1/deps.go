package v1

import (
	"context"

	"voronka/internal/company/letter"
	"voronka/internal/company/notice"
	"voronka/internal/company/push"
	"voronka/internal/crm/access"
	"voronka/internal/crm/bin"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/field"
	"voronka/internal/crm/file"
	"voronka/internal/crm/merge"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/search"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/crm/view"
	"voronka/internal/crm/watch"
	"voronka/internal/kit/db"
	"voronka/internal/office/bulk"
	"voronka/internal/office/transfer"
	"voronka/internal/office/transfer/export"
	"voronka/internal/office/webhook"
	"voronka/internal/process/robot"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/once"
	"voronka/internal/tenant/user"
)

// Deps are the services behind the routes.
type Deps struct {
	// Version is that of the program.
	Version string
	// URL is the public address without a slash at the end; invitations lead there. Empty: the host of the request.
	URL      string
	Accounts *account.Service
	Users    *user.Service
	Roles    *access.Service

	DB        *db.DB
	Fields    *field.Service
	Pipelines *pipeline.Service
	Tasks     *task.Service
	Timeline  *timeline.Service
	Contacts  *contact.Contacts
	Companies *contact.Companies
	Deals     *deal.Service
	Search    *search.Service
	Merges    *merge.Service
	Bin       *bin.Service
	Webhooks  *webhook.Service
	Rules     *robot.Service
	Transfers *transfer.Service
	Exports   *export.Service
	Files     *file.Service
	Watch     *watch.Service
	Views     *view.Service
	Bulks     *bulk.Service
	Letters   *letter.Service
	Pushes    *push.Service
	Notices   *notice.Service
	// Once remembers the keys of requests.
	Once *once.Service
}

// me reads what an actor is told about themself.
func (a *API) me(ctx context.Context, who tenant.Actor) (Me, error) {
	u, err := a.Users.Find(ctx, who, who.UserID)
	if err != nil {
		return Me{}, err
	}
	acc, err := a.Accounts.Find(ctx, who.AccountID)
	if err != nil {
		return Me{}, err
	}
	return toMe(u, acc, who), nil
}
