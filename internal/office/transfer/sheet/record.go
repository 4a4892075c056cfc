package sheet

import (
	"bufio"
	"io"
	"strings"

	"voronka/internal/kit/errs"
)

const (
	maxLine = 4 << 20
	// A quoted cell that does not end within these is taken for a stray quote.
	maxCellLines = 2000
	maxCellBytes = 256 << 10
)

// records reads the records of a CSV: a cell in quotes may hold separators and line breaks, a stray quote is a letter.
// encoding/csv swallows the rest of the file after one unclosed quote, and drops the empty lines row numbers need.
type records struct {
	lines *lineReader
	sep   byte
	count int // records given, which is the row of a spreadsheet
}

func newRecords(r io.Reader, sep byte) *records {
	return &records{lines: &lineReader{r: bufio.NewReaderSize(r, 64<<10)}, sep: sep}
}

// next returns a record; io.EOF is the end.
func (c *records) next() ([]string, error) {
	text, err := c.lines.next()
	if err != nil {
		return nil, err
	}
	c.count++
	fields, open := splitRecord(text, c.sep, false)
	if !open {
		return fields, nil
	}
	taken := []string{}
	whole := strings.Builder{}
	whole.WriteString(text)
	for len(taken) < maxCellLines && whole.Len() < maxCellBytes {
		line, err := c.lines.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		taken = append(taken, line)
		whole.WriteByte('\n')
		whole.WriteString(line)
		if strings.IndexByte(line, '"') < 0 {
			continue
		}
		if fields, open := splitRecord(whole.String(), c.sep, false); !open {
			return fields, nil
		}
	}
	c.lines.giveBack(taken)
	fields, _ = splitRecord(text, c.sep, true)
	return fields, nil
}

// splitRecord parts a record into fields. open says that it ends inside quotes; with literal such a quote is a letter.
func splitRecord(text string, sep byte, literal bool) (fields []string, open bool) {
	for {
		value, rest, more, unclosed := nextField(text, sep, literal)
		if unclosed {
			return nil, true
		}
		fields = append(fields, value)
		if !more {
			return fields, false
		}
		text = rest
	}
}

func nextField(text string, sep byte, literal bool) (value, rest string, more, unclosed bool) {
	if strings.HasPrefix(text, `"`) {
		value, end, state := quoted(text, sep)
		switch {
		case state == quoteClosed && end == len(text):
			return value, "", false, false
		case state == quoteClosed:
			return value, text[end+1:], true, false
		case state == quoteOpen && !literal:
			return "", "", false, true
		}
	}
	i := strings.IndexByte(text, sep)
	if i < 0 {
		return text, "", false, false
	}
	return text[:i], text[i+1:], true, false
}

type quoteState uint8

const (
	quoteClosed quoteState = iota
	quoteOpen
	quoteStray // it was no quoting: the field is as it is written
)

// quoted reads a field that begins with a quote; end is where its separator stands.
func quoted(text string, sep byte) (value string, end int, state quoteState) {
	var b strings.Builder
	i := 1
	for {
		n := strings.IndexByte(text[i:], '"')
		if n < 0 {
			return "", 0, quoteOpen
		}
		b.WriteString(text[i : i+n])
		i += n + 1
		if i < len(text) && text[i] == '"' {
			b.WriteByte('"')
			i++
			continue
		}
		after := i
		for after < len(text) && text[after] == ' ' {
			after++
		}
		if after == len(text) || text[after] == sep {
			return b.String(), after, quoteClosed
		}
		if !closesLater(text[i:], sep) {
			return "", 0, quoteStray
		}
		b.WriteByte('"')
	}
}

// closesLater tells a quote inside a quoted cell from one that ended a word of an unquoted cell: the next quote closes
// a cell, rather than opening one.
func closesLater(text string, sep byte) bool {
	i := strings.IndexByte(text, '"')
	if i < 0 {
		return false
	}
	opens := i > 0 && text[i-1] == sep
	return !opens
}

// lineReader reads lines without their ends; a carriage return before a line feed goes with it.
type lineReader struct {
	r      *bufio.Reader
	back   []string
	nulls  bool
	number int
}

func (l *lineReader) giveBack(lines []string) {
	l.back = append(lines, l.back...)
}

func (l *lineReader) next() (string, error) {
	if len(l.back) > 0 {
		line := l.back[0]
		l.back = l.back[1:]
		return line, nil
	}
	var long []byte
	for {
		part, err := l.r.ReadSlice('\n')
		if len(long)+len(part) > maxLine {
			return "", errs.Invalid("file", "line %d of the file is longer than a line of a table can be", l.number+1)
		}
		switch {
		case err == bufio.ErrBufferFull:
			long = append(long, part...)
			continue
		case err == io.EOF && len(long)+len(part) == 0:
			return "", io.EOF
		case err != nil && err != io.EOF:
			return "", err
		}
		l.number++
		if long != nil {
			part = append(long, part...)
		}
		return cleanLine(string(part)), nil
	}
}

func cleanLine(s string) string {
	s = strings.TrimSuffix(strings.TrimSuffix(s, "\n"), "\r")
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	return strings.ToValidUTF8(s, "�")
}
