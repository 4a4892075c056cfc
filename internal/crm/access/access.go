// Package access says who may do what with which records: it asks the rights an actor carries, puts them into
// statements as conditions, and keeps the roles they come from.
//
// A record that may not be viewed is not found; one that may be viewed but not changed is forbidden.
package access

import (
	"voronka/internal/crm"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// The actions a right is given for.
const (
	View   = "view"
	Create = "create"
	Edit   = "edit"
	Delete = "delete"
	Export = "export"
)

// Actions lists every action, in the order people see them.
var Actions = []string{Create, View, Edit, Delete, Export}

// Kinds lists every kind of record that rights are given for.
var Kinds = []crm.Kind{crm.Deal, crm.Contact, crm.Company, crm.Task}

// The rights without a scope.
const (
	ExtraImport   = "import"
	ExtraSettings = "settings"
	ExtraEvents   = "events"
)

// Extras lists every right without a scope.
var Extras = []string{ExtraImport, ExtraSettings, ExtraEvents}

// Check asks whether the actor may do the action with a record of that responsible user. A record outside the
// actor's view is not found; otherwise the answer is forbidden and names the right.
func Check(who tenant.Actor, kind crm.Kind, action string, responsible tenant.UserID) error {
	return check(who, kind, action, responsible, 0)
}

// CheckDeal is Check for a deal, whose status may narrow the right.
func CheckDeal(who tenant.Actor, action string, responsible tenant.UserID, status crm.StatusID) error {
	return check(who, crm.Deal, action, responsible, status)
}

// Can is CheckDeal without words: for the computed rights a card carries to the client. Status is 0 for other kinds.
func Can(who tenant.Actor, kind crm.Kind, action string, responsible tenant.UserID, status crm.StatusID) bool {
	return who.Covers(scope(who, kind, action, status), responsible)
}

func check(who tenant.Actor, kind crm.Kind, action string, responsible tenant.UserID, status crm.StatusID) error {
	if Can(who, kind, action, responsible, status) {
		return nil
	}
	if action != Create && !Can(who, kind, View, responsible, status) {
		return NotFound(kind)
	}
	return missing(kind, action)
}

// Any asks whether the actor may do the action with some records of the kind at all, before the record is known.
func Any(who tenant.Actor, kind crm.Kind, action string) error {
	if who.Scope(string(kind), action) == tenant.ScopeNone {
		return missing(kind, action)
	}
	return nil
}

func missing(kind crm.Kind, action string) error {
	return errs.Forbidden("you have no right to %s %s, ask an administrator for it", actionTerms[action], kindTerms[kind])
}

// NotFound says that there is no such card, or none this actor may know of.
func NotFound(kind crm.Kind) error {
	switch kind {
	case crm.Deal:
		return errs.NotFound("there is no such deal")
	case crm.Contact:
		return errs.NotFound("there is no such contact")
	case crm.Company:
		return errs.NotFound("there is no such company")
	case crm.Task:
		return errs.NotFound("there is no such task")
	}
	return errs.NotFound("there is no such record")
}

// The words of the messages; each has a translation of its own.
var (
	actionTerms = map[string]lang.Term{Create: "create", View: "view", Edit: "edit", Delete: "delete", Export: "export"}
	kindTerms   = map[crm.Kind]lang.Term{crm.Deal: "deals", crm.Contact: "contacts", crm.Company: "companies", crm.Task: "tasks"}
	extraTerms  = map[string]lang.Term{ExtraImport: "import data", ExtraSettings: "change settings", ExtraEvents: "read the event list"}
)

// scope is the narrower of the right for the kind and the one for the status.
func scope(who tenant.Actor, kind crm.Kind, action string, status crm.StatusID) tenant.Scope {
	s := who.Scope(string(kind), action)
	if who.Admin || kind != crm.Deal {
		return s
	}
	if narrow, ok := who.Rights.Statuses[int64(status)][action]; ok {
		return tenant.Narrower(s, narrow)
	}
	return s
}

// RequireAdmin lets only administrators pass.
func RequireAdmin(who tenant.Actor) error {
	if who.Admin {
		return nil
	}
	return errs.Forbidden("only an administrator may do this")
}

// RequireExtra lets those pass who have the right without scope.
func RequireExtra(who tenant.Actor, name string) error {
	if who.Has(name) {
		return nil
	}
	return errs.Forbidden("you have no right to %s, ask an administrator for it", extraTerms[name])
}
