package user

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/golang-jwt/jwt/v5"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/secret"
	"voronka/internal/tenant"
)

// Token is a long-lived key for programs. Its text is shown once and kept nowhere.
type Token struct {
	ID                   int64
	Name                 string
	CreatedAt, ExpiresAt int64
	// UsedAt is nil until the token is first shown; it is kept to the hour.
	UsedAt *int64
}

const (
	maxTokens     = 100
	maxTokenDays  = 5 * 366
	usedEvery     = time.Hour
	tokenAudience = "voronka"
)

// claims are those amoCRM's clients look for in a token.
type claims struct {
	jwt.RegisteredClaims
	GrantType  string   `json:"grant_type"`
	AccountID  int64    `json:"account_id"`
	BaseDomain string   `json:"base_domain"`
	Version    int      `json:"version"`
	Scopes     []string `json:"scopes"`
	HashUUID   string   `json:"hash_uuid"`
	APIDomain  string   `json:"api_domain"`
	UserFlags  int      `json:"user_flags"`
}

// CreateToken makes a token for who, valid for that many days. The text of the token is the second answer.
func (s *Service) CreateToken(ctx context.Context, who tenant.Actor, name string, days int) (Token, string, error) {
	name = strings.TrimSpace(name)
	var c errs.Collect
	if name == "" || utf8.RuneCountInString(name) > maxName {
		c.Add("name", "must have 1 to %d characters", maxName)
	}
	if days < 1 || days > maxTokenDays {
		c.Add("days", "must be from 1 to %d", maxTokenDays)
	}
	if err := c.Result(); err != nil {
		return Token{}, "", err
	}
	key, err := s.tokenKey(ctx)
	if err != nil {
		return Token{}, "", err
	}
	var t Token
	var text string
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		t = Token{Name: name, CreatedAt: tx.Unix(), ExpiresAt: tx.Now().AddDate(0, 0, days).Unix()}
		jti := secret.Token()
		if err := insertToken(ctx, tx, who, &t, jti); err != nil {
			return err
		}
		text, err = jwt.NewWithClaims(jwt.SigningMethodHS256, s.claims(who, t, jti)).SignedString(key)
		return err
	})
	return t, text, err
}

func (s *Service) claims(who tenant.Actor, t Token, jti string) claims {
	return claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Audience: jwt.ClaimStrings{tokenAudience}, ID: jti, Subject: strconv.FormatInt(int64(who.UserID), 10),
			IssuedAt:  jwt.NewNumericDate(time.Unix(t.CreatedAt, 0)),
			NotBefore: jwt.NewNumericDate(time.Unix(t.CreatedAt, 0)),
			ExpiresAt: jwt.NewNumericDate(time.Unix(t.ExpiresAt, 0)),
		},
		AccountID: int64(who.AccountID), BaseDomain: s.address.Host, APIDomain: s.address.Host, Version: 2,
		Scopes: []string{"crm", "files", "files_delete", "notifications"}, HashUUID: jti,
	}
}

func insertToken(ctx context.Context, tx *db.Tx, who tenant.Actor, t *Token, jti string) error {
	var n int
	err := tx.QueryRow(ctx, `
		SELECT COUNT(*) FROM tokens
		WHERE account_id = $1 AND user_id = $2 AND revoked_at IS NULL AND expires_at > $3`,
		who.AccountID, who.UserID, tx.Unix()).Scan(&n)
	if err != nil {
		return err
	}
	if n >= maxTokens {
		return errs.Limit("you have %d tokens already, revoke those you do not need", n)
	}
	return tx.QueryRow(ctx, `
		INSERT INTO tokens (account_id, user_id, jti, name, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6)
		RETURNING id`, who.AccountID, who.UserID, jti, t.Name, t.CreatedAt, t.ExpiresAt).Scan(&t.ID)
}

// ByToken finds out who shows a long-lived token. A forged, expired or revoked one, or one of a user who is no longer
// active, is Unauthenticated with a sentence that tells which.
func (s *Service) ByToken(ctx context.Context, text string) (Identity, error) {
	key, err := s.tokenKey(ctx)
	if err != nil {
		return Identity{}, err
	}
	var c claims
	_, err = jwt.ParseWithClaims(text, &c, func(*jwt.Token) (any, error) { return key, nil },
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithExpirationRequired(),
		jwt.WithAudience(tokenAudience), jwt.WithTimeFunc(s.db.Now), jwt.WithLeeway(time.Minute))
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return Identity{}, expiredToken()
	case err != nil:
		return Identity{}, errs.Unauthenticated("the token is not one of this server, make one in your profile")
	}
	return s.byClaims(ctx, c)
}

func expiredToken() error {
	return errs.With(errs.Unauthenticated("the token has expired, make a new one"), "token_expired", nil)
}

func (s *Service) byClaims(ctx context.Context, c claims) (Identity, error) {
	var (
		id                        Identity
		account, expires, version int64
		user                      tenant.UserID
		revoked, used             *int64
	)
	err := s.db.Keyed().QueryRow(ctx, `
		SELECT t.id, t.account_id, t.user_id, t.expires_at, t.revoked_at, t.used_at, a.access_version
		FROM tokens t JOIN accounts a ON a.id = t.account_id
		WHERE t.jti = $1 AND t.account_id = $2`, c.ID, c.AccountID).
		Scan(&id.TokenID, &account, &user, &expires, &revoked, &used, &version)
	if errors.Is(err, db.ErrNoRows) || err == nil && revoked != nil {
		return Identity{}, errs.Unauthenticated("the token was revoked, make a new one")
	}
	if err != nil {
		return Identity{}, db.Translate(err)
	}
	now := s.db.Now().Unix()
	if expires <= now {
		return Identity{}, expiredToken()
	}
	if id.Actor, err = s.actorAt(ctx, tenant.AccountID(account), user, version); err != nil {
		return Identity{}, err
	}
	id.Actor.Kind = tenant.Integration
	if used == nil || now-*used >= int64(usedEvery.Seconds()) {
		s.markUsed(ctx, id)
	}
	return id, nil
}

func (s *Service) markUsed(ctx context.Context, id Identity) {
	_, err := s.db.Exec(ctx, `UPDATE tokens SET used_at = $1 WHERE account_id = $2 AND id = $3`,
		s.db.Now().Unix(), id.Actor.AccountID, id.TokenID)
	if err != nil {
		slog.WarnContext(ctx, "could not note the use of a token", "token", id.TokenID, "err", err)
	}
}

// Tokens lists the tokens of who that still work, newest first.
func (s *Service) Tokens(ctx context.Context, who tenant.Actor) ([]Token, error) {
	rows, err := s.db.Query(ctx, `
		SELECT id, name, created_at, expires_at, used_at
		FROM tokens
		WHERE account_id = $1 AND user_id = $2 AND revoked_at IS NULL AND expires_at > $3
		ORDER BY id DESC
		LIMIT $4`, who.AccountID, who.UserID, s.db.Now().Unix(), maxTokens)
	all, err := db.Collect(rows, err, func(r db.Rows) (t Token, err error) {
		return t, r.Scan(&t.ID, &t.Name, &t.CreatedAt, &t.ExpiresAt, &t.UsedAt)
	})
	return all, db.Translate(err)
}

// RevokeToken makes one of the tokens of who useless.
func (s *Service) RevokeToken(ctx context.Context, who tenant.Actor, id int64) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			UPDATE tokens SET revoked_at = $1
			WHERE account_id = $2 AND user_id = $3 AND id = $4 AND revoked_at IS NULL`,
			tx.Unix(), who.AccountID, who.UserID, id)
		if err == nil && n == 0 {
			return errs.NotFound("there is no such token")
		}
		return err
	})
}

// signingKey is the key that signs tokens, read once from the installation's settings.
type signingKey struct {
	mu  sync.Mutex
	key []byte
}

const (
	keySetting = "token_key"
	keyPlace   = "install_settings/" + keySetting
)

// tokenKey reads the signing key; the first caller of the installation makes it. It is stored sealed, so that it
// outlives a change of the master key.
func (s *Service) tokenKey(ctx context.Context) ([]byte, error) {
	s.key.mu.Lock()
	defer s.key.mu.Unlock()
	if s.key.key != nil {
		return s.key.key, nil
	}
	var stored string
	err := s.db.QueryRow(ctx, `SELECT value FROM install_settings WHERE name = $1`, keySetting).Scan(&stored)
	if errors.Is(err, db.ErrNoRows) {
		stored, err = s.makeTokenKey(ctx)
	}
	if err != nil {
		return nil, db.Translate(err)
	}
	sealed, err := base64.StdEncoding.DecodeString(stored)
	if err != nil {
		return nil, fmt.Errorf("read the key of tokens: %w", err)
	}
	if s.key.key, err = s.box.Open(sealed, keyPlace); err != nil {
		return nil, fmt.Errorf("read the key of tokens: %w", err)
	}
	return s.key.key, nil
}

// makeTokenKey offers a new key; when another node was faster, its key is the one that counts.
func (s *Service) makeTokenKey(ctx context.Context) (stored string, err error) {
	fresh := make([]byte, 32)
	rand.Read(fresh)
	text := base64.StdEncoding.EncodeToString(s.box.Seal(fresh, keyPlace))
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO install_settings (name, value) VALUES ($1, $2)
			ON CONFLICT (name) DO NOTHING`, keySetting, text)
		if err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT value FROM install_settings WHERE name = $1`, keySetting).Scan(&stored)
	})
	return stored, err
}
