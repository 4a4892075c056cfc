package transfer_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer"
	"voronka/internal/schema/dbtest"
	"voronka/internal/tenant"
)

// deals are all deals of a filter.
func (f *fixture) deals(who tenant.Actor, filter entity.Node) []deal.Deal {
	f.t.Helper()
	return all(f, func(q entity.Query) (entity.PageOf[deal.Deal], error) { return f.Deals.List(f.t.Context(), who, q) }, filter)
}

func (f *fixture) people(who tenant.Actor, filter entity.Node) []contact.Contact {
	f.t.Helper()
	return all(f, func(q entity.Query) (entity.PageOf[contact.Contact], error) {
		return f.Contacts.List(f.t.Context(), who, q)
	}, filter)
}

func (f *fixture) companies(who tenant.Actor, filter entity.Node) []contact.Company {
	f.t.Helper()
	return all(f, func(q entity.Query) (entity.PageOf[contact.Company], error) {
		return f.Companies.List(f.t.Context(), who, q)
	}, filter)
}

func all[T any](f *fixture, page func(entity.Query) (entity.PageOf[T], error), filter entity.Node) (out []T) {
	f.t.Helper()
	q := entity.Query{Filter: filter, Sort: "id", Limit: entity.MaxLimit}
	for {
		p, err := page(q)
		if err != nil {
			f.t.Fatal(err)
		}
		out = append(out, p.Items...)
		if q.After = p.Next; p.Next == "" {
			return out
		}
	}
}

// problems are the report as people read it: "row column: reason".
func (f *fixture) problems(who tenant.Actor, id transfer.ImportID) (out []string) {
	f.t.Helper()
	list, _, err := f.Problems(f.t.Context(), who, id, false, 0, 100_000)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, p := range list {
		mark := ""
		if p.IsFatal {
			mark = "!"
		}
		out = append(out, mark+p.Column+" "+p.Value+": "+p.Reason.Text(lang.EN))
	}
	return out
}

func named(name string) entity.Node { return entity.Leaf("name", "eq", name) }

// The sample of a small Russian firm: contacts, companies and deals out of one table, with all its faults reported.
func TestClientsRU(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		i := f.run(f.Admin, f.upload(f.Admin, "clients-ru.xlsx").ID)
		if i.State != transfer.Done || i.Counts.Rows != 2126 || i.Counts.Failed != 0 {
			t.Fatalf("%s %+v %v", i.State, i.Counts, i.Error)
		}
		people, firms, deals := f.people(f.Admin, entity.Node{}), f.companies(f.Admin, entity.Node{}), f.deals(f.Admin, entity.Node{})
		if len(people) != i.Counts.Created[crm.Contact] || len(people)+i.Counts.Joined[crm.Contact] != 2126 || i.Counts.Joined[crm.Contact] < 100 {
			t.Errorf("%d people, counts %+v", len(people), i.Counts)
		}
		if len(firms) != 60 || len(deals) != 2126 {
			t.Errorf("%d companies, %d deals", len(firms), len(deals))
		}
		f.checkRow5(deals)
		report := strings.Join(f.problems(f.Admin, i.ID), "\n")
		for _, want := range []string{
			`Дата обращения завтра: "завтра" is not a date`, `Дата обращения 31.02.2025: "31.02.2025" is not in the calendar`,
			`Почта нет: "нет" is not an e-mail address`,
		} {
			if !strings.Contains(report, want) {
				t.Errorf("the report lacks %q", want)
			}
		}
		// Totals and the second sheet are no rows; a text that looks like a formula stays a text.
		if n := len(f.deals(f.Admin, named("Итого"))); n != 0 {
			t.Errorf("%d deals of the totals", n)
		}
		for _, p := range people {
			if p.Tags[0].Name != i.Plan.Tag.AutoName || !strings.HasPrefix(i.Plan.Tag.AutoName, "import_20") {
				t.Fatalf("tags of %s: %v", p.Name, p.Tags)
			}
		}
	})
}

// checkRow5 looks at one row closely.
func (f *fixture) checkRow5(deals []deal.Deal) {
	f.t.Helper()
	for _, d := range deals {
		if d.Name != "Заявка 2" {
			continue
		}
		if len(d.Contacts) != 1 || d.Contacts[0].Name != "Фёдоров Андрей" || d.Contacts[0].Phone == "" || d.CompanyName != "АО «Быстрый старт»" {
			f.t.Errorf("deal %s: %+v %s", d.Name, d.Contacts, d.CompanyName)
		}
		c, err := f.Contacts.Find(f.t.Context(), f.Admin, d.Contacts[0].ID)
		if err != nil || c.CompanyName != d.CompanyName {
			f.t.Errorf("contact %+v, %v", c, err)
		}
		phones := 0
		for _, values := range c.Data {
			phones = max(phones, len(values))
		}
		if phones != 2 {
			f.t.Errorf("two phones in a cell became %v", c.Data)
		}
		return
	}
	f.t.Error("there is no deal of row 5")
}

// The same firm in another file, of an old encoding: what is there is joined.
func TestClientsTwice(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.One(t))
	first := f.run(f.Admin, f.upload(f.Admin, "clients-ru.xlsx").ID)
	again := f.upload(f.Admin, "clients-ru.xlsx")
	if again.Plan.Columns[7].NewField != nil || again.Plan.Columns[7].Target != first.Plan.Columns[7].Target {
		t.Errorf("the plan of an equal file was not remembered: %+v", again.Plan.Columns[7])
	}
	again.Plan.Duplicates.Deal = "name"
	if _, err := f.SetPlan(t.Context(), f.Admin, again.ID, again.Plan); err != nil {
		t.Fatal(err)
	}
	second := f.run(f.Admin, again.ID)
	// People of whom neither phone nor e-mail is known, and their deals, cannot be told from new ones.
	if n := second.Counts.Created[crm.Contact]; n > 60 {
		t.Errorf("%d people were made once more: %+v", n, second.Counts)
	}
	if second.Counts.Created[crm.Company] != 0 || second.Counts.Joined[crm.Deal] < 1900 {
		t.Errorf("%+v", second.Counts)
	}
}

// maven makes the pipeline of the sample's hardware seller, and the people in it.
func maven(f *fixture) pipeline.Pipeline {
	f.t.Helper()
	p, err := f.Pipelines.Create(f.t.Context(), f.Admin, pipeline.NewPipeline{
		Name: "Hardware", Statuses: []pipeline.NewStatus{{Name: "Prospecting"}, {Name: "Engaging"}}, WonName: "Won", LostName: "Lost",
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return p
}

func TestMaven(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		p := maven(f)
		f.run(f.Admin, f.upload(f.Admin, filepath.Join("maven-crm", "accounts.csv")).ID)
		firms := f.companies(f.Admin, entity.Node{})
		if len(firms) != 85 {
			t.Fatalf("%d companies", len(firms))
		}
		i := f.upload(f.Admin, filepath.Join("maven-crm", "sales_pipeline.csv"))
		if i.Plan.PipelineID != p.ID {
			t.Errorf("the pipeline whose stages are named alike was not found")
		}
		i = f.run(f.Admin, i.ID)
		if i.Counts.Created[crm.Deal] != 8800 || i.Counts.Joined[crm.Company] != 7375 || i.Counts.Created[crm.Company] != 0 {
			t.Errorf("%+v", i.Counts)
		}
		f.checkMaven(p)
	})
}

func (f *fixture) checkMaven(p pipeline.Pipeline) {
	f.t.Helper()
	want := map[string]int{"Prospecting": 500, "Engaging": 1589, "Won": 4238, "Lost": 2473}
	for _, st := range p.Statuses {
		n, err := f.Deals.Count(f.t.Context(), f.Admin, entity.Leaf("status", "eq", int64(st.ID)), 10_000)
		if err != nil || n.Count != want[st.Name] {
			f.t.Errorf("%s: %+v deals, %v, want %d", st.Name, n, err, want[st.Name])
		}
	}
	list := f.deals(f.Admin, named("1C1I7A6R"))
	if len(list) != 1 {
		f.t.Fatalf("%d deals 1C1I7A6R", len(list))
	}
	d := list[0]
	zone, _ := time.LoadLocation("Europe/Moscow")
	engaged, closed := time.Date(2016, 10, 20, 0, 0, 0, 0, zone).Unix(), time.Date(2017, 3, 1, 0, 0, 0, 0, zone).Unix()
	if d.Price != 105400 || d.CompanyName != "Cancity" || d.CreatedAt != engaged || d.ClosedAt == nil || *d.ClosedAt != closed || !d.IsClosed {
		f.t.Errorf("%+v", d)
	}
}
