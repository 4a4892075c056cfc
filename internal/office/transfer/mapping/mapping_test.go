package mapping_test

import (
	"strings"
	"testing"

	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/office/transfer/sheet"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// look is the world of an account.
func look(t *testing.T, s *seed.Scene, who tenant.Actor) *mapping.World {
	t.Helper()
	w, err := mapping.Look(t.Context(), s.DB, s.DB.Now(), s.Fields, who)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// headOf finds out what a small CSV holds.
func headOf(t *testing.T, text string) (*sheet.Book, sheet.Head) {
	t.Helper()
	file := strings.NewReader(text)
	book, err := sheet.Inspect(t.Context(), file, file.Size(), "t.csv")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	head, err := book.Detect(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return book, head
}

func TestGuess(t *testing.T) {
	t.Parallel()
	s := seed.CRM(t, dbtest.One(t))
	w := look(t, s, s.Admin)
	for name, tt := range map[string]struct{ table, targets string }{
		"people":         {"ФИО;Телефон;Почта\nАнна;+79161111111;a@b.ru", "contact.name contact.field.1 contact.field.2"},
		"parts":          {"Фамилия;Имя;Отчество;Телефон\nПетрова;Анна;Львовна;+79161111111", "contact.last_name contact.first_name contact.middle_name contact.field.1"},
		"companies":      {"Компания;Телефон;Сайт\nРомашка;+79161111111;romashka.ru", "company.name company.field.4 company.field.6"},
		"deals":          {"Сделка;Бюджет;Этап;Ответственный\nОкна;100;Переговоры;Я", "deal.name deal.price deal.stage deal.responsible"},
		"two phones":     {"ФИО;Телефон;Рабочий телефон\nАнна;+79161111111;+79162222222", "contact.name contact.field.1 contact.field.1"},
		"a number first": {"№;ФИО;Телефон\n1;Анна;+79161111111", "skip contact.name contact.field.1"},
		"an own field":   {"ФИО;Телефон;Размер ноги\nАнна;+79161111111;38", "contact.name contact.field.1 new"},
		"empty column":   {"ФИО;Телефон;Город\nАнна;+79161111111;", "contact.name contact.field.1 skip"},
	} {
		_, head := headOf(t, tt.table+"\n")
		var got []string
		for _, c := range mapping.Guess(w, 0, head, true).Columns {
			got = append(got, c.Target)
		}
		if strings.Join(got, " ") != tt.targets {
			t.Errorf("%s: %v, want %s", name, got, tt.targets)
		}
	}
}

// Stages are guessed through slips of the pen, and from the pipeline whose stages are named alike.
func TestGuessStages(t *testing.T) {
	t.Parallel()
	s := seed.CRM(t, dbtest.One(t))
	p, err := s.Pipelines.Create(t.Context(), s.Admin, pipeline.NewPipeline{
		Name: "Стройка", Statuses: []pipeline.NewStatus{{Name: "Замер"}, {Name: "Договор подписан"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, head := headOf(t, "Сделка;Этап\na;замер\nb;Договр подписан\nc;Договор подписна\nd;отказ\ne;Полёт\n")
	plan := mapping.Guess(look(t, s, s.Admin), 0, head, true)
	if plan.PipelineID != p.ID {
		t.Fatalf("pipeline %d, want %d", plan.PipelineID, p.ID)
	}
	got := plan.Columns[1].Values
	signed := int64(p.Statuses[1].ID)
	if got["замер"] != int64(p.Statuses[0].ID) || got["Договр подписан"] != signed || got["Договор подписна"] != signed || got["отказ"] == 0 {
		t.Errorf("%v", got)
	}
	if _, ok := got["Полёт"]; ok {
		t.Error("a stage was made up")
	}
}

// A remembered plan forgets the stages that are gone and keeps what still holds.
func TestFit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seed.CRM(t, d)
		_, head := headOf(t, "Сделка;Этап\na;Переговоры\n")
		plan := mapping.Guess(look(t, s, s.Admin), 0, head, true)
		here := int64(s.Pipeline.Statuses[0].ID)
		plan.Columns[1].Values = map[string]int64{"есть": here, "нет": 1 << 40, "ничего": 0}
		plan.Fit(look(t, s, s.Admin), 2)
		if got := plan.Columns[1].Values; len(got) != 2 || got["есть"] != here {
			t.Errorf("values %v", got)
		}
	})
}

// What a value stands for goes before what it says; people are found by name either way round, or by e-mail.
func TestWords(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seed.CRM(t, d)
		ivan := s.User(t, seed.Named("Иван Петров"), seed.Email("Ivan@Example.com"))
		s.User(t, seed.Named("Анна Тёзка"))
		s.User(t, seed.Named("Анна Тёзка"))
		book, head := headOf(t, "Сделка;Ответственный;Этап\na;Петров Иван;Переговоры\nb;ivan@example.com;Да\nc;Анна Тёзка;\nd;Нет такого;\n")
		plan := mapping.Guess(look(t, s, s.Admin), 0, head, true)
		plan.Columns[2].Values = map[string]int64{"да": int64(s.Pipeline.Statuses[2].ID)}
		c := mapping.NewConverter(look(t, s, s.Admin), plan, head, nil)
		for row, err := range book.Rows(t.Context(), 0, plan.From()) {
			if err != nil {
				t.Fatal(err)
			}
			r := c.Row(row)
			card := r.Given("deal")
			switch card.Name {
			case "a", "b":
				if card.ResponsibleID != ivan.UserID || len(r.Problems) != 0 {
					t.Errorf("%+v %v", card, r.Problems)
				}
			default:
				if card.ResponsibleID != 0 || len(r.Problems) != 1 {
					t.Errorf("%+v %v", card, r.Problems)
				}
			}
			if card.Name == "b" && card.StatusID != s.Pipeline.Statuses[2].ID {
				t.Errorf("stage %d", card.StatusID)
			}
		}
	})
}
