package robot_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/process"
	"voronka/internal/process/robot"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// Through a rule nobody reads a field hidden from them: neither in a text nor by a condition, whoever made the rule
// first, and also when the field was hidden or its author left after the rule was saved.
func TestHiddenFromAuthor(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		secret := w.Field(crm.Deal, "Маржа")
		set, err := w.Fields.All(t.Context(), w.Who.AccountID, crm.Contact)
		if err != nil {
			t.Fatal(err)
		}
		phone, _ := set.FirstOf("phone")
		rights := seed.ScopedRights(tenant.ScopeAll)
		rights.Extra = map[string]bool{"settings": true}
		guest := seed.User(t, w.DB, w.Who.AccountID, seed.Rights(rights))
		person, err := w.Contacts.Create(t.Context(), w.Who, contact.New{New: entity.New{Name: "Иван"}, Phone: "+7 916 123-45-67"})
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprintf(`{"text":"[{{deal.field.%d}}|{{contact.phone}}|{{contact.name}}]"}`, secret.ID)
		at := ptr(w.Status(1))
		rule := func(who tenant.Actor, n robot.New) robot.Trigger {
			t.Helper()
			n.EntityKind, n.Moment, n.StatusID, n.Action, n.IsOn = crm.Deal, process.StatusEntered, at, "add_note", true
			if n.Params == nil {
				n.Params = json.RawMessage(text)
			}
			r, err := w.rules.Create(t.Context(), who, n)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		filled := entity.Leaf(fmt.Sprintf("cf.%d", secret.ID), "filled", nil)
		full, blind := "[кобальт|+7 916 123-45-67|Иван]", "[||Иван]"
		of := map[string]robot.Trigger{
			"administrator's": rule(w.Who, robot.New{}), "guest's": rule(guest, robot.New{}),
			"taken over":      rule(w.Who, robot.New{Params: json.RawMessage(`{"text":"x"}`)}),
			"guest's by cond": rule(guest, robot.New{Condition: filled}), "asked by admin": rule(w.Who, robot.New{Condition: filled}),
		}
		params := json.RawMessage(text)
		if _, err := w.rules.Update(t.Context(), guest, of["taken over"].ID, robot.Patch{Params: params}); err != nil {
			t.Fatal(err)
		}
		run := func(want map[string]string) {
			t.Helper()
			d := w.Deal(func(n *deal.New) {
				n.Fields = map[crm.FieldID]any{secret.ID: "кобальт"}
				n.Contacts = []deal.NewPerson{{ID: person.ID}}
			})
			w.move(d.ID, 1)
			w.work()
			texts, err := db.Column[string](t.Context(), w.DB, `SELECT text FROM notes WHERE account_id = $1 AND entity_id = $2 ORDER BY id`, w.Who.AccountID, d.ID)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]int{}
			for _, text := range texts {
				got[text]++
			}
			expected := map[string]int{}
			for _, text := range want {
				if text != "" {
					expected[text]++
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(expected) {
				t.Errorf("the notes are %v, want %v", got, expected)
			}
		}
		run(map[string]string{"administrator's": full, "guest's": full, "taken over": full, "guest's by cond": full, "asked by admin": full})
		hide := fmt.Sprintf(`"fields":{"%d":"hidden","%d":"hidden"}`, secret.ID, phone.ID)
		change := func(query string, args ...any) {
			t.Helper()
			if _, err := w.DB.Exec(t.Context(), query, args...); err != nil {
				t.Fatal(err)
			}
		}
		role := `{"entities":{},"extra":{"settings":true},` + hide + `}`
		change(`UPDATE roles SET rights = $3 WHERE account_id = $1 AND id = (SELECT role_id FROM users WHERE account_id = $1 AND id = $2)`, w.Who.AccountID, guest.UserID, role)
		after := map[string]string{"administrator's": full, "guest's": blind, "taken over": blind, "guest's by cond": "", "asked by admin": full}
		run(after)
		if last := w.last(of["guest's by cond"].ID); last == "done" || last == "" {
			t.Errorf("the rule with a hidden condition: %q", last)
		}
		change(`UPDATE users SET is_active = FALSE WHERE account_id = $1 AND id = $2`, w.Who.AccountID, guest.UserID)
		run(after)
	})
}
