package field

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// Update changes a field. Its kind and type stay for ever: the values depend on them.
func (s *Service) Update(ctx context.Context, who tenant.Actor, id crm.FieldID, p Patch) (f Field, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		f, err = s.UpdateTx(ctx, tx, who, id, p)
		return err
	})
	return f, err
}

// UpdateTx is Update inside a transaction.
func (s *Service) UpdateTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.FieldID, p Patch) (Field, error) {
	return s.modifyTx(ctx, tx, who, id, func(tx *db.Tx, set Set, f *Field) error {
		formula := f.Settings.Formula
		applyPatch(f, p)
		if f.Settings.Formula != formula {
			if err := set.checkSeen(who, *f); err != nil {
				return err
			}
		}
		if p.Options != nil {
			if err := mergeOptions(f, *p.Options, tx.Unix()); err != nil {
				return err
			}
		}
		return s.checkField(ctx, tx, who.AccountID, set, f)
	})
}

// Delete moves a field to the bin, whatever depends on it; the values stay on the cards and come back with Restore.
func (s *Service) Delete(ctx context.Context, who tenant.Actor, id crm.FieldID) error {
	return s.Remove(ctx, who, id, true)
}

// Remove is Delete that asks first: unless it is confirmed, things that use the field are a conflict with the reason
// HasDependants.
func (s *Service) Remove(ctx context.Context, who tenant.Actor, id crm.FieldID, confirmed bool) error {
	_, err := s.modify(ctx, who, id, func(tx *db.Tx, set Set, f *Field) error {
		if err := s.confirm(ctx, tx, who, set, Asked{Field: *f}, confirmed); err != nil {
			return err
		}
		now := tx.Unix()
		f.DeletedAt = &now
		return nil
	})
	return err
}

// Restore takes a field out of the bin.
func (s *Service) Restore(ctx context.Context, who tenant.Actor, id crm.FieldID) (f Field, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		f, err = s.restore(ctx, tx, who, id)
		return err
	})
	return f, err
}

func (s *Service) restore(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.FieldID) (Field, error) {
	f, set, err := s.open(ctx, tx, who, id)
	if err != nil || f.DeletedAt == nil {
		return f, err
	}
	before := f
	f.DeletedAt, f.UpdatedAt = nil, tx.Unix()
	if err := s.checkField(ctx, tx, who.AccountID, set, &f); err != nil {
		return Field{}, err
	}
	if err := updateField(ctx, tx, who.AccountID, f); err != nil {
		return Field{}, fmt.Errorf("restore field %d: %w", id, err)
	}
	return s.changed(ctx, tx, who, &before, id)
}

// Find is one field, a removed one too.
func (s *Service) Find(ctx context.Context, who tenant.Actor, id crm.FieldID) (Field, error) {
	f, err := findField(ctx, s.db, who.AccountID, id)
	if err == nil && who.Field(int64(id)) == tenant.FieldHidden {
		err = errs.NotFound("there is no such field")
	}
	return f, err
}

// Deleted are the fields in the bin.
func (s *Service) Deleted(ctx context.Context, who tenant.Actor, kind crm.Kind) ([]Field, error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return nil, err
	}
	list, err := listDeleted(ctx, s.db, who.AccountID, kind)
	return slices.DeleteFunc(list, func(f Field) bool { return who.Field(int64(f.ID)) == tenant.FieldHidden }), err
}

// open checks the right, takes the lock and reads the field, a removed one too, with the living ones beside it.
func (s *Service) open(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.FieldID) (Field, Set, error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return Field{}, Set{}, err
	}
	f, err := findField(ctx, tx, who.AccountID, id)
	if err != nil {
		return Field{}, Set{}, err
	}
	set, err := s.lockSet(ctx, tx, who.AccountID, f.Kind)
	if err != nil {
		return Field{}, Set{}, err
	}
	// Read again under the lock: another change may have come between.
	f, err = findField(ctx, tx, who.AccountID, id)
	if err == nil && who.Field(int64(id)) == tenant.FieldHidden {
		err = errs.NotFound("there is no such field")
	}
	return f, set, err
}

// modify is modifyTx in a transaction of its own.
func (s *Service) modify(ctx context.Context, who tenant.Actor, id crm.FieldID, change func(*db.Tx, Set, *Field) error) (f Field, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		f, err = s.modifyTx(ctx, tx, who, id, change)
		return err
	})
	return f, err
}

// modifyTx is one change of a living field: right, lock, change, rows, event.
func (s *Service) modifyTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.FieldID, change func(*db.Tx, Set, *Field) error) (Field, error) {
	f, set, err := s.open(ctx, tx, who, id)
	if err != nil {
		return Field{}, err
	}
	if f.DeletedAt != nil {
		return Field{}, errs.NotFound("there is no such field")
	}
	before := f
	f.Options = slices.Clone(f.Options)
	if err := change(tx, set, &f); err != nil {
		return Field{}, err
	}
	f.UpdatedAt = tx.Unix()
	if err := writeField(ctx, tx, who.AccountID, f); err != nil {
		return Field{}, fmt.Errorf("change field %d: %w", id, err)
	}
	return s.changed(ctx, tx, who, &before, id)
}

func writeField(ctx context.Context, tx *db.Tx, account tenant.AccountID, f Field) error {
	if err := updateField(ctx, tx, account, f); err != nil {
		return err
	}
	var old, fresh []Option
	for _, o := range f.Options {
		if o.ID == 0 {
			fresh = append(fresh, o)
		} else {
			old = append(old, o)
		}
	}
	if err := rewriteOptions(ctx, tx, account, f.ID, old); err != nil {
		return err
	}
	if err := insertOptions(ctx, tx, account, f.ID, fresh); err != nil {
		return err
	}
	return writeRequirements(ctx, tx, account, f.ID, f.Requirements)
}

func applyPatch(f *Field, p Patch) {
	if p.Name != nil {
		f.Name = *p.Name
	}
	if p.Code != nil {
		f.Code = *p.Code
	}
	if p.GroupID != nil {
		f.GroupID = p.GroupID
		if *p.GroupID == 0 {
			f.GroupID = nil
		}
	}
	if p.IsAPIOnly != nil {
		f.IsAPIOnly = *p.IsAPIOnly
	}
	if p.Settings != nil {
		f.Settings = *p.Settings
	}
	if p.Requirements != nil {
		f.Requirements = *p.Requirements
	}
}

// mergeOptions makes the field's options those of the list, keeping the removed ones for the cards that hold them.
func mergeOptions(f *Field, list []Option, now int64) error {
	if len(list) > maxOptions {
		return errs.Invalid("options", "too many choices, use at most %d", maxOptions)
	}
	var out []Option
	kept := map[crm.OptionID]bool{}
	for i, o := range list {
		if o.ID != 0 {
			if _, ok := f.Option(o.ID); !ok || kept[o.ID] {
				return errs.Invalid("options", "this field has no choice with the id %d", o.ID)
			}
			kept[o.ID] = true
		}
		out = append(out, Option{ID: o.ID, Name: Clean(o.Name, false), Code: Clean(o.Code, false), Position: i + 1})
	}
	for _, o := range f.Options {
		if kept[o.ID] {
			continue
		}
		if o.DeletedAt == nil {
			o.DeletedAt = &now
		}
		out = append(out, o)
	}
	f.Options = out
	return nil
}

// AddOption adds a choice to a list, at its end, and returns it. A choice of that name that exists already is returned
// as it is; a removed one comes back.
func (s *Service) AddOption(ctx context.Context, who tenant.Actor, id crm.FieldID, name string) (Option, error) {
	f, err := s.AddOptions(ctx, who, id, []string{name})
	if err != nil {
		return Option{}, err
	}
	return f.Options[slices.IndexFunc(f.Options, isNamed(name))], nil
}

// AddOptions is AddOption for several names, in their order, with one event.
func (s *Service) AddOptions(ctx context.Context, who tenant.Actor, id crm.FieldID, names []string) (Field, error) {
	return s.modify(ctx, who, id, func(tx *db.Tx, set Set, f *Field) error {
		if !f.HasOptions() {
			return errs.Invalid("type", "only lists have choices")
		}
		for _, name := range names {
			if i := slices.IndexFunc(f.Options, isNamed(name)); i >= 0 {
				f.Options[i].DeletedAt = nil
			} else {
				f.Options = append(f.Options, Option{Name: Clean(name, false), Position: len(f.Options) + 1})
			}
		}
		return s.checkField(ctx, tx, who.AccountID, set, f)
	})
}

func isNamed(name string) func(Option) bool {
	key := lang.Fold(Clean(name, false))
	return func(o Option) bool { return lang.Fold(o.Name) == key }
}

// Reorder puts the named fields of a kind first, in that order; those not named follow as they stood.
func (s *Service) Reorder(ctx context.Context, who tenant.Actor, kind crm.Kind, ids []crm.FieldID) error {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		set, err := s.lockSet(ctx, tx, who.AccountID, kind)
		if err != nil {
			return err
		}
		order, err := newOrder(set.Ordered(), ids, func(f Field) crm.FieldID { return f.ID })
		if err != nil {
			return err
		}
		if err := place(ctx, tx, "fields", who.AccountID, order); err != nil || len(order) == 0 {
			return err
		}
		_, err = s.changed(ctx, tx, who, nil, order[0])
		return err
	})
}

func newOrder[T any, ID ~int64](all []T, first []ID, id func(T) ID) ([]ID, error) {
	if len(first) > maxFields {
		return nil, errs.Invalid("ids", "too many ids, give at most %d", maxFields)
	}
	var out []ID
	for _, want := range first {
		if !slices.ContainsFunc(all, func(v T) bool { return id(v) == want }) || slices.Contains(out, want) {
			return nil, errs.Invalid("ids", "%d is not among them, or stands twice", want)
		}
		out = append(out, want)
	}
	for _, v := range all {
		if !slices.Contains(out, id(v)) {
			out = append(out, id(v))
		}
	}
	return out, nil
}
