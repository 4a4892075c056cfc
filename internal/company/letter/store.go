package letter

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/kit/secret"
	"voronka/internal/tenant"
)

func find(ctx context.Context, q db.Querier, account tenant.AccountID) (s Settings, err error) {
	var fault *string
	err = q.QueryRow(ctx, `
		SELECT account_id, host, port, security, user_name, password, from_email, from_name, base_url, error, updated_at, updated_by
		FROM smtp_settings
		WHERE account_id = $1`, account).Scan(&s.account, &s.Host, &s.Port, &s.Security, &s.UserName, &s.password,
		&s.FromEmail, &s.FromName, &s.BaseURL, &fault, &s.UpdatedAt, &s.UpdatedBy)
	if errors.Is(err, db.ErrNoRows) {
		return Settings{}, errs.NotFound("no mail server is set, an administrator can set one")
	}
	if err != nil {
		return Settings{}, db.Translate(err)
	}
	s.HasPassword = s.password != ""
	if s.Error, err = lang.LoadSentences(fault); err != nil {
		return Settings{}, fmt.Errorf("read why letters fail: %w", err)
	}
	return s, nil
}

func save(ctx context.Context, tx *db.Tx, s Settings) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO smtp_settings (account_id, host, port, security, user_name, password, from_email, from_name, base_url, updated_at, updated_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (account_id) DO UPDATE SET
			host = excluded.host, port = excluded.port, security = excluded.security, user_name = excluded.user_name,
			password = excluded.password, from_email = excluded.from_email, from_name = excluded.from_name,
			base_url = excluded.base_url, error = NULL, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
		s.account, s.Host, s.Port, string(s.Security), s.UserName, s.password, s.FromEmail, s.FromName, s.BaseURL, s.UpdatedAt, s.UpdatedBy)
	return err
}

func remove(ctx context.Context, tx *db.Tx, account tenant.AccountID) error {
	_, err := tx.Exec(ctx, `DELETE FROM smtp_settings WHERE account_id = $1`, account)
	return err
}

// note keeps how the last letter went, when that is news.
func (s *Service) note(ctx context.Context, account tenant.AccountID, set Settings, fault error) error {
	if fault == nil && len(set.Error) == 0 || errs.Is(fault, errs.CodeInvalid) {
		return nil // an address that is wrong says nothing about the server
	}
	return s.cfg.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE smtp_settings
			SET error = $1
			WHERE account_id = $2
				AND updated_at = $3`, lang.StoreError(fault), account, set.UpdatedAt)
		return err
	})
}

func passwordPlace(account tenant.AccountID) string { return fmt.Sprintf("smtp/%d/password", account) }

func (s *Service) seal(account tenant.AccountID, password string) string {
	return base64.StdEncoding.EncodeToString(s.cfg.Box.Seal([]byte(password), passwordPlace(account)))
}

func (s *Service) unseal(set Settings) (string, error) {
	if set.password == "" {
		return "", nil
	}
	sealed, err := base64.StdEncoding.DecodeString(set.password)
	if err != nil {
		return "", fmt.Errorf("read the password of the mail server: %w", err)
	}
	plain, err := s.cfg.Box.Open(sealed, passwordPlace(set.account))
	return string(plain), err
}

func randomWord() string { return secret.Token() }
