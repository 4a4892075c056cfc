package field_test

import (
	"strings"
	"testing"

	"voronka/internal/crm/field"
)

func TestLegalEntity(t *testing.T) {
	t.Parallel()
	f := field.Field{Type: "legal_entity"}
	for _, tt := range []struct {
		inn, kpp, ogrn, typ, want string
	}{
		{"7707083893", "773601001", "1027700132195", "", ""},
		{"7707 083 893", "", "", "company", ""},
		{"500100732259", "", "304500116000157", "person", ""},
		{"7707083894", "", "", "", "the INN 7707083894 has a wrong check digit"},
		{"500100732258", "", "", "person", "wrong check digit"},
		{"500100732259", "", "", "company", "belongs to a person"},
		{"770708389", "", "", "", "an INN has 10 digits"},
		{"77O7083893", "", "", "", "an INN has 10 digits"},
		{"", "", "1027700132196", "", "the OGRN 1027700132196 has a wrong check digit"},
		{"", "7736", "", "", "a KPP has 9 characters"},
	} {
		m := map[string]any{"name": "ПАО Сбербанк"}
		for key, v := range map[string]string{"inn": tt.inn, "kpp": tt.kpp, "ogrn": tt.ogrn, "type": tt.typ} {
			if v != "" {
				m[key] = v
			}
		}
		got, err := f.Normalize(m, field.Env{})
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%+v: %v, %v", tt, got, err)
		}
	}
}

func TestMonetary(t *testing.T) {
	t.Parallel()
	f := field.Field{Type: "monetary", Settings: field.Settings{Currency: "EUR"}}
	for text, want := range map[string]string{
		"1 250,50 USD": "1250.50 USD", "USD 10": "10.00 USD", "$5": "5.00 USD", "7": "7.00 EUR", "1000 JPY": "1000 JPY",
	} {
		got, err := f.FromText(text, field.Env{})
		if err != nil || f.ToText(got, field.Env{}) != want {
			t.Errorf("%q: %v, %v", text, f.ToText(got, field.Env{}), err)
		}
	}
	yen, _ := f.Normalize(map[string]any{"amount": 1000, "currency": "JPY"}, field.Env{})
	dollars, _ := f.Normalize(map[string]any{"amount": 100000, "currency": "usd"}, field.Env{})
	a, _ := f.Index(yen)
	b, _ := f.Index(dollars)
	if len(a) != 1 || len(b) != 1 || a[0] != b[0] {
		t.Error("amounts are compared in whole units:", a, b)
	}
}
