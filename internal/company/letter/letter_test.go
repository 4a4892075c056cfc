package letter_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"voronka/internal/company/letter"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/kit/secret"
	"voronka/internal/kit/web"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/user"
)

// office is a mail server that keeps what it takes.
type office struct {
	mu       sync.Mutex
	got      []message
	refuse   error
	port     int
	roots    *x509.CertPool
	password string
}

type message struct {
	to, raw, plain, page string
	head                 mail.Header
}

func (o *office) NewSession(*smtp.Conn) (smtp.Session, error) { return &talk{office: o}, nil }

func (o *office) take() []message {
	o.mu.Lock()
	defer o.mu.Unlock()
	out := o.got
	o.got = nil
	return out
}

func (o *office) refuses(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.refuse = err
}

type talk struct {
	office *office
	to     string
	known  bool
}

func (s *talk) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *talk) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, name, password string) error {
		if name != "crm" || password != s.office.password {
			return &smtp.SMTPError{Code: 535, Message: "wrong password"}
		}
		s.known = true
		return nil
	}), nil
}

func (s *talk) Reset()        {}
func (s *talk) Logout() error { return nil }

func (s *talk) Mail(string, *smtp.MailOptions) error {
	if s.office.password != "" && !s.known {
		return &smtp.SMTPError{Code: 530, Message: "sign in first"}
	}
	return nil
}

func (s *talk) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.office.mu.Lock()
	defer s.office.mu.Unlock()
	s.to = to
	return s.office.refuse
}

func (s *talk) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m := message{to: s.to, raw: string(raw)}
	read, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	m.head = read.Header
	_, params, err := mime.ParseMediaType(read.Header.Get("Content-Type"))
	if err != nil {
		return err
	}
	for parts := multipart.NewReader(read.Body, params["boundary"]); ; {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		text, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			return err
		}
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/plain") {
			m.plain = string(text)
		} else {
			m.page = string(text)
		}
	}
	s.office.mu.Lock()
	defer s.office.mu.Unlock()
	s.office.got = append(s.office.got, m)
	return nil
}

// open starts a mail server; with a password it speaks STARTTLS and wants to know who sends.
func open(t *testing.T, password string) *office {
	t.Helper()
	o := &office{password: password}
	server := smtp.NewServer(o)
	server.Domain = "localhost"
	server.AllowInsecureAuth = password == ""
	if password != "" {
		server.TLSConfig, o.roots = certificate(t)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o.port = l.Addr().(*net.TCPAddr).Port
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return o
}

func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail"}, DNSNames: []string{"localhost"}, IsCA: true,
		BasicConstraintsValid: true, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}}}, pool
}

// world is an account with letters.
type world struct {
	t       *testing.T
	db      *db.DB
	who     tenant.Actor
	letters *letter.Service
	users   *user.Service
	jobs    *job.Runner
}

func newWorld(t *testing.T, d *db.DB, roots *x509.CertPool, outbound web.OutboundConfig) *world {
	t.Helper()
	box, err := secret.New(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	w := &world{t: t, db: d, who: seed.Admin(t, d, seed.Email("anna@example.test"), seed.Named("Анна"))}
	w.letters = letter.NewService(letter.Config{DB: d, Box: box, Log: log, Outbound: outbound, Roots: roots})
	w.users = user.NewService(d, account.NewService(d, ""), box, user.Address{})
	w.users.UsePostman(w.letters)
	w.jobs = job.NewRunner(d, log)
	w.jobs.Add(w.letters.JobKind())
	return w
}

var private = web.OutboundConfig{AllowPrivate: true}

func (w *world) save(o *office, change ...func(*letter.Draft)) error {
	draft := letter.Draft{Host: "localhost", Port: o.port, Security: letter.Plain, FromEmail: "crm@example.test", FromName: "Воронка", BaseURL: "https://crm.example.test/"}
	for _, c := range change {
		c(&draft)
	}
	_, err := w.letters.Save(w.t.Context(), w.who, draft)
	return err
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func ptr[T any](v T) *T { return &v }

func starttls(password string) func(*letter.Draft) {
	return func(d *letter.Draft) { d.Security, d.UserName, d.Password = letter.StartTLS, "crm", &password }
}

// A letter goes over a protected line, with a password that is stored sealed, and says the same twice.
func TestSend(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, "тайна")
		w := newWorld(t, d, o.roots, private)
		w.ok(w.save(o, starttls("тайна")))
		email, err := w.letters.Test(t.Context(), w.users, w.who)
		w.ok(err)
		got := o.take()
		if len(got) != 1 || email != "anna@example.test" || got[0].to != email {
			t.Fatal(email, got)
		}
		for _, part := range []string{got[0].plain, got[0].page} {
			if !strings.Contains(part, "проверка почтового сервера") {
				t.Error(part)
			}
		}
		var stored string
		w.ok(d.QueryRow(t.Context(), `SELECT password FROM smtp_settings`).Scan(&stored))
		if stored == "" || strings.Contains(stored, "тайна") {
			t.Error("the password is stored as it is")
		}
	})
}

// What goes wrong is told by name, and stands in the settings until a letter goes again.
func TestSend_fails(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, "right")
		w := newWorld(t, d, o.roots, private)
		ctx := t.Context()
		w.ok(w.save(o, starttls("wrong")))
		if _, err := w.letters.Test(ctx, w.users, w.who); !errs.Is(err, errs.CodeUnavailable) || !strings.Contains(err.Error(), "user name and password") {
			t.Error("wrong password:", err)
		}
		set, err := w.letters.Find(ctx, w.who)
		if err != nil || len(set.Error) != 1 {
			t.Errorf("%+v, %v", set.Error, err)
		}
		w.ok(w.save(o, starttls("right")))
		o.refuses(&smtp.SMTPError{Code: 550, Message: "no such person"})
		err = w.letters.Send(ctx, w.who.AccountID, letter.Letter{Email: "nobody@example.test", Subject: "x"}, "k")
		if !errs.Is(err, errs.CodeInvalid) {
			t.Error("unknown person:", err)
		}
		o.refuses(&smtp.SMTPError{Code: 451, Message: "later"})
		err = w.letters.Send(ctx, w.who.AccountID, letter.Letter{Email: "anna@example.test", Subject: "x"}, "k")
		if !errs.Is(err, errs.CodeUnavailable) {
			t.Error("busy:", err)
		}
		o.refuses(nil)
		w.ok(w.letters.Send(ctx, w.who.AccountID, letter.Letter{Email: "anna@example.test", Subject: "x"}, "k"))
		if set, err = w.letters.Find(ctx, w.who); err != nil || len(set.Error) != 0 {
			t.Errorf("%+v, %v", set.Error, err)
		}
		untrusted := newWorld(t, d, nil, private)
		w.ok(untrusted.save(o, starttls("right")))
		if _, err := untrusted.letters.Test(ctx, untrusted.users, untrusted.who); !errs.Is(err, errs.CodeUnavailable) {
			t.Error("a certificate of nobody:", err)
		}
		shut := newWorld(t, d, o.roots, web.OutboundConfig{})
		w.ok(shut.save(o, starttls("right")))
		if _, err := shut.letters.Test(ctx, shut.users, shut.who); !errs.Is(err, errs.CodeForbidden) {
			t.Error("a server in the own network:", err)
		}
	})
}

// A letter is a job: it waits for a server that is down, and its Message-ID stays.
func TestJob(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, "")
		w := newWorld(t, d, nil, private)
		ctx := t.Context()
		w.ok(w.save(o))
		l := letter.Letter{
			Email: "anna@example.test", Name: "Анна\r\nBcc: spy@example.test", Subject: "Новость\r\nX-Evil: 1", Lines: []string{"<script>alert(1)</script>"},
			Button: &letter.Line{Text: "Открыть", URL: "javascript:alert(1)"},
		}
		w.ok(d.Write(ctx, func(tx *db.Tx) error { return w.letters.EnqueueTx(ctx, tx, w.who.AccountID, l) }))
		var payload string
		w.ok(d.QueryRow(ctx, `SELECT CAST(payload AS TEXT) FROM jobs`).Scan(&payload))
		if strings.Contains(payload, "anna") || strings.Contains(payload, "Открыть") {
			t.Error("the letter lies open in the queue")
		}
		o.refuses(&smtp.SMTPError{Code: 451, Message: "later"})
		w.ok(w.jobs.Drain(ctx))
		o.refuses(nil)
		_, err := d.Exec(ctx, `UPDATE jobs SET run_at = 0 WHERE state = 'ready'`)
		w.ok(err)
		w.ok(w.jobs.Drain(ctx))
		got := o.take()
		if len(got) != 1 {
			t.Fatal(len(got), "letters")
		}
		m := got[0]
		if m.head.Get("Bcc") != "" || m.head.Get("X-Evil") != "" || !strings.HasSuffix(m.head.Get("Message-Id"), "@example.test>") {
			t.Error(m.head)
		}
		if strings.Contains(m.page, "<script>") || strings.Contains(m.page, `"javascript:`) {
			t.Error(m.page)
		}
		w.ok(w.letters.Delete(ctx, w.who))
		w.ok(d.Write(ctx, func(tx *db.Tx) error { return w.letters.EnqueueTx(ctx, tx, w.who.AccountID, l) }))
		w.ok(w.jobs.Drain(ctx))
		if n := len(o.take()); n != 0 {
			t.Error("a letter went without a server in the settings")
		}
	})
}

// Only who may change settings sees and sets the server; the password goes to no other server than the one it was given for.
func TestSettings(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, "")
		w := newWorld(t, d, nil, web.OutboundConfig{})
		ctx := t.Context()
		manager := seed.User(t, d, w.who.AccountID)
		if _, err := w.letters.Find(ctx, manager); !errs.Is(err, errs.CodeForbidden) {
			t.Error(err)
		}
		if _, err := w.letters.Save(ctx, manager, letter.Draft{}); !errs.Is(err, errs.CodeForbidden) {
			t.Error(err)
		}
		if _, err := w.letters.Find(ctx, w.who); !errs.Is(err, errs.CodeNotFound) {
			t.Error(err)
		}
		host := func(h string) func(*letter.Draft) { return func(d *letter.Draft) { d.Host = h } }
		for name, change := range map[string]func(*letter.Draft){
			"no host": host(""), "a link": host("http://x/"), "a port in it": host("mail:25"), "a long one": host(strings.Repeat("a", 300)),
			"own network": host("127.0.0.1"), "metadata": host("169.254.169.254"),
			"port":                       func(d *letter.Draft) { d.Port = 70000 },
			"security":                   func(d *letter.Draft) { d.Security = "ssl" },
			"sender":                     func(d *letter.Draft) { d.FromEmail = "nobody" },
			"a password on an open line": func(d *letter.Draft) { d.UserName, d.Password = "crm", ptr("x") },
			"a name without a password":  func(d *letter.Draft) { d.Security, d.UserName = letter.TLS, "crm" },
		} {
			if err := w.save(o, change); !errs.Is(err, errs.CodeInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.ok(w.save(o, starttls("тайна")))
		again := func(c ...func(*letter.Draft)) error {
			return w.save(o, append([]func(*letter.Draft){starttls(""), func(d *letter.Draft) { d.Password = nil }}, c...)...)
		}
		w.ok(again(func(d *letter.Draft) { d.FromName = "Другое имя" }))
		if err := again(host("evil.example.com")); !errs.Is(err, errs.CodeInvalid) {
			t.Error("the password would go elsewhere:", err)
		}
		other := newWorld(t, d, nil, private)
		if _, err := other.letters.Find(ctx, other.who); !errs.Is(err, errs.CodeNotFound) {
			t.Error("another account's server:", err)
		}
	})
}

var wordOf = regexp.MustCompile(`https://crm\.example\.test/(reset|invite)/([\w-]{43})`)

// A forgotten password: a letter to who is known, silence about who is not, a word that works once and for an hour.
func TestReset(t *testing.T) {
	t.Parallel()
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			var mu sync.Mutex
			now := time.Unix(1_700_000_000, 0)
			clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
			d := dbtest.Open(t, dbtest.Config(t, engine), dbtest.Configure(func(cfg *db.Config) { cfg.Clock = clock }))
			o := open(t, "")
			w := newWorld(t, d, nil, private)
			ctx, from := context.WithoutCancel(t.Context()), user.Client{IP: "192.0.2.1"}
			ask := func(email string) string {
				t.Helper()
				w.ok(w.users.AskReset(ctx, email, 0, from))
				w.ok(w.jobs.Drain(ctx))
				got := o.take()
				if len(got) == 0 {
					return ""
				}
				m := wordOf.FindStringSubmatch(got[0].plain)
				if len(got) != 1 || m == nil || !strings.Contains(got[0].page, m[0]) {
					t.Fatal(got)
				}
				return m[2]
			}
			if can, err := w.users.CanReset(ctx, w.who.AccountID); can || err != nil {
				t.Error("without a mail server:", can, err)
			}
			if ask("anna@example.test") != "" {
				t.Error("a letter without a server")
			}
			w.ok(w.save(o))
			if can, err := w.users.CanReset(ctx, w.who.AccountID); !can || err != nil {
				t.Error(can, err)
			}
			if ask("nobody@example.test") != "" {
				t.Error("a letter to nobody")
			}
			first := ask("ANNA@example.test")
			session, err := w.users.Begin(ctx, w.who.AccountID, w.who.UserID, from)
			w.ok(err)
			if err := w.users.Reset(ctx, first, "short", from); !errs.Is(err, errs.CodeInvalid) {
				t.Error(err)
			}
			if err := w.users.Reset(ctx, "x"+first[1:], "a new password", from); !errs.Is(err, errs.CodeNotFound) {
				t.Error(err)
			}
			w.ok(w.users.Reset(ctx, first, "a new password", from))
			if err := w.users.Reset(ctx, first, "another password", from); !errs.Is(err, errs.CodeNotFound) {
				t.Error("the word worked twice:", err)
			}
			if _, err := w.users.BySession(ctx, session.Token); !errs.Is(err, errs.CodeUnauthenticated) {
				t.Error("a session outlived its password:", err)
			}
			_, err = w.users.SignIn(ctx, user.Credentials{Email: "anna@example.test", Password: "a new password"}, from)
			w.ok(err)
			second := ask("anna@example.test")
			if ask("anna@example.test") != "" {
				t.Error("a fourth letter in an hour")
			}
			mu.Lock()
			now = now.Add(time.Hour)
			mu.Unlock()
			if err := w.users.Reset(ctx, second, "a late password", from); !errs.Is(err, errs.CodeNotFound) {
				t.Error("the word worked after an hour:", err)
			}
			for range 20 {
				err = w.users.AskReset(ctx, "guess@example.test", 0, from)
			}
			if !errs.Is(err, errs.CodeLimit) {
				t.Error("asking has no limit:", err)
			}
		})
	}
}

// An invitation comes by letter, and its link is an answer all the same.
func TestInvite(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, "")
		w := newWorld(t, d, nil, private)
		ctx := t.Context()
		invite := func(email string) string {
			t.Helper()
			_, word, err := w.users.Invite(ctx, w.who, user.Invite{Name: "Борис", Email: email, IsAdmin: true})
			w.ok(err)
			w.ok(w.jobs.Drain(ctx))
			return word
		}
		if word := invite("a@example.test"); word == "" || len(o.take()) != 0 {
			t.Error("without a server")
		}
		w.ok(w.save(o))
		word := invite("b@example.test")
		got := o.take()
		if len(got) != 1 || got[0].to != "b@example.test" || !strings.Contains(got[0].plain, "https://crm.example.test/invite/"+word) {
			t.Error(got)
		}
		if subject, err := new(mime.WordDecoder).DecodeHeader(got[0].head.Get("Subject")); err != nil || subject != "Анна приглашает вас в Воронку" {
			t.Error(subject, err)
		}
	})
}
