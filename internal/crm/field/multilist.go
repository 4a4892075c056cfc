package field

import (
	"slices"
	"strings"

	"voronka/internal/kit/errs"
)

// multilistType is any number of choices.
type multilistType struct{ listType }

func (multilistType) Name() string { return "multilist" }
func (multilistType) Many() bool   { return true }

func (multilistType) Normalize(f Field, raw any, _ Env) ([]any, error) {
	list := items(raw)
	if len(list) > maxOptions {
		return nil, errs.Invalid("", "too many values, give at most %d", maxOptions)
	}
	var out []any
	for _, v := range list {
		id, err := pick(f, v)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, any(id)) {
			out = append(out, id)
		}
	}
	return out, nil
}

// FromText parts the choices by semicolons, line breaks or commas, unless the whole text is the name of one.
func (multilistType) FromText(f Field, text string, _ Env) ([]any, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	if id, err := optionNamed(f, text); err == nil {
		return []any{id}, nil
	}
	var out []any
	for _, name := range parts(text) {
		id, err := optionNamed(f, name)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, any(id)) {
			out = append(out, id)
		}
	}
	return out, nil
}

// parts are the names of choices a text is made of: semicolons and line breaks part them, or else commas.
func parts(text string) (out []string) {
	marks := ";\n"
	if !strings.ContainsAny(text, marks) {
		marks = ","
	}
	for name := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(marks, r) }) {
		if strings.TrimSpace(name) != "" {
			out = append(out, name)
		}
	}
	return out
}
