package app_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"voronka/internal/app"
	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// house is a whole program with an account in which one field of deals and the phones of people are hidden from a guest
// who may set everything up, and in which a neighbour who may do so, too, sees only their own cards.
type house struct {
	*seed.Scene
	t             *testing.T
	app           app.Idle
	url           string
	secret, phone crm.FieldID
	choice        crm.FieldID
	option        crm.OptionID
	deal          crm.DealID
	twin          crm.DealID
	person, own   crm.ContactID
	who           map[string]tenant.Actor
	tokens        map[string]string
	ears          map[string]*ear
}

// ear keeps what a webhook was sent.
type ear struct {
	*httptest.Server
	mu   sync.Mutex
	told string
}

func (e *ear) heard() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.told
}

func newHouse(t *testing.T, cfg app.Serve) *house {
	t.Helper()
	cfg.AllowPrivate, cfg.APIRate = true, -1
	a, err := app.BuildIdle(t.Context(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	server := httptest.NewServer(a.Handler())
	t.Cleanup(server.Close)
	s := seed.CRM(t, a.DB)
	h := &house{Scene: s, t: t, app: a, url: server.URL, tokens: map[string]string{}, ears: map[string]*ear{}}
	set, err := s.Fields.All(t.Context(), s.Admin.AccountID, crm.Contact)
	if err != nil {
		t.Fatal(err)
	}
	phone, _ := set.FirstOf("phone")
	h.phone, h.secret = phone.ID, s.Field(t, crm.Deal, "text", "Маржа").ID
	list, err := s.Fields.Create(t.Context(), s.Admin, field.Draft{Kind: crm.Deal, Type: "list", Name: "Сорт", Options: []string{"первый"}})
	if err != nil {
		t.Fatal(err)
	}
	h.choice, h.option = list.ID, list.Options[0].ID
	h.who = map[string]tenant.Actor{
		"admin": s.Admin, "guest": s.User(t, seed.Rights(settingUp(tenant.ScopeAll, h.secret, h.phone, h.choice))), "neighbour": s.User(t, seed.Rights(settingUp(tenant.ScopeOwn))),
	}
	for name, who := range h.who {
		if _, h.tokens[name], err = a.Users.CreateToken(t.Context(), who, "door", 3); err != nil {
			t.Fatal(err)
		}
		e := &ear{}
		e.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			raw, _ := io.ReadAll(r.Body)
			e.mu.Lock()
			defer e.mu.Unlock()
			e.told += string(raw)
		}))
		t.Cleanup(e.Close)
		h.ears[name] = e
		h.ask(name, "POST", "/api/v1/webhooks", fmt.Sprintf(`{"url":%q,"kinds":["*"]}`, e.URL))
	}
	h.furnish()
	return h
}

func settingUp(scope tenant.Scope, hidden ...crm.FieldID) tenant.Rights {
	r := seed.ScopedRights(scope)
	r.Extra = map[string]bool{"settings": true, "events": true, "import": true}
	r.Fields = map[int64]tenant.FieldAccess{}
	for _, id := range hidden {
		r.Fields[int64(id)] = tenant.FieldHidden
	}
	return r
}

// furnish makes cards whose hidden values are «кобальт» and a phone that ends in 1234567.
func (h *house) furnish() {
	h.t.Helper()
	p := h.Contact(h.t, h.Admin, contact.New{New: entity.New{Name: "Иван"}, Phone: "+7 916 123-45-67"})
	h.person = p.ID
	h.Contact(h.t, h.Admin, contact.New{New: entity.New{Name: "Пётр"}, Phone: "+7 916 123-45-67"})
	fields := map[crm.FieldID]any{h.secret: "кобальт", h.choice: int64(h.option)}
	h.deal = h.Deal(h.t, h.Admin, deal.New{New: entity.New{Name: "Склад", Fields: fields}, Contacts: []deal.NewPerson{{ID: p.ID}}}).ID
	h.twin = h.Deal(h.t, h.Admin, deal.New{New: entity.New{Name: "Двойник"}}).ID
	h.own = h.Contact(h.t, h.Admin, contact.New{New: entity.New{Name: "Свой", ResponsibleID: h.who["neighbour"].UserID}}).ID
	if _, err := h.Deals.Link(h.t.Context(), h.Admin, h.deal, h.own, false); err != nil {
		h.t.Fatal(err)
	}
	_, err := h.Deals.Update(h.t.Context(), h.Admin, h.deal, deal.Patch{Patch: entity.Patch{Fields: map[crm.FieldID]any{h.secret: "кобальт синий"}}})
	if err != nil {
		h.t.Fatal(err)
	}
	h.ask("admin", "POST", "/api/v1/views", fmt.Sprintf(`{"kind":"deal","name":"Тайный","is_shared":true,"filter":{"field":"cf.%d","op":"contains","value":"кобальт"}}`, h.secret))
	h.ask("admin", "POST", "/api/v1/views", fmt.Sprintf(`{"kind":"deal","name":"Открытый","is_shared":true,"columns":[{"name":"name"},{"name":"cf.%d"}]}`, h.secret))
	if err := h.app.Drain(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

// ask is the status and body of an answer.
func (h *house) ask(name, method, path, body string) (int, string) {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), method, h.url+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+h.tokens[name])
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer w.Body.Close()
	raw, err := io.ReadAll(w.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	if w.StatusCode >= 500 {
		h.t.Errorf("%s %s: %d %s", method, path, w.StatusCode, raw)
	}
	return w.StatusCode, string(raw)
}

// export is the file of an export.
func (h *house) export(name, body string) string {
	h.t.Helper()
	_, made := h.ask(name, "POST", "/api/v1/exports", body)
	var e struct{ ID int64 }
	if err := json.Unmarshal([]byte(made), &e); err != nil || e.ID == 0 {
		return made
	}
	if err := h.app.Drain(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	_, file := h.ask(name, "GET", fmt.Sprintf("/api/v1/exports/%d/file", e.ID), "")
	return file
}

func filter(field, op string, value any) string {
	raw, _ := json.Marshal(map[string]any{"field": field, "op": op, "value": value})
	return url.QueryEscape(string(raw))
}

// TestDoors tries every door through which a hidden field, or a card out of reach, could be read. What each row looks for
// is told to the administrator; so the door works.
func TestDoors(t *testing.T) {
	t.Parallel()
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			cfg := app.Serve{Config: app.Config{Data: t.TempDir()}}
			if at := dbtest.Config(t, engine); engine == db.Postgres {
				cfg.DB = at.URL
			}
			h := newHouse(t, cfg)
			cf, q := fmt.Sprintf("cf.%d", h.secret), url.QueryEscape
			get := func(path string, args ...any) func(string) string {
				return func(name string) string { _, body := h.ask(name, "GET", fmt.Sprintf(path, args...), ""); return body }
			}
			post := func(path, body string, args ...any) func(string) string {
				return func(name string) string { _, out := h.ask(name, "POST", path, fmt.Sprintf(body, args...)); return out }
			}
			file := func(body string, args ...any) func(string) string {
				return func(name string) string { return h.export(name, fmt.Sprintf(body, args...)) }
			}
			type door struct {
				name string
				open func(name string) string
				// tells is what only those may read who may see everything.
				tells string
				// hidden: from the guest, far: from the neighbour.
				hidden, far bool
			}
			const both = true
			for _, tt := range []door{
				{"v1 card", get("/api/v1/deals/%d", h.deal), "кобальт", both, both},
				{"v1 list", get("/api/v1/deals"), "кобальт", both, both},
				{"v1 card of a person", get("/api/v1/contacts/%d", h.person), "1234567", both, both},
				{"v1 phone on a deal", get("/api/v1/deals/%d", h.deal), "1234567", both, both},
				{"v1 feed", get("/api/v1/deals/%d/feed", h.deal), "кобальт", both, both},
				{"v1 feed with linked cards", get("/api/v1/contacts/%d/feed?linked=true", h.person), "кобальт", both, both},
				{"v1 history of a field", get("/api/v1/deals/%d/history?field=%d", h.deal, h.secret), "кобальт", both, both},
				{"v1 parts of a list", get("/api/v1/lists/groups?kind=deal&by=cf.%d", h.choice), `"count":1`, both, both},
				{"v1 export of events", file(`{"kind":"event","format":"csv"}`), "кобальт", both, both},
				{"v1 feed of a link", get("/api/v1/contacts/%d/feed", h.own), "Склад", false, both},
				{"v1 events", get("/api/v1/events"), "кобальт", both, both},
				{"v1 fields", get("/api/v1/fields?kind=deal"), "Маржа", both, false},
				{"v1 bootstrap", get("/api/v1/bootstrap"), "Маржа", both, false},
				{"v1 filter", get("/api/v1/deals?filter=%s", filter(cf, "contains", "кобальт")), "Склад", both, both},
				{"v1 sort", get("/api/v1/deals?sort=%s", cf), "Склад", both, both},
				{"v1 query", get("/api/v1/deals?filter=%s", filter("query", "contains", "кобальт")), "Склад", both, both},
				{"v1 filter by a linked card", get("/api/v1/deals?filter=%s", filter(fmt.Sprintf("contact.cf.%d", h.phone), "contains", "1234567")), "Склад", both, both},
				{"v1 filter by an event", get("/api/v1/deals?filter=%s", filter("event", "has", map[string]any{"field": "field", "op": "eq", "value": h.secret})), "Склад", both, both},
				{"v1 count", get("/api/v1/deals/count?filter=%s", filter(cf, "filled", nil)), `"count":1`, both, both},
				{"v1 board", get("/api/v1/deals/board/cards?ids=%d", h.deal), "Склад", false, both},
				{"v1 search", get("/api/v1/search?q=%s", q("кобальт")), "Склад", both, both},
				{"v1 search of a phone", get("/api/v1/search?q=1234567"), "Иван", both, both},
				{"v1 duplicates", get("/api/v1/duplicates?kind=contact&phone=%s", q("+79161234567")), "Иван", both, both},
				{"v1 groups of duplicates", get("/api/v1/duplicates/groups?kind=contact&by=phone"), "Иван", both, both},
				{"v1 views", get("/api/v1/views?kind=deal"), "кобальт", both, false},
				{"v1 columns of views", get("/api/v1/views?kind=deal"), fmt.Sprintf(`"name":"%s"`, cf), both, false},
				{"v1 counts of views", get("/api/v1/views/counts?kind=deal"), `"count":1,`, both, both},
				{"v1 merge", post("/api/v1/merges/preview", `{"kind":"deal","into":%d,"from":[%d]}`, h.twin, h.deal), "кобальт", both, both},
				{"v1 choice of a merge", post("/api/v1/merges/preview", `{"kind":"deal","into":%d,"from":[%d],"choose":{"fields.%d":%[2]d}}`, h.twin, h.deal, h.secret), `"sides"`, both, both},
				{"v1 columns of exports", get("/api/v1/exports/columns?kind=deal"), "Маржа", both, false},
				{"v1 export", file(`{"kind":"deal","format":"csv"}`), "кобальт", both, both},
				{"v1 export of people", file(`{"kind":"contact","format":"csv"}`), "1234567", both, both},
				{"v1 filter of an export", file(`{"kind":"deal","format":"csv","columns":["name"],"filter":{"field":"%s","op":"filled"}}`, cf), "Склад", both, both},
				{"v1 change of many", post("/api/v1/bulk", `{"kind":"deal","action":"tags","params":{"add_tags":["a"]},"filter":{"field":"%s","op":"filled"}}`, cf), `"state"`, both, false},
				{"v1 formula", post("/api/v1/fields", `{"kind":"deal","type":"formula","name":"И так","settings":{"formula":"CONCAT({ cf.%d }, \"\")"}}`, h.secret), `"id"`, both, false},
				{"v1 rule", post("/api/v1/rules", `{"entity_kind":"deal","moment":"created","action":"add_note","params":{"text":"{{deal.field.%d}}"}}`, h.secret), `"id"`, both, false},
				{"v4 card", get("/api/v4/leads/%d", h.deal), "кобальт", both, both},
				{"v4 list", get("/api/v4/leads"), "кобальт", both, both},
				{"v4 person", get("/api/v4/contacts/%d", h.person), "1234567", both, both},
				{"v4 fields", get("/api/v4/leads/custom_fields"), "Маржа", both, false},
				{"v4 filter", get("/api/v4/leads?filter[custom_fields_values][%d][]=%s", h.secret, q("кобальт синий")), "Склад", both, both},
				{"v4 query", get("/api/v4/leads?query=%s", q("кобальт")), "Склад", both, both},
				{"v4 query of a phone", get("/api/v4/contacts?query=1234567"), "Иван", both, both},
				{"v4 events", get("/api/v4/events"), "кобальт", both, both},
				{"v4 events of a field", get("/api/v4/events?filter[type]=custom_field_%d_value_changed", h.secret), "value_after", both, both},
				{"webhook", func(name string) string { return h.ears[name].heard() }, "кобальт", both, both},
				{"card in a webhook", func(name string) string { return h.ears[name].heard() }, "Склад", false, both},
				{"phone in a webhook", func(name string) string { return h.ears[name].heard() }, "1234567", both, both},
				{"socket", h.socket, "deal.field_changed", both, both},
				{"socket of a card", h.socket, "deal.created", false, both},
			} {
				for name, may := range map[string]bool{"admin": true, "guest": !tt.hidden, "neighbour": !tt.far} {
					if body := tt.open(name); strings.Contains(body, tt.tells) != may {
						t.Errorf("%s told the %s %q: %v, want %v\n%.600s", tt.name, name, tt.tells, !may, may, body)
					}
				}
			}
		})
	}
}

// socket is what a socket is told of everything that happened.
func (h *house) socket(name string) string {
	h.t.Helper()
	events, err := event.List(h.t.Context(), h.app.DB, event.Filter{AccountID: int64(h.Admin.AccountID), OldestFirst: true, Limit: event.MaxList})
	if err != nil {
		h.t.Fatal(err)
	}
	heard, err := app.Hears(h.t.Context(), h.app.DB, h.who[name], events)
	out := ""
	for _, e := range heard {
		out += e.Kind + " "
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}
