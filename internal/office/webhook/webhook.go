package webhook

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/kit/secret"
	"voronka/internal/kit/web"
	"voronka/internal/tenant"
)

// ID names a webhook, DeliveryID one of its deliveries.
type (
	ID         int64
	DeliveryID int64
)

// Kind is the kind a webhook has as the thing an event is about.
const Kind crm.Kind = "webhook"

// Webhook is an address that is told of events. Its secret is shown once, when it is made or changed.
type Webhook struct {
	ID   ID
	Name string
	URL  string
	// Kinds are the events it asks for: kinds or patterns such as deal.*; none: only what rules send it.
	Kinds []string
	IsOn  bool
	// FailingSince is when the address began to fail, nil while it answers well. RestUntil is when it is tried again.
	FailingSince *int64
	RestUntil    int64
	CreatedBy    tenant.UserID
	// AuthorID is whose eyes it has: a delivery holds what they may see. It is who made it, then whoever last gave it
	// another address or switched it on after a pause.
	AuthorID tenant.UserID
	// Paused says why it was switched off by itself: its author may see nothing any more. Empty for none.
	Paused    []lang.Sentence
	CreatedAt int64
	UpdatedAt int64

	failures int
	sealed   string
}

// Cards reads a card in the shape of /api/v1.
type Cards interface {
	// CardJSON is the card as it is now and as the actor may see it; nil when it is deleted, not theirs to see or of a kind
	// without a card.
	CardJSON(ctx context.Context, q db.Querier, who tenant.Actor, ref crm.Ref) (json.RawMessage, error)
}

// Config is what the service stands on.
type Config struct {
	DB  *db.DB
	Box *secret.Box
	Log *slog.Logger
	// Outbound says which addresses may be called.
	Outbound web.OutboundConfig
	Cards    Cards
}

// Service keeps webhooks and delivers to them.
type Service struct {
	db     *db.DB
	box    *secret.Box
	log    *slog.Logger
	rules  web.OutboundConfig
	client *http.Client
	cards  Cards
}

// NewService makes the service.
func NewService(cfg Config) *Service {
	return &Service{
		db: cfg.DB, box: cfg.Box, log: cfg.Log, rules: cfg.Outbound, client: postOnly(web.NewOutbound(cfg.Outbound)),
		cards: cfg.Cards,
	}
}

// New is a webhook to be made.
type New struct {
	Name  string
	URL   string
	Kinds []string
	IsOn  bool
}

// Patch is a change of a webhook; nil leaves a property as it is.
type Patch struct {
	Name, URL *string
	Kinds     *[]string
	IsOn      *bool
}

// maxWebhooks bounds the addresses of an account: every event is compared with all of them.
const maxWebhooks = 100

// List returns the webhooks of the account, the oldest first, to those who may change settings.
func (s *Service) List(ctx context.Context, who tenant.Actor) ([]Webhook, error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return nil, err
	}
	return list(ctx, s.db, who.AccountID)
}

// Find returns one webhook.
func (s *Service) Find(ctx context.Context, who tenant.Actor, id ID) (Webhook, error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return Webhook{}, err
	}
	return find(ctx, s.db, who.AccountID, id)
}

// Create makes a webhook and returns its secret, which is never shown again.
func (s *Service) Create(ctx context.Context, who tenant.Actor, n New) (w Webhook, key string, err error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return Webhook{}, "", err
	}
	w = Webhook{Name: n.Name, URL: n.URL, Kinds: n.Kinds, IsOn: n.IsOn, CreatedBy: who.UserID, AuthorID: who.UserID}
	if err := s.clean(&w); err != nil {
		return Webhook{}, "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := checkRoom(ctx, tx, who.AccountID); err != nil {
			return err
		}
		w.CreatedAt, w.UpdatedAt = tx.Unix(), tx.Unix()
		if w.ID, err = insert(ctx, tx, who.AccountID, w); err != nil {
			return err
		}
		if key, err = s.giveSecret(ctx, tx, who.AccountID, w.ID); err != nil {
			return err
		}
		return note(ctx, tx, who, w.ID, nil, snapshot(w))
	})
	return w, key, err
}

func checkRoom(ctx context.Context, tx *db.Tx, account tenant.AccountID) error {
	n, err := count(ctx, tx, account)
	if err == nil && n >= maxWebhooks {
		return errs.Limit("there are %d webhooks already, delete one that is not needed", n)
	}
	return err
}

// Update changes a webhook. A change of the address lets it be tried at once, and makes whoever made it its author: what
// it is sent must not go past their rights.
func (s *Service) Update(ctx context.Context, who tenant.Actor, id ID, p Patch) (w Webhook, err error) {
	err = s.change(ctx, who, id, func(tx *db.Tx, old Webhook) error {
		w = p.apply(old)
		if err := s.clean(&w); err != nil {
			return err
		}
		if w.URL != old.URL || w.IsOn && len(old.Paused) > 0 {
			w.AuthorID = who.UserID
		}
		if w.IsOn {
			w.Paused = nil
		}
		w.UpdatedAt = tx.Unix()
		if err := update(ctx, tx, who.AccountID, w); err != nil {
			return err
		}
		return note(ctx, tx, who, id, snapshot(old), snapshot(w))
	})
	return w, err
}

func (p Patch) apply(w Webhook) Webhook {
	if p.Name != nil {
		w.Name = *p.Name
	}
	if p.URL != nil && *p.URL != w.URL {
		w.URL, w.failures, w.FailingSince, w.RestUntil = *p.URL, 0, nil, 0
	}
	if p.Kinds != nil {
		w.Kinds = *p.Kinds
	}
	if p.IsOn != nil {
		w.IsOn = *p.IsOn
	}
	return w
}

// RotateSecret replaces the secret and returns the new one. The next attempt is signed with it.
func (s *Service) RotateSecret(ctx context.Context, who tenant.Actor, id ID) (key string, err error) {
	err = s.change(ctx, who, id, func(tx *db.Tx, w Webhook) error {
		if key, err = s.giveSecret(ctx, tx, who.AccountID, id); err != nil {
			return err
		}
		return note(ctx, tx, who, id, nil, map[string]any{"name": w.Name, "secret": "changed"})
	})
	return key, err
}

// Delete removes a webhook; what waits for it is cancelled.
func (s *Service) Delete(ctx context.Context, who tenant.Actor, id ID) error {
	return s.change(ctx, who, id, func(tx *db.Tx, w Webhook) error {
		if err := remove(ctx, tx, who.AccountID, id); err != nil {
			return err
		}
		if err := cancelWaiting(ctx, tx, who.AccountID, id); err != nil {
			return err
		}
		return note(ctx, tx, who, id, snapshot(w), nil)
	})
}

func (s *Service) change(ctx context.Context, who tenant.Actor, id ID, fn func(*db.Tx, Webhook) error) error {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		w, err := lock(ctx, tx, who.AccountID, id)
		if err != nil {
			return err
		}
		return fn(tx, w)
	})
}

// giveSecret makes a secret, keeps it sealed and returns it.
func (s *Service) giveSecret(ctx context.Context, tx *db.Tx, account tenant.AccountID, id ID) (string, error) {
	key := secret.Token()
	return key, setSecret(ctx, tx, account, id, s.seal(id, key))
}

const (
	maxName = 100
	maxURL  = 2000
)

func (s *Service) clean(w *Webhook) error {
	var c errs.Collect
	w.Name, w.URL = strings.TrimSpace(w.Name), strings.TrimSpace(w.URL)
	switch {
	case utf8.RuneCountInString(w.Name) > maxName:
		c.Add("name", "is longer than %d characters, shorten it", maxName)
	case !utf8.ValidString(w.Name) || strings.ContainsRune(w.Name, 0):
		c.Add("name", "holds a character that cannot be stored, retype the text")
	}
	if err := s.checkURL(w.URL); err != nil && !c.Err("", err) {
		return err
	}
	w.Kinds = cleanKinds(&c, w.Kinds)
	return c.Result()
}

func (s *Service) checkURL(raw string) error {
	if len(raw) > maxURL {
		return errs.Invalid("url", "is longer than %d characters, shorten it", maxURL)
	}
	if err := s.rules.CheckURL(raw); err != nil {
		if e := errs.As(err); e != nil && e.Code == errs.CodeForbidden {
			return &errs.Error{Code: errs.CodeInvalid, Reason: e.Reason, Problems: []errs.Problem{{
				Path: "url", Format: e.Problems[0].Format, Args: e.Problems[0].Args,
			}}}
		}
		return err
	}
	if u, err := url.Parse(raw); err == nil && u.User != nil {
		return errs.Invalid("url", "must not hold a name and password, the signature proves who sends")
	}
	return nil
}

// snapshot is what events tell of a webhook: of the address only its host, for the rest may be a secret.
func snapshot(w Webhook) map[string]any {
	host := ""
	if u, err := url.Parse(w.URL); err == nil {
		host = u.Scheme + "://" + u.Host
	}
	return map[string]any{"name": w.Name, "host": host, "kinds": w.Kinds, "is_on": w.IsOn}
}

func note(ctx context.Context, tx *db.Tx, who tenant.Actor, id ID, before, after any) error {
	return timeline.Append(ctx, tx, who, crm.Ref{Kind: Kind, ID: crm.ID(id)}, []timeline.Change{{
		Kind: "webhook.changed", Before: before, After: after,
	}})
}
