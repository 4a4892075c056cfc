// Package lang holds what depends on the language of a person: translated sentences, plural forms, the look of
// numbers, money and dates, and reading them back in the ways people write them.
//
// Messages are keyed by their English format. Their Russian text stands in the ru_*.go files, one per wing; a test
// of this package walks the tree and fails when a format has no translation.
package lang

import (
	"sort"
	"strconv"
	"strings"
)

// Locale is a language of the interface.
type Locale string

// The locales Voronka speaks.
const (
	RU Locale = "ru"
	EN Locale = "en"
)

// Locales lists every locale, the default first.
func Locales() []Locale { return []Locale{RU, EN} }

// Parse reads a locale from a tag such as "ru", "ru-RU" or "en_US".
func Parse(tag string) (Locale, bool) {
	base := strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(base, "-_."); i >= 0 {
		base = base[:i]
	}
	switch base {
	case "ru", "be", "kk", "uk": // neighbours who read Russian better than English
		return RU, true
	case "en":
		return EN, true
	}
	return "", false
}

// Or returns the locale itself when it is known, and fallback otherwise.
func (l Locale) Or(fallback Locale) Locale {
	if l == RU || l == EN {
		return l
	}
	return fallback
}

// Negotiate picks the locale a client asks for in an Accept-Language header, or fallback.
func Negotiate(acceptLanguage string, fallback Locale) Locale {
	wishes := acceptedTags(acceptLanguage)
	sort.SliceStable(wishes, func(i, j int) bool { return wishes[i].weight > wishes[j].weight })
	for _, w := range wishes {
		if w.weight <= 0 {
			break
		}
		if w.tag == "*" {
			return fallback
		}
		if l, ok := Parse(w.tag); ok {
			return l
		}
	}
	return fallback
}

type wish struct {
	tag    string
	weight float64
}

// maxTags bounds the work a hostile header can cause.
const maxTags = 20

func acceptedTags(header string) []wish {
	var out []wish
	for part := range strings.SplitSeq(header, ",") {
		if len(out) == maxTags {
			break
		}
		tag, params, _ := strings.Cut(part, ";")
		w := wish{tag: strings.TrimSpace(tag), weight: 1}
		if w.tag == "" {
			continue
		}
		if q, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q="); ok {
			f, err := strconv.ParseFloat(q, 64)
			if err != nil {
				continue
			}
			w.weight = f
		}
		out = append(out, w)
	}
	return out
}
