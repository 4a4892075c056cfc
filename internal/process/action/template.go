package action

import (
	"slices"
	"strings"
	"unicode/utf8"

	"voronka/internal/kit/errs"
)

// Template is a text with placeholders, {{deal.name}}, cut into pieces.
type Template struct{ pieces []piece }

type piece struct {
	text string
	// name is the placeholder; when it is set, text is not used.
	name string
}

// maxPlaceholders bounds how far one text can blow up.
const maxPlaceholders = 50

// ParseTemplate cuts a text at its placeholders. The known names are asked, so that a misspelt one is refused when
// the rule is saved and not when it runs.
func ParseTemplate(text string, known func(name string) bool) (Template, error) {
	var t Template
	for text != "" {
		before, rest, found := strings.Cut(text, "{{")
		if before != "" {
			t.pieces = append(t.pieces, piece{text: before})
		}
		if !found {
			break
		}
		name, after, closed := strings.Cut(rest, "}}")
		if !closed {
			return Template{}, errs.Invalid("", "has a {{ without its }}, close the placeholder")
		}
		name = strings.TrimSpace(name)
		if !known(name) {
			return Template{}, errs.Invalid("", "has no placeholder {{%s}}, pick one of the list", clip(name))
		}
		t.pieces = append(t.pieces, piece{name: name})
		if len(t.pieces) > 2*maxPlaceholders {
			return Template{}, errs.Invalid("", "has more than %d placeholders, remove some", maxPlaceholders)
		}
		text = after
	}
	return t, nil
}

// Names are the placeholders of the text, each once.
func (t Template) Names() []string {
	var out []string
	for _, p := range t.pieces {
		if p.name != "" && !slices.Contains(out, p.name) {
			out = append(out, p.name)
		}
	}
	return out
}

// Render puts the values in. A value is put in once and never read as a template again; what does not fit into max
// characters is cut with an ellipsis.
func (t Template) Render(values map[string]string, max int) string {
	var b strings.Builder
	for _, p := range t.pieces {
		if p.name == "" {
			b.WriteString(p.text)
			continue
		}
		b.WriteString(clean(values[p.name]))
		if b.Len() > 4*max+4 {
			break
		}
	}
	return shorten(strings.TrimSpace(b.String()), max)
}

func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\x00", "")
}

func shorten(s string, max int) string {
	if utf8.RuneCountInString(s) <= max {
		return s
	}
	return string([]rune(s)[:max-1]) + "…"
}
