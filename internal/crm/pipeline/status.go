package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// The colours of the closing statuses.
const (
	wonHue  = 5
	lostHue = 1
)

// NewStatus is an open status to be created. Hue 0 chooses a colour.
type NewStatus struct {
	Name        string
	Hue         int
	Description string
	StaleDays   *int
	Probability *int
	// Before is the status it is put before; 0 puts it after the last open one.
	Before crm.StatusID
}

// StatusPatch is a change of a status; nil is "leave it". A StaleDays of 0 means never stale.
type StatusPatch struct {
	Name        *string
	Hue         *int
	Description *string
	StaleDays   *int
	// Probability is in per cent; a negative one takes it away.
	Probability *int
}

func (n NewStatus) status() (Status, error) {
	patch := StatusPatch{Name: &n.Name, Hue: &n.Hue, Description: &n.Description, StaleDays: n.StaleDays, Probability: n.Probability}
	return Status{Kind: Open}.patched(patch)
}

const maxStaleDays = 3650

func (s Status) patched(p StatusPatch) (Status, error) {
	var c errs.Collect
	if p.Name != nil {
		s.Name = cleanName(&c, "name", *p.Name)
	}
	if p.Hue != nil {
		s.Hue = *p.Hue
		if s.Hue < 0 || s.Hue > crm.Hues {
			c.Add("hue", "must be a number from 1 to %d", crm.Hues)
		}
	}
	if p.Description != nil {
		s.Description = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(*p.Description, ""), "\x00", ""))
		if utf8.RuneCountInString(s.Description) > MaxDescription {
			c.Add("description", "is longer than %d characters, shorten it", MaxDescription)
		}
	}
	if p.StaleDays != nil {
		days := *p.StaleDays
		if days < 0 || days > maxStaleDays {
			c.Add("stale_days", "must be a number of days from 1 to %d, or 0 for never", maxStaleDays)
		}
		s.StaleDays = nil
		if days > 0 {
			s.StaleDays = &days
		}
	}
	if p.Probability != nil {
		share := *p.Probability
		if share > 100 {
			c.Add("probability", "must be a number from 0 to 100")
		}
		s.Probability = nil
		if share >= 0 {
			s.Probability = &share
		}
	}
	return s, c.Result()
}

func (s Status) equal(o Status) bool {
	same := func(a, b *int) bool { return a == b || a != nil && b != nil && *a == *b }
	return s.Name == o.Name && s.Hue == o.Hue && s.Description == o.Description &&
		same(s.StaleDays, o.StaleDays) && same(s.Probability, o.Probability)
}

// number gives statuses their positions: open ones in their order, then won, then lost.
func number(list []Status) {
	rank := map[StatusKind]int{Open: 0, Won: 1, Lost: 2}
	slices.SortStableFunc(list, func(a, b Status) int { return rank[a.Kind] - rank[b.Kind] })
	for i := range list {
		list[i].Position = i + 1
	}
}

// CreateStatus adds an open status to a pipeline.
func (s *Service) CreateStatus(ctx context.Context, who tenant.Actor, in crm.PipelineID, n NewStatus) (st Status, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		st, err = s.CreateStatusTx(ctx, tx, who, in, n)
		return err
	})
	return st, err
}

// CreateStatusTx is CreateStatus inside the caller's transaction.
func (s *Service) CreateStatusTx(ctx context.Context, tx *db.Tx, who tenant.Actor, in crm.PipelineID, n NewStatus) (Status, error) {
	_, p, err := s.openPipeline(ctx, tx, who, in)
	if err != nil {
		return Status{}, err
	}
	if len(p.Statuses) >= MaxStatuses {
		return Status{}, errs.Limit("the pipeline has %d statuses already, the most it may have: delete one first", MaxStatuses)
	}
	st, err := n.status()
	if err != nil {
		return Status{}, err
	}
	if st.Hue == 0 {
		st.Hue = len(p.Statuses)%crm.Hues + 1
	}
	st.PipelineID = in
	if err := insertStatus(ctx, tx, who.AccountID, &st); err != nil {
		return Status{}, fmt.Errorf("create status: %w", err)
	}
	order, at := place(p, st, n.Before)
	if at < 0 {
		return Status{}, NoStatus("before", n.Before)
	}
	st.Position = at + 1
	if err := setPositions(ctx, tx, who.AccountID, "statuses", order); err != nil {
		return Status{}, fmt.Errorf("create status: %w", err)
	}
	return st, statusEvent(ctx, tx, who, st.ID, nil, st)
}

// place is the order of a pipeline's statuses with a new one among the open ones, and where it went (-1: nowhere).
func place(p Pipeline, st Status, before crm.StatusID) (order []crm.StatusID, at int) {
	for _, other := range p.Statuses {
		order = append(order, other.ID)
	}
	at = len(p.OpenStatuses())
	if before != 0 {
		at = slices.Index(order, before)
		if at < 0 {
			return nil, -1
		}
		at = min(at, len(p.OpenStatuses()))
	}
	return slices.Insert(order, at, st.ID), at
}

// UpdateStatus changes the name, colour, description or staleness of a status, closing ones too.
func (s *Service) UpdateStatus(ctx context.Context, who tenant.Actor, id crm.StatusID, patch StatusPatch) (st Status, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		set, err := s.open(ctx, tx, who)
		if err != nil {
			return err
		}
		old, ok := set.Status(id)
		if !ok {
			return errs.NotFound("there is no status %d: it may have been deleted, reload the page", id)
		}
		if st, err = old.patched(patch); err != nil || st.equal(old) {
			return err
		}
		if err := updateStatus(ctx, tx, who.AccountID, st); err != nil {
			return fmt.Errorf("update status %d: %w", id, err)
		}
		return statusEvent(ctx, tx, who, id, old, st)
	})
	return st, err
}

// ReorderStatuses puts the open statuses of a pipeline in the order of ids, which must name each of them once. Closing
// ones stay last and need not be named.
func (s *Service) ReorderStatuses(ctx context.Context, who tenant.Actor, in crm.PipelineID, ids []crm.StatusID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, p, err := s.openPipeline(ctx, tx, who, in)
		if err != nil {
			return err
		}
		var open, closing []crm.StatusID
		for _, st := range p.Statuses {
			if st.Closes() {
				closing = append(closing, st.ID)
			} else {
				open = append(open, st.ID)
			}
		}
		ids = slices.DeleteFunc(slices.Clone(ids), func(id crm.StatusID) bool { return slices.Contains(closing, id) })
		if !samePieces(open, ids) {
			return errs.Invalid("ids", "must name every open status of the pipeline once, reload the page and try again")
		}
		if slices.Equal(open, ids) {
			return nil
		}
		if err := setPositions(ctx, tx, who.AccountID, "statuses", append(ids, closing...)); err != nil {
			return fmt.Errorf("reorder statuses of pipeline %d: %w", in, err)
		}
		return pipelineEvent(ctx, tx, who, in, map[string]any{"statuses": open}, map[string]any{"statuses": ids[:len(open)]})
	})
}

// DeleteStatus removes an open status after its deals were moved to another one, in the same transaction. moveTo may
// be 0 when no deal is there.
func (s *Service) DeleteStatus(ctx context.Context, who tenant.Actor, id, moveTo crm.StatusID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		set, err := s.open(ctx, tx, who)
		if err != nil {
			return err
		}
		st, ok := set.Status(id)
		if !ok {
			return errs.NotFound("there is no status %d: it may have been deleted, reload the page", id)
		}
		p, _ := set.Pipeline(st.PipelineID)
		switch {
		case st.Closes():
			return errs.Invalid("", "the closing statuses cannot be deleted, rename them instead")
		case len(p.OpenStatuses()) == 1:
			return errs.Invalid("", "the last open status of a pipeline cannot be deleted, create another one first")
		}
		if err := s.empty(ctx, tx, who, set, []Status{st}, moveTo); err != nil {
			return err
		}
		if err := removeStatus(ctx, tx, who.AccountID, id); err != nil {
			return fmt.Errorf("delete status %d: %w", id, err)
		}
		if err := s.tellGone(ctx, tx, who, p.ID, id, p.after(id)); err != nil {
			return err
		}
		return statusEvent(ctx, tx, who, id, st, nil)
	})
}

// after is the status that follows an open one; there always is one, for the closing ones come last.
func (p Pipeline) after(id crm.StatusID) crm.StatusID {
	i := slices.IndexFunc(p.Statuses, func(st Status) bool { return st.ID == id })
	return p.Statuses[i+1].ID
}

func statusEvent(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.StatusID, before, after any) error {
	if err := touch(ctx, tx, who.AccountID); err != nil {
		return err
	}
	return timeline.Append(ctx, tx, who, crm.Ref{Kind: "status", ID: crm.ID(id)},
		[]timeline.Change{{Kind: "status.changed", Before: before, After: after}})
}
