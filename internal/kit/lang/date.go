package lang

import (
	"strconv"
	"strings"
	"time"
)

// monthsOf is the genitive of the months, as they stand in a Russian date.
var monthsOf = [12]string{
	"января", "февраля", "марта", "апреля", "мая", "июня",
	"июля", "августа", "сентября", "октября", "ноября", "декабря",
}

// Date writes a calendar day shortly: 31.12.2025 or 31 Dec 2025 (never the ambiguous 12/11/2025).
func Date(loc Locale, t time.Time) string {
	if loc == EN {
		return t.Format("2 Jan 2006")
	}
	return t.Format("02.01.2006")
}

// DateLong writes a calendar day in words: 31 декабря 2025 г. or 31 December 2025.
func DateLong(loc Locale, t time.Time) string {
	if loc == EN {
		return t.Format("2 January 2006")
	}
	return strconv.Itoa(t.Day()) + NBSP + monthsOf[t.Month()-1] + " " + strconv.Itoa(t.Year()) + NBSP + "г."
}

// DateTime writes a moment to the minute, in the zone of t.
func DateTime(loc Locale, t time.Time) string {
	if loc == EN {
		return t.Format("2 Jan 2006, 15:04")
	}
	return t.Format("02.01.2006 15:04")
}

// monthOf finds a month by its name or the beginning of it, in Russian (any case) or English.
func monthOf(word string) (time.Month, bool) {
	word = strings.TrimSuffix(Fold(word), ".")
	if len([]rune(word)) < 3 {
		return 0, false
	}
	for i, stem := range monthStems {
		for _, s := range stem {
			if strings.HasPrefix(word, s) && isMonthEnding(strings.TrimPrefix(word, s)) {
				return time.Month(i + 1), true
			}
		}
	}
	return 0, false
}

var monthStems = [12][]string{
	{"янв", "jan"}, {"фев", "feb"}, {"мар", "mar"}, {"апр", "apr"}, {"май", "мая", "мае", "may"}, {"июн", "jun"},
	{"июл", "jul"}, {"авг", "aug"}, {"сен", "sep"}, {"окт", "oct"}, {"ноя", "nov"}, {"дек", "dec"},
}

// isMonthEnding knows what follows the first three letters of a month, so that "Марина" is not March.
func isMonthEnding(rest string) bool {
	switch rest {
	case "", "т", "та", "те", "ь", "я", "е", "аря", "арь", "аре", "раля", "раль", "рале", "еля", "ель", "еле",
		"рель", "реля", "реле", "уста", "уст", "усте", "тября", "тябрь", "тябре", "т.", "бря", "брь", "бре",
		"ября", "ябрь", "ябре", "абря", "абрь", "абре",
		"uary", "ruary", "ch", "il", "e", "y", "ust", "t", "tember", "ober", "ember":
		return true
	}
	return false
}
