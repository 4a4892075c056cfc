package lang

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"voronka/internal/kit/errs"
)

// Term is a word put into a message as an argument that has a translation of its own ("deal", "contact").
type Term string

// Text translates an English format and fills it. Arguments that are a Term or an error of kit/errs are translated too.
// A format without a translation comes out in English.
func Text(loc Locale, format string, args ...any) string {
	if loc == RU {
		if t, ok := russian[format]; ok {
			format = t
		}
	}
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, localArgs(loc, args)...)
}

func localArgs(loc Locale, args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		switch v := a.(type) {
		case Term:
			out[i] = Text(loc, string(v))
		case error:
			out[i] = Error(loc, v)
		case string:
			out[i] = v
			if loc == RU {
				out[i] = said(v)
			}
		default:
			out[i] = a
		}
	}
	return out
}

// said is a text of somebody's in a Russian sentence: %q puts it into the quotation marks of the language.
type said string

// Format implements fmt.Formatter.
func (s said) Format(f fmt.State, verb rune) {
	if verb != 'q' {
		fmt.Fprintf(f, fmt.FormatString(f, verb), string(s))
		return
	}
	safe := strconv.Quote(string(s)) // control characters stay visible
	fmt.Fprint(f, "«", strings.ReplaceAll(safe[1:len(safe)-1], `\"`, `"`), "»")
}

// Problem is the sentence of one problem of an input.
func Problem(loc Locale, p errs.Problem) string { return Text(loc, p.Format, p.Args...) }

// Error is what a person is told about err: its problems, one after another. The text of an error without a code is
// never shown, a bare sentence stands for it.
func Error(loc Locale, err error) string {
	var e *errs.Error
	if !errors.As(err, &e) {
		return Text(loc, "something went wrong on our side, please try again")
	}
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = Problem(loc, p)
	}
	return strings.Join(lines, "; ")
}

// Plural picks the form that goes with n and fills its %d, if it has one.
//
// Two forms are English ("%d deal", "%d deals"): the second is the key of the Russian translation. Three forms are
// the Russian ones ("сделка", "сделки", "сделок") given by the caller, for words that are data.
func Plural(loc Locale, n int64, forms ...string) string {
	if loc == RU && len(forms) == 2 {
		if t, ok := russianPlurals[forms[1]]; ok {
			forms = t[:]
		}
	}
	form := forms[pluralIndex(n, len(forms))]
	if strings.Contains(form, "%d") {
		return fmt.Sprintf(form, n)
	}
	return form
}

// pluralIndex follows the rule of the number of forms: three mean Russian, two mean English.
func pluralIndex(n int64, forms int) int {
	if n < 0 {
		n = -n
	}
	switch {
	case forms == 1:
		return 0
	case forms == 2 && n == 1:
		return 0
	case forms == 2:
		return 1
	case n%10 == 1 && n%100 != 11:
		return 0
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		return 1
	}
	return 2
}
