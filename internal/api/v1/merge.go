package v1

import (
	"context"
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/crm/merge"
	"voronka/internal/crm/search"
	"voronka/internal/tenant"
)

// MergeBody says which cards become one, and whose values it gets.
type MergeBody struct {
	Kind     crm.Kind          `json:"kind" enum:"deal,contact,company"`
	Into     crm.ID            `json:"into" doc:"The card that stays"`
	From     []crm.ID          `json:"from" doc:"One to four cards that go into it and then to the recycle bin"`
	Choose   map[string]crm.ID `json:"choose,omitempty" doc:"For a property (name, price, fields.12) the card whose value is taken; 0: the values of all"`
	Versions map[string]int64  `json:"versions,omitempty" doc:"By card the version you looked at; another one is a conflict"`
}

func (b MergeBody) order() merge.Order {
	o := merge.Order{Kind: b.Kind, Into: b.Into, From: b.From, Choose: b.Choose, Versions: map[crm.ID]int64{}}
	for key, version := range b.Versions {
		if id, err := strconv.ParseInt(key, 10, 64); err == nil {
			o.Versions[crm.ID(id)] = version
		}
	}
	return o
}

type mergeInput struct{ Body MergeBody }

// MergePreview is what a merge would make.
type MergePreview struct {
	Sides []MergeSide `json:"sides" doc:"The card that stays first"`
	Lines []MergeLine `json:"lines"`
	Tags  []string    `json:"tags" doc:"Tags the card would get"`
	Names []CardRef   `json:"names" doc:"Cards the values point at"`
}

// MergeSide is one of the cards.
type MergeSide struct {
	ID        crm.ID         `json:"id"`
	Name      string         `json:"name"`
	Version   int64          `json:"version"`
	CreatedAt int64          `json:"created_at"`
	UpdatedAt int64          `json:"updated_at"`
	Carried   map[string]int `json:"carried" doc:"How much hangs on it: note, task, tag, deals, contacts"`
}

// MergeLine is a property in which at least one of the cards has a value.
type MergeLine struct {
	Key     string `json:"key"`
	Values  []any  `json:"values" doc:"Of each side; null: none"`
	From    crm.ID `json:"from" doc:"The card whose value is taken; 0: joined"`
	Joined  []any  `json:"joined"`
	Differs bool   `json:"differs"`
	Many    bool   `json:"many" doc:"The values of all can be joined"`
}

func (a *API) previewMerge(ctx context.Context, who tenant.Actor, in *mergeInput) (MergePreview, error) {
	p, err := a.Merges.Preview(ctx, who, in.Body.order())
	if err != nil {
		return MergePreview{}, err
	}
	out := MergePreview{
		Sides: convertAll(p.Sides, func(s merge.Side) MergeSide { return MergeSide(s) }),
		Lines: convertAll(p.Lines, func(l merge.Line) MergeLine {
			v := MergeLine{l.Key, l.Values, l.From, l.Joined, l.Differs, l.Many}
			if v.Joined == nil {
				v.Joined = []any{}
			}
			return v
		}),
		Tags: convertAll(p.Tags, same[string]), Names: []CardRef{},
	}
	for ref, name := range p.Names {
		out.Names = append(out.Names, CardRef{ref.Kind, ref.ID, name})
	}
	return out, nil
}

// MergeView is a merge that was done.
type MergeView struct {
	ID   int64    `json:"id" doc:"For its undo"`
	Kind crm.Kind `json:"kind" enum:"deal,contact,company"`
	Into crm.ID   `json:"into"`
}

func (a *API) mergeCards(ctx context.Context, who tenant.Actor, in *mergeInput) (MergeView, error) {
	m, err := a.Merges.Merge(ctx, who, in.Body.order())
	return MergeView{m.ID, m.Ref.Kind, m.Ref.ID}, err
}

// MergedFromView is a card that was merged into another one.
type MergedFromView struct {
	ID       crm.ID        `json:"id"`
	Name     string        `json:"name" doc:"As it was last; empty when it was purged"`
	MergeID  int64         `json:"merge_id" doc:"For the undo"`
	IsPurged bool          `json:"is_purged" doc:"It is no longer in the recycle bin: the merge stays"`
	MergedBy tenant.UserID `json:"merged_by"`
	MergedAt int64         `json:"merged_at"`
}

type mergedFromInput struct {
	Kind     crm.Kind `query:"kind" required:"true" enum:"deal,contact,company"`
	EntityID int64    `query:"entity_id" required:"true" minimum:"1" doc:"The card that stayed"`
}

func (a *API) listMergedFrom(ctx context.Context, who tenant.Actor, in *mergedFromInput) (Items[MergedFromView], error) {
	list, err := a.Merges.From(ctx, who, crm.Ref{Kind: in.Kind, ID: crm.ID(in.EntityID)})
	return items(list, func(g merge.Gone) MergedFromView {
		return MergedFromView{ID: g.ID, Name: g.Name, MergeID: g.MergeID, IsPurged: g.IsPurged, MergedBy: g.By, MergedAt: g.At}
	}), err
}

// UnmergeView is a merge that was taken back.
type UnmergeView struct {
	Kind crm.Kind `json:"kind" enum:"deal,contact,company"`
	Into crm.ID   `json:"into"`
	From []crm.ID `json:"from" doc:"The cards that came back"`
	Kept []string `json:"kept" doc:"Properties people changed since, which stay as they are"`
}

func (a *API) undoMerge(ctx context.Context, who tenant.Actor, in *IDInput) (UnmergeView, error) {
	u, err := a.Merges.Undo(ctx, who, in.ID)
	return UnmergeView{u.Ref.Kind, u.Ref.ID, convertAll(u.From, same[crm.ID]), convertAll(u.Kept, same[string])}, err
}

// AlikeView is a card that may be the same as others.
type AlikeView struct {
	ID            crm.ID        `json:"id"`
	Name          string        `json:"name"`
	Detail        string        `json:"detail" doc:"Its phone and e-mail"`
	ResponsibleID tenant.UserID `json:"responsible_id"`
	StatusID      *crm.StatusID `json:"status_id,omitempty" doc:"Of a deal"`
	CreatedAt     int64         `json:"created_at"`
	UpdatedAt     int64         `json:"updated_at"`
}

// AlikeGroup is cards that share a phone, an e-mail address or a name.
type AlikeGroup struct {
	Key   string      `json:"key"`
	Count int         `json:"count" doc:"How many there are; the oldest of them come"`
	Cards []AlikeView `json:"cards"`
}

type groupsInput struct {
	Kind  crm.Kind `query:"kind" required:"true" enum:"deal,contact,company"`
	By    string   `query:"by" required:"true" enum:"phone,email,name"`
	After string   `query:"after"`
	Limit int      `query:"limit" minimum:"1" maximum:"50"`
}

func (a *API) duplicateGroups(ctx context.Context, who tenant.Actor, in *groupsInput) (Page[AlikeGroup], error) {
	list, next, err := a.Search.Groups(ctx, who, search.GroupQuery{Kind: in.Kind, By: in.By, After: in.After, Limit: in.Limit})
	return Page[AlikeGroup]{convertAll(list, func(g search.Group) AlikeGroup {
		return AlikeGroup{g.Key, g.Count, convertAll(g.Cards, func(c search.Alike) AlikeView {
			return AlikeView{c.Ref.ID, c.Name, c.Detail, c.ResponsibleID, c.StatusID, c.CreatedAt, c.UpdatedAt}
		})}
	}), next}, err
}

// DifferentBody says that cards which look alike are different.
type DifferentBody struct {
	Kind        crm.Kind `json:"kind" enum:"deal,contact,company"`
	IDs         []crm.ID `json:"ids"`
	IsDifferent bool     `json:"is_different" doc:"false: they may be the same after all"`
}

type differentInput struct{ Body DifferentBody }

func (a *API) setDifferent(ctx context.Context, who tenant.Actor, in *differentInput) error {
	return a.Search.SetDifferent(ctx, who, in.Body.Kind, in.Body.IDs, in.Body.IsDifferent)
}
