package v4

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// createdItem answers for one created thing.
type createdItem struct {
	ID        int64  `json:"id"`
	RequestID string `json:"request_id"`
	Links     links  `json:"_links"`
}

// updatedItem answers for one changed thing; the answer for a single one has no request_id.
type updatedItem struct {
	ID        int64  `json:"id"`
	UpdatedAt int64  `json:"updated_at"`
	RequestID string `json:"request_id,omitempty"`
	Links     links  `json:"_links"`
}

func (a *API) createTasks(c *call) (answer, error) {
	items, err := c.items()
	if err != nil {
		return nothing, err
	}
	types, err := a.taskTypes(c)
	if err != nil {
		return nothing, err
	}
	w, err := a.world(c, crm.Task)
	if err != nil {
		return nothing, err
	}
	wanted, authors := make([]task.New, len(items)), make([]tenant.Actor, len(items))
	for i, it := range items {
		wanted[i], authors[i] = readTask(it.object, w, types), w.author(c, it.object)
	}
	if err := refused(items); err != nil {
		return nothing, err
	}
	out := make([]createdItem, len(items))
	err = a.DB.Write(c.ctx(), func(tx *db.Tx) error {
		for i, it := range items {
			if wanted[i].ResponsibleID == 0 {
				wanted[i].ResponsibleID = c.who.UserID
			}
			t, err := a.Tasks.CreateTx(c.ctx(), tx, authors[i], wanted[i])
			if err != nil {
				return c.failAt(it, "entity_id", err)
			}
			out[i] = createdItem{int64(t.ID), it.requestID, c.self("tasks", int64(t.ID))}
			if done, _ := it.bool("is_completed"); done {
				if _, err := a.Tasks.CompleteTx(c.ctx(), tx, authors[i], t.ID, resultOf(it.object)); err != nil {
					return c.fail(it, err)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nothing, err
	}
	return bulk(c, "tasks", out), nil
}

// failAt is fail for an item that names another thing: that it is not there is a wrong value at the key, unless the
// path names it.
func (c *call) failAt(it item, key string, err error) error {
	if _, inPath := c.vars["eid"]; errs.Is(err, errs.CodeNotFound) && !inPath {
		return &invalidItems{[]failedItem{{it.requestID, []fault{{notSupportedChoice, key, saidChoice}}}}}
	}
	return c.fail(it, err)
}

func readTask(o object, w world, types []task.Type) task.New {
	o.require("text", "complete_till")
	n := task.New{}
	n.Text, _ = o.text("text")
	if o.has("text") && n.Text == "" {
		o.fault(notBlank, "text", saidBlank)
	}
	n.DueAt, _ = o.int("complete_till")
	n.ResponsibleID, _ = w.user(o, "responsible_user_id")
	n.Duration, n.IsAllDay = durationOf(o)
	n.Ref, _ = refOf(o)
	if wire, found := o.int("task_type_id"); found && wire != 0 {
		id, known := taskTypeIn(types, wire)
		if !known {
			o.fault(notSupportedChoice, "task_type_id", saidChoice)
		}
		n.TypeID = id
	}
	o.bool("is_completed")
	return n
}

// durationOf reads a duration; a whole day stands for a task without an hour.
func durationOf(o object) (seconds int, allDay bool) {
	n, _ := o.int("duration")
	if n < 0 || n > task.MaxDuration {
		o.fault(outOfRange, "duration", saidNegative)
		return 0, false
	}
	if n == wholeDay {
		return 0, true
	}
	return int(n), false
}

// refOf reads the pair entity_id, entity_type; both or neither must be given.
func refOf(o object) (crm.Ref, bool) {
	id, hasID := o.int("entity_id")
	word, hasType := o.text("entity_type")
	if !hasID || id == 0 {
		return crm.Ref{}, false
	}
	if !hasType {
		o.fault(fieldMissing, "entity_type", saidMissing)
		return crm.Ref{}, false
	}
	kind, known := kinds[word]
	if !known {
		o.fault(notSupportedChoice, "entity_type", saidChoice)
		return crm.Ref{}, false
	}
	return crm.Ref{Kind: kind, ID: crm.ID(id)}, true
}

func resultOf(o object) string {
	result, _ := o.object("result")
	text, _ := result.text("text")
	return text
}

func (a *API) updateTasks(c *call) (answer, error) {
	items, err := c.items()
	if err != nil {
		return nothing, err
	}
	out, err := a.patchTasks(c, items, func(it item) int64 { return it.needID() })
	if err != nil {
		return nothing, err
	}
	for i := range out {
		out[i].RequestID = items[i].requestID
	}
	return bulk(c, "tasks", out), nil
}

// needID is the id of an item of a bulk change.
func (it item) needID() int64 {
	it.require("id")
	id, _ := it.int("id")
	return id
}

func (a *API) updateTask(c *call) (answer, error) {
	it, err := c.one()
	if err != nil {
		return nothing, err
	}
	out, err := a.patchTasks(c, []item{it}, func(item) int64 { return c.id("id") })
	if err != nil {
		return nothing, err
	}
	return ok(out[0]), nil
}

type taskChange struct {
	id    crm.TaskID
	patch task.Patch
	done  *bool
}

func (a *API) patchTasks(c *call, items []item, id func(item) int64) ([]updatedItem, error) {
	types, err := a.taskTypes(c)
	if err != nil {
		return nil, err
	}
	w, err := a.world(c, crm.Task)
	if err != nil {
		return nil, err
	}
	changes := make([]taskChange, len(items))
	for i, it := range items {
		changes[i] = readTaskChange(it.object, w, types)
		changes[i].id = crm.TaskID(id(it))
	}
	if err := refused(items); err != nil {
		return nil, err
	}
	out := make([]updatedItem, len(items))
	err = a.DB.Write(c.ctx(), func(tx *db.Tx) error {
		for i, it := range items {
			t, err := a.changeTask(c.ctx(), tx, c.who, changes[i], resultOf(it.object))
			if err != nil {
				return c.fail(it, err)
			}
			out[i] = updatedItem{ID: int64(t.ID), UpdatedAt: t.UpdatedAt, Links: c.self("tasks", int64(t.ID))}
		}
		return nil
	})
	return out, err
}

func readTaskChange(o object, w world, types []task.Type) (ch taskChange) {
	if text, found := o.text("text"); found {
		ch.patch.Text = &text
	}
	if at, found := o.int("complete_till"); found {
		ch.patch.DueAt = &at
	}
	if o.has("duration") {
		seconds, allDay := durationOf(o)
		ch.patch.Duration, ch.patch.IsAllDay = &seconds, &allDay
	}
	if who, found := w.user(o, "responsible_user_id"); found {
		ch.patch.ResponsibleID = &who
	}
	if ref, found := refOf(o); found {
		ch.patch.Ref = &ref
	}
	if wire, found := o.int("task_type_id"); found {
		id, known := taskTypeIn(types, wire)
		if !known {
			o.fault(notSupportedChoice, "task_type_id", saidChoice)
		}
		ch.patch.TypeID = &id
	}
	if done, found := o.bool("is_completed"); found {
		ch.done = &done
	}
	resultOf(o)
	return ch
}

// touches reports whether the patch differs from the task: clients send back whole tasks.
func (ch taskChange) touches(t task.Task) bool {
	p := ch.patch
	return differs(p.Text, t.Text) || differs(p.DueAt, t.DueAt) || differs(p.Duration, t.Duration) || differs(p.IsAllDay, t.IsAllDay) ||
		differs(p.ResponsibleID, t.ResponsibleID) || differs(p.Ref, t.Ref) || differs(p.TypeID, t.TypeID)
}

func differs[T comparable](wish *T, now T) bool { return wish != nil && *wish != now }

// changeTask changes, completes or reopens a task. A completed one takes no other change (the domain says so), so it is
// opened first when the request asks for that.
func (a *API) changeTask(ctx context.Context, tx *db.Tx, who tenant.Actor, ch taskChange, result string) (task.Task, error) {
	t, err := a.Tasks.FindTx(ctx, tx, who, ch.id)
	if err != nil {
		return t, err
	}
	if ch.done != nil && !*ch.done && t.IsCompleted {
		if t, err = a.Tasks.ReopenTx(ctx, tx, who, ch.id); err != nil {
			return t, err
		}
	}
	if ch.touches(t) {
		if t, err = a.Tasks.UpdateTx(ctx, tx, who, ch.id, ch.patch); err != nil {
			return t, err
		}
	}
	if ch.done != nil && *ch.done && !t.IsCompleted {
		return a.Tasks.CompleteTx(ctx, tx, who, ch.id, result)
	}
	return t, nil
}
