package notice

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"voronka/internal/company/push"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

const (
	pushJob = "push.send"
	// pushLife is how long a push service keeps a message for a browser that is off; a reminder is stale sooner.
	pushLife = 24 * 3600
	dueLife  = 3600
)

type pushPayload struct {
	UserID   tenant.UserID `json:"user_id"`
	NoticeID ID            `json:"notice_id"`
	To       push.ID       `json:"to"`
}

func pushTo(acc tenant.AccountID, user tenant.UserID, id ID, to push.ID, at time.Time) job.New {
	return job.New{
		AccountID: int64(acc), Kind: pushJob, QueueKey: fmt.Sprintf("push:%d", to), RunAt: at,
		Payload: pushPayload{user, id, to},
	}
}

// Pushed is what our service worker gets.
type Pushed struct {
	ID    ID     `json:"id"`
	Kind  Kind   `json:"kind"`
	Title string `json:"title"`
	Body  string `json:"body"`
	Path  string `json:"path"`
	// TaskID is the task that can be finished from the message, 0 for none.
	TaskID int64 `json:"task_id,omitempty"`
	// Done and Snooze are the words on the buttons.
	Done   string `json:"done,omitempty"`
	Snooze string `json:"snooze,omitempty"`
	// Unread is for the badge of the app's icon.
	Unread int `json:"unread"`
}

// sendPush sends one notice to one browser. What was read or withdrawn meanwhile is not sent. A second attempt replaces
// the first on the screen: both have the notice's own tag.
func (s *Service) sendPush(ctx context.Context, j job.Job, _ *job.Progress) error {
	var p pushPayload
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return job.Permanent(fmt.Errorf("read payload: %w", err))
	}
	who, list, err := s.pending(ctx, tenant.AccountID(j.AccountID), p.UserID, `id = `+strconv.FormatInt(int64(p.NoticeID), 10))
	if err != nil || len(list) == 0 {
		return err
	}
	m, err := s.pushed(ctx, who, list[0])
	if err != nil {
		return err
	}
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	message := push.Message{Body: body, TTL: pushLife, Topic: fmt.Sprintf("n%d", p.NoticeID)}
	if m.Kind == TaskDue {
		message.TTL, message.IsUrgent = dueLife, true
	}
	err = s.cfg.Pushes.Send(ctx, who.AccountID, p.To, message)
	switch {
	case errs.Is(err, errs.CodeNotFound):
		return nil
	case errs.Is(err, errs.CodeInvalid), errs.Is(err, errs.CodeForbidden):
		return job.Permanent(err)
	}
	return err
}

func (s *Service) pushed(ctx context.Context, who tenant.Actor, v View) (Pushed, error) {
	unread, err := s.Unread(ctx, who)
	if err != nil {
		return Pushed{}, err
	}
	loc := lang.Locale(who.Locale).Or(lang.EN)
	m := Pushed{ID: v.ID, Kind: v.Kind, Title: v.Title, Body: v.line(), Path: v.Path, Unread: unread}
	if v.Task != nil && !v.Task.IsCompleted && !v.Task.IsDeleted && (v.Kind == TaskDue || v.Kind == TaskOverdue) {
		m.TaskID = int64(v.Object.ID)
		m.Done, m.Snooze = lang.Text(loc, "Done"), lang.Text(loc, "In 15 minutes")
	}
	return m, nil
}

// line is what a notice is about in a few words: text, card, who.
func (v View) line() string {
	out := v.Text
	for _, part := range []string{v.EntityName, v.ActorName} {
		switch {
		case part == "":
		case out == "":
			out = part
		default:
			out += "\n" + part
		}
	}
	return excerpt(out)
}

// pending are the notices of a condition that are still to be told, as their reader may see them today. None are there for
// one who has left.
func (s *Service) pending(ctx context.Context, acc tenant.AccountID, user tenant.UserID, where string) (tenant.Actor, []View, error) {
	who, err := s.cfg.Users.Actor(ctx, acc, user)
	if errs.Is(err, errs.CodeUnauthenticated) {
		return who, nil, nil
	}
	if err != nil {
		return who, nil, err
	}
	var out []View
	err = s.cfg.DB.Snapshot(ctx, func(q db.Querier) error {
		rows, err := q.Query(ctx, `
			SELECT `+columns+`
			FROM notices
			WHERE account_id = $1 AND user_id = $2 AND read_at IS NULL AND `+where+`
			ORDER BY id
			LIMIT $3`, acc, user, digestMost)
		list, err := db.Collect(rows, err, scan)
		if err != nil {
			return err
		}
		if list, err = stillOpen(ctx, q, acc, list); err != nil {
			return err
		}
		out, err = views(ctx, q, who, list)
		return err
	})
	return who, out, err
}
