// Package app puts the program together: configuration, construction of every service, who listens to what, the HTTP
// server and the command line. It is the only room that knows everybody.
package app

import (
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"

	"voronka/internal/kit/db"
	"voronka/internal/kit/web"
)

// Config is what every command needs to know of the installation. Each flag has an environment variable.
type Config struct {
	Data      string `name:"data" env:"VORONKA_DATA" default:"data" placeholder:"DIR" help:"Folder of the database, the files and the key."`
	DB        string `name:"db" env:"VORONKA_DB" placeholder:"postgres://…" help:"PostgreSQL address; without it SQLite in the data folder."`
	SecretKey string `name:"secret-key" env:"VORONKA_SECRET_KEY" placeholder:"KEY" help:"Master key (32 bytes in base64) instead of the file secret.key in the data folder; needed by several nodes."`
	URL       string `name:"url" env:"VORONKA_URL" placeholder:"https://crm.example.com" help:"Public address. With several accounts each lives at a subdomain of it."`
	LogLevel  string `name:"log-level" env:"VORONKA_LOG_LEVEL" default:"info" enum:"debug,info,warn,error" help:"How much to log: debug, info, warn, error."`
	LogFormat string `name:"log-format" env:"VORONKA_LOG_FORMAT" default:"text" enum:"text,json" help:"text or json."`
	Storage
}

// Serve is the configuration of the server.
type Serve struct {
	Config
	Uploads
	Listen         string   `name:"listen" env:"VORONKA_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen."`
	MetricsToken   string   `name:"metrics-token" env:"VORONKA_METRICS_TOKEN" placeholder:"TOKEN" help:"Bearer token that opens /metrics to other machines."`
	TrustedProxies []string `name:"trusted-proxy" env:"VORONKA_TRUSTED_PROXIES" default:"127.0.0.1,::1" placeholder:"NETWORK" help:"Proxies whose X-Forwarded headers are believed."`
	AllowPrivate   bool     `name:"allow-private-webhooks" env:"VORONKA_ALLOW_PRIVATE_WEBHOOKS" help:"Let webhooks, pushes and letters go to addresses of the own network."`
	APIRate        int      `name:"api-rate" env:"VORONKA_API_RATE" placeholder:"N" help:"Requests a second one token may make of /api/v4; negative: no limit."`
}

// database is where the data is.
func (c Config) database() db.Config {
	if c.DB != "" {
		return db.Config{URL: c.DB}
	}
	return db.Config{Path: filepath.Join(c.Data, "voronka.db")}
}

// check refuses what cannot work, before anything is opened.
func (c *Config) check() error {
	if c.DB != "" && !strings.HasPrefix(c.DB, "postgres://") && !strings.HasPrefix(c.DB, "postgresql://") {
		return fmt.Errorf("--db must begin with postgres://; leave it out to use SQLite in --data")
	}
	if err := c.Storage.check(); err != nil {
		return err
	}
	c.URL = strings.TrimRight(c.URL, "/")
	if c.URL == "" {
		return nil
	}
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.Path != "" {
		return fmt.Errorf("--url must be like https://crm.example.com, without a path")
	}
	return nil
}

// host is the host name of the public address, "" when there is none.
func (c Config) host() string {
	u, err := url.Parse(c.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// contact is whom a push service may ask about what we send: the public address, which it wants to be a safe one.
func (s Serve) contact() string {
	if strings.HasPrefix(s.URL, "https://") {
		return s.URL
	}
	return "postmaster@" + strings.Split(s.tokenHost(), ":")[0]
}

// tokenHost is the host name that tokens carry: clients of amoCRM want one.
func (s Serve) tokenHost() string {
	switch {
	case s.host() != "":
		return s.host()
	case s.Listen != "":
		return s.Listen
	}
	return "localhost"
}

func (s *Serve) check() (web.Proxies, error) {
	if err := s.Config.check(); err != nil {
		return nil, err
	}
	proxies, err := web.ParseProxies(s.TrustedProxies)
	if err != nil {
		return nil, fmt.Errorf("--trusted-proxy must be an address or a network like 10.0.0.0/8: %w", err)
	}
	return proxies, nil
}

// LogValue shows a configuration without its secrets.
func (s Serve) LogValue() slog.Value {
	engine := "sqlite"
	if s.DB != "" {
		engine = "postgres"
	}
	return slog.GroupValue(slog.String("data", s.Data), slog.String("database", engine), slog.String("listen", s.Listen),
		slog.String("url", s.URL))
}
