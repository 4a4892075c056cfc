package lang

import (
	"regexp"
	"strconv"
	"strings"

	"voronka/internal/kit/errs"
)

// maxNumberRunes bounds what is looked at: no number of a person is longer.
const maxNumberRunes = 64

var (
	countUnit  = regexp.MustCompile(`(?i)\s*(?:%|шт\.?|ед\.?|pcs\.?)$`)
	scientific = regexp.MustCompile(`^(-?)(\d+(?:\.\d+)?)[eEеЕ]([+-]?\d{1,3})$`)
	spaceRun   = regexp.MustCompile(`[\s\x{00a0}\x{2007}\x{2009}\x{202f}'’]+`)
)

// ParseNumber reads a number in the ways people write it and returns its exact decimal text: "1 250 000,50" becomes
// "1250000.50", "(12)" becomes "-12", "1.5E+3" becomes "1500". A lone comma or point is the decimal mark.
func ParseNumber(s string) (string, error) {
	n, ok := "", false
	if hasDigit(s) && len(s) <= maxNumberRunes*3 {
		n, ok = parseDecimal(countUnit.ReplaceAllString(strings.TrimSpace(s), ""), false)
	}
	if !ok {
		return "", errs.Invalid("", "%q is not a number, write it like 1250.50", clip(s))
	}
	return n, nil
}

// parseDecimal returns the canonical text of a number without units. asMoney decides what a lone mark before exactly
// three digits means: thousands in money (which has two decimals), a fraction elsewhere.
func parseDecimal(s string, asMoney bool) (string, bool) {
	s = strings.TrimSpace(s)
	if !hasDigit(s) || len(s) > maxNumberRunes*3 {
		return "", false
	}
	s, negative := cutSign(s)
	if m := scientific.FindStringSubmatch(strings.ReplaceAll(s, ",", ".")); m != nil {
		exp, _ := strconv.Atoi(m[3])
		if exp > 40 || exp < -40 {
			return "", false
		}
		return canonical(shiftPoint(m[2], exp), negative), true
	}
	spaced, ok := joinGroups(s)
	if !ok {
		return "", false
	}
	plain, ok := resolveMarks(spaced, asMoney && spaced == s)
	if !ok || strings.HasPrefix(plain, "-") || !isPlainDecimal(plain) {
		return "", false
	}
	return canonical(plain, negative), true
}

// hasDigit is a quick way out for the words most cells hold.
func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// cutSign takes off a minus (any dash) or the brackets accountants write around a negative sum.
func cutSign(s string) (string, bool) {
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") && len(s) > 2 {
		return strings.TrimSpace(s[1 : len(s)-1]), true
	}
	for _, dash := range []string{"-", "−", "–", "—"} {
		if rest, ok := strings.CutPrefix(s, dash); ok {
			return strings.TrimSpace(rest), true
		}
	}
	return strings.TrimSpace(strings.TrimPrefix(s, "+")), false
}

// joinGroups removes spaces and apostrophes between thousands. It refuses other groupings: they are two numbers, or
// a phone.
func joinGroups(s string) (string, bool) {
	parts := spaceRun.Split(s, -1)
	for i, p := range parts {
		whole := p
		if j := strings.IndexAny(p, ".,"); j >= 0 {
			if i < len(parts)-1 {
				return "", false
			}
			whole = p[:j]
		}
		if i > 0 && (len(whole) != 3 || !isDigits(whole)) || len(parts) > 1 && i == 0 && (len(whole) > 3 || !isDigits(whole)) {
			return "", false
		}
	}
	return strings.Join(parts, ""), true
}

// resolveMarks tells the decimal mark from marks of thousands.
func resolveMarks(s string, threeIsGroup bool) (string, bool) {
	points, commas := strings.Count(s, "."), strings.Count(s, ",")
	switch {
	case points == 0 && commas == 0:
		return s, true
	case points > 0 && commas > 0:
		if strings.LastIndexByte(s, '.') > strings.LastIndexByte(s, ',') {
			return splitMarked(s, ",", ".")
		}
		return splitMarked(s, ".", ",")
	case points+commas > 1:
		return ungroup(s, s[strings.IndexAny(s, ".,"):][:1])
	}
	i := strings.IndexAny(s, ".,")
	whole, fraction := s[:i], s[i+1:]
	if threeIsGroup && len(fraction) == 3 && len(whole) >= 1 && len(whole) <= 3 && whole[0] != '0' {
		return whole + fraction, true
	}
	return pad(whole) + "." + pad(fraction), true
}

func pad(digits string) string {
	if digits == "" {
		return "0"
	}
	return digits
}

func splitMarked(s, groupBy, point string) (string, bool) {
	i := strings.LastIndex(s, point)
	whole, ok := ungroup(s[:i], groupBy)
	return whole + "." + pad(s[i+1:]), ok && !strings.Contains(s[:i], point)
}

func ungroup(s, by string) (string, bool) {
	parts := strings.Split(s, by)
	for i, p := range parts {
		if i == 0 && (p == "" || len(p) > 3) || i > 0 && len(p) != 3 {
			return "", false
		}
	}
	return strings.Join(parts, ""), true
}

// shiftPoint multiplies a plain decimal by ten to the power of by.
func shiftPoint(s string, by int) string {
	whole, fraction, _ := strings.Cut(s, ".")
	digits, point := whole+fraction, len(whole)+by
	if point <= 0 {
		digits, point = strings.Repeat("0", 1-point)+digits, 1
	}
	if point > len(digits) {
		digits += strings.Repeat("0", point-len(digits))
	}
	if point == len(digits) {
		return digits
	}
	return digits[:point] + "." + digits[point:]
}

// canonical drops needless zeros in front; those behind the point were written and stay, unless nothing but zeros
// made up by a missing fraction.
func canonical(s string, negative bool) string {
	whole, fraction, found := strings.Cut(s, ".")
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if found && fraction != "0" {
		whole += "." + fraction
	}
	if negative && strings.Trim(whole, "0.") != "" {
		return "-" + whole
	}
	return whole
}
