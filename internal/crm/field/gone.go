package field

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// StatusGone keeps fields right when a status is removed: what was required from it on is required from the next one on.
// With a status of 0 the whole pipeline is gone, and what fields knew of it is forgotten.
func (s *Service) StatusGone(ctx context.Context, tx *db.Tx, who tenant.Actor, in crm.PipelineID, status, next crm.StatusID) error {
	set, err := s.lockSet(ctx, tx, who.AccountID, crm.Deal)
	if err != nil {
		return err
	}
	binned, err := listDeleted(ctx, tx, who.AccountID, crm.Deal)
	if err != nil {
		return err
	}
	if err := attach(ctx, tx, who.AccountID, crm.Deal, binned); err != nil {
		return err
	}
	for _, f := range slices.Concat(set.Ordered(), binned) { // as many statements as fields that name what is gone, once in its life
		before := f
		if !f.letGo(in, status, next) {
			continue
		}
		f.UpdatedAt = tx.Unix()
		if err := updateField(ctx, tx, who.AccountID, f); err != nil {
			return fmt.Errorf("change field %d: %w", f.ID, err)
		}
		if err := writeRequirements(ctx, tx, who.AccountID, f.ID, f.Requirements); err != nil {
			return fmt.Errorf("change requirements of field %d: %w", f.ID, err)
		}
		if _, err := s.changed(ctx, tx, who, &before, f.ID); err != nil {
			return err
		}
	}
	return nil
}

// letGo takes what is gone out of the field and reports whether the field knew of it.
func (f *Field) letGo(in crm.PipelineID, status, next crm.StatusID) bool {
	known := false
	var kept []Requirement
	for _, r := range f.Requirements {
		gone := r.PipelineID == in && (status == 0 || r.StatusID == status)
		known = known || gone
		if gone {
			r.StatusID = next
		}
		if !gone || status != 0 {
			kept = append(kept, r)
		}
	}
	f.Requirements = kept
	if status == 0 && slices.Contains(f.Settings.PipelineIDs, in) {
		f.Settings.PipelineIDs = slices.DeleteFunc(slices.Clone(f.Settings.PipelineIDs), func(id crm.PipelineID) bool { return id == in })
		known = true
	}
	return known
}
