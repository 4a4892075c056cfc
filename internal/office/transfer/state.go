package transfer

import (
	"context"
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/field"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/tenant"
)

// SetPlan replaces the plan of an import that has not been started. What does not fit is Invalid by its path.
func (s *Service) SetPlan(ctx context.Context, who tenant.Actor, id ImportID, p mapping.Plan) (Import, error) {
	if err := access.RequireExtra(who, access.ExtraImport); err != nil {
		return Import{}, err
	}
	w, err := mapping.Look(ctx, s.DB, s.DB.Now(), s.Fields, who)
	if err != nil {
		return Import{}, err
	}
	return s.change(ctx, who, id, func(_ *db.Tx, i *Import) error {
		if i.State != Draft {
			return wrongState(i.State)
		}
		if err := p.Check(who, w, i.Plan.Sheet, len(i.Facts.Head.Columns)); err != nil {
			return err
		}
		i.Plan = p
		return nil
	})
}

// MayStart reports whether the import can begin, or continue.
func (i Import) MayStart() bool { return i.HasFile() && (i.State == Draft || i.State == Paused) }

// MayCancel reports whether there is something to stop.
func (i Import) MayCancel() bool { return i.State == Running || i.State == Paused }

// MayUndo reports whether there is something to take back.
func (i Import) MayUndo() bool { return i.State == Done || i.State == Cancelled }

// Tags are what the cards of the import are marked with.
func (i Import) Tags() []string { return append([]string{}, i.Plan.Tag.All()...) }

// Start begins an import, or goes on with a paused one. Fields the plan asks for are made first.
func (s *Service) Start(ctx context.Context, who tenant.Actor, id ImportID) (Import, error) {
	if err := access.RequireExtra(who, access.ExtraImport); err != nil {
		return Import{}, err
	}
	return s.change(ctx, who, id, func(tx *db.Tx, i *Import) error {
		if !i.MayStart() {
			if !i.HasFile() {
				return errs.NotFound("the file of this import is not kept any more, upload it again")
			}
			return wrongState(i.State)
		}
		if i.State == Draft {
			if err := s.prepare(ctx, tx, who, i); err != nil {
				return err
			}
		}
		i.State, i.Error = Running, nil
		return s.enqueue(ctx, tx, who, i, runJob)
	})
}

// prepare checks the plan of a draft once more, makes its new fields and names its tag.
func (s *Service) prepare(ctx context.Context, tx *db.Tx, who tenant.Actor, i *Import) error {
	w, err := mapping.Look(ctx, tx, tx.Now(), s.Fields, who)
	if err != nil {
		return err
	}
	if err := i.Plan.Check(who, w, i.Plan.Sheet, len(i.Facts.Head.Columns)); err != nil {
		return err
	}
	for _, kind := range i.Plan.Kinds() {
		if err := access.Any(who, kind, access.Create); err != nil {
			return err
		}
	}
	if err := s.makeFields(ctx, tx, who, i); err != nil {
		return err
	}
	now := tx.Unix()
	i.StartedAt = &now
	i.Plan.Tag.AutoName = ""
	if i.Plan.Tag.Auto {
		i.Plan.Tag.AutoName = mapping.AutoTag(tx.Now().In(w.Env.Location()))
	}
	return nil
}

// makeFields makes the new fields of the plan and ties their columns to them.
func (s *Service) makeFields(ctx context.Context, tx *db.Tx, who tenant.Actor, i *Import) error {
	for n := range i.Plan.Columns {
		c := &i.Plan.Columns[n]
		if c.NewField == nil {
			continue
		}
		f, err := s.Fields.CreateTx(ctx, tx, who, field.Draft{
			Kind: c.NewField.Kind, Type: c.NewField.Type, Name: c.NewField.Name, Options: c.NewField.Options,
		})
		if err != nil {
			return errs.At("columns."+strconv.Itoa(n)+".new_field", err)
		}
		c.Target, c.NewField = mapping.FieldTarget(f.Kind, f.ID), nil
	}
	return nil
}

func (s *Service) enqueue(ctx context.Context, tx *db.Tx, who tenant.Actor, i *Import, kind string) error {
	id, err := job.Enqueue(ctx, tx, job.New{
		AccountID: int64(who.AccountID), Kind: kind, QueueKey: queueKey(who.AccountID),
		Payload: importPayload{i.ID}, CreatedBy: int64(who.UserID),
	})
	i.jobID = &id
	return err
}

// Cancel stops an import after the batch that is being written. What is there stays, with its report, and may be undone.
func (s *Service) Cancel(ctx context.Context, who tenant.Actor, id ImportID) (Import, error) {
	if err := access.RequireExtra(who, access.ExtraImport); err != nil {
		return Import{}, err
	}
	return s.change(ctx, who, id, func(tx *db.Tx, i *Import) error {
		if !i.MayCancel() {
			return wrongState(i.State)
		}
		if i.State == Running {
			err := job.Cancel(ctx, tx, int64(who.AccountID), *i.jobID)
			if err != nil && !errs.Is(err, errs.CodeConflict) && !errs.Is(err, errs.CodeNotFound) {
				return err
			}
		}
		now := tx.Unix()
		i.State, i.FinishedAt, i.Error = Cancelled, &now, nil
		return timeline.Append(ctx, tx, who, crm.Ref{Kind: "import", ID: crm.ID(id)},
			[]timeline.Change{{Kind: "import.finished", After: i.Counts}})
	})
}

// Undo takes an import back: its cards go to the recycle bin, and what it changed of others is put back. Cards and values
// that somebody changed since stay and are reported.
func (s *Service) Undo(ctx context.Context, who tenant.Actor, id ImportID) (Import, error) {
	if err := access.RequireExtra(who, access.ExtraImport); err != nil {
		return Import{}, err
	}
	return s.change(ctx, who, id, func(tx *db.Tx, i *Import) error {
		if !i.MayUndo() {
			return wrongState(i.State)
		}
		total, err := countItems(ctx, tx, who.AccountID, id)
		if err != nil {
			return err
		}
		i.State, i.Error, i.Counts.Undo = Undoing, nil, UndoCounts{Total: total}
		return s.enqueue(ctx, tx, who, i, undoJob)
	})
}
