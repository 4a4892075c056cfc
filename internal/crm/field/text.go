package field

import "voronka/internal/kit/errs"

// maxText is the longest text of one line, in characters.
const maxText = 1000

// textType is one line of text.
type textType struct{}

func (textType) Name() string     { return "text" }
func (textType) Storage() Storage { return Texts }
func (textType) Many() bool       { return false }
func (textType) Ops() []string    { return textOps() }

func (textType) Check(f Field) error { return checkMaxLength(f, maxText) }

func (textType) Normalize(f Field, raw any, _ Env) ([]any, error) {
	return normalizeText(f, raw, false, maxText)
}

func (textType) Index(_ Field, values []any) ([]float64, []string) { return nil, textKeys(values) }

func (textType) Operand(_ Field, raw any, _ Env) (Operand, error) { return textOperand(raw) }

func (t textType) FromText(f Field, text string, env Env) ([]any, error) {
	return t.Normalize(f, text, env)
}

func (textType) ToText(_ Field, values []any, _ Env) string { return first(values) }

func normalizeText(f Field, raw any, lines bool, most int) ([]any, error) {
	v, ok, err := single(raw)
	if !ok || err != nil {
		return nil, err
	}
	s, err := asText(v, lines)
	// What nobody can see is no text: no index would hold it.
	if err != nil || Key(s) == "" {
		return nil, err
	}
	if f.Settings.MaxLength > 0 {
		most = min(most, f.Settings.MaxLength)
	}
	if err := checkLength(s, most); err != nil {
		return nil, err
	}
	return []any{s}, nil
}

func checkMaxLength(f Field, most int) error {
	if f.Settings.MaxLength < 0 || f.Settings.MaxLength > most {
		return errs.Invalid("settings.max_length", "give a length between 1 and %d, or 0 for the longest", most)
	}
	return nil
}
