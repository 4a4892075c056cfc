package sheet

import (
	"io"
	"strings"
)

// ScanText gives the tests the names and texts a scanner sees.
func ScanText(r io.Reader) ([]string, error) {
	s := newScanner(r)
	var out []string
	for {
		kind, err := s.next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		if text := strings.TrimSpace(string(s.lead)); text != "" {
			out = append(out, "#"+text)
		}
		if kind == startTag {
			out = append(out, "<"+string(s.name))
		} else {
			out = append(out, ">"+string(s.name))
		}
	}
}

// IsDateFormat tells the tests what a number format makes of a number: 0 a number, 1 a date, 2 a time.
func IsDateFormat(code string) int { return int(styleOf(code)) }

// Separate gives the tests the separator found in a text.
func Separate(sample string) (string, error) {
	sep, err := findSeparator([]byte(sample))
	return string(sep), err
}

// LimitRows makes the sheets of a workbook short.
func (x *XLSXWriter) LimitRows(n int) { x.most = n }
