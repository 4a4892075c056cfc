package export

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/sheet"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// exported is a record on its way into a row: a card with what only its kind has, or a task.
type exported struct {
	entity.Card
	deal    *deal.Deal
	contact *contact.Contact
	task    *task.Task
	event   *eventRow
}

func dealRecord(d deal.Deal) exported          { return exported{Card: d.Card, deal: &d} }
func contactRecord(c contact.Contact) exported { return exported{Card: c.Card, contact: &c} }
func companyRecord(c contact.Company) exported { return exported{Card: c.Card} }

// cellEnv is what cells are written by.
type cellEnv struct {
	field.Env
	users     map[tenant.UserID]string
	pipelines pipeline.Set
	reasons   map[crm.LossReasonID]string
	taskTypes map[crm.TaskTypeID]string
	// fields are those of each kind of card; only an export of events has them.
	fields map[crm.Kind]field.Set
}

func (s *Service) cellEnv(ctx context.Context, q db.Querier, who tenant.Actor) (e cellEnv, err error) {
	if e.Env, err = entity.EnvOf(ctx, q, who); err != nil {
		return e, err
	}
	if e.users, err = user.Names(ctx, q, who.AccountID); err != nil {
		return e, err
	}
	if e.pipelines, err = pipeline.Load(ctx, q, who.AccountID); err != nil {
		return e, err
	}
	reasons, err := pipeline.LossReasons(ctx, q, who.AccountID)
	if err != nil {
		return e, err
	}
	e.reasons = map[crm.LossReasonID]string{}
	for _, r := range reasons {
		e.reasons[r.ID] = r.Name
	}
	types, err := s.Tasks.Types(ctx, who.AccountID)
	e.taskTypes = map[crm.TaskTypeID]string{}
	for _, t := range types {
		e.taskTypes[t.ID] = t.Name
	}
	return e, err
}

// column is a column of an export.
type column struct {
	name  string
	title string
	cell  func(cellEnv, exported) sheet.Cell
}

// standard is a column every account has.
type standard struct {
	name string
	term lang.Term
	cell func(cellEnv, exported) sheet.Cell
}

func (s *Service) columnsOf(ctx context.Context, q db.Querier, who tenant.Actor, kind crm.Kind) ([]column, error) {
	loc := lang.Locale(who.Locale)
	var out []column
	for _, c := range standardColumns(kind) {
		out = append(out, column{c.name, lang.Text(loc, string(c.term)), c.cell})
	}
	if !kind.HasCard() {
		return out, nil
	}
	set, err := s.Fields.AllForTx(ctx, q, who, kind)
	for _, f := range set.Ordered() {
		out = append(out, column{"cf." + strconv.FormatInt(int64(f.ID), 10), f.Name, func(e cellEnv, r exported) sheet.Cell {
			if f.Type == field.File {
				return fileCell(r.Data[f.ID], s.URL)
			}
			return fieldCell(f, r.Data[f.ID], e.Env)
		}})
	}
	return out, err
}

func standardColumns(kind crm.Kind) []standard {
	switch kind {
	case crm.Deal:
		return append(append(firstColumns[:2:2], dealColumns...), lastColumns...)
	case crm.Contact:
		return append(append(firstColumns[:2:2], contactColumns...), lastColumns...)
	case crm.Company:
		return append(firstColumns[:2:2], lastColumns...)
	case Event:
		return eventColumns
	}
	return taskColumns
}

var firstColumns = []standard{
	{"id", lang.Term("ID"), func(_ cellEnv, r exported) sheet.Cell { return idCell(int64(r.ID)) }},
	{"name", lang.Term("Name"), func(_ cellEnv, r exported) sheet.Cell { return sheet.TextCell(r.Name) }},
}

var lastColumns = []standard{
	{"responsible", lang.Term("Responsible"), func(e cellEnv, r exported) sheet.Cell { return sheet.TextCell(e.users[r.ResponsibleID]) }},
	{"tags", lang.Term("Tags"), func(_ cellEnv, r exported) sheet.Cell {
		names := make([]string, len(r.Tags))
		for i, t := range r.Tags {
			names[i] = t.Name
		}
		return sheet.TextCell(strings.Join(names, ", "))
	}},
	{"next_task", lang.Term("Next task"), func(e cellEnv, r exported) sheet.Cell { return e.moment(r.NextTaskAt) }},
	{"created_at", lang.Term("Created"), func(e cellEnv, r exported) sheet.Cell { return e.moment(&r.CreatedAt) }},
	{"created_by", lang.Term("Created by"), func(e cellEnv, r exported) sheet.Cell { return sheet.TextCell(e.users[r.CreatedBy]) }},
	{"updated_at", lang.Term("Changed"), func(e cellEnv, r exported) sheet.Cell { return e.moment(&r.UpdatedAt) }},
}

var dealColumns = []standard{
	{"price", lang.Term("Budget"), func(e cellEnv, r exported) sheet.Cell { return moneyCell(int64(r.deal.Price), e.Env) }},
	{"pipeline", lang.Term("Pipeline"), func(e cellEnv, r exported) sheet.Cell {
		p, _ := e.pipelines.Pipeline(r.deal.PipelineID)
		return sheet.TextCell(p.Name)
	}},
	{"status", lang.Term("Stage"), func(e cellEnv, r exported) sheet.Cell {
		st, _ := e.pipelines.Status(r.deal.StatusID)
		return sheet.TextCell(st.Name)
	}},
	{"loss_reason", lang.Term("Loss reason"), func(e cellEnv, r exported) sheet.Cell {
		return sheet.TextCell(e.reasons[orZero(r.deal.LossReasonID)])
	}},
	{"contact", lang.Term("Contact"), func(_ cellEnv, r exported) sheet.Cell { return sheet.TextCell(r.main().Name) }},
	{"phone", lang.Term("Contact's phone"), func(_ cellEnv, r exported) sheet.Cell { return sheet.TextCell(r.main().Phone) }},
	{"email", lang.Term("Contact's e-mail"), func(_ cellEnv, r exported) sheet.Cell { return sheet.TextCell(r.main().Email) }},
	{"company", lang.Term("Company"), func(_ cellEnv, r exported) sheet.Cell { return sheet.TextCell(r.deal.CompanyName) }},
	{"closed_at", lang.Term("Closed"), func(e cellEnv, r exported) sheet.Cell { return e.moment(r.deal.ClosedAt) }},
}

// main is the main contact of a deal.
func (r exported) main() deal.Person {
	if len(r.deal.Contacts) == 0 {
		return deal.Person{}
	}
	return r.deal.Contacts[0]
}

var contactColumns = []standard{
	{"first_name", lang.Term("First name"), func(_ cellEnv, r exported) sheet.Cell { return sheet.TextCell(r.contact.FirstName) }},
	{"last_name", lang.Term("Last name"), func(_ cellEnv, r exported) sheet.Cell { return sheet.TextCell(r.contact.LastName) }},
	{"company", lang.Term("Company"), func(_ cellEnv, r exported) sheet.Cell { return sheet.TextCell(r.contact.CompanyName) }},
}

var taskColumns = []standard{
	{"id", lang.Term("ID"), func(_ cellEnv, r exported) sheet.Cell { return idCell(int64(r.task.ID)) }},
	{"text", lang.Term("Text"), func(_ cellEnv, r exported) sheet.Cell { return sheet.TextCell(r.task.Text) }},
	{"type", lang.Term("Type"), func(e cellEnv, r exported) sheet.Cell { return sheet.TextCell(e.taskTypes[r.task.TypeID]) }},
	{"due_at", lang.Term("Due"), func(e cellEnv, r exported) sheet.Cell { return e.due(r.task) }},
	{"responsible", lang.Term("Responsible"), func(e cellEnv, r exported) sheet.Cell { return sheet.TextCell(e.users[r.task.ResponsibleID]) }},
	{"entity_kind", lang.Term("Kind of card"), func(e cellEnv, r exported) sheet.Cell {
		return sheet.TextCell(lang.Text(e.Locale, string(cardTerms[r.task.Ref.Kind])))
	}},
	{"entity", lang.Term("Card"), func(_ cellEnv, r exported) sheet.Cell { return sheet.TextCell(r.task.EntityName) }},
	{"is_completed", lang.Term("Completed"), func(_ cellEnv, r exported) sheet.Cell { return sheet.BoolCell(r.task.IsCompleted) }},
	{"completed_at", lang.Term("Completed at"), func(e cellEnv, r exported) sheet.Cell { return e.moment(r.task.CompletedAt) }},
	{"result", lang.Term("Result"), func(_ cellEnv, r exported) sheet.Cell { return sheet.TextCell(r.task.Result) }},
	{"created_at", lang.Term("Created"), func(e cellEnv, r exported) sheet.Cell { return e.moment(&r.task.CreatedAt) }},
	{"created_by", lang.Term("Created by"), func(e cellEnv, r exported) sheet.Cell { return sheet.TextCell(e.users[r.task.CreatedBy]) }},
}

var cardTerms = map[crm.Kind]lang.Term{
	crm.Deal: lang.Term("Deal"), crm.Contact: lang.Term("Contact"), crm.Company: lang.Term("Company"),
}

func idCell(id int64) sheet.Cell { return sheet.NumberCell(strconv.FormatInt(id, 10)) }

// moment is a time in the account's zone; nil is an empty cell.
func (e cellEnv) moment(at *int64) sheet.Cell {
	if at == nil || *at == 0 {
		return sheet.Cell{}
	}
	return sheet.DateCell(time.Unix(*at, 0).In(e.Location()))
}

// due is when a task must be done: for one of a whole day that day.
func (e cellEnv) due(t *task.Task) sheet.Cell {
	at := time.Unix(t.DueAt, 0).In(e.Location())
	if t.IsAllDay {
		at = time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, e.Location())
	}
	return sheet.DateCell(at)
}

func moneyCell(minor int64, env field.Env) sheet.Cell {
	return sheet.NumberCell(lang.MoneyText(minor, env.Currency))
}

// fileCell names files, each with the address it is taken from by who is signed in and may see it.
func fileCell(values []any, base string) sheet.Cell {
	var parts []string
	for _, v := range values {
		m, _ := v.(map[string]any)
		name, _ := m["name"].(string)
		if id := field.FileOf(v); base != "" && id != 0 {
			name += fmt.Sprintf(" (%s/api/v1/files/%d/content)", base, id)
		}
		parts = append(parts, name)
	}
	if len(parts) == 0 {
		return sheet.Cell{}
	}
	return sheet.TextCell(strings.Join(parts, "; "))
}

// fieldCell is the value of a custom field, as a number, a date or a tick where it is one.
func fieldCell(f field.Field, values []any, env field.Env) sheet.Cell {
	if len(values) == 0 {
		return sheet.Cell{}
	}
	text := f.ToText(values, env)
	switch f.Type {
	case "number", "money":
		return sheet.NumberCell(text)
	case "checkbox":
		return sheet.BoolCell(values[0] == true)
	case "date", "birthday":
		if day, err := time.Parse(time.DateOnly, text); err == nil {
			return sheet.DateCell(day)
		}
	case "datetime":
		if at, ok := values[0].(int64); ok {
			return sheet.DateCell(time.Unix(at, 0).In(env.Location()))
		}
	}
	return sheet.TextCell(text)
}

func orZero[T ~int64](id *T) T {
	if id == nil {
		return 0
	}
	return *id
}
