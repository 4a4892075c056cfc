package account

import (
	"context"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Zones are the time zones of accounts, in one statement.
func Zones(ctx context.Context, q db.Querier, ids []tenant.AccountID) (map[tenant.AccountID]*time.Location, error) {
	out := make(map[tenant.AccountID]*time.Location, len(ids))
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT id, time_zone FROM accounts WHERE `, db.In(b, "id", ids))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	_, err = db.Collect(rows, err, func(r db.Rows) (a Account, err error) {
		err = r.Scan(&a.ID, &a.TimeZone)
		out[a.ID] = a.Location()
		return a, err
	})
	return out, db.Translate(err)
}
