package v4

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
)

// pipelineBody is a pipeline with its stages.
type pipelineBody struct {
	ID           int64            `json:"id"`
	Name         string           `json:"name"`
	Sort         int              `json:"sort"`
	IsMain       bool             `json:"is_main"`
	IsUnsortedOn bool             `json:"is_unsorted_on"`
	IsArchive    bool             `json:"is_archive"`
	AccountID    int64            `json:"account_id"`
	RequestID    string           `json:"request_id,omitempty"`
	Links        links            `json:"_links"`
	Embedded     pipelineEmbedded `json:"_embedded"`
}

type pipelineEmbedded struct {
	Statuses []statusBody `json:"statuses"`
}

func (c *call) wirePipeline(p pipeline.Pipeline) pipelineBody {
	body := pipelineBody{
		ID: int64(p.ID), Name: p.Name, Sort: p.Position, IsMain: p.IsMain, AccountID: int64(c.who.AccountID),
		Links: c.self("leads", "pipelines", int64(p.ID)),
	}
	for _, s := range p.Statuses {
		body.Embedded.Statuses = append(body.Embedded.Statuses, c.wireStatusBody(s, false))
	}
	return body
}

func (a *API) listPipelines(c *call) (answer, error) {
	set, err := a.Pipelines.List(c.ctx(), c.who.AccountID)
	if err != nil {
		return nothing, err
	}
	items := make([]pipelineBody, len(set.Pipelines))
	for i, p := range set.Pipelines {
		items[i] = c.wirePipeline(p)
	}
	return whole(c, "pipelines", items), nil
}

// pipelineOf is the pipeline in the path; a missing one is 404.
func (a *API) pipelineOf(c *call, name string) (pipeline.Pipeline, error) {
	return a.Pipelines.Find(c.ctx(), c.who.AccountID, crm.PipelineID(c.id(name)))
}

func (a *API) getPipeline(c *call) (answer, error) {
	p, err := a.pipelineOf(c, "id")
	return ok(c.wirePipeline(p)), err
}

func (a *API) createPipelines(c *call) (answer, error) {
	items, err := c.items()
	if err != nil {
		return nothing, err
	}
	wanted := make([]newPipeline, len(items))
	for i := range items {
		wanted[i] = readPipeline(&items[i])
	}
	if err := refused(items); err != nil {
		return nothing, err
	}
	out := make([]pipelineBody, len(items))
	err = a.DB.Write(c.ctx(), func(tx *db.Tx) error {
		for i, it := range items {
			p, err := a.createPipeline(c.ctx(), tx, c, wanted[i])
			if err != nil {
				return c.fail(it, err)
			}
			out[i] = c.wirePipeline(p)
			out[i].RequestID = it.requestID
		}
		return nil
	})
	if err != nil {
		return nothing, err
	}
	return whole(c, "pipelines", out), nil
}

// newPipeline is a pipeline as the request names it.
type newPipeline struct {
	pipeline.NewPipeline
	isMain bool
}

func readPipeline(it *item) newPipeline {
	var n newPipeline
	it.require("name")
	n.Name, _ = it.text("name")
	n.isMain, _ = it.bool("is_main")
	embedded, _ := it.object.object("_embedded")
	statuses, _ := embedded.objects("statuses")
	for _, o := range statuses {
		name, _ := o.text("name")
		switch id, _ := o.int("id"); id {
		case wireWon:
			n.WonName = name
		case wireLost:
			n.LostName = name
		default:
			o.require("name")
			n.Statuses = append(n.Statuses, pipeline.NewStatus{Name: name, Hue: readColor(o)})
		}
	}
	return n
}

func (a *API) createPipeline(ctx context.Context, tx *db.Tx, c *call, n newPipeline) (pipeline.Pipeline, error) {
	p, err := a.Pipelines.CreateTx(ctx, tx, c.who, n.NewPipeline)
	if err != nil || !n.isMain || p.IsMain {
		return p, err
	}
	return a.Pipelines.UpdateTx(ctx, tx, c.who, p.ID, pipeline.Patch{IsMain: new(true)})
}

func (a *API) updatePipeline(c *call) (answer, error) {
	it, err := c.one()
	if err != nil {
		return nothing, err
	}
	patch := pipeline.Patch{}
	if name, found := it.text("name"); found {
		patch.Name = &name
	}
	if isMain, found := it.bool("is_main"); found && isMain {
		patch.IsMain = &isMain
	}
	if err := refused([]item{it}); err != nil {
		return nothing, err
	}
	p, err := a.Pipelines.Update(c.ctx(), c.who, crm.PipelineID(c.id("id")), patch)
	if err != nil {
		return nothing, c.failPath(it, err)
	}
	return ok(c.wirePipeline(p)), nil
}

func (a *API) deletePipeline(c *call) (answer, error) {
	if err := a.Pipelines.Delete(c.ctx(), c.who, crm.PipelineID(c.id("id")), 0); err != nil {
		return nothing, fmt.Errorf("delete pipeline: %w", err)
	}
	return nothing, nil
}

// failPath is fail for a request about one thing named in the path: that it is not there is 404, not a bad value.
func (c *call) failPath(it item, err error) error {
	if errs.Is(err, errs.CodeNotFound) {
		return err
	}
	return c.fail(it, err)
}
