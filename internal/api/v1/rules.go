package v1

import (
	"context"
	"encoding/json"
	"net/http"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/process"
	"voronka/internal/process/action"
	"voronka/internal/process/robot"
	"voronka/internal/tenant"
)

// RuleView is a rule: when something happens to a card, if the condition holds, do the action.
type RuleView struct {
	ID         process.TriggerID `json:"id"`
	Name       string            `json:"name"`
	EntityKind crm.Kind          `json:"entity_kind" enum:"deal,contact,company"`
	Moment     process.Moment    `json:"moment" enum:"created,status_entered,responsible_changed"`
	PipelineID *crm.PipelineID   `json:"pipeline_id"`
	StatusID   *crm.StatusID     `json:"status_id"`
	Condition  *entity.Node      `json:"condition,omitempty" doc:"A filter on the card, as lists take it; absent when there is none"`
	Action     string            `json:"action" doc:"A kind of the catalogue, see /rules/actions"`
	Params     json.RawMessage   `json:"params" doc:"As the schema of the action says"`
	IsOn       bool              `json:"is_on"`
	IsBroken   bool              `json:"is_broken,omitempty" doc:"It uses a custom field that was removed"`
	Position   int               `json:"position"`
	CreatedBy  tenant.UserID     `json:"created_by"`
	CreatedAt  int64             `json:"created_at"`
	UpdatedAt  int64             `json:"updated_at"`
}

func toRule(t robot.Trigger) RuleView {
	v := RuleView{
		ID: t.ID, Name: t.Name, EntityKind: t.EntityKind, Moment: t.Moment, PipelineID: t.PipelineID, StatusID: t.StatusID,
		Action: t.Action, Params: t.Params, IsOn: t.IsOn, Position: t.Position, CreatedBy: t.CreatedBy,
		CreatedAt: t.CreatedAt, UpdatedAt: t.UpdatedAt,
	}
	if !t.Condition.Empty() {
		v.Condition = &t.Condition
	}
	return v
}

// RuleBody describes a new rule.
type RuleBody struct {
	Name       string          `json:"name,omitempty"`
	EntityKind crm.Kind        `json:"entity_kind" enum:"deal,contact,company"`
	Moment     process.Moment  `json:"moment" enum:"created,status_entered,responsible_changed"`
	PipelineID *crm.PipelineID `json:"pipeline_id,omitempty"`
	StatusID   *crm.StatusID   `json:"status_id,omitempty"`
	Condition  json.RawMessage `json:"condition,omitempty"`
	Action     string          `json:"action"`
	Params     json.RawMessage `json:"params,omitempty"`
	IsOn       *bool           `json:"is_on,omitempty" doc:"On unless said"`
}

// RulePatch is a change of a rule. A pipeline or status of 0 and a condition of {} take it away.
type RulePatch struct {
	Name       *string         `json:"name,omitempty"`
	Moment     *process.Moment `json:"moment,omitempty" enum:"created,status_entered,responsible_changed"`
	PipelineID *crm.PipelineID `json:"pipeline_id,omitempty"`
	StatusID   *crm.StatusID   `json:"status_id,omitempty"`
	Condition  json.RawMessage `json:"condition,omitempty"`
	Action     *string         `json:"action,omitempty"`
	Params     json.RawMessage `json:"params,omitempty"`
	IsOn       *bool           `json:"is_on,omitempty"`
}

// ActionView is an entry of the catalogue of actions.
type ActionView struct {
	Kind     string         `json:"kind"`
	Cards    []crm.Kind     `json:"cards" doc:"The kinds of cards it goes with"`
	IsRemote bool           `json:"is_remote" doc:"It reaches outside"`
	Params   []action.Param `json:"params" doc:"The form is drawn from these"`
}

// ActionsView is the catalogue with what its texts may hold.
type ActionsView struct {
	Items        []ActionView                  `json:"items"`
	Placeholders map[crm.Kind][]string         `json:"placeholders" doc:"By kind of card; besides them <kind>.field.<id>"`
	Moments      map[crm.Kind][]process.Moment `json:"moments" doc:"What may wake a rule, by kind of card"`
}

func (a *API) listActions(context.Context, tenant.Actor, *noInput) (ActionsView, error) {
	v := ActionsView{Placeholders: map[crm.Kind][]string{}, Moments: map[crm.Kind][]process.Moment{}}
	v.Items = convertAll(a.Rules.Actions().All(), func(x action.Action) ActionView {
		return ActionView{Kind: x.Kind(), Cards: x.Cards(), IsRemote: x.IsRemote(), Params: x.Schema().Params}
	})
	for _, kind := range crm.CardKinds {
		v.Placeholders[kind], v.Moments[kind] = action.Placeholders(kind), process.Moments(kind)
	}
	return v, nil
}

type ruleListInput struct {
	Kind crm.Kind `query:"kind" enum:"deal,contact,company"`
}

func (a *API) listRules(ctx context.Context, who tenant.Actor, in *ruleListInput) (Items[RuleView], error) {
	all, err := a.Rules.List(ctx, who, in.Kind)
	if err != nil {
		return Items[RuleView]{}, err
	}
	broken, err := a.Rules.Broken(ctx, who, all)
	return items(all, func(t robot.Trigger) RuleView {
		v := toRule(t)
		v.IsBroken = broken[int64(t.ID)]
		return v
	}), err
}

func (a *API) findRule(ctx context.Context, who tenant.Actor, in *IDInput) (RuleView, error) {
	t, err := a.Rules.Find(ctx, who, process.TriggerID(in.ID))
	return toRule(t), err
}

type ruleInput struct{ Body RuleBody }

func (a *API) createRule(ctx context.Context, who tenant.Actor, in *ruleInput) (RuleView, error) {
	b := in.Body
	condition, err := robot.ParseCondition(b.Condition)
	if err != nil {
		return RuleView{}, err
	}
	t, err := a.Rules.Create(ctx, who, robot.New{
		Name: b.Name, EntityKind: b.EntityKind, Moment: b.Moment, PipelineID: b.PipelineID, StatusID: b.StatusID,
		Condition: condition, Action: b.Action, Params: b.Params, IsOn: b.IsOn == nil || *b.IsOn,
	})
	return toRule(t), err
}

type rulePatchInput struct {
	IDInput
	Body RulePatch
}

func (a *API) updateRule(ctx context.Context, who tenant.Actor, in *rulePatchInput) (RuleView, error) {
	b := in.Body
	p := robot.Patch{
		Name: b.Name, Moment: b.Moment, PipelineID: b.PipelineID, StatusID: b.StatusID, Action: b.Action, Params: b.Params, IsOn: b.IsOn,
	}
	if len(b.Condition) > 0 {
		condition, err := robot.ParseCondition(b.Condition)
		if err != nil {
			return RuleView{}, err
		}
		p.Condition = &condition
	}
	t, err := a.Rules.Update(ctx, who, process.TriggerID(in.ID), p)
	return toRule(t), err
}

func (a *API) deleteRule(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Rules.Delete(ctx, who, process.TriggerID(in.ID))
}

// RunView is one answer of a rule to an event.
type RunView struct {
	ID        process.RunID     `json:"id"`
	TriggerID process.TriggerID `json:"trigger_id"`
	EventID   int64             `json:"event_id" doc:"What woke the rule"`
	Entity    CardRef           `json:"entity,omitempty"`
	State     process.State     `json:"state" enum:"waiting,done,skipped,failed,stopped"`
	Result    json.RawMessage   `json:"result,omitempty" doc:"What was made, such as task_id"`
	Remarks   string            `json:"remarks" doc:"Why it was not done, or how it differs from what was asked"`
	CreatedAt int64             `json:"created_at"`
	Finished  *int64            `json:"finished_at"`
}

func toRun(loc lang.Locale) func(robot.Run) RunView {
	return func(r robot.Run) RunView {
		return RunView{
			ID: r.ID, TriggerID: r.TriggerID, EventID: r.EventID, Entity: CardRef{r.Ref.Kind, r.Ref.ID, r.CardName}, State: r.State,
			Result: r.Result, Remarks: lang.Paragraph(loc, r.Remarks), CreatedAt: r.CreatedAt, Finished: r.FinishedAt,
		}
	}
}

// RunListInput is a page of the log of runs.
type RunListInput struct {
	State process.State `query:"state" enum:"waiting,done,skipped,failed,stopped"`
	After string        `query:"after"`
	Limit int           `query:"limit" minimum:"1" maximum:"200"`
}

func (a *API) runs(ctx context.Context, who tenant.Actor, in RunListInput, f robot.RunFilter) (Page[RunView], error) {
	f.State, f.After, f.Limit = in.State, in.After, in.Limit
	p, err := a.Rules.Runs(ctx, who, f)
	return Page[RunView]{convertAll(p.Items, toRun(localeOf(ctx))), p.Next}, err
}

type ruleRunsInput struct {
	IDInput
	RunListInput
}

func (a *API) listRunsOfRule(ctx context.Context, who tenant.Actor, in *ruleRunsInput) (Page[RunView], error) {
	return a.runs(ctx, who, in.RunListInput, robot.RunFilter{TriggerID: process.TriggerID(in.ID)})
}

type allRunsInput struct {
	RunListInput
	Kind     crm.Kind `query:"kind" enum:"deal,contact,company"`
	EntityID int64    `query:"entity_id" doc:"With kind: the runs on one card"`
}

func (a *API) listRuns(ctx context.Context, who tenant.Actor, in *allRunsInput) (Page[RunView], error) {
	f := robot.RunFilter{}
	switch {
	case in.Kind != "" && in.EntityID > 0:
		f.Ref = crm.Ref{Kind: in.Kind, ID: crm.ID(in.EntityID)}
	case in.Kind != "" || in.EntityID != 0:
		return Page[RunView]{}, errs.Invalid("entity_id", "a card is named by kind and entity_id together")
	}
	return a.runs(ctx, who, in.RunListInput, f)
}

func (a *API) retryRun(ctx context.Context, who tenant.Actor, in *IDInput) (RunView, error) {
	r, err := a.Rules.Retry(ctx, who, process.RunID(in.ID))
	return toRun(localeOf(ctx))(r), err
}

// ruleRoutes are about automation.
func (a *API) ruleRoutes() []Route {
	const right = "extra.settings"
	return []Route{
		answer("GET", "/rules", right, "The rules of the account", a.listRules),
		answer("POST", "/rules", right, "Make a rule", a.createRule, status(http.StatusCreated)),
		answer("GET", "/rules/actions", Signed, "The catalogue of actions with the schemas of their parameters", a.listActions),
		answer("GET", "/rules/{id}", right, "One rule", a.findRule),
		answer("PATCH", "/rules/{id}", right, "Change a rule", a.updateRule),
		nothing("DELETE", "/rules/{id}", right, "Delete a rule; its runs stay in the log", a.deleteRule),
		answer("GET", "/rules/{id}/runs", right, "The runs of a rule, newest first", a.listRunsOfRule),
		answer("GET", "/rule-runs", Signed, "The runs on a card, or of all rules", a.listRuns),
		answer("POST", "/rule-runs/{id}/retry", right, "Repeat a run that failed or was skipped", a.retryRun, status(http.StatusAccepted)),
	}
}
