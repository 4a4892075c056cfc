package action

import (
	"context"
	"encoding/json"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// createTask adds a task to the card, for the card's responsible or a named user.
type createTask struct{ Services }

type createTaskParams struct {
	TypeID        crm.TaskTypeID `json:"type_id"`
	Text          string         `json:"text"`
	ResponsibleID tenant.UserID  `json:"responsible_id"`
	Due           Delay          `json:"due"`
	IsAllDay      bool           `json:"is_all_day"`
}

func (createTask) Kind() string      { return "create_task" }
func (createTask) IsRemote() bool    { return false }
func (createTask) Cards() []crm.Kind { return anyCard() }

func (createTask) Schema() Schema {
	return Schema{Params: []Param{
		{Name: "type_id", Type: Integer, Widget: TaskTypePick},
		{Name: "text", Type: String, Widget: TextArea, Required: true, Placeholders: true},
		{Name: "responsible_id", Type: Integer, Widget: UserPick},
		{Name: "due", Type: Object, Widget: DelayPick, Required: true, Default: Delay{Amount: 1, Unit: "days"}},
		{Name: "is_all_day", Type: Boolean, Widget: Switch, Default: false},
	}}
}

func (a createTask) Check(ctx context.Context, env Env, raw json.RawMessage) error {
	p, err := decode[createTaskParams](raw)
	if err != nil {
		return err
	}
	var c errs.Collect
	for _, err := range []error{
		a.checkText(ctx, env, "text", p.Text), a.checkUser(ctx, env, "responsible_id", p.ResponsibleID),
		a.checkTaskType(ctx, env, p.TypeID), p.Due.check("due"),
	} {
		if err != nil && !c.Err("", err) {
			return err
		}
	}
	return c.Result()
}

func (a createTask) checkTaskType(ctx context.Context, env Env, id crm.TaskTypeID) error {
	if id == 0 {
		return nil
	}
	types, err := a.Tasks.Types(ctx, env.Who.AccountID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(types, func(t task.Type) bool { return t.ID == id }) {
		return errs.Invalid("type_id", "there is no task type %d, choose another one", id)
	}
	return nil
}

func (a createTask) Run(ctx context.Context, tx *db.Tx, env Env, raw json.RawMessage) (out Outcome, err error) {
	p, err := decode[createTaskParams](raw)
	if err != nil {
		return out, err
	}
	facts, err := a.facts(ctx, tx, env)
	if err != nil {
		return out, err
	}
	trigger := env.Who.Cause.ID
	n := task.New{
		Ref: env.Ref, TypeID: p.TypeID, IsAllDay: p.IsAllDay, TriggerID: &trigger,
		DueAt: p.Due.After(tx.Now().In(facts.zone)).Unix(),
	}
	if n.Text, err = facts.fill(ctx, tx, p.Text, task.MaxText); err != nil {
		return out, err
	}
	if n.ResponsibleID, err = a.choose(ctx, tx, env, p.ResponsibleID, facts.responsible, &out); err != nil {
		return out, err
	}
	made, err := a.create(ctx, tx, env, n, &out)
	if err != nil {
		return out, err
	}
	out.Result = map[string]any{"task_id": made.ID}
	return out, nil
}

// create takes the first type when the one the rule names is gone.
func (a createTask) create(ctx context.Context, tx *db.Tx, env Env, n task.New, out *Outcome) (made task.Task, err error) {
	try := func() error {
		made, err = a.Tasks.CreateTx(ctx, tx, env.Who, n)
		return err
	}
	err = tx.Try(ctx, try)
	if e := errs.As(err); e != nil && n.TypeID != 0 && e.Problems[0].Path == "type_id" {
		n.TypeID = 0
		if err = try(); err == nil {
			out.remark(lang.Sentence{Format: "the task type of the rule is gone, the first one was taken"})
		}
	}
	return made, err
}
