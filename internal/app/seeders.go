package app

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
)

// seeders fill a new account, in this order, in the transaction that makes it.
func (a *App) seeders() []account.Seeder {
	return []account.Seeder{a.seedRoles, a.seedPipeline, seedFields, seedTaskTypes, a.seedDemo}
}

func (a *App) seedPipeline(ctx context.Context, tx *db.Tx, _ tenant.Actor, acc account.Account, n account.New) error {
	_, err := a.Pipelines.SeedTx(ctx, tx, acc.ID, acc.Language, pipeline.Template{
		Kind: n.Pipeline.Template, Name: n.Pipeline.Name, Statuses: n.Pipeline.Statuses,
	})
	return errs.At("pipeline", err)
}

func seedFields(ctx context.Context, tx *db.Tx, _ tenant.Actor, acc account.Account, _ account.New) error {
	return field.SeedTx(ctx, tx, acc.ID, lang.Locale(acc.Language))
}

func seedTaskTypes(ctx context.Context, tx *db.Tx, _ tenant.Actor, acc account.Account, _ account.New) error {
	return task.SeedTypesTx(ctx, tx, acc.ID, acc.Language)
}

// seedRoles makes the two roles a sales department begins with: those who work with their own records, and the head of
// a group.
func (a *App) seedRoles(ctx context.Context, tx *db.Tx, who tenant.Actor, acc account.Account, _ account.New) error {
	names := [2]string{"Manager", "Head of sales"}
	if lang.Locale(acc.Language) == lang.RU {
		names = [2]string{"Менеджер", "Руководитель отдела"}
	}
	manager := scoped(tenant.ScopeOwn)
	manager.Entities[string(crm.Contact)][access.View] = tenant.ScopeAll
	manager.Entities[string(crm.Company)][access.View] = tenant.ScopeAll
	head := scoped(tenant.ScopeGroup)
	head.Extra = map[string]bool{access.ExtraImport: true, access.ExtraEvents: true}
	for i, rights := range []tenant.Rights{manager, head} {
		if _, err := a.Roles.CreateRoleTx(ctx, tx, who, names[i], rights); err != nil {
			return err
		}
	}
	return nil
}

// scoped allows every action but export within a scope.
func scoped(s tenant.Scope) tenant.Rights {
	r := tenant.Rights{Entities: map[string]map[string]tenant.Scope{}}
	for _, kind := range access.Kinds {
		actions := map[string]tenant.Scope{}
		for _, action := range access.Actions {
			actions[action] = s
		}
		actions[access.Export] = tenant.ScopeNone
		r.Entities[string(kind)] = actions
	}
	return r
}
