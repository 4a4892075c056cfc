package transfer_test

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/kit/job"
	"voronka/internal/office/transfer"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// csv imports a small table by its guessed plan.
func (f *fixture) csv(who tenant.Actor, text string, change ...func(*mapping.Plan)) transfer.Import {
	f.t.Helper()
	i := f.send(who, "table.csv", strings.NewReader(text))
	for _, c := range change {
		c(&i.Plan)
	}
	if _, err := f.SetPlan(f.t.Context(), who, i.ID, i.Plan); err != nil {
		f.t.Fatal(err)
	}
	return f.run(who, i.ID)
}

// target sends a column elsewhere.
func target(index int, to string) func(*mapping.Plan) {
	return func(p *mapping.Plan) { p.Columns[index] = mapping.PlanColumn{Index: index, Target: to} }
}

func TestCells(t *testing.T) {
	t.Parallel()
	const head = "ФИО;Телефон;Сделка;Сумма;Этап;Дата создания;Комментарий\n"
	for name, tt := range map[string]struct {
		row      string
		problems []string // beginnings
		check    func(d deal.Deal) bool
	}{
		"plain":           {"Анна;+7 916 123-45-67;Окна;1 250,50 ₽;Переговоры;01.02.2025;жду", nil, func(d deal.Deal) bool { return d.Price == 125050 && d.CreatedAt == 1738357200 }},
		"impossible date": {"Анна;;Окна;1;Переговоры;31.02.2025;", []string{"Дата создания 31.02.2025: \"31.02.2025\" is not in the calendar"}, nil},
		"future":          {"Анна;;Окна;1;Переговоры;01.01.2150;", []string{"Дата создания 01.01.2150: lies in the future"}, nil},
		"money in words":  {"Анна;;Окна;сто тысяч;Переговоры;;", []string{"Сумма сто тысяч: \"сто тысяч\" is not an amount"}, func(d deal.Deal) bool { return d.Price == 0 }},
		"negative money":  {"Анна;;Окна;-5;Переговоры;;", []string{"Сумма -5: a budget must not"}, nil},
		"too much money":  {"Анна;;Окна;99999999999999999;Переговоры;;", []string{"Сумма 99999999999999999: "}, nil},
		"formula":         {"Анна;;=1+1;1;Переговоры;;=cmd|' /C calc'!A0", nil, func(d deal.Deal) bool { return d.Name == "=1+1" }},
		"apostrophe": {"Мар'яна О’Нил;;Д'Артаньян;1;Переговоры;;", nil, func(d deal.Deal) bool {
			return d.Name == "Д'Артаньян" && d.Contacts[0].Name == "Мар'яна О’Нил"
		}},
		"unknown stage": {"Анна;;Окна;1;Полёт;;", []string{"Этап Полёт: there is no stage called \"Полёт\""}, nil},
		"won":           {"Анна;;Окна;1;успешно реализовано;;", nil, func(d deal.Deal) bool { return d.IsClosed }},
		"injection":     {"Анна;;\"'; DROP TABLE deals; --\";1;Переговоры;;", nil, func(d deal.Deal) bool { return d.Name == "'; DROP TABLE deals; --" }},
		"long name":     {"Анна;;" + strings.Repeat("ж", 300) + ";1;Переговоры;;", []string{"Сделка " + strings.Repeat("ж", 200) + "…: the name is longer than 255"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, dbtest.One(t))
			i := f.csv(f.Admin, head+tt.row+"\n", target(0, "contact.name"))
			deals := f.deals(f.Admin, entity.Node{})
			if i.State != transfer.Done || len(deals) != 1 {
				t.Fatalf("%s, %d deals, %v %v", i.State, len(deals), i.Error, f.problems(f.Admin, i.ID))
			}
			got := f.problems(f.Admin, i.ID)
			if len(got) != len(tt.problems) || len(got) > 0 && !strings.HasPrefix(got[0], tt.problems[0]) {
				t.Errorf("problems %q, want %q", got, tt.problems)
			}
			if tt.check != nil && !tt.check(deals[0]) {
				t.Errorf("%+v", deals[0])
			}
		})
	}
}

// What is there is found by the last ten digits of a phone or by an e-mail, filled up and never overwritten.
func TestJoin(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		old := f.Contact(t, f.Admin, contact.New{New: entity.New{Name: "Пётр Старый"}, Phone: "8 (916) 123-45-67"})
		firm := f.Company(t, f.Admin, "Старая фирма").ID
		own := f.Contact(t, f.Admin, contact.New{New: entity.New{Name: "Занятый"}, Email: "busy@example.com", CompanyID: &firm})
		i := f.csv(f.Admin, "ФИО;Телефон;Почта;Компания\n"+
			"Занятый;;busy@example.com;ООО Ромашка\n"+
			"Пётр Новый;+79161234567, 89991112233;petr@example.com;ООО Ромашка\n"+
			"Кто-то;;PETR@example.com;\n"+
			"Другой;+79990000000;;ООО «РОМАШКА»\n")
		people := f.people(f.Admin, entity.Node{})
		if busy, err := f.Contacts.Find(t.Context(), f.Admin, own.ID); err != nil || busy.CompanyName != "Старая фирма" {
			t.Errorf("the company was overwritten: %+v, %v", busy, err)
		}
		if len(people) != 3 || i.Counts.Joined[crm.Contact] != 3 || i.Counts.Created[crm.Contact] != 1 {
			t.Fatalf("%d people, %+v", len(people), i.Counts)
		}
		p, err := f.Contacts.Find(t.Context(), f.Admin, old.ID)
		if err != nil {
			t.Fatal(err)
		}
		set, _ := f.Fields.All(t.Context(), f.Admin.AccountID, crm.Contact)
		phone, _ := set.FirstOf("phone")
		email, _ := set.FirstOf("email")
		if p.Name != "Пётр Старый" || p.CompanyName != "ООО Ромашка" || len(p.Data[phone.ID]) != 2 || len(p.Data[email.ID]) != 1 || len(p.Tags) != 1 {
			t.Errorf("%+v", p)
		}
	})
}

func TestOverwrite(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.One(t))
	old := f.Contact(t, f.Admin, contact.New{New: entity.New{Name: "Старое Имя"}, Phone: "+79161234567"})
	f.csv(f.Admin, "ФИО;Телефон\nНовое Имя;89161234567\n", func(p *mapping.Plan) { p.Overwrite = true })
	if p, err := f.Contacts.Find(t.Context(), f.Admin, old.ID); err != nil || p.Name != "Новое Имя" {
		t.Errorf("%+v, %v", p, err)
	}
}

// A deal that cannot be made takes its new contact with it; the row is in the file of rejected rows, and there only.
func TestRejectedRows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		who := f.User(t, seed.Rights(noCreation(f.Pipeline.Statuses[1].ID)))
		i := f.csv(who, "ФИО;Телефон;Сделка;Этап\nАнна;+79161111111;Окна;"+f.Pipeline.Statuses[0].Name+"\nБорис;+79162222222;Двери;"+f.Pipeline.Statuses[1].Name+"\n;;;\nВера;;;\n")
		if i.Counts.Failed != 1 || i.Counts.Rows != 3 || len(f.people(f.Admin, named("Борис"))) != 0 || len(f.people(f.Admin, entity.Node{})) != 2 {
			t.Fatalf("%+v %v", i.Counts, f.problems(who, i.ID))
		}
		var file strings.Builder
		if err := f.Rejected(t.Context(), who, i.ID, &file); err != nil {
			t.Fatal(err)
		}
		again := f.send(f.Admin, "rejected.xlsx", strings.NewReader(file.String()))
		if again.Facts.Head.Rows != 1 || len(again.Plan.Columns) != 5 || again.Plan.Columns[4].Target != "skip" {
			t.Fatalf("rows %d, %+v", again.Facts.Head.Rows, again.Plan.Columns)
		}
		again = f.run(f.Admin, again.ID)
		if again.Counts.Failed != 0 || len(f.deals(f.Admin, named("Двери"))) != 1 {
			t.Errorf("%+v", again.Counts)
		}
	})
}

// noCreation are rights that do everything but make deals in one status.
func noCreation(at crm.StatusID) tenant.Rights {
	r := seed.ScopedRights(tenant.ScopeAll)
	r.Extra = map[string]bool{"import": true, "settings": true}
	r.Statuses = map[int64]map[string]tenant.Scope{int64(at): {"create": tenant.ScopeNone}}
	return r
}

func TestRights(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.One(t))
	ctx := t.Context()
	mine := f.send(f.Admin, "t.csv", strings.NewReader("ФИО;Телефон\nАнна;+79161111111\n"))
	nobody := f.User(t)
	importer := func(change func(*tenant.Rights)) tenant.Actor {
		r := seed.ScopedRights(tenant.ScopeAll)
		r.Extra = map[string]bool{"import": true}
		change(&r)
		return f.User(t, seed.Rights(r))
	}
	other := importer(func(*tenant.Rights) {})
	foreign := fixtureOf(t, f.Another(t)).Admin
	check := func(name string, err error, want errs.Code) {
		t.Helper()
		if errs.CodeOf(err) != want || err == nil {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	_, err := f.Upload(ctx, nobody, "t.csv", strings.NewReader("a;b\n1;2\n"))
	check("upload without the right", err, errs.CodeForbidden)
	for name, who := range map[string]tenant.Actor{"a colleague": other, "another account": foreign} {
		for verb, fn := range map[string]func(context.Context, tenant.Actor, transfer.ImportID) (transfer.Import, error){
			"find": f.Find, "start": f.Start, "cancel": f.Cancel, "undo": f.Undo,
		} {
			_, err := fn(ctx, who, mine.ID)
			check(verb+" by "+name, err, errs.CodeNotFound)
		}
		_, err := f.Preview(ctx, who, mine.ID)
		check("preview by "+name, err, errs.CodeNotFound)
		_, _, err = f.Problems(ctx, who, mine.ID, false, 0, 10)
		check("problems by "+name, err, errs.CodeNotFound)
		check("rejected by "+name, f.Rejected(ctx, who, mine.ID, io.Discard), errs.CodeNotFound)
		list, _, err := f.List(ctx, who, 0, 10)
		if err != nil || len(list) != 0 {
			t.Errorf("list by %s: %v, %v", name, list, err)
		}
	}
	reader := importer(func(r *tenant.Rights) { r.Entities["contact"]["create"] = tenant.ScopeNone })
	i := f.send(reader, "t.csv", strings.NewReader("ФИО;Телефон\nАнна;+79161111111\n"))
	_, err = f.Start(ctx, reader, i.ID)
	check("start without the right to create", err, errs.CodeForbidden)
	plain := f.send(other, "t.csv", strings.NewReader("ФИО;Рост\nАнна;170\n"))
	plain.Plan.Columns[1] = mapping.PlanColumn{Index: 1, NewField: &mapping.NewField{Kind: crm.Contact, Type: "number", Name: "Рост"}}
	_, err = f.SetPlan(ctx, other, plain.ID, plain.Plan)
	check("a new field without the right to settings", err, errs.CodeInvalid)
}

func TestPlanRefused(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.One(t))
	foreign := f.Another(t)
	i := f.send(f.Admin, "t.csv", strings.NewReader("ФИО;Этап;Кто\nАнна;Новый;Я\n"))
	for path, change := range map[string]func(*mapping.Plan){
		"columns.0.target": target(0, "contact.nonsense"),
		"columns.1.target": func(p *mapping.Plan) { target(0, "contact.name")(p); target(1, "contact.name")(p) },
		"columns.2.target": target(2, "deal.field.9000000000000"),
		"columns.0.index":  func(p *mapping.Plan) { p.Columns[0].Index = 900 },
		"columns.1.values": func(p *mapping.Plan) {
			p.Columns[1] = mapping.PlanColumn{Index: 1, Target: "deal.stage", Values: map[string]int64{"Новый": int64(foreign.Pipeline.Statuses[0].ID)}}
		},
		"columns.2.values": func(p *mapping.Plan) {
			p.Columns[2] = mapping.PlanColumn{Index: 2, Target: "deal.responsible", Values: map[string]int64{"Я": int64(foreign.Admin.UserID)}}
		},
		"columns": func(p *mapping.Plan) { p.Columns = nil },
		"columns.2.new_field.type": func(p *mapping.Plan) {
			p.Columns[2] = mapping.PlanColumn{Index: 2, NewField: &mapping.NewField{Kind: crm.Deal, Type: "soul", Name: "x"}}
		},
		"duplicates.contact": func(p *mapping.Plan) { p.Duplicates.Contact = "soul" },
		"pipeline_id":        func(p *mapping.Plan) { p.PipelineID = foreign.Pipeline.ID },
		"status_id":          func(p *mapping.Plan) { p.StatusID = foreign.Pipeline.Statuses[0].ID },
		"responsible_id":     func(p *mapping.Plan) { p.ResponsibleID = foreign.Admin.UserID },
		"sheet":              func(p *mapping.Plan) { p.Sheet = 7 },
		"first_row":          func(p *mapping.Plan) { p.HeadRow = -3 },
		"tag.names":          func(p *mapping.Plan) { p.Tag.Names = []string{strings.Repeat("ж", 101)} },
	} {
		p := i.Plan
		p.Columns = slices.Clone(p.Columns)
		change(&p)
		_, err := f.SetPlan(t.Context(), f.Admin, i.ID, p)
		e := errs.As(err)
		if e == nil || e.Code != errs.CodeInvalid || !slices.ContainsFunc(e.Problems, func(x errs.Problem) bool { return x.Path == path }) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// Two imports of one account run one after another: the second sees what the first has made.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d, batches(3))
		var text strings.Builder
		text.WriteString("ФИО;Телефон\n")
		for n := range 40 {
			fmt.Fprintf(&text, "Клиент %d;+7916%07d\n", n, n)
		}
		var ids []transfer.ImportID
		for range 2 {
			i := f.send(f.Admin, "t.csv", strings.NewReader(text.String()))
			if _, err := f.Start(t.Context(), f.Admin, i.ID); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, i.ID)
		}
		nodes := []*job.Runner{f.runner(), f.runner()}
		var work sync.WaitGroup
		for _, r := range nodes {
			work.Go(func() {
				if err := r.Drain(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		work.Wait()
		a, b := f.find(f.Admin, ids[0]).Counts, f.find(f.Admin, ids[1]).Counts
		if n := len(f.people(f.Admin, entity.Node{})); n != 40 || a.Rows != 40 || b.Rows != 40 || a.Created[crm.Contact]+b.Created[crm.Contact] != 40 {
			t.Errorf("%d people; %+v; %+v", n, a, b)
		}
	})
}

func TestNewFieldsAndTags(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.One(t))
	i := f.csv(f.Admin, "ФИО;Рост, см;Теги\nАнна;170;vip, опт\n", func(p *mapping.Plan) {
		p.Columns[1] = mapping.PlanColumn{Index: 1, NewField: &mapping.NewField{Kind: crm.Contact, Type: "number", Name: "Рост"}}
		p.Tag = mapping.Tags{Names: []string{"весна", "Весна"}}
	})
	people := f.people(f.Admin, entity.Node{})
	var tags []string
	for _, tag := range people[0].Tags {
		tags = append(tags, tag.Name)
	}
	if !slices.Equal(tags, []string{"vip", "весна", "опт"}) || len(people[0].Data) != 1 || i.Plan.Columns[1].NewField != nil {
		t.Errorf("%v %v %+v", tags, people[0].Data, i.Plan)
	}
}

// The cause of the events says whether rules may answer.
func TestCause(t *testing.T) {
	t.Parallel()
	for _, automation := range []bool{false, true} {
		f := newFixture(t, dbtest.One(t))
		i := f.csv(f.Admin, "ФИО;Телефон\nАнна;+79161111111\n", func(p *mapping.Plan) { p.RunAutomation = automation })
		events, err := event.List(t.Context(), f.DB, event.Filter{AccountID: int64(f.Admin.AccountID), EntityKind: "contact", Limit: 10})
		if err != nil || len(events) != 1 {
			t.Fatal(events, err)
		}
		e := events[0]
		quiet := tenant.Cause{Kind: e.CauseKind, ID: e.CauseID, Depth: e.Depth}.Quiet()
		if e.CauseKind != "import" || e.CauseID != int64(i.ID) || quiet == automation {
			t.Errorf("automation %t: %+v", automation, e)
		}
		if kinds := f.Kinds(t, crm.Ref{Kind: "import", ID: crm.ID(i.ID)}); !slices.Equal(kinds, []string{"import.finished"}) {
			t.Error(kinds)
		}
	}
}

func TestStates(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.One(t))
	ctx := t.Context()
	i := f.send(f.Admin, "t.csv", strings.NewReader("ФИО;Телефон\nАнна;+79161111111\n"))
	refused := func(what string, fn func(context.Context, tenant.Actor, transfer.ImportID) (transfer.Import, error)) {
		t.Helper()
		if _, err := fn(ctx, f.Admin, i.ID); !errs.Is(err, errs.CodeConflict) {
			t.Errorf("%s: %v", what, err)
		}
	}
	refused("cancel a draft", f.Cancel)
	refused("undo a draft", f.Undo)
	if _, err := f.Start(ctx, f.Admin, i.ID); err != nil {
		t.Fatal(err)
	}
	refused("start a running one", f.Start)
	refused("undo a running one", f.Undo)
	if got, err := f.Cancel(ctx, f.Admin, i.ID); err != nil || got.State != transfer.Cancelled {
		t.Fatal(got.State, err)
	}
	f.drain()
	if n := len(f.people(f.Admin, entity.Node{})); n != 0 {
		t.Errorf("a cancelled import made %d people", n)
	}
	refused("cancel twice", f.Cancel)
	if _, err := f.Retable(ctx, f.Admin, i.ID, 0, 1); !errs.Is(err, errs.CodeConflict) {
		t.Error(err)
	}
}

var errDisk = errs.Unavailable("the server has no free space for files, free some and try again")

// failing is a store that may break.
type failing struct {
	blob.Store
	open, put bool
}

func (s *failing) Open(ctx context.Context, key string) (io.ReadSeekCloser, blob.Info, error) {
	if s.open {
		return nil, blob.Info{}, errDisk
	}
	return s.Store.Open(ctx, key)
}

func (s *failing) Put(ctx context.Context, key string, r io.Reader) (blob.Info, error) {
	if s.put {
		return blob.Info{}, errDisk
	}
	return s.Store.Put(ctx, key, r)
}
