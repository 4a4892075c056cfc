package transfer

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"sync"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/office/transfer/sheet"
	"voronka/internal/tenant"
)

// Upload stores a file, finds its table and proposes a plan: the one an equal file was imported by last, or a guess.
// What is no table is refused with one sentence and not kept.
func (s *Service) Upload(ctx context.Context, who tenant.Actor, name string, file io.Reader) (Import, error) {
	if err := access.RequireExtra(who, access.ExtraImport); err != nil {
		return Import{}, err
	}
	key := fmt.Sprintf("imports/%d/%s", who.AccountID, rand.Text())
	info, err := s.Files.Put(ctx, key, &capped{r: file, left: MaxFile})
	if err != nil {
		return Import{}, err
	}
	i, err := s.take(ctx, who, Import{FileName: cleanFileName(name), FileSize: info.Size, fileKey: key})
	if err != nil {
		if failure := s.Files.Delete(context.WithoutCancel(ctx), key); failure != nil {
			s.Log.WarnContext(ctx, "could not remove a refused file", "key", key, "err", failure)
		}
	}
	return i, err
}

func (s *Service) take(ctx context.Context, who tenant.Actor, i Import) (Import, error) {
	w, err := mapping.Look(ctx, s.DB, s.DB.Now(), s.Fields, who)
	if err != nil {
		return i, err
	}
	var at int
	err = s.withBook(ctx, i, func(book *sheet.Book) error {
		i.Facts = factsOf(book)
		at, i.Facts.Head, err = firstTable(ctx, book)
		return err
	})
	if err != nil {
		return i, err
	}
	if err := s.propose(ctx, who, w, &i, at); err != nil {
		return i, err
	}
	i.State, i.CreatedBy = Draft, who.UserID
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		i.CreatedAt = tx.Unix()
		i.ID, err = insertImport(ctx, tx, who.AccountID, i, headingsKey(i.Facts.Head))
		return err
	})
	return i, err
}

// propose fills the plan: as an equal file was imported last, as far as it still fits, or by guess.
func (s *Service) propose(ctx context.Context, who tenant.Actor, w *mapping.World, i *Import, at int) error {
	i.Counts = Counts{Total: i.Facts.Head.Rows}.clone()
	i.Plan = mapping.Guess(w, at, i.Facts.Head, who.Has(access.ExtraSettings))
	old, from, err := rememberedPlan(ctx, s.DB, who.AccountID, headingsKey(i.Facts.Head))
	if err != nil || from == 0 || len(old.Columns) == 0 {
		return err
	}
	guess := i.Plan
	i.Plan = old
	i.Plan.Sheet, i.Plan.HeadRow, i.Plan.FirstRow, i.Plan.LastRow = guess.Sheet, guess.HeadRow, guess.FirstRow, guess.LastRow
	i.Plan.Tag.AutoName = ""
	i.Plan.Fit(w, len(guess.Columns))
	return nil
}

// Retable takes another sheet of the file, or another row of titles: 0 lets it be found, NoHead says there is none.
func (s *Service) Retable(ctx context.Context, who tenant.Actor, id ImportID, at, headRow int) (Import, error) {
	i, err := s.Find(ctx, who, id)
	if err != nil {
		return Import{}, err
	}
	if i.State != Draft {
		return Import{}, wrongState(i.State)
	}
	w, err := mapping.Look(ctx, s.DB, s.DB.Now(), s.Fields, who)
	if err != nil {
		return Import{}, err
	}
	err = s.withBook(ctx, i, func(book *sheet.Book) error {
		i.Facts.Head, err = book.DetectFrom(ctx, at, headRow)
		return err
	})
	if err != nil {
		return Import{}, err
	}
	if err := s.propose(ctx, who, w, &i, at); err != nil {
		return Import{}, err
	}
	return s.change(ctx, who, id, func(_ *db.Tx, now *Import) error {
		if now.State != Draft {
			return wrongState(now.State)
		}
		now.Facts, now.Plan, now.Counts = i.Facts, i.Plan, i.Counts
		return nil
	})
}

// change locks an import, lets fn change it and stores it.
func (s *Service) change(ctx context.Context, who tenant.Actor, id ImportID, fn func(tx *db.Tx, i *Import) error) (i Import, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if i, err = findImport(ctx, tx, who, id, db.ForUpdate(tx.Engine())); err != nil {
			return err
		}
		if err := fn(tx, &i); err != nil {
			return err
		}
		return updateImport(ctx, tx, who.AccountID, i, headingsKey(i.Facts.Head))
	})
	return i, err
}

// Targets lists where columns may go, named in the actor's language.
func (s *Service) Targets(ctx context.Context, who tenant.Actor) ([]mapping.Target, error) {
	if err := access.RequireExtra(who, access.ExtraImport); err != nil {
		return nil, err
	}
	sets := map[crm.Kind]field.Set{}
	var err error
	for _, kind := range crm.CardKinds {
		if sets[kind], err = s.Fields.AllFor(ctx, who, kind); err != nil {
			return nil, err
		}
	}
	return mapping.TargetsOf(lang.Locale(who.Locale), sets), nil
}

// withBook opens the file of an import for the time of fn.
func (s *Service) withBook(ctx context.Context, i Import, fn func(*sheet.Book) error) error {
	if !i.HasFile() {
		return errs.NotFound("the file of this import is not kept any more, upload it again")
	}
	file, info, err := s.Files.Open(ctx, i.fileKey)
	if err != nil {
		return err
	}
	defer file.Close()
	book, err := sheet.Inspect(ctx, readerAt(file), info.Size, i.FileName)
	if err != nil {
		return err
	}
	return errors.Join(fn(book), book.Close())
}

func factsOf(book *sheet.Book) Facts {
	f := Facts{Format: book.Format, Encoding: book.Encoding, Separator: book.Separator}
	for _, s := range book.Sheets {
		f.Sheets = append(f.Sheets, Sheet{Name: s.Name, Rows: s.Rows, Hidden: s.Hidden})
	}
	return f
}

// maxSheetsTried bounds the search for a table in a book of many sheets.
const maxSheetsTried = 10

// firstTable is the first sheet in sight that has a table.
func firstTable(ctx context.Context, book *sheet.Book) (at int, head sheet.Head, err error) {
	var first error
	for n, s := range book.Sheets[:min(len(book.Sheets), maxSheetsTried)] {
		if s.Hidden {
			continue
		}
		head, err = book.Detect(ctx, n)
		if err == nil && head.Rows > 0 {
			return n, head, nil
		}
		if err != nil && !errs.Is(err, errs.CodeInvalid) {
			return 0, head, err
		}
		if first == nil {
			first = err
		}
	}
	if first == nil {
		first = errs.Invalid("file", "the file has titles and no rows below them")
	}
	return 0, sheet.Head{}, first
}

// headingsKey tells files with equal titles. A table without titles has none, and the column of reasons that we add to
// rejected rows does not count.
func headingsKey(h sheet.Head) string {
	if h.Row == 0 {
		return ""
	}
	hash := sha256.New()
	for _, c := range h.Columns {
		if !isReasonColumn(c.Title) {
			hash.Write([]byte(lang.Fold(c.Title) + "\x1f"))
		}
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

const maxFileName = 200

func cleanFileName(name string) string {
	name = field.Clean(path.Base(strings.ReplaceAll(name, `\`, "/")), false)
	if utf8.RuneCountInString(name) > maxFileName {
		name = string([]rune(name)[:maxFileName])
	}
	if name == "" || name == "." || name == "/" {
		return "file"
	}
	return name
}

// capped refuses to read more than it was allowed to.
type capped struct {
	r    io.Reader
	left int64
}

func (c *capped) Read(p []byte) (int, error) {
	if c.left < 0 {
		return 0, errs.Limit("the file is larger than %d MB, send a smaller one", MaxFile>>20)
	}
	n, err := c.r.Read(p)
	c.left -= int64(n)
	return n, err
}

// readerAt reads a stored file at any place.
func readerAt(file io.ReadSeekCloser) io.ReaderAt {
	if r, ok := file.(io.ReaderAt); ok {
		return r
	}
	return &seeking{file: file}
}

// seeking makes a reader that seeks one that reads anywhere.
type seeking struct {
	mu   sync.Mutex
	file io.ReadSeeker
}

func (s *seeking) ReadAt(p []byte, off int64) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.file.Seek(off, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(s.file, p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}
