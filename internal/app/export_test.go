package app

import (
	"context"
	"log/slog"
	"net"

	"voronka/internal/kit/web"
	"voronka/internal/schema"
)

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
