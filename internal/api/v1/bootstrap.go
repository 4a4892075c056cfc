package v1

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/task"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// Bootstrap is everything the client needs once, in one answer.
type Bootstrap struct {
	Version string      `json:"version" doc:"Of the program"`
	Me      Me          `json:"me"`
	Users   []UserShort `json:"users"`
	Groups  []GroupView `json:"groups"`

	Pipelines   []pipeline.Pipeline       `json:"pipelines"`
	LossReasons []pipeline.LossReason     `json:"loss_reasons"`
	Fields      map[crm.Kind]FieldSet     `json:"fields" doc:"By kind of card"`
	TaskTypes   []task.Type               `json:"task_types"`
	Tags        map[crm.Kind][]entity.Tag `json:"tags" doc:"By kind of card; the most, not all, of a large stock"`
}

// bootTags is how many tags of a kind the client gets at once; it asks for others by name.
const bootTags = 200

// UserShort is what a list of people to choose from needs.
type UserShort struct {
	ID       tenant.UserID   `json:"id"`
	Name     string          `json:"name"`
	IsActive bool            `json:"is_active"`
	GroupID  *tenant.GroupID `json:"group_id"`
}

func (a *API) bootstrap(ctx context.Context, who tenant.Actor, _ *noInput) (Bootstrap, error) {
	b := Bootstrap{Version: a.Version}
	for _, part := range []func(context.Context, tenant.Actor, *Bootstrap) error{
		a.bootMe, a.bootPeople, a.bootPipelines, a.bootCards,
	} {
		if err := part(ctx, who, &b); err != nil {
			return Bootstrap{}, err
		}
	}
	return b, nil
}

func (a *API) bootMe(ctx context.Context, who tenant.Actor, b *Bootstrap) (err error) {
	b.Me, err = a.me(ctx, who)
	return err
}

func (a *API) bootPeople(ctx context.Context, who tenant.Actor, b *Bootstrap) error {
	users, err := a.Users.List(ctx, who)
	if err != nil {
		return err
	}
	groups, err := a.Users.Groups(ctx, who)
	if err != nil {
		return err
	}
	b.Users = convertAll(users, func(u user.User) UserShort { return UserShort{u.ID, u.Name, u.IsActive, u.GroupID} })
	b.Groups = convertAll(groups, toGroup)
	return nil
}

func (a *API) bootPipelines(ctx context.Context, who tenant.Actor, b *Bootstrap) error {
	set, err := a.Pipelines.List(ctx, who.AccountID)
	if err != nil {
		return err
	}
	reasons, err := a.Pipelines.LossReasons(ctx, who.AccountID)
	b.Pipelines = convertAll(set.Pipelines, same[pipeline.Pipeline])
	b.LossReasons = convertAll(reasons, same[pipeline.LossReason])
	return err
}

func (a *API) bootCards(ctx context.Context, who tenant.Actor, b *Bootstrap) error {
	b.Fields, b.Tags = map[crm.Kind]FieldSet{}, map[crm.Kind][]entity.Tag{}
	for _, kind := range crm.CardKinds {
		set, err := a.Fields.AllFor(ctx, who, kind)
		if err != nil {
			return err
		}
		var tags []entity.Tag
		if access.Any(who, kind, access.View) == nil {
			if tags, err = entity.TagList(ctx, a.DB, who.AccountID, kind, "", bootTags); err != nil {
				return err
			}
		}
		b.Fields[kind], b.Tags[kind] = toFieldSet(set), convertAll(tags, same[entity.Tag])
	}
	types, err := a.Tasks.Types(ctx, who.AccountID)
	b.TaskTypes = convertAll(types, same[task.Type])
	return err
}
