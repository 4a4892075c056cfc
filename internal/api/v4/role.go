package v4

import (
	"slices"

	"voronka/internal/crm/access"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// roleBody is a role; its users are plain numbers.
type roleBody struct {
	ID        int64         `json:"id"`
	Name      string        `json:"name"`
	Rights    rights        `json:"rights"`
	RequestID string        `json:"request_id,omitempty"`
	Links     links         `json:"_links"`
	Embedded  *roleEmbedded `json:"_embedded,omitempty"`
}

type roleEmbedded struct {
	Users []int64 `json:"users"`
}

func (c *call) wireRole(r access.Role, pipelines pipeline.Set, people map[tenant.UserID]user.User) roleBody {
	body := roleBody{ID: int64(r.ID), Name: r.Name, Rights: wireRights(r.Rights, false, pipelines), Links: c.self("roles", int64(r.ID))}
	if c.wants("users") {
		body.Embedded = &roleEmbedded{Users: []int64{}}
		for _, u := range people {
			if u.RoleID != nil && *u.RoleID == r.ID {
				body.Embedded.Users = append(body.Embedded.Users, int64(u.ID))
			}
		}
		slices.Sort(body.Embedded.Users)
	}
	return body
}

// peopleIfWanted reads the users only when the answer names them.
func (a *API) peopleIfWanted(c *call) (map[tenant.UserID]user.User, error) {
	if !c.wants("users") {
		return nil, nil
	}
	return a.people(c)
}

func (a *API) listRoles(c *call) (answer, error) {
	roles, err := a.Roles.Roles(c.ctx(), c.who)
	if err != nil {
		return nothing, err
	}
	set, err := a.Pipelines.List(c.ctx(), c.who.AccountID)
	if err != nil {
		return nothing, err
	}
	people, err := a.peopleIfWanted(c)
	if err != nil {
		return nothing, err
	}
	items := make([]roleBody, len(roles))
	for i, r := range roles {
		items[i] = c.wireRole(r, set, people)
	}
	return counted(c, "roles", items, pageOf(c.query)), nil
}

func (a *API) getRole(c *call) (answer, error) {
	r, err := a.Roles.FindRole(c.ctx(), c.who, tenant.RoleID(c.id("id")))
	if err != nil {
		return nothing, err
	}
	return a.answerRole(c, r)
}

func (a *API) answerRole(c *call, r access.Role) (answer, error) {
	set, err := a.Pipelines.List(c.ctx(), c.who.AccountID)
	if err != nil {
		return nothing, err
	}
	people, err := a.peopleIfWanted(c)
	return ok(c.wireRole(r, set, people)), err
}

func (a *API) createRoles(c *call) (answer, error) {
	items, err := c.itemsUpTo(maxUsersAtOnce)
	if err != nil {
		return nothing, err
	}
	set, err := a.Pipelines.List(c.ctx(), c.who.AccountID)
	if err != nil {
		return nothing, err
	}
	wanted := make([]tenant.Rights, len(items))
	for i, it := range items {
		it.require("name")
		given, _ := it.object.object("rights")
		wanted[i] = readRights(given, tenant.Rights{}, set)
	}
	if err := refused(items); err != nil {
		return nothing, err
	}
	out := make([]roleBody, len(items))
	err = a.DB.Write(c.ctx(), func(tx *db.Tx) error {
		for i, it := range items {
			name, _ := it.text("name")
			r, err := a.Roles.CreateRoleTx(c.ctx(), tx, c.who, name, wanted[i])
			if err != nil {
				return c.fail(it, err)
			}
			out[i] = c.wireRole(r, set, nil)
			out[i].RequestID = it.requestID
		}
		return nil
	})
	if err != nil {
		return nothing, err
	}
	result := whole(c, "roles", out)
	result.status = 201
	return result, nil
}

func (a *API) updateRole(c *call) (answer, error) {
	it, err := c.one()
	if err != nil {
		return nothing, err
	}
	id := tenant.RoleID(c.id("id"))
	had, err := a.Roles.FindRole(c.ctx(), c.who, id)
	if err != nil {
		return nothing, err
	}
	set, err := a.Pipelines.List(c.ctx(), c.who.AccountID)
	if err != nil {
		return nothing, err
	}
	patch := access.RolePatch{}
	if name, found := it.text("name"); found {
		patch.Name = &name
	}
	if given, found := it.object.object("rights"); found {
		patch.Rights = new(readRights(given, had.Rights, set))
	}
	if err := refused([]item{it}); err != nil {
		return nothing, err
	}
	r, err := a.Roles.UpdateRole(c.ctx(), c.who, id, patch)
	if err != nil {
		return nothing, c.failPath(it, err)
	}
	return a.answerRole(c, r)
}

func (a *API) deleteRole(c *call) (answer, error) {
	return nothing, a.Roles.DeleteRole(c.ctx(), c.who, tenant.RoleID(c.id("id")))
}
