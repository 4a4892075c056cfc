package timeline_test

import (
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

func TestHistoryIsPaged(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seed.CRM(t, d)
		ctx, made := t.Context(), s.Deal(t, s.Admin, deal.New{})
		for i := range 5 {
			price := crm.Money(100 + i)
			if _, err := s.Deals.Update(ctx, s.Admin, made.ID, deal.Patch{Price: &price}); err != nil {
				t.Fatal(err)
			}
		}
		var told []string
		before := int64(0)
		for range 4 {
			list, next, err := s.Timeline.History(ctx, s.Admin, made.Ref, timeline.Property{Name: "budget"}, before, 2)
			if err != nil || len(list) > 2 {
				t.Fatal(list, err)
			}
			for _, item := range list {
				told = append(told, string(item.After))
			}
			if before = next; next == 0 {
				break
			}
		}
		if len(told) != 5 || !strings.Contains(told[0], "104") || !strings.Contains(told[4], "100") {
			t.Error(told)
		}
	})
}

func TestHistoryOfAHiddenField(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seed.CRM(t, d)
		ctx := t.Context()
		field := s.Field(t, crm.Deal, "text", "Тайна")
		made := s.Deal(t, s.Admin, deal.New{})
		patch := deal.Patch{Patch: entity.Patch{Fields: map[crm.FieldID]any{field.ID: []any{"тайна"}}}}
		if _, err := s.Deals.Update(ctx, s.Admin, made.ID, patch); err != nil {
			t.Fatal(err)
		}
		of := timeline.Property{Field: field.ID}
		if list, _, err := s.Timeline.History(ctx, s.Admin, made.Ref, of, 0, 0); err != nil || len(list) != 1 {
			t.Error(list, err)
		}
		blind := s.Admin
		blind.Admin = false
		blind.Rights.Entities = map[string]map[string]tenant.Scope{"deal": {"view": tenant.ScopeAll}}
		blind.Rights.Fields = map[int64]tenant.FieldAccess{int64(field.ID): tenant.FieldHidden}
		if list, _, err := s.Timeline.History(ctx, blind, made.Ref, of, 0, 0); err != nil || len(list) != 0 {
			t.Error("a hidden field is told of:", list, err)
		}
	})
}

func TestFeedOfLinkedCards(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seed.CRM(t, d)
		ctx := t.Context()
		made := s.Deal(t, s.Admin, deal.New{Contacts: []deal.NewPerson{{New: &contact.New{New: entity.New{Name: "Анна"}}, IsMain: true}}})
		person := crm.Ref{Kind: crm.Contact, ID: crm.ID(*made.MainContactID)}
		if _, err := s.Timeline.AddNote(ctx, s.Admin, person, timeline.NewNote{Text: "о человеке"}); err != nil {
			t.Fatal(err)
		}
		count := func(who tenant.Actor, f timeline.FeedFilter) (own, linked int) {
			t.Helper()
			items, _, err := s.Timeline.FilteredFeed(ctx, who, made.Ref, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, item := range items {
				switch {
				case item.Card == nil:
					own++
				case item.Card.Ref == person && item.Card.Name == "Анна" && item.MergedFrom == 0:
					linked++
				default:
					t.Errorf("%+v", item.Card)
				}
			}
			return own, linked
		}
		if _, linked := count(s.Admin, timeline.FeedFilter{}); linked != 0 {
			t.Error("linked cards come unasked")
		}
		if own, linked := count(s.Admin, timeline.FeedFilter{Linked: true}); own == 0 || linked < 2 {
			t.Error(own, linked)
		}
		if own, linked := count(s.Admin, timeline.FeedFilter{Linked: true, What: "notes"}); own != 0 || linked != 1 {
			t.Error(own, linked)
		}
		if own, linked := count(s.Admin, timeline.FeedFilter{Linked: true, ToAt: 1}); own+linked != 0 {
			t.Error("after the moment:", own, linked)
		}
		clerk := s.Admin
		clerk.Admin = false
		clerk.Rights.Entities = map[string]map[string]tenant.Scope{"deal": {"view": tenant.ScopeAll}}
		if _, linked := count(clerk, timeline.FeedFilter{Linked: true}); linked != 0 {
			t.Error("events of cards that may not be seen:", linked)
		}
	})
}

// One property is read along the card's own piece of the index, however many events the account has.
func TestHistoryIsReadAlongTheIndex(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, explain := t.Context(), "EXPLAIN QUERY PLAN "
		err := d.Write(ctx, func(tx *db.Tx) error {
			many := make([]event.Event, 2000)
			for i := range many {
				many[i] = event.Event{AccountID: 1, Kind: "deal.field_changed", EntityKind: "deal", EntityID: int64(i % 500), ObjectKind: "field", ObjectID: int64(i % 4), ActorKind: "person"}
			}
			return event.Append(ctx, tx, many...)
		})
		if err != nil {
			t.Fatal(err)
		}
		if d.Engine() == db.Postgres {
			explain = "EXPLAIN "
			if _, err := d.Exec(ctx, "ANALYZE events"); err != nil {
				t.Fatal(err)
			}
		}
		rows, err := d.Query(ctx, explain+`SELECT id FROM events WHERE account_id = $1 AND entity_kind = $2 AND entity_id = $3
			AND object_id = $4 AND kind IN ('deal.field_changed') ORDER BY id DESC LIMIT 50`, 1, "deal", 7, 3)
		plan, err := db.Collect(rows, err, func(r db.Rows) (text string, err error) {
			if d.Engine() == db.Postgres {
				return text, r.Scan(&text)
			}
			var a, b, c any
			err = r.Scan(&a, &b, &c, &text)
			return text, err
		})
		all := strings.Join(plan, "\n")
		if err != nil || !strings.Contains(all, "events_entity") || strings.Contains(all, "TEMP B-TREE") {
			t.Error(all, err)
		}
	})
}
