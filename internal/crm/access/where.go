package access

import (
	"slices"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// The conditions that need no record to be answered.
const (
	everything = "1 = 1"
	nothing    = "1 = 0"
)

// Where is the condition that the actor may do the action with the row alias, which must have responsible_id and,
// for deals, status_id. Its text depends only on the shape of the rights, never on who the users are.
func Where(b *db.Builder, who tenant.Actor, kind crm.Kind, action, alias string) string {
	base := who.Scope(string(kind), action)
	cond := scopeWhere(b, who, base, alias)
	if kind != crm.Deal || who.Admin || cond == nothing {
		return cond
	}
	for _, narrow := range []tenant.Scope{tenant.ScopeNone, tenant.ScopeOwn, tenant.ScopeGroup} {
		ids := narrowed(who, action, base, narrow)
		if len(ids) == 0 {
			continue
		}
		cond += " AND (NOT (" + db.In(b, alias+".status_id", ids) + ") OR " + scopeWhere(b, who, narrow, alias) + ")"
	}
	return "(" + cond + ")"
}

// All reports whether Where holds for every row.
func All(who tenant.Actor, kind crm.Kind, action string) bool {
	if who.Scope(string(kind), action) != tenant.ScopeAll {
		return false
	}
	if who.Admin || kind != crm.Deal {
		return true
	}
	for _, actions := range who.Rights.Statuses {
		if s, ok := actions[action]; ok && s != tenant.ScopeAll {
			return false
		}
	}
	return true
}

// Responsibles are the only users whose records the actor may do the action with; all is true when there is no such bound.
func Responsibles(who tenant.Actor, kind crm.Kind, action string) (users []tenant.UserID, all bool) {
	switch who.Scope(string(kind), action) {
	case tenant.ScopeAll:
		return nil, true
	case tenant.ScopeGroup:
		return group(who), false
	case tenant.ScopeOwn:
		return []tenant.UserID{who.UserID}, false
	}
	return nil, false
}

func scopeWhere(b *db.Builder, who tenant.Actor, s tenant.Scope, alias string) string {
	switch s {
	case tenant.ScopeAll:
		return everything
	case tenant.ScopeGroup:
		return db.In(b, alias+".responsible_id", group(who))
	case tenant.ScopeOwn:
		return alias + ".responsible_id = " + b.Arg(int64(who.UserID))
	}
	return nothing
}

func group(who tenant.Actor) []tenant.UserID {
	if slices.Contains(who.Members, who.UserID) {
		return who.Members
	}
	return append(slices.Clone(who.Members), who.UserID)
}

// narrowed are the statuses in which the action reaches only as far as narrow, which is less than base. Sorted, so that
// equal rights make equal statements.
func narrowed(who tenant.Actor, action string, base, narrow tenant.Scope) []crm.StatusID {
	var ids []crm.StatusID
	for id, actions := range who.Rights.Statuses {
		s, ok := actions[action]
		if ok && s == narrow && s != base && tenant.Narrower(s, base) == s {
			ids = append(ids, crm.StatusID(id))
		}
	}
	slices.Sort(ids)
	return ids
}
