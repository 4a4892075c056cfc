package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
	"voronka/internal/tenant/worktime"
)

// Hours are when the account works.
func (s *Service) Hours(ctx context.Context, id tenant.AccountID) (worktime.Hours, error) {
	_, h, err := HoursTx(ctx, s.db, id)
	return h, err
}

// HoursTx are when the account works, and the account with its time zone.
func HoursTx(ctx context.Context, q db.Querier, id tenant.AccountID) (a Account, h worktime.Hours, err error) {
	var raw []byte
	err = q.QueryRow(ctx, `
		SELECT id, time_zone, working_hours
		FROM accounts
		WHERE id = $1`, id).Scan(&a.ID, &a.TimeZone, &raw)
	if errors.Is(err, db.ErrNoRows) {
		return a, h, errs.NotFound("there is no such account")
	}
	if err != nil {
		return a, h, db.Translate(err)
	}
	if raw == nil {
		return a, worktime.Usual(), nil
	}
	if err := json.Unmarshal(raw, &h); err != nil {
		return a, h, fmt.Errorf("working hours of account %d: %w", id, err)
	}
	return a, h, nil
}

// SetHours says when the account works. It takes the right to its settings.
func (s *Service) SetHours(ctx context.Context, who tenant.Actor, h worktime.Hours) (worktime.Hours, error) {
	if !who.Has("settings") {
		return h, errs.Forbidden("the working hours of the account need the right to its settings")
	}
	if h.Week == nil {
		return h, errs.Invalid("week", "must have seven days, Monday first")
	}
	h.Tidy()
	if err := h.Check(); err != nil {
		return h, err
	}
	raw, err := json.Marshal(h)
	if err != nil {
		return h, fmt.Errorf("encode working hours: %w", err)
	}
	return h, s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := lock(ctx, tx, who.AccountID); err != nil {
			return err
		}
		_, old, err := HoursTx(ctx, tx, who.AccountID)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE accounts SET working_hours = $1 WHERE id = $2`, string(raw), who.AccountID); err != nil {
			return fmt.Errorf("keep working hours: %w", err)
		}
		return Record(ctx, tx, who, "account.changed", Thing{"account", int64(who.AccountID)},
			map[string]any{"working_hours": old}, map[string]any{"working_hours": h})
	})
}
