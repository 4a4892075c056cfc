package job

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"voronka/internal/kit/db"
)

// Kind is a sort of work. Exactly one of Local and Remote is given.
type Kind struct {
	// Name is stored with each job; it must never change.
	Name string
	// Local runs inside the claiming transaction and touches nothing but the database. It must be quick.
	Local func(ctx context.Context, tx *db.Tx, j Job) error
	// Remote runs outside any transaction, under a lease; it may run again after a crash.
	Remote func(ctx context.Context, j Job, p *Progress) error
	// MaxAttempts is how often it is tried before it is dead; 0 means 10.
	MaxAttempts int
	// Backoff is the wait after a failed attempt (counted from 1); nil doubles from a second to an hour.
	Backoff func(attempt int) time.Duration
	// Concurrency is how many run at once on one node; 0 means 1 for local and 4 for remote jobs.
	Concurrency int
	// Strict keeps the order of the key also while a job waits for its next attempt.
	Strict bool
	// Timeout bounds one attempt; 0 means a minute for local and an hour for remote jobs.
	Timeout time.Duration
	// Failed, when given, is called in the transaction that declares a job dead.
	Failed func(ctx context.Context, tx *db.Tx, j Job, cause error) error
}

func (k Kind) withDefaults() Kind {
	remote := k.Remote != nil
	if k.MaxAttempts == 0 {
		k.MaxAttempts = 10
	}
	if k.Concurrency == 0 {
		k.Concurrency = pick(remote, 4, 1)
	}
	if k.Timeout == 0 {
		k.Timeout = pick(remote, time.Hour, time.Minute)
	}
	if k.Backoff == nil {
		k.Backoff = doubling
	}
	return k
}

func pick[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}

func doubling(attempt int) time.Duration {
	return min(time.Hour, time.Second<<min(attempt-1, 12))
}

// nextRun is when a failed job comes again, in unix seconds. Up to a tenth is added by chance, so that what
// failed together does not come back together.
func (k Kind) nextRun(now int64, attempt int) int64 {
	wait := k.Backoff(attempt)
	if wait > 0 {
		wait += rand.N(wait/10 + 1)
	}
	return now + int64((wait+time.Second-1)/time.Second)
}

type permanentError struct{ error }

func (e permanentError) Unwrap() error { return e.error }

// Permanent marks an error that another attempt cannot mend: the job is dead at once.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return permanentError{err}
}

func isPermanent(err error) bool {
	var p permanentError
	return errors.As(err, &p)
}
