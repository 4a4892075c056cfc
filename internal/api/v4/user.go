package v4

import (
	"cmp"
	"maps"
	"slices"

	"voronka/internal/crm/access"
	"voronka/internal/crm/pipeline"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// userBody is a user with the rights they have.
type userBody struct {
	ID          int64         `json:"id"`
	Name        string        `json:"name"`
	Email       string        `json:"email"`
	Lang        string        `json:"lang"`
	Rights      userRights    `json:"rights"`
	UUID        *string       `json:"uuid,omitempty"`
	AmojoID     *string       `json:"amojo_id,omitempty"`
	UserRank    *string       `json:"user_rank,omitempty"`
	PhoneNumber *string       `json:"phone_number,omitempty"`
	Links       links         `json:"_links"`
	Embedded    *userEmbedded `json:"_embedded,omitempty"`
}

type userEmbedded struct {
	Roles  *[]userRole  `json:"roles,omitempty"`
	Groups *[]userGroup `json:"groups,omitempty"`
}

type userRole struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Links links  `json:"_links"`
}

type userGroup struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

type userRights struct {
	rights
	IsAdmin  bool   `json:"is_admin"`
	IsFree   bool   `json:"is_free"`
	IsActive bool   `json:"is_active"`
	GroupID  *int64 `json:"group_id"`
	RoleID   *int64 `json:"role_id"`
}

// staff is what writing users needs: roles, groups, pipelines, each read once.
type staff struct {
	roles     map[tenant.RoleID]access.Role
	groups    map[tenant.GroupID]string
	pipelines pipeline.Set
}

func (a *API) staff(c *call) (s staff, err error) {
	roles, err := a.Roles.Roles(c.ctx(), c.who)
	if err != nil {
		return s, err
	}
	s.roles, s.groups = map[tenant.RoleID]access.Role{}, map[tenant.GroupID]string{}
	for _, r := range roles {
		s.roles[r.ID] = r
	}
	groups, err := a.Users.Groups(c.ctx(), c.who)
	if err != nil {
		return s, err
	}
	for _, g := range groups {
		s.groups[g.ID] = g.Name
	}
	s.pipelines, err = a.Pipelines.List(c.ctx(), c.who.AccountID)
	return s, err
}

func (c *call) wireUser(u user.User, s staff) userBody {
	body := userBody{
		ID: int64(u.ID), Name: u.Name, Email: u.Email, Lang: cmp.Or(u.Language, c.account.Language),
		Rights: userRights{IsAdmin: u.IsAdmin, IsActive: u.IsActive}, Links: c.self("users", int64(u.ID)),
	}
	role := access.Role{}
	if u.RoleID != nil {
		role = s.roles[*u.RoleID]
		body.Rights.RoleID = new(int64(*u.RoleID))
	}
	if u.GroupID != nil {
		body.Rights.GroupID = new(int64(*u.GroupID))
	}
	body.Rights.rights = wireRights(role.Rights, u.IsAdmin, s.pipelines)
	for _, word := range c.query.at("with").words() {
		body.with(c, word, u, role, s)
	}
	return body
}

func (body *userBody) with(c *call, word string, u user.User, role access.Role, s staff) {
	if (word == "role" || word == "group") && body.Embedded == nil {
		body.Embedded = &userEmbedded{}
	}
	switch word {
	case "role":
		roles := []userRole{}
		if role.ID != 0 {
			roles = append(roles, userRole{int64(role.ID), role.Name, c.self("roles", int64(role.ID))})
		}
		body.Embedded.Roles = &roles
	case "group":
		groups := []userGroup{}
		if u.GroupID != nil {
			groups = append(groups, userGroup{int64(*u.GroupID), s.groups[*u.GroupID]})
		}
		body.Embedded.Groups = &groups
	case "uuid":
		body.UUID = new(named("user", body.ID))
	case "amojo_id":
		body.AmojoID = new(named("amojo_user", body.ID))
	case "user_rank":
		body.UserRank = new(newbie)
	case "phone_number":
		body.PhoneNumber = new("")
	}
}

func (a *API) listUsers(c *call) (answer, error) {
	s, err := a.staff(c)
	if err != nil {
		return nothing, err
	}
	users, err := a.people(c)
	if err != nil {
		return nothing, err
	}
	items := []userBody{}
	for _, id := range slices.Sorted(maps.Keys(users)) {
		items = append(items, c.wireUser(users[id], s))
	}
	return counted(c, "users", items, pageOf(c.query)), nil
}

func (a *API) getUser(c *call) (answer, error) {
	s, err := a.staff(c)
	if err != nil {
		return nothing, err
	}
	u, err := a.Users.Find(c.ctx(), c.who, tenant.UserID(c.id("id")))
	return ok(c.wireUser(u, s)), err
}

// maxUsersAtOnce bounds switching users on and off.
const maxUsersAtOnce = 10

// activateUsers takes back users who left.
func (a *API) activateUsers(c *call) (answer, error) {
	return a.eachUser(c, answer{status: 202}, func(id tenant.UserID) error {
		_, err := a.Users.Update(c.ctx(), c.who, id, user.Patch{IsActive: new(true)})
		return err
	})
}

// deactivateUsers takes users' access away; whoever asks for it takes over their cards.
func (a *API) deactivateUsers(c *call) (answer, error) {
	return a.eachUser(c, nothing, func(id tenant.UserID) error {
		_, err := a.Users.Deactivate(c.ctx(), c.who, id, c.who.UserID)
		return err
	})
}

func (a *API) eachUser(c *call, done answer, change func(tenant.UserID) error) (answer, error) {
	items, err := c.itemsUpTo(maxUsersAtOnce)
	if err != nil {
		return nothing, err
	}
	people, err := a.people(c)
	if err != nil {
		return nothing, err
	}
	ids := make([]tenant.UserID, len(items))
	for i, it := range items {
		ids[i] = tenant.UserID(it.needID())
		if u, known := people[ids[i]]; it.has("id") && (!known || u.IsAdmin) {
			it.fault(notSupportedChoice, "id", saidChoice)
		}
	}
	if err := refused(items); err != nil {
		return nothing, err
	}
	for i, it := range items { // each is a change of its own, at most ten
		if err := change(ids[i]); err != nil {
			return nothing, c.fail(it, err)
		}
	}
	return done, nil
}
