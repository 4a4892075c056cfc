package timeline_test

import (
	"encoding/json"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

func each(t *testing.T, fn func(t *testing.T, s *seed.Scene)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { fn(t, seed.CRM(t, d)) })
}

func add(t *testing.T, s *seed.Scene, who tenant.Actor, ref crm.Ref, text string) timeline.Note {
	t.Helper()
	n, err := s.Timeline.AddNote(t.Context(), who, ref, timeline.NewNote{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func feed(t *testing.T, s *seed.Scene, ref crm.Ref) []timeline.Item {
	t.Helper()
	items, _, err := s.Timeline.Feed(t.Context(), s.Admin, ref, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	return items
}

func TestNotes(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		d := s.Deal(t, s.Admin, deal.New{})
		n := add(t, s, s.Admin, d.Ref, "  Перезвонить \x00 завтра ")
		if n.Text != "Перезвонить  завтра" || n.Kind != timeline.Common {
			t.Errorf("got %+v", n)
		}
		if got, err := s.Timeline.EditNote(t.Context(), s.Admin, n.ID, "Позвонил"); err != nil || got.Text != "Позвонил" {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := s.Timeline.EditNote(t.Context(), s.Admin, n.ID, "Позвонил"); err != nil {
			t.Error(err)
		}
		if got, err := s.Timeline.Pin(t.Context(), s.Admin, n.ID, true); err != nil || !got.IsPinned {
			t.Errorf("%+v, %v", got, err)
		}
		if pinned, err := s.Timeline.Pinned(t.Context(), s.Admin, d.Ref); err != nil || len(pinned) != 1 {
			t.Errorf("%+v, %v", pinned, err)
		}
		items := feed(t, s, d.Ref)
		if len(items) != 4 || items[0].Kind != "deal.note_pinned" || items[2].Note == nil || items[2].Note.Text != "Позвонил" || items[0].Actor.Name == "" {
			t.Errorf("feed %+v", items)
		}
		if err := s.Timeline.DeleteNote(t.Context(), s.Admin, n.ID); err != nil {
			t.Fatal(err)
		}
		if items := feed(t, s, d.Ref); len(items) != 5 || items[3].Note != nil {
			t.Error("a deleted note leaves its events and no text of its own")
		}
		if err := s.Timeline.DeleteNote(t.Context(), s.Admin, n.ID); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("deleted twice: %v", err)
		}
		got, err := s.Deals.Find(t.Context(), s.Admin, d.ID)
		if err != nil || got.Version != 1 {
			t.Errorf("notes leave the card's version: %d, %v", got.Version, err)
		}
	})
}

func TestNotesRefuse(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		d := s.Deal(t, s.Admin, deal.New{})
		for name, n := range map[string]timeline.NewNote{
			"empty":        {Text: " \n\x00"},
			"long":         {Text: strings.Repeat("я", timeline.MaxText+1)},
			"kind":         {Text: "x", Kind: "Не слово"},
			"params":       {Text: "x", Params: json.RawMessage(`[1]`)},
			"huge params":  {Text: "x", Params: json.RawMessage(`{"a":"` + strings.Repeat("x", timeline.MaxParams) + `"}`)},
			"zero in JSON": {Text: "x", Params: json.RawMessage(`{"a":"\u0000"}`)},
		} {
			if _, err := s.Timeline.AddNote(t.Context(), s.Admin, d.Ref, n); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		note := add(t, s, s.Admin, d.Ref, "тайна")
		rights := seed.ScopedRights(tenant.ScopeAll)
		rights.Entities["deal"]["edit"] = tenant.ScopeOwn
		reader, own, stranger := s.User(t, seed.Rights(rights)), s.User(t, seed.Scoped(tenant.ScopeOwn)), s.Another(t).Admin
		for name, c := range map[string]struct {
			who       tenant.Actor
			edit, add errs.Code
		}{
			"reader": {reader, errs.CodeForbidden, ""}, "out of view": {own, errs.CodeNotFound, errs.CodeNotFound}, "another account": {stranger, errs.CodeNotFound, errs.CodeNotFound},
		} {
			_, editErr := s.Timeline.EditNote(t.Context(), c.who, note.ID, "x")
			deleteErr := s.Timeline.DeleteNote(t.Context(), c.who, note.ID)
			if !errs.Is(editErr, c.edit) || !errs.Is(deleteErr, c.edit) {
				t.Errorf("%s: edit %v, delete %v", name, editErr, deleteErr)
			}
			_, addErr := s.Timeline.AddNote(t.Context(), c.who, d.Ref, timeline.NewNote{Text: "x"})
			_, _, feedErr := s.Timeline.Feed(t.Context(), c.who, d.Ref, 0, 10)
			_, _, listErr := s.Timeline.Notes(t.Context(), c.who, d.Ref, 0, 10)
			for _, err := range []error{addErr, feedErr, listErr} {
				if c.add == "" && err != nil || c.add != "" && !errs.Is(err, c.add) {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		mine := add(t, s, reader, d.Ref, "моё")
		if _, err := s.Timeline.EditNote(t.Context(), reader, mine.ID, "моё!"); err != nil {
			t.Errorf("one's own note: %v", err)
		}
		if _, err := s.Timeline.FindNote(t.Context(), s.Admin, 1<<62); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("huge id: %v", err)
		}
	})
}

func TestFeedPages(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		d := s.Deal(t, s.Admin, deal.New{})
		for range 7 {
			add(t, s, s.Admin, d.Ref, "x")
		}
		if _, err := s.Tasks.Create(t.Context(), s.Admin, task.New{Ref: d.Ref, Text: "Звонок"}); err != nil {
			t.Fatal(err)
		}
		var ids []int64
		var before int64
		for pages := 1; ; pages++ {
			items, next, err := s.Timeline.Feed(t.Context(), s.Admin, d.Ref, before, 4)
			if err != nil {
				t.Fatal(err)
			}
			for _, item := range items {
				ids = append(ids, item.ID)
			}
			if pages == 1 {
				if got, ok := items[0].Task.(task.Task); !ok || got.Text != "Звонок" {
					t.Errorf("the task of the first item is %+v", items[0].Task)
				}
				add(t, s, s.Admin, d.Ref, "a new one does not move the pages")
			}
			if before = next; next == 0 {
				break
			}
		}
		if len(ids) != 9 {
			t.Fatalf("%d items", len(ids))
		}
		for i := range len(ids) - 1 {
			if ids[i] <= ids[i+1] {
				t.Errorf("order: %v", ids)
			}
		}
		notes, next, err := s.Timeline.Notes(t.Context(), s.Admin, d.Ref, 0, 5)
		if err != nil || len(notes) != 5 || next != notes[4].ID {
			t.Errorf("%d notes, next %d, %v", len(notes), next, err)
		}
		notes, next, err = s.Timeline.Notes(t.Context(), s.Admin, d.Ref, next, 5)
		if err != nil || len(notes) != 3 || next != 0 {
			t.Errorf("%d notes, next %d, %v", len(notes), next, err)
		}
	})
}

func TestFeedTellsCause(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		d := s.Deal(t, s.Admin, deal.New{})
		robot := tenant.RobotOf(s.Admin.AccountID, tenant.Cause{Kind: "trigger", ID: 7, Depth: 1})
		add(t, s, robot, d.Ref, "от правила")
		item := feed(t, s, d.Ref)[0]
		if item.Actor.Kind != string(tenant.Robot) || item.Cause == nil || item.Cause.ID != 7 {
			t.Errorf("got %+v", item)
		}
	})
}
