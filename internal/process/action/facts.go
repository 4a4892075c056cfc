package action

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// Placeholders are the names a text may hold for a kind of card; besides them "<kind>.field.<id>" for each of its
// custom fields.
func Placeholders(kind crm.Kind) []string {
	person := []string{"contact.name", "contact.phone", "contact.email"}
	firm := []string{"company.name", "company.phone", "company.email"}
	common := []string{"responsible.name", "today"}
	switch kind {
	case crm.Deal:
		own := []string{"deal.id", "deal.name", "deal.price", "deal.pipeline", "deal.status"}
		return slices.Concat(own, person, firm, common)
	case crm.Contact:
		return slices.Concat([]string{"contact.id"}, person, firm, common)
	case crm.Company:
		return slices.Concat([]string{"company.id"}, firm, common)
	}
	return nil
}

// known tells the placeholders of a kind of card with these fields.
func known(kind crm.Kind, set field.Set) func(string) bool {
	names := Placeholders(kind)
	return func(name string) bool {
		if id, ok := fieldOf(kind, name); ok {
			_, exists := set.ByID(id)
			return exists
		}
		return slices.Contains(names, name)
	}
}

// fieldOf reads "deal.field.12".
func fieldOf(kind crm.Kind, name string) (crm.FieldID, bool) {
	digits, ok := strings.CutPrefix(name, string(kind)+".field.")
	if !ok {
		return 0, false
	}
	id, err := strconv.ParseInt(digits, 10, 64)
	return crm.FieldID(id), err == nil
}

// facts is what an action knows of its card. What only a placeholder needs is read when one asks.
type facts struct {
	services    Services
	env         Env
	card        entity.Card
	deal        *deal.Deal
	companyID   crm.ID
	contactID   crm.ID
	responsible tenant.UserID
	status      crm.StatusID
	field       field.Env
	zone        *time.Location
}

func (s Services) facts(ctx context.Context, tx *db.Tx, env Env) (*facts, error) {
	f := &facts{services: s, env: env}
	var err error
	if f.field, err = entity.EnvOf(ctx, tx, env.Who); err != nil {
		return nil, err
	}
	f.field.Now = tx.Now()
	f.zone = f.field.Location()
	if err := f.load(ctx, tx); err != nil {
		return nil, err
	}
	f.responsible = f.card.ResponsibleID
	return f, nil
}

func (f *facts) load(ctx context.Context, tx *db.Tx) error {
	account, ids := f.env.Who.AccountID, []crm.ID{f.env.Ref.ID}
	switch f.env.Ref.Kind {
	case crm.Deal:
		d, err := one(f.services.Deals.Shape.Load(ctx, tx, account, ids))
		if err != nil {
			return err
		}
		f.card, f.deal, f.status = d.Card, &d, d.StatusID
		f.companyID, f.contactID = orZero(d.CompanyID), orZero(d.MainContactID)
	case crm.Contact:
		c, err := one(f.services.Contacts.Shape.Load(ctx, tx, account, ids))
		if err != nil {
			return err
		}
		f.card, f.contactID, f.companyID = c.Card, c.ID, orZero(c.CompanyID)
	case crm.Company:
		c, err := one(f.services.Companies.Shape.Load(ctx, tx, account, ids))
		if err != nil {
			return err
		}
		f.card, f.companyID = c.Card, c.ID
	}
	return nil
}

func one[T any](list []T, err error) (v T, _ error) {
	if err != nil {
		return v, err
	}
	if len(list) == 0 {
		return v, errs.NotFound("the card was deleted meanwhile")
	}
	return list[0], nil
}

func orZero[T ~int64](id *T) T {
	if id == nil {
		return 0
	}
	return *id
}

// fill puts the card's values into a text. A placeholder that has lost its field since the rule was saved is empty, and
// so is one of a field hidden from whose eyes it is filled with.
func (f *facts) fill(ctx context.Context, tx *db.Tx, text string, max int) (string, error) {
	t, err := ParseTemplate(text, func(string) bool { return true })
	if err != nil {
		return "", err
	}
	values := map[string]string{}
	for prefix, names := range byPrefix(t.Names()) {
		var err error
		switch {
		case prefix == "responsible":
			values["responsible.name"], err = f.userName(ctx, tx)
		case prefix == "today":
			values["today"] = lang.Date(f.field.Locale, f.field.Moment())
		case prefix == "deal":
			err = f.dealValues(ctx, tx, values)
		case prefix == "contact" && f.contactID != 0:
			err = reachInto(ctx, tx, f, values, "contact", f.services.Contacts.Shape, f.contactID, contactCard)
		case prefix == "company" && f.companyID != 0:
			err = reachInto(ctx, tx, f, values, "company", f.services.Companies.Shape, f.companyID, companyCard)
		}
		if err == nil {
			err = f.fieldValues(ctx, tx, values, names)
		}
		if err != nil {
			return "", err
		}
	}
	return t.Render(values, max), nil
}

func contactCard(c contact.Contact) entity.Card { return c.Card }
func companyCard(c contact.Company) entity.Card { return c.Card }

func byPrefix(names []string) map[string][]string {
	out := map[string][]string{}
	for _, name := range names {
		prefix, _, _ := strings.Cut(name, ".")
		out[prefix] = append(out[prefix], name)
	}
	return out
}

func (f *facts) userName(ctx context.Context, tx *db.Tx) (string, error) {
	names, err := user.Names(ctx, tx, f.env.Who.AccountID)
	return names[f.responsible], err
}

func (f *facts) dealValues(ctx context.Context, tx *db.Tx, values map[string]string) error {
	if f.deal == nil {
		return nil
	}
	set, err := pipeline.Load(ctx, tx, f.env.Who.AccountID)
	if err != nil {
		return err
	}
	line, _ := set.Pipeline(f.deal.PipelineID)
	status, _ := set.Status(f.deal.StatusID)
	values["deal.id"], values["deal.name"] = strconv.FormatInt(int64(f.deal.ID), 10), f.deal.Name
	values["deal.price"] = lang.Money(f.field.Locale, int64(f.deal.Price), f.field.Currency)
	values["deal.pipeline"], values["deal.status"] = line.Name, status.Name
	return nil
}

// reachInto adds name, phone and e-mail of a linked person or company that is not in the recycle bin.
func reachInto[T any](ctx context.Context, tx *db.Tx, f *facts, values map[string]string, prefix string, shape entity.Shape[T], id crm.ID, card func(T) entity.Card) error {
	list, err := shape.Load(ctx, tx, f.env.Who.AccountID, []crm.ID{id})
	if err != nil || len(list) == 0 {
		return err
	}
	c := card(list[0])
	if c.DeletedAt != nil {
		return nil
	}
	set, err := f.services.Fields.AllForTx(ctx, tx, f.env.Eyes, shape.Kind)
	if err != nil {
		return err
	}
	values[prefix+".id"], values[prefix+".name"] = strconv.FormatInt(int64(c.ID), 10), c.Name
	for _, typ := range []string{"phone", "email"} {
		if d, ok := set.FirstOf(typ); ok && c.Data.Has(d.ID) {
			values[prefix+"."+typ] = d.ToText(c.Data[d.ID][:1], f.field)
		}
	}
	values[prefix+".phone"] = lang.DisplayPhone(values[prefix+".phone"])
	return nil
}

// fieldValues adds the custom fields of the card itself that are named.
func (f *facts) fieldValues(ctx context.Context, tx *db.Tx, values map[string]string, names []string) error {
	for _, name := range names {
		id, ok := fieldOf(f.env.Ref.Kind, name)
		if !ok || !f.card.Data.Has(id) {
			continue
		}
		set, err := f.services.Fields.AllForTx(ctx, tx, f.env.Eyes, f.env.Ref.Kind)
		if err != nil {
			return err
		}
		if d, ok := set.ByID(id); ok {
			values[name] = d.ToText(f.card.Data[id], f.field)
		}
	}
	return nil
}

// decodeNumbers keeps the digits of numbers as they were written.
func decodeNumbers(text json.RawMessage) (v any, err error) {
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return nil, errs.Invalid("fields", "has a value of the wrong kind")
	}
	return v, nil
}
