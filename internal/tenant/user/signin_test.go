package user_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/user"
)

func TestSetup_once(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		n := account.New{
			Company: "ООО «Ёлка и Ко»", Language: "ru", Currency: "rub", TimeZone: "Europe/Moscow",
			Admin: account.Admin{Name: "Анна", Email: "Anna@Example.test", Password: password},
		}
		results := make(chan error, 4)
		for range cap(results) {
			go func() {
				_, _, err := h.accounts.Setup(t.Context(), n)
				results <- err
			}()
		}
		made := 0
		for range cap(results) {
			if err := <-results; err == nil {
				made++
			} else {
				wantCode(t, err, errs.CodeConflict)
			}
		}
		a, err := h.accounts.Only(t.Context())
		if made != 1 || err != nil || a.Subdomain != "ooo-elka-i-ko" || a.Currency != "RUB" {
			t.Errorf("%d made, %+v, %v", made, a, err)
		}
	})
}

func TestSetup_refuses(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.One(t))
	good := account.New{
		Company: "A", Language: "en", Currency: "USD", TimeZone: "UTC",
		Admin: account.Admin{Name: "A", Email: "a@example.test", Password: password},
	}
	for path, spoil := range map[string]func(*account.New){
		"company":   func(n *account.New) { n.Company = " " },
		"language":  func(n *account.New) { n.Language = "de" },
		"currency":  func(n *account.New) { n.Currency = "???" },
		"time_zone": func(n *account.New) { n.TimeZone = "../etc/passwd" },
		"country":   func(n *account.New) { n.Country = "Russia" },
		"subdomain": func(n *account.New) { n.Subdomain = "Имя" },
		"name":      func(n *account.New) { n.Admin.Name = "" },
		"email":     func(n *account.New) { n.Admin.Email = "nonsense" },
		"password":  func(n *account.New) { n.Admin.Password = "short" },
	} {
		n := good
		spoil(&n)
		_, _, err := h.accounts.Setup(t.Context(), n)
		e := errs.As(err)
		if e == nil || e.Code != errs.CodeInvalid || e.Problems[0].Path != path {
			t.Errorf("%s: %v", path, err)
		}
	}
	if empty, err := h.accounts.Empty(t.Context()); !empty || err != nil {
		t.Error("a refused set-up left an account behind", err)
	}
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		one := h.found(t, "one", "anna@example.test")
		h.found(t, "two", "ANNA@example.test")
		three := h.found(t, "three", "boris@example.test")
		try := func(c user.Credentials) (user.SignedIn, error) {
			return h.users.SignIn(t.Context(), c, user.Client{IP: "192.0.2.1", UserAgent: "test\x00agent"})
		}
		in, err := try(user.Credentials{Email: " Boris@example.test", Password: password})
		if err != nil || in.Actor.AccountID != three.AccountID || !in.Actor.Admin {
			t.Fatal(in, err)
		}
		if id, err := h.users.BySession(t.Context(), in.Token); err != nil || id.Actor.UserID != three.UserID || id.SessionID == 0 {
			t.Error(id, err)
		}
		for name, c := range map[string]user.Credentials{
			"wrong password":       {Email: "boris@example.test", Password: "incorrect"},
			"unknown e-mail":       {Email: "nobody@example.test", Password: password},
			"nonsense":             {Email: "'; DROP TABLE persons", Password: strings.Repeat("x", 100_000)},
			"empty":                {},
			"account not theirs":   {Email: "boris@example.test", Password: password, Account: one.AccountID},
			"subdomain not theirs": {Email: "boris@example.test", Password: password, Subdomain: "one"},
		} {
			if _, err := try(c); !errs.Is(err, errs.CodeUnauthenticated) {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err = try(user.Credentials{Email: "anna@example.test", Password: password})
		choices, ok := []user.Choice(nil), false
		if e := errs.As(err); e != nil {
			choices, ok = e.Data.([]user.Choice)
		}
		if !errs.Is(err, errs.CodeConflict) || !ok || len(choices) != 2 {
			t.Fatal(err, choices)
		}
		if in, err = try(user.Credentials{Email: "anna@example.test", Password: password, Subdomain: "one"}); err != nil || in.Actor.AccountID != one.AccountID {
			t.Error(in, err)
		}
		log, err := h.users.SignIns(t.Context(), three, 0, 10)
		if err != nil || len(log) != 2 || log[0].Result != "wrong_password" || log[1].Result != "ok" || log[1].UserAgent != "testagent" {
			t.Errorf("%+v, %v", log, err)
		}
	})
}

func TestSignIn_slowsGuessing(t *testing.T) {
	t.Parallel()
	c, opt := withClock()
	h := newHouse(t, dbtest.One(t, opt))
	h.found(t, "one", "anna@example.test")
	try := func(password, ip string) error {
		_, err := h.users.SignIn(t.Context(), user.Credentials{Email: "anna@example.test", Password: password}, user.Client{IP: ip})
		return err
	}
	for range 10 {
		wantCode(t, try("incorrect", "192.0.2.1"), errs.CodeUnauthenticated)
	}
	err := try(password, "192.0.2.1")
	wantCode(t, err, errs.CodeLimit)
	if wait := errs.As(err).Data.(map[string]int64)["retry_after"]; wait < 1 || wait > 15*60 {
		t.Errorf("try again in %d s", wait)
	}
	if err := try(password, "192.0.2.2"); err != nil {
		t.Error("the person herself, elsewhere, must get in:", err)
	}
	c.add(16 * time.Minute)
	if err := try(password, "192.0.2.1"); err != nil {
		t.Error("after the window:", err)
	}
	for range 9 {
		wantCode(t, try("incorrect", "192.0.2.1"), errs.CodeUnauthenticated)
	}
	if err := try(password, "192.0.2.1"); err != nil {
		t.Error("success begins the count anew:", err)
	}
}

func TestSession_slides(t *testing.T) {
	t.Parallel()
	c, opt := withClock()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		who, other := seed.Admin(t, d), seed.Admin(t, d)
		in, err := h.users.Begin(t.Context(), who.AccountID, who.UserID, user.Client{IP: "192.0.2.1", UserAgent: "a"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.users.BySession(t.Context(), "forged")
		wantCode(t, err, errs.CodeUnauthenticated)
		wantCode(t, h.users.EndSession(t.Context(), other, in.SessionID), errs.CodeNotFound)
		all, err := h.users.Sessions(t.Context(), who)
		if err != nil || len(all) != 1 || all[0].IP != "192.0.2.1" {
			t.Error(all, err)
		}
		if err := h.users.EndSession(t.Context(), who, in.SessionID); err != nil {
			t.Fatal(err)
		}
		_, err = h.users.BySession(t.Context(), in.Token)
		wantCode(t, err, errs.CodeUnauthenticated)
		assertEvents(t, d, who.AccountID, map[string]int{user.SessionEnded: 1})
	}, opt)
	d := dbtest.One(t, opt)
	h := newHouse(t, d)
	who := seed.Admin(t, d)
	in, err := h.users.Begin(t.Context(), who.AccountID, who.UserID, user.Client{})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		c.add(20 * 24 * time.Hour)
		if _, err := h.users.BySession(t.Context(), in.Token); err != nil {
			t.Fatal("a session in use must not run out:", err)
		}
	}
	c.add(31 * 24 * time.Hour)
	_, err = h.users.BySession(t.Context(), in.Token)
	wantCode(t, err, errs.CodeUnauthenticated)
	if err := h.users.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, _ := db.Column[int](t.Context(), d, `SELECT COUNT(*) FROM sessions`); n[0] != 0 {
		t.Error("a session that ran out was not swept")
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	c, opt := withClock()
	d := dbtest.One(t, opt)
	h := newHouse(t, d)
	who, other := seed.Admin(t, d), seed.Admin(t, d)
	token, text, err := h.users.CreateToken(t.Context(), who, "скрипт", 30)
	if err != nil {
		t.Fatal(err)
	}
	id, err := h.users.ByToken(t.Context(), text)
	if err != nil || id.Actor.UserID != who.UserID || id.Actor.Kind != tenant.Integration || id.TokenID != token.ID {
		t.Fatal(id, err)
	}
	// A second node with the same master key reads the same signing key.
	if _, err := newHouse(t, d).users.ByToken(t.Context(), text); err != nil {
		t.Error("another node:", err)
	}
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser().ParseUnverified(text, claims); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"aud", "jti", "iat", "nbf", "exp", "sub", "grant_type", "account_id", "base_domain", "version", "scopes", "hash_uuid", "api_domain", "user_flags"} {
		if _, ok := claims[name]; !ok {
			t.Errorf("no claim %s", name)
		}
	}
	if claims["api_domain"] != "crm.test" || claims["account_id"] != float64(who.AccountID) {
		t.Errorf("%v", claims)
	}
	for name, forged := range forgeries(t, text, claims) {
		if _, err := h.users.ByToken(t.Context(), forged); !errs.Is(err, errs.CodeUnauthenticated) {
			t.Errorf("%s: %v", name, err)
		}
	}
	wantCode(t, h.users.RevokeToken(t.Context(), other, token.ID), errs.CodeNotFound)
	c.add(31 * 24 * time.Hour)
	_, err = h.users.ByToken(t.Context(), text)
	wantCode(t, err, errs.CodeUnauthenticated)
	if e := errs.As(err); e.Reason != "token_expired" {
		t.Error(err)
	}
	token, text, err = h.users.CreateToken(t.Context(), who, "второй", 30)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.users.RevokeToken(t.Context(), who, token.ID); err != nil {
		t.Fatal(err)
	}
	_, err = h.users.ByToken(t.Context(), text)
	wantCode(t, err, errs.CodeUnauthenticated)
	for _, bad := range []struct {
		name string
		days int
	}{{"", 1}, {"x", 0}, {"x", 1 << 40}, {strings.Repeat("ж", 101), 1}} {
		_, _, err := h.users.CreateToken(t.Context(), who, bad.name, bad.days)
		wantCode(t, err, errs.CodeInvalid)
	}
}

func forgeries(t testing.TB, text string, claims jwt.MapClaims) map[string]string {
	t.Helper()
	sign := func(method jwt.SigningMethod, key any) string {
		s, err := jwt.NewWithClaims(method, claims).SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	parts := strings.Split(text, ".")
	return map[string]string{
		"no algorithm":     sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType),
		"another key":      sign(jwt.SigningMethodHS256, []byte("guess")),
		"empty key":        sign(jwt.SigningMethodHS256, []byte{}),
		"another method":   sign(jwt.SigningMethodHS512, []byte("guess")),
		"no signature":     parts[0] + "." + parts[1] + ".",
		"changed claims":   parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"account_id":1,"sub":"1"}`)) + "." + parts[2],
		"half":             text[:len(text)/2],
		"empty":            "",
		"not a token":      "null",
		"a very long text": strings.Repeat("a.", 100_000),
	}
}

func TestInvitation(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		admin := h.found(t, "one", "anna@example.test")
		h.found(t, "two", "boris@example.test")
		manager := seed.User(t, d, admin.AccountID)
		role := roleOf(t, h, admin, manager)
		accept := func(word, password string) (user.SignedIn, error) {
			return h.users.Accept(t.Context(), word, password, user.Client{IP: "192.0.2.1"})
		}
		_, _, err := h.users.Invite(t.Context(), manager, user.Invite{Name: "X", Email: "x@example.test", RoleID: role})
		wantCode(t, err, errs.CodeForbidden)
		_, _, err = h.users.Invite(t.Context(), admin, user.Invite{Name: "", Email: "x", Language: "de"})
		if e := errs.As(err); e == nil || len(e.Problems) != 3 {
			t.Error("all problems at once:", err)
		}
		_, _, err = h.users.Invite(t.Context(), admin, user.Invite{Name: "X", Email: "x@example.test"})
		wantCode(t, err, errs.CodeInvalid) // neither role nor administrator
		u, old, err := h.users.Invite(t.Context(), admin, user.Invite{Name: "Вера", Email: "vera@example.test", RoleID: role})
		if err != nil || u.IsActive || !u.IsInvited {
			t.Fatal(u, err)
		}
		_, _, err = h.users.Invite(t.Context(), admin, user.Invite{Name: "Вера", Email: "VERA@example.test", RoleID: role})
		wantCode(t, err, errs.CodeConflict)
		if ok, err := user.Exists(t.Context(), d, admin.AccountID, u.ID); ok || err != nil {
			t.Error("work must not be given to someone who has not come yet", err)
		}
		word, err := h.users.Reinvite(t.Context(), admin, u.ID)
		if err != nil {
			t.Fatal(err)
		}
		_, err = accept(old, password)
		wantCode(t, err, errs.CodeNotFound)
		_, err = accept(word, "short")
		wantCode(t, err, errs.CodeInvalid)
		if i, err := h.users.Invitation(t.Context(), word); err != nil || i.HasPassword || i.Email != "vera@example.test" {
			t.Error(i, err)
		}
		in, err := accept(word, password)
		if err != nil || in.Actor.UserID != u.ID {
			t.Fatal(in, err)
		}
		_, err = accept(word, password)
		wantCode(t, err, errs.CodeNotFound)
		if _, err := h.users.SignIn(t.Context(), user.Credentials{Email: "vera@example.test", Password: password}, user.Client{}); err != nil {
			t.Error(err)
		}
		// A person who is known joins with the password they have, and nobody else can join for them.
		_, word, err = h.users.Invite(t.Context(), admin, user.Invite{Name: "Борис", Email: "boris@example.test", RoleID: role})
		if err != nil {
			t.Fatal(err)
		}
		_, err = accept(word, "another password")
		wantCode(t, err, errs.CodeUnauthenticated)
		if in, err = accept(word, password); err != nil || in.Actor.AccountID != admin.AccountID {
			t.Error(in, err)
		}
		wantCode(t, h.users.CancelInvitation(t.Context(), admin, in.Actor.UserID), errs.CodeConflict)
		u, word, err = h.users.Invite(t.Context(), admin, user.Invite{Name: "Глеб", Email: "gleb@example.test", IsAdmin: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := h.users.CancelInvitation(t.Context(), admin, u.ID); err != nil {
			t.Fatal(err)
		}
		_, err = accept(word, password)
		wantCode(t, err, errs.CodeNotFound)
	})
}
