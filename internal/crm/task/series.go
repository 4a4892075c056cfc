package task

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// plan is how a task repeats, as its column recurrence holds it.
type plan struct {
	Rule Rule `json:"rule"`
	// Day is the day this task was planned for, wherever it was put off to; Clock its time of day in seconds, -1 for
	// a whole day.
	Day   string `json:"day"`
	Clock int    `json:"clock"`
	// No is which task of the rule's count it is.
	No int `json:"no"`
	// Model is what the next task is made from when this one was changed alone; nil is the task itself.
	Model *model `json:"model,omitempty"`
}

// model are the parts of a task that the next one takes over.
type model struct {
	Type         crm.TaskTypeID  `json:"type_id"`
	Text         string          `json:"text"`
	Duration     int             `json:"duration"`
	Responsible  tenant.UserID   `json:"responsible_id"`
	Participants []tenant.UserID `json:"participants,omitempty"`
	Checklist    []Point         `json:"checklist,omitempty"`
}

func modelOf(t Task) *model {
	return &model{
		Type: t.TypeID, Text: t.Text, Duration: t.Duration, Responsible: t.ResponsibleID,
		Participants: t.Participants, Checklist: fresh(t.Checklist),
	}
}

func (m model) fill(t *Task) {
	t.TypeID, t.Text, t.Duration, t.ResponsibleID = m.Type, m.Text, m.Duration, m.Responsible
	t.Participants, t.Checklist = m.Participants, fresh(m.Checklist)
}

// apply puts a change of "this and the following" into the model of the following ones.
func (m model) apply(p Patch, t Task) *model {
	set(&m.Type, p.TypeID)
	set(&m.Duration, p.Duration)
	set(&m.Responsible, p.ResponsibleID)
	if p.Text != nil {
		m.Text = t.Text
	}
	if p.Participants != nil {
		m.Participants = t.Participants
	}
	if p.Checklist != nil {
		m.Checklist = fresh(t.Checklist)
	}
	return &m
}

func (t Task) clock(zone *time.Location) int {
	if t.IsAllDay {
		return -1
	}
	return clockOf(t.DueAt, zone)
}

// repeat gives a task a rule, counted from this task on; Never takes it away.
func (t *Task) repeat(r *Rule, zone *time.Location) error {
	t.plan, t.Recurrence = nil, nil
	if r == nil || r.Freq == Never {
		return nil
	}
	day := dayOf(t.DueAt, zone)
	rule, err := r.clean(day)
	if err != nil {
		return err
	}
	t.plan = &plan{Rule: rule, Day: day.Format(dayLayout), Clock: t.clock(zone), No: 1}
	t.Recurrence = &t.plan.Rule
	return nil
}

// replan puts the series right after a change of one of its tasks.
func (t *Task) replan(old Task, p Patch, zone *time.Location) error {
	switch {
	case p.Recurrence != nil:
		return t.repeat(p.Recurrence, zone)
	case old.plan == nil:
		return nil
	}
	next := *old.plan
	switch {
	case p.Following:
		if next.Model != nil {
			next.Model = next.Model.apply(p, *t)
		}
		if p.DueAt != nil || p.IsAllDay != nil {
			day := dayOf(t.DueAt, zone)
			planned, _ := time.Parse(dayLayout, next.Day)
			next.Rule, next.Day, next.Clock = next.Rule.moved(planned, day), day.Format(dayLayout), t.clock(zone)
		}
	case next.Model == nil:
		next.Model = modelOf(old)
	}
	t.plan, t.Recurrence = &next, &next.Rule
	return nil
}

// following is the task after t: on the next day of its rule whose time has not passed. What passed while t was not
// done is left out and does not count.
func (t Task) following(now time.Time, zone *time.Location) (Task, bool) {
	if t.plan == nil || t.plan.Rule.Count > 0 && t.plan.No >= t.plan.Rule.Count {
		return Task{}, false
	}
	base, err := time.Parse(dayLayout, t.plan.Day)
	if err != nil {
		return Task{}, false
	}
	after := base
	if yesterday := dayOf(now.Unix(), zone).AddDate(0, 0, -1); yesterday.After(after) {
		after = yesterday
	}
	for {
		day := t.plan.Rule.next(base, after)
		if day.IsZero() {
			return Task{}, false
		}
		if due := dueOn(day, t.plan.Clock, zone); due > now.Unix() {
			return t.onDay(day, due), true
		}
		after = day
	}
}

func dueOn(day time.Time, clock int, zone *time.Location) int64 {
	if clock < 0 {
		return endOfDay(time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, zone), 0).Unix() - 1
	}
	return onClock(day, clock, zone)
}

func (t Task) onDay(day time.Time, due int64) Task {
	out := t
	if t.plan.Model != nil {
		t.plan.Model.fill(&out)
	}
	out.Checklist = fresh(out.Checklist)
	out.DueAt, out.IsAllDay = due, t.plan.Clock < 0
	out.plan = &plan{Rule: t.plan.Rule, Day: day.Format(dayLayout), Clock: t.plan.Clock, No: t.plan.No + 1}
	out.Recurrence, out.Occurrence = &out.plan.Rule, t.Occurrence+1
	first := t.series()
	out.SeriesID = &first
	out.IsCompleted, out.CompletedAt, out.Result = false, nil, ""
	return out
}

// series is the first task of the series t belongs to.
func (t Task) series() crm.TaskID {
	if t.SeriesID != nil {
		return *t.SeriesID
	}
	return t.ID
}

// succeed makes the next tasks of those that were completed, one for each at most, and returns their events.
func (s *Service) succeed(ctx context.Context, tx *db.Tx, who tenant.Actor, done []Task) ([]Task, []timeline.Entry, error) {
	repeating := slices.DeleteFunc(slices.Clone(done), func(t Task) bool { return t.plan == nil })
	if len(repeating) == 0 {
		return nil, nil, nil
	}
	zone, err := zoneOf(ctx, tx, who.AccountID)
	if err != nil {
		return nil, nil, err
	}
	newest, err := newestOf(ctx, tx, who.AccountID, repeating)
	if err != nil {
		return nil, nil, err
	}
	var made []Task
	for _, t := range repeating {
		if next, ok := t.following(tx.Now(), zone); ok && newest[t.series()] <= t.Occurrence {
			next.CreatedAt, next.UpdatedAt, next.UpdatedBy, next.Version = tx.Unix(), tx.Unix(), who.UserID, 1
			made = append(made, next)
		}
	}
	if len(made) == 0 {
		return nil, nil, nil
	}
	if err := s.settle(ctx, tx, who.AccountID, made, repeating); err != nil {
		return nil, nil, err
	}
	if err := insertTasks(ctx, tx, who.AccountID, made); err != nil {
		return nil, nil, fmt.Errorf("make the next tasks: %w", err)
	}
	entries := make([]timeline.Entry, len(made))
	for i, t := range made {
		entries[i] = t.entry("task_added", nil, t.snapshot())
	}
	return made, entries, nil
}

// settle replaces people and types that are gone by those of the task that was completed.
func (s *Service) settle(ctx context.Context, tx *db.Tx, account tenant.AccountID, made, from []Task) error {
	active, err := activeUsers(ctx, tx, account)
	if err != nil {
		return err
	}
	types, err := loadTypes(ctx, tx, account)
	if err != nil {
		return fmt.Errorf("read task types: %w", err)
	}
	old := make(map[crm.TaskID]Task, len(from))
	for _, t := range from {
		old[t.series()] = t
	}
	for i := range made {
		t := &made[i]
		if !active[t.ResponsibleID] {
			t.ResponsibleID = old[t.series()].ResponsibleID
		}
		if indexType(types, t.TypeID) < 0 {
			t.TypeID = old[t.series()].TypeID
		}
		t.Participants = company(slices.DeleteFunc(slices.Clone(t.Participants), func(id tenant.UserID) bool { return !active[id] }), t.ResponsibleID)
	}
	return nil
}

// newestOf is the place of the newest task of each series.
func newestOf(ctx context.Context, q db.Querier, account tenant.AccountID, list []Task) (map[crm.TaskID]int, error) {
	ids := make([]crm.TaskID, len(list))
	for i, t := range list {
		ids[i] = t.series()
	}
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT series_id, MAX(occurrence) FROM tasks WHERE account_id = `, b.Arg(account), ` AND deleted_at IS NULL AND `)
	b.Add(db.In(b, "series_id", ids), ` GROUP BY series_id`)
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	out := map[crm.TaskID]int{}
	_, err = db.Collect(rows, err, func(r db.Rows) (n int, err error) {
		var id crm.TaskID
		err = r.Scan(&id, &n)
		out[id] = n
		return n, err
	})
	return out, err
}

// Skip puts a repeating task on the next day of its rule instead of completing it.
func (s *Service) Skip(ctx context.Context, who tenant.Actor, id crm.TaskID) (t Task, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		t, err = s.SkipTx(ctx, tx, who, id)
		return err
	})
	return t, err
}

// SkipTx is Skip inside the caller's transaction.
func (s *Service) SkipTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.TaskID) (Task, error) {
	old, err := s.lockOpen(ctx, tx, who, id)
	if err != nil {
		return old, err
	}
	if old.plan == nil {
		return Task{}, errs.Invalid("id", "the task does not repeat, put it off or complete it")
	}
	zone, err := zoneOf(ctx, tx, who.AccountID)
	if err != nil {
		return Task{}, err
	}
	next, ok := old.following(tx.Now(), zone)
	if !ok {
		return Task{}, errs.Invalid("id", "this is the last task of its series, complete or delete it")
	}
	made := []Task{next}
	if err := s.settle(ctx, tx, who.AccountID, made, []Task{old}); err != nil {
		return Task{}, err
	}
	next = made[0]
	before, after := changes(old, next)
	after["skipped"] = true
	return s.write(ctx, tx, who, old, next, "task_changed", before, after)
}

// takeBack deletes the successor of a task that is opened again, unless somebody has touched it.
func (s *Service) takeBack(ctx context.Context, tx *db.Tx, who tenant.Actor, t Task) error {
	if t.plan == nil {
		return nil
	}
	rows, err := tx.Query(ctx, `
		SELECT `+columns+`
		FROM tasks t
		WHERE t.account_id = $1
			AND t.series_id = $2
			AND t.occurrence = $3
			AND t.version = 1
			AND t.is_completed = FALSE
			AND t.deleted_at IS NULL`+db.ForUpdate(tx.Engine()), who.AccountID, t.series(), t.Occurrence+1)
	list, err := db.Collect(rows, err, func(r db.Rows) (Task, error) { return scan(r) })
	if err != nil || len(list) == 0 {
		return err
	}
	next := list[0]
	if err := deleteTask(ctx, tx, who.AccountID, next.ID); err != nil {
		return fmt.Errorf("delete task %d: %w", next.ID, err)
	}
	return s.record(ctx, tx, who, next, "task_deleted", next.snapshot(), nil)
}

func readPlan(text *string) (*plan, error) {
	if text == nil {
		return nil, nil
	}
	p := &plan{}
	return p, json.Unmarshal([]byte(*text), p)
}
