package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// maxToken bounds a tag or a text: a cell has at most 32,767 letters, each up to 10 bytes as an entity.
const maxToken = 1 << 20

var (
	errToken = errors.New("xml: a tag or text is too long")
	errXML   = errors.New("xml: not well formed")
)

// tag is what a scanner stands on.
type tag uint8

const (
	startTag tag = iota
	endTag
)

// scanner walks the tags of spreadsheet XML. It reads the subset such files use (no custom entities, UTF-8), four
// times as fast as encoding/xml and with bounded memory. Everything it hands out is valid until the next call.
type scanner struct {
	r        *bufio.Reader
	body     []byte // of the tag, between < and >
	name     []byte // local name
	lead     []byte // text between the previous tag and this one, entities resolved
	selfEnds bool   // the tag was <x/>: its end comes next
}

func newScanner(r io.Reader) *scanner {
	return &scanner{r: bufio.NewReaderSize(r, 64<<10)}
}

// next goes to the next tag. io.EOF means the clean end.
func (s *scanner) next() (tag, error) {
	s.lead = s.lead[:0]
	if s.selfEnds {
		s.selfEnds = false
		return endTag, nil
	}
	for {
		if err := s.readLead(); err != nil {
			return 0, err
		}
		var err error
		if s.body, err = s.until('>', s.body[:0]); err != nil {
			return 0, unexpected(err)
		}
		if len(s.body) == 0 {
			return 0, errXML
		}
		switch s.body[0] {
		case '?':
			err = s.finish("?")
		case '!':
			err = s.special()
		default:
			return s.parseTag()
		}
		if err != nil {
			return 0, err
		}
	}
}

// readLead takes the text up to the next tag. A text behind the last tag must be blank.
func (s *scanner) readLead() error {
	from := len(s.lead)
	var err error
	s.lead, err = s.until('<', s.lead)
	if err == io.EOF && len(bytes.TrimSpace(s.lead)) > 0 {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return err
	}
	if bytes.IndexByte(s.lead[from:], '&') >= 0 {
		s.lead = append(s.lead[:from], unescape(s.lead[from:])...)
	}
	return nil
}

// until appends to dst what comes before the delimiter.
func (s *scanner) until(delim byte, dst []byte) ([]byte, error) {
	for {
		part, err := s.r.ReadSlice(delim)
		if len(dst)+len(part) > maxToken {
			return dst, errToken
		}
		dst = append(dst, part...)
		switch err {
		case nil:
			return dst[:len(dst)-1], nil
		case bufio.ErrBufferFull:
		default:
			return dst, err
		}
	}
}

func (s *scanner) parseTag() (tag, error) {
	for openQuote(s.body) { // a > inside an attribute
		s.body = append(s.body, '>')
		var err error
		if s.body, err = s.until('>', s.body); err != nil {
			return 0, unexpected(err)
		}
	}
	kind, body := startTag, s.body
	if body[0] == '/' {
		kind, body = endTag, body[1:]
	} else if body[len(body)-1] == '/' {
		s.selfEnds, body = true, body[:len(body)-1]
		s.body = body
	}
	end := bytes.IndexAny(body, " \t\r\n")
	if end < 0 {
		end = len(body)
	}
	s.name = body[:end]
	if i := bytes.IndexByte(s.name, ':'); i >= 0 {
		s.name = s.name[i+1:]
	}
	if len(s.name) == 0 {
		return 0, errXML
	}
	return kind, nil
}

func openQuote(b []byte) bool {
	if bytes.IndexByte(b, '"') < 0 && bytes.IndexByte(b, '\'') < 0 {
		return false
	}
	var quote byte
	for _, c := range b {
		switch {
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		}
	}
	return quote != 0
}

// special passes over a comment and a document type, and takes the text of a CDATA section.
func (s *scanner) special() error {
	switch {
	case bytes.HasPrefix(s.body, []byte("!--")):
		return s.finish("--")
	case bytes.HasPrefix(s.body, []byte("![CDATA[")):
		if err := s.finish("]]"); err != nil {
			return err
		}
		s.lead = append(s.lead, s.body[len("![CDATA["):len(s.body)-2]...)
		return nil
	case bytes.Contains(s.body, []byte("[")): // an internal subset could define entities: not in a spreadsheet
		return errXML
	}
	return nil
}

// finish reads on until the body ends with mark before the >.
func (s *scanner) finish(mark string) error {
	for !bytes.HasSuffix(s.body, []byte(mark)) || len(s.body) < 2*len(mark) {
		s.body = append(s.body, '>')
		var err error
		if s.body, err = s.until('>', s.body); err != nil {
			return unexpected(err)
		}
	}
	return nil
}

// attr returns an attribute of the start tag by its local name.
func (s *scanner) attr(name string) (string, bool) {
	b, ok := s.attrBytes(name)
	return string(b), ok
}

func (s *scanner) attrBytes(name string) ([]byte, bool) {
	b := s.body
	for {
		eq := bytes.IndexByte(b, '=')
		if eq < 0 {
			return nil, false
		}
		key := bytes.TrimSpace(b[:eq])
		if i := bytes.LastIndexAny(key, " \t\r\n"); i >= 0 {
			key = key[i+1:]
		}
		if i := bytes.IndexByte(key, ':'); i >= 0 {
			key = key[i+1:]
		}
		rest := bytes.TrimLeft(b[eq+1:], " \t\r\n")
		if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
			return nil, false
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return nil, false
		}
		if string(key) == name {
			return unescape(rest[1 : 1+end]), true
		}
		b = rest[end+2:]
	}
}

func (s *scanner) is(name string) bool { return string(s.name) == name }

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// unescape resolves the five named entities and numeric ones; what it does not know stays as it is.
func unescape(b []byte) []byte {
	i := bytes.IndexByte(b, '&')
	if i < 0 {
		return b
	}
	out := append(make([]byte, 0, len(b)), b[:i]...)
	for i < len(b) {
		if b[i] != '&' {
			out = append(out, b[i])
			i++
			continue
		}
		end := bytes.IndexByte(b[i:min(len(b), i+12)], ';')
		r, ok := entity(b[i+1:], end-1)
		if !ok {
			out = append(out, '&')
			i++
			continue
		}
		out = utf8.AppendRune(out, r)
		i += end + 1
	}
	return out
}

func entity(b []byte, n int) (rune, bool) {
	if n < 1 {
		return 0, false
	}
	switch name := string(b[:n]); name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	default:
		if name[0] != '#' || n < 2 {
			return 0, false
		}
		digits, base := name[1:], 10
		if digits[0] == 'x' {
			digits, base = digits[1:], 16
		}
		v, err := strconv.ParseUint(digits, base, 32)
		return rune(v), err == nil && utf8.ValidRune(rune(v))
	}
}
