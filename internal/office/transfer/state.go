package transfer

import (
	"context"

	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// SetPlan replaces the plan of an import that has not been started. What does not fit is Invalid by its path.
func (s *Service) SetPlan(ctx context.Context, who tenant.Actor, id ImportID, p Plan) (Import, error) {
	if err := access.RequireExtra(who, access.ExtraImport); err != nil {
		return Import{}, err
	}
	w, err := s.world(ctx, s.DB, who)
	if err != nil {
		return Import{}, err
	}
	return s.change(ctx, who, id, func(_ *db.Tx, i *Import) error {
		if i.State != Draft {
			return wrongState(i.State)
		}
		if err := p.check(who, w, *i); err != nil {
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
func (i Import) Tags() []string { return append([]string{}, i.Plan.Tag.all()...) }
