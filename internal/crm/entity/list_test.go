package entity_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/schema/dbtest"
	"voronka/internal/tenant"
)

// ways force each path through the lists upon a small table.
var ways = map[string][4]int{"small": {100000, 0, 0, 0}, "few": {5, 100000, 0, 0}, "lots": {5, 0, 40, 100000}, "on": {5, 0, 40, 0}}

func TestFiltersMeanWhatTheySay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		stranger := newWorld(t, d, "stranger")
		stranger.fill(t, 30, 7)
		w := newWorld(t, d, "one")
		w.fill(t, 250, 1)
		for way, tune := range ways {
			lists := entity.NewLists(nil)
			lists.Tune(tune[0], tune[1], tune[2], tune[3])
			for text, passes := range w.cases() {
				want := w.expect(passes, "-created_at", w.who)
				got := w.pages(t, lists, w.scope(), text, "-created_at", 40)
				if !slices.Equal(got, want) {
					t.Errorf("%s: %s: %d cards, want %d\n got %v\nwant %v", way, text, len(got), len(want), got, want)
				}
				w.checkCount(t, lists, text, passes)
			}
		}
	})
}

func (w *world) checkCount(t *testing.T, lists *entity.Lists, text string, passes func(deal) bool) {
	t.Helper()
	filter, err := entity.Parse([]byte(text))
	if err != nil {
		t.Fatal(text, err)
	}
	var want entity.Total
	for _, d := range w.deals {
		if d.DeletedAt == nil && passes(d) {
			want.Count++
			want.Sum += crm.Money(d.price)
		}
	}
	got, err := lists.Count(context.Background(), w.db, w.scope(), filter, 1000)
	if err != nil || got != want {
		t.Errorf("count of %s = %+v, %v, want %+v", text, got, err, want)
	}
	if want.Count > 3 {
		got, err = lists.Count(context.Background(), w.db, w.scope(), filter, 3)
		if err != nil || got != (entity.Total{Count: 3, More: true}) {
			t.Errorf("bounded count of %s = %+v, %v", text, got, err)
		}
	}
}

func (w *world) pages(t *testing.T, lists *entity.Lists, s entity.Scope, text, sort string, limit int) []crm.ID {
	t.Helper()
	filter, err := entity.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	var out []crm.ID
	after := ""
	for range 1000 {
		page, err := lists.Page(context.Background(), w.db, s, entity.Query{Filter: filter, Sort: sort, After: after, Limit: limit})
		if err != nil {
			t.Fatalf("%s by %s: %v", text, sort, err)
		}
		out = append(out, page.IDs...)
		if page.Next == "" {
			return out
		}
		after = page.Next
	}
	t.Fatalf("%s by %s: the pages have no end", text, sort)
	return nil
}

// expect is the list in order, as plain Go makes it.
func (w *world) expect(passes func(deal) bool, sort string, who tenant.Actor) []crm.ID {
	name, desc := strings.CutPrefix(sort, "-")
	var kept []deal
	for _, d := range w.deals {
		if d.DeletedAt == nil && passes(d) && (who.Admin || who.Covers(who.Scope("deal", "view"), d.ResponsibleID)) {
			kept = append(kept, d)
		}
	}
	slices.SortFunc(kept, func(a, b deal) int {
		x, y := w.key(a, name, desc), w.key(b, name, desc)
		switch {
		case x == nil && y == nil:
			return -cmp.Or(cmp.Compare(a.CreatedAt, b.CreatedAt), cmp.Compare(a.ID, b.ID))
		case x == nil:
			return 1
		case y == nil:
			return -1
		}
		c := cmp.Compare(a.ID, b.ID)
		switch x := x.(type) {
		case string:
			c = cmp.Or(cmp.Compare(x, y.(string)), c)
		case float64:
			c = cmp.Or(cmp.Compare(x, y.(float64)), c)
		}
		if desc {
			return -c
		}
		return c
	})
	var ids []crm.ID
	for _, d := range kept {
		ids = append(ids, d.ID)
	}
	return ids
}

func (w *world) key(d deal, name string, desc bool) any {
	optional := func(n *int64) any {
		if n == nil {
			return nil
		}
		return float64(*n)
	}
	switch name {
	case "id":
		return float64(d.ID)
	case "name":
		return lang.Fold(d.Name)
	case "price":
		return float64(d.price)
	case "created_at":
		return float64(d.CreatedAt)
	case "updated_at":
		return float64(d.UpdatedAt)
	case "next_task":
		return optional(d.NextTaskAt)
	case "closed_at":
		return optional(d.closed)
	}
	for _, f := range w.byType {
		if fmt.Sprintf("cf.%d", f.ID) != name {
			continue
		}
		numbers, texts := f.Index(d.Data[f.ID])
		slices.Sort(numbers)
		slices.Sort(texts)
		switch {
		case len(numbers) > 0 && desc:
			return numbers[len(numbers)-1]
		case len(numbers) > 0:
			return numbers[0]
		case len(texts) > 0 && desc:
			return texts[len(texts)-1]
		case len(texts) > 0:
			return texts[0]
		}
	}
	return nil
}

func TestSorts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "one")
		w.fill(t, 200, 2)
		group := tenant.Actor{AccountID: w.who.AccountID, UserID: 2, Members: []tenant.UserID{2, 3},
			Rights: tenant.Rights{Entities: map[string]map[string]tenant.Scope{"deal": {"view": tenant.ScopeGroup}}}}
		sorts := []string{"id", "name", "price", "created_at", "updated_at", "next_task", "closed_at"}
		for _, f := range w.byType {
			sorts = append(sorts, fmt.Sprintf("cf.%d", f.ID))
		}
		price := func(d deal) bool { return d.price >= 4000 }
		number := w.byType["number"]
		positive := func(d deal) bool {
			n, _ := number.Index(d.Data[number.ID])
			return len(n) == 1 && n[0] > 0
		}
		for way, tune := range ways {
			lists := entity.NewLists(nil)
			lists.Tune(tune[0], tune[1], tune[2], tune[3])
			for _, sort := range sorts {
				for _, sign := range []string{"", "-"} {
					for _, who := range []tenant.Actor{w.who, group} {
						s := w.scope()
						s.Who = who
						for text, passes := range map[string]func(deal) bool{
							`{}`: func(deal) bool { return true },
							`{"field":"price","op":"gte","value":4000}`:                     price,
							fmt.Sprintf(`{"field":"cf.%d","op":"gt","value":0}`, number.ID): positive,
						} {
							if who.UserID == group.UserID && text != `{}` && way != "few" {
								continue
							}
							want := w.expect(passes, sign+sort, who)
							if got := w.pages(t, lists, s, text, sign+sort, 80); !slices.Equal(got, want) {
								t.Errorf("%s: %s by %s%s, user %d:\n got %v\nwant %v", way, text, sign, sort, who.UserID, got, want)
							}
						}
					}
				}
			}
		}
	})
}

func TestDeletedCards(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "one")
		w.fill(t, 100, 3)
		var want int
		for _, d := range w.deals {
			if d.DeletedAt != nil {
				want++
			}
		}
		for way, tune := range ways {
			lists := entity.NewLists(nil)
			lists.Tune(tune[0], tune[1], tune[2], tune[3])
			if got := w.pages(t, lists, w.scope(), `{"field":"deleted","op":"eq","value":true}`, "name", 5); len(got) != want || want == 0 {
				t.Errorf("%s: %d in the bin, want %d", way, len(got), want)
			}
			some := w.pages(t, lists, w.scope(), `{"and":[{"field":"deleted","op":"eq","value":true},{"field":"responsible","op":"in","value":[1,2,3,4,5]},{"field":"price","op":"gte","value":0}]}`, "name", 5)
			if len(some) != want {
				t.Errorf("%s: %d in the bin by their users, want %d", way, len(some), want)
			}
			seen := w.scope()
			seen.Who = tenant.Actor{AccountID: w.who.AccountID, UserID: 2, Members: []tenant.UserID{1, 2, 3, 4, 5},
				Rights: tenant.Rights{Entities: map[string]map[string]tenant.Scope{"deal": {"view": tenant.ScopeGroup}}}}
			if got := w.pages(t, lists, seen, `{"field":"deleted","op":"eq","value":true}`, "name", 5); len(got) != want {
				t.Errorf("%s: %d in the bin of the group, want %d", way, len(got), want)
			}
			got := w.pages(t, lists, w.scope(), `{"or":[{"field":"deleted","op":"eq","value":true},{"field":"deleted","op":"eq","value":false}]}`, "-price", 5)
			if len(got) != len(w.deals) {
				t.Errorf("%s: %d with the bin, want %d", way, len(got), len(w.deals))
			}
		}
	})
}

func TestRightsInLists(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, other := newWorld(t, d, "one"), newWorld(t, d, "two")
		w.fill(t, 120, 4)
		other.fill(t, 20, 5)
		lists := entity.NewLists(nil)
		lists.Tune(5, 10, 20, 30)
		may := func(scope tenant.Scope, statuses map[int64]map[string]tenant.Scope) entity.Scope {
			s := w.scope()
			s.Who = tenant.Actor{AccountID: w.who.AccountID, UserID: 2, Members: []tenant.UserID{3},
				Rights: tenant.Rights{Entities: map[string]map[string]tenant.Scope{"deal": {"view": scope}}, Statuses: statuses}}
			return s
		}
		narrow := map[int64]map[string]tenant.Scope{10: {"view": tenant.ScopeNone}, 11: {"view": tenant.ScopeOwn}}
		for name, c := range map[string]struct {
			scope entity.Scope
			sees  func(deal) bool
		}{
			"nobody":          {may(tenant.ScopeNone, nil), func(deal) bool { return false }},
			"own":             {may(tenant.ScopeOwn, nil), func(d deal) bool { return d.ResponsibleID == 2 }},
			"group":           {may(tenant.ScopeGroup, nil), func(d deal) bool { return d.ResponsibleID == 2 || d.ResponsibleID == 3 }},
			"everyone":        {may(tenant.ScopeAll, nil), func(deal) bool { return true }},
			"status narrows":  {may(tenant.ScopeAll, narrow), func(d deal) bool { return d.status == 12 || d.status == 11 && d.ResponsibleID == 2 }},
			"never widens":    {may(tenant.ScopeOwn, map[int64]map[string]tenant.Scope{10: {"view": tenant.ScopeAll}}), func(d deal) bool { return d.ResponsibleID == 2 }},
			"another account": {other.scope(), func(deal) bool { return false }},
		} {
			want := w.expect(c.sees, "-created_at", w.who)
			got := w.pages(t, lists, c.scope, `{}`, "-created_at", 50)
			if name == "another account" {
				if len(got) == 0 || slices.ContainsFunc(got, func(id crm.ID) bool {
					return slices.ContainsFunc(w.deals, func(d deal) bool { return d.ID == id })
				}) {
					t.Error("another account sees", got)
				}
				continue
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: got %v, want %v", name, got, want)
			}
		}
	})
}

func TestRubbishIsRefused(t *testing.T) {
	t.Parallel()
	d := dbtest.One(t)
	w, other := newWorld(t, d, "one"), newWorld(t, d, "two")
	deep := strings.Repeat(`{"not":`, 11) + `{"field":"price","op":"eq","value":1}` + strings.Repeat(`}`, 11)
	wide := `{"and":[` + strings.Repeat(`{"field":"price","op":"eq","value":1},`, 100) + `{"field":"price","op":"eq","value":1}]}`
	long := `[` + strings.Repeat(`1,`, 1000) + `1]`
	foreign := other.byType["text"].ID
	for text, path := range map[string]string{
		`[]`: "filter", `"x"`: "filter", `{`: "filter", `{} {}`: "filter", deep: "filter.not.not.not.not.not.not.not.not.not.not",
		wide: "filter.and.99", `{"and":[]}`: "filter.and", `{"and":{}}`: "filter.and", `{"and":[1]}`: "filter.and.0",
		`{"and":[{}]}`:                                                                       "filter.and.0.field",
		`{"or":[{"field":"x"}]}`:                                                             "filter.or.0.op",
		`{"field":"x","op":"eq","value":1}`:                                                  "filter.field",
		`{"field":"price","op":"contains","value":1}`:                                        "filter.op",
		`{"field":"price","op":"eq","value":"x"}`:                                            "filter.value",
		`{"field":"price","op":"eq","value":1.5}`:                                            "filter.value",
		`{"field":"price","op":"eq"}`:                                                        "filter.value",
		`{"field":"price","op":"in","value":` + long + `}`:                                   "filter.value",
		`{"field":"price","op":"in","value":[]}`:                                             "filter.value",
		`{"field":"price","op":"in","value":[1,{}]}`:                                         "filter.value.1",
		`{"field":"price","op":"between","value":[1]}`:                                       "filter.value",
		`{"field":"price","op":"eq","value":1,"and":[]}`:                                     "filter",
		`{"field":"price","op":"eq","value":1,"oops":1}`:                                     "filter.oops",
		`{"field":"created_at","op":"gt","value":"yesterday"}`:                               "filter.value",
		`{"field":"next_task","op":"overdue","value":5}`:                                     "filter.value",
		`{"field":"query","op":"contains","value":"x"}`:                                      "filter.value",
		`{"field":"deleted","op":"eq","value":1}`:                                            "filter.value",
		`{"field":"tags","op":"in","value":[1,"x"]}`:                                         "filter.value.1",
		fmt.Sprintf(`{"field":"cf.%d","op":"eq","value":"x"}`, foreign):                      "filter.field",
		`{"field":"cf.99999999999999999999","op":"eq","value":"x"}`:                          "filter.field",
		`{"field":"cf.1; DROP TABLE deals","op":"eq","value":"x"}`:                           "filter.field",
		fmt.Sprintf(`{"field":"cf.%d","op":"gt","value":"x"}`, w.byType["text"].ID):          "filter.op",
		fmt.Sprintf(`{"field":"cf.%d","op":"eq","value":99999}`, w.byType["list"].ID):        "filter.value",
		fmt.Sprintf(`{"field":"cf.%d","op":"eq","value":"31.02.2026"}`, w.byType["date"].ID): "filter.value",
		fmt.Sprintf(`{"field":"cf.%d","op":"contains","value":"abc"}`, w.byType["phone"].ID): "filter.value",
		fmt.Sprintf(`{"field":"cf.%d","op":"in","value":["1",[]]}`, w.byType["number"].ID):   "filter.value.1",
	} {
		filter, err := entity.Parse([]byte(text))
		err = errs.At("filter", err)
		if err == nil {
			_, err = entity.NewLists(nil).Page(context.Background(), d, w.scope(), entity.Query{Filter: filter})
		}
		if e := errs.As(err); e == nil || e.Code != errs.CodeInvalid || e.Problems[0].Path != path {
			t.Errorf("%.100s: %v, want a problem at %s", text, err, path)
		}
	}
	for _, q := range []entity.Query{{Sort: "oops"}, {Sort: "cf.0"}, {Sort: "-"}, {Limit: -1}, {Limit: 501}, {After: "!"}, {After: "e30"},
		{Sort: "price", After: "eyJ3IjoxLCJpIjoxLCJzIjoibmFtZSJ9"}, {Sort: fmt.Sprintf("cf.%d", foreign)}} {
		if _, err := entity.NewLists(nil).Page(context.Background(), d, w.scope(), q); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("%+v: %v", q, err)
		}
	}
}
