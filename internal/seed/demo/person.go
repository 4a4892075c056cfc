package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// dice makes the choices; the same seed throws the same numbers.
type dice struct {
	*rand.Rand
	words
	lang string
}

func newDice(seed int64, lang string) *dice {
	w, ok := stock[lang]
	if !ok {
		lang, w = "en", english
	}
	return &dice{Rand: rand.New(rand.NewPCG(uint64(seed), 0x766f726f6e6b61)), words: w, lang: lang}
}

func pick[T any](d *dice, from []T) T { return from[d.IntN(len(from))] }

// digits is n written with exactly width digits, mixed so that neighbours look unlike.
func digits(n, width int) string {
	mod := 1
	for range width {
		mod *= 10
	}
	return fmt.Sprintf("%0*d", width, (n*7919+104729)%mod)
}

type person struct{ first, last string }

func (d *dice) person() person {
	last := pick(d, d.surnames)
	if d.IntN(2) == 0 {
		return person{pick(d, d.men), last}
	}
	if d.lang == "ru" {
		last += "а"
	}
	return person{pick(d, d.women), last}
}

func (d *dice) firm(n int) string {
	name := pick(d, d.firms)
	if n >= len(d.firms) {
		name = fmt.Sprintf("%s-%d", name, n/len(d.firms)+1)
	}
	if d.lang == "ru" {
		return fmt.Sprintf("%s «%s»", pick(d, d.firmKinds), name)
	}
	return name + " " + pick(d, d.firmKinds)
}

func (d *dice) subject() string { return pick(d, d.subjects) + pick(d, d.services) }

func (d *dice) email(p person, n int) string {
	return fmt.Sprintf("%s.%s%d@example.%s", latin(p.first), latin(p.last), n, d.domain)
}

// budget is a round amount in minor units; small deals are common, large ones rare.
func (d *dice) budget() int64 {
	if d.IntN(12) == 0 {
		return 0
	}
	base := []int64{5_000, 12_000, 30_000, 48_000, 75_000, 120_000, 250_000, 600_000, 1_500_000}
	at := min(d.IntN(len(base)), d.IntN(len(base)))
	amount := base[at] + base[at]*int64(d.IntN(100))/100
	return amount / 500 * 500 * 100
}

var letters = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "y", 'к': "k",
	'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts",
	'ч': "ch", 'ш': "sh", 'щ': "sch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya", '’': "", '\'': "",
}

// latin writes a name with plain letters, for an address.
func latin(name string) string {
	var s strings.Builder
	for _, r := range strings.ToLower(name) {
		if l, ok := letters[r]; ok {
			s.WriteString(l)
		} else {
			s.WriteRune(r)
		}
	}
	return s.String()
}
