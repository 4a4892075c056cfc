package entity_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
)

// filterHalf passes about half of the deals.
const filterHalf = `{"field":"price","op":"gte","value":9000}`

func TestGroup(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, other := newWorld(t, d, "a"), newWorld(t, d, "b")
		w.fill(t, 300, 1)
		other.fill(t, 50, 2)
		lists := entity.NewLists(nil)
		list := w.byType["list"]
		keys := map[string]func(d deal) []string{
			"status":      func(d deal) []string { return []string{fmt.Sprint(d.status)} },
			"responsible": func(d deal) []string { return []string{fmt.Sprint(d.ResponsibleID)} },
			"created_at":  func(d deal) []string { return []string{month(d.CreatedAt)} },
			"closed_at": func(d deal) []string {
				if d.closed == nil {
					return []string{"none"}
				}
				return []string{month(*d.closed)}
			},
			"tags": func(d deal) []string {
				if len(d.tags) == 0 {
					return []string{"none"}
				}
				out := make([]string, len(d.tags))
				for i, name := range d.tags {
					out[i] = w.tagID(t, name)
				}
				return out
			},
			fmt.Sprintf("cf.%d", list.ID): func(d deal) []string {
				if len(d.Data[list.ID]) == 0 {
					return []string{"none"}
				}
				return []string{fmt.Sprint(d.Data[list.ID][0])}
			},
		}
		for by, of := range keys {
			for _, filter := range []string{"{}", filterHalf} {
				w.checkGroups(t, lists, by, filter, of)
			}
		}
		for _, by := range []string{"", "name", "cf.0", "cf.x", fmt.Sprintf("cf.%d", w.byType["text"].ID), "d.id; DROP TABLE deals", strings.Repeat("я", 9000)} {
			_, err := lists.Group(context.Background(), d, w.scope(), entity.Node{}, by)
			if !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("group by %.20q: %v, want invalid", by, err)
			}
		}
		if _, err := lists.Group(context.Background(), d, w.scope(), entity.Node{}, fmt.Sprintf("cf.%d", other.byType["list"].ID)); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("group by a field of another account: %v, want invalid", err)
		}
	})
}

func month(at int64) string {
	y, m, _ := time.Unix(at, 0).UTC().Date()
	return fmt.Sprint(time.Date(y, m, 1, 0, 0, 0, 0, time.UTC).Unix())
}

func (w *world) tagID(t *testing.T, name string) string {
	t.Helper()
	var id int64
	err := w.db.QueryRow(context.Background(), "SELECT id FROM tags WHERE account_id = $1 AND entity_kind = 'deal' AND name = $2", w.who.AccountID, name).Scan(&id)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(id)
}

// passing are the deals a filter by price lets pass.
func (w *world) passing(filter string) (out []deal) {
	for _, d := range w.deals {
		if d.DeletedAt == nil && (filter == "{}" || d.price >= 9000) {
			out = append(out, d)
		}
	}
	return out
}

func (w *world) checkGroups(t *testing.T, lists *entity.Lists, by, filter string, of func(deal) []string) {
	t.Helper()
	want := map[string]entity.Group{}
	for _, d := range w.passing(filter) {
		for _, key := range of(d) {
			g := want[key]
			g.Count, g.Sum = g.Count+1, g.Sum+crm.Money(d.price)
			want[key] = g
		}
	}
	got, err := lists.Group(context.Background(), w.db, w.scope(), parse(t, filter), by)
	if err != nil || got.More || got.Cut {
		t.Fatalf("group by %s: %+v, %v", by, got, err)
	}
	if len(got.Items) != len(want) {
		t.Errorf("group by %s, %s: %d parts, want %d", by, filter, len(got.Items), len(want))
	}
	for _, g := range got.Items {
		key := "none"
		if g.Value != nil {
			key = fmt.Sprint(*g.Value)
		}
		if want[key].Count != g.Count || want[key].Sum != g.Sum {
			t.Errorf("group by %s, %s: %s has %d worth %d, want %+v", by, filter, key, g.Count, g.Sum, want[key])
		}
	}
}

func TestSummaries(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, other := newWorld(t, d, "a"), newWorld(t, d, "b")
		w.fill(t, 300, 3)
		other.fill(t, 50, 4)
		lists := entity.NewLists(nil)
		money, formula := w.byType["money"], w.byType["formula"]
		columns := []string{"price", fmt.Sprintf("cf.%d", money.ID), fmt.Sprintf("cf.%d", formula.ID)}
		got, more, err := lists.Summaries(context.Background(), d, w.scope(), parse(t, filterHalf), columns)
		if err != nil || more || len(got) != 3 {
			t.Fatalf("%+v, %v, %v", got, more, err)
		}
		want := [3]entity.Summary{}
		for _, deal := range w.passing(filterHalf) {
			values := [3][]float64{{float64(deal.price)}, number(deal.Data[money.ID]), number(deal.Data[formula.ID])}
			for i, v := range values {
				if len(v) == 0 {
					continue
				}
				s := &want[i]
				if s.Count == 0 {
					s.Min, s.Max = v[0], v[0]
				}
				s.Count, s.Sum, s.Min, s.Max = s.Count+1, s.Sum+v[0], min(s.Min, v[0]), max(s.Max, v[0])
			}
		}
		for i, s := range want {
			g := got[i]
			if g.Column != columns[i] || g.Count != s.Count || math.Abs(g.Sum-s.Sum) > 1e-6 || g.Min != s.Min || g.Max != s.Max ||
				math.Abs(g.Average-s.Sum/float64(s.Count)) > 1e-6 {
				t.Errorf("%s: %+v, want %+v", columns[i], g, s)
			}
		}
		bad := [][]string{nil, {"name"}, {"cf.0"}, {fmt.Sprintf("cf.%d", w.byType["date"].ID)}, {fmt.Sprintf("cf.%d", other.byType["money"].ID)}, make([]string, 41)}
		for _, columns := range bad {
			if _, _, err := lists.Summaries(context.Background(), d, w.scope(), entity.Node{}, columns); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("sum up %v: %v, want invalid", columns, err)
			}
		}
		none, _, err := lists.Summaries(context.Background(), d, w.scope(), parse(t, `{"field":"price","op":"lt","value":0}`), columns)
		if err != nil || none[0].Count != 0 || none[0].Max != 0 {
			t.Errorf("nothing to sum up: %+v, %v", none, err)
		}
	})
}

func number(values []any) []float64 {
	if len(values) == 0 {
		return nil
	}
	var f float64
	if _, err := fmt.Sscan(fmt.Sprint(values[0]), &f); err != nil {
		return nil
	}
	return []float64{f}
}
