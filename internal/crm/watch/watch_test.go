package watch_test

import (
	"fmt"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/watch"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/secret"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/user"
)

func service(t *testing.T, d *db.DB) *watch.Service {
	t.Helper()
	box, err := secret.New(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	users := user.NewService(d, account.NewService(d, ""), box, user.Address{Host: "crm.test"})
	return watch.New(d, entity.Cards{}, users.Actors)
}

func TestWatchers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, s, scene := t.Context(), service(t, d), seed.CRM(t, d)
		ref := scene.Deal(t, scene.Admin, deal.New{}).Ref
		me := scene.Admin.UserID
		mate := seed.User(t, d, scene.Admin.AccountID)
		blind := seed.User(t, d, scene.Admin.AccountID, seed.Scoped(tenant.ScopeOwn))
		stranger := seed.Admin(t, d)
		list, err := s.SetWatchers(ctx, mate, ref, []tenant.UserID{mate.UserID, me, me})
		if err != nil || len(list) != 2 {
			t.Fatal(list, err)
		}
		for name, c := range map[string]struct {
			who   tenant.Actor
			users []tenant.UserID
			want  errs.Code
		}{
			"blind colleague": {mate, []tenant.UserID{me, blind.UserID}, errs.CodeInvalid},
			"foreign user":    {mate, []tenant.UserID{stranger.UserID}, errs.CodeInvalid},
			"blind actor":     {blind, nil, errs.CodeNotFound},
			"stranger":        {stranger, nil, errs.CodeNotFound},
			"too many":        {mate, make([]tenant.UserID, watch.MaxWatchers+1), errs.CodeInvalid},
		} {
			if _, err := s.SetWatchers(ctx, c.who, ref, c.users); errs.CodeOf(err) != c.want {
				t.Errorf("%s: %v", name, err)
			}
		}
		if list, err := s.SetWatchers(ctx, mate, ref, []tenant.UserID{me}); err != nil || len(list) != 1 || list[0] != me {
			t.Error(list, err)
		}
		if _, err := s.Watchers(ctx, blind, ref); errs.CodeOf(err) != errs.CodeNotFound {
			t.Error(err)
		}
		if got, err := s.Blind(ctx, mate, ref, []tenant.UserID{me, blind.UserID, stranger.UserID, 999}); err != nil || fmt.Sprint(got) != fmt.Sprint([]tenant.UserID{blind.UserID, stranger.UserID, 999}) {
			t.Error(got, err)
		}
		kinds, err := db.Column[string](ctx, d, `SELECT kind FROM events WHERE kind LIKE '%watcher%' ORDER BY id`)
		if err != nil || fmt.Sprint(kinds) != "[deal.watcher_added deal.watcher_added deal.watcher_removed]" {
			t.Error(kinds, err)
		}
	})
}

func TestAtHand(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, s, scene := t.Context(), service(t, d), seed.CRM(t, d)
		who := scene.Admin
		var last crm.Ref
		for range watch.MaxRecent + 3 {
			last = scene.Deal(t, who, deal.New{}).Ref
			if err := s.Open(ctx, who, last); err != nil {
				t.Fatal(err)
			}
		}
		list, err := s.Recent(ctx, who, 0)
		if err != nil || len(list) != watch.MaxRecent || list[0].Ref != last || list[0].Name == "" {
			t.Error(len(list), list[0], err)
		}
		if list, err := s.Recent(ctx, who, 10); err != nil || len(list) != 10 {
			t.Error(len(list), err)
		}
		if err := s.Star(ctx, who, last, true); err != nil {
			t.Fatal(err)
		}
		if on, err := s.IsStarred(ctx, who, last); err != nil || !on {
			t.Error(on, err)
		}
		stranger := seed.Admin(t, d)
		if err := s.Star(ctx, stranger, last, true); errs.CodeOf(err) != errs.CodeNotFound {
			t.Error(err)
		}
		if err := s.Open(ctx, stranger, last); errs.CodeOf(err) != errs.CodeNotFound {
			t.Error(err)
		}
		if err := scene.Deals.Delete(ctx, who, last.ID); err != nil {
			t.Fatal(err)
		}
		if list, err := s.Starred(ctx, who); err != nil || len(list) != 0 {
			t.Error("a deleted card is at hand:", list, err)
		}
	})
}
