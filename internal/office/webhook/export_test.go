package webhook

import (
	"context"
	"net/http"
	"time"
)

// Sent is the outcome of one attempt, for tests.
type Sent = answer

// SendForTest makes one attempt without a database.
func SendForTest(ctx context.Context, c *http.Client, url, key string, body []byte, at int64, timeout time.Duration) Sent {
	return send(ctx, postOnly(c), envelope{url: url, kind: "deal.created", deliveryID: 7, attempt: 3, at: at, body: body, key: key}, timeout)
}

// MaxAttempts is the length of the schedule.
var MaxAttempts = maxAttempts
