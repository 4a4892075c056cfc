package entity_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/tenant"
)

// rubbish makes filters that are right now and then.
type rubbish struct {
	r      *rand.Rand
	fields []string
	right  []string
}

var (
	rubbishOps = []string{"eq", "ne", "in", "nin", "gt", "gte", "lt", "lte", "between", "contains", "starts", "empty", "filled",
		"overdue", "today", "later", "none", "has", "like", "", "EQ"}
	rubbishValues = []string{`1`, `-1`, `0`, `1.5`, `1e300`, `-9223372036854775808`, `9223372036854775807`, `99999999999999999999`, `true`, `false`, `null`,
		`""`, `"x"`, `"Ёлка"`, `"%"`, `"_\\"`, `"'; DROP TABLE deals; --"`, `"\u0000"`, `"\ud800"`, `"$1"`, `"today"`, `"today-7"`, `"2026-03-01"`, `"9999-12-31"`,
		`"overdue"`, `[]`, `[1,2]`, `["2026-01-01","today"]`, `[1,"x"]`, `["x","y"]`, `[[1]]`, `{}`, `{"a":1}`, `[2,1]`, `"+7 916"`, `253402300799`,
		`{"field":"name","op":"contains","value":"x"}`, `{"and":[{"field":"type","op":"in","value":[1]},{"field":"due_at","op":"lt","value":"today"}]}`,
		`{"or":[{"field":"kind","op":"eq","value":"created"},{"not":{"field":"at","op":"gte","value":"today-7"}}]}`, `{"field":"state","op":"eq","value":"open"}`,
		`{"field":"by","op":"in","value":[1,9223372036854775807]}`, `{"field":"status","op":"nin","value":[-1]}`, `{"field":"responsible","op":"eq","value":2}`}
)

func (g rubbish) node(depth int) string {
	if depth > 0 && g.r.IntN(3) == 0 {
		switch g.r.IntN(4) {
		case 0:
			return `{"not":` + g.node(depth-1) + `}`
		case 1:
			return `{"or":[` + g.node(depth-1) + `,` + g.node(depth-1) + `]}`
		case 2:
			return `{"and":[` + g.node(depth-1) + `,` + g.node(depth-1) + `,` + g.node(depth-1) + `]}`
		}
		return `{"not":` + g.value() + `}`
	}
	if g.r.IntN(10) < 8 {
		return g.right[g.r.IntN(len(g.right))]
	}
	if g.r.IntN(10) == 0 {
		return g.value()
	}
	return fmt.Sprintf(`{"field":%q,"op":%q,"value":%s}`, g.fields[g.r.IntN(len(g.fields))], rubbishOps[g.r.IntN(len(rubbishOps))], g.value())
}

func (g rubbish) value() string { return rubbishValues[g.r.IntN(len(rubbishValues))] }

func (w *world) fieldNames() []string {
	names := []string{"id", "name", "price", "pipeline", "status", "is_closed", "responsible", "created_at", "updated_at", "closed_at", "created_by",
		"updated_by", "next_task", "tags", "company", "contact", "deleted", "loss_reason", "status_changed_at", "query",
		"task", "event", "contact.name", "contact.tags", "contact.next_task", "company.created_at", "company.name", "contact.task", "company.event", "deal", "a.b.c", "nonsense", "cf.0", "cf.", "data"}
	for _, f := range w.byType {
		names = append(names, fmt.Sprintf("cf.%d", f.ID))
	}
	return names
}

// search is a stand-in of the right shape for the search package's statement.
func search(b *db.Builder, account tenant.AccountID, kind crm.Kind, text string) string {
	return "SELECT entity_id FROM search_entries WHERE account_id = " + b.Arg(account) + " AND entity_kind = " + b.Arg(string(kind)) +
		" AND text LIKE " + b.Arg(db.Like(text)) + ` ESCAPE '\'`
}

// run asks for a page, a count and a condition by a filter; anything but an answer or invalid is a fault.
func (w *world) run(t *testing.T, lists *entity.Lists, text, sort string) (valid bool) {
	t.Helper()
	filter, err := entity.Parse([]byte(text))
	if err == nil {
		_, err = lists.Page(context.Background(), w.db, w.scope(), entity.Query{Filter: filter, Sort: sort})
	}
	if err != nil {
		e := errs.As(err)
		if e == nil || e.Code != errs.CodeInvalid {
			t.Fatalf("%s by %q: %v", text, sort, err)
		}
		return false
	}
	if _, err := lists.Count(context.Background(), w.db, w.scope(), filter, 10); err != nil {
		t.Fatalf("count of %s: %v", text, err)
	}
	b := db.NewBuilder(w.db.Engine())
	cond, err := lists.Where(b, w.scope(), filter, "d")
	if err != nil {
		t.Fatalf("condition of %s: %v", text, err)
	}
	var n int
	if err := w.db.QueryRow(context.Background(), "SELECT COUNT(*) FROM deals d WHERE "+cond, b.Args()...).Scan(&n); err != nil {
		t.Fatalf("condition of %s: %s: %v", text, cond, err)
	}
	return true
}

func TestRubbishNeverBreaks(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "one")
		w.fill(t, 40, 9)
		g := rubbish{rand.New(rand.NewPCG(11, 12)), w.fieldNames(), slices.Sorted(maps.Keys(w.cases()))}
		sorts := append(w.fieldNames(), "-price", "-cf.1", "")
		valid := 0
		for i := range 1500 {
			lists := entity.NewLists(search)
			lists.Tune(5, []int{0, 10, 1000}[i%3], 10, []int{0, 1000}[i%2])
			if w.run(t, lists, g.node(4), sorts[g.r.IntN(len(sorts))]) {
				valid++
			}
		}
		if valid < 50 {
			t.Errorf("only %d of the filters were valid: the test tests little", valid)
		}
	})
}

// FuzzFilter runs whatever parses.
func FuzzFilter(f *testing.F) {
	for _, s := range []string{`{"field":"price","op":"eq","value":1}`, `{"and":[{"field":"tags","op":"in","value":["a"]},{"not":{"field":"name","op":"contains","value":"%"}}]}`,
		`{"or":[{"field":"cf.1","op":"starts","value":"x"},{"field":"cf.3","op":"between","value":[1,2]}]}`, `{"field":"next_task","op":"eq","value":"today"}`} {
		f.Add(s, "-created_at")
	}
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		w := newWorld(f, dbtest.Open(f, dbtest.Config(f, engine)), "fuzz")
		w.fill(f, 20, 1)
		fuzzWorlds = append(fuzzWorlds, w)
	}
	f.Fuzz(func(t *testing.T, text, sort string) {
		for _, w := range fuzzWorlds {
			lists := entity.NewLists(search)
			lists.Tune(5, len(text)%2*100, 10, len(sort)%2*100)
			w.run(t, lists, text, sort)
		}
	})
}

var fuzzWorlds []*world

// TestFilterComesBack: what is stored of a filter (a trigger's condition) is read as the same filter.
func TestFilterComesBack(t *testing.T) {
	t.Parallel()
	filter := entity.All(entity.Leaf("price", "gte", 5), entity.Any(entity.Leaf("tags", "in", []any{"a", "b"}), entity.Leaf("next_task", "overdue", nil)),
		entity.Node{Not: &entity.Node{Field: "name", Op: "eq", Value: "x"}})
	again, err := entity.Parse([]byte(filter.String()))
	if err != nil || again.String() != filter.String() {
		t.Errorf("%s became %s, %v", filter, again, err)
	}
	var inside struct{ Condition entity.Node }
	if err := json.Unmarshal([]byte(`{"condition":{"oops":1}}`), &inside); !errs.Is(err, errs.CodeInvalid) {
		t.Error("a wrong filter inside other input:", err)
	}
	if err := json.Unmarshal([]byte(`{"condition":`+filter.String()+`}`), &inside); err != nil || inside.Condition.String() != filter.String() {
		t.Error(inside.Condition, err)
	}
	var named []int64
	parse(t, `{"and":[{"field":"cf.1","op":"filled"},{"not":{"field":"contact.cf.2","op":"filled"}},{"or":[{"field":"company","op":"has","value":{"field":"cf.3","op":"empty"}},{"field":"name","op":"eq","value":"cf.4"}]}]}`).
		Leaves(func(leaf entity.Node) {
			if id, ok := leaf.FieldID(); ok {
				named = append(named, int64(id))
			}
		})
	if !slices.Equal(named, []int64{1, 2, 3}) {
		t.Error("the custom fields of a filter:", named)
	}
	for _, n := range []entity.Node{{}, entity.All(), entity.All(entity.Node{})} {
		if !n.Empty() || n.String() != "{}" {
			t.Error("an empty filter:", n.String())
		}
	}
}
