package v4

import (
	"slices"

	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
)

// statusBody is a stage. Its identity is the pair of pipeline and id: 142 and 143 are in every pipeline.
type statusBody struct {
	ID           int64                `json:"id"`
	Name         string               `json:"name"`
	Sort         int                  `json:"sort"`
	IsEditable   bool                 `json:"is_editable"`
	PipelineID   int64                `json:"pipeline_id"`
	Color        string               `json:"color"`
	Type         int                  `json:"type"`
	AccountID    int64                `json:"account_id"`
	RequestID    string               `json:"request_id,omitempty"`
	Links        links                `json:"_links"`
	Descriptions *[]statusDescription `json:"descriptions,omitempty"`
}

// statusDescription is our one description, told to newcomers.
type statusDescription struct {
	ID          int64  `json:"id"`
	AccountID   int64  `json:"account_id"`
	CreatedAt   string `json:"created_at"`
	UpdatedAt   string `json:"updated_at"`
	CreatedBy   int64  `json:"created_by"`
	UpdatedBy   int64  `json:"updated_by"`
	PipelineID  int64  `json:"pipeline_id"`
	StatusID    int64  `json:"status_id"`
	Level       string `json:"level"`
	Description string `json:"description"`
}

const newbie = "newbie"

// The closing stages have places of their own at the end.
const (
	wonSort  = 10000
	lostSort = 11000
)

func (c *call) wireStatusBody(s pipeline.Status, descriptions bool) statusBody {
	id := wireStatus(s)
	body := statusBody{
		ID: id, Name: s.Name, Sort: s.Position * 10, IsEditable: !s.Closes(), PipelineID: int64(s.PipelineID),
		Color: colorAt(statusColors, s.Hue), AccountID: int64(c.who.AccountID),
		Links: c.self("leads", "pipelines", int64(s.PipelineID), "statuses", id),
	}
	switch s.Kind {
	case pipeline.Won:
		body.Sort, body.Color = wonSort, wonColor
	case pipeline.Lost:
		body.Sort, body.Color = lostSort, lostColor
	}
	if descriptions {
		list := []statusDescription{}
		if s.Description != "" {
			list = append(list, statusDescription{
				ID: int64(s.ID), AccountID: body.AccountID, PipelineID: body.PipelineID, StatusID: id, Level: newbie, Description: s.Description,
				CreatedAt: "1970-01-01 00:00:00", UpdatedAt: "1970-01-01 00:00:00",
			})
		}
		body.Descriptions = &list
	}
	return body
}

func (c *call) wants(word string) bool { return slices.Contains(c.query.at("with").words(), word) }

func (a *API) listStatuses(c *call) (answer, error) {
	p, err := a.pipelineOf(c, "pid")
	if err != nil {
		return nothing, err
	}
	items := make([]statusBody, len(p.Statuses))
	for i, s := range p.Statuses {
		items[i] = c.wireStatusBody(s, c.wants("descriptions"))
	}
	return whole(c, "statuses", items), nil
}

// statusOf is the stage in the path; a missing one is 404.
func (a *API) statusOf(c *call) (pipeline.Pipeline, pipeline.Status, error) {
	p, err := a.pipelineOf(c, "pid")
	if err != nil {
		return p, pipeline.Status{}, err
	}
	s, found := statusIn(p, c.id("id"))
	if !found {
		return p, s, errs.NotFound("there is no status %d: it may have been deleted, reload the page", c.id("id"))
	}
	return p, s, nil
}

func (a *API) getStatus(c *call) (answer, error) {
	_, s, err := a.statusOf(c)
	return ok(c.wireStatusBody(s, c.wants("descriptions"))), err
}

func (a *API) createStatuses(c *call) (answer, error) {
	p, err := a.pipelineOf(c, "pid")
	if err != nil {
		return nothing, err
	}
	items, err := c.itemsUpTo(pipeline.MaxStatuses)
	if err != nil {
		return nothing, err
	}
	wanted := make([]pipeline.NewStatus, len(items))
	for i := range items {
		wanted[i] = readStatus(items[i].object, p)
	}
	if err := refused(items); err != nil {
		return nothing, err
	}
	out := make([]statusBody, len(items))
	err = a.DB.Write(c.ctx(), func(tx *db.Tx) error {
		for i, it := range items {
			s, err := a.Pipelines.CreateStatusTx(c.ctx(), tx, c.who, p.ID, wanted[i])
			if err != nil {
				return c.fail(it, err)
			}
			out[i] = c.wireStatusBody(s, false)
			out[i].RequestID = it.requestID
		}
		return nil
	})
	if err != nil {
		return nothing, err
	}
	return whole(c, "statuses", out), nil
}

// readStatus reads a new stage; sort puts it before the first stage that has a larger one.
func readStatus(o object, p pipeline.Pipeline) pipeline.NewStatus {
	o.require("name")
	n := pipeline.NewStatus{Hue: readColor(o)}
	n.Name, _ = o.text("name")
	n.Description, _ = readDescription(o)
	if sort, found := o.int("sort"); found {
		for _, s := range p.OpenStatuses() {
			if int64(s.Position*10) > sort {
				n.Before = s.ID
				break
			}
		}
	}
	return n
}

// readColor finds our hue of a colour; 0 leaves the choice to us.
func readColor(o object) int {
	color, found := o.text("color")
	if !found || color == "" {
		return 0
	}
	hue, known := hueOf(statusColors, otherStatusColors, color)
	if !known {
		o.fault(notSupportedChoice, "color", saidChoice)
	}
	return hue
}

func readDescription(o object) (string, bool) {
	list, found := o.objects("descriptions")
	if !found {
		return "", false
	}
	for _, d := range list {
		if text, ok := d.text("description"); ok && text != "" {
			return text, true
		}
	}
	return "", true
}

func (a *API) updateStatus(c *call) (answer, error) {
	_, s, err := a.statusOf(c)
	if err != nil {
		return nothing, err
	}
	it, err := c.one()
	if err != nil {
		return nothing, err
	}
	patch := pipeline.StatusPatch{}
	if name, found := it.text("name"); found {
		patch.Name = &name
	}
	if !s.Closes() {
		if hue := readColor(it.object); hue != 0 {
			patch.Hue = &hue
		}
	}
	if text, found := readDescription(it.object); found {
		patch.Description = &text
	}
	if err := refused([]item{it}); err != nil {
		return nothing, err
	}
	if s, err = a.Pipelines.UpdateStatus(c.ctx(), c.who, s.ID, patch); err != nil {
		return nothing, c.failPath(it, err)
	}
	return ok(c.wireStatusBody(s, c.wants("descriptions"))), nil
}

func (a *API) deleteStatus(c *call) (answer, error) {
	_, s, err := a.statusOf(c)
	if err != nil {
		return nothing, err
	}
	return nothing, a.Pipelines.DeleteStatus(c.ctx(), c.who, s.ID, 0)
}
