package file

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/job"
	"voronka/internal/tenant"
)

// PurgeKind is the job that purges the files of cards that are gone, DropKind the one that removes stored bytes no row
// names any more. Both may run again.
const (
	PurgeKind = "file.purge"
	DropKind  = "file.drop"
)

// CardsGone ends the stay of the files of purged cards, whatever their state, and enqueues the job that purges them. It
// is called in the transaction that deletes the cards.
func (s *Service) CardsGone(ctx context.Context, tx *db.Tx, who tenant.Actor, kind crm.Kind, ids []crm.ID) error {
	b := db.NewBuilder(tx.Engine())
	b.Add(`UPDATE files SET deleted_at = `, b.Arg(tx.Now().AddDate(0, 0, -KeptDays).Unix()), `, updated_at = `, b.Arg(tx.Unix()))
	b.Add(` WHERE account_id = `, b.Arg(who.AccountID), ` AND entity_kind = `, b.Arg(string(kind)), ` AND `, db.In(b, "entity_id", ids))
	n, err := tx.Exec(ctx, b.SQL(), b.Args()...)
	if err != nil {
		return fmt.Errorf("let go of the files of %ss: %w", kind, err)
	}
	if n == 0 {
		return nil
	}
	_, err = job.Enqueue(ctx, tx, job.New{
		AccountID: int64(who.AccountID), Kind: PurgeKind, QueueKey: fmt.Sprintf("files:%d", who.AccountID), CreatedBy: int64(who.UserID),
	})
	return err
}

func (s *Service) purgeCards(ctx context.Context, j job.Job, _ *job.Progress) error {
	return s.sweep(ctx, tenant.AccountID(j.AccountID))
}

// stored is the payload of a DropKind job.
type stored struct {
	Keys []string `json:"keys"`
}

// keysOfJob bounds one job.
const keysOfJob = 1000

// letGo enqueues the removal of bytes whose rows this transaction deletes.
func letGo(ctx context.Context, tx *db.Tx, account tenant.AccountID, keys []string) error {
	for part := range slices.Chunk(keys, keysOfJob) { // one, or a few when there were many versions
		if _, err := job.Enqueue(ctx, tx, job.New{AccountID: int64(account), Kind: DropKind, Payload: stored{part}}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) dropStored(ctx context.Context, j job.Job, _ *job.Progress) error {
	var p stored
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return job.Permanent(err)
	}
	var failed error
	for _, key := range p.Keys {
		failed = errors.Join(failed, s.Store.Delete(ctx, key))
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return failed
}
