package robot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/kit/lang"
	"voronka/internal/process"
	"voronka/internal/process/action"
	"voronka/internal/tenant"
)

// Run is one answer of a rule to an event.
type Run struct {
	ID        process.RunID
	TriggerID process.TriggerID
	EventID   int64
	Ref       crm.Ref
	// CardName is empty for a card the reader may not see.
	CardName string
	State    process.State
	// Result is what the action made, Remarks why it did not or how it differs from what was asked.
	Result     json.RawMessage
	Remarks    []lang.Sentence
	CreatedAt  int64
	FinishedAt *int64
}

// RunFilter chooses from the log; what is zero does not narrow.
type RunFilter struct {
	TriggerID process.TriggerID
	Ref       crm.Ref
	State     process.State
	// After is Next of the page before.
	After string
	// Limit is at most 200; 0 means 50.
	Limit int
}

// RunPage is a part of the log, newest first. Next is empty at the end.
type RunPage struct {
	Items []Run
	Next  string
}

// kept is how long an ended run can be looked at.
const kept = 30 * 24 * time.Hour

// Sweep removes runs that ended long ago.
func (s *Service) Sweep(ctx context.Context) error {
	_, err := s.db.Expire(ctx, "trigger_runs", s.db.Now().Add(-kept).Unix())
	return err
}

const (
	pageSize    = 50
	maxPageSize = 200
)

// Runs returns a page of the log: of one card to those who see it, everything else to those who may change settings.
func (s *Service) Runs(ctx context.Context, who tenant.Actor, f RunFilter) (RunPage, error) {
	if err := s.mayRead(ctx, who, f); err != nil {
		return RunPage{}, err
	}
	var before int64
	if f.After != "" {
		var err error
		if before, err = strconv.ParseInt(f.After, 10, 64); err != nil || before <= 0 {
			return RunPage{}, errs.Invalid("after", "is not the next of an earlier page")
		}
	}
	limit := pageSize
	if f.Limit > 0 {
		limit = min(f.Limit, maxPageSize)
	}
	items, err := listRuns(ctx, s.db, who.AccountID, f, before, limit+1)
	if err != nil {
		return RunPage{}, err
	}
	page := RunPage{Items: items}
	if len(items) > limit {
		page.Items = items[:limit]
		page.Next = strconv.FormatInt(int64(items[limit-1].ID), 10)
	}
	return page, s.nameCards(ctx, who, page.Items)
}

func (s *Service) mayRead(ctx context.Context, who tenant.Actor, f RunFilter) error {
	if !f.Ref.Zero() && !who.Has(access.ExtraSettings) {
		return entity.Cards{}.Check(ctx, s.db, who, f.Ref, access.View)
	}
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return err
	}
	if f.TriggerID == 0 {
		return nil
	}
	_, err := find(ctx, s.db, who.AccountID, f.TriggerID, "")
	return err
}

func (s *Service) nameCards(ctx context.Context, who tenant.Actor, runs []Run) error {
	refs := make([]crm.Ref, len(runs))
	for i, r := range runs {
		refs[i] = r.Ref
	}
	names, err := entity.Cards{}.Visible(ctx, s.db, who, refs)
	for i := range runs {
		runs[i].CardName = names[runs[i].Ref]
	}
	return err
}

// Retry repeats a run that failed or was skipped, with the rule and the card as they are now.
func (s *Service) Retry(ctx context.Context, who tenant.Actor, id process.RunID) (r Run, err error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return Run{}, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if r, err = findRun(ctx, tx, who.AccountID, id, db.ForUpdate(tx.Engine())); err != nil {
			return err
		}
		if r.State != process.Failed && r.State != process.Skipped {
			return errs.Conflict("run %d has not failed, there is nothing to repeat", id)
		}
		r.State, r.Remarks, r.FinishedAt = process.Waiting, nil, nil
		if err := endRun(ctx, tx, who.AccountID, id, process.Waiting, action.Outcome{}); err != nil {
			return err
		}
		_, err := job.Enqueue(ctx, tx, newJob(who.AccountID, id, string(r.Ref.Kind), int64(r.Ref.ID)))
		return err
	})
	return r, err
}

const runColumns = `id, trigger_id, event_id, entity_kind, entity_id, state, result, remarks, created_at, finished_at`

func scanRun(r db.Row) (run Run, err error) {
	var result, remarks *string
	err = r.Scan(&run.ID, &run.TriggerID, &run.EventID, &run.Ref.Kind, &run.Ref.ID, &run.State, &result, &remarks,
		&run.CreatedAt, &run.FinishedAt)
	if err == nil && remarks != nil {
		err = json.Unmarshal([]byte(*remarks), &run.Remarks)
	}
	if result != nil {
		run.Result = json.RawMessage(*result)
	}
	return run, err
}

func findRun(ctx context.Context, q db.Querier, account tenant.AccountID, id process.RunID, suffix string) (Run, error) {
	r, err := scanRun(q.QueryRow(ctx, `
		SELECT `+runColumns+`
		FROM trigger_runs
		WHERE account_id = $1
			AND id = $2`+suffix, account, id))
	if errors.Is(err, db.ErrNoRows) {
		return r, errs.NotFound("there is no run %d", id)
	}
	if err != nil {
		return r, fmt.Errorf("find run %d: %w", id, err)
	}
	return r, nil
}

func listRuns(ctx context.Context, q db.Querier, account tenant.AccountID, f RunFilter, before int64, limit int) ([]Run, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT `, runColumns, ` FROM trigger_runs WHERE account_id = `, b.Arg(account))
	if f.TriggerID != 0 {
		b.Add(` AND trigger_id = `, b.Arg(f.TriggerID))
	}
	if !f.Ref.Zero() {
		b.Add(` AND entity_kind = `, b.Arg(string(f.Ref.Kind)), ` AND entity_id = `, b.Arg(f.Ref.ID))
	}
	if f.State != "" {
		b.Add(` AND state = `, b.Arg(string(f.State)))
	}
	if before > 0 {
		b.Add(` AND id < `, b.Arg(before))
	}
	b.Add(` ORDER BY id DESC LIMIT `, b.Arg(limit))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(rows, err, func(r db.Rows) (Run, error) { return scanRun(r) })
}

// runKey is what makes a run unique within an account.
type runKey struct {
	trigger process.TriggerID
	event   int64
}

// insertRuns stores the runs that are not there yet and returns their ids.
func insertRuns(ctx context.Context, tx *db.Tx, account tenant.AccountID, matches []Match) (map[runKey]process.RunID, error) {
	const most, width = 100, 9
	stopped := sentencesText([]lang.Sentence{{Format: "stopped: rules have been causing one another %d times", Args: []any{tenant.MaxDepth}}})
	out := map[runKey]process.RunID{}
	for chunk := range slices.Chunk(matches, most) {
		args := make([]any, 0, len(chunk)*width)
		for _, m := range chunk {
			state, remarks, finished := process.Waiting, any(nil), (*int64)(nil)
			if m.Stopped {
				now := tx.Unix()
				state, remarks, finished = process.Stopped, stopped, &now
			}
			args = append(args, account, m.Trigger, m.Event.ID, m.Event.EntityKind, m.Event.EntityID, string(state), remarks, tx.Unix(), finished)
		}
		rows, err := tx.Query(ctx, `
			INSERT INTO trigger_runs (account_id, trigger_id, event_id, entity_kind, entity_id, state, remarks, created_at, finished_at)
			VALUES `+db.Values(len(chunk), width)+`
			ON CONFLICT (account_id, trigger_id, event_id) DO NOTHING
			RETURNING id, trigger_id, event_id`, args...)
		_, err = db.Collect(rows, err, func(r db.Rows) (k runKey, err error) {
			var id process.RunID
			err = r.Scan(&id, &k.trigger, &k.event)
			out[k] = id
			return k, err
		})
		if err != nil {
			return nil, fmt.Errorf("add runs: %w", err)
		}
	}
	return out, nil
}

// endRun writes a state with what belongs to it; waiting has no end.
func endRun(ctx context.Context, tx *db.Tx, account tenant.AccountID, id process.RunID, state process.State, out action.Outcome) error {
	var result any
	if out.Result != nil {
		raw, err := json.Marshal(out.Result)
		if err != nil {
			return fmt.Errorf("result of run %d: %w", id, err)
		}
		result = string(raw)
	}
	var finished *int64
	if state != process.Waiting {
		now := tx.Unix()
		finished = &now
	}
	_, err := tx.Exec(ctx, `
		UPDATE trigger_runs
		SET state = $3, result = $4, remarks = $5, finished_at = $6
		WHERE account_id = $1
			AND id = $2`, account, id, string(state), result, sentencesText(out.Remarks), finished)
	if err != nil {
		return fmt.Errorf("end run %d: %w", id, err)
	}
	return nil
}

func sentencesText(list []lang.Sentence) any {
	if len(list) == 0 {
		return nil
	}
	raw, err := json.Marshal(list)
	if err != nil {
		panic("robot: sentences do not marshal: " + err.Error())
	}
	return string(raw)
}
