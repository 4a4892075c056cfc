package pipeline

import (
	"context"
	"fmt"
	"strings"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Template is the pipeline a new account begins with.
type Template struct {
	// Kind is "sales", "services", "projects", "realestate" or "custom".
	Kind string
	// Name and Statuses replace the template's own when given; a custom one needs at least Statuses.
	Name     string
	Statuses []string
}

// phrases are the words of a language that a new account is filled with.
type phrases struct {
	first, won, lost string
	templates        map[string]template
	reasons          []string
}

type template struct {
	name     string
	statuses []string
}

func words(locale string) phrases {
	if locale == "ru" {
		return russianWords
	}
	return englishWords
}

var russianWords = phrases{
	first: "Первичный контакт", won: "Успешно реализовано", lost: "Закрыто и не реализовано",
	templates: map[string]template{
		"sales":      {"Продажи", []string{"Первичный контакт", "Переговоры", "Принимают решение", "Согласование договора", "Ждём оплату"}},
		"services":   {"Услуги", []string{"Заявка", "Выяснили задачу", "Отправили предложение", "Согласовали время", "Работа идёт"}},
		"projects":   {"Проекты", []string{"Запрос", "Встреча", "Оценка", "Договор", "В работе", "Сдача"}},
		"realestate": {"Недвижимость", []string{"Заявка", "Подбор", "Показ", "Бронь", "Сделка готовится"}},
		"custom":     {"Воронка", nil},
	},
	reasons: []string{"Слишком дорого", "Пропала потребность", "Не устроили условия", "Выбрали других", "Не отвечает"},
}

var englishWords = phrases{
	first: "First contact", won: "Won", lost: "Lost",
	templates: map[string]template{
		"sales":      {"Sales", []string{"First contact", "Negotiation", "Decision", "Contract", "Awaiting payment"}},
		"services":   {"Services", []string{"Request", "Need understood", "Offer sent", "Time agreed", "Work under way"}},
		"projects":   {"Projects", []string{"Enquiry", "Meeting", "Estimate", "Contract", "In progress", "Handover"}},
		"realestate": {"Real estate", []string{"Request", "Selection", "Viewing", "Reservation", "Closing"}},
		"custom":     {"Pipeline", nil},
	},
	reasons: []string{"Too expensive", "No longer needed", "Terms did not fit", "Chose someone else", "Does not answer"},
}

// SeedTx gives a new account its first pipeline and the usual loss reasons, in its language.
func (s *Service) SeedTx(ctx context.Context, tx *db.Tx, account tenant.AccountID, locale string, t Template) (Pipeline, error) {
	if t.Kind == "" {
		t.Kind = "sales"
	}
	base, ok := words(locale).templates[t.Kind]
	if !ok {
		return Pipeline{}, errs.Invalid("template", "must be sales, services, projects, realestate or custom")
	}
	n := NewPipeline{Name: or(strings.TrimSpace(t.Name), base.name)}
	if len(t.Statuses) > 0 {
		base.statuses = t.Statuses
	}
	if len(base.statuses) == 0 {
		return Pipeline{}, errs.Invalid("statuses", "are empty, name at least one")
	}
	for _, name := range base.statuses {
		n.Statuses = append(n.Statuses, NewStatus{Name: name})
	}
	who := tenant.RobotOf(account, tenant.Cause{})
	who.Locale = locale
	p, err := s.CreateTx(ctx, tx, who, n)
	if err != nil {
		return Pipeline{}, err
	}
	var list []LossReason
	for _, name := range words(locale).reasons { // once in an account's life
		r, err := createReason(ctx, tx, who, list, name)
		if err != nil {
			return Pipeline{}, fmt.Errorf("seed loss reasons: %w", err)
		}
		list = append(list, r)
	}
	return p, nil
}
