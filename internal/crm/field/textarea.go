package field

// maxTextarea is the longest text of several lines, in characters.
const maxTextarea = 20000

// textareaType is a text of several lines.
type textareaType struct{ textType }

func (textareaType) Name() string { return "textarea" }

func (textareaType) Check(f Field) error { return checkMaxLength(f, maxTextarea) }

func (textareaType) Normalize(f Field, raw any, _ Env) ([]any, error) {
	return normalizeText(f, raw, true, maxTextarea)
}

func (t textareaType) FromText(f Field, text string, env Env) ([]any, error) {
	return t.Normalize(f, text, env)
}
