// Package letter sends e-mail in the name of an account: through the mail server set in its settings, now or as a job
// that is tried again until the server takes it.
package letter

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/kit/lang"
	"voronka/internal/kit/secret"
	"voronka/internal/kit/web"
	"voronka/internal/tenant"
)

// Letter is what one person gets. It is written twice, as plain text and as a simple page.
type Letter struct {
	// Email and Name are of the person it goes to.
	Email string `json:"email"`
	Name  string `json:"name,omitempty"`
	// Locale is the language of the words around the content.
	Locale  lang.Locale `json:"locale"`
	Subject string      `json:"subject"`
	// Lines stand above the items, Foot below, small.
	Lines []string `json:"lines,omitempty"`
	Items []Item   `json:"items,omitempty"`
	Foot  []Line   `json:"foot,omitempty"`
	// Button leads to the one thing the letter is about; nil when there are several.
	Button *Line `json:"button,omitempty"`
}

// Item is one of the things a letter tells of.
type Item struct {
	Title string `json:"title"`
	Text  string `json:"text,omitempty"`
	URL   string `json:"url,omitempty"`
}

// Line is a text that may lead somewhere.
type Line struct {
	Text string `json:"text"`
	URL  string `json:"url,omitempty"`
}

// Config is what the service stands on.
type Config struct {
	DB  *db.DB
	Box *secret.Box
	Log *slog.Logger
	// Outbound says which networks a mail server may stand in.
	Outbound web.OutboundConfig
	// Roots are the authorities a server's certificate may come from; nil are those of the system.
	Roots *x509.CertPool
}

// Service keeps the mail server of each account and sends through it.
type Service struct{ cfg Config }

// NewService makes the service.
func NewService(cfg Config) *Service { return &Service{cfg} }

// JobName is the kind of the jobs that send letters.
const JobName = "letter.send"

const (
	attempts    = 12
	concurrency = 4
	// sendTime bounds one conversation with a mail server.
	sendTime = time.Minute
)

// JobKind sends letters. A letter may go twice when the program dies between the server's answer and our note of it;
// its Message-ID is the same then.
func (s *Service) JobKind() job.Kind {
	return job.Kind{
		Name: JobName, Remote: s.run, Concurrency: concurrency, MaxAttempts: attempts, Timeout: 2 * sendTime, Backoff: Pause,
	}
}

// Pause is how long a letter waits after a failed attempt: from half a minute to two hours.
func Pause(attempt int) time.Duration { return min(2*time.Hour, 30*time.Second<<min(attempt-1, 10)) }

// payload is a letter, sealed: it may hold a link that opens a door.
type payload struct {
	Sealed string `json:"sealed"`
}

const place = "jobs/" + JobName

// EnqueueTx sends a letter after the commit of tx. Without a mail server it is dropped at its time.
func (s *Service) EnqueueTx(ctx context.Context, tx *db.Tx, account tenant.AccountID, l Letter) error {
	raw, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("write the letter down: %w", err)
	}
	_, err = job.Enqueue(ctx, tx, job.New{
		AccountID: int64(account), Kind: JobName,
		Payload: payload{base64.StdEncoding.EncodeToString(s.cfg.Box.Seal(raw, place))},
	})
	return err
}

func (s *Service) run(ctx context.Context, j job.Job, _ *job.Progress) error {
	l, err := s.open(j.Payload)
	if err != nil {
		return job.Permanent(err)
	}
	err = s.Send(ctx, tenant.AccountID(j.AccountID), l, "letter-"+strconv.FormatInt(j.ID, 10))
	switch {
	case errs.Is(err, errs.CodeNotFound):
		return nil // the server was taken out of the settings meanwhile
	case errs.Is(err, errs.CodeInvalid):
		return job.Permanent(err)
	}
	return err
}

func (s *Service) open(raw json.RawMessage) (l Letter, err error) {
	var p payload
	if err := json.Unmarshal(raw, &p); err != nil {
		return l, fmt.Errorf("read payload: %w", err)
	}
	sealed, err := base64.StdEncoding.DecodeString(p.Sealed)
	if err != nil {
		return l, fmt.Errorf("read payload: %w", err)
	}
	plain, err := s.cfg.Box.Open(sealed, place)
	if err != nil {
		return l, err
	}
	return l, json.Unmarshal(plain, &l)
}

// Send sends a letter now. key makes its Message-ID: the same letter tried again has the same one. NotFound: the account
// has no mail server; Invalid: it will never be taken; Unavailable: it may be later. What went wrong stands in the settings
// until a letter goes again.
func (s *Service) Send(ctx context.Context, account tenant.AccountID, l Letter, key string) error {
	set, err := s.settings(ctx, account)
	if err != nil {
		return err
	}
	err = s.deliver(ctx, set, l, key)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if noted := s.note(ctx, account, set, err); noted != nil {
		s.cfg.Log.WarnContext(ctx, "could not note how a letter went", "account", account, "err", noted)
	}
	return err
}
