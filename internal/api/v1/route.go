package v1

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"voronka/internal/tenant"
)

// The rights a route may name that are no kind of record. Others read "deal.view" or "extra.settings"; the domain verb
// asks for them.
const (
	// Public routes are open to strangers; they are slowed down by address.
	Public = "public"
	// Signed routes need any user of the account.
	Signed = "signed in"
	// Admin routes need an administrator.
	Admin = "administrator"
)

// Route is a row of the table in routes.go.
type Route struct {
	Method, Pattern, Right, Summary string
	register                        func(*API)
}

type option func(*huma.Operation)

// status is the code of success, 200 unless said.
func status(code int) option { return func(op *huma.Operation) { op.DefaultStatus = code } }

// upload allows a large body and a slow line.
func upload(bytes int64) option {
	return func(op *huma.Operation) { op.MaxBodyBytes, op.BodyReadTimeout = bytes, 10*time.Minute }
}

const (
	maxBody  = 1 << 20
	bodyTime = 30 * time.Second
)

// answer is a row whose handler returns the body of the answer. who is the zero Actor on public routes.
func answer[I, T any](method, pattern, right, summary string, h func(context.Context, tenant.Actor, *I) (T, error), opts ...option) Route {
	type output struct{ Body T }
	return raw(method, pattern, right, summary, func(ctx context.Context, who tenant.Actor, in *I) (*output, error) {
		v, err := h(ctx, who, in)
		if err != nil {
			return nil, err
		}
		return &output{v}, nil
	}, opts...)
}

// nothing is a row that answers 204.
func nothing[I any](method, pattern, right, summary string, h func(context.Context, tenant.Actor, *I) error, opts ...option) Route {
	type output struct{}
	return raw(method, pattern, right, summary, func(ctx context.Context, who tenant.Actor, in *I) (*output, error) {
		return nil, h(ctx, who, in)
	}, append([]option{status(http.StatusNoContent)}, opts...)...)
}

// raw is a row whose handler returns a whole huma output: headers, cookies, a stream.
func raw[I, O any](method, pattern, right, summary string, h func(context.Context, tenant.Actor, *I) (*O, error), opts ...option) Route {
	op := huma.Operation{
		OperationID: operationID(method, pattern), Method: method, Path: Prefix + pattern, Summary: summary,
		Description: "Right: " + right + ".", Tags: []string{tag(pattern)}, Metadata: map[string]any{"right": right},
		SkipValidateBody: true, MaxBodyBytes: maxBody, BodyReadTimeout: bodyTime,
	}
	if right != Public {
		op.Security = []map[string][]string{{"session": {}}, {"token": {}}}
	}
	for _, o := range opts {
		o(&op)
	}
	return Route{method, pattern, right, summary, func(a *API) {
		huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
			out, err := h(ctx, identityOf(ctx).Actor, in)
			if err != nil {
				return nil, withHeaders(toProblem(ctx, err))
			}
			return out, nil
		})
	}}
}

// operationID makes "get-deals-id" of GET /deals/{id}.
func operationID(method, pattern string) string {
	words := strings.FieldsFunc(pattern, func(r rune) bool { return strings.ContainsRune("/{}._", r) })
	return strings.ToLower(method) + "-" + strings.Join(words, "-")
}

func tag(pattern string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(pattern, "/"), "/")
	return first
}
