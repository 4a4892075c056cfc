package account

import (
	"context"
	"fmt"
	"strconv"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/secret"
	"voronka/internal/tenant"
)

// New describes an account to be made.
type New struct {
	// Subdomain may be empty: then one is made of the company's name.
	Subdomain, Company, Language, Currency, TimeZone, Country string
	Admin                                                     Admin
	Pipeline                                                  Pipeline
	// Further allows the account to be one more of the installation. Without it a second account is a conflict.
	Further bool
	// Demo asks for example data.
	Demo bool
}

// Admin is the first administrator. PasswordHash is filled by Setup.
type Admin struct{ Name, Email, Password, PasswordHash string }

// Pipeline is the choice of a first pipeline: a template, or a name and statuses of one's own.
type Pipeline struct {
	Template, Name string
	Statuses       []string
}

// Founder makes the first administrator of an account.
type Founder func(ctx context.Context, tx *db.Tx, a Account, admin Admin) (tenant.UserID, error)

// Seeder fills a new account with what it cannot begin without.
type Seeder func(ctx context.Context, tx *db.Tx, who tenant.Actor, a Account, n New) error

// OnSetup says who makes the administrator and what a new account is filled with, in order.
// It is called while the program is put together.
func (s *Service) OnSetup(found Founder, seeders ...Seeder) { s.found, s.seeders = found, seeders }

// Setup makes an account with its administrator and first data, all or nothing. The second call is a Conflict
// unless n.Further is set.
func (s *Service) Setup(ctx context.Context, n New) (Account, tenant.UserID, error) {
	a := Account{
		Subdomain: n.Subdomain, Name: n.Company, Language: n.Language, Currency: n.Currency,
		TimeZone: n.TimeZone, Country: n.Country, Plan: "unlimited",
	}
	a.tidy()
	hash, err := secret.HashPassword(ctx, n.Admin.Password) // slow: not while the database is locked
	if err != nil {
		return Account{}, 0, err
	}
	n.Admin.PasswordHash = hash
	var admin tenant.UserID
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if err := claim(ctx, tx, n.Further); err != nil {
			return err
		}
		if a, err = create(ctx, tx, a); err != nil {
			return err
		}
		if admin, err = s.found(ctx, tx, a, n.Admin); err != nil {
			return err
		}
		return s.seed(ctx, tx, admin, a, n)
	})
	return a, admin, err
}

func (s *Service) seed(ctx context.Context, tx *db.Tx, admin tenant.UserID, a Account, n New) error {
	who := tenant.Actor{
		AccountID: a.ID, UserID: admin, Kind: tenant.Person, Admin: true,
		Members: []tenant.UserID{admin}, Locale: a.Language,
	}
	for _, seed := range s.seeders {
		if err := seed(ctx, tx, who, a, n); err != nil {
			return fmt.Errorf("fill account %d: %w", a.ID, err)
		}
	}
	return nil
}

// claim makes simultaneous first set-ups wait for each other: only one finds the place empty.
func claim(ctx context.Context, tx *db.Tx, further bool) error {
	n, err := tx.Exec(ctx, `
		INSERT INTO install_settings (name, value)
		VALUES ('set_up_at', $1)
		ON CONFLICT (name) DO NOTHING`, strconv.FormatInt(tx.Unix(), 10))
	if err != nil {
		return err
	}
	if n == 0 && !further {
		return errs.Conflict("this installation is already set up, sign in instead")
	}
	return nil
}

// CreateTx stores an account without people or data, for factories; Setup is the way for everyone else.
func CreateTx(ctx context.Context, tx *db.Tx, a Account) (Account, error) {
	a.tidy()
	return create(ctx, tx, a)
}

func create(ctx context.Context, tx *db.Tx, a Account) (Account, error) {
	if a.Subdomain == "" {
		free, err := freeSubdomain(ctx, tx, suggest(a.Name))
		if err != nil {
			return a, err
		}
		a.Subdomain = free
	}
	if err := a.validate("company"); err != nil {
		return a, err
	}
	if err := notFormer(ctx, tx, a); err != nil {
		return a, err
	}
	return insert(ctx, tx, a)
}

// freeSubdomain adds a number to a name that is taken.
func freeSubdomain(ctx context.Context, tx *db.Tx, name string) (string, error) {
	taken, err := db.Column[string](ctx, tx, `
		SELECT subdomain FROM accounts
		WHERE subdomain = $1 OR subdomain LIKE $2
		UNION
		SELECT subdomain FROM former_subdomains
		WHERE subdomain = $1 OR subdomain LIKE $2
		LIMIT 10000`, name, name+"-%")
	if err != nil {
		return "", err
	}
	used := map[string]bool{}
	for _, t := range taken {
		used[t] = true
	}
	free := name
	for i := 2; used[free]; i++ {
		free = name + "-" + strconv.Itoa(i)
	}
	return free, nil
}
