// Package tenant is the vocabulary of accounts and people: ids, the actor of a change, the rights they carry.
package tenant

import "slices"

// AccountID names an account (tenant). It leads every key.
type AccountID int64

// UserID names a user of one account. 0 is the robot.
type UserID int64

// GroupID names a group (department) of users.
type GroupID int64

// RoleID names a role.
type RoleID int64

// ActorKind says what sort of actor makes a change.
type ActorKind string

// The kinds of actors.
const (
	Person      ActorKind = "user"
	Robot       ActorKind = "robot"
	Integration ActorKind = "integration"
)

// Scope is how far a right reaches. The order is from the narrowest to the widest.
type Scope string

// The scopes: nobody's records, those one is responsible for, those of one's group, everyone's.
const (
	ScopeNone  Scope = "none"
	ScopeOwn   Scope = "own"
	ScopeGroup Scope = "group"
	ScopeAll   Scope = "all"
)

// Rights is what a role allows. A missing entry is ScopeNone.
type Rights struct {
	// Entities maps kind of card ("deal", "contact", "company", "task") to action ("create", "view",
	// "edit", "delete", "export") to scope.
	Entities map[string]map[string]Scope `json:"entities"`
	// Statuses narrows deals: status id to action to scope; the narrower of this and Entities holds.
	Statuses map[int64]map[string]Scope `json:"statuses,omitempty"`
	// Extra are the rights that have no scope: "import", "settings", "events".
	Extra map[string]bool `json:"extra,omitempty"`
	// Fields narrows single custom fields, by their id; those not named are open.
	Fields map[int64]FieldAccess `json:"fields,omitempty"`
}

// FieldAccess is what a role may do with a custom field.
type FieldAccess string

// The accesses: seen and changed like any other, only seen, as if it were not there.
const (
	FieldOpen     FieldAccess = ""
	FieldReadOnly FieldAccess = "view"
	FieldHidden   FieldAccess = "hidden"
)

// Actor is whoever makes a change: a person, a robot on behalf of the account, an integration of a user.
type Actor struct {
	AccountID AccountID
	UserID    UserID
	Kind      ActorKind
	// Admin may do everything in the account.
	Admin bool
	// Members are the users of the actor's own group, the actor included.
	Members []UserID
	Rights  Rights
	// Locale is "ru" or "en": the language of messages for this actor.
	Locale string
	// Cause says why a robot acts; it is stored with every event the actor makes.
	Cause Cause
}

// Cause is the reason of a change made by a machine.
type Cause struct {
	// Kind is "" (a person's own will), "trigger", "import", "bulk", "undo", "unmerge" or "demo"; ID names it.
	Kind string
	ID   int64
	// Depth counts how many machine-made changes led here; chains are cut at MaxDepth.
	Depth int
}

// ImportCause is the reason of what an import changes. Rules look away from it unless automation was asked for; then
// the import is the first link of their chain.
func ImportCause(id int64, automation bool) Cause {
	c := Cause{Kind: "import", ID: id}
	if automation {
		c.Depth = 1
	}
	return c
}

// BulkCause is the reason of what a change of many cards at once changes. Rules look away from it unless automation was
// asked for; then it is the first link of their chain.
func BulkCause(id int64, automation bool) Cause {
	c := Cause{Kind: "bulk", ID: id}
	if automation {
		c.Depth = 1
	}
	return c
}

// Quiet reports whether rules look away from a change with this cause.
func (c Cause) Quiet() bool {
	return c.Kind == "undo" || c.Kind == "unmerge" || c.Kind == "demo" || (c.Kind == "import" || c.Kind == "bulk") && c.Depth == 0
}

// MaxDepth is the length at which a chain of automation causing automation is stopped.
const MaxDepth = 10

// RobotOf is the actor for work the account itself does: no person, all rights, a stated cause.
func RobotOf(account AccountID, cause Cause) Actor {
	return Actor{AccountID: account, Kind: Robot, Admin: true, Cause: cause}
}

// Scope is how far the actor may do the action with records of the kind.
func (a Actor) Scope(kind, action string) Scope {
	if a.Admin {
		return ScopeAll
	}
	if s, ok := a.Rights.Entities[kind][action]; ok {
		return s
	}
	return ScopeNone
}

// Field is what the actor may do with the custom field of that id.
func (a Actor) Field(id int64) FieldAccess {
	if a.Admin {
		return FieldOpen
	}
	return a.Rights.Fields[id]
}

// HiddenFields are the ids of the custom fields that do not exist for the actor.
func (a Actor) HiddenFields() []int64 {
	if a.Admin {
		return nil
	}
	var out []int64
	for id, access := range a.Rights.Fields {
		if access == FieldHidden {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// Has reports whether the actor has a right without scope.
func (a Actor) Has(extra string) bool { return a.Admin || a.Rights.Extra[extra] }

// Covers reports whether a record of the given responsible user lies inside the scope for this actor.
func (a Actor) Covers(s Scope, responsible UserID) bool {
	switch s {
	case ScopeAll:
		return true
	case ScopeGroup:
		return responsible == a.UserID || slices.Contains(a.Members, responsible)
	case ScopeOwn:
		return responsible == a.UserID
	}
	return false
}

var scopeRank = map[Scope]int{ScopeNone: 0, ScopeOwn: 1, ScopeGroup: 2, ScopeAll: 3}

// Narrower returns the smaller of two scopes.
func Narrower(a, b Scope) Scope {
	if scopeRank[a] < scopeRank[b] {
		return a
	}
	return b
}

// ValidScope reports whether s is one of the four scopes.
func ValidScope(s Scope) bool { _, ok := scopeRank[s]; return ok }
