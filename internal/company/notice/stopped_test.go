package notice_test

import (
	"strings"
	"testing"
	"time"

	"voronka/internal/company/notice"
	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// Rules that were stopped are told to their authors and the administrators, each once an hour.
func TestHalts(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		rule := func(id crm.ID, author tenant.UserID) notice.Halt {
			return notice.Halt{Rule: crm.Ref{Kind: "trigger", ID: id}, Name: "Круг", Author: author}
		}
		stranger := seed.Admin(t, w.DB)
		tell := func(halts ...notice.Halt) {
			t.Helper()
			w.ok(w.DB.Write(t.Context(), func(tx *db.Tx) error {
				return w.notices.TellHaltsTx(t.Context(), tx, w.Admin.AccountID, halts)
			}))
		}
		_, err := w.DB.Exec(t.Context(), `UPDATE users SET is_active = FALSE WHERE account_id = $1 AND id = $2`, w.Admin.AccountID, w.boris.UserID)
		w.ok(err)
		tell(rule(1, w.anna.UserID), rule(2, w.Admin.UserID), rule(3, w.boris.UserID), rule(4, 0))
		tell(rule(1, w.anna.UserID))
		w.want(w.anna, "stopped")
		w.want(w.Admin, "stopped", "stopped", "stopped", "stopped")
		w.want(stranger)
		seen := w.list(w.anna)[0]
		if seen.Text != "Круг" || seen.Path != "/settings/rules" || !strings.Contains(seen.Title, "друг друга") && !strings.Contains(seen.Title, "causing") {
			t.Errorf("%+v", seen)
		}
		w.clock.Move(time.Hour)
		tell(rule(1, w.anna.UserID), rule(1, w.anna.UserID))
		w.want(w.anna, "stopped", "stopped")
	})
}
