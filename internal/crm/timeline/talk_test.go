package timeline_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

func TestMentionsAndComments(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seed.CRM(t, d)
		ctx, ref := t.Context(), s.Deal(t, s.Admin, deal.New{}).Ref
		mate := seed.User(t, d, s.Admin.AccountID, seed.Named("Иван Козлов"))
		people := []tenant.UserID{mate.UserID, mate.UserID}
		first, err := s.Timeline.AddNote(ctx, s.Admin, ref, timeline.NewNote{Kind: timeline.Comment, Text: "@Иван Козлов, глянь", Mentions: people})
		if err != nil || !strings.Contains(string(first.Params), `"name":"Иван Козлов"`) {
			t.Fatal(string(first.Params), err)
		}
		reply, err := s.Timeline.AddNote(ctx, mate, ref, timeline.NewNote{Kind: timeline.Comment, Text: "Гляжу", ReplyTo: first.ID})
		if err != nil || !strings.Contains(string(reply.Params), "глянь") {
			t.Fatal(string(reply.Params), err)
		}
		items, _, err := s.Timeline.FilteredFeed(ctx, s.Admin, ref, timeline.FeedFilter{What: "comments"})
		if err != nil || len(items) != 2 || items[1].Kind != "deal.comment_added" {
			t.Fatal(items, err)
		}
		var told struct{ Mentions []tenant.UserID }
		if err := json.Unmarshal(items[1].After, &told); err != nil || fmt.Sprint(told.Mentions) != fmt.Sprint(people[:1]) {
			t.Error("the event names who is spoken to:", string(items[1].After), err)
		}
		if items, _, err := s.Timeline.FilteredFeed(ctx, s.Admin, ref, timeline.FeedFilter{ActorID: mate.UserID}); err != nil || len(items) != 1 {
			t.Error(items, err)
		}
		none := []tenant.UserID{}
		text := "Уже не надо"
		if n, err := s.Timeline.ChangeNote(ctx, s.Admin, first.ID, timeline.NotePatch{Text: &text, Mentions: &none}); err != nil || strings.Contains(string(n.Params), "mentions") {
			t.Error(n, err)
		}
		note, err := s.Timeline.AddNote(ctx, s.Admin, ref, timeline.NewNote{Text: "x"})
		if err != nil {
			t.Fatal(err)
		}
		other := s.Deal(t, s.Admin, deal.New{}).Ref
		for name, n := range map[string]timeline.NewNote{
			"unknown user":       {Text: "x", Mentions: []tenant.UserID{999}},
			"foreign user":       {Text: "x", Mentions: []tenant.UserID{seed.Admin(t, d).UserID}},
			"too many":           {Text: "x", Mentions: make([]tenant.UserID, timeline.MaxMentions+1)},
			"reply to a note":    {Kind: timeline.Comment, Text: "x", ReplyTo: note.ID},
			"reply to nothing":   {Kind: timeline.Comment, Text: "x", ReplyTo: 999},
			"no words":           {Kind: timeline.Comment},
			"files nobody takes": {Text: "x", Files: []crm.FileID{1}},
		} {
			if _, err := s.Timeline.AddNote(ctx, s.Admin, ref, n); errs.CodeOf(err) != errs.CodeInvalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := s.Timeline.AddNote(ctx, s.Admin, other, timeline.NewNote{Kind: timeline.Comment, Text: "x", ReplyTo: first.ID}); errs.CodeOf(err) != errs.CodeInvalid {
			t.Error("a reply on another card:", err)
		}
	})
}

func TestHistoryAndStatistics(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seed.CRM(t, d)
		ctx, made := t.Context(), s.Deal(t, s.Admin, deal.New{})
		name := "Новое имя"
		if _, err := s.Deals.Update(ctx, s.Admin, made.ID, deal.Patch{Patch: entity.Patch{Name: &name}}); err != nil {
			t.Fatal(err)
		}
		to := s.Pipeline.Statuses[1].ID
		if _, err := s.Deals.Move(ctx, s.Admin, made.ID, deal.Move{StatusID: to}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Timeline.AddNote(ctx, s.Admin, made.Ref, timeline.NewNote{Text: "x"}); err != nil {
			t.Fatal(err)
		}
		if list, next, err := s.Timeline.History(ctx, s.Admin, made.Ref, timeline.Property{Name: "name"}, 0, 0); err != nil || next != 0 || len(list) != 1 || !strings.Contains(string(list[0].After), name) {
			t.Error(list, next, err)
		}
		for _, of := range []timeline.Property{{}, {Name: "soul"}} {
			if _, _, err := s.Timeline.History(ctx, s.Admin, made.Ref, of, 0, 0); errs.CodeOf(err) != errs.CodeInvalid {
				t.Error(of, err)
			}
		}
		if _, _, err := s.Timeline.History(ctx, seed.Admin(t, d), made.Ref, timeline.Property{Name: "name"}, 0, 0); errs.CodeOf(err) != errs.CodeNotFound {
			t.Error("another account reads it:", err)
		}
		got, err := s.Timeline.Statistics(ctx, s.Admin, made.Ref)
		if err != nil || got.Notes != 1 || got.FirstAnswer == nil || got.LastTouch == nil || len(got.People) != 1 ||
			got.People[0] != (timeline.Touched{UserID: s.Admin.UserID, Notes: 1}) || len(got.Stays) != 2 || got.Stays[1].StatusID != to {
			t.Errorf("%+v %v", got, err)
		}
		if _, err := s.Timeline.Statistics(ctx, seed.Admin(t, d), made.Ref); errs.CodeOf(err) != errs.CodeNotFound {
			t.Error(err)
		}
	})
}
