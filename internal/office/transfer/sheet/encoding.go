package sheet

import (
	"bytes"
	"errors"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// The names of the encodings that are told apart.
const (
	utf8Name    = "utf-8"
	utf16leName = "utf-16le"
	utf16beName = "utf-16be"
	cp1251Name  = "windows-1251"
	koi8rName   = "koi8-r"
	cp866Name   = "ibm866"
)

var singleByte = map[string]*charmap.Charmap{
	cp1251Name: charmap.Windows1251, koi8rName: charmap.KOI8R, cp866Name: charmap.CodePage866,
}

// textFacts is what one pass over a text file tells about it.
type textFacts struct {
	encoding string
	skip     int64 // bytes of the mark at the beginning
	lines    int
	oldMac   bool // lines end by a bare carriage return
	binary   bool
}

// survey reads a text file once and finds its encoding: by its mark, by zero bytes, by being UTF-8 to its end, or by
// how often the letters of Russian occur.
func survey(r io.ReaderAt, size int64) (textFacts, error) {
	var c counter
	buf := make([]byte, 256<<10)
	for at := int64(0); at < size; {
		n, err := r.ReadAt(buf, at)
		c.add(buf[:n], at)
		at += int64(n)
		if err == io.EOF {
			break
		}
		if err != nil {
			return textFacts{}, err
		}
	}
	return c.facts(), nil
}

// counter gathers bytes by value, and apart for even places; and how much of a text is UTF-8.
type counter struct {
	total [256]int
	even  [256]int
	head  []byte
	tail  []byte // a rune cut by the end of the block
	n     int
	runes int // of several bytes
	bad   int // bytes that belong to no rune
}

func (c *counter) add(b []byte, at int64) {
	if at == 0 {
		c.head = bytes.Clone(b[:min(4, len(b))])
	}
	for i, x := range b {
		c.total[x]++
		if (at+int64(i))&1 == 0 {
			c.even[x]++
		}
	}
	c.n += len(b)
	c.countRunes(append(c.tail, b...))
}

func (c *counter) countRunes(b []byte) {
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		if !utf8.FullRune(b) {
			break
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			c.bad++
		} else {
			c.runes++
		}
		b = b[n:]
	}
	c.tail = bytes.Clone(b)
}

// isUTF8 forgives a few damaged letters in a long text.
func (c *counter) isUTF8() bool {
	bad := c.bad + len(c.tail)
	return bad*20 <= c.runes
}

func (c *counter) facts() textFacts {
	f := textFacts{lines: c.total['\n'] + 1}
	if c.total['\n'] == 0 && c.total['\r'] > 0 {
		f.oldMac, f.lines = true, c.total['\r']+1
	}
	switch {
	case bytes.HasPrefix(c.head, []byte("\xef\xbb\xbf")):
		f.encoding, f.skip = utf8Name, 3
	case bytes.HasPrefix(c.head, []byte("\xff\xfe")):
		f.encoding, f.skip = utf16leName, 2
	case bytes.HasPrefix(c.head, []byte("\xfe\xff")):
		f.encoding, f.skip = utf16beName, 2
	default:
		f.encoding = c.guess()
	}
	isWide := f.encoding == utf16leName || f.encoding == utf16beName
	f.binary = !isWide && c.isBinary()
	return f
}

// guess finds the encoding of a text without a mark.
func (c *counter) guess() string {
	wide := func(b [256]int) int { return b[0] + b[4] } // the high bytes of Latin and Cyrillic
	odd := [256]int{0: c.total[0] - c.even[0], 4: c.total[4] - c.even[4]}
	switch {
	case c.n >= 4 && wide(odd)*20 > c.n*9:
		return utf16leName
	case c.n >= 4 && wide(c.even)*20 > c.n*9:
		return utf16beName
	case c.isUTF8():
		return utf8Name
	}
	return guessRussian(&c.total)
}

// isBinary finds bytes no text has in any number.
func (c *counter) isBinary() bool {
	controls := 0
	for b := range 32 {
		if b != '\t' && b != '\n' && b != '\r' && b != 0x0c && b != 0x1a && b != 0x1b {
			controls += c.total[b]
		}
	}
	return controls*200 > c.n
}

// frequency is how often the letters а-я occur in Russian, per ten thousand.
var frequency = [32]float64{
	801, 159, 454, 170, 298, 845, 94, 165, 735, 121, 349, 440, 321, 670, 1097, 281,
	473, 547, 626, 262, 26, 97, 48, 144, 73, 36, 4, 190, 174, 32, 64, 201,
}

// guessRussian picks the encoding of one byte a letter in which the text looks most Russian.
func guessRussian(bytes *[256]int) string {
	best, bestScore := cp1251Name, 0.0
	for i, name := range []string{cp1251Name, koi8rName, cp866Name} {
		score := 0.0
		for b := 128; b < 256; b++ {
			if bytes[b] > 0 {
				score += float64(bytes[b]) * russianness(singleByte[name].DecodeByte(byte(b)))
			}
		}
		if i == 0 || score > bestScore {
			best, bestScore = name, score
		}
	}
	return best
}

// russianness is the logarithm of how likely a letter is in Russian: a little less for a capital, much less for what
// texts do not have.
func russianness(r rune) float64 {
	switch {
	case r >= 'а' && r <= 'я':
		return math.Log(frequency[r-'а'] / 10_000)
	case r >= 'А' && r <= 'Я':
		return math.Log(frequency[r-'А']/10_000) - 0.5
	case strings.ContainsRune("ёЁ«»№—–\u00a0“”„’…", r):
		return -5
	}
	return -12
}

// decoded reads the text of a file as UTF-8 with line feeds.
func decoded(r io.ReaderAt, size int64, f textFacts) io.Reader {
	var in io.Reader = io.NewSectionReader(r, f.skip, size-f.skip)
	if d := decoderOf(f.encoding); d != nil {
		in = transform.NewReader(in, d)
	}
	if f.oldMac {
		in = lineFeeds{in}
	}
	return in
}

func decoderOf(name string) transform.Transformer {
	var e encoding.Encoding
	switch name {
	case utf16leName:
		e = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case utf16beName:
		e = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	default:
		m, ok := singleByte[name]
		if !ok {
			return nil
		}
		e = m
	}
	return e.NewDecoder()
}

// lineFeeds turns bare carriage returns into line feeds.
type lineFeeds struct{ r io.Reader }

func (l lineFeeds) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i, b := range p[:n] {
		if b == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// readSample reads the first bytes of a text, to the end of a line where it can.
func readSample(r io.Reader, n int) ([]byte, bool, error) {
	buf := make([]byte, n)
	got, err := io.ReadFull(r, buf)
	whole := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	if err != nil && !whole {
		return nil, false, err
	}
	buf = buf[:got]
	if !whole {
		if i := bytes.LastIndexByte(buf, '\n'); i > 0 {
			buf = buf[:i+1]
		}
	}
	return buf, whole, nil
}

func decoderReader(b []byte, d transform.Transformer) io.Reader {
	return transform.NewReader(bytes.NewReader(b), d)
}
