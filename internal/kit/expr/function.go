package expr

import (
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"voronka/internal/kit/lang"
)

// function is a word of the language that takes values in brackets.
type function struct {
	least, most int
	usage       lang.Term
	kind        func(k []Kind) Kind
	run         func(e *eval, args []Value) Value
}

const many = 50

var functions = map[string]function{
	"IF": {3, 3, "a condition and two values of one kind", func(k []Kind) Kind {
		return only(k[0] == Bool && alike(k[1], k[2]), wider(k[1], k[2]))
	}, nil},
	"IFEMPTY": {2, 2, "two values of one kind", func(k []Kind) Kind {
		return only(alike(k[0], k[1]), wider(k[0], k[1]))
	}, nil},
	"ISEMPTY": {1, 1, "one value", func([]Kind) Kind { return Bool }, func(_ *eval, a []Value) Value { return BoolOf(a[0].Empty) }},
	"NOT": {1, 1, "one condition", func(k []Kind) Kind { return only(k[0] == Bool, Bool) }, func(_ *eval, a []Value) Value {
		return BoolOf(!a[0].truth())
	}},
	"ROUND": {1, 2, "a number and how many decimals, 0 to 10", func(k []Kind) Kind {
		return only(k[0].isNumber() && (len(k) == 1 || k[1] == Number), k[0])
	}, round},
	"ABS": {1, 1, "one number", oneNumber, func(_ *eval, a []Value) Value {
		if a[0].Empty {
			return a[0]
		}
		return numberOf(a[0].Kind, new(big.Rat).Abs(a[0].Num))
	}},
	"MIN":  {1, many, "values of one kind that can be compared", allAlike, func(e *eval, a []Value) Value { return extreme(e, a, -1) }},
	"MAX":  {1, many, "values of one kind that can be compared", allAlike, func(e *eval, a []Value) Value { return extreme(e, a, 1) }},
	"DAYS": {2, 2, "two dates, the earlier first", twoTimes, days},
	"DATE": {1, 1, "a text like 2026-03-01, or a date and time", func(k []Kind) Kind { return only(k[0] == Text || k[0].isTime(), Date) }, date},
	"YEAR": {1, 1, "one date", oneTime, func(e *eval, a []Value) Value { return datePart(e, a[0], func(t time.Time) int { return t.Year() }) }},
	"MONTH": {1, 1, "one date", oneTime, func(e *eval, a []Value) Value {
		return datePart(e, a[0], func(t time.Time) int { return int(t.Month()) })
	}},
	"CONCAT": {1, many, "any values", func([]Kind) Kind { return Text }, concat},
	"UPPER":  {1, 1, "one text", oneText, func(_ *eval, a []Value) Value { return TextOf(strings.ToUpper(a[0].Text)) }},
	"LOWER":  {1, 1, "one text", oneText, func(_ *eval, a []Value) Value { return TextOf(strings.ToLower(a[0].Text)) }},
	"LEN": {1, 1, "one text", func(k []Kind) Kind { return only(k[0] == Text, Number) }, func(_ *eval, a []Value) Value {
		return NumberOf(big.NewRat(int64(utf8.RuneCountInString(a[0].Text)), 1))
	}},
}

var functionNames = strings.Join(slices.Sorted(maps.Keys(functions)), ", ")

// Functions are the names of the functions, in order.
func Functions() []string { return slices.Sorted(maps.Keys(functions)) }

// aliases are the Russian names of functions, as spreadsheets call them.
var aliases = map[string]string{
	"ЕСЛИ": "IF", "ОКРУГЛ": "ROUND", "ДНИ": "DAYS", "СЦЕПИТЬ": "CONCAT", "МИН": "MIN", "МАКС": "MAX", "ИСТИНА": "TRUE", "ЛОЖЬ": "FALSE",
	"ГОД": "YEAR", "МЕСЯЦ": "MONTH", "ДАТА": "DATE", "ЕСЛИПУСТО": "IFEMPTY", "ПУСТО": "ISEMPTY", "НЕ": "NOT", "ДЛСТР": "LEN",
	"ПРОПИСН": "UPPER", "СТРОЧН": "LOWER",
}

func alias(word string) string {
	if name, ok := aliases[word]; ok {
		return name
	}
	return word
}

func oneNumber(k []Kind) Kind { return only(k[0].isNumber(), k[0]) }
func oneText(k []Kind) Kind   { return only(k[0] == Text, Text) }
func oneTime(k []Kind) Kind   { return only(k[0].isTime(), Number) }
func twoTimes(k []Kind) Kind  { return only(k[0].isTime() && k[1].isTime(), Number) }

func allAlike(k []Kind) Kind {
	out := k[0]
	for _, other := range k[1:] {
		if !alike(out, other) {
			return 0
		}
		out = wider(out, other)
	}
	return only(out != Bool, out)
}

func round(_ *eval, a []Value) Value {
	decimals := int64(0)
	if len(a) == 2 {
		if a[1].Empty || !a[1].Num.IsInt() || a[1].Num.Num().CmpAbs(big.NewInt(10)) > 0 || a[1].Num.Sign() < 0 {
			return None(a[0].Kind)
		}
		decimals = a[1].Num.Num().Int64()
	}
	if a[0].Empty {
		return a[0]
	}
	out, _ := new(big.Rat).SetString(a[0].Num.FloatString(int(decimals))) // halves go away from zero
	return numberOf(a[0].Kind, out)
}

// extreme is the least or the largest of the values that are there.
func extreme(e *eval, list []Value, sign int) Value {
	out := list[0]
	for _, v := range list[1:] {
		if out.Empty || !v.Empty && e.compare(v, out) == sign {
			out = v
		}
	}
	return out
}

func days(e *eval, a []Value) Value {
	if a[0].Empty || a[1].Empty {
		return None(Number)
	}
	return NumberOf(big.NewRat((a[1].day(e.zone)-a[0].day(e.zone))/daySeconds, 1))
}

func date(e *eval, a []Value) Value {
	if a[0].Empty {
		return None(Date)
	}
	if a[0].Kind != Text {
		return DateOf(a[0].day(e.zone))
	}
	day, err := time.Parse(time.DateOnly, strings.TrimSpace(a[0].Text))
	if err != nil {
		return None(Date)
	}
	return DateOf(day.Unix())
}

func datePart(e *eval, v Value, part func(time.Time) int) Value {
	if v.Empty {
		return None(Number)
	}
	return NumberOf(big.NewRat(int64(part(time.Unix(v.day(e.zone), 0).UTC())), 1))
}

// maxText is the longest text a formula makes, in characters.
const maxText = 2000

func concat(e *eval, list []Value) Value {
	var b strings.Builder
	for _, v := range list {
		b.WriteString(v.shown(e.zone))
	}
	out := b.String()
	if r := []rune(out); len(r) > maxText {
		out = string(r[:maxText])
	}
	return TextOf(out)
}
