package account

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/currency"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

const maxName = 200

var (
	subdomainForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`)
	countryForm   = regexp.MustCompile(`^([A-Z]{2})?$`)
	reserved      = []string{"www", "api", "app", "mail", "admin", "live", "static", "status"}
)

func (a *Account) tidy() {
	a.Subdomain = strings.ToLower(strings.TrimSpace(a.Subdomain))
	a.Name = strings.TrimSpace(a.Name)
	a.Currency = strings.ToUpper(strings.TrimSpace(a.Currency))
	a.Country = strings.ToUpper(strings.TrimSpace(a.Country))
}

// validate gathers what is wrong; name is what the input calls the name of the company.
func (a Account) validate(name string) error {
	var c errs.Collect
	if !subdomainForm.MatchString(a.Subdomain) {
		c.Add("subdomain", "may have up to 40 Latin letters, digits and inner hyphens")
	} else if slices.Contains(reserved, a.Subdomain) {
		c.Add("subdomain", "this name is kept for the service, choose another")
	}
	switch {
	case a.Name == "":
		c.Add(name, "give the company a name")
	case utf8.RuneCountInString(a.Name) > maxName:
		c.Add(name, "is longer than %d characters, shorten it", maxName)
	}
	if l := lang.Locale(a.Language); l.Or("") == "" {
		c.Add("language", "must be ru or en")
	}
	if _, err := currency.ParseISO(a.Currency); err != nil {
		c.Add("currency", "must be a code of three letters, like RUB or USD")
	}
	if _, err := time.LoadLocation(a.TimeZone); err != nil || a.TimeZone == "" || a.TimeZone == "Local" {
		c.Add("time_zone", "is not a known time zone, give a name like Europe/Moscow")
	}
	if !countryForm.MatchString(a.Country) {
		c.Add("country", "must be a code of two letters, like RU")
	}
	return c.Result()
}

var latin = strings.NewReplacer(
	"а", "a", "б", "b", "в", "v", "г", "g", "д", "d", "е", "e", "ж", "zh", "з", "z", "и", "i", "й", "y", "к", "k",
	"л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ф", "f", "х", "h",
	"ц", "ts", "ч", "ch", "ш", "sh", "щ", "sch", "ъ", "", "ы", "y", "ь", "", "э", "e", "ю", "yu", "я", "ya",
)

// suggest makes a subdomain of a company's name: "ООО «Ромашка»" becomes "ooo-romashka".
func suggest(company string) string {
	words := strings.FieldsFunc(latin.Replace(lang.Fold(company)), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	name := strings.Join(words, "-")
	if len(name) > 30 {
		name = strings.TrimRight(name[:30], "-")
	}
	if name == "" || slices.Contains(reserved, name) {
		return "company"
	}
	return name
}
