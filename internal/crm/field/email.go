package field

import (
	"strings"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

// emailType is any number of e-mail addresses with their kinds, kept as {"value": "a@b.c", "kind": "work"}.
type emailType struct{}

func (emailType) Name() string        { return "email" }
func (emailType) Storage() Storage    { return Texts }
func (emailType) Many() bool          { return true }
func (emailType) Ops() []string       { return textOps() }
func (emailType) Check(f Field) error { return checkKinds(f) }

func (emailType) Normalize(f Field, raw any, _ Env) ([]any, error) {
	return normalizeReach(f, raw, EmailKinds, func(s string) (string, error) { return lang.ParseEmail(Clean(s, false)) })
}

func (emailType) Index(_ Field, values []any) ([]float64, []string) {
	return nil, reachKeys(values, func(s string) string { return Key(lang.EmailKey(s)) })
}

func (emailType) Operand(_ Field, raw any, _ Env) (Operand, error) { return textOperand(raw) }

func (t emailType) FromText(f Field, text string, env Env) ([]any, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	found := lang.SplitEmails(text)
	if len(found) == 0 {
		return nil, errs.Invalid("", "%q is not an e-mail address, write it like name@example.com", shorten(text))
	}
	return t.Normalize(f, found, env)
}

func (emailType) ToText(_ Field, values []any, _ Env) string { return reachText(values) }
