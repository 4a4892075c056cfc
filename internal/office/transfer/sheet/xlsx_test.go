package sheet_test

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"voronka/internal/office/transfer/sheet"
)

func cellsOf(t *testing.T, rowsXML string, shared func(io.Writer)) map[int][]sheet.Cell {
	t.Helper()
	f := madeXLSX(t, func(w io.Writer) { io.WriteString(w, "<worksheet>"+rowsXML+"</worksheet>") }, shared)
	rows, err := collect(t, open(t, f))
	if err != nil {
		t.Fatal(err)
	}
	out := map[int][]sheet.Cell{}
	for _, r := range rows {
		out[r.Number] = r.Cells
	}
	return out
}

func TestXLSX_cells(t *testing.T) {
	t.Parallel()
	day := time.Date(2025, 3, 13, 0, 0, 0, 0, time.UTC)
	moment := time.Date(2025, 3, 13, 15, 48, 0, 0, time.UTC)
	tests := map[string]sheet.Cell{
		`<c r="A1"><v>12.5</v></c>`:                                {Text: "12.5", Kind: sheet.Number, Number: "12.5"},
		`<c r="A1"><v>68890.14999999999</v></c>`:                   {Text: "68890.15", Kind: sheet.Number, Number: "68890.15"},
		`<c r="A1"><v>7.9161234567E10</v></c>`:                     {Text: "79161234567", Kind: sheet.Number, Number: "79161234567"},
		`<c r="A1"><v>-0</v></c>`:                                  {Text: "0", Kind: sheet.Number, Number: "0"},
		`<c r="A1" t="n"><v>0.1</v></c>`:                           {Text: "0.1", Kind: sheet.Number, Number: "0.1"},
		`<c r="A1" s="1"><v>45729</v></c>`:                         {Text: "2025-03-13", Kind: sheet.Date, Time: day},
		`<c r="A1" s="3"><v>45729</v></c>`:                         {Text: "2025-03-13", Kind: sheet.Date, Time: day},
		`<c r="A1" s="2"><v>45729.65833333333</v></c>`:             {Text: "2025-03-13 15:48:00", Kind: sheet.Date, Time: moment},
		`<c r="A1" s="4"><v>0.5</v></c>`:                           {Text: "12:00:00", Kind: sheet.Text},
		`<c r="A1" s="1"><v>99999999</v></c>`:                      {Text: "99999999", Kind: sheet.Number, Number: "99999999"},
		`<c r="A1" s="1"><v>1</v></c>`:                             {Text: "1900-01-01", Kind: sheet.Date, Time: time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)},
		`<c r="A1" s="99"><v>5</v></c>`:                            {Text: "5", Kind: sheet.Number, Number: "5"},
		`<c r="A1" t="d"><v>2025-03-13T15:48:00</v></c>`:           {Text: "2025-03-13 15:48:00", Kind: sheet.Date, Time: moment},
		`<c r="A1" t="b"><v>1</v></c>`:                             {Text: "true", Kind: sheet.Bool},
		`<c r="A1" t="b"><v>0</v></c>`:                             {Text: "false", Kind: sheet.Bool},
		`<c r="A1" t="e"><v>#N/A</v></c>`:                          {Text: "#N/A", Kind: sheet.Error},
		`<c r="A1" t="str"><f>A2</f><v>да</v></c>`:                 {Text: "да", Kind: sheet.Text},
		`<c r="A1"><f>1+1</f><v>2</v></c>`:                         {Text: "2", Kind: sheet.Number, Number: "2"},
		`<c r="A1"><f>SUM(A2:A3)</f><v></v></c>`:                   {Text: "=SUM(A2:A3)", Kind: sheet.Text},
		`<c r="A1" t="s"><v>0</v></c>`:                             {Text: "О'Брайен & сын", Kind: sheet.Text},
		`<c r="A1" t="s"><v>1</v></c>`:                             {Text: "жирный текст", Kind: sheet.Text},
		`<c r="A1" t="s"><v>2</v></c>`:                             {Text: "две\nстроки", Kind: sheet.Text},
		`<c t="inlineStr"><is><t><![CDATA[<a> & b]]></t></is></c>`: {Text: "<a> & b", Kind: sheet.Text},
		`<c r="A1" t="inlineStr"><is><r><t>а</t></r><r><t>б</t></r><rPh><t>x</t></rPh></is></c>`: {Text: "аб", Kind: sheet.Text},
		`<c r="A1" t="inlineStr"><is><t>=1+1</t></is></c>`:                                       {Text: "=1+1", Kind: sheet.Text},
		`<c r="A1" t="inlineStr"><is><t>&#1041;&#x411;</t></is></c>`:                             {Text: "ББ", Kind: sheet.Text},
		`<x:c r="A1"><x:v>7</x:v></x:c>`:                                                         {Text: "7", Kind: sheet.Number, Number: "7"},
	}
	shared := func(w io.Writer) {
		io.WriteString(w, `<sst><si><t>О&apos;Брайен &amp; сын</t></si><si><r><t>жирный</t></r><r><t xml:space="preserve"> текст</t></r></si><si><t>две_x000D_`+"\n"+`строки</t></si></sst>`)
	}
	for cell, want := range tests {
		got := cellsOf(t, `<sheetData><row r="1">`+cell+`</row></sheetData>`, shared)[1]
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s = %+v, want %+v", cell, got, want)
		}
	}
	for _, cell := range []string{`<c r="A1"/>`, `<c r="A1" s="1"></c>`, `<c r="A1" t="inlineStr"><is><t>  </t></is></c>`, `<c r="XFD1" s="2"/>`} {
		if got := cellsOf(t, `<sheetData><row r="1">`+cell+`</row></sheetData>`, nil); len(got) != 0 {
			t.Errorf("%s = %+v, want nothing", cell, got)
		}
	}
}

func TestXLSX_rowNumbers(t *testing.T) {
	t.Parallel()
	got := cellsOf(t, `<sheetData><row><c><v>1</v></c></row><row r="5"><c r="C5"><v>2</v></c><c><v>3</v></c></row><row/><row><c><v>4</v></c></row></sheetData>`, nil)
	if len(got) != 3 || got[1][0].Text != "1" || got[5][2].Text != "2" || got[5][3].Text != "3" || got[7][0].Text != "4" {
		t.Errorf("%+v", got)
	}
}

func TestXLSX_mergedCells(t *testing.T) {
	t.Parallel()
	got := cellsOf(t, `<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>10</v></c></row><row r="2"><c r="B2"><v>20</v></c></row>`+
		`<row r="3"><c r="B3"><v>30</v></c></row><row r="4"><c r="B4"><v>40</v></c></row></sheetData>`+
		`<mergeCells count="2"><mergeCell ref="A1:A3"/><mergeCell ref="B4:D4"/></mergeCells>`, nil)
	for n, want := range map[int]string{1: "1", 2: "1", 3: "1", 4: ""} {
		if got[n][0].Text != want {
			t.Errorf("row %d: %q, want %q", n, got[n][0].Text, want)
		}
	}
}

func TestXLSX_1904(t *testing.T) {
	t.Parallel()
	data := packed(t, map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="A" sheetId="1" state="hidden" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="/xl/worksheets/s.xml"/></Relationships>`,
		"xl/styles.xml":              `<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/worksheets/s.xml":        `<worksheet><sheetData><row><c s="0"><v>44267</v></c></row></sheetData></worksheet>`,
	})
	b, err := inspect(t, data, "x.xlsx")
	if err != nil || !b.Sheets[0].Hidden {
		t.Fatal(b, err)
	}
	rows, err := collect(t, b)
	if err != nil || rows[0].Cells[0].Text != "2025-03-13" {
		t.Error(rows, err)
	}
}

func TestNumberFormats(t *testing.T) {
	t.Parallel()
	const number, date, clock = 0, 1, 2
	for code, want := range map[string]int{
		"General": number, "0.00": number, "#,##0.00 ₽": number, `# ##0,00"р."`: number, "0%": number, `0" дней"`: number, "@": number,
		"": number, `"d"0`: number, `[Red]0.00`: number, `_-* #,##0.00\ "₽"_-`: number, "0.00E+00": number,
		"dd.mm.yyyy": date, "yyyy-mm-dd h:mm:ss": date, `[$-419]d\ mmmm\ yyyy\ "г.";@`: date, "m/d/yy": date, "mmm-yy": date, "mmmm": date,
		"h:mm": clock, "[h]:mm:ss": clock, "mm:ss": clock, "h:mm AM/PM": clock, "mm:ss.0": clock,
	} {
		if got := sheet.IsDateFormat(code); got != want {
			t.Errorf("%q is %d, want %d", code, got, want)
		}
	}
}

// FuzzScanner compares the scanner with encoding/xml where both accept the input.
func FuzzScanner(f *testing.F) {
	for _, s := range []string{`<a b="1">x</a>`, `<a><!-- > --><b/>&lt;&#65;</a>`, `<?xml version="1.0"?><x:a y='>'><![CDATA[a]]b]]></x:a>`,
		`<a`, `<>`, `</a>`, `<a b=c>`, `<!DOCTYPE a><a/>`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := sheet.ScanText(strings.NewReader(s))
		want, ok := standardScan(s)
		if ok && (err != nil || !slices.Equal(got, want)) {
			t.Errorf("%q: %q, %v, want %q", s, got, err, want)
		}
	})
}

// standardScan is what encoding/xml sees; ok is false for inputs outside the subset spreadsheets use.
func standardScan(s string) (out []string, ok bool) {
	if strings.Count(s, "<!") != strings.Count(s, "<!--") || strings.Contains(s, "\r") || !strings.HasPrefix(s, "<") {
		return nil, false
	}
	d := xml.NewDecoder(strings.NewReader(s))
	text := ""
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return out, strings.TrimSpace(text) == ""
		}
		if err != nil {
			return nil, false
		}
		flush := func() {
			if t := strings.TrimSpace(text); t != "" {
				out = append(out, "#"+t)
			}
			text = ""
		}
		switch v := tok.(type) {
		case xml.StartElement:
			flush()
			out = append(out, "<"+v.Name.Local)
		case xml.EndElement:
			flush()
			out = append(out, ">"+v.Name.Local)
		case xml.CharData:
			text += string(v)
		}
	}
}

func FuzzInspect(f *testing.F) {
	for _, name := range []string{"products.csv", "contacts.vcf", "contacts-utf16-tab.csv"} {
		f.Add(load(f, name))
	}
	f.Add(packed(f, map[string]string{"xl/workbook.xml": `<workbook xmlns:r="r"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<R><Relationship Id="r1" Type="/worksheet" Target="s.xml"/></R>`, "xl/s.xml": `<w><sheetData><row><c><v>1</v></c></row></sheetData></w>`}))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := inspect(t, data, "x")
		if err != nil {
			return
		}
		for i := range b.Sheets {
			b.Detect(t.Context(), i)
		}
	})
}
