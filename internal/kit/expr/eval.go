package expr

import (
	"cmp"
	"math/big"
	"strings"
	"time"
)

// Eval is the value of a formula that was checked. get gives the value of a name; zone is where moments become days.
func (t *Tree) Eval(get func(name string) Value, zone *time.Location) Value {
	if zone == nil {
		zone = time.UTC
	}
	e := &eval{get: get, zone: zone}
	return e.node(t.root)
}

type eval struct {
	get  func(name string) Value
	zone *time.Location
}

func (e *eval) node(n *node) Value {
	switch n.op {
	case "value":
		return n.value
	case "name":
		return e.get(n.name)
	case "IF":
		if e.node(n.args[0]).truth() {
			return e.node(n.args[1])
		}
		return e.node(n.args[2])
	case "IFEMPTY":
		if v := e.node(n.args[0]); !v.Empty {
			return v
		}
		return e.node(n.args[1])
	}
	args := make([]Value, len(n.args))
	for i, arg := range n.args {
		args[i] = e.node(arg)
	}
	if f, ok := functions[n.op]; ok {
		return f.run(e, args)
	}
	return e.sign(n.op, args)
}

func (e *eval) sign(op string, a []Value) Value {
	switch op {
	case "OR":
		return BoolOf(a[0].truth() || a[1].truth())
	case "AND":
		return BoolOf(a[0].truth() && a[1].truth())
	case "&":
		return concat(e, a)
	case "=", "<>", "<", "<=", ">", ">=":
		return e.holds(op, a[0], a[1])
	case "minus":
		if a[0].Empty {
			return a[0]
		}
		return numberOf(a[0].Kind, new(big.Rat).Neg(a[0].Num))
	case "*", "/":
		return product(op, a[0], a[1])
	}
	return e.sum(op, a[0], a[1])
}

func (v Value) truth() bool { return !v.Empty && v.Bool }

// holds compares. What is empty equals only what is empty, and is neither smaller nor larger than anything.
func (e *eval) holds(op string, a, b Value) Value {
	if a.Empty || b.Empty {
		both := a.Empty && b.Empty
		return BoolOf(op == "=" && both || op == "<>" && !both)
	}
	c := e.compare(a, b)
	switch op {
	case "=":
		return BoolOf(c == 0)
	case "<>":
		return BoolOf(c != 0)
	case "<":
		return BoolOf(c < 0)
	case "<=":
		return BoolOf(c <= 0)
	case ">":
		return BoolOf(c > 0)
	}
	return BoolOf(c >= 0)
}

// compare puts two values of comparable kinds in order. A date and a moment are compared by their days.
func (e *eval) compare(a, b Value) int {
	switch {
	case a.Kind.isNumber():
		return a.Num.Cmp(b.Num)
	case a.Kind.isTime() && a.Kind != b.Kind:
		return cmp.Compare(a.day(e.zone), b.day(e.zone))
	case a.Kind.isTime():
		return cmp.Compare(a.Unix, b.Unix)
	case a.Kind == Text:
		return strings.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text))
	case a.Bool == b.Bool:
		return 0
	case a.Bool:
		return 1
	}
	return -1
}

// maxBits is the size above which a number is taken for none: nobody reads it, and it would grow without end.
const maxBits = 4096

func bounded(k Kind, n *big.Rat) Value {
	if n.Num().BitLen() > maxBits || n.Denom().BitLen() > maxBits {
		return None(k)
	}
	return numberOf(k, n)
}

func product(op string, a, b Value) Value {
	k := kindOf(op, []Kind{a.Kind, b.Kind})
	switch {
	case a.Empty || b.Empty:
		return None(k)
	case op == "*":
		return bounded(k, new(big.Rat).Mul(a.Num, b.Num))
	case b.Num.Sign() == 0:
		return None(k)
	}
	return bounded(k, new(big.Rat).Quo(a.Num, b.Num))
}

func (e *eval) sum(op string, a, b Value) Value {
	k := kindOf(op, []Kind{a.Kind, b.Kind})
	switch {
	case a.Kind.isTime() && b.Kind.isTime():
		return e.between(a, b)
	case k.isTime():
		return shift(op, a, b)
	case a.Empty && b.Empty:
		return None(k)
	}
	x, y := orZero(a), orZero(b)
	if op == "-" {
		return bounded(k, new(big.Rat).Sub(x, y))
	}
	return bounded(k, new(big.Rat).Add(x, y))
}

func orZero(v Value) *big.Rat {
	if v.Empty {
		return new(big.Rat)
	}
	return v.Num
}

// between is how many days lie between two times: whole ones when a date is among them.
func (e *eval) between(a, b Value) Value {
	if a.Empty || b.Empty {
		return None(Number)
	}
	if a.Kind == Moment && b.Kind == Moment {
		return NumberOf(big.NewRat(a.Unix-b.Unix, daySeconds))
	}
	return NumberOf(big.NewRat((a.day(e.zone)-b.day(e.zone))/daySeconds, 1))
}

// The years dates may lie in, in unix seconds.
const (
	firstSecond = -30610224000 // of the year 1000
	lastSecond  = 253402300799 // of the year 9999
)

// shift moves a date or moment by days; a date by whole ones.
func shift(op string, a, b Value) Value {
	if !a.Kind.isTime() {
		a, b = b, a
	}
	if a.Empty || b.Empty {
		return None(a.Kind)
	}
	days := new(big.Rat).Set(b.Num)
	if op == "-" {
		days.Neg(days)
	}
	seconds := new(big.Rat).Mul(days, big.NewRat(daySeconds, 1))
	n := new(big.Int).Quo(seconds.Num(), seconds.Denom())
	if !n.IsInt64() {
		return None(a.Kind)
	}
	by := n.Int64()
	if a.Kind == Date {
		by = by / daySeconds * daySeconds
	}
	at := a.Unix + by
	if by > lastSecond*2 || by < -lastSecond*2 || at < firstSecond || at > lastSecond {
		return None(a.Kind)
	}
	a.Unix = at
	return a
}
