package v1

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/tenant"
)

// DealView is a possible sale.
type DealView struct {
	CardView
	Price           crm.Money         `json:"price" doc:"The budget in minor units"`
	PipelineID      crm.PipelineID    `json:"pipeline_id"`
	StatusID        crm.StatusID      `json:"status_id"`
	IsClosed        bool              `json:"is_closed"`
	LossReasonID    *crm.LossReasonID `json:"loss_reason_id"`
	Company         *LinkedCard       `json:"company,omitempty"`
	Contacts        []DealPerson      `json:"contacts" doc:"The main one first"`
	NextTask        *entity.NextTask  `json:"next_task,omitempty" doc:"Its nearest open task"`
	StatusChangedAt int64             `json:"status_changed_at"`
	ClosedAt        *int64            `json:"closed_at"`
}

// DealPerson is a contact of a deal. Phone and email are empty when you may not see the contact.
type DealPerson struct {
	ID     crm.ContactID `json:"id"`
	Name   string        `json:"name"`
	IsMain bool          `json:"is_main"`
	Phone  string        `json:"phone"`
	Email  string        `json:"email"`
}

func toDeal(who tenant.Actor) func(deal.Deal) DealView {
	return func(d deal.Deal) DealView {
		return DealView{
			CardView: toCard(who, d.Card, d.StatusID), Price: d.Price, PipelineID: d.PipelineID, StatusID: d.StatusID,
			IsClosed: d.IsClosed, LossReasonID: d.LossReasonID, Company: linked(d.CompanyID, d.CompanyName),
			Contacts: convertAll(d.Contacts, func(p deal.Person) DealPerson { return DealPerson(p) }),
			NextTask: d.NextTask, StatusChangedAt: d.StatusChangedAt, ClosedAt: d.ClosedAt,
		}
	}
}

func (a *API) listDeals(ctx context.Context, who tenant.Actor, in *cardListInput) (Page[DealView], error) {
	query, err := in.query()
	if err != nil {
		return Page[DealView]{}, err
	}
	p, err := a.Deals.List(ctx, who, query)
	return Page[DealView]{convertAll(p.Items, toDeal(who)), p.Next}, err
}

func (a *API) countDeals(ctx context.Context, who tenant.Actor, in *countInput) (Total, error) {
	filter, err := parseFilter(in.Filter)
	if err != nil {
		return Total{}, err
	}
	t, err := a.Deals.Count(ctx, who, filter, maxCount)
	return Total(t), err
}

func (a *API) findDeal(ctx context.Context, who tenant.Actor, in *IDInput) (DealView, error) {
	d, err := a.Deals.Find(ctx, who, crm.ID(in.ID))
	return toDeal(who)(d), err
}

// DealBody describes a new deal with the people and the company it is about.
type DealBody struct {
	CardBody
	Price      crm.Money      `json:"price,omitempty"`
	PipelineID crm.PipelineID `json:"pipeline_id,omitempty" doc:"Else the main one"`
	StatusID   crm.StatusID   `json:"status_id,omitempty" doc:"Else the first"`
	Company    *DealCompany   `json:"company,omitempty"`
	Contacts   []NewPerson    `json:"contacts,omitempty"`
}

// DealCompany is an existing company by id, or a new one.
type DealCompany struct {
	ID crm.CompanyID `json:"id,omitempty"`
	CompanyBody
}

// NewPerson is an existing contact by id, or a new one.
type NewPerson struct {
	ID     crm.ContactID `json:"id,omitempty"`
	IsMain bool          `json:"is_main,omitempty"`
	ContactBody
}

func (b DealBody) deal() (deal.New, error) {
	card, err := b.CardBody.new()
	if err != nil {
		return deal.New{}, err
	}
	n := deal.New{New: card, Price: b.Price, PipelineID: b.PipelineID, StatusID: b.StatusID}
	if c := b.Company; c != nil {
		n.CompanyID = c.ID
		if c.ID == 0 {
			card, err := c.CardBody.new()
			if err != nil {
				return n, err
			}
			n.Company = &contact.NewCompany{New: card, Phone: c.Phone, Email: c.Email}
		}
	}
	for _, p := range b.Contacts {
		person := deal.NewPerson{ID: p.ID, IsMain: p.IsMain}
		if p.ID == 0 {
			c, err := p.ContactBody.contact()
			if err != nil {
				return n, err
			}
			person.New = &c
		}
		n.Contacts = append(n.Contacts, person)
	}
	return n, nil
}

type dealInput struct{ Body DealBody }

func (a *API) createDeal(ctx context.Context, who tenant.Actor, in *dealInput) (DealView, error) {
	n, err := in.Body.deal()
	if err != nil {
		return DealView{}, err
	}
	d, err := a.Deals.Create(ctx, who, n)
	return toDeal(who)(d), err
}

// DealPatch is a change of a deal.
type DealPatch struct {
	CardPatch
	DealChange
	Base *DealBase `json:"base,omitempty" doc:"What you saw of the properties you change"`
}

// DealChange is what only deals have.
type DealChange struct {
	Price        *crm.Money        `json:"price,omitempty"`
	PipelineID   *crm.PipelineID   `json:"pipeline_id,omitempty" doc:"Alone it moves the deal to the first stage there"`
	StatusID     *crm.StatusID     `json:"status_id,omitempty"`
	LossReasonID *crm.LossReasonID `json:"loss_reason_id,omitempty" doc:"0 takes the reason away"`
	CompanyID    *crm.CompanyID    `json:"company_id,omitempty" doc:"0 takes the company away"`
}

// DealBase is what you saw of a deal.
type DealBase struct {
	CardPatch
	DealChange
}

func (b DealBase) deal() (deal.Patch, error) {
	card, err := b.CardPatch.patch()
	return deal.Patch{
		Patch: card, Price: b.Price, PipelineID: b.PipelineID, StatusID: b.StatusID, LossReasonID: b.LossReasonID,
		CompanyID: b.CompanyID,
	}, err
}

func (p DealPatch) deal() (deal.Patch, error) {
	out, err := DealBase{p.CardPatch, p.DealChange}.deal()
	if err != nil || p.Base == nil {
		return out, err
	}
	seen, err := p.Base.deal()
	out.Base = &seen
	return out, err
}

type dealPatchInput struct {
	IDInput
	Body DealPatch
}

func (a *API) updateDeal(ctx context.Context, who tenant.Actor, in *dealPatchInput) (DealView, error) {
	p, err := in.Body.deal()
	if err != nil {
		return DealView{}, err
	}
	d, err := a.Deals.Update(ctx, who, crm.ID(in.ID), p)
	return toDeal(who)(d), err
}

// MoveBody is where a deal goes. Fields fills, in the same change, what the stage asks for.
type MoveBody struct {
	StatusID     crm.StatusID     `json:"status_id"`
	LossReasonID crm.LossReasonID `json:"loss_reason_id,omitempty"`
	Comment      string           `json:"comment,omitempty"`
	Price        *crm.Money       `json:"price,omitempty" doc:"The final budget of a won deal"`
	Fields       map[string]any   `json:"fields,omitempty" doc:"Values the stage asks for, written in the same change"`
}

type moveInput struct {
	IDInput
	Body MoveBody
}

func (a *API) moveDeal(ctx context.Context, who tenant.Actor, in *moveInput) (DealView, error) {
	b := in.Body
	fields, err := fieldValues(b.Fields)
	if err != nil {
		return DealView{}, err
	}
	p := deal.Patch{Patch: entity.Patch{Fields: fields}, StatusID: &b.StatusID, Price: b.Price, Comment: b.Comment, LossReasonID: given(b.LossReasonID)}
	d, err := a.Deals.Update(ctx, who, crm.ID(in.ID), p)
	return toDeal(who)(d), err
}

func (a *API) deleteDeal(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Deals.Delete(ctx, who, crm.ID(in.ID))
}

func (a *API) restoreDeal(ctx context.Context, who tenant.Actor, in *IDInput) (DealView, error) {
	d, err := a.Deals.Restore(ctx, who, crm.ID(in.ID))
	return toDeal(who)(d), err
}

// LinkBody says whether a linked contact is the main one.
type LinkBody struct {
	IsMain bool `json:"is_main,omitempty"`
}

type linkInput struct {
	IDInput
	ContactID int64 `path:"contact_id" minimum:"1"`
	Body      LinkBody
}

func (a *API) linkContact(ctx context.Context, who tenant.Actor, in *linkInput) (DealView, error) {
	d, err := a.Deals.Link(ctx, who, crm.ID(in.ID), crm.ID(in.ContactID), in.Body.IsMain)
	return toDeal(who)(d), err
}

type unlinkInput struct {
	IDInput
	ContactID int64 `path:"contact_id" minimum:"1"`
}

func (a *API) unlinkContact(ctx context.Context, who tenant.Actor, in *unlinkInput) (DealView, error) {
	d, err := a.Deals.Unlink(ctx, who, crm.ID(in.ID), crm.ID(in.ContactID))
	return toDeal(who)(d), err
}
