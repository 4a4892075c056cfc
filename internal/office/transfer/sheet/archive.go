package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"strings"

	"voronka/internal/kit/errs"
)

// Bounds of a packed file. A sheet of a million rows unpacks to about a gigabyte, sixty times its packed size; what
// goes far beyond either was made to harm.
const (
	maxUnpacked = 3 << 30
	maxRatio    = 250
	ratioFrom   = 32 << 20
	maxEntries  = 10_000
)

func truncated() error {
	return errs.Invalid("file", "the file is damaged or was not uploaded to its end: open it, save it again and upload it once more")
}

// openArchive opens a packed file whose contents may be trusted to fit.
func openArchive(r io.ReaderAt, size int64) (*zip.Reader, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, truncated()
	}
	if len(z.File) > maxEntries {
		return nil, unpacksTooLarge()
	}
	total := uint64(0)
	for _, f := range z.File {
		if f.UncompressedSize64 > maxUnpacked || f.CompressedSize64 > uint64(size) {
			return nil, unpacksTooLarge()
		}
		if f.UncompressedSize64 > ratioFrom && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
			return nil, unpacksTooLarge()
		}
		total += f.UncompressedSize64
	}
	if total > maxUnpacked || total > ratioFrom && total/maxRatio > uint64(size) {
		return nil, unpacksTooLarge()
	}
	return z, nil
}

func unpacksTooLarge() error {
	return errs.Limit("the file unpacks to more than any table needs: save it again as .xlsx or .csv")
}

// entryOf finds a part of the archive, in any case and with either slash.
func entryOf(z *zip.Reader, name string) *zip.File {
	for _, f := range z.File {
		if strings.EqualFold(strings.ReplaceAll(f.Name, "\\", "/"), name) {
			return f
		}
	}
	return nil
}

// openEntry opens a part. zip itself refuses one that unpacks to more than it declared.
func openEntry(f *zip.File) (io.ReadCloser, error) {
	rc, err := f.Open()
	if err != nil {
		return nil, archiveError(err)
	}
	return rc, nil
}

// archiveError turns what damage does to a reader into one sentence; other errors pass.
func archiveError(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errToken):
		return unpacksTooLarge()
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrChecksum),
		errors.Is(err, zip.ErrAlgorithm), errors.Is(err, errXML), errors.As(err, &corrupt):
		return truncated()
	}
	return err
}

// scanEntry calls see for every tag of a part until it returns false.
func scanEntry(f *zip.File, see func(s *scanner, kind tag) bool) error {
	rc, err := openEntry(f)
	if err != nil {
		return err
	}
	defer rc.Close()
	s := newScanner(rc)
	for {
		kind, err := s.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return archiveError(err)
		}
		if !see(s, kind) {
			return nil
		}
	}
}

// magic tells other kinds of files by their beginning, with the sentence for each.
var magic = []struct {
	prefix string
	refuse func() error
}{
	{"%PDF", func() error {
		return errs.Invalid("file", "the file is a PDF, not a table: save the table as .xlsx or .csv")
	}},
	{"\x89PNG", notPicture}, {"\xff\xd8\xff", notPicture}, {"GIF8", notPicture},
	{"Rar!", notPacked}, {"7z\xbc\xaf", notPacked}, {"\x1f\x8b", notPacked}, {"PK\x05\x06", notPacked},
}

func notPicture() error {
	return errs.Invalid("file", "the file is a picture, not a table: save the table as .xlsx or .csv")
}

func notPacked() error {
	return errs.Invalid("file", "the file is an archive, not a table: unpack it and upload the table itself")
}

func notTable() error {
	return errs.Invalid("file", "the file is not a table: upload .xlsx, .csv or .vcf")
}

// checkMagic refuses a kind of file that is known and not a table.
func checkMagic(head []byte) error {
	for _, m := range magic {
		if bytes.HasPrefix(head, []byte(m.prefix)) {
			return m.refuse()
		}
	}
	start := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n"))
	for _, p := range []string{"<!doctype", "<html", "<table", "<?xml", "<head", "<meta"} {
		if bytes.HasPrefix(start, []byte(p)) {
			return errs.Invalid("file", "the file is a web page or XML: open it in a spreadsheet and save it as .xlsx")
		}
	}
	if bytes.HasPrefix(start, []byte(`{"`)) || bytes.HasPrefix(start, []byte("[{")) {
		return errs.Invalid("file", "the file is JSON, not a table: save the table as .xlsx or .csv")
	}
	return nil
}

// oleMark begins the compound files of old Microsoft formats and of new ones under a password.
const oleMark = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// refuseCompound says which of them a compound file is.
func refuseCompound(r io.ReaderAt, size int64) error {
	name := []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
	buf := make([]byte, 64<<10)
	for at := int64(0); at < size; at += int64(len(buf) - len(name)) {
		n, err := r.ReadAt(buf, at)
		if bytes.Contains(buf[:n], name) {
			return errs.Invalid("file", "the file is protected by a password: save it without one")
		}
		if err != nil {
			break
		}
	}
	return errs.Invalid("file", "the file is of an old format: open it and save it as .xlsx")
}

// refuseArchive says what a packed file without a workbook is.
func refuseArchive(z *zip.Reader) error {
	switch {
	case entryOf(z, "xl/workbook.bin") != nil:
		return errs.Invalid("file", "the file is a binary .xlsb: open it and save it as .xlsx")
	case entryOf(z, "content.xml") != nil:
		return errs.Invalid("file", "the file is an OpenDocument: open it and save it as .xlsx")
	case entryOf(z, "word/document.xml") != nil:
		return errs.Invalid("file", "the file is a text document, not a table: save the table as .xlsx or .csv")
	}
	return notPacked()
}
