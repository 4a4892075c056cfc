package v1

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/task"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// TaskView is a task. entity is absent for a free one.
type TaskView struct {
	ID            crm.TaskID     `json:"id"`
	Entity        *CardRef       `json:"entity,omitempty"`
	TypeID        crm.TaskTypeID `json:"type_id"`
	Text          string         `json:"text"`
	DueAt         int64          `json:"due_at"`
	IsAllDay      bool           `json:"is_all_day"`
	Duration      int            `json:"duration" doc:"Seconds"`
	ResponsibleID tenant.UserID  `json:"responsible_id"`
	IsCompleted   bool           `json:"is_completed"`
	CompletedAt   *int64         `json:"completed_at"`
	Result        string         `json:"result"`
	TriggerID     *int64         `json:"trigger_id" doc:"The rule that made it"`
	CreatedBy     tenant.UserID  `json:"created_by"`
	UpdatedBy     tenant.UserID  `json:"updated_by"`
	CreatedAt     int64          `json:"created_at"`
	UpdatedAt     int64          `json:"updated_at"`
	Version       int64          `json:"version"`
}

// CardRef points at a card and says its name, empty when the reader may not see the card.
type CardRef struct {
	Kind crm.Kind `json:"kind" enum:"deal,contact,company"`
	ID   crm.ID   `json:"id"`
	Name string   `json:"name"`
}

func toTask(t task.Task) TaskView {
	v := TaskView{
		ID: t.ID, TypeID: t.TypeID, Text: t.Text, DueAt: t.DueAt, IsAllDay: t.IsAllDay, Duration: t.Duration,
		ResponsibleID: t.ResponsibleID, IsCompleted: t.IsCompleted, CompletedAt: t.CompletedAt, Result: t.Result,
		TriggerID: t.TriggerID, CreatedBy: t.CreatedBy, UpdatedBy: t.UpdatedBy, CreatedAt: t.CreatedAt,
		UpdatedAt: t.UpdatedAt, Version: t.Version,
	}
	if !t.Ref.Zero() {
		v.Entity = &CardRef{t.Ref.Kind, t.Ref.ID, t.EntityName}
	}
	return v
}

type taskListInput struct {
	Bucket      task.Bucket `query:"bucket" enum:"overdue,today,tomorrow,week,later,done"`
	Responsible []int64     `query:"responsible_id" doc:"Any of these"`
	Type        []int64     `query:"type_id"`
	Kind        crm.Kind    `query:"kind" enum:"deal,contact,company"`
	EntityID    int64       `query:"entity_id"`
	Open        bool        `query:"open" doc:"Only those not completed"`
	From        int64       `query:"due_from"`
	To          int64       `query:"due_to"`
	Sort        string      `query:"sort" doc:"due_at, updated_at or id; - before it for the largest first"`
	After       string      `query:"after"`
	Limit       int         `query:"limit" minimum:"1" maximum:"250"`
}

// refOf is a card of the query, zero when none is named. An id without a kind names nothing.
func refOf(kind crm.Kind, id int64) (crm.Ref, error) {
	switch {
	case id == 0:
		return crm.Ref{}, nil
	case id < 0 || kind == "":
		return crm.Ref{}, errs.Invalid("entity_id", "a card is named by kind and entity_id together")
	}
	return crm.Ref{Kind: kind, ID: crm.ID(id)}, nil
}

func (in *taskListInput) filter() (task.Filter, error) {
	f := task.Filter{
		Bucket: in.Bucket, ResponsibleIDs: ids[tenant.UserID](in.Responsible), TypeIDs: ids[crm.TaskTypeID](in.Type),
		Sort: in.Sort, After: in.After, Limit: in.Limit,
	}
	var err error
	if f.Ref, err = refOf(in.Kind, in.EntityID); err != nil {
		return f, err
	}
	if f.Ref.Zero() {
		f.EntityKind = in.Kind
	}
	if in.Open {
		no := false
		f.IsCompleted = &no
	}
	if in.From != 0 {
		f.DueFrom = &in.From
	}
	if in.To != 0 {
		f.DueTo = &in.To
	}
	return f, nil
}

func (a *API) listTasks(ctx context.Context, who tenant.Actor, in *taskListInput) (Page[TaskView], error) {
	filter, err := in.filter()
	if err != nil {
		return Page[TaskView]{}, err
	}
	p, err := a.Tasks.List(ctx, who, filter)
	return Page[TaskView]{convertAll(p.Items, toTask), p.Next}, err
}

type taskCountsInput struct {
	Responsible tenant.UserID `query:"responsible_id" doc:"0 is everybody's"`
}

func (a *API) countTasks(ctx context.Context, who tenant.Actor, in *taskCountsInput) (task.Counts, error) {
	return a.Tasks.Counts(ctx, who, in.Responsible)
}

func (a *API) findTask(ctx context.Context, who tenant.Actor, in *IDInput) (TaskView, error) {
	t, err := a.Tasks.Find(ctx, who, crm.TaskID(in.ID))
	return toTask(t), err
}

// TaskBody describes a new task.
type TaskBody struct {
	Entity        *crm.Ref       `json:"entity,omitempty" doc:"The card it is about"`
	TypeID        crm.TaskTypeID `json:"type_id,omitempty"`
	Text          string         `json:"text,omitempty"`
	DueAt         int64          `json:"due_at,omitempty" doc:"0 is the end of today"`
	IsAllDay      bool           `json:"is_all_day,omitempty"`
	Duration      int            `json:"duration,omitempty"`
	ResponsibleID tenant.UserID  `json:"responsible_id,omitempty" doc:"0 is me"`
}

type taskInput struct{ Body TaskBody }

func (a *API) createTask(ctx context.Context, who tenant.Actor, in *taskInput) (TaskView, error) {
	b := in.Body
	n := task.New{TypeID: b.TypeID, Text: b.Text, DueAt: b.DueAt, IsAllDay: b.IsAllDay, Duration: b.Duration, ResponsibleID: b.ResponsibleID}
	if b.Entity != nil {
		n.Ref = *b.Entity
	}
	t, err := a.Tasks.Create(ctx, who, n)
	return toTask(t), err
}

// TaskPatch is a change of an open task.
type TaskPatch struct {
	Version       *int64          `json:"version,omitempty" doc:"The one you looked at"`
	Entity        *crm.Ref        `json:"entity,omitempty"`
	TypeID        *crm.TaskTypeID `json:"type_id,omitempty"`
	Text          *string         `json:"text,omitempty"`
	DueAt         *int64          `json:"due_at,omitempty"`
	IsAllDay      *bool           `json:"is_all_day,omitempty"`
	Duration      *int            `json:"duration,omitempty"`
	ResponsibleID *tenant.UserID  `json:"responsible_id,omitempty"`
}

type taskPatchInput struct {
	IDInput
	Body TaskPatch
}

func (a *API) updateTask(ctx context.Context, who tenant.Actor, in *taskPatchInput) (TaskView, error) {
	b := in.Body
	t, err := a.Tasks.Update(ctx, who, crm.TaskID(in.ID), task.Patch{
		Version: b.Version, Ref: b.Entity, TypeID: b.TypeID, Text: b.Text, DueAt: b.DueAt, IsAllDay: b.IsAllDay,
		Duration: b.Duration, ResponsibleID: b.ResponsibleID,
	})
	return toTask(t), err
}

// TaskResult is what came of a task.
type TaskResult struct {
	Result string `json:"result,omitempty"`
}

type taskResultInput struct {
	IDInput
	Body TaskResult
}

func (a *API) completeTask(ctx context.Context, who tenant.Actor, in *taskResultInput) (TaskView, error) {
	t, err := a.Tasks.Complete(ctx, who, crm.TaskID(in.ID), in.Body.Result)
	return toTask(t), err
}

func (a *API) reopenTask(ctx context.Context, who tenant.Actor, in *IDInput) (TaskView, error) {
	t, err := a.Tasks.Reopen(ctx, who, crm.TaskID(in.ID))
	return toTask(t), err
}

func (a *API) deleteTask(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Tasks.Delete(ctx, who, crm.TaskID(in.ID))
}

func (a *API) listTaskTypes(ctx context.Context, who tenant.Actor, _ *noInput) (Items[task.Type], error) {
	all, err := a.Tasks.Types(ctx, who.AccountID)
	return items(all, same[task.Type]), err
}

// TaskTypePatch describes a type or its change.
type TaskTypePatch struct {
	Name *string `json:"name,omitempty"`
	Hue  *int    `json:"hue,omitempty"`
	Icon *string `json:"icon,omitempty"`
}

type taskTypeInput struct{ Body TaskTypePatch }

func (a *API) createTaskType(ctx context.Context, who tenant.Actor, in *taskTypeInput) (task.Type, error) {
	return a.Tasks.CreateType(ctx, who, task.TypePatch(in.Body))
}

type taskTypePatchInput struct {
	IDInput
	Body TaskTypePatch
}

func (a *API) updateTaskType(ctx context.Context, who tenant.Actor, in *taskTypePatchInput) (task.Type, error) {
	return a.Tasks.UpdateType(ctx, who, crm.TaskTypeID(in.ID), task.TypePatch(in.Body))
}

type deleteTaskTypeInput struct {
	IDInput
	MoveTo int64 `query:"move_to" doc:"The type that replaces it on open tasks; needed when there are any"`
}

func (a *API) deleteTaskType(ctx context.Context, who tenant.Actor, in *deleteTaskTypeInput) error {
	return a.Tasks.DeleteType(ctx, who, crm.TaskTypeID(in.ID), crm.TaskTypeID(in.MoveTo))
}
