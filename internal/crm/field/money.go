package field

import (
	"strings"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

// maxMoney is the largest amount whose every unit the index still tells apart.
const maxMoney = 9_000_000_000_000_000

// moneyType is an amount of the account's currency, in minor units.
type moneyType struct{}

func (moneyType) Name() string      { return "money" }
func (moneyType) Storage() Storage  { return Numbers }
func (moneyType) Many() bool        { return false }
func (moneyType) Ops() []string     { return rangeOps() }
func (moneyType) Check(Field) error { return nil }

func (moneyType) Normalize(_ Field, raw any, _ Env) ([]any, error) {
	v, ok, err := single(raw)
	if !ok || err != nil {
		return nil, err
	}
	n, err := minorUnits(v)
	if err != nil {
		return nil, err
	}
	return []any{n}, nil
}

func minorUnits(raw any) (int64, error) {
	n, ok := WholeNumber(raw)
	if !ok {
		return 0, errs.Invalid("", "give money as a whole number of minor units: 125050 for 1250.50")
	}
	return n, checkMoney(n)
}

func checkMoney(n int64) error {
	if n > maxMoney || n < -maxMoney {
		return errs.Invalid("", "this is more money than fits, give a smaller amount")
	}
	return nil
}

func (moneyType) Index(_ Field, values []any) ([]float64, []string) { return wholeIndex(values), nil }

func (moneyType) Operand(_ Field, raw any, _ Env) (Operand, error) {
	n, err := minorUnits(raw)
	return Operand{Low: float64(n), High: float64(n)}, err
}

func (moneyType) FromText(_ Field, text string, env Env) ([]any, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	n, err := lang.ParseMoneyIn(text, env.currency())
	if err != nil {
		return nil, err
	}
	return []any{n}, checkMoney(n)
}

func (moneyType) ToText(_ Field, values []any, env Env) string {
	if len(values) == 0 {
		return ""
	}
	n, _ := values[0].(int64)
	return lang.MoneyText(n, env.currency())
}

// wholeIndex is the index of whole numbers, each once.
func wholeIndex(values []any) []float64 {
	var out []float64
	for _, v := range values {
		if n, ok := v.(int64); ok {
			out = append(out, float64(n))
		}
	}
	return out
}
