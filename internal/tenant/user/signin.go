package user

import (
	"context"
	"log/slog"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/kit/secret"
	"voronka/internal/tenant"
)

// Client is where a request comes from.
type Client struct{ IP, UserAgent string }

// Credentials are what a person signs in with.
type Credentials struct {
	Email, Password string
	// Account is the one the host name stands for, Subdomain the one the person chose; both may be empty.
	Account   tenant.AccountID
	Subdomain string
}

// SignedIn is a fresh session. The token is known only here: the database keeps its hash.
type SignedIn struct {
	Token string
	// Lasts is the life of the session in seconds, unless it is used again.
	Lasts int64
	Identity
}

// Choice is one account a person may sign in to.
type Choice struct {
	Subdomain string `json:"subdomain"`
	Name      string `json:"name"`
}

// The results in the log of sign-ins.
const (
	resultOK       = "ok"
	resultPassword = "wrong_password"
)

// SignIn checks e-mail and password and begins a session. Wrong ones are Unauthenticated, after as much time as
// right ones; too many are Limit. A person of several accounts who named none gets Conflict with reason
// "choose_account" and the choices as data.
func (s *Service) SignIn(ctx context.Context, c Credentials, from Client) (SignedIn, error) {
	one := perOne("sign-in", lang.Fold(c.Email), from.IP)
	if err := s.countAttempts(ctx, one, perPlace("sign-in", from.IP)); err != nil {
		return SignedIn{}, err
	}
	p, err := personByEmail(ctx, s.db, c.Email)
	if err != nil {
		return SignedIn{}, err
	}
	ok, err := secret.VerifyPassword(ctx, p.Hash, c.Password)
	if err != nil {
		return SignedIn{}, err
	}
	all, err := seatsOf(ctx, s.db, p.ID)
	if err != nil {
		return SignedIn{}, err
	}
	if !ok {
		s.logSignIn(ctx, all, p, from, resultPassword)
		return SignedIn{}, errs.Unauthenticated("the e-mail or the password is wrong")
	}
	chosen, err := choose(all, c)
	if err != nil {
		return SignedIn{}, err
	}
	s.rehash(ctx, p, c.Password)
	return s.begin(ctx, chosen, p, from, one)
}

// seat is a person's place in an account that lets them in.
type seat struct {
	account tenant.AccountID
	user    tenant.UserID
	Choice
}

// maxSeats bounds the accounts of one person that are looked at.
const maxSeats = 200

func seatsOf(ctx context.Context, q db.Querier, person int64) ([]seat, error) {
	if person == 0 {
		return nil, nil
	}
	rows, err := q.Query(ctx, `
		SELECT u.account_id, u.id, a.subdomain, a.name
		FROM users u JOIN accounts a ON a.id = u.account_id
		WHERE u.person_id = $1 AND u.is_active AND u.removed_at IS NULL
		ORDER BY a.name, a.id
		LIMIT $2`, person, maxSeats)
	all, err := db.Collect(rows, err, func(r db.Rows) (x seat, err error) {
		return x, r.Scan(&x.account, &x.user, &x.Subdomain, &x.Name)
	})
	return all, db.Translate(err)
}

func choose(all []seat, c Credentials) (seat, error) {
	var fit []seat
	for _, x := range all {
		if (c.Account == 0 || x.account == c.Account) && (c.Subdomain == "" || x.Subdomain == c.Subdomain) {
			fit = append(fit, x)
		}
	}
	switch len(fit) {
	case 0:
		return seat{}, errs.Unauthenticated("you have no access to this account, ask its administrator")
	case 1:
		return fit[0], nil
	}
	choices := make([]Choice, len(fit))
	for i, x := range fit {
		choices[i] = x.Choice
	}
	return seat{}, errs.With(errs.Conflict("you belong to several accounts, choose one"), "choose_account", choices)
}

// rehash brings an old password hash to today's cost. Failing to do so does not keep anyone out.
func (s *Service) rehash(ctx context.Context, p person, password string) {
	if !secret.NeedsRehash(p.Hash) {
		return
	}
	hash, err := secret.HashPassword(ctx, password)
	if err == nil {
		err = s.db.Write(ctx, func(tx *db.Tx) error { return setPassword(ctx, tx, p.ID, hash) })
	}
	if err != nil {
		slog.WarnContext(ctx, "could not renew a password hash", "person", p.ID, "err", err)
	}
}

func (s *Service) begin(ctx context.Context, x seat, p person, from Client, one counter) (SignedIn, error) {
	var in SignedIn
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if in, err = beginSession(ctx, tx, x.account, x.user, from); err != nil {
			return err
		}
		if err := insertSignIns(ctx, tx, []seat{x}, p.Email, from, resultOK); err != nil {
			return err
		}
		return forgetAttempts(ctx, tx, one)
	})
	if err != nil {
		return SignedIn{}, err
	}
	in.Actor, err = s.Actor(ctx, x.account, x.user)
	return in, err
}

// logSignIn notes a failure in the log of every account the person belongs to. The answer does not wait for luck.
func (s *Service) logSignIn(ctx context.Context, all []seat, p person, from Client, result string) {
	if len(all) == 0 {
		return
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error { return insertSignIns(ctx, tx, all, p.Email, from, result) })
	if err != nil {
		slog.WarnContext(ctx, "could not log a sign-in", "err", err)
	}
}

func insertSignIns(ctx context.Context, tx *db.Tx, all []seat, email string, from Client, result string) error {
	const width = 7
	args := make([]any, 0, len(all)*width)
	for _, x := range all {
		args = append(args, x.account, x.user, email, from.IP, clip(from.UserAgent, maxAgent), result, tx.Unix())
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO sign_ins (account_id, user_id, email, ip, user_agent, result, at)
		VALUES `+db.Values(len(all), width), args...)
	return err
}

// SignInRecord is a line of the log of sign-ins.
type SignInRecord struct {
	ID                           int64
	UserID                       tenant.UserID
	Email, IP, UserAgent, Result string
	At                           int64
}

// SignIns is the log of sign-ins, newest first, at most limit lines with ids below before (0: from the newest).
// An administrator sees everybody's, others their own.
func (s *Service) SignIns(ctx context.Context, who tenant.Actor, before int64, limit int) ([]SignInRecord, error) {
	b := db.NewBuilder(s.db.Engine())
	b.Add(`SELECT id, user_id, email, ip, user_agent, result, at FROM sign_ins WHERE account_id = `, b.Arg(who.AccountID))
	if !who.Admin {
		b.Add(` AND user_id = `, b.Arg(who.UserID))
	}
	if before > 0 {
		b.Add(` AND id < `, b.Arg(before))
	}
	b.Add(` ORDER BY id DESC LIMIT `, b.Arg(min(max(limit, 1), 500)))
	rows, err := s.db.Query(ctx, b.SQL(), b.Args()...)
	all, err := db.Collect(rows, err, func(r db.Rows) (x SignInRecord, err error) {
		return x, r.Scan(&x.ID, &x.UserID, &x.Email, &x.IP, &x.UserAgent, &x.Result, &x.At)
	})
	return all, db.Translate(err)
}

// ActorByEmail is the actor of a person's place in an account, for whoever runs the server. The subdomain may be empty
// when they have but one place.
func (s *Service) ActorByEmail(ctx context.Context, email, subdomain string) (tenant.Actor, error) {
	p, err := personByEmail(ctx, s.db, email)
	if err != nil {
		return tenant.Actor{}, err
	}
	all, err := seatsOf(ctx, s.db, p.ID)
	if err != nil {
		return tenant.Actor{}, err
	}
	if len(all) == 0 {
		return tenant.Actor{}, errs.NotFound("there is no active user with this e-mail")
	}
	x, err := choose(all, Credentials{Subdomain: subdomain})
	if err != nil {
		return tenant.Actor{}, err
	}
	return s.Actor(ctx, x.account, x.user)
}
