package robot_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voronka/internal/crm"
	"voronka/internal/kit/event"
	"voronka/internal/process"
	"voronka/internal/process/robot"
	"voronka/internal/tenant"
)

func ptr[T any](v T) *T { return &v }

func TestFind(t *testing.T) {
	t.Parallel()
	created := robot.Trigger{ID: 1, EntityKind: crm.Deal, Moment: process.Created, IsOn: true}
	createdIn := robot.Trigger{ID: 2, EntityKind: crm.Deal, Moment: process.Created, PipelineID: ptr(crm.PipelineID(7)), IsOn: true}
	entered := robot.Trigger{
		ID: 3, EntityKind: crm.Deal, Moment: process.StatusEntered, PipelineID: ptr(crm.PipelineID(7)), StatusID: ptr(crm.StatusID(1001)), IsOn: true,
	}
	responsible := robot.Trigger{ID: 4, EntityKind: crm.Contact, Moment: process.ResponsibleChanged, IsOn: true}
	off := robot.Trigger{ID: 5, EntityKind: crm.Deal, Moment: process.Created}
	later := robot.Trigger{ID: 6, EntityKind: crm.Deal, Moment: process.Created, IsOn: true, CreatedAt: 101}
	incomplete := robot.Trigger{ID: 7, EntityKind: crm.Deal, Moment: process.StatusEntered, IsOn: true}
	company := robot.Trigger{ID: 8, EntityKind: crm.Company, Moment: process.Created, IsOn: true}
	all := []robot.Trigger{created, createdIn, entered, responsible, off, later, incomplete, company}

	deal := func(kind, after string) event.Event {
		return event.Event{ID: 9, Kind: kind, EntityKind: "deal", EntityID: 5, At: 100, After: json.RawMessage(after)}
	}
	with := func(e event.Event, change func(*event.Event)) event.Event { change(&e); return e }
	here, there := `{"pipeline_id":7,"status_id":1001}`, `{"pipeline_id":7,"status_id":1002}`
	tests := map[string]struct {
		event   event.Event
		want    []process.TriggerID
		stopped bool
	}{
		"made in the status":       {event: deal("deal.created", here), want: []process.TriggerID{1, 2, 3}},
		"made in another status":   {event: deal("deal.created", there), want: []process.TriggerID{1, 2}},
		"made in another pipeline": {event: deal("deal.created", `{"pipeline_id":8,"status_id":1003}`), want: []process.TriggerID{1}},
		"moved into the status":    {event: deal("deal.status_changed", here), want: []process.TriggerID{3}},
		"moved elsewhere":          {event: deal("deal.status_changed", there)},
		"rubbish after":            {event: deal("deal.status_changed", `[1]`)},
		"nothing after":            {event: deal("deal.status_changed", "")},
		"another verb":             {event: deal("deal.name_changed", here)},
		"another kind's verb":      {event: with(deal("deal.created", here), func(e *event.Event) { e.EntityKind = "contact" })},
		"contact":                  {event: event.Event{Kind: "contact.responsible_changed", EntityKind: "contact", At: 100}, want: []process.TriggerID{4}},
		"company":                  {event: event.Event{Kind: "company.created", EntityKind: "company", At: 100}, want: []process.TriggerID{8}},
		"after a later rule":       {event: with(deal("deal.created", there), func(e *event.Event) { e.At = 101 }), want: []process.TriggerID{1, 2, 6}},
		"quiet import":             {event: with(deal("deal.created", here), func(e *event.Event) { e.CauseKind = "import"; e.CauseID = 3 })},
		"import with automation": {
			event: with(deal("deal.created", there), func(e *event.Event) { e.CauseKind, e.CauseID, e.Depth = "import", 3, 1 }),
			want:  []process.TriggerID{1, 2},
		},
		"undo of an import": {event: with(deal("deal.created", here), func(e *event.Event) { e.CauseKind = "undo" })},
		"by another rule": {
			event: with(deal("deal.status_changed", here), func(e *event.Event) { e.CauseKind, e.Depth = "trigger", tenant.MaxDepth-1 }),
			want:  []process.TriggerID{3},
		},
		"end of a chain": {
			event: with(deal("deal.status_changed", here), func(e *event.Event) { e.CauseKind, e.Depth = "trigger", tenant.MaxDepth }),
			want:  []process.TriggerID{3}, stopped: true,
		},
	}
	for name, tt := range tests {
		var got []process.TriggerID
		for _, m := range robot.Find(all, []event.Event{tt.event}) {
			got = append(got, m.Trigger)
			if m.Stopped != tt.stopped {
				t.Errorf("%s: stopped %v", name, m.Stopped)
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
