package field

import (
	"math"
	"regexp"
	"strings"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

// monetaryType is an amount with a currency of its own: {"amount": 125050, "currency": "USD"}, in minor units. Filters
// and sorting see the amount alone, in hundredths of the major unit whatever the currency.
type monetaryType struct{}

func (monetaryType) Name() string     { return "monetary" }
func (monetaryType) Storage() Storage { return Keys }
func (monetaryType) Many() bool       { return false }
func (monetaryType) Ops() []string    { return rangeOps() }

func (monetaryType) Check(f Field) error {
	if f.Settings.Currency != "" && !currencyCode.MatchString(f.Settings.Currency) {
		return errs.Invalid("settings.currency", "give a currency by its three letters, like USD")
	}
	return nil
}

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

func (f Field) currency(env Env) string {
	if f.Settings.Currency != "" {
		return f.Settings.Currency
	}
	return env.currency()
}

func (monetaryType) Normalize(f Field, raw any, env Env) ([]any, error) {
	v, ok, err := single(raw)
	if !ok || err != nil {
		return nil, err
	}
	amount, currency := v, f.currency(env)
	if m, ok := v.(map[string]any); ok {
		if amount = m["amount"]; amount == nil {
			return nil, nil
		}
		if c, given := m["currency"]; given && c != nil && c != "" {
			currency, _ = c.(string)
		}
	}
	if currency = strings.ToUpper(currency); !currencyCode.MatchString(currency) {
		return nil, errs.Invalid("", "give a currency by its three letters, like USD")
	}
	n, err := minorUnits(amount)
	if err != nil {
		return nil, err
	}
	return []any{map[string]any{"amount": n, "currency": currency}}, nil
}

// Amount parts a canonical value into minor units and their currency.
func Amount(value any) (minor int64, currency string) {
	m, _ := value.(map[string]any)
	minor, _ = m["amount"].(int64)
	currency, _ = m["currency"].(string)
	return minor, currency
}

func (monetaryType) Index(_ Field, values []any) ([]float64, []string) {
	if len(values) == 0 {
		return nil, nil
	}
	minor, currency := Amount(values[0])
	return []float64{float64(minor) * math.Pow10(2-lang.CurrencyDigits(currency))}, nil
}

func (monetaryType) Operand(_ Field, raw any, _ Env) (Operand, error) {
	n, err := minorUnits(raw)
	return Operand{Low: float64(n), High: float64(n)}, err
}

var currencyWord = regexp.MustCompile(`^(?:([A-Za-z]{3})\s+)?(.*?)(?:\s*([A-Za-z]{3}))?$`)

// FromText reads "1 250,50 USD", "USD 1250.50", or an amount of the field's currency.
func (t monetaryType) FromText(f Field, text string, env Env) ([]any, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	currency := f.currency(env)
	if m := currencyWord.FindStringSubmatch(text); m != nil && m[1]+m[3] != "" {
		currency, text = strings.ToUpper(m[1]+m[3]), m[2]
	}
	for code, sign := range map[string]string{"USD": "$", "EUR": "€", "RUB": "₽", "GBP": "£"} {
		if strings.Contains(text, sign) {
			currency = code
		}
	}
	n, err := lang.ParseMoneyIn(text, currency)
	if err != nil {
		return nil, err
	}
	return t.Normalize(f, map[string]any{"amount": n, "currency": currency}, env)
}

func (monetaryType) ToText(_ Field, values []any, _ Env) string {
	if len(values) == 0 {
		return ""
	}
	minor, currency := Amount(values[0])
	return lang.MoneyText(minor, currency) + " " + currency
}
