package web

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"voronka/internal/kit/errs"
)

// OutboundConfig says where requests to addresses given by people (webhooks, widgets, feeds) may go.
type OutboundConfig struct {
	// AllowPrivate opens private, loopback and carrier networks, for a server whose neighbours are trusted. Link-local
	// addresses, where clouds keep their credentials, stay shut.
	AllowPrivate bool
	// Allowed opens single networks, whatever they are.
	Allowed []netip.Prefix
	// Timeout bounds a whole request with its body; 0 means 30 seconds.
	Timeout time.Duration
}

const (
	maxRedirects      = 3
	outboundTimeout   = 30 * time.Second
	connectTimeout    = 10 * time.Second
	maxResponseHeader = 64 << 10
)

// NewOutbound returns a client for addresses given by people. The address is checked when the connection is made, on
// the IP the name resolved to, so neither DNS nor a redirect leads it into the own network; redirects are followed
// three times. Refusals are coded errors inside the error of the client. No proxy of the environment is used: it would
// hide the address. Read answers with ReadBody.
func NewOutbound(cfg OutboundConfig) *http.Client {
	timeout := cfg.Timeout
	if timeout <= 0 {
		timeout = outboundTimeout
	}
	dialer := cfg.Dialer()
	return &http.Client{
		Timeout:       timeout,
		CheckRedirect: checkRedirect,
		Transport: &http.Transport{
			DialContext:            dialer.DialContext,
			ForceAttemptHTTP2:      true,
			TLSHandshakeTimeout:    connectTimeout,
			ResponseHeaderTimeout:  timeout,
			IdleConnTimeout:        60 * time.Second,
			MaxIdleConns:           100,
			MaxIdleConnsPerHost:    4,
			MaxResponseHeaderBytes: maxResponseHeader,
		},
	}
}

// Dialer connects only where requests may go: for lines that do not speak HTTP.
func (cfg OutboundConfig) Dialer() *net.Dialer {
	return &net.Dialer{Timeout: connectTimeout, Control: cfg.control}
}

// control runs after the name is resolved and before the connection is made.
func (cfg OutboundConfig) control(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("read address %s: %w", address, err)
	}
	return cfg.CheckAddr(ap.Addr())
}

// CheckAddr refuses an address requests must not go to and names the rule.
func (cfg OutboundConfig) CheckAddr(addr netip.Addr) error {
	addr = addr.Unmap().WithZone("")
	for _, p := range cfg.Allowed {
		if p.Contains(addr) {
			return nil
		}
	}
	rule, private := ruleOf(addr)
	if rule == ruleNone || private && cfg.AllowPrivate {
		return nil
	}
	return errs.With(rule.refuse(addr.String()), "address_refused", nil)
}

// CheckURL refuses an address as it is entered: another scheme than http and https, no host, a refused literal IP.
// Names are resolved and checked again at every request.
func (cfg OutboundConfig) CheckURL(raw string) error {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Host == "" || u.Hostname() == "" {
		return errs.Invalid("url", "the address is not a link, write it like https://example.com/hook")
	}
	if err := checkScheme(u); err != nil {
		return err
	}
	if addr, err := netip.ParseAddr(u.Hostname()); err == nil {
		return cfg.CheckAddr(addr)
	}
	return nil
}

func checkScheme(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" {
		return errs.Invalid("url", "the link must begin with https:// or http://")
	}
	return nil
}

func checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return errs.Limit("the address redirects more than %d times, give the final one", maxRedirects)
	}
	return checkScheme(req.URL)
}

// ReadBody reads an answer of at most limit bytes and closes it. A longer one is a Limit error.
func ReadBody(ctx context.Context, resp *http.Response, limit int64) ([]byte, error) {
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, fmt.Errorf("read answer: %w", err)
	case int64(len(data)) > limit:
		return nil, errs.Limit("the answer is larger than %d KB", limit>>10)
	}
	return data, nil
}
