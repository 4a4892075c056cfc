package expr

import (
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

// Check finds the kind of the formula's value. kind tells that of a name.
func (t *Tree) Check(kind func(name string) (Kind, bool)) (Kind, error) {
	return checker{kind}.node(t.root)
}

type checker struct {
	kind func(name string) (Kind, bool)
}

func (c checker) node(n *node) (Kind, error) {
	switch n.op {
	case "value":
		return n.value.Kind, nil
	case "name":
		k, ok := c.kind(n.name)
		if !ok {
			return 0, errs.Invalid("", "character %d: there is no field {%s} a formula can use", n.at, clip(n.name))
		}
		return k, nil
	}
	kinds := make([]Kind, len(n.args))
	for i, arg := range n.args {
		k, err := c.node(arg)
		if err != nil {
			return 0, err
		}
		kinds[i] = k
	}
	if k := kindOf(n.op, kinds); k != 0 {
		return k, nil
	}
	return 0, misfit(n, kinds)
}

// misfit says what an operation was given and cannot take.
func misfit(n *node, kinds []Kind) error {
	var name any = n.op
	if n.op == "minus" {
		name = "-"
	}
	switch len(kinds) {
	case 1:
		return errs.Invalid("", "character %d: %s cannot take %s", n.at, name, kinds[0].Term())
	case 2:
		return errs.Invalid("", "character %d: %s cannot take %s and %s", n.at, name, kinds[0].Term(), kinds[1].Term())
	}
	f := functions[n.op]
	var usage lang.Term = f.usage
	return errs.Invalid("", "character %d: the values do not fit, %s takes %s", n.at, name, usage)
}

// kindOf is the kind an operation makes of values of the kinds, 0 when it cannot take them.
func kindOf(op string, k []Kind) Kind {
	if f, ok := functions[op]; ok {
		return f.kind(k)
	}
	switch op {
	case "OR", "AND":
		return only(k[0] == Bool && k[1] == Bool, Bool)
	case "=", "<>":
		return only(alike(k[0], k[1]), Bool)
	case "<", "<=", ">", ">=":
		return only(alike(k[0], k[1]) && k[0] != Bool, Bool)
	case "&":
		return Text
	case "minus":
		return only(k[0].isNumber(), k[0])
	case "*":
		return only(k[0].isNumber() && k[1].isNumber() && k[0]+k[1] != 2*Money, wider(k[0], k[1]))
	case "/":
		return quotient(k[0], k[1])
	case "+":
		return sum(k[0], k[1])
	case "-":
		return difference(k[0], k[1])
	}
	return 0
}

func only(fits bool, k Kind) Kind {
	if fits {
		return k
	}
	return 0
}

// alike reports whether values of the kinds can be compared, or stand for one another.
func alike(a, b Kind) bool { return a == b || a.isNumber() && b.isNumber() || a.isTime() && b.isTime() }

// wider is the kind that holds values of both.
func wider(a, b Kind) Kind { return max(a, b) }

func quotient(a, b Kind) Kind {
	switch {
	case !a.isNumber() || !b.isNumber() || a == Number && b == Money:
		return 0
	case a == Money && b == Number:
		return Money
	}
	return Number
}

func sum(a, b Kind) Kind {
	switch {
	case a.isNumber() && b.isNumber():
		return wider(a, b)
	case a.isTime() && b == Number:
		return a
	case a == Number && b.isTime():
		return b
	}
	return 0
}

func difference(a, b Kind) Kind {
	switch {
	case a.isNumber() && b.isNumber():
		return wider(a, b)
	case a.isTime() && b == Number:
		return a
	case a.isTime() && b.isTime():
		return Number
	}
	return 0
}
