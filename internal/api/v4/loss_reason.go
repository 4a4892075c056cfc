package v4

import (
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
)

// lossReasonBody is a reason deals are lost for.
type lossReasonBody struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	Sort      int    `json:"sort"`
	CreatedAt int64  `json:"created_at"`
	UpdatedAt int64  `json:"updated_at"`
	RequestID string `json:"request_id,omitempty"`
	Links     links  `json:"_links"`
}

func (c *call) wireLossReason(r pipeline.LossReason) lossReasonBody {
	return lossReasonBody{
		ID: int64(r.ID), Name: r.Name, Sort: r.Position, CreatedAt: r.CreatedAt, UpdatedAt: r.CreatedAt,
		Links: c.self("leads", "loss_reasons", int64(r.ID)),
	}
}

func (a *API) listLossReasons(c *call) (answer, error) {
	reasons, err := a.Pipelines.LossReasons(c.ctx(), c.who.AccountID)
	if err != nil {
		return nothing, err
	}
	items := make([]lossReasonBody, len(reasons))
	for i, r := range reasons {
		items[i] = c.wireLossReason(r)
	}
	return counted(c, "loss_reasons", items, pageOf(c.query)), nil
}

func (a *API) getLossReason(c *call) (answer, error) {
	r, err := a.lossReason(c, crm.LossReasonID(c.id("id")))
	return ok(c.wireLossReason(r)), err
}

func (a *API) lossReason(c *call, id crm.LossReasonID) (pipeline.LossReason, error) {
	reasons, err := a.Pipelines.LossReasons(c.ctx(), c.who.AccountID)
	if err != nil {
		return pipeline.LossReason{}, err
	}
	i := slices.IndexFunc(reasons, func(r pipeline.LossReason) bool { return r.ID == id })
	if i < 0 {
		return pipeline.LossReason{}, errs.NotFound("there is no loss reason %d: it may have been deleted, reload the page", id)
	}
	return reasons[i], nil
}

func (a *API) createLossReasons(c *call) (answer, error) {
	items, err := c.itemsUpTo(pipeline.MaxLossReasons)
	if err != nil {
		return nothing, err
	}
	for _, it := range items {
		it.require("name")
	}
	if err := refused(items); err != nil {
		return nothing, err
	}
	out := make([]lossReasonBody, len(items))
	err = a.DB.Write(c.ctx(), func(tx *db.Tx) error {
		for i, it := range items {
			name, _ := it.text("name")
			r, err := a.Pipelines.CreateLossReasonTx(c.ctx(), tx, c.who, name)
			if err != nil {
				return c.fail(it, err)
			}
			out[i] = c.wireLossReason(r)
			out[i].RequestID = it.requestID
		}
		return nil
	})
	if err != nil {
		return nothing, err
	}
	return bulk(c, "loss_reasons", out), nil
}

func (a *API) updateLossReason(c *call) (answer, error) {
	it, err := c.one()
	if err != nil {
		return nothing, err
	}
	name, found := it.text("name")
	if err := refused([]item{it}); err != nil {
		return nothing, err
	}
	id := crm.LossReasonID(c.id("id"))
	var r pipeline.LossReason
	if found {
		r, err = a.Pipelines.RenameLossReason(c.ctx(), c.who, id, name)
	} else {
		r, err = a.lossReason(c, id)
	}
	if err != nil {
		return nothing, c.failPath(it, err)
	}
	return ok(c.wireLossReason(r)), nil
}

func (a *API) deleteLossReason(c *call) (answer, error) {
	return nothing, a.Pipelines.DeleteLossReason(c.ctx(), c.who, crm.LossReasonID(c.id("id")))
}
