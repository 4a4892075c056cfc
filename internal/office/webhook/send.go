package webhook

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"voronka/internal/kit/errs"
)

// postOnly is the client for deliveries: a redirect that would turn the POST into a GET and drop the body is an answer,
// not a way; 307 and 308 are followed as far as the given client goes.
func postOnly(client *http.Client) *http.Client {
	c := *client
	inner := client.CheckRedirect
	c.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		if req.Method != http.MethodPost {
			return http.ErrUseLastResponse
		}
		if inner != nil {
			return inner(req, via)
		}
		return nil
	}
	return &c
}

// sendTimeout bounds one attempt as a whole, from the look-up of the name to the last byte of the answer.
const sendTimeout = 10 * time.Second

// maxResponse is how much of an answer is read and kept, in bytes.
const maxResponse = 2048

// envelope is a signed request.
type envelope struct {
	url        string
	kind       string
	deliveryID int64
	attempt    int
	at         int64
	body       []byte
	key        string
}

// answer is what came of an attempt. Err tells a person what went wrong; nil means delivered.
type answer struct {
	StatusCode int
	Response   string
	Err        error
	// Gone is set when the address asked to be left alone for good.
	Gone     bool
	Duration time.Duration
}

func send(ctx context.Context, client *http.Client, e envelope, timeout time.Duration) answer {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	begin := time.Now()
	a := exchange(ctx, client, e)
	a.Duration = time.Since(begin)
	return a
}

func exchange(ctx context.Context, client *http.Client, e envelope) answer {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.url, bytes.NewReader(e.body))
	if err != nil {
		return answer{Err: errs.Unavailable("the address cannot be called, check how it is written")}
	}
	e.sign(req.Header)
	resp, err := client.Do(req)
	if err != nil {
		return answer{Err: explain(err)}
	}
	defer resp.Body.Close()
	// What the body holds does not decide anything, so a body that breaks off or never ends does no harm.
	text, _ := io.ReadAll(io.LimitReader(resp.Body, maxResponse))
	a := answer{StatusCode: resp.StatusCode, Response: printable(text)}
	switch {
	case resp.StatusCode >= 200 && resp.StatusCode < 300:
	case resp.StatusCode == http.StatusGone:
		a.Gone, a.Err = true, errs.Unavailable("the address answered 410: it wants no more deliveries")
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		a.Err = errs.Unavailable("the address answered %d and leads elsewhere, set the final address", resp.StatusCode)
	default:
		a.Err = errs.Unavailable("the address answered %d, expected 200 to 299", resp.StatusCode)
	}
	return a
}

func (e envelope) sign(h http.Header) {
	h.Set("Content-Type", "application/json")
	h.Set("User-Agent", "Voronka-Webhook/1")
	h.Set(HeaderEvent, e.kind)
	h.Set(HeaderDelivery, strconv.FormatInt(e.deliveryID, 10))
	h.Set(HeaderTimestamp, strconv.FormatInt(e.at, 10))
	h.Set(HeaderAttempt, strconv.Itoa(e.attempt))
	h.Set(HeaderSignature, Sign(e.key, e.at, e.body))
}

// explain turns a failure of the network into a sentence that helps. The outbound client's own refusals have a code
// already.
func explain(err error) error {
	var (
		dns     *net.DNSError
		cert    *tls.CertificateVerificationError
		timeout interface{ Timeout() bool }
		outer   *url.Error
	)
	if coded := errs.As(err); coded != nil {
		return coded
	}
	if errors.As(err, &timeout) && timeout.Timeout() || errors.Is(err, context.DeadlineExceeded) {
		return errs.Unavailable("the address did not answer in time")
	}
	switch {
	case errors.As(err, &dns):
		return errs.Unavailable("there is no server named %s", clip(dns.Name))
	case errors.As(err, &cert):
		return errs.Unavailable("the certificate of the address is not valid")
	case errors.Is(err, syscall.ECONNREFUSED):
		return errs.Unavailable("the address refuses connections, is the receiver running?")
	case errors.As(err, &outer):
		err = outer.Err
	}
	return errs.Unavailable("the connection failed: %s", clip(err.Error()))
}

// printable is an answer fit for the database and a screen.
func printable(raw []byte) string {
	return strings.ReplaceAll(strings.ToValidUTF8(string(raw), "�"), "\x00", "")
}
