// Package blobtest is what every blob.Store must pass.
package blobtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"voronka/internal/kit/blob"
	"voronka/internal/kit/errs"
)

// Run checks a store. It uses keys under "conformance/" only.
func Run(t *testing.T, s blob.Store) {
	t.Run("Put/read_back", func(t *testing.T) { readBack(t, s) })
	t.Run("Put/replaces", func(t *testing.T) { replaces(t, s) })
	t.Run("Put/failed_source_keeps_old", func(t *testing.T) { failedSource(t, s) })
	t.Run("Put/ended_context", func(t *testing.T) { endedContext(t, s) })
	t.Run("Put/many_writers", func(t *testing.T) { manyWriters(t, s) })
	t.Run("Open/missing", func(t *testing.T) { missing(t, s) })
	t.Run("Open/seeks", func(t *testing.T) { seeks(t, s) })
	t.Run("Open/survives_replacement", func(t *testing.T) { survives(t, s) })
	t.Run("Delete", func(t *testing.T) { deletes(t, s) })
	t.Run("Walk", func(t *testing.T) { walks(t, s) })
	t.Run("Tidy", func(t *testing.T) { tidies(t, s) })
	t.Run("key/refused", func(t *testing.T) { refusedKeys(t, s) })
}

func put(t *testing.T, s blob.Store, key, text string) blob.Info {
	t.Helper()
	info, err := s.Put(t.Context(), key, strings.NewReader(text))
	if err != nil {
		t.Fatalf("put %s: %v", key, err)
	}
	return info
}

func read(t *testing.T, s blob.Store, key string) string {
	t.Helper()
	f, info, err := s.Open(t.Context(), key)
	if err != nil {
		t.Fatalf("open %s: %v", key, err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil || info.Size != int64(len(data)) || info.Key != key {
		t.Fatalf("read %s: %v, %+v of %d bytes", key, err, info, len(data))
	}
	return string(data)
}

func readBack(t *testing.T, s blob.Store) {
	for name, text := range map[string]string{"empty": "", "small": "привет", "large": strings.Repeat("0123456789", 300_000)} {
		info := put(t, s, "conformance/back/"+name, text)
		sum := sha256.Sum256([]byte(text))
		if info.Size != int64(len(text)) || info.SHA256 != hex.EncodeToString(sum[:]) || info.UpdatedAt.IsZero() {
			t.Errorf("%s: %+v", name, info)
		}
		if read(t, s, "conformance/back/"+name) != text {
			t.Errorf("%s reads back otherwise", name)
		}
	}
}

func replaces(t *testing.T, s blob.Store) {
	put(t, s, "conformance/replaced", "a longer first text")
	put(t, s, "conformance/replaced", "second")
	if got := read(t, s, "conformance/replaced"); got != "second" {
		t.Error(got)
	}
}

type brokenReader struct{ r io.Reader }

var errBroken = errors.New("the line is cut")

func (b brokenReader) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if err == io.EOF {
		err = errBroken
	}
	return n, err
}

func failedSource(t *testing.T, s blob.Store) {
	put(t, s, "conformance/kept", "old")
	_, err := s.Put(t.Context(), "conformance/kept", brokenReader{strings.NewReader("half of the new")})
	if !errors.Is(err, errBroken) {
		t.Error("the error of the source must come through:", err)
	}
	if got := read(t, s, "conformance/kept"); got != "old" {
		t.Error("a failed Put left", got)
	}
}

func endedContext(t *testing.T, s blob.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(ctx, "conformance/ended", strings.NewReader("x")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, _, err := s.Open(t.Context(), "conformance/ended"); errs.CodeOf(err) != errs.CodeNotFound {
		t.Error(err)
	}
}

func manyWriters(t *testing.T, s blob.Store) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			text := bytes.Repeat([]byte{byte('a' + i)}, 100_000)
			if _, err := s.Put(t.Context(), "conformance/race/one", bytes.NewReader(text)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	got := read(t, s, "conformance/race/one")
	if len(got) != 100_000 || strings.Trim(got, got[:1]) != "" {
		t.Error("writers were mixed")
	}
}

func missing(t *testing.T, s blob.Store) {
	put(t, s, "conformance/file", "x")
	for _, key := range []string{"conformance/none", "conformance/file/below", "conformance"} {
		if _, _, err := s.Open(t.Context(), key); errs.CodeOf(err) != errs.CodeNotFound {
			t.Errorf("%s: %v", key, err)
		}
	}
}

func seeks(t *testing.T, s blob.Store) {
	put(t, s, "conformance/seek", "0123456789")
	f, _, err := s.Open(t.Context(), "conformance/seek")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Seek(-3, io.SeekEnd); err != nil {
		t.Fatal(err)
	}
	if tail, err := io.ReadAll(f); string(tail) != "789" {
		t.Error(string(tail), err)
	}
	if _, err := f.Seek(1, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if all, err := io.ReadAll(f); string(all) != "123456789" {
		t.Error(string(all), err)
	}
}

func survives(t *testing.T, s blob.Store) {
	put(t, s, "conformance/open", "before")
	f, _, err := s.Open(t.Context(), "conformance/open")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	put(t, s, "conformance/open", "after")
	if got, err := io.ReadAll(f); string(got) != "before" {
		t.Error("a reader must see one file to its end:", string(got), err)
	}
}

func deletes(t *testing.T, s blob.Store) {
	put(t, s, "conformance/gone", "x")
	for range 2 { // the second time there is nothing to delete
		if err := s.Delete(t.Context(), "conformance/gone"); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := s.Open(t.Context(), "conformance/gone"); errs.CodeOf(err) != errs.CodeNotFound {
		t.Error(err)
	}
}

func walks(t *testing.T, s blob.Store) {
	want := map[string]bool{}
	for i := range blob.WalkPage + 7 {
		key := fmt.Sprintf("conformance/walk/%d/%d", i%3, i)
		put(t, s, key, "x")
		want[key] = true
	}
	put(t, s, "conformance/walked/not", "x")
	pages := 0
	err := s.Walk(t.Context(), "conformance/walk", func(page []blob.Info) error {
		if pages++; len(page) > blob.WalkPage {
			t.Error("a page of", len(page))
		}
		for _, i := range page {
			if !want[i.Key] || i.Size != 1 || i.UpdatedAt.IsZero() {
				t.Errorf("%+v", i)
			}
			delete(want, i.Key)
			if err := s.Delete(t.Context(), i.Key); err != nil {
				t.Error(err)
			}
		}
		return nil
	})
	if err != nil || len(want) > 0 || pages < 2 {
		t.Error(err, "not shown:", len(want), "pages:", pages)
	}
	nothing := func([]blob.Info) error { t.Error("it shows what is gone"); return nil }
	for _, key := range []string{"conformance/walk", "conformance/never"} {
		if err := s.Walk(t.Context(), key, nothing); err != nil {
			t.Error(err)
		}
	}
	if err := s.Walk(t.Context(), "conformance/walked", func([]blob.Info) error { return errBroken }); !errors.Is(err, errBroken) {
		t.Error(err)
	}
}

// tidies: what was finished stays, whatever the moment.
func tidies(t *testing.T, s blob.Store) {
	put(t, s, "conformance/tidy", "x")
	if err := s.Tidy(t.Context(), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got := read(t, s, "conformance/tidy"); got != "x" {
		t.Error(got)
	}
}

func refusedKeys(t *testing.T, s blob.Store) {
	for _, key := range []string{"", "/", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", ".hidden", "a/.b", "a\\b", "c:x",
		"файл", "a b", "a\x00b", strings.Repeat("a", 513)} {
		if _, err := s.Put(t.Context(), key, strings.NewReader("x")); errs.CodeOf(err) != errs.CodeInvalid {
			t.Errorf("Put(%q): %v", key, err)
		}
		if _, _, err := s.Open(t.Context(), key); errs.CodeOf(err) != errs.CodeInvalid {
			t.Errorf("Open(%q): %v", key, err)
		}
		if err := s.Delete(t.Context(), key); errs.CodeOf(err) != errs.CodeInvalid {
			t.Errorf("Delete(%q): %v", key, err)
		}
		if err := s.Walk(t.Context(), key, nil); errs.CodeOf(err) != errs.CodeInvalid {
			t.Errorf("Walk(%q): %v", key, err)
		}
	}
}
