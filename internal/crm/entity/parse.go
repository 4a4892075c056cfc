package entity

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"

	"voronka/internal/kit/errs"
)

// The bounds of a filter. They are far above what a person builds and far below what hurts.
const (
	maxFilterBytes = 256 << 10
	maxDepth       = 10
	maxNodes       = 100
	maxList        = 1000
	maxFilterText  = 1000
)

// Parse reads a filter strictly: unknown words, wrong shapes and too large trees are invalid, with the path of the node
// ("and.0.value") and a remedy. Whether fields and values fit is checked when the filter is used. Nothing and null are
// the empty filter.
func Parse(raw []byte) (Node, error) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return Node{}, nil
	}
	if len(raw) > maxFilterBytes {
		return Node{}, errs.Invalid("", "the filter is too large, make it smaller than %d bytes", maxFilterBytes)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return Node{}, errs.Invalid("", "the filter is not JSON")
	}
	if _, err := d.Token(); err != io.EOF {
		return Node{}, errs.Invalid("", "the filter is not JSON")
	}
	if v == nil {
		return Node{}, nil
	}
	p := parser{}
	n, err := p.node(v, "", 1)
	if err != nil {
		return Node{}, err
	}
	return n, nil
}

// UnmarshalJSON is Parse, so that a filter may stand inside other input.
func (n *Node) UnmarshalJSON(raw []byte) error {
	got, err := Parse(raw)
	if err != nil {
		return err
	}
	*n = got
	return nil
}

type parser struct{ nodes int }

func (p *parser) node(v any, path string, depth int) (Node, error) {
	p.nodes++
	if depth > maxDepth {
		return Node{}, errs.Invalid(path, "the filter is nested too deep, use at most %d levels", maxDepth)
	}
	if p.nodes > maxNodes {
		return Node{}, errs.Invalid(path, "the filter has too many conditions, use at most %d", maxNodes)
	}
	m, ok := v.(map[string]any)
	if !ok {
		return Node{}, errs.Invalid(path, `a filter is an object: {"field": …, "op": …, "value": …}, {"and": […]}, {"or": […]} or {"not": …}`)
	}
	if len(m) == 0 && depth == 1 {
		return Node{}, nil
	}
	for key := range m {
		switch key {
		case "and", "or", "not", "field", "op", "value":
		default:
			return Node{}, errs.Invalid(at(path, quote(key)), "a filter knows the keys and, or, not, field, op and value only")
		}
	}
	switch {
	case len(m) == 1 && m["and"] != nil:
		list, err := p.list(m["and"], at(path, "and"), depth)
		return Node{And: list}, err
	case len(m) == 1 && m["or"] != nil:
		list, err := p.list(m["or"], at(path, "or"), depth)
		return Node{Or: list}, err
	case len(m) == 1 && m["not"] != nil:
		inner, err := p.node(m["not"], at(path, "not"), depth+1)
		return Node{Not: &inner}, err
	}
	return leaf(m, path)
}

func (p *parser) list(v any, path string, depth int) ([]Node, error) {
	items, ok := v.([]any)
	if !ok || len(items) == 0 {
		return nil, errs.Invalid(path, "give a list of conditions with at least one in it")
	}
	out := make([]Node, 0, min(len(items), maxNodes))
	for i, item := range items {
		n, err := p.node(item, at(path, strconv.Itoa(i)), depth+1)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

func leaf(m map[string]any, path string) (Node, error) {
	for _, key := range []string{"and", "or", "not"} {
		if _, ok := m[key]; ok {
			return Node{}, errs.Invalid(path, "and, or and not stand alone in their object")
		}
	}
	name, ok := m["field"].(string)
	if !ok || name == "" {
		return Node{}, errs.Invalid(at(path, "field"), "name the field the condition is on")
	}
	op, ok := m["op"].(string)
	if !ok || op == "" {
		return Node{}, errs.Invalid(at(path, "op"), "name the operator, such as eq")
	}
	return Node{Field: name, Op: op, Value: m["value"]}, nil
}

func at(path, next string) string {
	if path == "" {
		return next
	}
	return path + "." + next
}
