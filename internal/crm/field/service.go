package field

import (
	"context"
	"fmt"
	"sync"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// StatusCheck answers invalid when a pipeline is not one of the account, or a status, if not 0, not one of its pipeline.
type StatusCheck func(ctx context.Context, q db.Querier, account tenant.AccountID, places map[crm.PipelineID]crm.StatusID) error

// Service keeps the fields of all accounts. It is safe for concurrent use.
type Service struct {
	db    *db.DB
	check StatusCheck
	mu    sync.Mutex
	sets  map[setKey]cachedSet

	dependants []Dependants
}

type setKey struct {
	account tenant.AccountID
	kind    crm.Kind
}

type cachedSet struct {
	version int64
	set     Set
}

// maxSets bounds the remembered sets; when there are more, all are forgotten.
const maxSets = 3000

// New makes the service.
func New(d *db.DB) *Service { return &Service{db: d, sets: map[setKey]cachedSet{}} }

// CheckStatuses gives the service a way to ask whether pipelines and statuses exist; call it before the first request.
func (s *Service) CheckStatuses(check StatusCheck) { s.check = check }

// All are the fields of a kind of card. The set is remembered until any node changes a field of the account.
func (s *Service) All(ctx context.Context, account tenant.AccountID, kind crm.Kind) (Set, error) {
	version, err := versionOf(ctx, s.db.Keyed(), account)
	if err != nil {
		return Set{}, err
	}
	set, ok := s.remembered(account, kind, version)
	if ok {
		return set, nil
	}
	// The version was read before the fields: at worst newer fields are kept under it and read once more.
	if set, err = loadSet(ctx, s.db, account, kind); err != nil {
		return Set{}, fmt.Errorf("load fields of account %d: %w", account, err)
	}
	s.remember(account, kind, version, set)
	return set, nil
}

// AllTx is All inside a transaction: it sees the transaction's own changes, and remembers them only when they were
// committed.
func (s *Service) AllTx(ctx context.Context, q db.Querier, account tenant.AccountID, kind crm.Kind) (Set, error) {
	version, err := versionOf(ctx, q, account)
	if err != nil {
		return Set{}, err
	}
	return s.At(ctx, q, account, kind, version)
}

// At is AllTx for who has just read the version in the same transaction.
func (s *Service) At(ctx context.Context, q db.Querier, account tenant.AccountID, kind crm.Kind, version int64) (Set, error) {
	set, ok := s.remembered(account, kind, version)
	if ok {
		return set, nil
	}
	set, err := loadSet(ctx, q, account, kind)
	if err != nil {
		return Set{}, fmt.Errorf("load fields of account %d: %w", account, err)
	}
	if tx, ok := q.(*db.Tx); ok {
		tx.AfterCommit(func() { s.remember(account, kind, version, set) })
	}
	return set, nil
}

// AllFor is All as the actor may know it: without the fields hidden from them.
func (s *Service) AllFor(ctx context.Context, who tenant.Actor, kind crm.Kind) (Set, error) {
	set, err := s.All(ctx, who.AccountID, kind)
	return set.For(who), err
}

// AllForTx is AllFor inside a transaction.
func (s *Service) AllForTx(ctx context.Context, q db.Querier, who tenant.Actor, kind crm.Kind) (Set, error) {
	set, err := s.AllTx(ctx, q, who.AccountID, kind)
	return set.For(who), err
}

func versionOf(ctx context.Context, q db.Querier, account tenant.AccountID) (int64, error) {
	version, err := readVersion(ctx, q, account)
	if err != nil {
		return 0, fmt.Errorf("version of fields of account %d: %w", account, err)
	}
	return version, nil
}

func (s *Service) remembered(account tenant.AccountID, kind crm.Kind, version int64) (Set, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.sets[setKey{account, kind}]
	return c.set, ok && c.version == version
}

func (s *Service) remember(account tenant.AccountID, kind crm.Kind, version int64, set Set) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.sets) >= maxSets {
		clear(s.sets)
	}
	s.sets[setKey{account, kind}] = cachedSet{version, set}
}
