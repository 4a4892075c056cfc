package field

import (
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"voronka/internal/crm"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/expr"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// Formula is the name of the type whose values are computed.
const Formula = "formula"

// formulaType is a value computed from others of the card. It is stored, found and sorted like one of its result's type.
type formulaType struct{ Type }

func (formulaType) Name() string      { return Formula }
func (formulaType) Check(Field) error { return nil } // see checkFormula: it needs the other fields

func (formulaType) FromText(Field, string, Env) ([]any, error) {
	return nil, errs.Invalid("", "is computed by its formula, leave it out")
}

// results are the types a formula's value may have.
var results = map[expr.Kind]Type{
	expr.Number: numberType{}, expr.Money: moneyType{}, expr.Text: textType{}, expr.Bool: checkboxType{},
	expr.Date: dateType{}, expr.Moment: datetimeType{},
}

func resultType(name string) Type {
	for _, t := range results {
		if t.Name() == name {
			return t
		}
	}
	return numberType{}
}

// formula is a formula field that can be computed.
type formula struct {
	field Field
	tree  *expr.Tree
}

// Facts are the values of a card that are no custom fields, by the names formulas call them.
type Facts map[string]expr.Value

// facts are the kinds of what formulas may use of a card beside its custom fields.
var facts = map[crm.Kind]map[string]expr.Kind{
	crm.Deal: {
		"name": expr.Text, "price": expr.Money, "created_at": expr.Moment, "closed_at": expr.Moment, "status_changed_at": expr.Moment,
	},
	crm.Contact: {"name": expr.Text, "created_at": expr.Moment},
	crm.Company: {"name": expr.Text, "created_at": expr.Moment},
}

// exprKind is the kind of a field's values in formulas, 0 for those formulas cannot use.
func (f Field) exprKind() expr.Kind {
	switch f.Base() {
	case "number":
		return expr.Number
	case "money", "monetary":
		return expr.Money
	case "checkbox":
		return expr.Bool
	case "date", "birthday":
		return expr.Date
	case "datetime":
		return expr.Moment
	case "text", "textarea", "url", "tracking_data", "list", "multilist", "phone", "email", "address":
		return expr.Text
	}
	return 0
}

// exprValue is the value of a field as formulas see it.
func (f Field) exprValue(values []any, env Env) expr.Value {
	k := f.exprKind()
	if len(values) == 0 {
		if k == expr.Bool {
			return expr.BoolOf(false)
		}
		return expr.None(k)
	}
	switch f.Base() {
	case "number":
		if n, ok := new(big.Rat).SetString(first(values)); ok {
			return expr.NumberOf(n)
		}
	case "money":
		if n, ok := values[0].(int64); ok {
			return expr.MoneyOf(majorUnits(n, env.currency()))
		}
	case "monetary":
		amount, currency := Amount(values[0])
		return expr.MoneyOf(majorUnits(amount, currency))
	case "checkbox":
		return expr.BoolOf(values[0] == true)
	case "date", "birthday":
		if day, err := time.Parse(time.DateOnly, first(values)); err == nil {
			return expr.DateOf(day.Unix())
		}
	case "datetime":
		if n, ok := values[0].(int64); ok {
			return expr.MomentOf(n)
		}
	case "phone", "email":
		return expr.TextOf(f.ToText(values[:1], env))
	default:
		return expr.TextOf(f.ToText(values, env))
	}
	return expr.None(k)
}

func majorUnits(minor int64, currency string) *big.Rat {
	return new(big.Rat).Quo(big.NewRat(minor, 1), unitOf(currency))
}

// Money is an amount of the account's currency in minor units, as formulas see it.
func (e Env) Money(minor int64) expr.Value { return expr.MoneyOf(majorUnits(minor, e.currency())) }

// unitOf is how many minor units make a major one.
func unitOf(currency string) *big.Rat {
	unit := int64(1)
	for range lang.CurrencyDigits(currency) {
		unit *= 10
	}
	return big.NewRat(unit, 1)
}

// maxResult is the size above which a computed number is no value: nobody reads it.
var maxResult = new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(18), nil))

// canonical is a computed value as the field stores it.
func (f Field) canonical(v expr.Value, env Env) []any {
	if v.Empty {
		return nil
	}
	switch f.Base() {
	case "checkbox":
		return ticked(v.Bool)
	case "date":
		return []any{time.Unix(v.Unix, 0).UTC().Format(time.DateOnly)}
	case "datetime":
		return []any{v.Unix}
	case "text":
		s := Clean(v.Text, false)
		if r := []rune(s); len(r) > maxText {
			s = string(r[:maxText])
		}
		if Key(s) == "" {
			return nil
		}
		return []any{s}
	}
	if v.Num == nil || new(big.Rat).Abs(v.Num).Cmp(maxResult) >= 0 {
		return nil
	}
	if f.Base() == "number" {
		decimals := 10
		if f.Settings.Decimals != nil {
			decimals = *f.Settings.Decimals
		}
		return []any{expr.Decimal(v.Num, decimals)}
	}
	minor, err := strconv.ParseInt(new(big.Rat).Mul(v.Num, unitOf(env.currency())).FloatString(0), 10, 64)
	if err != nil || checkMoney(minor) != nil {
		return nil
	}
	return []any{minor}
}

// customName reads the name of a custom field in a formula: "cf.12".
func customName(name string) (crm.FieldID, bool) {
	rest, ok := strings.CutPrefix(name, "cf.")
	id, err := strconv.ParseInt(rest, 10, 64)
	return crm.FieldID(id), ok && err == nil
}

func nameOf(id crm.FieldID) string { return "cf." + strconv.FormatInt(int64(id), 10) }

// kindOf is the kind of a name in formulas of the set.
func (s Set) kindOf(name string) (expr.Kind, bool) {
	if k, ok := facts[s.kind][name]; ok {
		return k, true
	}
	id, ok := customName(name)
	f, found := s.ByID(id)
	if !ok || !found {
		return 0, false
	}
	k := f.exprKind()
	return k, k != 0
}

// compile reads the formulas of the set, each once, and puts those first that others use. What cannot be computed any
// more is marked and keeps its values.
func (s *Set) compile() {
	done := map[crm.FieldID]bool{}
	var visit func(i, depth int)
	visit = func(i, depth int) {
		f := &s.ordered[i]
		if f.Type != Formula || done[f.ID] || depth > len(s.ordered) {
			return
		}
		done[f.ID] = true
		tree, err := expr.Parse(f.Settings.Formula)
		if err == nil {
			_, err = tree.Check(s.kindOf)
		}
		if f.IsBroken = err != nil; f.IsBroken {
			return
		}
		for _, name := range tree.Names() {
			if id, ok := customName(name); ok {
				visit(s.byID[id], depth+1)
			}
		}
		s.formulas = append(s.formulas, formula{*f, tree})
	}
	for i := range s.ordered {
		visit(i, 0)
	}
}

// HasFormulas reports whether any value of the set's cards is computed.
func (s Set) HasFormulas() bool { return len(s.formulas) > 0 }

// UsesFact reports whether a formula uses one of the named values that are no custom fields.
func (s Set) UsesFact(names ...string) bool {
	return slices.ContainsFunc(s.formulas, func(f formula) bool {
		return slices.ContainsFunc(f.tree.Names(), func(n string) bool { return slices.Contains(names, n) })
	})
}

// Compute is the values with those of the formulas brought up to date; values itself is not changed.
func (s Set) Compute(values map[crm.FieldID][]any, known Facts, env Env) map[crm.FieldID][]any {
	if len(s.formulas) == 0 {
		return values
	}
	out := maps.Clone(values)
	if out == nil {
		out = map[crm.FieldID][]any{}
	}
	get := func(name string) expr.Value {
		if id, ok := customName(name); ok {
			f, _ := s.ByID(id)
			return f.exprValue(out[id], env)
		}
		if v, ok := known[name]; ok {
			return v
		}
		return expr.None(facts[s.kind][name])
	}
	for _, f := range s.formulas {
		if result := f.field.canonical(f.tree.Eval(get, env.Location()), env); len(result) > 0 {
			out[f.field.ID] = result
		} else {
			delete(out, f.field.ID)
		}
	}
	return out
}

// checkFormula checks the formula of a field that is to be written and finds the type of its result, which stays for
// ever: filters and lists depend on it.
func checkFormula(c *errs.Collect, set Set, f *Field) error {
	if f.Type != Formula {
		f.Settings.Formula, f.Settings.Result = "", ""
		return nil
	}
	if len(f.Requirements) > 0 {
		c.Add("requirements", "a computed field is never missing, leave it empty")
	}
	tree, err := expr.Parse(f.Settings.Formula)
	if err == nil {
		var kind expr.Kind
		if kind, err = tree.Check(set.kindOf); err == nil {
			err = f.settle(set, results[kind].Name())
		}
	}
	if err == nil {
		err = set.checkCycle(*f, tree)
	}
	if err != nil && !c.Err("settings.formula", err) {
		return err
	}
	return nil
}

// settle notes the type of the result, or refuses another one than before.
func (f *Field) settle(set Set, result string) error {
	was := ""
	if f.ID != 0 {
		was = f.Settings.Result
		if old, ok := set.ByID(f.ID); ok {
			was = old.Settings.Result
		}
	}
	if was != "" && was != result {
		return errs.Invalid("", "the formula made %s until now and cannot turn to %s, make a new field for it", resultTerms[was], resultTerms[result])
	}
	f.Settings.Result = result
	return nil
}

var resultTerms = map[string]lang.Term{
	"number": expr.Number.Term(), "money": expr.Money.Term(), "text": expr.Text.Term(), "checkbox": expr.Bool.Term(),
	"date": expr.Date.Term(), "datetime": expr.Moment.Term(),
}

// checkCycle refuses a formula that would need its own value, and names the chain.
func (s Set) checkCycle(f Field, tree *expr.Tree) error {
	trees := map[crm.FieldID]*expr.Tree{}
	for _, other := range s.formulas {
		trees[other.field.ID] = other.tree
	}
	trees[f.ID] = tree
	chain := s.chainTo(f.ID, f.ID, trees, map[crm.FieldID]bool{})
	if chain == nil || f.ID == 0 {
		return nil
	}
	names := []string{f.Name}
	for _, id := range chain {
		other, _ := s.ByID(id)
		if id == f.ID {
			other = f
		}
		names = append(names, other.Name)
	}
	return errs.Invalid("", "the formula leads back to itself: %s", strings.Join(names, " → "))
}

// chainTo is the way from a formula to the field over the formulas it uses, nil when there is none.
func (s Set) chainTo(from, to crm.FieldID, trees map[crm.FieldID]*expr.Tree, seen map[crm.FieldID]bool) []crm.FieldID {
	seen[from] = true
	if trees[from] == nil {
		return nil
	}
	for _, name := range trees[from].Names() {
		id, ok := customName(name)
		switch {
		case !ok:
			continue
		case id == to:
			return []crm.FieldID{id}
		case seen[id]:
			continue
		}
		if rest := s.chainTo(id, to, trees, seen); rest != nil {
			return append([]crm.FieldID{id}, rest...)
		}
	}
	return nil
}

// Users are the formulas that use a field, in order.
func (s Set) Users(id crm.FieldID) []Field {
	var out []Field
	for _, f := range s.formulas {
		if slices.Contains(f.tree.Names(), nameOf(id)) {
			out = append(out, f.field)
		}
	}
	return out
}

// mentionsHidden reports whether a formula names a field that does not exist for the actor.
func mentionsHidden(text string, who tenant.Actor) bool {
	tree, err := expr.Parse(text)
	return err == nil && slices.ContainsFunc(tree.Names(), func(name string) bool {
		id, ok := customName(name)
		return ok && who.Field(int64(id)) == tenant.FieldHidden
	})
}

// checkSeen refuses a formula that would tell its maker a field hidden from them, in the words for one that is not there.
func (s Set) checkSeen(who tenant.Actor, f Field) error {
	if f.Type != Formula || !mentionsHidden(f.Settings.Formula, who) {
		return nil
	}
	tree, err := expr.Parse(f.Settings.Formula)
	if err == nil {
		_, err = tree.Check(s.For(who).kindOf)
	}
	return errs.At("settings.formula", err)
}
