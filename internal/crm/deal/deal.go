// Package deal holds deals: their creation with the people and the company they are about, moves between statuses,
// closing and reopening, and the board of a pipeline. What deals share with other cards stands in crm/entity.
package deal

import (
	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
)

// MaxPrice is the largest budget in minor units; browsers keep whole numbers exact up to nine times as much.
const MaxPrice crm.Money = 1_000_000_000_000_000

// MaxContacts is the most people one deal may have.
const MaxContacts = 100

// Deal is one possible sale.
type Deal struct {
	entity.Card
	Price           crm.Money
	PipelineID      crm.PipelineID
	StatusID        crm.StatusID
	IsClosed        bool
	LossReasonID    *crm.LossReasonID
	CompanyID       *crm.CompanyID
	MainContactID   *crm.ContactID
	StatusChangedAt int64
	ClosedAt        *int64

	// CompanyName and Contacts are filled by the verbs that read; the board knows only the main contact.
	CompanyName string
	Contacts    []Person
	NextTask    *entity.NextTask
}

// Person is a contact of a deal, the main one first. Phone and Email are the first ones as people read them, empty when
// the reader may not see the contact.
type Person struct {
	ID     crm.ContactID
	Name   string
	IsMain bool
	Phone  string
	Email  string
}

// New is a deal to be created, with the people and the company it is about. Without a pipeline it goes to the main one,
// without a status to the first. Without a name it is called by its contact or company.
type New struct {
	entity.New
	Price        crm.Money
	PipelineID   crm.PipelineID
	StatusID     crm.StatusID
	LossReasonID crm.LossReasonID
	// ClosedAt is for deals that were closed elsewhere before; 0 is now. It counts only in a closing status.
	ClosedAt int64
	// CompanyID is an existing company, Company one to be created.
	CompanyID crm.CompanyID
	Company   *contact.NewCompany
	Contacts  []NewPerson
}

// NewPerson is a contact of a new deal: an existing one, or one to be created. Without a mark the first is the main one.
type NewPerson struct {
	ID     crm.ContactID
	New    *contact.New
	IsMain bool
}

// Patch is a change of a deal; nil is "leave it".
type Patch struct {
	entity.Patch
	Price *crm.Money
	// StatusID moves the deal, to another pipeline when the status is one of it. PipelineID alone moves it to the first
	// status there.
	StatusID   *crm.StatusID
	PipelineID *crm.PipelineID
	// LossReasonID says why a deal was lost; 0 takes the reason away. Comment goes into the event of a move.
	LossReasonID *crm.LossReasonID
	Comment      string
	// CompanyID 0 takes the company away.
	CompanyID *crm.CompanyID
	// Base is what the client saw of the properties it changes (see entity.Patch.Version).
	Base *Patch
}

// Move is where a deal goes.
type Move struct {
	StatusID     crm.StatusID
	LossReasonID crm.LossReasonID
	Comment      string
	// Price is the final budget that winning asks for; nil leaves it.
	Price *crm.Money
}

var shape = entity.Shape[Deal]{
	Kind: crm.Deal,
	Own: []string{
		"price", "pipeline_id", "status_id", "is_closed", "loss_reason_id", "company_id", "main_contact_id",
		"status_changed_at", "closed_at",
	},
	Card: func(d *Deal) *entity.Card { return &d.Card },
	Dest: func(d *Deal) []any {
		return []any{
			&d.Price, &d.PipelineID, &d.StatusID, &d.IsClosed, &d.LossReasonID, &d.CompanyID, &d.MainContactID,
			&d.StatusChangedAt, &d.ClosedAt,
		}
	},
	Args: func(d *Deal) []any {
		return []any{
			d.Price, d.PipelineID, d.StatusID, d.IsClosed, d.LossReasonID, d.CompanyID, d.MainContactID,
			d.StatusChangedAt, d.ClosedAt,
		}
	},
	Status: func(d *Deal) crm.StatusID { return d.StatusID },
	Facts:  (*Deal).facts,
}

// Service is what can be done with deals.
type Service struct {
	*entity.Book[Deal]
	contacts  *contact.Contacts
	companies *contact.Companies
	pipelines *pipeline.Service
}

// NewService makes the service; it tells the pipelines who moves deals out of a status that is being deleted.
func NewService(d *db.DB, pipelines *pipeline.Service, contacts *contact.Contacts, companies *contact.Companies) *Service {
	s := &Service{contacts: contacts, companies: companies, pipelines: pipelines}
	s.Book = &entity.Book[Deal]{DB: d, Fields: contacts.Fields, Lists: contacts.Lists, Shape: shape, Dress: s.dress}
	pipelines.UseDeals(s)
	return s
}

func checkPrice(c *errs.Collect, price crm.Money) {
	switch {
	case price < 0:
		c.Add("price", "must not be negative")
	case price > MaxPrice:
		c.Add("price", "is more money than fits, give a smaller amount")
	}
}
