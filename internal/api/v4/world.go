package v4

import (
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/task"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// world is what writing and reading cards needs to know of the account, read once for a call.
type world struct {
	users     map[tenant.UserID]user.User
	fields    field.Set
	pipelines pipeline.Set
	env       field.Env
}

// world reads the people, the fields of a kind of card and, for deals, the pipelines.
func (a *API) world(c *call, kind crm.Kind) (w world, err error) {
	ctx, account := c.ctx(), c.who.AccountID
	w.env = c.env()
	if w.users, err = a.people(c); err != nil {
		return w, err
	}
	if kind.HasCard() {
		if w.fields, err = a.Fields.AllFor(ctx, c.who, kind); err != nil {
			return w, fmt.Errorf("read fields: %w", err)
		}
	}
	if kind == crm.Deal {
		if w.pipelines, err = a.Pipelines.List(ctx, account); err != nil {
			return w, fmt.Errorf("read pipelines: %w", err)
		}
	}
	return w, nil
}

// env is what values are read and written by.
func (c *call) env() field.Env {
	return field.Env{
		Locale: c.locale(), Currency: c.account.Currency, Country: c.account.Country, Zone: c.account.Location(),
	}
}

func (a *API) people(c *call) (map[tenant.UserID]user.User, error) {
	all, err := a.Users.List(c.ctx(), c.who)
	if err != nil {
		return nil, fmt.Errorf("read users: %w", err)
	}
	out := make(map[tenant.UserID]user.User, len(all))
	for _, u := range all {
		out[u.ID] = u
	}
	return out, nil
}

// group is the department of a user, 0 for those without one.
func (w world) group(id tenant.UserID) int64 {
	if u, ok := w.users[id]; ok && u.GroupID != nil {
		return int64(*u.GroupID)
	}
	return 0
}

// user checks a user id of the request; a wrong one is a fault.
func (w world) user(o object, key string) (tenant.UserID, bool) {
	id, found := o.int(key)
	if !found {
		return 0, false
	}
	if u, ok := w.users[tenant.UserID(id)]; !ok || !u.IsActive {
		o.fault(notSupportedChoice, key, saidChoice)
		return 0, false
	}
	return tenant.UserID(id), true
}

// author is who a new thing is said to come from: an administrator's program may name a user of the account, or 0 for
// the robot. Of others the wish is passed over.
func (w world) author(c *call, o object) tenant.Actor {
	who := c.who
	id, found := o.int("created_by")
	if !found || !who.Admin || tenant.UserID(id) == who.UserID {
		return who
	}
	if _, known := w.users[tenant.UserID(id)]; !known && id != 0 {
		o.fault(notSupportedChoice, "created_by", saidChoice)
		return who
	}
	who.UserID = tenant.UserID(id)
	return who
}

// taskTypes are the account's types of tasks.
func (a *API) taskTypes(c *call) ([]task.Type, error) {
	types, err := a.Tasks.Types(c.ctx(), c.who.AccountID)
	if err != nil {
		return nil, fmt.Errorf("read task types: %w", err)
	}
	return types, nil
}

// minorPrice is an amount of the request in minor units.
func (c *call) minorPrice(o object, key string) (crm.Money, bool) {
	raw := o.m[key]
	if raw == nil || raw == "" {
		return 0, false
	}
	minor, ok := readMoney(raw, c.account.Currency)
	if !ok {
		o.fault(invalidType, key, saidMustBe+"number.")
		return 0, false
	}
	if minor < 0 {
		o.fault(outOfRange, key, saidNegative)
	}
	return crm.Money(minor), ok
}

// majorPrice is an amount in whole major units, and exactly when it has a fraction.
func (c *call) majorPrice(minor crm.Money) (whole int64, exact *jsonNumber) {
	unit := int64(1)
	for range lang.CurrencyDigits(c.account.Currency) {
		unit *= 10
	}
	whole = int64(minor) / unit
	if int64(minor)%unit != 0 {
		exact = new(jsonNumber(majorText(int64(minor), c.account.Currency)))
	}
	return whole, exact
}

// jsonNumber is a number written as its exact text.
type jsonNumber string

// MarshalJSON writes the text as it is.
func (n jsonNumber) MarshalJSON() ([]byte, error) { return []byte(n), nil }
