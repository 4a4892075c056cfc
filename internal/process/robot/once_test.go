package robot_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/kit/job"
	"voronka/internal/process"
	"voronka/internal/process/robot"
	"voronka/internal/tenant"
)

// TestLoop lets two rules move a deal to and fro: the chain ends and says so.
func TestLoop(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.entering(1, "move", fmt.Sprintf(`{"status_id":%d}`, w.Status(2)))
		w.entering(2, "move", fmt.Sprintf(`{"status_id":%d}`, w.Status(1)))
		var told []robot.Halt
		w.rules.OnHalt(func(_ context.Context, _ *db.Tx, account tenant.AccountID, halts []robot.Halt) error {
			if account != w.Who.AccountID {
				t.Error("told another account")
			}
			told = append(told, halts...)
			return nil
		})
		d := w.Deal()
		w.move(d.ID, 1)
		w.work()
		if len(told) != 1 || told[0].Author != w.Who.UserID || told[0].ID == 0 {
			t.Errorf("told of %+v", told)
		}
		states := map[process.State]int{}
		for _, r := range w.runs(robot.RunFilter{Ref: d.Ref}) {
			states[r.State]++
		}
		if diff := cmp.Diff(map[process.State]int{process.Done: tenant.MaxDepth, process.Stopped: 1}, states); diff != "" {
			t.Error(diff)
		}
	})
}

func TestImport(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.rule(robot.New{Moment: process.Created, Action: "create_task", Params: json.RawMessage(taskParams)})
		for _, asked := range []bool{false, true} {
			who := w.Who
			who.Cause = tenant.ImportCause(5, asked)
			d, err := w.Deals.Create(t.Context(), who, deal.New{New: entity.New{Name: "Из файла"}})
			if err != nil {
				t.Fatal(err)
			}
			w.work()
			if got := len(w.tasks(d.Ref)) == 1; got != asked {
				t.Errorf("automation asked %v, ran %v", asked, got)
			}
		}
	})
}

// TestExactlyOnce moves 200 deals while two nodes read and run: 200 tasks, each of its own deal.
func TestExactlyOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.entering(1, "create_task", taskParams)
		const many = 200
		deals := make([]deal.Deal, many)
		for i := range deals {
			deals[i] = w.Deal()
		}
		nodes := []*world{w, node(w.World)}
		for _, n := range nodes {
			if err := errors.Join(n.events.Start(t.Context()), n.jobs.Start(t.Context())); err != nil {
				t.Fatal(err)
			}
		}
		var group sync.WaitGroup
		for part := range slices.Chunk(deals, many/4) {
			group.Go(func() {
				for _, d := range part {
					w.move(d.ID, 1)
				}
			})
		}
		group.Wait()
		w.work()
		for _, n := range nodes {
			n.events.Stop()
			n.jobs.Stop(t.Context())
		}
		w.work()
		for _, d := range deals {
			if got := w.tasks(d.Ref); len(got) != 1 {
				t.Fatalf("deal %d has %d tasks", d.ID, len(got))
			}
		}
	})
}

// TestCrash loses the process between the work of a batch and its commit, in the reader and in the job.
func TestCrash(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.entering(1, "create_task", taskParams)
		crash := errors.New("killed")
		reader, kind := w.rules.Reader(), w.rules.JobKind()
		read, run := reader.Handle, kind.Local
		crashes := map[string]int{}
		once := func(name string) error {
			if crashes[name]++; crashes[name] == 1 {
				return crash
			}
			return nil
		}
		reader.Handle = func(ctx context.Context, tx *db.Tx, events []event.Event) error {
			if err := read(ctx, tx, events); err != nil || !slices.ContainsFunc(events, func(e event.Event) bool { return e.Kind == "deal.status_changed" }) {
				return err
			}
			return once("reader")
		}
		kind.Local = func(ctx context.Context, tx *db.Tx, j job.Job) error {
			if err := run(ctx, tx, j); err != nil {
				return err
			}
			return once("job")
		}
		kind.Backoff = func(int) time.Duration { return 0 }
		log := slog.New(slog.DiscardHandler)
		events, jobs := event.NewDispatcher(w.DB, log), job.NewRunner(w.DB, log)
		events.Add(reader)
		jobs.Add(kind)
		d := w.Deal()
		w.move(d.ID, 1)
		for range 4 {
			if err := events.Drain(t.Context()); err != nil && !errors.Is(err, crash) {
				t.Fatal(err)
			}
			if err := jobs.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if got := w.tasks(d.Ref); len(got) != 1 || crashes["reader"] < 2 || crashes["job"] != 2 {
			t.Errorf("%d tasks, crashes %v", len(got), crashes)
		}
	})
}

// TestOrder lets the events of a few cards wake rules whose order can be seen, on two nodes at once.
func TestOrder(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		for i := range 3 {
			w.entering(i+1, "add_note", fmt.Sprintf(`{"text":"%d a"}`, i+1))
			w.entering(i+1, "add_note", fmt.Sprintf(`{"text":"%d b"}`, i+1))
		}
		nodes := []*world{w, node(w.World), node(w.World)}
		for _, n := range nodes {
			if err := errors.Join(n.events.Start(t.Context()), n.jobs.Start(t.Context())); err != nil {
				t.Fatal(err)
			}
		}
		steps := slices.Repeat([]int{1, 3, 2}, 6)
		deals := []deal.Deal{w.Deal(), w.Deal(), w.Deal()}
		for _, i := range steps {
			for _, d := range deals {
				w.move(d.ID, i)
			}
		}
		w.work()
		for _, n := range nodes {
			n.events.Stop()
			n.jobs.Stop(t.Context())
		}
		w.work()
		var want []string
		for _, i := range steps {
			want = append(want, fmt.Sprintf("%d a", i), fmt.Sprintf("%d b", i))
		}
		for _, d := range deals {
			if diff := cmp.Diff(want, w.notes(d.Ref)); diff != "" {
				t.Error(diff)
			}
		}
	})
}

// notes are the texts of a card's notes, oldest first.
func (w *world) notes(ref crm.Ref) (out []string) {
	w.T.Helper()
	notes, _, err := w.Timeline.Notes(w.T.Context(), w.Who, ref, 0, 200)
	if err != nil {
		w.T.Fatal(err)
	}
	for _, n := range notes {
		out = append(out, n.Text)
	}
	return out
}
