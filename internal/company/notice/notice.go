// Package notice tells people what concerns them: it reads the event log, reminds of what is due, keeps everything in
// each person's centre, and sends it on by push and letter as they have chosen (see doc.go).
package notice

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"voronka/internal/company/letter"
	"voronka/internal/company/push"
	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// ID names a notice.
type ID int64

// Topic is rung after every commit that changed what somebody has not read yet.
const Topic = "notice"

// Notice is one thing one person is told.
type Notice struct {
	ID     ID
	UserID tenant.UserID
	Kind   Kind
	// Ref is the card it is about, or another thing; zero for none.
	Ref crm.Ref
	// Object is the task or note inside it.
	Object crm.Ref
	// ActorKind and ActorID are who did it; both empty for a reminder.
	ActorKind tenant.ActorKind
	ActorID   tenant.UserID
	Params    Params
	// Total is how many changes it stands for.
	Total     int64
	IsQuiet   bool
	CreatedAt int64
	ReadAt    *int64
	DoneAt    *int64

	source string
	mailAt *int64
}

// Params are what the words of a notice are made of, whatever their language.
type Params struct {
	// Text is an excerpt of what somebody wrote.
	Text string `json:"text,omitempty"`
	// Name is of the thing that is no card: a webhook, a rule, a colleague.
	Name string `json:"name,omitempty"`
	// Role is "participant" when a task is somebody else's.
	Role string `json:"role,omitempty"`
	// Work is what ended: import, import_undo, export, bulk, bulk_undo. Counts are of it.
	Work   string           `json:"work,omitempty"`
	Counts map[string]int64 `json:"counts,omitempty"`
}

// many reports whether a notice stands for several changes and so for no single card.
func (n Notice) many() bool { return n.Total > 1 }

// Config is what the service stands on.
type Config struct {
	DB      *db.DB
	Log     *slog.Logger
	Users   *user.Service
	Letters *letter.Service
	Pushes  *push.Service
}

// Service keeps notices and sends them on.
type Service struct{ cfg Config }

// NewService makes the service.
func NewService(cfg Config) *Service { return &Service{cfg} }

// JobKinds are the work of sending.
func (s *Service) JobKinds() []job.Kind {
	return []job.Kind{
		{Name: pushJob, Remote: s.sendPush, Concurrency: 8, MaxAttempts: 8, Timeout: time.Minute},
		{Name: mailJob, Remote: s.sendMail, Concurrency: 2, MaxAttempts: 12, Timeout: 3 * time.Minute, Backoff: letter.Pause},
		{Name: snoozeJob, Local: s.wake},
	}
}

const (
	keepRead   = 90 * 24 * time.Hour
	keepUnread = 366 * 24 * time.Hour
	sweepRows  = 1000
)

// Sweep deletes what was read three months ago, what nobody read for a year, and reminders long past.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.cfg.DB.Now()
	if err := s.sweep(ctx, `(read_at IS NOT NULL OR is_quiet) AND created_at < $1`, now.Add(-keepRead).Unix()); err != nil {
		return err
	}
	if err := s.sweep(ctx, `created_at < $1`, now.Add(-keepUnread).Unix()); err != nil {
		return err
	}
	return s.cfg.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM task_reminders WHERE due_at < $1`, now.Add(-keepReminders).Unix())
		return err
	})
}

// sweep deletes old notices of a condition in chunks: others want to write.
func (s *Service) sweep(ctx context.Context, where string, before int64) error {
	for {
		var n int64
		err := s.cfg.DB.Write(ctx, func(tx *db.Tx) (err error) {
			n, err = tx.Exec(ctx, `
				DELETE FROM notices
				WHERE (account_id, id) IN (
					SELECT account_id, id FROM notices
					WHERE `+where+`
					ORDER BY created_at
					LIMIT $2)`, before, sweepRows)
			return err
		})
		if err != nil || n < sweepRows {
			return err
		}
	}
}

// Read marks a notice of who as seen.
func (s *Service) Read(ctx context.Context, who tenant.Actor, id ID) error {
	return s.mark(ctx, who, id, `read_at = COALESCE(read_at, $1)`)
}

// Done marks a notice of who as dealt with; it is read, too.
func (s *Service) Done(ctx context.Context, who tenant.Actor, id ID) error {
	return s.mark(ctx, who, id, `read_at = COALESCE(read_at, $1), done_at = COALESCE(done_at, $1)`)
}

func (s *Service) mark(ctx context.Context, who tenant.Actor, id ID, set string) error {
	return s.cfg.DB.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			UPDATE notices SET `+set+`
			WHERE account_id = $2 AND user_id = $3 AND id = $4`, tx.Unix(), who.AccountID, who.UserID, id)
		if err == nil && n == 0 {
			return errs.NotFound("there is no such notice")
		}
		tx.Signal(Topic)
		return err
	})
}

// ReadAll marks everything of a tab as seen, up to a notice: what came while the person was looking stays new.
func (s *Service) ReadAll(ctx context.Context, who tenant.Actor, tab Tab, upTo ID) error {
	if err := tab.check(); err != nil {
		return err
	}
	return s.cfg.DB.Write(ctx, func(tx *db.Tx) error {
		b := db.NewBuilder(tx.Engine())
		b.Add(`
			UPDATE notices SET read_at = `, b.Arg(tx.Unix()), `
			WHERE account_id = `, b.Arg(who.AccountID), `
				AND user_id = `, b.Arg(who.UserID), `
				AND read_at IS NULL`)
		if upTo > 0 {
			b.Add(` AND id <= `, b.Arg(upTo))
		}
		if tab != All {
			b.Add(` AND tab = `, b.Arg(string(tab)))
		}
		_, err := tx.Exec(ctx, b.SQL(), b.Args()...)
		tx.Signal(Topic)
		return err
	})
}

// paramsText binds the parameters of a notice.
func paramsText(p Params) (string, error) {
	raw, err := json.Marshal(p)
	return string(raw), err
}
