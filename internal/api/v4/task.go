package v4

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
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

var taskSorts = map[string]string{"created_at": "created_at", "complete_till": "due_at", "id": "id"}

// taskFilter reads filter and order of tasks. possible is false when a value names nothing of ours, so that nothing can match.
func taskFilter(q *param, types []task.Type) (f task.Filter, possible bool, err error) {
	in := q.at("filter")
	f.Sort = orderOf(q, taskSorts, "id")
	if f.IDs, err = idsOf[crm.TaskID](in, "id"); err != nil {
		return f, false, err
	}
	if f.ResponsibleIDs, err = idsOf[tenant.UserID](in, "responsible_user_id"); err != nil {
		return f, false, err
	}
	if f.CreatedBy, err = idsOf[tenant.UserID](in, "created_by"); err != nil {
		return f, false, err
	}
	if f.EntityIDs, err = idsOf[crm.ID](in, "entity_id"); err != nil {
		return f, false, err
	}
	if f.UpdatedFrom, f.UpdatedTo, err = momentsOf(in, "updated_at"); err != nil {
		return f, false, err
	}
	if done := in.at("is_completed").list(); len(done) == 1 {
		b, ok := boolOf(done[0])
		if !ok {
			return f, false, errs.Invalid("filter.is_completed", "%q is neither yes nor no", clip(done[0]))
		}
		f.IsCompleted = &b
	}
	if word := firstOf(in.at("entity_type").words(), q.at("entity_type").words()); word != "" {
		kind, ok := kinds[word]
		if !ok {
			return f, false, nil
		}
		f.EntityKind = kind
	}
	f.TypeIDs, possible, err = taskTypesOf(in, types)
	return f, possible, err
}

// taskTypesOf reads both names of the key.
func taskTypesOf(in *param, types []task.Type) (ids []crm.TaskTypeID, possible bool, err error) {
	for _, key := range []string{"task_type", "task_type_id"} {
		numbers, err := in.at(key).numbers("filter." + key)
		if err != nil {
			return nil, false, err
		}
		asked := false
		for _, n := range numbers {
			asked = true
			if id, ok := taskTypeIn(types, n); ok {
				ids = append(ids, id)
			}
		}
		if asked && len(ids) == 0 {
			return nil, false, nil
		}
	}
	return ids, true, nil
}

func firstOf(lists ...[]string) string {
	for _, l := range lists {
		if len(l) > 0 {
			return l[0]
		}
	}
	return ""
}

// idsOf reads a filter key as ids; one that holds something but no readable id asks for a row that cannot be.
func idsOf[T ~int64](in *param, key string) ([]T, error) {
	p := in.at(key)
	if p.empty() {
		return nil, nil
	}
	numbers, err := p.numbers("filter." + key)
	if err != nil {
		return nil, err
	}
	out := []T{}
	for _, n := range numbers {
		out = append(out, T(n))
	}
	if len(out) == 0 {
		out = append(out, -1)
	}
	return out, nil
}

// momentsOf reads a filter key as a range of times, or one time exactly.
func momentsOf(in *param, key string) (from, to *int64, err error) {
	p := in.at(key)
	first, last := p.ends()
	if first == "" && last == "" {
		first = p.text()
		last = first
	}
	for _, end := range []struct {
		text string
		into **int64
	}{{first, &from}, {last, &to}} {
		if end.text == "" {
			continue
		}
		n, err := wholeNumber(end.text)
		if err != nil {
			return nil, nil, badNumber("filter."+key, end.text)
		}
		*end.into = &n
	}
	return from, to, nil
}

// orderOf reads order[field]=asc|desc, or order=field as some clients have it. An unknown field is passed over.
func orderOf(q *param, sorts map[string]string, otherwise string) string {
	order := q.at("order")
	if order == nil {
		return otherwise
	}
	for _, key := range order.keys {
		ours, ok := sorts[key]
		switch {
		case !ok:
			continue
		case order.at(key).text() == "desc" || order.at(key).text() == "DESC":
			return "-" + ours
		}
		return ours
	}
	if ours, ok := sorts[order.text()]; ok {
		return ours
	}
	return otherwise
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
