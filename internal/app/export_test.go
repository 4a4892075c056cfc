package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"

	v4 "voronka/internal/api/v4"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/kit/web"
	"voronka/internal/schema"
	"voronka/internal/tenant"
)

// Hears tells tests which of the events of an account a reader's socket is told of.
func Hears(ctx context.Context, d *db.DB, who tenant.Actor, events []event.Event) ([]event.Event, error) {
	list, err := hearing(ctx, d, who.AccountID, events)
	var out []event.Event
	for _, h := range list {
		if h.mayHear(who) {
			out = append(out, h.Event)
		}
	}
	return out, err
}

// ServeOn gives tests a whole server on a listener of theirs; it ends with the context.
func ServeOn(ctx context.Context, cfg Serve, log *slog.Logger, l net.Listener) error {
	if err := schema.Migrate(ctx, cfg.database()); err != nil {
		return err
	}
	a, err := build(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer a.close()
	return a.serve(ctx, l, web.Proxies{})
}

// Idle gives tests a whole program with nothing running: what waits is done when they say Drain.
type Idle struct{ *App }

// BuildIdle builds the program.
func BuildIdle(ctx context.Context, cfg Serve, log *slog.Logger) (Idle, error) {
	if err := schema.Migrate(ctx, cfg.database()); err != nil {
		return Idle{}, err
	}
	a, err := build(ctx, cfg, log)
	return Idle{a}, err
}

// Handler is the two APIs.
func (i Idle) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/api/v1/", i.V1)
	mux.Handle("/api/v4/", i.V4.Handler())
	return web.Chain(mux, web.Identify(web.Proxies{}), v4.Slashes)
}

// Drain lets readers and jobs do what is due.
func (i Idle) Drain(ctx context.Context) error {
	for range 4 {
		if err := errors.Join(i.Events.Drain(ctx), i.Jobs.Drain(ctx)); err != nil {
			return err
		}
	}
	return nil
}

// Close ends it.
func (i Idle) Close() { i.close() }
