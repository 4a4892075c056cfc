package v1

import (
	"context"
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/lang"
	"voronka/internal/office/bulk"
	"voronka/internal/tenant"
)

// BulkView is a change of many cards and how far it has come.
type BulkView struct {
	ID            bulk.ID       `json:"id"`
	Kind          crm.Kind      `json:"kind" enum:"deal,contact,company"`
	Action        string        `json:"action" enum:"move,responsible,tags,field,task,delete,restore"`
	Params        bulk.Params   `json:"params"`
	RunAutomation bool          `json:"run_automation"`
	State         bulk.State    `json:"state" enum:"running,done,cancelled,failed,undoing,undone"`
	Counts        bulk.Tally    `json:"counts"`
	Error         string        `json:"error" doc:"Why it failed, or why its undoing stopped"`
	CreatedBy     tenant.UserID `json:"created_by"`
	CreatedAt     int64         `json:"created_at"`
	FinishedAt    *int64        `json:"finished_at"`
	UndoneAt      *int64        `json:"undone_at"`
	Can           BulkCan       `json:"can"`
}

// BulkCan is what can be done with it as it stands.
type BulkCan struct {
	Cancel bool `json:"cancel"`
	Undo   bool `json:"undo"`
}

func toBulk(loc lang.Locale) func(bulk.Bulk) BulkView {
	return func(b bulk.Bulk) BulkView {
		return BulkView{
			ID: b.ID, Kind: b.Kind, Action: b.Action, Params: b.Params, RunAutomation: b.RunAutomation, State: b.State, Counts: b.Counts,
			Error: lang.Paragraph(loc, b.Error), CreatedBy: b.CreatedBy, CreatedAt: b.CreatedAt, FinishedAt: b.FinishedAt,
			UndoneAt: b.UndoneAt, Can: BulkCan{Cancel: b.MayCancel(), Undo: b.MayUndo()},
		}
	}
}

// BulkBody is what is to be done with which cards.
type BulkBody struct {
	Kind          crm.Kind     `json:"kind" enum:"deal,contact,company"`
	Action        string       `json:"action" enum:"move,responsible,tags,field,task,delete,restore"`
	Params        bulk.Params  `json:"params,omitempty"`
	IDs           []int64      `json:"ids,omitempty" doc:"The cards, at most 5000"`
	Filter        *entity.Node `json:"filter,omitempty" doc:"In the place of ids: all cards it finds"`
	RunAutomation bool         `json:"run_automation,omitempty" doc:"Let rules see the changes"`
}

type bulkInput struct{ Body BulkBody }

func (a *API) startBulk(ctx context.Context, who tenant.Actor, in *bulkInput) (BulkView, error) {
	n := in.Body
	b, err := a.Bulks.Start(ctx, who, bulk.New{
		Kind: n.Kind, Action: n.Action, Params: n.Params, IDs: ids[crm.ID](n.IDs), Filter: n.Filter, RunAutomation: n.RunAutomation,
	})
	return toBulk(localeOf(ctx))(b), err
}

type bulkListInput struct {
	After string `query:"after"`
	Limit int    `query:"limit" minimum:"1" maximum:"200"`
}

func (a *API) listBulks(ctx context.Context, who tenant.Actor, in *bulkListInput) (Page[BulkView], error) {
	after, err := idCursor(in.After)
	if err != nil {
		return Page[BulkView]{}, err
	}
	list, more, err := a.Bulks.List(ctx, who, bulk.ID(after), orDefault(in.Limit))
	p := Page[BulkView]{Items: convertAll(list, toBulk(localeOf(ctx)))}
	if more {
		p.Next = strconv.FormatInt(int64(list[len(list)-1].ID), 10)
	}
	return p, err
}

func (a *API) findBulk(ctx context.Context, who tenant.Actor, in *IDInput) (BulkView, error) {
	b, err := a.Bulks.Find(ctx, who, bulk.ID(in.ID))
	return toBulk(localeOf(ctx))(b), err
}

// BulkItem is what became of one card.
type BulkItem struct {
	Entity  crm.Ref      `json:"entity"`
	Name    string       `json:"name" doc:"Empty when you may not see it"`
	Outcome bulk.Outcome `json:"outcome" enum:"done,refused,undone,kept"`
	Reason  string       `json:"reason" doc:"Why it was refused, or stays as it is"`
}

type bulkItemsInput struct {
	IDInput
	Outcome bulk.Outcome `query:"outcome" enum:"done,refused,undone,kept"`
	After   string       `query:"after"`
	Limit   int          `query:"limit" minimum:"1" maximum:"200"`
}

func (a *API) bulkItems(ctx context.Context, who tenant.Actor, in *bulkItemsInput) (Page[BulkItem], error) {
	after, err := idCursor(in.After)
	if err != nil {
		return Page[BulkItem]{}, err
	}
	list, more, err := a.Bulks.Items(ctx, who, bulk.ID(in.ID), in.Outcome, crm.ID(after), orDefault(in.Limit))
	loc := localeOf(ctx)
	p := Page[BulkItem]{Items: convertAll(list, func(i bulk.Item) BulkItem {
		return BulkItem{Entity: i.Ref, Name: i.Name, Outcome: i.Outcome, Reason: lang.Paragraph(loc, i.Reason)}
	})}
	if more {
		p.Next = strconv.FormatInt(int64(list[len(list)-1].Ref.ID), 10)
	}
	return p, err
}

func (a *API) cancelBulk(ctx context.Context, who tenant.Actor, in *IDInput) (BulkView, error) {
	b, err := a.Bulks.Cancel(ctx, who, bulk.ID(in.ID))
	return toBulk(localeOf(ctx))(b), err
}

func (a *API) undoBulk(ctx context.Context, who tenant.Actor, in *IDInput) (BulkView, error) {
	b, err := a.Bulks.Undo(ctx, who, bulk.ID(in.ID))
	return toBulk(localeOf(ctx))(b), err
}
