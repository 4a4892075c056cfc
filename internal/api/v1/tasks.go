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
	ID            crm.TaskID      `json:"id"`
	Entity        *CardRef        `json:"entity,omitempty"`
	TypeID        crm.TaskTypeID  `json:"type_id"`
	Text          string          `json:"text"`
	DueAt         int64           `json:"due_at"`
	IsAllDay      bool            `json:"is_all_day"`
	Duration      int             `json:"duration" doc:"Seconds"`
	ResponsibleID tenant.UserID   `json:"responsible_id"`
	IsCompleted   bool            `json:"is_completed"`
	CompletedAt   *int64          `json:"completed_at"`
	Result        string          `json:"result"`
	TriggerID     *int64          `json:"trigger_id" doc:"The rule that made it"`
	CreatedBy     tenant.UserID   `json:"created_by"`
	UpdatedBy     tenant.UserID   `json:"updated_by"`
	CreatedAt     int64           `json:"created_at"`
	UpdatedAt     int64           `json:"updated_at"`
	Version       int64           `json:"version"`
	Participants  []tenant.UserID `json:"participants" nullable:"false" doc:"They also see it and have it in their calendar"`
	Checklist     []task.Point    `json:"checklist" nullable:"false"`
	Recurrence    *task.Rule      `json:"recurrence,omitempty" doc:"How it repeats"`
	Can           TaskCan         `json:"can" doc:"What I may do with it"`
}

// TaskCan is what I may do with a task.
type TaskCan struct {
	Edit     bool `json:"edit"`
	Complete bool `json:"complete"`
	Delete   bool `json:"delete"`
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
		UpdatedAt: t.UpdatedAt, Version: t.Version, Participants: t.Participants, Checklist: t.Checklist, Recurrence: t.Recurrence,
		Can: TaskCan(t.Can),
	}
	if v.Participants == nil {
		v.Participants = []tenant.UserID{}
	}
	if v.Checklist == nil {
		v.Checklist = []task.Point{}
	}
	if !t.Ref.Zero() {
		v.Entity = &CardRef{t.Ref.Kind, t.Ref.ID, t.EntityName}
	}
	return v
}

// written is a task a verb answers with, as who asked for it may see it.
func (a *API) written(ctx context.Context, who tenant.Actor, t task.Task, err error) (TaskView, error) {
	if err != nil {
		return toTask(t), err
	}
	list := []task.Task{t}
	err = a.Tasks.Dress(ctx, who, list)
	return toTask(list[0]), err
}

type taskListInput struct {
	Bucket      task.Bucket `query:"bucket" enum:"overdue,today,tomorrow,week,later,done,done_today"`
	Responsible []int64     `query:"responsible_id" doc:"Any of these"`
	Person      []int64     `query:"person_id" doc:"Any of these has it to do or takes part"`
	Author      []int64     `query:"created_by"`
	Type        []int64     `query:"type_id"`
	Kind        crm.Kind    `query:"kind" enum:"deal,contact,company"`
	EntityID    int64       `query:"entity_id"`
	Open        bool        `query:"open" doc:"Only those not completed"`
	From        int64       `query:"due_from"`
	To          int64       `query:"due_to"`
	Sort        string      `query:"sort" doc:"due_at, updated_at, completed_at or id; - before it for the largest first"`
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
		PersonIDs: ids[tenant.UserID](in.Person), CreatedBy: ids[tenant.UserID](in.Author), Sort: in.Sort, After: in.After, Limit: in.Limit,
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
	Responsible int64    `query:"responsible_id" doc:"0 is everybody's"`
	Person      []int64  `query:"person_id" doc:"Any of these has it to do or takes part"`
	Type        []int64  `query:"type_id"`
	Kind        crm.Kind `query:"kind" enum:"deal,contact,company"`
}

func (a *API) countTasks(ctx context.Context, who tenant.Actor, in *taskCountsInput) (task.Counts, error) {
	f := task.Filter{PersonIDs: ids[tenant.UserID](in.Person), TypeIDs: ids[crm.TaskTypeID](in.Type), EntityKind: in.Kind}
	if in.Responsible != 0 {
		f.ResponsibleIDs = []tenant.UserID{tenant.UserID(in.Responsible)}
	}
	return a.Tasks.Counts(ctx, who, f)
}

type taskCalendarInput struct {
	From   int64    `query:"from" required:"true" doc:"Unix seconds"`
	To     int64    `query:"to" required:"true" doc:"Not included, at most 62 days later"`
	Person []int64  `query:"person_id" doc:"Any of these has it to do or takes part"`
	Type   []int64  `query:"type_id"`
	Kind   crm.Kind `query:"kind" enum:"deal,contact,company"`
	Open   bool     `query:"open" doc:"Only those not completed"`
}

// TaskCalendar are the tasks of a stretch of time and the days repeating ones come back on.
type TaskCalendar struct {
	Items     []TaskView    `json:"items" nullable:"false"`
	Coming    []task.Coming `json:"coming" nullable:"false" doc:"Days of repeating tasks that are not made yet"`
	Repeating []TaskView    `json:"repeating" nullable:"false" doc:"The open tasks the coming ones follow"`
	More      bool          `json:"more" doc:"There are more than fit into an answer"`
}

func (a *API) taskCalendar(ctx context.Context, who tenant.Actor, in *taskCalendarInput) (TaskCalendar, error) {
	f := task.Filter{PersonIDs: ids[tenant.UserID](in.Person), TypeIDs: ids[crm.TaskTypeID](in.Type), EntityKind: in.Kind}
	if in.Open {
		no := false
		f.IsCompleted = &no
	}
	c, err := a.Tasks.Calendar(ctx, who, in.From, in.To, f)
	if c.Coming == nil {
		c.Coming = []task.Coming{}
	}
	return TaskCalendar{convertAll(c.Items, toTask), c.Coming, convertAll(c.Repeating, toTask), c.More}, err
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
	Participants  []int64        `json:"participants,omitempty"`
	Checklist     []TaskPoint    `json:"checklist,omitempty"`
	Recurrence    *task.Rule     `json:"recurrence,omitempty"`
}

// TaskPoint is a point of a checklist as it is given; without an id it is a new one.
type TaskPoint struct {
	ID     int    `json:"id,omitempty"`
	Text   string `json:"text"`
	IsDone bool   `json:"is_done,omitempty"`
}

func toPoint(p TaskPoint) task.Point { return task.Point{ID: p.ID, Text: p.Text, IsDone: p.IsDone} }

type taskInput struct{ Body TaskBody }

func (a *API) createTask(ctx context.Context, who tenant.Actor, in *taskInput) (TaskView, error) {
	b := in.Body
	n := task.New{TypeID: b.TypeID, Text: b.Text, DueAt: b.DueAt, IsAllDay: b.IsAllDay, Duration: b.Duration, ResponsibleID: b.ResponsibleID,
		Participants: ids[tenant.UserID](b.Participants), Checklist: convertAll(b.Checklist, toPoint), Recurrence: b.Recurrence}
	if b.Entity != nil {
		n.Ref = *b.Entity
	}
	t, err := a.Tasks.Create(ctx, who, n)
	return a.written(ctx, who, t, err)
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
	Participants  *[]int64        `json:"participants,omitempty"`
	Checklist     *[]TaskPoint    `json:"checklist,omitempty"`
	Recurrence    *task.Rule      `json:"recurrence,omitempty" doc:"A new rule; the frequency never ends the series"`
	Following     bool            `json:"following,omitempty" doc:"Change the tasks of the series after this one, too"`
}

type taskPatchInput struct {
	IDInput
	Body TaskPatch
}

func (a *API) updateTask(ctx context.Context, who tenant.Actor, in *taskPatchInput) (TaskView, error) {
	b := in.Body
	p := task.Patch{
		Version: b.Version, Ref: b.Entity, TypeID: b.TypeID, Text: b.Text, DueAt: b.DueAt, IsAllDay: b.IsAllDay,
		Duration: b.Duration, ResponsibleID: b.ResponsibleID, Recurrence: b.Recurrence, Following: b.Following,
	}
	if b.Participants != nil {
		people := ids[tenant.UserID](*b.Participants)
		p.Participants = &people
	}
	if b.Checklist != nil {
		list := convertAll(*b.Checklist, toPoint)
		p.Checklist = &list
	}
	t, err := a.Tasks.Update(ctx, who, crm.TaskID(in.ID), p)
	return a.written(ctx, who, t, err)
}

type taskTickInput struct {
	IDInput
	Point int `path:"point_id" minimum:"1"`
	Body  struct {
		IsDone bool `json:"is_done"`
	}
}

func (a *API) tickTask(ctx context.Context, who tenant.Actor, in *taskTickInput) (TaskView, error) {
	t, err := a.Tasks.Tick(ctx, who, crm.TaskID(in.ID), in.Point, in.Body.IsDone)
	return a.written(ctx, who, t, err)
}

func (a *API) skipTask(ctx context.Context, who tenant.Actor, in *IDInput) (TaskView, error) {
	t, err := a.Tasks.Skip(ctx, who, crm.TaskID(in.ID))
	return a.written(ctx, who, t, err)
}

// TaskStep is the change of one of many tasks.
type TaskStep struct {
	ID            crm.TaskID     `json:"id"`
	DueAt         *int64         `json:"due_at,omitempty"`
	IsAllDay      bool           `json:"is_all_day,omitempty" doc:"Goes together with due_at"`
	ResponsibleID *tenant.UserID `json:"responsible_id,omitempty"`
}

type taskStepsInput struct {
	Body struct {
		Steps []TaskStep `json:"steps" minItems:"1" maxItems:"500" nullable:"false"`
	}
}

// TaskOutcome is what became of many tasks.
type TaskOutcome struct {
	Done    []crm.TaskID   `json:"done" nullable:"false"`
	Refused []task.Refusal `json:"refused" nullable:"false" doc:"not_found, forbidden or already_done"`
}

func toOutcome(o task.Outcome) TaskOutcome {
	return TaskOutcome{append([]crm.TaskID{}, o.Done...), append([]task.Refusal{}, o.Refused...)}
}

func (a *API) changeTasks(ctx context.Context, who tenant.Actor, in *taskStepsInput) (TaskOutcome, error) {
	o, err := a.Tasks.ChangeMany(ctx, who, convertAll(in.Body.Steps, func(s TaskStep) task.Step { return task.Step(s) }))
	return toOutcome(o), err
}

type taskIDsInput struct {
	Body struct {
		IDs    []int64 `json:"ids" minItems:"1" maxItems:"500" nullable:"false"`
		Result string  `json:"result,omitempty"`
	}
}

func (a *API) completeTasks(ctx context.Context, who tenant.Actor, in *taskIDsInput) (TaskOutcome, error) {
	o, err := a.Tasks.CompleteMany(ctx, who, ids[crm.TaskID](in.Body.IDs), in.Body.Result)
	return toOutcome(o), err
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
	return a.written(ctx, who, t, err)
}

func (a *API) reopenTask(ctx context.Context, who tenant.Actor, in *IDInput) (TaskView, error) {
	t, err := a.Tasks.Reopen(ctx, who, crm.TaskID(in.ID))
	return a.written(ctx, who, t, err)
}

func (a *API) deleteTask(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Tasks.Delete(ctx, who, crm.TaskID(in.ID))
}

func (a *API) listTaskTypes(ctx context.Context, who tenant.Actor, _ *noInput) (Items[task.Type], error) {
	all, err := a.Tasks.Types(ctx, who.AccountID)
	return items(all, same[task.Type]), err
}

func (a *API) orderTaskTypes(ctx context.Context, who tenant.Actor, in *orderInput) error {
	return a.Tasks.OrderTypes(ctx, who, ids[crm.TaskTypeID](in.Body.IDs))
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
