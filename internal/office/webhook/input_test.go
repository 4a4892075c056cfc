package webhook_test

import (
	"strings"
	"testing"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/office/webhook"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

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
