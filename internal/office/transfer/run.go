package transfer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/office/transfer/sheet"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// The kinds of jobs.
const (
	runJob  = "import.run"
	undoJob = "import.undo"
)

// importPayload names the import of a job.
type importPayload struct {
	ImportID ImportID `json:"import_id"`
}

// queueKey lets the transfers of an account run one after another: two imports at once would not see each other's cards.
func queueKey(account tenant.AccountID) string { return fmt.Sprintf("account:%d", account) }

const (
	// attempts bounds how often a failing run begins anew before the import is paused.
	attempts = 4
	// longest bounds one run: a million rows on a slow disk.
	longest = 12 * time.Hour
)

// JobKinds are the jobs of imports.
func (s *Service) JobKinds() []job.Kind {
	return []job.Kind{
		{Name: runJob, Remote: s.run, MaxAttempts: attempts, Timeout: longest, Failed: s.runFailed},
		{Name: undoJob, Remote: s.undo, MaxAttempts: attempts, Timeout: longest, Failed: s.undoFailed},
	}
}

// errStopped ends a run whose import was cancelled, or went to another node.
var errStopped = errors.New("the import is not running any more")

// run writes the rows of an import, from where an earlier attempt came to.
func (s *Service) run(ctx context.Context, j job.Job, p *job.Progress) error {
	var payload importPayload
	if err := json.Unmarshal(j.Payload, &payload); err != nil {
		return job.Permanent(fmt.Errorf("read payload: %w", err))
	}
	who := tenant.Actor{AccountID: tenant.AccountID(j.AccountID), Admin: true}
	i, err := findImport(ctx, s.DB, who, payload.ImportID, "")
	if errs.Is(err, errs.CodeNotFound) || err == nil && !i.isRunBy(j.ID) {
		return nil
	}
	if err != nil {
		return err
	}
	i.Counts = i.Counts.clone()
	defer s.DB.Relax(ctx)
	err = s.runRows(ctx, who.AccountID, &i, p)
	switch {
	case errors.Is(err, errStopped):
		return nil
	case err == nil || errs.Is(err, errs.CodeUnavailable) || errs.Is(err, errs.CodeInternal):
		return err
	}
	return job.Permanent(err) // the file or the rights: another attempt would not help
}

func (i Import) isRunBy(id int64) bool { return i.State == Running && i.jobID != nil && *i.jobID == id }

func (s *Service) runRows(ctx context.Context, account tenant.AccountID, i *Import, p *job.Progress) error {
	actor, err := user.ActorTx(ctx, s.DB, account, i.CreatedBy)
	if err != nil {
		return err
	}
	w, err := s.lookGrown(ctx, actor, *i)
	if err != nil {
		return err
	}
	c := mapping.NewConverter(w, i.Plan, i.Facts.Head, nil)
	p.Set(int64(i.Counts.Rows), int64(i.Counts.Total))
	err = s.withBook(ctx, *i, func(book *sheet.Book) error {
		return s.eachBatch(ctx, book, c, i, func(recs []*mapping.Record, next int) error {
			err := s.writeBatch(ctx, account, c, i, recs, next)
			p.Set(int64(i.Counts.Rows), int64(i.Counts.Total))
			return err
		})
	})
	if err != nil {
		return err
	}
	return s.finishRun(ctx, account, i)
}

// eachBatch reads and understands rows beside the writing of those before. next is the row to go on from afterwards.
func (s *Service) eachBatch(ctx context.Context, book *sheet.Book, c *mapping.Converter, i *Import, write func(recs []*mapping.Record, next int) error) error {
	ctx, cancel := context.WithCancel(ctx)
	type portion struct {
		recs []*mapping.Record
		err  error
	}
	portions := make(chan portion, 1)
	pace := newPace(s.BatchRows)
	from := max(i.nextRow, i.Plan.From())
	go func() {
		defer close(portions)
		var recs []*mapping.Record
		send := func(err error) bool {
			select {
			case portions <- portion{recs, err}:
				recs = nil
				return true
			case <-ctx.Done():
				return false
			}
		}
		for row, err := range book.Rows(ctx, i.Plan.Sheet, from) {
			if err != nil {
				send(err)
				return
			}
			if i.Plan.LastRow > 0 && row.Number > i.Plan.LastRow {
				break
			}
			recs = append(recs, c.Row(row))
			if len(recs) >= pace.rows() && !send(nil) {
				return
			}
		}
		if len(recs) > 0 {
			send(nil)
		}
	}()
	defer func() { // the reader ends before the book is closed
		cancel()
		for range portions { //nolint:revive // emptied, so that the reader is not left waiting
		}
	}()
	for p := range portions {
		if p.err != nil {
			return p.err
		}
		began := time.Now()
		if err := write(p.recs, p.recs[len(p.recs)-1].Number+1); err != nil {
			return err
		}
		pace.took(len(p.recs), time.Since(began))
	}
	return ctx.Err()
}

// writeBatch writes some rows in one transaction, with their report and the place to go on from.
func (s *Service) writeBatch(ctx context.Context, account tenant.AccountID, c *mapping.Converter, i *Import, recs []*mapping.Record, next int) error {
	began := time.Now()
	var counts Counts
	err := s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := lockRun(ctx, tx, account, *i); err != nil {
			return err
		}
		who, err := user.ActorTx(ctx, tx, account, i.CreatedBy)
		if err != nil {
			return err
		}
		who.Cause = tenant.ImportCause(int64(i.ID), i.Plan.RunAutomation)
		b, err := s.writeRows(ctx, tx, who, c, i, recs)
		if err != nil {
			return err
		}
		counts = b.count(i.Counts, recs)
		counts.Millis += time.Since(began).Milliseconds()
		return saveRun(ctx, tx, account, i.ID, next, counts)
	})
	if err != nil {
		return err
	}
	i.Counts, i.nextRow = counts, next
	return nil
}

// writeRows writes the rows that are possible, and the report on all.
func (s *Service) writeRows(ctx context.Context, tx *db.Tx, who tenant.Actor, c *mapping.Converter, i *Import, recs []*mapping.Record) (*batch, error) {
	for {
		b := &batch{s: s, c: c, who: who, tags: i.Plan.Tag.All()}
		for _, r := range recs {
			if !r.Rejected {
				b.recs = append(b.recs, r)
			}
		}
		err := tx.Try(ctx, func() error { return b.write(ctx, tx) })
		if errors.Is(err, errRedo) {
			continue // with fewer rows than before
		}
		if err != nil {
			return nil, err
		}
		return b, b.report(ctx, tx, who.AccountID, i.ID, recs)
	}
}

func (b *batch) report(ctx context.Context, tx *db.Tx, account tenant.AccountID, id ImportID, recs []*mapping.Record) error {
	items := make([]item, len(b.items))
	for n, m := range b.items {
		items[n] = item{ref: m.ref, row: m.row, outcome: m.outcome}
		if m.undo != nil && (!m.undo.empty() || len(m.undo.Notes) > 0) {
			text := jsonText(m.undo)
			items[n].before = &text
		}
	}
	if err := insertItems(ctx, tx, account, id, items); err != nil {
		return err
	}
	var problems []mapping.Problem
	for _, r := range recs {
		problems = append(problems, r.Problems...)
	}
	return insertProblems(ctx, tx, account, id, append(problems, b.soft...))
}

// count adds a batch to the counts of an import.
func (b *batch) count(before Counts, recs []*mapping.Record) Counts {
	c := before.clone()
	c.Rows += len(recs)
	c.Total = max(c.Total, c.Rows)
	for _, r := range recs {
		c.Problems += len(r.Problems)
		if r.Rejected {
			c.Failed++
		}
	}
	c.Problems += len(b.soft)
	for _, m := range b.items {
		if m.outcome == created {
			c.Created[m.ref.Kind]++
		} else {
			c.Joined[m.ref.Kind]++
		}
	}
	return c
}

// lockRun makes sure that this run is still the one that writes the import, from the row it thinks.
func lockRun(ctx context.Context, tx *db.Tx, account tenant.AccountID, i Import) error {
	var state State
	var jobID *int64
	var next int
	err := tx.QueryRow(ctx, `
		SELECT state, job_id, next_row
		FROM imports
		WHERE account_id = $1
			AND id = $2`+db.ForUpdate(tx.Engine()), account, i.ID).Scan(&state, &jobID, &next)
	switch {
	case errors.Is(err, db.ErrNoRows):
		return errStopped
	case err != nil:
		return fmt.Errorf("lock import %d: %w", i.ID, err)
	case state != Running || jobID == nil || i.jobID == nil || *jobID != *i.jobID || next != i.nextRow:
		return errStopped
	}
	return nil
}

func saveRun(ctx context.Context, tx *db.Tx, account tenant.AccountID, id ImportID, next int, c Counts) error {
	_, err := tx.Exec(ctx, `
		UPDATE imports
		SET next_row = $3, counts = $4
		WHERE account_id = $1
			AND id = $2`, account, id, next, jsonText(c))
	if err != nil {
		return fmt.Errorf("store the progress of import %d: %w", id, err)
	}
	return nil
}

func (s *Service) finishRun(ctx context.Context, account tenant.AccountID, i *Import) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := lockRun(ctx, tx, account, *i); err != nil {
			return err
		}
		who := tenant.Actor{AccountID: account, UserID: i.CreatedBy, Kind: tenant.Person, Admin: true}
		now, err := findImport(ctx, tx, who, i.ID, "")
		if err != nil {
			return err
		}
		at := tx.Unix()
		now.State, now.FinishedAt, now.Counts.Total = Done, &at, now.Counts.Rows
		return s.store(ctx, tx, who, now, "import.finished", now.Counts)
	})
}

// store writes an import with the event that tells of its new state.
func (s *Service) store(ctx context.Context, tx *db.Tx, who tenant.Actor, i Import, event string, after any) error {
	if err := updateImport(ctx, tx, who.AccountID, i, headingsKey(i.Facts.Head)); err != nil {
		return err
	}
	return timeline.Append(ctx, tx, who, crm.Ref{Kind: "import", ID: crm.ID(i.ID)}, []timeline.Change{{Kind: event, After: after}})
}

// runFailed pauses an import whose job gave up; starting it again goes on where it stopped.
func (s *Service) runFailed(ctx context.Context, tx *db.Tx, j job.Job, cause error) error {
	return s.stopped(ctx, tx, j, cause, Running, Paused)
}

// stopped notes why a job gave up.
func (s *Service) stopped(ctx context.Context, tx *db.Tx, j job.Job, cause error, from, to State) error {
	var payload importPayload
	if json.Unmarshal(j.Payload, &payload) != nil {
		return nil
	}
	_, err := tx.Exec(ctx, `
		UPDATE imports
		SET state = $3, error = $4
		WHERE account_id = $1
			AND id = $2
			AND state = $5
			AND job_id = $6`, j.AccountID, payload.ImportID, string(to), lang.StoreError(cause), string(from), j.ID)
	return err
}
