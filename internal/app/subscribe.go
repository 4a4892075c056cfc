package app

import (
	"slices"
	"time"

	"voronka/internal/company/notice"
	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/event"
	"voronka/internal/kit/job"
	"voronka/internal/tenant/user"
)

// readers is who listens to the log of events, each from its own place in it.
func (a *App) readers() []event.Reader {
	return []event.Reader{a.Rules.Reader(), a.Webhooks.Reader(), a.Search.Reader(), a.Notices.Reader()}
}

// kinds is the work done in the background.
func (a *App) kinds() []job.Kind {
	return slices.Concat([]job.Kind{
		a.Rules.JobKind(),
		a.Webhooks.JobKind(),
		a.Exports.JobKind(),
		a.Letters.JobKind(),
		{Name: user.HandoverKind, Local: a.Users.HandOver},
		{Name: demoKind, Remote: a.fillDemo},
	}, a.Docs.JobKinds(), a.Transfers.JobKinds(), a.Bulks.JobKinds(), a.Notices.JobKinds(), a.runs().JobKinds())
}

// runs go over all cards after changes of fields.
func (a *App) runs() *entity.Runs {
	return entity.NewRuns(a.DB, map[crm.Kind]entity.Walker{crm.Deal: a.Deals, crm.Contact: a.Contacts, crm.Company: a.Companies})
}

// subscribe puts readers, jobs and recurring work into their runners.
func (a *App) subscribe() {
	a.Events = event.NewDispatcher(a.DB, a.Log)
	for _, r := range a.readers() {
		a.Events.Add(r)
	}
	a.Jobs = job.NewRunner(a.DB, a.Log)
	for _, k := range a.kinds() {
		a.Jobs.Add(k)
	}
	a.Jobs.Every("tenant.sweep", 6*time.Hour, a.Users.Sweep)
	a.Jobs.Every("once.sweep", 6*time.Hour, a.Once.Sweep)
	a.Jobs.Every("notice.remind", notice.RemindEvery, a.Notices.Remind)
	a.Jobs.Every("notice.sweep", 6*time.Hour, a.Notices.Sweep)
	a.Jobs.Every("robot.sweep", time.Hour, a.Rules.Sweep)
	a.Jobs.Every("webhook.sweep", time.Hour, a.Webhooks.Sweep)
	a.Jobs.Every("transfer.sweep", 6*time.Hour, a.Transfers.Sweep)
	a.Jobs.Every("export.sweep", 6*time.Hour, a.Exports.Sweep)
	a.Jobs.Every("file.sweep", 6*time.Hour, a.Docs.Sweep)
	a.Jobs.Every("search.learn", time.Hour, a.Search.Learn)
	a.Jobs.Every("file.orphans", 24*time.Hour, a.Docs.SweepOrphans)
	a.Jobs.Every("bin.sweep", 6*time.Hour, a.Bin.Sweep)
	a.Tail = event.NewTail(a.DB, a.Log, a.follow)
}
