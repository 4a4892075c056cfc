package webhook_test

import (
	"net/http"
	"testing"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/office/webhook"
	"voronka/internal/seed"
)

func TestDelivery(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		r := receive(t)
		h, key := w.hook(r.URL, "deal.*", "contact.created")
		w.run() // webhook.changed is not asked for
		seed.Admin(t, w.db)
		sent := w.happen(deal("deal.created", 1), event.Event{Kind: "contact.deleted", EntityKind: "contact", EntityID: 2},
			deal("deal.status_changed", 404), event.Event{Kind: "contact.created", EntityKind: "contact", EntityID: 3,
				ObjectKind: "company", ObjectID: 8, CauseKind: "trigger", CauseID: 4, Depth: 1})
		w.run()
		got := r.take()
		if len(got) != 3 {
			t.Fatalf("%d deliveries, want 3", len(got))
		}
		first, second, third := got[0].body, got[1].body, got[2].body
		if first.Event.ID != sent[0].ID || second.Event.ID != sent[2].ID || third.Event.ID != sent[3].ID {
			t.Error("deliveries out of order")
		}
		if string(first.Entity) != `{"kind":"deal","id":1}` || second.Entity != nil {
			t.Errorf("cards %s, %s", first.Entity, second.Entity)
		}
		if first.Attempt != 1 || first.DeliveredAt != 1_700_000_000 || first.Account.Subdomain == "" || string(first.Event.Before) != "null" {
			t.Errorf("%+v", first)
		}
		if third.Event.Object.Kind != "company" || third.Event.Cause.ID != 4 || third.Event.Actor.ID != int64(w.who.UserID) {
			t.Errorf("%+v", third.Event)
		}
		for _, d := range got {
			if !webhook.Verify(key, d.headers, d.raw, w.clock.Now(), time.Minute) {
				t.Error("a signature does not verify")
			}
			if webhook.Verify("forged", d.headers, d.raw, w.clock.Now(), time.Minute) {
				t.Error("a forged signature verifies")
			}
		}
		log := w.log(h.ID)
		if len(log) != 3 || log[0].EventKind != "contact.created" || log[0].State != webhook.Delivered || log[0].StatusCode != 200 || log[0].FinishedAt == nil {
			t.Errorf("log %+v", log)
		}
		w.run()
		if len(r.take()) != 0 {
			t.Error("delivered twice")
		}
	})
}

func TestRetries(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		r := receive(t)
		r.answer(http.StatusInternalServerError)
		h, _ := w.hook(r.URL, "deal.created")
		w.happen(deal("deal.created", 1))
		began := w.clock.Now()
		for attempt := 1; attempt <= webhook.MaxAttempts; attempt++ {
			w.run()
			got := r.take()
			if len(got) != 1 || got[0].body.Attempt != attempt || got[0].headers.Get(webhook.HeaderDelivery) != "1" {
				t.Fatalf("attempt %d: %d requests", attempt, len(got))
			}
			d := w.log(h.ID)[0]
			if attempt == webhook.MaxAttempts {
				if d.State != webhook.Dead || d.NextAt != nil || d.FinishedAt == nil {
					t.Errorf("after the last attempt: %+v", d)
				}
				break
			}
			if d.State != webhook.Waiting || *d.NextAt != w.clock.Now().Add(webhook.Pause(attempt)).Unix() || len(d.Errors) != 1 {
				t.Fatalf("attempt %d: %+v", attempt, d)
			}
			w.clock.Move(webhook.Pause(attempt) - time.Second)
			w.run()
			if early := r.take(); len(early) != 0 {
				t.Fatalf("attempt %d came a second too early", attempt+1)
			}
			w.clock.Move(time.Second)
		}
		if lasted := w.clock.Now().Sub(began); lasted < 23*time.Hour {
			t.Errorf("gave up after %s", lasted)
		}
		w.clock.Move(48 * time.Hour)
		w.run()
		if len(r.take()) != 0 {
			t.Error("a dead delivery was sent again")
		}
		replayAfterDeath(t, w, r, h)
	})
}

func replayAfterDeath(t *testing.T, w *world, r *receiver, h webhook.Webhook) {
	t.Helper()
	if now, err := w.hooks.Find(t.Context(), w.who, h.ID); err != nil || now.FailingSince == nil {
		t.Errorf("a failing address is not marked: %+v, %v", now, err)
	}
	r.answer(http.StatusNoContent)
	again, err := w.hooks.Replay(t.Context(), w.who, w.log(h.ID)[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.hooks.Replay(t.Context(), w.who, again.ID); !errs.Is(err, errs.CodeConflict) {
		t.Error("replay of one under way:", err)
	}
	w.run()
	got := r.take()
	if len(got) != 1 || got[0].body.Event.Kind != "deal.created" || got[0].body.Attempt != 1 {
		t.Fatalf("replayed %+v", got)
	}
	d, err := w.hooks.FindDelivery(t.Context(), w.who, again.ID)
	if err != nil || d.State != webhook.Delivered || *d.ReplayOf != 1 {
		t.Errorf("%+v, %v", d, err)
	}
	if _, err := w.hooks.Replay(t.Context(), w.who, again.ID); err != nil {
		t.Error("a replay can be replayed:", err)
	}
	if now, _ := w.hooks.Find(t.Context(), w.who, h.ID); now.FailingSince != nil {
		t.Error("a success does not clear the mark")
	}
}

func TestFailingAddressRests(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		bad, good := receive(t), receive(t)
		bad.answer(http.StatusBadGateway)
		badHook, _ := w.hook(bad.URL, "deal.created")
		w.hook(good.URL, "deal.created")
		for id := range int64(40) {
			w.happen(deal("deal.created", id+1))
		}
		w.run()
		if n := len(good.take()); n != 40 {
			t.Errorf("the good address got %d of 40", n)
		}
		if n := len(bad.take()); n != 5 {
			t.Errorf("the failing address was tried %d times, want 5 until it rests", n)
		}
		if _, err := w.hooks.Test(t.Context(), w.who, badHook.ID); err != nil {
			t.Fatal(err)
		}
		w.run()
		if got := bad.take(); len(got) != 1 || !got[0].body.Test {
			t.Errorf("a ping waits while the address rests: %d requests", len(got))
		}
		bad.answer(http.StatusOK)
		w.clock.Move(2 * time.Minute)
		w.run()
		got := bad.take()
		if len(got) != 40 {
			t.Errorf("after its rest it got %d of 40", len(got))
		}
		for _, d := range w.log(badHook.ID) {
			if d.State != webhook.Delivered && d.EventKind != webhook.TestKind {
				t.Errorf("delivery %d is %s", d.ID, d.State)
			}
		}
	})
}

func TestDeadlineWhileResting(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		bad := receive(t)
		bad.answer(http.StatusBadGateway)
		h, _ := w.hook(bad.URL, "deal.created")
		for id := range int64(10) {
			w.happen(deal("deal.created", id+1))
		}
		for range 30 {
			w.run()
			w.clock.Move(time.Hour)
		}
		if n := len(bad.take()); n > 60 {
			t.Errorf("a dead address was called %d times in a day", n)
		}
		for _, d := range w.log(h.ID) {
			if d.State != webhook.Dead || len(d.Errors) == 0 {
				t.Fatalf("delivery %d is %s after 30 hours", d.ID, d.State)
			}
		}
	})
}

func TestSwitches(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		r := receive(t)
		h, key := w.hook(r.URL, "deal.created")
		ping, err := w.hooks.Test(t.Context(), w.who, h.ID)
		if err != nil {
			t.Fatal(err)
		}
		w.run()
		got := r.take()
		if len(got) != 1 || !got[0].body.Test || got[0].body.Event != nil || got[0].headers.Get(webhook.HeaderEvent) != webhook.TestKind {
			t.Fatalf("ping %+v", got)
		}
		if d, _ := w.hooks.FindDelivery(t.Context(), w.who, ping.ID); d.State != webhook.Delivered {
			t.Errorf("ping is %s", d.State)
		}
		r.answer(http.StatusNotFound)
		ping, _ = w.hooks.Test(t.Context(), w.who, h.ID)
		w.run()
		if d, _ := w.hooks.FindDelivery(t.Context(), w.who, ping.ID); d.State != webhook.Dead || d.Attempt != 1 {
			t.Errorf("a ping is tried once, is %+v", d)
		}
		r.take()

		fresh, err := w.hooks.RotateSecret(t.Context(), w.who, h.ID)
		if err != nil || fresh == key {
			t.Fatal("rotation", err)
		}
		r.answer(http.StatusOK)
		w.happen(deal("deal.created", 1))
		w.run()
		if got := r.take(); !webhook.Verify(fresh, got[0].headers, got[0].raw, w.clock.Now(), time.Minute) {
			t.Error("the new secret does not sign")
		}

		r.answer(http.StatusInternalServerError)
		w.happen(deal("deal.created", 2))
		w.run()
		r.take()
		off := false
		if _, err := w.hooks.Update(t.Context(), w.who, h.ID, webhook.Patch{IsOn: &off}); err != nil {
			t.Fatal(err)
		}
		w.happen(deal("deal.created", 3))
		w.clock.Move(time.Hour)
		w.run()
		log := w.log(h.ID)
		if len(r.take()) != 0 || log[0].State != webhook.Cancelled || log[0].Ref.ID != 2 {
			t.Errorf("switched off: %+v", log[0])
		}
		if _, err := w.hooks.Test(t.Context(), w.who, h.ID); !errs.Is(err, errs.CodeConflict) {
			t.Error("a ping to one that is off:", err)
		}
	})
}

func TestDelete(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		r := receive(t)
		r.answer(http.StatusGone)
		h, _ := w.hook(r.URL, "*")
		w.happen(deal("deal.created", 1))
		w.run()
		for _, d := range w.log(h.ID) {
			if d.State != webhook.Dead || d.Attempt != 1 {
				t.Errorf("an address that answered 410 is tried again: %+v", d)
			}
		}
		r.answer(http.StatusServiceUnavailable)
		w.happen(deal("deal.created", 2))
		w.run()
		r.take()
		waiting := w.log(h.ID)[0]
		if err := w.hooks.Delete(t.Context(), w.who, h.ID); err != nil {
			t.Fatal(err)
		}
		if d, err := w.hooks.FindDelivery(t.Context(), w.who, waiting.ID); err != nil || d.State != webhook.Cancelled {
			t.Errorf("%+v, %v", d, err)
		}
		w.happen(deal("deal.created", 3))
		w.clock.Move(time.Hour)
		w.run()
		if len(r.take()) != 0 {
			t.Error("a deleted webhook was called")
		}
		newest, err := db.Column[int64](t.Context(), w.db, `SELECT MAX(id) FROM webhook_deliveries WHERE account_id = $1`, w.who.AccountID)
		if err != nil || newest[0] != int64(waiting.ID) {
			t.Errorf("a deleted webhook got delivery %d, %v", newest, err)
		}
		if _, err := w.hooks.Find(t.Context(), w.who, h.ID); !errs.Is(err, errs.CodeNotFound) {
			t.Error(err)
		}
	})
}

// TestExactlyOnce lets two nodes read and deliver while events are written: every event makes one delivery, those of
// one address arrive in order.
func TestExactlyOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		r := receive(t)
		h, _ := w.hook(r.URL, "deal.created")
		other := newWorld(t, w.db, w.clock, w.who)
		for _, n := range []*world{w, other} {
			if err := n.events.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := n.jobs.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		const many = 100
		for id := range int64(many) {
			w.happen(deal("deal.created", id+1))
		}
		w.run()
		for _, n := range []*world{w, other} {
			n.events.Stop()
			n.jobs.Stop(t.Context())
		}
		w.run()
		got := r.take()
		if len(got) != many || len(w.log(h.ID)) != many {
			t.Fatalf("%d requests, %d deliveries, want %d", len(got), len(w.log(h.ID)), many)
		}
		for i, d := range got {
			if d.body.Event.Entity.ID != int64(i+1) {
				t.Fatalf("delivery %d is of deal %d", i, d.body.Event.Entity.ID)
			}
		}
	})
}
