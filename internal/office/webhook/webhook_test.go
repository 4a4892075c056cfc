package webhook_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/kit/job"
	"voronka/internal/office/webhook"
	"voronka/internal/seed"
	"voronka/internal/tenant"
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

func TestSecretIsSealed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		_, key := w.hook("http://127.0.0.1/hook?token=hidden", "*")
		stored, err := db.Column[string](t.Context(), w.db, `SELECT secret FROM webhooks WHERE account_id = $1`, w.who.AccountID)
		if err != nil || len(stored) != 1 || strings.Contains(stored[0], key) || len(key) < 32 {
			t.Errorf("stored %q, %v", stored, err)
		}
		after, err := db.Column[string](t.Context(), w.db, `SELECT after FROM events WHERE account_id = $1 AND kind = 'webhook.changed'`, w.who.AccountID)
		if err != nil || len(after) != 1 || strings.Contains(after[0], key) || strings.Contains(after[0], "hidden") {
			t.Errorf("event %q, %v", after, err)
		}
	})
}

func TestRightsAndInput(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		h, _ := w.hook("http://127.0.0.1/", "deal.*")
		ctx := t.Context()
		verbs := func(who tenant.Actor, id webhook.ID, d webhook.DeliveryID) map[string]error {
			out := map[string]error{}
			_, out["find"] = w.hooks.Find(ctx, who, id)
			_, out["update"] = w.hooks.Update(ctx, who, id, webhook.Patch{})
			_, out["rotate"] = w.hooks.RotateSecret(ctx, who, id)
			_, out["test"] = w.hooks.Test(ctx, who, id)
			_, out["deliveries"] = w.hooks.Deliveries(ctx, who, webhook.DeliveryFilter{WebhookID: id})
			_, out["delivery"] = w.hooks.FindDelivery(ctx, who, d)
			_, out["replay"] = w.hooks.Replay(ctx, who, d)
			out["delete"] = w.hooks.Delete(ctx, who, id)
			return out
		}
		ping, err := w.hooks.Test(ctx, w.who, h.ID)
		if err != nil {
			t.Fatal(err)
		}
		manager := seed.User(t, w.db, w.who.AccountID)
		for verb, err := range verbs(manager, h.ID, ping.ID) {
			if !errs.Is(err, errs.CodeForbidden) {
				t.Errorf("%s without the right: %v", verb, err)
			}
		}
		for verb, err := range verbs(seed.Admin(t, w.db), h.ID, ping.ID) {
			if !errs.Is(err, errs.CodeNotFound) {
				t.Errorf("%s of another account: %v", verb, err)
			}
		}
		for verb, err := range verbs(w.who, 1<<62, 1<<62) {
			if !errs.Is(err, errs.CodeNotFound) {
				t.Errorf("%s of a huge id: %v", verb, err)
			}
		}
		if _, err := w.hooks.List(ctx, manager); !errs.Is(err, errs.CodeForbidden) {
			t.Error(err)
		}
		if list, err := w.hooks.List(ctx, seed.Admin(t, w.db)); err != nil || len(list) != 0 {
			t.Error("another account sees", list, err)
		}
		checkInput(t, w)
	})
}

func checkInput(t *testing.T, w *world) {
	t.Helper()
	good := "http://127.0.0.1/"
	tests := map[string]struct {
		n    webhook.New
		path string
	}{
		"no address":         {webhook.New{}, "url"},
		"another scheme":     {webhook.New{URL: "ftp://example.com"}, "url"},
		"private address":    {webhook.New{URL: "http://10.0.0.1/"}, "url"},
		"password inside":    {webhook.New{URL: "http://user:pass@127.0.0.1/"}, "url"},
		"endless address":    {webhook.New{URL: good + strings.Repeat("a", 3000)}, "url"},
		"endless name":       {webhook.New{URL: good, Name: strings.Repeat("я", 101)}, "name"},
		"hostile name":       {webhook.New{URL: good, Name: "a\x00b"}, "name"},
		"unknown kind":       {webhook.New{URL: good, Kinds: []string{"deal.*", "deal.exploded"}}, "kinds.1"},
		"pattern of nothing": {webhook.New{URL: good, Kinds: []string{"order.*"}}, "kinds.0"},
		"too many kinds":     {webhook.New{URL: good, Kinds: make([]string, 51)}, "kinds"},
	}
	for name, tt := range tests {
		_, _, err := w.hooks.Create(t.Context(), w.who, tt.n)
		e := errs.As(err)
		if e == nil || e.Code != errs.CodeInvalid || e.Problems[0].Path != tt.path {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.hooks.Deliveries(t.Context(), w.who, webhook.DeliveryFilter{WebhookID: 1, After: "x"}); !errs.Is(err, errs.CodeInvalid) {
		t.Error("rubbish cursor:", err)
	}
	for range 99 {
		w.hook(good)
	}
	if _, _, err := w.hooks.Create(t.Context(), w.who, webhook.New{URL: good}); !errs.Is(err, errs.CodeLimit) {
		t.Error("the hundred and first:", err)
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		r := receive(t)
		h, _ := w.hook(r.URL, "deal.created")
		for id := range int64(7) {
			w.happen(deal("deal.created", id+1))
		}
		w.run()
		var ids []int64
		f := webhook.DeliveryFilter{WebhookID: h.ID, State: webhook.Delivered, Limit: 3}
		for {
			page, err := w.hooks.Deliveries(t.Context(), w.who, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range page.Items {
				ids = append(ids, int64(d.Ref.ID))
			}
			if f.After = page.Next; f.After == "" {
				break
			}
		}
		if len(ids) != 7 || ids[0] != 7 || ids[6] != 1 {
			t.Errorf("pages hold %v", ids)
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

// TestGuards reads the same event again and runs the same attempt again: the receiver is called once.
func TestGuards(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		r := receive(t)
		h, _ := w.hook(r.URL, "deal.created")
		sent := w.happen(deal("deal.created", 1))
		w.run()
		for range 2 {
			err := w.db.Write(t.Context(), func(tx *db.Tx) error {
				if err := w.hooks.Reader().Handle(t.Context(), tx, sent); err != nil {
					return err
				}
				_, err := job.Enqueue(t.Context(), tx, job.New{
					AccountID: int64(w.who.AccountID), Kind: webhook.JobName, Payload: map[string]any{"delivery_id": w.log(h.ID)[0].ID, "attempt": 0},
				})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			w.run()
		}
		if got := r.take(); len(got) != 1 || len(w.log(h.ID)) != 1 {
			t.Errorf("%d requests, %d deliveries", len(got), len(w.log(h.ID)))
		}
	})
}
