package notice_test

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"voronka/internal/company/letter"
	"voronka/internal/company/notice"
)

// box is a mail server that counts what it takes.
type box struct {
	mu  sync.Mutex
	got []string
}

func (b *box) NewSession(*smtp.Conn) (smtp.Session, error) { return b, nil }
func (b *box) Reset()                                      {}
func (b *box) Logout() error                               { return nil }
func (b *box) Mail(string, *smtp.MailOptions) error        { return nil }
func (b *box) Rcpt(string, *smtp.RcptOptions) error        { return nil }
func (b *box) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.got = append(b.got, string(raw))
	return err
}

func (b *box) take() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := b.got
	b.got = nil
	return out
}

func (w *world) mailServer(t *testing.T) *box {
	t.Helper()
	b := &box{}
	server := smtp.NewServer(b)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	w.ok(err)
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	_, err = w.letters.Save(t.Context(), w.Admin, letter.Draft{
		Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: letter.Plain, FromEmail: "crm@example.test", BaseURL: "https://crm.example.test",
	})
	w.ok(err)
	return b
}

// The first notices are letters of their own; what follows within five minutes is one letter.
func TestMail_digest(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		b := w.mailServer(t)
		for i := range 5 {
			w.give(w.boris, "Дело")
			w.run()
			if n := len(b.take()); n != map[bool]int{true: 1, false: 0}[i < 3] {
				t.Errorf("notice %d: %d letters", i+1, n)
			}
			w.clock.Move(10 * time.Second)
		}
		w.clock.Move(5 * time.Minute)
		w.run()
		got := b.take()
		if len(got) != 1 || strings.Count(got[0], "https://crm.example.test/tasks") < 4 {
			t.Fatal(len(got), got)
		}
		w.run()
		if n := len(b.take()); n != 0 {
			t.Errorf("%d letters more", n)
		}
	})
}

// What was read meanwhile, or is not wanted by mail, is no letter; without a server nothing is kept waiting.
func TestMail_not(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.give(w.boris, "Без сервера")
		w.run()
		b := w.mailServer(t)
		w.run()
		w.give(w.boris, "Прочитано")
		w.read()
		w.ok(w.notices.ReadAll(ctx, w.boris, notice.All, 0))
		w.run()
		w.choose(w.boris, notice.TaskAssigned, notice.Channels{App: true})
		w.give(w.boris, "Не по почте")
		w.run()
		if got := b.take(); len(got) != 0 {
			t.Error(got)
		}
		if n := len(w.told(w.boris)); n != 3 {
			t.Errorf("%d in the centre", n)
		}
	})
}
