package sheet

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// style is what the number format of a cell makes of a number.
type style uint8

const (
	plainStyle style = iota
	dateStyle
	timeStyle // a time of day without a date
)

// builtinStyle knows the formats a file names by number only.
func builtinStyle(id int) style {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id >= 34 && id <= 36, id >= 50 && id <= 58:
		return dateStyle
	case id >= 18 && id <= 21, id >= 32 && id <= 33, id >= 45 && id <= 47:
		return timeStyle
	}
	return plainStyle
}

// styleOf reads a format such as `[$-419]d mmm yyyy;@`: letters of a date outside quotes, brackets and escapes.
func styleOf(format string) style {
	days, hours := false, false
	for i := 0; i < len(format); i++ {
		switch c := format[i] | 0x20; {
		case format[i] == ';': // the part for negative numbers
			i = len(format)
		case format[i] == '"':
			i = skipTo(format, i+1, '"')
		case format[i] == '[':
			end := skipTo(format, i+1, ']')
			hours = hours || isElapsed(format[i+1:min(end, len(format))])
			i = end
		case format[i] == '\\', format[i] == '_', format[i] == '*':
			i++
		case c == 'd', c == 'y':
			days = true
		case c == 'h', c == 's':
			hours = true
		case c == 'm' && !hours: // minutes stand behind hours
			days = days || !strings.ContainsAny(format[i:], "hHsS")
		case c == 'g' || c == 'e' || c == '0' || c == '#' || c == '?':
			if !hours && !days {
				return plainStyle
			}
		}
	}
	switch {
	case days:
		return dateStyle
	case hours:
		return timeStyle
	}
	return plainStyle
}

func skipTo(s string, i int, c byte) int {
	if n := strings.IndexByte(s[min(i, len(s)):], c); n >= 0 {
		return i + n
	}
	return len(s)
}

func isElapsed(s string) bool {
	s = strings.ToLower(s)
	return s != "" && strings.Trim(s, s[:1]) == "" && strings.Contains("hms", s[:1])
}

// maxSerial is the first day after 31.12.9999.
const maxSerial = 2_958_466

// serialTime turns a serial day of a spreadsheet into a date, to the second. The calendar of 1900 has a 29 February.
func serialTime(serial float64, from1904 bool) (time.Time, bool) {
	if !(serial >= 0 && serial < maxSerial) {
		return time.Time{}, false
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from1904:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case serial < 60:
		epoch = epoch.AddDate(0, 0, 1)
	}
	days := math.Floor(serial)
	seconds := math.Round((serial - days) * 86400)
	return epoch.AddDate(0, 0, int(days)).Add(time.Duration(seconds) * time.Second), true
}

// numberCell makes a cell of a number as a file keeps it.
func numberCell(raw string, st style, from1904 bool) Cell {
	exact, value, ok := exactNumber(raw)
	if !ok {
		return textCell(raw)
	}
	if st == plainStyle {
		return Cell{Text: exact, Kind: Number, Number: exact}
	}
	t, ok := serialTime(value, from1904)
	switch {
	case !ok:
		return Cell{Text: exact, Kind: Number, Number: exact}
	case st == timeStyle && value < 1:
		return Cell{Text: t.Format("15:04:05"), Kind: Text}
	}
	return dateCell(t)
}

func dateCell(t time.Time) Cell {
	layout := time.DateTime
	if t.Equal(t.Truncate(24 * time.Hour)) {
		layout = time.DateOnly
	}
	return Cell{Text: t.Format(layout), Kind: Date, Time: t}
}

func textCell(s string) Cell {
	if strings.TrimSpace(s) == "" {
		return Cell{}
	}
	return Cell{Text: s, Kind: Text}
}

// exactNumber is the decimal text a person sees: spreadsheets keep binary noise behind the fifteenth digit.
func exactNumber(raw string) (string, float64, bool) {
	if n, err := strconv.ParseInt(raw, 10, 64); err == nil && len(raw) <= 15 && raw[0] != '+' {
		return strconv.FormatInt(n, 10), float64(n), true
	}
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) || math.Abs(v) > 1e300 || strings.ContainsAny(raw, "xX_pP") {
		return "", 0, false
	}
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	text := strconv.FormatFloat(rounded, 'f', -1, 64)
	if text == "-0" {
		text = "0"
	}
	return text, v, true
}
