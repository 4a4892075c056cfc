package sheet_test

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"voronka/internal/kit/errs"
	"voronka/internal/office/transfer/sheet"
)

func detect(t testing.TB, data []byte, name string) sheet.Head {
	t.Helper()
	b, err := inspect(t, data, name)
	if err != nil {
		t.Fatal(name, err)
	}
	h, err := b.Detect(t.Context(), 0)
	if err != nil {
		t.Fatal(name, err)
	}
	return h
}

// TestDetect_samples holds what is found in the files of testdata: rows, and for each column its meaning and type.
func TestDetect_samples(t *testing.T) {
	t.Parallel()
	clients := "name:text phone:phone email:email company:text deal:text budget:money stage:list :list source:list created_at:date consent:checkbox note:long_text"
	tests := map[string]struct {
		rows    string // heading first last count totals
		columns string
	}{
		"clients-ru.xlsx":        {"3 4 2155 2126 [2156]", clients},
		"deals-cp1251.csv":       {"1 2 1610 1596 []", clients},
		"contacts-utf16-tab.csv": {"1 2 401 400 []", "first_name:text last_name:text phone:phone email:email company:text birthday:date tags:list"},
		"contacts.vcf":           {"1 2 61 60 []", "name:text last_name:text first_name:text phone:phone email:email company:text note:long_text"},
		"accounts.csv":           {"1 2 86 85 []", "company:text :list :number budget:money quantity:number address:list :text"},
		"products.csv":           {"1 2 8 7 []", "product:text :text price:money"},
		"sales_teams.csv":        {"1 2 36 35 []", "responsible:text responsible:list :list"},
	}
	for name, tt := range tests {
		h := detect(t, load(t, name), name)
		if got := fmt.Sprint(h.Row, h.FirstRow, h.LastRow, h.Rows, h.Totals); got != tt.rows {
			t.Errorf("%s: rows %s, want %s", name, got, tt.rows)
		}
		var columns []string
		for _, c := range h.Columns {
			columns = append(columns, string(c.Guess.Meaning)+":"+string(c.Guess.Type))
		}
		if got := strings.Join(columns, " "); got != tt.columns {
			t.Errorf("%s: columns\n%s\nwant\n%s", name, got, tt.columns)
		}
	}
}

func TestDetect_columns(t *testing.T) {
	t.Parallel()
	h := detect(t, load(t, "clients-ru.xlsx"), "x.xlsx")
	stage := h.Columns[6]
	if stage.Title != "Этап" || stage.Index != 6 || !slices.Contains(stage.Values, "Переговоры") || stage.EmptyShare != 0 {
		t.Errorf("%+v", stage)
	}
	if phones := h.Columns[1]; len(phones.Samples) != 20 || phones.Samples[0] != "+7 (982) 337-50-71" {
		t.Errorf("%+v", phones)
	}
	if company := h.Columns[3]; company.EmptyShare < 0.2 || company.EmptyShare > 0.4 {
		t.Errorf("%+v", company)
	}
}

func TestDetect_heading(t *testing.T) {
	t.Parallel()
	contacts := "Иван;+7 916 123-45-67;a@b.ru\nПётр;+7 916 123-45-68;c@d.ru\nОльга;+7 916 123-45-69;e@f.ru\n"
	tests := map[string]struct {
		in   string
		rows string
	}{
		"first line":          {"Имя;Телефон;Почта\n" + contacts, "1 2 4 3 []"},
		"under a title":       {"База клиентов;;\n;;\nИмя;Телефон;Почта\n" + contacts, "3 4 6 3 []"},
		"under two titles":    {"ООО «Ромашка»;;\nна 31.12.2025;;\nИмя;Телефон;Почта\n" + contacts, "3 4 6 3 []"},
		"unknown words":       {"Аааа;Бббб;Вввв\n" + contacts, "1 2 4 3 []"},
		"no heading":          {contacts, "0 1 3 3 []"},
		"texts only":          {"цвет;форма\nкрасный;круг\nсиний;круг\nкрасный;квадрат\n", "1 2 4 3 []"},
		"heading only":        {"Имя;Телефон;Почта\n", "1 0 0 0 []"},
		"totals":              {"Имя;Сумма;Почта\nА;1;x\nБ;2;y\nИтого:;3;\n", "1 2 3 2 [4]"},
		"totals and a name":   {"Имя;Сумма;Почта\nА;1;x\nБ;2;y\n;;\nВсего;3;\nСоставил: Иванов;;\n", "1 2 3 2 [5 6]"},
		"total in the middle": {"Имя;Сумма;Почта\nА;1;x\nИтого;1;\nБ;2;y\nВ;3;z\nГ;4;w\n", "1 2 6 5 []"},
		"a client Total":      {"Имя;Сумма;Почта\nА;1;x\nTotal;2;y@z.ru\n", "1 2 3 2 []"},
		"one column":          {"Телефон\n89161234567\n89161234568\n", "1 2 3 2 []"},
		"one column no head":  {"89161234567\n89161234568\n", "0 1 2 2 []"},
	}
	for name, tt := range tests {
		h := detect(t, []byte(tt.in), "x.csv")
		if got := fmt.Sprint(h.Row, h.FirstRow, h.LastRow, h.Rows, h.Totals); got != tt.rows {
			t.Errorf("%s: %s, want %s", name, got, tt.rows)
		}
	}
}

func TestDetect_emptySheet(t *testing.T) {
	t.Parallel()
	f := madeXLSX(t, func(w io.Writer) { w.Write([]byte(`<worksheet><sheetData/></worksheet>`)) }, nil)
	if _, err := open(t, f).Detect(t.Context(), 0); errs.CodeOf(err) != errs.CodeInvalid {
		t.Error(err)
	}
}

func TestGuessField(t *testing.T) {
	t.Parallel()
	type want struct {
		meaning sheet.Meaning
		typ     sheet.Type
	}
	tests := []struct {
		title   string
		samples []string
		want    want
	}{
		{"Телефон", nil, want{sheet.MeaningPhone, sheet.TypePhone}},
		{"Контактный телефон", []string{"89161234567"}, want{sheet.MeaningPhone, sheet.TypePhone}},
		{"Моб. тел.", []string{"8 916 123-45-67, доб. 5"}, want{sheet.MeaningPhone, sheet.TypePhone}},
		{"", []string{"+79161234567", "8 (916) 123-45-67"}, want{sheet.MeaningPhone, sheet.TypePhone}},
		{"", []string{"a@b.ru", "c@d.ru"}, want{sheet.MeaningEmail, sheet.TypeEmail}},
		{"", []string{"https://a.ru", "www.b.com"}, want{sheet.MeaningSite, sheet.TypeURL}},
		{"ИНН", []string{"7707083893", "500100732259"}, want{sheet.MeaningINN, sheet.TypeNumber}},
		{"E-mail", []string{"a@b.ru", "нет"}, want{sheet.MeaningEmail, sheet.TypeEmail}},
		{"Email address", nil, want{sheet.MeaningEmail, sheet.TypeEmail}},
		{"Адрес", []string{"ул. Мира, 1"}, want{sheet.MeaningAddress, sheet.TypeText}},
		{"Адрес электронной почты", []string{"a@b.ru"}, want{sheet.MeaningEmail, sheet.TypeEmail}},
		{"Компания клиента", []string{"ООО"}, want{sheet.MeaningCompany, sheet.TypeText}},
		{"Название компании", nil, want{sheet.MeaningCompany, sheet.TypeText}},
		{"Название сделки", nil, want{sheet.MeaningDeal, sheet.TypeText}},
		{"Бюджет, руб", []string{"1 000", "2 000,50"}, want{sheet.MeaningBudget, sheet.TypeMoney}},
		{"Сумма сделки", []string{"1000 ₽"}, want{sheet.MeaningBudget, sheet.TypeMoney}},
		{"CloseDate", []string{"2025-01-01"}, want{sheet.MeaningClosedAt, sheet.TypeDate}},
		{"Дата создания сделки", []string{"31.12.2025 14:05"}, want{sheet.MeaningCreatedAt, sheet.TypeDateTime}},
		{"Дата рождения", []string{"01.01.1980"}, want{sheet.MeaningBirthday, sheet.TypeDate}},
		{"Дата", []string{"01.01.2025"}, want{sheet.MeaningDate, sheet.TypeDate}},
		{"Ответственный", []string{"Иванов"}, want{sheet.MeaningResponsible, sheet.TypeText}},
		{"Ответственный менеджер", nil, want{sheet.MeaningResponsible, sheet.TypeText}},
		{"deal_stage", nil, want{sheet.MeaningStage, sheet.TypeList}},
		{"Теги", nil, want{sheet.MeaningTags, sheet.TypeText}},
		{"Примечание", []string{"x"}, want{sheet.MeaningNote, sheet.TypeLongText}},
		{"Согласие на рассылку", []string{"да", "нет", "1"}, want{sheet.MeaningConsent, sheet.TypeCheckbox}},
		{"Количество", []string{"1", "0", "1"}, want{sheet.MeaningQuantity, sheet.TypeNumber}},
		{"Активен", []string{"да", "нет"}, want{"", sheet.TypeCheckbox}},
		{"Год", []string{"1996", "2001"}, want{"", sheet.TypeNumber}},
		{"Цвет", slices.Repeat([]string{"красный", "синий"}, 10), want{"", sheet.TypeList}},
		{"Имя", slices.Repeat([]string{"Иван", "Пётр"}, 10), want{sheet.MeaningName, sheet.TypeText}},
		{"Фамилия", nil, want{sheet.MeaningLastName, sheet.TypeText}},
		{"№", []string{"1", "2"}, want{sheet.MeaningID, sheet.TypeNumber}},
		{"Чай", []string{"зелёный"}, want{"", sheet.TypeText}},
		{"", nil, want{"", sheet.TypeText}},
	}
	for _, tt := range tests {
		g := sheet.GuessField(tt.title, tt.samples)
		if (want{g.Meaning, g.Type}) != tt.want {
			t.Errorf("GuessField(%q, %q) = %+v, want %+v", tt.title, tt.samples, g, tt.want)
		}
		if g.Confidence < 0 || g.Confidence > 1 {
			t.Errorf("%q: confidence %v", tt.title, g.Confidence)
		}
	}
	sure, doubt := sheet.GuessField("Телефон", []string{"89161234567"}), sheet.GuessField("Телефон", []string{"красный", "синий"})
	if doubt.Confidence >= sure.Confidence {
		t.Error("values that do not fit the heading must lower the confidence:", sure, doubt)
	}
}
