package v1

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"voronka/internal/kit/errs"
)

// decode reads a JSON body strictly: unknown keys, wrong types and text after the end are refused by name. huma keeps
// only the text of an error, so the fault travels in it (see faultOf).
func decode(data []byte, v any) error {
	if hasZero(data) {
		return encodeFault(fault{Format: formatZero})
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil {
		if _, err := d.Token(); !errors.Is(err, io.EOF) {
			return encodeFault(fault{Format: formatSyntax})
		}
		return nil
	}
	return encodeFault(explain(err))
}

// fault is an error of decoding on its way through huma.
type fault struct {
	Path, Format, Arg string
}

const (
	faultMark     = "fault:"
	formatZero    = "the body holds a zero character, which no text has"
	formatSyntax  = "is not proper JSON: check commas, quotes and brackets"
	formatUnknown = "is not known here, see the description of the API"
	formatType    = "must be %s"
)

func encodeFault(f fault) error {
	raw, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return errors.New(faultMark + string(raw))
}

// faultOf is the coded error of a fault, nil when the text holds none.
func faultOf(text string) error {
	raw, ok := strings.CutPrefix(text, faultMark)
	if !ok {
		return nil
	}
	var f fault
	if json.Unmarshal([]byte(raw), &f) != nil {
		return nil
	}
	switch f.Format {
	case formatZero:
		return errs.Invalid(f.Path, "the body holds a zero character, which no text has")
	case formatUnknown:
		return errs.Invalid(f.Path, "is not known here, see the description of the API")
	case formatType:
		return errs.Invalid(f.Path, "must be %s", typeTerms[f.Arg])
	}
	return errs.Invalid(f.Path, "is not proper JSON: check commas, quotes and brackets")
}

func explain(err error) fault {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return fault{Path: wrong.Field, Format: formatType, Arg: typeWord(wrong)}
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return fault{Path: clip(strings.Trim(name, `"`)), Format: formatUnknown}
	}
	return fault{Path: "body", Format: formatSyntax}
}

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// hasZero looks for \u0000, which PostgreSQL cannot store.
func hasZero(data []byte) bool {
	for rest := data; ; {
		i := bytes.Index(rest, []byte(`\u0000`))
		if i < 0 {
			return bytes.IndexByte(data, 0) >= 0
		}
		slashes := 0
		for j := i - 1; j >= 0 && rest[j] == '\\'; j-- {
			slashes++
		}
		if slashes%2 == 0 {
			return true
		}
		rest = rest[i+6:]
	}
}

// plainURL reports whether path and query are texts a database can store.
func plainURL(r *http.Request) bool {
	q, err := url.QueryUnescape(r.URL.RawQuery)
	return err == nil && utf8.ValidString(q) && utf8.ValidString(r.URL.Path) &&
		!strings.ContainsRune(q, 0) && !strings.ContainsRune(r.URL.Path, 0)
}
