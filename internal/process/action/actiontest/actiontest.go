// Package actiontest is an account with everything actions act through, for the tests of what runs them.
package actiontest

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/netip"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/kit/lang"
	"voronka/internal/kit/secret"
	"voronka/internal/kit/web"
	"voronka/internal/office/webhook"
	"voronka/internal/process/action"
	"voronka/internal/seed"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// World is an account with an administrator, a pipeline, the first fields and task types.
type World struct {
	action.Services
	T        *testing.T
	DB       *db.DB
	Who      tenant.Actor
	Lists    *entity.Lists
	Pipeline pipeline.Pipeline
}

// New makes the account and the services.
func New(t *testing.T, d *db.DB) *World {
	t.Helper()
	lists := entity.NewLists(nil)
	w := &World{T: t, DB: d, Who: seed.Admin(t, d, seed.Named("Анна Админ")), Lists: lists}
	s := &w.Services
	s.Fields, s.Pipelines, s.Tasks = field.New(d), pipeline.New(d), task.NewService(d)
	s.Contacts, s.Companies = contact.NewContacts(d, s.Fields, lists), contact.NewCompanies(d, s.Fields, lists)
	s.Deals = deal.NewService(d, s.Pipelines, s.Contacts, s.Companies)
	s.Timeline = timeline.New(d, entity.Cards{}, timeline.Lookup{Users: user.Names})
	box, err := secret.New(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	s.Webhooks = webhook.NewService(webhook.Config{
		DB: d, Box: box, Log: slog.New(slog.DiscardHandler), Cards: noCards{},
		Outbound: web.OutboundConfig{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}},
	})
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		if w.Pipeline, err = s.Pipelines.SeedTx(ctx, tx, w.Who.AccountID, "ru", pipeline.Template{Kind: "sales"}); err != nil {
			return err
		}
		if err := field.SeedTx(ctx, tx, w.Who.AccountID, lang.RU); err != nil {
			return err
		}
		return task.SeedTypesTx(ctx, tx, w.Who.AccountID, "ru")
	})
	return w
}

type noCards struct{}

func (noCards) CardJSON(context.Context, db.Querier, tenant.Actor, crm.Ref) (json.RawMessage, error) {
	return nil, nil
}

// Write runs fn in a transaction that must succeed.
func (w *World) Write(fn func(ctx context.Context, tx *db.Tx) error) {
	w.T.Helper()
	ctx := context.WithoutCancel(w.T.Context())
	if err := w.DB.Write(ctx, func(tx *db.Tx) error { return fn(ctx, tx) }); err != nil {
		w.T.Fatal(err)
	}
}

// Status is the id of the pipeline's status at a place, from 0.
func (w *World) Status(i int) crm.StatusID { return w.Pipeline.Statuses[i].ID }

// Deal makes a deal in the first status.
func (w *World) Deal(change ...func(*deal.New)) deal.Deal {
	w.T.Helper()
	n := deal.New{New: entity.New{Name: "Сделка"}, PipelineID: w.Pipeline.ID, StatusID: w.Status(0)}
	for _, c := range change {
		c(&n)
	}
	d, err := w.Deals.Create(w.T.Context(), w.Who, n)
	if err != nil {
		w.T.Fatal(err)
	}
	return d
}

// Field makes a text field of a kind of card.
func (w *World) Field(kind crm.Kind, name string) field.Field {
	w.T.Helper()
	f, err := w.Fields.Create(w.T.Context(), w.Who, field.Draft{Kind: kind, Type: "text", Name: name})
	if err != nil {
		w.T.Fatal(err)
	}
	return f
}

// Retire makes a user inactive, without handing anything over.
func (w *World) Retire(id tenant.UserID) {
	w.T.Helper()
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE users SET is_active = FALSE WHERE account_id = $1 AND id = $2`, w.Who.AccountID, id)
		return err
	})
}

// Kinds are the kinds of a card's events, oldest first.
func (w *World) Kinds(ref crm.Ref) []string {
	w.T.Helper()
	events, err := event.ListFor(w.T.Context(), w.DB, int64(w.Who.AccountID), string(ref.Kind), int64(ref.ID), 0, event.MaxList)
	if err != nil {
		w.T.Fatal(err)
	}
	out := make([]string, len(events))
	for i, e := range events {
		out[len(events)-1-i] = e.Kind
	}
	return out
}
