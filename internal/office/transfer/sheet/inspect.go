package sheet

import (
	"bytes"
	"context"
	"io"
	"path"
	"strings"

	"voronka/internal/kit/errs"
)

// Inspect opens an uploaded file of any kind by what it holds, not by its name. The book reads from file until it is
// closed. Every fault of the file is an Invalid or Limit error with one sentence for the person who sent it.
func Inspect(ctx context.Context, file io.ReaderAt, size int64, name string) (*Book, error) {
	if size == 0 {
		return nil, errs.Invalid("file", "the file is empty")
	}
	head := make([]byte, min(size, 512))
	if _, err := file.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return inspectArchive(file, size)
	case bytes.HasPrefix(head, []byte(oleMark)):
		return nil, refuseCompound(file, size)
	}
	if err := checkMagic(head); err != nil {
		return nil, err
	}
	return inspectText(ctx, file, size, name)
}

func inspectArchive(file io.ReaderAt, size int64) (*Book, error) {
	z, err := openArchive(file, size)
	if err != nil {
		return nil, err
	}
	w, sheets, err := openWorkbook(z)
	if err != nil {
		return nil, err
	}
	return &Book{Format: XLSX, Sheets: sheets, table: w}, nil
}

func inspectText(ctx context.Context, file io.ReaderAt, size int64, name string) (*Book, error) {
	facts, err := survey(file, size)
	if err != nil {
		return nil, err
	}
	if facts.binary {
		return nil, notTable()
	}
	sample, _, err := readSample(decoded(file, size, facts), sampleSize)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(sample)) == 0 {
		return nil, errs.Invalid("file", "the file is empty")
	}
	if err := checkMagic(sample); err != nil {
		return nil, err
	}
	title := strings.TrimSuffix(path.Base(strings.ReplaceAll(name, "\\", "/")), path.Ext(name))
	if isVCard(sample) {
		cards, err := openCards(ctx, file, size, facts)
		if err != nil {
			return nil, err
		}
		return &Book{Format: VCard, Encoding: facts.encoding, table: cards, Sheets: []Sheet{{Name: title, Rows: cards.count + 1}}}, nil
	}
	t, err := openText(file, size, facts, sample)
	if err != nil {
		return nil, err
	}
	return &Book{Format: CSV, Encoding: facts.encoding, Separator: string(t.sep), table: t,
		Sheets: []Sheet{{Name: title, Rows: facts.lines}}}, nil
}
