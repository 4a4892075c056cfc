package secret_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/secret"
)

func key(fill byte) []byte { return bytes.Repeat([]byte{fill}, 32) }

func box(t *testing.T, keys ...[]byte) *secret.Box {
	t.Helper()
	b, err := secret.New(keys...)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSeal(t *testing.T) {
	t.Parallel()
	b := box(t, key(1))
	for _, plain := range []string{"", "пароль", strings.Repeat("x", 1<<20)} {
		sealed := b.Seal([]byte(plain), "mailbox/1")
		if plain != "" && bytes.Contains(sealed, []byte(plain)) {
			t.Fatal("sealed value shows its text")
		}
		got, err := b.Open(sealed, "mailbox/1")
		if err != nil || string(got) != plain {
			t.Fatal(err)
		}
	}
	if bytes.Equal(b.Seal([]byte("a"), ""), b.Seal([]byte("a"), "")) {
		t.Error("sealing twice must not give the same bytes")
	}
}

func TestOpen_refuses(t *testing.T) {
	t.Parallel()
	b := box(t, key(1))
	sealed := b.Seal([]byte("secret"), "mailbox/1")
	if _, err := b.Open(sealed, "mailbox/2"); !errors.Is(err, secret.ErrSealed) {
		t.Error("another place:", err)
	}
	if _, err := box(t, key(2)).Open(sealed, "mailbox/1"); !errors.Is(err, secret.ErrSealed) {
		t.Error("another key:", err)
	}
	for i := range sealed {
		bad := bytes.Clone(sealed)
		bad[i] ^= 1
		if _, err := b.Open(bad, "mailbox/1"); !errors.Is(err, secret.ErrSealed) {
			t.Fatalf("byte %d altered: %v", i, err)
		}
		if _, err := b.Open(sealed[:i], "mailbox/1"); !errors.Is(err, secret.ErrSealed) {
			t.Fatalf("cut at %d: %v", i, err)
		}
	}
}

func TestKeyRotation(t *testing.T) {
	t.Parallel()
	old := box(t, key(1))
	sealed := old.Seal([]byte("secret"), "p")
	both := box(t, key(2), key(1))
	if got, err := both.Open(sealed, "p"); err != nil || string(got) != "secret" {
		t.Fatal(err)
	}
	if !both.Stale(sealed) || both.Stale(both.Seal(nil, "p")) || !both.Stale(nil) {
		t.Error("only what an older key sealed is stale")
	}
}

func TestDerive(t *testing.T) {
	t.Parallel()
	b := box(t, key(1))
	if !bytes.Equal(b.Derive("a"), box(t, key(1)).Derive("a")) || bytes.Equal(b.Derive("a"), b.Derive("b")) {
		t.Error("a derived key depends on master and purpose only")
	}
}

func TestLoad_makesKeyOnce(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	var wg sync.WaitGroup
	sealed := make([][]byte, 8)
	for i := range sealed {
		wg.Go(func() {
			b, err := secret.Load(dir, "")
			if err != nil {
				t.Error(err)
				return
			}
			sealed[i] = b.Seal([]byte("x"), "")
		})
	}
	wg.Wait()
	b, err := secret.Load(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range sealed {
		if _, err := b.Open(s, ""); err != nil {
			t.Errorf("server %d had another key", i)
		}
	}
	info, err := os.Stat(filepath.Join(dir, secret.KeyFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key file: %v, %v", info.Mode(), err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestLoad_fromEnvironment(t *testing.T) {
	t.Parallel()
	std := base64.StdEncoding.EncodeToString(key(0xff))
	url := base64.RawURLEncoding.EncodeToString(key(0xff))
	sealed := box(t, key(0xff)).Seal([]byte("x"), "")
	for _, env := range []string{std, url, " " + std + "\n", base64.StdEncoding.EncodeToString(key(1)) + "," + std} {
		b, err := secret.Load(t.TempDir(), env)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Open(sealed, ""); err != nil {
			t.Errorf("%q: %v", env, err)
		}
	}
	for _, env := range []string{"short", std + "AAAA", "!!!", ","} {
		if _, err := secret.Load(t.TempDir(), env); err == nil || strings.Contains(err.Error(), std) {
			t.Errorf("%q: %v", env, err)
		}
	}
}

func TestLoad_keyFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, secret.KeyFile)
	if err := os.WriteFile(path, key(3), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := secret.Load(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Open(box(t, key(3)).Seal(nil, ""), ""); err != nil {
		t.Error("raw key:", err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := secret.Load(dir, ""); err == nil || !strings.Contains(err.Error(), "backup") {
		t.Error("an emptied key file must not be replaced in silence:", err)
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	a, b := secret.Token(), secret.Token()
	if a == b || len(a) != 43 || secret.HashToken(a) == secret.HashToken(b) || len(secret.HashToken(a)) != 64 {
		t.Error(a, b)
	}
	if !secret.Equal(a, a) || secret.Equal(a, b) || secret.Equal(a, "") {
		t.Error("Equal")
	}
}

func TestPassword(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	hash, err := secret.HashPassword(ctx, "верный пароль")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatal(hash, err)
	}
	for password, want := range map[string]bool{"верный пароль": true, "верный парол": false, "": false} {
		if ok, err := secret.VerifyPassword(ctx, hash, password); ok != want || err != nil {
			t.Errorf("%q: %v, %v", password, ok, err)
		}
	}
	if ok, err := secret.VerifyPassword(ctx, "", ""); ok || err != nil {
		t.Error("no hash fits no password:", ok, err)
	}
	if secret.NeedsRehash(hash) || !secret.NeedsRehash(strings.Replace(hash, "t=2", "t=1", 1)) || !secret.NeedsRehash("") {
		t.Error("NeedsRehash")
	}
	if _, err := secret.HashPassword(ctx, strings.Repeat("x", 1025)); errs.CodeOf(err) != errs.CodeInvalid {
		t.Error(err)
	}
}

func TestVerifyPassword_badHash(t *testing.T) {
	t.Parallel()
	for _, hash := range []string{"x", "$2a$10$abc", "$argon2id$v=19$m=99999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=19456,t=0,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "$argon2id$v=19$m=19456,t=2,p=1$$", "$argon2id$v=18$m=1,t=1,p=1$a$b"} {
		if ok, err := secret.VerifyPassword(t.Context(), hash, "x"); ok || !errors.Is(err, secret.ErrPasswordHash) {
			t.Errorf("%q: %v, %v", hash, ok, err)
		}
	}
}

func TestPassword_waitsForSlotNoLongerThanContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := secret.HashPassword(ctx, "x"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	var wg sync.WaitGroup
	start := time.Now()
	for range 32 {
		wg.Go(func() { secret.VerifyPassword(t.Context(), "", "x") })
	}
	wg.Wait()
	t.Logf("32 verifications: %v", time.Since(start))
}

func FuzzVerifyPassword(f *testing.F) {
	f.Add("$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, hash string) {
		secret.NeedsRehash(hash)
		b, _ := secret.New(key(1))
		if _, err := b.Open([]byte(hash), ""); err == nil {
			t.Error("opened")
		}
	})
}
