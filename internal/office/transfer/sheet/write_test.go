package sheet_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/sheet"
)

var (
	day    = time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC)
	moment = time.Date(2025, 12, 31, 14, 5, 0, 0, time.FixedZone("MSK", 3*3600))
)

func exportRow() []sheet.Cell {
	return []sheet.Cell{sheet.TextCell(`ООО "Ромашка"; и К`), sheet.NumberCell("-1250.50"), sheet.DateCell(day), sheet.DateCell(moment),
		sheet.BoolCell(true), {}, sheet.TextCell("=1+1"), sheet.TextCell("+7916"), sheet.TextCell("-x"), sheet.TextCell("@x"), sheet.TextCell("две\nстроки")}
}

func TestCSVWriter(t *testing.T) {
	t.Parallel()
	for loc, want := range map[lang.Locale]string{
		lang.RU: "\ufeffИмя;Сумма\r\n\"ООО \"\"Ромашка\"\"; и К\";-1250,50;31.12.2025;31.12.2025 14:05:00;да;;'=1+1;'+7916;'-x;'@x;\"две\nстроки\"\r\n",
		lang.EN: "\ufeffИмя,Сумма\r\n\"ООО \"\"Ромашка\"\"; и К\",-1250.50,2025-12-31,2025-12-31 14:05:00,true,,'=1+1,'+7916,'-x,'@x,\"две\nстроки\"\r\n",
	} {
		var b bytes.Buffer
		w := sheet.NewCSV(&b, loc)
		if err := writeTable(w, []string{"Имя", "Сумма"}, exportRow()); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); got != fixComma(want, loc) {
			t.Errorf("%s:\n%q\nwant\n%q", loc, got, want)
		}
		rows, err := readAll(t, b.Bytes(), "x.csv")
		if err != nil || rows[2][6] != "=1+1" || rows[2][7] != "+7916" {
			t.Errorf("%s reads back as %q, %v", loc, rows[2], err)
		}
	}
}

// fixComma quotes the decimal comma, as the writer does with every separator people use.
func fixComma(s string, loc lang.Locale) string {
	if loc == lang.RU {
		return strings.Replace(s, "-1250,50", `"-1250,50"`, 1)
	}
	return s
}

func writeTable(w sheet.Writer, titles []string, rows ...[]sheet.Cell) error {
	if err := w.Head(titles...); err != nil {
		return err
	}
	for _, r := range rows {
		if err := w.Row(r...); err != nil {
			return err
		}
	}
	return w.Close()
}

func TestXLSXWriter(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w, err := sheet.NewXLSX(&b, "Сделки: [2025]/12")
	if err != nil {
		t.Fatal(err)
	}
	row := append(exportRow(), sheet.NumberCell("12345678901234567890"), sheet.TextCell("a\x00b\x0bc"), sheet.TextCell(strings.Repeat("ж", 40_000)))
	if err := writeTable(w, []string{"Имя", "=Сумма"}, row); err != nil {
		t.Fatal(err)
	}
	book, err := inspect(t, b.Bytes(), "x.xlsx")
	if err != nil || book.Sheets[0].Name != "Сделки   2025  12" {
		t.Fatal(book, err)
	}
	rows, err := collect(t, book)
	if err != nil || len(rows) != 2 || rows[0].Cells[1].Text != "=Сумма" {
		t.Fatal(rows, err)
	}
	got := rows[1].Cells
	for i, want := range exportRow() {
		if want.Kind == sheet.Number {
			want = sheet.NumberCell("-1250.5")
		}
		if got[i] != want {
			t.Errorf("cell %d: %+v, want %+v", i, got[i], want)
		}
	}
	if got[11].Text != "12345678901234567890" || got[12].Text != "abc" || len([]rune(got[13].Text)) != 32_767 {
		t.Errorf("%q, %q, %d", got[11].Text, got[12].Text, len([]rune(got[13].Text)))
	}
}

// TestXLSXWriter_noFormulas looks at the file with another reader: a text is not a formula.
func TestXLSXWriter_noFormulas(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w, err := sheet.NewXLSX(&b, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := writeTable(w, []string{"a"}, []sheet.Cell{sheet.TextCell(`=HYPERLINK("http://evil")`)}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	name := f.GetSheetName(0)
	formula, _ := f.GetCellFormula(name, "A2")
	value, _ := f.GetCellValue(name, "A2")
	if formula != "" || value != `=HYPERLINK("http://evil")` {
		t.Errorf("formula %q, value %q", formula, value)
	}
}

func TestWriters_bounds(t *testing.T) {
	t.Parallel()
	w := sheet.NewCSV(io.Discard, lang.RU)
	if err := w.Row(make([]sheet.Cell, 16_385)...); errs.CodeOf(err) != errs.CodeLimit {
		t.Error(err)
	}
	failing := sheet.NewCSV(fullDisk{}, lang.RU)
	if err := writeTable(failing, []string{strings.Repeat("x", 100_000)}); err == nil {
		t.Error("the error of the writer below must come through")
	}
	x, err := sheet.NewXLSX(fullDisk{}, "x")
	if err != nil {
		t.Fatal(err)
	}
	if err := writeTable(x, []string{"x"}); err == nil {
		t.Error("the error of the writer below must come through")
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, fmt.Errorf("the disk is full") }

// TestXLSXWriter_memory writes a large table and reads it back.
func TestXLSXWriter_memory(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	const rows = 100_000
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	start := time.Now()
	peak := peakHeap(func() {
		w, err := sheet.NewXLSX(f, "x")
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Head(strings.Split("abcdefghijk", "")...); err != nil {
			t.Fatal(err)
		}
		for range rows {
			if err := w.Row(exportRow()...); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	})
	t.Logf("%.0f rows a second, %d MB, file of %d MB", rows/time.Since(start).Seconds(), peak>>20, size(t, f)>>20)
	if peak > 80<<20 {
		t.Errorf("%d MB", peak>>20)
	}
	h, err := open(t, f).Detect(t.Context(), 0)
	if err != nil || h.Rows != rows {
		t.Error(h.Rows, err)
	}
}

// A table longer than a sheet goes on in the next one, under the same titles.
func TestXLSXGoesOnInAnotherSheet(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	x, err := sheet.NewXLSX(&b, "Сделки")
	if err != nil {
		t.Fatal(err)
	}
	x.LimitRows(3)
	if err := x.Head("n"); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		if err := x.Row(sheet.NumberCell(strconv.Itoa(i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Inspect(t.Context(), bytes.NewReader(b.Bytes()), int64(b.Len()), "t.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var got []string
	for n, s := range book.Sheets {
		got = append(got, s.Name)
		for row, err := range book.Rows(t.Context(), n, 1) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, row.Cell(0).Text)
		}
	}
	if want := "[Сделки n 0 1 Сделки 2 n 2 3 Сделки 3 n 4]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
}
