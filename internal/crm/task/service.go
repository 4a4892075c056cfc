package task

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/user"
)

// Service is what can be done with tasks.
type Service struct {
	db    *db.DB
	cards entity.Cards
}

// NewService makes the service.
func NewService(d *db.DB) *Service { return &Service{db: d} }

// Create adds a task to a card the actor can see, or a free one.
func (s *Service) Create(ctx context.Context, who tenant.Actor, n New) (t Task, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		t, err = s.CreateTx(ctx, tx, who, n)
		return err
	})
	return t, err
}

// CreateTx is Create inside the caller's transaction.
func (s *Service) CreateTx(ctx context.Context, tx *db.Tx, who tenant.Actor, n New) (Task, error) {
	zone, err := zoneOf(ctx, tx, who.AccountID)
	if err != nil {
		return Task{}, err
	}
	t := n.task(who, tx, zone)
	if err := t.clean(zone); err != nil {
		return Task{}, err
	}
	if err := s.touch(ctx, tx, who, t.Ref); err != nil {
		return Task{}, err
	}
	if err := s.checkParts(ctx, tx, who, Task{}, &t); err != nil {
		return Task{}, err
	}
	if err := t.repeat(n.Recurrence, zone); err != nil {
		return Task{}, err
	}
	if err := access.Check(who, crm.Task, access.Create, t.ResponsibleID); err != nil {
		return Task{}, err
	}
	made := []Task{t}
	if err = insertTasks(ctx, tx, who.AccountID, made); err != nil {
		return Task{}, fmt.Errorf("create task: %w", err)
	}
	t = made[0]
	return t, s.record(ctx, tx, who, t, "task_added", nil, t.snapshot())
}

func (n New) task(who tenant.Actor, tx *db.Tx, zone *time.Location) Task {
	now := tx.Unix()
	t := Task{
		Ref: n.Ref, TypeID: n.TypeID, Text: n.Text, DueAt: n.DueAt, IsAllDay: n.IsAllDay, Duration: n.Duration,
		ResponsibleID: n.ResponsibleID, TriggerID: n.TriggerID, Participants: n.Participants, Checklist: n.Checklist,
		CreatedBy: who.UserID, UpdatedBy: who.UserID, CreatedAt: now, UpdatedAt: now, Version: 1,
	}
	if t.ResponsibleID == 0 {
		t.ResponsibleID = who.UserID
	}
	if t.DueAt == 0 {
		t.DueAt = endOfDay(tx.Now().In(zone), 0).Unix() - 1
	}
	return t
}

// touch asks for the right to see the card and locks it: the tasks of a card change one after another.
func (s *Service) touch(ctx context.Context, tx *db.Tx, who tenant.Actor, ref crm.Ref) error {
	if ref.Zero() {
		return nil
	}
	if err := s.cards.Check(ctx, tx, who, ref, access.View); err != nil {
		return err
	}
	return s.cards.Touch(ctx, tx, who, ref)
}

// checkParts looks up the people and types a task newly names, and puts its checklist in order.
func (s *Service) checkParts(ctx context.Context, tx *db.Tx, who tenant.Actor, old Task, t *Task) (err error) {
	acc := who.AccountID
	if t.Checklist, err = arrange(t.Checklist, old.Checklist, who.UserID, tx.Unix()); err != nil {
		return err
	}
	t.Participants = company(t.Participants, t.ResponsibleID)
	if err := checkPeople(ctx, tx, acc, old.Participants, t.Participants); err != nil {
		return err
	}
	if t.ResponsibleID != old.ResponsibleID {
		ok, err := user.Exists(ctx, tx, acc, t.ResponsibleID)
		if err != nil {
			return err
		}
		if !ok {
			return errs.Invalid("responsible_id", "there is no active user %d, choose another one", t.ResponsibleID)
		}
	}
	if t.TypeID == old.TypeID && old.TypeID != 0 {
		return nil
	}
	types, err := loadTypes(ctx, tx, acc)
	switch {
	case err != nil:
		return fmt.Errorf("read task types: %w", err)
	case t.TypeID == 0 && len(types) > 0:
		t.TypeID = types[0].ID
	case indexType(types, t.TypeID) < 0:
		return errs.Invalid("type_id", "there is no task type %d, choose another one", t.TypeID)
	}
	return nil
}

// record writes the event and puts the card's next_task_at right.
func (s *Service) record(ctx context.Context, tx *db.Tx, who tenant.Actor, t Task, what string, before, after any) error {
	if err := refresh(ctx, tx, who.AccountID, t.Ref); err != nil {
		return err
	}
	return timeline.AppendAll(ctx, tx, who, []timeline.Entry{t.entry(what, before, after)})
}

// entry is an event of a task as the log takes it.
func (t Task) entry(what string, before, after any) timeline.Entry {
	ref := t.event()
	return timeline.Entry{Ref: ref, Changes: []timeline.Change{{
		Kind:   string(ref.Kind) + "." + what,
		Object: crm.Ref{Kind: crm.Task, ID: crm.ID(t.ID)},
		Before: before,
		After:  after,
	}}}
}

func refresh(ctx context.Context, tx *db.Tx, acc tenant.AccountID, ref crm.Ref) error {
	if ref.Zero() {
		return nil
	}
	return entity.RefreshNextTask(ctx, tx, acc, ref)
}

// Find is one task the actor may see: by their right for tasks, as its author, or because they see its card.
func (s *Service) Find(ctx context.Context, who tenant.Actor, id crm.TaskID) (Task, error) {
	t, err := s.seen(ctx, s.db, who, id, "")
	if err != nil {
		return Task{}, err
	}
	list := []Task{t}
	err = s.Dress(ctx, who, list)
	return list[0], err
}

// FindTx is Find inside the caller's transaction, without the name of its card.
func (s *Service) FindTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.TaskID) (Task, error) {
	return s.seen(ctx, tx, who, id, "")
}

func (s *Service) seen(ctx context.Context, q db.Querier, who tenant.Actor, id crm.TaskID, lock string) (Task, error) {
	t, err := findTask(ctx, q, who.AccountID, id, lock)
	if errors.Is(err, db.ErrNoRows) {
		return Task{}, access.NotFound(crm.Task)
	}
	if err != nil {
		return Task{}, fmt.Errorf("find task %d: %w", id, err)
	}
	return t, s.allow(ctx, q, who, t, access.View)
}

// allow asks for a right on a task. Its author, whoever has it to do and who takes part may always see it; whoever may do the same
// with its card may do it with the task.
func (s *Service) allow(ctx context.Context, q db.Querier, who tenant.Actor, t Task, action string) error {
	if access.Can(who, crm.Task, action, t.ResponsibleID, 0) {
		return nil
	}
	own := t.CreatedBy == who.UserID || t.ResponsibleID == who.UserID || slices.Contains(t.Participants, who.UserID)
	if action == access.View && own {
		return nil
	}
	err := access.Check(who, crm.Task, action, t.ResponsibleID)
	if t.Ref.Zero() {
		if own && errs.Is(err, errs.CodeNotFound) {
			return errs.Forbidden("you may see this task but not change it, ask an administrator for the right")
		}
		return err
	}
	cardErr := s.cards.Check(ctx, q, who, t.Ref, action)
	if errs.Is(cardErr, errs.CodeNotFound) {
		return access.NotFound(crm.Task)
	}
	return cardErr
}

// lock reads a task for changing it, after its card was locked.
func (s *Service) lock(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.TaskID, action string) (Task, error) {
	t, err := s.seen(ctx, tx, who, id, "")
	if err != nil {
		return Task{}, err
	}
	if err := s.allow(ctx, tx, who, t, action); err != nil {
		return Task{}, err
	}
	if !t.Ref.Zero() {
		if err := s.cards.Touch(ctx, tx, who, t.Ref); err != nil {
			return Task{}, err
		}
	}
	again, err := s.seen(ctx, tx, who, id, db.ForUpdate(tx.Engine()))
	if err == nil && again.Ref != t.Ref {
		err = errs.Conflict("the task was moved to another card just now, reload it and try again")
	}
	return again, err
}

// Update changes an open task. Nothing changed, nothing written.
func (s *Service) Update(ctx context.Context, who tenant.Actor, id crm.TaskID, p Patch) (t Task, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		t, err = s.UpdateTx(ctx, tx, who, id, p)
		return err
	})
	return t, err
}

// UpdateTx is Update inside the caller's transaction.
func (s *Service) UpdateTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.TaskID, p Patch) (Task, error) {
	old, err := s.lockOpen(ctx, tx, who, id)
	if err != nil {
		return old, err
	}
	if p.Version != nil && *p.Version != old.Version {
		return old, errs.With(errs.Conflict("someone changed the task meanwhile, look at it again"), "version", old)
	}
	zone, err := zoneOf(ctx, tx, who.AccountID)
	if err != nil {
		return Task{}, err
	}
	t := p.apply(old)
	if err := t.clean(zone); err != nil {
		return Task{}, err
	}
	if err := s.checkParts(ctx, tx, who, old, &t); err != nil {
		return Task{}, err
	}
	if err := t.replan(old, p, zone); err != nil {
		return Task{}, err
	}
	before, after := changes(old, t)
	if len(after) == 0 {
		return old, nil
	}
	return s.write(ctx, tx, who, old, t, "task_changed", before, after)
}

// write stores a changed task with its event. A task that goes to another card leaves the old one's circle right too.
func (s *Service) write(ctx context.Context, tx *db.Tx, who tenant.Actor, old, t Task, what string, before, after any) (Task, error) {
	if t.Ref != old.Ref {
		if err := s.touch(ctx, tx, who, t.Ref); err != nil {
			return Task{}, err
		}
	}
	t.UpdatedAt, t.UpdatedBy, t.Version = tx.Unix(), who.UserID, old.Version+1
	if err := updateTask(ctx, tx, who.AccountID, t); err != nil {
		return Task{}, fmt.Errorf("change task %d: %w", t.ID, err)
	}
	if !slices.Equal(t.Participants, old.Participants) {
		if err := replacePeople(ctx, tx, who.AccountID, t); err != nil {
			return Task{}, fmt.Errorf("participants of task %d: %w", t.ID, err)
		}
	}
	if t.Ref != old.Ref {
		if err := refresh(ctx, tx, who.AccountID, old.Ref); err != nil {
			return Task{}, err
		}
	}
	return t, s.record(ctx, tx, who, t, what, before, after)
}

// Complete marks a task as done, with what came of it. A task that is done already is a conflict of the reason
// "already_done" that names who did it and when.
func (s *Service) Complete(ctx context.Context, who tenant.Actor, id crm.TaskID, result string) (t Task, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		t, err = s.CompleteTx(ctx, tx, who, id, result)
		return err
	})
	return t, err
}

// CompleteTx is Complete inside the caller's transaction.
func (s *Service) CompleteTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.TaskID, result string) (Task, error) {
	old, err := s.lockOpen(ctx, tx, who, id)
	if err != nil {
		return old, err
	}
	t, err := old.complete(result, tx.Unix())
	if err != nil {
		return Task{}, err
	}
	_, entries, err := s.succeed(ctx, tx, who, []Task{t})
	if err != nil {
		return Task{}, err
	}
	if t, err = s.write(ctx, tx, who, old, t, "task_completed", nil, t.completion()); err != nil {
		return Task{}, err
	}
	return t, timeline.AppendAll(ctx, tx, who, entries)
}

func (t Task) complete(result string, now int64) (Task, error) {
	t.IsCompleted, t.CompletedAt, t.Result = true, &now, tidy(result)
	if utf8.RuneCountInString(t.Result) > MaxText {
		return Task{}, errs.Invalid("result", "is longer than %d characters, shorten it", MaxText)
	}
	return t, nil
}

// completion is what task_completed tells.
func (t Task) completion() map[string]any {
	return map[string]any{"text": t.Text, "type_id": t.TypeID, "result": t.Result}
}

// lockOpen locks a task for changing it and refuses a completed one.
func (s *Service) lockOpen(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.TaskID) (Task, error) {
	t, err := s.lock(ctx, tx, who, id, access.Edit)
	if err == nil && t.IsCompleted {
		err = s.alreadyDone(ctx, tx, who, t)
	}
	return t, err
}

// Completion is the data of the conflict "already_done".
type Completion struct {
	By   tenant.UserID `json:"by"`
	Name string        `json:"name"`
	At   int64         `json:"at"`
}

func (s *Service) alreadyDone(ctx context.Context, tx *db.Tx, who tenant.Actor, t Task) error {
	names, err := user.Names(ctx, tx, who.AccountID)
	if err != nil {
		return err
	}
	done := Completion{By: t.UpdatedBy, Name: names[t.UpdatedBy]}
	if t.CompletedAt != nil {
		done.At = *t.CompletedAt
	}
	if done.Name == "" {
		return errs.With(errs.Conflict("the task is already completed, reopen it to change it"), "already_done", done)
	}
	return errs.With(errs.Conflict("%s has already completed the task, reopen it to change it", done.Name), "already_done", done)
}

// Reopen makes a completed task open again; an open one stays as it is. The next task of its series goes, unless
// somebody has changed it already.
func (s *Service) Reopen(ctx context.Context, who tenant.Actor, id crm.TaskID) (t Task, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		t, err = s.ReopenTx(ctx, tx, who, id)
		return err
	})
	return t, err
}

// ReopenTx is Reopen inside the caller's transaction.
func (s *Service) ReopenTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.TaskID) (Task, error) {
	old, err := s.lock(ctx, tx, who, id, access.Edit)
	if err != nil || !old.IsCompleted {
		return old, err
	}
	t := old
	t.IsCompleted, t.CompletedAt, t.Result = false, nil, ""
	if err := s.takeBack(ctx, tx, who, t); err != nil {
		return Task{}, err
	}
	return s.write(ctx, tx, who, old, t, "task_reopened", map[string]any{"result": old.Result}, nil)
}

// Delete removes a task.
func (s *Service) Delete(ctx context.Context, who tenant.Actor, id crm.TaskID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.DeleteTx(ctx, tx, who, id) })
}

// DeleteTx is Delete inside the caller's transaction.
func (s *Service) DeleteTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.TaskID) error {
	t, err := s.lock(ctx, tx, who, id, access.Delete)
	if err != nil {
		return err
	}
	if err := deleteTask(ctx, tx, who.AccountID, id); err != nil {
		return fmt.Errorf("delete task %d: %w", id, err)
	}
	return s.record(ctx, tx, who, t, "task_deleted", t.snapshot(), nil)
}

func zoneOf(ctx context.Context, q db.Querier, id tenant.AccountID) (*time.Location, error) {
	a, err := account.FindTx(ctx, q, id)
	return a.Location(), err
}
