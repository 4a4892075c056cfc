package field

import (
	"net/url"
	"strings"

	"voronka/internal/kit/errs"
)

// maxURL is the longest address of a page, in characters.
const maxURL = 2000

// urlType is the address of a page. Only http and https: a click on anything else could run a program.
type urlType struct{ textType }

func (urlType) Name() string      { return "url" }
func (urlType) Check(Field) error { return nil }

func (urlType) Normalize(f Field, raw any, _ Env) ([]any, error) {
	values, err := normalizeText(f, raw, false, maxURL)
	if len(values) == 0 || err != nil {
		return nil, err
	}
	s := values[0].(string)
	if !strings.Contains(s, "://") && !hasScheme(s) {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || strings.ContainsAny(s, " \"<>") {
		return nil, errs.Invalid("", "give the address of a page like https://example.com")
	}
	return []any{s}, nil
}

// hasScheme tells "javascript:alert(1)" from "example.com:8080".
func hasScheme(s string) bool {
	before, after, ok := strings.Cut(s, ":")
	return ok && !strings.Contains(before, ".") && before != "localhost" && !strings.HasPrefix(after, "/")
}

func (t urlType) FromText(f Field, text string, env Env) ([]any, error) {
	return t.Normalize(f, text, env)
}
