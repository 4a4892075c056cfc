package sheet

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"voronka/internal/kit/lang"
)

// Type is what the values of a column look like.
type Type string

// The types that are told apart.
const (
	TypeText     Type = "text"
	TypeLongText Type = "long_text"
	TypeNumber   Type = "number"
	TypeMoney    Type = "money"
	TypeDate     Type = "date"
	TypeDateTime Type = "date_time"
	TypePhone    Type = "phone"
	TypeEmail    Type = "email"
	TypeURL      Type = "url"
	TypeCheckbox Type = "checkbox"
	TypeList     Type = "list"
)

// Guess is what a column seems to be. Confidence goes from 0 to 1 and is that of the meaning, or of the type when no
// meaning was found.
type Guess struct {
	Meaning    Meaning
	Type       Type
	Confidence float64
}

const (
	// enough is the share of values that must look alike: people's tables have faults.
	enough = 0.7
	// maxListValues and listRepeats tell a list from a text: few values, each several times.
	maxListValues = 30
	listRepeats   = 3
)

// GuessField tells by its heading and some of its values (with their repeats) what a column holds.
func GuessField(title string, samples []string) Guess {
	meaning, confidence := meaningOf(title)
	g := Guess{Meaning: meaning, Confidence: confidence}
	share, known := shares(samples)
	g.Type = typeOf(meaning, share, known)
	if g.Type == TypeText {
		g.Type = textType(meaning, samples)
	}
	if meaning == "" {
		g.Meaning, g.Confidence = meaningByType(g.Type, share[g.Type])
		return g
	}
	if expected, ok := expectedTypes[meaning]; ok && known && share[expected] < 0.3 {
		g.Confidence /= 2 // a column "Phone" full of words
	}
	return g
}

// shares is the part of the values that can be read as each type; known is false when there are no values.
func shares(samples []string) (share map[Type]float64, known bool) {
	out := map[Type]float64{}
	n := 0
	for _, s := range samples {
		s = strings.TrimSpace(s)
		if s == "" {
			continue
		}
		n++
		for _, t := range typesOf(s) {
			out[t]++
		}
	}
	for t := range out {
		out[t] /= float64(n)
	}
	return out, n > 0
}

var (
	urlLike   = regexp.MustCompile(`(?i)^(?:https?://|www\.)\S+\.\S+$|^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:ru|com|org|net|рф|su|io|me)(?:/\S*)?$`)
	moneyLike = regexp.MustCompile(`(?i)₽|\$|€|£|₸|руб|\d\s*р\.?$|(?:^|\d\s*)(?:rub|usd|eur|kzt)\b|тыс|млн`)
	phoneLike = regexp.MustCompile(`^\+?[\d\s().\x{00a0}–-]{7,25}$`)
)

// typesOf lists every type a value can be read as.
func typesOf(s string) []Type {
	var out []Type
	if len(lang.SplitEmails(s)) > 0 {
		out = append(out, TypeEmail)
	} else if urlLike.MatchString(s) {
		out = append(out, TypeURL)
	}
	if isPhone(s) {
		out = append(out, TypePhone)
	}
	if _, err := lang.ParseNumber(s); err == nil {
		out = append(out, TypeNumber)
	}
	if _, err := lang.ParseMoney(s); err == nil && moneyLike.MatchString(s) {
		out = append(out, TypeMoney)
	}
	if t, err := lang.ParseDateTime(s, lang.RU, time.UTC); err == nil {
		out = append(out, TypeDate)
		if t.Hour()+t.Minute()+t.Second() > 0 {
			out = append(out, TypeDateTime)
		}
	}
	if _, err := lang.ParseBool(s); err == nil {
		out = append(out, TypeCheckbox)
	}
	return out
}

// isPhone wants the look of a phone in every number of a cell, and enough digits for a country or an operator.
func isPhone(s string) bool {
	phones := lang.SplitPhones(s)
	if len(phones) == 0 {
		return false
	}
	for _, p := range phones {
		key := lang.PhoneKey(p)
		looks := lang.PhoneExtension(p) != "" || phoneLike.MatchString(p)
		if !looks || len(key) < 10 || len(lang.PhoneDigits(p)) > 13 {
			return false
		}
	}
	if _, err := lang.ParseDate(s, lang.RU); err == nil {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return r == ':' || r == '=' })
}

// typeOf picks a type for the values; the meaning decides between those that look alike.
func typeOf(m Meaning, share map[Type]float64, known bool) Type {
	if t, ok := expectedTypes[m]; ok && (share[t] >= 0.4 || !known) {
		return refine(t, share)
	}
	switch m {
	case MeaningBudget, MeaningPrice:
		if share[TypeNumber]+share[TypeMoney] >= enough || !known {
			return TypeMoney
		}
	case MeaningName, MeaningFirstName, MeaningLastName, MeaningMiddleName, MeaningCompany, MeaningPosition, MeaningNote,
		MeaningDeal, MeaningStage, MeaningPipeline, MeaningLossReason, MeaningTags, MeaningAddress, MeaningCity, MeaningCountry:
		return TypeText
	}
	for _, t := range []Type{TypeEmail, TypeURL, TypePhone, TypeDate, TypeMoney} {
		if share[t] >= enough && !(t == TypePhone && m != MeaningPhone && m != "") {
			return refine(t, share)
		}
	}
	switch {
	case share[TypeMoney] > 0.1 && share[TypeNumber]+share[TypeMoney] >= enough:
		return TypeMoney
	case share[TypeCheckbox] >= 0.95 && m != MeaningQuantity && m != MeaningID:
		return TypeCheckbox
	case share[TypeNumber] >= enough:
		return TypeNumber
	}
	return TypeText
}

func refine(t Type, share map[Type]float64) Type {
	if t == TypeDate && share[TypeDateTime] > 0.2 {
		return TypeDateTime
	}
	return t
}

// textType tells long texts and lists from plain texts.
func textType(m Meaning, samples []string) Type {
	if m == MeaningNote {
		return TypeLongText
	}
	seen := map[string]int{}
	n, long := 0, 0
	for _, s := range samples {
		if strings.TrimSpace(s) == "" {
			continue
		}
		n++
		seen[lang.Fold(s)]++
		if len([]rune(s)) > 80 || strings.Contains(s, "\n") {
			long++
		}
	}
	switch {
	case long*10 > n && n > 0:
		return TypeLongText
	case m == MeaningName || m == MeaningFirstName || m == MeaningLastName || m == MeaningMiddleName || m == MeaningCompany:
		return TypeText
	case m == MeaningStage || m == MeaningSource || n >= 10 && len(seen) <= maxListValues && len(seen)*listRepeats <= n:
		return TypeList
	}
	return TypeText
}

func meaningByType(t Type, share float64) (Meaning, float64) {
	switch t {
	case TypePhone:
		return MeaningPhone, 0.6 * share
	case TypeEmail:
		return MeaningEmail, 0.7 * share
	case TypeURL:
		return MeaningSite, 0.5 * share
	}
	return "", share
}

// words parts a heading: lower case, at everything that is not a letter or digit, and inside "CloseDate".
func words(title string) []string {
	var b strings.Builder
	prev := ' '
	for _, r := range title {
		if unicode.IsUpper(r) && unicode.IsLower(prev) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		prev = r
	}
	return strings.FieldsFunc(lang.Fold(b.String()), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
