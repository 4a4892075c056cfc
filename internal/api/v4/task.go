package v4

import (
	"voronka/internal/crm"
	"voronka/internal/crm/task"
	"voronka/internal/kit/errs"
)

// taskBody is a task. result is [] when there is none: clients rely on both types.
type taskBody struct {
	ID                int64   `json:"id"`
	CreatedBy         int64   `json:"created_by"`
	UpdatedBy         int64   `json:"updated_by"`
	CreatedAt         int64   `json:"created_at"`
	UpdatedAt         int64   `json:"updated_at"`
	ResponsibleUserID int64   `json:"responsible_user_id"`
	GroupID           int64   `json:"group_id"`
	EntityID          *int64  `json:"entity_id"`
	EntityType        *string `json:"entity_type"`
	IsCompleted       bool    `json:"is_completed"`
	TaskTypeID        int64   `json:"task_type_id"`
	Text              string  `json:"text"`
	Duration          int     `json:"duration"`
	CompleteTill      int64   `json:"complete_till"`
	Result            any     `json:"result"`
	AccountID         int64   `json:"account_id"`
	Links             links   `json:"_links"`
}

type taskResult struct {
	Text string `json:"text"`
}

// wholeDay is the duration of a task without an hour.
const wholeDay = 86400

func (c *call) wireTask(t task.Task, w world, types []task.Type) taskBody {
	body := taskBody{
		ID: int64(t.ID), CreatedBy: int64(t.CreatedBy), UpdatedBy: int64(t.UpdatedBy), CreatedAt: t.CreatedAt, UpdatedAt: t.UpdatedAt,
		ResponsibleUserID: int64(t.ResponsibleID), GroupID: w.group(t.ResponsibleID), IsCompleted: t.IsCompleted,
		TaskTypeID: wireTaskTypeID(types, t.TypeID), Text: t.Text, Duration: t.Duration, CompleteTill: t.DueAt, Result: []int{},
		AccountID: int64(c.who.AccountID), Links: c.self("tasks", int64(t.ID)),
	}
	if t.IsAllDay {
		body.Duration = wholeDay
	}
	if !t.Ref.Zero() {
		body.EntityID, body.EntityType = new(int64(t.Ref.ID)), new(plural[t.Ref.Kind])
	}
	if t.Result != "" {
		body.Result = taskResult{t.Result}
	}
	return body
}

func (a *API) listTasks(c *call) (answer, error) {
	types, err := a.taskTypes(c)
	if err != nil {
		return nothing, err
	}
	p := pageOf(c.query)
	f, possible, err := taskFilter(c.query, types)
	if err != nil || !possible {
		return nothing, err
	}
	f.Limit = p.limit
	f.After, f.Offset = c.place(p)
	found, err := a.Tasks.List(c.ctx(), c.who, f)
	if errs.Is(err, errs.CodeNotFound) { // the card of the filter is not there
		return nothing, nil
	}
	if err != nil {
		return nothing, err
	}
	w, err := a.world(c, crm.Task)
	if err != nil {
		return nothing, err
	}
	items := make([]taskBody, len(found.Items))
	for i, t := range found.Items {
		items[i] = c.wireTask(t, w, types)
	}
	return listFrom(c, "tasks", items, p, found.Next), nil
}

func (a *API) getTask(c *call) (answer, error) {
	t, err := a.Tasks.Find(c.ctx(), c.who, crm.TaskID(c.id("id")))
	if errs.Is(err, errs.CodeNotFound) {
		return nothing, nil
	}
	if err != nil {
		return nothing, err
	}
	types, err := a.taskTypes(c)
	if err != nil {
		return nothing, err
	}
	w, err := a.world(c, crm.Task)
	return ok(c.wireTask(t, w, types)), err
}
