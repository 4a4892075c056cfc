package robot_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/process"
	"voronka/internal/process/action/actiontest"
	"voronka/internal/process/robot"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

func TestRights(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		rule := w.entering(1, "create_task", taskParams)
		d := w.Deal()
		w.move(d.ID, 1)
		w.work()
		run := w.runs(robot.RunFilter{})[0].ID
		verbs := func(who tenant.Actor, id process.TriggerID, run process.RunID) map[string]error {
			ctx, out := t.Context(), map[string]error{}
			_, out["find"] = w.rules.Find(ctx, who, id)
			_, out["update"] = w.rules.Update(ctx, who, id, robot.Patch{})
			_, out["runs"] = w.rules.Runs(ctx, who, robot.RunFilter{TriggerID: id})
			_, out["retry"] = w.rules.Retry(ctx, who, run)
			out["delete"] = w.rules.Delete(ctx, who, id)
			return out
		}
		manager := seed.User(t, w.DB, w.Who.AccountID)
		for verb, err := range verbs(manager, rule.ID, run) {
			if !errs.Is(err, errs.CodeForbidden) {
				t.Errorf("%s without the right: %v", verb, err)
			}
		}
		stranger := seed.Admin(t, w.DB)
		for verb, err := range verbs(stranger, rule.ID, run) {
			if !errs.Is(err, errs.CodeNotFound) {
				t.Errorf("%s of another account: %v", verb, err)
			}
		}
		for verb, err := range verbs(w.Who, 1<<62, 1<<62) {
			if !errs.Is(err, errs.CodeNotFound) {
				t.Errorf("%s of a huge id: %v", verb, err)
			}
		}
		if _, err := w.rules.List(t.Context(), manager, ""); !errs.Is(err, errs.CodeForbidden) {
			t.Error(err)
		}
		if _, err := w.rules.Create(t.Context(), manager, robot.New{}); !errs.Is(err, errs.CodeForbidden) {
			t.Error(err)
		}
		if list, err := w.rules.List(t.Context(), stranger, ""); err != nil || len(list) != 0 {
			t.Error("another account sees", list, err)
		}
		checkRunsOfCard(t, w, d.Ref, manager, stranger)
	})
}

// checkRunsOfCard: who sees a card sees what rules did to it.
func checkRunsOfCard(t *testing.T, w *world, ref crm.Ref, manager, stranger tenant.Actor) {
	t.Helper()
	own := seed.User(t, w.DB, w.Who.AccountID, seed.Scoped(tenant.ScopeOwn))
	for name, tt := range map[string]struct {
		who  tenant.Actor
		code errs.Code
		runs int
	}{
		"colleague": {manager, "", 1}, "own deals only": {own, errs.CodeNotFound, 0}, "another account": {stranger, "", 0},
	} {
		p, err := w.rules.Runs(t.Context(), tt.who, robot.RunFilter{Ref: ref})
		if len(p.Items) != tt.runs || tt.code == "" && err != nil || tt.code != "" && !errs.Is(err, tt.code) {
			t.Errorf("%s: %d runs, %v", name, len(p.Items), err)
		}
	}
}

func TestInput(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		foreign := actiontest.New(t, w.DB)
		good := robot.New{EntityKind: crm.Deal, Moment: process.Created, Action: "create_task", Params: json.RawMessage(taskParams)}
		with := func(change func(*robot.New)) robot.New { n := good; change(&n); return n }
		tests := map[string]struct {
			n    robot.New
			want []string
		}{
			"good":             {good, nil},
			"in a pipeline":    {with(func(n *robot.New) { n.PipelineID = &w.Pipeline.ID }), nil},
			"zero is none":     {with(func(n *robot.New) { n.PipelineID, n.StatusID = ptr(crm.PipelineID(0)), ptr(crm.StatusID(0)) }), nil},
			"nothing":          {robot.New{}, []string{"entity_kind"}},
			"unknown kind":     {with(func(n *robot.New) { n.EntityKind = "order" }), []string{"entity_kind"}},
			"no moment":        {with(func(n *robot.New) { n.Moment = "" }), []string{"moment"}},
			"company entering": {with(func(n *robot.New) { n.EntityKind, n.Moment = crm.Company, process.StatusEntered }), []string{"moment"}},
			"no status":        {with(func(n *robot.New) { n.Moment = process.StatusEntered }), []string{"status_id"}},
			"foreign status": {with(func(n *robot.New) {
				n.Moment, n.StatusID = process.StatusEntered, ptr(foreign.Status(1))
			}), []string{"status_id"}},
			"foreign pipeline": {with(func(n *robot.New) { n.PipelineID = &foreign.Pipeline.ID }), []string{"pipeline_id"}},
			"status elsewhere": {with(func(n *robot.New) {
				n.PipelineID, n.StatusID = ptr(crm.PipelineID(99)), ptr(w.Status(1))
			}), []string{"status_id"}},
			"status of a responsible": {with(func(n *robot.New) {
				n.Moment, n.StatusID = process.ResponsibleChanged, ptr(w.Status(1))
			}), []string{"status_id"}},
			"unknown field": {with(func(n *robot.New) { n.Condition = entity.Leaf("colour", "eq", 1) }), []string{"condition.field"}},
			"everything": {with(func(n *robot.New) {
				n.Name, n.Moment, n.Action, n.Params = strings.Repeat("я", 101), "never", "create_task", json.RawMessage(`{"text":"{{x}}"}`)
			}), []string{"name", "moment", "params.due"}},
			"hostile name": {with(func(n *robot.New) { n.Name = "a\x00b" }), []string{"name"}},
		}
		for name, tt := range tests {
			got, err := w.rules.Create(t.Context(), w.Who, tt.n)
			if diff := cmp.Diff(tt.want, paths(err)); diff != "" || err != nil && tt.want == nil {
				t.Errorf("%s: %v %s", name, err, diff)
			}
			if err == nil && got.ID == 0 {
				t.Errorf("%s: no id", name)
			}
		}
	})
}

func paths(err error) (out []string) {
	if e := errs.As(err); e != nil {
		for _, p := range e.Problems {
			out = append(out, p.Path)
		}
	}
	return out
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		rule := w.rule(robot.New{
			Name: " Звонок ", Moment: process.StatusEntered, StatusID: ptr(w.Status(1)), Action: "create_task", Params: json.RawMessage(taskParams),
			Condition: entity.Leaf("price", "gt", 5),
		})
		if rule.Name != "Звонок" || *rule.PipelineID != w.Pipeline.ID || rule.Position != 1 {
			t.Errorf("%+v", rule)
		}
		other := w.rule(robot.New{EntityKind: crm.Contact, Moment: process.Created, Action: "add_note", Params: json.RawMessage(`{"text":"x"}`)})
		moment, none, empty := process.Created, crm.StatusID(0), entity.Node{}
		now, err := w.rules.Update(t.Context(), w.Who, rule.ID, robot.Patch{
			Moment: &moment, StatusID: &none, PipelineID: ptr(crm.PipelineID(0)), Condition: &empty, Action: ptr("add_note"), Params: json.RawMessage(`{"text":"y"}`),
		})
		if err != nil || now.StatusID != nil || now.PipelineID != nil || !now.Condition.Empty() {
			t.Fatalf("%+v, %v", now, err)
		}
		stored, err := w.rules.Find(t.Context(), w.Who, rule.ID)
		var text map[string]string
		_ = json.Unmarshal(stored.Params, &text)
		if err != nil || stored.Moment != process.Created || text["text"] != "y" || stored.StatusID != nil {
			t.Errorf("%+v, %v", stored, err)
		}
		if _, err := w.rules.Update(t.Context(), w.Who, rule.ID, robot.Patch{Params: json.RawMessage(`{}`)}); !errs.Is(err, errs.CodeInvalid) {
			t.Error("bad parameters were saved:", err)
		}
		list, err := w.rules.List(t.Context(), w.Who, crm.Contact)
		if err != nil || len(list) != 1 || list[0].ID != other.ID || list[0].Position != 2 {
			t.Errorf("%+v, %v", list, err)
		}
		kinds, err := db.Column[string](t.Context(), w.DB, `SELECT kind FROM events WHERE account_id = $1 AND entity_kind = 'trigger' ORDER BY id`, w.Who.AccountID)
		if diff := cmp.Diff([]string{"trigger.changed", "trigger.changed", "trigger.changed"}, kinds); diff != "" || err != nil {
			t.Error(diff, err)
		}
	})
}

func TestRunPages(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		rule := w.entering(1, "add_note", `{"text":"x"}`)
		for range 5 {
			w.move(w.Deal().ID, 1)
		}
		w.work()
		var ids []process.RunID
		f := robot.RunFilter{TriggerID: rule.ID, State: process.Done, Limit: 2}
		for {
			p, err := w.rules.Runs(t.Context(), w.Who, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range p.Items {
				ids = append(ids, r.ID)
			}
			if f.After = p.Next; f.After == "" {
				break
			}
		}
		if len(ids) != 5 || ids[0] < ids[4] {
			t.Errorf("pages hold %v", ids)
		}
		if _, err := w.rules.Runs(t.Context(), w.Who, robot.RunFilter{After: "-1"}); !errs.Is(err, errs.CodeInvalid) {
			t.Error(err)
		}
	})
}
