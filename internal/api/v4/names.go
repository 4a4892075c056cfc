package v4

// forms are the cases of a word.
type forms struct {
	Dative        string `json:"dative"`
	Default       string `json:"default"`
	Genitive      string `json:"genitive"`
	Accusative    string `json:"accusative"`
	Instrumental  string `json:"instrumental"`
	Prepositional string `json:"prepositional"`
}

type entityName struct {
	Gender   string `json:"gender"`
	Plural   forms  `json:"plural_form"`
	Singular forms  `json:"singular_form"`
}

func plain(word string) forms { return forms{word, word, word, word, word, word} }

// entityNames are with=entity_names: what the interface calls the kinds of cards.
var entityNames = map[string]map[string]entityName{
	"leads": {
		"ru": {"f",
			forms{"сделкам", "сделки", "сделок", "сделки", "сделками", "сделках"},
			forms{"сделке", "сделка", "сделки", "сделку", "сделкой", "сделке"}},
		"en": {"m", plain("deals"), plain("deal")},
	},
	"contacts": {
		"ru": {"m",
			forms{"контактам", "контакты", "контактов", "контакты", "контактами", "контактах"},
			forms{"контакту", "контакт", "контакта", "контакт", "контактом", "контакте"}},
		"en": {"m", plain("contacts"), plain("contact")},
	},
	"companies": {
		"ru": {"f",
			forms{"компаниям", "компании", "компаний", "компании", "компаниями", "компаниях"},
			forms{"компании", "компания", "компании", "компанию", "компанией", "компании"}},
		"en": {"m", plain("companies"), plain("company")},
	},
}
