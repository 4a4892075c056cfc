package expr_test

import (
	"math/big"
	"strings"
	"testing"
	"time"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/expr"
)

var kinds = map[string]expr.Kind{
	"price": expr.Money, "n": expr.Number, "none": expr.Number, "name": expr.Text, "paid": expr.Bool, "from": expr.Date,
	"to": expr.Date, "at": expr.Moment, "nothing": expr.Date, "blank": expr.Text,
}

func kindOf(name string) (expr.Kind, bool) { k, ok := kinds[name]; return k, ok }

func valueOf(name string) expr.Value {
	day := func(s string) int64 { t, _ := time.Parse(time.DateOnly, s); return t.Unix() }
	switch name {
	case "price":
		return expr.MoneyOf(big.NewRat(125050, 100))
	case "n":
		return expr.NumberOf(big.NewRat(3, 1))
	case "name":
		return expr.TextOf("Иван")
	case "paid":
		return expr.BoolOf(true)
	case "from":
		return expr.DateOf(day("2026-02-26"))
	case "to":
		return expr.DateOf(day("2026-03-02"))
	case "at":
		return expr.MomentOf(time.Date(2026, 3, 1, 22, 30, 0, 0, time.UTC).Unix())
	}
	return expr.None(kinds[name])
}

func show(v expr.Value) string {
	switch {
	case v.Empty:
		return "-"
	case v.Kind == expr.Number || v.Kind == expr.Money:
		return expr.Decimal(v.Num, 6)
	case v.Kind == expr.Text:
		return v.Text
	case v.Kind == expr.Date:
		return time.Unix(v.Unix, 0).UTC().Format(time.DateOnly)
	case v.Kind == expr.Moment:
		return time.Unix(v.Unix, 0).UTC().Format(time.RFC3339)
	case v.Bool:
		return "yes"
	}
	return "no"
}

func TestEval(t *testing.T) {
	t.Parallel()
	moscow := time.FixedZone("MSK", 3*3600)
	for text, want := range map[string]string{
		"1 + 2 * 3":                    "7",
		"(1 + 2) * 3":                  "9",
		"-{n} * -2":                    "6",
		"0.1 + 0.2":                    "0.3",
		"10 / 4":                       "2.5",
		"1 / 0":                        "-",
		"{price} / ({n} - 3)":          "-",
		"{price} * 0.2":                "250.1",
		"{price} - {none}":             "1250.5",
		"{none} + {none}":              "-",
		"{price} * {none}":             "-",
		"ROUND({price} / 3, 2)":        "416.83",
		"ROUND(2.5)":                   "3",
		"ROUND(-2.5)":                  "-3",
		"ROUND(1.005; 2)":              "1.01",
		"ROUND({n}, 11)":               "-",
		"IF({n} > 2, \"many\", 'few')": "many",
		"ЕСЛИ({none} > 2; «много»; «мало»)": "мало",
		"IF({paid} AND NOT {n} = 4, 1, 0)":  "1",
		"NOT({paid}) OR {n} >= 3":           "yes",
		"{name} = \"иван\"":                 "yes",
		"{none} = {none}":                   "yes",
		"{none} < 5":                        "no",
		"ISEMPTY({none})":                   "yes",
		"IFEMPTY({none}, {n})":              "3",
		"DAYS({from}, {to})":                "4",
		"DAYS({from}, {nothing})":           "-",
		"{to} - {from}":                     "4",
		"{from} + 3":                        "2026-03-01",
		"{from} - 400":                      "2025-01-22",
		"{at} + 0.5":                        "2026-03-02T10:30:00Z",
		"DAYS({to}, {at})":                  "0", // half past one at night in Moscow
		"DATE({at})":                        "2026-03-02",
		"DATE(\"2026-13-01\")":              "-",
		"YEAR({from}) * 100 + MONTH({to})":  "202603",
		"CONCAT({name}, \" — \", {price})":  "Иван — 1250.5",
		"{name} & {blank} & {n}":            "Иван3",
		"UPPER({name})":                     "ИВАН",
		"LEN({name})":                       "4",
		"MIN({none}, 5, {n})":               "3",
		"MAX({from}, {to})":                 "2026-03-02",
		"ABS(-{price})":                     "1250.5",
		"{from} + 9999999":                  "-",
		"{price} / {price}":                 "1",
		"{blank} & {blank}":                 "-",
	} {
		tree, err := expr.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		kind, err := tree.Check(kindOf)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got := tree.Eval(valueOf, moscow)
		if show(got) != want {
			t.Errorf("%s = %s, want %s", text, show(got), want)
		}
		if got.Kind != kind && !(got.Kind == expr.Number && kind == expr.Money) {
			t.Errorf("%s is of kind %d and was said to be %d", text, got.Kind, kind)
		}
	}
}

func TestParse_refuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                          "is empty",
		"1 +":                       "ends too early",
		"1 + * 2":                   "character 5",
		"(1":                        "ends too early",
		"1)":                        "character 2",
		"\"abc":                     "not closed",
		"{price":                    "not closed",
		"{} + 1":                    "character 1",
		"TODAY()":                   "there is no function TODAY",
		"IF(1 = 1, 2)":              "IF takes",
		"1 @ 2":                     "character 3",
		"{price} + {name}":          "cannot take money and a text",
		"{price} * {price}":         "cannot take money and money",
		"{from} + {to}":             "cannot take a date and a date",
		"{from} < 3":                "cannot take a date and a number",
		"IF({n}, 1, 2)":             "do not fit",
		"IF({paid}, 1, \"a\")":      "do not fit",
		"{secret}":                  "there is no field {secret}",
		"-{name}":                   "cannot take a text",
		strings.Repeat("(", 200):    "too many parts",
		strings.Repeat("1+", 600):   "too many parts",
		strings.Repeat("-", 300):    "too many parts",
		strings.Repeat("NOT ", 300): "too many parts",
		strings.Repeat("a", 4001):   "too long",
		strings.Repeat("9", 31):     "too long",
		"1" + strings.Repeat("*99999999999999999999999999999", 3) + " 5": "character",
	} {
		tree, err := expr.Parse(text)
		if err == nil {
			_, err = tree.Check(kindOf)
		}
		if !errs.Is(err, errs.CodeInvalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %q", text, err, want)
		}
	}
}

func TestEval_growsNotWithoutEnd(t *testing.T) {
	t.Parallel()
	text := "999999999999999999999999999999" + strings.Repeat("*999999999999999999999999999999", 100)
	tree, err := expr.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if got := tree.Eval(valueOf, nil); !got.Empty {
		t.Fatalf("got a number of %d bits", got.Num.Num().BitLen())
	}
}

func FuzzFormula(f *testing.F) {
	for _, text := range []string{
		"1+2", "IF({n}>1,{price},{none})", "ROUND({price}/{n},2)", "CONCAT({name},\"a\")", "DAYS({from},{at})", "NOT NOT {paid}",
		"{from}+1e9", "МАКС({n};2)", "((((", "MIN({from},{at},{nothing})", "-{n}--1", "{to}-{at}", "DATE({name})+999999999999",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tree, err := expr.Parse(text)
		if err != nil {
			if !errs.Is(err, errs.CodeInvalid) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		kind, err := tree.Check(kindOf)
		if err != nil {
			return
		}
		got := tree.Eval(valueOf, time.UTC)
		if got.Kind != kind && !got.Empty && !(got.Kind < expr.Text && kind < expr.Text) && !(got.Kind > expr.Bool && kind > expr.Bool) {
			t.Fatalf("%q is of kind %d and was said to be %d", text, got.Kind, kind)
		}
		tree.Eval(func(name string) expr.Value { return expr.None(kinds[name]) }, nil)
	})
}
