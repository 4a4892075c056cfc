package robot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/kit/job"
	"voronka/internal/kit/lang"
	"voronka/internal/process"
	"voronka/internal/process/action"
	"voronka/internal/tenant"
)

// JobName is the kind of the jobs that run rules.
const JobName = "robot.run"

type payload struct {
	RunID process.RunID `json:"run_id"`
}

// JobKind runs what the reader has matched.
func (s *Service) JobKind() job.Kind {
	return job.Kind{Name: JobName, Local: s.run, MaxAttempts: 8, Failed: s.gaveUp}
}

func (s *Service) run(ctx context.Context, tx *db.Tx, j job.Job) error {
	var p payload
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return job.Permanent(fmt.Errorf("read payload: %w", err))
	}
	account := tenant.AccountID(j.AccountID)
	r, err := findRun(ctx, tx, account, p.RunID, db.ForUpdate(tx.Engine()))
	if errs.Is(err, errs.CodeNotFound) || err == nil && r.State != process.Waiting {
		return nil
	}
	if err != nil {
		return err
	}
	out, state, err := s.perform(ctx, tx, account, r)
	if err != nil {
		return err
	}
	return endRun(ctx, tx, account, p.RunID, state, out)
}

// perform does the action of a run. An error is one of ours, to be tried again; what the domain refuses is an outcome.
func (s *Service) perform(ctx context.Context, tx *db.Tx, account tenant.AccountID, r Run) (action.Outcome, process.State, error) {
	t, err := find(ctx, tx, account, r.TriggerID, "")
	switch {
	case errs.Is(err, errs.CodeNotFound):
		return skipped(errs.Conflict("the rule was deleted meanwhile"))
	case err != nil:
		return action.Outcome{}, "", err
	case !t.IsOn:
		return skipped(errs.Conflict("the rule was switched off meanwhile"))
	}
	e, err := event.Find(ctx, tx, int64(account), r.EventID)
	if errors.Is(err, db.ErrNoRows) {
		return skipped(errs.Conflict("the event is no longer kept"))
	}
	if err != nil {
		return action.Outcome{}, "", err
	}
	who := tenant.RobotOf(account, tenant.Cause{Kind: process.TriggerKind, ID: int64(t.ID), Depth: e.Depth + 1})
	return s.act(ctx, tx, who, t, r.Ref, e)
}

func (s *Service) act(ctx context.Context, tx *db.Tx, who tenant.Actor, t Trigger, ref crm.Ref, e event.Event) (action.Outcome, process.State, error) {
	err := entity.Cards{}.Check(ctx, tx, who, ref, access.View)
	switch {
	case errs.Is(err, errs.CodeNotFound):
		return skipped(errs.Conflict("the card was deleted meanwhile"))
	case err != nil:
		return action.Outcome{}, "", err
	}
	eyes, err := eyes(ctx, tx, who, t)
	if err != nil {
		return action.Outcome{}, "", err
	}
	holds, err := s.holds(ctx, tx, eyes, t, ref)
	switch {
	case refused(err):
		return action.Outcome{Remarks: lang.Sentences(err)}, process.Failed, nil
	case err != nil:
		return action.Outcome{}, "", err
	case !holds:
		return skipped(errs.Conflict("the condition does not hold"))
	}
	a, ok := s.actions.Find(t.Action)
	if !ok {
		return action.Outcome{}, "", fmt.Errorf("rule %d has the unknown action %q", t.ID, t.Action)
	}
	var out action.Outcome
	err = tx.Try(ctx, func() error {
		out, err = a.Run(ctx, tx, action.Env{Q: tx, Who: who, Eyes: eyes, Kind: ref.Kind, Ref: ref, Event: e}, t.Params)
		return err
	})
	switch {
	case refused(err):
		return action.Outcome{Remarks: lang.Sentences(err)}, process.Failed, nil
	case err != nil:
		return action.Outcome{}, "", fmt.Errorf("rule %d on %s: %w", t.ID, ref, err)
	}
	return out, process.Done, nil
}

// holds evaluates the condition on the card as it is now, in the transaction of the run.
func (s *Service) holds(ctx context.Context, tx *db.Tx, who tenant.Actor, t Trigger, ref crm.Ref) (bool, error) {
	if t.Condition.Empty() {
		return true, nil
	}
	scope, err := s.scope(ctx, tx, who, ref.Kind)
	if err != nil {
		return false, err
	}
	scope.Env.Now = tx.Now()
	this := entity.Leaf("id", "eq", int64(ref.ID))
	n, err := s.lists.Count(ctx, tx, scope, entity.All(this, t.Condition), 1)
	return n.Count > 0, err
}

// refused tells the errors another attempt would meet again.
func refused(err error) bool {
	switch errs.CodeOf(err) {
	case errs.CodeInternal, errs.CodeUnavailable:
		return false
	}
	return err != nil
}

func skipped(why error) (action.Outcome, process.State, error) {
	return action.Outcome{Remarks: lang.Sentences(why)}, process.Skipped, nil
}

// gaveUp notes a run whose job failed too often on our side.
func (s *Service) gaveUp(ctx context.Context, tx *db.Tx, j job.Job, _ error) error {
	var p payload
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return nil //nolint:nilerr // a job without a run has nothing to note
	}
	out := action.Outcome{Remarks: []lang.Sentence{{Format: "something went wrong on our side, please try again"}}}
	return endRun(ctx, tx, tenant.AccountID(j.AccountID), p.RunID, process.Failed, out)
}
