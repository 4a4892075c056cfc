package search

import (
	"slices"
	"strings"
	"unicode"

	"voronka/internal/kit/lang"
)

const (
	latinKeys    = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
	cyrillicKeys = "йцукенгшщзхъфывапролджэячсмитьбюё"
)

// swapLayout is a text as it would have been typed with the other keyboard layout, Latin or Russian: "bdfyjd" is
// "иванов". A text of both alphabets, or of none, is left out.
func swapLayout(text string) string {
	text = strings.ToLower(text)
	latin, cyrillic := alphabets(text)
	if latin == cyrillic {
		return ""
	}
	from, to := []rune(latinKeys), []rune(cyrillicKeys)
	if cyrillic {
		from, to = to, from
	}
	return strings.Map(func(r rune) rune {
		if i := slices.Index(from, r); i >= 0 {
			return to[i]
		}
		return r
	}, text)
}

func alphabets(text string) (latin, cyrillic bool) {
	for _, r := range text {
		latin = latin || unicode.Is(unicode.Latin, r)
		cyrillic = cyrillic || unicode.Is(unicode.Cyrillic, r)
	}
	return latin, cyrillic
}

// toCyrillic are the spellings of Russian sounds in Latin letters, the longer first.
var toCyrillic = strings.NewReplacer(
	"shch", "щ", "sch", "щ", "zh", "ж", "kh", "х", "ts", "ц", "tz", "ц", "ch", "ч", "sh", "ш", "yu", "ю", "ju", "ю", "iu", "ю",
	"ya", "я", "ja", "я", "ia", "ия", "yo", "е", "jo", "е", "ye", "е", "iy", "ий", "ij", "ий", "yy", "ый", "ph", "ф", "ck", "к", "ee", "и", "oo", "у",
	"a", "а", "b", "б", "c", "к", "d", "д", "e", "е", "f", "ф", "g", "г", "h", "х", "i", "и", "j", "й", "k", "к", "l", "л", "m", "м",
	"n", "н", "o", "о", "p", "п", "q", "к", "r", "р", "s", "с", "t", "т", "u", "у", "v", "в", "w", "в", "x", "кс", "y", "ы", "z", "з",
)

var toLatin = strings.NewReplacer(
	"а", "a", "б", "b", "в", "v", "г", "g", "д", "d", "е", "e", "ж", "zh", "з", "z", "и", "i", "й", "y", "к", "k", "л", "l", "м", "m",
	"н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ф", "f", "х", "kh", "ц", "ts", "ч", "ch", "ш", "sh", "щ", "shch",
	"ъ", "", "ы", "y", "ь", "", "э", "e", "ю", "yu", "я", "ya",
)

// transliterate are the ways a folded word may be written in the other alphabet: "ivanov" is "иванов".
func transliterate(word string) []string {
	latin, cyrillic := alphabets(word)
	switch {
	case latin && !cyrillic:
		hard := toCyrillic.Replace(word)
		soft := strings.ReplaceAll(hard, "ы", "й")
		if soft == hard {
			return []string{lang.Fold(hard)}
		}
		return []string{lang.Fold(soft), lang.Fold(hard)}
	case cyrillic && !latin:
		plain := toLatin.Replace(word)
		if short := strings.ReplaceAll(plain, "kh", "h"); short != plain {
			return []string{plain, short}
		}
		return []string{plain}
	}
	return nil
}

// hasWord reports whether a folded text has a word that begins with w.
func hasWord(text, w string) bool {
	return slices.ContainsFunc(words(text), func(o string) bool { return strings.HasPrefix(o, w) })
}
