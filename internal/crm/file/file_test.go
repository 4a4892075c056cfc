package file_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/file"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/kit/secret"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// desk is an account with a deal and the service under test.
type desk struct {
	*seed.Scene
	files *file.Service
	talk  *timeline.Service
	ref   crm.Ref
}

func newDesk(t *testing.T, d *db.DB, change ...func(*file.Config)) *desk {
	t.Helper()
	scene := seed.CRM(t, d)
	store, err := blob.OpenDisk(filepath.Join(t.TempDir(), "files"), 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	box, err := secret.New(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	c := file.Config{DB: d, Store: store, Cards: entity.Cards{}, Box: box, Log: slog.New(slog.DiscardHandler), StoreName: "disk"}
	for _, f := range change {
		f(&c)
	}
	s := file.NewService(c)
	made := scene.Deal(t, scene.Admin, deal.New{})
	talk := timeline.New(d, entity.Cards{}, timeline.Lookup{
		Users: user.Names, Files: file.ForFeed, NoteFiles: file.ForNotes, Attach: s.Attach, Detach: s.Detach,
	})
	return &desk{scene, s, talk, made.Ref}
}

func (d *desk) upload(t *testing.T, who tenant.Actor, name, text string) file.File {
	t.Helper()
	f, err := d.files.Upload(t.Context(), who, file.New{Ref: d.ref, Name: name}, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// prepare runs the jobs that wait.
func (d *desk) prepare(t *testing.T) {
	t.Helper()
	r := job.NewRunner(d.DB, slog.New(slog.DiscardHandler))
	for _, k := range d.files.JobKinds() {
		r.Add(k)
	}
	if err := r.Drain(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) events(t *testing.T) []string {
	t.Helper()
	list, err := db.Column[string](t.Context(), d.DB, `SELECT kind FROM events WHERE entity_kind = 'deal' AND entity_id = $1 ORDER BY id`, d.ref.ID)
	if err != nil {
		t.Fatal(err)
	}
	return list[1:] // the first is deal.created
}

func (d *desk) bytes(t *testing.T) (n int64) {
	t.Helper()
	s, err := d.files.Space(t.Context(), d.Admin)
	if err != nil {
		t.Fatal(err)
	}
	return s.Total.Bytes
}

func read(t *testing.T, c file.Content, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	raw, err := io.ReadAll(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestFileLife(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, base *db.DB) {
		d := newDesk(t, base)
		ctx, who := t.Context(), d.Admin
		f := d.upload(t, who, `C:\тмп/Договор.txt`, "one")
		if f.Name != "Договор.txt" || f.Current.MediaType != "text/plain" || f.Current.Size != 3 || len(f.Current.SHA256) != 64 {
			t.Errorf("%+v", f)
		}
		f2, err := d.files.AddVersion(ctx, who, f.ID, "new.txt", 0, strings.NewReader("second"))
		if err != nil || f2.Versions != 2 || f2.Name != "Договор.txt" || d.bytes(t) != 9 {
			t.Error(f2, err, d.bytes(t))
		}
		c, err := d.files.Open(ctx, who, f.ID, 0)
		if got := read(t, c, err); got != "second" {
			t.Error(got)
		}
		if _, err := d.files.Restore(ctx, who, f.ID, f.Current.ID); err != nil {
			t.Error(err)
		}
		c, err = d.files.Open(ctx, who, f.ID, 0)
		if got := read(t, c, err); got != "one" {
			t.Error("restored:", got)
		}
		if list, err := d.files.Versions(ctx, who, f.ID); err != nil || len(list) != 3 || list[0].Number != 3 {
			t.Error(list, err)
		}
		if got, err := d.files.Rename(ctx, who, f.ID, " Счёт.txt "); err != nil || got.Name != "Счёт.txt" {
			t.Error(got, err)
		}
		if _, err := d.files.Rename(ctx, who, f.ID, "Счёт.txt"); err != nil {
			t.Error(err)
		}
		if _, err := d.files.Delete(ctx, who, f.ID); err != nil {
			t.Error(err)
		}
		if list, _, err := d.files.List(ctx, who, file.Filter{Ref: d.ref}); err != nil || len(list) != 0 {
			t.Error(list, err)
		}
		if list, _, err := d.files.List(ctx, who, file.Filter{Ref: d.ref, Deleted: true}); err != nil || len(list) != 1 {
			t.Error(list, err)
		}
		if _, err := d.files.Undelete(ctx, who, f.ID); err != nil {
			t.Error(err)
		}
		want := "[deal.file_added deal.file_changed deal.file_changed deal.file_changed deal.file_deleted deal.file_restored]"
		if got := fmt.Sprint(d.events(t)); got != want {
			t.Errorf("events %s, want %s", got, want)
		}
	})
}

func TestFileRights(t *testing.T) {
	t.Parallel()
	d := newDesk(t, dbtest.One(t))
	ctx := t.Context()
	f := d.upload(t, d.Admin, "a.txt", "x")
	reader := seed.User(t, d.DB, d.Admin.AccountID, seed.Rights(tenant.Rights{Entities: map[string]map[string]tenant.Scope{"deal": {"view": "all"}}}))
	blind := seed.User(t, d.DB, d.Admin.AccountID, seed.Scoped(tenant.ScopeOwn))
	stranger := seed.Admin(t, d.DB)
	mine, err := d.files.Upload(ctx, reader, file.New{Ref: d.ref, Name: "mine.txt"}, strings.NewReader("x"))
	if err != nil {
		t.Fatal("who sees a card may add a file:", err)
	}
	if _, err := d.files.Rename(ctx, reader, mine.ID, "b.txt"); err != nil {
		t.Error("one's own:", err)
	}
	staged, err := d.files.Upload(ctx, d.Admin, file.New{Ref: d.ref, Name: "s.txt", Staged: true}, strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		who  tenant.Actor
		id   crm.FileID
		see  errs.Code
		edit errs.Code
	}{
		{"reader", reader, f.ID, "", errs.CodeForbidden},
		{"blind", blind, f.ID, errs.CodeNotFound, errs.CodeNotFound},
		{"stranger", stranger, f.ID, errs.CodeNotFound, errs.CodeNotFound},
		{"staged_of_another", reader, staged.ID, errs.CodeNotFound, errs.CodeNotFound},
		{"missing", d.Admin, 999, errs.CodeNotFound, errs.CodeNotFound},
	} {
		_, find := d.files.Find(ctx, c.who, c.id)
		_, open := d.files.Open(ctx, c.who, c.id, 0)
		_, versions := d.files.Versions(ctx, c.who, c.id)
		_, rename := d.files.Rename(ctx, c.who, c.id, "x")
		_, remove := d.files.Delete(ctx, c.who, c.id)
		_, link := d.files.AddLink(ctx, c.who, c.id, file.NewLink{})
		_, add := d.files.AddVersion(ctx, c.who, c.id, "x", 0, strings.NewReader("x"))
		for what, err := range map[string]error{"find": find, "open": open, "versions": versions} {
			if code(err) != c.see {
				t.Errorf("%s %s: %v", c.name, what, err)
			}
		}
		for what, err := range map[string]error{"rename": rename, "delete": remove, "link": link, "version": add} {
			if code(err) != c.edit {
				t.Errorf("%s %s: %v", c.name, what, err)
			}
		}
	}
	if _, err := d.files.Upload(ctx, blind, file.New{Ref: d.ref, Name: "x"}, strings.NewReader("x")); code(err) != errs.CodeNotFound {
		t.Error(err)
	}
	for _, name := range []string{"", "..", "a/", strings.Repeat("я", 201), "\x00\u202e"} {
		if _, err := d.files.Upload(ctx, d.Admin, file.New{Ref: d.ref, Name: name}, strings.NewReader("x")); code(err) != errs.CodeInvalid {
			t.Errorf("name %q: %v", name, err)
		}
	}
	if _, err := d.files.Upload(ctx, d.Admin, file.New{Ref: d.ref, Name: "empty"}, strings.NewReader("")); code(err) != errs.CodeInvalid {
		t.Error(err)
	}
}

func code(err error) errs.Code {
	if err == nil {
		return ""
	}
	return errs.CodeOf(err)
}

type endless struct{ read int64 }

func (e *endless) Read(p []byte) (int, error) { e.read += int64(len(p)); return len(p), nil }

func TestLimits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, base *db.DB) {
		d := newDesk(t, base, func(c *file.Config) { c.MaxFile = 1 << 20 })
		ctx := t.Context()
		source := &endless{}
		if _, err := d.files.Upload(ctx, d.Admin, file.New{Ref: d.ref, Name: "big", Size: 1 << 30}, source); code(err) != errs.CodeLimit || source.read != 0 {
			t.Error("a size that is told is refused before a byte is read:", err, source.read)
		}
		if _, err := d.files.Upload(ctx, d.Admin, file.New{Ref: d.ref, Name: "big"}, source); code(err) != errs.CodeLimit || source.read > 2<<20 {
			t.Error(err, source.read)
		}
		plain := seed.User(t, base, d.Admin.AccountID)
		if err := d.files.SetLimits(ctx, plain, file.Limits{}); code(err) != errs.CodeForbidden {
			t.Error(err)
		}
		if err := d.files.SetLimits(ctx, d.Admin, file.Limits{File: -1}); code(err) != errs.CodeInvalid {
			t.Error(err)
		}
		if err := d.files.SetLimits(ctx, d.Admin, file.Limits{Space: 10, User: 6}); err != nil {
			t.Fatal(err)
		}
		d.upload(t, plain, "a", "12345")
		if _, err := d.files.Upload(ctx, plain, file.New{Ref: d.ref, Name: "b"}, strings.NewReader("12")); code(err) != errs.CodeLimit {
			t.Error("own space:", err)
		}
		d.upload(t, d.Admin, "a", "12345")
		if _, err := d.files.Upload(ctx, d.Admin, file.New{Ref: d.ref, Name: "b"}, strings.NewReader("1")); code(err) != errs.CodeLimit {
			t.Error("space of the account:", err)
		}
		s, err := d.files.Space(ctx, plain)
		if err != nil || s.Total.Bytes != 10 || len(s.Users) != 1 || s.Users[0].UserID != plain.UserID || s.Limits.File != 1<<20 {
			t.Errorf("%+v %v", s, err)
		}
	})
}

func picture(t *testing.T, w, h int) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// bomb is a picture that says it has more pixels than anybody can hold.
func bomb(t *testing.T) string {
	t.Helper()
	raw := []byte(picture(t, 1, 1))
	binary.BigEndian.PutUint32(raw[16:], 60_000)
	binary.BigEndian.PutUint32(raw[20:], 60_000)
	binary.BigEndian.PutUint32(raw[29:], crc32.ChecksumIEEE(raw[12:29]))
	return string(raw)
}

func TestPreview(t *testing.T) {
	t.Parallel()
	d := newDesk(t, dbtest.One(t))
	ctx := t.Context()
	for _, c := range []struct {
		name, text, typ string
		shown, small    bool
	}{
		{"a.png", picture(t, 2000, 500), "image/png", true, true},
		{"b.txt", picture(t, 5, 5), "image/png", true, true},
		{"bomb.png", bomb(t), "image/png", false, false},
		{"cut.png", picture(t, 900, 900)[:200], "image/png", false, false},
		{"a.svg", `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`, "image/svg+xml", false, false},
		{"a.png", `<html><script>alert(1)</script>`, "text/html", false, false},
		{"a.pdf", "%PDF-1.7\n", "application/pdf", true, false},
		{"a.docx", "PK\x03\x04xxxx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", false, false},
		{"a.bin", "\x00\x01\x02", "application/octet-stream", false, false},
	} {
		f := d.upload(t, d.Admin, c.name, c.text)
		d.prepare(t)
		f, err := d.files.Find(ctx, d.Admin, f.ID)
		if err != nil || f.Current.MediaType != c.typ || f.Current.Shown() != c.shown || f.Current.Preview == file.Waiting {
			t.Errorf("%s: %+v %v", c.name, f.Current, err)
		}
		p, err := d.files.OpenPreview(ctx, d.Admin, f.ID, 0)
		if (err == nil) != c.small {
			t.Errorf("%s: preview %v", c.name, err)
		}
		if err == nil {
			img, _, err := image.DecodeConfig(p)
			if err != nil || img.Width > 640 || img.Height > 640 {
				t.Error(img, err)
			}
			p.Close()
		}
	}
}

func TestNoteWithFiles(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, base *db.DB) {
		d := newDesk(t, base)
		ctx := t.Context()
		staged, err := d.files.Upload(ctx, d.Admin, file.New{Ref: d.ref, Name: "план.png", Staged: true}, strings.NewReader(picture(t, 9, 9)))
		if err != nil {
			t.Fatal(err)
		}
		if list, _, _ := d.files.List(ctx, d.Admin, file.Filter{Ref: d.ref}); len(list) != 0 || len(d.events(t)) != 0 {
			t.Error("a staged file shows:", list, d.events(t))
		}
		other := seed.User(t, base, d.Admin.AccountID)
		n := timeline.NewNote{Files: []crm.FileID{staged.ID}}
		if _, err := d.talk.AddNote(ctx, other, d.ref, n); code(err) != errs.CodeInvalid {
			t.Error("another's upload:", err)
		}
		note, err := d.talk.AddNote(ctx, d.Admin, d.ref, n)
		if err != nil || len(note.Files) != 1 || note.Files[0].Name != "план.png" {
			t.Fatal(note, err)
		}
		if _, err := d.talk.AddNote(ctx, d.Admin, d.ref, n); code(err) != errs.CodeInvalid {
			t.Error("sent twice:", err)
		}
		d.prepare(t)
		items, _, err := d.talk.Feed(ctx, d.Admin, d.ref, 0, 0)
		if err != nil || items[0].Note == nil || len(items[0].Note.Files) != 1 || items[0].Note.Files[0].Preview != file.Ready || items[1].File == nil {
			t.Errorf("%+v %v", items, err)
		}
		if _, err := d.talk.EditNote(ctx, d.Admin, note.ID, ""); err != nil {
			t.Error("a note with files needs no words:", err)
		}
		if err := d.talk.DeleteNote(ctx, d.Admin, note.ID); err != nil {
			t.Error(err)
		}
		if list, _, _ := d.files.List(ctx, d.Admin, file.Filter{Ref: d.ref, Deleted: true}); len(list) != 1 {
			t.Error("the files of a deleted note:", list)
		}
	})
}

// daemon speaks clamd's protocol: what holds EICAR is infected.
func daemon(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go answer(c)
		}
	}()
	return l.Addr().String()
}

func answer(c net.Conn) {
	defer c.Close()
	word := make([]byte, len("zPING\x00"))
	if _, err := io.ReadFull(c, word); err != nil {
		return
	}
	if string(word) == "zPING\x00" {
		_, _ = io.WriteString(c, "PONG\x00")
		return
	}
	rest := make([]byte, len("zINSTREAM\x00")-len(word))
	if _, err := io.ReadFull(c, rest); err != nil || string(word)+string(rest) != "zINSTREAM\x00" {
		return
	}
	var all []byte
	for {
		var size uint32
		if binary.Read(c, binary.BigEndian, &size) != nil {
			return
		}
		if size == 0 {
			break
		}
		piece := make([]byte, size)
		if _, err := io.ReadFull(c, piece); err != nil {
			return
		}
		all = append(all, piece...)
	}
	if bytes.Contains(all, []byte("EICAR")) {
		_, _ = io.WriteString(c, "stream: Eicar-Signature FOUND\x00")
		return
	}
	_, _ = io.WriteString(c, "stream: OK\x00")
}

func TestScanner(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, base *db.DB) {
		d := newDesk(t, base, func(c *file.Config) { c.Scanner = file.Clamd{Address: daemon(t)} })
		ctx := t.Context()
		good := d.upload(t, d.Admin, "a.txt", strings.Repeat("x", 200_000))
		if _, err := d.files.Open(ctx, d.Admin, good.ID, 0); code(err) != errs.CodeConflict {
			t.Error("it has to wait:", err)
		}
		bad := d.upload(t, d.Admin, "b.txt", "EICAR")
		d.prepare(t)
		if c, err := d.files.Open(ctx, d.Admin, good.ID, 0); err != nil {
			t.Error(err)
		} else {
			c.Close()
		}
		f, err := d.files.Find(ctx, d.Admin, bad.ID)
		if err != nil || f.Current.ID != 0 || f.Current.Scan != file.Infected || d.bytes(t) != 200_000 {
			t.Errorf("%+v %v %d", f, err, d.bytes(t))
		}
		if _, err := d.files.Open(ctx, d.Admin, bad.ID, 0); code(err) != errs.CodeConflict {
			t.Error(err)
		}
		if _, err := d.files.AddVersion(ctx, d.Admin, good.ID, "a.txt", 0, strings.NewReader("EICAR too")); err != nil {
			t.Fatal(err)
		}
		d.prepare(t)
		if f, err := d.files.Find(ctx, d.Admin, good.ID); err != nil || f.Current.ID != good.Current.ID {
			t.Error("the clean version comes back:", f, err)
		}
		if got := fmt.Sprint(d.events(t)); strings.Count(got, "deal.file_refused") != 2 {
			t.Error(got)
		}
	})
}

func TestScanner_away(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if virus, err := (file.Clamd{Address: l.Addr().String(), Timeout: time.Second}).Scan(t.Context(), strings.NewReader("x")); err == nil {
		t.Error("nobody answered, yet it said:", virus)
	}
}

func TestLinks(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, base *db.DB) {
		d := newDesk(t, base)
		ctx := t.Context()
		f := d.upload(t, d.Admin, "a.txt", "x")
		past, soon := base.Now().Unix()-1, base.Now().Unix()+3600
		if _, err := d.files.AddLink(ctx, d.Admin, f.ID, file.NewLink{ExpiresAt: &past}); code(err) != errs.CodeInvalid {
			t.Error(err)
		}
		open, err := d.files.AddLink(ctx, d.Admin, f.ID, file.NewLink{ExpiresAt: &soon})
		if err != nil {
			t.Fatal(err)
		}
		guarded, err := d.files.AddLink(ctx, d.Admin, f.ID, file.NewLink{Password: "тайна"})
		if err != nil {
			t.Fatal(err)
		}
		g, err := d.files.Visit(ctx, open.Word)
		if err != nil || g.Name != "a.txt" || g.Size != 1 {
			t.Error(g, err)
		}
		c, err := d.files.OpenLink(ctx, open.Word, "")
		if got := read(t, c, err); got != "x" {
			t.Error(got)
		}
		for range 10 {
			if _, err := d.files.OpenLink(ctx, guarded.Word, "wrong"); code(err) != errs.CodeForbidden {
				t.Error(err)
			}
		}
		if _, err := d.files.OpenLink(ctx, guarded.Word, "тайна"); code(err) != errs.CodeLimit {
			t.Error("guessing goes on:", err)
		}
		list, err := d.files.Links(ctx, d.Admin, f.ID)
		if err != nil || len(list) != 2 || list[1].Word != open.Word || list[1].Opened != 1 || list[1].Downloaded != 1 || !list[0].HasPassword {
			t.Errorf("%+v %v", list, err)
		}
		if err := d.files.Revoke(ctx, seed.Admin(t, base), open.ID); code(err) != errs.CodeNotFound {
			t.Error(err)
		}
		if _, err := d.files.Delete(ctx, d.Admin, f.ID); err != nil {
			t.Fatal(err)
		}
		gone := func(when, word string) {
			if _, err := d.files.Visit(ctx, word); code(err) != errs.CodeNotFound {
				t.Error(when, err)
			}
		}
		gone("in the bin:", open.Word)
		if _, err := d.files.Undelete(ctx, d.Admin, f.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := d.files.Visit(ctx, open.Word); err != nil {
			t.Error(err)
		}
		if err := d.files.Revoke(ctx, d.Admin, open.ID); err != nil {
			t.Fatal(err)
		}
		gone("revoked:", open.Word)
		gone("unknown:", strings.Repeat("x", 5000))
		if err := d.Deals.Delete(ctx, d.Admin, d.ref.ID); err != nil {
			t.Fatal(err)
		}
		gone("its card was deleted:", guarded.Word)
	})
}
