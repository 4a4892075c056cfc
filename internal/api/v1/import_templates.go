package v1

import (
	"context"

	"voronka/internal/office/transfer"
	"voronka/internal/tenant"
)

// ImportTemplate is a saved way of reading a table.
type ImportTemplate struct {
	ID        transfer.TemplateID `json:"id"`
	Name      string              `json:"name"`
	Columns   int                 `json:"columns" doc:"How many titles it knows"`
	CreatedBy tenant.UserID       `json:"created_by"`
	CreatedAt int64               `json:"created_at"`
	UpdatedAt int64               `json:"updated_at"`
	CanEdit   bool                `json:"can_edit" doc:"Rename, replace and delete it: its author and administrators may"`
}

func toTemplate(who tenant.Actor) func(transfer.Template) ImportTemplate {
	return func(t transfer.Template) ImportTemplate {
		return ImportTemplate{t.ID, t.Name, len(t.Titles), t.CreatedBy, t.CreatedAt, t.UpdatedAt, t.MayChange(who)}
	}
}

func (a *API) listImportTemplates(ctx context.Context, who tenant.Actor, _ *noInput) (Items[ImportTemplate], error) {
	list, err := a.Transfers.Templates(ctx, who)
	return items(list, toTemplate(who)), err
}

// TemplateBody names a template and the import whose plan it keeps.
type TemplateBody struct {
	Name     string            `json:"name" doc:"One of that name of mine is replaced"`
	ImportID transfer.ImportID `json:"import_id"`
}

type templateInput struct{ Body TemplateBody }

func (a *API) saveImportTemplate(ctx context.Context, who tenant.Actor, in *templateInput) (ImportTemplate, error) {
	t, err := a.Transfers.SaveTemplate(ctx, who, in.Body.ImportID, in.Body.Name)
	return toTemplate(who)(t), err
}

func (a *API) renameImportTemplate(ctx context.Context, who tenant.Actor, in *renameInput) (ImportTemplate, error) {
	t, err := a.Transfers.RenameTemplate(ctx, who, transfer.TemplateID(in.ID), in.Body.Name)
	return toTemplate(who)(t), err
}

func (a *API) deleteImportTemplate(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Transfers.DeleteTemplate(ctx, who, transfer.TemplateID(in.ID))
}

// UseTemplateBody names the template to use.
type UseTemplateBody struct {
	TemplateID transfer.TemplateID `json:"template_id"`
}

type useTemplateInput struct {
	IDInput
	Body UseTemplateBody
}

func (a *API) useImportTemplate(ctx context.Context, who tenant.Actor, in *useTemplateInput) (ImportDetail, error) {
	i, err := a.Transfers.UseTemplate(ctx, who, transfer.ImportID(in.ID), in.Body.TemplateID)
	if err != nil {
		return ImportDetail{}, err
	}
	return a.importDetail(ctx, who, i)
}
