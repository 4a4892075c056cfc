package action_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/office/webhook"
	"voronka/internal/process/action"
	"voronka/internal/process/action/actiontest"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
)

func anyName(string) bool { return true }

func TestTemplate(t *testing.T) {
	t.Parallel()
	values := map[string]string{"deal.name": "Окна {{deal.id}}", "deal.id": "7", "contact.name": "a\x00b\xff"}
	tests := map[string]struct{ text, want string }{
		"plain":         {"Позвонить", "Позвонить"},
		"two":           {"{{deal.id}}: {{ deal.name }}!", "7: Окна {{deal.id}}!"},
		"no value":      {"<{{company.name}}>", "<>"},
		"hostile value": {"{{contact.name}}", "ab�"},
		"lone braces":   {"}} and { {", "}} and { {"},
		"only blanks":   {"  {{company.name}}  ", ""},
	}
	for name, tt := range tests {
		tpl, err := action.ParseTemplate(tt.text, anyName)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := tpl.Render(values, 100); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	long, _ := action.ParseTemplate(strings.Repeat("{{deal.name}}", 20), anyName)
	if got := []rune(long.Render(map[string]string{"deal.name": strings.Repeat("я", 1000)}, 50)); len(got) != 50 || got[49] != '…' {
		t.Errorf("a blown-up text has %d characters", len(got))
	}
	for _, bad := range []string{"{{deal.name", "{{}}", "{{deal.nam}}", strings.Repeat("{{deal.name}}", 200), "{{{{deal.name}}}}"} {
		if _, err := action.ParseTemplate(bad, func(n string) bool { return n == "deal.name" }); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("%.30s: %v", bad, err)
		}
	}
}

func TestDelay(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones on this machine")
	}
	before := time.Date(2026, 3, 28, 10, 0, 0, 0, zone) // the night after it summer time begins
	for d, want := range map[action.Delay]string{
		{Amount: 90, Unit: "minutes"}: "2026-03-28T11:30:00+01:00",
		{Amount: 24, Unit: "hours"}:   "2026-03-29T11:00:00+02:00",
		{Amount: 1, Unit: "days"}:     "2026-03-29T10:00:00+02:00",
		{Amount: 2, Unit: "weeks"}:    "2026-04-11T10:00:00+02:00",
		{Amount: 0, Unit: "days"}:     "2026-03-28T10:00:00+01:00",
	} {
		if got := d.After(before).Format(time.RFC3339); got != want {
			t.Errorf("%+v: %s, want %s", d, got, want)
		}
	}
}

// problems are the paths and texts of an invalid error.
func problems(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	e := errs.As(err)
	if e == nil || e.Code != errs.CodeInvalid {
		t.Fatalf("not an invalid error: %v", err)
	}
	var out []string
	for _, p := range e.Problems {
		out = append(out, p.Path)
	}
	return out
}

func TestCheck(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := actiontest.New(t, d)
		foreign := actiontest.New(t, d)
		c := action.NewCatalogue(w.Services)
		f := w.Field(crm.Deal, "Адрес")
		gone := seed.User(t, d, w.Who.AccountID)
		w.Retire(gone.UserID)
		hook, _, err := w.Webhooks.Create(t.Context(), w.Who, webhook.New{URL: "http://127.0.0.1/"})
		if err != nil {
			t.Fatal(err)
		}
		foreignHook, _, err := foreign.Webhooks.Create(t.Context(), foreign.Who, webhook.New{URL: "http://127.0.0.1/"})
		if err != nil {
			t.Fatal(err)
		}
		lost := w.Pipeline.Statuses[len(w.Pipeline.Statuses)-1].ID
		reasons, _ := w.Pipelines.LossReasons(t.Context(), w.Who.AccountID)
		due := `"due":{"amount":1,"unit":"days"}`
		tests := []struct {
			action, params string
			want           []string
		}{
			{"create_task", `{"text":"Позвонить {{contact.name}}",` + due + `}`, nil},
			{"create_task", fmt.Sprintf(`{"text":"x {{deal.field.%d}}",%s,"responsible_id":%d,"is_all_day":true}`, f.ID, due, w.Who.UserID), nil},
			{"create_task", ``, []string{"params.text", "params.due"}},
			{"create_task", `null`, []string{"params"}},
			{"create_task", `[]`, []string{"params"}},
			{"create_task", `{"text":"  ",` + due + `}`, []string{"params.text"}},
			{"create_task", `{"text":5,"due":[],"is_all_day":"yes","type_id":-1,"extra":1}`,
				[]string{"params.extra", "params.type_id", "params.text", "params.due", "params.is_all_day"}},
			{"create_task", `{"text":"{{deal.nmae}}",` + due + `}`, []string{"params.text"}},
			{"create_task", `{"text":"{{deal.field.99999}}",` + due + `}`, []string{"params.text"}},
			{"create_task", `{"text":"a","due":{"amount":1,"unit":"years"}}`, []string{"params.due.unit"}},
			{"create_task", `{"text":"a","due":{"amount":-1,"unit":"days"}}`, []string{"params.due.amount"}},
			{"create_task", `{"text":"a","due":{"amount":9999999,"unit":"minutes"}}`, []string{"params.due.amount"}},
			{"create_task", `{"text":"a","due":{"amount":"1","unit":"days"}}`, []string{"params.due.amount"}},
			{"create_task", fmt.Sprintf(`{"text":"a",%s,"responsible_id":%d,"type_id":424242}`, due, gone.UserID),
				[]string{"params.responsible_id", "params.type_id"}},
			{"create_task", fmt.Sprintf(`{"text":"a",%s,"responsible_id":%d}`, due, foreign.Who.UserID), []string{"params.responsible_id"}},
			{"create_task", `{"text":"` + strings.Repeat("я", 2001) + `",` + due + `}`, []string{"params.text"}},
			{"create_task", `{"text":"a\u0000b",` + due + `}`, []string{"params.text"}},
			{"create_task", `{"text":"` + strings.Repeat("a", 70000) + `"}`, []string{"params"}},
			{"add_note", `{"text":"{{company.name}} {{today}}"}`, nil},
			{"add_note", `{}`, []string{"params.text"}},
			{"set_fields", fmt.Sprintf(`{"fields":{"%d":["Москва"]}}`, f.ID), nil},
			{"set_fields", fmt.Sprintf(`{"fields":{"%d":[]}}`, f.ID), nil},
			{"set_fields", `{"fields":{}}`, []string{"params.fields"}},
			{"set_fields", `{"fields":{"99999":["x"],"name":["y"]}}`, []string{"params.fields.name", "params.fields.99999"}},
			{"move", fmt.Sprintf(`{"status_id":%d}`, w.Status(1)), nil},
			{"move", fmt.Sprintf(`{"status_id":%d,"loss_reason_id":%d}`, lost, reasons[0].ID), nil},
			{"move", fmt.Sprintf(`{"status_id":%d,"loss_reason_id":%d}`, w.Status(1), reasons[0].ID), []string{"params.loss_reason_id"}},
			{"move", fmt.Sprintf(`{"status_id":%d}`, foreign.Status(1)), []string{"params.status_id"}},
			{"move", `{"status_id":0}`, []string{"params.status_id"}},
			{"move", `{"status_id":99999999999999999999}`, []string{"params.status_id"}},
			{"add_tags", `{"tags":["vip","Москва"]}`, nil},
			{"add_tags", `{"tags":[]}`, []string{"params.tags"}},
			{"remove_tags", `{"tags":["ok",""," ` + strings.Repeat("x", 101) + `"]}`, []string{"params.tags.1", "params.tags.2"}},
			{"remove_tags", `{"tags":[1]}`, []string{"params.tags"}},
			{"set_responsible", fmt.Sprintf(`{"user_id":%d}`, w.Who.UserID), nil},
			{"set_responsible", `{}`, []string{"params.user_id"}},
			{"webhook", fmt.Sprintf(`{"webhook_id":%d}`, hook.ID), nil},
			{"webhook", fmt.Sprintf(`{"webhook_id":%d}`, foreignHook.ID), []string{"params.webhook_id"}},
			{"format_disk", `{}`, []string{"action"}},
		}
		for _, tt := range tests {
			err := c.Check(t.Context(), action.Env{Q: d, Who: w.Who, Kind: crm.Deal}, tt.action, json.RawMessage(tt.params))
			if diff := cmp.Diff(tt.want, problems(t, err)); diff != "" {
				t.Errorf("%s %.80s: %v %s", tt.action, tt.params, err, diff)
			}
		}
		move := json.RawMessage(fmt.Sprintf(`{"status_id":%d}`, w.Status(1)))
		err = c.Check(t.Context(), action.Env{Q: d, Who: w.Who, Kind: crm.Company}, "move", move)
		if diff := cmp.Diff([]string{"action"}, problems(t, err)); diff != "" {
			t.Errorf("a company is moved: %v", err)
		}
	})
}

// TestSchemas asks of every action what the client's forms rely on.
func TestSchemas(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, a := range action.NewCatalogue(action.Services{}).All() {
		if seen[a.Kind()] || len(a.Cards()) == 0 || len(a.Schema().Params) == 0 {
			t.Errorf("%s: kind taken, no cards or no parameters", a.Kind())
		}
		seen[a.Kind()] = true
		if a.IsRemote() != (a.Kind() == "webhook") {
			t.Errorf("%s: remote %v", a.Kind(), a.IsRemote())
		}
		for _, p := range a.Schema().Params {
			if p.Name == "" || p.Type == "" || p.Widget == "" {
				t.Errorf("%s: %+v", a.Kind(), p)
			}
		}
	}
	if len(seen) != 8 {
		t.Errorf("%d actions", len(seen))
	}
}
