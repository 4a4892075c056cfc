package v4_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

func TestAuthentication(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.One(t), -1)
	revoked := s.tokenOf(t, s.Admin)
	tokens, err := s.users.Tokens(t.Context(), s.Admin)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.users.RevokeToken(t.Context(), s.Admin, tokens[0].ID); err != nil {
		t.Fatal(err)
	}
	colleague := s.User(t)
	for name, c := range map[string]struct {
		headers []string
		status  int
		detail  string
	}{
		"no token":            {[]string{"Authorization", ""}, 401, "Invalid user name or password"},
		"not a bearer":        {[]string{"Authorization", "Basic abc"}, 401, "Invalid user name or password"},
		"garbage":             {[]string{"Authorization", "Bearer garbage"}, 401, "Invalid user name or password"},
		"forged":              {[]string{"Authorization", "Bearer " + s.token + "x"}, 401, "Invalid user name or password"},
		"revoked":             {[]string{"Authorization", "Bearer " + revoked}, 401, "Invalid user name or password"},
		"lower case":          {[]string{"Authorization", "bearer " + s.token}, 200, ""},
		"own account":         {[]string{"X-Account", "Romashka"}, 200, ""},
		"own account by id":   {[]string{"X-Account", fmt.Sprint(s.Admin.AccountID)}, 200, ""},
		"another account":     {[]string{"X-Account", "vektor"}, 401, "The token belongs to another account"},
		"for a colleague":     {[]string{"X-Context-User-ID", fmt.Sprint(colleague.UserID)}, 200, ""},
		"for oneself":         {[]string{"X-Context-User-ID", fmt.Sprint(s.Admin.UserID)}, 200, ""},
		"for a stranger":      {[]string{"X-Context-User-ID", "999"}, 403, ""},
		"for nobody":          {[]string{"X-Context-User-ID", "abc"}, 403, ""},
		"colleague for admin": {[]string{"Authorization", "Bearer " + s.tokenOf(t, colleague), "X-Context-User-ID", fmt.Sprint(s.Admin.UserID)}, 403, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := s.do(t, "GET", "/api/v4/account", "", c.headers...)
			var p struct {
				Status int
				Detail string
			}
			if err := json.Unmarshal(a.body, &p); err != nil {
				t.Fatalf("%s: %v", a.body, err)
			}
			if a.status != c.status || c.detail != "" && p.Detail != c.detail {
				t.Errorf("got %d %s", a.status, a.body)
			}
			if a.status != 200 && (p.Status != a.status || a.header.Get("Content-Type") != "application/problem+json") {
				t.Errorf("not a problem: %v %s", a.header, a.body)
			}
		})
	}
}

func TestContextUserCreates(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.One(t), -1)
	colleague := s.User(t)
	a := s.do(t, "POST", "/api/v4/leads", `[{"name":"А"}]`, "X-Context-User-ID", fmt.Sprint(colleague.UserID))
	if a.status != 200 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	var lead struct {
		CreatedBy         int64 `json:"created_by"`
		ResponsibleUserID int64 `json:"responsible_user_id"`
	}
	s.get(t, "/api/v4/leads/1", &lead)
	if lead.CreatedBy != int64(colleague.UserID) || lead.ResponsibleUserID != int64(colleague.UserID) {
		t.Errorf("made by %+v, want %d", lead, colleague.UserID)
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.One(t), 3)
	other := s.tokenOf(t, s.Admin)
	limited := 0
	for range 6 {
		a := s.do(t, "GET", "/api/v4/account", "")
		if a.status != http.StatusTooManyRequests {
			continue
		}
		limited++
		var p struct {
			Title      string
			Type       string
			RetryAfter int `json:"retry_after"`
		}
		if err := json.Unmarshal(a.body, &p); err != nil {
			t.Fatal(err)
		}
		if p.Title != "Too Many Requests" || p.Type != "https://httpstatus.es/429" || p.RetryAfter < 1 || a.header.Get("Retry-After") == "" {
			t.Errorf("%v %s", a.header, a.body)
		}
	}
	if limited == 0 {
		t.Error("six requests at once passed a limit of three a second")
	}
	if a := s.do(t, "GET", "/api/v4/account", "", "Authorization", "Bearer "+other); a.status != 200 {
		t.Errorf("another token pays for the first: %d", a.status)
	}
}

func TestForwarded(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.One(t), -1)
	a := s.do(t, "GET", "/api/v4/account", "", "X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "https")
	if strings.Contains(string(a.body), "evil.example") || strings.Contains(string(a.body), "https://") {
		t.Errorf("links follow the headers of anybody: %s", a.body)
	}
}

// filled is an account with one of everything.
type filled struct {
	*server
	lead    deal.Deal
	contact contact.Contact
	company contact.Company
	task    task.Task
	note    timeline.Note
	field   crm.FieldID
	tag     crm.TagID
}

func fill(t *testing.T, s *server) filled {
	t.Helper()
	f := filled{server: s}
	f.company = s.Company(t, s.Admin, "Вектор")
	f.contact = s.Contact(t, s.Admin, contact.New{New: entity.New{Name: "Анна"}})
	f.lead = s.Deal(t, s.Admin, deal.New{
		New: entity.New{Name: "Секретная", Tags: []string{"тайна"}}, CompanyID: f.company.ID, Contacts: []deal.NewPerson{{ID: f.contact.ID}},
	})
	f.field = s.Field(t, crm.Deal, "text", "Тайное поле").ID
	var err error
	if f.task, err = s.Tasks.Create(t.Context(), s.Admin, task.New{Ref: f.lead.Ref, Text: "Тайная задача", DueAt: now.Unix() + 100}); err != nil {
		t.Fatal(err)
	}
	if f.note, err = s.Timeline.AddNote(t.Context(), s.Admin, f.lead.Ref, timeline.NewNote{Text: "Тайна"}); err != nil {
		t.Fatal(err)
	}
	f.tag = f.lead.Tags[0].ID
	return f
}

// TestAnotherAccount tries every route with the ids of one account and the token of another: nothing is seen and
// nothing changes.
func TestAnotherAccount(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := fill(t, start(t, d, -1))
		stranger := *f.server
		other := f.Another(t)
		stranger.token = f.tokenOf(t, other.Admin)
		lead, person, firm := int64(f.lead.ID), int64(f.contact.ID), int64(f.company.ID)
		for path, status := range map[string]int{
			fmt.Sprintf("leads/%d", lead): 204, fmt.Sprintf("contacts/%d", person): 204, fmt.Sprintf("companies/%d", firm): 204,
			"leads": 204, "contacts": 204, "companies": 204, "tasks": 204, "leads/notes": 204, "leads/tags": 204, "leads/custom_fields": 204,
			fmt.Sprintf("leads?filter[id]=%d", lead): 204, fmt.Sprintf("leads/%d/links", lead): 204,
			fmt.Sprintf("contacts/links?filter[entity_id]=%d", person): 204, fmt.Sprintf("companies/%d/links", firm): 204,
			fmt.Sprintf("tasks/%d", f.task.ID): 204, fmt.Sprintf("leads/notes/%d", f.note.ID): 204, fmt.Sprintf("leads/%d/notes", lead): 204,
			fmt.Sprintf("tasks?filter[entity_type]=leads&filter[entity_id]=%d", lead): 204,
			fmt.Sprintf("leads/custom_fields/%d", f.field):                            404,
			fmt.Sprintf("leads/pipelines/%d", f.Pipeline.ID):                          404, fmt.Sprintf("leads/pipelines/%d/statuses", f.Pipeline.ID): 404,
			fmt.Sprintf("users/%d", f.Admin.UserID): 404, "leads/loss_reasons/1": 404, "events": 204,
			fmt.Sprintf("leads?filter[custom_fields_values][%d]=x", f.field): 204,
			fmt.Sprintf("leads/tags?filter[id]=%d", f.tag):                   204,
		} {
			if a := stranger.do(t, "GET", "/api/v4/"+path, ""); a.status != status {
				t.Errorf("GET %s: %d, want %d: %s", path, a.status, status, a.body)
			}
		}
		for _, c := range []struct {
			method, path, body string
			status             int
		}{
			{"PATCH", fmt.Sprintf("leads/%d", lead), `{"name":"x"}`, 404},
			{"PATCH", "leads", fmt.Sprintf(`[{"id":%d,"name":"x"}]`, lead), 400},
			{"PATCH", "contacts", fmt.Sprintf(`[{"id":%d,"name":"x"}]`, person), 400},
			{"PATCH", fmt.Sprintf("companies/%d", firm), `{"name":"x"}`, 404},
			{"POST", "leads", fmt.Sprintf(`[{"name":"x","pipeline_id":%d}]`, f.Pipeline.ID), 400},
			{"POST", "leads", fmt.Sprintf(`[{"name":"x","status_id":%d}]`, f.Pipeline.Statuses[0].ID), 400},
			{"POST", "leads", fmt.Sprintf(`[{"name":"x","responsible_user_id":%d}]`, f.Admin.UserID), 400},
			{"POST", "leads", fmt.Sprintf(`[{"name":"x","_embedded":{"contacts":[{"id":%d}]}}]`, person), 400},
			{"POST", "leads", fmt.Sprintf(`[{"name":"x","_embedded":{"companies":[{"id":%d}]}}]`, firm), 400},
			{"POST", "leads", fmt.Sprintf(`[{"name":"x","_embedded":{"tags":[{"id":%d}]}}]`, f.tag), 400},
			{"POST", "leads", fmt.Sprintf(`[{"name":"x","custom_fields_values":[{"field_id":%d,"values":[{"value":"x"}]}]}]`, f.field), 400},
			{"POST", "contacts", fmt.Sprintf(`[{"name":"x","_embedded":{"companies":[{"id":%d}]}}]`, firm), 400},
			{"POST", fmt.Sprintf("leads/%d/link", lead), fmt.Sprintf(`[{"to_entity_id":%d,"to_entity_type":"contacts"}]`, person), 404},
			{"POST", fmt.Sprintf("leads/%d/unlink", lead), fmt.Sprintf(`[{"to_entity_id":%d,"to_entity_type":"contacts"}]`, person), 404},
			{"POST", "tasks", fmt.Sprintf(`[{"text":"x","complete_till":1800000000,"entity_id":%d,"entity_type":"leads"}]`, lead), 400},
			{"PATCH", fmt.Sprintf("tasks/%d", f.task.ID), `{"text":"x"}`, 404},
			{"POST", fmt.Sprintf("leads/%d/notes", lead), `[{"note_type":"common","params":{"text":"x"}}]`, 404},
			{"PATCH", fmt.Sprintf("leads/notes/%d", f.note.ID), `{"params":{"text":"x"}}`, 404},
			{"POST", fmt.Sprintf("leads/notes/%d/pin", f.note.ID), ``, 404},
			{"PATCH", "leads/tags", fmt.Sprintf(`[{"id":%d,"name":"x"}]`, f.tag), 400},
			{"PATCH", fmt.Sprintf("leads/custom_fields/%d", f.field), `{"name":"x"}`, 404},
			{"DELETE", fmt.Sprintf("leads/custom_fields/%d", f.field), ``, 404},
			{"DELETE", fmt.Sprintf("leads/pipelines/%d", f.Pipeline.ID), ``, 404},
			{"PATCH", fmt.Sprintf("leads/pipelines/%d", f.Pipeline.ID), `{"name":"x"}`, 404},
			{"POST", fmt.Sprintf("leads/pipelines/%d/statuses", f.Pipeline.ID), `[{"name":"x"}]`, 404},
			{"PATCH", "leads/loss_reasons/1", `{"name":"x"}`, 404},
			{"POST", "users/deactivate", fmt.Sprintf(`[{"id":%d}]`, f.Admin.UserID), 400},
		} {
			if a := stranger.do(t, c.method, "/api/v4/"+c.path, c.body); a.status != c.status {
				t.Errorf("%s %s %s: %d, want %d: %s", c.method, c.path, c.body, a.status, c.status, a.body)
			}
		}
		var after struct{ Name string }
		f.get(t, fmt.Sprintf("/api/v4/leads/%d", lead), &after)
		if after.Name != "Секретная" {
			t.Errorf("the stranger changed the lead: %+v", after)
		}
		if a := stranger.do(t, "GET", "/api/v4/leads", ""); a.status != 204 {
			t.Errorf("something was stored: %s", a.body)
		}
	})
}

// TestOwnDealsOnly: a user with the scope "own" finds only what is theirs, whatever they ask.
func TestOwnDealsOnly(t *testing.T) {
	t.Parallel()
	f := fill(t, start(t, dbtest.One(t), -1))
	clerk := f.User(t, seed.Scoped(tenant.ScopeOwn))
	mine := f.Deal(t, clerk, deal.New{New: entity.New{Name: "Моя"}})
	clerks := *f.server
	clerks.token = f.tokenOf(t, clerk)
	var page struct {
		Embedded struct{ Leads []struct{ ID int64 } } `json:"_embedded"`
	}
	clerks.get(t, "/api/v4/leads?with=contacts", &page)
	if len(page.Embedded.Leads) != 1 || page.Embedded.Leads[0].ID != int64(mine.ID) {
		t.Errorf("the clerk sees %+v", page)
	}
	for path, status := range map[string]int{
		fmt.Sprintf("leads/%d", f.lead.ID): 204, fmt.Sprintf("leads/%d/notes", f.lead.ID): 204, "leads/notes": 204,
		fmt.Sprintf("leads/%d/links", f.lead.ID): 204, "tasks": 204, "contacts": 204, "events": 403, "users": 403, "roles": 403,
	} {
		if a := clerks.do(t, "GET", "/api/v4/"+path, ""); a.status != status {
			t.Errorf("GET %s: %d, want %d: %s", path, a.status, status, a.body)
		}
	}
	for _, c := range []struct {
		method, path, body string
		status             int
	}{
		{"PATCH", fmt.Sprintf("leads/%d", f.lead.ID), `{"name":"x"}`, 404},
		{"POST", "leads/pipelines", `[{"name":"x"}]`, 403},
		{"POST", "leads/custom_fields", `[{"name":"x","type":"text"}]`, 403},
		{"POST", "leads", fmt.Sprintf(`[{"name":"x","responsible_user_id":%d}]`, f.Admin.UserID), 403},
	} {
		if a := clerks.do(t, c.method, "/api/v4/"+c.path, c.body); a.status != c.status {
			t.Errorf("%s %s: %d, want %d: %s", c.method, c.path, a.status, c.status, a.body)
		}
	}
}

// TestEventsOfSeenCards: who may read events reads those of cards they may see.
func TestEventsOfSeenCards(t *testing.T) {
	t.Parallel()
	f := fill(t, start(t, dbtest.One(t), -1))
	rights := seed.ScopedRights(tenant.ScopeOwn)
	rights.Extra = map[string]bool{"events": true}
	clerk := f.User(t, seed.Rights(rights))
	mine := f.Deal(t, clerk, deal.New{New: entity.New{Name: "Моя"}})
	clerks := *f.server
	clerks.token = f.tokenOf(t, clerk)
	var page struct {
		Embedded struct {
			Events []struct {
				ID       string
				EntityID int64 `json:"entity_id"`
			}
		} `json:"_embedded"`
	}
	clerks.get(t, "/api/v4/events", &page)
	if len(page.Embedded.Events) != 1 || page.Embedded.Events[0].EntityID != int64(mine.ID) {
		t.Errorf("the clerk reads %+v", page)
	}
	f.get(t, "/api/v4/events?filter[type]=lead_added", &page)
	for _, e := range page.Embedded.Events {
		want := 200
		if e.EntityID != int64(mine.ID) {
			want = 204
		}
		if a := clerks.do(t, "GET", "/api/v4/events/"+e.ID, ""); a.status != want {
			t.Errorf("event of lead %d: %d, want %d", e.EntityID, a.status, want)
		}
	}
}
