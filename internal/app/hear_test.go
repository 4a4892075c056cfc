package app_test

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/websocket"

	"voronka/internal/app"
	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// stage is a scene with the people who listen.
type stage struct {
	*seed.Scene
	t                               testing.TB
	own, group, mate, blind, narrow tenant.Actor
}

func newStage(t *testing.T, d *db.DB) *stage {
	t.Helper()
	s := &stage{Scene: seed.CRM(t, d), t: t}
	team := seed.Group(t, d, s.Admin.AccountID, "Отдел")
	s.own = s.User(t, seed.Scoped(tenant.ScopeOwn))
	s.mate = s.User(t, seed.Scoped(tenant.ScopeOwn), seed.InGroup(team))
	s.group = s.User(t, seed.Scoped(tenant.ScopeGroup), seed.InGroup(team))
	s.blind = s.User(t, seed.Scoped(tenant.ScopeNone))
	r := seed.ScopedRights(tenant.ScopeAll)
	r.Statuses = map[int64]map[string]tenant.Scope{int64(s.Pipeline.Statuses[1].ID): {"view": tenant.ScopeNone}}
	s.narrow = s.User(t, seed.Rights(r))
	return s
}

// last are the events after the first n.
func (s *stage) last(n int) []event.Event {
	s.t.Helper()
	all, err := event.List(s.t.Context(), s.DB, event.Filter{AccountID: int64(s.Admin.AccountID), OldestFirst: true, Limit: event.MaxList})
	if err != nil {
		s.t.Fatal(err)
	}
	return all[n:]
}

// during is who hears which kinds of what fn does.
func (s *stage) during(fn func() error) map[string][]string {
	s.t.Helper()
	n := len(s.last(0))
	if err := fn(); err != nil {
		s.t.Fatal(err)
	}
	out := map[string][]string{}
	for name, who := range map[string]tenant.Actor{
		"admin": s.Admin, "own": s.own, "group": s.group, "mate": s.mate, "blind": s.blind, "narrow": s.narrow,
	} {
		events, err := app.Hears(s.t.Context(), s.DB, who, s.last(n))
		if err != nil {
			s.t.Fatal(err)
		}
		for _, e := range events {
			out[name] = append(out[name], e.Kind)
		}
	}
	return out
}

func names(heard map[string][]string) string {
	var out []string
	for name := range heard {
		out = append(out, name)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestWhoHears(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newStage(t, d)
		ctx, st := t.Context(), s.Pipeline.Statuses
		mine := s.Deal(t, s.own, deal.New{})
		others := s.Deal(t, s.Admin, deal.New{})
		free, err := s.Tasks.Create(ctx, s.Admin, task.New{Text: "Отчёт", ResponsibleID: s.own.UserID})
		if err != nil {
			t.Fatal(err)
		}
		move := func(id crm.ID, to crm.StatusID) func() error {
			return func() error { _, err := s.Deals.Move(ctx, s.Admin, id, deal.Move{StatusID: to}); return err }
		}
		give := func(id crm.ID, to tenant.UserID) func() error {
			return func() error {
				_, err := s.Deals.Update(ctx, s.Admin, id, deal.Patch{Patch: entity.Patch{ResponsibleID: &to}})
				return err
			}
		}
		var helper task.Task
		for _, tt := range []struct {
			name string
			do   func() error
			want string
		}{
			{"a deal of own", move(mine.ID, st[2].ID), "admin narrow own"},
			{"a deal of the administrator", move(others.ID, st[2].ID), "admin narrow"},
			{"into a hidden stage", move(others.ID, st[1].ID), "admin narrow"},
			{"inside a hidden stage", func() error {
				_, err := s.Deals.Update(ctx, s.Admin, others.ID, deal.Patch{Price: new(crm.Money(5))})
				return err
			}, "admin"},
			{"out of a hidden stage", move(others.ID, st[2].ID), "admin narrow"},
			{"to a mate of the group", give(mine.ID, s.mate.UserID), "admin group mate narrow own"},
			{"of a mate", move(mine.ID, st[3].ID), "admin group mate narrow"},
			{"given away and hidden at once", func() error {
				_, err := s.Deals.Update(ctx, s.Admin, mine.ID, deal.Patch{
					StatusID: &st[1].ID, Patch: entity.Patch{ResponsibleID: &s.Admin.UserID},
				})
				return err
			}, "admin group mate narrow"},
			{"a task on a card one does not see", func() (err error) {
				helper, err = s.Tasks.Create(ctx, s.Admin, task.New{Text: "Помочь", Ref: others.Ref, ResponsibleID: s.mate.UserID})
				return err
			}, "admin mate narrow"},
			{"it goes to somebody else", func() error {
				_, err := s.Tasks.Update(ctx, s.Admin, helper.ID, task.Patch{ResponsibleID: &s.own.UserID})
				return err
			}, "admin mate narrow own"},
			{"a free task is done by another", func() error {
				_, err := s.Tasks.Complete(ctx, s.Admin, free.ID, "готово")
				return err
			}, "admin narrow own"},
			{"a free task of a mate", func() error {
				_, err := s.Tasks.Create(ctx, s.mate, task.New{Text: "Сам"})
				return err
			}, "admin group mate narrow"},
			{"a note on a card of another", func() error {
				_, err := s.Contacts.Create(ctx, s.group, contact.New{FirstName: "Пётр"})
				return err
			}, "admin group narrow"},
			{"a setting", func() error {
				_, err := s.Pipelines.CreateLossReason(ctx, s.Admin, "Дорого")
				return err
			}, "admin blind group mate narrow own"},
			{"into the bin", func() error { return s.Deals.Delete(ctx, s.Admin, others.ID) }, "admin narrow"},
		} {
			if got := names(s.during(tt.do)); got != tt.want {
				t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
			}
		}
		// Events of another account are nobody's here, whatever ids they carry.
		strangers := s.Another(t)
		s.Deal(t, strangers.Admin, deal.New{})
		events, err := event.List(ctx, d, event.Filter{AccountID: int64(strangers.Admin.AccountID), Limit: event.MaxList})
		if err != nil {
			t.Fatal(err)
		}
		for i := range events { // as if they had slipped in
			events[i].EntityKind, events[i].Kind = "deal", "deal.created"
		}
		heard, err := app.Hears(ctx, d, s.own, events)
		for _, e := range heard {
			if e.EntityID != int64(mine.ID) && e.EntityID != int64(others.ID) {
				t.Errorf("%+v, %v", e, err)
			}
		}
	})
}

// socket is an open socket of a token.
func socket(t *testing.T, url, token string) func() []string {
	t.Helper()
	cfg, err := websocket.NewConfig("ws"+strings.TrimPrefix(url, "http")+"/live/websocket", url)
	if err != nil {
		t.Fatal(err)
	}
	cfg.Header = http.Header{"Authorization": {"Bearer " + token}}
	conn, err := cfg.DialContext(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := websocket.Message.Send(conn, `{"id":1,"connect":{}}`); err != nil {
		t.Fatal(err)
	}
	read := func() []string {
		t.Helper()
		if err := conn.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
			t.Fatal(err)
		}
		var text string
		if err := websocket.Message.Receive(conn, &text); err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
			var r struct {
				Push struct {
					Pub struct {
						Data struct {
							Events []struct {
								Name string
								ID   int64
							}
						}
					}
				}
			}
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			for _, e := range r.Push.Pub.Data.Events {
				out = append(out, e.Name)
			}
		}
		return out
	}
	read() // connected
	return read
}

// Two accounts on one server: each socket is told of its own account alone.
func TestSockets_ofTwoAccounts(t *testing.T) {
	data := t.TempDir()
	tokens := map[string]string{}
	for _, name := range []string{"first", "second"} {
		if code, _, stderr := run("init", "--data", data, "--company", name, "--email", name+"@example.test", "--password", "correct horse", "--subdomain", name); code != 0 {
			t.Fatal(stderr)
		}
		code, out, stderr := run("token", "--data", data, "--email", name+"@example.test", "--subdomain", name)
		if code != 0 {
			t.Fatal(stderr)
		}
		tokens[name] = strings.TrimSpace(out)
	}
	s := start(t, app.Serve{Config: app.Config{Data: data}})
	defer func() { _ = s.stop() }()
	first, second := socket(t, s.url, tokens["first"]), socket(t, s.url, tokens["second"])
	post := func(token, path string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/api/v1"+path, strings.NewReader(`{"name":"Новое"}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/json")
		w, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Body.Close()
		if w.StatusCode != http.StatusCreated {
			t.Fatal(path, w.StatusCode)
		}
	}
	post(tokens["first"], "/groups")
	if got := first(); !slices.Equal(got, []string{"group.changed"}) {
		t.Errorf("the first hears %v", got)
	}
	post(tokens["second"], "/loss-reasons")
	if got := second(); !slices.Equal(got, []string{"loss_reason.changed"}) {
		t.Errorf("the second hears %v", got)
	}
	post(tokens["first"], "/task-types")
	if got := first(); !slices.Equal(got, []string{"task_type.changed"}) {
		t.Errorf("the first hears %v", got)
	}
}
