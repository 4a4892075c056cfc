package task

import (
	"context"
	"fmt"
	"time"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// The longest stretch of a calendar in days, and the most tasks and coming ones it holds.
const (
	MaxCalendarDays = 62
	MaxCalendar     = 1000
	maxRepeating    = 200
	maxComing       = 500
	// reach is how long before a stretch a task may begin and still last into it.
	reach = 31 * daySeconds
)

// Coming is a day a repeating task will be due on when it goes on as it is.
type Coming struct {
	TaskID   crm.TaskID `json:"task_id"`
	DueAt    int64      `json:"due_at"`
	Duration int        `json:"duration"`
	IsAllDay bool       `json:"is_all_day"`
}

// Calendar are the tasks of a stretch of time. More says that there are more than it holds.
type Calendar struct {
	Items []Task
	// Coming are the days of repeating tasks that are not made yet; Repeating the tasks they follow.
	Coming    []Coming
	Repeating []Task
	More      bool
}

// Calendar is every task that lies in a stretch of time, completed ones too, in one answer.
func (s *Service) Calendar(ctx context.Context, who tenant.Actor, from, to int64, f Filter) (c Calendar, err error) {
	if from <= 0 || to <= from || to > maxDue || to-from > MaxCalendarDays*daySeconds {
		return c, errs.Invalid("to", "must be after from, and at most %d days later", MaxCalendarDays)
	}
	zone, err := zoneOf(ctx, s.db, who.AccountID)
	if err != nil {
		return c, err
	}
	early, last := from-reach, to-1
	f = Filter{PersonIDs: f.PersonIDs, TypeIDs: f.TypeIDs, EntityKind: f.EntityKind, IsCompleted: f.IsCompleted}
	lying := f
	lying.DueFrom, lying.DueTo = &early, &last
	if c.Items, err = s.some(ctx, who, lying, MaxCalendar+1, func(b *db.Builder) {
		b.Add(` AND t.due_at + t.duration >= `, b.Arg(from))
	}); err != nil {
		return c, err
	}
	if c.More = len(c.Items) > MaxCalendar; c.More {
		c.Items = c.Items[:MaxCalendar]
	}
	repeating := f
	repeating.IsCompleted, repeating.DueTo = nil, &last
	c.Repeating, err = s.some(ctx, who, repeating, maxRepeating, func(b *db.Builder) {
		b.Add(` AND t.recurrence IS NOT NULL AND t.is_completed = FALSE`)
	})
	if err != nil {
		return c, err
	}
	now := s.db.Now()
	for _, t := range c.Repeating {
		c.Coming = append(c.Coming, t.coming(now, from, to, zone, maxComing-len(c.Coming))...)
	}
	return c, nil
}

// some are the first tasks of a filter by when they are due.
func (s *Service) some(ctx context.Context, who tenant.Actor, f Filter, limit int, more func(*db.Builder)) ([]Task, error) {
	b := db.NewBuilder(s.db.Engine())
	b.Add(`SELECT `, columns, ` FROM tasks t WHERE `)
	f.where(b, who, false, s.db.Now())
	more(b)
	b.Add(` ORDER BY t.due_at, t.id LIMIT `, b.Arg(limit))
	rows, err := s.db.Query(ctx, b.SQL(), b.Args()...)
	list, err := db.Collect(rows, err, func(r db.Rows) (Task, error) { return scan(r) })
	if err != nil {
		return nil, fmt.Errorf("tasks of a calendar: %w", err)
	}
	if err := withPeople(ctx, s.db, who.AccountID, list); err != nil {
		return nil, err
	}
	return list, s.Dress(ctx, who, list)
}

// coming are the days of a stretch on which the tasks after t will be due, most of them at most.
func (t Task) coming(now time.Time, from, to int64, zone *time.Location, most int) (out []Coming) {
	for range MaxCalendarDays * 10 {
		next, ok := t.following(now, zone)
		if !ok || next.DueAt >= to || len(out) >= most {
			return out
		}
		if next.DueAt+int64(next.Duration) >= from {
			out = append(out, Coming{t.ID, next.DueAt, next.Duration, next.IsAllDay})
		}
		id := t.ID
		t, now = next, time.Unix(next.DueAt, 0)
		t.ID = id
	}
	return out
}
