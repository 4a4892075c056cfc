package entity

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"voronka/internal/crm"
)

// Node is a filter: a leaf (field, op, value), or one of And, Or, Not. The zero Node lets every card pass.
type Node struct {
	And   []Node `json:"and,omitempty"`
	Or    []Node `json:"or,omitempty"`
	Not   *Node  `json:"not,omitempty"`
	Field string `json:"field,omitempty"`
	Op    string `json:"op,omitempty"`
	// Value is a text, number, boolean, list of these, or nil for operators without one.
	Value any `json:"value,omitempty"`
}

// Leaf is a condition on one field.
func Leaf(field, op string, value any) Node { return Node{Field: field, Op: op, Value: value} }

// All is the filter that asks for every one of the given; empty ones vanish.
func All(nodes ...Node) Node {
	var kept []Node
	for _, n := range nodes {
		if !n.Empty() {
			kept = append(kept, n)
		}
	}
	if len(kept) == 1 {
		return kept[0]
	}
	return Node{And: kept}
}

// Any is the filter that asks for one of the given at least.
func Any(nodes ...Node) Node { return Node{Or: nodes} }

// Empty reports whether the filter lets every card pass because nothing is asked.
func (n Node) Empty() bool {
	return len(n.And) == 0 && len(n.Or) == 0 && n.Not == nil && n.Field == ""
}

// Leaves calls fn with every condition of the filter, those on linked cards, tasks and events too.
func (n Node) Leaves(fn func(leaf Node)) {
	if n.Field != "" {
		fn(n)
		if inner, ok := n.Value.(map[string]any); ok {
			p := parser{}
			if nested, err := p.node(inner, "", 1); err == nil {
				nested.Leaves(fn)
			}
		}
	}
	if n.Not != nil {
		n.Not.Leaves(fn)
	}
	for _, inner := range slices.Concat(n.And, n.Or) {
		inner.Leaves(fn)
	}
}

// FieldID is the custom field a condition is on, of the card or of a linked one.
func (n Node) FieldID() (crm.FieldID, bool) {
	name := n.Field[strings.IndexByte(n.Field, '.')+1:]
	if strings.HasPrefix(n.Field, "cf.") {
		name = n.Field
	}
	rest, ok := strings.CutPrefix(name, "cf.")
	id, err := strconv.ParseInt(rest, 10, 64)
	return crm.FieldID(id), ok && err == nil
}

// String is the filter as JSON.
func (n Node) String() string {
	raw, err := json.Marshal(n)
	if err != nil {
		return "{}"
	}
	return string(raw)
}
