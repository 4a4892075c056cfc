package robot

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/process"
	"voronka/internal/process/action"
	"voronka/internal/tenant"
)

// Service keeps rules and runs them.
type Service struct {
	db      *db.DB
	actions *action.Catalogue
	lists   *entity.Lists
	fields  *field.Service
	halted  Halted
}

// NewService makes the service over the catalogue of actions; lists evaluates the conditions.
func NewService(d *db.DB, actions *action.Catalogue, lists *entity.Lists, fields *field.Service) *Service {
	return &Service{db: d, actions: actions, lists: lists, fields: fields}
}

// Actions is the catalogue the rules choose from.
func (s *Service) Actions() *action.Catalogue { return s.actions }

// New is a rule to be made.
type New struct {
	Name       string
	EntityKind crm.Kind
	Moment     process.Moment
	PipelineID *crm.PipelineID
	StatusID   *crm.StatusID
	Condition  entity.Node
	Action     string
	Params     json.RawMessage
	IsOn       bool
}

// Patch is a change of a rule; nil leaves a property as it is. The kind of card never changes. A PipelineID or
// StatusID of 0 takes it away.
type Patch struct {
	Name       *string
	Moment     *process.Moment
	PipelineID *crm.PipelineID
	StatusID   *crm.StatusID
	Condition  *entity.Node
	Action     *string
	Params     json.RawMessage
	IsOn       *bool
}

const (
	// maxTriggers bounds the rules of an account: every event is compared with all of them.
	maxTriggers = 500
	maxName     = 100
)

// List returns the rules of the account in their order, to those who may change settings. An empty kind is all.
func (s *Service) List(ctx context.Context, who tenant.Actor, kind crm.Kind) ([]Trigger, error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return nil, err
	}
	rules, err := list(ctx, s.db, who.AccountID, kind)
	for i := range rules {
		rules[i] = rules[i].shown(who)
	}
	return rules, err
}

// Find returns one rule.
func (s *Service) Find(ctx context.Context, who tenant.Actor, id process.TriggerID) (Trigger, error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return Trigger{}, err
	}
	t, err := find(ctx, s.db, who.AccountID, id, "")
	return t.shown(who), err
}

// Create makes a rule, the last of its kind. It answers to what happens from now on.
func (s *Service) Create(ctx context.Context, who tenant.Actor, n New) (t Trigger, err error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return Trigger{}, err
	}
	t = Trigger{
		Name: n.Name, EntityKind: n.EntityKind, Moment: n.Moment, PipelineID: n.PipelineID, StatusID: n.StatusID,
		Condition: n.Condition, Action: n.Action, Params: n.Params, IsOn: n.IsOn, CreatedBy: who.UserID, AuthorID: who.UserID,
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.clean(ctx, tx, who, &t); err != nil {
			return err
		}
		n, last, err := room(ctx, tx, who.AccountID)
		switch {
		case err != nil:
			return err
		case n >= maxTriggers:
			return errs.Limit("there are %d rules already, delete one that is not needed", n)
		}
		t.Position, t.CreatedAt, t.UpdatedAt = last+1, tx.Unix(), tx.Unix()
		if t.ID, err = insert(ctx, tx, who.AccountID, t); err != nil {
			return err
		}
		return note(ctx, tx, who, t.ID, nil, t.snapshot())
	})
	return t, err
}

// Update changes a rule.
func (s *Service) Update(ctx context.Context, who tenant.Actor, id process.TriggerID, p Patch) (t Trigger, err error) {
	err = s.change(ctx, who, id, func(tx *db.Tx, old Trigger) error {
		t = p.apply(old)
		if p.Condition != nil || p.Action != nil || len(p.Params) > 0 {
			t.AuthorID = who.UserID
		}
		if err := s.clean(ctx, tx, who, &t); err != nil {
			return err
		}
		t.UpdatedAt = tx.Unix()
		if err := update(ctx, tx, who.AccountID, t); err != nil {
			return err
		}
		return note(ctx, tx, who, id, old.snapshot(), t.snapshot())
	})
	return t, err
}

func (p Patch) apply(t Trigger) Trigger {
	set(&t.Name, p.Name)
	set(&t.Moment, p.Moment)
	set(&t.Condition, p.Condition)
	set(&t.Action, p.Action)
	set(&t.IsOn, p.IsOn)
	if p.PipelineID != nil {
		t.PipelineID = zeroIsNone(p.PipelineID)
	}
	if p.StatusID != nil {
		t.StatusID = zeroIsNone(p.StatusID)
	}
	if len(p.Params) > 0 {
		t.Params = p.Params
	}
	return t
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

func zeroIsNone[T ~int64](id *T) *T {
	if id == nil || *id == 0 {
		return nil
	}
	return id
}

// Delete removes a rule; its runs stay in the log.
func (s *Service) Delete(ctx context.Context, who tenant.Actor, id process.TriggerID) error {
	return s.change(ctx, who, id, func(tx *db.Tx, t Trigger) error {
		if err := remove(ctx, tx, who.AccountID, id); err != nil {
			return err
		}
		return note(ctx, tx, who, id, t.snapshot(), nil)
	})
}

func (s *Service) change(ctx context.Context, who tenant.Actor, id process.TriggerID, fn func(*db.Tx, Trigger) error) error {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		t, err := find(ctx, tx, who.AccountID, id, db.ForUpdate(tx.Engine()))
		if err != nil {
			return err
		}
		if err := t.checkShown(who); err != nil {
			return err
		}
		return fn(tx, t)
	})
}

// clean checks everything at once, so that a person sees every problem of the form.
func (s *Service) clean(ctx context.Context, tx *db.Tx, who tenant.Actor, t *Trigger) error {
	var c errs.Collect
	t.Name = strings.TrimSpace(t.Name)
	if utf8.RuneCountInString(t.Name) > maxName {
		c.Add("name", "is longer than %d characters, shorten it", maxName)
	}
	if !utf8.ValidString(t.Name) || strings.ContainsRune(t.Name, 0) {
		c.Add("name", "holds a character that cannot be stored, retype the text")
	}
	if !t.EntityKind.HasCard() {
		c.Add("entity_kind", "must be deal, contact or company")
		return c.Result()
	}
	if len(t.Params) == 0 {
		t.Params = json.RawMessage("{}")
	}
	for _, check := range []func() error{
		func() error { return checkMoment(ctx, tx, who.AccountID, t) },
		func() error { return atCondition(s.checkCondition(ctx, tx, who, t)) },
		func() error {
			return s.actions.Check(ctx, action.Env{Q: tx, Who: who, Kind: t.EntityKind}, t.Action, t.Params)
		},
	} {
		if err := check(); err != nil && !c.Err("", err) {
			return err
		}
	}
	return c.Result()
}

// checkMoment asks that the moment fits the kind and the place fits the moment.
func checkMoment(ctx context.Context, q db.Querier, account tenant.AccountID, t *Trigger) error {
	t.PipelineID, t.StatusID = zeroIsNone(t.PipelineID), zeroIsNone(t.StatusID)
	fits := slices.Contains(process.Moments(t.EntityKind), t.Moment)
	placed := t.PipelineID != nil || t.StatusID != nil
	switch {
	case !fits:
		return errs.Invalid("moment", "does not go with this kind of card, pick another one")
	case placed && (t.EntityKind != crm.Deal || t.Moment == process.ResponsibleChanged):
		return errs.Invalid("status_id", "goes only with deals that are made or moved, leave it empty")
	case t.Moment == process.StatusEntered && t.StatusID == nil:
		return errs.Invalid("status_id", "is required, fill it in")
	case !placed:
		return nil
	}
	set, err := pipeline.Load(ctx, q, account)
	if err != nil {
		return err
	}
	return checkPlace(set, t)
}

func checkPlace(set pipeline.Set, t *Trigger) error {
	if t.StatusID == nil {
		if _, ok := set.Pipeline(*t.PipelineID); !ok {
			return errs.Invalid("pipeline_id", "there is no pipeline %d, choose another one", *t.PipelineID)
		}
		return nil
	}
	status, ok := set.Status(*t.StatusID)
	if !ok || t.PipelineID != nil && *t.PipelineID != status.PipelineID {
		return errs.Invalid("status_id", "there is no status %d, choose another one", *t.StatusID)
	}
	t.PipelineID = &status.PipelineID
	return nil
}

// ParseCondition reads a condition strictly; null and nothing are the empty one.
func ParseCondition(raw json.RawMessage) (entity.Node, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return entity.Node{}, nil
	}
	n, err := entity.Parse(raw)
	return n, atCondition(err)
}

// atCondition names the place of a problem of a filter as the input of a rule does.
func atCondition(err error) error {
	e := errs.As(err)
	if e == nil || e.Code != errs.CodeInvalid {
		return err
	}
	c := *e
	c.Problems = slices.Clone(e.Problems)
	for i, p := range c.Problems {
		rest := strings.TrimPrefix(strings.TrimPrefix(p.Path, "filter"), ".")
		c.Problems[i].Path = strings.TrimSuffix("condition."+rest, ".")
	}
	return &c
}

func (s *Service) checkCondition(ctx context.Context, q db.Querier, who tenant.Actor, t *Trigger) error {
	if t.Condition.Empty() {
		return nil
	}
	scope, err := s.scope(ctx, q, who, t.EntityKind)
	if err != nil {
		return err
	}
	return s.lists.Validate(scope, t.Condition)
}

// scope is how the words of a condition are understood for this actor.
func (s *Service) scope(ctx context.Context, q db.Querier, who tenant.Actor, kind crm.Kind) (entity.Scope, error) {
	set, err := s.fields.AllForTx(ctx, q, who, kind)
	if err != nil {
		return entity.Scope{}, err
	}
	env, err := entity.EnvOf(ctx, q, who)
	linked := func(kind crm.Kind) (field.Set, error) { return s.fields.AllForTx(ctx, q, who, kind) }
	return entity.Scope{Who: who, Kind: kind, Fields: set, Linked: linked, Env: env}, err
}

// snapshot is what events tell of a rule.
func (t Trigger) snapshot() map[string]any {
	out := map[string]any{"name": t.Name, "entity_kind": t.EntityKind, "moment": t.Moment, "action": t.Action, "params": t.Params, "is_on": t.IsOn}
	if t.StatusID != nil {
		out["status_id"] = *t.StatusID
	}
	if t.PipelineID != nil {
		out["pipeline_id"] = *t.PipelineID
	}
	if !t.Condition.Empty() {
		out["condition"] = t.Condition
	}
	return out
}

func note(ctx context.Context, tx *db.Tx, who tenant.Actor, id process.TriggerID, before, after any) error {
	return timeline.Append(ctx, tx, who, crm.Ref{Kind: process.TriggerKind, ID: crm.ID(id)}, []timeline.Change{{
		Kind: process.TriggerKind + ".changed", Before: before, After: after,
	}})
}
