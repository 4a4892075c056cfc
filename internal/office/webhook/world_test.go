package webhook_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/kit/job"
	"voronka/internal/kit/secret"
	"voronka/internal/office/webhook"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
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

// cards shows every card as its reference; 404 is one that is gone.
type cards struct{}

func (cards) CardJSON(_ context.Context, _ db.Querier, _ tenant.Actor, ref crm.Ref) (json.RawMessage, error) {
	if ref.ID == 404 {
		return nil, nil
	}
	return json.Marshal(ref)
}

// receiver keeps what it was sent and answers as it is told.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	status int
	text   string
	got    []delivery
}

type delivery struct {
	headers http.Header
	raw     []byte
	body    webhook.Body
}

func receive(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{status: http.StatusOK}
	r.Server = listen(t, func(w http.ResponseWriter, req *http.Request) {
		d := delivery{headers: req.Header.Clone()}
		d.raw, _ = io.ReadAll(req.Body)
		_ = json.Unmarshal(d.raw, &d.body)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.got = append(r.got, d)
		w.WriteHeader(r.status)
		_, _ = io.WriteString(w, r.text)
	})
	return r
}

func (r *receiver) answer(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

func (r *receiver) say(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.text = text
}

func (r *receiver) take() []delivery {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := r.got
	r.got = nil
	return out
}

// world is an account with a service, a reader and a runner.
type world struct {
	t      *testing.T
	db     *db.DB
	clock  *clock
	who    tenant.Actor
	hooks  *webhook.Service
	events *event.Dispatcher
	jobs   *job.Runner
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			c := &clock{now: time.Unix(1_700_000_000, 0)}
			d := dbtest.Open(t, dbtest.Config(t, engine), dbtest.Configure(func(cfg *db.Config) { cfg.Clock = c.Now }))
			fn(t, newWorld(t, d, c, seed.Admin(t, d)))
		})
	}
}

func newWorld(t *testing.T, d *db.DB, c *clock, who tenant.Actor) *world {
	t.Helper()
	box, err := secret.New(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	hooks := webhook.NewService(webhook.Config{DB: d, Box: box, Log: log, Outbound: loopback(), Cards: cards{}})
	w := &world{t: t, db: d, clock: c, who: who, hooks: hooks, events: event.NewDispatcher(d, log), jobs: job.NewRunner(d, log)}
	w.events.Add(hooks.Reader())
	w.jobs.Add(hooks.JobKind())
	return w
}

func (w *world) hook(url string, kinds ...string) (webhook.Webhook, string) {
	w.t.Helper()
	h, key, err := w.hooks.Create(w.t.Context(), w.who, webhook.New{Name: "ours", URL: url, Kinds: kinds, IsOn: true})
	if err != nil {
		w.t.Fatal(err)
	}
	return h, key
}

func (w *world) happen(events ...event.Event) []event.Event {
	w.t.Helper()
	for i := range events {
		events[i].AccountID, events[i].ActorKind, events[i].ActorID = int64(w.who.AccountID), "user", int64(w.who.UserID)
	}
	err := w.db.Write(w.t.Context(), func(tx *db.Tx) error { return event.Append(w.t.Context(), tx, events...) })
	if err != nil {
		w.t.Fatal(err)
	}
	stored, err := event.List(w.t.Context(), w.db, event.Filter{AccountID: int64(w.who.AccountID), Limit: len(events)})
	if err != nil || len(stored) != len(events) {
		w.t.Fatalf("%d of %d events are there, %v", len(stored), len(events), err)
	}
	slices.Reverse(stored) // they came newest first
	return stored
}

func deal(kind string, id int64) event.Event {
	return event.Event{Kind: kind, EntityKind: "deal", EntityID: id, After: json.RawMessage(`{"status_id": 5}`)}
}

// run lets readers and jobs do what is due now.
func (w *world) run() {
	w.t.Helper()
	if err := w.events.Drain(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	if err := w.jobs.Drain(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) log(id webhook.ID) []webhook.Delivery {
	w.t.Helper()
	page, err := w.hooks.Deliveries(w.t.Context(), w.who, webhook.DeliveryFilter{WebhookID: id, Limit: 200})
	if err != nil {
		w.t.Fatal(err)
	}
	return page.Items
}
