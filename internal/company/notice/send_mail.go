package notice

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"voronka/internal/company/letter"
	"voronka/internal/crm"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

const (
	mailJob = "notice.mail"
	// After apart notices in mailWindow what follows is gathered into one letter.
	apart      = 3
	mailWindow = 5 * 60
	// digestMost is how many notices one letter tells of; the rest come with the next.
	digestMost = 50
)

type mailPayload struct {
	UserID tenant.UserID `json:"user_id"`
}

func mailTo(acc tenant.AccountID, user tenant.UserID, at time.Time) job.New {
	return job.New{
		AccountID: int64(acc), Kind: mailJob, QueueKey: fmt.Sprintf("mail:%d", user), RunAt: at, Payload: mailPayload{user},
	}
}

// sendMail writes one person one letter about all that waits for it.
func (s *Service) sendMail(ctx context.Context, j job.Job, _ *job.Progress) error {
	var p mailPayload
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return job.Permanent(fmt.Errorf("read payload: %w", err))
	}
	acc := tenant.AccountID(j.AccountID)
	who, list, err := s.pending(ctx, acc, p.UserID, fmt.Sprintf(`mail_at <= %d AND mailed_at IS NULL`, s.cfg.DB.Now().Unix()))
	if err != nil || len(list) == 0 {
		return err
	}
	if wait, err := s.mustWait(ctx, acc, p.UserID); err != nil || wait > 0 {
		return s.again(ctx, acc, p.UserID, wait, err)
	}
	l, err := s.write(ctx, who, list)
	if errs.Is(err, errs.CodeNotFound) {
		return s.mailed(ctx, who, list, false)
	}
	if err != nil {
		return err
	}
	err = s.cfg.Letters.Send(ctx, acc, l, fmt.Sprintf("notice-%d-%d-%d", acc, list[0].ID, list[len(list)-1].ID))
	switch {
	case errs.Is(err, errs.CodeInvalid), errs.Is(err, errs.CodeNotFound):
		return s.mailed(ctx, who, list, false) // no letter reaches them; the centre keeps it all
	case err != nil:
		return err
	}
	if err := s.mailed(ctx, who, list, true); err != nil || len(list) < digestMost {
		return err
	}
	return s.again(ctx, acc, p.UserID, mailWindow, nil)
}

// mustWait is for how many seconds a person gets no further letter, because they got several just now.
func (s *Service) mustWait(ctx context.Context, acc tenant.AccountID, user tenant.UserID) (wait int64, err error) {
	now := s.cfg.DB.Now().Unix()
	var n, first int64
	err = s.cfg.DB.QueryRow(ctx, `
		SELECT COUNT(DISTINCT mailed_at), COALESCE(MIN(mailed_at), 0)
		FROM notices
		WHERE account_id = $1 AND user_id = $2 AND mail_at IS NOT NULL AND mailed_at > $3`, acc, user, now-mailWindow).Scan(&n, &first)
	if err != nil || n < apart {
		return 0, db.Translate(err)
	}
	return max(1, first+mailWindow-now), nil
}

func (s *Service) again(ctx context.Context, acc tenant.AccountID, user tenant.UserID, wait int64, err error) error {
	if err != nil {
		return err
	}
	return s.cfg.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := job.Enqueue(ctx, tx, mailTo(acc, user, tx.Now().Add(time.Duration(wait)*time.Second)))
		return err
	})
}

// mailed notes that a letter told of the notices, or that none will.
func (s *Service) mailed(ctx context.Context, who tenant.Actor, list []View, told bool) error {
	ids := make([]ID, len(list))
	for i, v := range list {
		ids[i] = v.ID
	}
	return s.cfg.DB.Write(ctx, func(tx *db.Tx) error {
		b := db.NewBuilder(tx.Engine())
		b.Add(`UPDATE notices SET `)
		if told {
			b.Add(`mailed_at = `, b.Arg(tx.Unix()))
		} else {
			b.Add(`mail_at = NULL`)
		}
		b.Add(` WHERE account_id = `, b.Arg(who.AccountID), ` AND user_id = `, b.Arg(who.UserID), ` AND `, db.In(b, "id", ids))
		_, err := tx.Exec(ctx, b.SQL(), b.Args()...)
		return err
	})
}

// write puts notices into a letter: one is a letter of its own, several are a list.
func (s *Service) write(ctx context.Context, who tenant.Actor, list []View) (letter.Letter, error) {
	base, err := s.cfg.Letters.BaseURL(ctx, s.cfg.DB, who.AccountID)
	if err != nil {
		return letter.Letter{}, err
	}
	u, err := s.cfg.Users.Find(ctx, who, who.UserID)
	if err != nil {
		return letter.Letter{}, err
	}
	loc := lang.Locale(who.Locale).Or(lang.EN)
	l := letter.Letter{
		Email: u.Email, Name: u.Name, Locale: loc, Subject: subjectOf(loc, list),
		Foot: []letter.Line{{Text: lang.Text(loc, "Which letters come is chosen in the settings"), URL: base + "/settings/notices"}},
	}
	for _, v := range list {
		l.Items = append(l.Items, letter.Item{Title: v.Title, Text: v.line(), URL: base + v.Path})
	}
	if len(list) == 1 {
		l.Button = &letter.Line{Text: lang.Text(loc, "Open in Voronka"), URL: base + list[0].Path}
		l.Items[0].URL = ""
	}
	return l, nil
}

func subjectOf(loc lang.Locale, list []View) string {
	if len(list) > 1 {
		return lang.Text(loc, "News for you: %d", len(list))
	}
	v := list[0]
	if about := v.Text; about != "" {
		if r := []rune(about); len(r) > 80 {
			about = string(r[:80]) + "…"
		}
		return v.Title + ": " + about
	}
	if v.EntityName != "" {
		return v.Title + ": " + v.EntityName
	}
	return v.Title
}

// stillOpen leaves out reminders of tasks that are done, deleted or moved meanwhile.
func stillOpen(ctx context.Context, q db.Querier, acc tenant.AccountID, list []Notice) ([]Notice, error) {
	var ids []crm.TaskID
	for _, n := range list {
		if n.isReminder() {
			ids = append(ids, crm.TaskID(n.Object.ID))
		}
	}
	briefs, err := task.Briefs(ctx, q, acc, ids)
	if err != nil {
		return nil, err
	}
	out := list[:0]
	for _, n := range list {
		t := briefs[crm.TaskID(n.Object.ID)]
		if !n.isReminder() || !t.IsCompleted && !t.IsDeleted && n.isOf(t) {
			out = append(out, n)
		}
	}
	return out, nil
}
