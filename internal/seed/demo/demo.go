// Package demo fills an account with believable data of any size: people, firms, deals over two years, tasks and notes.
// The same seed gives the same data.
package demo

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Services are the verbs the data is made with: it passes the same checks as anybody's.
type Services struct {
	DB        *db.DB
	Fields    *field.Service
	Pipelines *pipeline.Service
	Contacts  *contact.Contacts
	Companies *contact.Companies
	Deals     *deal.Service
	Tasks     *task.Service
	Timeline  *timeline.Service
}

// batch is how many deals one transaction makes: large enough to be quick, short enough to let others write between.
const batch = 500

// openDeals is about how many deals of a large account are open; the rest were won or lost over the two years.
const openDeals = 10_000

// Fill makes n deals with their people, companies, tags, notes and tasks. progress hears how many are there.
func Fill(ctx context.Context, s Services, who tenant.Actor, n int, seed int64, progress func(done int)) error {
	who.Cause = tenant.Cause{Kind: "demo"}
	f := &filler{Services: s, who: who, dice: newDice(seed, who.Locale), total: n}
	if err := f.prepare(ctx); err != nil {
		return err
	}
	for done := 0; done < n; {
		size := min(batch, n-done)
		if err := f.fill(ctx, done, size); err != nil {
			return fmt.Errorf("deals %d to %d: %w", done+1, done+size, err)
		}
		done += size
		progress(done)
	}
	return nil
}

type filler struct {
	Services
	*dice
	who   tenant.Actor
	total int
	now   time.Time

	pipeline pipeline.Pipeline
	people   []tenant.UserID
	types    []task.Type
	position crm.FieldID
	address  crm.FieldID
	source   field.Field
	meeting  crm.FieldID
}

func (f *filler) prepare(ctx context.Context) error {
	f.now = f.DB.Now()
	f.people = f.who.Members
	if len(f.people) == 0 {
		f.people = []tenant.UserID{f.who.UserID}
	}
	set, err := f.Pipelines.List(ctx, f.who.AccountID)
	if err != nil {
		return err
	}
	f.pipeline, _ = set.Main()
	if f.types, err = f.Tasks.Types(ctx, f.who.AccountID); err != nil {
		return err
	}
	persons, err := f.Fields.All(ctx, f.who.AccountID, crm.Contact)
	if err != nil {
		return err
	}
	if p, ok := persons.ByCode("POSITION"); ok {
		f.position = p.ID
	}
	firms, err := f.Fields.All(ctx, f.who.AccountID, crm.Company)
	if err != nil {
		return err
	}
	if a, ok := firms.ByCode("ADDRESS"); ok {
		f.address = a.ID
	}
	return f.dealFields(ctx)
}

// dealFields finds or makes the two fields that demo deals have: where they came from and when to meet.
func (f *filler) dealFields(ctx context.Context) error {
	set, err := f.Fields.All(ctx, f.who.AccountID, crm.Deal)
	if err != nil {
		return err
	}
	source, meeting := "Source", "Meeting"
	options := []string{"Website", "Referral", "Trade show", "Cold call", "Advertising"}
	if f.lang == "ru" {
		source, meeting = "Источник", "Дата встречи"
		options = []string{"Сайт", "Рекомендация", "Выставка", "Холодный звонок", "Реклама"}
	}
	ensure := func(d field.Draft) (field.Field, error) {
		if have, ok := set.ByCode(d.Code); ok {
			return have, nil
		}
		return f.Fields.Create(ctx, f.who, d)
	}
	if f.source, err = ensure(field.Draft{Kind: crm.Deal, Type: "list", Name: source, Code: "DEMO_SOURCE", Options: options}); err != nil {
		return err
	}
	date, err := ensure(field.Draft{Kind: crm.Deal, Type: "date", Name: meeting, Code: "DEMO_MEETING"})
	f.meeting = date.ID
	return err
}

// fill makes one batch in one transaction.
func (f *filler) fill(ctx context.Context, from, size int) error {
	return f.DB.Write(ctx, func(tx *db.Tx) error {
		items := make([]deal.New, size)
		for i := range items {
			items[i] = f.deal(from + i)
		}
		deals, failed, err := f.Deals.CreateMany(ctx, tx, f.who, items)
		if err != nil {
			return err
		}
		for i, err := range failed {
			if err != nil {
				return fmt.Errorf("deal %d: %w", from+i+1, err)
			}
		}
		return f.surround(ctx, tx, deals)
	})
}

func (f *filler) deal(n int) deal.New {
	created := f.now.Add(-time.Duration(f.IntN(730*24*60)) * time.Minute)
	who := pick(f.dice, f.people)
	d := deal.New{
		New:   entity.New{Name: f.subject(), ResponsibleID: who, CreatedAt: created.Unix(), Tags: f.someTags(), Fields: f.values(created)},
		Price: crm.Money(f.budget()), PipelineID: f.pipeline.ID,
	}
	d.StatusID, d.ClosedAt = f.status(created)
	p := f.person()
	d.Contacts = []deal.NewPerson{{New: &contact.New{
		New:       entity.New{ResponsibleID: who, CreatedAt: created.Unix(), Fields: f.personFields()},
		FirstName: p.first, LastName: p.last, Phone: f.phone(n + 1), Email: f.email(p, n),
	}}}
	if f.IntN(3) == 0 {
		d.Company = &contact.NewCompany{New: entity.New{
			Name: f.firm(n), ResponsibleID: who, CreatedAt: created.Unix(), Fields: f.firmFields(),
		}}
	}
	return d
}

// status is a stage: recent deals are open more often, old ones are closed.
func (f *filler) status(created time.Time) (crm.StatusID, int64) {
	share := min(0.4, float64(openDeals)/float64(max(f.total, 1)))
	open := f.pipeline.OpenStatuses()
	if f.Float64() < share && len(open) > 0 {
		return pick(f.dice, open).ID, 0
	}
	kind := pipeline.Lost
	if f.IntN(5) < 2 {
		kind = pipeline.Won
	}
	closed := created.Add(time.Duration(1+f.IntN(60*24)) * time.Hour)
	if closed.After(f.now) {
		closed = f.now
	}
	for _, s := range f.pipeline.Statuses {
		if s.Kind == kind {
			return s.ID, closed.Unix()
		}
	}
	return f.pipeline.FirstOpen().ID, 0
}

func (f *filler) someTags() []string {
	var out []string
	for f.IntN(3) == 0 && len(out) < 3 {
		out = append(out, pick(f.dice, f.tags))
	}
	return out
}

func (f *filler) values(created time.Time) map[crm.FieldID]any {
	out := map[crm.FieldID]any{}
	if f.IntN(3) > 0 && len(f.source.Options) > 0 {
		out[f.source.ID] = []any{int64(pick(f.dice, f.source.Options).ID)}
	}
	if f.IntN(2) == 0 {
		out[f.meeting] = []any{created.AddDate(0, 0, f.IntN(30)).Format(time.DateOnly)}
	}
	return out
}

func (f *filler) personFields() map[crm.FieldID]any {
	if f.position == 0 || f.IntN(3) == 0 {
		return nil
	}
	return map[crm.FieldID]any{f.position: []any{pick(f.dice, f.positions)}}
}

func (f *filler) firmFields() map[crm.FieldID]any {
	if f.address == 0 {
		return nil
	}
	line := pick(f.dice, f.streets) + ", " + strconv.Itoa(1+f.IntN(120))
	return map[crm.FieldID]any{f.address: []any{map[string]any{"line1": line, "city": pick(f.dice, f.cities)}}}
}

// surround gives open deals tasks (two of ten have none: money is being lost) and some deals notes.
func (f *filler) surround(ctx context.Context, tx *db.Tx, deals []deal.Deal) error {
	notes := max(1, f.total/5_000) // every so-manieth deal of a huge account has one
	for i, d := range deals {
		if !d.IsClosed && f.IntN(10) < 8 {
			if _, err := f.Tasks.CreateTx(ctx, tx, f.who, f.task(d)); err != nil {
				return err
			}
		}
		if i%(4*notes) == 0 {
			if _, err := f.Timeline.AddNoteTx(ctx, tx, f.who, d.Ref, timeline.NewNote{Text: pick(f.dice, f.notes)}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *filler) task(d deal.Deal) task.New {
	hours := []int{-72, -20, -3, 2, 5, 26, 50, 100, 200, 400}
	t := task.New{
		Ref: d.Ref, Text: pick(f.dice, f.tasks), ResponsibleID: d.ResponsibleID,
		DueAt: f.now.Add(time.Duration(pick(f.dice, hours))*time.Hour + time.Duration(f.IntN(60))*time.Minute).Unix(),
	}
	if len(f.types) > 0 {
		t.TypeID = pick(f.dice, f.types).ID
	}
	return t
}
