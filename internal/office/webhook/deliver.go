package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/kit/job"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
)

// JobName is the kind of the jobs that deliver.
const JobName = "webhook.deliver"

// payload names the attempt, so that a job which runs twice makes it once: Attempt is how many were made before.
type payload struct {
	DeliveryID DeliveryID `json:"delivery_id"`
	Attempt    int        `json:"attempt"`
	ByHand     bool       `json:"by_hand,omitempty"`
}

const (
	// concurrency bounds the addresses a node calls at once; a hanging one keeps its place for sendTimeout.
	concurrency = 16
	// restAfter failures in a row an address is left alone for a while, growing from restFirst to restMost, so that
	// dead addresses do not take the places of living ones.
	restAfter = 5
	restFirst = time.Minute
	restMost  = 30 * time.Minute
	// lifetime ends a delivery that could not make its attempts in time because the address rested.
	lifetime = 25 * time.Hour
)

// JobKind sends deliveries. Attempts and pauses are those of the delivery; the job's own only cover failures on our
// side.
func (s *Service) JobKind() job.Kind {
	return job.Kind{Name: JobName, Remote: s.deliver, Concurrency: concurrency, MaxAttempts: 10, Timeout: 3 * sendTimeout}
}

func (s *Service) deliver(ctx context.Context, j job.Job, _ *job.Progress) error {
	var p payload
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return job.Permanent(fmt.Errorf("read payload: %w", err))
	}
	acc := tenant.AccountID(j.AccountID)
	d, err := findDelivery(ctx, s.db, acc, p.DeliveryID)
	if errs.Is(err, errs.CodeNotFound) || err == nil && (d.State != Waiting || d.Attempt != p.Attempt) {
		return nil
	}
	if err != nil {
		return err
	}
	w, err := find(ctx, s.db, acc, d.WebhookID)
	switch {
	case errs.Is(err, errs.CodeNotFound):
		return s.finish(ctx, acc, d, Cancelled, errs.Conflict("the webhook was deleted"))
	case err != nil:
		return err
	case !w.IsOn:
		return s.finish(ctx, acc, d, Cancelled, errs.Conflict("the webhook was switched off"))
	case !p.ByHand && w.RestUntil > s.db.Now().Unix():
		return s.postpone(ctx, acc, d, w)
	}
	who, err := s.author(ctx, acc, w)
	switch {
	case errs.Is(err, errs.CodeForbidden):
		paused, failed := s.pause(ctx, acc, w, err)
		if failed != nil {
			return failed
		}
		if !paused {
			return s.deliver(ctx, j, nil) // it was changed a moment ago: look at it anew
		}
		return s.finish(ctx, acc, d, Cancelled, err)
	case err != nil:
		return err
	}
	return s.attempt(ctx, who, d, w, p)
}

func (s *Service) attempt(ctx context.Context, who tenant.Actor, d Delivery, w Webhook, p payload) error {
	acc := who.AccountID
	env, err := s.envelope(ctx, who, d, w)
	var a answer
	switch {
	case err == nil:
		a = send(ctx, s.client, env, sendTimeout)
	case errs.Is(err, errs.CodeForbidden):
		return s.withhold(ctx, acc, d, err)
	case errs.Is(err, errs.CodeInternal):
		return err
	default:
		a.Err, a.Gone = err, errs.Is(err, errs.CodeNotFound)
	}
	// The job was interrupted by a stop of the server: that says nothing about the address. An answer that did come
	// is recorded all the same.
	if ctx.Err() != nil && a.StatusCode == 0 {
		return ctx.Err()
	}
	return s.record(context.WithoutCancel(ctx), acc, d, a, p)
}

// envelope puts the request together. A coded error is one the log of deliveries shows.
func (s *Service) envelope(ctx context.Context, who tenant.Actor, d Delivery, w Webhook) (envelope, error) {
	key, err := s.open(w)
	if err != nil {
		s.log.ErrorContext(ctx, "the secret of a webhook does not open", "webhook", w.ID, "err", err)
		return envelope{}, errs.Unavailable("the secret of the webhook cannot be read on this server, make a new one")
	}
	body, at, err := s.body(ctx, who, d)
	if err != nil {
		return envelope{}, err
	}
	return envelope{
		url: w.URL, kind: d.EventKind, deliveryID: int64(d.ID), attempt: d.Attempt + 1, at: at, body: body, key: key,
	}, nil
}

func (s *Service) body(ctx context.Context, who tenant.Actor, d Delivery) (raw []byte, at int64, err error) {
	at = s.db.Now().Unix()
	a, err := account.FindTx(ctx, s.db, who.AccountID)
	if err != nil {
		return nil, 0, fmt.Errorf("account of delivery %d: %w", d.ID, err)
	}
	b := Body{
		Account: Account{int64(a.ID), a.Subdomain}, Attempt: d.Attempt + 1, DeliveredAt: at, Test: d.EventKind == TestKind,
	}
	if d.TriggerID != 0 {
		b.Rule = &RuleBody{d.TriggerID}
	}
	if d.EventID != 0 {
		if b.Event, b.Entity, err = s.eventOf(ctx, who, d); err != nil {
			return nil, 0, err
		}
	}
	raw, err = json.Marshal(b)
	return raw, at, err
}

// eventOf is the event and its card as the author may see them now. Forbidden: they may not know of it.
func (s *Service) eventOf(ctx context.Context, who tenant.Actor, d Delivery) (*EventBody, json.RawMessage, error) {
	e, err := event.Find(ctx, s.db, int64(who.AccountID), d.EventID)
	if errors.Is(err, db.ErrNoRows) {
		return nil, nil, errs.NotFound("event %d is no longer kept", d.EventID)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("event of delivery %d: %w", d.ID, err)
	}
	e, ok, err := seen(ctx, s.db, who, e)
	switch {
	case err != nil:
		return nil, nil, fmt.Errorf("rights to delivery %d: %w", d.ID, err)
	case !ok:
		return nil, nil, errs.Forbidden("the author of the webhook may not see what this event is about, nothing was sent")
	}
	ref := crm.Ref{Kind: crm.Kind(e.EntityKind), ID: crm.ID(e.EntityID)}
	if !ref.Kind.HasCard() {
		return eventBody(e), nil, nil
	}
	card, err := s.cards.CardJSON(ctx, s.db, who, ref)
	if err != nil {
		return nil, nil, fmt.Errorf("card of delivery %d: %w", d.ID, err)
	}
	return eventBody(e), card, nil
}

// record stores what came of an attempt, the health of the address, and the job of the next attempt.
func (s *Service) record(ctx context.Context, acc tenant.AccountID, was Delivery, a answer, p payload) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		w, err := lock(ctx, tx, acc, was.WebhookID)
		if err != nil && !errs.Is(err, errs.CodeNotFound) {
			return err
		}
		d, err2 := lockDelivery(ctx, tx, acc, was.ID)
		if err2 != nil || d.State != Waiting || d.Attempt != was.Attempt {
			return err2
		}
		d.after(a, tx.Unix())
		if err := updateDelivery(ctx, tx, acc, d); err != nil {
			return err
		}
		if err == nil {
			w.after(a, tx.Now())
			if err := setHealth(ctx, tx, acc, w); err != nil {
				return err
			}
		}
		return again(ctx, tx, acc, d, p.ByHand)
	})
}

// after is the delivery once an attempt was made.
func (d *Delivery) after(a answer, now int64) {
	d.Attempt++
	d.StatusCode, d.Response, d.DurationMs = a.StatusCode, a.Response, a.Duration.Milliseconds()
	d.Errors, d.NextAt, d.FinishedAt = lang.Sentences(a.Err), nil, nil
	next := now + int64(Pause(d.Attempt)/time.Second)
	late := next-d.CreatedAt > int64(lifetime/time.Second)
	switch {
	case a.Err == nil:
		d.State, d.FinishedAt = Delivered, &now
	case a.Gone, late, d.EventKind == TestKind, d.Attempt >= maxAttempts:
		d.State, d.FinishedAt = Dead, &now
	default:
		d.NextAt = &next
	}
}

// after is the webhook once an attempt was made: failures in a row let it rest.
func (w *Webhook) after(a answer, now time.Time) {
	if a.Err == nil {
		w.failures, w.FailingSince, w.RestUntil = 0, nil, 0
		return
	}
	w.failures++
	if w.FailingSince == nil {
		at := now.Unix()
		w.FailingSince = &at
	}
	if over := w.failures - restAfter; over >= 0 {
		w.RestUntil = now.Add(min(restMost, restFirst<<min(over, 10))).Unix()
	}
}

// postpone waits until the address has rested. It costs no attempt, but the day goes on.
func (s *Service) postpone(ctx context.Context, acc tenant.AccountID, d Delivery, w Webhook) error {
	if s.db.Now().Unix()-d.CreatedAt >= int64(lifetime/time.Second) {
		return s.finish(ctx, acc, d, Dead, errs.Unavailable("the address has been failing for a day"))
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := lockDelivery(ctx, tx, acc, d.ID)
		if err != nil || d.State != Waiting {
			return err
		}
		d.NextAt = &w.RestUntil
		if err := updateDelivery(ctx, tx, acc, d); err != nil {
			return err
		}
		return again(ctx, tx, acc, d, false)
	})
}

// again enqueues the next attempt of a delivery that has one.
func again(ctx context.Context, tx *db.Tx, acc tenant.AccountID, d Delivery, byHand bool) error {
	if d.NextAt == nil {
		return nil
	}
	n := newJob(acc, d, payload{DeliveryID: d.ID, Attempt: d.Attempt, ByHand: byHand})
	n.RunAt = time.Unix(*d.NextAt, 0)
	_, err := job.Enqueue(ctx, tx, n)
	return err
}

func (s *Service) finish(ctx context.Context, acc tenant.AccountID, d Delivery, state State, why error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := lockDelivery(ctx, tx, acc, d.ID)
		if err != nil || d.State != Waiting {
			return err
		}
		return end(ctx, tx, acc, d, state, why)
	})
}

// end writes the end of a locked delivery.
func end(ctx context.Context, tx *db.Tx, acc tenant.AccountID, d Delivery, state State, why error) error {
	now := tx.Unix()
	d.State, d.NextAt, d.FinishedAt = state, nil, &now
	d.Errors = append(d.Errors, lang.Sentences(why)...)
	return updateDelivery(ctx, tx, acc, d)
}
