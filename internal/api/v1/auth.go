package v1

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"voronka/internal/crm/access"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/kit/web"
	"voronka/internal/tenant/user"
)

// SessionCookie is the name of the cookie a browser is known by.
const SessionCookie = "voronka_session"

type (
	identityKey struct{}
	localeKey   struct{}
)

// identityOf is who makes a request; the zero Identity on public routes.
func identityOf(ctx context.Context) user.Identity {
	id, _ := ctx.Value(identityKey{}).(user.Identity)
	return id
}

// localeOf is the language a request is answered in.
func localeOf(ctx context.Context) lang.Locale {
	l, _ := ctx.Value(localeKey{}).(lang.Locale)
	return l.Or(lang.EN)
}

// clientOf is where a request comes from.
func clientOf(ctx context.Context, agent string) user.Client {
	return user.Client{IP: web.ClientIP(ctx), UserAgent: agent}
}

// identify makes the caller known before a handler runs: by a token, or else by the session's cookie.
func (a *API) identify(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	ctx = huma.WithValue(ctx, localeKey{}, lang.Negotiate(ctx.Header("Accept-Language"), lang.EN))
	right, _ := ctx.Operation().Metadata["right"].(string)
	if right == Public {
		if ok, wait := a.strict.Allow(web.ClientIP(ctx.Context())); !ok {
			WriteError(w, r, errs.With(errs.Limit("too many requests, try again in %d s", seconds(wait)), "too_many_requests",
				map[string]int64{"retry_after": seconds(wait)}))
			return
		}
		next(ctx)
		return
	}
	id, err := Authenticate(ctx.Context(), a.Users, r)
	if err == nil && right == Admin {
		err = access.RequireAdmin(id.Actor)
	}
	if err != nil {
		WriteError(w, r, err)
		return
	}
	ctx = huma.WithValue(ctx, localeKey{}, lang.Locale(id.Actor.Locale))
	next(huma.WithValue(ctx, identityKey{}, id))
}

// Authenticate finds out who makes a request: a Bearer token decides, without one the cookie of the session. Whoever
// is not known is Unauthenticated.
func Authenticate(ctx context.Context, users *user.Service, r *http.Request) (user.Identity, error) {
	if h := r.Header.Get("Authorization"); h != "" {
		scheme, token, _ := strings.Cut(h, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return user.Identity{}, errs.Unauthenticated("write the header as: Authorization: Bearer <token>")
		}
		return users.ByToken(ctx, strings.TrimSpace(token))
	}
	c, err := r.Cookie(SessionCookie)
	if err != nil || c.Value == "" {
		return user.Identity{}, errs.Unauthenticated("sign in, or send a token as: Authorization: Bearer <token>")
	}
	return users.BySession(ctx, c.Value)
}

// cookie is the one a session lives in, for so many seconds; an empty token removes it.
func cookie(ctx context.Context, token string, lasts int64) http.Cookie {
	c := http.Cookie{ //nolint:gosec // Secure follows the connection: on this machine there is plain http
		Name: SessionCookie, Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: web.Secure(ctx), MaxAge: int(lasts),
	}
	if token == "" {
		c.MaxAge = -1
	}
	return c
}

// publicURL is the address people reach us by: the configured one, or that of the request.
func publicURL(ctx context.Context, configured string) string {
	if configured != "" {
		return configured
	}
	scheme := "http"
	if web.Secure(ctx) {
		scheme = "https"
	}
	return scheme + "://" + web.Host(ctx)
}
