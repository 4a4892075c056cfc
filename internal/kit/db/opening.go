package db

import (
	"context"
	"sync/atomic"
)

type openingKey struct{}

// Opening is a piece of work that goes into the first transaction committed under a context, whatever verb opens it.
type Opening struct {
	run  func(ctx context.Context, tx *Tx) error
	done atomic.Bool
}

// WithOpening makes the first Write under the context begin with run: both are committed, or neither. When run fails,
// the Write fails with its error. A Write that fails is not the first one.
func WithOpening(ctx context.Context, run func(ctx context.Context, tx *Tx) error) (context.Context, *Opening) {
	o := &Opening{run: run}
	return context.WithValue(ctx, openingKey{}, o), o
}

// IsDone says whether the work was committed.
func (o *Opening) IsDone() bool { return o.done.Load() }

// openingOf is the work that waits for a transaction under the context; nil when there is none.
func openingOf(ctx context.Context) *Opening {
	o, _ := ctx.Value(openingKey{}).(*Opening)
	if o == nil || o.done.Load() {
		return nil
	}
	return o
}
