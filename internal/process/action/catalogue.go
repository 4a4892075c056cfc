package action

import (
	"context"
	"encoding/json"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/kit/errs"
)

// Catalogue is every action there is, in the order people see them.
type Catalogue struct{ list []Action }

// NewCatalogue lists the actions over the services they act through.
func NewCatalogue(s Services) *Catalogue {
	return &Catalogue{list: []Action{
		createTask{s}, addNote{s}, setFields{s}, move{s}, addTags{s}, removeTags{s}, setResponsible{s}, sendWebhook{s},
	}}
}

// All are the actions in order.
func (c *Catalogue) All() []Action { return c.list }

// Find returns the action of a kind.
func (c *Catalogue) Find(kind string) (Action, bool) {
	i := slices.IndexFunc(c.list, func(a Action) bool { return a.Kind() == kind })
	if i < 0 {
		return nil, false
	}
	return c.list[i], true
}

// Check says whether an action with these parameters can be saved for a kind of card. Problems bear the paths
// "action" and "params.…".
func (c *Catalogue) Check(ctx context.Context, env Env, kind string, params json.RawMessage) error {
	a, ok := c.Find(kind)
	if !ok {
		return errs.Invalid("action", "there is no action %q, pick one of the catalogue", clip(kind))
	}
	if !slices.Contains(a.Cards(), env.Kind) {
		return errs.Invalid("action", "does not go with this kind of card, pick another one")
	}
	if err := a.Schema().check(params); err != nil {
		return errs.At("params", err)
	}
	return errs.At("params", a.Check(ctx, env, params))
}

// anyCard are the kinds for actions that do not care.
func anyCard() []crm.Kind { return crm.CardKinds }
