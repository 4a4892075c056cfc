package notice

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/user"
	"voronka/internal/tenant/worktime"
)

const (
	// RemindEvery is how often reminders are looked for: well within the minute.
	RemindEvery = 15 * time.Second
	// overdueAfter its time a task that is still open is told of once more. A task of a whole day is told of when its
	// person's work begins, on its day and on the next; at dayHour on a day they are free.
	overdueAfter = time.Hour
	dayHour      = 9
	// catchUp is how far back a server that was off looks for what it missed.
	catchUp = 48 * time.Hour
	// overlap is looked at twice: a change whose commit took long stands behind the mark.
	overlap = 2 * time.Minute
	// keepReminders is how long the guard against a second reminder stands.
	keepReminders = 7 * 24 * time.Hour

	markName  = "tasks"
	remindOne = 500 // tasks in one transaction
)

// Remind makes the reminders whose moment came since it was called last. The mark, the guards and the notices are one
// transaction: whoever runs it twice, or on two nodes, reminds once.
func (s *Service) Remind(ctx context.Context) error {
	var last task.Due
	for {
		var more bool
		err := s.cfg.DB.Write(ctx, func(tx *db.Tx) (err error) {
			more, last, err = s.remindPage(ctx, tx, last)
			return err
		})
		if err != nil || !more {
			return err
		}
	}
}

// remindPage handles some tasks in the order of their time; the mark moves with the last of them.
func (s *Service) remindPage(ctx context.Context, tx *db.Tx, last task.Due) (more bool, next task.Due, err error) {
	mark, err := markOf(ctx, tx)
	if err != nil {
		return false, last, err
	}
	since := max(mark-int64(overlap.Seconds()), tx.Now().Add(-catchUp).Unix())
	// From the overdue ones of yesterday to the day that begins somewhere: work may begin at any hour of it.
	from, until := since-33*3600, tx.Unix()+26*3600
	list, err := task.DueWithin(ctx, tx, from, until, last, remindOne)
	if err != nil {
		return false, last, err
	}
	if err := s.remindOf(ctx, tx, list, since); err != nil {
		return false, last, err
	}
	if len(list) == remindOne {
		return true, list[len(list)-1], nil
	}
	return false, last, setMark(ctx, tx)
}

// moment is one time to tell one person of one task.
type moment struct {
	task.Due
	user tenant.UserID
	kind Kind
	at   int64
}

func (s *Service) remindOf(ctx context.Context, tx *db.Tx, list []task.Due, since int64) error {
	byAccount := map[tenant.AccountID][]task.Due{}
	var accounts []tenant.AccountID
	for _, d := range list {
		if byAccount[d.AccountID] == nil {
			accounts = append(accounts, d.AccountID)
		}
		byAccount[d.AccountID] = append(byAccount[d.AccountID], d)
	}
	zones, err := account.Zones(ctx, tx, accounts)
	if err != nil {
		return err
	}
	for _, acc := range accounts {
		if err := s.remindAccount(ctx, tx, acc, zones[acc], byAccount[acc], since); err != nil {
			return fmt.Errorf("reminders of account %d: %w", acc, err)
		}
	}
	return nil
}

func (s *Service) remindAccount(ctx context.Context, tx *db.Tx, acc tenant.AccountID, zone *time.Location, list []task.Due, since int64) error {
	if zone == nil {
		return nil // the account went away
	}
	var people []tenant.UserID
	for _, d := range list {
		people = append(people, d.People...)
	}
	choices, err := settingsOf(ctx, tx, acc, people)
	if err != nil {
		return err
	}
	mornings := mornings{zone: zone}
	if slices.ContainsFunc(list, func(d task.Due) bool { return d.IsAllDay }) {
		if mornings.hours, err = user.CalendarsTx(ctx, tx, acc, people); err != nil {
			return err
		}
	}
	var due []moment
	for _, d := range list {
		for _, id := range d.People {
			for _, m := range moments(d, id, choices.of(id).LeadMinutes, mornings) {
				if m.at > since && m.at <= tx.Unix() {
					due = append(due, m)
				}
			}
		}
	}
	if due, err = claim(ctx, tx, acc, due); err != nil || len(due) == 0 {
		return err
	}
	drafts := make([]Notice, len(due))
	for i, m := range due {
		drafts[i] = m.draft(tx.Unix())
	}
	return s.keep(ctx, tx, acc, drafts)
}

// moments are when one person is told of a task: before its time, and when it has passed. When the task was made or moved
// after the first of them, its own time is the moment.
func moments(d task.Due, id tenant.UserID, lead int, days mornings) []moment {
	at, late := d.DueAt-int64(lead)*60, d.DueAt+int64(overdueAfter.Seconds())
	if d.IsAllDay {
		at, late = days.of(id, d.DueAt, 0), days.of(id, d.DueAt, 1)
	} else if d.UpdatedAt > at {
		at = d.DueAt
	}
	var out []moment
	if d.UpdatedAt <= at {
		out = append(out, moment{d, id, TaskDue, at})
	}
	if d.UpdatedAt <= late {
		out = append(out, moment{d, id, TaskOverdue, late})
	}
	return out
}

// mornings are when people begin to work.
type mornings struct {
	zone  *time.Location
	hours map[tenant.UserID]worktime.Calendar
}

// of is when one begins so many days after the day of a moment.
func (w mornings) of(id tenant.UserID, at int64, days int) int64 {
	y, m, day := time.Unix(at, 0).In(w.zone).Date()
	nine := time.Date(y, m, day+days, dayHour, 0, 0, 0, w.zone)
	if start, ok := w.hours[id].Start(nine); ok {
		return start.Unix()
	}
	return nine.Unix()
}

func (m moment) draft(now int64) Notice {
	n := Notice{
		UserID: m.user, Kind: m.kind, Ref: m.Ref, Object: crm.Ref{Kind: crm.Task, ID: crm.ID(m.ID)}, Total: 1, CreatedAt: now,
		source: fmt.Sprintf("%s:%d:%d", m.kind, m.ID, m.DueAt),
	}
	if m.Ref.Zero() {
		n.Ref = n.Object
	}
	if m.user != m.People[0] {
		n.Params.Role = "participant"
	}
	return n
}

// claim puts up the guards and returns the moments that had none.
func claim(ctx context.Context, tx *db.Tx, acc tenant.AccountID, list []moment) ([]moment, error) {
	type guard struct {
		user tenant.UserID
		task crm.TaskID
		kind Kind
		due  int64
	}
	mine := map[guard]bool{}
	for rest := list; len(rest) > 0; {
		n := min(insertRows, len(rest))
		args := make([]any, 0, n*5)
		for _, m := range rest[:n] {
			args = append(args, acc, m.user, m.ID, string(m.kind), m.DueAt)
		}
		rows, err := tx.Query(ctx, `
			INSERT INTO task_reminders (account_id, user_id, task_id, kind, due_at)
			VALUES `+db.Values(n, 5)+`
			ON CONFLICT DO NOTHING
			RETURNING user_id, task_id, kind, due_at`, args...)
		_, err = db.Collect(rows, err, func(r db.Rows) (g guard, err error) {
			err = r.Scan(&g.user, &g.task, &g.kind, &g.due)
			mine[g] = true
			return g, err
		})
		if err != nil {
			return nil, err
		}
		rest = rest[n:]
	}
	var out []moment
	for _, m := range list {
		if mine[guard{m.user, m.ID, m.kind, m.DueAt}] {
			out = append(out, m)
		}
	}
	return out, nil
}

// markOf locks the mark; the first call of an installation begins now.
func markOf(ctx context.Context, tx *db.Tx) (at int64, err error) {
	_, err = tx.Exec(ctx, `
		INSERT INTO reminder_marks (name, at) VALUES ($1, $2)
		ON CONFLICT (name) DO NOTHING`, markName, tx.Unix())
	if err != nil {
		return 0, err
	}
	err = tx.QueryRow(ctx, `SELECT at FROM reminder_marks WHERE name = $1`+db.ForUpdate(tx.Engine()), markName).Scan(&at)
	if errors.Is(err, db.ErrNoRows) {
		return tx.Unix(), nil
	}
	return at, err
}

func setMark(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `UPDATE reminder_marks SET at = $1 WHERE name = $2`, tx.Unix(), markName)
	return err
}
