package sheet_test

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"voronka/internal/office/transfer/sheet"
)

const people = "Имя;Телефон;Примечание\nПётр О'Брайен;+7 916 123-45-67;«Ёлка» — № 5\nИванова Мария;89161234567;перезвонить после обеда\n"

func encoded(t *testing.T, e encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	oneByte := strings.NewReplacer("«", `"`, "»", `"`, "—", "-", "№", "N").Replace(people)
	upper := strings.ToUpper(oneByte)
	tests := []struct {
		name, encoding, text string
		data                 []byte
	}{
		{"utf-8", "utf-8", people, []byte(people)},
		{"utf-8 with mark", "utf-8", people, []byte("\ufeff" + people)},
		{"utf-16le", "utf-16le", people, encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), people)},
		{"utf-16be", "utf-16be", people, encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), people)},
		{"utf-16le without mark", "utf-16le", people, encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), people)},
		{"utf-16be without mark", "utf-16be", people, encoded(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), people)},
		{"cp1251", "windows-1251", people, encoded(t, charmap.Windows1251, people)},
		{"cp1251 in capitals", "windows-1251", upper, encoded(t, charmap.Windows1251, upper)},
		{"koi8-r", "koi8-r", oneByte, encoded(t, charmap.KOI8R, oneByte)},
		{"koi8-r in capitals", "koi8-r", upper, encoded(t, charmap.KOI8R, upper)},
		{"cp866", "ibm866", oneByte, encoded(t, charmap.CodePage866, oneByte)},
		{"ascii", "utf-8", "a;b\n1;2\n", []byte("a;b\n1;2\n")},
	}
	for _, tt := range tests {
		b, err := inspect(t, tt.data, "x.csv")
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		want, _ := readAll(t, []byte(tt.text), "x.csv")
		got, err := readAll(t, tt.data, "x.csv")
		if b.Encoding != tt.encoding || err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %s, %v, %v", tt.name, b.Encoding, got, err)
		}
	}
}

// TestEncodings_oneDamagedLetter keeps a long UTF-8 file UTF-8.
func TestEncodings_oneDamagedLetter(t *testing.T) {
	t.Parallel()
	data := []byte(strings.Repeat(people, 20) + "Ольга\xff;1;2\n")
	b, err := inspect(t, data, "x.csv")
	if err != nil || b.Encoding != "utf-8" {
		t.Fatal(b, err)
	}
	rows, err := readAll(t, data, "x.csv")
	if err != nil || rows[61][0] != "Ольга�" {
		t.Error(rows[61], err)
	}
}

// TestEncodings_runeOnBlockBorder puts a letter across the border of the blocks a file is read in.
func TestEncodings_runeOnBlockBorder(t *testing.T) {
	t.Parallel()
	for shift := range 4 {
		data := []byte(strings.Repeat("a", 256<<10-2-shift) + ";ЖЁ\n1;2\n")
		if b, err := inspect(t, data, "x.csv"); err != nil || b.Encoding != "utf-8" {
			t.Error(shift, err)
		}
	}
}

func TestCSV(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		in   string
		want map[int][]string
	}{
		"plain":               {"a;b\n1;2", map[int][]string{1: {"a", "b"}, 2: {"1", "2"}}},
		"crlf":                {"a;b\r\n1;2\r\n", map[int][]string{1: {"a", "b"}, 2: {"1", "2"}}},
		"cr only":             {"a;b\r1;2\r", map[int][]string{1: {"a", "b"}, 2: {"1", "2"}}},
		"quotes":              {`"a;x";"b ""c"""` + "\n1;2\n", map[int][]string{1: {"a;x", `b "c"`}, 2: {"1", "2"}}},
		"line break inside":   {"a;b\n\"x\ny\";2\n3;4", map[int][]string{1: {"a", "b"}, 2: {"x\ny", "2"}, 3: {"3", "4"}}},
		"empty lines count":   {"a;b\n\n;;\n1;2", map[int][]string{1: {"a", "b"}, 4: {"1", "2"}}},
		"quoted word first":   {`a;b` + "\n" + `"Ромашка" ООО;2` + "\n3;4", map[int][]string{1: {"a", "b"}, 2: {`"Ромашка" ООО`, "2"}, 3: {"3", "4"}}},
		"two quoted words":    {`a;b` + "\n" + `"Ромашка" ООО;"Василёк"` + "\n", map[int][]string{1: {"a", "b"}, 2: {`"Ромашка" ООО`, "Василёк"}}},
		"quotes in a word":    {`a;b` + "\n" + `ООО "Ромашка";2` + "\n", map[int][]string{1: {"a", "b"}, 2: {`ООО "Ромашка"`, "2"}}},
		"bare inner quotes":   {`a;b` + "\n" + `"ООО "Ромашка" и Ко";2` + "\n", map[int][]string{1: {"a", "b"}, 2: {`ООО "Ромашка" и Ко`, "2"}}},
		"never closed":        {"a;b\n\"x;2\n3;4\n", map[int][]string{1: {"a", "b"}, 2: {`"x`, "2"}, 3: {"3", "4"}}},
		"space after quote":   {"a;b\n\"x\" ;2\n", map[int][]string{1: {"a", "b"}, 2: {"x", "2"}}},
		"inches":              {"a;b\n5\";2\n3;4", map[int][]string{1: {"a", "b"}, 2: {`5"`, "2"}, 3: {"3", "4"}}},
		"zero bytes":          {"a;b\n1\x00;2\n" + strings.Repeat("3;4\n", 100), nil},
		"sep line":            {"sep=|\na|b\n1|2", map[int][]string{2: {"a", "b"}, 3: {"1", "2"}}},
		"tabs":                {"a\tb\n1,5\t2,5\n", map[int][]string{1: {"a", "b"}, 2: {"1,5", "2,5"}}},
		"decimal commas":      {"1,5;2,5\n3,5;4,5\n", map[int][]string{1: {"1,5", "2,5"}, 2: {"3,5", "4,5"}}},
		"comma":               {"name,phone\n\"Ivanov, P\",1\n", map[int][]string{1: {"name", "phone"}, 2: {"Ivanov, P", "1"}}},
		"one column":          {"Телефон\n89161234567\n", map[int][]string{1: {"Телефон"}, 2: {"89161234567"}}},
		"guarded formula":     {"a;b\n'=1+1;'+7916\n'x;'\n", map[int][]string{1: {"a", "b"}, 2: {"=1+1", "+7916"}, 3: {"'x", "'"}}},
		"apostrophes":         {"a;b\nО'Брайен;Д’Артаньян\n", map[int][]string{1: {"a", "b"}, 2: {"О'Брайен", "Д’Артаньян"}}},
		"trailing separators": {"a;b;;\n1;2;;\n", map[int][]string{1: {"a", "b"}, 2: {"1", "2"}}},
		"spaces stay":         {"a;b\n x ;2\n", map[int][]string{1: {"a", "b"}, 2: {" x ", "2"}}},
	}
	for name, tt := range tests {
		got, err := readAll(t, []byte(tt.in), "x.csv")
		if err != nil || tt.want != nil && !maps.EqualFunc(got, tt.want, func(a, b []string) bool { return reflect.DeepEqual(a, b) }) {
			t.Errorf("%s: %v, %v, want %v", name, got, err, tt.want)
		}
	}
}

// TestCSV_strayQuoteDoesNotSwallow has one unclosed quote in a long file.
func TestCSV_strayQuoteDoesNotSwallow(t *testing.T) {
	t.Parallel()
	var in strings.Builder
	in.WriteString("a;b\n\"open;1\n")
	for i := range 10_000 {
		fmt.Fprintf(&in, "%d;x\n", i)
	}
	rows, err := readAll(t, []byte(in.String()), "x.csv")
	if err != nil || len(rows) != 10_002 || rows[2][0] != `"open` {
		t.Error(len(rows), rows[2], err)
	}
}

func TestCSV_lineWithoutEnd(t *testing.T) {
	t.Parallel()
	data := append([]byte("a;b\n1;2\n"), bytes.Repeat([]byte("x"), 5<<20)...)
	if _, err := readAll(t, data, "x.csv"); err == nil || !strings.Contains(err.Error(), "line 3") {
		t.Error(err)
	}
}

func TestSeparator(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a;b;c\n1;2;3\n": ";",
		"a,b,c\n1,2,3\n": ",",
		"a\tb\n1\t2\n":   "\t",
		"a|b\n1|2\n":     "|",
		"Имя;Сумма, руб;Дата\nПётр;1,5;2\nИ;2,5;3\n": ";",
		"name,note\nx,\"a; b; c\"\ny,\"d; e\"\n":     ",",
		"a;b\n\"x\ty\";1\n\"x\ty\";2\n":              ";",
	} {
		if got, err := sheet.Separate(in); got != want || err != nil {
			t.Errorf("%q: %q, %v, want %q", in, got, err, want)
		}
	}
}

func TestVCard(t *testing.T) {
	t.Parallel()
	v21 := "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=98=D0=B2=D0=B0=D0=BD=D0=BE=D0=B2;=D0=98=\r\n=D0=B2=D0=B0=D0=BD;;;\r\n" +
		"FN;CHARSET=windows-1251;QUOTED-PRINTABLE:=C8=E2=E0=ED\r\nTEL;CELL;PREF:+79161234567\r\nTEL;WORK:84951234567\r\nEMAIL;INTERNET:a@b.ru\r\n" +
		"PHOTO;JPEG;BASE64:AAAA\r\n BBBB\r\n\r\nORG:Ромашка;Отдел продаж\r\nADR;HOME:;;ул. Мира, 1;Москва;;101000;Россия\r\nEND:VCARD\r\n"
	v4 := "BEGIN:VCARD\nVERSION:4.0\nFN:Пётр\nitem1.TEL;VALUE=uri:tel:+79037654321\nEMAIL;TYPE=work:mailto:p@b.ru\nNOTE:строка\\nвторая\\, да\n" +
		"CATEGORIES:vip,партнёр\nBDAY:19850412\nURL:https://b.ru\nEND:VCARD\n"
	rows, err := readAll(t, []byte(v21+v4), "x.vcf")
	if err != nil {
		t.Fatal(err)
	}
	want := map[int][]string{
		1: {"Name", "Last name", "First name", "Phone", "Phone 2", "Email", "Company", "Address", "Website", "Birthday", "Tags", "Note"},
		2: {"Иван", "Иванов", "Иван", "+79161234567", "84951234567", "a@b.ru", "Ромашка, Отдел продаж", "ул. Мира, 1, Москва, 101000, Россия"},
		3: {"Пётр", "", "", "+79037654321", "", "p@b.ru", "", "", "https://b.ru", "19850412", "vip,партнёр", "строка\nвторая, да"},
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("%v\nwant %v", rows, want)
	}
}

func TestVCard_odd(t *testing.T) {
	t.Parallel()
	cp1251 := encoded(t, charmap.Windows1251, "BEGIN:VCARD\nVERSION:3.0\nFN:Пётр Васильевич Константинопольский\nTEL:1234567\nEND:VCARD\n")
	many := "BEGIN:VCARD\nFN:A\n" + strings.Repeat("TEL:1234567\n", 8) + "END:VCARD\n"
	for name, tt := range map[string]struct {
		data []byte
		rows int
		row2 string
	}{
		"cp1251":          {cp1251, 2, "Пётр Васильевич Константинопольский|1234567"},
		"cut":             {[]byte("BEGIN:VCARD\nFN:A\nEND:VCARD\nBEGIN:VCARD\nFN:B\nTEL:12345"), 3, "A"},
		"many phones":     {[]byte(many), 2, "A|1234567|1234567|1234567|1234567|1234567; 1234567; 1234567; 1234567"},
		"garbage between": {[]byte("\nBEGIN:VCARD\nFN:A\nEND:VCARD\n\ngarbage: x\n\nBEGIN:VCARD\nFN:B\nEND:VCARD"), 3, "A"},
	} {
		rows, err := readAll(t, tt.data, "x.vcf")
		if err != nil || len(rows) != tt.rows || strings.Join(rows[2], "|") != tt.row2 {
			t.Errorf("%s: %v, %v", name, rows, err)
		}
	}
}
