package user

import "sync"

// signingKey is the key that signs long-lived tokens, read once from the installation's settings.
type signingKey struct {
	mu  sync.Mutex
	key []byte
}
