package sheet

import (
	"bufio"
	"io"
	"strings"

	"voronka/internal/kit/lang"
)

// CSVWriter writes a CSV a spreadsheet opens by a double click: UTF-8 with its mark, the separator and the marks of
// numbers and dates of a locale. A text that begins like a formula gets an apostrophe; reading takes it off again.
type CSVWriter struct {
	w       *bufio.Writer
	loc     lang.Locale
	sep     byte
	started bool
}

var _ Writer = (*CSVWriter)(nil)

// NewCSV writes to w: semicolons and decimal commas for Russian, commas and decimal points for English.
func NewCSV(w io.Writer, loc lang.Locale) *CSVWriter {
	c := &CSVWriter{w: bufio.NewWriterSize(w, 32<<10), loc: loc, sep: ';'}
	if loc == lang.EN {
		c.sep = ','
	}
	return c
}

// Head writes the titles.
func (c *CSVWriter) Head(titles ...string) error {
	cells := make([]Cell, len(titles))
	for i, t := range titles {
		cells[i] = textCell(t)
	}
	return c.Row(cells...)
}

// Row writes a row.
func (c *CSVWriter) Row(cells ...Cell) error {
	if err := checkWrite(len(cells)); err != nil {
		return err
	}
	if !c.started {
		c.started = true
		c.w.WriteString("\ufeff")
	}
	for i, cell := range cells {
		if i > 0 {
			c.w.WriteByte(c.sep)
		}
		c.field(c.text(cell))
	}
	_, err := c.w.WriteString("\r\n") // bufio keeps the first error and gives it here
	return err
}

// text is a cell as a person of the locale writes it.
func (c *CSVWriter) text(cell Cell) string {
	switch {
	case cell.Kind == Number && c.loc != lang.EN:
		return strings.Replace(cell.Number, ".", ",", 1)
	case cell.Kind == Number:
		return cell.Number
	case cell.Kind == Date && c.loc != lang.EN && hasTime(cell.Time):
		return cell.Time.Format("02.01.2006 15:04:05")
	case cell.Kind == Date && c.loc != lang.EN:
		return cell.Time.Format("02.01.2006")
	case cell.Kind == Bool && c.loc != lang.EN && cell.Text == "true":
		return "да"
	case cell.Kind == Bool && c.loc != lang.EN:
		return "нет"
	case cell.Kind == Text && looksLikeFormula(cell.Text):
		return "'" + cell.Text
	}
	return cell.Text
}

func (c *CSVWriter) field(s string) {
	if !strings.ContainsAny(s, "\"\r\n;,\t") && strings.TrimSpace(s) == s {
		c.w.WriteString(s)
		return
	}
	c.w.WriteByte('"')
	c.w.WriteString(strings.ReplaceAll(s, `"`, `""`))
	c.w.WriteByte('"')
}

// Close writes what is left.
func (c *CSVWriter) Close() error { return c.w.Flush() }
