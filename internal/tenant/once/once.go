// Package once lets a request that is sent twice be done once. Its sender gives it a key; the key is stored in the
// transaction that does the work, the answer right after it. Whoever sends the same request with the same key again
// gets the first answer.
package once

import (
	"context"
	"errors"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

const (
	// kept is how long a key is remembered: whoever was offline for longer than that looks first.
	kept = 7 * 24 * time.Hour
	// maxAnswer is the longest answer that is kept, in bytes.
	maxAnswer = 64 << 10
	maxKey    = 100
	// patience is how long the second of two at once waits for the answer of the first.
	patience = 5 * time.Second
	look     = 25 * time.Millisecond
)

// The words for programs.
const (
	// ReasonDone is a request that was done before and whose answer is not known any more.
	ReasonDone = "done_before"
	// ReasonReused is a key that belongs to another request.
	ReasonReused = "key_reused"
	// ReasonInProgress is a request whose twin has not ended yet.
	ReasonInProgress = "in_progress"
)

// Answer is what the first request was answered with.
type Answer struct {
	Status int
	Body   []byte
}

// Service remembers keys.
type Service struct{ db *db.DB }

// New makes the service.
func New(d *db.DB) *Service { return &Service{d} }

// Claim is one request with a key on its way.
type Claim struct {
	s          *Service
	who        tenant.Actor
	key, print string
	opening    *db.Opening
}

var errTaken = errs.With(errs.Conflict("the same request is being done at this moment, send it again in a few seconds"), ReasonInProgress, nil)

// Claim looks whether the request was done before. If so, the answer comes back and the Claim is nil; if not, the work
// is to be done under the Context that is returned, and then Keep or Drop is called. print is what tells the request
// from others: method, address and body.
func (s *Service) Claim(ctx context.Context, who tenant.Actor, key, print string) (context.Context, *Claim, Answer, error) {
	if key == "" || len(key) > maxKey || !printable(key) {
		return ctx, nil, Answer{}, errs.Invalid("", "Idempotency-Key must have 1 to %d Latin letters, digits and signs", maxKey)
	}
	c := &Claim{s: s, who: who, key: key, print: print}
	known, a, err := c.find(ctx)
	if err != nil || known {
		if err == nil && a.Status == 0 {
			a, err = c.Await(ctx)
		}
		return ctx, nil, a, err
	}
	ctx, c.opening = db.WithOpening(ctx, c.take)
	return ctx, c, Answer{}, nil
}

// IsTaken says whether the work failed because somebody with the same key was faster: Await has the answer then.
func (c *Claim) IsTaken(ctx context.Context) (bool, error) {
	if c.opening.IsDone() {
		return false, nil
	}
	known, _, err := c.find(ctx)
	return known, err
}

// Await waits for the answer of the one who was faster.
func (c *Claim) Await(ctx context.Context) (Answer, error) {
	for until := time.Now().Add(patience); ; {
		known, a, err := c.find(ctx)
		if err != nil || a.Status != 0 {
			return a, err
		}
		if !known {
			return a, errTaken // the first one was refused after all
		}
		if time.Now().After(until) {
			return a, errs.With(errs.Conflict("this request was done before, its answer is not known any more: read what it changed"), ReasonDone, nil)
		}
		select {
		case <-ctx.Done():
			return a, ctx.Err()
		case <-time.After(look):
		}
	}
}

// Keep stores the answer of a request that was done.
func (c *Claim) Keep(ctx context.Context, a Answer) error {
	if !c.opening.IsDone() || len(a.Body) > maxAnswer {
		return nil
	}
	return c.s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE request_keys SET status = $1, answer = $2
			WHERE account_id = $3 AND user_id = $4 AND request_key = $5`,
			a.Status, string(a.Body), c.who.AccountID, c.who.UserID, c.key)
		return err
	})
}

// Drop forgets the key of a request that was refused after a part of its work: it may be tried again.
func (c *Claim) Drop(ctx context.Context) error {
	if !c.opening.IsDone() {
		return nil
	}
	return c.s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			DELETE FROM request_keys
			WHERE account_id = $1 AND user_id = $2 AND request_key = $3`, c.who.AccountID, c.who.UserID, c.key)
		return err
	})
}

// take writes the key down in the transaction of the work.
func (c *Claim) take(ctx context.Context, tx *db.Tx) error {
	n, err := tx.Exec(ctx, `
		INSERT INTO request_keys (account_id, user_id, request_key, print, expires_at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (account_id, user_id, request_key) DO UPDATE SET
			print = excluded.print, status = 0, answer = '', expires_at = excluded.expires_at
		WHERE request_keys.expires_at <= $6`,
		c.who.AccountID, c.who.UserID, c.key, c.print, tx.Now().Add(kept).Unix(), tx.Unix())
	if err == nil && n == 0 {
		return errTaken
	}
	return err
}

func (c *Claim) find(ctx context.Context) (known bool, a Answer, err error) {
	var print, body string
	err = c.s.db.QueryRow(ctx, `
		SELECT print, status, answer
		FROM request_keys
		WHERE account_id = $1 AND user_id = $2 AND request_key = $3 AND expires_at > $4`,
		c.who.AccountID, c.who.UserID, c.key, c.s.db.Now().Unix()).Scan(&print, &a.Status, &body)
	if errors.Is(err, db.ErrNoRows) {
		return false, a, nil
	}
	if err != nil {
		return false, a, db.Translate(err)
	}
	if print != c.print {
		return true, a, errs.With(errs.Conflict("this Idempotency-Key belongs to another request, make a new one"), ReasonReused, nil)
	}
	a.Body = []byte(body)
	return true, a, nil
}

func printable(s string) bool {
	for _, r := range s {
		if r <= ' ' || r > '~' {
			return false
		}
	}
	return true
}

const sweepRows = 1000

// Sweep forgets the keys that have expired.
func (s *Service) Sweep(ctx context.Context) error {
	for {
		var n int64
		err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
			n, err = tx.Exec(ctx, `
				DELETE FROM request_keys
				WHERE (account_id, user_id, request_key) IN (
					SELECT account_id, user_id, request_key
					FROM request_keys
					WHERE expires_at <= $1
					ORDER BY expires_at
					LIMIT $2)`, tx.Unix(), sweepRows)
			return err
		})
		if err != nil || n < sweepRows {
			return err
		}
	}
}
