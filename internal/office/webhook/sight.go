package webhook

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// A webhook has the eyes of its author, as they are when a delivery is made: a program outside must not be a way round
// the rights of whoever set it up.

// author is whose eyes the webhook has. Forbidden says why it can have none.
func (s *Service) author(ctx context.Context, acc tenant.AccountID, w Webhook) (tenant.Actor, error) {
	who, err := user.ActorTx(ctx, s.db, acc, w.AuthorID)
	switch {
	case errs.Is(err, errs.CodeUnauthenticated):
		return who, errs.Forbidden("the author of the webhook has left: whoever switches it on again takes their place")
	case err != nil:
		return who, fmt.Errorf("author of webhook %d: %w", w.ID, err)
	case !who.Has(access.ExtraSettings):
		return who, errs.Forbidden("the author of the webhook may no longer change settings: whoever switches it on again takes their place")
	}
	return who, nil
}

// pause switches a webhook off because of its author. It is false when somebody changed the webhook meanwhile.
func (s *Service) pause(ctx context.Context, acc tenant.AccountID, was Webhook, why error) (paused bool, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		paused = false
		w, err := lock(ctx, tx, acc, was.ID)
		if err != nil || !w.IsOn || w.AuthorID != was.AuthorID {
			return err
		}
		old := w
		w.IsOn, w.Paused, w.UpdatedAt = false, lang.Sentences(why), tx.Unix()
		if err := update(ctx, tx, acc, w); err != nil {
			return err
		}
		paused = true
		return note(ctx, tx, tenant.RobotOf(acc, tenant.Cause{}), w.ID, snapshot(old), snapshot(w))
	})
	return paused, err
}

// seen is the event as the author may know it: of cards and tasks what they may see now, of settings to those who are no
// administrators only that they changed. It is false for what they may not know of at all.
func seen(ctx context.Context, q db.Querier, who tenant.Actor, e event.Event) (event.Event, bool, error) {
	if who.Admin {
		return e, true, nil
	}
	shown := timeline.Shown(who, []event.Event{e})
	if len(shown) == 0 {
		return e, false, nil
	}
	shown, err := timeline.Veil(ctx, q, entity.Cards{}, who, shown)
	if err != nil {
		return e, false, err
	}
	e = shown[0]
	ref := crm.Ref{Kind: crm.Kind(e.EntityKind), ID: crm.ID(e.EntityID)}
	switch {
	case ref.Kind.HasCard():
		ok, err := seesCard(ctx, q, who, ref)
		return e, ok, err
	case ref.Kind == crm.Task:
		ok, err := seesTask(ctx, q, who, crm.TaskID(ref.ID))
		return e, ok, err
	case e.Kind == user.SessionEnded:
		return e, tenant.UserID(e.EntityID) == who.UserID, nil
	}
	e.Before, e.After = nil, nil
	return e, true, nil
}

// seesCard asks for cards in the recycle bin too: that they went there is told.
func seesCard(ctx context.Context, q db.Querier, who tenant.Actor, ref crm.Ref) (bool, error) {
	if access.All(who, ref.Kind, access.View) {
		return true, nil
	}
	owners, err := entity.Cards{}.Owners(ctx, q, who.AccountID, []crm.Ref{ref})
	o, ok := owners[ref]
	return ok && access.Can(who, ref.Kind, access.View, o.Responsible, o.Status), err
}

func seesTask(ctx context.Context, q db.Querier, who tenant.Actor, id crm.TaskID) (bool, error) {
	owners, err := task.Owners(ctx, q, who.AccountID, []crm.TaskID{id})
	o, ok := owners[id]
	return ok && (access.Can(who, crm.Task, access.View, o.Responsible, 0) || o.Author == who.UserID || slices.Contains(o.Participants, who.UserID)), err
}

// withhold ends a delivery of something the author may not see. The log does not name the card: its readers may be no
// nearer to it.
func (s *Service) withhold(ctx context.Context, acc tenant.AccountID, d Delivery, why error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := lockDelivery(ctx, tx, acc, d.ID)
		if err != nil || d.State != Waiting {
			return err
		}
		if err := forgetCard(ctx, tx, acc, d.ID); err != nil {
			return err
		}
		return end(ctx, tx, acc, d, Cancelled, why)
	})
}

// mayRead reports whether the actor may see what an address answered, which may be what it was sent.
func (w Webhook) mayRead(who tenant.Actor) bool {
	return who.Admin || w.AuthorID == who.UserID && w.CreatedBy == who.UserID
}
