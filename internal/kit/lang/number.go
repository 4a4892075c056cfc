package lang

import (
	"strconv"
	"strings"
)

// NBSP keeps a number, its groups and its sign on one line.
const NBSP = "\u00a0"

// groupMark and pointMark are the separators of thousands and of the fraction.
func groupMark(loc Locale) string {
	if loc == EN {
		return ","
	}
	return NBSP
}

func pointMark(loc Locale) string {
	if loc == EN {
		return "."
	}
	return ","
}

// Number writes a whole number with its thousands apart.
func Number(loc Locale, n int64) string { return Decimal(loc, strconv.FormatInt(n, 10)) }

// Decimal writes an exact decimal text ("-1234.50", as kept in a field) with the marks of the locale. A text that is
// not a plain decimal comes back unchanged.
func Decimal(loc Locale, exact string) string {
	if !isPlainDecimal(exact) {
		return exact
	}
	sign := ""
	if exact[0] == '-' {
		sign, exact = "-", exact[1:]
	}
	whole, fraction, found := strings.Cut(exact, ".")
	out := sign + group(whole, groupMark(loc))
	if found {
		out += pointMark(loc) + fraction
	}
	return out
}

func isPlainDecimal(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, fraction, found := strings.Cut(s, ".")
	return isDigits(whole) && (!found || isDigits(fraction))
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func group(digits, mark string) string {
	first := (len(digits)-1)%3 + 1
	var b strings.Builder
	b.WriteString(digits[:first])
	for i := first; i < len(digits); i += 3 {
		b.WriteString(mark)
		b.WriteString(digits[i : i+3])
	}
	return b.String()
}

// Percent writes a share given in hundredths of a percent: Percent(RU, 1250) is "12,5 %".
func Percent(loc Locale, hundredths int64) string {
	text := strings.TrimSuffix(strings.TrimRight(minorText(hundredths, 2), "0"), ".")
	if loc == EN {
		return Decimal(loc, text) + "%"
	}
	return Decimal(loc, text) + NBSP + "%"
}

// minorText is the exact decimal text of an amount in minor units.
func minorText(minor int64, digits int) string {
	sign, u := "", uint64(minor)
	if minor < 0 {
		sign, u = "-", uint64(-minor)
	}
	s := strconv.FormatUint(u, 10)
	if digits == 0 {
		return sign + s
	}
	if len(s) <= digits {
		s = strings.Repeat("0", digits-len(s)+1) + s
	}
	return sign + s[:len(s)-digits] + "." + s[len(s)-digits:]
}
