package bulk

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
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// The kinds of jobs.
const (
	runJob  = "bulk.run"
	undoJob = "bulk.undo"
)

type payload struct {
	BulkID ID `json:"bulk_id"`
}

const (
	attempts = 4
	longest  = 12 * time.Hour
	// firstBatch is how many cards are tried before the pace of the database is known; mostBatch is the most of one
	// transaction.
	firstBatch = 20
	mostBatch  = 500
)

// JobKinds are the jobs of the package.
func (s *Service) JobKinds() []job.Kind {
	return []job.Kind{
		{Name: runJob, Remote: s.run, MaxAttempts: attempts, Timeout: longest, Failed: s.failed},
		{Name: undoJob, Remote: s.undo, MaxAttempts: attempts, Timeout: longest, Failed: s.undoFailed},
	}
}

// errStopped ends a run whose bulk was cancelled, or went to another node.
var errStopped = errors.New("the bulk is not running any more")

// run changes the cards, from where an earlier attempt came to.
func (s *Service) run(ctx context.Context, j job.Job, p *job.Progress) error {
	return s.batches(ctx, j, p, Running, s.batch)
}

// batches makes one transaction after another until a batch says that it was the last.
func (s *Service) batches(ctx context.Context, j job.Job, p *job.Progress, state State,
	batch func(context.Context, *db.Tx, tenant.Actor, *Bulk, int) (bool, error),
) error {
	var in payload
	if err := json.Unmarshal(j.Payload, &in); err != nil {
		return job.Permanent(fmt.Errorf("read payload: %w", err))
	}
	size := firstBatch
	for {
		var last bool
		began := time.Now()
		err := s.DB.Write(ctx, func(tx *db.Tx) (err error) {
			last, err = s.step(ctx, tx, j, in.BulkID, p, state, func(who tenant.Actor, b *Bulk) (bool, error) {
				return batch(ctx, tx, who, b, size)
			})
			return err
		})
		switch {
		case errors.Is(err, errStopped) || errs.Is(err, errs.CodeNotFound):
			return nil
		case errs.Is(err, errs.CodeInvalid) || errs.Is(err, errs.CodeForbidden):
			return job.Permanent(err) // the filter fits no more, or the user left: another attempt would not help
		case err != nil || last:
			return err
		}
		size = nextSize(size, time.Since(began), s.BatchTime)
	}
}

// nextSize follows the pace of the database: a transaction is to take about so long.
func nextSize(size int, took, want time.Duration) int {
	if took <= 0 {
		took = time.Millisecond
	}
	next := int(float64(size) * float64(want) / float64(took))
	return max(1, min(next, 2*size, mostBatch))
}

func (s *Service) step(ctx context.Context, tx *db.Tx, j job.Job, id ID, p *job.Progress, state State,
	batch func(tenant.Actor, *Bulk) (bool, error),
) (last bool, err error) {
	account := tenant.AccountID(j.AccountID)
	b, err := findBulk(ctx, tx, tenant.Actor{AccountID: account, Admin: true}, id, db.ForUpdate(tx.Engine()))
	if err != nil {
		return false, err
	}
	if b.State != state || b.jobID == nil || *b.jobID != j.ID {
		return false, errStopped
	}
	who, err := user.ActorTx(ctx, tx, account, tenant.UserID(j.CreatedBy))
	if err != nil {
		return false, err
	}
	if last, err = batch(who, &b); err != nil {
		return false, err
	}
	if err := saveBulk(ctx, tx, account, b); err != nil {
		return false, err
	}
	if last {
		if err := tell(ctx, tx, who, b); err != nil {
			return false, err
		}
	}
	p.Set(int64(b.Counts.Handled), int64(b.Counts.Total))
	return last, p.Checkpoint(ctx, tx, b.place)
}

// batch changes the next cards of a run.
func (s *Service) batch(ctx context.Context, tx *db.Tx, who tenant.Actor, b *Bulk, size int) (last bool, err error) {
	who.Cause = tenant.BulkCause(int64(b.ID), b.RunAutomation)
	ids, place, err := s.next(ctx, tx, who, *b, size)
	if err != nil {
		return false, err
	}
	cards, err := entity.Hold(ctx, tx, who.AccountID, b.Kind, ids)
	if err != nil {
		return false, err
	}
	var items []Item
	for _, id := range ids {
		it, err := s.one(ctx, tx, who, b, id, cards)
		if err != nil {
			return false, err
		}
		if it != nil {
			items = append(items, *it)
		}
	}
	b.Counts.Handled += len(ids)
	if b.place = place; place == "" {
		now := tx.Unix()
		b.State, b.FinishedAt, last = Done, &now, true
		b.Counts.Total, b.Counts.More = b.Counts.Handled, false
	}
	b.Counts.Total = max(b.Counts.Total, b.Counts.Handled)
	return last, insertItems(ctx, tx, who.AccountID, b.ID, items)
}

// next are the ids of the next cards and the place after them, empty at the end.
func (s *Service) next(ctx context.Context, q db.Querier, who tenant.Actor, b Bulk, size int) (ids []crm.ID, place string, err error) {
	if b.selection != nil {
		from, err := strconv.Atoi(b.place)
		if b.place == "" {
			from, err = 0, nil
		}
		if err != nil {
			return nil, "", fmt.Errorf("read the place of bulk %d: %w", b.ID, err)
		}
		to := min(from+size, len(b.selection))
		if to < len(b.selection) {
			place = strconv.Itoa(to)
		}
		return b.selection[min(from, to):to], place, nil
	}
	scope, err := s.Scope(ctx, who, b.Kind)
	if err != nil {
		return nil, "", err
	}
	page, err := s.Deals.Lists.Page(ctx, q, scope, entity.Query{Filter: b.filter, Sort: "id", After: b.place, Limit: size})
	if i := slices.IndexFunc(page.IDs, func(id crm.ID) bool { return id > b.lastID }); i >= 0 { // made after the start
		return page.IDs[:i], "", err
	}
	return page.IDs, page.Next, err
}

// one changes a card. What is wrong with it is its outcome; anything else stops the batch.
func (s *Service) one(ctx context.Context, tx *db.Tx, who tenant.Actor, b *Bulk, id crm.ID, cards map[crm.ID]entity.Card) (*Item, error) {
	it := &Item{Ref: crm.Ref{Kind: b.Kind, ID: id}, Outcome: Changed}
	card, ok := cards[id]
	if !ok {
		card.Ref = it.Ref // the verb says in its words that there is none
	}
	var t *trace
	err := tx.Try(ctx, func() (err error) {
		if !ok {
			return access.NotFound(b.Kind)
		}
		t, err = actions[b.Action].do(ctx, hand{s: s, tx: tx, who: who, card: card, p: b.Params})
		return err
	})
	switch {
	case refuses(err):
		it.Outcome, it.Reason = Refused, lang.Sentences(err)
		b.Counts.Refused++
	case err != nil:
		return nil, fmt.Errorf("%s %s: %w", b.Action, it.Ref, err)
	case t == nil:
		b.Counts.Unchanged++
		return nil, nil
	default:
		text := jsonText(t)
		it.before = &text
		b.Counts.Done++
	}
	return it, nil
}

// refuses reports whether an error speaks of the card and not of our own trouble.
func refuses(err error) bool {
	switch errs.CodeOf(err) {
	case errs.CodeInvalid, errs.CodeForbidden, errs.CodeNotFound, errs.CodeConflict, errs.CodeLimit:
		return err != nil
	}
	return false
}

// failed ends a bulk whose job gave up. What was changed stays, with its report.
func (s *Service) failed(ctx context.Context, tx *db.Tx, j job.Job, cause error) error {
	return s.giveUp(ctx, tx, j, cause, Running, Failed)
}

func (s *Service) giveUp(ctx context.Context, tx *db.Tx, j job.Job, cause error, from, to State) error {
	var in payload
	if err := json.Unmarshal(j.Payload, &in); err != nil {
		return nil //nolint:nilerr // nothing is known of it
	}
	account := tenant.AccountID(j.AccountID)
	b, err := findBulk(ctx, tx, tenant.Actor{AccountID: account, Admin: true}, in.BulkID, db.ForUpdate(tx.Engine()))
	if errs.Is(err, errs.CodeNotFound) || err == nil && (b.State != from || b.jobID == nil || *b.jobID != j.ID) {
		return nil
	}
	if err != nil {
		return err
	}
	now := tx.Unix()
	b.State, b.FinishedAt = to, &now
	if b.Error, err = lang.LoadSentences(lang.StoreError(cause)); err != nil {
		return err
	}
	if err := saveBulk(ctx, tx, account, b); err != nil || to != Failed {
		return err
	}
	return tell(ctx, tx, tenant.Actor{AccountID: account, UserID: b.CreatedBy, Kind: tenant.Person}, b)
}

// tell says in the log that a change of many cards, or its undoing, has ended.
func tell(ctx context.Context, tx *db.Tx, who tenant.Actor, b Bulk) error {
	c := timeline.Change{Kind: "bulk.finished", After: map[string]any{
		"state": b.State, "done": b.Counts.Done, "refused": b.Counts.Refused, "undone": b.Counts.Undone, "kept": b.Counts.Kept,
	}}
	if b.State == Undone {
		c.Kind = "bulk.undone"
	}
	return timeline.Append(ctx, tx, who, crm.Ref{Kind: "bulk", ID: crm.ID(b.ID)}, []timeline.Change{c})
}
