package file

import (
	"context"
	"io"

	"voronka/internal/crm"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Content is the bytes of a version with what is known of them; the reader must be closed.
type Content struct {
	io.ReadSeekCloser
	Version Version
	// Name is what the file is called now.
	Name string
}

// Open reads a version of a file, 0 being the one that is shown.
func (s *Service) Open(ctx context.Context, who tenant.Actor, id crm.FileID, version VersionID) (Content, error) {
	f, v, err := s.version(ctx, who, id, version)
	if err != nil {
		return Content{}, err
	}
	return s.open(ctx, f, v)
}

func (s *Service) open(ctx context.Context, f File, v Version) (Content, error) {
	if err := readable(v); err != nil {
		return Content{}, err
	}
	r, _, err := s.Store.Open(ctx, v.key)
	if err != nil {
		return Content{}, err
	}
	return Content{ReadSeekCloser: r, Version: v, Name: f.Name}, nil
}

func (s *Service) version(ctx context.Context, who tenant.Actor, id crm.FileID, version VersionID) (File, Version, error) {
	f, err := s.Find(ctx, who, id)
	if err != nil {
		return File{}, Version{}, err
	}
	if version == 0 || version == f.Current.ID {
		return f, f.Current, nil
	}
	v, err := findVersion(ctx, s.DB, who.AccountID, version)
	if err != nil {
		return File{}, Version{}, err
	}
	if v.FileID != id {
		return File{}, Version{}, errs.NotFound("there is no such version of the file")
	}
	return f, v, nil
}

// readable refuses what the scanner has not passed.
func readable(v Version) error {
	switch v.Scan {
	case Clean:
		return nil
	case Waiting:
		return errs.With(errs.Conflict("the file is being checked for viruses, try again in a minute"), "scan_waiting", nil)
	}
	return errs.With(errs.Conflict("the file was refused: the virus scanner found %q in it", v.Virus), "scan_infected", nil)
}

// OpenPreview reads the small picture of a version.
func (s *Service) OpenPreview(ctx context.Context, who tenant.Actor, id crm.FileID, version VersionID) (Content, error) {
	f, v, err := s.version(ctx, who, id, version)
	if err != nil {
		return Content{}, err
	}
	if v.Preview != Ready || v.Scan != Clean {
		return Content{}, errs.NotFound("the file has no preview")
	}
	var key string
	err = s.DB.QueryRow(ctx, `
		SELECT file_key
		FROM file_previews
		WHERE account_id = $1
			AND version_id = $2`, who.AccountID, v.ID).Scan(&key)
	if err != nil {
		return Content{}, errs.NotFound("the file has no preview")
	}
	r, info, err := s.Store.Open(ctx, key)
	if err != nil {
		return Content{}, err
	}
	v.Size, v.MediaType = info.Size, previewType
	return Content{ReadSeekCloser: r, Version: v, Name: f.Name}, nil
}
