package user

import (
	"context"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/secret"
)

// A counter slows guessing: so many attempts in a window, kept in the database for all nodes.
type counter struct {
	name   string
	most   int
	window time.Duration
}

const (
	attemptsOfOne   = 10 // of one e-mail from one address
	attemptsOfPlace = 100
	attemptWindow   = 15 * time.Minute
)

// perOne counts the attempts of one e-mail (or other subject) from one address. Names are hashed: the table holds
// no personal data.
func perOne(what, subject, ip string) counter {
	return counter{secret.HashToken(what + "\n" + subject + "\n" + ip), attemptsOfOne, attemptWindow}
}

func perPlace(what, ip string) counter {
	return counter{secret.HashToken(what + "\n" + ip), attemptsOfPlace, attemptWindow}
}

// countAttempts notes an attempt before it is looked at, so that simultaneous ones count too. Limit says when to
// come back.
func (s *Service) countAttempts(ctx context.Context, counters ...counter) error {
	var wait int64
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		wait = 0
		for _, c := range counters {
			count, resets, err := hit(ctx, tx, c)
			if err != nil {
				return err
			}
			if count > c.most {
				wait = max(wait, resets-tx.Unix())
			}
		}
		return nil
	})
	if err != nil || wait == 0 {
		return err
	}
	minutes := (wait + 59) / 60
	return errs.With(errs.Limit("too many attempts, try again in %d min", minutes), "too_many_attempts",
		map[string]int64{"retry_after": wait})
}

func hit(ctx context.Context, tx *db.Tx, c counter) (count int, resets int64, err error) {
	end := tx.Unix() + int64(c.window.Seconds())
	err = tx.QueryRow(ctx, `
		INSERT INTO attempt_counters (name, count, resets_at)
		VALUES ($1, 1, $2)
		ON CONFLICT (name) DO UPDATE SET
			count = CASE WHEN attempt_counters.resets_at <= $3 THEN 1 ELSE attempt_counters.count + 1 END,
			resets_at = CASE WHEN attempt_counters.resets_at <= $3 THEN $2 ELSE attempt_counters.resets_at END
		RETURNING count, resets_at`, c.name, end, tx.Unix()).Scan(&count, &resets)
	return count, resets, err
}

func forgetAttempts(ctx context.Context, tx *db.Tx, c counter) error {
	_, err := tx.Exec(ctx, `DELETE FROM attempt_counters WHERE name = $1`, c.name)
	return err
}
