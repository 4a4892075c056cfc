package push

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	webpush "github.com/SherClockHolmes/webpush-go"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/secret"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

func place(endpointHash string) string { return "push_subscriptions/" + endpointHash }

// sealed is what of a subscription must not be read from a stolen database: with it anyone could write to the browser.
type sealed struct {
	Endpoint string `json:"endpoint"`
	Keys
}

func (s *Service) keep(ctx context.Context, tx *db.Tx, who tenant.Actor, session int64, endpoint string, keys Keys, agent string) (id ID, err error) {
	hash := secret.HashToken(endpoint)
	raw, err := json.Marshal(sealed{endpoint, keys})
	if err != nil {
		return 0, err
	}
	text := base64.StdEncoding.EncodeToString(s.cfg.Box.Seal(raw, place(hash)))
	err = tx.QueryRow(ctx, `
		INSERT INTO push_subscriptions (account_id, user_id, session_id, endpoint, endpoint_hash, keys, user_agent, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (account_id, endpoint_hash) DO UPDATE SET
			user_id = excluded.user_id, session_id = excluded.session_id, keys = excluded.keys, user_agent = excluded.user_agent
		RETURNING id`,
		who.AccountID, who.UserID, session, serviceOf(endpoint), hash, text, agent, tx.Unix()).Scan(&id)
	return id, err
}

// trim forgets the oldest browsers of a user who has too many.
func trim(ctx context.Context, tx *db.Tx, who tenant.Actor) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM push_subscriptions
		WHERE account_id = $1
			AND user_id = $2
			AND id NOT IN (
				SELECT id FROM push_subscriptions
				WHERE account_id = $1 AND user_id = $2
				ORDER BY id DESC
				LIMIT $3)`, who.AccountID, who.UserID, maxSubscriptions)
	return err
}

// List returns the browsers of who, the oldest first.
func (s *Service) List(ctx context.Context, who tenant.Actor) ([]Subscription, error) {
	rows, err := s.cfg.DB.Query(ctx, `
		SELECT id, session_id, endpoint, user_agent, created_at
		FROM push_subscriptions
		WHERE account_id = $1
			AND user_id = $2
		ORDER BY id
		LIMIT $3`, who.AccountID, who.UserID, maxSubscriptions)
	all, err := db.Collect(rows, err, func(r db.Rows) (x Subscription, err error) {
		return x, r.Scan(&x.ID, &x.SessionID, &x.Service, &x.UserAgent, &x.CreatedAt)
	})
	return all, db.Translate(err)
}

// Delete forgets one of the browsers of who.
func (s *Service) Delete(ctx context.Context, who tenant.Actor, id ID) error {
	return s.cfg.DB.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			DELETE FROM push_subscriptions
			WHERE account_id = $1 AND user_id = $2 AND id = $3`, who.AccountID, who.UserID, id)
		if err == nil && n == 0 {
			return errs.NotFound("this browser takes no pushes")
		}
		return err
	})
}

// Of are the subscriptions of users, whose sessions still live, in one statement and in a transaction of the caller.
func Of(ctx context.Context, q db.Querier, account tenant.AccountID, users []tenant.UserID) (map[tenant.UserID][]ID, error) {
	out := map[tenant.UserID][]ID{}
	if len(users) == 0 {
		return out, nil
	}
	b := db.NewBuilder(q.Engine())
	b.Add(`
		SELECT user_id, id
		FROM push_subscriptions
		WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, "user_id", users), `
		ORDER BY id`)
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	_, err = db.Collect(rows, err, func(r db.Rows) (id ID, err error) {
		var of tenant.UserID
		err = r.Scan(&of, &id)
		out[of] = append(out[of], id)
		return id, err
	})
	return out, err
}

// find reads where a subscription is sent to. One whose session has ended is forgotten.
func (s *Service) find(ctx context.Context, account tenant.AccountID, id ID) (*webpush.Subscription, error) {
	var (
		of         tenant.UserID
		session    int64
		hash, text string
	)
	err := s.cfg.DB.QueryRow(ctx, `
		SELECT user_id, session_id, endpoint_hash, keys
		FROM push_subscriptions
		WHERE account_id = $1 AND id = $2`, account, id).Scan(&of, &session, &hash, &text)
	if errors.Is(err, db.ErrNoRows) {
		return nil, errs.NotFound("this browser takes no pushes")
	}
	if err != nil {
		return nil, db.Translate(err)
	}
	lives, err := user.SessionLives(ctx, s.cfg.DB, account, of, session, s.cfg.DB.Now().Unix())
	if err != nil {
		return nil, err
	}
	if !lives {
		if err := s.forget(ctx, account, id); err != nil {
			return nil, err
		}
		return nil, errs.NotFound("this browser takes no pushes")
	}
	return s.unseal(hash, text)
}

func (s *Service) unseal(hash, text string) (*webpush.Subscription, error) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("read a subscription: %w", err)
	}
	if raw, err = s.cfg.Box.Open(raw, place(hash)); err != nil {
		return nil, fmt.Errorf("read a subscription: %w", err)
	}
	var to sealed
	if err := json.Unmarshal(raw, &to); err != nil {
		return nil, fmt.Errorf("read a subscription: %w", err)
	}
	return &webpush.Subscription{Endpoint: to.Endpoint, Keys: webpush.Keys{P256dh: to.P256dh, Auth: to.Auth}}, nil
}

func (s *Service) forget(ctx context.Context, account tenant.AccountID, id ID) error {
	return s.cfg.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM push_subscriptions WHERE account_id = $1 AND id = $2`, account, id)
		return err
	})
}

// touch notes once a day that a browser still takes pushes.
func (s *Service) touch(ctx context.Context, account tenant.AccountID, id ID) error {
	const day = 24 * 3600
	now := s.cfg.DB.Now().Unix()
	var used *int64
	err := s.cfg.DB.QueryRow(ctx, `
		SELECT used_at FROM push_subscriptions WHERE account_id = $1 AND id = $2`, account, id).Scan(&used)
	if errors.Is(err, db.ErrNoRows) || err == nil && used != nil && now-*used < day {
		return nil
	}
	if err != nil {
		return db.Translate(err)
	}
	return s.cfg.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE push_subscriptions SET used_at = $1
			WHERE account_id = $2 AND id = $3`, tx.Unix(), account, id)
		return err
	})
}

// loadKeys reads the keys of the installation; when there are none it offers new ones, and those of the node that was
// fastest count.
func (s *Service) loadKeys(ctx context.Context) (*vapid, error) {
	var stored string
	err := s.cfg.DB.QueryRow(ctx, `SELECT value FROM install_settings WHERE name = $1`, keySetting).Scan(&stored)
	if errors.Is(err, db.ErrNoRows) {
		stored, err = s.makeKeys(ctx)
	}
	if err != nil {
		return nil, db.Translate(err)
	}
	raw, err := base64.StdEncoding.DecodeString(stored)
	if err != nil {
		return nil, err
	}
	if raw, err = s.cfg.Box.Open(raw, keyPlace); err != nil {
		return nil, err
	}
	keys := &vapid{}
	return keys, json.Unmarshal(raw, keys)
}

func (s *Service) makeKeys(ctx context.Context) (stored string, err error) {
	var fresh vapid
	if fresh.Private, fresh.Public, err = webpush.GenerateVAPIDKeys(); err != nil {
		return "", err
	}
	raw, err := json.Marshal(fresh)
	if err != nil {
		return "", err
	}
	text := base64.StdEncoding.EncodeToString(s.cfg.Box.Seal(raw, keyPlace))
	err = s.cfg.DB.Write(ctx, func(tx *db.Tx) error {
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

func serviceOf(endpoint string) string {
	u, err := url.Parse(endpoint)
	if err != nil {
		return ""
	}
	return u.Host
}
