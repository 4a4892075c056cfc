package expr

import (
	"math/big"
	"slices"
	"unicode/utf8"

	"voronka/internal/kit/errs"
)

// The bounds of a formula.
const (
	maxRunes = 4000
	maxNodes = 500
	maxDepth = 60
)

// node is a part of a formula: a value written out, a name, or an operation over other parts.
type node struct {
	op    string // "value", "name", a sign, or the name of a function
	value Value
	name  string
	args  []*node
	at    int
}

// Tree is a formula that was understood. It is not changed once made.
type Tree struct {
	root  *node
	names []string
}

// Names are the names the formula uses, each once, in the order they first stand.
func (t *Tree) Names() []string { return t.names }

// Parse reads a formula. Errors name the character they are about and carry no path.
func Parse(text string) (*Tree, error) {
	if utf8.RuneCountInString(text) > maxRunes {
		return nil, errs.Invalid("", "the formula is too long, use at most %d characters", maxRunes)
	}
	tokens, err := scan(text)
	if err != nil {
		return nil, err
	}
	if len(tokens) == 1 {
		return nil, errs.Invalid("", "the formula is empty, write an expression")
	}
	p := &parser{tokens: tokens}
	root, err := p.loose(0, 1)
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.class != 0 {
		return nil, unexpected(t)
	}
	return &Tree{root: root, names: p.names}, nil
}

type parser struct {
	tokens []token
	i      int
	nodes  int
	names  []string
}

func (p *parser) peek() token { return p.tokens[p.i] }

func (p *parser) take() token {
	t := p.tokens[p.i]
	if t.class != 0 {
		p.i++
	}
	return t
}

// levels are the signs between two values, from the loosest.
var levels = [][]string{{"OR"}, {"AND"}, nil, {"=", "<>", "<", "<=", ">", ">="}, {"&"}, {"+", "-"}, {"*", "/"}}

// notLevel is where NOT stands among them.
const notLevel = 2

func (p *parser) make(n node, depth int) (*node, error) {
	p.nodes++
	if p.nodes > maxNodes || depth > maxDepth {
		return nil, errs.Invalid("", "the formula has too many parts, move some of it to a field of its own")
	}
	return &n, nil
}

// loose reads what holds together as tightly as the level or tighter.
func (p *parser) loose(level, depth int) (*node, error) {
	switch {
	case depth > maxDepth:
		return p.make(node{}, depth)
	case level == len(levels):
		return p.unary(depth)
	case level == notLevel:
		if t := p.peek(); t.class == 'w' && t.text == "NOT" && p.tokens[p.i+1].text != "(" {
			p.take()
			arg, err := p.loose(level, depth+1)
			if err != nil {
				return nil, err
			}
			return p.make(node{op: "NOT", args: []*node{arg}, at: t.at}, depth)
		}
		return p.loose(level+1, depth)
	}
	left, err := p.loose(level+1, depth)
	for err == nil {
		t := p.peek()
		if t.class != 's' && t.class != 'w' || !slices.Contains(levels[level], t.text) {
			return left, nil
		}
		p.take()
		var right *node
		if right, err = p.loose(level+1, depth+1); err == nil {
			left, err = p.make(node{op: t.text, args: []*node{left, right}, at: t.at}, depth)
		}
	}
	return nil, err
}

func (p *parser) unary(depth int) (*node, error) {
	t := p.take()
	switch {
	case depth > maxDepth:
		return p.make(node{}, depth)
	case t.class == 's' && t.text == "-":
		arg, err := p.unary(depth + 1)
		if err != nil {
			return nil, err
		}
		return p.make(node{op: "minus", args: []*node{arg}, at: t.at}, depth)
	case t.class == 's' && t.text == "(":
		inner, err := p.loose(0, depth+1)
		if err != nil {
			return nil, err
		}
		if end := p.take(); end.text != ")" || end.class != 's' {
			return nil, unexpected(end)
		}
		return inner, nil
	case t.class == 'n':
		n, _ := new(big.Rat).SetString(t.text)
		return p.make(node{op: "value", value: NumberOf(n), at: t.at}, depth)
	case t.class == 't':
		return p.make(node{op: "value", value: Value{Kind: Text, Text: t.text, Empty: t.text == ""}, at: t.at}, depth)
	case t.class == 'f':
		if t.text == "" {
			return nil, unexpected(token{'s', "{}", t.at})
		}
		if !slices.Contains(p.names, t.text) {
			p.names = append(p.names, t.text)
		}
		return p.make(node{op: "name", name: t.text, at: t.at}, depth)
	case t.class == 'w':
		return p.word(t, depth)
	}
	return nil, unexpected(t)
}

// word reads TRUE, FALSE or a call.
func (p *parser) word(t token, depth int) (*node, error) {
	name := alias(t.text)
	if name == "TRUE" || name == "FALSE" {
		return p.make(node{op: "value", value: BoolOf(name == "TRUE"), at: t.at}, depth)
	}
	f, ok := functions[name]
	if !ok {
		return nil, errs.Invalid("", "there is no function %s, use one of: %s", clip(t.text), functionNames)
	}
	if open := p.take(); open.class != 's' || open.text != "(" {
		return nil, unexpected(open)
	}
	args, err := p.arguments(depth)
	if err != nil {
		return nil, err
	}
	if len(args) < f.least || len(args) > f.most {
		return nil, errs.Invalid("", "character %d: %s takes %s, see the list of functions", t.at, name, f.usage)
	}
	return p.make(node{op: name, args: args, at: t.at}, depth)
}

func (p *parser) arguments(depth int) ([]*node, error) {
	var args []*node
	if t := p.peek(); t.class == 's' && t.text == ")" {
		p.take()
		return nil, nil
	}
	for {
		arg, err := p.loose(0, depth+1)
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
		switch t := p.take(); {
		case t.class == 's' && t.text == ")":
			return args, nil
		case t.class != 's' || t.text != ",":
			return nil, unexpected(t)
		}
	}
}
