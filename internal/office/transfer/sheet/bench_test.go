package sheet_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"voronka/internal/office/transfer/sheet"
)

// memFile is a file made by a test.
func memFile(t testing.TB, write func(w io.Writer)) *os.File {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "made-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	w := bufio.NewWriter(f)
	write(w)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return f
}

// xlsxParts is the least a workbook needs.
func xlsxParts(z *zip.Writer, sheetXML func(w io.Writer), shared func(w io.Writer)) {
	part := func(name string, write func(w io.Writer)) {
		w, err := z.Create(name)
		if err != nil {
			panic(err)
		}
		b := bufio.NewWriter(w)
		write(b)
		b.Flush()
	}
	text := func(s string) func(io.Writer) { return func(w io.Writer) { io.WriteString(w, s) } }
	part("xl/workbook.xml", text(`<?xml version="1.0"?><workbook xmlns:r="r"><sheets><sheet name="Лист1" sheetId="1" r:id="rId1"/></sheets></workbook>`))
	part("xl/_rels/workbook.xml.rels", text(`<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`))
	part("xl/styles.xml", text(`<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-419]d\ mmmm\ yyyy;@"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="20"/></cellXfs></styleSheet>`))
	if shared != nil {
		part("xl/sharedStrings.xml", shared)
	}
	part("xl/worksheets/sheet1.xml", sheetXML)
}

func madeXLSX(t testing.TB, sheetXML, shared func(w io.Writer)) *os.File {
	return memFile(t, func(w io.Writer) {
		z := zip.NewWriter(w)
		xlsxParts(z, sheetXML, shared)
		z.Close()
	})
}

// bigXLSX has rows of 12 cells: six shared strings that are all different, three numbers, two dates, a flag.
func bigXLSX(t testing.TB, rows int) *os.File {
	return madeXLSX(t, func(w io.Writer) {
		fmt.Fprintf(w, `<worksheet><dimension ref="A1:L%d"/><sheetData>`, rows)
		for r := 1; r <= rows; r++ {
			fmt.Fprintf(w, `<row r="%d">`, r)
			for c := range 6 {
				fmt.Fprintf(w, `<c r="%c%d" t="s"><v>%d</v></c>`, 'A'+c, r, (r-1)*6+c)
			}
			fmt.Fprintf(w, `<c r="G%d"><v>%d</v></c><c r="H%d"><v>%d.14999999999</v></c><c r="I%d"><v>7916%07d</v></c>`, r, r, r, r, r, r)
			fmt.Fprintf(w, `<c r="J%d" s="1"><v>45729</v></c><c r="K%d" s="2"><v>45729.65833333333</v></c><c r="L%d" t="b"><v>1</v></c></row>`, r, r, r)
		}
		io.WriteString(w, `</sheetData></worksheet>`)
	}, func(w io.Writer) {
		io.WriteString(w, `<sst>`)
		for i := range rows * 6 {
			fmt.Fprintf(w, `<si><t>Значение ячейки номер %d</t></si>`, i)
		}
		io.WriteString(w, `</sst>`)
	})
}

func open(t testing.TB, f *os.File) *sheet.Book {
	t.Helper()
	b, err := sheet.Inspect(t.Context(), f, size(t, f), f.Name())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func size(t testing.TB, f *os.File) int64 {
	t.Helper()
	st, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return st.Size()
}

// peakHeap samples the live heap while work runs.
func peakHeap(work func()) uint64 {
	runtime.GC()
	var peak uint64
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapInuse)
			}
		}
	}()
	work()
	close(stop)
	<-done
	return peak
}

// TestBigXLSX holds the bar: 100,000 rows of 12 columns in less than 120 MB and faster than 20,000 rows a second.
func TestBigXLSX(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	const rows = 100_000
	b := open(t, bigXLSX(t, rows))
	start, n := time.Now(), 0
	peak := peakHeap(func() {
		for r, err := range b.Rows(t.Context(), 0, 1) {
			if err != nil {
				t.Fatal(err)
			}
			n += len(r.Cells)
			// The strings at the end lie in the temporary file.
			if want := fmt.Sprintf("Значение ячейки номер %d", (r.Number-1)*6+5); r.Cells[5].Text != want {
				t.Fatalf("row %d: %q, want %q", r.Number, r.Cells[5].Text, want)
			}
		}
	})
	rate := float64(rows) / time.Since(start).Seconds()
	t.Logf("%d cells, %.0f rows a second, %d MB", n, rate, peak>>20)
	if n != rows*12 || peak > 120<<20 {
		t.Errorf("%d cells, %d MB", n, peak>>20)
	}
	if rate < 20_000 && !raceEnabled {
		t.Errorf("%.0f rows a second", rate)
	}
}

func BenchmarkXLSX(b *testing.B) {
	book := open(b, bigXLSX(b, 20_000))
	b.ResetTimer()
	for b.Loop() {
		for _, err := range book.Rows(b.Context(), 0, 1) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(20_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkDetect(b *testing.B) {
	book := open(b, bigXLSX(b, 20_000))
	b.ResetTimer()
	for b.Loop() {
		if _, err := book.Detect(b.Context(), 0); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCSV(b *testing.B) {
	line := `Иванов Пётр;+7 916 123-45-67;ivan@example.ru;"ООО ""Ромашка""";1 250 000,50;31.12.2025` + "\n"
	data := []byte(strings.Repeat(line, 50_000))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		book, err := sheet.Inspect(b.Context(), bytes.NewReader(data), int64(len(data)), "x.csv")
		if err != nil {
			b.Fatal(err)
		}
		for _, err := range book.Rows(b.Context(), 0, 1) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
