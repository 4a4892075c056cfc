package secret

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"

	"voronka/internal/kit/errs"
)

// cost is what one guess of a password costs: argon2id with 19 MiB, two passes, one lane.
type cost struct {
	memory uint32 // KiB
	passes uint32
	lanes  uint8
}

var (
	current = cost{memory: 19 * 1024, passes: 2, lanes: 1}
	// most bounds what a stored hash may ask of this server.
	most = cost{memory: 256 * 1024, passes: 16, lanes: 16}
)

const (
	saltSize = 16
	hashSize = 32
	// maxPassword keeps a megabyte of password from being hashed.
	maxPassword = 1024
)

// ErrPasswordHash is returned for a stored hash that is not one of ours.
var ErrPasswordHash = errors.New("the stored password hash is not readable")

// slots bounds how many hashes are computed at once, and so the memory a flood of sign-ins can take.
var slots = make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))

// HashPassword returns the argon2id hash of a password as a PHC string. It waits for a free slot; the error is that of
// a context that ended first, or invalid for a password over a kilobyte.
func HashPassword(ctx context.Context, password string) (string, error) {
	if len(password) > maxPassword {
		return "", errs.Invalid("password", "the password is longer than %d bytes, choose a shorter one", maxPassword)
	}
	salt := make([]byte, saltSize)
	rand.Read(salt)
	sum, err := compute(ctx, password, salt, current, hashSize)
	if err != nil {
		return "", err
	}
	enc := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, current.memory, current.passes, current.lanes, enc(salt), enc(sum)), nil
}

// VerifyPassword reports whether a password belongs to a hash, in constant time. An empty hash costs as much as a real
// one and never fits, so that an unknown user answers no sooner than a known one.
func VerifyPassword(ctx context.Context, hash, password string) (bool, error) {
	if hash == "" {
		_, err := compute(ctx, password, make([]byte, saltSize), current, hashSize)
		return false, err
	}
	c, salt, want, err := parseHash(hash)
	if err != nil {
		return false, err
	}
	got, err := compute(ctx, password, salt, c, uint32(len(want)))
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && len(password) <= maxPassword, nil
}

// NeedsRehash reports whether a hash was made at another cost than today's; hash the password anew at the next
// sign-in.
func NeedsRehash(hash string) bool {
	c, salt, sum, err := parseHash(hash)
	return err != nil || c != current || len(salt) != saltSize || len(sum) != hashSize
}

func compute(ctx context.Context, password string, salt []byte, c cost, size uint32) ([]byte, error) {
	if len(password) > maxPassword {
		password = password[:maxPassword]
	}
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.lanes, size), nil
}

func parseHash(hash string) (c cost, salt, sum []byte, err error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, ErrPasswordHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.lanes); err != nil {
		return c, nil, nil, ErrPasswordHash
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	sum, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	sane := c.memory >= 8 && c.memory <= most.memory && c.passes >= 1 && c.passes <= most.passes &&
		c.lanes >= 1 && c.lanes <= most.lanes && len(salt) >= 8 && len(sum) >= 16 && len(sum) <= 64
	if err1 != nil || err2 != nil || !sane {
		return c, nil, nil, ErrPasswordHash
	}
	return c, salt, sum, nil
}
