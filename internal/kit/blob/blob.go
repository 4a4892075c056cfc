// Package blob keeps files: bytes under a key, written whole or not at all.
package blob

import (
	"context"
	"io"
	"strings"
	"time"

	"voronka/internal/kit/errs"
)

// Info describes a stored file.
type Info struct {
	Key  string
	Size int64
	// SHA256 is in hex. It is known after Put; a store may leave it empty in Open, so keep it where the key is kept.
	SHA256    string
	UpdatedAt time.Time
}

// Store keeps files. Put replaces the file of the key in one step: readers see the old one or the new one. Open and
// Delete of a key that does not exist: NotFound, and nothing. An implementation passes blobtest.Run.
type Store interface {
	Put(ctx context.Context, key string, r io.Reader) (Info, error)
	Open(ctx context.Context, key string) (io.ReadSeekCloser, Info, error)
	Delete(ctx context.Context, key string) error
	// Walk shows fn all files below a key, in no order and at most WalkPage at a time; fn may delete them. What is stored
	// meanwhile may be shown or not. An error of fn ends the walk and comes back.
	Walk(ctx context.Context, below string, fn func(page []Info) error) error
	// Tidy removes what was begun before the moment and never finished.
	Tidy(ctx context.Context, before time.Time) error
}

// WalkPage is the most files Walk shows at a time.
const WalkPage = 500

const maxKey = 512

// CheckKey says whether a key may be used: parts of Latin letters, digits and ._- with slashes between, no part
// beginning with a point. Keys are made by code, never from the name a person gave a file.
func CheckKey(key string) error {
	if key == "" || len(key) > maxKey {
		return errs.Invalid("key", "the key of a file must have 1 to %d letters", maxKey)
	}
	for part := range strings.SplitSeq(key, "/") {
		if part == "" || part[0] == '.' || strings.ContainsFunc(part, isForeign) {
			return errs.Invalid("key", "the key %q may have only Latin letters, digits and ._- between slashes", key)
		}
	}
	return nil
}

func isForeign(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_', r == '-':
		return false
	}
	return true
}
