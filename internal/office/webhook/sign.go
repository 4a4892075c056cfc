package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"

	"voronka/internal/kit/secret"
)

// The headers of a delivery.
const (
	HeaderEvent     = "X-Voronka-Event"
	HeaderDelivery  = "X-Voronka-Delivery"
	HeaderTimestamp = "X-Voronka-Timestamp"
	HeaderAttempt   = "X-Voronka-Attempt"
	HeaderSignature = "X-Voronka-Signature"
)

const signaturePrefix = "sha256="

// Sign is the signature of a body sent at a moment: sha256=hex(HMAC-SHA256(secret, timestamp + "." + body)).
func Sign(key string, timestamp int64, body []byte) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write(strconv.AppendInt(nil, timestamp, 10))
	mac.Write([]byte{'.'})
	mac.Write(body)
	return signaturePrefix + hex.EncodeToString(mac.Sum(nil))
}

// Verify reports whether headers and body were signed with the key, not longer than tolerance ago. It is what a
// receiver does, and what the documentation shows.
func Verify(key string, h http.Header, body []byte, now time.Time, tolerance time.Duration) bool {
	at, err := strconv.ParseInt(h.Get(HeaderTimestamp), 10, 64)
	if err != nil || now.Sub(time.Unix(at, 0)).Abs() > tolerance {
		return false
	}
	return secret.Equal(h.Get(HeaderSignature), Sign(key, at, body))
}
