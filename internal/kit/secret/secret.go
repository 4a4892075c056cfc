// Package secret keeps what must not be read from a stolen database: values sealed with a master key that lives
// outside it, tokens known only by their hash, and passwords known only by a slow one.
package secret

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"
)

const (
	keySize   = 32
	keyIDSize = 4
	// version is the first byte of everything sealed; a change of the form gets another one.
	version = 1
	// header is version, key id and nonce.
	headerSize = 1 + keyIDSize + chacha20poly1305.NonceSizeX
)

// ErrSealed is returned when a sealed value cannot be opened: it was altered, stands in another place than it was
// sealed for, or its key is gone.
var ErrSealed = errors.New("the sealed value does not open with the keys of this server")

// Box seals and opens with the master keys of a server. It is safe for use by many goroutines.
type Box struct {
	keys []key // the first one seals, all of them open
}

type key struct {
	id     [keyIDSize]byte
	master []byte
	aead   cipher.AEAD
}

// New returns a box over master keys of 32 bytes. The first one seals; the others only open what was sealed before a
// key was changed.
func New(masters ...[]byte) (*Box, error) {
	if len(masters) == 0 {
		return nil, errors.New("no master key")
	}
	b := &Box{}
	for _, m := range masters {
		k, err := newKey(m)
		if err != nil {
			return nil, err
		}
		b.keys = append(b.keys, k)
	}
	return b, nil
}

func newKey(master []byte) (key, error) {
	if len(master) != keySize {
		return key{}, fmt.Errorf("the master key must be %d bytes, got %d", keySize, len(master))
	}
	k := key{master: append([]byte(nil), master...)}
	sub, err := derive(k.master, "seal")
	if err != nil {
		return key{}, err
	}
	if k.aead, err = chacha20poly1305.NewX(sub); err != nil {
		return key{}, err
	}
	id, err := derive(k.master, "key id")
	copy(k.id[:], id)
	return k, err
}

func derive(master []byte, purpose string) ([]byte, error) {
	return hkdf.Key(sha256.New, master, nil, "voronka "+purpose, keySize)
}

// Seal encrypts plain with XChaCha20-Poly1305. place says where the value lives ("mailbox/12/password"): Open wants
// the same, so a value copied into another row does not open.
func (b *Box) Seal(plain []byte, place string) []byte {
	k := b.keys[0]
	out := make([]byte, headerSize, headerSize+len(plain)+k.aead.Overhead())
	out[0] = version
	copy(out[1:], k.id[:])
	nonce := out[1+keyIDSize : headerSize]
	rand.Read(nonce)
	return k.aead.Seal(out, nonce, plain, associated(out, place))
}

// Open decrypts what Seal made for the same place. Every failure is ErrSealed.
func (b *Box) Open(sealed []byte, place string) ([]byte, error) {
	if len(sealed) < headerSize || sealed[0] != version {
		return nil, ErrSealed
	}
	for _, k := range b.keys {
		if subtle.ConstantTimeCompare(k.id[:], sealed[1:1+keyIDSize]) != 1 {
			continue
		}
		nonce := sealed[1+keyIDSize : headerSize]
		plain, err := k.aead.Open(nil, nonce, sealed[headerSize:], associated(sealed, place))
		if err != nil {
			return nil, ErrSealed
		}
		return plain, nil
	}
	return nil, ErrSealed
}

// associated binds the version and the key id besides the place.
func associated(sealed []byte, place string) []byte {
	return append(append([]byte(nil), sealed[:1+keyIDSize]...), place...)
}

// Stale reports whether a value was sealed with an older key and should be sealed anew.
func (b *Box) Stale(sealed []byte) bool {
	return len(sealed) < headerSize || sealed[0] != version ||
		subtle.ConstantTimeCompare(b.keys[0].id[:], sealed[1:1+keyIDSize]) != 1
}

// Derive returns a key of 32 bytes for another purpose ("unsubscribe link"), the same at every start.
func (b *Box) Derive(purpose string) []byte {
	k, err := derive(b.keys[0].master, "use "+purpose)
	if err != nil {
		panic(err) // only an impossible length fails
	}
	return k
}
