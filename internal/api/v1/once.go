package v1

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
	"voronka/internal/tenant/once"
)

const (
	// keyHeader bears the key of a request that may be sent again.
	keyHeader = "Idempotency-Key"
	// repeatedHeader marks the answer to a request that was done before.
	repeatedHeader = "Idempotency-Replayed"
	// userHeader names the user a request was written by: a browser in which somebody else has signed in since does not
	// send it in their name.
	userHeader = "Voronka-User"
)

// ReasonOtherUser is a request written by another user than the one who is signed in.
const ReasonOtherUser = "other_user"

// once lets a request with a key be done once, however often it is sent.
func (a *API) once(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	r = r.WithContext(ctx.Context())
	who := identityOf(ctx.Context()).Actor
	if err := sameUser(r, who); err != nil {
		WriteError(w, r, err)
		return
	}
	key := r.Header.Get(keyHeader)
	if key == "" || who.UserID == 0 || r.Method == http.MethodGet || ctx.Operation().MaxBodyBytes > maxBody {
		next(ctx)
		return
	}
	// Nobody holds a connection open by sending slowly.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyTime))
	print, err := printOf(r, ctx.Operation().MaxBodyBytes)
	if err != nil {
		WriteError(w, r, err)
		return
	}
	inside, claim, before, err := a.Once.Claim(r.Context(), who, key, print)
	if err != nil {
		WriteError(w, r, err)
		return
	}
	if claim == nil {
		repeat(w, before)
		return
	}
	rec := &recorder{ResponseWriter: w, status: http.StatusOK}
	next(humago.NewContext(ctx.Operation(), r.WithContext(inside), rec))
	a.finish(w, r, claim, rec)
}

// finish sends what was recorded and keeps it, or sends the answer of whoever was faster.
func (a *API) finish(w http.ResponseWriter, r *http.Request, claim *once.Claim, rec *recorder) {
	ctx := r.Context()
	refused := rec.status >= http.StatusBadRequest
	if refused {
		if taken, err := claim.IsTaken(ctx); err == nil && taken {
			before, err := claim.Await(ctx)
			if err != nil {
				WriteError(w, r, err)
				return
			}
			repeat(w, before)
			return
		}
		if err := claim.Drop(ctx); err != nil {
			slog.WarnContext(ctx, "forget the key of a request", "err", err)
		}
	} else if err := claim.Keep(ctx, once.Answer{Status: rec.status, Body: rec.body.Bytes()}); err != nil {
		// The work is done: a repeated request is told so.
		slog.WarnContext(ctx, "keep the answer of a request", "err", err)
	}
	w.WriteHeader(rec.status)
	_, _ = w.Write(rec.body.Bytes())
}

func repeat(w http.ResponseWriter, a once.Answer) {
	w.Header().Set(repeatedHeader, "true")
	if len(a.Body) > 0 {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body)
}

// sameUser refuses a request that says whose it is and is sent with the session of somebody else.
func sameUser(r *http.Request, who tenant.Actor) error {
	said := r.Header.Get(userHeader)
	if said == "" || who.UserID == 0 || said == strconv.FormatInt(int64(who.UserID), 10) {
		return nil
	}
	return errs.With(errs.Conflict("this was written by another user of this browser, who must sign in to send it"), ReasonOtherUser, nil)
}

// printOf tells a request from others, and leaves its body to be read again.
func printOf(r *http.Request, most int64) (string, error) {
	var body []byte
	if r.Body != nil && r.Body != http.NoBody {
		var err error
		if body, err = io.ReadAll(r.Body); errors.As(err, new(*http.MaxBytesError)) {
			return "", tooLarge(most)
		} else if err != nil {
			return "", errs.Invalid("", "the request came too slowly and was given up, try again")
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	h := sha256.New()
	for _, part := range []string{r.Method, r.URL.RequestURI()} {
		_, _ = io.WriteString(h, part+"\n")
	}
	_, _ = h.Write(body)
	return hex.EncodeToString(h.Sum(nil)), nil
}

// recorder holds an answer back until it is certain.
type recorder struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader notes the status.
func (r *recorder) WriteHeader(status int) { r.status = status }

// Write notes a part of the body.
func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }
