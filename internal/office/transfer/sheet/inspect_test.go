package sheet_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"voronka/internal/kit/errs"
	"voronka/internal/office/transfer/sheet"
)

// load reads a file whole: the tests look at small ones.
func load(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func inspect(t testing.TB, data []byte, name string) (*sheet.Book, error) {
	t.Helper()
	b, err := sheet.Inspect(t.Context(), bytes.NewReader(data), int64(len(data)), name)
	if err == nil {
		t.Cleanup(func() { b.Close() })
	}
	return b, err
}

// readAll reads every row of the first sheet as texts, with its number.
func readAll(t testing.TB, data []byte, name string) (map[int][]string, error) {
	t.Helper()
	b, err := inspect(t, data, name)
	if err != nil {
		return nil, err
	}
	out := map[int][]string{}
	for r, err := range b.Rows(t.Context(), 0, 1) {
		if err != nil {
			return out, err
		}
		for _, c := range r.Cells {
			out[r.Number] = append(out[r.Number], c.Text)
		}
	}
	return out, nil
}

// packed makes an archive of named parts.
func packed(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, text)
	}
	z.Close()
	return b.Bytes()
}

func protected(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	var b bytes.Buffer
	if err := f.Write(&b, excelize.Options{Password: "secret"}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestInspect_refuses(t *testing.T) {
	t.Parallel()
	whole := load(t, "clients-ru.xlsx")
	tests := map[string]struct {
		data []byte
		says string
	}{
		"empty":               {load(t, "empty.csv"), "is empty"},
		"blank":               {[]byte("\n \n\t\n"), "is empty"},
		"only a mark":         {[]byte("\xef\xbb\xbf"), "is empty"},
		"truncated":           {load(t, "broken-truncated.xlsx"), "not uploaded to its end"},
		"truncated at start":  {whole[:100], "not uploaded to its end"},
		"truncated at end":    {whole[:len(whole)-1], "not uploaded to its end"},
		"random bytes":        {load(t, "broken-not-a-table.csv"), "not a table"},
		"prose":               {[]byte(strings.Repeat("Жил-был у бабушки серенький козлик, бабушка козлика очень любила.\n", 20)), "text, not a table"},
		"one long sentence":   {[]byte(strings.Repeat("слово ", 100)), "text, not a table"},
		"password":            {protected(t), "protected by a password"},
		"old xls":             {append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 2000)...), "save it as .xlsx"},
		"pdf":                 {[]byte("%PDF-1.7 ..."), "PDF"},
		"picture":             {[]byte("\x89PNG\r\n\x1a\n"), "picture"},
		"html as xls":         {[]byte("  <html><table><tr><td>1"), "web page"},
		"html in utf-16":      {[]byte("\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00"), "web page"},
		"json":                {[]byte(`{"a": 1}`), "JSON"},
		"gzip":                {[]byte("\x1f\x8b\x08"), "archive"},
		"archive":             {packed(t, map[string]string{"a.txt": "x"}), "archive"},
		"empty archive":       {packed(t, nil), "archive"},
		"opendocument":        {packed(t, map[string]string{"content.xml": "<x/>"}), "OpenDocument"},
		"xlsb":                {packed(t, map[string]string{"xl/workbook.bin": "x"}), ".xlsb"},
		"docx":                {packed(t, map[string]string{"word/document.xml": "<x/>"}), "text document"},
		"workbook of nothing": {packed(t, map[string]string{"xl/workbook.xml": "<workbook/>"}), "damaged"},
		"workbook of bad xml": {packed(t, map[string]string{"xl/workbook.xml": "<workbook", "xl/_rels/workbook.xml.rels": "<a/>"}), "damaged"},
		"card without an end": {[]byte("BEGIN:VCARDS\nx:y"), "text, not a table"},
	}
	for name, tt := range tests {
		_, err := inspect(t, tt.data, name+".xlsx")
		if name == "card without an end" {
			continue // any answer but a crash will do
		}
		if errs.CodeOf(err) != errs.CodeInvalid || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want %q", name, err, tt.says)
		}
	}
}

func TestInspect_bomb(t *testing.T) {
	t.Parallel()
	f := memFile(t, func(w io.Writer) {
		z := zip.NewWriter(w)
		xlsxParts(z, func(w io.Writer) {
			io.WriteString(w, `<worksheet><sheetData>`)
			block := bytes.Repeat([]byte(" "), 1<<20)
			for range 100 {
				w.Write(block)
			}
			io.WriteString(w, `</sheetData></worksheet>`)
		}, nil)
		z.Close()
	})
	_, err := sheet.Inspect(t.Context(), f, size(t, f), "bomb.xlsx")
	if errs.CodeOf(err) != errs.CodeLimit || !strings.Contains(err.Error(), "unpacks to more") {
		t.Error(err)
	}
}

// TestRows_hugeText has a cell too long for any spreadsheet, in a file small enough to pass the guard.
func TestRows_hugeText(t *testing.T) {
	t.Parallel()
	f := madeXLSX(t, func(w io.Writer) {
		io.WriteString(w, `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>`)
		io.WriteString(w, strings.Repeat("x", 20<<20))
		io.WriteString(w, `</t></is></c></row></sheetData></worksheet>`)
	}, nil)
	_, err := collect(t, open(t, f))
	if errs.CodeOf(err) != errs.CodeLimit {
		t.Error(err)
	}
}

func collect(t testing.TB, b *sheet.Book) ([]sheet.Row, error) {
	t.Helper()
	var out []sheet.Row
	for r, err := range b.Rows(t.Context(), 0, 1) {
		if err != nil {
			return out, err
		}
		out = append(out, r)
	}
	return out, nil
}

// TestRows_truncatedInside cuts a part of a whole archive.
func TestRows_truncatedInside(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"", "<row", `<row r="1"><c r="A1"><v>1`, `<row r="2"></row>`, "</sheetData"} {
		f := madeXLSX(t, func(w io.Writer) { io.WriteString(w, `<worksheet><sheetData>`+end) }, nil)
		if _, err := collect(t, open(t, f)); errs.CodeOf(err) != errs.CodeInvalid || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%q: %v", end, err)
		}
	}
}

func TestRows_columns(t *testing.T) {
	t.Parallel()
	wide := func(n int) []byte { return []byte(strings.Repeat("x;", n-1) + "x\n1;2\n") }
	for n, want := range map[int]errs.Code{500: "", 501: errs.CodeLimit, 2000: errs.CodeLimit} {
		_, err := readAll(t, wide(n), "wide.csv")
		if want == "" && err != nil || want != "" && errs.CodeOf(err) != want {
			t.Errorf("csv of %d columns: %v", n, err)
		}
		f := madeXLSX(t, func(w io.Writer) {
			io.WriteString(w, `<worksheet><sheetData><row r="1">`)
			for range n {
				io.WriteString(w, `<c><v>1</v></c>`)
			}
			io.WriteString(w, `</row></sheetData></worksheet>`)
		}, nil)
		_, err = collect(t, open(t, f))
		if want == "" && err != nil || want != "" && (errs.CodeOf(err) != want || !strings.Contains(err.Error(), "columns")) {
			t.Errorf("xlsx of %d columns: %v", n, err)
		}
	}
}

func TestRows_millionRows(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	f := memFile(t, func(w io.Writer) {
		fmt.Fprintln(w, "Имя;Телефон;Сумма")
		for i := range 1_000_000 {
			fmt.Fprintf(w, "Клиент %d;+7916%07d;%d,50\n", i, i, i)
		}
	})
	b := open(t, f)
	n := 0
	peak := peakHeap(func() {
		for r, err := range b.Rows(t.Context(), 0, 1) {
			if err != nil {
				t.Fatal(err)
			}
			n = r.Number
		}
	})
	t.Logf("%d rows, %d MB", n, peak>>20)
	if n != 1_000_001 || peak > 64<<20 {
		t.Errorf("%d rows, %d MB", n, peak>>20)
	}
}

func TestRows_moreRowsThanASpreadsheet(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	f := memFile(t, func(w io.Writer) { io.WriteString(w, strings.Repeat("a;b\n", sheet.MaxRows+1)) })
	n := 0
	for r, err := range open(t, f).Rows(t.Context(), 0, 1) {
		if err != nil {
			if errs.CodeOf(err) != errs.CodeLimit || n != sheet.MaxRows {
				t.Errorf("after row %d: %v", n, err)
			}
			return
		}
		n = r.Number
	}
	t.Error("no error after", n)
}

func TestRows_stops(t *testing.T) {
	t.Parallel()
	b, err := inspect(t, load(t, "clients-ru.xlsx"), "x.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for r, err := range b.Rows(t.Context(), 0, 10) {
		if err != nil || r.Number < 10 {
			t.Fatal(r.Number, err)
		}
		if n++; n == 3 {
			break
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range b.Rows(ctx, 0, 1) {
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	for _, err := range b.Rows(t.Context(), 7, 1) {
		if errs.CodeOf(err) != errs.CodeInvalid {
			t.Error(err)
		}
	}
}
