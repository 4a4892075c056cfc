package field

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Dependant is a thing that uses a field, or a choice of it.
type Dependant struct {
	// Kind says what it is: "formula", "requirement" (of a pipeline), "rule", "view" and what others add.
	Kind string `json:"kind"`
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// Asked is what is about to go: a field, or with an option one of its choices.
type Asked struct {
	Field  Field
	Option crm.OptionID
}

// Dependants finds the things of one sort that use what is asked about, by name and bounded. It has no side effects.
type Dependants func(ctx context.Context, q db.Querier, who tenant.Actor, asked Asked) ([]Dependant, error)

// OnDependants adds ways to find what depends on fields; call it before the first request.
func (s *Service) OnDependants(find ...Dependants) { s.dependants = append(s.dependants, find...) }

// HasDependants is the reason of the error that asks before something goes which others use; its data are those.
const HasDependants = "dependants"

// Dependants lists what uses a field, or a choice of it when the option is not 0.
func (s *Service) Dependants(ctx context.Context, who tenant.Actor, id crm.FieldID, option crm.OptionID) ([]Dependant, error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return nil, err
	}
	f, err := findField(ctx, s.db, who.AccountID, id)
	if err != nil {
		return nil, err
	}
	if who.Field(int64(id)) == tenant.FieldHidden {
		return nil, errs.NotFound("there is no such field")
	}
	if _, ok := f.Option(option); option != 0 && !ok {
		return nil, errs.NotFound("there is no such choice")
	}
	set, err := s.AllTx(ctx, s.db, who.AccountID, f.Kind)
	if err != nil {
		return nil, err
	}
	return s.users(ctx, s.db, who, set, Asked{f, option})
}

func (s *Service) users(ctx context.Context, q db.Querier, who tenant.Actor, set Set, asked Asked) ([]Dependant, error) {
	var out []Dependant
	for _, f := range set.For(who).visibleOf(set.Users(asked.Field.ID)) {
		out = append(out, Dependant{"formula", int64(f.ID), f.Name})
	}
	if asked.Option == 0 {
		for _, r := range asked.Field.Requirements {
			out = append(out, Dependant{"requirement", int64(r.PipelineID), ""})
		}
	}
	for _, find := range s.dependants { // one for each sort of thing
		list, err := find(ctx, q, who, asked)
		if err != nil {
			return nil, fmt.Errorf("find what depends on field %d: %w", asked.Field.ID, err)
		}
		out = append(out, list...)
	}
	return out, nil
}

func (s Set) visibleOf(list []Field) []Field {
	return slices.DeleteFunc(slices.Clone(list), func(f Field) bool { _, ok := s.ByID(f.ID); return !ok })
}

// confirm refuses while others use what is about to go, unless it was looked at.
func (s *Service) confirm(ctx context.Context, tx *db.Tx, who tenant.Actor, set Set, asked Asked, confirmed bool) error {
	if confirmed {
		return nil
	}
	list, err := s.users(ctx, tx, who, set, asked)
	if err != nil || len(list) == 0 {
		return err
	}
	names := make([]string, 0, len(list))
	for _, d := range list {
		if d.Name != "" {
			names = append(names, d.Name)
		}
	}
	if len(names) == 0 {
		return nil // requirements go with the field
	}
	return errs.With(errs.Conflict("this depends on it: %s. Look at the list and ask again to go on", strings.Join(names, ", ")), HasDependants, list)
}

// RemoveOption takes a choice off a list: nobody can pick it any more. Cards that hold it keep it, or, with a
// replacement, get that in its place by a job. Unless it is confirmed, things that use the choice are a conflict with the
// reason HasDependants.
func (s *Service) RemoveOption(ctx context.Context, who tenant.Actor, id crm.FieldID, option, replacement crm.OptionID, confirmed bool) (Field, error) {
	return s.modify(ctx, who, id, func(tx *db.Tx, set Set, f *Field) error {
		i := slices.IndexFunc(f.Options, func(o Option) bool { return o.ID == option && o.DeletedAt == nil })
		if i < 0 {
			return errs.NotFound("there is no such choice")
		}
		if r, ok := f.Option(replacement); replacement != 0 && (!ok || r.DeletedAt != nil || replacement == option) {
			return errs.Invalid("replacement", "give another choice of this field to put in its place")
		}
		if err := s.confirm(ctx, tx, who, set, Asked{*f, option}, confirmed); err != nil {
			return err
		}
		now := tx.Unix()
		f.Options[i].DeletedAt = &now
		if replacement == 0 {
			return nil
		}
		return enqueueReplace(ctx, tx, who, *f, option, replacement)
	})
}
