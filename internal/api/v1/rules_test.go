package v1_test

import (
	"fmt"
	"strings"
	"testing"

	"voronka/internal/api/v1"
	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
)

func TestRules(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newServer(t, d)
		c, manager := s.as(s.scene.Admin), s.as(seed.User(t, d, s.scene.Admin.AccountID))
		stranger := s.as(seed.Admin(t, d))

		var actions v1.ActionsView
		manager.do("GET", "/rules/actions", nil).want(200, &actions)
		if len(actions.Items) != 8 || actions.Items[0].Kind != "create_task" || len(actions.Items[0].Params) == 0 || len(actions.Moments["company"]) != 2 {
			t.Errorf("%+v", actions)
		}

		status := s.scene.Pipeline.Statuses[1].ID
		good := fmt.Sprintf(`{"name":"Звонок","entity_kind":"deal","moment":"status_entered","status_id":%d,"action":"create_task",
			"condition":{"field":"price","op":"gte","value":100},"params":{"text":"{{deal.name}}","due":{"amount":2,"unit":"days"}}}`, status)
		var rule v1.RuleView
		c.do("POST", "/rules", good).want(201, &rule)
		if !rule.IsOn || rule.Condition == nil || rule.PipelineID == nil || *rule.StatusID != status {
			t.Errorf("%+v", rule)
		}
		one := fmt.Sprintf("/rules/%d", rule.ID)
		for body, paths := range map[string][]string{
			`{"entity_kind":"deal","moment":"created","action":"create_task"}`:                                         {"params.text", "params.due"},
			`{"entity_kind":"deal","moment":"created","action":"x"}`:                                                   {"action"},
			`{"entity_kind":"deal","moment":"created","action":"add_note","params":{"text":"{{deal.x}}"}}`:             {"params.text"},
			`{"entity_kind":"deal","moment":"created","action":"add_note","params":{"text":"x"},"condition":[1]}`:      {"condition"},
			`{"entity_kind":"deal","moment":"status_entered","status_id":0,"action":"add_note","params":{"text":"x"}}`: {"status_id"},
		} {
			c.do("POST", "/rules", body).refused(422, paths...)
		}
		rule = v1.RuleView{}
		c.do("PATCH", one, `{"is_on":false,"condition":{}}`).want(200, &rule)
		if rule.IsOn || rule.Condition != nil || rule.Action != "create_task" {
			t.Errorf("%+v", rule)
		}
		for _, path := range []string{"/rules", one, one + "/runs", "/rule-runs"} {
			manager.do("GET", path, nil).refused(403)
		}
		for _, path := range []string{one, one + "/runs", "/rules/9223372036854775807"} {
			stranger.do("GET", path, nil).refused(404)
		}
		stranger.do("PATCH", one, `{"name":"mine"}`).refused(404)
		stranger.do("DELETE", one, nil).refused(404)
		c.do("GET", "/rule-runs?kind=deal", nil).refused(422, "entity_id")
		c.do("GET", "/rule-runs?state=done&limit=1", nil).want(200, nil)
		c.do("POST", "/rule-runs/1/retry", nil).refused(404)
		c.do("DELETE", one, nil).want(204, nil)
		var list v1.Items[v1.RuleView]
		if c.do("GET", "/rules?kind=deal", nil).want(200, &list); len(list.Items) != 0 {
			t.Errorf("%+v", list)
		}
	})
}

func TestWebhooks(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newServer(t, d)
		c, manager := s.as(s.scene.Admin), s.as(seed.User(t, d, s.scene.Admin.AccountID))
		stranger := s.as(seed.Admin(t, d))
		var made v1.NewWebhookView
		c.do("POST", "/webhooks", `{"name":"ERP","url":"https://example.com/hook","kinds":["deal.*"]}`).want(201, &made)
		if len(made.Secret) < 32 || !made.IsOn {
			t.Errorf("%+v", made)
		}
		one := fmt.Sprintf("/webhooks/%d", made.ID)
		for _, path := range []string{"/webhooks", one} {
			if a := c.do("GET", path, nil).want(200, nil); strings.Contains(a.Body, made.Secret) || strings.Contains(a.Body, "secret") {
				t.Errorf("%s shows the secret: %s", path, a.Body)
			}
		}
		var fresh v1.WebhookSecret
		c.do("POST", one+"/secret", nil).want(200, &fresh)
		if fresh.Secret == made.Secret || fresh.Secret == "" {
			t.Error("the secret did not change")
		}
		for body, path := range map[string]string{
			`{"url":"http://127.0.0.1/"}`:                            "url",
			`{"url":"nonsense"}`:                                     "url",
			`{"url":"https://example.com","kinds":["deal.sneezed"]}`: "kinds.0",
		} {
			c.do("POST", "/webhooks", body).refused(422, path)
		}
		var ping v1.DeliveryView
		c.do("POST", one+"/test", nil).want(202, &ping)
		if ping.State != "waiting" || ping.EventKind != "test" || ping.Entity != nil {
			t.Errorf("%+v", ping)
		}
		delivery := fmt.Sprintf("/webhook-deliveries/%d", ping.ID)
		c.do("POST", delivery+"/replay", nil).refused(409)
		var log v1.Page[v1.DeliveryView]
		c.do("GET", one+"/deliveries?state=waiting&limit=5", nil).want(200, &log)
		if len(log.Items) != 1 || log.Items[0].ID != ping.ID || log.Next != "" {
			t.Errorf("%+v", log)
		}
		for _, path := range []string{one, one + "/deliveries", delivery} {
			manager.do("GET", path, nil).refused(403)
			stranger.do("GET", path, nil).refused(404)
		}
		stranger.do("POST", delivery+"/replay", nil).refused(404)
		stranger.do("POST", one+"/secret", nil).refused(404)
		var kinds v1.Items[string]
		if manager.do("GET", "/webhooks/kinds", nil).want(200, &kinds); len(kinds.Items) < 60 {
			t.Errorf("%d kinds", len(kinds.Items))
		}
		c.do("PATCH", one, `{"is_on":false,"kinds":[]}`).want(200, nil)
		c.do("POST", one+"/test", nil).refused(409)
		c.do("DELETE", one, nil).want(204, nil)
		c.do("GET", one, nil).refused(404)
	})
}
