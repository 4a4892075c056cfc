package letter

import (
	"context"
	"net/netip"
	"strings"
	"unicode/utf8"

	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/user"
)

// Security is how the line to a mail server is protected.
type Security string

// The ways: TLS from the first byte, TLS after a plain greeting, not at all.
const (
	TLS      Security = "tls"
	StartTLS Security = "starttls"
	Plain    Security = "none"
)

// Settings are the mail server of an account. The password never leaves.
type Settings struct {
	Host     string
	Port     int
	Security Security
	UserName string
	// HasPassword tells that one is kept.
	HasPassword bool
	FromEmail   string
	FromName    string
	// BaseURL is the address of this program that letters lead to, without a slash at the end.
	BaseURL string
	// Error is why the last letter did not go, nil when it went.
	Error     []lang.Sentence
	UpdatedAt int64
	UpdatedBy tenant.UserID

	account  tenant.AccountID
	password string // sealed
}

// Draft is a mail server to be set. A nil Password keeps the one that is stored.
type Draft struct {
	Host      string
	Port      int
	Security  Security
	UserName  string
	Password  *string
	FromEmail string
	FromName  string
	BaseURL   string
}

const (
	maxHost = 253
	maxText = 200
)

// Find returns the mail server to those who may change settings; NotFound when there is none.
func (s *Service) Find(ctx context.Context, who tenant.Actor) (Settings, error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return Settings{}, err
	}
	return s.settings(ctx, who.AccountID)
}

// Ready reports whether the account can send letters.
func (s *Service) Ready(ctx context.Context, q db.Querier, account tenant.AccountID) (bool, error) {
	_, err := find(ctx, q, account)
	if errs.Is(err, errs.CodeNotFound) {
		return false, nil
	}
	return err == nil, err
}

// BaseURL is where letters of the account lead.
func (s *Service) BaseURL(ctx context.Context, q db.Querier, account tenant.AccountID) (string, error) {
	set, err := find(ctx, q, account)
	return set.BaseURL, err
}

func (s *Service) settings(ctx context.Context, account tenant.AccountID) (Settings, error) {
	return find(ctx, s.cfg.DB, account)
}

// Save sets the mail server. The stored password goes to no other server than the one it was given for.
func (s *Service) Save(ctx context.Context, who tenant.Actor, d Draft) (set Settings, err error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return Settings{}, err
	}
	if err := s.clean(&d); err != nil {
		return Settings{}, err
	}
	err = s.cfg.DB.Write(ctx, func(tx *db.Tx) error {
		old, err := find(ctx, tx, who.AccountID)
		if err != nil && !errs.Is(err, errs.CodeNotFound) {
			return err
		}
		if set, err = s.apply(old, d, who); err != nil {
			return err
		}
		set.UpdatedAt, set.UpdatedBy = tx.Unix(), who.UserID
		if err := save(ctx, tx, set); err != nil {
			return err
		}
		return account.Record(ctx, tx, who, "smtp.changed", account.Thing{Kind: "account", ID: int64(who.AccountID)}, snapshot(old), snapshot(set))
	})
	return set, err
}

func (s *Service) apply(old Settings, d Draft, who tenant.Actor) (Settings, error) {
	set := Settings{
		Host: d.Host, Port: d.Port, Security: d.Security, UserName: d.UserName, FromEmail: d.FromEmail, FromName: d.FromName,
		BaseURL: d.BaseURL, account: who.AccountID,
	}
	switch {
	case d.UserName == "":
		return set, nil
	case d.Password != nil && *d.Password != "":
		set.password, set.HasPassword = s.seal(who.AccountID, *d.Password), true
		return set, nil
	case old.HasPassword && old.Host == d.Host && old.Port == d.Port && old.UserName == d.UserName && old.Security == d.Security:
		set.password, set.HasPassword = old.password, true
		return set, nil
	case old.HasPassword:
		return set, errs.Invalid("password", "give the password again: the server or the user name is another one")
	}
	return set, errs.Invalid("password", "give the password of this user name")
}

// Delete takes the mail server out of the settings; letters that wait are dropped.
func (s *Service) Delete(ctx context.Context, who tenant.Actor) error {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return err
	}
	return s.cfg.DB.Write(ctx, func(tx *db.Tx) error {
		old, err := find(ctx, tx, who.AccountID)
		if err != nil {
			return err
		}
		if err := remove(ctx, tx, who.AccountID); err != nil {
			return err
		}
		return account.Record(ctx, tx, who, "smtp.changed", account.Thing{Kind: "account", ID: int64(who.AccountID)}, snapshot(old), nil)
	})
}

// Test sends a letter to the one who asks, at once, and says where it went.
func (s *Service) Test(ctx context.Context, users *user.Service, who tenant.Actor) (email string, err error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return "", err
	}
	u, err := users.Find(ctx, who, who.UserID)
	if err != nil {
		return "", err
	}
	loc := lang.Locale(who.Locale).Or(lang.EN)
	return u.Email, s.Send(ctx, who.AccountID, Letter{
		Email: u.Email, Name: u.Name, Locale: loc, Subject: lang.Text(loc, "Letters from Voronka work"),
		Lines: []string{lang.Text(loc, "This is a test of the mail server in the settings. It came, so letters will.")},
	}, "test-"+randomWord())
}

func (s *Service) clean(d *Draft) error {
	var c errs.Collect
	d.Host, d.UserName = strings.ToLower(strings.TrimSpace(d.Host)), strings.TrimSpace(d.UserName)
	d.FromName, d.BaseURL = oneLine(d.FromName), strings.TrimRight(strings.TrimSpace(d.BaseURL), "/")
	switch {
	case d.Host == "" || len(d.Host) > maxHost || strings.ContainsAny(d.Host, " /:@\\\r\n\x00") && !isAddress(d.Host):
		c.Add("host", "must be the name of a mail server, like smtp.example.com")
	case isAddress(d.Host):
		addr, _ := netip.ParseAddr(d.Host)
		if e := errs.As(s.cfg.Outbound.CheckAddr(addr)); e != nil {
			c.Add("host", e.Problems[0].Format, e.Problems[0].Args...)
		}
	}
	if d.Port < 1 || d.Port > 65535 {
		c.Add("port", "must be from 1 to %d", 65535)
	}
	switch d.Security {
	case TLS, StartTLS:
	case Plain:
		if d.UserName != "" {
			c.Add("security", "choose TLS or STARTTLS: a password must not travel unprotected")
		}
	default:
		c.Add("security", "must be tls, starttls or none")
	}
	for name, text := range map[string]string{"user_name": d.UserName, "from_name": d.FromName} {
		if utf8.RuneCountInString(text) > maxText {
			c.Add(name, "is longer than %d characters, shorten it", maxText)
		}
	}
	from, err := lang.ParseEmail(d.FromEmail)
	c.Err("from_email", err)
	d.FromEmail = from
	return c.Result()
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// oneLine is a text without line ends and other control characters: it stands in a header.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

// snapshot is what events tell of a mail server, nil of none.
func snapshot(s Settings) any {
	if s.Host == "" {
		return nil
	}
	return map[string]any{"host": s.Host, "port": s.Port, "security": s.Security, "from": s.FromEmail}
}
