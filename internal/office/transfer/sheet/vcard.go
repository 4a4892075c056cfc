package sheet

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"mime/quotedprintable"
	"strings"

	"github.com/emersion/go-vcard"
)

// maxSame is how many phones, addresses and links of one card get columns; more of them share the last one.
const maxSame = 5

// cardColumn is a column made of a property of cards.
type cardColumn struct {
	title    string
	property string
	read     func(f *vcard.Field) string
	many     bool
}

var cardColumns = []cardColumn{
	{"Name", vcard.FieldFormattedName, plainValue, false},
	{"Last name", vcard.FieldName, part(0), false},
	{"First name", vcard.FieldName, part(1), false},
	{"Middle name", vcard.FieldName, part(2), false},
	{"Phone", vcard.FieldTelephone, linkValue("tel:"), true},
	{"Email", vcard.FieldEmail, linkValue("mailto:"), true},
	{"Company", vcard.FieldOrganization, listed(", "), false},
	{"Position", vcard.FieldTitle, plainValue, false},
	{"Role", vcard.FieldRole, plainValue, false},
	{"Address", vcard.FieldAddress, listed(", "), true},
	{"Website", vcard.FieldURL, plainValue, true},
	{"Messenger", vcard.FieldIMPP, plainValue, true},
	{"Birthday", vcard.FieldBirthday, plainValue, false},
	{"Tags", vcard.FieldCategories, plainValue, false},
	{"Note", vcard.FieldNote, plainValue, true},
}

// cards is a vCard file as a table: a row of titles, then a row for every card.
type cards struct {
	file  io.ReaderAt
	size  int64
	facts textFacts
	used  []int // columns of each property, 0 when no card has it
	count int
}

func isVCard(sample []byte) bool {
	start := bytes.TrimLeft(sample, " \t\r\n\ufeff")
	return len(start) >= 11 && strings.EqualFold(string(start[:11]), "BEGIN:VCARD")
}

// openCards reads the file once to learn which columns it needs.
func openCards(ctx context.Context, file io.ReaderAt, size int64, facts textFacts) (*cards, error) {
	c := &cards{file: file, size: size, facts: facts, used: make([]int, len(cardColumns))}
	err := c.each(ctx, func(card vcard.Card) bool {
		c.count++
		for i, col := range cardColumns {
			n := 0
			for _, f := range card[col.property] {
				if col.read(f) != "" {
					n++
				}
			}
			if !col.many {
				n = min(n, 1)
			}
			c.used[i] = max(c.used[i], min(n, maxSame))
		}
		return true
	})
	if err == nil && c.count == 0 {
		err = truncated()
	}
	return c, err
}

func (c *cards) Close() error { return nil }

func (c *cards) rows(ctx context.Context, _ int, yield func(Row) bool) error {
	number := 1
	if !yield(Row{Number: number, Cells: c.titles()}) {
		return nil
	}
	return c.each(ctx, func(card vcard.Card) bool {
		number++
		cells := trimTail(c.cells(card))
		return len(cells) == 0 || yield(Row{Number: number, Cells: cells})
	})
}

func (c *cards) titles() []Cell {
	var out []Cell
	for i, col := range cardColumns {
		for n := range c.used[i] {
			title := col.title
			if n > 0 {
				title += " " + string(rune('1'+n))
			}
			out = append(out, textCell(title))
		}
	}
	return out
}

func (c *cards) cells(card vcard.Card) []Cell {
	var out []Cell
	for i, col := range cardColumns {
		if c.used[i] == 0 {
			continue
		}
		values := make([]string, c.used[i])
		at := 0
		for _, f := range card[col.property] {
			switch v := col.read(f); {
			case v == "":
			case at < len(values):
				values[at] = v
				at++
			case col.many:
				values[len(values)-1] += "; " + v
			}
		}
		for _, v := range values {
			out = append(out, textCell(v))
		}
	}
	return out
}

// each decodes one card after another. What is not in a card is passed over; a card that lost its end is still read.
func (c *cards) each(ctx context.Context, see func(vcard.Card) bool) error {
	lines := &lineReader{r: bufio.NewReaderSize(decoded(c.file, c.size, c.facts), 64<<10)}
	var text strings.Builder
	inside := false
	for n := 1; ; n++ {
		if err := checkRow(ctx, n%MaxRows); err != nil {
			return err
		}
		line, err := lines.next()
		if err != nil && err != io.EOF {
			return err
		}
		ends := err == io.EOF || isMark(line, "END:VCARD")
		switch {
		case isMark(line, "BEGIN:VCARD"):
			inside = true
			text.Reset()
			text.WriteString("BEGIN:VCARD\r\n")
		case inside && ends:
			inside = false
			text.WriteString("END:VCARD\r\n")
			if card, ok := decodeCard(text.String()); ok && !see(card) {
				return nil
			}
		case inside && text.Len() < maxLine:
			writeProperty(&text, line, lines)
		}
		if err == io.EOF {
			return nil
		}
	}
}

func isMark(line, mark string) bool { return strings.EqualFold(strings.TrimSpace(line), mark) }

// writeProperty copies a line into the form of vCard 3: parameters of vCard 2.1 get their names, soft line breaks of
// quoted-printable are joined, pictures are left out.
func writeProperty(text *strings.Builder, line string, lines *lineReader) {
	if line == "" {
		return
	}
	if line[0] == ' ' || line[0] == '\t' { // a folded line goes on
		text.WriteString(line + "\r\n")
		return
	}
	head, value, ok := cutHead(line)
	if !ok {
		return
	}
	head, printable := namedParams(head)
	for printable && strings.HasSuffix(value, "=") {
		next, err := lines.next()
		if err != nil {
			break
		}
		value = value[:len(value)-1] + strings.TrimLeft(next, " \t")
	}
	switch name, _, _ := strings.Cut(strings.ToUpper(head), ";"); name {
	case "PHOTO", "LOGO", "SOUND", "KEY":
		text.WriteString("X-LEFT-OUT:\r\n") // its folded lines join this one
		return
	}
	text.WriteString(head + ":" + value + "\r\n")
}

// cutHead parts a property from its value at the first colon outside quotes.
func cutHead(line string) (head, value string, ok bool) {
	quoted := false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == ':' && !quoted:
			return line[:i], line[i+1:], i > 0
		}
	}
	return "", "", false
}

func namedParams(head string) (out string, printable bool) {
	parts := strings.Split(head, ";")
	for i, p := range parts[1:] {
		upper := strings.ToUpper(p)
		switch {
		case strings.Contains(upper, "QUOTED-PRINTABLE"):
			printable = true
			parts[i+1] = "ENCODING=QUOTED-PRINTABLE"
		case upper == "BASE64" || upper == "B":
			parts[i+1] = "ENCODING=B"
		case !strings.Contains(p, "="):
			parts[i+1] = "TYPE=" + p
		}
	}
	return strings.Join(parts, ";"), printable
}

func decodeCard(text string) (vcard.Card, bool) {
	card, err := vcard.NewDecoder(strings.NewReader(text)).Decode()
	if err != nil {
		return nil, false
	}
	for _, fields := range card {
		for _, f := range fields {
			if strings.EqualFold(f.Params.Get("ENCODING"), "QUOTED-PRINTABLE") {
				f.Value = decodePrintable(f.Value, f.Params.Get("CHARSET"))
			}
		}
	}
	return card, true
}

// decodePrintable decodes a value of vCard 2.1. A broken one stays as it is.
func decodePrintable(s, charset string) string {
	b, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(s)))
	if err != nil {
		return s
	}
	if d := decoderOf(strings.ToLower(charset)); d != nil {
		if out, err := io.ReadAll(decoderReader(b, d)); err == nil {
			b = out
		}
	}
	return strings.ToValidUTF8(strings.ReplaceAll(string(b), "\r\n", "\n"), "�")
}

func plainValue(f *vcard.Field) string { return tidy(f.Value) }

// part reads one component of a structured value.
func part(i int) func(*vcard.Field) string {
	return func(f *vcard.Field) string {
		if parts := components(f.Value); i < len(parts) {
			return tidy(parts[i])
		}
		return ""
	}
}

// listed joins the components of a structured value that are there.
func listed(by string) func(*vcard.Field) string {
	return func(f *vcard.Field) string {
		var out []string
		for _, p := range components(f.Value) {
			if p = tidy(p); p != "" {
				out = append(out, p)
			}
		}
		return strings.Join(out, by)
	}
}

// linkValue takes off the scheme of vCard 4 ("tel:+7916…").
func linkValue(scheme string) func(*vcard.Field) string {
	return func(f *vcard.Field) string {
		v := tidy(f.Value)
		if len(v) > len(scheme) && strings.EqualFold(v[:len(scheme)], scheme) {
			return v[len(scheme):]
		}
		return v
	}
}

// components parts a structured value at its unescaped semicolons.
func components(s string) []string {
	var out []string
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && s[i+1] == ';':
			b.WriteByte(';')
			i++
		case s[i] == ';':
			out = append(out, b.String())
			b.Reset()
		default:
			b.WriteByte(s[i])
		}
	}
	return append(out, b.String())
}

func tidy(s string) string {
	return strings.TrimSpace(strings.NewReplacer(`\;`, ";", `\:`, ":", `\N`, "\n").Replace(s))
}
