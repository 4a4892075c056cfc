package v1_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
	"voronka/internal/tenant"
)

// den is an account with a field that one role does not know of and another that it may only see.
type den struct {
	*server
	admin, guest           *caller
	secret, shown, formula int64
	deal                   int64
}

func newDen(t *testing.T, d *db.DB) *den {
	t.Helper()
	s := newServer(t, d)
	who := s.scene.User(t, rightsOf(tenant.ScopeAll, "events", "settings", "import"))
	h := &den{server: s, admin: s.as(s.scene.Admin), guest: s.as(who)}
	var made struct{ ID int64 }
	field := func(body string) int64 {
		h.admin.do("POST", "/fields", body).want(201, &made)
		return made.ID
	}
	h.secret = field(`{"kind":"deal","type":"text","name":"Маржа тайная"}`)
	h.shown = field(`{"kind":"deal","type":"number","name":"Площадь"}`)
	h.formula = field(fmt.Sprintf(`{"kind":"deal","type":"formula","name":"Итог","settings":{"formula":"CONCAT({cf.%d}, \" \", {cf.%d})"}}`, h.secret, h.shown))
	role := roleOf(t, s, who)
	h.admin.do("PUT", fmt.Sprintf("/fields/%d/roles", h.secret), fmt.Sprintf(`{"roles":[{"role_id":%d,"access":"hidden"}]}`, role)).want(204, nil)
	h.admin.do("PUT", fmt.Sprintf("/fields/%d/roles", h.formula), fmt.Sprintf(`{"roles":[{"role_id":%d,"access":"hidden"}]}`, role)).want(204, nil)
	h.admin.do("PUT", fmt.Sprintf("/fields/%d/roles", h.shown), fmt.Sprintf(`{"roles":[{"role_id":%d,"access":"view"}]}`, role)).want(204, nil)
	h.admin.do("POST", "/deals", fmt.Sprintf(`{"name":"Склад","fields":{"%d":["кобальт"],"%d":["12"]}}`, h.secret, h.shown)).want(201, &made)
	h.deal = made.ID
	h.admin.do("PATCH", fmt.Sprintf("/deals/%d", h.deal), fmt.Sprintf(`{"fields":{"%d":["кобальт синий"]}}`, h.secret)).want(200, nil)
	h.scene.Drain(t)
	return h
}

func roleOf(t *testing.T, s *server, who tenant.Actor) int64 {
	t.Helper()
	var role int64
	err := s.deps.DB.QueryRow(t.Context(), `SELECT role_id FROM users WHERE account_id = $1 AND id = $2`, who.AccountID, who.UserID).Scan(&role)
	if err != nil {
		t.Fatal(err)
	}
	return role
}

// A field hidden from a role is as if it did not exist, whichever door its reader tries.
func TestHiddenField(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newDen(t, d)
		cf := fmt.Sprintf("cf.%d", h.secret)
		query := func(word string) string {
			return "/deals?filter=" + url.QueryEscape(`{"field":"query","op":"contains","value":"`+word+`"}`)
		}
		for _, path := range []string{
			fmt.Sprintf("/deals/%d", h.deal), "/deals", "/deals/board", "/fields?kind=deal", "/bootstrap", "/events",
			fmt.Sprintf("/deals/%d/feed", h.deal), "/search?q=" + url.QueryEscape("кобальт"), query("кобальт"),
			fmt.Sprintf("/deals/board/cards?ids=%d", h.deal),
		} {
			for name, c := range map[string]*caller{"admin": h.admin, "guest": h.guest} {
				body := c.do("GET", path, "").want(200, nil).Body
				if name == "admin" && strings.Contains(path, "board") {
					continue // the board shows no fields to anybody
				}
				told := strings.Contains(body, "кобальт") || strings.Contains(body, "Маржа") ||
					strings.Contains(path, "%D0%BA") && strings.Contains(body, "Склад")
				if told != (name == "admin") {
					t.Errorf("GET %s told %s of the field: %v\n%s", path, name, told, body)
				}
			}
		}
		if body := h.guest.do("GET", query("склад"), "").want(200, nil).Body; !strings.Contains(body, "Склад") {
			t.Error("the name is found as ever:", body)
		}
		for _, tt := range []struct {
			method, path, body string
			status             int
		}{
			{"GET", "/deals?sort=" + cf, "", 422},
			{"GET", "/deals?filter=" + url.QueryEscape(`{"field":"`+cf+`","op":"filled"}`), "", 422},
			{"GET", "/deals/count?filter=" + url.QueryEscape(`{"field":"`+cf+`","op":"filled"}`), "", 422},
			{"PATCH", fmt.Sprintf("/deals/%d", h.deal), fmt.Sprintf(`{"fields":{"%d":["медь"]}}`, h.secret), 422},
			{"POST", "/deals", fmt.Sprintf(`{"name":"x","fields":{"%d":["медь"]}}`, h.secret), 422},
			{"PATCH", fmt.Sprintf("/fields/%d", h.secret), `{"name":"моё"}`, 404},
			{"DELETE", fmt.Sprintf("/fields/%d", h.secret), "", 404},
			{"GET", fmt.Sprintf("/fields/%d/dependants", h.secret), "", 404},
			{"PUT", fmt.Sprintf("/fields/%d/roles", h.secret), `{"roles":[]}`, 403},
			{"POST", "/rules", fmt.Sprintf(`{"entity_kind":"deal","moment":"created","action":"set_fields","params":{"fields":{"%d":["x"]}}}`, h.secret), 422},
			{"POST", "/rules", fmt.Sprintf(`{"entity_kind":"deal","moment":"created","action":"add_note","params":{"text":"{{deal.field.%d}}"}}`, h.secret), 422},
			{"POST", "/rules", fmt.Sprintf(`{"entity_kind":"deal","moment":"created","condition":{"field":"%s","op":"filled"},"action":"add_note","params":{"text":"a"}}`, cf), 422},
			{"POST", "/exports", fmt.Sprintf(`{"kind":"deal","format":"csv","columns":["name","%s"]}`, cf), 422},
			{"PATCH", fmt.Sprintf("/deals/%d", h.deal), fmt.Sprintf(`{"fields":{"%d":["13"]}}`, h.shown), 422},
			{"PATCH", fmt.Sprintf("/deals/%d", h.deal), fmt.Sprintf(`{"fields":{"%d":["12"]},"price":500}`, h.shown), 200},
		} {
			h.guest.do(tt.method, tt.path, tt.body).want(tt.status, nil)
		}
		// What the guest changes leaves the hidden values where they are.
		if body := h.admin.do("GET", fmt.Sprintf("/deals/%d", h.deal), "").want(200, nil).Body; !strings.Contains(body, "кобальт синий 12") {
			t.Error("the values are gone:", body)
		}
	})
}

// A rule that uses a hidden field is shown without it, and is not for its reader to change.
func TestHiddenField_rules(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newDen(t, d)
		var rule struct{ ID int64 }
		h.admin.do("POST", "/rules", fmt.Sprintf(`{"name":"Тайна","entity_kind":"deal","moment":"created","action":"set_fields","params":{"fields":{"%d":["x"]}}}`, h.secret)).want(201, &rule)
		if body := h.guest.do("GET", "/rules", "").want(200, nil).Body; strings.Contains(body, fmt.Sprintf(`"%d"`, h.secret)) {
			t.Error(body)
		}
		h.guest.do("PATCH", fmt.Sprintf("/rules/%d", rule.ID), `{"name":"y"}`).want(403, nil)
		h.deps.Fields.OnDependants(h.deps.Rules.Dependants)
		var p struct {
			Reason string
			Data   []struct {
				Kind string
				Name string
			}
		}
		h.admin.do("DELETE", fmt.Sprintf("/fields/%d", h.secret), "").want(409, &p)
		if p.Reason != "dependants" || len(p.Data) != 2 {
			t.Fatalf("%+v", p)
		}
		h.admin.do("DELETE", fmt.Sprintf("/fields/%d?confirmed=true", h.secret), "").want(204, nil)
		if body := h.admin.do("GET", "/rules", "").want(200, nil).Body; !strings.Contains(body, `"is_broken":true`) {
			t.Error("the rule is not marked:", body)
		}
		if body := h.admin.do("GET", "/fields?kind=deal", "").want(200, nil).Body; !strings.Contains(body, `"is_broken":true`) {
			t.Error("the formula is not marked:", body)
		}
		h.admin.do("PATCH", fmt.Sprintf("/deals/%d", h.deal), `{"name":"Склад 2"}`).want(200, nil)
		if body := h.admin.do("GET", fmt.Sprintf("/deals/%d", h.deal), "").want(200, nil).Body; !strings.Contains(body, "кобальт синий 12") {
			t.Error("a broken formula keeps its value:", body)
		}
		h.admin.do("POST", fmt.Sprintf("/fields/%d/restore", h.secret), "").want(200, nil)
	})
}
