package user_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/kit/secret"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/user"
)

type house struct {
	db       *db.DB
	accounts *account.Service
	users    *user.Service
}

func newHouse(t testing.TB, d *db.DB) house {
	t.Helper()
	box, err := secret.New(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	accounts := account.NewService(d, "crm.test")
	accounts.OnSetup(user.FoundTx)
	return house{d, accounts, user.NewService(d, accounts, box, user.Address{Host: "crm.test", URL: "https://crm.test"})}
}

const password = "correct horse"

// found makes an account with an administrator who has a password.
func (h house) found(t testing.TB, subdomain, email string) tenant.Actor {
	t.Helper()
	a, id, err := h.accounts.Setup(t.Context(), account.New{
		Subdomain: subdomain, Company: "Ромашка", Language: "ru", Currency: "rub", TimeZone: "Europe/Moscow",
		Admin: account.Admin{Name: "Анна", Email: email, Password: password}, Further: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	who, err := h.users.Actor(t.Context(), a.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	return who
}

// clock is a hand the test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func withClock() (*clock, dbtest.Option) {
	c := &clock{now: time.Unix(1_800_000_000, 0)}
	return c, dbtest.Configure(func(cfg *db.Config) { cfg.Clock = c.Now })
}

func wantCode(t testing.TB, err error, code errs.Code) {
	t.Helper()
	if errs.CodeOf(err) != code || err == nil {
		t.Errorf("got %v, want %s", err, code)
	}
}

func TestActor_followsChangesOfRights(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		admin := seed.Admin(t, d)
		group := seed.Group(t, d, admin.AccountID, "Продажи")
		one := seed.User(t, d, admin.AccountID, seed.Scoped(tenant.ScopeGroup), seed.InGroup(group))
		two := seed.User(t, d, admin.AccountID, seed.Scoped(tenant.ScopeOwn), seed.InGroup(group))
		outsider := seed.User(t, d, admin.AccountID)
		got := h.actor(t, one)
		if len(got.Members) != 2 || !got.Covers(tenant.ScopeGroup, two.UserID) || got.Covers(tenant.ScopeGroup, outsider.UserID) {
			t.Errorf("members %v", got.Members)
		}
		if got.Scope("deal", "view") != tenant.ScopeGroup || got.Admin || got.Locale != "ru" {
			t.Errorf("%+v", got)
		}
		zero := tenant.GroupID(0)
		if _, err := h.users.Update(t.Context(), admin, two.UserID, user.Patch{GroupID: &zero}); err != nil {
			t.Fatal(err)
		}
		if got := h.actor(t, one); len(got.Members) != 1 {
			t.Errorf("a remembered actor outlived the change: %v", got.Members)
		}
		// Another node, with a cache of its own, sees it too.
		if got := newHouse(t, d).actor(t, one); len(got.Members) != 1 {
			t.Errorf("members %v", got.Members)
		}
		if _, err := h.users.UpdateGroup(t.Context(), admin, group, user.GroupPatch{HeadID: &outsider.UserID}); err != nil {
			t.Fatal(err)
		}
		if got := h.actor(t, outsider); !got.Covers(tenant.ScopeGroup, one.UserID) {
			t.Error("the head of a group does not cover its members")
		}
	})
}

func (h house) actor(t testing.TB, who tenant.Actor) tenant.Actor {
	t.Helper()
	a, err := h.users.Actor(t.Context(), who.AccountID, who.UserID)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		admin, foreign := seed.Admin(t, d), seed.Admin(t, d)
		manager := seed.User(t, d, admin.AccountID)
		yes, no, name, long := true, false, "Пётр О’Нил", string(make([]byte, 5000))
		foreignGroup := seed.Group(t, d, foreign.AccountID, "чужая")
		none := tenant.RoleID(0)
		for _, tt := range []struct {
			name string
			who  tenant.Actor
			id   tenant.UserID
			p    user.Patch
			code errs.Code
		}{
			{"by a manager", manager, manager.UserID, user.Patch{IsAdmin: &yes}, errs.CodeForbidden},
			{"of another account", foreign, manager.UserID, user.Patch{Name: &name}, errs.CodeNotFound},
			{"unknown", admin, 1 << 60, user.Patch{Name: &name}, errs.CodeNotFound},
			{"long name", admin, manager.UserID, user.Patch{Name: &long}, errs.CodeInvalid},
			{"group of another account", admin, manager.UserID, user.Patch{GroupID: &foreignGroup}, errs.CodeInvalid},
			{"role taken away", admin, manager.UserID, user.Patch{RoleID: &none}, errs.CodeInvalid},
			{"deactivated without a successor", admin, manager.UserID, user.Patch{IsActive: &no}, errs.CodeInvalid},
			{"last administrator", admin, admin.UserID, user.Patch{IsAdmin: &no, RoleID: roleOf(t, h, admin, manager)}, errs.CodeConflict},
		} {
			_, err := h.users.Update(t.Context(), tt.who, tt.id, tt.p)
			if errs.CodeOf(err) != tt.code || err == nil {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		u, err := h.users.Update(t.Context(), admin, manager.UserID, user.Patch{Name: &name, IsAdmin: &yes})
		if err != nil || u.Name != name || !u.IsAdmin {
			t.Errorf("%+v, %v", u, err)
		}
	})
}

func roleOf(t testing.TB, h house, who, of tenant.Actor) *tenant.RoleID {
	t.Helper()
	u, err := h.users.Find(t.Context(), who, of.UserID)
	if err != nil {
		t.Fatal(err)
	}
	return u.RoleID
}

func TestUpdate_twoAdministratorsDemoteEachOther(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		for round := range 10 {
			a := seed.Admin(t, d)
			b := seed.User(t, d, a.AccountID, seed.AsAdmin())
			manager := seed.User(t, d, a.AccountID)
			role, no := roleOf(t, h, a, manager), false
			var wg sync.WaitGroup
			failed := make([]error, 2)
			for i, pair := range [][2]tenant.Actor{{a, b}, {b, a}} {
				wg.Go(func() {
					if round%2 == 0 {
						_, failed[i] = h.users.Update(context.Background(), pair[0], pair[1].UserID, user.Patch{IsAdmin: &no, RoleID: role})
					} else {
						_, failed[i] = h.users.Deactivate(context.Background(), pair[0], pair[1].UserID, manager.UserID)
					}
				})
			}
			wg.Wait()
			if (failed[0] == nil) == (failed[1] == nil) {
				t.Fatalf("exactly one must win: %v", failed)
			}
		}
	})
}

func TestDeactivate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		admin := h.found(t, "one", "anna@example.test")
		leaver := seed.User(t, d, admin.AccountID)
		heir := seed.User(t, d, admin.AccountID)
		foreign := seed.Admin(t, d)
		passed := 0
		h.users.OnHandover(func(_ context.Context, _ *db.Tx, who tenant.Actor, from, to tenant.UserID, limit int) (int, error) {
			if from != leaver.UserID || to != heir.UserID || who.AccountID != admin.AccountID || who.UserID != admin.UserID {
				return 0, fmt.Errorf("wrong parties: %d to %d by %+v", from, to, who)
			}
			n := min(limit, 450-passed)
			passed += n
			return n, nil
		})
		_, token, err := h.users.CreateToken(t.Context(), leaver, "script", 10)
		if err != nil {
			t.Fatal(err)
		}
		session, err := h.users.Begin(t.Context(), leaver.AccountID, leaver.UserID, user.Client{})
		if err != nil {
			t.Fatal(err)
		}
		for name, successor := range map[string]tenant.UserID{"nobody": 0, "themself": leaver.UserID, "a stranger": foreign.UserID} {
			if _, err := h.users.Deactivate(t.Context(), admin, leaver.UserID, successor); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("in favour of %s: %v", name, err)
			}
		}
		if _, err := h.users.Deactivate(t.Context(), heir, leaver.UserID, heir.UserID); !errs.Is(err, errs.CodeForbidden) {
			t.Error(err)
		}
		if _, err := h.users.Deactivate(t.Context(), foreign, leaver.UserID, foreign.UserID); !errs.Is(err, errs.CodeNotFound) {
			t.Error(err)
		}
		if _, err := h.users.Deactivate(t.Context(), admin, leaver.UserID, heir.UserID); err != nil {
			t.Fatal(err)
		}
		_, err = h.users.BySession(t.Context(), session.Token)
		wantCode(t, err, errs.CodeUnauthenticated)
		_, err = h.users.ByToken(t.Context(), token)
		wantCode(t, err, errs.CodeUnauthenticated)
		_, err = h.users.Actor(t.Context(), leaver.AccountID, leaver.UserID)
		wantCode(t, err, errs.CodeUnauthenticated)
		runJobs(t, d, h)
		if passed != 450 {
			t.Errorf("%d records were passed on", passed)
		}
		assertEvents(t, d, admin.AccountID, map[string]int{"user.changed": 1, user.SessionEnded: 1})
	})
}

func runJobs(t testing.TB, d *db.DB, h house) {
	t.Helper()
	r := job.NewRunner(d, testLog(t))
	r.Add(job.Kind{Name: user.HandoverKind, Local: h.users.HandOver})
	if err := r.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func assertEvents(t testing.TB, d *db.DB, id tenant.AccountID, want map[string]int) {
	t.Helper()
	rows, err := d.Query(t.Context(), `SELECT kind, COUNT(*) FROM events WHERE account_id = $1 GROUP BY kind`, id)
	type line struct {
		kind string
		n    int
	}
	got, err := db.Collect(rows, err, func(r db.Rows) (l line, err error) { return l, r.Scan(&l.kind, &l.n) })
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range got {
		if want[l.kind] != l.n {
			t.Errorf("%d events %s, want %d", l.n, l.kind, want[l.kind])
		}
	}
	if len(got) != len(want) {
		t.Errorf("events %v, want %v", got, want)
	}
}

func TestProfile(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		who := h.found(t, "one", "anna@example.test")
		other := h.found(t, "two", "anna@example.test") // the same person
		set := func(s string) (user.User, error) {
			var m map[string]json.RawMessage
			if err := json.Unmarshal([]byte(s), &m); err != nil {
				t.Fatal(err)
			}
			return h.users.UpdateMe(t.Context(), who, 0, user.Profile{Settings: m})
		}
		if _, err := set(`{"columns":["name"],"theme":"dark"}`); err != nil {
			t.Fatal(err)
		}
		u, err := set(`{"theme":null,"density":1}`)
		var kept map[string]any
		if err == nil {
			err = json.Unmarshal(u.Settings, &kept)
		}
		if err != nil || len(kept) != 2 || kept["theme"] != nil {
			t.Errorf("%s, %v", u.Settings, err)
		}
		_, err = set(`{"big":"` + string(make65k()) + `"}`)
		wantCode(t, err, errs.CodeInvalid)

		mine, _ := h.users.Begin(t.Context(), who.AccountID, who.UserID, user.Client{})
		elsewhere, _ := h.users.Begin(t.Context(), other.AccountID, other.UserID, user.Client{})
		change := func(old, fresh string) error {
			_, err := h.users.UpdateMe(t.Context(), who, mine.SessionID, user.Profile{Password: &user.NewPassword{Old: old, New: fresh}})
			return err
		}
		wantCode(t, change("wrong", "another horse"), errs.CodeInvalid)
		wantCode(t, change(password, "short"), errs.CodeInvalid)
		if err := change(password, "another horse"); err != nil {
			t.Fatal(err)
		}
		if _, err := h.users.BySession(t.Context(), mine.Token); err != nil {
			t.Error("the session that changed the password must stay:", err)
		}
		_, err = h.users.BySession(t.Context(), elsewhere.Token)
		wantCode(t, err, errs.CodeUnauthenticated)
	})
}

func make65k() []byte {
	b := make([]byte, 70<<10)
	for i := range b {
		b[i] = 'x'
	}
	return b
}

func TestGroups(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		admin, foreign := seed.Admin(t, d), seed.Admin(t, d)
		g, err := h.users.CreateGroup(t.Context(), admin, "  Отдел продаж ")
		if err != nil || g.Name != "Отдел продаж" {
			t.Fatal(g, err)
		}
		member := seed.User(t, d, admin.AccountID, seed.InGroup(g.ID))
		_, err = h.users.CreateGroup(t.Context(), member, "x")
		wantCode(t, err, errs.CodeForbidden)
		_, err = h.users.UpdateGroup(t.Context(), foreign, g.ID, user.GroupPatch{})
		wantCode(t, err, errs.CodeNotFound)
		_, err = h.users.UpdateGroup(t.Context(), admin, g.ID, user.GroupPatch{HeadID: &foreign.UserID})
		wantCode(t, err, errs.CodeInvalid)
		wantCode(t, h.users.DeleteGroup(t.Context(), foreign, g.ID), errs.CodeNotFound)
		if err := h.users.DeleteGroup(t.Context(), admin, g.ID); err != nil {
			t.Fatal(err)
		}
		u, err := h.users.Find(t.Context(), admin, member.UserID)
		if err != nil || u.GroupID != nil {
			t.Errorf("%+v, %v", u, err)
		}
		all, err := h.users.Groups(t.Context(), admin)
		if err != nil || len(all) != 0 {
			t.Error(all, err)
		}
	})
}
