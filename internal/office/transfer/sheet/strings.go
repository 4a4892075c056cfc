package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
)

// stringsInMemory is how many bytes of shared strings are kept in memory; the rest lies in a temporary file.
const stringsInMemory = 24 << 20

// sharedStrings is the table of texts an XLSX keeps apart from its cells.
type sharedStrings struct {
	chunks []string // filled in order, each about chunkSize
	ends   []uint32 // where string i ends in the texts put together, low 32 bits
	bases  []int    // string index at which ends wrapped around 4 GB, at most a few
	starts []int64  // offset at which chunk i begins
	spill  *os.File // behind stringsInMemory
	buffer *bufio.Writer
	kept   int64 // bytes in chunks
	total  int64
	build  strings.Builder
}

const chunkSize = 1 << 20

func readSharedStrings(r io.Reader) (*sharedStrings, error) {
	s := &sharedStrings{}
	sc := newScanner(r)
	var text []byte
	phonetic := false
	for {
		kind, err := sc.next()
		if err == io.EOF {
			return s, s.finish()
		}
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		switch {
		case kind == startTag && sc.is("si"):
			text = text[:0]
		case sc.is("rPh"):
			phonetic = kind == startTag
		case kind == endTag && sc.is("t") && !phonetic:
			text = append(text, sc.lead...)
		case kind == endTag && sc.is("si"):
			if err := s.add(unescapeCell(text)); err != nil {
				return nil, errors.Join(err, s.Close())
			}
		}
	}
}

func (s *sharedStrings) add(text []byte) error {
	if s.total>>32 != (s.total+int64(len(text)))>>32 {
		s.bases = append(s.bases, len(s.ends))
	}
	s.total += int64(len(text))
	s.ends = append(s.ends, uint32(s.total))
	if s.spill == nil && s.total <= stringsInMemory {
		if s.build.Len() == 0 {
			s.starts = append(s.starts, s.total-int64(len(text)))
			s.build.Grow(chunkSize + len(text))
		}
		s.build.Write(text)
		s.kept = s.total
		if s.build.Len() >= chunkSize {
			s.seal()
		}
		return nil
	}
	return s.addToFile(text)
}

func (s *sharedStrings) seal() {
	s.chunks = append(s.chunks, s.build.String())
	s.build = strings.Builder{}
}

func (s *sharedStrings) addToFile(text []byte) error {
	if s.spill == nil {
		f, err := os.CreateTemp("", "voronka-strings-*")
		if err != nil {
			return err
		}
		s.spill, s.buffer = f, bufio.NewWriterSize(f, 64<<10)
	}
	_, err := s.buffer.Write(text)
	return err
}

func (s *sharedStrings) finish() error {
	if s.build.Len() > 0 {
		s.seal()
	}
	if s.spill == nil {
		return nil
	}
	return s.buffer.Flush()
}

// offset is where string i ends.
func (s *sharedStrings) offset(i int) int64 {
	if i < 0 {
		return 0
	}
	high := int64(0)
	for _, b := range s.bases {
		if i >= b {
			high += 1 << 32
		}
	}
	return high + int64(s.ends[i])
}

// at returns string i.
func (s *sharedStrings) at(i int) (string, error) {
	if s == nil || i < 0 || i >= len(s.ends) {
		return "", errXML
	}
	from, to := s.offset(i-1), s.offset(i)
	if from == to {
		return "", nil
	}
	if from < s.kept {
		c := int(min(from/chunkSize, int64(len(s.chunks)-1)))
		for s.starts[c] > from {
			c--
		}
		return s.chunks[c][from-s.starts[c] : to-s.starts[c]], nil
	}
	b := make([]byte, to-from)
	_, err := s.spill.ReadAt(b, from-s.kept)
	return string(b), err
}

// Close removes the temporary file.
func (s *sharedStrings) Close() error {
	if s == nil || s.spill == nil {
		return nil
	}
	f := s.spill
	s.spill = nil
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// unescapeCell resolves _x000D_, the way spreadsheets write letters XML forbids.
func unescapeCell(b []byte) []byte {
	if !bytes.Contains(b, []byte("_x")) {
		return b
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == '_' && i+6 < len(b) && b[i+1] == 'x' && b[i+6] == '_' {
			if v, err := strconv.ParseUint(string(b[i+2:i+6]), 16, 16); err == nil {
				if v != '\r' { // a line break comes as \r\n
					out = append(out, string(rune(v))...)
				}
				i += 6
				continue
			}
		}
		out = append(out, b[i])
	}
	return out
}
