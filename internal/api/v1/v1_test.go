package v1_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"voronka/internal/api/v1"
	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

const setup = `{"language":"ru","company":"Ромашка","currency":"RUB","time_zone":"Europe/Moscow","name":"Анна",
	"email":"anna@example.test","password":"correct horse","pipeline":{"template":"sales","name":"","statuses":[]},"demo":false}`

func TestSetupAndSession(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := emptyServer(t, d)
		c := s.stranger()
		var state v1.SetupState
		c.do("GET", "/setup", nil).want(200, &state)
		c.do("GET", "/me", nil).refused(401)
		if !state.Needed {
			t.Error("an empty installation needs a set-up")
		}
		p := c.do("POST", "/setup", strings.Replace(setup, "anna@example.test", "nonsense", 1)).refused(422, "email")
		if strings.Contains(fmt.Sprint(p), "correct horse") {
			t.Error("a refusal echoes the password")
		}
		var me v1.Me
		a := c.do("POST", "/setup", setup).want(201, &me)
		cookie := a.Header.Get("Set-Cookie")
		if !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") || strings.Contains(cookie, "Secure") {
			t.Error(cookie)
		}
		if me.User.Name != "Анна" || me.Account.Currency != "RUB" || me.Rights.Entities["deal"]["view"] != "all" || !me.Rights.Extra["import"] {
			t.Errorf("%+v", me)
		}
		c.do("POST", "/setup", setup).refused(409)
		c.do("GET", "/setup", nil).want(200, &state)
		if state.Needed {
			t.Error("set up already")
		}
		c.do("DELETE", "/session", nil).want(204, nil)
		c.do("GET", "/me", nil).refused(401)
		c.do("POST", "/session", `{"email":"anna@example.test","password":"wrong"}`).refused(401)
		c.do("POST", "/session", `{"email":"anna@example.test","password":"correct horse"}`).want(200, &me)
		var sessions v1.Items[v1.SessionView]
		c.do("GET", "/me/sessions", nil).want(200, &sessions)
		if len(sessions.Items) != 1 || !sessions.Items[0].IsCurrent {
			t.Errorf("%+v", sessions)
		}
		// The message is in the language of the user, whatever the browser asks for.
		if p := c.do("GET", "/users/1000000", nil).refused(404); p.Message != "такого пользователя нет" {
			t.Error(p.Message)
		}
	})
}

func TestSignIn_choosesAccount(t *testing.T) {
	t.Parallel()
	d := dbtest.One(t)
	s := emptyServer(t, d)
	s.stranger().do("POST", "/setup", setup).want(201, nil)
	second := seed.Account(t, d)
	seed.User(t, d, second.ID, seed.Email("anna@example.test"))
	c := s.stranger()
	p := c.do("POST", "/session", `{"email":"anna@example.test","password":"correct horse"}`).refused(409)
	if choices, ok := p.Data.([]any); p.Reason != "choose_account" || !ok || len(choices) != 2 {
		t.Errorf("%+v", p)
	}
	var me v1.Me
	c.do("POST", "/session", map[string]string{"email": "anna@example.test", "password": "correct horse", "account": second.Subdomain}).want(200, &me)
	if me.Account.ID != second.ID || me.User.IsAdmin {
		t.Errorf("%+v", me)
	}
}

func TestPeople(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newServer(t, d)
		admin := s.as(s.scene.Admin)
		manager := seed.User(t, d, s.scene.Admin.AccountID, seed.Scoped(tenant.ScopeOwn))
		var role v1.RoleView
		admin.do("POST", "/roles", `{"name":"Стажёр","rights":{"entities":{"deal":{"view":"own"}},"extra":{"import":true}}}`).want(201, &role)
		var group v1.GroupView
		admin.do("POST", "/groups", `{"name":"Продажи"}`).want(201, &group)
		admin.do("POST", "/users", `{"name":"Вера","email":"vera@example.test"}`).refused(422, "role_id")
		var invited v1.InvitedUser
		admin.do("POST", "/users", map[string]any{"name": "Вера", "email": "vera@example.test", "role_id": role.ID, "group_id": group.ID}).want(201, &invited)
		word := invited.InvitationURL[strings.LastIndexByte(invited.InvitationURL, '/')+1:]
		c := s.stranger()
		var view v1.InvitationView
		c.do("GET", "/invitations/"+word, nil).want(200, &view)
		if view.Email != "vera@example.test" || view.HasPassword {
			t.Errorf("%+v", view)
		}
		var me v1.Me
		c.do("POST", "/invitations/"+word+"/accept", `{"password":"vera's password"}`).want(200, &me)
		if me.Rights.Entities["deal"]["view"] != "own" || me.Rights.Entities["deal"]["edit"] != "none" || !me.Rights.Extra["import"] || me.Rights.Extra["settings"] {
			t.Errorf("%+v", me.Rights)
		}
		c.do("POST", "/groups", `{"name":"x"}`).refused(403)
		c.do("PATCH", fmt.Sprintf("/users/%d", me.User.ID), `{"is_admin":true}`).refused(403)
		c.do("GET", "/roles", nil).refused(403)
		admin.do("DELETE", fmt.Sprintf("/roles/%d", role.ID), nil).refused(409)
		admin.do("DELETE", fmt.Sprintf("/users/%d", me.User.ID), nil).refused(422, "successor_id")
		admin.do("DELETE", fmt.Sprintf("/users/%d?successor_id=%d", me.User.ID, manager.UserID), nil).want(204, nil)
		c.do("GET", "/me", nil).refused(401)
		admin.do("DELETE", fmt.Sprintf("/users/%d?successor_id=%d", s.scene.Admin.UserID, manager.UserID), nil).refused(409)
	})
}

func TestMe(t *testing.T) {
	t.Parallel()
	s := newServer(t, dbtest.One(t))
	c := s.as(s.scene.Admin)
	var me v1.Me
	c.do("PATCH", "/me", `{"name":"Анна Петрова","language":"en","settings":{"theme":"dark"}}`).want(200, &me)
	if me.User.Name != "Анна Петрова" || me.User.Language != "en" || string(me.User.Settings["theme"]) != `"dark"` {
		t.Errorf("%+v", me)
	}
	c.do("PATCH", "/me", `{"language":"de"}`).refused(422, "language")
	c.do("PATCH", "/me", `{"password":{"old":"a","new":"b"}}`).refused(403) // a token may not
	c.do("POST", "/me/tokens", `{"name":"x","days":1}`).refused(403)
	c.do("DELETE", "/me/tokens/1000000", nil).refused(404)
	var tokens v1.Items[v1.TokenView]
	a := c.do("GET", "/me/tokens", nil).want(200, &tokens)
	if len(tokens.Items) != 1 || strings.Contains(a.Body, c.token) {
		t.Error(a.Body)
	}
	c.do("DELETE", fmt.Sprintf("/me/tokens/%d", tokens.Items[0].ID), nil).want(204, nil)
	p := c.do("GET", "/me", nil).refused(401)
	if !strings.Contains(p.Message, "revoked") {
		t.Error(p.Message)
	}
}

func TestBootstrap(t *testing.T) {
	t.Parallel()
	s := newServer(t, dbtest.One(t))
	seed.Admin(t, s.deps.DB) // another account
	var b map[string]json.RawMessage
	s.as(s.scene.Admin).do("GET", "/bootstrap", nil).want(200, &b)
	var users []v1.UserShort
	if err := json.Unmarshal(b["users"], &users); err != nil || len(users) != 1 || users[0].ID != s.scene.Admin.UserID {
		t.Errorf("%s, %v", b["users"], err)
	}
	for name, part := range b {
		if string(part) == "null" {
			t.Errorf("%s is null", name)
		}
	}
}

func TestBadInput(t *testing.T) {
	t.Parallel()
	s := newServer(t, dbtest.One(t))
	c := s.as(s.scene.Admin)
	for _, tt := range []struct {
		name, method, path string
		body               any
		status             int
		paths              []string
	}{
		{"unknown key", "POST", "/groups", `{"name":"x","colour":1}`, 422, []string{"colour"}},
		{"wrong type", "POST", "/groups", `{"name":5}`, 422, []string{"name"}},
		{"wrong type inside", "POST", "/roles", `{"name":"x","rights":{"entities":5}}`, 422, []string{"rights.entities"}},
		{"not JSON", "POST", "/groups", `name=x`, 422, []string{"body"}},
		{"two bodies", "POST", "/groups", `{"name":"x"}{"name":"y"}`, 422, nil},
		{"half", "POST", "/groups", `{"name":"x`, 422, []string{"body"}},
		{"no body", "POST", "/groups", nil, 422, nil},
		{"a list", "POST", "/groups", `[]`, 422, nil},
		{"null", "POST", "/groups", `null`, 422, []string{"name"}},
		{"zero character", "POST", "/groups", `{"name":"a\u0000b"}`, 422, nil},
		{"not quite a zero character", "POST", "/groups", `{"name":"a\\u0000b"}`, 201, nil},
		{"half a pair", "POST", "/groups", `{"name":"\ud800"}`, 201, nil},
		{"deep", "POST", "/groups", strings.Repeat("[", 200_000), 422, []string{"body"}},
		{"large", "POST", "/groups", `{"name":"` + strings.Repeat("x", 1<<20) + `"}`, 413, nil},
		{"huge id", "GET", "/users/99999999999999999999999", nil, 404, nil},
		{"no id", "GET", "/users/abc", nil, 404, nil},
		{"negative id", "PATCH", "/users/-1", `{}`, 404, nil},
		{"unknown parameter", "GET", "/users?colour=1", nil, 422, []string{"colour"}},
		{"wrong parameter", "GET", "/sign-ins?limit=many", nil, 422, []string{"limit"}},
		{"parameter out of range", "GET", "/sign-ins?limit=501", nil, 422, []string{"limit"}},
		{"zero in the address", "GET", "/users?a=%00", nil, 422, nil},
		{"half a letter in the address", "GET", "/invitations/%ff", nil, 422, nil},
		{"unknown address", "GET", "/nothing", nil, 404, nil},
		{"a nameless account", "PATCH", "/account", `{"name":" "}`, 422, []string{"name"}},
		{"wrong method", "PUT", "/me", `{}`, 405, nil},
		{"wrong method of one thing", "POST", "/deals/1", `{}`, 405, nil},
		{"unheard-of method", "BREW", "/setup", nil, 405, nil},
		{"wrong method of nothing", "PUT", "/nothing", `{}`, 404, nil},
	} {
		a := c.do(tt.method, tt.path, tt.body)
		if tt.status < 300 {
			a.want(tt.status, nil)
			continue
		}
		if a.Status != tt.status {
			t.Errorf("%s: status %d, want %d: %.200s", tt.name, a.Status, tt.status, a.Body)
			continue
		}
		a.refused(tt.status, tt.paths...)
	}
}

func TestMessages_inRussian(t *testing.T) {
	t.Parallel()
	s := newServer(t, dbtest.One(t))
	c := s.stranger()
	c.lang = "ru-RU,ru;q=0.9,en;q=0.8"
	if p := c.do("GET", "/me", nil).refused(401); !strings.Contains(p.Message, "войдите") {
		t.Error(p.Message)
	}
	if p := c.do("POST", "/session", `{"email":1}`).refused(422, "email"); p.Fields[0].Message != "нужно: текст в кавычках" {
		t.Error(p.Fields)
	}
}

func TestForgedTokens(t *testing.T) {
	t.Parallel()
	s := newServer(t, dbtest.One(t))
	for _, token := range []string{"", "x", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", strings.Repeat("a.b.c", 1000)} {
		c := s.stranger()
		c.token = token + " "
		c.do("GET", "/me", nil).refused(401)
	}
}

// TestEveryRoute walks the document: without a session nothing but the open routes answers, with another account's ids
// nothing is found, and rubbish is never an internal error.
func TestEveryRoute(t *testing.T) {
	t.Parallel()
	s := newServer(t, dbtest.One(t))
	admin := s.as(s.scene.Admin)
	public := map[string]bool{
		"get-setup": true, "post-setup": true, "post-session": true, "get-invitations-word": true, "post-invitations-word-accept": true,
		"get-password-reset": true, "post-password-reset": true, "get-password-reset-word": true, "post-password-reset-word": true,
	}
	param := regexp.MustCompile(`\{[a-z_]+\}`)
	checked := 0
	for _, op := range operations(t) {
		path := strings.TrimPrefix(param.ReplaceAllString(op.path, "9000000000000"), "/api/v1")
		if op.status == http.StatusNoContent && strings.HasSuffix(path, "/session") {
			continue // would sign us out; TestSetupAndSession looks at it
		}
		checked++
		// An empty sign-in is refused by 401 too.
		if w := s.stranger().do(op.method, path, "{}"); op.id != "post-session" && public[op.id] == (w.Status == 401) {
			t.Errorf("%s: a stranger gets %d", op.id, w.Status)
		}
		for _, body := range []string{"{}", "[]", "null", `{"name":{"a":1},"id":-1}`, `{"x":"\u0000"}`} {
			if w := admin.do(op.method, path, body); w.Status >= 500 {
				t.Errorf("%s with %s: %d %s", op.id, body, w.Status, w.Body)
			}
		}
		if strings.Contains(op.path, "{id}") {
			if w := admin.do(op.method, path, nil); w.Status < 400 {
				t.Errorf("%s finds an id that is nobody's: %d", op.id, w.Status)
			}
		}
	}
	if checked < 20 {
		t.Errorf("only %d operations were checked", checked)
	}
}

type operation struct {
	id, method, path string
	status           int
}

func operations(t testing.TB) []operation {
	t.Helper()
	raw, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]struct {
			OperationID string                     `json:"operationId"`
			Responses   map[string]json.RawMessage `json:"responses"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	var all []operation
	for path, methods := range doc.Paths {
		for method, op := range methods {
			o := operation{id: op.OperationID, method: strings.ToUpper(method), path: path}
			if _, ok := op.Responses["204"]; ok {
				o.status = http.StatusNoContent
			}
			all = append(all, o)
		}
	}
	return all
}
