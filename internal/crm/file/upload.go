package file

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"io"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/tenant"
)

// New is a file to be stored.
type New struct {
	Ref  crm.Ref
	Name string
	// Size is what the sender says it will be, 0 when they do not.
	Size int64
	// Staged keeps the file aside until the note it is meant for comes.
	Staged bool
}

// Upload stores a file of a card while it is read. Too large a file, or one that the space left does not take, is
// refused with Limit: at once when the sender tells the size, else as soon as the bound is passed.
func (s *Service) Upload(ctx context.Context, who tenant.Actor, n New, r io.Reader) (File, error) {
	if err := s.Cards.Check(ctx, s.DB, who, n.Ref, "view"); err != nil {
		return File{}, err
	}
	name, err := cleanName(n.Name)
	if err != nil {
		return File{}, err
	}
	f := File{Ref: n.Ref, Name: name, IsStaged: n.Staged, CreatedBy: who.UserID}
	v, err := s.take(ctx, who, name, n.Size, r)
	if err != nil {
		return File{}, err
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := s.Cards.Check(ctx, tx, who, n.Ref, "view"); err != nil {
			return err
		}
		return s.keep(ctx, tx, who, &f, v)
	})
	if err != nil {
		s.drop(ctx, v.key)
		return File{}, err
	}
	return f, nil
}

// keep writes a new file down.
func (s *Service) keep(ctx context.Context, tx *db.Tx, who tenant.Actor, f *File, v Version) (err error) {
	if !f.IsStaged {
		if err := s.Cards.Touch(ctx, tx, who, f.Ref); err != nil {
			return err
		}
	}
	if f.ID, err = insertFile(ctx, tx, who.AccountID, *f); err != nil {
		return fmt.Errorf("store file: %w", err)
	}
	f.CreatedAt, f.UpdatedAt = tx.Unix(), tx.Unix()
	if err := s.addVersion(ctx, tx, who, f, v); err != nil {
		return err
	}
	if f.IsStaged {
		return nil
	}
	return s.event(ctx, tx, who, *f, "file_added", nil, snapshot(*f))
}

// AddVersion stores a new content of a file, which is shown from then on.
func (s *Service) AddVersion(ctx context.Context, who tenant.Actor, id crm.FileID, name string, size int64, r io.Reader) (f File, err error) {
	if f, err = s.Find(ctx, who, id); err != nil {
		return File{}, err
	}
	if err := s.mayChange(ctx, s.DB, who, f); err != nil {
		return File{}, err
	}
	if name, err = cleanName(name); err != nil {
		return File{}, err
	}
	v, err := s.take(ctx, who, name, size, r)
	if err != nil {
		return File{}, err
	}
	f, err = s.change(ctx, who, id, func(tx *db.Tx, f *File) (string, any, error) {
		before := snapshot(*f)
		return "file_changed", before, s.addVersion(ctx, tx, who, f, v)
	})
	if err != nil {
		s.drop(ctx, v.key)
	}
	return f, err
}

// Restore shows an older version again: as a newest one with the same content.
func (s *Service) Restore(ctx context.Context, who tenant.Actor, id crm.FileID, version VersionID) (File, error) {
	old, err := findVersion(ctx, s.DB, who.AccountID, version)
	if err != nil || old.FileID != id {
		return File{}, errs.NotFound("there is no such version of the file")
	}
	if _, err := s.Find(ctx, who, id); err != nil {
		return File{}, err
	}
	if err := readable(old); err != nil {
		return File{}, err
	}
	src, _, err := s.Store.Open(ctx, old.key)
	if err != nil {
		return File{}, err
	}
	defer src.Close()
	return s.AddVersion(ctx, who, id, old.Name, old.Size, src)
}

// take brings the bytes into the store, within the limits.
func (s *Service) take(ctx context.Context, who tenant.Actor, name string, size int64, r io.Reader) (Version, error) {
	limits, err := s.room(ctx, who)
	if err != nil {
		return Version{}, err
	}
	if err := limits.named(name); err != nil {
		return Version{}, err
	}
	if err := limits.allow(size); err != nil {
		return Version{}, err
	}
	head := bufio.NewReaderSize(&capped{r: r, limits: limits}, sniffed)
	start, err := head.Peek(sniffed)
	if err != nil && err != io.EOF { //nolint:errorlint // Peek gives io.EOF itself
		return Version{}, err
	}
	if len(start) == 0 {
		return Version{}, errs.Invalid("file", "is empty, choose another one")
	}
	v := Version{
		Name: name, MediaType: sniff(start, name), CreatedBy: who.UserID, Scan: Clean, Preview: NoPreview,
		key: fmt.Sprintf("files/%d/%s", who.AccountID, rand.Text()),
	}
	if s.Scanner != nil {
		v.Scan = Waiting
	}
	if isPicture(v.MediaType) {
		v.Preview = Waiting
	}
	info, err := s.Store.Put(ctx, v.key, head)
	if err != nil {
		return Version{}, err
	}
	v.Size, v.SHA256 = info.Size, info.SHA256
	return v, nil
}

// addVersion writes a stored version down and makes it the one that is shown.
func (s *Service) addVersion(ctx context.Context, tx *db.Tx, who tenant.Actor, f *File, v Version) (err error) {
	if f.Versions >= MaxVersions {
		return errs.Limit("a file may have %d versions, upload it as a new file", MaxVersions)
	}
	if err := s.reserve(ctx, tx, who, v.Size); err != nil {
		return err
	}
	v.FileID, v.CreatedAt, v.Number = f.ID, tx.Unix(), f.Versions+1
	if v.ID, err = insertVersion(ctx, tx, who.AccountID, v); err != nil {
		return fmt.Errorf("store a version of file %d: %w", f.ID, err)
	}
	f.Current, f.Versions = v, v.Number
	if err := updateFile(ctx, tx, who.AccountID, *f); err != nil {
		return fmt.Errorf("store a version of file %d: %w", f.ID, err)
	}
	return s.enqueue(ctx, tx, who.AccountID, v)
}

func (s *Service) enqueue(ctx context.Context, tx *db.Tx, account tenant.AccountID, v Version) error {
	if v.Scan != Waiting && v.Preview != Waiting {
		return nil
	}
	_, err := job.Enqueue(ctx, tx, job.New{
		AccountID: int64(account), Kind: PrepareKind, QueueKey: fmt.Sprintf("file:%d", v.FileID), Payload: prepare{v.ID}, CreatedBy: int64(v.CreatedBy),
	})
	return err
}

// drop removes bytes that no row names.
func (s *Service) drop(ctx context.Context, keys ...string) {
	for _, key := range keys {
		if err := s.Store.Delete(context.WithoutCancel(ctx), key); err != nil {
			s.Log.WarnContext(ctx, "could not remove a stored file", "key", key, "err", err)
		}
	}
}

// capped stops at the limits with the error that names the one passed.
type capped struct {
	r      io.Reader
	limits room
	read   int64
}

func (c *capped) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.read += int64(n)
	if over := c.limits.allow(c.read); over != nil {
		return 0, over
	}
	return n, err
}
