package v1

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/pipeline"
	"voronka/internal/tenant"
)

func (a *API) listPipelines(ctx context.Context, who tenant.Actor, _ *noInput) (Items[pipeline.Pipeline], error) {
	set, err := a.Pipelines.List(ctx, who.AccountID)
	return items(set.Pipelines, same[pipeline.Pipeline]), err
}

// StatusBody describes a new stage.
type StatusBody struct {
	Name        string       `json:"name"`
	Hue         int          `json:"hue,omitempty" minimum:"0" maximum:"12" doc:"One of twelve colours; 0 lets us choose"`
	Description string       `json:"description,omitempty" doc:"What must be done in this stage"`
	StaleDays   *int         `json:"stale_days,omitempty" doc:"After how many days without a move a deal counts as stale"`
	Probability *int         `json:"probability,omitempty" doc:"How many of a hundred deals here end in a sale; it weighs the sums of columns"`
	Before      crm.StatusID `json:"before,omitempty" doc:"The stage it is put before; else it becomes the last open one"`
}

// PipelineBody describes a new pipeline. Won and lost stages are made by themselves.
type PipelineBody struct {
	Name     string       `json:"name"`
	Statuses []StatusBody `json:"statuses,omitempty" doc:"Open stages in their order"`
}

type pipelineInput struct{ Body PipelineBody }

func (a *API) createPipeline(ctx context.Context, who tenant.Actor, in *pipelineInput) (pipeline.Pipeline, error) {
	n := pipeline.NewPipeline{Name: in.Body.Name}
	for _, s := range in.Body.Statuses {
		n.Statuses = append(n.Statuses, pipeline.NewStatus(s))
	}
	return a.Pipelines.Create(ctx, who, n)
}

// PipelinePatch is a change of a pipeline.
type PipelinePatch struct {
	Name   *string `json:"name,omitempty"`
	IsMain *bool   `json:"is_main,omitempty" doc:"True makes it the pipeline new deals get when none is named"`
	// Ids of the account's deal fields.
	CardFields *[]crm.FieldID `json:"card_fields,omitempty" doc:"Own fields the board's cards show, at most 4"`
}

type pipelinePatchInput struct {
	IDInput
	Body PipelinePatch
}

func (a *API) updatePipeline(ctx context.Context, who tenant.Actor, in *pipelinePatchInput) (pipeline.Pipeline, error) {
	return a.Pipelines.Update(ctx, who, crm.PipelineID(in.ID), pipeline.Patch(in.Body))
}

type moveDealsInput struct {
	IDInput
	MoveTo int64 `query:"move_to" doc:"The stage that takes over the deals; needed when there are any"`
}

func (a *API) deletePipeline(ctx context.Context, who tenant.Actor, in *moveDealsInput) error {
	return a.Pipelines.Delete(ctx, who, crm.PipelineID(in.ID), crm.StatusID(in.MoveTo))
}

// Order is a whole list of ids in the order wanted.
type Order struct {
	IDs []int64 `json:"ids"`
}

type orderInput struct{ Body Order }

func (a *API) orderPipelines(ctx context.Context, who tenant.Actor, in *orderInput) error {
	return a.Pipelines.Reorder(ctx, who, ids[crm.PipelineID](in.Body.IDs))
}

type statusInput struct {
	IDInput
	Body StatusBody
}

func (a *API) createStatus(ctx context.Context, who tenant.Actor, in *statusInput) (pipeline.Status, error) {
	return a.Pipelines.CreateStatus(ctx, who, crm.PipelineID(in.ID), pipeline.NewStatus(in.Body))
}

type orderOfInput struct {
	IDInput
	Body Order
}

func (a *API) orderStatuses(ctx context.Context, who tenant.Actor, in *orderOfInput) error {
	return a.Pipelines.ReorderStatuses(ctx, who, crm.PipelineID(in.ID), ids[crm.StatusID](in.Body.IDs))
}

// StatusPatch is a change of a stage.
type StatusPatch struct {
	Name        *string `json:"name,omitempty"`
	Hue         *int    `json:"hue,omitempty"`
	Description *string `json:"description,omitempty"`
	StaleDays   *int    `json:"stale_days,omitempty" doc:"0 is never"`
	Probability *int    `json:"probability,omitempty" doc:"From 0 to 100; a negative number takes it away"`
}

type statusPatchInput struct {
	IDInput
	Body StatusPatch
}

func (a *API) updateStatus(ctx context.Context, who tenant.Actor, in *statusPatchInput) (pipeline.Status, error) {
	return a.Pipelines.UpdateStatus(ctx, who, crm.StatusID(in.ID), pipeline.StatusPatch(in.Body))
}

func (a *API) deleteStatus(ctx context.Context, who tenant.Actor, in *moveDealsInput) error {
	return a.Pipelines.DeleteStatus(ctx, who, crm.StatusID(in.ID), crm.StatusID(in.MoveTo))
}

func (a *API) listLossReasons(ctx context.Context, who tenant.Actor, _ *noInput) (Items[pipeline.LossReason], error) {
	all, err := a.Pipelines.LossReasons(ctx, who.AccountID)
	return items(all, same[pipeline.LossReason]), err
}

// NameBody names something.
type NameBody struct {
	Name string `json:"name"`
}

type nameInput struct{ Body NameBody }

type renameInput struct {
	IDInput
	Body NameBody
}

func (a *API) createLossReason(ctx context.Context, who tenant.Actor, in *nameInput) (pipeline.LossReason, error) {
	return a.Pipelines.CreateLossReason(ctx, who, in.Body.Name)
}

func (a *API) renameLossReason(ctx context.Context, who tenant.Actor, in *renameInput) (pipeline.LossReason, error) {
	return a.Pipelines.RenameLossReason(ctx, who, crm.LossReasonID(in.ID), in.Body.Name)
}

func (a *API) deleteLossReason(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Pipelines.DeleteLossReason(ctx, who, crm.LossReasonID(in.ID))
}

func (a *API) orderLossReasons(ctx context.Context, who tenant.Actor, in *orderInput) error {
	return a.Pipelines.ReorderLossReasons(ctx, who, ids[crm.LossReasonID](in.Body.IDs))
}

// same is the conversion of what is shown as it is.
func same[T any](v T) T { return v }

// ids gives plain numbers of the wire their meaning.
func ids[T ~int64](in []int64) []T { return convertAll(in, func(id int64) T { return T(id) }) }
