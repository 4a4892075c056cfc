package entity

import (
	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Seen is the condition that a card of the kind, whose id stands in a column, exists and may be viewed by the actor:
// for lists of what hangs on cards.
func Seen(b *db.Builder, who tenant.Actor, kind crm.Kind, idColumn string) string {
	return seenFor(b, who, access.View, kind, idColumn)
}

// Exported is Seen for what leaves the account as a file: the actor may export the card.
func Exported(b *db.Builder, who tenant.Actor, kind crm.Kind, idColumn string) string {
	return seenFor(b, who, access.Export, kind, idColumn)
}

func seenFor(b *db.Builder, who tenant.Actor, action string, kind crm.Kind, idColumn string) string {
	table, ok := tables[kind]
	if !ok {
		return "1 = 0"
	}
	return "EXISTS (SELECT 1 FROM " + table + " seen WHERE seen.account_id = " + b.Arg(who.AccountID) + " AND seen.id = " + idColumn +
		" AND seen.deleted_at IS NULL AND " + access.Where(b, who, kind, action, "seen") + ")"
}
