package file

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// maxName is the longest name in characters.
const maxName = 200

// snapshot is what events tell of a file.
func snapshot(f File) map[string]any {
	m := map[string]any{"name": f.Name, "size": f.Current.Size, "media_type": f.Current.MediaType, "version": f.Current.Number}
	if f.NoteID != 0 {
		m["note_id"] = f.NoteID
	}
	return m
}

// Rename gives a file another name.
func (s *Service) Rename(ctx context.Context, who tenant.Actor, id crm.FileID, name string) (File, error) {
	name, err := cleanName(name)
	if err != nil {
		return File{}, err
	}
	return s.change(ctx, who, id, func(tx *db.Tx, f *File) (string, any, error) {
		if f.Name == name {
			return "", nil, nil
		}
		limits, err := s.limits(ctx, tx, who.AccountID)
		if err != nil {
			return "", nil, err
		}
		if err := limits.named(name); err != nil {
			return "", nil, err
		}
		before := snapshot(*f)
		f.Name = name
		return "file_changed", before, nil
	})
}

// Delete puts a file into the bin, where it stays for thirty days; a field that holds it lets go of it.
func (s *Service) Delete(ctx context.Context, who tenant.Actor, id crm.FileID) (File, error) {
	return s.change(ctx, who, id, func(tx *db.Tx, f *File) (string, any, error) {
		if f.DeletedAt != nil {
			return "", nil, nil
		}
		now := tx.Unix()
		if done, err := s.shelve(ctx, tx, who, *f, false); done || err != nil {
			f.DeletedAt, f.DeletedBy = &now, who.UserID
			return "", nil, err
		}
		f.DeletedAt, f.DeletedBy = &now, who.UserID
		return "file_deleted", snapshot(*f), nil
	})
}

// Undelete takes a file out of the bin, back into the field that held it.
func (s *Service) Undelete(ctx context.Context, who tenant.Actor, id crm.FileID) (File, error) {
	return s.change(ctx, who, id, func(tx *db.Tx, f *File) (string, any, error) {
		if f.DeletedAt == nil {
			return "", nil, nil
		}
		if done, err := s.shelve(ctx, tx, who, *f, true); done || err != nil {
			f.DeletedAt, f.DeletedBy = nil, 0
			return "", nil, err
		}
		f.DeletedAt, f.DeletedBy = nil, 0
		return "file_restored", nil, nil
	})
}

// change locks a file, lets fn change it, stores it and writes the event fn names; no name, nothing is written.
func (s *Service) change(ctx context.Context, who tenant.Actor, id crm.FileID, fn func(*db.Tx, *File) (what string, before any, err error)) (f File, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if f, err = s.seen(ctx, tx, who, id, "lock"); err != nil {
			return err
		}
		if err := s.mayChange(ctx, tx, who, f); err != nil {
			return err
		}
		what, before, err := fn(tx, &f)
		if err != nil || what == "" {
			return err
		}
		if err := updateFile(ctx, tx, who.AccountID, f); err != nil {
			return err
		}
		f.UpdatedAt = tx.Unix()
		if f.IsStaged {
			return nil
		}
		if err := s.Cards.Touch(ctx, tx, who, f.Ref); err != nil {
			return err
		}
		var after any
		if what != "file_deleted" {
			after = snapshot(f)
		}
		return s.event(ctx, tx, who, f, what, before, after)
	})
	return f, err
}

func (s *Service) event(ctx context.Context, tx *db.Tx, who tenant.Actor, f File, what string, before, after any) error {
	return timeline.Append(ctx, tx, who, f.Ref, []timeline.Change{eventOf(f, what, before, after)})
}

// eventOf is an event about a file. It names the field the file stands in: who may not see that is not told.
func eventOf(f File, what string, before, after any) timeline.Change {
	for _, told := range []any{before, after} {
		if m, ok := told.(map[string]any); ok && f.FieldID != 0 {
			m[timeline.InField] = f.FieldID
		}
	}
	return timeline.Change{
		Kind: string(f.Ref.Kind) + "." + what, Object: crm.Ref{Kind: crm.File, ID: crm.ID(f.ID)}, Before: before, After: after,
	}
}

// cleanName makes a name fit to be shown and saved anywhere: no folders, no control characters.
func cleanName(name string) (string, error) {
	name = strings.ToValidUTF8(name, "�")
	if at := strings.LastIndexAny(name, `/\`); at >= 0 {
		name = name[at+1:]
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, name)
	name = strings.TrimSpace(name)
	if name == "" || name == "." || name == ".." {
		return "", errs.Invalid("name", "is empty, name the file")
	}
	if utf8.RuneCountInString(name) > maxName {
		return "", errs.Invalid("name", "is longer than %d characters, shorten it", maxName)
	}
	return name, nil
}
