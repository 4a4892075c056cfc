package lang

import (
	"bytes"
	"encoding/json"
	"strings"

	"voronka/internal/kit/errs"
)

// Sentence is a message kept in the database, format and arguments apart, so that it is translated for whoever reads
// it later. Arguments must be texts, numbers or booleans.
type Sentence struct {
	Path   string `json:"path,omitempty"`
	Format string `json:"format"`
	Args   []any  `json:"args,omitempty"`
}

// Sentences are the messages of an error a person may be shown; an error without a code has none.
func Sentences(err error) []Sentence {
	e := errs.As(err)
	if e == nil || e.Code == errs.CodeInternal {
		return nil
	}
	out := make([]Sentence, len(e.Problems))
	for i, p := range e.Problems {
		out[i] = Sentence{Path: p.Path, Format: p.Format, Args: storableArgs(p.Args)}
	}
	return out
}

// StoreError is what a person may be told of a failure, as a JSON column keeps it. nil stays nil; an error without a code
// becomes the bare sentence.
func StoreError(err error) *string {
	if err == nil {
		return nil
	}
	list := Sentences(err)
	if len(list) == 0 {
		list = []Sentence{{Format: "something went wrong on our side, please try again"}}
	}
	raw, fault := json.Marshal(list)
	if fault != nil {
		return nil
	}
	text := string(raw)
	return &text
}

// LoadSentences reads what StoreError made.
func LoadSentences(raw *string) (out []Sentence, err error) {
	if raw != nil {
		err = json.Unmarshal([]byte(*raw), &out)
	}
	return out, err
}

func storableArgs(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		if err, ok := a.(error); ok {
			a = Error(EN, err)
		}
		out[i] = a
	}
	return out
}

// Text is the sentence in a language.
func (s Sentence) Text(loc Locale) string {
	args := make([]any, len(s.Args))
	for i, a := range s.Args {
		args[i] = a
		// A Term comes back from the database as plain text; a word without a translation stays as it is.
		if word, ok := a.(string); ok {
			args[i] = Text(loc, word)
		}
	}
	return Text(loc, s.Format, args...)
}

// Paragraph is several sentences in one line.
func Paragraph(loc Locale, sentences []Sentence) string {
	lines := make([]string, len(sentences))
	for i, s := range sentences {
		lines[i] = s.Text(loc)
	}
	return strings.Join(lines, "; ")
}

// UnmarshalJSON reads whole numbers back as int64, so that %d prints them.
func (s *Sentence) UnmarshalJSON(raw []byte) error {
	type plain Sentence
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var p plain
	if err := dec.Decode(&p); err != nil {
		return err
	}
	for i, a := range p.Args {
		p.Args[i] = number(a)
	}
	*s = Sentence(p)
	return nil
}

func number(a any) any {
	n, ok := a.(json.Number)
	if !ok {
		return a
	}
	if i, err := n.Int64(); err == nil {
		return i
	}
	f, err := n.Float64()
	if err != nil {
		return n.String()
	}
	return f
}
