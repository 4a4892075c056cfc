package field

import (
	"time"

	"voronka/internal/kit/lang"
)

// Env is what reading and writing values depends on besides the field: whose account and language it is.
// The zero Env is English, UTC, roubles.
type Env struct {
	Locale   lang.Locale
	Currency string
	// Country is the region of phone numbers written without a code ("RU").
	Country string
	Zone    *time.Location
	// Now decides what "today" and "overdue" mean; zero is the time of the call.
	Now time.Time
}

// Storage says in which index table the values of a type stand, and how they look in the card's data.
type Storage int

// The ways to store: numbers in both places; days, which are text ("2026-03-01") in the data and unix seconds of
// midnight UTC in the index; texts, folded in the index; keys, which are numbers in the index and parts of something
// larger in the data.
const (
	Numbers Storage = iota
	Days
	Texts
	Keys
)

// Operand is the value of a filter as the index knows it: for Numbers and Days the closed interval that the written
// value stands for (a day given for a moment is the whole day), for Texts the folded text.
type Operand struct {
	Low, High float64
	Text      string
}

// Type is a type of custom field. Its canonical values are what JSON can hold: text, int64, bool, and for what has parts
// (phone, e-mail, address, money with its currency, a link, a legal entity) a map of text to text or int64.
type Type interface {
	Name() string
	// Check looks at the settings and options of a new or changed field.
	Check(f Field) error
	// Normalize turns values as a client or robot gives them (one, or a list of them) into canonical ones.
	// Nothing and an empty list come back as nil: the value is taken away. Errors carry no path.
	Normalize(f Field, raw any, env Env) ([]any, error)
	// Index is what the canonical values are found and sorted by.
	Index(f Field, values []any) (numbers []float64, texts []string)
	// Storage says which of the two Index fills.
	Storage() Storage
	// Many reports whether a card may hold several values.
	Many() bool
	// Ops are the operators a filter may use with the field.
	Ops() []string
	// Operand reads the value of a filter. Words such as "today-7" are understood by days and moments.
	Operand(f Field, raw any, env Env) (Operand, error)
	// FromText reads a cell of a table. Options are found by name.
	FromText(f Field, text string, env Env) ([]any, error)
	// ToText writes the values for a table or for search.
	ToText(f Field, values []any, env Env) string
}

// Types lists every type, in the order people are offered them.
var Types = []Type{
	textType{}, textareaType{}, numberType{}, moneyType{}, checkboxType{}, listType{}, multilistType{},
	dateType{}, datetimeType{}, birthdayType{}, urlType{}, phoneType{}, emailType{}, addressType{},
	monetaryType{}, linkType{}, legalType{}, trackingType{}, fileType{}, formulaType{numberType{}},
}

// TypeOf is the type of that name.
func TypeOf(name string) (Type, bool) {
	for _, t := range Types {
		if t.Name() == name {
			return t, true
		}
	}
	return nil, false
}

// Def is the type of the field; a field from the store always has one. A formula is of the type of its result.
func (f Field) Def() Type {
	if f.Type == Formula {
		return formulaType{resultType(f.Settings.Result)}
	}
	t, ok := TypeOf(f.Type)
	if !ok {
		return textType{}
	}
	return t
}

// HoldsMany reports whether a card may hold several values of the field.
func (f Field) HoldsMany() bool {
	switch f.Type {
	case linkType{}.Name(), legalType{}.Name():
		return f.Settings.IsMultiple
	}
	return f.Def().Many()
}

// Base names the type of the values: that of the result for a formula.
func (f Field) Base() string {
	if f.Type == Formula {
		return resultType(f.Settings.Result).Name()
	}
	return f.Type
}

// Normalize is the type's Normalize.
func (f Field) Normalize(raw any, env Env) ([]any, error) { return f.Def().Normalize(f, raw, env) }

// Index is the type's Index.
func (f Field) Index(values []any) ([]float64, []string) { return f.Def().Index(f, values) }

// FromText is the type's FromText.
func (f Field) FromText(text string, env Env) ([]any, error) { return f.Def().FromText(f, text, env) }

// ToText is the type's ToText.
func (f Field) ToText(values []any, env Env) string { return f.Def().ToText(f, values, env) }

// Location is the zone days begin in.
func (e Env) Location() *time.Location {
	if e.Zone == nil {
		return time.UTC
	}
	return e.Zone
}

// Moment is Now in the zone.
func (e Env) Moment() time.Time {
	if e.Now.IsZero() {
		return time.Now().In(e.Location())
	}
	return e.Now.In(e.Location())
}

// DayStart is the midnight so many days from today, in the zone.
func (e Env) DayStart(days int) time.Time {
	t := e.Moment()
	return time.Date(t.Year(), t.Month(), t.Day()+days, 0, 0, 0, 0, e.Location())
}

func (e Env) currency() string {
	if e.Currency == "" {
		return "RUB"
	}
	return e.Currency
}

func (e Env) region() string {
	if e.Country == "" {
		return "RU"
	}
	return e.Country
}
