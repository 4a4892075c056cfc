package file

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/secret"
	"voronka/internal/tenant"
)

// LinkID names a public link.
type LinkID int64

// Link shows a file to whoever has its word.
type Link struct {
	ID     LinkID
	FileID crm.FileID
	// Word is the secret part of the address.
	Word        string
	HasPassword bool
	// ExpiresAt is nil when the link lasts until it is revoked.
	ExpiresAt *int64
	// Opened counts looks at the page, Downloaded the times the file was taken.
	Opened, Downloaded int64
	LastOpenedAt       *int64
	CreatedBy          tenant.UserID
	CreatedAt          int64

	account  tenant.AccountID
	password string
}

// NewLink is a link to be made.
type NewLink struct {
	ExpiresAt *int64
	// Password guards the file; empty: none.
	Password string
}

const (
	maxLinks        = 20
	minLinkPassword = 4
	maxLinkPassword = 100
	linkPlace       = "file_links/word"
)

// AddLink makes a public link to a file: one's own, or any on a card one may edit.
func (s *Service) AddLink(ctx context.Context, who tenant.Actor, id crm.FileID, n NewLink) (l Link, err error) {
	l = Link{FileID: id, Word: secret.Token(), HasPassword: n.Password != "", ExpiresAt: n.ExpiresAt, CreatedBy: who.UserID}
	if n.ExpiresAt != nil && *n.ExpiresAt <= s.DB.Now().Unix() {
		return Link{}, errs.Invalid("expires_at", "is over already, choose a later time")
	}
	if l.HasPassword {
		if size := len([]rune(n.Password)); size < minLinkPassword || size > maxLinkPassword {
			return Link{}, errs.Invalid("password", "must have %d to %d characters", minLinkPassword, maxLinkPassword)
		}
		if l.password, err = secret.HashPassword(ctx, n.Password); err != nil {
			return Link{}, err
		}
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		f, err := s.seen(ctx, tx, who, id, "lock")
		if err != nil {
			return err
		}
		if err := s.mayChange(ctx, tx, who, f); err != nil {
			return err
		}
		if f.DeletedAt != nil || f.IsStaged {
			return missing(id)
		}
		l.CreatedAt = tx.Unix()
		return s.insertLink(ctx, tx, who, f, &l)
	})
	return l, err
}

func (s *Service) insertLink(ctx context.Context, tx *db.Tx, who tenant.Actor, f File, l *Link) error {
	var n int
	err := tx.QueryRow(ctx, `
		SELECT COUNT(*)
		FROM file_links
		WHERE account_id = $1
			AND file_id = $2
			AND revoked_at IS NULL`, who.AccountID, f.ID).Scan(&n)
	if err != nil {
		return err
	}
	if n >= maxLinks {
		return errs.Limit("a file may have %d links, revoke one first", maxLinks)
	}
	sealed := base64.StdEncoding.EncodeToString(s.Box.Seal([]byte(l.Word), linkPlace))
	err = tx.QueryRow(ctx, `
		INSERT INTO file_links (account_id, file_id, word_hash, word_sealed, password_hash, expires_at, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		RETURNING id`, who.AccountID, f.ID, secret.HashToken(l.Word), sealed, l.password, l.ExpiresAt, who.UserID, l.CreatedAt).Scan(&l.ID)
	if err != nil {
		return fmt.Errorf("make a link of file %d: %w", f.ID, err)
	}
	return s.event(ctx, tx, who, f, "file_link_added", nil, map[string]any{"name": f.Name, "expires_at": l.ExpiresAt, "has_password": l.HasPassword})
}

// Links are the links of a file that were not revoked, with their words, newest first.
func (s *Service) Links(ctx context.Context, who tenant.Actor, id crm.FileID) ([]Link, error) {
	f, err := s.Find(ctx, who, id)
	if err != nil {
		return nil, err
	}
	if err := s.mayChange(ctx, s.DB, who, f); err != nil {
		return nil, err
	}
	rows, err := s.DB.Query(ctx, `
		SELECT id, file_id, word_sealed, password_hash, expires_at, opened, downloaded, last_opened_at, created_by, created_at, account_id
		FROM file_links
		WHERE account_id = $1
			AND file_id = $2
			AND revoked_at IS NULL
		ORDER BY id DESC`, who.AccountID, id)
	list, err := db.Collect(rows, err, func(r db.Rows) (Link, error) { return scanLink(r) })
	for i := range list {
		list[i].Word = s.unseal(list[i].Word)
	}
	return list, err
}

// unseal reads a word; one that the key of today does not open is not shown, its link goes on working.
func (s *Service) unseal(sealed string) string {
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return ""
	}
	word, err := s.Box.Open(raw, linkPlace)
	if err != nil {
		return ""
	}
	return string(word)
}

func scanLink(r db.Row) (l Link, err error) {
	err = r.Scan(&l.ID, &l.FileID, &l.Word, &l.password, &l.ExpiresAt, &l.Opened, &l.Downloaded, &l.LastOpenedAt, &l.CreatedBy, &l.CreatedAt, &l.account)
	l.HasPassword = l.password != ""
	return l, err
}

// Revoke ends a link at once.
func (s *Service) Revoke(ctx context.Context, who tenant.Actor, id LinkID) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		gone := errs.NotFound("there is no such link: it may have been revoked, reload the page")
		var of crm.FileID
		err := tx.QueryRow(ctx, `
			SELECT file_id
			FROM file_links
			WHERE account_id = $1
				AND id = $2
				AND revoked_at IS NULL`, who.AccountID, id).Scan(&of)
		if errors.Is(err, db.ErrNoRows) {
			return gone
		}
		if err != nil {
			return err
		}
		f, err := s.seen(ctx, tx, who, of, "lock")
		if errs.Is(err, errs.CodeNotFound) {
			return gone
		}
		if err != nil {
			return err
		}
		if err := s.mayChange(ctx, tx, who, f); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `
			UPDATE file_links
			SET revoked_at = $3
			WHERE account_id = $1
				AND id = $2`, who.AccountID, id, tx.Unix()); err != nil {
			return err
		}
		return s.event(ctx, tx, who, f, "file_link_revoked", map[string]any{"name": f.Name}, nil)
	})
}

// Guest is what the page of a link shows.
type Guest struct {
	Link Link
	Name string
	Size int64
}

// errNoLink is the one answer for a link that never was, is over, was revoked, or whose file is gone.
func errNoLink() error {
	return errs.NotFound("the link does not work any more, ask for a new one")
}

// Visit finds the file a link leads to and counts the look. No one needs to be signed in.
func (s *Service) Visit(ctx context.Context, word string) (Guest, error) {
	l, f, err := s.follow(ctx, word)
	if err != nil {
		return Guest{}, err
	}
	if err := s.countLink(ctx, l, "opened"); err != nil {
		return Guest{}, err
	}
	return Guest{Link: l, Name: f.Name, Size: f.Current.Size}, nil
}

// Look is Visit that is not counted.
func (s *Service) Look(ctx context.Context, word string) (Guest, error) {
	l, f, err := s.follow(ctx, word)
	return Guest{Link: l, Name: f.Name, Size: f.Current.Size}, err
}

// OpenLink reads the file behind a link. A wrong password is Forbidden with the reason "wrong_password"; too many of
// them are Limit.
func (s *Service) OpenLink(ctx context.Context, word, password string) (Content, error) {
	l, f, err := s.follow(ctx, word)
	if err != nil {
		return Content{}, err
	}
	if l.HasPassword {
		if err := s.try(ctx, l, password); err != nil {
			return Content{}, err
		}
	}
	c, err := s.open(ctx, f, f.Current)
	if err != nil {
		return Content{}, err
	}
	if err := s.countLink(ctx, l, "downloaded"); err != nil {
		c.Close()
		return Content{}, err
	}
	return c, nil
}

// Guesses of a link's password within the window; then it is closed for the rest of it.
const (
	maxGuesses   = 10
	guessMinutes = 15
)

func (s *Service) try(ctx context.Context, l Link, password string) error {
	name := fmt.Sprintf("file_link:%d", l.ID)
	var n int
	err := s.DB.Write(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, `
			INSERT INTO attempt_counters (name, count, resets_at)
			VALUES ($1, 1, $2)
			ON CONFLICT (name) DO UPDATE SET
				count = CASE WHEN attempt_counters.resets_at <= $3 THEN 1 ELSE attempt_counters.count + 1 END,
				resets_at = CASE WHEN attempt_counters.resets_at <= $3 THEN $2 ELSE attempt_counters.resets_at END
			RETURNING count`, name, tx.Unix()+guessMinutes*60, tx.Unix()).Scan(&n)
	})
	if err != nil {
		return err
	}
	if n > maxGuesses {
		return errs.With(errs.Limit("too many attempts, try again in %d min", guessMinutes), "too_many_attempts", nil)
	}
	ok, err := secret.VerifyPassword(ctx, l.password, password)
	if err != nil {
		return err
	}
	if !ok {
		return errs.With(errs.Forbidden("the password is wrong"), "wrong_password", nil)
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM attempt_counters WHERE name = $1`, name)
		return err
	})
}

// follow finds a working link and its file.
func (s *Service) follow(ctx context.Context, word string) (Link, File, error) {
	if len(word) > 100 {
		return Link{}, File{}, errNoLink()
	}
	l, err := scanLink(s.DB.QueryRow(ctx, `
		SELECT id, file_id, word_sealed, password_hash, expires_at, opened, downloaded, last_opened_at, created_by, created_at, account_id
		FROM file_links
		WHERE word_hash = $1
			AND revoked_at IS NULL`, secret.HashToken(word)))
	if errors.Is(err, db.ErrNoRows) {
		return Link{}, File{}, errNoLink()
	}
	if err != nil {
		return Link{}, File{}, err
	}
	if l.ExpiresAt != nil && *l.ExpiresAt <= s.DB.Now().Unix() {
		return Link{}, File{}, errNoLink()
	}
	f, err := s.seen(ctx, s.DB, scanner(l.account), l.FileID, "")
	if errs.Is(err, errs.CodeNotFound) || err == nil && (f.DeletedAt != nil || f.Current.ID == 0) {
		return Link{}, File{}, errNoLink()
	}
	return l, f, err
}

func (s *Service) countLink(ctx context.Context, l Link, column string) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE file_links
			SET `+column+` = `+column+` + 1, last_opened_at = $3
			WHERE account_id = $1
				AND id = $2`, l.account, l.ID, tx.Unix())
		return err
	})
}
