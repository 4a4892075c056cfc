// Package live pushes small messages to the browsers that are open right now. Each user has one personal
// channel; a socket is subscribed to it by the server and can neither choose a channel nor publish.
//
// A node serves the sockets connected to it and is fed from the event log (event.Tail), so that nodes need not
// know of each other. A browser that was away for less than the Recovery time gets what it missed, if it comes
// back to the same node; otherwise its client is told that it was not recovered and reads everything again.
package live

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/centrifugal/centrifuge"
	"github.com/prometheus/client_golang/prometheus"
)

const (
	// Recovery is how long what was published waits for a browser to come back, and historySize how many messages.
	Recovery    = 3 * time.Minute
	historySize = 200
	// recheck is how often an open socket proves again that its session holds.
	recheck = 5 * time.Minute
	// perUser bounds the sockets of one user on a node: a runaway script must not take all.
	perUser = 100
)

// Authenticate tells whose request it is; ok is false for nobody. It is asked when a socket opens and every few
// minutes while it is open, with the same request.
type Authenticate func(r *http.Request) (account, user int64, ok bool)

// Server is the live part of one node.
type Server struct {
	node  *centrifuge.Node
	log   *slog.Logger
	users *presence
	// origin is the public address; requests from pages elsewhere are refused.
	origin string
}

// New makes a server. publicURL is the address people use, when it differs from the Host that reaches this
// program; it may be empty.
func New(log *slog.Logger, publicURL string) (*Server, error) {
	s := &Server{log: log, users: newPresence(time.Now)}
	if u, err := url.Parse(publicURL); err == nil {
		s.origin = u.Host
	}
	registry := prometheus.NewRegistry()
	node, err := centrifuge.New(centrifuge.Config{
		Name:                "voronka",
		LogLevel:            centrifuge.LogLevelWarn,
		LogHandler:          s.logEntry,
		UserConnectionLimit: perUser,
		HistoryMetaTTL:      24 * time.Hour,
		ClientQueueMaxSize:  1 << 20,
		Metrics:             centrifuge.MetricsConfig{RegistererGatherer: registry},
	})
	if err != nil {
		return nil, fmt.Errorf("make the live node: %w", err)
	}
	s.node = node
	node.OnConnecting(s.connecting)
	node.OnConnect(s.connected)
	return s, nil
}

// Start begins to serve. Stop must follow.
func (s *Server) Start() error {
	if err := s.node.Run(); err != nil {
		return fmt.Errorf("start the live node: %w", err)
	}
	return nil
}

// Stop closes all sockets, telling the browsers to come back.
func (s *Server) Stop(ctx context.Context) error { return s.node.Shutdown(ctx) }

// Publish sends JSON to all browsers of a user on this node. It does not wait for them.
func (s *Server) Publish(account, user int64, payload []byte) error {
	_, err := s.node.Publish(channel(account, user), payload, centrifuge.WithHistory(historySize, Recovery))
	return err
}

// Connected lists the users of an account who have a browser open on this node, or had one so recently that
// they may come back and ask for what they missed: the ones worth publishing to.
func (s *Server) Connected(account int64) []int64 { return s.users.of(account) }

// Accounts lists the accounts of everybody Connected would list.
func (s *Server) Accounts() []int64 { return s.users.all() }

// Sockets is the number of open sockets on this node, for metrics.
func (s *Server) Sockets() int { return s.node.Hub().NumClients() }

// Disconnect closes the sockets of a user on this node, whose session was revoked or rights taken. Browsers with
// a session that still holds come back at once.
func (s *Server) Disconnect(account, user int64) error {
	return s.node.Disconnect(userName(account, user), centrifuge.WithCustomDisconnect(centrifuge.DisconnectForceReconnect))
}

func userName(account, user int64) string {
	return strconv.FormatInt(account, 10) + "." + strconv.FormatInt(user, 10)
}

func channel(account, user int64) string { return "u:" + userName(account, user) }

func parseUser(name string) (account, user int64) {
	a, u, _ := strings.Cut(name, ".")
	account, _ = strconv.ParseInt(a, 10, 64)
	user, _ = strconv.ParseInt(u, 10, 64)
	return account, user
}

func (s *Server) connecting(ctx context.Context, _ centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
	who, ok := ctx.Value(whoKey{}).(*who)
	if !ok {
		return centrifuge.ConnectReply{}, centrifuge.DisconnectInvalidToken
	}
	s.users.expect(who.account, who.user)
	return centrifuge.ConnectReply{
		Credentials: &centrifuge.Credentials{
			UserID:   userName(who.account, who.user),
			ExpireAt: time.Now().Add(recheck).Unix(),
		},
		Subscriptions: map[string]centrifuge.SubscribeOptions{
			channel(who.account, who.user): {EnableRecovery: true},
		},
	}, nil
}

func (s *Server) connected(c *centrifuge.Client) {
	account, user := parseUser(c.UserID())
	s.users.enter(account, user)
	c.OnDisconnect(func(centrifuge.DisconnectEvent) { s.users.leave(account, user) })
	who, _ := c.Context().Value(whoKey{}).(*who)
	c.OnRefresh(func(_ centrifuge.RefreshEvent, answer centrifuge.RefreshCallback) {
		// The check reads the database; the node's timers must not wait for it.
		go func() {
			answer(centrifuge.RefreshReply{Expired: !who.still(), ExpireAt: time.Now().Add(recheck).Unix()}, nil)
		}()
	})
}

func (s *Server) logEntry(e centrifuge.LogEntry) {
	level := slog.LevelWarn
	if e.Level >= centrifuge.LogLevelError {
		level = slog.LevelError
	}
	args := make([]any, 0, 2*len(e.Fields))
	for k, v := range e.Fields {
		args = append(args, k, v)
	}
	s.log.Log(context.Background(), level, "live: "+e.Message, args...)
}
