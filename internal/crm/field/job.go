package field

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/job"
	"voronka/internal/tenant"
)

// The jobs that go over all cards of a kind after a change of fields; entity runs them.
const (
	RecomputeJob = "field.recompute"
	ReplaceJob   = "field.replace_option"
)

// Recompute asks for the formulas of all cards of a kind to be computed anew.
type Recompute struct {
	Kind crm.Kind `json:"kind"`
}

// Replace asks for a choice of a list to be put in the place of another on all cards.
type Replace struct {
	Kind  crm.Kind     `json:"kind"`
	Field crm.FieldID  `json:"field"`
	From  crm.OptionID `json:"from"`
	To    crm.OptionID `json:"to"`
}

func queueKey(account tenant.AccountID, kind crm.Kind) string {
	return fmt.Sprintf("fields:%d:%s", account, kind)
}

func enqueueRecompute(ctx context.Context, tx *db.Tx, who tenant.Actor, kind crm.Kind) error {
	_, err := job.Enqueue(ctx, tx, job.New{
		AccountID: int64(who.AccountID), Kind: RecomputeJob, QueueKey: queueKey(who.AccountID, kind),
		Payload: Recompute{kind}, CreatedBy: int64(who.UserID),
	})
	return err
}

func enqueueReplace(ctx context.Context, tx *db.Tx, who tenant.Actor, f Field, from, to crm.OptionID) error {
	_, err := job.Enqueue(ctx, tx, job.New{
		AccountID: int64(who.AccountID), Kind: ReplaceJob, QueueKey: queueKey(who.AccountID, f.Kind),
		Payload: Replace{f.Kind, f.ID, from, to}, CreatedBy: int64(who.UserID),
	})
	return err
}

// recompute asks for a run over all cards when a change of the field alters what formulas make of them.
func (s *Service) recompute(ctx context.Context, tx *db.Tx, who tenant.Actor, before *Field, after Field) error {
	alters := after.Type == Formula && after.DeletedAt == nil &&
		(before == nil || before.DeletedAt != nil || before.Settings.Formula != after.Settings.Formula ||
			!sameDecimals(before.Settings.Decimals, after.Settings.Decimals))
	if !alters && before != nil && (before.DeletedAt != nil && after.DeletedAt == nil || renamed(before.Options, after.Options)) {
		set, err := loadSet(ctx, tx, who.AccountID, after.Kind)
		if err != nil {
			return err
		}
		alters = len(set.Users(after.ID)) > 0
	}
	if !alters {
		return nil
	}
	return enqueueRecompute(ctx, tx, who, after.Kind)
}

func sameDecimals(a, b *int) bool { return a == b || a != nil && b != nil && *a == *b }

// renamed reports whether a choice that was there is called otherwise now.
func renamed(before, after []Option) bool {
	return slices.ContainsFunc(before, func(o Option) bool {
		return slices.ContainsFunc(after, func(n Option) bool { return n.ID == o.ID && n.Name != o.Name })
	})
}

// Work is a run over all cards that a change of fields asked for and that has not ended.
type Work struct {
	JobID       int64
	Kind        string
	Done, Total int64
}

// Works lists the runs over cards that are at work or wait, the oldest first.
func (s *Service) Works(ctx context.Context, who tenant.Actor) ([]Work, error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return nil, err
	}
	list, err := job.Pending(ctx, s.db, int64(who.AccountID), RecomputeJob, ReplaceJob)
	out := make([]Work, len(list))
	for i, j := range list {
		out[i] = Work{j.ID, j.Kind, j.Progress.Done, j.Progress.Total}
	}
	return out, err
}
