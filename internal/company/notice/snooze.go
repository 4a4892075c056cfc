package notice

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/tenant"
)

const (
	snoozeJob = "notice.snooze"
	maxSnooze = 7 * 24 * 60
)

// isReminder reports whether a notice is about the time of one task.
func (n Notice) isReminder() bool {
	return !n.many() && (n.Kind == TaskDue || n.Kind == TaskOverdue)
}

// isOf reports whether a reminder is of the time the task still has. A snoozed one was asked for whatever the time.
func (n Notice) isOf(t task.Brief) bool {
	return strings.HasPrefix(n.source, "snooze:") || strings.HasPrefix(n.source, "flood:") ||
		n.source == fmt.Sprintf("%s:%d:%d", n.Kind, n.Object.ID, t.DueAt)
}

type snoozePayload struct {
	NoticeID ID            `json:"notice_id"`
	UserID   tenant.UserID `json:"user_id"`
}

// Snooze marks a notice of who as seen and brings it again after some minutes, unless its task is done by then.
func (s *Service) Snooze(ctx context.Context, who tenant.Actor, id ID, minutes int) error {
	if minutes < 1 || minutes > maxSnooze {
		return errs.Invalid("minutes", "must be from 1 to %d", maxSnooze)
	}
	return s.cfg.DB.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			UPDATE notices SET read_at = COALESCE(read_at, $1)
			WHERE account_id = $2 AND user_id = $3 AND id = $4`, tx.Unix(), who.AccountID, who.UserID, id)
		if err == nil && n == 0 {
			return errs.NotFound("there is no such notice")
		}
		if err != nil {
			return err
		}
		tx.Signal(Topic)
		at := tx.Now().Add(time.Duration(minutes) * time.Minute)
		// Asking twice for the same minute is asking once.
		unique := fmt.Sprintf("%d:%d", id, at.Unix()/60)
		_, err = job.Enqueue(ctx, tx, job.New{
			AccountID: int64(who.AccountID), Kind: snoozeJob, UniqueKey: &unique, RunAt: at, CreatedBy: int64(who.UserID),
			Payload: snoozePayload{id, who.UserID},
		})
		return err
	})
}

// wake brings a snoozed notice again as a new one.
func (s *Service) wake(ctx context.Context, tx *db.Tx, j job.Job) error {
	var p snoozePayload
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return job.Permanent(fmt.Errorf("read payload: %w", err))
	}
	acc := tenant.AccountID(j.AccountID)
	rows, err := tx.Query(ctx, `
		SELECT `+columns+`
		FROM notices
		WHERE account_id = $1 AND user_id = $2 AND id = $3`, acc, p.UserID, p.NoticeID)
	list, err := db.Collect(rows, err, scan)
	if err != nil || len(list) == 0 {
		return err
	}
	if list[0].DoneAt != nil {
		return nil
	}
	list[0].source = fmt.Sprintf("snooze:%d", j.ID)
	if list, err = stillOpen(ctx, tx, acc, list); err != nil || len(list) == 0 {
		return err
	}
	n := list[0]
	n.CreatedAt, n.ReadAt = tx.Unix(), nil
	return s.keep(ctx, tx, acc, []Notice{n})
}
