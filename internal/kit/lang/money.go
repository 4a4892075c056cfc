package lang

import "strings"

// CurrencyDigits is the number of decimals of a currency: 2 for most, 0 for the yen, 3 for some dinars.
func CurrencyDigits(code string) int {
	switch code {
	case "JPY", "KRW", "VND", "CLP", "ISK", "PYG", "RWF", "UGX", "VUV", "XAF", "XOF", "XPF", "KMF", "GNF", "DJF", "BIF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	}
	return 2
}

// symbols of the currencies that have one everybody knows; the rest are written by their code.
var symbols = map[string]string{
	"RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "CN¥", "KZT": "₸", "UAH": "₴", "BYN": "Br",
	"TRY": "₺", "INR": "₹", "KRW": "₩", "ILS": "₪", "GEL": "₾", "AMD": "֏", "AZN": "₼", "KGS": "сом", "UZS": "сум",
}

// CurrencySymbol is the sign of a currency, or its code.
func CurrencySymbol(code string) string {
	if s, ok := symbols[code]; ok {
		return s
	}
	return code
}

// MoneyText is the exact decimal text of an amount: MoneyText(125050, "RUB") is "1250.50".
func MoneyText(minor int64, currency string) string {
	return minorText(minor, CurrencyDigits(currency))
}

// Money writes an amount of minor units for a list or a card: a whole sum goes without its zero kopecks.
func Money(loc Locale, minor int64, currency string) string {
	text := MoneyText(minor, currency)
	if whole, fraction, ok := strings.Cut(text, "."); ok && strings.Trim(fraction, "0") == "" {
		text = whole
	}
	return withSymbol(loc, text, currency)
}

// MoneyFull writes an amount of minor units with all its decimals, as invoices want it.
func MoneyFull(loc Locale, minor int64, currency string) string {
	return withSymbol(loc, MoneyText(minor, currency), currency)
}

func withSymbol(loc Locale, text, currency string) string {
	symbol := CurrencySymbol(currency)
	if loc != EN {
		return Decimal(loc, text) + NBSP + symbol
	}
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	if symbol[0] >= 'A' && symbol[0] <= 'Z' && symbol != "CN¥" {
		symbol += NBSP
	}
	return sign + symbol + Decimal(loc, text)
}
