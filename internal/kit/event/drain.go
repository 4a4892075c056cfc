package event

import (
	"context"
	"fmt"
)

// Drain handles everything that was committed before the call, in the caller's goroutine if need be, and
// returns the first failure of a reader. It works with or without Start.
func (d *Dispatcher) Drain(ctx context.Context) error {
	if err := d.prepare(ctx); err != nil {
		return err
	}
	goal, err := lastGiven(ctx, d.db)
	if err != nil {
		return err
	}
	for _, r := range d.readers {
		if err := r.drain(ctx, goal); err != nil {
			return fmt.Errorf("reader %s: %w", r.Name, err)
		}
	}
	return nil
}

// Caught reports whether the reader has handled everything committed until now.
func (d *Dispatcher) Caught(ctx context.Context, reader string) (bool, error) {
	goal, err := lastGiven(ctx, d.db)
	if err != nil {
		return false, err
	}
	left, err := behind(ctx, d.db, reader, goal)
	return !left, err
}

func (r *reader) drain(ctx context.Context, goal int64) error {
	for {
		// Settled or not: what is committed is visible, and must have been handled.
		left, err := behind(ctx, r.db, r.Name, goal)
		if err != nil || !left {
			return err
		}
		r.recheck()
		next, err := r.step(ctx)
		if err != nil {
			return err
		}
		if next != atOnce {
			sleep(ctx, pendingLook)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}
