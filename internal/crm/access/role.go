package access

import (
	"slices"
	"strconv"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Role is a named set of rights; users without the administrator's flag have one.
type Role struct {
	ID        tenant.RoleID
	Name      string
	Rights    tenant.Rights
	CreatedAt int64
}

// The bounds of a role: what a person would ever want, and what an account may hold.
const (
	maxRoleName     = 100
	maxRoleStatuses = 500
	maxRoles        = 200
)

// check gathers everything that is wrong with a role and trims its name.
func (r *Role) check() error {
	var c errs.Collect
	r.Name = strings.TrimSpace(r.Name)
	switch n := len([]rune(r.Name)); {
	case n == 0:
		c.Add("name", "give the role a name")
	case n > maxRoleName:
		c.Add("name", "the name is too long, use at most %d characters", maxRoleName)
	}
	for kind, actions := range r.Rights.Entities {
		if !slices.Contains(Kinds, crm.Kind(kind)) {
			c.Add("rights.entities."+clip(kind), "there are no rights for such a kind, use deal, contact, company or task")
			continue
		}
		checkActions(&c, "rights.entities."+kind, actions)
	}
	if len(r.Rights.Statuses) > maxRoleStatuses {
		c.Add("rights.statuses", "too many statuses, use at most %d", maxRoleStatuses)
	}
	for id, actions := range r.Rights.Statuses {
		checkActions(&c, "rights.statuses."+strconv.FormatInt(id, 10), actions)
	}
	checkFields(&c, r.Rights.Fields)
	for name := range r.Rights.Extra {
		if !slices.Contains(Extras, name) {
			c.Add("rights.extra."+clip(name), "there is no such right, use import, settings or events")
		}
	}
	return c.Result()
}

func checkActions(c *errs.Collect, path string, actions map[string]tenant.Scope) {
	for action, scope := range actions {
		switch {
		case !slices.Contains(Actions, action):
			c.Add(path+"."+clip(action), "there is no such action, use create, view, edit, delete or export")
		case !tenant.ValidScope(scope):
			c.Add(path+"."+action, "there is no such scope, use none, own, group or all")
		}
	}
}

// maxRoleFields is how many fields a role may narrow.
const maxRoleFields = 4000

func checkFields(c *errs.Collect, fields map[int64]tenant.FieldAccess) {
	if len(fields) > maxRoleFields {
		c.Add("rights.fields", "too many fields, use at most %d", maxRoleFields)
		return
	}
	for id, to := range fields {
		switch to {
		case tenant.FieldOpen:
			delete(fields, id)
		case tenant.FieldReadOnly, tenant.FieldHidden:
		default:
			c.Add("rights.fields."+strconv.FormatInt(id, 10), "there is no such access to a field, use view or hidden")
		}
	}
}

// clip shortens a name of the input that is quoted in a path.
func clip(s string) string {
	if r := []rune(strings.ToValidUTF8(s, "?")); len(r) > 40 {
		return string(r[:40])
	}
	return strings.ToValidUTF8(s, "?")
}
