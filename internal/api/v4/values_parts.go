package v4

import (
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
)

// Values of the wire that have parts: linked records, legal entities, amounts with a currency of their own.

// currencyValue is an amount; the currency is ours beside what the wire knows.
type currencyValue struct {
	Value    any    `json:"value"`
	Currency string `json:"currency"`
}

type linkedValue struct {
	Name       string `json:"name"`
	EntityID   int64  `json:"entity_id"`
	EntityType string `json:"entity_type"`
	CatalogID  *int64 `json:"catalog_id"`
}

// linkedWords are the words of the wire for what links lead to.
var linkedWords = map[crm.Kind]string{crm.Deal: "leads", crm.Contact: "contacts", crm.Company: "companies", field.User: "users"}

// wireLink names what a link leads to, unless the reader may not know it.
func wireLink(v any) linkedValue {
	m, _ := v.(map[string]any)
	name, _ := m["name"].(string)
	ref := field.LinkOf(v)
	return linkedValue{Name: name, EntityID: int64(ref.ID), EntityType: linkedWords[ref.Kind]}
}

// readLink takes entity_type as a word of the wire, ours, or none when the field leads to one kind only.
func (f wireField) readLink(o object) (any, bool) {
	m, ok := o.m["value"].(map[string]any)
	if !ok {
		m = o.m
	}
	id, ok := wholeOf(m["entity_id"])
	if !ok {
		o.fault(invalidType, "value", saidMustBe+"object.")
		return nil, false
	}
	word, _ := m["entity_type"].(string)
	for kind, plural := range linkedWords {
		if word == plural || word == string(kind) {
			return map[string]any{"kind": string(kind), "id": id}, true
		}
	}
	if len(f.Settings.LinkKinds) == 1 {
		return map[string]any{"kind": f.Settings.LinkKinds[0], "id": id}, true
	}
	o.fault(notSupportedChoice, "value", saidChoice)
	return nil, false
}

// legalParts are the parts of a legal entity by the names of the wire.
var legalParts = []struct{ wire, ours string }{
	{"name", "name"}, {"vat_id", "inn"}, {"kpp", "kpp"}, {"tax_registration_reason_code", "ogrn"}, {"address", "address"},
	{"bank_code", "bic"}, {"bank_account_number", "account"}, {"director", "director"}, {"external_uid", "external_id"},
	{"bank", "bank"}, {"correspondent_account", "correspondent"},
}

// The numbers of the kinds of legal entities.
const (
	legalPrivate = 1
	legalCompany = 2
)

func wireLegal(m map[string]string) map[string]any {
	out := map[string]any{"entity_type": legalCompany}
	if m["type"] == "person" {
		out["entity_type"] = legalPrivate
	}
	for _, part := range legalParts {
		out[part.wire] = orNull(m[part.ours])
	}
	return out
}

func readLegal(o object) (any, bool) {
	m, ok := o.m["value"].(map[string]any)
	if !ok {
		o.fault(invalidType, "value", saidMustBe+"object.")
		return nil, false
	}
	out := map[string]any{}
	for _, part := range legalParts {
		if text, ok := readText(m[part.wire]); ok && strings.TrimSpace(text.(string)) != "" {
			out[part.ours] = text
		}
	}
	out["type"] = "company"
	if kind, ok := wholeOf(m["entity_type"]); ok && kind == legalPrivate {
		out["type"] = "person"
	}
	return out, true
}

// readAmount takes major units and, beside the value, a currency of three letters.
func (f wireField) readAmount(o object, env field.Env) (any, bool) {
	currency, _ := o.text("currency")
	if currency == "" {
		if currency = f.Settings.Currency; currency == "" {
			currency = env.Currency
		}
	}
	minor, ok := readMoney(o.m["value"], strings.ToUpper(currency))
	if !ok {
		o.fault(invalidType, "value", saidMustBe+"number.")
		return nil, false
	}
	return map[string]any{"amount": minor, "currency": strings.ToUpper(currency)}, true
}
