package v1

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// FieldView is a custom field.
type FieldView struct {
	ID           crm.FieldID        `json:"id"`
	Kind         crm.Kind           `json:"kind" enum:"deal,contact,company"`
	Type         string             `json:"type" enum:"text,textarea,number,money,checkbox,list,multilist,date,datetime,birthday,url,phone,email,address"`
	Name         string             `json:"name"`
	Code         string             `json:"code"`
	GroupID      *crm.FieldGroupID  `json:"group_id"`
	Position     int                `json:"position"`
	IsAPIOnly    bool               `json:"is_api_only"`
	Settings     field.Settings     `json:"settings"`
	Options      []OptionView       `json:"options"`
	Requirements []FieldRequirement `json:"requirements"`
	DeletedAt    *int64             `json:"deleted_at"`
}

// OptionView is a choice of a list. A removed one stays on the cards that hold it.
type OptionView struct {
	ID        crm.OptionID `json:"id"`
	Name      string       `json:"name"`
	Code      string       `json:"code,omitempty"`
	IsRemoved bool         `json:"is_removed,omitempty"`
}

// FieldRequirement says that a deal needs the field in a pipeline from a stage on.
type FieldRequirement struct {
	PipelineID crm.PipelineID `json:"pipeline_id"`
	StatusID   crm.StatusID   `json:"status_id"`
}

// FieldGroupView is a tab of the card.
type FieldGroupView struct {
	ID       crm.FieldGroupID `json:"id"`
	Kind     crm.Kind         `json:"kind" enum:"deal,contact,company"`
	Name     string           `json:"name"`
	Position int              `json:"position"`
}

func toField(f field.Field) FieldView {
	return FieldView{
		ID: f.ID, Kind: f.Kind, Type: f.Type, Name: f.Name, Code: f.Code, GroupID: f.GroupID, Position: f.Position,
		IsAPIOnly: f.IsAPIOnly, Settings: f.Settings, Options: convertAll(f.Options, toOption),
		Requirements: convertAll(f.Requirements, func(r field.Requirement) FieldRequirement { return FieldRequirement(r) }),
		DeletedAt:    f.DeletedAt,
	}
}

func toOption(o field.Option) OptionView {
	return OptionView{ID: o.ID, Name: o.Name, Code: o.Code, IsRemoved: o.DeletedAt != nil}
}

func toFieldGroup(g field.Group) FieldGroupView { return FieldGroupView(g) }

// FieldSet is the fields and groups of one kind of card, in order.
type FieldSet struct {
	Fields []FieldView      `json:"fields"`
	Groups []FieldGroupView `json:"groups"`
}

func toFieldSet(s field.Set) FieldSet {
	return FieldSet{convertAll(s.Ordered(), toField), convertAll(s.Groups(), toFieldGroup)}
}

type kindInput struct {
	Kind    crm.Kind `query:"kind" required:"true" enum:"deal,contact,company"`
	Deleted bool     `query:"deleted" doc:"Those in the recycle bin instead"`
}

func (a *API) listFields(ctx context.Context, who tenant.Actor, in *kindInput) (FieldSet, error) {
	if in.Deleted {
		gone, err := a.Fields.Deleted(ctx, who, in.Kind)
		return FieldSet{convertAll(gone, toField), []FieldGroupView{}}, err
	}
	set, err := a.Fields.All(ctx, who.AccountID, in.Kind)
	return toFieldSet(set), err
}

// FieldBody describes a new field.
type FieldBody struct {
	Kind         crm.Kind           `json:"kind" enum:"deal,contact,company"`
	Type         string             `json:"type"`
	Name         string             `json:"name"`
	Code         string             `json:"code,omitempty"`
	GroupID      *crm.FieldGroupID  `json:"group_id,omitempty"`
	IsAPIOnly    bool               `json:"is_api_only,omitempty"`
	Settings     field.Settings     `json:"settings,omitempty"`
	Options      []string           `json:"options,omitempty" doc:"Names of the choices of a list"`
	Requirements []FieldRequirement `json:"requirements,omitempty"`
}

type fieldInput struct{ Body FieldBody }

func (a *API) createField(ctx context.Context, who tenant.Actor, in *fieldInput) (FieldView, error) {
	b := in.Body
	f, err := a.Fields.Create(ctx, who, field.Draft{
		Kind: b.Kind, Type: b.Type, Name: b.Name, Code: b.Code, GroupID: b.GroupID, IsAPIOnly: b.IsAPIOnly,
		Settings: b.Settings, Options: b.Options, Requirements: requirements(b.Requirements),
	})
	return toField(f), err
}

func requirements(in []FieldRequirement) []field.Requirement {
	return convertAll(in, func(r FieldRequirement) field.Requirement { return field.Requirement(r) })
}

// OptionBody is a choice in a changed list; without an id it is a new one.
type OptionBody struct {
	ID   crm.OptionID `json:"id,omitempty"`
	Name string       `json:"name"`
	Code string       `json:"code,omitempty"`
}

// FieldPatch is a change of a field; its kind and type stay for ever.
type FieldPatch struct {
	Name         *string             `json:"name,omitempty"`
	Code         *string             `json:"code,omitempty"`
	GroupID      *crm.FieldGroupID   `json:"group_id,omitempty" doc:"0 takes the field out of its group"`
	IsAPIOnly    *bool               `json:"is_api_only,omitempty"`
	Settings     *field.Settings     `json:"settings,omitempty"`
	Requirements *[]FieldRequirement `json:"requirements,omitempty"`
	Options      *[]OptionBody       `json:"options,omitempty" doc:"The whole list in its new order; what is missing is removed"`
}

type fieldPatchInput struct {
	IDInput
	Body FieldPatch
}

func (a *API) updateField(ctx context.Context, who tenant.Actor, in *fieldPatchInput) (FieldView, error) {
	b := in.Body
	p := field.Patch{Name: b.Name, Code: b.Code, GroupID: b.GroupID, IsAPIOnly: b.IsAPIOnly, Settings: b.Settings}
	if b.Requirements != nil {
		r := requirements(*b.Requirements)
		p.Requirements = &r
	}
	if b.Options != nil {
		o := convertAll(*b.Options, func(o OptionBody) field.Option { return field.Option{ID: o.ID, Name: o.Name, Code: o.Code} })
		p.Options = &o
	}
	f, err := a.Fields.Update(ctx, who, crm.FieldID(in.ID), p)
	return toField(f), err
}

func (a *API) deleteField(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Fields.Delete(ctx, who, crm.FieldID(in.ID))
}

func (a *API) restoreField(ctx context.Context, who tenant.Actor, in *IDInput) (FieldView, error) {
	f, err := a.Fields.Restore(ctx, who, crm.FieldID(in.ID))
	return toField(f), err
}

type addOptionInput struct {
	IDInput
	Body NameBody
}

func (a *API) addOption(ctx context.Context, who tenant.Actor, in *addOptionInput) (OptionView, error) {
	o, err := a.Fields.AddOption(ctx, who, crm.FieldID(in.ID), in.Body.Name)
	return toOption(o), err
}

// KindOrder is the order of the fields or groups of one kind of card.
type KindOrder struct {
	Kind crm.Kind `json:"kind" enum:"deal,contact,company"`
	IDs  []int64  `json:"ids"`
}

type kindOrderInput struct{ Body KindOrder }

func (in *kindOrderInput) check() error {
	if !in.Body.Kind.HasCard() {
		return errs.Invalid("kind", "must be deal, contact or company")
	}
	return nil
}

func (a *API) orderFields(ctx context.Context, who tenant.Actor, in *kindOrderInput) error {
	if err := in.check(); err != nil {
		return err
	}
	return a.Fields.Reorder(ctx, who, in.Body.Kind, ids[crm.FieldID](in.Body.IDs))
}

// FieldGroupBody describes a new group.
type FieldGroupBody struct {
	Kind crm.Kind `json:"kind" enum:"deal,contact,company"`
	Name string   `json:"name"`
}

type fieldGroupInput struct{ Body FieldGroupBody }

func (a *API) createFieldGroup(ctx context.Context, who tenant.Actor, in *fieldGroupInput) (FieldGroupView, error) {
	g, err := a.Fields.CreateGroup(ctx, who, in.Body.Kind, in.Body.Name)
	return toFieldGroup(g), err
}

func (a *API) renameFieldGroup(ctx context.Context, who tenant.Actor, in *renameInput) (FieldGroupView, error) {
	g, err := a.Fields.RenameGroup(ctx, who, crm.FieldGroupID(in.ID), in.Body.Name)
	return toFieldGroup(g), err
}

func (a *API) deleteFieldGroup(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Fields.DeleteGroup(ctx, who, crm.FieldGroupID(in.ID))
}

func (a *API) orderFieldGroups(ctx context.Context, who tenant.Actor, in *kindOrderInput) error {
	if err := in.check(); err != nil {
		return err
	}
	return a.Fields.ReorderGroups(ctx, who, in.Body.Kind, ids[crm.FieldGroupID](in.Body.IDs))
}
