package user_test

import (
	"encoding/json"
	"testing"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
	"voronka/internal/tenant/worktime"
)

// An account says when it works, a user how they differ; everybody else works by the account's.
func TestHours(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		ctx := t.Context()
		admin := h.found(t, "first", "anna@crm.test")
		other := h.found(t, "second", "olga@crm.test")
		boris := seed.User(t, d, admin.AccountID)

		if got, err := h.accounts.Hours(ctx, admin.AccountID); err != nil || got.Week[0][0] != (worktime.Span{From: "09:00", To: "18:00"}) {
			t.Fatalf("%v %v", got, err)
		}
		early := worktime.Usual()
		early.Week[0] = []worktime.Span{{From: "07:00", To: "16:00"}}
		early.Days = []worktime.Day{{Date: "2026-11-11", Name: " Праздник "}}
		got, err := h.accounts.SetHours(ctx, admin, early)
		if err != nil || got.Days[0].Name != "Праздник" {
			t.Fatalf("%v %v", got, err)
		}
		own := worktime.Hours{Days: []worktime.Day{{Date: "2026-11-16", Until: "2026-11-20"}}}
		if _, err := h.users.SetHours(ctx, boris, boris.UserID, own); err != nil {
			t.Fatal(err)
		}
		list, err := h.users.Hours(ctx, boris)
		if err != nil || len(list) != 1 || list[0].UserID != boris.UserID || list[0].Week != nil || len(list[0].Days) != 1 {
			t.Fatalf("%+v %v", list, err)
		}
		all, err := user.CalendarsTx(ctx, d, admin.AccountID, []tenant.UserID{admin.UserID, boris.UserID, 999999})
		if err != nil {
			t.Fatal(err)
		}
		moscow := time.FixedZone("", 3*3600)
		from := time.Date(2026, 11, 13, 20, 0, 0, 0, moscow)
		for id, want := range map[tenant.UserID]int{0: 16, admin.UserID: 16, boris.UserID: 23, 999999: 16} {
			at, ok := all[id].Next(from)
			if !ok || !at.Equal(time.Date(2026, 11, want, 7, 0, 0, 0, moscow)) {
				t.Errorf("user %d works next at %s", id, at)
			}
		}
		if got, err := h.accounts.Hours(ctx, other.AccountID); err != nil || len(got.Days) != 0 {
			t.Errorf("another account: %v %v", got, err)
		}
		if list, err := h.users.Hours(ctx, other); err != nil || len(list) != 0 {
			t.Errorf("another account: %v %v", list, err)
		}
		// Nothing of one's own is no row any more.
		if _, err := h.users.SetHours(ctx, admin, boris.UserID, worktime.Hours{}); err != nil {
			t.Fatal(err)
		}
		if list, err := h.users.Hours(ctx, admin); err != nil || len(list) != 0 {
			t.Errorf("%v %v", list, err)
		}
		kinds, err := db.Column[string](ctx, d, `
			SELECT kind FROM events
			WHERE account_id = $1 AND kind IN ('account.changed', 'user.changed')
			ORDER BY id`, admin.AccountID)
		if err != nil || len(kinds) < 3 || kinds[len(kinds)-3] != "account.changed" || kinds[len(kinds)-1] != "user.changed" {
			t.Errorf("%v %v", kinds, err)
		}
		var after []byte
		if err := d.QueryRow(ctx, `
			SELECT after FROM events
			WHERE account_id = $1 AND kind = 'account.changed'
			ORDER BY id DESC LIMIT 1`, admin.AccountID).Scan(&after); err != nil {
			t.Fatal(err)
		}
		var said struct {
			Hours worktime.Hours `json:"working_hours"`
		}
		if err := json.Unmarshal(after, &said); err != nil || len(said.Hours.Days) != 1 {
			t.Errorf("%s %v", after, err)
		}
	})
}

func TestHours_refused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		ctx := t.Context()
		admin := h.found(t, "first", "anna@crm.test")
		other := h.found(t, "second", "olga@crm.test")
		boris := seed.User(t, d, admin.AccountID)
		wrong := worktime.Hours{Week: [][]worktime.Span{{}}}
		for name, tt := range map[string]struct {
			code errs.Code
			do   func() error
		}{
			"account_without_right": {errs.CodeForbidden, func() error {
				_, err := h.accounts.SetHours(ctx, boris, worktime.Usual())
				return err
			}},
			"account_without_week": {errs.CodeInvalid, func() error {
				_, err := h.accounts.SetHours(ctx, admin, worktime.Hours{})
				return err
			}},
			"account_wrong": {errs.CodeInvalid, func() error {
				_, err := h.accounts.SetHours(ctx, admin, wrong)
				return err
			}},
			"colleague": {errs.CodeForbidden, func() error {
				_, err := h.users.SetHours(ctx, boris, admin.UserID, worktime.Hours{})
				return err
			}},
			"another_account": {errs.CodeNotFound, func() error {
				_, err := h.users.SetHours(ctx, other, boris.UserID, worktime.Usual())
				return err
			}},
			"nobody": {errs.CodeNotFound, func() error {
				_, err := h.users.SetHours(ctx, admin, 999999, worktime.Usual())
				return err
			}},
			"wrong": {errs.CodeInvalid, func() error {
				_, err := h.users.SetHours(ctx, boris, boris.UserID, wrong)
				return err
			}},
		} {
			if err := tt.do(); errs.CodeOf(err) != tt.code {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
