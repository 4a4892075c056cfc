package action

import (
	"context"
	"encoding/json"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
)

// move puts a deal into a status, of its own or another pipeline.
type move struct{ Services }

type moveParams struct {
	StatusID     crm.StatusID     `json:"status_id"`
	LossReasonID crm.LossReasonID `json:"loss_reason_id"`
}

func (move) Kind() string      { return "move" }
func (move) IsRemote() bool    { return false }
func (move) Cards() []crm.Kind { return []crm.Kind{crm.Deal} }

func (move) Schema() Schema {
	return Schema{Params: []Param{
		{Name: "status_id", Type: Integer, Widget: StatusPick, Required: true},
		{Name: "loss_reason_id", Type: Integer, Widget: LossPick},
	}}
}

func (a move) Check(ctx context.Context, env Env, raw json.RawMessage) error {
	p, err := decode[moveParams](raw)
	if err != nil {
		return err
	}
	set, err := pipeline.Load(ctx, env.Q, env.Who.AccountID)
	if err != nil {
		return err
	}
	status, ok := set.Status(p.StatusID)
	switch {
	case !ok:
		return errs.Invalid("status_id", "there is no status %d, choose another one", p.StatusID)
	case p.LossReasonID == 0:
		return nil
	case status.Kind != pipeline.Lost:
		return errs.Invalid("loss_reason_id", "goes only with the lost status, leave it empty")
	}
	reasons, err := a.Pipelines.LossReasons(ctx, env.Who.AccountID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(reasons, func(r pipeline.LossReason) bool { return r.ID == p.LossReasonID }) {
		return errs.Invalid("loss_reason_id", "there is no loss reason %d, choose another one", p.LossReasonID)
	}
	return nil
}

func (a move) Run(ctx context.Context, tx *db.Tx, env Env, raw json.RawMessage) (out Outcome, err error) {
	p, err := decode[moveParams](raw)
	if err != nil {
		return out, err
	}
	facts, err := a.facts(ctx, tx, env)
	if err != nil {
		return out, err
	}
	out.Result = map[string]any{"status_id": p.StatusID}
	if facts.status == p.StatusID {
		return out, nil
	}
	return out, a.moveDeal(ctx, tx, env, p)
}
