package robot

import (
	"context"
	"maps"
	"slices"

	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// A rule acts on every card with the rights of the account, for whoever may set up rules may give themselves any card by
// one. Custom fields are a wall: conditions and texts know no more of them than the author of the rule does when it runs.

// eyes is the actor a rule reads with: who, without the fields hidden from its author.
func eyes(ctx context.Context, q db.Querier, who tenant.Actor, t Trigger) (tenant.Actor, error) {
	fields, err := user.FieldsOf(ctx, q, who.AccountID, t.AuthorID)
	if err != nil || !slices.Contains(slices.Collect(maps.Values(fields)), tenant.FieldHidden) {
		return who, err
	}
	who.Admin, who.Rights = false, tenant.Rights{Entities: everything(), Fields: fields}
	return who, nil
}

// everything is every action with every record.
func everything() map[string]map[string]tenant.Scope {
	actions := map[string]tenant.Scope{}
	for _, name := range access.Actions {
		actions[name] = tenant.ScopeAll
	}
	out := map[string]map[string]tenant.Scope{}
	for _, kind := range access.Kinds {
		out[string(kind)] = actions
	}
	return out
}
