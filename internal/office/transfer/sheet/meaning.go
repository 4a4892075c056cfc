package sheet

import "strings"

// Meaning is what a column is about.
type Meaning string

// The meanings a heading can have.
const (
	MeaningName        Meaning = "name"
	MeaningFirstName   Meaning = "first_name"
	MeaningLastName    Meaning = "last_name"
	MeaningMiddleName  Meaning = "middle_name"
	MeaningPhone       Meaning = "phone"
	MeaningEmail       Meaning = "email"
	MeaningMessenger   Meaning = "messenger"
	MeaningCompany     Meaning = "company"
	MeaningPosition    Meaning = "position"
	MeaningAddress     Meaning = "address"
	MeaningCity        Meaning = "city"
	MeaningCountry     Meaning = "country"
	MeaningSite        Meaning = "site"
	MeaningDeal        Meaning = "deal"
	MeaningBudget      Meaning = "budget"
	MeaningCurrency    Meaning = "currency"
	MeaningPipeline    Meaning = "pipeline"
	MeaningStage       Meaning = "stage"
	MeaningLossReason  Meaning = "loss_reason"
	MeaningResponsible Meaning = "responsible"
	MeaningCreatedAt   Meaning = "created_at"
	MeaningUpdatedAt   Meaning = "updated_at"
	MeaningClosedAt    Meaning = "closed_at"
	MeaningBirthday    Meaning = "birthday"
	MeaningTags        Meaning = "tags"
	MeaningNote        Meaning = "note"
	MeaningSource      Meaning = "source"
	MeaningConsent     Meaning = "consent"
	MeaningProduct     Meaning = "product"
	MeaningSKU         Meaning = "sku"
	MeaningPrice       Meaning = "price"
	MeaningQuantity    Meaning = "quantity"
	MeaningINN         Meaning = "inn"
	MeaningID          Meaning = "id"
	MeaningDate        Meaning = "date"
)

// expectedTypes are the types that go with a meaning.
var expectedTypes = map[Meaning]Type{
	MeaningPhone: TypePhone, MeaningEmail: TypeEmail, MeaningSite: TypeURL, MeaningCreatedAt: TypeDate,
	MeaningUpdatedAt: TypeDate, MeaningClosedAt: TypeDate, MeaningBirthday: TypeDate, MeaningDate: TypeDate,
	MeaningQuantity: TypeNumber, MeaningConsent: TypeCheckbox,
}

// phrases names the meanings. A word that ends by * stands for every ending. Of the phrases found in a heading the one
// with most words wins, then the one that stands first here.
var phrases = []struct {
	meaning Meaning
	words   []string
}{
	{MeaningEmail, []string{"email*", "e mail*", "mail", "почт*", "имейл*", "эл почт*", "электронн* почт*", "мейл", "mailbox"}},
	{MeaningAddress, []string{"адрес*", "address*", "улиц*", "street", "почтов* адрес*", "office location", "location"}},
	{MeaningPhone, []string{"телефон*", "тел", "phone*", "моб", "мобильн*", "сотов*", "mobile*", "cell", "tel", "номер телефон*", "контактн* телефон*", "phone number"}},
	{MeaningMessenger, []string{"telegram*", "телеграм*", "whatsapp", "ватсап", "viber", "вайбер", "skype", "мессенджер*", "messenger", "messenger*"}},
	{MeaningLastName, []string{"фамил*", "last name", "surname", "family name", "lastname"}},
	{MeaningMiddleName, []string{"отчеств*", "middle name", "patronymic"}},
	{MeaningFirstName, []string{"first name", "given name", "firstname", "имя и отчество"}},
	{MeaningCompany, []string{"компани*", "организац*", "фирм*", "company*", "organi*", "account", "account name", "контрагент*", "юр лиц*", "юридическ* лиц*", "название компани*", "наименование компани*", "наименование организац*", "company name", "предприят*", "employer"}},
	{MeaningName, []string{"фио", "имя", "name", "full name", "клиент*", "контакт*", "contact*", "customer*", "client*", "имя клиент*", "фио клиент*", "имя контакт*", "contact name", "контактн* лиц*", "полное имя", "customer name", "покупател*"}},
	{MeaningPosition, []string{"должност*", "position", "job title", "job", "role", "роль"}},
	{MeaningCity, []string{"город*", "city", "town", "населенн* пункт*"}},
	{MeaningCountry, []string{"стран*", "country"}},
	{MeaningSite, []string{"сайт*", "site", "website*", "web", "url", "веб сайт*", "домен*", "homepage"}},
	{MeaningStage, []string{"этап*", "стади*", "статус*", "stage*", "status*", "deal stage", "этап сделк*", "статус сделк*", "стадия сделк*"}},
	{MeaningPipeline, []string{"воронк*", "pipeline*", "funnel"}},
	{MeaningLossReason, []string{"причин* отказ*", "причин* закрыт*", "loss reason", "lost reason"}},
	{MeaningBudget, []string{"бюджет*", "сумм*", "budget", "amount", "deal value", "close value", "revenue", "стоимост*", "сумм* сделк*", "value", "выручк*", "deal amount", "оборот*"}},
	{MeaningPrice, []string{"цен*", "price*", "sales price", "прайс*"}},
	{MeaningCurrency, []string{"валют*", "currency"}},
	{MeaningResponsible, []string{"ответствен*", "менеджер*", "responsible*", "owner", "manager*", "sales agent", "agent*", "assigned*", "assigned to", "исполнител*", "куратор*", "продавец"}},
	{MeaningClosedAt, []string{"дат* закрыт*", "дат* оплат*", "close date", "closed", "closed at", "дат* завершен*", "date closed"}},
	{MeaningUpdatedAt, []string{"дат* изменен*", "дат* обновлен*", "updated", "updated at", "modified*", "обновлен*", "изменен*"}},
	{MeaningBirthday, []string{"день рождения", "дат* рожд*", "birthday", "birth date", "date of birth", "др", "дн рожд*", "birth*"}},
	{MeaningCreatedAt, []string{"дат* создан*", "created*", "created at", "дат* обращен*", "дат* заявк*", "engage date", "create date", "date created", "создан*", "дат* добавлен*", "дат* регистрац*", "дат* поступлен*", "creation date"}},
	{MeaningDate, []string{"дат*", "date", "день", "срок*"}},
	{MeaningTags, []string{"тег*", "тэг*", "tag*", "метк*", "labels", "categories", "ярлык*"}},
	{MeaningNote, []string{"комментар*", "примечан*", "заметк*", "note*", "comment*", "описани*", "description", "remark*", "доп информац*"}},
	{MeaningSource, []string{"источник*", "source*", "lead source", "откуда", "канал*", "channel", "utm source"}},
	{MeaningConsent, []string{"соглас*", "consent", "подписк*", "рассылк*", "subscribed", "opt in", "согласие на рассылк*"}},
	{MeaningSKU, []string{"артикул*", "sku", "код товар*", "product code"}},
	{MeaningProduct, []string{"товар*", "продукт*", "product*", "услуг*", "service", "номенклатур*", "название товар*", "product name", "item"}},
	{MeaningQuantity, []string{"количеств*", "кол во", "qty", "quantity", "employees", "число", "шт", "count"}},
	{MeaningINN, []string{"инн", "tax id", "vat", "inn"}},
	{MeaningDeal, []string{"сделк*", "deal*", "название сделк*", "opportunity", "deal name", "opportunity name", "заявк*", "название", "наименование", "тема", "заказ*", "title", "lead*", "лид*"}},
	{MeaningID, []string{"id", "opportunity id", "номер", "n", "no", "код", "guid", "uuid", "п п", "external id", "ид", "deal id", "contact id"}},
}

// meaningOf finds the meaning of a heading. A heading that is the phrase and nothing else is nearly certain.
func meaningOf(title string) (Meaning, float64) {
	heading := words(strings.ReplaceAll(title, "№", " номер "))
	if len(heading) == 0 || len(heading) > 8 {
		return "", 0
	}
	var best Meaning
	longest, at := 0, 0
	for _, p := range phrases {
		for _, phrase := range p.words {
			want := strings.Fields(phrase)
			i := find(heading, want)
			if i >= 0 && (len(want) > longest || len(want) == longest && i < at && p.meaning != MeaningDate && len(want) > 1) {
				best, longest, at = p.meaning, len(want), i
			}
		}
	}
	if longest == 0 {
		return "", 0
	}
	return best, 0.6 + 0.35*float64(longest)/float64(len(heading))
}

// find returns where a phrase begins in a heading, or -1.
func find(heading, phrase []string) int {
	for i := 0; i+len(phrase) <= len(heading); i++ {
		fits := true
		for j, w := range phrase {
			if stem, ok := strings.CutSuffix(w, "*"); ok {
				fits = fits && strings.HasPrefix(heading[i+j], stem)
			} else {
				fits = fits && heading[i+j] == w
			}
		}
		if fits {
			return i
		}
	}
	return -1
}
