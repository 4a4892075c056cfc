package robot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/kit/job"
	"voronka/internal/kit/lang"
	"voronka/internal/office/webhook"
	"voronka/internal/process"
	"voronka/internal/process/robot"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

const taskParams = `{"text":"Позвонить","due":{"amount":1,"unit":"days"}}`

// TestStory is the rule of the product's story: a deal moved to a status gets a task, once, and the feed knows why.
func TestStory(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		seller := seed.User(t, w.DB, w.Who.AccountID, seed.Named("Иван"))
		types, _ := w.Tasks.Types(t.Context(), w.Who.AccountID)
		rule := w.entering(2, "create_task", fmt.Sprintf(
			`{"type_id":%d,"text":"{{contact.name}} {{contact.phone}}: {{deal.name}}, {{deal.price}} ({{responsible.name}}, {{deal.status}})","due":{"amount":2,"unit":"hours"}}`, types[1].ID))
		d := w.Deal(func(n *deal.New) {
			n.Name, n.Price, n.ResponsibleID = "Окна {{deal.id}}", 150000, seller.UserID
			n.Contacts = []deal.NewPerson{{New: &contact.New{New: entity.New{Name: "О'Брайен"}, Phone: "+7 916 123-45-67"}}}
		})
		w.work()
		if got := w.tasks(d.Ref); len(got) != 0 {
			t.Fatalf("a task before the move: %+v", got)
		}
		before := w.DB.Now().Unix()
		w.move(d.ID, 2)
		w.work()
		w.move(d.ID, 2)
		w.work()
		got := w.tasks(d.Ref)
		if len(got) != 1 {
			t.Fatalf("%d tasks, want 1", len(got))
		}
		want := "О'Брайен +7 916 123-45-67: Окна {{deal.id}}, 1 500 ₽ (Иван, " + w.Pipeline.Statuses[2].Name + ")"
		if text := strings.ReplaceAll(got[0].Text, lang.NBSP, " "); text != want {
			t.Errorf("text %q, want %q", text, want)
		}
		if got[0].ResponsibleID != seller.UserID || got[0].TypeID != types[1].ID || *got[0].TriggerID != int64(rule.ID) || got[0].DueAt < before+7200 || got[0].DueAt > before+7300 {
			t.Errorf("%+v", got[0])
		}
		runs := w.runs(robot.RunFilter{Ref: d.Ref})
		if len(runs) != 1 || runs[0].State != process.Done || runs[0].CardName != d.Name || !strings.Contains(string(runs[0].Result), fmt.Sprint(got[0].ID)) {
			t.Errorf("runs %+v", runs)
		}
		events, err := event.ListFor(t.Context(), w.DB, int64(w.Who.AccountID), "deal", int64(d.ID), 0, 1)
		if err != nil || events[0].Kind != "deal.task_added" || events[0].CauseKind != "trigger" || events[0].CauseID != int64(rule.ID) ||
			events[0].Depth != 1 || events[0].ActorKind != string(tenant.Robot) {
			t.Errorf("%+v, %v", events[0], err)
		}
		if w.find(d.ID).NextTaskAt == nil {
			t.Error("the task circle does not know the task")
		}
		names, err := robot.Names(t.Context(), w.DB, w.Who.AccountID, []int64{int64(rule.ID), 424242})
		if err != nil || len(names) != 1 {
			t.Errorf("names %v, %v", names, err)
		}
	})
}

func TestActions(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		f := w.Field(crm.Deal, "Адрес")
		other := seed.User(t, w.DB, w.Who.AccountID)
		hook, _, err := w.Webhooks.Create(t.Context(), w.Who, webhook.New{URL: "http://127.0.0.1:1/", IsOn: true})
		if err != nil {
			t.Fatal(err)
		}
		tests := map[string]struct {
			action, params string
			kinds          []string
			check          func(deal.Deal) bool
		}{
			"note":        {"add_note", `{"text":"{{deal.name}}"}`, []string{"deal.note_added"}, func(deal.Deal) bool { return true }},
			"fields":      {"set_fields", fmt.Sprintf(`{"fields":{"%d":["Москва"]}}`, f.ID), []string{"deal.field_changed"}, func(d deal.Deal) bool { return d.Data[f.ID][0] == "Москва" }},
			"move":        {"move", fmt.Sprintf(`{"status_id":%d}`, w.Status(3)), []string{"deal.status_changed"}, func(d deal.Deal) bool { return d.StatusID == w.Status(3) }},
			"tags":        {"add_tags", `{"tags":["горячий","vip"]}`, []string{"deal.tag_added", "deal.tag_added"}, func(d deal.Deal) bool { return len(d.Tags) == 3 }},
			"no tags":     {"remove_tags", `{"tags":["старт","нет такого"]}`, []string{"deal.tag_removed"}, func(d deal.Deal) bool { return len(d.Tags) == 0 }},
			"responsible": {"set_responsible", fmt.Sprintf(`{"user_id":%d}`, other.UserID), []string{"deal.responsible_changed"}, func(d deal.Deal) bool { return d.ResponsibleID == other.UserID }},
			"same":        {"set_responsible", fmt.Sprintf(`{"user_id":%d}`, w.Who.UserID), nil, func(d deal.Deal) bool { return d.ResponsibleID == w.Who.UserID }},
			"webhook":     {"webhook", fmt.Sprintf(`{"webhook_id":%d}`, hook.ID), nil, func(deal.Deal) bool { return true }},
		}
		for name, tt := range tests {
			rule := w.entering(1, tt.action, tt.params)
			d := w.Deal(func(n *deal.New) { n.Tags = []string{"старт"} })
			w.move(d.ID, 1)
			before := w.Kinds(d.Ref)
			w.work()
			if got := w.last(rule.ID); got != "done" {
				t.Errorf("%s: %s", name, got)
			}
			if diff := cmp.Diff(append([]string{}, tt.kinds...), w.Kinds(d.Ref)[len(before):]); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			if now := w.find(d.ID); !tt.check(now) {
				t.Errorf("%s: %+v", name, now)
			}
			if err := w.rules.Delete(t.Context(), w.Who, rule.ID); err != nil {
				t.Fatal(err)
			}
		}
		log, err := w.Webhooks.Deliveries(t.Context(), w.Who, webhook.DeliveryFilter{WebhookID: hook.ID})
		if err != nil || len(log.Items) != 1 || log.Items[0].EventKind != "deal.status_changed" || log.Items[0].TriggerID == 0 {
			t.Errorf("deliveries %+v, %v", log.Items, err)
		}
	})
}

func TestOtherCards(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		for _, kind := range []crm.Kind{crm.Contact, crm.Company} {
			w.rule(robot.New{EntityKind: kind, Moment: process.Created, Action: "create_task", Params: json.RawMessage(
				fmt.Sprintf(`{"text":"new {{%s.name}} {{%s.email}}","due":{"amount":1,"unit":"days"}}`, kind, kind))})
			w.rule(robot.New{EntityKind: kind, Moment: process.ResponsibleChanged, Action: "add_tags", Params: json.RawMessage(`{"tags":["moved"]}`)})
		}
		person, err := w.Contacts.Create(t.Context(), w.Who, contact.New{New: entity.New{Name: "Анна"}, Email: "anna@example.test"})
		if err != nil {
			t.Fatal(err)
		}
		firm, err := w.Companies.Create(t.Context(), w.Who, contact.NewCompany{New: entity.New{Name: "Ромашка"}})
		if err != nil {
			t.Fatal(err)
		}
		w.work()
		for _, tt := range []struct {
			ref  crm.Ref
			want string
		}{{person.Ref, "new Анна anna@example.test"}, {firm.Ref, "new Ромашка"}} {
			if got := w.tasks(tt.ref); len(got) != 1 || got[0].Text != tt.want {
				t.Errorf("%s: %+v", tt.ref, got)
			}
		}
		other := seed.User(t, w.DB, w.Who.AccountID)
		if _, err := w.Contacts.Update(t.Context(), w.Who, person.ID, contact.Patch{Patch: entity.Patch{ResponsibleID: &other.UserID}}); err != nil {
			t.Fatal(err)
		}
		w.work()
		if p, _ := w.Contacts.Find(t.Context(), w.Who, person.ID); len(p.Tags) != 1 {
			t.Errorf("tags %+v", p.Tags)
		}
	})
}

func TestWhoHasLeft(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		named := seed.User(t, w.DB, w.Who.AccountID, seed.Named("Пётр"))
		seller := seed.User(t, w.DB, w.Who.AccountID, seed.Named("Иван"))
		rule := w.entering(1, "create_task", fmt.Sprintf(`{"text":"x","due":{"amount":1,"unit":"days"},"responsible_id":%d}`, named.UserID))
		steps := []struct {
			retire tenant.UserID
			want   tenant.UserID
			says   string
		}{
			{0, named.UserID, "done"},
			{named.UserID, seller.UserID, "done: Пётр has left, the card's responsible was taken"},
			{seller.UserID, w.Who.UserID, "done: Пётр has left, an administrator was taken; Иван has left, an administrator was taken"},
		}
		var deals []deal.Deal
		for range steps {
			deals = append(deals, w.Deal(func(n *deal.New) { n.ResponsibleID = seller.UserID }))
		}
		for i, s := range steps {
			if s.retire != 0 {
				w.Retire(s.retire)
			}
			w.move(deals[i].ID, 1)
			w.work()
			if got := w.tasks(deals[i].Ref); len(got) != 1 || got[0].ResponsibleID != s.want || w.last(rule.ID) != s.says {
				t.Errorf("step %d: %+v, %s", i, got, w.last(rule.ID))
			}
		}
	})
}

func TestTaskTypeIsGone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		types, _ := w.Tasks.Types(t.Context(), w.Who.AccountID)
		rule := w.entering(1, "create_task", fmt.Sprintf(`{"type_id":%d,"text":"x","due":{"amount":1,"unit":"days"}}`, types[2].ID))
		if err := w.Tasks.DeleteType(t.Context(), w.Who, types[2].ID, types[0].ID); err != nil {
			t.Fatal(err)
		}
		d := w.Deal()
		w.move(d.ID, 1)
		w.work()
		if got := w.tasks(d.Ref); len(got) != 1 || got[0].TypeID != types[0].ID {
			t.Errorf("%+v, %s", got, w.last(rule.ID))
		}
	})
}

func TestBetweenEventAndRun(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		off := false
		tests := map[string]struct {
			change func(robot.Trigger, crm.DealID) error
			want   string
		}{
			"switched off": {func(r robot.Trigger, _ crm.DealID) error {
				_, err := w.rules.Update(t.Context(), w.Who, r.ID, robot.Patch{IsOn: &off})
				return err
			}, "skipped: the rule was switched off meanwhile"},
			"card deleted": {func(_ robot.Trigger, id crm.DealID) error { return w.Deals.Delete(t.Context(), w.Who, id) }, "skipped: the card was deleted meanwhile"},
			"rule deleted": {func(r robot.Trigger, _ crm.DealID) error { return w.rules.Delete(t.Context(), w.Who, r.ID) }, "skipped: the rule was deleted meanwhile"},
		}
		for name, tt := range tests {
			rule := w.entering(1, "create_task", taskParams)
			d := w.Deal()
			w.move(d.ID, 1)
			w.read()
			if err := tt.change(rule, d.ID); err != nil {
				t.Fatal(err)
			}
			w.work()
			runs := w.runs(robot.RunFilter{Ref: d.Ref})
			if len(runs) == 0 {
				t.Fatalf("%s: no run", name)
			}
			i := slices.IndexFunc(runs, func(r robot.Run) bool { return r.TriggerID == rule.ID })
			if got := string(runs[i].State) + ": " + lang.Paragraph(lang.EN, runs[i].Remarks); got != tt.want {
				t.Errorf("%s: %s", name, got)
			}
			_ = w.rules.Delete(t.Context(), w.Who, rule.ID)
		}
	})
}

func TestCondition(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		rule := w.rule(robot.New{
			Moment: process.StatusEntered, StatusID: ptr(w.Status(1)), Action: "create_task", Params: json.RawMessage(taskParams),
			Condition: entity.Leaf("price", "gte", 100000),
		})
		small, large := w.Deal(), w.Deal(func(n *deal.New) { n.Price = 100000 })
		w.move(small.ID, 1)
		w.work()
		if got := w.last(rule.ID); got != "skipped: the condition does not hold" || len(w.tasks(small.Ref)) != 0 {
			t.Error(got)
		}
		w.move(large.ID, 1)
		w.work()
		if got := w.last(rule.ID); got != "done" || len(w.tasks(large.Ref)) != 1 {
			t.Error(got)
		}
	})
}

// TestRefusal moves a deal where a field is required: the run fails with the reason, nothing stays half done, and it
// can be repeated once the field is filled.
func TestRefusal(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		f := w.Field(crm.Deal, "Адрес")
		_, err := w.Fields.Update(t.Context(), w.Who, f.ID, field.Patch{Requirements: &[]field.Requirement{{PipelineID: w.Pipeline.ID, StatusID: w.Status(3)}}})
		if err != nil {
			t.Fatal(err)
		}
		rule := w.entering(1, "move", fmt.Sprintf(`{"status_id":%d}`, w.Status(3)))
		d := w.Deal()
		w.move(d.ID, 1)
		w.work()
		if got := w.last(rule.ID); !strings.HasPrefix(got, "failed: ") || w.find(d.ID).StatusID != w.Status(1) {
			t.Fatalf("%s, status %d", got, w.find(d.ID).StatusID)
		}
		_, err = w.Deals.Update(t.Context(), w.Who, d.ID, deal.Patch{Patch: entity.Patch{Fields: map[crm.FieldID]any{f.ID: []any{"Москва"}}}})
		if err != nil {
			t.Fatal(err)
		}
		run := w.runs(robot.RunFilter{TriggerID: rule.ID})[0]
		if _, err := w.rules.Retry(t.Context(), w.Who, run.ID); err != nil {
			t.Fatal(err)
		}
		w.work()
		if got := w.last(rule.ID); got != "done" || w.find(d.ID).StatusID != w.Status(3) {
			t.Errorf("%s, status %d", got, w.find(d.ID).StatusID)
		}
		if _, err := w.rules.Retry(t.Context(), w.Who, run.ID); err == nil {
			t.Error("a run that is done was repeated")
		}
	})
}

// TestGuards reads the same events again and runs the same job again, as a restored copy of the database might: the
// run's row keeps the task single.
func TestGuards(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.entering(1, "create_task", taskParams)
		d := w.Deal()
		w.move(d.ID, 1)
		w.work()
		events, err := event.List(t.Context(), w.DB, event.Filter{AccountID: int64(w.Who.AccountID), OldestFirst: true, Limit: event.MaxList})
		if err != nil {
			t.Fatal(err)
		}
		run := w.runs(robot.RunFilter{Ref: d.Ref})[0]
		for range 2 {
			w.Write(func(ctx context.Context, tx *db.Tx) error { return w.rules.Reader().Handle(ctx, tx, events) })
			w.Write(func(ctx context.Context, tx *db.Tx) error {
				_, err := job.Enqueue(ctx, tx, job.New{AccountID: int64(w.Who.AccountID), Kind: robot.JobName, Payload: map[string]any{"run_id": run.ID}})
				return err
			})
			w.work()
		}
		if got := w.tasks(d.Ref); len(got) != 1 || len(w.runs(robot.RunFilter{})) != 1 {
			t.Errorf("%d tasks, %d runs", len(got), len(w.runs(robot.RunFilter{})))
		}
	})
}
