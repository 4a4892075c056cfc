package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	_ "time/tzdata" // a bare machine may know no time zones

	"log/slog"

	"voronka/internal/kit/web"
	"voronka/internal/schema"
)

type serveCommand struct{ Serve }

// shutdownTime is how long requests and jobs under way may take to end.
const shutdownTime = 25 * time.Second

// Run serves until it is told to stop.
func (c *serveCommand) Run(ctx context.Context, s streams) error {
	proxies, err := c.Serve.check()
	if err != nil {
		return err
	}
	log := c.logger(s)
	slog.SetDefault(log)
	if err := schema.Migrate(ctx, c.database()); err != nil {
		return err
	}
	a, err := build(ctx, c.Serve, log)
	if err != nil {
		return err
	}
	defer a.close()
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s, give another --listen: %w", c.Listen, err)
	}
	return a.serve(ctx, listener, proxies)
}

// serve runs everything on an open listener until the context ends, then ends it in order: no new requests, those
// under way, sockets, jobs, readers.
func (a *App) serve(ctx context.Context, listener net.Listener, proxies web.Proxies) error {
	probes := newProbes(a)
	handler, err := a.handler(proxies, probes)
	if err != nil {
		return err
	}
	if err := a.start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	server := web.NewServer(handler)
	server.ErrorLog = slog.NewLogLogger(a.Log.Handler(), slog.LevelDebug)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	probes.ready.Store(true)
	a.Log.Info("Voronka is ready", "open", "http://"+listener.Addr().String(), "version", Version, "config", a.Config)
	select {
	case err = <-failed:
	case <-ctx.Done():
		a.Log.Info("stopping")
	}
	probes.ready.Store(false)
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	stopErr := a.stop(end, server)
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, stopErr)
}

func (a *App) start(ctx context.Context) error {
	if err := a.Live.Start(); err != nil {
		return err
	}
	a.heralds.start(ctx)
	if err := a.Tail.Start(ctx); err != nil {
		return fmt.Errorf("follow events: %w", err)
	}
	if err := a.Events.Start(ctx); err != nil {
		return fmt.Errorf("read events: %w", err)
	}
	if err := a.Jobs.Start(ctx); err != nil {
		return fmt.Errorf("run jobs: %w", err)
	}
	return nil
}

func (a *App) stop(ctx context.Context, server *http.Server) error {
	err := a.Live.Stop(ctx) // first: sockets would keep the server from ending
	err = errors.Join(err, server.Shutdown(ctx))
	a.Jobs.Stop(ctx)
	a.Events.Stop()
	a.Tail.Stop()
	a.heralds.stop()
	return err
}
