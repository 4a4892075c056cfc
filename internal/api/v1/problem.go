package v1

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/kit/web"
)

// Problem is the body of every failure.
type Problem struct {
	Status  int       `json:"status" doc:"HTTP status"`
	Code    errs.Code `json:"code" enum:"invalid,unauthenticated,forbidden,not_found,conflict,limit,unavailable,internal"`
	Message string    `json:"message" doc:"A sentence for a person, in their language"`
	Reason  string    `json:"reason,omitempty" doc:"A word for programs, where the code is not enough"`
	Data    any       `json:"data,omitempty" doc:"What belongs to the reason"`
	Fields  []Fault   `json:"fields" doc:"What is wrong with single fields of the input"`
	Request string    `json:"request_id" doc:"Name it when you ask for help"`
}

// Fault is one sentence about one field.
type Fault struct {
	Path    string `json:"path" doc:"Dotted: fields.12, items.3.name"`
	Message string `json:"message"`
}

func (p *Problem) Error() string { return string(p.Code) + ": " + p.Message }

// GetStatus is the HTTP status, for huma.
func (p *Problem) GetStatus() int { return p.Status }

var statusOf = map[errs.Code]int{
	errs.CodeInvalid: http.StatusUnprocessableEntity, errs.CodeUnauthenticated: http.StatusUnauthorized,
	errs.CodeForbidden: http.StatusForbidden, errs.CodeNotFound: http.StatusNotFound,
	errs.CodeConflict: http.StatusConflict, errs.CodeLimit: http.StatusTooManyRequests,
	errs.CodeUnavailable: http.StatusServiceUnavailable, errs.CodeInternal: http.StatusInternalServerError,
}

// toProblem is the only place where an error becomes a body. An error without a code is logged here in full and shown
// as a bare sentence.
func toProblem(ctx context.Context, err error) *Problem {
	var done *Problem
	if errors.As(err, &done) {
		return done
	}
	loc := localeOf(ctx)
	p := &Problem{Code: errs.CodeOf(err), Fields: []Fault{}, Request: web.RequestID(ctx)}
	p.Status = statusOf[p.Code]
	e := errs.As(err)
	if e == nil {
		return p.uncoded(ctx, loc, err)
	}
	if p.Code == errs.CodeInternal || p.Code == errs.CodeUnavailable {
		slog.ErrorContext(ctx, "request failed", "request", p.Request, "err", err)
	}
	p.Reason, p.Data = e.Reason, e.Data
	var general []string
	for _, x := range e.Problems {
		if x.Path == "" {
			general = append(general, lang.Problem(loc, x))
		} else {
			p.Fields = append(p.Fields, Fault{x.Path, lang.Problem(loc, x)})
		}
	}
	p.Message = strings.Join(general, "; ")
	if p.Message == "" {
		p.Message = lang.Text(loc, "some fields need correction")
	}
	if status, ok := statusOfReason[e.Reason]; ok {
		p.Status = status
	}
	return p
}

func (p *Problem) uncoded(ctx context.Context, loc lang.Locale, err error) *Problem {
	if p.Code == errs.CodeUnavailable {
		p.Message = lang.Text(loc, "this took too long and was stopped, try again or ask for less")
		return p
	}
	slog.ErrorContext(ctx, "request failed", "request", p.Request, "err", err)
	p.Message = lang.Error(loc, err)
	return p
}

// withHeaders adds Retry-After where the problem says how long to wait.
func withHeaders(p *Problem) error {
	if wait, ok := p.Data.(map[string]int64); ok && wait["retry_after"] > 0 {
		return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {strconv.FormatInt(wait["retry_after"], 10)}})
	}
	return p
}

// WriteError answers a plain HTTP request with a problem, for what stands outside the table of routes.
func WriteError(w http.ResponseWriter, r *http.Request, err error) {
	ctx := r.Context()
	if _, ok := ctx.Value(localeKey{}).(lang.Locale); !ok {
		ctx = context.WithValue(ctx, localeKey{}, lang.Negotiate(r.Header.Get("Accept-Language"), lang.EN))
	}
	p := toProblem(ctx, err)
	var h huma.HeadersError
	if errors.As(withHeaders(p), &h) {
		for k, v := range h.GetHeaders() {
			w.Header()[k] = v
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(p.Status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(p)
}

// The reasons that have a status of their own.
const (
	tooLargeReason = "too_large"
	methodReason   = "method_not_allowed"
)

var statusOfReason = map[string]int{
	tooLargeReason: http.StatusRequestEntityTooLarge, methodReason: http.StatusMethodNotAllowed,
	"file_too_large": http.StatusRequestEntityTooLarge, "space_full": http.StatusRequestEntityTooLarge,
}

func wrongMethod(allowed []string) error {
	return errs.With(errs.Invalid("", "this address takes only %s", strings.Join(allowed, ", ")), methodReason, nil)
}

func tooLarge(most int64) error {
	return errs.With(errs.Limit("the request is larger than %d KB, send less at once", most>>10), tooLargeReason, nil)
}

func seconds(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }

var replaced sync.Once

// replaceErrors puts our problem in the place of huma's own error, which would echo the values it refuses.
func replaceErrors() {
	replaced.Do(func() {
		huma.DefaultArrayNullable = false // our lists are never null
		huma.NewErrorWithContext = func(ctx huma.Context, status int, message string, faults ...error) huma.StatusError {
			return toProblem(ctx.Context(), humaError(ctx.Operation(), status, message, faults))
		}
		huma.NewError = func(status int, message string, faults ...error) huma.StatusError {
			return toProblem(context.Background(), humaError(nil, status, message, faults))
		}
	})
}

// humaError says in our words what huma found wrong before a handler ran.
func humaError(op *huma.Operation, status int, message string, faults []error) error {
	switch status {
	case http.StatusRequestEntityTooLarge:
		most := int64(maxBody)
		if op != nil {
			most = op.MaxBodyBytes
		}
		return tooLarge(most)
	case http.StatusRequestTimeout:
		return errs.Unavailable("the request came too slowly and was given up, try again")
	case http.StatusInternalServerError:
		return errors.Join(append([]error{errors.New(message)}, faults...)...)
	}
	var c errs.Collect
	for _, f := range faults {
		var d *huma.ErrorDetail
		if !errors.As(f, &d) {
			c.Add("", "the request is not understood")
			continue
		}
		if strings.Contains(d.Message, "request body too large") && op != nil {
			return tooLarge(op.MaxBodyBytes)
		}
		if strings.HasPrefix(d.Location, "path.") {
			return errs.NotFound("there is nothing at this address, see %s", Prefix+"/docs")
		}
		c.Err("", detail(d))
	}
	if err := c.Result(); err != nil {
		return err
	}
	return errs.Invalid("", "the request needs a body in JSON")
}

func detail(d *huma.ErrorDetail) error {
	if err := faultOf(d.Message); err != nil {
		return err
	}
	_, path, _ := strings.Cut(d.Location, ".")
	m := d.Message
	switch {
	case m == "unknown query parameter":
		return errs.Invalid(path, "is not known here, see the description of the API")
	case strings.HasPrefix(m, "required "):
		return errs.Invalid(path, "is needed")
	case m == "invalid integer" || m == "expected integer":
		return errs.Invalid(path, "must be a whole number")
	case m == "invalid float" || m == "expected number":
		return errs.Invalid(path, "must be a number")
	case m == "invalid boolean" || m == "expected boolean":
		return errs.Invalid(path, "must be true or false")
	case strings.HasPrefix(m, "expected value to be one of "):
		return errs.Invalid(path, "must be one of: %s", strings.Trim(m[len("expected value to be one of "):], `"`))
	case strings.HasPrefix(m, "expected number >= "):
		return errs.Invalid(path, "must be at least %s", m[len("expected number >= "):])
	case strings.HasPrefix(m, "expected number <= "):
		return errs.Invalid(path, "must be at most %s", m[len("expected number <= "):])
	case strings.Contains(m, "multipart"):
		return errs.Invalid("", "send the file as multipart/form-data")
	case strings.Contains(m, "unknown content type"):
		return errs.Invalid("", "send the body as application/json")
	}
	return errs.Invalid(path, "has a value that does not fit, see the description of the API")
}
