package v1

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/export"
	"voronka/internal/tenant"
)

// ExportView is a list that becomes a file.
type ExportView struct {
	ID         export.ID     `json:"id"`
	Kind       crm.Kind      `json:"kind" enum:"deal,contact,company,task"`
	Format     string        `json:"format" enum:"csv,xlsx"`
	FileName   string        `json:"file_name"`
	FileSize   int64         `json:"file_size" doc:"In bytes, when it is done"`
	State      export.State  `json:"state" enum:"running,done,failed,expired"`
	Error      string        `json:"error" doc:"Why it failed"`
	Rows       int64         `json:"rows" doc:"Written so far, or in all"`
	CreatedBy  tenant.UserID `json:"created_by"`
	CreatedAt  int64         `json:"created_at"`
	FinishedAt *int64        `json:"finished_at"`
}

func toExport(loc lang.Locale) func(export.File) ExportView {
	return func(e export.File) ExportView {
		return ExportView{
			ID: e.ID, Kind: e.Kind, Format: e.Format, FileName: e.FileName, FileSize: e.FileSize, State: e.State,
			Error: lang.Paragraph(loc, e.Error), Rows: e.Rows, CreatedBy: e.CreatedBy, CreatedAt: e.CreatedAt, FinishedAt: e.FinishedAt,
		}
	}
}

// ExportBody says which records become a file. Tasks are chosen by `tasks`, events by `events`, everything else by
// `filter` and `sort` of the list.
type ExportBody struct {
	Kind    crm.Kind             `json:"kind" enum:"deal,contact,company,task,event"`
	Format  string               `json:"format" enum:"csv,xlsx"`
	Filter  json.RawMessage      `json:"filter,omitempty" doc:"As lists take it"`
	Sort    string               `json:"sort,omitempty" doc:"As lists take it"`
	Tasks   *export.TasksFilter  `json:"tasks,omitempty"`
	Events  *export.EventsFilter `json:"events,omitempty"`
	Columns []string             `json:"columns,omitempty" doc:"See /exports/columns; none: all"`
}

type exportInput struct{ Body ExportBody }

func (a *API) createExport(ctx context.Context, who tenant.Actor, in *exportInput) (ExportView, error) {
	b := in.Body
	n := export.New{Kind: b.Kind, Format: b.Format, Sort: b.Sort, Tasks: b.Tasks, Events: b.Events, Columns: b.Columns}
	if len(b.Filter) > 0 {
		filter, err := entity.Parse(b.Filter)
		if err != nil {
			return ExportView{}, err
		}
		n.Filter = filter
	}
	if !b.Kind.HasCard() && !n.Filter.Empty() {
		return ExportView{}, errs.Invalid("filter", "does not go with tasks and events, use tasks or events instead")
	}
	e, err := a.Exports.Start(ctx, who, n)
	return toExport(localeOf(ctx))(e), err
}

func (a *API) findExport(ctx context.Context, who tenant.Actor, in *IDInput) (ExportView, error) {
	e, err := a.Exports.Find(ctx, who, export.ID(in.ID))
	return toExport(localeOf(ctx))(e), err
}

func (a *API) listExports(ctx context.Context, who tenant.Actor, in *importListInput) (Page[ExportView], error) {
	after, err := idCursor(in.After)
	if err != nil {
		return Page[ExportView]{}, err
	}
	list, more, err := a.Exports.List(ctx, who, export.ID(after), orDefault(in.Limit))
	p := Page[ExportView]{Items: convertAll(list, toExport(localeOf(ctx)))}
	if more {
		p.Next = strconv.FormatInt(int64(list[len(list)-1].ID), 10)
	}
	return p, err
}

// ExportColumn is a column an export may have.
type ExportColumn struct {
	Column string `json:"column"`
	Name   string `json:"name"`
}

type exportColumnsInput struct {
	Kind crm.Kind `query:"kind" required:"true" enum:"deal,contact,company,task,event"`
}

func (a *API) listExportColumns(ctx context.Context, who tenant.Actor, in *exportColumnsInput) (Items[ExportColumn], error) {
	list, err := a.Exports.Columns(ctx, who, in.Kind)
	return items(list, func(c export.Column) ExportColumn { return ExportColumn(c) }), err
}

func (a *API) downloadExport(ctx context.Context, who tenant.Actor, in *IDInput) (*FileOutput, error) {
	e, file, err := a.Exports.Open(ctx, who, export.ID(in.ID))
	if err != nil {
		return nil, err
	}
	return download(file, e.FileSize, e.FileName, func() { file.Close() }), nil
}

// exportRoutes take lists out. The right is asked for by the kind in the body: "deal.export" and so on.
func (a *API) exportRoutes() []Route {
	return []Route{
		answer("GET", "/exports", Signed, "The exports: mine, or everybody's for an administrator", a.listExports),
		answer("POST", "/exports", Signed, "Make a file of all records of a filter", a.createExport, status(http.StatusAccepted)),
		answer("GET", "/exports/columns", Signed, "The columns an export of a kind may have", a.listExportColumns),
		answer("GET", "/exports/{id}", Signed, "One export", a.findExport),
		raw("GET", "/exports/{id}/file", Signed, "The file of an export; it is kept for a week", a.downloadExport),
	}
}
