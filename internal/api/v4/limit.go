package v4

import (
	"crypto/sha256"
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// DefaultRate is how many requests a second one token may make, as on the wire this one imitates.
const DefaultRate = 7

const (
	maxMeters   = 20_000
	meterIdle   = 5 * time.Minute
	tooManySaid = "Too many requests: slow down and repeat later"
)

// limiter counts the requests of each token on this node.
type limiter struct {
	perSecond int
	mu        sync.Mutex
	meters    map[[sha256.Size]byte]*meter
	swept     time.Time
}

type meter struct {
	*rate.Limiter
	seen time.Time
}

func newLimiter(perSecond int) *limiter {
	if perSecond == 0 {
		perSecond = DefaultRate
	}
	return &limiter{perSecond: perSecond, meters: map[[sha256.Size]byte]*meter{}}
}

// allow takes one request of a token. When it is one too many, the error says after how many seconds to try again.
func (l *limiter) allow(token string, now time.Time) error {
	if l.perSecond < 0 {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	key := sha256.Sum256([]byte(token))
	m := l.meters[key]
	if m == nil {
		m = &meter{Limiter: rate.NewLimiter(rate.Limit(l.perSecond), l.perSecond)}
		l.meters[key] = m
	}
	m.seen = now
	if m.AllowN(now, 1) {
		return nil
	}
	wait := (1 - m.TokensAt(now)) / float64(l.perSecond)
	return &statusError{status: 429, detail: tooManySaid, retryAfter: max(1, int(math.Ceil(wait)))}
}

// sweep forgets tokens that fell silent.
func (l *limiter) sweep(now time.Time) {
	if len(l.meters) < maxMeters && now.Sub(l.swept) < meterIdle {
		return
	}
	l.swept = now
	for key, m := range l.meters {
		if now.Sub(m.seen) > meterIdle {
			delete(l.meters, key)
		}
	}
	if len(l.meters) >= maxMeters {
		clear(l.meters)
	}
}
