package deal_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

func names(list []deal.Deal) []string {
	out := make([]string, len(list))
	for i, d := range list {
		out[i] = d.Name
	}
	return out
}

func TestBoard(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		st := s.Pipeline.Statuses
		mine := s.User(t, seed.Scoped(tenant.ScopeOwn))
		for i := range 5 {
			s.Deal(t, s.Admin, deal.New{New: entity.New{Name: fmt.Sprint("A", i), Tags: []string{"x"}}, Price: 100})
		}
		s.Deal(t, s.Admin, deal.New{
			New: entity.New{Name: "B"}, Price: 7, StatusID: st[1].ID,
			Company: &contact.NewCompany{New: entity.New{Name: "Ромашка"}}, Contacts: []deal.NewPerson{{New: &contact.New{FirstName: "Иван"}}},
		})
		s.Deal(t, mine, deal.New{New: entity.New{Name: "M"}, Price: 1})
		s.Deal(t, s.Admin, deal.New{New: entity.New{Name: "closed"}, StatusID: st[5].ID})
		gone := s.Deal(t, s.Admin, deal.New{New: entity.New{Name: "gone"}})
		if err := s.Deals.Delete(t.Context(), s.Admin, gone.ID); err != nil {
			t.Fatal(err)
		}
		stranger := s.Another(t)
		stranger.Deal(t, stranger.Admin, deal.New{})

		board, err := s.Deals.Board(t.Context(), s.Admin, deal.BoardQuery{PerColumn: 4, Sort: "name"})
		if err != nil {
			t.Fatal(err)
		}
		first, second := board.Columns[0], board.Columns[1]
		if len(board.Columns) != 5 || board.Count != 7 || board.Sum != 508 || first.Count != 6 || first.Sum != 501 || second.Count != 1 {
			t.Errorf("got %+v", board)
		}
		if got := names(first.Items); !slices.Equal(got, []string{"A0", "A1", "A2", "A3"}) || first.Items[0].Tags[0].Name != "x" || first.Next == "" {
			t.Errorf("first column: %v, next %q", got, first.Next)
		}
		if b := second.Items[0]; b.CompanyName != "Ромашка" || b.Contacts[0].Name != "Иван" || second.Next != "" {
			t.Errorf("second column: %+v", b)
		}
		more, err := s.Deals.BoardColumn(t.Context(), s.Admin, st[0].ID, deal.BoardQuery{PerColumn: 4, Sort: "name"}, first.Next)
		if err != nil || !slices.Equal(names(more.Items), []string{"A4", "M"}) || more.Next != "" {
			t.Errorf("more: %v, %v", names(more.Items), err)
		}
		own, err := s.Deals.Board(t.Context(), mine, deal.BoardQuery{})
		if err != nil || own.Count != 1 || own.Sum != 1 || len(own.Columns[0].Items) != 1 {
			t.Errorf("own deals only: %+v, %v", own, err)
		}
		counts, err := s.Deals.BoardCounts(t.Context(), s.Admin, deal.BoardQuery{})
		if err != nil || counts.Count != 7 || counts.Columns[0].Items != nil {
			t.Errorf("counts: %+v, %v", counts, err)
		}
	})
}

func TestBoardSorts(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		now := time.Now().Unix()
		for i, c := range []struct {
			name  string
			price crm.Money
			due   int64
		}{{"б", 3, now + 1000}, {"а", 1, 0}, {"в", 2, now - 1000}} {
			d := s.Deal(t, s.Admin, deal.New{New: entity.New{Name: c.name, CreatedAt: now - int64(i)}, Price: c.price})
			if c.due != 0 {
				if _, err := s.Tasks.Create(t.Context(), s.Admin, task.New{Ref: d.Ref, Text: "звонок", DueAt: c.due}); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := s.DB.Exec(t.Context(), `UPDATE deals SET updated_at = $1 WHERE id = $2`, now+int64(i), d.ID); err != nil {
				t.Fatal(err)
			}
		}
		for sort, want := range map[string][]string{
			"name": {"а", "б", "в"}, "-name": {"в", "б", "а"}, "price": {"а", "в", "б"}, "-price": {"б", "в", "а"},
			"next_task": {"в", "б", "а"}, "-next_task": {"а", "б", "в"}, "created_at": {"в", "а", "б"}, "": {"в", "а", "б"}, "updated_at": {"б", "а", "в"},
		} {
			board, err := s.Deals.Board(t.Context(), s.Admin, deal.BoardQuery{Sort: sort, PerColumn: 2})
			if err != nil {
				t.Fatal(err)
			}
			got := names(board.Columns[0].Items)
			for next := board.Columns[0].Next; next != ""; {
				page, err := s.Deals.BoardColumn(t.Context(), s.Admin, s.Pipeline.Statuses[0].ID, deal.BoardQuery{Sort: sort, PerColumn: 1}, next)
				if err != nil {
					t.Fatal(err)
				}
				got, next = append(got, names(page.Items)...), page.Next
			}
			if !slices.Equal(got, want) {
				t.Errorf("%q: got %v, want %v", sort, got, want)
			}
		}
		board, _ := s.Deals.Board(t.Context(), s.Admin, deal.BoardQuery{Sort: "next_task"})
		if first := board.Columns[0].Items[0]; first.NextTask == nil || first.NextTask.Text != "звонок" {
			t.Errorf("the words beside the circle: %+v", first.NextTask)
		}
	})
}

func TestBoardRefuses(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		other := s.Another(t).Pipeline
		for name, c := range map[string]struct {
			query deal.BoardQuery
			code  errs.Code
		}{
			"sort":     {deal.BoardQuery{Sort: "name; DROP TABLE deals"}, errs.CodeInvalid},
			"minus":    {deal.BoardQuery{Sort: "-"}, errs.CodeInvalid},
			"pipeline": {deal.BoardQuery{PipelineID: other.ID}, errs.CodeNotFound},
			"filter":   {deal.BoardQuery{Filter: entity.Leaf("nonsense", "eq", 1)}, errs.CodeInvalid},
		} {
			if _, err := s.Deals.Board(t.Context(), s.Admin, c.query); !errs.Is(err, c.code) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, after := range []string{"x", "bnVsbA", "WzEsMiwzXQ", "WyJhIiwxXQ", "W251bGwsbnVsbF0"} {
			_, err := s.Deals.BoardColumn(t.Context(), s.Admin, s.Pipeline.Statuses[0].ID, deal.BoardQuery{}, after)
			if err != nil && !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("after %q: %v", after, err)
			}
		}
		if _, err := s.Deals.BoardColumn(t.Context(), s.Admin, other.Statuses[0].ID, deal.BoardQuery{}, ""); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("another account's column: %v", err)
		}
	})
}

// Each column has its own count and its own first cards.
func TestBoardOfMany(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		items := make([]deal.New, 500)
		for i := range items {
			items[i] = deal.New{New: entity.New{Name: "Сделка"}, StatusID: s.Pipeline.Statuses[i%5].ID, Price: 1}
		}
		err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
			_, _, err := s.Deals.CreateMany(t.Context(), tx, s.Admin, items)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		board, err := s.Deals.Board(t.Context(), s.Admin, deal.BoardQuery{})
		if err != nil || board.Count != 500 || board.Columns[4].Count != 100 || len(board.Columns[4].Items) != 30 {
			t.Errorf("%+v, %v", board.Count, err)
		}
	})
}

func TestBoardStale(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		week := 7
		first := s.Pipeline.Statuses[0].ID
		if _, err := s.Pipelines.UpdateStatus(t.Context(), s.Admin, first, pipeline.StatusPatch{StaleDays: &week}); err != nil {
			t.Fatal(err)
		}
		now := s.DB.Now().Unix()
		for i, days := range []int64{0, 6, 7, 30} {
			for _, st := range s.Pipeline.Statuses[:2] { // the second one has no such days
				d := s.Deal(t, s.Admin, deal.New{New: entity.New{Name: fmt.Sprint(i)}, StatusID: st.ID})
				if _, err := s.DB.Exec(t.Context(), `UPDATE deals SET status_changed_at = $1 WHERE id = $2`, now-days*24*3600, d.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
		board, err := s.Deals.BoardCounts(t.Context(), s.Admin, deal.BoardQuery{})
		if err != nil || board.Columns[0].Stale != 2 || board.Columns[1].Stale != 0 || board.Stale != 2 {
			t.Errorf("got %+v, %v", board, err)
		}
	})
}
