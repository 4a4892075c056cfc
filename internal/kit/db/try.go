package db

import (
	"context"
	"fmt"
)

// Try runs fn and, when it fails, undoes what it wrote; the transaction itself goes on and can record the failure.
// Signals and AfterCommit functions given by a failed fn stay.
func (t *Tx) Try(ctx context.Context, fn func() error) error {
	if _, err := t.Exec(ctx, "SAVEPOINT attempt"); err != nil {
		return fmt.Errorf("begin an attempt: %w", err)
	}
	failure := t.settle(ctx, fn())
	if failure != nil {
		if _, err := t.Exec(ctx, "ROLLBACK TO SAVEPOINT attempt"); err != nil {
			return fmt.Errorf("undo an attempt (%w) that failed: %w", err, failure)
		}
	}
	if _, err := t.Exec(ctx, "RELEASE SAVEPOINT attempt"); err != nil {
		return fmt.Errorf("end an attempt: %w", err)
	}
	return failure
}
