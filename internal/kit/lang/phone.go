package lang

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// extension is what follows a number to be dialled after the answer: "доб. 12", "ext 12", "#12", "x12".
var extension = regexp.MustCompile(`(?i)[\s,;(]*(?:доб(?:ав(?:очный|\.)?)?|вн(?:утр(?:енний)?)?|ext(?:ension)?|доп|x|#)\.?\s*:?\s*№?\s*(\d{1,6})\s*\)?`)

// maxPhoneCell bounds what is looked at: a longer cell is a story, not phones.
const maxPhoneCell = 1000

// minDigits is the fewest digits a phone number can have: the short numbers of small towns.
const minDigits = 5

// PhoneDigits is the digits of the first number in s, without its extension. A Russian number written with the
// trunk prefix 8 begins with 7, as it does abroad.
func PhoneDigits(s string) string {
	phones := SplitPhones(s)
	if len(phones) == 0 {
		return ""
	}
	d := digitsOf(cutExtension(phones[0]))
	if len(d) == 11 && d[0] == '8' {
		d = "7" + d[1:]
	}
	return d
}

// PhoneKey is the last ten digits of the first number in s: what duplicates are searched by. It is empty when s holds
// no number.
func PhoneKey(s string) string {
	d := PhoneDigits(s)
	if len(d) > 10 {
		return d[len(d)-10:]
	}
	return d
}

// mayExtend is the quick way out for bare numbers: every extension begins with a letter or #.
func mayExtend(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r == '#' || unicode.IsLetter(r) })
}

// PhoneExtension is the extension of the first number in s, or empty.
func PhoneExtension(s string) string {
	if !mayExtend(s) {
		return ""
	}
	if m := extension.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}

func cutExtension(s string) string {
	if !mayExtend(s) {
		return s
	}
	loc := extension.FindStringIndex(s)
	if loc == nil || len(digitsOf(s[:loc[0]])) < minDigits {
		return s
	}
	return s[:loc[0]]
}

func digitsOf(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// SplitPhones takes the numbers out of a cell, in the order and notation they were written in, each with its
// extension. Words around them and pieces too short to be a number are left out.
func SplitPhones(s string) []string {
	var out []string
	if len(s) > maxPhoneCell {
		s = s[:maxPhoneCell]
	}
	for _, piece := range splitMarks(s) {
		for _, phone := range splitRun(piece) {
			if p := trimPhone(phone); len(digitsOf(p)) >= minDigits {
				out = append(out, p)
			}
		}
	}
	return out
}

// splitMarks cuts at the marks people put between numbers, but not before an extension.
func splitMarks(s string) []string {
	var out []string
	start := 0
	extended := mayExtend(s)
	for i, r := range s {
		switch {
		case strings.ContainsRune(",;/|\n\r", r):
			if !extended {
				out = append(out, s[start:i])
				start = i + 1
				continue
			}
			if loc := extension.FindStringIndex(s[i:]); loc != nil && loc[0] == 0 {
				continue
			}
			out = append(out, s[start:i])
			start = i + len(string(r))
		case r == '+' && len(digitsOf(s[start:i])) >= minDigits:
			out = append(out, s[start:i])
			start = i
		}
	}
	return append(out, s[start:])
}

// splitRun parts numbers that only spaces or words keep apart: "8 916 123-45-67 8 903 765-43-21".
func splitRun(s string) []string {
	if len(digitsOf(cutExtension(s))) <= 15 {
		return []string{s}
	}
	var out []string
	current := ""
	for word := range strings.FieldsSeq(s) {
		n, have := len(digitsOf(word)), len(digitsOf(current))
		if have >= 10 && n > 0 || have >= 6 && n >= 10 {
			out = append(out, current)
			current = ""
		}
		if current != "" {
			current += " "
		}
		current += word
	}
	return append(out, current)
}

// trimPhone drops the words around a number; an extension after it stays.
func trimPhone(s string) string {
	first := strings.IndexAny(s, "+(0123456789")
	if first < 0 {
		return ""
	}
	last := strings.LastIndexAny(s, "0123456789")
	if last < first {
		return ""
	}
	return s[first : last+1]
}

// FormatPhone writes the first number in s by E.164 ("+79161234567"). region ("RU") is the country of numbers written
// without their code. ok is false when s holds no number that is possible there.
func FormatPhone(s, region string) (e164 string, ok bool) {
	phones := SplitPhones(s)
	if len(phones) == 0 {
		return "", false
	}
	raw := cutExtension(phones[0])
	n, err := phonenumbers.Parse(raw, region)
	if err == nil && phonenumbers.IsValidNumber(n) {
		return phonenumbers.Format(n, phonenumbers.E164), true
	}
	// A code without its plus: 79161234567 or 380441234567.
	if m, err2 := phonenumbers.Parse("+"+digitsOf(raw), region); err2 == nil && phonenumbers.IsValidNumber(m) {
		return phonenumbers.Format(m, phonenumbers.E164), true
	}
	// A new range the metadata does not know yet, but not a local number without its area.
	if err != nil || phonenumbers.IsPossibleNumberWithReason(n) != phonenumbers.IS_POSSIBLE {
		return "", false
	}
	return phonenumbers.Format(n, phonenumbers.E164), true
}

// DisplayPhone writes an E.164 number as people read it: "+7 916 123-45-67". Anything else comes back unchanged.
func DisplayPhone(e164 string) string {
	n, err := phonenumbers.Parse(e164, "ZZ")
	if err != nil || !phonenumbers.IsPossibleNumber(n) {
		return e164
	}
	return phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
}
