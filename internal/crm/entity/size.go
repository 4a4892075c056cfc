package entity

import (
	"context"
	"fmt"
	"hash/maphash"
	"math"
	"sync"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// sizes remembers about how many cards an account has. It only steers the choice between two ways to the same answer.
type sizes struct {
	mu    sync.Mutex
	known map[sizeKey]size
	// many holds until when the conditions of a probe are taken to have many matches, by a hash of it.
	many map[uint64]time.Time
	// shares are the parts of the cards an actor may see, by a hash of the statement that asks.
	shares map[uint64]share
	seed   maphash.Seed
}

type sizeKey struct {
	account tenant.AccountID
	kind    crm.Kind
}

type size struct {
	rows int
	at   time.Time
}

type share struct {
	part float64
	at   time.Time
}

const (
	// sample is of how many of the newest cards a share is told.
	sample = 2000
	// sizeAge is how long a size is believed; a small one grows fast and is looked at sooner.
	sizeAge      = 10 * time.Minute
	smallSizeAge = 5 * time.Second
	// manyAge is how long a condition is taken to have many matches.
	manyAge = time.Minute
	// sizeBound is where counting stops: beyond, the threshold no longer changes.
	sizeBound = 320_000
	// maxSizes bounds the memory; when it is full it begins anew.
	maxSizes = 10_000
)

func (s *sizes) rows(ctx context.Context, q db.Querier, scope Scope) (int, error) {
	key := sizeKey{scope.Who.AccountID, scope.Kind}
	s.mu.Lock()
	known, ok := s.known[key]
	s.mu.Unlock()
	age := time.Since(known.at)
	if ok && (age < smallSizeAge || age < sizeAge && known.rows > usual.small) {
		return known.rows, nil
	}
	var n int
	err := q.QueryRow(ctx, `
		SELECT COUNT(*)
		FROM (
			SELECT 1
			FROM `+tables[scope.Kind]+`
			WHERE account_id = $1
				AND deleted_at IS NULL
			LIMIT $2
		) c`, scope.Who.AccountID, sizeBound).Scan(&n)
	if err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil || len(s.known) >= maxSizes {
		s.known = map[sizeKey]size{}
	}
	s.known[key] = size{n, time.Now()}
	return n, nil
}

// share is about which part of the cards the actor may see, told from the newest: all of them are not counted for it.
// It is above 0.
func (s *sizes) share(ctx context.Context, q db.Querier, scope Scope) (float64, error) {
	b := db.NewBuilder(q.Engine())
	b.Add("SELECT COUNT(*), COALESCE(SUM(CASE WHEN ")
	e := newEmit(b, scope, "c", false)
	users, _ := access.Responsibles(scope.Who, scope.Kind, scope.action())
	b.Add(db.In(b, "c.responsible_id", users), " THEN 1 ELSE 0 END), 0)\nFROM (SELECT d.responsible_id FROM ", tables[scope.Kind],
		" d WHERE d.account_id = ", e.account(), " AND d.", alive, " ORDER BY d.created_at DESC, d.id DESC LIMIT ", b.Arg(sample), ") c")
	key := s.hash(b)
	s.mu.Lock()
	known, ok := s.shares[key]
	s.mu.Unlock()
	if ok && time.Since(known.at) < sizeAge {
		return known.part, nil
	}
	var of, seen float64
	if err := q.QueryRow(ctx, b.SQL(), b.Args()...).Scan(&of, &seen); err != nil {
		return 0, err
	}
	part := max(seen, 1) / max(of, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shares == nil || len(s.shares) >= maxSizes {
		s.shares = map[uint64]share{}
	}
	s.shares[key] = share{part, time.Now()}
	return part, nil
}

// isMany reports whether a probe was lately found to have many matches only.
func (s *sizes) isMany(b *db.Builder) bool {
	key := s.hash(b)
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Before(s.many[key])
}

// noteMany remembers that a probe found many matches only.
func (s *sizes) noteMany(b *db.Builder) {
	key := s.hash(b)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.many == nil || len(s.many) >= maxSizes {
		s.many = map[uint64]time.Time{}
	}
	s.many[key] = time.Now().Add(manyAge)
}

// hash is of the statement and its values, which begin with the account. Two that fall together cost time, not truth.
func (s *sizes) hash(b *db.Builder) uint64 {
	var h maphash.Hash
	h.SetSeed(s.seed)
	h.WriteString(b.SQL())
	fmt.Fprintf(&h, "%v", b.Args())
	return h.Sum64()
}

// few is how many matches make it cheaper to look at each of them than to walk along the order: with m matches
// among n cards a page of 50 is found after 50·n/m steps, so the two meet at √(50·n).
func few(rows int) int {
	return max(200, min(4000, int(math.Sqrt(50*float64(rows)))))
}
