package live

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// presence knows who has sockets open, and who had until a short while ago.
type presence struct {
	now func() time.Time

	mu       sync.Mutex
	accounts map[int64]map[int64]*seat
}

type seat struct {
	sockets int
	leftAt  time.Time
}

func newPresence(now func() time.Time) *presence {
	return &presence{now: now, accounts: map[int64]map[int64]*seat{}}
}

// expect makes a user known a moment before the socket is there: what is published meanwhile is not missed.
func (p *presence) expect(account, user int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seat(account, user).leftAt = p.now()
}

func (p *presence) enter(account, user int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seat(account, user).sockets++
}

// seat is the user's entry, made when missing. The caller holds the lock.
func (p *presence) seat(account, user int64) *seat {
	if p.accounts[account] == nil {
		p.accounts[account] = map[int64]*seat{}
	}
	if p.accounts[account][user] == nil {
		p.accounts[account][user] = &seat{}
	}
	return p.accounts[account][user]
}

func (p *presence) leave(account, user int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.accounts[account][user]
	if s == nil {
		return
	}
	s.sockets--
	s.leftAt = p.now()
}

// all lists the accounts with users.
func (p *presence) all() []int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Sorted(maps.Keys(p.accounts))
}

// of lists the users of an account and forgets those who left too long ago.
func (p *presence) of(account int64) []int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	var users []int64
	for user, s := range p.accounts[account] {
		if s.sockets <= 0 && p.now().Sub(s.leftAt) > Recovery {
			delete(p.accounts[account], user)
			continue
		}
		users = append(users, user)
	}
	if len(users) == 0 {
		delete(p.accounts, account)
	}
	slices.Sort(users)
	return users
}
