package sheet

import (
	"archive/zip"
	"errors"
	"path"
	"strings"
	"sync"
)

// workbook is an XLSX: an archive of XML parts. We read it ourselves, since excelize either gives rows without the
// formats of their cells, and so without dates, or loads a whole sheet.
type workbook struct {
	zip      *zip.Reader
	sheets   []*zip.File
	styles   []style
	from1904 bool
	shared   *zip.File

	once    sync.Once
	strings *sharedStrings
	stringE error

	mu     sync.Mutex
	merges map[int][]merge
}

func openWorkbook(z *zip.Reader) (*workbook, []Sheet, error) {
	w := &workbook{zip: z, merges: map[int][]merge{}, shared: entryOf(z, "xl/sharedStrings.xml")}
	book := entryOf(z, "xl/workbook.xml")
	if book == nil {
		return nil, nil, refuseArchive(z)
	}
	targets, err := relations(z)
	if err != nil {
		return nil, nil, err
	}
	var sheets []Sheet
	err = scanEntry(book, func(s *scanner, kind tag) bool {
		switch {
		case kind == startTag && s.is("workbookPr"):
			v, _ := s.attr("date1904")
			w.from1904 = v == "1" || v == "true"
		case kind == startTag && s.is("sheet"):
			id, _ := s.attr("id") // r:id stands behind sheetId, which has another name
			if f := entryOf(z, targets[id]); f != nil {
				name, _ := s.attr("name")
				state, _ := s.attr("state")
				sheets = append(sheets, Sheet{Name: name, Hidden: state == "hidden" || state == "veryHidden"})
				w.sheets = append(w.sheets, f)
			}
		}
		return true
	})
	if err == nil {
		w.styles, err = readStyles(z)
	}
	if err == nil && len(sheets) == 0 {
		err = truncated()
	}
	for i := range sheets {
		sheets[i].Rows = w.dimension(i)
	}
	return w, sheets, err
}

// relations maps the ids of the workbook to the paths of its worksheets.
func relations(z *zip.Reader) (map[string]string, error) {
	out := map[string]string{}
	rels := entryOf(z, "xl/_rels/workbook.xml.rels")
	if rels == nil {
		return nil, truncated()
	}
	return out, scanEntry(rels, func(s *scanner, kind tag) bool {
		if kind == startTag && s.is("Relationship") {
			id, _ := s.attr("Id")
			target, _ := s.attr("Target")
			what, _ := s.attr("Type")
			if strings.HasSuffix(what, "/worksheet") {
				if !strings.HasPrefix(target, "/") {
					target = "xl/" + target
				}
				out[id] = strings.TrimPrefix(path.Clean("/"+target), "/")
			}
		}
		return true
	})
}

// readStyles tells for every style of a cell whether its number is a date.
func readStyles(z *zip.Reader) ([]style, error) {
	f := entryOf(z, "xl/styles.xml")
	if f == nil {
		return nil, nil
	}
	custom := map[int]style{}
	var out []style
	inCells := false
	err := scanEntry(f, func(s *scanner, kind tag) bool {
		switch {
		case kind == startTag && s.is("numFmt"):
			code, _ := s.attr("formatCode")
			custom[intAttr(s, "numFmtId")] = styleOf(code)
		case s.is("cellXfs"):
			inCells = kind == startTag
		case kind == startTag && inCells && s.is("xf"):
			id := intAttr(s, "numFmtId")
			st, ok := custom[id]
			if !ok {
				st = builtinStyle(id)
			}
			out = append(out, st)
		}
		return true
	})
	return out, err
}

// intAttr reads a number that is not negative; -1 is none.
func intAttr(s *scanner, name string) int {
	v, ok := s.attrBytes(name)
	if !ok {
		return -1
	}
	return atoi(v)
}

// atoi reads a short number without making a string of it; -1 is none.
func atoi(b []byte) int {
	if len(b) == 0 || len(b) > 9 {
		return -1
	}
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// dimension is the number of rows a sheet says it has.
func (w *workbook) dimension(sheet int) int {
	rows := 0
	// Errors come up again when the rows are read.
	_ = scanEntry(w.sheets[sheet], func(s *scanner, kind tag) bool {
		if kind == startTag && s.is("dimension") {
			ref, _ := s.attr("ref")
			if _, last, ok := strings.Cut(ref, ":"); ok {
				_, rows = parseRef(last)
			}
			return false
		}
		return !s.is("sheetData")
	})
	return rows
}

// parseRef reads "AB12" as column 28, row 12, both from 1; a part that is missing is 0.
func parseRef[T string | []byte](ref T) (column, row int) {
	for i := 0; i < len(ref); i++ {
		switch c := ref[i]; {
		case c >= 'A' && c <= 'Z':
			column = min(column*26+int(c-'A')+1, 1<<20)
		case c >= 'a' && c <= 'z':
			column = min(column*26+int(c-'a')+1, 1<<20)
		case c >= '0' && c <= '9':
			row = min(row*10+int(c-'0'), MaxRows+1)
		}
	}
	return column, row
}

// loadStrings reads the shared strings at the first need.
func (w *workbook) loadStrings() error {
	w.once.Do(func() {
		if w.shared == nil {
			return
		}
		rc, err := openEntry(w.shared)
		if err != nil {
			w.stringE = err
			return
		}
		defer rc.Close()
		w.strings, err = readSharedStrings(rc)
		w.stringE = archiveError(err)
	})
	return w.stringE
}

func (w *workbook) Close() error {
	w.once.Do(func() { w.stringE = errors.New("the book is closed") })
	return w.strings.Close()
}
