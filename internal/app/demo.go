package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/job"
	"voronka/internal/seed/demo"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
)

type demoCommand struct {
	Config
	Deals     int    `default:"500" help:"How many deals; people, companies, tasks and notes come with them."`
	Seed      int64  `default:"1" help:"The same number gives the same data."`
	Subdomain string `help:"Account, when there are several."`
}

// Run fills the account with believable data. It works beside a running server.
func (c *demoCommand) Run(ctx context.Context, s streams) error {
	if err := c.check(); err != nil {
		return err
	}
	if c.Deals < 1 || c.Deals > 10_000_000 {
		return errors.New("--deals must be from 1 to 10000000")
	}
	a, err := c.existing(ctx, s)
	if err != nil {
		return err
	}
	defer a.close()
	who, err := a.firstAdmin(ctx, c.Subdomain)
	if err != nil {
		return err
	}
	begun := time.Now()
	err = demo.Fill(ctx, a.demoServices(), who, c.Deals, c.Seed, func(done int) {
		if done%10_000 == 0 || done == c.Deals {
			fmt.Fprintf(s.err, "%d of %d deals, %.0f a second\n", done, c.Deals, float64(done)/time.Since(begun).Seconds())
		}
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%d deals with their people were added.\n", c.Deals)
	return err
}

func (a *App) demoServices() demo.Services {
	return demo.Services{
		DB: a.DB, Fields: a.Fields, Pipelines: a.Pipelines, Contacts: a.Contacts, Companies: a.Companies, Deals: a.Deals,
		Tasks: a.Tasks, Timeline: a.Timeline,
	}
}

// The example data the first-run wizard offers.
const (
	demoKind  = "demo.fill"
	demoDeals = 150
)

// seedDemo asks for example data in the transaction that makes the account; a job makes it afterwards, so that the
// wizard need not wait.
func (a *App) seedDemo(ctx context.Context, tx *db.Tx, who tenant.Actor, acc account.Account, n account.New) error {
	if !n.Demo {
		return nil
	}
	_, err := job.Enqueue(ctx, tx, job.New{AccountID: int64(acc.ID), Kind: demoKind, CreatedBy: int64(who.UserID), Payload: struct{}{}})
	return err
}

// fillDemo is the job. A run that was cut off is not repeated: its half of the data is as good as the whole.
func (a *App) fillDemo(ctx context.Context, j job.Job, p *job.Progress) error {
	if j.Attempt > 1 {
		return nil
	}
	who, err := a.Users.Actor(ctx, tenant.AccountID(j.AccountID), tenant.UserID(j.CreatedBy))
	if err != nil {
		return err
	}
	return demo.Fill(ctx, a.demoServices(), who, demoDeals, j.AccountID, func(done int) { p.Set(int64(done), demoDeals) })
}

// firstAdmin is the oldest active administrator of an account, as an actor.
func (a *App) firstAdmin(ctx context.Context, subdomain string) (tenant.Actor, error) {
	acc, err := a.accountOf(ctx, subdomain)
	if err != nil {
		return tenant.Actor{}, err
	}
	users, err := a.Users.List(ctx, tenant.RobotOf(acc.ID, tenant.Cause{}))
	if err != nil {
		return tenant.Actor{}, err
	}
	var first tenant.UserID
	for _, u := range users {
		if u.IsAdmin && u.IsActive && (first == 0 || u.ID < first) {
			first = u.ID
		}
	}
	if first == 0 {
		return tenant.Actor{}, errors.New("the account has no active administrator")
	}
	return a.Users.Actor(ctx, acc.ID, first)
}

func (a *App) accountOf(ctx context.Context, subdomain string) (account.Account, error) {
	if subdomain != "" {
		return a.Accounts.BySubdomain(ctx, subdomain)
	}
	return a.Accounts.Only(ctx)
}
