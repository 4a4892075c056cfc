package notice_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"voronka/internal/company/letter"
	"voronka/internal/company/notice"
	"voronka/internal/company/push"
	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/kit/job"
	"voronka/internal/kit/secret"
	"voronka/internal/kit/web"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/user"
)

// clock is moved by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// morning is a Wednesday, 10:00 in Moscow, where the seeded accounts are.
var morning = time.Date(2026, 3, 4, 7, 0, 0, 0, time.UTC)

// world is an account with everything that tells its people something.
type world struct {
	*seed.Scene
	t       testing.TB
	clock   *clock
	users   *user.Service
	letters *letter.Service
	pushes  *push.Service
	notices *notice.Service
	events  *event.Dispatcher
	jobs    *job.Runner
	anna    tenant.Actor
	boris   tenant.Actor
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	c := map[string]*clock{}
	var mu sync.Mutex
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		mu.Lock()
		own := &clock{now: morning}
		c[string(engine)] = own
		mu.Unlock()
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			d := dbtest.Open(t, dbtest.Config(t, engine), dbtest.Configure(func(cfg *db.Config) { cfg.Clock = own.Now }))
			fn(t, newWorld(t, d, own))
		})
	}
}

func newWorld(t testing.TB, d *db.DB, c *clock) *world {
	t.Helper()
	box, err := secret.New(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	w := &world{Scene: seed.CRM(t, d), t: t, clock: c}
	w.users = user.NewService(d, account.NewService(d, ""), box, user.Address{})
	private := web.OutboundConfig{AllowPrivate: true}
	w.letters = letter.NewService(letter.Config{DB: d, Box: box, Log: log, Outbound: private})
	w.pushes = push.NewService(push.Config{DB: d, Box: box, Outbound: private, Contact: "postmaster@example.test"})
	w.notices = notice.NewService(notice.Config{DB: d, Log: log, Users: w.users, Letters: w.letters, Pushes: w.pushes})
	w.anna, w.boris = w.User(t, seed.Named("Анна")), w.User(t, seed.Named("Борис"))
	w.events = event.NewDispatcher(d, log)
	reader := w.notices.Reader()
	reader.FromNow = false
	w.events.Add(reader)
	w.jobs = job.NewRunner(d, log)
	for _, k := range append(w.notices.JobKinds(), w.letters.JobKind()) {
		w.jobs.Add(k)
	}
	return w
}

func (w *world) read() {
	w.t.Helper()
	w.ok(w.events.Drain(w.t.Context()))
}

// run lets readers, reminders and jobs do what is due now.
func (w *world) run() {
	w.t.Helper()
	w.read()
	w.ok(w.notices.Remind(w.t.Context()))
	w.ok(w.jobs.Drain(w.t.Context()))
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) list(who tenant.Actor) []notice.View {
	w.t.Helper()
	page, err := w.notices.List(w.t.Context(), who, notice.Filter{Tab: notice.All})
	w.ok(err)
	return page.Items
}

// told are the kinds of what somebody was told, the oldest first, with the total when it is not one.
func (w *world) told(who tenant.Actor) []string {
	w.t.Helper()
	var out []string
	for _, v := range slices.Backward(w.list(who)) {
		kind := string(v.Kind)
		if v.Total != 1 {
			kind = fmt.Sprintf("%s*%d", kind, v.Total)
		}
		out = append(out, kind)
	}
	return out
}

func (w *world) want(who tenant.Actor, kinds ...string) {
	w.t.Helper()
	if got := w.told(who); !slices.Equal(got, kinds) {
		w.t.Errorf("told %v, want %v", got, kinds)
	}
}

// forget empties everybody's centre.
func (w *world) forget() {
	w.t.Helper()
	_, err := w.DB.Exec(w.t.Context(), `DELETE FROM notices`)
	w.ok(err)
}

// happen writes events of an actor that no verb here writes.
func (w *world) happen(who tenant.Actor, events ...event.Event) {
	w.t.Helper()
	for i := range events {
		e := &events[i]
		e.AccountID, e.ActorKind, e.ActorID = int64(who.AccountID), string(who.Kind), int64(who.UserID)
		e.CauseKind, e.CauseID = who.Cause.Kind, who.Cause.ID
	}
	w.ok(w.DB.Write(w.t.Context(), func(tx *db.Tx) error { return event.Append(w.t.Context(), tx, events...) }))
}

func raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

func dealRef(id crm.ID) crm.Ref { return crm.Ref{Kind: crm.Deal, ID: id} }

func ptr[T any](v T) *T { return &v }

// choose sets what somebody is told about a kind.
func (w *world) choose(who tenant.Actor, kind notice.Kind, c notice.Channels) {
	w.t.Helper()
	_, err := w.notices.UpdateSettings(w.t.Context(), who, notice.Patch{Choices: []notice.Choice{{Kind: kind, Channels: c}}})
	w.ok(err)
}

func (w *world) session(who tenant.Actor) int64 {
	w.t.Helper()
	in, err := w.users.Begin(context.WithoutCancel(w.t.Context()), who.AccountID, who.UserID, user.Client{IP: "192.0.2.1", UserAgent: "test"})
	w.ok(err)
	return in.SessionID
}
