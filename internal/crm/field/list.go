package field

import (
	"strings"

	"voronka/internal/crm"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

// maxOptions bounds the choices of a list.
const maxOptions = 1000

// listType is one choice out of the options, kept by the option's id.
type listType struct{}

func (listType) Name() string        { return "list" }
func (listType) Storage() Storage    { return Numbers }
func (listType) Many() bool          { return false }
func (listType) Ops() []string       { return choiceOps() }
func (listType) Check(f Field) error { return checkOptions(f.Options) }

func (listType) Normalize(f Field, raw any, _ Env) ([]any, error) {
	v, ok, err := single(raw)
	if !ok || err != nil {
		return nil, err
	}
	id, err := pick(f, v)
	if err != nil {
		return nil, err
	}
	return []any{id}, nil
}

// pick checks that an option may be chosen.
func pick(f Field, raw any) (int64, error) {
	id, err := optionID(f, raw)
	if err != nil {
		return 0, err
	}
	if o, _ := f.Option(crm.OptionID(id)); o.DeletedAt != nil {
		return 0, errs.Invalid("", "the choice %q was removed, pick another", o.Name)
	}
	return id, nil
}

func optionID(f Field, raw any) (int64, error) {
	id, ok := WholeNumber(raw)
	if !ok {
		return 0, errs.Invalid("", "give the id of a choice of this field, a whole number")
	}
	if _, ok := f.Option(crm.OptionID(id)); !ok {
		return 0, errs.Invalid("", "this field has no choice with the id %d", id)
	}
	return id, nil
}

func (listType) Index(_ Field, values []any) ([]float64, []string) { return wholeIndex(values), nil }

// Operand lets removed options be asked for: cards may still hold them.
func (listType) Operand(f Field, raw any, _ Env) (Operand, error) {
	id, err := optionID(f, raw)
	return Operand{Low: float64(id), High: float64(id)}, err
}

func (listType) FromText(f Field, text string, _ Env) ([]any, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	id, err := optionNamed(f, text)
	if err != nil {
		return nil, err
	}
	return []any{id}, nil
}

func optionNamed(f Field, name string) (int64, error) {
	key := lang.Fold(name)
	for _, o := range f.Options {
		if o.DeletedAt == nil && lang.Fold(o.Name) == key {
			return int64(o.ID), nil
		}
	}
	return 0, errs.Invalid("", "this field has no choice %q, add it to the field or pick another", shorten(name))
}

func (listType) ToText(f Field, values []any, _ Env) string {
	names := make([]string, 0, len(values))
	for _, v := range values {
		id, _ := v.(int64)
		if o, ok := f.Option(crm.OptionID(id)); ok {
			names = append(names, o.Name)
		}
	}
	return strings.Join(names, ", ")
}

func checkOptions(options []Option) error {
	var c errs.Collect
	seen := map[string]bool{}
	if len(options) > maxOptions {
		c.Add("options", "too many choices, use at most %d", maxOptions)
	}
	for _, o := range options {
		if o.DeletedAt != nil {
			continue
		}
		key := lang.Fold(o.Name)
		switch {
		case key == "":
			c.Add("options", "give every choice a name")
		case seen[key]:
			c.Add("options", "the choice %q stands twice, keep one", shorten(o.Name))
		case len([]rune(o.Name)) > maxOptionName:
			c.Add("options", "the choice %q is too long, use at most %d characters", shorten(o.Name), maxOptionName)
		}
		seen[key] = true
	}
	return c.Result()
}

const maxOptionName = 250

// shorten is a text as it is quoted in a message.
func shorten(s string) string {
	if r := []rune(strings.ToValidUTF8(s, "\ufffd")); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
