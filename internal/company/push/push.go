// Package push tells browsers that are not open: it keeps their subscriptions and encrypts and signs what is sent to
// them (RFC 8030, 8291, 8292). A subscription lives no longer than the session it was made in.
package push

import (
	"context"
	"crypto/ecdh"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	webpush "github.com/SherClockHolmes/webpush-go"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/secret"
	"voronka/internal/kit/web"
	"voronka/internal/tenant"
)

// ID names a subscription.
type ID int64

// Keys are what the browser gave to encrypt for it, in base64url.
type Keys struct {
	P256dh string `json:"p256dh"`
	Auth   string `json:"auth"`
}

// Subscription is a browser that takes pushes.
type Subscription struct {
	ID        ID
	SessionID int64
	// Service is the host of the push service.
	Service   string
	UserAgent string
	CreatedAt int64
}

// Config is what the service stands on.
type Config struct {
	DB  *db.DB
	Box *secret.Box
	// Outbound says where push services may stand.
	Outbound web.OutboundConfig
	// Contact is an address or https link at which a push service may complain.
	Contact string
}

// Service keeps subscriptions and sends to them.
type Service struct {
	cfg    Config
	client *http.Client
	keys   struct {
		sync.Mutex
		vapid *vapid
	}
}

// NewService makes the service.
func NewService(cfg Config) *Service {
	client := web.NewOutbound(cfg.Outbound)
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Service{cfg: cfg, client: client}
}

const (
	maxEndpoint = 1000
	maxAgent    = 300
	// maxSubscriptions of one user: the oldest goes when another comes.
	maxSubscriptions = 20
)

// Subscribe keeps a browser of who. session is the one it is signed in with; a program has none and no browser either.
func (s *Service) Subscribe(ctx context.Context, who tenant.Actor, session int64, endpoint string, keys Keys, agent string) (sub Subscription, err error) {
	if session == 0 {
		return sub, errs.Forbidden("pushes go to a browser that is signed in, not to a program")
	}
	if err := s.check(endpoint, keys); err != nil {
		return sub, err
	}
	if r := []rune(strings.ToValidUTF8(strings.ReplaceAll(agent, "\x00", ""), "?")); len(r) > maxAgent {
		agent = string(r[:maxAgent])
	}
	err = s.cfg.DB.Write(ctx, func(tx *db.Tx) error {
		sub = Subscription{SessionID: session, Service: serviceOf(endpoint), UserAgent: agent, CreatedAt: tx.Unix()}
		if sub.ID, err = s.keep(ctx, tx, who, session, endpoint, keys, agent); err != nil {
			return err
		}
		return trim(ctx, tx, who)
	})
	return sub, err
}

func (s *Service) check(endpoint string, keys Keys) error {
	if len(endpoint) > maxEndpoint {
		return errs.Invalid("endpoint", "is longer than %d characters, shorten it", maxEndpoint)
	}
	if err := s.cfg.Outbound.CheckURL(endpoint); err != nil {
		if e := errs.As(err); e != nil {
			return &errs.Error{Code: errs.CodeInvalid, Reason: e.Reason, Problems: []errs.Problem{{
				Path: "endpoint", Format: e.Problems[0].Format, Args: e.Problems[0].Args,
			}}}
		}
		return err
	}
	if strings.HasPrefix(endpoint, "http:") && !s.cfg.Outbound.AllowPrivate {
		return errs.Invalid("endpoint", "the link must begin with https://")
	}
	point, err1 := decode(keys.P256dh)
	auth, err2 := decode(keys.Auth)
	if _, err := ecdh.P256().NewPublicKey(point); errors.Join(err, err1, err2) != nil || len(auth) != 16 {
		return errs.Invalid("keys", "are not those of a browser's subscription")
	}
	return nil
}

func decode(s string) ([]byte, error) {
	return base64.RawURLEncoding.DecodeString(strings.TrimRight(strings.NewReplacer("+", "-", "/", "_").Replace(s), "="))
}

// Message is what is sent to one browser.
type Message struct {
	// Body is shown by our service worker.
	Body []byte
	// Topic replaces an older message of the same topic that still waits; letters and digits, at most 32.
	Topic string
	// TTL is how many seconds the push service keeps it for a browser that is off.
	TTL int
	// IsUrgent wakes a sleeping phone.
	IsUrgent bool
}

// Send sends to one subscription. One that is gone is forgotten, which is no error; NotFound is one that was forgotten
// before. Invalid: it will never be taken; anything else may be tried again.
func (s *Service) Send(ctx context.Context, account tenant.AccountID, id ID, m Message) error {
	to, err := s.find(ctx, account, id)
	if err != nil {
		return err
	}
	keys, err := s.vapid(ctx)
	if err != nil {
		return err
	}
	urgency := webpush.UrgencyNormal
	if m.IsUrgent {
		urgency = webpush.UrgencyHigh
	}
	resp, err := webpush.SendNotificationWithContext(ctx, m.Body, to, &webpush.Options{
		HTTPClient: s.client, Subscriber: s.cfg.Contact, Topic: m.Topic, TTL: m.TTL, Urgency: urgency,
		VAPIDPublicKey: keys.Public, VAPIDPrivateKey: keys.Private,
	})
	if err != nil {
		if e := errs.As(err); e != nil {
			return e
		}
		return errs.Unavailable("the push service does not answer: %s", err)
	}
	_, _ = web.ReadBody(ctx, resp, 4<<10)
	return s.judge(ctx, account, id, resp.StatusCode)
}

func (s *Service) judge(ctx context.Context, account tenant.AccountID, id ID, status int) error {
	switch {
	case status < 300:
		return s.touch(ctx, account, id)
	case status == http.StatusNotFound, status == http.StatusGone:
		return s.forget(ctx, account, id)
	case status == http.StatusTooManyRequests, status >= 500:
		return errs.Unavailable("the push service answered %d", status)
	}
	return errs.Invalid("", "the push service answered %d", status)
}

// vapid is the pair of keys by which push services know this installation.
type vapid struct {
	Public  string `json:"public"`
	Private string `json:"private"`
}

const (
	keySetting = "vapid"
	keyPlace   = "install_settings/" + keySetting
)

// PublicKey is what a browser is given to subscribe with, in base64url.
func (s *Service) PublicKey(ctx context.Context) (string, error) {
	keys, err := s.vapid(ctx)
	if err != nil {
		return "", err
	}
	return keys.Public, nil
}

// vapid reads the keys once; the first caller of the installation makes them.
func (s *Service) vapid(ctx context.Context) (*vapid, error) {
	s.keys.Lock()
	defer s.keys.Unlock()
	if s.keys.vapid != nil {
		return s.keys.vapid, nil
	}
	keys, err := s.loadKeys(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the keys of pushes: %w", err)
	}
	s.keys.vapid = keys
	return keys, nil
}
