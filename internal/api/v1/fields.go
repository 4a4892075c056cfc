package v1

import (
	"context"
	"maps"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// FieldView is a custom field.
type FieldView struct {
	ID           crm.FieldID        `json:"id"`
	Kind         crm.Kind           `json:"kind" enum:"deal,contact,company"`
	Type         string             `json:"type" enum:"text,textarea,number,money,checkbox,list,multilist,date,datetime,birthday,url,phone,email,address,monetary,link,legal_entity,tracking_data,file,formula"`
	Name         string             `json:"name"`
	Code         string             `json:"code"`
	GroupID      *crm.FieldGroupID  `json:"group_id"`
	Position     int                `json:"position"`
	IsAPIOnly    bool               `json:"is_api_only"`
	Settings     field.Settings     `json:"settings"`
	Options      []OptionView       `json:"options"`
	Requirements []FieldRequirement `json:"requirements"`
	DeletedAt    *int64             `json:"deleted_at"`
	IsReadOnly   bool               `json:"is_read_only,omitempty" doc:"My role may see it and not change it"`
	IsBroken     bool               `json:"is_broken,omitempty" doc:"Its formula names a field that was removed: the values stay as they were"`
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
		DeletedAt:    f.DeletedAt, IsReadOnly: f.IsReadOnly, IsBroken: f.IsBroken,
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
	set, err := a.Fields.AllFor(ctx, who, in.Kind)
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

type fieldDeleteInput struct {
	IDInput
	Confirmed bool `query:"confirmed" doc:"What depends on the field was looked at; without it that is a conflict with the reason dependants"`
}

func (a *API) deleteField(ctx context.Context, who tenant.Actor, in *fieldDeleteInput) error {
	return a.Fields.Remove(ctx, who, crm.FieldID(in.ID), in.Confirmed)
}

type dependantsInput struct {
	IDInput
	OptionID crm.OptionID `query:"option_id" doc:"Of this choice alone"`
}

func (a *API) fieldDependants(ctx context.Context, who tenant.Actor, in *dependantsInput) (Items[field.Dependant], error) {
	list, err := a.Fields.Dependants(ctx, who, crm.FieldID(in.ID), in.OptionID)
	return items(list, same[field.Dependant]), err
}

type removeOptionInput struct {
	IDInput
	OptionID    crm.OptionID `path:"option_id"`
	Replacement crm.OptionID `query:"replacement" doc:"The choice that cards get in its place; without it they keep the removed one"`
	Confirmed   bool         `query:"confirmed" doc:"What depends on the choice was looked at"`
}

func (a *API) removeOption(ctx context.Context, who tenant.Actor, in *removeOptionInput) (FieldView, error) {
	f, err := a.Fields.RemoveOption(ctx, who, crm.FieldID(in.ID), in.OptionID, in.Replacement, in.Confirmed)
	return toField(f), err
}

// FieldRole is what a field is for a role.
type FieldRole struct {
	RoleID tenant.RoleID      `json:"role_id"`
	Access tenant.FieldAccess `json:"access" enum:"open,view,hidden"`
}

// FieldRoles is what a field is for roles.
type FieldRoles struct {
	Roles []FieldRole `json:"roles"`
}

func (a *API) fieldRoles(ctx context.Context, who tenant.Actor, in *IDInput) (FieldRoles, error) {
	if _, err := a.Fields.Find(ctx, who, crm.FieldID(in.ID)); err != nil {
		return FieldRoles{}, err
	}
	list, err := a.Roles.FieldRoles(ctx, who, crm.FieldID(in.ID))
	out := FieldRoles{[]FieldRole{}}
	for _, id := range slices.Sorted(maps.Keys(list)) {
		out.Roles = append(out.Roles, FieldRole{id, list[id]})
	}
	return out, err
}

type fieldRolesInput struct {
	IDInput
	Body FieldRoles
}

func (a *API) setFieldRoles(ctx context.Context, who tenant.Actor, in *fieldRolesInput) error {
	if _, err := a.Fields.Find(ctx, who, crm.FieldID(in.ID)); err != nil {
		return err
	}
	to := map[tenant.RoleID]tenant.FieldAccess{}
	for _, r := range in.Body.Roles {
		if to[r.RoleID] = r.Access; r.Access == "open" {
			to[r.RoleID] = tenant.FieldOpen
		}
	}
	return a.Roles.SetFieldRoles(ctx, who, crm.FieldID(in.ID), to)
}

// FieldWork is a run over all cards that a change of fields asked for.
type FieldWork struct {
	ID    int64  `json:"id"`
	Kind  string `json:"kind" enum:"field.recompute,field.replace_option"`
	Done  int64  `json:"done"`
	Total int64  `json:"total"`
}

func (a *API) fieldWorks(ctx context.Context, who tenant.Actor, _ *noInput) (Items[FieldWork], error) {
	list, err := a.Fields.Works(ctx, who)
	return items(list, func(w field.Work) FieldWork { return FieldWork{w.JobID, w.Kind, w.Done, w.Total} }), err
}

func (a *API) addTracking(ctx context.Context, who tenant.Actor, in *fieldGroupInput) (Items[FieldView], error) {
	list, err := a.Fields.AddTracking(ctx, who, in.Body.Kind, in.Body.Name)
	return items(list, toField), err
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
