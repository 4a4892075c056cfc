package access_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/schema/dbtest"
	"voronka/internal/tenant"
)

func actor(user tenant.UserID, view, edit tenant.Scope) tenant.Actor {
	return tenant.Actor{AccountID: 1, UserID: user, Members: []tenant.UserID{2, 3},
		Rights: tenant.Rights{Entities: map[string]map[string]tenant.Scope{"deal": {"view": view, "edit": edit, "create": edit}}}}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		who         tenant.Actor
		action      string
		responsible tenant.UserID
		want        errs.Code
	}{
		{tenant.Actor{Admin: true}, access.Delete, 9, ""},
		{actor(2, "own", "own"), access.Edit, 2, ""},
		{actor(2, "own", "own"), access.View, 3, errs.CodeNotFound},
		{actor(2, "group", "own"), access.View, 3, ""},
		{actor(2, "group", "own"), access.Edit, 3, errs.CodeForbidden},
		{actor(2, "group", "all"), access.View, 9, errs.CodeNotFound},
		{actor(2, "all", "none"), access.Edit, 2, errs.CodeForbidden},
		{actor(2, "none", "none"), access.Create, 2, errs.CodeForbidden},
		{actor(2, "none", "own"), access.Create, 2, ""},
		{actor(2, "all", "all"), "fly", 2, errs.CodeForbidden},
		{tenant.Actor{}, access.View, 0, errs.CodeNotFound},
	} {
		err := access.Check(c.who, crm.Deal, c.action, c.responsible)
		if c.want == "" && err != nil || c.want != "" && !errs.Is(err, c.want) {
			t.Errorf("%v %s of %d: %v, want %s", c.who.Rights, c.action, c.responsible, err, c.want)
		}
	}
	err := access.Check(actor(2, "all", "none"), crm.Deal, access.Edit, 2)
	if got := lang.Error(lang.RU, err); !strings.Contains(got, "изменять сделки") {
		t.Error("the right is named in the person's language:", got)
	}
	if err := access.RequireAdmin(actor(2, "all", "all")); !errs.Is(err, errs.CodeForbidden) {
		t.Error(err)
	}
	if err := access.RequireExtra(actor(2, "all", "all"), access.ExtraImport); !errs.Is(err, errs.CodeForbidden) {
		t.Error(err)
	}
	if err := access.Any(actor(2, "all", "none"), crm.Deal, access.Edit); !errs.Is(err, errs.CodeForbidden) {
		t.Error(err)
	}
}

// TestWhereAgreesWithCheck: for every actor and card, the condition in SQL and the check in Go say the same.
func TestWhereAgreesWithCheck(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		rows := "(VALUES "
		for responsible := range 5 {
			for status := range 5 {
				rows += fmt.Sprintf("(%d, %d), ", responsible, 10+status)
			}
		}
		rows = strings.TrimSuffix(rows, ", ") + ")"
		from := "(SELECT column1 AS responsible_id, column2 AS status_id FROM " + rows + " v) d"
		scopes := []tenant.Scope{"", tenant.ScopeNone, tenant.ScopeOwn, tenant.ScopeGroup, tenant.ScopeAll}
		for _, base := range scopes {
			for _, narrow := range scopes {
				who := actor(2, base, "none")
				who.Rights.Statuses = map[int64]map[string]tenant.Scope{11: {"view": narrow}, 12: {"view": "none"}, 13: {"edit": "none"}, 14: {"view": "own"}}
				if narrow == "" {
					who.Rights.Statuses = nil
				}
				b := db.NewBuilder(d.Engine())
				b.Add("SELECT d.responsible_id * 100 + d.status_id FROM ", from, " WHERE ", access.Where(b, who, crm.Deal, access.View, "d"))
				got, err := db.Column[int64](ctx, d, b.SQL(), b.Args()...)
				if err != nil {
					t.Fatal(b.SQL(), err)
				}
				var want []int64
				for responsible := range 5 {
					for status := range 5 {
						if access.Can(who, crm.Deal, access.View, tenant.UserID(responsible), crm.StatusID(10+status)) {
							want = append(want, int64(responsible*100+10+status))
						}
					}
				}
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Errorf("%s narrowed to %q: %v, want %v", base, narrow, got, want)
				}
				if all := access.All(who, crm.Deal, access.View); all && len(want) != 25 {
					t.Errorf("%s narrowed to %q: all, yet only %d", base, narrow, len(want))
				}
			}
		}
	})
}

// TestWhereIsOneText: users with equal rights share a statement.
func TestWhereIsOneText(t *testing.T) {
	t.Parallel()
	text := func(user tenant.UserID, members ...tenant.UserID) string {
		who := actor(user, "group", "group")
		who.Members = members
		b := db.NewBuilder(db.Postgres)
		return access.Where(b, who, crm.Deal, access.View, "d")
	}
	if a, b := text(1, 1, 2), text(7, 7, 8, 9, 10); a != b {
		t.Errorf("%s\n%s", a, b)
	}
}

func account(t *testing.T, d *db.DB, subdomain string) tenant.Actor {
	t.Helper()
	var id tenant.AccountID
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		return tx.QueryRow(context.Background(), `
			INSERT INTO accounts (subdomain, name, language, currency, time_zone, created_at)
			VALUES ($1, 'A', 'ru', 'RUB', 'UTC', 1)
			RETURNING id`, subdomain).Scan(&id)
	})
	if err != nil {
		t.Fatal(err)
	}
	return tenant.Actor{AccountID: id, UserID: 1, Kind: tenant.Person, Admin: true}
}

func TestRoles(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		who, stranger := account(t, d, "one"), account(t, d, "two")
		s := access.New(d)
		rights := tenant.Rights{Entities: map[string]map[string]tenant.Scope{"deal": {"view": "own"}}, Statuses: map[int64]map[string]tenant.Scope{5: {"edit": "none"}},
			Extra: map[string]bool{"import": true}}
		role, err := s.CreateRole(ctx, who, " Sales ", rights)
		if err != nil || role.Name != "Sales" {
			t.Fatal(role, err)
		}
		found, err := s.FindRole(ctx, who, role.ID)
		if err != nil || found.Rights.Entities["deal"]["view"] != "own" || found.Rights.Statuses[5]["edit"] != "none" || !found.Rights.Extra["import"] {
			t.Error(found, err)
		}
		if _, err := s.CreateRole(ctx, who, "Sales", rights); !errs.Is(err, errs.CodeInvalid) {
			t.Error("a name twice:", err)
		}
		if _, err := s.CreateRole(ctx, stranger, "Sales", rights); err != nil {
			t.Error("the same name in another account:", err)
		}
		wide := tenant.Rights{Entities: map[string]map[string]tenant.Scope{"deal": {"view": "all"}}}
		if role, err = s.UpdateRole(ctx, who, role.ID, access.RolePatch{Rights: &wide}); err != nil || role.Rights.Entities["deal"]["view"] != "all" || role.Name != "Sales" {
			t.Error(role, err)
		}
		plain := tenant.Actor{AccountID: who.AccountID, UserID: 5, Rights: tenant.Rights{Extra: map[string]bool{"settings": true}}}
		for name, c := range map[string]struct {
			err  error
			code errs.Code
		}{
			"find of another account":   {errOf(s.FindRole(ctx, stranger, role.ID)), errs.CodeNotFound},
			"update of another account": {errOf(s.UpdateRole(ctx, stranger, role.ID, access.RolePatch{})), errs.CodeNotFound},
			"delete of another account": {s.DeleteRole(ctx, stranger, role.ID), errs.CodeNotFound},
			"create without right":      {errOf(s.CreateRole(ctx, plain, "x", rights)), errs.CodeForbidden},
			"update without right":      {errOf(s.UpdateRole(ctx, plain, role.ID, access.RolePatch{Rights: &wide})), errs.CodeForbidden},
			"delete without right":      {s.DeleteRole(ctx, plain, role.ID), errs.CodeForbidden},
			"list without right":        {errOf(s.Roles(ctx, actor(2, "all", "all"))), errs.CodeForbidden},
		} {
			if !errs.Is(c.err, c.code) {
				t.Errorf("%s: %v", name, c.err)
			}
		}
		if err := s.DeleteRole(ctx, who, role.ID); err != nil {
			t.Error(err)
		}
		if list, err := s.Roles(ctx, who); err != nil || len(list) != 0 {
			t.Error(list, err)
		}
	})
}

func errOf[T any](_ T, err error) error { return err }

func TestRoleInUseStays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		who := account(t, d, "one")
		s := access.New(d)
		role, err := s.CreateRole(ctx, who, "Sales", tenant.Rights{})
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.Exec(ctx, `INSERT INTO users (account_id, person_id, name, role_id, created_at) VALUES ($1, 1, 'u', $2, 1)`, who.AccountID, role.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.DeleteRole(ctx, who, role.ID); !errs.Is(err, errs.CodeConflict) {
			t.Error("a role with users:", err)
		}
	})
}

func TestRolesSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	d := dbtest.One(t)
	who := account(t, d, "one")
	entities := func(kind, action string, scope tenant.Scope) tenant.Rights {
		return tenant.Rights{Entities: map[string]map[string]tenant.Scope{kind: {action: scope}}}
	}
	for path, rights := range map[string]tenant.Rights{
		"rights.entities.ship":      entities("ship", "view", "all"),
		"rights.entities.deal.fly":  entities("deal", "fly", "all"),
		"rights.entities.deal.view": entities("deal", "view", "most"),
		"rights.statuses.5.view":    {Statuses: map[int64]map[string]tenant.Scope{5: {"view": "x"}}},
		"rights.extra.root":         {Extra: map[string]bool{"root": true}},
	} {
		_, err := access.New(d).CreateRole(context.Background(), who, "x", rights)
		if e := errs.As(err); e == nil || e.Code != errs.CodeInvalid || e.Problems[0].Path != path {
			t.Errorf("%s: %v", path, err)
		}
	}
	for _, name := range []string{"", "  ", strings.Repeat("x", 101)} {
		if _, err := access.New(d).CreateRole(context.Background(), who, name, tenant.Rights{}); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("%q: %v", name, err)
		}
	}
}
