// Package entity holds what all kinds of cards share: values of custom fields, tags, the next task, the filter and the
// lists it makes, and the question who may see a card. The rows themselves belong to deal and contact.
package entity

import (
	"voronka/internal/crm"
	"voronka/internal/tenant"
)

// Card is what a deal, a contact and a company have in common.
type Card struct {
	crm.Ref
	Name          string
	ResponsibleID tenant.UserID
	Data          Values
	// Tags are not part of the row: TagsOf fills them for a whole list at once.
	Tags       []Tag
	NextTaskAt *int64
	CreatedBy  tenant.UserID
	UpdatedBy  tenant.UserID
	CreatedAt  int64
	UpdatedAt  int64
	DeletedAt  *int64
	Version    int64
}

// Columns are the columns of a card's row in the order of Dest, each with the alias of the table before it.
func Columns(alias string) string {
	a := alias + "."
	return a + "id, " + a + "name, " + a + "responsible_id, " + a + "data, " + a + "next_task_at, " + a + "created_by, " +
		a + "updated_by, " + a + "created_at, " + a + "updated_at, " + a + "deleted_at, " + a + "version"
}

// Dest is where a row with Columns is scanned to; further columns of the kind may be appended.
func (c *Card) Dest() []any {
	return []any{
		&c.ID, &c.Name, &c.ResponsibleID, &c.Data, &c.NextTaskAt, &c.CreatedBy,
		&c.UpdatedBy, &c.CreatedAt, &c.UpdatedAt, &c.DeletedAt, &c.Version,
	}
}

// tables are the tables of the kinds; the text is ours, never input.
var tables = map[crm.Kind]string{crm.Deal: "deals", crm.Contact: "contacts", crm.Company: "companies"}
