package file_test

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"voronka/internal/crm/file"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
)

func TestForbiddenKinds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, base *db.DB) {
		d := newDesk(t, base)
		ctx := t.Context()
		if err := d.files.SetLimits(ctx, d.Admin, file.Limits{Forbidden: []string{" .EXE", "bat", "exe", ""}}); err != nil {
			t.Fatal(err)
		}
		s, err := d.files.Space(ctx, d.Admin)
		if err != nil || fmt.Sprint(s.Limits.Forbidden) != "[bat exe]" {
			t.Error(s.Limits, err)
		}
		for name, want := range map[string]errs.Code{
			"a.exe": errs.CodeInvalid, "A.EXE": errs.CodeInvalid, "a.pdf.Bat": errs.CodeInvalid, "a.exe.": errs.CodeInvalid, "a.exe ": errs.CodeInvalid,
			"a.exe\u202e": errs.CodeInvalid, "exe": "", "a.exe.pdf": "", "a.ex": "", ".exe": errs.CodeInvalid,
		} {
			source := &endless{}
			_, err := d.files.Upload(ctx, d.Admin, file.New{Ref: d.ref, Name: name}, io.LimitReader(source, 5))
			if code(err) != want || want != "" && source.read > 0 {
				t.Errorf("%q: %v, %d bytes read", name, err, source.read)
			}
		}
		f := d.upload(t, d.Admin, "a.txt", "x")
		if _, err := d.files.Rename(ctx, d.Admin, f.ID, "a.exe"); code(err) != errs.CodeInvalid {
			t.Error("renamed into one:", err)
		}
		if _, err := d.files.AddVersion(ctx, d.Admin, f.ID, "b.bat", 0, strings.NewReader("x")); code(err) != errs.CodeInvalid {
			t.Error("a version of one:", err)
		}
		many := make([]string, 101)
		for i := range many {
			many[i] = fmt.Sprint("e", i)
		}
		for _, bad := range [][]string{{"a,b"}, {"ехе"}, {"../x"}, {strings.Repeat("x", 21)}, {"%"}, many} {
			if err := d.files.SetLimits(ctx, d.Admin, file.Limits{Forbidden: bad}); code(err) != errs.CodeInvalid {
				t.Errorf("%.40q: %v", bad, err)
			}
		}
	})
}

func TestLargest(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, base *db.DB) {
		d := newDesk(t, base)
		ctx := t.Context()
		small := d.upload(t, d.Admin, "small", "12345")
		large := d.upload(t, d.Admin, "large", "1234")
		if _, err := d.files.AddVersion(ctx, d.Admin, large.ID, "large", 0, strings.NewReader("12")); err != nil {
			t.Fatal(err)
		}
		stranger := newDesk(t, base)
		stranger.upload(t, stranger.Admin, "theirs", strings.Repeat("x", 100))
		list, err := d.files.Largest(ctx, d.Admin)
		if err != nil || len(list) != 2 || list[0].ID != large.ID || list[0].Bytes != 6 || list[1].ID != small.ID || list[0].Name != "large" || list[0].Ref != d.ref {
			t.Errorf("%+v %v", list, err)
		}
		card, err := d.Deals.Find(ctx, d.Admin, d.ref.ID)
		if err != nil || len(list) == 0 || list[0].Card != card.Name {
			t.Error(list, card.Name, err)
		}
		if _, err := d.files.Largest(ctx, seed.User(t, base, d.Admin.AccountID)); code(err) != errs.CodeForbidden {
			t.Error(err)
		}
	})
}

// TestScannerState: administrators are told whether the scanner answers.
func TestScannerState(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for want, scanner := range map[string]file.Scanner{
		file.ScannerOff: nil, file.ScannerOK: file.Clamd{Address: daemon(t)}, file.ScannerAway: file.Clamd{Address: gone},
	} {
		d := newDesk(t, dbtest.One(t), func(c *file.Config) { c.Scanner, c.StorePlace = scanner, "/srv/files" })
		s, err := d.files.Space(t.Context(), d.Admin)
		if err != nil || s.Scanner != want || s.Place != "/srv/files" {
			t.Errorf("%+v %v, want %s", s, err, want)
		}
		s, err = d.files.Space(t.Context(), seed.User(t, d.DB, d.Admin.AccountID))
		if err != nil || s.Scanner != "" || s.Place != "" {
			t.Errorf("told to others: %+v %v", s, err)
		}
	}
}
