package expr

import (
	"math/big"
	"strings"
	"time"

	"voronka/internal/kit/lang"
)

// Kind is the type of a value.
type Kind int

// The kinds. Money is a number of major units; a date is a day of the calendar, a moment is a second.
const (
	Number Kind = iota + 1
	Money
	Text
	Bool
	Date
	Moment
)

var kindTerms = map[Kind]lang.Term{
	Number: "a number", Money: "money", Text: "a text", Bool: "yes or no", Date: "a date", Moment: "a date and time",
}

// Term is the kind as messages say it.
func (k Kind) Term() lang.Term { return kindTerms[k] }

func (k Kind) isNumber() bool { return k == Number || k == Money }
func (k Kind) isTime() bool   { return k == Date || k == Moment }

// Value is a value of a kind, or the want of one.
type Value struct {
	Kind  Kind
	Empty bool
	Num   *big.Rat
	Text  string
	Bool  bool
	// Unix is a moment in seconds, or the midnight UTC a date begins with.
	Unix int64
}

// None is the want of a value.
func None(k Kind) Value { return Value{Kind: k, Empty: true} }

// numberOf is a number of either kind.
func numberOf(k Kind, n *big.Rat) Value { return Value{Kind: k, Num: n} }

// NumberOf is a number.
func NumberOf(n *big.Rat) Value { return numberOf(Number, n) }

// MoneyOf is an amount in major units.
func MoneyOf(n *big.Rat) Value { return numberOf(Money, n) }

// TextOf is a text; the empty text is no value.
func TextOf(s string) Value { return Value{Kind: Text, Text: s, Empty: s == ""} }

// BoolOf is yes or no.
func BoolOf(b bool) Value { return Value{Kind: Bool, Bool: b} }

// DateOf is a day, given by the midnight UTC it begins with.
func DateOf(unix int64) Value { return Value{Kind: Date, Unix: unix} }

// MomentOf is a second.
func MomentOf(unix int64) Value { return Value{Kind: Moment, Unix: unix} }

const daySeconds = 24 * 60 * 60

// day is the midnight UTC of the day a date or moment lies in, in the zone.
func (v Value) day(zone *time.Location) int64 {
	if v.Kind == Date {
		return v.Unix
	}
	t := time.Unix(v.Unix, 0).In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix()
}

// maxShown is how many decimals a number shows inside a text.
const maxShown = 10

// Decimal is a number rounded to so many decimals at most, without zeros at its end.
func Decimal(n *big.Rat, decimals int) string {
	s := n.FloatString(decimals)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// shown is the value as CONCAT joins it.
func (v Value) shown(zone *time.Location) string {
	switch {
	case v.Empty:
		return ""
	case v.Kind.isNumber():
		return Decimal(v.Num, maxShown)
	case v.Kind == Text:
		return v.Text
	case v.Kind == Date:
		return time.Unix(v.Unix, 0).UTC().Format(time.DateOnly)
	case v.Kind == Moment:
		return time.Unix(v.Unix, 0).In(zone).Format("2006-01-02 15:04")
	case v.Bool:
		return "1"
	}
	return "0"
}
