package user_test

import (
	"fmt"
	"testing"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/tenant/account"
)

func TestSubdomain_change(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		one, two := h.found(t, "one", "anna@example.test"), h.found(t, "two", "boris@example.test")
		call := func(name string) error {
			_, err := h.accounts.Update(t.Context(), one, account.Patch{Subdomain: &name})
			return err
		}
		moved := func(host, want string) {
			t.Helper()
			name, ok, err := h.accounts.Moved(t.Context(), host)
			if err != nil || name != want && ok || ok != (want != "") {
				t.Errorf("%s leads to %q %v %v, want %q", host, name, ok, err, want)
			}
		}
		if err := call("uno"); err != nil {
			t.Fatal(err)
		}
		moved("one.crm.test", "uno")
		moved("ONE.crm.test", "uno")
		moved("uno.crm.test", "")
		moved("two.crm.test", "")
		moved("never.crm.test", "")
		moved("one.elsewhere.test", "")
		if id, err := h.accounts.ByHost(t.Context(), "one.crm.test", ""); err != nil || id != one.AccountID {
			t.Error("the former name does not stand for the account:", id, err)
		}
		// Nobody else gets it, neither by changing nor by founding.
		name := "one"
		if _, err := h.accounts.Update(t.Context(), two, account.Patch{Subdomain: &name}); !errs.Is(err, errs.CodeConflict) {
			t.Error("another account took the former name:", err)
		}
		_, _, err := h.accounts.Setup(t.Context(), account.New{
			Subdomain: "one", Company: "X", Language: "ru", Currency: "RUB", TimeZone: "UTC",
			Admin: account.Admin{Name: "X", Email: "x@example.test", Password: password}, Further: true,
		})
		if !errs.Is(err, errs.CodeConflict) {
			t.Error("a new account took the former name:", err)
		}
		// The account may take it back; then the other one is the former.
		if err := call("one"); err != nil {
			t.Fatal(err)
		}
		moved("one.crm.test", "")
		moved("uno.crm.test", "one")
		// Only so many are kept, the newest ones.
		for i := range 15 {
			if err := call(fmt.Sprint("name-", i)); err != nil {
				t.Fatal(err)
			}
		}
		moved("one.crm.test", "")
		moved("name-13.crm.test", "name-14")
	})
}
