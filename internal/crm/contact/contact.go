// Package contact holds people and companies: what they are called, which company a person belongs to, and the verbs
// for both. What they share with deals stands in crm/entity.
package contact

import (
	"maps"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/errs"
)

// Contact is a person.
type Contact struct {
	entity.Card
	// FirstName and LastName are empty for a person whose name was given whole.
	FirstName string
	LastName  string
	CompanyID *crm.CompanyID
	// CompanyName is that of the company, empty when there is none or the reader may not see it.
	CompanyName string
}

// Company is a company.
type Company struct{ entity.Card }

// New is a person to be created. Without a name they are called by FirstName and LastName, or by their phone or e-mail.
type New struct {
	entity.New
	FirstName string
	LastName  string
	CompanyID *crm.CompanyID
	// Phone and Email go into the first field of that type, when Fields gives it nothing.
	Phone, Email string
}

// NewCompany is a company to be created.
type NewCompany struct {
	entity.New
	// Phone and Email go into the first field of that type, when Fields gives it nothing.
	Phone, Email string
}

// Patch is a change of a person; nil is "leave it".
type Patch struct {
	entity.Patch
	FirstName *string
	LastName  *string
	// CompanyID 0 takes the company away.
	CompanyID *crm.CompanyID
	// Base is what the client saw of the properties it changes (see entity.Patch.Version).
	Base *Patch
}

// CompanyPatch is a change of a company; nil is "leave it".
type CompanyPatch struct {
	entity.Patch
	// Base is what the client saw of the properties it changes (see entity.Patch.Version).
	Base *entity.Patch
}

var contactShape = entity.Shape[Contact]{
	Kind: crm.Contact,
	Own:  []string{"first_name", "last_name", "company_id"},
	Card: func(c *Contact) *entity.Card { return &c.Card },
	Dest: func(c *Contact) []any { return []any{&c.FirstName, &c.LastName, &c.CompanyID} },
	Args: func(c *Contact) []any { return []any{c.FirstName, c.LastName, c.CompanyID} },
}

var companyShape = entity.Shape[Company]{
	Kind: crm.Company,
	Card: func(c *Company) *entity.Card { return &c.Card },
	Dest: func(*Company) []any { return nil },
	Args: func(*Company) []any { return nil },
}

// fullName is a name put together from its parts.
func fullName(first, last string) string { return strings.TrimSpace(first + " " + last) }

// withReach adds a phone and an e-mail to the fields of a new card.
func withReach(d *entity.Desk, fields map[crm.FieldID]any, phone, email string) map[crm.FieldID]any {
	out := fields
	for typ, value := range map[string]string{"phone": phone, "email": email} {
		f, ok := d.Seen.FirstOf(typ)
		if value = strings.TrimSpace(value); value == "" || !ok || fields[f.ID] != nil {
			continue
		}
		out = maps.Clone(out)
		if out == nil {
			out = map[crm.FieldID]any{}
		}
		out[f.ID] = []any{value}
	}
	return out
}

// nameless is a name for a card without one: its phone or e-mail.
func nameless(d *entity.Desk, card *entity.Card) error {
	if card.Name != "" {
		return nil
	}
	for _, typ := range []string{"phone", "email"} {
		f, ok := d.Fields.FirstOf(typ)
		if ok && card.Data.Has(f.ID) {
			var c errs.Collect
			card.Name = entity.CleanName(&c, "name", f.ToText(card.Data[f.ID][:1], d.Env))
			return c.Result()
		}
	}
	return errs.Invalid("name", "is empty, give a name, a phone or an e-mail address")
}
