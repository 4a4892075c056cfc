package web

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limiter allows each key so many requests a second, with a burst. It lives in the memory of this node.
type Limiter struct {
	mu    sync.Mutex
	per   rate.Limit
	burst int
	keys  map[string]*rate.Limiter
	old   map[string]*rate.Limiter
	turn  time.Time
}

// maxKeys bounds the memory of a limiter: when a generation is full or old, the one before it is forgotten.
const (
	maxKeys    = 20_000
	generation = time.Minute
)

// NewLimiter allows perSecond requests on average and burst at once.
func NewLimiter(perSecond float64, burst int) *Limiter {
	return &Limiter{per: rate.Limit(perSecond), burst: burst, keys: map[string]*rate.Limiter{}, turn: time.Now()}
}

// Allow spends one request of the key; when there is none left it says how long to wait for the next.
func (l *Limiter) Allow(key string) (ok bool, wait time.Duration) {
	now := time.Now()
	r := l.of(key, now).ReserveN(now, 1)
	if !r.OK() {
		return false, time.Minute
	}
	if d := r.DelayFrom(now); d > 0 {
		r.CancelAt(now)
		return false, d
	}
	return true, 0
}

func (l *Limiter) of(key string, now time.Time) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.keys) >= maxKeys || now.Sub(l.turn) > generation {
		l.old, l.keys, l.turn = l.keys, map[string]*rate.Limiter{}, now
	}
	if x := l.keys[key]; x != nil {
		return x
	}
	x := l.old[key]
	if x == nil {
		x = rate.NewLimiter(l.per, l.burst)
	}
	l.keys[key] = x
	return x
}
