package deal

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/expr"
	"voronka/internal/tenant"
)

// RequiredFields is the reason of the error about fields that a status asks for; its data are their ids.
const RequiredFields = "required_fields"

// choose finds the status a deal is to be in: the named one, else the first of the named pipeline, else the first of
// the main one.
func choose(set pipeline.Set, in crm.PipelineID, status crm.StatusID) (pipeline.Status, error) {
	if status != 0 {
		st, ok := set.Status(status)
		switch {
		case !ok:
			return st, pipeline.NoStatus("status_id", status)
		case in != 0 && st.PipelineID != in:
			return st, errs.Invalid("status_id", "is of another pipeline, choose a status of pipeline %d", in)
		}
		return st, nil
	}
	if in != 0 {
		p, ok := set.Pipeline(in)
		if !ok {
			return pipeline.Status{}, errs.Invalid("pipeline_id", "there is no pipeline %d, choose another one", in)
		}
		return p.FirstOpen(), nil
	}
	p, ok := set.Main()
	if !ok {
		return pipeline.Status{}, errs.Invalid("pipeline_id", "there is no pipeline yet, create one first")
	}
	return p.FirstOpen(), nil
}

// enter puts the deal into a status as of now. Reopening forgets when and why it was closed.
func (d *Deal) enter(st pipeline.Status, now int64) {
	d.PipelineID, d.StatusID, d.StatusChangedAt = st.PipelineID, st.ID, now
	d.IsClosed, d.ClosedAt = st.Closes(), nil
	if d.IsClosed {
		d.ClosedAt = &now
	}
	if st.Kind != pipeline.Lost {
		d.LossReasonID = nil
	}
}

// facts are what formulas may use of a deal alone.
func (d *Deal) facts(env field.Env) field.Facts {
	out := field.Facts{"price": env.Money(int64(d.Price)), "status_changed_at": expr.MomentOf(d.StatusChangedAt)}
	if d.ClosedAt != nil {
		out["closed_at"] = expr.MomentOf(*d.ClosedAt)
	}
	return out
}

// checkRequired answers with every field the status asks for and the deal has not: nobody is asked for a field hidden
// from them. Losing a deal asks for none.
func checkRequired(d *entity.Desk, set pipeline.Set, st pipeline.Status, deal Deal) error {
	p, ok := set.Pipeline(st.PipelineID)
	if st.Kind == pipeline.Lost || !ok {
		return nil
	}
	order := make([]crm.StatusID, len(p.Statuses))
	for i, s := range p.Statuses {
		order[i] = s.ID
	}
	missing := d.Seen.Missing(p.ID, st.ID, order, deal.Data.Has)
	if len(missing) == 0 {
		return nil
	}
	var c errs.Collect
	ids := make([]crm.FieldID, len(missing))
	for i, f := range missing {
		ids[i] = f.ID
		c.Add(entity.Path(f.ID), "%s must be filled in for this status", f.Name)
	}
	return errs.With(c.Result(), RequiredFields, ids)
}

// checkReason looks a loss reason up.
func checkReason(ctx context.Context, q db.Querier, account tenant.AccountID, id crm.LossReasonID) error {
	list, err := pipeline.LossReasons(ctx, q, account)
	if err != nil {
		return err
	}
	for _, r := range list {
		if r.ID == id {
			return nil
		}
	}
	return errs.Invalid("loss_reason_id", "there is no loss reason %d, choose another one", id)
}

// where is what deal.status_changed tells of a place.
func (d Deal) where() map[string]any {
	return map[string]any{"pipeline_id": d.PipelineID, "status_id": d.StatusID}
}

// recompute brings formulas up to date that use when a deal was moved or closed.
func (s *Service) recompute(ctx context.Context, tx *db.Tx, who tenant.Actor, chunk []place) error {
	set, err := s.Fields.AllTx(ctx, tx, who.AccountID, crm.Deal)
	if err != nil || !set.UsesFact("closed_at", "status_changed_at") {
		return err
	}
	ids := make([]crm.DealID, len(chunk))
	for i, p := range chunk {
		ids[i] = p.id
	}
	return s.RecomputeTx(ctx, tx, who, ids)
}

// HasAnyTx reports whether any deal is in one of the statuses (see pipeline.Deals).
func (s *Service) HasAnyTx(ctx context.Context, tx *db.Tx, account tenant.AccountID, in []pipeline.Status) (bool, error) {
	for _, deleted := range []bool{false, true} {
		places, err := someIn(ctx, tx, account, in, deleted, 1)
		if err != nil || len(places) > 0 {
			return len(places) > 0, err
		}
	}
	return false, nil
}

// moveChunk is how many deals one statement moves.
const moveChunk = 500

// MoveAllTx moves every deal out of the statuses (see pipeline.Deals). Those in the recycle bin move in silence.
func (s *Service) MoveAllTx(ctx context.Context, tx *db.Tx, who tenant.Actor, from []pipeline.Status, to pipeline.Status) error {
	for _, deleted := range []bool{false, true} {
		for {
			chunk, err := someIn(ctx, tx, who.AccountID, from, deleted, moveChunk)
			if err != nil {
				return fmt.Errorf("find deals to move: %w", err)
			}
			if len(chunk) == 0 {
				break
			}
			if err := moveTo(ctx, tx, who, chunk, to); err != nil {
				return fmt.Errorf("move deals to status %d: %w", to.ID, err)
			}
			if deleted {
				continue
			}
			if err := s.recompute(ctx, tx, who, chunk); err != nil {
				return err
			}
			if err := tellMoves(ctx, tx, who, chunk, to); err != nil {
				return err
			}
		}
	}
	return nil
}
