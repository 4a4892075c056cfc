package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"
)

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 || r.status < 200 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// Seen is what the access log and the metrics know of a request. It holds no personal data: the route's pattern
// instead of the path, no query, no address.
type Seen struct {
	Method, Pattern string
	Status          int
	Bytes           int64
	Took            time.Duration
}

// Observe logs every request and hands it to tell (may be nil). It stands just around the mux, which fills in the
// pattern, and turns a panic into fail's answer.
func Observe(log *slog.Logger, tell func(Seen), fail http.Handler) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			rec := &recorder{ResponseWriter: w}
			start := time.Now()
			defer func() {
				if p := recover(); p != nil {
					if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
						panic(p)
					}
					log.ErrorContext(r.Context(), "panic", "request", RequestID(r.Context()), "pattern", patternOf(r),
						"panic", fmt.Sprint(p), "stack", string(debug.Stack()))
					if rec.status == 0 {
						fail.ServeHTTP(rec, r)
					}
				}
				seen := Seen{r.Method, patternOf(r), rec.status, rec.bytes, time.Since(start)}
				if tell != nil {
					tell(seen)
				}
				log.DebugContext(r.Context(), "request", "request", RequestID(r.Context()), "method", seen.Method,
					"pattern", seen.Pattern, "status", seen.Status, "bytes", seen.Bytes, "ms", seen.Took.Milliseconds())
			}()
			next.ServeHTTP(rec, r)
		})
	}
}

func patternOf(r *http.Request) string {
	if p := of(r.Context()).pattern; p != "" {
		return p
	}
	return r.Pattern
}
