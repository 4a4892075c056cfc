package webhook_test

import (
	"encoding/json"
	"strings"
	"testing"

	"voronka/internal/crm"
	crmdeal "voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/task"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/office/webhook"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// narrow are the rights of somebody who sets things up and sees only their own cards, without field 77.
func narrow() tenant.Rights {
	r := seed.ScopedRights(tenant.ScopeOwn)
	r.Extra = map[string]bool{"settings": true}
	r.Fields = map[int64]tenant.FieldAccess{77: tenant.FieldHidden}
	return r
}

func responsible(id tenant.UserID) entity.Patch { return entity.Patch{ResponsibleID: &id} }

func freeTask(t *testing.T, s *seed.Scene, who tenant.Actor) task.Task {
	t.Helper()
	made, err := s.Tasks.Create(t.Context(), who, task.New{Text: "Дело", DueAt: 1_700_100_000})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// hookOf is a webhook of everything with an author.
func (w *world) hookOf(who tenant.Actor, url string) webhook.Webhook {
	w.t.Helper()
	h, _, err := w.hooks.Create(w.t.Context(), who, webhook.New{URL: url, Kinds: []string{"*"}, IsOn: true})
	if err != nil {
		w.t.Fatal(err)
	}
	return h
}

// A webhook tells what its author may see at the moment it tells it.
func TestSight(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		s := seed.CRM(t, w.db)
		w.who = s.Admin
		author := s.User(t, seed.Rights(narrow()))
		mine, other := s.Deal(t, author, crmdeal.New{}), s.Deal(t, s.Admin, crmdeal.New{})
		given := s.Deal(t, author, crmdeal.New{})
		own, foreign := freeTask(t, s, author), freeTask(t, s, s.Admin)
		r, all := receive(t), receive(t)
		h := w.hookOf(author, r.URL)
		w.hookOf(s.Admin, all.URL)
		w.run()
		r.take()
		all.take()
		about := func(kind, entity string, id crm.ID, more ...func(*event.Event)) event.Event {
			e := event.Event{Kind: kind, EntityKind: entity, EntityID: int64(id), After: json.RawMessage(`{"name": "кобальт"}`)}
			for _, m := range more {
				m(&e)
			}
			return e
		}
		field := func(id int64) func(*event.Event) {
			return func(e *event.Event) { e.ObjectKind, e.ObjectID = "field", id }
		}
		snapshot := func(e *event.Event) {
			e.After = json.RawMessage(`{"name": "N", "fields": {"77": ["медь"], "78": ["цинк"]}}`)
		}
		if _, err := s.Deals.Update(t.Context(), s.Admin, given.ID, crmdeal.Patch{Patch: responsible(s.Admin.UserID)}); err != nil {
			t.Fatal(err)
		}
		w.run()
		all.take()
		r.take()
		tests := map[string]struct {
			e event.Event
			// want is what the body holds, "" for no delivery; never is what it does not hold.
			want, never string
		}{
			"own card":                 {about("deal.name_changed", "deal", mine.ID), "кобальт", ""},
			"card of another":          {about("deal.name_changed", "deal", other.ID), "", "кобальт"},
			"card given away":          {about("deal.name_changed", "deal", given.ID), "", "кобальт"},
			"card that is no more":     {about("deal.purged", "deal", 1<<40), "", "кобальт"},
			"hidden field":             {about("deal.field_changed", "deal", mine.ID, field(77)), "", "кобальт"},
			"open field":               {about("deal.field_changed", "deal", mine.ID, field(78)), "кобальт", ""},
			"snapshot":                 {about("deal.created", "deal", mine.ID, snapshot), "цинк", "медь"},
			"settings of hidden field": {about("field.changed", "field", 77), "", "кобальт"},
			"settings":                 {about("trigger.changed", "trigger", 5), "trigger.changed", "кобальт"},
			"own task":                 {about("task.task_changed", "task", crm.ID(own.ID)), "кобальт", ""},
			"task of another":          {about("task.task_changed", "task", crm.ID(foreign.ID)), "", "кобальт"},
			"session of another":       {about("session.ended", "session", 9), "", "кобальт"},
		}
		for name, tt := range tests {
			w.happen(tt.e)
			w.run()
			body := ""
			for _, d := range r.take() {
				body += string(d.raw)
			}
			if (body == "") != (tt.want == "") || !strings.Contains(body, tt.want) || tt.never != "" && strings.Contains(body, tt.never) {
				t.Errorf("%s: sent %q", name, body)
			}
			if tt.want == "" {
				d := w.log(h.ID)[0]
				if d.State != webhook.Cancelled || !d.Ref.Zero() || len(d.Errors) != 1 {
					t.Errorf("%s: the log says %+v", name, d)
				}
			}
			if got := all.take(); len(got) != 1 || !strings.Contains(string(got[0].raw), `"name"`) {
				t.Errorf("%s: the administrator's webhook got %d", name, len(got))
			}
		}
	})
}

// Without an author who may see anything a webhook stops and says why; whoever switches it on takes their place.
func TestPausedWithoutAuthor(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		s := seed.CRM(t, w.db)
		w.who = s.Admin
		for name, lose := range map[string]string{
			"the right": `UPDATE roles SET rights = '{"entities": {}}' WHERE account_id = $1 AND id = (SELECT role_id FROM users WHERE account_id = $1 AND id = $2)`,
			"the place": `UPDATE users SET is_active = FALSE WHERE account_id = $1 AND id = $2`,
		} {
			author := s.User(t, seed.Rights(narrow()))
			mine := s.Deal(t, author, crmdeal.New{})
			w.run()
			r := receive(t)
			h := w.hookOf(author, r.URL)
			if _, err := w.db.Exec(t.Context(), lose, s.Admin.AccountID, author.UserID); err != nil {
				t.Fatal(err)
			}
			w.happen(deal("deal.name_changed", int64(mine.ID)), deal("deal.name_changed", int64(mine.ID)))
			w.run()
			now, err := w.hooks.Find(t.Context(), s.Admin, h.ID)
			if err != nil || now.IsOn || len(now.Paused) != 1 || len(r.take()) != 0 {
				t.Fatalf("without %s: %+v, %v", name, now, err)
			}
			for _, d := range w.log(h.ID) {
				if d.State != webhook.Cancelled || len(d.Errors) != 1 {
					t.Errorf("without %s: %+v", name, d)
				}
			}
			on := true
			if now, err = w.hooks.Update(t.Context(), s.Admin, h.ID, webhook.Patch{IsOn: &on}); err != nil || len(now.Paused) != 0 || now.AuthorID != s.Admin.UserID {
				t.Errorf("switched on again: %+v, %v", now, err)
			}
			w.happen(deal("deal.name_changed", int64(mine.ID)))
			w.run()
			if got := r.take(); len(got) == 0 {
				t.Error("after its pause it is silent")
			}
			if err := w.hooks.Delete(t.Context(), s.Admin, h.ID); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// Who turns an administrator's webhook to another address gets what they may see, and nobody else reads answers, which
// may be what was sent.
func TestAuthorFollowsAddress(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		s := seed.CRM(t, w.db)
		w.who = s.Admin
		guest := s.User(t, seed.Rights(narrow()))
		other := s.Deal(t, s.Admin, crmdeal.New{})
		w.run()
		theirs, r := receive(t), receive(t)
		theirs.say("эхо: кобальт")
		h := w.hookOf(s.Admin, theirs.URL)
		name := "n"
		if now, err := w.hooks.Update(t.Context(), guest, h.ID, webhook.Patch{Name: &name}); err != nil || now.AuthorID != s.Admin.UserID {
			t.Errorf("a new name made %+v, %v", now, err)
		}
		w.happen(deal("deal.name_changed", int64(other.ID)))
		w.run()
		for who, told := range map[*tenant.Actor]bool{&s.Admin: true, &guest: false} {
			page, err := w.hooks.Deliveries(t.Context(), *who, webhook.DeliveryFilter{WebhookID: h.ID})
			if err != nil || (page.Items[0].Response != "") != told {
				t.Errorf("the answer: %q, %v", page.Items[0].Response, err)
			}
			d, err := w.hooks.FindDelivery(t.Context(), *who, page.Items[0].ID)
			if err != nil || (d.Response != "") != told {
				t.Errorf("the answer: %q, %v", d.Response, err)
			}
		}
		if now, err := w.hooks.Update(t.Context(), guest, h.ID, webhook.Patch{URL: &r.URL}); err != nil || now.AuthorID != guest.UserID {
			t.Fatalf("a new address made %+v, %v", now, err)
		}
		w.happen(deal("deal.name_changed", int64(other.ID)))
		w.run()
		if got := r.take(); len(got) != 1 || got[0].body.Event.Kind != "webhook.changed" {
			t.Errorf("sent %d past the rights of who gave the address", len(got))
		}
		if _, err := w.hooks.Replay(t.Context(), s.Admin, w.log(h.ID)[0].ID); err != nil {
			t.Fatal(err)
		}
		w.run()
		if got := r.take(); len(got) != 0 {
			t.Error("a replay is judged anew")
		}
		if _, err := w.hooks.Find(t.Context(), seed.Admin(t, w.db), h.ID); !errs.Is(err, errs.CodeNotFound) {
			t.Error(err)
		}
	})
}
