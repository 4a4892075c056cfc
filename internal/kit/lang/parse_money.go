package lang

import (
	"regexp"
	"strconv"
	"strings"

	"voronka/internal/kit/errs"
)

var (
	kopecks      = regexp.MustCompile(`^(.*?)\s*(?:руб[а-я]*\.?|р\.|₽)\s*(\d{1,2})\s*коп[а-я]*\.?$`)
	dashKopecks  = regexp.MustCompile(`^(\d[\d\s\x{00a0}]*)[-=](\d\d)$`)
	currencyWord = regexp.MustCompile(`^(?:₽|\$|€|£|¥|₸|₴|руб|rub|usd|eur|kzt|byn)\.?\s*|\s*(?:₽|\$|€|£|¥|₸|₴|руб(?:лей|ля|ль)?\.?|р\.?|rub|rur|usd|eur|gbp|kzt|byn|тенге|долл?(?:аров|ара|ар)?\.?|евро)\.?$`)
	thousands    = regexp.MustCompile(`\s*(т\.\s?р|тыс(?:яч[аи]?)?|млн|миллион(?:а|ов)?|mln|млрд|миллиард(?:а|ов)?|bln|k|к|m|м)\.?$`)
)

// ParseMoney reads an amount in the ways people write it and returns it in hundredths: "1 250 000,50 ₽", "824000 руб.",
// "1,5 млн", "250 руб. 50 коп.", "(300)". More than two decimals are rounded half away from zero, as the noise of
// spreadsheets ("68890.14999999999") asks for.
func ParseMoney(s string) (minor int64, err error) { return ParseMoneyIn(s, "RUB") }

// ParseMoneyIn is ParseMoney with the number of decimals of a currency. The sign written in s is not compared with it.
func ParseMoneyIn(s, currency string) (minor int64, err error) {
	text, power := moneyCore(s)
	exact, ok := parseDecimal(text, true)
	if !ok {
		return 0, errs.Invalid("", "%q is not an amount of money, write it like 1250.50", clip(s))
	}
	minor, ok = toMinor(shiftExact(exact, power), CurrencyDigits(currency))
	if !ok {
		return 0, errs.Invalid("", "%q is more money than fits, give a smaller amount", clip(s))
	}
	return minor, nil
}

func shiftExact(exact string, power int) string {
	if power == 0 {
		return exact
	}
	if rest, ok := strings.CutPrefix(exact, "-"); ok {
		return "-" + shiftPoint(rest, power)
	}
	return shiftPoint(exact, power)
}

// moneyCore takes off the currency and the word for thousands, which it returns as a power of ten.
func moneyCore(s string) (string, int) {
	if !hasDigit(s) || len(s) > maxNumberRunes*3 {
		return "", 0
	}
	text := strings.TrimSpace(strings.ToLower(narrowSpaces.Replace(s)))
	if m := kopecks.FindStringSubmatch(text); m != nil {
		return m[1] + "," + m[2], 0
	}
	if m := dashKopecks.FindStringSubmatch(text); m != nil {
		return m[1] + "," + m[2], 0
	}
	sign := ""
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		sign, text = "-", strings.TrimSpace(rest)
	}
	if power, rest := cutThousands(text); power > 0 && !isCurrencyOnly(rest) {
		return sign + currencyWord.ReplaceAllString(rest, ""), power
	}
	text = currencyWord.ReplaceAllString(text, "")
	power, rest := cutThousands(text)
	return sign + strings.TrimSpace(rest), power
}

func isCurrencyOnly(s string) bool { return digitsOf(s) == "" }

func cutThousands(s string) (int, string) {
	m := thousands.FindStringSubmatchIndex(s)
	if m == nil {
		return 0, s
	}
	rest := s[:m[0]]
	switch word := s[m[2]:m[3]]; {
	case strings.HasPrefix(word, "млрд"), strings.HasPrefix(word, "миллиард"), word == "bln":
		return 9, rest
	case strings.HasPrefix(word, "млн"), strings.HasPrefix(word, "миллион"), word == "mln", word == "m", word == "м":
		return 6, rest
	}
	return 3, rest
}

// toMinor rounds an exact decimal text half away from zero to the given number of decimals.
func toMinor(exact string, decimals int) (int64, bool) {
	exact, negative := strings.CutPrefix(exact, "-")
	whole, fraction, _ := strings.Cut(exact, ".")
	up := len(fraction) > decimals && fraction[decimals] >= '5'
	if len(fraction) > decimals {
		fraction = fraction[:decimals]
	}
	fraction += strings.Repeat("0", decimals-len(fraction))
	n, err := strconv.ParseInt(whole+fraction, 10, 64)
	if err != nil || up && n == 1<<63-1 {
		return 0, false
	}
	if up {
		n++
	}
	if negative {
		n = -n
	}
	return n, true
}
