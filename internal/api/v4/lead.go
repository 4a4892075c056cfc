package v4

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/errs"
)

// leadBody is a deal in the words of the wire. price is in whole major units; an exact one stands beside it when it
// has a fraction.
type leadBody struct {
	ID                     int64         `json:"id"`
	Name                   string        `json:"name"`
	Price                  int64         `json:"price"`
	PriceWithMinorUnits    *jsonNumber   `json:"price_with_minor_units,omitempty"`
	ResponsibleUserID      int64         `json:"responsible_user_id"`
	GroupID                int64         `json:"group_id"`
	StatusID               int64         `json:"status_id"`
	PipelineID             int64         `json:"pipeline_id"`
	LossReasonID           *int64        `json:"loss_reason_id"`
	CreatedBy              int64         `json:"created_by"`
	UpdatedBy              int64         `json:"updated_by"`
	CreatedAt              int64         `json:"created_at"`
	UpdatedAt              int64         `json:"updated_at"`
	ClosedAt               *int64        `json:"closed_at"`
	ClosestTaskAt          *int64        `json:"closest_task_at"`
	IsDeleted              bool          `json:"is_deleted"`
	CustomFieldsValues     []fieldValues `json:"custom_fields_values"`
	Score                  *int64        `json:"score"`
	AccountID              int64         `json:"account_id"`
	LaborCost              *int64        `json:"labor_cost"`
	IsPriceComputed        bool          `json:"is_price_computed"`
	IsPriceModifiedByRobot *bool         `json:"is_price_modified_by_robot,omitempty"`
	SourceID               *nullable     `json:"source_id,omitempty"`
	Links                  links         `json:"_links"`
	Embedded               leadEmbedded  `json:"_embedded"`
}

// nullable is a key that is null when present at all.
type nullable struct{}

// MarshalJSON writes null.
func (nullable) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

type leadEmbedded struct {
	Tags            []tagBody         `json:"tags"`
	Companies       []entityLink      `json:"companies"`
	Contacts        *[]entityLink     `json:"contacts,omitempty"`
	CatalogElements *[]struct{}       `json:"catalog_elements,omitempty"`
	LossReason      *[]lossReasonBody `json:"loss_reason,omitempty"`
	Source          *struct{}         `json:"source,omitempty"`
}

func optional[T ~int64](id *T) *int64 {
	if id == nil {
		return nil
	}
	return new(int64(*id))
}

func (c *call) wireLead(d deal.Deal, w world, reasons []pipeline.LossReason) leadBody {
	whole, exact := c.majorPrice(d.Price)
	body := leadBody{
		ID: int64(d.ID), Name: d.Name, Price: whole, PriceWithMinorUnits: exact, ResponsibleUserID: int64(d.ResponsibleID),
		GroupID: w.group(d.ResponsibleID), StatusID: wireStatusID(w.pipelines, d.StatusID), PipelineID: int64(d.PipelineID),
		LossReasonID: optional(d.LossReasonID), CreatedBy: int64(d.CreatedBy), UpdatedBy: int64(d.UpdatedBy),
		CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt, ClosedAt: d.ClosedAt, ClosestTaskAt: d.NextTaskAt,
		IsDeleted: d.DeletedAt != nil, CustomFieldsValues: readValues(w.fields, d.Data, w.env), AccountID: int64(c.who.AccountID),
		Links:    c.self("leads", int64(d.ID)),
		Embedded: leadEmbedded{Tags: wireTags(crm.Deal, d.Tags), Companies: c.companyLinks(d.CompanyID, d.CompanyName)},
	}
	for _, word := range c.query.at("with").words() {
		body.with(c, word, d, reasons)
	}
	return body
}

func (body *leadBody) with(c *call, word string, d deal.Deal, reasons []pipeline.LossReason) {
	switch word {
	case "contacts":
		people := []entityLink{}
		for _, p := range d.Contacts {
			l := c.linkTo(crm.Contact, p.ID)
			l.IsMain = new(p.IsMain)
			people = append(people, l)
		}
		body.Embedded.Contacts = &people
	case "catalog_elements":
		body.Embedded.CatalogElements = &[]struct{}{}
	case "loss_reason":
		list := []lossReasonBody{}
		for _, r := range reasons {
			if d.LossReasonID != nil && r.ID == *d.LossReasonID {
				list = append(list, c.wireLossReason(r))
			}
		}
		body.Embedded.LossReason = &list
	case "is_price_modified_by_robot":
		body.IsPriceModifiedByRobot = new(false)
	case "source_id":
		body.SourceID = &nullable{}
	}
}

// companyLinks is the one company of a card, none when the reader may not see it.
func (c *call) companyLinks(id *crm.CompanyID, name string) []entityLink {
	if id == nil || name == "" {
		return []entityLink{}
	}
	return []entityLink{c.linkTo(crm.Company, *id)}
}

func (a *API) listLeads(c *call) (answer, error) {
	w, err := a.world(c, crm.Deal)
	if err != nil {
		return nothing, err
	}
	q, p, err := c.cardQuery(crm.Deal, w)
	if err != nil {
		return nothing, err
	}
	found, err := a.Deals.List(c.ctx(), c.who, q)
	if err != nil {
		return nothing, err
	}
	if c.wants("only_deleted") {
		return listFrom(c, "leads", mapTo(found.Items, func(d deal.Deal) deletedCard { return c.wireDeleted(d.Card) }), p, found.Next), nil
	}
	reasons, err := a.reasonsIfWanted(c)
	if err != nil {
		return nothing, err
	}
	return listFrom(c, "leads", mapTo(found.Items, func(d deal.Deal) leadBody { return c.wireLead(d, w, reasons) }), p, found.Next), nil
}

func mapTo[A, B any](list []A, fn func(A) B) []B {
	out := make([]B, len(list))
	for i, v := range list {
		out[i] = fn(v)
	}
	return out
}

func (a *API) reasonsIfWanted(c *call) ([]pipeline.LossReason, error) {
	if !c.wants("loss_reason") {
		return nil, nil
	}
	return a.Pipelines.LossReasons(c.ctx(), c.who.AccountID)
}

func (a *API) getLead(c *call) (answer, error) {
	d, err := a.Deals.Find(c.ctx(), c.who, crm.DealID(c.id("id")))
	if errs.Is(err, errs.CodeNotFound) {
		return nothing, nil
	}
	if err != nil {
		return nothing, err
	}
	w, err := a.world(c, crm.Deal)
	if err != nil {
		return nothing, err
	}
	reasons, err := a.reasonsIfWanted(c)
	return ok(c.wireLead(d, w, reasons)), err
}

// linkedPages bounds how many pages of linked cards one answer gathers.
const linkedPages = 10

// dealsOf are the deals the actor may see that have one of the cards: field is "contact" or "company".
func (a *API) dealsOf(c *call, field string, ids []crm.ID) ([]deal.Deal, error) {
	return gather(c.ctx(), ids, field, func(ctx context.Context, q entity.Query) (entity.PageOf[deal.Deal], error) {
		return a.Deals.List(ctx, c.who, q)
	})
}

// gather reads the cards linked to some others, a bounded number of long pages.
func gather[T any](ctx context.Context, ids []crm.ID, field string, list func(context.Context, entity.Query) (entity.PageOf[T], error)) ([]T, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var out []T
	q := entity.Query{Filter: among(field, mapTo(ids, func(id crm.ID) int64 { return int64(id) })), Sort: "id", Limit: entity.MaxLimit}
	for range linkedPages {
		found, err := list(ctx, q)
		if err != nil {
			return nil, err
		}
		out = append(out, found.Items...)
		if q.After = found.Next; q.After == "" {
			break
		}
	}
	return out, nil
}
