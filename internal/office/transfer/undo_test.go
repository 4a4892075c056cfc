package transfer_test

import (
	"slices"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/office/transfer"
	"voronka/internal/schema/dbtest"
	"voronka/internal/tenant"
)

const threeRows = "ФИО;Телефон;Компания;Сделка;Сумма;Комментарий\n" +
	"Анна;+79161111111;Ромашка;Окна;100;раз\n" +
	"Борис;+79162222222;Лютик;Двери;200;два\n" +
	"Вера;+79163333333;Ромашка;Полы;300;три\n"

func (f *fixture) takeBack(who tenant.Actor, id transfer.ImportID) transfer.Import {
	f.t.Helper()
	if _, err := f.Undo(f.t.Context(), who, id); err != nil {
		f.t.Fatal(err)
	}
	f.drain()
	return f.find(who, id)
}

func TestUndoWhole(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		before := f.Contact(t, f.Admin, contact.New{New: entity.New{Name: "Анна была"}, Phone: "89161111111"})
		i := f.takeBack(f.Admin, f.csv(f.Admin, threeRows).ID)
		if i.State != transfer.Undone || i.UndoneAt == nil || i.Counts.Undo.Deleted != 7 || i.Counts.Undo.Reverted != 1 || i.Counts.Undo.Kept != 0 {
			t.Fatalf("%s %+v %v", i.State, i.Counts.Undo, i.Error)
		}
		people := f.people(f.Admin, entity.Node{})
		if len(people) != 1 || len(f.companies(f.Admin, entity.Node{})) != 0 || len(f.deals(f.Admin, entity.Node{})) != 0 {
			t.Error("something stayed")
		}
		if p := people[0]; p.CompanyID != nil || len(p.Tags) != 0 || !same(p.Data, before.Data) {
			t.Errorf("%+v, before %+v", p, before)
		}
		if kinds := f.Kinds(t, crm.Ref{Kind: "import", ID: crm.ID(i.ID)}); !slices.Equal(kinds, []string{"import.finished", "import.undone"}) {
			t.Error(kinds)
		}
	})
}

func same(a, b entity.Values) bool { return len(entity.Diff(a, b)) == 0 }

// What somebody worked on since stays, and what belongs to it.
func TestUndoKeepsWork(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		work  func(f *fixture, d deal.Deal)
		stays int // cards
	}{
		"a changed deal keeps its contact and company": {func(f *fixture, d deal.Deal) {
			price := crm.Money(999)
			if _, err := f.Deals.Update(f.t.Context(), f.Admin, d.ID, deal.Patch{Price: &price}); err != nil {
				f.t.Fatal(err)
			}
		}, 3},
		"a note on the company": {func(f *fixture, d deal.Deal) {
			_, err := f.Timeline.AddNote(f.t.Context(), f.Admin, crm.Ref{Kind: crm.Company, ID: *d.CompanyID}, timeline.NewNote{Text: "важно"})
			if err != nil {
				f.t.Fatal(err)
			}
		}, 1},
		"a new deal of the contact": {func(f *fixture, d deal.Deal) {
			f.Deal(f.t, f.Admin, deal.New{Contacts: []deal.NewPerson{{ID: *d.MainContactID}}})
		}, 3}, // the new deal, the contact, its company
		"what a robot did does not count": {func(f *fixture, d deal.Deal) {
			robot := tenant.RobotOf(f.Admin.AccountID, tenant.Cause{Kind: "trigger", ID: 1, Depth: 1})
			_, err := f.Timeline.AddNote(f.t.Context(), robot, d.Ref, timeline.NewNote{Text: "робот"})
			if err != nil {
				f.t.Fatal(err)
			}
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, dbtest.One(t))
			i := f.csv(f.Admin, threeRows)
			tt.work(f, f.deals(f.Admin, named("Двери"))[0])
			i = f.takeBack(f.Admin, i.ID)
			left := len(f.people(f.Admin, entity.Node{})) + len(f.companies(f.Admin, entity.Node{})) + len(f.deals(f.Admin, entity.Node{}))
			if left != tt.stays || i.State != transfer.Undone {
				t.Errorf("%d cards stay, want %d: %s %+v %q", left, tt.stays, i.State, i.Counts.Undo, f.problems(f.Admin, i.ID))
			}
			if kept := len(f.problems(f.Admin, i.ID)); kept != i.Counts.Undo.Kept {
				t.Errorf("%d reported, %d kept", kept, i.Counts.Undo.Kept)
			}
		})
	}
}

// Of a joined card only the values that are still those of the import are put back.
func TestUndoOfJoined(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.One(t))
	city := f.Field(t, crm.Contact, "text", "Город")
	height := f.Field(t, crm.Contact, "number", "Рост")
	old := f.Contact(t, f.Admin, contact.New{New: entity.New{Name: "Анна"}, Phone: "+79161111111"})
	i := f.csv(f.Admin, "ФИО;Телефон;Город;Рост;Комментарий\nАнна;89161111111;Тверь;170;заметка\n", target(4, "contact.note"))
	_, err := f.Contacts.Update(t.Context(), f.Admin, old.ID, contact.Patch{Patch: entity.Patch{Fields: map[crm.FieldID]any{city.ID: "Москва"}}})
	if err != nil {
		t.Fatal(err)
	}
	i = f.takeBack(f.Admin, i.ID)
	p, err := f.Contacts.Find(t.Context(), f.Admin, old.ID)
	if err != nil || len(p.Tags) != 0 || p.Data.Has(height.ID) || p.Data[city.ID][0] != "Москва" {
		t.Errorf("%+v, %v", p, err)
	}
	if report := f.problems(f.Admin, i.ID); len(report) != 1 || !strings.Contains(report[0], "somebody has changed some") {
		t.Error(report)
	}
	items, _, err := f.Timeline.Feed(t.Context(), f.Admin, old.Ref, 0, 50)
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range items {
		if item.Note != nil {
			t.Errorf("the note stayed: %+v", item.Note)
		}
	}
}

// An undo in two sittings takes everything back once.
func TestUndoResumed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		i := f.csv(f.Admin, people(450))
		if _, err := f.Undo(t.Context(), f.Admin, i.ID); err != nil {
			t.Fatal(err)
		}
		f.killAfter(func() bool { return f.find(f.Admin, i.ID).Counts.Undo.Handled > 0 })
		f.drain()
		i = f.find(f.Admin, i.ID)
		if i.State != transfer.Undone || i.Counts.Undo.Deleted != 450 || i.Counts.Undo.Handled != 450 || len(f.people(f.Admin, entity.Node{})) != 0 {
			t.Errorf("%s %+v", i.State, i.Counts.Undo)
		}
	})
}
