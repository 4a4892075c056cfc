package field

import (
	"strings"
	"unicode/utf8"
)

// MaxOptions bounds the choices of a list.
const MaxOptions = maxOptions

// HasOptions reports whether values of the field are choices out of a list.
func (f Field) HasOptions() bool {
	return f.Type == (listType{}).Name() || f.Type == (multilistType{}).Name()
}

// Lacking are the choices a text names that the field does not have, clean and fit to be added. A list takes the text as
// one name, a multilist parts it as its values are parted.
func Lacking(f Field, text string) (out []string) {
	if !f.HasOptions() || strings.TrimSpace(text) == "" {
		return nil
	}
	if _, err := optionNamed(f, text); err == nil {
		return nil
	}
	names := []string{text}
	if f.Type == (multilistType{}).Name() {
		names = parts(text)
	}
	for _, name := range names {
		name = Clean(name, false)
		if _, err := optionNamed(f, name); err == nil || name == "" || utf8.RuneCountInString(name) > maxOptionName {
			continue
		}
		out = append(out, name)
	}
	return out
}
