package notice_test

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"voronka/internal/company/notice"
	"voronka/internal/company/push"
	"voronka/internal/crm/task"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// browser is one that takes pushes, with the push service behind it.
type browser struct {
	*httptest.Server
	key    *ecdh.PrivateKey
	auth   []byte
	mu     sync.Mutex
	status int
	got    []notice.Pushed
	asked  int
	t      *testing.T
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{key: key, auth: make([]byte, 16), status: http.StatusCreated, t: t}
	rand.Read(b.auth)
	b.Server = httptest.NewServer(b)
	t.Cleanup(b.Close)
	return b
}

func (b *browser) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked++
	if b.status < 300 {
		if r.Header.Get("Ttl") == "" || !strings.HasPrefix(r.Header.Get("Authorization"), "vapid t=") || r.Header.Get("Content-Encoding") != "aes128gcm" {
			b.t.Errorf("headers %v", r.Header)
		}
		var p notice.Pushed
		if err := json.Unmarshal(b.open(body), &p); err != nil {
			b.t.Errorf("push: %v", err)
		}
		b.got = append(b.got, p)
	}
	w.WriteHeader(b.status)
}

// open decrypts as RFC 8291 has it.
func (b *browser) open(body []byte) []byte {
	salt, size := body[:16], int(body[20])
	sender, sealed := body[21:21+size], body[21+size:]
	if rs := binary.BigEndian.Uint32(body[16:20]); len(sealed) > int(rs) {
		b.t.Error("more than one record")
	}
	public, err := ecdh.P256().NewPublicKey(sender)
	if err != nil {
		b.t.Error(err)
		return nil
	}
	shared, _ := b.key.ECDH(public)
	info := "WebPush: info\x00" + string(b.key.PublicKey().Bytes()) + string(sender)
	ikm, _ := hkdf.Key(sha256.New, shared, b.auth, info, 32)
	cek, _ := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	nonce, _ := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: nonce\x00", 12)
	block, _ := aes.NewCipher(cek)
	gcm, _ := cipher.NewGCM(block)
	plain, err := gcm.Open(nil, nonce, sealed, nil)
	if err != nil {
		b.t.Error(err)
		return nil
	}
	plain = []byte(strings.TrimRight(string(plain), "\x00"))
	return plain[:len(plain)-1] // the mark of the last record
}

func (b *browser) take() ([]notice.Pushed, int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	got, asked := b.got, b.asked
	b.got, b.asked = nil, 0
	return got, asked
}

func (b *browser) answer(status int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.status = status
}

func (b *browser) keys() push.Keys {
	enc := base64.RawURLEncoding.EncodeToString
	return push.Keys{P256dh: enc(b.key.PublicKey().Bytes()), Auth: enc(b.auth)}
}

func (w *world) subscribe(who tenant.Actor, b *browser) int64 {
	w.t.Helper()
	session := w.session(who)
	_, err := w.pushes.Subscribe(w.t.Context(), who, session, b.URL+"/wp/secret", b.keys(), "Firefox")
	w.ok(err)
	return session
}

func (w *world) give(to tenant.Actor, text string) {
	w.t.Helper()
	_, err := w.Tasks.Create(w.t.Context(), w.anna, task.New{Text: text, ResponsibleID: to.UserID})
	w.ok(err)
}

// A push is encrypted for one browser and says what may be said; a reminder can be answered from it.
func TestPush(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		b := newBrowser(t)
		w.ok(w.notices.Remind(t.Context()))
		w.subscribe(w.boris, b)
		var stored string
		w.ok(w.DB.QueryRow(t.Context(), `SELECT endpoint || keys FROM push_subscriptions`).Scan(&stored))
		if strings.Contains(stored, "secret") || strings.Contains(stored, b.keys().Auth) {
			t.Error("a subscription lies open")
		}
		w.give(w.boris, "Позвонить")
		w.run()
		got, _ := b.take()
		if len(got) != 1 || got[0].Title != "Вам поставлена задача" || got[0].Body != "Позвонить\nАнна" || got[0].Path != "/tasks" || got[0].Unread != 1 || got[0].TaskID != 0 {
			t.Fatalf("%+v", got)
		}
		w.task(w.boris, 15*time.Minute)
		w.clock.Move(time.Second)
		w.run()
		w.clock.Move(15 * time.Minute)
		w.run()
		got, _ = b.take()
		if len(got) != 1 || got[0].Kind != notice.TaskDue || got[0].TaskID == 0 || got[0].Done != "Готово" {
			t.Fatalf("%+v", got)
		}
	})
}

// What is switched off, read meanwhile, held by quiet hours or of a session that ended is not sent.
func TestPush_not(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		b := newBrowser(t)
		session := w.subscribe(w.boris, b)
		silent := func(what string) {
			t.Helper()
			w.run()
			if _, asked := b.take(); asked != 0 {
				t.Errorf("%s: %d pushes", what, asked)
			}
		}
		w.choose(w.boris, notice.TaskAssigned, notice.Channels{App: true})
		w.give(w.boris, "Выключено")
		silent("off")
		w.choose(w.boris, notice.TaskAssigned, notice.Channels{App: true, Push: true})
		w.give(w.boris, "Прочитано")
		w.read()
		w.ok(w.notices.ReadAll(ctx, w.boris, notice.All, 0))
		silent("read")
		_, err := w.notices.UpdateSettings(ctx, w.boris, notice.Patch{IsQuiet: ptr(true), QuietFrom: ptr(9 * 60), QuietUntil: ptr(11 * 60)})
		w.ok(err)
		w.give(w.boris, "Тихо")
		silent("quiet hours")
		w.clock.Move(time.Hour)
		w.run()
		if got, _ := b.take(); len(got) != 1 || !strings.HasPrefix(got[0].Body, "Тихо") {
			t.Errorf("after quiet hours: %+v", got)
		}
		w.ok(w.users.EndSession(ctx, w.boris, session))
		w.give(w.boris, "Вышел")
		silent("signed out")
		if all, err := w.pushes.List(ctx, w.boris); len(all) != 0 || err != nil {
			t.Error("the browser of an ended session is kept", err)
		}
	})
}

// An endpoint that is gone is forgotten; a service that is busy is asked again.
func TestPush_gone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		b := newBrowser(t)
		for _, status := range []int{http.StatusGone, http.StatusNotFound} {
			b.answer(status)
			w.subscribe(w.boris, b)
			w.give(w.boris, "Никого")
			w.run()
			if all, err := w.pushes.List(ctx, w.boris); len(all) != 0 || err != nil {
				t.Errorf("%d: %v, %v", status, all, err)
			}
		}
		b.take()
		b.answer(http.StatusServiceUnavailable)
		w.subscribe(w.boris, b)
		w.give(w.boris, "Позже")
		w.run()
		b.answer(http.StatusCreated)
		w.clock.Move(time.Minute)
		w.run()
		if got, asked := b.take(); len(got) != 1 || asked != 2 {
			t.Error(got, asked)
		}
		if len(w.told(w.boris)) != 3 {
			t.Error("the centre lost something")
		}
	})
}

// Only a browser that is signed in subscribes, at an address of the open internet, with keys that are keys.
func TestSubscribe(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := context.WithoutCancel(t.Context())
		b := newBrowser(t)
		session := w.session(w.boris)
		good := b.keys()
		shut := push.NewService(push.Config{DB: w.DB})
		for name, try := range map[string]func() error{
			"a program": func() error { _, err := w.pushes.Subscribe(ctx, w.boris, 0, b.URL, good, ""); return err },
			"no link":   func() error { _, err := w.pushes.Subscribe(ctx, w.boris, session, "x", good, ""); return err },
			"a file": func() error {
				_, err := w.pushes.Subscribe(ctx, w.boris, session, "file:///etc/passwd", good, "")
				return err
			},
			"a long one": func() error {
				_, err := w.pushes.Subscribe(ctx, w.boris, session, b.URL+strings.Repeat("x", 1000), good, "")
				return err
			},
			"own network": func() error { _, err := shut.Subscribe(ctx, w.boris, session, b.URL, good, ""); return err },
			"not protected": func() error {
				_, err := shut.Subscribe(ctx, w.boris, session, "http://push.example.com/", good, "")
				return err
			},
			"bad key": func() error {
				_, err := w.pushes.Subscribe(ctx, w.boris, session, b.URL, push.Keys{P256dh: "AAAA", Auth: good.Auth}, "")
				return err
			},
			"bad auth": func() error {
				_, err := w.pushes.Subscribe(ctx, w.boris, session, b.URL, push.Keys{P256dh: good.P256dh}, "")
				return err
			},
		} {
			if err := try(); !errs.Is(err, errs.CodeInvalid) && !errs.Is(err, errs.CodeForbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.subscribe(w.boris, b)
		w.subscribe(w.anna, b)
		if all, err := w.pushes.List(ctx, w.boris); len(all) != 0 || err != nil {
			t.Error("one browser belongs to two", err)
		}
		all, err := w.pushes.List(ctx, w.anna)
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		if err := w.pushes.Delete(ctx, w.boris, all[0].ID); !errs.Is(err, errs.CodeNotFound) {
			t.Error("another's browser:", err)
		}
		first, err := w.pushes.PublicKey(ctx)
		w.ok(err)
		if raw, err := base64.RawURLEncoding.DecodeString(first); err != nil || len(raw) != 65 {
			t.Error(first, err)
		}
	})
}
