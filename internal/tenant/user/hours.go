package user

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/worktime"
)

// OwnHours are how one user's working hours differ from those of the account.
type OwnHours struct {
	UserID tenant.UserID
	worktime.Hours
}

// Hours are the users of the account whose working hours are their own; others work by those of the account.
func (s *Service) Hours(ctx context.Context, who tenant.Actor) ([]OwnHours, error) {
	return ownHours(ctx, s.db, who.AccountID, nil)
}

// CalendarsTx are the working hours of users, each in the account's time zone. The user 0 works like the account.
func CalendarsTx(ctx context.Context, q db.Querier, acc tenant.AccountID, ids []tenant.UserID) (map[tenant.UserID]worktime.Calendar, error) {
	a, general, err := account.HoursTx(ctx, q, acc)
	if err != nil {
		return nil, err
	}
	own, err := ownHours(ctx, q, acc, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[tenant.UserID]worktime.Calendar, len(ids)+1)
	common := worktime.NewCalendar(general, worktime.Hours{}, a.Location())
	out[0] = common
	for _, id := range ids {
		out[id] = common
	}
	for _, h := range own {
		out[h.UserID] = worktime.NewCalendar(general, h.Hours, a.Location())
	}
	return out, nil
}

// ownHours reads them of the users named, or of all.
func ownHours(ctx context.Context, q db.Querier, acc tenant.AccountID, ids []tenant.UserID) ([]OwnHours, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`
		SELECT id, working_hours
		FROM users
		WHERE account_id = `, b.Arg(acc), ` AND working_hours IS NOT NULL AND removed_at IS NULL`)
	if ids != nil {
		b.Add(` AND `, db.In(b, "id", ids))
	}
	b.Add(` ORDER BY id LIMIT `, b.Arg(maxUsers))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	list, err := db.Collect(rows, err, func(r db.Rows) (h OwnHours, err error) {
		var raw []byte
		if err := r.Scan(&h.UserID, &raw); err != nil {
			return h, err
		}
		return h, json.Unmarshal(raw, &h.Hours)
	})
	if err != nil {
		return nil, fmt.Errorf("working hours of users: %w", err)
	}
	return list, nil
}

// SetHours says how the working hours of a user differ from the account's: a week of their own or none, and days. Oneself
// may always; others' need the right to the settings.
func (s *Service) SetHours(ctx context.Context, who tenant.Actor, id tenant.UserID, h worktime.Hours) (worktime.Hours, error) {
	if id != who.UserID && !who.Has("settings") {
		return h, errs.Forbidden("the working hours of others need the right to the settings")
	}
	h.Tidy()
	if err := h.Check(); err != nil {
		return h, err
	}
	var kept *string
	if !h.Empty() {
		raw, err := json.Marshal(h)
		if err != nil {
			return h, fmt.Errorf("encode working hours: %w", err)
		}
		text := string(raw)
		kept = &text
	}
	return h, s.db.Write(ctx, func(tx *db.Tx) error {
		old, err := lockHours(ctx, tx, who.AccountID, id)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `
			UPDATE users SET working_hours = $1
			WHERE account_id = $2 AND id = $3`, kept, who.AccountID, id); err != nil {
			return fmt.Errorf("keep working hours: %w", err)
		}
		return account.Record(ctx, tx, who, "user.changed", about(id),
			map[string]any{"working_hours": old}, map[string]any{"working_hours": h})
	})
}

// lockHours are the hours of a user as they are, until the end of the transaction.
func lockHours(ctx context.Context, tx *db.Tx, acc tenant.AccountID, id tenant.UserID) (h worktime.Hours, err error) {
	var raw []byte
	err = tx.QueryRow(ctx, `
		SELECT working_hours
		FROM users
		WHERE account_id = $1 AND id = $2 AND removed_at IS NULL`+db.ForUpdate(tx.Engine()), acc, id).Scan(&raw)
	if errors.Is(err, db.ErrNoRows) {
		return h, errs.NotFound("there is no such user")
	}
	if err != nil || raw == nil {
		h.Tidy()
		return h, db.Translate(err)
	}
	return h, json.Unmarshal(raw, &h)
}
