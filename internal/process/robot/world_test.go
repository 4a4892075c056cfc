package robot_test

import (
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/kit/job"
	"voronka/internal/kit/lang"
	"voronka/internal/process"
	"voronka/internal/process/action"
	"voronka/internal/process/action/actiontest"
	"voronka/internal/process/robot"
	"voronka/internal/schema/dbtest"
	"voronka/internal/tenant"
)

// world is an account with a node that runs its rules.
type world struct {
	*actiontest.World
	rules  *robot.Service
	events *event.Dispatcher
	jobs   *job.Runner
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { fn(t, node(actiontest.New(t, d))) })
}

// node is one more node for the account.
func node(a *actiontest.World) *world {
	log := slog.New(slog.DiscardHandler)
	w := &world{World: a, events: event.NewDispatcher(a.DB, log), jobs: job.NewRunner(a.DB, log)}
	w.rules = robot.NewService(a.DB, action.NewCatalogue(a.Services), a.Lists, a.Fields)
	w.events.Add(w.rules.Reader())
	w.jobs.Add(w.rules.JobKind())
	return w
}

func (w *world) read() {
	w.T.Helper()
	if err := w.events.Drain(w.T.Context()); err != nil {
		w.T.Fatal(err)
	}
}

// work lets rules answer until nothing is left to answer.
func (w *world) work() {
	w.T.Helper()
	for range 3 * tenant.MaxDepth {
		w.read()
		if err := w.jobs.Drain(w.T.Context()); err != nil {
			w.T.Fatal(err)
		}
	}
}

func (w *world) rule(n robot.New) robot.Trigger {
	w.T.Helper()
	n.IsOn = true
	if n.EntityKind == "" {
		n.EntityKind = crm.Deal
	}
	t, err := w.rules.Create(w.T.Context(), w.Who, n)
	if err != nil {
		w.T.Fatal(err)
	}
	return t
}

// entering is a rule for deals that come into a status of the pipeline.
func (w *world) entering(i int, kind, params string) robot.Trigger {
	w.T.Helper()
	return w.rule(robot.New{Moment: process.StatusEntered, StatusID: ptr(w.Status(i)), Action: kind, Params: json.RawMessage(params)})
}

func (w *world) move(id crm.DealID, i int) {
	w.T.Helper()
	if _, err := w.Deals.Move(w.T.Context(), w.Who, id, deal.Move{StatusID: w.Status(i)}); err != nil {
		w.T.Fatal(err)
	}
}

func (w *world) find(id crm.DealID) deal.Deal {
	w.T.Helper()
	d, err := w.Deals.Find(w.T.Context(), w.Who, id)
	if err != nil {
		w.T.Fatal(err)
	}
	return d
}

func (w *world) tasks(ref crm.Ref) []task.Task {
	w.T.Helper()
	p, err := w.Tasks.List(w.T.Context(), w.Who, task.Filter{Ref: ref, Limit: 250})
	if err != nil {
		w.T.Fatal(err)
	}
	return p.Items
}

func (w *world) runs(f robot.RunFilter) []robot.Run {
	w.T.Helper()
	f.Limit = 200
	p, err := w.rules.Runs(w.T.Context(), w.Who, f)
	if err != nil {
		w.T.Fatal(err)
	}
	return p.Items
}

// last is the newest run of a rule as "state: remarks".
func (w *world) last(id process.TriggerID) string {
	w.T.Helper()
	runs := w.runs(robot.RunFilter{TriggerID: id})
	if len(runs) == 0 {
		return ""
	}
	return strings.TrimSuffix(string(runs[0].State)+": "+lang.Paragraph(lang.EN, runs[0].Remarks), ": ")
}
