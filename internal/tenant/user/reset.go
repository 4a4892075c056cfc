package user

import (
	"context"
	"errors"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/kit/secret"
	"voronka/internal/tenant"
)

// Postman writes letters to people who cannot be told otherwise. Both are called inside the transaction of their cause.
type Postman interface {
	// Ready reports whether the account can send letters.
	Ready(ctx context.Context, q db.Querier, account tenant.AccountID) (bool, error)
	// ResetTx sends the word that lets a person choose a new password.
	ResetTx(ctx context.Context, tx *db.Tx, account tenant.AccountID, to User, word string) error
	// InviteTx sends the word of an invitation by the actor.
	InviteTx(ctx context.Context, tx *db.Tx, who tenant.Actor, to User, word string) error
}

// UsePostman gives the service somebody who sends its letters.
func (s *Service) UsePostman(p Postman) { s.postman = p }

const (
	resetLife    = time.Hour
	resetLetters = 3 // to one address in an hour, wherever they are asked for
)

// CanReset reports whether a forgotten password can be reset by a letter: of the account, or of any when it is not known
// which is meant.
func (s *Service) CanReset(ctx context.Context, account tenant.AccountID) (bool, error) {
	if s.postman == nil {
		return false, nil
	}
	if account != 0 {
		return s.postman.Ready(ctx, s.db, account)
	}
	a, err := s.accounts.Only(ctx)
	if errs.Is(err, errs.CodeNotFound) {
		return true, nil // one of several: nobody may learn which of them send letters
	}
	if err != nil {
		return false, err
	}
	return s.postman.Ready(ctx, s.db, a.ID)
}

// AskReset sends a letter with a link that lets a person choose a new password. Nobody learns from the answer whether the
// address is known. account is the one the host name stands for, 0 for none.
func (s *Service) AskReset(ctx context.Context, email string, account tenant.AccountID, from Client) error {
	if _, err := checkEmail("email", email); err != nil {
		return err
	}
	subject := lang.EmailKey(email)
	if err := s.countAttempts(ctx, perOne("reset", subject, from.IP), perPlace("reset", from.IP)); err != nil {
		return err
	}
	if s.postman == nil {
		return nil
	}
	err := s.countAttempts(ctx, counter{secret.HashToken("reset letter\n" + subject), resetLetters, time.Hour})
	if errs.Is(err, errs.CodeLimit) {
		return nil // the letters are there already
	}
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.sendReset(ctx, tx, email, account) })
}

func (s *Service) sendReset(ctx context.Context, tx *db.Tx, email string, account tenant.AccountID) error {
	p, err := personByEmail(ctx, tx, email)
	if err != nil {
		return err
	}
	seats, err := seatsOf(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	for _, x := range seats {
		if account != 0 && x.account != account {
			continue
		}
		ready, err := s.postman.Ready(ctx, tx, x.account)
		if err != nil {
			return err
		}
		if !ready {
			continue
		}
		to, err := findUser(ctx, tx, x.account, x.user)
		if err != nil {
			return err
		}
		word := secret.Token()
		_, err = tx.Exec(ctx, `
			INSERT INTO password_resets (person_id, token_hash, created_at, expires_at)
			VALUES ($1, $2, $3, $4)`, p.ID, secret.HashToken(word), tx.Unix(), tx.Now().Add(resetLife).Unix())
		if err != nil {
			return err
		}
		return s.postman.ResetTx(ctx, tx, x.account, to, word)
	}
	return nil
}

// resetOf finds the person a living word of a letter belongs to.
func resetOf(ctx context.Context, q db.Querier, word string, now int64) (p person, err error) {
	var expires int64
	err = q.QueryRow(ctx, `
		SELECT person_id, expires_at FROM password_resets WHERE token_hash = $1`, secret.HashToken(word)).Scan(&p.ID, &expires)
	if errors.Is(err, db.ErrNoRows) || err == nil && expires <= now {
		return p, errs.NotFound("the link from the letter does not work any more, ask for a new one")
	}
	if err != nil {
		return p, db.Translate(err)
	}
	return findPerson(ctx, q, p.ID)
}

// ResetEmail is the address whose password the word of a letter changes.
func (s *Service) ResetEmail(ctx context.Context, word string) (string, error) {
	p, err := resetOf(ctx, s.db, word, s.db.Now().Unix())
	return p.Email, err
}

// Reset sets the password of the person a word was sent to. The word works once; all sessions of the person end, in every
// account, and so do other words.
func (s *Service) Reset(ctx context.Context, word, password string, from Client) error {
	if err := s.countAttempts(ctx, perOne("reset word", word, from.IP), perPlace("reset word", from.IP)); err != nil {
		return err
	}
	if _, err := s.ResetEmail(ctx, word); err != nil {
		return err
	}
	if err := checkPassword("password", password); err != nil {
		return err
	}
	hash, err := secret.HashPassword(ctx, password)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := resetOf(ctx, tx, word, tx.Unix())
		if err != nil {
			return err
		}
		n, err := tx.Exec(ctx, `DELETE FROM password_resets WHERE token_hash = $1`, secret.HashToken(word))
		if err == nil && n == 0 {
			return errs.NotFound("the link from the letter does not work any more, ask for a new one")
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM password_resets WHERE person_id = $1`, p.ID); err != nil {
			return err
		}
		return s.changePassword(ctx, tx, tenant.Actor{Kind: tenant.Person}, p.ID, 0, hash)
	})
}

// SessionLives reports whether a session of a user has not ended.
func SessionLives(ctx context.Context, q db.Querier, account tenant.AccountID, user tenant.UserID, session, now int64) (bool, error) {
	var n int
	err := q.QueryRow(ctx, `
		SELECT COUNT(*) FROM sessions
		WHERE account_id = $1 AND user_id = $2 AND id = $3 AND expires_at > $4`, account, user, session, now).Scan(&n)
	return n > 0, db.Translate(err)
}
