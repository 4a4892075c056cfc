package bulk

import (
	"context"
	"slices"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/tenant"
)

// Start begins a change of many cards. What it asks for is checked before anything is changed; each card is checked when
// it is its turn.
func (s *Service) Start(ctx context.Context, who tenant.Actor, n New) (Bulk, error) {
	if err := s.check(ctx, who, &n); err != nil {
		return Bulk{}, err
	}
	b := Bulk{
		Kind: n.Kind, Action: n.Action, Params: n.Params, RunAutomation: n.RunAutomation, State: Running,
		CreatedBy: who.UserID, selection: n.IDs,
	}
	b.Counts.Total = len(n.IDs)
	if n.Filter != nil {
		b.filter = *n.Filter
		total, err := s.count(ctx, who, n.Kind, b.filter)
		if err != nil {
			return Bulk{}, err
		}
		b.Counts.Total, b.Counts.More = total.Count, total.More
	}
	err := s.DB.Write(ctx, func(tx *db.Tx) (err error) {
		b.CreatedAt = tx.Unix()
		if b.lastID, err = entity.LastID(ctx, tx, who.AccountID, n.Kind); err != nil {
			return err
		}
		if b.ID, err = insertBulk(ctx, tx, who.AccountID, b, n.Filter != nil); err != nil {
			return err
		}
		return s.enqueue(ctx, tx, who, &b, runJob)
	})
	return b, err
}

func (s *Service) check(ctx context.Context, who tenant.Actor, n *New) error {
	if !n.Kind.HasCard() {
		return errs.Invalid("kind", "use deal, contact or company")
	}
	act, ok := actions[n.Action]
	if !ok {
		return errs.Invalid("action", "use one of: %s", strings.Join(Actions(), ", "))
	}
	switch {
	case len(n.IDs) == 0 && n.Filter == nil:
		return errs.Invalid("ids", "name the cards, or give a filter that finds them")
	case len(n.IDs) > 0 && n.Filter != nil:
		return errs.Invalid("filter", "give either ids or a filter, not both")
	case len(n.IDs) > MaxSelection:
		return errs.Invalid("ids", "too many at once, give at most %d or a filter", MaxSelection)
	}
	slices.Sort(n.IDs)
	n.IDs = slices.Compact(n.IDs)
	if err := access.Any(who, n.Kind, act.right); err != nil {
		return err
	}
	if n.Filter != nil {
		scope, err := s.Scope(ctx, who, n.Kind)
		if err == nil {
			err = s.Deals.Lists.Validate(scope, *n.Filter)
		}
		if err != nil {
			return err
		}
	}
	if act.check == nil {
		return nil
	}
	return act.check(ctx, s, who, n)
}

// Scope is the scope of filters of a kind of card for the actor.
func (s *Service) Scope(ctx context.Context, who tenant.Actor, kind crm.Kind) (entity.Scope, error) {
	switch kind {
	case crm.Deal:
		return s.Deals.Scope(ctx, who)
	case crm.Contact:
		return s.Contacts.Scope(ctx, who)
	}
	return s.Companies.Scope(ctx, who)
}

func (s *Service) count(ctx context.Context, who tenant.Actor, kind crm.Kind, filter entity.Node) (entity.Total, error) {
	scope, err := s.Scope(ctx, who, kind)
	if err != nil {
		return entity.Total{}, err
	}
	return s.Deals.Lists.Count(ctx, s.DB, scope, filter, entity.MaxCount)
}

func (s *Service) enqueue(ctx context.Context, tx *db.Tx, who tenant.Actor, b *Bulk, kind string) error {
	id, err := job.Enqueue(ctx, tx, job.New{
		AccountID: int64(who.AccountID), Kind: kind, Payload: payload{b.ID}, CreatedBy: int64(who.UserID),
	})
	if err != nil {
		return err
	}
	b.jobID = &id
	return saveBulk(ctx, tx, who.AccountID, *b)
}

// Find is one bulk, for whoever began it and for administrators.
func (s *Service) Find(ctx context.Context, who tenant.Actor, id ID) (Bulk, error) {
	return findBulk(ctx, s.DB, who, id, "")
}

// List are the bulks of the actor that were begun last, or everybody's for an administrator, before an id (0: from the
// newest).
func (s *Service) List(ctx context.Context, who tenant.Actor, before ID, limit int) (list []Bulk, more bool, err error) {
	list, err = listBulks(ctx, s.DB, who, before, limit+1)
	return list[:min(limit, len(list))], len(list) > limit, err
}

// Items are what became of the cards, after an id (0: from the first); an empty outcome is any.
func (s *Service) Items(ctx context.Context, who tenant.Actor, id ID, outcome Outcome, after crm.ID, limit int) (list []Item, more bool, err error) {
	b, err := findBulk(ctx, s.DB, who, id, "")
	if err != nil {
		return nil, false, err
	}
	list, err = listItems(ctx, s.DB, who.AccountID, b, outcome, after, limit+1)
	if err != nil {
		return nil, false, err
	}
	more, list = len(list) > limit, list[:min(limit, len(list))]
	refs := make([]crm.Ref, len(list))
	for i, it := range list {
		refs[i] = it.Ref
	}
	names, err := s.names(ctx, who, b.Kind, list)
	for i := range list {
		list[i].Name = names[refs[i].ID]
	}
	return list, more, err
}

// names are those of cards the actor may see, in the recycle bin too.
func (s *Service) names(ctx context.Context, who tenant.Actor, kind crm.Kind, list []Item) (map[crm.ID]string, error) {
	ids := make([]crm.ID, len(list))
	for i, it := range list {
		ids[i] = it.Ref.ID
	}
	out := make(map[crm.ID]string, len(ids))
	switch kind {
	case crm.Deal:
		cards, err := s.Deals.Shape.Load(ctx, s.DB, who.AccountID, ids)
		noteNames(out, who, s.Deals.Shape, cards)
		return out, err
	case crm.Contact:
		cards, err := s.Contacts.Shape.Load(ctx, s.DB, who.AccountID, ids)
		noteNames(out, who, s.Contacts.Shape, cards)
		return out, err
	}
	cards, err := s.Companies.Shape.Load(ctx, s.DB, who.AccountID, ids)
	noteNames(out, who, s.Companies.Shape, cards)
	return out, err
}

func noteNames[T deal.Deal | contact.Contact | contact.Company](out map[crm.ID]string, who tenant.Actor, shape entity.Shape[T], cards []T) {
	for i := range cards {
		if shape.Allow(who, &cards[i], access.View) == nil {
			c := shape.Card(&cards[i])
			out[c.ID] = c.Name
		}
	}
}

// Cancel stops a bulk after the batch that is being written. What was changed stays, and may be undone.
func (s *Service) Cancel(ctx context.Context, who tenant.Actor, id ID) (Bulk, error) {
	return s.change(ctx, who, id, func(tx *db.Tx, b *Bulk) error {
		if !b.MayCancel() {
			return errs.Conflict("it is not running any more")
		}
		err := job.Cancel(ctx, tx, int64(who.AccountID), *b.jobID)
		if err != nil && !errs.Is(err, errs.CodeConflict) && !errs.Is(err, errs.CodeNotFound) {
			return err
		}
		now := tx.Unix()
		b.State, b.FinishedAt = Cancelled, &now
		return saveBulk(ctx, tx, who.AccountID, *b)
	})
}

// Undo takes back what a bulk changed. What somebody has changed since stays and is reported.
func (s *Service) Undo(ctx context.Context, who tenant.Actor, id ID) (Bulk, error) {
	return s.change(ctx, who, id, func(tx *db.Tx, b *Bulk) error {
		if !b.MayUndo() {
			return errs.Conflict("there is nothing to take back any more")
		}
		b.State, b.place, b.Error = Undoing, "", nil
		return s.enqueue(ctx, tx, who, b, undoJob)
	})
}

func (s *Service) change(ctx context.Context, who tenant.Actor, id ID, fn func(*db.Tx, *Bulk) error) (b Bulk, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if b, err = findBulk(ctx, tx, who, id, db.ForUpdate(tx.Engine())); err != nil {
			return err
		}
		return fn(tx, &b)
	})
	return b, err
}
