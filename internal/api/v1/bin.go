package v1

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/bin"
	"voronka/internal/tenant"
)

// BinItem is a card in the recycle bin.
type BinItem struct {
	Kind          crm.Kind       `json:"kind" enum:"deal,contact,company"`
	ID            crm.ID         `json:"id"`
	Name          string         `json:"name"`
	ResponsibleID tenant.UserID  `json:"responsible_id"`
	DeletedAt     int64          `json:"deleted_at"`
	DeletedBy     *tenant.UserID `json:"deleted_by"`
	MergedInto    *crm.ID        `json:"merged_into" doc:"It was merged into this card, and comes back by undoing the merge"`
	MergeID       *int64         `json:"merge_id"`
}

func toBinItem(i bin.Item) BinItem {
	return BinItem{i.Ref.Kind, i.Ref.ID, i.Name, i.ResponsibleID, i.DeletedAt, i.DeletedBy, i.MergedInto, i.MergeID}
}

type binInput struct {
	Kind  crm.Kind `query:"kind" required:"true" enum:"deal,contact,company"`
	By    []int64  `query:"deleted_by"`
	From  int64    `query:"from" doc:"Unix seconds"`
	To    int64    `query:"to"`
	Text  string   `query:"q" doc:"A part of the name"`
	After string   `query:"after"`
	Limit int      `query:"limit" minimum:"1" maximum:"200"`
}

func (a *API) listBin(ctx context.Context, who tenant.Actor, in *binInput) (Page[BinItem], error) {
	f := bin.Filter{Kind: in.Kind, By: ids[tenant.UserID](in.By), Text: in.Text, After: in.After, Limit: in.Limit}
	if in.From != 0 {
		f.FromAt = &in.From
	}
	if in.To != 0 {
		f.ToAt = &in.To
	}
	page, err := a.Bin.List(ctx, who, f)
	return Page[BinItem]{convertAll(page.Items, toBinItem), page.Next}, err
}

// BinBody names cards in the recycle bin.
type BinBody struct {
	Kind crm.Kind `json:"kind" enum:"deal,contact,company"`
	IDs  []crm.ID `json:"ids"`
}

type restoreInput struct{ Body BinBody }

// RestoredView is what came out of the bin.
type RestoredView struct {
	IDs    []crm.ID `json:"ids"`
	Merged []crm.ID `json:"merged" doc:"Left where they are: undo their merge"`
}

func (a *API) restoreCards(ctx context.Context, who tenant.Actor, in *restoreInput) (RestoredView, error) {
	r, err := a.Bin.Restore(ctx, who, in.Body.Kind, in.Body.IDs)
	return RestoredView{convertAll(r.IDs, same[crm.ID]), convertAll(r.Merged, same[crm.ID])}, err
}

// PurgeBody names cards to be deleted for ever.
type PurgeBody struct {
	BinBody
	Count int `json:"count" doc:"How many they are, as a person typed it"`
}

type purgeInput struct{ Body PurgeBody }

// PurgedView says how many cards are gone.
type PurgedView struct {
	Count int `json:"count"`
}

func (a *API) purgeCards(ctx context.Context, who tenant.Actor, in *purgeInput) (PurgedView, error) {
	n, err := a.Bin.Purge(ctx, who, in.Body.Kind, in.Body.IDs, in.Body.Count)
	return PurgedView{n}, err
}

// BinSettings is how long cards stay in the bin.
type BinSettings struct {
	Keeps bool `json:"keeps" doc:"Nothing is taken out of the bin by itself"`
	Days  int  `json:"days,omitempty" readOnly:"true" doc:"Else cards leave it for ever after so many days"`
}

func (a *API) findBinSettings(ctx context.Context, who tenant.Actor, _ *struct{}) (BinSettings, error) {
	keeps, err := a.Bin.Keeps(ctx, who)
	return BinSettings{keeps, bin.Days}, err
}

type binSettingsInput struct{ Body BinSettings }

func (a *API) updateBinSettings(ctx context.Context, who tenant.Actor, in *binSettingsInput) (BinSettings, error) {
	return BinSettings{in.Body.Keeps, bin.Days}, a.Bin.Keep(ctx, who, in.Body.Keeps)
}
