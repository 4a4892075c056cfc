package webhook

import (
	"context"
	"strconv"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/kit/job"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// State is how far a delivery has come; see the package's doc.
type State string

// The states of a delivery. One that waits with attempts behind it has failed so far.
const (
	Waiting   State = "waiting"
	Delivered State = "delivered"
	Dead      State = "dead"
	Cancelled State = "cancelled"
)

// kept is how long a finished delivery can be looked at and replayed.
const kept = 30 * 24 * time.Hour

// Sweep removes deliveries that were finished long ago.
func (s *Service) Sweep(ctx context.Context) error {
	_, err := s.db.Expire(ctx, "webhook_deliveries", s.db.Now().Add(-kept).Unix())
	return err
}

// TestKind stands in the place of the event's kind in a ping sent by hand.
const TestKind = "test"

// Delivery is one event on its way to one address.
type Delivery struct {
	ID        DeliveryID
	WebhookID ID
	// EventID is 0 in a test.
	EventID   int64
	EventKind string
	// Ref is what the event is about.
	Ref crm.Ref
	// TriggerID is the rule that sent it, 0 when the address asked for the kind.
	TriggerID int64
	// ReplayOf is the delivery this one repeats.
	ReplayOf *DeliveryID
	State    State
	// Attempt counts the attempts made.
	Attempt int
	// NextAt is when the next attempt is due, nil when there is none.
	NextAt     *int64
	StatusCode int
	// Response is the beginning of the last answer, Errors say what was wrong with it.
	Response   string
	Errors     []lang.Sentence
	DurationMs int64
	CreatedAt  int64
	FinishedAt *int64
}

// DeliveryFilter chooses from the log of a webhook; an empty State is any.
type DeliveryFilter struct {
	WebhookID ID
	State     State
	// After is Next of the page before.
	After string
	// Limit is at most 200; 0 means 50.
	Limit int
}

// DeliveryPage is a part of the log, newest first. Next is empty at the end.
type DeliveryPage struct {
	Items []Delivery
	Next  string
}

const (
	pageSize    = 50
	maxPageSize = 200
)

// Deliveries returns a page of the log of a webhook. What the address answered may be what it was sent: it is told only
// to administrators and to the author.
func (s *Service) Deliveries(ctx context.Context, who tenant.Actor, f DeliveryFilter) (DeliveryPage, error) {
	w, err := s.Find(ctx, who, f.WebhookID)
	if err != nil {
		return DeliveryPage{}, err
	}
	var before int64
	if f.After != "" {
		if before, err = strconv.ParseInt(f.After, 10, 64); err != nil || before <= 0 {
			return DeliveryPage{}, errs.Invalid("after", "is not the next of an earlier page")
		}
	}
	limit := pageSize
	if f.Limit > 0 {
		limit = min(f.Limit, maxPageSize)
	}
	items, err := listDeliveries(ctx, s.db, who.AccountID, f, before, limit+1)
	if err != nil {
		return DeliveryPage{}, err
	}
	if !w.mayRead(who) {
		for i := range items {
			items[i].Response = ""
		}
	}
	page := DeliveryPage{Items: items}
	if len(items) > limit {
		page.Items = items[:limit]
		page.Next = strconv.FormatInt(int64(items[limit-1].ID), 10)
	}
	return page, nil
}

// FindDelivery returns one delivery.
func (s *Service) FindDelivery(ctx context.Context, who tenant.Actor, id DeliveryID) (Delivery, error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return Delivery{}, err
	}
	d, err := findDelivery(ctx, s.db, who.AccountID, id)
	if err != nil || who.Admin {
		return d, err
	}
	w, err := find(ctx, s.db, who.AccountID, d.WebhookID)
	if errs.Is(err, errs.CodeNotFound) || err == nil && !w.mayRead(who) {
		d.Response = ""
		return d, nil
	}
	return d, err
}

// Replay sends a finished delivery again, as a new one with attempts of its own.
func (s *Service) Replay(ctx context.Context, who tenant.Actor, id DeliveryID) (d Delivery, err error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return Delivery{}, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		old, err := findDelivery(ctx, tx, who.AccountID, id)
		if err != nil {
			return err
		}
		if old.State == Waiting {
			return errs.Conflict("delivery %d is still being sent, wait for its end", id)
		}
		root := id
		if old.ReplayOf != nil {
			root = *old.ReplayOf
		}
		d = Delivery{
			WebhookID: old.WebhookID, EventID: old.EventID, EventKind: old.EventKind, Ref: old.Ref,
			TriggerID: old.TriggerID, ReplayOf: &root,
		}
		d, err = s.byHand(ctx, tx, who, d)
		return err
	})
	return d, err
}

// Test sends a ping, once, whatever kinds the webhook asks for.
func (s *Service) Test(ctx context.Context, who tenant.Actor, id ID) (d Delivery, err error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return Delivery{}, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		d, err = s.byHand(ctx, tx, who, Delivery{WebhookID: id, EventKind: TestKind})
		return err
	})
	return d, err
}

// byHand stores a delivery someone waits for: it is tried even while the address rests after failures.
func (s *Service) byHand(ctx context.Context, tx *db.Tx, who tenant.Actor, d Delivery) (Delivery, error) {
	w, err := find(ctx, tx, who.AccountID, d.WebhookID)
	if err != nil {
		return d, err
	}
	if !w.IsOn {
		return d, errs.Conflict("webhook %d is switched off, switch it on first", w.ID)
	}
	now := tx.Unix()
	d.State, d.CreatedAt, d.NextAt = Waiting, now, &now
	ids, err := insertDeliveries(ctx, tx, who.AccountID, []Delivery{d})
	if err != nil {
		return d, err
	}
	d.ID = ids[0].id
	_, err = job.Enqueue(ctx, tx, newJob(who.AccountID, d, payload{DeliveryID: d.ID, ByHand: true}))
	return d, err
}

// SendTx sends an event to a webhook because a rule says so. Sending the same event by the same rule again changes
// nothing.
func (s *Service) SendTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id ID, e event.Event, trigger int64) error {
	w, err := find(ctx, tx, who.AccountID, id)
	if err != nil {
		return err
	}
	if !w.IsOn {
		return errs.Conflict("webhook %d is switched off, switch it on first", id)
	}
	d := toDelivery(id, e, tx.Unix())
	d.TriggerID = trigger
	return enqueue(ctx, tx, who.AccountID, []Delivery{d})
}

// ExistsTx reports whether the account has the webhook.
func (s *Service) ExistsTx(ctx context.Context, q db.Querier, account tenant.AccountID, id ID) (bool, error) {
	_, err := find(ctx, q, account, id)
	if errs.Is(err, errs.CodeNotFound) {
		return false, nil
	}
	return err == nil, err
}

func toDelivery(id ID, e event.Event, now int64) Delivery {
	return Delivery{
		WebhookID: id, EventID: e.ID, EventKind: e.Kind, State: Waiting, CreatedAt: now, NextAt: &now,
		Ref: crm.Ref{Kind: crm.Kind(e.EntityKind), ID: crm.ID(e.EntityID)},
	}
}

// enqueue stores deliveries of one account that are not there yet, each with the job that sends it.
func enqueue(ctx context.Context, tx *db.Tx, account tenant.AccountID, deliveries []Delivery) error {
	added, err := insertDeliveries(ctx, tx, account, deliveries)
	if err != nil {
		return err
	}
	jobs := make([]job.New, len(added))
	for i, a := range added {
		jobs[i] = newJob(account, Delivery{WebhookID: a.webhook}, payload{DeliveryID: a.id})
	}
	return job.EnqueueAll(ctx, tx, jobs)
}

// newJob keeps the order of an address by the key.
func newJob(account tenant.AccountID, d Delivery, p payload) job.New {
	return job.New{
		AccountID: int64(account), Kind: JobName, QueueKey: "webhook:" + strconv.FormatInt(int64(d.WebhookID), 10), Payload: p,
	}
}
