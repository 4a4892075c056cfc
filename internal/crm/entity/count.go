package entity

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
)

// Total is a bounded count. More says that there are more cards than were counted; the sum is then of no use and 0.
type Total struct {
	Count int
	// Sum is the budgets of deals together.
	Sum  crm.Money
	More bool
}

// MaxCount is where every count stops.
const MaxCount = 100_000

// Count counts the cards the filter lets pass, and sums the budgets of deals, stopping at most.
func (l *Lists) Count(ctx context.Context, q db.Querier, s Scope, filter Node, most int) (Total, error) {
	if most < 1 || most > MaxCount {
		return Total{}, errs.Invalid("limit", "give a number of cards between 1 and %d", MaxCount)
	}
	w, err := l.open(ctx, q, s, filter)
	if err != nil || w == nil {
		return Total{}, err
	}
	t, err := w.count(ctx, most)
	if err != nil {
		return Total{}, fmt.Errorf("count %ss: %w", s.Kind, db.Translate(err))
	}
	return t, nil
}

func (w *list) count(ctx context.Context, most int) (Total, error) {
	driver, err := w.lead(ctx)
	if err != nil {
		return Total{}, err
	}
	b := db.NewBuilder(w.q.Engine())
	e := newEmit(b, w.scope, "d", true)
	price := "0"
	if w.scope.Kind == crm.Deal {
		price = "d.price"
	}
	b.Add("SELECT COUNT(*), COALESCE(SUM(CAST(c.price AS DOUBLE PRECISION)), 0)\nFROM (SELECT ", price, " AS price")
	if driver != nil {
		w.driven(e, driver)
	} else {
		b.Add("\nFROM ", tables[w.scope.Kind], " d\nWHERE d.account_id = ", e.account())
		w.where(e)
	}
	b.Add("\nLIMIT ", b.Arg(most+1), ") c")
	var t Total
	var sum float64
	if err := w.q.QueryRow(ctx, b.SQL(), b.Args()...).Scan(&t.Count, &sum); err != nil {
		return Total{}, err
	}
	if t.Count > most {
		return Total{Count: most, More: true}, nil
	}
	t.Sum = toMoney(sum)
	return t, nil
}
