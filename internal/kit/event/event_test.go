package event_test

import (
	"testing"

	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/kit/job"
	"voronka/internal/schema/dbtest"
)

func TestAppend(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		events := []event.Event{{AccountID: 1, Kind: "deal.created", EntityKind: "deal", EntityID: 5, ActorKind: "user", After: []byte(`{"name":"x"}`)}, {AccountID: 1, Kind: "deal.moved", EntityKind: "deal", EntityID: 5, ActorKind: "user"}}
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			if _, err := job.Enqueue(t.Context(), tx, job.New{Kind: "x"}); err != nil {
				return err
			}
			return event.Append(t.Context(), tx, events...)
		})
		if err != nil {
			t.Fatal(err)
		}
		stored, err := event.List(t.Context(), d, event.Filter{AccountID: 1, OldestFirst: true, Limit: 10})
		if err != nil || len(stored) != 2 || stored[0].Kind != events[0].Kind || stored[1].Kind != events[1].Kind {
			t.Fatalf("stored %+v, %v", stored, err)
		}
		if events[0].At == 0 || events[0].ChangeID != events[1].ChangeID {
			t.Fatalf("not filled: %+v", events)
		}
	})
}
