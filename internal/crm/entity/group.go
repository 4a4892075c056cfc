package entity

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
)

// Group is the part of a list that has one value.
type Group struct {
	// Value is the id of a status, user, tag or choice, or the first second of a month; nil: none.
	Value *int64
	Count int
	// Sum is the budgets of deals together.
	Sum crm.Money
}

// Groups are the parts of a list. More says that more cards pass than MaxCount, too many to be parted; Cut that only the
// largest MaxGroups are told.
type Groups struct {
	Items []Group
	More  bool
	Cut   bool
}

// MaxGroups is how many groups a list is parted into.
const MaxGroups = 200

// quarter is the step in which moments are gathered before they are put into months: no zone is off by less.
const quarter = 15 * 60

// Group parts the cards that the filter lets pass by "status", "responsible", "tags", the month of "created_at" or
// "closed_at", or "cf.<field id>" of a list, with the count and sum of each part: one statement over at most MaxCount
// cards. A card with several tags is in several parts.
func (l *Lists) Group(ctx context.Context, q db.Querier, s Scope, filter Node, by string) (Groups, error) {
	key, err := groupKey(q.Engine(), s, by)
	if err != nil {
		return Groups{}, err
	}
	w, err := l.open(ctx, q, s, filter)
	if err != nil || w == nil {
		return Groups{}, err
	}
	g, err := w.group(ctx, key, by)
	if err != nil {
		return Groups{}, fmt.Errorf("group %ss: %w", s.Kind, db.Translate(err))
	}
	return g, nil
}

// groupKey is the column or expression cards are parted by.
func groupKey(engine db.Engine, s Scope, by string) (string, error) {
	switch {
	case by == "responsible":
		return "d.responsible_id", nil
	case by == "tags":
		return "", nil
	case by == "created_at":
		return "d.created_at", nil
	case s.Kind == crm.Deal && by == "status":
		return "d.status_id", nil
	case s.Kind == crm.Deal && by == "closed_at":
		return "d.closed_at", nil
	}
	if f, ok := s.column(by); ok && f.Type == "list" {
		return "CAST(" + db.JSONFirst(engine, "d.data", fieldKey(f)) + " AS BIGINT)", nil
	}
	return "", errs.Invalid("by", "lists cannot be grouped by %q, use status, responsible, tags, created_at, closed_at or cf.<field id> of a list", quote(by))
}

// column is the custom field that a column of a list shows.
func (s Scope) column(name string) (field.Field, bool) {
	rest, ok := strings.CutPrefix(name, "cf.")
	id, err := strconv.ParseInt(rest, 10, 64)
	if !ok || err != nil {
		return field.Field{}, false
	}
	f, ok := s.Fields.ByID(crm.FieldID(id))
	return f, ok && f.Kind == s.Kind
}

func (w *list) group(ctx context.Context, key, by string) (Groups, error) {
	driver, err := w.lead(ctx)
	if err != nil {
		return Groups{}, err
	}
	b := db.NewBuilder(w.q.Engine())
	months := strings.HasSuffix(by, "_at")
	part := "c.part"
	switch {
	case months:
		part = "c.part / " + strconv.Itoa(quarter)
	case by == "tags":
		part, key = "t.tag_id", "0"
	}
	b.Add("SELECT ", part, ", COUNT(*), COALESCE(SUM(CAST(c.price AS DOUBLE PRECISION)), 0), MAX(c.n)\nFROM ")
	account := w.some(b, driver, key+" AS part")
	if by == "tags" {
		b.Add("\nLEFT JOIN entity_tags t ON t.account_id = ", account, " AND t.entity_kind = ", b.Arg(string(w.scope.Kind)), " AND t.entity_id = c.id")
	}
	b.Add("\nGROUP BY ", part)
	rows, err := w.q.Query(ctx, b.SQL(), b.Args()...)
	g := Groups{}
	g.Items, err = db.Collect(rows, err, func(r db.Rows) (Group, error) {
		var p Group
		var sum float64
		var n int
		err := r.Scan(&p.Value, &p.Count, &sum, &n)
		p.Sum = toMoney(sum)
		g.More = g.More || n > MaxCount
		return p, err
	})
	if err != nil || g.More {
		return Groups{More: g.More}, err
	}
	if months {
		g.Items = byMonth(g.Items, w.scope.Env.Zone)
	}
	slices.SortFunc(g.Items, func(a, b Group) int { return compareGroups(a, b, months) })
	g.Cut = len(g.Items) > MaxGroups
	g.Items = g.Items[:min(len(g.Items), MaxGroups)]
	return g, nil
}

// lead is the condition that finds the cards to be counted; nil: they are walked.
func (w *list) lead(ctx context.Context) (cond, error) {
	if w.all || w.rows <= w.tune.small {
		return nil, nil
	}
	return w.probe(ctx, w.tune.lots, true)
}

// some writes a table c of up to one more than MaxCount of the cards: id, price, the columns, and as n how many there are.
// It returns the placeholder of the account.
func (w *list) some(b *db.Builder, driver cond, columns ...string) string {
	e := newEmit(b, w.scope, "d", true)
	price := "0"
	if w.scope.Kind == crm.Deal {
		price = "d.price"
	}
	b.Add("(SELECT x.*, COUNT(*) OVER () AS n FROM (SELECT d.id AS id, ", price, " AS price, ", strings.Join(columns, ", "))
	if driver != nil {
		w.driven(e, driver)
	} else {
		b.Add("\nFROM ", tables[w.scope.Kind], " d\nWHERE d.account_id = ", e.account())
		w.where(e)
	}
	b.Add("\nLIMIT ", b.Arg(MaxCount+1), ") x) c")
	return e.account()
}

// byMonth puts quarters of an hour together into the months of a zone.
func byMonth(list []Group, zone *time.Location) []Group {
	at := map[int64]int{}
	var out []Group
	for _, g := range list {
		if g.Value == nil {
			out = append(out, g)
			continue
		}
		y, m, _ := time.Unix(*g.Value*quarter, 0).In(zone).Date()
		first := time.Date(y, m, 1, 0, 0, 0, 0, zone).Unix()
		i, ok := at[first]
		if !ok {
			i = len(out)
			at[first] = i
			out = append(out, Group{Value: &first})
		}
		out[i].Count += g.Count
		out[i].Sum += g.Sum
	}
	return out
}

// compareGroups puts the latest month, or else the largest group first; what has no value comes last.
func compareGroups(a, b Group, months bool) int {
	switch {
	case a.Value == nil || b.Value == nil:
		return cmp.Compare(bit(a.Value == nil), bit(b.Value == nil))
	case months || a.Count == b.Count:
		return cmp.Compare(*b.Value, *a.Value)
	}
	return b.Count - a.Count
}

func bit(is bool) int {
	if is {
		return 1
	}
	return 0
}

func toMoney(sum float64) crm.Money {
	return crm.Money(math.Round(min(max(sum, -math.MaxInt64/2), math.MaxInt64/2)))
}
