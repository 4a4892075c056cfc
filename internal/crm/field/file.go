package field

import (
	"fmt"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/kit/errs"
)

// fileType holds files of the card: {"file": 12}. That they are files of this card is asked by entity.
type fileType struct{}

// File is the name of the type whose values are files of the card.
const File = "file"

// usualFiles is how many files a field takes when its settings do not say.
const usualFiles = 10

func (fileType) Name() string     { return File }
func (fileType) Storage() Storage { return Keys }
func (fileType) Many() bool       { return true }
func (fileType) Ops() []string    { return []string{"empty", "filled"} }

func (fileType) Check(f Field) error {
	if f.Settings.MaxFiles < 0 || f.Settings.MaxFiles > maxValues {
		return errs.Invalid("settings.max_files", "must be from 1 to %d", maxValues)
	}
	return nil
}

// MostFiles is how many files a card may hold in the field.
func (f Field) MostFiles() int {
	if f.Settings.MaxFiles > 0 {
		return f.Settings.MaxFiles
	}
	return usualFiles
}

func (fileType) Normalize(_ Field, raw any, _ Env) ([]any, error) {
	list, err := several(raw)
	if err != nil {
		return nil, err
	}
	var out []any
	seen := map[int64]bool{}
	for _, item := range list {
		if m, ok := item.(map[string]any); ok {
			item = m["file"]
		}
		id, ok := WholeNumber(item)
		if !ok || id <= 0 || id >= 1<<50 {
			return nil, errs.Invalid("", "give the numbers of files that were uploaded to this card")
		}
		if !seen[id] {
			out = append(out, FileValue(crm.FileID(id)))
		}
		seen[id] = true
	}
	return out, nil
}

// FileValue is the canonical value of a file.
func FileValue(id crm.FileID) any { return map[string]any{"file": int64(id)} }

// FileOf is the file of a canonical value; 0 for a value of another type.
func FileOf(value any) crm.FileID {
	m, _ := value.(map[string]any)
	id, _ := m["file"].(int64)
	return crm.FileID(id)
}

func (fileType) Index(_ Field, values []any) ([]float64, []string) {
	out := make([]float64, 0, len(values))
	for _, v := range values {
		out = append(out, float64(FileOf(v)))
	}
	return out, nil
}

func (fileType) Operand(Field, any, Env) (Operand, error) {
	return Operand{}, errs.Invalid("", "files can only be asked for with the operators empty and filled")
}

func (fileType) FromText(Field, string, Env) ([]any, error) {
	return nil, errs.Invalid("", "files are not read from a table, upload them to the card")
}

// ToText writes the names that entity filled in, after their number when there are several.
func (fileType) ToText(_ Field, values []any, _ Env) string {
	var names []string
	for _, v := range values {
		m, _ := v.(map[string]any)
		if name, _ := m["name"].(string); name != "" {
			names = append(names, name)
		}
	}
	text := strings.Join(names, ", ")
	if len(names) > 1 {
		text = fmt.Sprintf("%d: %s", len(names), text)
	}
	return text
}
