package pipeline

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// LossReasons are the account's reasons in their order.
func (s *Service) LossReasons(ctx context.Context, account tenant.AccountID) ([]LossReason, error) {
	return LossReasons(ctx, s.db, account)
}

// LossReasons is Service.LossReasons inside the caller's transaction or snapshot.
func LossReasons(ctx context.Context, q db.Querier, account tenant.AccountID) ([]LossReason, error) {
	list, err := loadReasons(ctx, q, account)
	if err != nil {
		return nil, fmt.Errorf("read loss reasons: %w", err)
	}
	return list, nil
}

// CreateLossReason adds a reason after the others.
func (s *Service) CreateLossReason(ctx context.Context, who tenant.Actor, name string) (r LossReason, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		r, err = s.CreateLossReasonTx(ctx, tx, who, name)
		return err
	})
	return r, err
}

// CreateLossReasonTx is CreateLossReason inside the caller's transaction.
func (s *Service) CreateLossReasonTx(ctx context.Context, tx *db.Tx, who tenant.Actor, name string) (r LossReason, err error) {
	err = changeReasonsTx(ctx, tx, who, func(tx *db.Tx, list []LossReason) error {
		r, err = createReason(ctx, tx, who, list, name)
		return err
	})
	return r, err
}

func createReason(ctx context.Context, tx *db.Tx, who tenant.Actor, list []LossReason, name string) (LossReason, error) {
	if len(list) >= MaxLossReasons {
		return LossReason{}, errs.Limit("there are %d loss reasons already, the most an account may have: delete one first", MaxLossReasons)
	}
	name, err := reasonName(list, 0, name)
	if err != nil {
		return LossReason{}, err
	}
	r := LossReason{Name: name, Position: len(list) + 1, CreatedAt: tx.Unix()}
	if err := insertReason(ctx, tx, who.AccountID, &r); err != nil {
		return LossReason{}, fmt.Errorf("create loss reason: %w", err)
	}
	return r, reasonEvent(ctx, tx, who, r.ID, nil, r)
}

// RenameLossReason changes the words of a reason; deals lost for it show the new ones.
func (s *Service) RenameLossReason(ctx context.Context, who tenant.Actor, id crm.LossReasonID, name string) (r LossReason, err error) {
	err = s.changeReasons(ctx, who, func(tx *db.Tx, list []LossReason) error {
		old, err := pick(list, id)
		if err != nil {
			return err
		}
		r = old
		if r.Name, err = reasonName(list, id, name); err != nil || r.Name == old.Name {
			return err
		}
		if err := updateReason(ctx, tx, who.AccountID, r); err != nil {
			return fmt.Errorf("rename loss reason %d: %w", id, err)
		}
		return reasonEvent(ctx, tx, who, id, old, r)
	})
	return r, err
}

// DeleteLossReason takes a reason out of the choice; deals lost for it keep it.
func (s *Service) DeleteLossReason(ctx context.Context, who tenant.Actor, id crm.LossReasonID) error {
	return s.changeReasons(ctx, who, func(tx *db.Tx, list []LossReason) error {
		old, err := pick(list, id)
		if err != nil {
			return err
		}
		if err := removeReason(ctx, tx, who.AccountID, id); err != nil {
			return fmt.Errorf("delete loss reason %d: %w", id, err)
		}
		return reasonEvent(ctx, tx, who, id, old, nil)
	})
}

// ReorderLossReasons puts the reasons in the order of ids, which must name each of them once.
func (s *Service) ReorderLossReasons(ctx context.Context, who tenant.Actor, ids []crm.LossReasonID) error {
	return s.changeReasons(ctx, who, func(tx *db.Tx, list []LossReason) error {
		old := make([]crm.LossReasonID, len(list))
		for i, r := range list {
			old[i] = r.ID
		}
		if !samePieces(old, ids) {
			return errs.Invalid("ids", "must name every loss reason once, reload the page and try again")
		}
		if slices.Equal(old, ids) {
			return nil
		}
		if err := setPositions(ctx, tx, who.AccountID, "loss_reasons", ids); err != nil {
			return fmt.Errorf("reorder loss reasons: %w", err)
		}
		return reasonEvent(ctx, tx, who, ids[0], map[string]any{"order": old}, map[string]any{"order": ids})
	})
}

func (s *Service) changeReasons(ctx context.Context, who tenant.Actor, fn func(*db.Tx, []LossReason) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return changeReasonsTx(ctx, tx, who, fn) })
}

func changeReasonsTx(ctx context.Context, tx *db.Tx, who tenant.Actor, fn func(*db.Tx, []LossReason) error) error {
	if err := access.RequireExtra(who, "settings"); err != nil {
		return err
	}
	if err := lockPipelines(ctx, tx, who.AccountID); err != nil {
		return fmt.Errorf("lock pipelines: %w", err)
	}
	list, err := LossReasons(ctx, tx, who.AccountID)
	if err != nil {
		return err
	}
	return fn(tx, list)
}

func pick(list []LossReason, id crm.LossReasonID) (LossReason, error) {
	i := slices.IndexFunc(list, func(r LossReason) bool { return r.ID == id })
	if i < 0 {
		return LossReason{}, errs.NotFound("there is no loss reason %d: it may have been deleted, reload the page", id)
	}
	return list[i], nil
}

func reasonName(list []LossReason, self crm.LossReasonID, name string) (string, error) {
	var c errs.Collect
	name = cleanName(&c, "name", name)
	if slices.ContainsFunc(list, func(r LossReason) bool { return r.Name == name && r.ID != self }) {
		c.Add("name", "is already a loss reason, choose another name")
	}
	return name, c.Result()
}

func reasonEvent(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.LossReasonID, before, after any) error {
	return timeline.Append(ctx, tx, who, crm.Ref{Kind: "loss_reason", ID: crm.ID(id)},
		[]timeline.Change{{Kind: "loss_reason.changed", Before: before, After: after}})
}
