package seed

import (
	"context"
	"log/slog"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/search"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// Scene is an account ready for work: an administrator, a pipeline, the first fields and task types, and the services.
type Scene struct {
	DB        *db.DB
	Admin     tenant.Actor
	Pipeline  pipeline.Pipeline
	Fields    *field.Service
	Pipelines *pipeline.Service
	Contacts  *contact.Contacts
	Companies *contact.Companies
	Deals     *deal.Service
	Tasks     *task.Service
	Timeline  *timeline.Service
	Search    *search.Service
	readers   *event.Dispatcher
}

// CRM makes a scene.
func CRM(t testing.TB, d *db.DB) *Scene {
	t.Helper()
	lists := entity.NewLists(search.Condition)
	s := &Scene{DB: d, Fields: field.New(d), Pipelines: pipeline.New(d), Tasks: task.NewService(d)}
	s.Fields.CheckStatuses(pipeline.Check)
	s.Pipelines.OnGone(s.Fields.StatusGone)
	s.Contacts = contact.NewContacts(d, s.Fields, lists)
	s.Companies = contact.NewCompanies(d, s.Fields, lists)
	s.Deals = deal.NewService(d, s.Pipelines, s.Contacts, s.Companies)
	s.Timeline = timeline.New(d, entity.Cards{}, timeline.Lookup{Users: user.Names, Tasks: task.ForFeed, Kin: deal.Kin})
	s.Search = search.New(d, s.Fields)
	s.readers = event.NewDispatcher(d, slog.New(slog.DiscardHandler))
	s.readers.Add(s.Search.Reader())
	return s.Another(t)
}

// Drain lets search catch up with everything that happened.
func (s *Scene) Drain(t testing.TB) {
	t.Helper()
	if err := s.readers.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// Another is the same services with another account.
func (s *Scene) Another(t testing.TB) *Scene {
	t.Helper()
	next := *s
	next.Admin = Admin(t, s.DB)
	write(t, s.DB, func(ctx context.Context, tx *db.Tx) (err error) {
		if err := field.SeedTx(ctx, tx, next.Admin.AccountID, lang.RU); err != nil {
			return err
		}
		if err := task.SeedTypesTx(ctx, tx, next.Admin.AccountID, "ru"); err != nil {
			return err
		}
		next.Pipeline, err = s.Pipelines.SeedTx(ctx, tx, next.Admin.AccountID, "ru", pipeline.Template{})
		return err
	})
	return &next
}

// User is a colleague in the scene's account.
func (s *Scene) User(t testing.TB, options ...UserOption) tenant.Actor {
	t.Helper()
	return User(t, s.DB, s.Admin.AccountID, options...)
}

// Deal makes a deal of the actor.
func (s *Scene) Deal(t testing.TB, who tenant.Actor, n deal.New) deal.Deal {
	t.Helper()
	if n.Name == "" {
		n.Name = next("Сделка")
	}
	d, err := s.Deals.Create(t.Context(), who, n)
	if err != nil {
		t.Fatalf("seed deal: %v", err)
	}
	return d
}

// Contact makes a person of the actor.
func (s *Scene) Contact(t testing.TB, who tenant.Actor, n contact.New) contact.Contact {
	t.Helper()
	if n.Name == "" && n.FirstName == "" {
		n.Name = next("Контакт")
	}
	c, err := s.Contacts.Create(t.Context(), who, n)
	if err != nil {
		t.Fatalf("seed contact: %v", err)
	}
	return c
}

// Company makes a company of the actor.
func (s *Scene) Company(t testing.TB, who tenant.Actor, name string) contact.Company {
	t.Helper()
	c, err := s.Companies.Create(t.Context(), who, contact.NewCompany{New: entity.New{Name: name}})
	if err != nil {
		t.Fatalf("seed company: %v", err)
	}
	return c
}

// Field makes a custom field.
func (s *Scene) Field(t testing.TB, kind crm.Kind, typ, name string, requirements ...field.Requirement) field.Field {
	t.Helper()
	f, err := s.Fields.Create(t.Context(), s.Admin, field.Draft{Kind: kind, Type: typ, Name: name, Requirements: requirements})
	if err != nil {
		t.Fatalf("seed field: %v", err)
	}
	return f
}

// Kinds are the kinds of a card's events, oldest first.
func (s *Scene) Kinds(t testing.TB, ref crm.Ref) []string {
	t.Helper()
	events, err := event.List(t.Context(), s.DB, event.Filter{
		AccountID: int64(s.Admin.AccountID), EntityKind: string(ref.Kind), EntityIDs: []int64{int64(ref.ID)},
		OldestFirst: true, Limit: event.MaxList,
	})
	if err != nil {
		t.Fatal(err)
	}
	kinds := make([]string, len(events))
	for i, e := range events {
		kinds[i] = e.Kind
	}
	return kinds
}
