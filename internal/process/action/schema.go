package action

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"unicode/utf8"

	"voronka/internal/kit/errs"
)

// Schema says which parameters an action takes. The client draws its form from it and takes the words for
// "actions.<kind>.<name>" from its own dictionary.
type Schema struct {
	Params []Param `json:"params"`
}

// Type is the JSON type of a parameter.
type Type string

// The types. An Object's inside is checked by the action itself.
const (
	String  Type = "string"
	Integer Type = "integer"
	Boolean Type = "boolean"
	Array   Type = "array"
	Object  Type = "object"
)

// Widget is a hint how to draw a parameter.
type Widget string

// The widgets.
const (
	// TextLine and TextArea are plain text, with placeholders when Param.Placeholders is set.
	TextLine Widget = "text"
	TextArea Widget = "textarea"
	Switch   Widget = "switch"
	Choice   Widget = "choice"
	// UserPick is an id of a user; empty means the responsible of the card, where the parameter is not required.
	UserPick Widget = "user"
	// StatusPick is an id of a status, shown under its pipeline.
	StatusPick   Widget = "status"
	LossPick     Widget = "loss_reason"
	TaskTypePick Widget = "task_type"
	WebhookPick  Widget = "webhook"
	// FieldValues is an object {"<field id>": [value, …]}, drawn by the field system.
	FieldValues Widget = "field_values"
	// TagNames is a list of names.
	TagNames Widget = "tags"
	// DelayPick is {"amount": 2, "unit": "minutes" | "hours" | "days" | "weeks"}.
	DelayPick Widget = "delay"
)

// Param is one parameter of an action.
type Param struct {
	Name     string `json:"name"`
	Type     Type   `json:"type"`
	Widget   Widget `json:"widget"`
	Required bool   `json:"required"`
	// Default is what the form begins with.
	Default any `json:"default,omitempty"`
	// Max is the longest text in characters, the longest list in items; 0 is the general bound.
	Max int `json:"max,omitempty"`
	// Choices are the words a Choice may be.
	Choices []string `json:"choices,omitempty"`
	// Placeholders allows {{deal.name}} and its like in the text.
	Placeholders bool `json:"placeholders,omitempty"`
}

// maxParams bounds the parameters of one action as a whole, in bytes.
const maxParams = 64 << 10

// check compares parameters with the schema: an object with known names, the right types, nothing missing.
func (s Schema) check(raw json.RawMessage) error {
	values, err := object(raw)
	if err != nil {
		return err
	}
	var c errs.Collect
	for name := range values {
		if !slices.ContainsFunc(s.Params, func(p Param) bool { return p.Name == name }) {
			c.Add(clip(name), "is not a parameter of this action, remove it")
		}
	}
	for _, p := range s.Params {
		p.check(&c, values[p.Name])
	}
	return c.Result()
}

func object(raw json.RawMessage) (map[string]json.RawMessage, error) {
	if len(raw) > maxParams {
		return nil, errs.Invalid("", "the parameters are longer than %d bytes, shorten the texts", maxParams)
	}
	var values map[string]json.RawMessage
	if len(raw) == 0 {
		return values, nil
	}
	if json.Unmarshal(raw, &values) != nil || values == nil {
		return nil, errs.Invalid("", "the parameters must be a JSON object")
	}
	return values, nil
}

func (p Param) check(c *errs.Collect, raw json.RawMessage) {
	if len(raw) == 0 || string(raw) == "null" {
		if p.Required {
			c.Add(p.Name, "is required, fill it in")
		}
		return
	}
	switch p.Type {
	case String:
		p.checkString(c, raw)
	case Integer:
		var n int64
		if json.Unmarshal(raw, &n) != nil || n < 0 {
			c.Add(p.Name, "must be a whole number, zero or more")
		} else if p.Required && n == 0 {
			c.Add(p.Name, "is required, fill it in")
		}
	case Boolean:
		var b bool
		if json.Unmarshal(raw, &b) != nil {
			c.Add(p.Name, "must be true or false")
		}
	case Array:
		p.checkArray(c, raw)
	case Object:
		p.checkObject(c, raw)
	}
}

// The bounds of parameters that name none of their own.
const (
	maxText  = 2000
	maxItems = 50
)

func (p Param) checkString(c *errs.Collect, raw json.RawMessage) {
	var s string
	longest := p.Max
	if longest == 0 {
		longest = maxText
	}
	switch {
	case json.Unmarshal(raw, &s) != nil:
		c.Add(p.Name, "must be a text")
	case p.Required && isBlank(s):
		c.Add(p.Name, "is required, fill it in")
	case utf8.RuneCountInString(s) > longest:
		c.Add(p.Name, "is longer than %d characters, shorten it", longest)
	case bytes.IndexByte([]byte(s), 0) >= 0:
		c.Add(p.Name, "holds a character that cannot be stored, retype the text")
	case p.Widget == Choice && !slices.Contains(p.Choices, s):
		c.Add(p.Name, "has no such choice, pick one of the list")
	}
}

func (p Param) checkArray(c *errs.Collect, raw json.RawMessage) {
	var items []json.RawMessage
	longest := p.Max
	if longest == 0 {
		longest = maxItems
	}
	switch {
	case json.Unmarshal(raw, &items) != nil:
		c.Add(p.Name, "must be a list")
	case p.Required && len(items) == 0:
		c.Add(p.Name, "is required, fill it in")
	case len(items) > longest:
		c.Add(p.Name, "has more than %d items, remove some", longest)
	}
}

func (p Param) checkObject(c *errs.Collect, raw json.RawMessage) {
	var fields map[string]json.RawMessage
	switch {
	case json.Unmarshal(raw, &fields) != nil:
		c.Add(p.Name, "must be a JSON object")
	case p.Required && len(fields) == 0:
		c.Add(p.Name, "is required, fill it in")
	}
}

// decode fills the action's own struct; the schema has been checked before, so only a wrong inside can fail.
func decode[T any](raw json.RawMessage) (T, error) {
	var v T
	if len(raw) == 0 {
		return v, nil
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		var path string
		var e *json.UnmarshalTypeError
		if errors.As(err, &e) {
			path = e.Field
		}
		return v, errs.Invalid(path, "has a value of the wrong kind")
	}
	return v, nil
}

func isBlank(s string) bool { return len(bytes.TrimSpace([]byte(s))) == 0 }

// clip keeps a hostile name from filling an answer.
func clip(s string) string {
	if utf8.RuneCountInString(s) > 60 {
		return string([]rune(s)[:60]) + "…"
	}
	return s
}

func itemPath(list string, i int) string { return list + "." + strconv.Itoa(i) }
