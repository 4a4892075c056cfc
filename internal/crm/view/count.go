package view

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

const (
	// maxCount is where the count of a view stops.
	maxCount = 10_000
	// countAge is how long a count is believed, countTime how long all counts of one answer may take: those that are not
	// ready are told by the next answer.
	countAge  = 5 * time.Second
	countTime = 1500 * time.Millisecond
	// maxCounts bounds the memory; when it is full it begins anew.
	maxCounts = 50_000
)

// Count is how many cards a view shows. More says that there are more than were counted. A view whose filter fits no more
// (a field was removed) and one that was not counted in time are unknown.
type Count struct {
	View    string
	Count   int
	More    bool
	IsKnown bool
}

type counted struct {
	Count
	at time.Time
}

// Counts are the counts of all views of a kind that the actor has, each as far as it is worth knowing, among the cards
// that pass within.
func (s *Service) Counts(ctx context.Context, who tenant.Actor, kind crm.Kind, within entity.Node) ([]Count, error) {
	shelf, err := s.List(ctx, who, kind)
	if err != nil {
		return nil, err
	}
	scope, err := s.scopes(ctx, who, kind)
	if err != nil {
		return nil, err
	}
	brief, cancel := context.WithTimeout(ctx, countTime)
	defer cancel()
	var out []Count
	add := func(name string, filter entity.Node) {
		c, failed := s.count(brief, scope, name, entity.All(within, filter))
		if failed != nil && err == nil && ctx.Err() == nil && !expected(failed) {
			err = failed
		}
		out = append(out, c)
	}
	for _, v := range shelf.System {
		add(v.Name, v.Filter)
	}
	for _, v := range shelf.Views {
		add(strconv.FormatInt(int64(v.ID), 10), v.Filter)
	}
	return out, err
}

// expected reports whether a view may stay without a count.
func expected(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errs.Is(err, errs.CodeInvalid) || errs.Is(err, errs.CodeUnavailable)
}

func (s *Service) count(ctx context.Context, scope entity.Scope, name string, filter entity.Node) (Count, error) {
	key := countKey(scope.Who, scope.Kind, filter)
	s.mu.Lock()
	known, ok := s.counts[key]
	s.mu.Unlock()
	if ok && time.Since(known.at) < countAge {
		known.View = name
		return known.Count, nil
	}
	if ctx.Err() != nil {
		return Count{View: name}, ctx.Err()
	}
	total, err := s.lists.Count(ctx, s.db, scope, filter, maxCount)
	if err != nil {
		return Count{View: name}, err
	}
	c := Count{View: name, Count: total.Count, More: total.More, IsKnown: true}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.counts) >= maxCounts {
		s.counts = map[string]counted{}
	}
	s.counts[key] = counted{c, time.Now()}
	return c, nil
}

// countKey tells counts of people with different rights apart.
func countKey(who tenant.Actor, kind crm.Kind, filter entity.Node) string {
	return fmt.Sprint(who.AccountID, " ", who.UserID, " ", kind, " ", filter.String())
}

// Group parts the cards of a kind that the filter lets pass, with the count and sum of each part.
func (s *Service) Group(ctx context.Context, who tenant.Actor, kind crm.Kind, filter entity.Node, by string) (entity.Groups, error) {
	scope, err := s.scopeOf(ctx, who, kind)
	if err != nil {
		return entity.Groups{}, err
	}
	return s.lists.Group(ctx, s.db, scope, filter, by)
}

// Summaries sum up the numbers of columns; more reports that too many cards pass the filter.
func (s *Service) Summaries(ctx context.Context, who tenant.Actor, kind crm.Kind, filter entity.Node, columns []string) (list []entity.Summary, more bool, err error) {
	scope, err := s.scopeOf(ctx, who, kind)
	if err != nil {
		return nil, false, err
	}
	return s.lists.Summaries(ctx, s.db, scope, filter, columns)
}

func (s *Service) scopeOf(ctx context.Context, who tenant.Actor, kind crm.Kind) (entity.Scope, error) {
	if err := mayView(who, kind); err != nil {
		return entity.Scope{}, err
	}
	return s.scopes(ctx, who, kind)
}
