package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	v1 "voronka/internal/api/v1"
	v4 "voronka/internal/api/v4"
	"voronka/internal/company/letter"
	"voronka/internal/company/notice"
	"voronka/internal/company/push"
	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/bin"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
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
	"voronka/internal/kit/event"
	"voronka/internal/kit/job"
	"voronka/internal/kit/live"
	"voronka/internal/kit/secret"
	"voronka/internal/kit/web"
	"voronka/internal/office/bulk"
	"voronka/internal/office/transfer"
	"voronka/internal/office/transfer/export"
	"voronka/internal/office/webhook"
	"voronka/internal/process/action"
	"voronka/internal/process/robot"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/once"
	"voronka/internal/tenant/user"
)

// App is every service of the program, put together and not yet running.
type App struct {
	Config    Serve
	Log       *slog.Logger
	DB        *db.DB
	Box       *secret.Box
	Events    *event.Dispatcher
	Tail      *event.Tail
	Jobs      *job.Runner
	Live      *live.Server
	Accounts  *account.Service
	Users     *user.Service
	Once      *once.Service
	Roles     *access.Service
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
	Files     storage
	Docs      *file.Service
	Watch     *watch.Service
	Transfers *transfer.Service
	Exports   *export.Service
	Views     *view.Service
	Bulks     *bulk.Service
	Letters   *letter.Service
	Pushes    *push.Service
	Notices   *notice.Service
	V1        *v1.API
	V4        *v4.API

	lists   *entity.Lists
	heralds *heralds
}

// build opens the database, which must be migrated, and constructs the services from the bottom up.
func build(ctx context.Context, cfg Serve, log *slog.Logger) (*App, error) {
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	box, err := secret.Load(cfg.Data, cfg.SecretKey)
	if err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, cfg.database())
	if err != nil {
		return nil, err
	}
	a := &App{Config: cfg, Log: log, DB: d, Box: box}
	if a.Files, err = cfg.openStorage(ctx); err != nil {
		a.close()
		return nil, err
	}
	if a.Live, err = live.New(log, cfg.URL); err != nil {
		a.close()
		return nil, err
	}
	a.tenants()
	a.messages()
	a.cards()
	a.automation()
	a.transfers()
	a.faces()
	a.subscribe()
	return a, nil
}

func (a *App) tenants() {
	a.Accounts = account.NewService(a.DB, a.Config.host())
	a.Users = user.NewService(a.DB, a.Accounts, a.Box, user.Address{Host: a.Config.tokenHost(), URL: a.Config.URL})
	a.Roles = access.New(a.DB)
	a.Once = once.New(a.DB)
}

// messages are how people are told of what concerns them.
func (a *App) messages() {
	outbound := web.OutboundConfig{AllowPrivate: a.Config.AllowPrivate}
	a.Letters = letter.NewService(letter.Config{DB: a.DB, Box: a.Box, Log: a.Log, Outbound: outbound})
	a.Users.UsePostman(a.Letters)
	a.Pushes = push.NewService(push.Config{DB: a.DB, Box: a.Box, Outbound: outbound, Contact: a.Config.contact()})
	a.Notices = notice.NewService(notice.Config{DB: a.DB, Log: a.Log, Users: a.Users, Letters: a.Letters, Pushes: a.Pushes})
	a.heralds = newHeralds(a)
}

func (a *App) cards() {
	a.Fields = field.New(a.DB)
	a.Pipelines = pipeline.New(a.DB)
	a.Fields.CheckStatuses(pipeline.Check)
	a.Pipelines.UseFields(a.Fields.KnownOfDeals)
	a.Roles.CheckStatuses(pipeline.Known)
	a.Roles.CheckFields(field.Known)
	a.Pipelines.OnGone(a.Fields.StatusGone)
	a.Tasks = task.NewService(a.DB)
	a.files()
	a.Timeline = timeline.New(a.DB, entity.Cards{}, timeline.Lookup{
		Users: user.Names, Tasks: task.ForFeed, Causes: causes,
		Files: file.ForFeed, NoteFiles: file.ForNotes, Attach: a.Docs.Attach, Detach: a.Docs.Detach, Kin: deal.Kin,
	})
	a.Search = search.New(a.DB, a.Fields)
	lists := entity.NewLists(search.Condition)
	a.lists = lists
	a.Contacts = contact.NewContacts(a.DB, a.Fields, lists)
	a.Companies = contact.NewCompanies(a.DB, a.Fields, lists)
	a.Deals = deal.NewService(a.DB, a.Pipelines, a.Contacts, a.Companies)
	a.Merges = merge.New(a.DB, a.Deals, a.Contacts, a.Companies)
	a.Bin = bin.New(a.DB, a.Fields)
	a.Bin.OnPurge(a.Docs.CardsGone)
	a.Accounts.OnSetup(user.FoundTx, a.seeders()...)
	a.Users.OnHandover(entity.HandOver(crm.Deal), entity.HandOver(crm.Contact), entity.HandOver(crm.Company), task.HandOver)
}

// files are what people upload to cards, and who watches them.
func (a *App) files() {
	c := a.Config
	a.Docs = file.NewService(file.Config{
		DB: a.DB, Store: a.Files, Cards: entity.Cards{}, Box: a.Box, Log: a.Log, Scanner: c.scanner(),
		Shelf: a.shelve, MaxFile: c.MaxFileMB << 20, MaxSpace: c.MaxSpaceMB << 20, StoreName: c.storeName(), StorePlace: c.storePlace(),
	})
	a.Watch = watch.New(a.DB, entity.Cards{}, a.Users.Actors)
}

func (a *App) automation() {
	a.Webhooks = webhook.NewService(webhook.Config{
		DB: a.DB, Box: a.Box, Log: a.Log, Cards: cardsOf{a},
		Outbound: web.OutboundConfig{AllowPrivate: a.Config.AllowPrivate},
	})
	actions := action.NewCatalogue(action.Services{
		Deals: a.Deals, Contacts: a.Contacts, Companies: a.Companies, Tasks: a.Tasks, Timeline: a.Timeline,
		Fields: a.Fields, Pipelines: a.Pipelines, Webhooks: a.Webhooks,
	})
	a.Rules = robot.NewService(a.DB, actions, a.lists, a.Fields)
	a.Rules.OnHalt(a.tellHalts)
	a.Fields.OnDependants(a.Rules.Dependants)
}

func (a *App) transfers() {
	a.Transfers = transfer.NewService(transfer.Config{
		DB: a.DB, Files: a.Files, Log: a.Log, Fields: a.Fields, Pipelines: a.Pipelines, Contacts: a.Contacts,
		Companies: a.Companies, Deals: a.Deals, Timeline: a.Timeline,
	})
	a.Bulks = bulk.NewService(bulk.Config{
		DB: a.DB, Log: a.Log, Fields: a.Fields, Deals: a.Deals, Contacts: a.Contacts, Companies: a.Companies, Tasks: a.Tasks,
	})
	a.Views = view.New(a.DB, a.lists, a.Bulks.Scope)
	a.Fields.OnDependants(a.Views.Dependants)
	a.Exports = export.NewService(export.Config{
		DB: a.DB, Files: a.Files, Fields: a.Fields, Contacts: a.Contacts, Companies: a.Companies, Deals: a.Deals, Tasks: a.Tasks, Timeline: a.Timeline,
		URL: a.Config.URL,
	})
}

func (a *App) faces() {
	a.V1 = v1.New(v1.Deps{
		Version: Version, URL: a.Config.URL, Accounts: a.Accounts, Users: a.Users, Roles: a.Roles,
		DB: a.DB, Fields: a.Fields, Pipelines: a.Pipelines, Tasks: a.Tasks, Timeline: a.Timeline,
		Contacts: a.Contacts, Companies: a.Companies, Deals: a.Deals, Search: a.Search, Merges: a.Merges, Bin: a.Bin, Webhooks: a.Webhooks, Rules: a.Rules, Transfers: a.Transfers, Exports: a.Exports,
		Views: a.Views, Bulks: a.Bulks, Letters: a.Letters, Pushes: a.Pushes, Notices: a.Notices, Files: a.Docs, Watch: a.Watch, Once: a.Once,
	})
	a.V4 = v4.New(v4.Deps{
		DB: a.DB, Accounts: a.Accounts, Users: a.Users, Roles: a.Roles, Fields: a.Fields, Pipelines: a.Pipelines,
		Deals: a.Deals, Contacts: a.Contacts, Companies: a.Companies, Tasks: a.Tasks, Timeline: a.Timeline,
		RatePerSecond: a.Config.APIRate,
	})
}

// close lets go of the database; nothing may be running any more.
func (a *App) close() {
	if err := a.DB.Close(); err != nil {
		a.Log.Warn("close the database", "err", err)
	}
	if a.Files != nil {
		if err := a.Files.Close(); err != nil {
			a.Log.Warn("close the folder of files", "err", err)
		}
	}
}
