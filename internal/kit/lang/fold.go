package lang

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold is the form in which texts are searched and compared: lower case, ё as е, composed letters (NFC), one kind of
// quotes, apostrophes and dashes, single inner spaces, nothing invisible. Fold(Fold(s)) == Fold(s).
func Fold(s string) string {
	if isFolded(s) {
		return s
	}
	s = norm.NFC.String(strings.ToLower(norm.NFC.String(s)))
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		r = foldRune(r)
		if r == 0 {
			continue
		}
		if r == ' ' {
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	// Dropping an invisible rune may bring a letter and its accent together.
	return norm.NFC.String(b.String())
}

// isFolded is a fast way out for the most frequent case: plain lower-case ASCII with single spaces.
func isFolded(s string) bool {
	prev := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c >= 0x7f || c < ' ' || c >= 'A' && c <= 'Z' || c == '`' || c == ' ' && prev == ' ' {
			return false
		}
		prev = c
	}
	return s == "" || prev != ' '
}

// foldRune returns 0 for a rune to drop and ' ' for any space.
func foldRune(r rune) rune {
	switch r {
	case 'ё':
		return 'е'
	case '«', '»', '„', '“', '”', '‟', '″', '＂', '‹', '›':
		return '"'
	case '’', '‘', '‚', '‛', 'ʼ', 'ʹ', '`', '´', '′', '＇':
		return '\''
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return '-'
	case '\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\ufffd':
		return 0
	}
	if unicode.IsSpace(r) {
		return ' '
	}
	if unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) {
		return 0
	}
	return r
}
