package entity

import (
	"slices"
	"strconv"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/errs"
)

// resolver turns a filter into checked conditions.
type resolver struct {
	scope  Scope
	search SearchFunc
	nodes  int
	// budget counts the nodes of the whole filter when this one resolves a part of it, which belongs to a card of the kind
	// owner.
	budget *int
	inside bool
	owner  crm.Kind
	// deleted is set when the filter itself says what it wants of the bin.
	deleted bool
}

func (r *resolver) node(n Node, path string, depth int) (cond, error) {
	*r.spend()++
	switch {
	case depth > maxDepth:
		return nil, errs.Invalid(path, "the filter is nested too deep, use at most %d levels", maxDepth)
	case *r.spend() > maxNodes:
		return nil, errs.Invalid(path, "the filter has too many conditions, use at most %d", maxNodes)
	case n.Not != nil:
		inner, err := r.node(*n.Not, at(path, "not"), depth+1)
		return noneOf{inner}, err
	case len(n.And) > 0:
		list, err := r.list(n.And, at(path, "and"), depth)
		return allOf(list), err
	case len(n.Or) > 0:
		list, err := r.list(n.Or, at(path, "or"), depth)
		return anyOf(list), err
	case n.Field == "":
		return allOf{}, nil
	}
	return r.leaf(n, path, depth)
}

// spend is the count of the nodes of the whole filter.
func (r *resolver) spend() *int {
	if r.budget != nil {
		return r.budget
	}
	return &r.nodes
}

func (r *resolver) list(nodes []Node, path string, depth int) ([]cond, error) {
	out := make([]cond, 0, len(nodes))
	for i, n := range nodes {
		c, err := r.node(n, at(path, strconv.Itoa(i)), depth+1)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// leaf resolves a condition on one field. Operators that say the opposite become NOT: a card without a value is not
// equal to anything.
func (r *resolver) leaf(n Node, path string, depth int) (cond, error) {
	if kind, ok := r.linkOf(n.Field); ok {
		return r.linked(kind, n, path, depth)
	}
	custom, isCustom, err := r.customField(n.Field, path)
	if err != nil {
		return nil, err
	}
	std, ok := r.standardField(n.Field)
	if !ok && !isCustom {
		return nil, errs.Invalid(at(path, "field"), "there is no field %q to filter by, custom fields are named cf.<id>", quote(n.Field))
	}
	ops := std.ops()
	if isCustom {
		ops = custom.Def().Ops()
	}
	if !slices.Contains(ops, n.Op) {
		return nil, errs.Invalid(at(path, "op"), "%s cannot be asked by %q, use one of: %s", quote(n.Field), quote(n.Op), strings.Join(ops, ", "))
	}
	if std.link != "" && (n.Op == "has" || n.Op == "none") {
		c, err := r.has(std.link, n.Value, path, depth)
		if n.Op == "none" {
			c = noneOf{c}
		}
		return c, err
	}
	op, opposite := positive(n.Op)
	var c cond
	if isCustom {
		c, err = r.custom(custom, op, n.Value)
	} else {
		c, err = r.standard(std, op, n.Value)
	}
	if err != nil {
		return nil, errs.At(at(path, "value"), err)
	}
	if opposite {
		return noneOf{c}, nil
	}
	return c, nil
}

// positive is the operator whose NOT the given one is.
func positive(op string) (string, bool) {
	switch op {
	case "ne":
		return "eq", true
	case "nin":
		return "in", true
	case "empty":
		return "filled", true
	case "none":
		return "filled", true
	}
	return op, false
}

func (r *resolver) customField(name, path string) (field.Field, bool, error) {
	rest, ok := strings.CutPrefix(name, "cf.")
	if !ok {
		return field.Field{}, false, nil
	}
	id, err := strconv.ParseInt(rest, 10, 64)
	f, found := r.scope.Fields.ByID(crm.FieldID(id))
	if err != nil || !found || f.Kind != r.scope.Kind {
		return field.Field{}, false, errs.Invalid(at(path, "field"), "there is no custom field %q for this kind of card, or it was removed", quote(name))
	}
	return f, true, nil
}

func (r *resolver) custom(f field.Field, op string, raw any) (cond, error) {
	t := f.Def()
	switch op {
	case "filled":
		return customFilled{f}, noValue(raw)
	case "contains", "starts":
		o, err := t.Operand(f, raw, r.scope.Env)
		return customText{f, op, o.Text}, err
	case "eq", "in":
		return r.customEqual(f, op, raw)
	}
	operands, err := r.operands(f, op, raw)
	if err != nil {
		return nil, err
	}
	return customRange{f, rangeBounds(op, operands)}, nil
}

// customEqual is a look-up, except where a written day stands for a whole interval.
func (r *resolver) customEqual(f field.Field, op string, raw any) (cond, error) {
	operands, err := r.operands(f, op, raw)
	if err != nil {
		return nil, err
	}
	c := customIn{f: f}
	var ranges anyOf
	for _, o := range operands {
		switch {
		case f.Def().Storage() == field.Texts:
			c.texts = append(c.texts, o.Text)
		case o.Low != o.High:
			ranges = append(ranges, customRange{f, []bound{{">=", o.Low}, {"<=", o.High}}})
		default:
			c.numbers = append(c.numbers, o.Low)
		}
	}
	if f.Base() == "checkbox" && operands[0].Low == 0 { // unset is not stored
		return noneOf{customIn{f: f, numbers: []float64{1}}}, nil
	}
	if len(ranges) == 0 {
		return c, nil
	}
	if c.numbers != nil {
		ranges = append(ranges, c)
	}
	return ranges, nil
}

// operands reads the value of a filter: one, two for between, a list for in.
func (r *resolver) operands(f field.Field, op string, raw any) ([]field.Operand, error) {
	list, err := valueList(op, raw)
	if err != nil {
		return nil, err
	}
	out := make([]field.Operand, 0, len(list))
	for i, v := range list {
		o, err := f.Def().Operand(f, v, r.scope.Env)
		if err != nil {
			return nil, errs.At(indexPath(op, i), err)
		}
		out = append(out, o)
	}
	return out, nil
}

func indexPath(op string, i int) string {
	if op == "in" || op == "between" {
		return strconv.Itoa(i)
	}
	return ""
}

// valueList is the value as a list of as many items as the operator wants.
func valueList(op string, raw any) ([]any, error) {
	list, isList := raw.([]any)
	switch {
	case op == "between" && (!isList || len(list) != 2):
		return nil, errs.Invalid("", "between wants a list of two values, the smaller first")
	case op == "in" && (!isList || len(list) == 0):
		return nil, errs.Invalid("", "give a list of values with at least one in it")
	case op == "in" && len(list) > maxList:
		return nil, errs.Invalid("", "the list is too long, give at most %d values", maxList)
	case op == "in" || op == "between":
		return list, nil
	case raw == nil:
		return nil, errs.Invalid("", "give the value to compare with, or use the operator empty")
	}
	return []any{raw}, nil
}

func rangeBounds(op string, o []field.Operand) []bound {
	switch op {
	case "gt":
		return []bound{{">", o[0].High}}
	case "gte":
		return []bound{{">=", o[0].Low}}
	case "lt":
		return []bound{{"<", o[0].Low}}
	case "lte":
		return []bound{{"<=", o[0].High}}
	}
	return []bound{{">=", o[0].Low}, {"<=", o[1].High}}
}

func noValue(raw any) error {
	if raw == nil || raw == true || raw == "" {
		return nil
	}
	return errs.Invalid("", "this operator takes no value, leave it out")
}
