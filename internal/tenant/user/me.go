package user

import (
	"context"
	"encoding/json"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/secret"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
)

// Profile is a change a user makes to themself; nil leaves a property as it is.
type Profile struct {
	Name, Language *string
	// Settings are merged into those kept: a key with null is removed.
	Settings map[string]json.RawMessage
	Password *NewPassword
}

// NewPassword changes a password; the old one must be known.
type NewPassword struct{ Old, New string }

const (
	maxSettings     = 64 << 10
	maxSettingsKeys = 200
)

// UpdateMe changes the profile of who. A new password ends all other sessions of the person, in every account.
// Session is the one that stays.
func (s *Service) UpdateMe(ctx context.Context, who tenant.Actor, session int64, p Profile) (User, error) {
	hash := ""
	if p.Password != nil {
		var err error
		if hash, err = s.newPassword(ctx, who, *p.Password); err != nil {
			return User{}, err
		}
	}
	var u User
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if err := p.lock(ctx, tx, who); err != nil {
			return err
		}
		old, err := findUser(ctx, tx, who.AccountID, who.UserID)
		if err != nil {
			return err
		}
		u = old
		if err := p.apply(&u); err != nil {
			return err
		}
		if err := updateUser(ctx, tx, who.AccountID, u); err != nil {
			return err
		}
		if hash != "" {
			if err := s.changePassword(ctx, tx, who, u.PersonID, session, hash); err != nil {
				return err
			}
		}
		if old.Name == u.Name {
			return nil // one's own settings and language are nobody else's news
		}
		return account.Record(ctx, tx, who, "user.changed", about(u.ID), snapshot(old), snapshot(u))
	})
	return u, err
}

// lock keeps two changes of one profile apart. Only name and language concern others' caches.
func (p Profile) lock(ctx context.Context, tx *db.Tx, who tenant.Actor) error {
	if p.Name != nil || p.Language != nil {
		return account.TouchAccessTx(ctx, tx, who.AccountID)
	}
	_, err := tx.Exec(ctx, `UPDATE users SET name = name WHERE account_id = $1 AND id = $2`, who.AccountID, who.UserID)
	return err
}

func (p Profile) apply(u *User) error {
	if err := (Patch{Name: p.Name, Language: p.Language}).apply(u); err != nil {
		return err
	}
	if len(p.Settings) == 0 {
		return nil
	}
	kept := map[string]json.RawMessage{}
	if len(u.Settings) > 0 {
		if err := json.Unmarshal(u.Settings, &kept); err != nil {
			return err
		}
	}
	for k, v := range p.Settings {
		if string(v) == "null" {
			delete(kept, k)
		} else {
			kept[k] = v
		}
	}
	raw, err := json.Marshal(kept)
	if err != nil {
		return errs.Invalid("settings", "must be a JSON object")
	}
	if len(raw) > maxSettings || len(kept) > maxSettingsKeys {
		return errs.Invalid("settings", "take more than %d bytes or %d keys, remove some", maxSettings, maxSettingsKeys)
	}
	u.Settings = raw
	return nil
}

func (s *Service) newPassword(ctx context.Context, who tenant.Actor, p NewPassword) (hash string, err error) {
	if who.Kind != tenant.Person {
		return "", errs.Forbidden("a password can be changed only by the person, not by a program")
	}
	if err := checkPassword("password.new", p.New); err != nil {
		return "", err
	}
	u, err := findUser(ctx, s.db, who.AccountID, who.UserID)
	if err != nil {
		return "", err
	}
	if err := s.countAttempts(ctx, perOne("password", u.Email, "")); err != nil {
		return "", err
	}
	old, err := findPerson(ctx, s.db, u.PersonID)
	if err != nil {
		return "", err
	}
	ok, err := secret.VerifyPassword(ctx, old.Hash, p.Old)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", errs.Invalid("password.old", "is not your present password")
	}
	return secret.HashPassword(ctx, p.New)
}

func (s *Service) changePassword(ctx context.Context, tx *db.Tx, who tenant.Actor, person, keep int64, hash string) error {
	if err := setPassword(ctx, tx, person, hash); err != nil {
		return err
	}
	_, err := endSessions(ctx, tx, who, `s.id <> $1
		AND EXISTS (SELECT 1 FROM users u WHERE u.account_id = s.account_id AND u.id = s.user_id AND u.person_id = $2)`,
		keep, person)
	return err
}
