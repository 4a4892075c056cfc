// Package account holds accounts (tenants): their names and settings, and how the first one comes to be.
package account

import (
	"context"
	"strings"
	"sync"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Account is one tenant of the installation.
type Account struct {
	ID        tenant.AccountID
	Subdomain string
	Name      string
	// Language is "ru" or "en": that of the account's own data and of people who chose none.
	Language string
	// Currency is an ISO 4217 code, TimeZone an IANA name, Country an ISO 3166 code or empty.
	Currency  string
	TimeZone  string
	Country   string
	Plan      string
	CreatedAt int64
	// AccessVersion grows with every change of users, groups and roles; caches of rights compare it.
	AccessVersion int64
}

// Location is the account's time zone; UTC when its name is no longer known to the system.
func (a Account) Location() *time.Location {
	if known, ok := zones.Load(a.TimeZone); ok {
		return known.(*time.Location)
	}
	loc, err := time.LoadLocation(a.TimeZone)
	if err != nil {
		return time.UTC
	}
	zones.Store(a.TimeZone, loc)
	return loc
}

// zones are those read before, by name: the system keeps each in a file.
var zones sync.Map

// Service is what can be done with accounts.
type Service struct {
	db      *db.DB
	host    string
	found   Founder
	seeders []Seeder
}

// NewService works on the database. host is the public host name, the parent of the accounts' subdomains; it may be
// empty.
func NewService(d *db.DB, host string) *Service { return &Service{db: d, host: host} }

// Find returns the account, or NotFound.
func (s *Service) Find(ctx context.Context, id tenant.AccountID) (Account, error) {
	return find(ctx, s.db, id)
}

// FindTx is Find inside a transaction or a snapshot.
func FindTx(ctx context.Context, q db.Querier, id tenant.AccountID) (Account, error) {
	return find(ctx, q, id)
}

// BySubdomain returns the account that has that name, or had it before; otherwise NotFound.
func (s *Service) BySubdomain(ctx context.Context, subdomain string) (Account, error) {
	return findBySubdomain(ctx, s.db, strings.ToLower(subdomain))
}

// Moved tells the present subdomain of the account that had the one of the host name before. It answers false for a
// name that is in use or was never given.
func (s *Service) Moved(ctx context.Context, host string) (subdomain string, moved bool, err error) {
	name, ok := s.subdomain(host)
	if !ok {
		return "", false, nil
	}
	a, err := s.BySubdomain(ctx, name)
	if errs.Is(err, errs.CodeNotFound) {
		return "", false, nil
	}
	return a.Subdomain, err == nil && a.Subdomain != name, err
}

// subdomain is what stands before the public host name.
func (s *Service) subdomain(host string) (name string, ok bool) {
	if s.host == "" {
		return "", false
	}
	return strings.CutSuffix(strings.ToLower(host), "."+strings.ToLower(s.host))
}

// Only returns the account of an installation that has exactly one; otherwise NotFound.
func (s *Service) Only(ctx context.Context) (Account, error) {
	all, err := list(ctx, s.db, 2)
	if err != nil {
		return Account{}, err
	}
	if len(all) != 1 {
		return Account{}, errs.NotFound("say which account is meant: give its subdomain")
	}
	return all[0], nil
}

// ByHost tells which account a request is for: the one whose subdomain its host name begins with, or the one named by
// the X-Account header, where there is no DNS. 0 means that neither says; an unknown name is NotFound.
func (s *Service) ByHost(ctx context.Context, host, header string) (tenant.AccountID, error) {
	name := header
	if sub, ok := s.subdomain(host); ok {
		name = sub
	}
	if name == "" {
		return 0, nil
	}
	a, err := s.BySubdomain(ctx, name)
	if only, err := s.Only(ctx); err == nil {
		return only.ID, nil // a single account answers on any name
	}
	return a.ID, err
}

// Empty reports whether the installation has no account yet: it is time for the first-run wizard.
func (s *Service) Empty(ctx context.Context) (bool, error) {
	all, err := list(ctx, s.db, 1)
	return err == nil && len(all) == 0, err
}

// Patch is a change of an account; nil leaves a property as it is.
type Patch struct {
	Subdomain, Name, Language, Currency, TimeZone, Country *string
}

// Update changes the account of who, an administrator.
func (s *Service) Update(ctx context.Context, who tenant.Actor, p Patch) (Account, error) {
	if !who.Admin {
		return Account{}, errs.Forbidden("only an administrator may change the account")
	}
	var a Account
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if a, err = lock(ctx, tx, who.AccountID); err != nil {
			return err
		}
		old := a.Subdomain
		p.apply(&a)
		if err := a.validate("name"); err != nil {
			return err
		}
		if a.Subdomain != old {
			if err := rename(ctx, tx, a, old); err != nil {
				return err
			}
		}
		if err := update(ctx, tx, a); err != nil {
			return err
		}
		return changed(ctx, tx, who, a)
	})
	return a, err
}

func (p Patch) apply(a *Account) {
	for _, c := range []struct {
		to   *string
		from *string
	}{
		{&a.Subdomain, p.Subdomain}, {&a.Name, p.Name}, {&a.Language, p.Language},
		{&a.Currency, p.Currency}, {&a.TimeZone, p.TimeZone}, {&a.Country, p.Country},
	} {
		if c.from != nil {
			*c.to = *c.from
		}
	}
	a.tidy()
}
