package action

import (
	"context"
	"encoding/json"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// setResponsible hands the card to a user.
type setResponsible struct{ Services }

type setResponsibleParams struct {
	UserID tenant.UserID `json:"user_id"`
}

func (setResponsible) Kind() string      { return "set_responsible" }
func (setResponsible) IsRemote() bool    { return false }
func (setResponsible) Cards() []crm.Kind { return anyCard() }

func (setResponsible) Schema() Schema {
	return Schema{Params: []Param{{Name: "user_id", Type: Integer, Widget: UserPick, Required: true}}}
}

func (a setResponsible) Check(ctx context.Context, env Env, raw json.RawMessage) error {
	p, err := decode[setResponsibleParams](raw)
	if err != nil {
		return err
	}
	return a.checkUser(ctx, env, "user_id", p.UserID)
}

func (a setResponsible) Run(ctx context.Context, tx *db.Tx, env Env, raw json.RawMessage) (out Outcome, err error) {
	p, err := decode[setResponsibleParams](raw)
	if err != nil {
		return out, err
	}
	facts, err := a.facts(ctx, tx, env)
	if err != nil {
		return out, err
	}
	to, err := a.choose(ctx, tx, env, p.UserID, facts.responsible, &out)
	if err != nil {
		return out, err
	}
	out.Result = map[string]any{"responsible_id": to}
	if to == facts.responsible {
		return out, nil
	}
	return out, a.edit(ctx, tx, env, entity.Patch{ResponsibleID: &to})
}
