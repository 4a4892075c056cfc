package lang

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"voronka/internal/kit/errs"
)

var (
	yearFirst  = regexp.MustCompile(`^(\d{4})([-./])(\d{1,2})[-./](\d{1,2})$`)
	dayOrMonth = regexp.MustCompile(`^(\d{1,2})([-./])(\d{1,2})[-./](\d{2}|\d{4})$`)
	dayWord    = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th|-?го)?[\s.-]+(\pL+)\.?[\s,.-]+(\d{4}|\d{2})$`)
	wordDay    = regexp.MustCompile(`^(\pL+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$`)
	compact    = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	weekday    = regexp.MustCompile(`(?i)^(?:пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+`)
	yearMark   = regexp.MustCompile(`(?i)\s*(?:года|год|г)\.?$`)
	clock      = regexp.MustCompile(`(?i)^(.*?)(?:t|,?\s+(?:в\s+|at\s+)?)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(am|pm)?\s*(z|utc|[+-]\d{2}:?\d{2})?$`)
)

// narrowSpaces makes the spaces that keep words together plain ones.
var narrowSpaces = strings.NewReplacer(NBSP, " ", "\u202f", " ", "\u2009", " ")

// ParseDate reads a calendar day and returns its midnight in UTC. It reads 31.12.2025, 2025-12-31, 31/12/25,
// 12/31/2025, 31 декабря 2025, Dec 31, 2025; a time behind the date is checked and dropped. Where slashes leave day
// and month open, Russian puts the day first and English the month. A day that is not in the calendar is an error.
func ParseDate(s string, loc Locale) (time.Time, error) {
	t, err := ParseDateTime(s, loc, time.UTC)
	if err != nil {
		return time.Time{}, err
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC), nil
}

// ParseDateTime reads a moment: a date as ParseDate does, and after it a time such as 14:05, 14:05:30, 2:05 pm or
// T14:05:00Z. Without a zone of its own the text is read in zone. A date alone is its midnight there.
func ParseDateTime(s string, loc Locale, zone *time.Location) (time.Time, error) {
	if !hasDigit(s) || len(s) > 120 {
		return time.Time{}, notADate(s)
	}
	text := strings.TrimSpace(narrowSpaces.Replace(s))
	day, c, err := cutClock(text, s)
	if err != nil {
		return time.Time{}, err
	}
	day = yearMark.ReplaceAllString(weekday.ReplaceAllString(strings.TrimSpace(day), ""), "")
	y, m, d, ok := readDay(strings.TrimSuffix(day, ","), loc)
	if !ok {
		return time.Time{}, notADate(s)
	}
	if err := checkDay(s, y, m, d); err != nil {
		return time.Time{}, err
	}
	if c.zone != nil {
		zone = c.zone
	}
	return time.Date(y, time.Month(m), d, c.hour, c.minute, c.second, 0, zone), nil
}

func notADate(s string) error {
	return errs.Invalid("", "%q is not a date, write it like 31.12.2025", clip(s))
}

type clockTime struct {
	hour, minute, second int
	zone                 *time.Location
}

// cutClock parts the time of day from the text before it.
func cutClock(text, original string) (string, clockTime, error) {
	m := clock.FindStringSubmatch(text)
	if m == nil {
		return text, clockTime{}, nil
	}
	c := clockTime{hour: atoi(m[2]), minute: atoi(m[3]), second: atoi(m[4])}
	half := strings.ToLower(m[5])
	if c.hour > 23 || c.minute > 59 || c.second > 59 || half != "" && (c.hour == 0 || c.hour > 12) {
		return "", c, errs.Invalid("", "%q has no such time of day, hours go to 23 and minutes to 59", clip(original))
	}
	if half == "pm" && c.hour < 12 {
		c.hour += 12
	} else if half == "am" && c.hour == 12 {
		c.hour = 0
	}
	c.zone = readZone(m[6])
	return m[1], c, nil
}

func readZone(s string) *time.Location {
	switch {
	case s == "":
		return nil
	case len(s) < 5:
		return time.UTC
	}
	digits := strings.ReplaceAll(s[1:], ":", "")
	offset := atoi(digits[:2])*3600 + atoi(digits[2:])*60
	if s[0] == '-' {
		offset = -offset
	}
	return time.FixedZone("", offset)
}

func readDay(s string, loc Locale) (y, m, d int, ok bool) {
	if p := yearFirst.FindStringSubmatch(s); p != nil {
		return atoi(p[1]), atoi(p[3]), atoi(p[4]), true
	}
	if p := dayOrMonth.FindStringSubmatch(s); p != nil {
		d, m = atoi(p[1]), atoi(p[3])
		if p[2] == "/" && (m > 12 && d <= 12 || m <= 12 && d <= 12 && loc == EN) {
			d, m = m, d
		}
		return fullYear(p[4]), m, d, true
	}
	if p := dayWord.FindStringSubmatch(s); p != nil {
		if month, ok := monthOf(p[2]); ok {
			return fullYear(p[3]), int(month), atoi(p[1]), true
		}
	}
	if p := wordDay.FindStringSubmatch(s); p != nil {
		if month, ok := monthOf(p[1]); ok {
			return atoi(p[3]), int(month), atoi(p[2]), true
		}
	}
	if p := compact.FindStringSubmatch(s); p != nil && p[1] >= "1900" && p[1] < "2200" {
		return atoi(p[1]), atoi(p[2]), atoi(p[3]), true
	}
	return 0, 0, 0, false
}

// fullYear completes a year of two digits: 00-69 are of this century, as spreadsheets have it.
func fullYear(s string) int {
	y := atoi(s)
	switch {
	case len(s) != 2:
		return y
	case y < 70:
		return 2000 + y
	}
	return 1900 + y
}

func checkDay(s string, y, m, d int) error {
	switch {
	case m < 1 || m > 12:
		return errs.Invalid("", "%q is not in the calendar: there is no month %d", clip(s), m)
	case y < 1000:
		return errs.Invalid("", "%q is not in the calendar: the year must have four digits", clip(s))
	case d < 1 || d > daysIn(y, m):
		return errs.Invalid("", "%q is not in the calendar: that month has %d days", clip(s), daysIn(y, m))
	}
	return nil
}

func daysIn(y, m int) int { return time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day() }

// atoi reads digits already matched by an expression; nothing is 0.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
