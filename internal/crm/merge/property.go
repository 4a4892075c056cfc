package merge

import (
	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/timeline"
	"voronka/internal/tenant"
)

// property is one thing of a card that is chosen as a whole, beside its custom fields.
type property[T any] struct {
	key string
	// value is what a reader is shown; nil is none.
	value func(*T) any
	// take gives the first card what the second has.
	take func(to, from *T)
	// same compares what take takes.
	same func(a, b *T) bool
	// tell is the event of a change, if it has one beside those of every card.
	tell func(old, now *T, names map[crm.Ref]string) []timeline.Change
}

// single is a property that stands in one place, zero when there is none.
func single[T any, V comparable](key string, at func(*T) *V) property[T] {
	return property[T]{
		key: key,
		value: func(v *T) any {
			var none V
			if *at(v) == none {
				return nil
			}
			return *at(v)
		},
		take: func(to, from *T) { *at(to) = *at(from) },
		same: func(a, b *T) bool { return *at(a) == *at(b) },
	}
}

// pointer is a property that points at another card.
func pointer[T any](key string, at func(*T) **crm.ID) property[T] {
	return property[T]{
		key: key,
		value: func(v *T) any {
			if *at(v) == nil {
				return nil
			}
			return **at(v)
		},
		take: func(to, from *T) { *at(to) = *at(from) },
		same: func(a, b *T) bool { return orZero(*at(a)) == orZero(*at(b)) },
	}
}

func orZero[V ~int64](id *V) V {
	if id == nil {
		return 0
	}
	return *id
}

// company is the company of a card, with the events of leaving one and joining another.
func company[T any](kind crm.Kind, at func(*T) **crm.ID) property[T] {
	p := pointer("company_id", at)
	p.tell = func(old, now *T, names map[crm.Ref]string) (out []timeline.Change) {
		for _, end := range []struct {
			id   *crm.ID
			what string
		}{{*at(old), "unlinked"}, {*at(now), "linked"}} {
			if end.id != nil {
				ref := crm.Ref{Kind: crm.Company, ID: *end.id}
				out = append(out, entity.Link(kind, end.what, ref, names[ref]))
			}
		}
		return out
	}
	return p
}

var companyProperties = []property[contact.Company]{
	single("name", func(c *contact.Company) *string { return &c.Name }),
	single("responsible_id", func(c *contact.Company) *tenant.UserID { return &c.ResponsibleID }),
}

var contactProperties = []property[contact.Contact]{
	{
		key:   "name",
		value: func(c *contact.Contact) any { return c.Name },
		take: func(to, from *contact.Contact) {
			to.Name, to.FirstName, to.LastName = from.Name, from.FirstName, from.LastName
		},
		same: func(a, b *contact.Contact) bool {
			return a.Name == b.Name && a.FirstName == b.FirstName && a.LastName == b.LastName
		},
	},
	single("responsible_id", func(c *contact.Contact) *tenant.UserID { return &c.ResponsibleID }),
	company(crm.Contact, func(c *contact.Contact) **crm.ID { return &c.CompanyID }),
}

var dealProperties = []property[deal.Deal]{
	single("name", func(d *deal.Deal) *string { return &d.Name }),
	priceProperty(),
	{
		key:   "status_id",
		value: func(d *deal.Deal) any { return d.StatusID },
		take: func(to, from *deal.Deal) {
			to.PipelineID, to.StatusID, to.IsClosed = from.PipelineID, from.StatusID, from.IsClosed
			to.LossReasonID, to.StatusChangedAt, to.ClosedAt = from.LossReasonID, from.StatusChangedAt, from.ClosedAt
		},
		same: func(a, b *deal.Deal) bool {
			return a.StatusID == b.StatusID && orZero(a.LossReasonID) == orZero(b.LossReasonID)
		},
		tell: func(old, now *deal.Deal, _ map[crm.Ref]string) []timeline.Change {
			if old.StatusID == now.StatusID {
				return []timeline.Change{{
					Kind:   "deal.loss_reason_changed",
					Before: map[string]any{"loss_reason_id": old.LossReasonID}, After: map[string]any{"loss_reason_id": now.LossReasonID},
				}}
			}
			after := where(now)
			if now.LossReasonID != nil {
				after["loss_reason_id"] = *now.LossReasonID
			}
			return []timeline.Change{{Kind: "deal.status_changed", Before: where(old), After: after}}
		},
	},
	single("responsible_id", func(d *deal.Deal) *tenant.UserID { return &d.ResponsibleID }),
	mainContactProperty(),
	company(crm.Deal, func(d *deal.Deal) **crm.ID { return &d.CompanyID }),
}

func priceProperty() property[deal.Deal] {
	p := single("price", func(d *deal.Deal) *crm.Money { return &d.Price })
	p.tell = func(old, now *deal.Deal, _ map[crm.Ref]string) []timeline.Change {
		return []timeline.Change{{
			Kind:   "deal.budget_changed",
			Before: map[string]any{"price": old.Price}, After: map[string]any{"price": now.Price},
		}}
	}
	return p
}

func mainContactProperty() property[deal.Deal] {
	p := pointer("main_contact_id", func(d *deal.Deal) **crm.ID { return &d.MainContactID })
	p.tell = func(old, now *deal.Deal, _ map[crm.Ref]string) []timeline.Change {
		return []timeline.Change{{
			Kind:   "deal.main_contact_changed",
			Before: map[string]any{"contact_id": old.MainContactID}, After: map[string]any{"contact_id": now.MainContactID},
		}}
	}
	return p
}

func where(d *deal.Deal) map[string]any {
	return map[string]any{"pipeline_id": d.PipelineID, "status_id": d.StatusID}
}
