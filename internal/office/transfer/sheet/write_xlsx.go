package sheet

import (
	"archive/zip"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// maxCellText is what a spreadsheet takes in one cell.
const maxCellText = 32_767

// XLSXWriter writes a workbook of one sheet, and of further ones when the rows are more than a sheet takes. Rows go to a
// temporary file and from there to the archive, so memory does not grow with them. Texts are written as texts, also those that look like a formula.
type XLSXWriter struct {
	w        io.Writer
	file     *excelize.File
	stream   *excelize.StreamWriter
	rows     int // of the present sheet
	most     int // it takes
	name     string
	sheets   int
	titles   []string
	head     int
	date     int
	dateTime int
	values   []any
}

var _ Writer = (*XLSXWriter)(nil)

// NewXLSX begins a workbook whose sheet has a name; w is written to by Close.
func NewXLSX(w io.Writer, name string) (*XLSXWriter, error) {
	x := &XLSXWriter{w: w, file: excelize.NewFile(), name: sheetName(name), most: MaxRows}
	if err := x.begin(); err != nil {
		x.file.Close()
		return nil, fmt.Errorf("begin workbook: %w", err)
	}
	return x, nil
}

func (x *XLSXWriter) begin() error {
	if err := x.file.SetSheetName("Sheet1", x.name); err != nil {
		return err
	}
	var err error
	if x.head, err = x.file.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF7"}},
	}); err != nil {
		return err
	}
	day, moment := "dd.mm.yyyy", "dd.mm.yyyy hh:mm:ss"
	if x.date, err = x.file.NewStyle(&excelize.Style{CustomNumFmt: &day}); err != nil {
		return err
	}
	if x.dateTime, err = x.file.NewStyle(&excelize.Style{CustomNumFmt: &moment}); err != nil {
		return err
	}
	x.sheets = 1
	x.stream, err = x.file.NewStreamWriter(x.name)
	return err
}

// nextSheet goes on in another sheet, under the same titles.
func (x *XLSXWriter) nextSheet() error {
	if err := x.stream.Flush(); err != nil {
		return fmt.Errorf("finish sheet: %w", err)
	}
	x.sheets++
	name := sheetName(fmt.Sprintf("%.25s %d", x.name, x.sheets))
	if _, err := x.file.NewSheet(name); err != nil {
		return fmt.Errorf("begin sheet %d: %w", x.sheets, err)
	}
	var err error
	if x.stream, err = x.file.NewStreamWriter(name); err != nil {
		return fmt.Errorf("begin sheet %d: %w", x.sheets, err)
	}
	x.rows = 0
	return x.writeHead()
}

// sheetName drops what a spreadsheet does not allow in the name of a sheet.
func sheetName(s string) string {
	s = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || r < ' ' {
			return ' '
		}
		return r
	}, s), " '")
	if r := []rune(s); len(r) > 31 {
		s = strings.TrimSpace(string(r[:31]))
	}
	if s == "" {
		return "Sheet1"
	}
	return s
}

// Head writes the titles in bold and keeps them in sight.
func (x *XLSXWriter) Head(titles ...string) error {
	x.titles = titles
	return x.writeHead()
}

func (x *XLSXWriter) writeHead() error {
	titles := x.titles
	if err := x.stream.SetColWidth(1, max(len(titles), 1), 18); err != nil {
		return fmt.Errorf("set column width: %w", err)
	}
	if err := x.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("freeze heading: %w", err)
	}
	values := make([]any, len(titles))
	for i, t := range titles {
		values[i] = excelize.Cell{StyleID: x.head, Value: cellText(t)}
	}
	return x.write(values)
}

// Row writes a row.
func (x *XLSXWriter) Row(cells ...Cell) error {
	if x.rows >= x.most {
		if err := x.nextSheet(); err != nil {
			return err
		}
	}
	x.values = x.values[:0]
	for _, c := range cells {
		x.values = append(x.values, x.value(c))
	}
	return x.write(x.values)
}

func (x *XLSXWriter) value(c Cell) any {
	switch c.Kind {
	case Empty:
		return nil
	case Date:
		st := x.date
		if hasTime(c.Time) {
			st = x.dateTime
		}
		if c.Time.Year() < 1900 { // before the calendar of spreadsheets
			return c.Text
		}
		return excelize.Cell{StyleID: st, Value: c.Time}
	case Bool:
		return c.Text == "true"
	case Number:
		return numberValue(c.Number)
	}
	return cellText(c.Text)
}

// numberValue keeps a number that fits into fifteen digits a number; a longer one would lose its end, so it is text.
func numberValue(exact string) any {
	if digits := strings.Trim(strings.Replace(strings.TrimPrefix(exact, "-"), ".", "", 1), "0"); len(digits) > 15 {
		return exact
	}
	if n, err := strconv.ParseInt(exact, 10, 64); err == nil {
		return n
	}
	if f, err := strconv.ParseFloat(exact, 64); err == nil {
		return f
	}
	return exact
}

// cellText cuts what a cell does not hold and drops what XML does not.
func cellText(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == utf8.RuneError || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
	if len(s) > maxCellText {
		if r := []rune(s); len(r) > maxCellText {
			s = string(r[:maxCellText-1]) + "…"
		}
	}
	return s
}

func (x *XLSXWriter) write(values []any) error {
	x.rows++
	if err := checkWrite(len(values)); err != nil {
		return err
	}
	if err := x.stream.SetRow("A"+strconv.Itoa(x.rows), values); err != nil {
		return fmt.Errorf("write row %d: %w", x.rows, err)
	}
	return nil
}

// Close writes the workbook and removes the temporary file. It must be called also when a row failed.
func (x *XLSXWriter) Close() error {
	defer x.file.Close()
	if err := x.stream.Flush(); err != nil {
		return fmt.Errorf("finish sheet: %w", err)
	}
	// Left to itself excelize packs the file into memory first.
	x.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(x.w) })
	if err := x.file.Write(io.Discard); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}
