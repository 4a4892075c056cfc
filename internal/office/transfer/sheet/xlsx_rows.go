package sheet

import (
	"bytes"
	"context"
	"io"
)

// rowReader turns the tags of a worksheet into rows.
type rowReader struct {
	book   *workbook
	s      *scanner
	number int // of the row being read
	cells  []Cell
	width  int // of the row before, to size the next
	raw    rawCell
}

func (w *workbook) rows(ctx context.Context, sheet int, yield func(Row) bool) error {
	if err := w.loadStrings(); err != nil {
		return err
	}
	fill, err := w.filler(ctx, sheet)
	if err != nil {
		return err
	}
	rc, err := openEntry(w.sheets[sheet])
	if err != nil {
		return err
	}
	defer rc.Close()
	r := &rowReader{book: w, s: newScanner(rc)}
	for {
		row, err := r.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return archiveError(err)
		}
		if err := checkRow(ctx, row.Number); err != nil {
			return err
		}
		row.Cells = trimTail(fill.apply(row.Number, row.Cells))
		if len(row.Cells) > 0 && !yield(row) {
			return nil
		}
	}
}

// next reads up to the end of a row; io.EOF is the end of the table.
func (r *rowReader) next() (Row, error) {
	for {
		kind, err := r.s.next()
		switch {
		case err == io.EOF:
			return Row{}, io.ErrUnexpectedEOF // a worksheet ends by </sheetData> first
		case err != nil:
			return Row{}, err
		case kind == startTag && r.s.is("row"):
			r.begin()
		case kind == startTag && r.s.is("c"):
			if err := r.cell(); err != nil {
				return Row{}, err
			}
		case kind == endTag && r.s.is("row"):
			r.width = len(r.cells)
			return Row{Number: r.number, Cells: r.cells}, nil
		case kind == endTag && r.s.is("sheetData"):
			return Row{}, io.EOF
		}
	}
}

func (r *rowReader) begin() {
	r.number++
	if n := intAttr(r.s, "r"); n > 0 {
		r.number = n
	}
	r.cells = make([]Cell, 0, r.width)
}

// rawCell is a cell as the file keeps it. Its buffers are used again for the next one.
type rawCell struct {
	kind      []byte // the attribute t
	style     int
	value     []byte // of <v>
	inline    []byte // of <is>
	formula   []byte
	isFormula bool
}

func (r *rowReader) cell() error {
	column := len(r.cells) + 1
	if ref, ok := r.s.attrBytes("r"); ok {
		if c, _ := parseRef(ref); c > 0 {
			column = c
		}
	}
	raw := &r.raw
	kind, _ := r.s.attrBytes("t")
	raw.kind, raw.value, raw.inline = append(raw.kind[:0], kind...), raw.value[:0], raw.inline[:0]
	raw.formula, raw.isFormula = raw.formula[:0], false
	raw.style = intAttr(r.s, "s")
	if err := r.content(raw); err != nil {
		return err
	}
	c, err := r.book.value(raw)
	if err != nil || c.Kind == Empty {
		return err
	}
	if column > MaxColumns {
		return tooManyColumns(column)
	}
	for len(r.cells) < column {
		r.cells = append(r.cells, Cell{})
	}
	r.cells[column-1] = c
	return nil
}

// content reads what is inside <c>.
func (r *rowReader) content(raw *rawCell) error {
	phonetic := false
	for {
		kind, err := r.s.next()
		if err != nil {
			return unexpected(err)
		}
		if kind == startTag {
			phonetic = phonetic || r.s.is("rPh")
			raw.isFormula = raw.isFormula || r.s.is("f")
			continue
		}
		switch {
		case r.s.is("c"):
			return nil
		case r.s.is("v"):
			raw.value = append(raw.value, r.s.lead...)
		case r.s.is("f"):
			raw.formula = append(raw.formula, r.s.lead...)
		case r.s.is("rPh"):
			phonetic = false
		case r.s.is("t") && !phonetic:
			raw.inline = append(raw.inline, r.s.lead...)
		}
	}
}

// value makes a cell of a raw one. A formula whose result the file does not have is shown as it is written: nothing
// is lost in silence.
func (w *workbook) value(raw *rawCell) (Cell, error) {
	if raw.isFormula && len(raw.value) == 0 && len(raw.inline) == 0 {
		if string(raw.kind) == "str" || len(raw.formula) == 0 {
			return Cell{}, nil // its result is an empty text
		}
		return textCell("=" + string(raw.formula)), nil
	}
	switch string(raw.kind) {
	case "s":
		text, err := w.strings.at(atoi(bytes.TrimSpace(raw.value)))
		return textCell(text), err
	case "inlineStr":
		return textCell(string(unescapeCell(raw.inline))), nil
	case "str":
		return textCell(string(unescapeCell(raw.value))), nil
	case "b":
		return boolCell(string(raw.value) == "1" || string(raw.value) == "true"), nil
	case "e":
		return Cell{Text: string(raw.value), Kind: Error}, nil
	case "d":
		return isoDate(string(raw.value)), nil
	}
	if len(raw.value) == 0 {
		return Cell{}, nil
	}
	st := plainStyle
	if raw.style >= 0 && raw.style < len(w.styles) {
		st = w.styles[raw.style]
	}
	return numberCell(string(raw.value), st, w.from1904), nil
}
