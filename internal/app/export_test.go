package app

import (
	"context"
	"log/slog"
	"net"

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
