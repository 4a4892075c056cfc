package bulk

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/job"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// undo takes a bulk back, from where an earlier attempt came to.
func (s *Service) undo(ctx context.Context, j job.Job, p *job.Progress) error {
	return s.batches(ctx, j, p, Undoing, s.undoBatch)
}

// undoFailed lets an undoing that gave up be asked for again.
func (s *Service) undoFailed(ctx context.Context, tx *db.Tx, j job.Job, cause error) error {
	return s.giveUp(ctx, tx, j, cause, Undoing, Done)
}

func (s *Service) undoBatch(ctx context.Context, tx *db.Tx, who tenant.Actor, b *Bulk, size int) (last bool, err error) {
	who.Cause = tenant.Cause{Kind: "undo", ID: int64(b.ID)}
	var after int64
	if b.place != "" {
		if after, err = strconv.ParseInt(b.place, 10, 64); err != nil {
			return false, fmt.Errorf("read the place of bulk %d: %w", b.ID, err)
		}
	}
	list, err := listItems(ctx, tx, who.AccountID, *b, Changed, crm.ID(after), size)
	if err != nil {
		return false, err
	}
	ids := make([]crm.ID, len(list))
	for i, it := range list {
		ids[i] = it.Ref.ID
	}
	cards, err := entity.Hold(ctx, tx, who.AccountID, b.Kind, ids)
	if err != nil {
		return false, err
	}
	for i := range list {
		if err := s.back(ctx, tx, who, b, &list[i], cards); err != nil {
			return false, err
		}
	}
	if len(list) < size {
		now := tx.Unix()
		b.State, b.UndoneAt, last = Undone, &now, true
	} else {
		b.place = strconv.FormatInt(int64(list[len(list)-1].Ref.ID), 10)
	}
	return last, insertItems(ctx, tx, who.AccountID, b.ID, list)
}

// back puts one card back, unless somebody has changed since what the bulk changed.
func (s *Service) back(ctx context.Context, tx *db.Tx, who tenant.Actor, b *Bulk, it *Item, cards map[crm.ID]entity.Card) error {
	var t trace
	if it.before != nil {
		if err := json.Unmarshal([]byte(*it.before), &t); err != nil {
			return fmt.Errorf("read what %s was before: %w", it.Ref, err)
		}
	}
	card, ok := cards[it.Ref.ID]
	whole := false
	err := tx.Try(ctx, func() (err error) {
		if ok {
			whole, err = actions[b.Action].undo(ctx, hand{s: s, tx: tx, who: who, card: card, p: b.Params}, t)
		}
		return err
	})
	switch {
	case refuses(err):
		it.Outcome, it.Reason = Kept, lang.Sentences(err)
	case err != nil:
		return fmt.Errorf("take back %s of %s: %w", b.Action, it.Ref, err)
	case whole:
		it.Outcome = Back
		b.Counts.Undone++
		return nil
	default:
		it.Outcome, it.Reason = Kept, []lang.Sentence{{Format: "somebody has changed it since, so it stays as it is"}}
	}
	b.Counts.Kept++
	return nil
}
