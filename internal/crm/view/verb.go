package view

import (
	"context"
	"slices"
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Scopes gives the scope of filters of a kind for an actor.
type Scopes func(ctx context.Context, who tenant.Actor, kind crm.Kind) (entity.Scope, error)

// New makes the service.
func New(d *db.DB, lists *entity.Lists, scopes Scopes) *Service {
	return &Service{db: d, lists: lists, scopes: scopes, counts: map[string]counted{}}
}

// Shelf is what a person has to choose from.
type Shelf struct {
	System []System
	// Views are their own and the shared ones, in their order.
	Views []View
	// Default is the view they begin with: the name of a system one or the id of a saved one, empty: none.
	Default string
}

// List are the views of a kind that the actor has.
func (s *Service) List(ctx context.Context, who tenant.Actor, kind crm.Kind) (Shelf, error) {
	if err := mayView(who, kind); err != nil {
		return Shelf{}, err
	}
	return s.shelf(ctx, s.db, who, kind)
}

func mayView(who tenant.Actor, kind crm.Kind) error {
	if !kind.HasCard() {
		return errs.Invalid("kind", "use deal, contact or company")
	}
	return access.Any(who, kind, access.View)
}

func (s *Service) shelf(ctx context.Context, q db.Querier, who tenant.Actor, kind crm.Kind) (out Shelf, err error) {
	set := pipeline.Set{}
	if kind == crm.Deal {
		if set, err = pipeline.Load(ctx, q, who.AccountID); err != nil {
			return Shelf{}, err
		}
	}
	out.System = systemOf(who, kind, set)
	list, err := listViews(ctx, q, who, kind, "")
	if err != nil {
		return Shelf{}, err
	}
	scope, err := s.scopes(ctx, who, kind)
	if err != nil {
		return Shelf{}, err
	}
	for _, v := range list {
		if v.hiddenFrom(who) {
			continue
		}
		v.CanEdit = v.mayEdit(who)
		out.Views = append(out.Views, v.shown(scope.Fields))
	}
	out.Default, err = findDefault(ctx, q, who, kind)
	if !out.has(out.Default) {
		out.Default = ""
	}
	return out, err
}

func (o Shelf) has(name string) bool {
	return slices.ContainsFunc(o.System, func(v System) bool { return v.Name == name }) ||
		slices.ContainsFunc(o.Views, func(v View) bool { return strconv.FormatInt(int64(v.ID), 10) == name })
}

// Create saves a view behind the others.
func (s *Service) Create(ctx context.Context, who tenant.Actor, d Draft) (View, error) {
	if err := mayView(who, d.Kind); err != nil {
		return View{}, err
	}
	v := View{Kind: d.Kind, Name: d.Name, OwnerID: who.UserID, IsShared: d.IsShared, Filter: d.Filter, Sort: d.Sort,
		Columns: d.Columns, Layout: d.Layout, CanEdit: true}
	if err := s.check(ctx, who, &v, nil); err != nil {
		return View{}, err
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		list, err := listViews(ctx, tx, who, d.Kind, db.ForUpdate(tx.Engine()))
		if err != nil {
			return err
		}
		if len(list) >= MaxViews {
			return errs.Limit("there are %d views already, delete one first", MaxViews)
		}
		for _, other := range list {
			v.Position = max(v.Position, other.Position+1)
		}
		if v.ID, err = insertView(ctx, tx, who.AccountID, v); err != nil {
			return err
		}
		return tell(ctx, tx, who, nil, &v)
	})
	return v, err
}

// check asks whether the view is fit to be kept in the place of old, which is nil for a new one. Sharing asks for the right
// to settings.
func (s *Service) check(ctx context.Context, who tenant.Actor, v, old *View) error {
	if err := v.clean(); err != nil {
		return err
	}
	if v.IsShared && (old == nil || !old.IsShared) && !who.Has(access.ExtraSettings) {
		return errs.Forbidden("you have no right to share views, keep it for yourself")
	}
	scope, err := s.scopes(ctx, who, v.Kind)
	if err != nil {
		return err
	}
	if err := v.checkColumns(scope.Fields, old); err != nil {
		return err
	}
	if err := s.lists.Validate(scope, v.Filter); err != nil {
		return err
	}
	return s.lists.ValidateSort(scope, v.Sort)
}

// Update changes a view: one's own, or a shared one with the right to settings.
func (s *Service) Update(ctx context.Context, who tenant.Actor, id ID, p Patch) (v View, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if v, err = s.lock(ctx, tx, who, id); err != nil {
			return err
		}
		old := v
		v.apply(p)
		if err := s.check(ctx, who, &v, &old); err != nil {
			return err
		}
		if err := updateView(ctx, tx, who.AccountID, v); err != nil {
			return err
		}
		return tell(ctx, tx, who, &old, &v)
	})
	if err != nil {
		return View{}, err
	}
	scope, err := s.scopes(ctx, who, v.Kind)
	return v.shown(scope.Fields), err
}

// Delete removes a view. Whoever began with it begins with the usual one.
func (s *Service) Delete(ctx context.Context, who tenant.Actor, id ID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		v, err := s.lock(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if err := deleteView(ctx, tx, who.AccountID, v); err != nil {
			return err
		}
		return tell(ctx, tx, who, &v, nil)
	})
}

func (s *Service) lock(ctx context.Context, tx *db.Tx, who tenant.Actor, id ID) (View, error) {
	v, err := findView(ctx, tx, who, id, db.ForUpdate(tx.Engine()))
	if err != nil {
		return v, err
	}
	if v.hiddenFrom(who) {
		return View{}, errs.NotFound("there is no view %d", id)
	}
	if !v.mayEdit(who) {
		return v, errs.Forbidden("only its author or somebody with the right to settings may change it")
	}
	v.CanEdit = true
	return v, nil
}

// Reorder puts the views one may change into an order; those of others keep their place among themselves.
func (s *Service) Reorder(ctx context.Context, who tenant.Actor, kind crm.Kind, ids []ID) error {
	if err := mayView(who, kind); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		list, err := listViews(ctx, tx, who, kind, db.ForUpdate(tx.Engine()))
		if err != nil {
			return err
		}
		list = slices.DeleteFunc(list, func(v View) bool { return !v.mayEdit(who) })
		sorted := slices.Sorted(slices.Values(ids))
		if len(ids) != len(list) || len(slices.Compact(sorted)) != len(list) {
			return errs.Invalid("ids", "give every one of the views of this kind once")
		}
		at := make(map[ID]int, len(list))
		places := make([]int, len(list))
		for i, v := range list {
			at[v.ID], places[i] = i, v.Position
		}
		for i, id := range ids {
			from, ok := at[id]
			if !ok {
				return errs.Invalid("ids", "give every one of the views of this kind once")
			}
			list[from].Position = i
		}
		return placeViews(ctx, tx, who.AccountID, list)
	})
}

// SetDefault says which view the actor begins with: the name of a system one, or the id of a saved one; empty: none.
func (s *Service) SetDefault(ctx context.Context, who tenant.Actor, kind crm.Kind, name string) error {
	if err := mayView(who, kind); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if name != "" {
			shelf, err := s.shelf(ctx, tx, who, kind)
			if err != nil {
				return err
			}
			if !shelf.has(name) {
				return errs.Invalid("view", "there is no view %q", name)
			}
		}
		return saveDefault(ctx, tx, who, kind, name)
	})
}

type told struct {
	Kind     crm.Kind `json:"kind"`
	Name     string   `json:"name"`
	IsShared bool     `json:"is_shared"`
}

// tell writes the event of a view that everybody sees, or saw; one's own are nobody's business.
func tell(ctx context.Context, tx *db.Tx, who tenant.Actor, before, after *View) error {
	change := timeline.Change{Kind: "view.changed"}
	var id ID
	shared := false
	for _, side := range []struct {
		v  *View
		to *any
	}{{before, &change.Before}, {after, &change.After}} {
		if side.v != nil {
			id, shared = side.v.ID, shared || side.v.IsShared
			*side.to = told{side.v.Kind, side.v.Name, side.v.IsShared}
		}
	}
	if !shared {
		return nil
	}
	return timeline.Append(ctx, tx, who, crm.Ref{Kind: "view", ID: crm.ID(id)}, []timeline.Change{change})
}
