package v4

import (
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

// The codes of validation errors on this wire.
const (
	fieldMissing       = "FieldMissing"
	invalidType        = "InvalidType"
	notSupportedChoice = "NotSupportedChoice"
	notBlank           = "NotBlank"
	outOfRange         = "Range"
	wrongLength        = "LengthBetween"
)

// fault is one thing wrong with one item of a request.
type fault struct {
	Code   string `json:"code"`
	Path   string `json:"path"`
	Detail string `json:"detail"`
}

// failedItem gathers the faults of an item; RequestID says which one.
type failedItem struct {
	RequestID string  `json:"request_id"`
	Errors    []fault `json:"errors"`
}

// invalidItems is the error of a request whose items were refused. Nothing of the request is stored then.
type invalidItems struct{ items []failedItem }

func (e *invalidItems) Error() string {
	f := e.items[0].Errors[0]
	return f.Path + ": " + f.Code
}

// statusError is an error that exists on this wire only: an unknown route, a wrong method, too many requests.
type statusError struct {
	status     int
	detail     string
	retryAfter int
}

func (e *statusError) Error() string { return e.detail }

// problemBody is the one shape of every failure.
type problemBody struct {
	ValidationErrors []failedItem `json:"validation-errors,omitempty"`
	Title            string       `json:"title"`
	Type             string       `json:"type"`
	Status           int          `json:"status"`
	Detail           string       `json:"detail"`
	RetryAfter       int          `json:"retry_after,omitempty"`
	TraceID          string       `json:"trace_id,omitempty"`
}

var statusOf = map[errs.Code]int{
	errs.CodeInvalid: http.StatusBadRequest, errs.CodeUnauthenticated: http.StatusUnauthorized,
	errs.CodeForbidden: http.StatusForbidden, errs.CodeNotFound: http.StatusNotFound,
	errs.CodeConflict: http.StatusUnprocessableEntity, errs.CodeLimit: http.StatusUnprocessableEntity,
	errs.CodeUnavailable: http.StatusServiceUnavailable, errs.CodeInternal: http.StatusInternalServerError,
}

// problemOf is the only place where an error becomes a body.
func problemOf(loc lang.Locale, err error) problemBody {
	var (
		invalid *invalidItems
		wire    *statusError
	)
	switch {
	case errors.As(err, &invalid):
		p := problemWith(http.StatusBadRequest, "Request validation failed")
		p.ValidationErrors = invalid.items
		return p
	case errors.As(err, &wire):
		p := problemWith(wire.status, wire.detail)
		p.RetryAfter = wire.retryAfter
		return p
	}
	status := statusOf[errs.CodeOf(err)]
	p := problemWith(status, lang.Error(loc, err))
	if e := errs.As(err); status == http.StatusBadRequest && e.Problems[0].Path != "" {
		p.ValidationErrors = []failedItem{{RequestID: "0", Errors: faultsOf(loc, err)}}
		p.Detail = "Request validation failed"
	}
	if status == http.StatusInternalServerError {
		p.Title = "ErrInternalServer"
	}
	return p
}

func problemWith(status int, detail string) problemBody {
	return problemBody{
		Title: http.StatusText(status), Type: "https://httpstatus.es/" + strconv.Itoa(status),
		Status: status, Detail: detail,
	}
}

// faultsOf turns the problems of an invalid error into faults; the code follows from the place.
func faultsOf(loc lang.Locale, err error) []fault {
	e := errs.As(err)
	if e == nil {
		return []fault{{Code: invalidType, Detail: lang.Error(loc, err)}}
	}
	out := make([]fault, len(e.Problems))
	for i, p := range e.Problems {
		path := wirePath(p.Path)
		out[i] = fault{Code: codeFor(path, e.Reason), Path: path, Detail: lang.Problem(loc, p)}
	}
	return out
}

// writeProblem sends the failure. The media type is compared for equality by clients: nothing may follow it.
func (c *call) writeProblem(w http.ResponseWriter, err error) {
	p := problemOf(c.locale(), err)
	if p.Status == http.StatusInternalServerError {
		p.TraceID = c.requestID
		slog.ErrorContext(c.http.Context(), "v4 request failed", "request_id", c.requestID, "method", c.http.Method, "path", c.path, "err", err)
	}
	body, encodeErr := encode(p)
	if encodeErr != nil {
		slog.ErrorContext(c.http.Context(), "v4 problem does not encode", "request_id", c.requestID, "err", encodeErr)
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	if p.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(p.RetryAfter))
	}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", "Bearer")
	}
	w.WriteHeader(p.Status)
	_, _ = w.Write(body)
}
