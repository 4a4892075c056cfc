package entity

import (
	"encoding/json"
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

// String is the filter as JSON.
func (n Node) String() string {
	raw, err := json.Marshal(n)
	if err != nil {
		return "{}"
	}
	return string(raw)
}
