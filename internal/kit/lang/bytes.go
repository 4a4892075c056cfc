package lang

import "strconv"

// units are the names of 1, 1024, … bytes.
var units = map[Locale][]string{
	RU: {"Б", "КБ", "МБ", "ГБ", "ТБ"},
	EN: {"B", "KB", "MB", "GB", "TB"},
}

// Bytes writes a size for people: "12 KB", "3.4 MB".
func Bytes(l Locale, n int64) string {
	v, at := float64(n), 0
	names := units[l.Or(EN)]
	for v >= 1024 && at < len(names)-1 {
		v, at = v/1024, at+1
	}
	digits := 0
	if at > 0 && v < 10 {
		digits = 1
	}
	text := strconv.FormatFloat(v, 'f', digits, 64)
	if l == RU {
		text = replaceDot(text)
	}
	return text + "\u00a0" + names[at]
}

func replaceDot(s string) string {
	for i := range len(s) {
		if s[i] == '.' {
			return s[:i] + "," + s[i+1:]
		}
	}
	return s
}
