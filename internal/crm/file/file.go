// Package file keeps the files of cards: versions of what people upload, the space they take, previews, the look of a
// virus scanner, and links that show a file to people outside. Who may see a card may see its files and add some; who
// uploaded a file or may edit its card may change it.
package file

import (
	"context"
	"log/slog"

	"voronka/internal/crm"
	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/secret"
	"voronka/internal/tenant"
)

// VersionID names a version of a file.
type VersionID int64

// File is a file of a card with the version that is shown.
type File struct {
	ID     crm.FileID
	Ref    crm.Ref
	NoteID crm.NoteID
	// FieldID is the field of the card the file stands in, or stood in before it was taken out; 0: none. Who may not see
	// the field does not see the file.
	FieldID crm.FieldID
	Name    string
	Current Version
	// Versions is how many there are.
	Versions  int
	IsStaged  bool
	CreatedBy tenant.UserID
	CreatedAt int64
	UpdatedAt int64
	DeletedBy tenant.UserID
	DeletedAt *int64
}

// Version is one content of a file.
type Version struct {
	ID        VersionID
	FileID    crm.FileID
	Number    int
	Name      string
	Size      int64
	SHA256    string
	MediaType string
	// Width and Height are those of a picture that was decoded.
	Width, Height int
	Preview       string
	Scan          string
	Virus         string
	CreatedBy     tenant.UserID
	CreatedAt     int64

	key string
}

// What the scanner says of a version.
const (
	Clean    = "clean"
	Waiting  = "waiting"
	Infected = "infected"
)

// Where the preview of a version stands; it may also be Waiting.
const (
	NoPreview = "none"
	Ready     = "ready"
)

// MaxVersions is how many versions one file may have; MaxList the most files of one list.
const (
	MaxVersions = 100
	MaxList     = 200
)

// Cards is what files ask of the cards they belong to.
type Cards interface {
	// Check says whether the card exists for this actor (else NotFound) and allows the action (else Forbidden).
	Check(ctx context.Context, q db.Querier, who tenant.Actor, ref crm.Ref, action string) error
	// Names are the names of cards; one that is gone for ever has none.
	Names(ctx context.Context, q db.Querier, account tenant.AccountID, refs []crm.Ref) (map[crm.Ref]string, error)
	// Touch locks the card and makes this moment its last change, without a new version.
	Touch(ctx context.Context, tx *db.Tx, who tenant.Actor, ref crm.Ref) error
}

// Config is what the service works with.
type Config struct {
	DB    *db.DB
	Store blob.Store
	Cards Cards
	Box   *secret.Box
	Log   *slog.Logger
	// Scanner looks for viruses; nil: nobody does.
	Scanner Scanner
	// Shelf changes fields that hold files; nil: no file stands in one.
	Shelf Shelf
	// MaxFile bounds one file of the whole installation in bytes, MaxSpace all files of one account; 0: no bound.
	MaxFile, MaxSpace int64
	// StoreName is what settings call the kind of store files are kept in, StorePlace its folder or bucket.
	StoreName, StorePlace string
}

// Service keeps files.
type Service struct{ Config }

// NewService makes the service.
func NewService(c Config) *Service { return &Service{c} }

// mayChange asks for one's own file, or the right to edit its card.
func (s *Service) mayChange(ctx context.Context, q db.Querier, who tenant.Actor, f File) error {
	if who.Field(int64(f.FieldID)) == tenant.FieldReadOnly {
		return errs.Forbidden("the field this file stands in is only to be seen for your role")
	}
	if f.CreatedBy == who.UserID && who.UserID != 0 {
		return nil
	}
	return s.Cards.Check(ctx, q, who, f.Ref, "edit")
}

func missing(id crm.FileID) error {
	return errs.NotFound("there is no file %d: it may have been deleted, reload the page", id)
}

// Find is a file of a card the actor can see, or a staged one of their own. Files in the bin are found too.
func (s *Service) Find(ctx context.Context, who tenant.Actor, id crm.FileID) (File, error) {
	return s.seen(ctx, s.DB, who, id, "")
}

func (s *Service) seen(ctx context.Context, q db.Querier, who tenant.Actor, id crm.FileID, lock string) (File, error) {
	f, err := findFile(ctx, q, who.AccountID, id, lock)
	if err != nil {
		return File{}, err
	}
	if f.IsStaged && f.CreatedBy != who.UserID || who.Field(int64(f.FieldID)) == tenant.FieldHidden {
		return File{}, missing(id)
	}
	if err := s.Cards.Check(ctx, q, who, f.Ref, "view"); err != nil {
		if errs.Is(err, errs.CodeNotFound) {
			return File{}, missing(id)
		}
		return File{}, err
	}
	return f, nil
}

// Filter chooses the files of a card.
type Filter struct {
	Ref crm.Ref
	// Deleted lists the bin instead.
	Deleted bool
	// Before pages: files with an id below it come; 0: from the newest on.
	Before crm.FileID
	Limit  int
}

// List is a page of the files of a card, newest first. next is the Before of the following page, 0 at the end.
func (s *Service) List(ctx context.Context, who tenant.Actor, f Filter) (files []File, next crm.FileID, err error) {
	if f.Limit < 1 || f.Limit > MaxList {
		f.Limit = MaxList
	}
	if err := s.Cards.Check(ctx, s.DB, who, f.Ref, "view"); err != nil {
		return nil, 0, err
	}
	files, err = listFiles(ctx, s.DB, who, f)
	if err != nil {
		return nil, 0, err
	}
	if len(files) > f.Limit {
		files = files[:f.Limit]
		next = files[f.Limit-1].ID
	}
	return files, next, nil
}

// Versions are all versions of a file, newest first.
func (s *Service) Versions(ctx context.Context, who tenant.Actor, id crm.FileID) ([]Version, error) {
	if _, err := s.Find(ctx, who, id); err != nil {
		return nil, err
	}
	return listVersions(ctx, s.DB, who.AccountID, id)
}
