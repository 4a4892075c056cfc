package user

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/kit/secret"
	"voronka/internal/tenant"
)

// Identity is a caller whom a session or a token made known.
type Identity struct {
	Actor tenant.Actor
	// SessionID is 0 when a token was shown, TokenID when a session was.
	SessionID, TokenID int64
}

// Session is a signed-in browser.
type Session struct {
	ID                               int64
	IP, UserAgent                    string
	CreatedAt, LastSeenAt, ExpiresAt int64
}

const (
	sessionLife = 30 * 24 * time.Hour
	// touchEvery keeps a busy session from being written with every request.
	touchEvery  = 5 * time.Minute
	maxAgent    = 300
	maxSessions = 100
)

// SessionEnded is the kind of event that ends a session: entity user, object session. Whoever keeps a socket open for
// it closes the socket.
const SessionEnded = "session.ended"

func beginSession(ctx context.Context, tx *db.Tx, account tenant.AccountID, user tenant.UserID, from Client) (SignedIn, error) {
	in := SignedIn{Token: secret.Token(), Lasts: int64(sessionLife.Seconds())}
	err := tx.QueryRow(ctx, `
		INSERT INTO sessions (account_id, user_id, token_hash, ip, user_agent, created_at, last_seen_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		RETURNING id`,
		account, user, secret.HashToken(in.Token), from.IP, clip(from.UserAgent, maxAgent), tx.Unix(), tx.Unix(),
		tx.Unix()+in.Lasts).Scan(&in.SessionID)
	return in, err
}

// Begin starts a session for a user who proved who they are in another way: by the first set-up.
func (s *Service) Begin(ctx context.Context, account tenant.AccountID, user tenant.UserID, from Client) (SignedIn, error) {
	var in SignedIn
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		in, err = beginSession(ctx, tx, account, user, from)
		return err
	})
	if err != nil {
		return SignedIn{}, err
	}
	in.Actor, err = s.Actor(ctx, account, user)
	return in, err
}

// BySession finds out who shows the token of a session, and lets the session slide. Anything but a living session of
// an active user is Unauthenticated.
func (s *Service) BySession(ctx context.Context, token string) (Identity, error) {
	var (
		id                     Identity
		seen, expires, version int64
	)
	err := s.db.Keyed().QueryRow(ctx, `
		SELECT s.id, s.account_id, s.user_id, s.last_seen_at, s.expires_at, a.access_version
		FROM sessions s JOIN accounts a ON a.id = s.account_id
		WHERE s.token_hash = $1`, secret.HashToken(token)).
		Scan(&id.SessionID, &id.Actor.AccountID, &id.Actor.UserID, &seen, &expires, &version)
	now := s.db.Now().Unix()
	if errors.Is(err, db.ErrNoRows) || err == nil && expires <= now {
		return Identity{}, errs.Unauthenticated("your session is over, sign in again")
	}
	if err != nil {
		return Identity{}, db.Translate(err)
	}
	if id.Actor, err = s.actorAt(ctx, id.Actor.AccountID, id.Actor.UserID, version); err != nil {
		return Identity{}, err
	}
	if now-seen >= int64(touchEvery.Seconds()) {
		s.touch(ctx, id)
	}
	return id, nil
}

// touch prolongs a session. A database that cannot write now does not keep anyone from reading.
func (s *Service) touch(ctx context.Context, id Identity) {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE sessions SET last_seen_at = $1, expires_at = $2
			WHERE account_id = $3 AND id = $4`,
			tx.Unix(), tx.Now().Add(sessionLife).Unix(), id.Actor.AccountID, id.SessionID)
		return err
	})
	if err != nil {
		slog.WarnContext(ctx, "could not prolong a session", "session", id.SessionID, "err", err)
	}
}

// Sessions lists the living sessions of who, the last used first.
func (s *Service) Sessions(ctx context.Context, who tenant.Actor) ([]Session, error) {
	rows, err := s.db.Query(ctx, `
		SELECT id, ip, user_agent, created_at, last_seen_at, expires_at
		FROM sessions
		WHERE account_id = $1 AND user_id = $2 AND expires_at > $3
		ORDER BY last_seen_at DESC, id DESC
		LIMIT $4`, who.AccountID, who.UserID, s.db.Now().Unix(), maxSessions)
	all, err := db.Collect(rows, err, func(r db.Rows) (x Session, err error) {
		return x, r.Scan(&x.ID, &x.IP, &x.UserAgent, &x.CreatedAt, &x.LastSeenAt, &x.ExpiresAt)
	})
	return all, db.Translate(err)
}

// EndSession ends one of the sessions of who; open sockets of it are cut.
func (s *Service) EndSession(ctx context.Context, who tenant.Actor, id int64) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := endSessions(ctx, tx, who, `s.account_id = $1 AND s.user_id = $2 AND s.id = $3`, who.AccountID, who.UserID, id)
		if err == nil && n == 0 {
			return errs.NotFound("there is no such session")
		}
		return err
	})
}

// endSessions deletes the sessions of a condition on s and says so in the log of their accounts.
func endSessions(ctx context.Context, tx *db.Tx, who tenant.Actor, where string, args ...any) (int, error) {
	rows, err := tx.Query(ctx, `DELETE FROM sessions AS s WHERE `+where+` RETURNING id, account_id, user_id`, args...)
	ended, err := db.Collect(rows, err, func(r db.Rows) (event.Event, error) {
		e := event.Event{Kind: SessionEnded, EntityKind: "user", ObjectKind: "session", ActorKind: string(who.Kind)}
		return e, r.Scan(&e.ObjectID, &e.AccountID, &e.EntityID)
	})
	if err != nil {
		return 0, err
	}
	for i := range ended {
		ended[i].ActorID = int64(who.UserID)
		if ended[i].AccountID != int64(who.AccountID) {
			ended[i].ActorID = ended[i].EntityID // the same person's place in another account
		}
	}
	return len(ended), event.Append(ctx, tx, ended...)
}

// Sweep removes what has run out: sessions, counters of attempts, words to reset a password, sign-ins older than a year.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.db.Now()
	for _, d := range []struct {
		text  string
		until int64
	}{
		{`DELETE FROM sessions WHERE expires_at <= $1`, now.Unix()},
		{`DELETE FROM attempt_counters WHERE resets_at <= $1`, now.Unix()},
		{`DELETE FROM password_resets WHERE expires_at <= $1`, now.Unix()},
		{`DELETE FROM sign_ins WHERE at <= $1`, now.AddDate(-1, 0, 0).Unix()},
	} {
		if _, err := s.db.Exec(ctx, d.text, d.until); err != nil {
			return db.Translate(err)
		}
	}
	return nil
}

// clip bounds a text that a stranger sends and we only store.
func clip(s string, most int) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "?")
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}
