// Package search finds cards by any part of a name, phone, e-mail or text value. It reads one text per card, normalised
// in Go because both engines fold Cyrillic badly, and written by a reader of the event log.
package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/lang"
)

// The bounds of what a card is found by, in bytes.
const (
	maxValue = 600
	maxText  = 6000
)

// searched are the types whose values are found as they are written; phones are found by their digits.
var searched = map[string]bool{
	"legal_entity": true, "tracking_data": true, "text": true, "textarea": true, "number": true, "list": true, "multilist": true, "url": true, "email": true, "address": true,
}

// textOf is what a card is found by: words in lower case, each after a space, so that " iv" finds words that begin with
// it. Digits of a phone are one word.
func textOf(c entity.Card, fields field.Set) string {
	var b strings.Builder
	addWords(&b, c.Name)
	for _, f := range fields.Ordered() {
		values := c.Data[f.ID]
		switch {
		case len(values) == 0:
		case f.Type == "phone":
			for _, v := range values {
				number, _ := field.Reach(v)
				b.WriteString(" " + lang.PhoneDigits(number))
			}
		case searched[f.Type]:
			addWords(&b, f.ToText(values, field.Env{}))
		}
		if b.Len() > maxText {
			break
		}
	}
	return cut(b.String(), maxText)
}

func addWords(b *strings.Builder, s string) {
	for _, w := range words(cut(s, maxValue)) {
		b.WriteString(" " + w)
	}
}

// words are the runs of letters and digits of a text, folded. Marks between them part words, in cards and in queries alike.
func words(s string) []string {
	return strings.FieldsFunc(lang.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

// cut shortens a text to at most n bytes without cutting a letter.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
