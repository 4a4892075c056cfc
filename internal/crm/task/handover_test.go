package task_test

import (
	"context"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

func TestHandOver(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seed.CRM(t, d)
		other := s.Another(t)
		from := seed.User(t, d, s.Admin.AccountID)
		to := seed.User(t, d, s.Admin.AccountID)
		ctx := t.Context()
		var deals []crm.ID
		for range 5 {
			made, err := s.Deals.Create(ctx, from, deal.New{New: entity.New{Name: "Сделка"}})
			if err != nil {
				t.Fatal(err)
			}
			deals = append(deals, made.ID)
			for range 2 {
				if _, err := s.Tasks.Create(ctx, from, task.New{Ref: crm.Ref{Kind: crm.Deal, ID: made.ID}, Text: "Позвонить", DueAt: d.Now().Unix() + 3600}); err != nil {
					t.Fatal(err)
				}
			}
		}
		done, err := s.Tasks.Create(ctx, from, task.New{Text: "Сделано", DueAt: d.Now().Unix()})
		if err == nil {
			_, err = s.Tasks.Complete(ctx, from, done.ID, "да")
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Deals.Delete(ctx, s.Admin, deals[4]); err != nil {
			t.Fatal(err)
		}
		pass := func(who tenant.Actor, heir func(context.Context, *db.Tx, tenant.Actor, tenant.UserID, tenant.UserID, int) (int, error), limit int) (n int) {
			t.Helper()
			if err := d.Write(ctx, func(tx *db.Tx) (err error) {
				n, err = heir(ctx, tx, who, from.UserID, to.UserID, limit)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return n
		}
		heir := entity.HandOver(crm.Deal)
		if n := pass(other.Admin, heir, 10); n != 0 {
			t.Errorf("%d deals were taken from another account", n)
		}
		for _, want := range []int{3, 1, 0} {
			if n := pass(s.Admin, heir, 3); n != want {
				t.Errorf("%d deals passed, want %d", n, want)
			}
		}
		for _, want := range []int{8, 2, 0} {
			if n := pass(s.Admin, task.HandOver, 8); n != want {
				t.Errorf("%d tasks passed, want %d", n, want)
			}
		}
		got, err := s.Deals.Find(ctx, to, deals[0])
		if err != nil || got.ResponsibleID != to.UserID || got.Version < 2 {
			t.Errorf("%+v, %v", got.Card, err)
		}
		kept, err := s.Tasks.Find(ctx, s.Admin, done.ID)
		if err != nil || kept.ResponsibleID != from.UserID {
			t.Errorf("what is done stays with whoever did it: %+v, %v", kept, err)
		}
		kinds, err := db.Column[string](ctx, d, `SELECT kind FROM events WHERE account_id = $1 AND actor_id = $2 AND kind LIKE '%\_changed' ESCAPE '\' ORDER BY kind`,
			s.Admin.AccountID, s.Admin.UserID)
		if err != nil || len(kinds) != 14 || kinds[0] != "deal.responsible_changed" || kinds[13] != "deal.task_changed" {
			t.Errorf("%v, %v", kinds, err)
		}
	})
}
