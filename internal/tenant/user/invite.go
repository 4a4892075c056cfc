package user

import (
	"context"
	"errors"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/secret"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
)

// Invite describes a colleague to be invited.
type Invite struct {
	Name, Email, Language string
	IsAdmin               bool
	RoleID                *tenant.RoleID
	GroupID               *tenant.GroupID
}

// Invitation is what the link of an invitation shows to whoever opens it.
type Invitation struct {
	Email, Name, Company, Language string
	// HasPassword says that the person is known: they give the password they have, they do not choose one.
	HasPassword bool
	ExpiresAt   int64
}

const invitationLife = 7 * 24 * time.Hour

// Invite makes a user who becomes active by opening a link; the word of the link is the second answer and is kept
// nowhere. Only an administrator may invite.
func (s *Service) Invite(ctx context.Context, who tenant.Actor, n Invite) (User, string, error) {
	if !who.Admin {
		return User{}, "", errs.Forbidden("only an administrator may invite users")
	}
	u, err := n.user()
	if err != nil {
		return User{}, "", err
	}
	word := secret.Token()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := account.TouchAccessTx(ctx, tx, who.AccountID); err != nil {
			return err
		}
		if err := checkPlace(ctx, tx, who.AccountID, u); err != nil {
			return err
		}
		p, _, err := ensurePerson(ctx, tx, u.Email, "")
		if err != nil {
			return err
		}
		u.PersonID = p.ID
		if u.ID, err = insertUser(ctx, tx, who.AccountID, u); err != nil {
			return err
		}
		if err := insertInvitation(ctx, tx, who.AccountID, u.ID, word); err != nil {
			return err
		}
		if err := account.Record(ctx, tx, who, "user.invited", about(u.ID), nil, snapshot(u)); err != nil {
			return err
		}
		if u, err = findUser(ctx, tx, who.AccountID, u.ID); err != nil {
			return err
		}
		return s.sendInvitation(ctx, tx, who, u, word)
	})
	if err != nil {
		return User{}, "", err
	}
	return u, word, nil
}

// sendInvitation sends the link by a letter when the account can; it stays an answer to the one who invites as well.
func (s *Service) sendInvitation(ctx context.Context, tx *db.Tx, who tenant.Actor, u User, word string) error {
	if s.postman == nil {
		return nil
	}
	ready, err := s.postman.Ready(ctx, tx, who.AccountID)
	if err != nil || !ready {
		return err
	}
	return s.postman.InviteTx(ctx, tx, who, u, word)
}

func (n Invite) user() (User, error) {
	var c errs.Collect
	u := User{IsAdmin: n.IsAdmin, RoleID: n.RoleID, GroupID: n.GroupID, Language: n.Language}
	var err error
	u.Name, err = checkName("name", n.Name)
	c.Err("", err)
	u.Email, err = checkEmail("email", n.Email)
	c.Err("", err)
	c.Err("", checkLanguage(n.Language))
	return u, c.Result()
}

// Reinvite makes a new link for a user who has not accepted yet; the old one stops working.
func (s *Service) Reinvite(ctx context.Context, who tenant.Actor, id tenant.UserID) (string, error) {
	if !who.Admin {
		return "", errs.Forbidden("only an administrator may invite users")
	}
	word := secret.Token()
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		u, err := findUser(ctx, tx, who.AccountID, id)
		if err != nil {
			return err
		}
		if !u.IsInvited {
			return errs.Conflict("this user has accepted an invitation already")
		}
		if err := insertInvitation(ctx, tx, who.AccountID, id, word); err != nil {
			return err
		}
		return s.sendInvitation(ctx, tx, who, u, word)
	})
	if err != nil {
		return "", err
	}
	return word, nil
}

// insertInvitation makes the only invitation of a user that works.
func insertInvitation(ctx context.Context, tx *db.Tx, account tenant.AccountID, user tenant.UserID, word string) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM invitations WHERE account_id = $1 AND user_id = $2 AND used_at IS NULL`, account, user)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO invitations (account_id, user_id, token_hash, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5)`,
		account, user, secret.HashToken(word), tx.Unix(), tx.Now().Add(invitationLife).Unix())
	return err
}

// CancelInvitation forgets a user who never came. Nothing can be theirs yet.
func (s *Service) CancelInvitation(ctx context.Context, who tenant.Actor, id tenant.UserID) error {
	if !who.Admin {
		return errs.Forbidden("only an administrator may cancel an invitation")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := account.TouchAccessTx(ctx, tx, who.AccountID); err != nil {
			return err
		}
		u, err := findUser(ctx, tx, who.AccountID, id)
		if err != nil {
			return err
		}
		if !u.IsInvited {
			return errs.Conflict("this user has accepted the invitation: deactivate them instead")
		}
		for _, text := range []string{
			`DELETE FROM invitations WHERE account_id = $1 AND user_id = $2`,
			`DELETE FROM users WHERE account_id = $1 AND id = $2`,
		} {
			if _, err := tx.Exec(ctx, text, who.AccountID, id); err != nil {
				return err
			}
		}
		return account.Record(ctx, tx, who, "user.invitation_cancelled", about(id), snapshot(u), nil)
	})
}

type invited struct {
	account tenant.AccountID
	user    tenant.UserID
	expires int64
}

// invitationOf finds the place a living invitation leads to.
func invitationOf(ctx context.Context, q db.Querier, word string, now int64) (i invited, err error) {
	err = q.QueryRow(ctx, `
		SELECT account_id, user_id, expires_at FROM invitations
		WHERE token_hash = $1 AND used_at IS NULL`, secret.HashToken(word)).Scan(&i.account, &i.user, &i.expires)
	if errors.Is(err, db.ErrNoRows) || err == nil && i.expires <= now {
		return i, errs.NotFound("the invitation does not work any more, ask for a new one")
	}
	return i, db.Translate(err)
}

// Invitation shows what a link leads to.
func (s *Service) Invitation(ctx context.Context, word string) (Invitation, error) {
	i, err := invitationOf(ctx, s.db, word, s.db.Now().Unix())
	if err != nil {
		return Invitation{}, err
	}
	a, err := s.accounts.Find(ctx, i.account)
	if err != nil {
		return Invitation{}, err
	}
	u, err := findUser(ctx, s.db, i.account, i.user)
	if err != nil {
		return Invitation{}, err
	}
	p, err := findPerson(ctx, s.db, u.PersonID)
	if err != nil {
		return Invitation{}, err
	}
	language := u.Language
	if language == "" {
		language = a.Language
	}
	return Invitation{
		Email: p.Email, Name: u.Name, Company: a.Name, Language: language, HasPassword: p.Hash != "", ExpiresAt: i.expires,
	}, nil
}

// Accept makes the invited user active and signs them in. A new person chooses a password; one who is known joins
// with the password they have.
func (s *Service) Accept(ctx context.Context, word, password string, from Client) (SignedIn, error) {
	one := perOne("accept", word, from.IP)
	if err := s.countAttempts(ctx, one, perPlace("accept", from.IP)); err != nil {
		return SignedIn{}, err
	}
	i, err := invitationOf(ctx, s.db, word, s.db.Now().Unix())
	if err != nil {
		return SignedIn{}, err
	}
	u, err := findUser(ctx, s.db, i.account, i.user)
	if err != nil {
		return SignedIn{}, err
	}
	p, err := findPerson(ctx, s.db, u.PersonID)
	if err != nil {
		return SignedIn{}, err
	}
	hash, err := prove(ctx, p, password)
	if err != nil {
		return SignedIn{}, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error { return s.join(ctx, tx, word, p, hash) })
	if err != nil {
		return SignedIn{}, err
	}
	return s.begin(ctx, seat{account: i.account, user: i.user}, p, from, one)
}

// prove checks the password of a known person, or hashes the one a new person chose.
func prove(ctx context.Context, p person, password string) (hash string, err error) {
	if p.Hash == "" {
		if err := checkPassword("password", password); err != nil {
			return "", err
		}
		return secret.HashPassword(ctx, password)
	}
	ok, err := secret.VerifyPassword(ctx, p.Hash, password)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", errs.Unauthenticated("the password is wrong: give the one you already sign in with")
	}
	return "", nil
}

func (s *Service) join(ctx context.Context, tx *db.Tx, word string, p person, hash string) error {
	i, err := invitationOf(ctx, tx, word, tx.Unix())
	if err != nil {
		return err
	}
	if err := account.TouchAccessTx(ctx, tx, i.account); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `
		UPDATE invitations SET used_at = $1
		WHERE account_id = $2 AND token_hash = $3 AND used_at IS NULL`, tx.Unix(), i.account, secret.HashToken(word))
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.NotFound("the invitation does not work any more, ask for a new one")
	}
	if hash != "" {
		if err := choosePassword(ctx, tx, p.ID, hash); err != nil {
			return err
		}
	}
	u, err := findUser(ctx, tx, i.account, i.user)
	if err != nil {
		return err
	}
	u.IsActive = true
	if err := updateUser(ctx, tx, i.account, u); err != nil {
		return err
	}
	who := tenant.Actor{AccountID: i.account, UserID: i.user, Kind: tenant.Person}
	return account.Record(ctx, tx, who, "user.joined", about(u.ID), nil, snapshot(u))
}

// choosePassword sets the first password of a person, who may have opened two invitations at once.
func choosePassword(ctx context.Context, tx *db.Tx, person int64, hash string) error {
	n, err := tx.Exec(ctx, `
		UPDATE persons SET password_hash = $1, updated_at = $2
		WHERE id = $3 AND password_hash = ''`, hash, tx.Unix(), person)
	if err == nil && n == 0 {
		return errs.Conflict("you have chosen a password meanwhile, sign in with it")
	}
	return err
}
