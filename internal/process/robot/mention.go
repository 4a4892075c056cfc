package robot

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// placeholder is how the texts of actions name a custom field.
var placeholder = regexp.MustCompile(`\b(?:deal|contact|company)\.field\.(\d+)`)

// Mentions are the custom fields a rule uses: in its condition, among the values it sets, in its texts.
func (t Trigger) Mentions() []crm.FieldID {
	var out []crm.FieldID
	t.Condition.Leaves(func(leaf entity.Node) {
		if id, ok := leaf.FieldID(); ok {
			out = append(out, id)
		}
	})
	for key := range t.setFields() {
		if id, err := strconv.ParseInt(key, 10, 64); err == nil {
			out = append(out, crm.FieldID(id))
		}
	}
	for _, m := range placeholder.FindAllStringSubmatch(string(t.Params), -1) {
		if id, err := strconv.ParseInt(m[1], 10, 64); err == nil {
			out = append(out, crm.FieldID(id))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// setFields are the values an action writes into custom fields, by their ids.
func (t Trigger) setFields() map[string]json.RawMessage {
	var params struct {
		Fields map[string]json.RawMessage `json:"fields"`
	}
	if t.Action != "set_fields" || json.Unmarshal(t.Params, &params) != nil {
		return nil
	}
	return params.Fields
}

// picks reports whether the rule names a choice of a list, in its condition or among the values it sets.
func (t Trigger) picks(f crm.FieldID, option crm.OptionID) bool {
	found := false
	number := regexp.MustCompile(`\b` + strconv.FormatInt(int64(option), 10) + `\b`)
	t.Condition.Leaves(func(leaf entity.Node) {
		raw, err := json.Marshal(leaf.Value)
		if id, ok := leaf.FieldID(); ok && id == f && err == nil {
			found = found || number.Match(raw)
		}
	})
	return found || number.Match(t.setFields()[strconv.FormatInt(int64(f), 10)])
}

// Dependants finds the rules that use a field or a choice of it (see field.Dependants).
func (s *Service) Dependants(ctx context.Context, q db.Querier, who tenant.Actor, asked field.Asked) ([]field.Dependant, error) {
	rules, err := list(ctx, q, who.AccountID, "")
	if err != nil {
		return nil, err
	}
	var out []field.Dependant
	for _, t := range rules {
		uses := slices.Contains(t.Mentions(), asked.Field.ID)
		if asked.Option != 0 {
			uses = t.picks(asked.Field.ID, asked.Option)
		}
		if uses && !t.hiddenFrom(who) {
			out = append(out, field.Dependant{Kind: "rule", ID: int64(t.ID), Name: t.Name})
		}
	}
	return out, nil
}

// hiddenFrom reports whether the rule uses a field that does not exist for the actor.
func (t Trigger) hiddenFrom(who tenant.Actor) bool {
	hidden := who.HiddenFields()
	return len(hidden) > 0 && slices.ContainsFunc(t.Mentions(), func(id crm.FieldID) bool { return slices.Contains(hidden, int64(id)) })
}

// shown is the rule as the actor may know it: what names a field hidden from them is left out.
func (t Trigger) shown(who tenant.Actor) Trigger {
	if t.hiddenFrom(who) {
		t.Condition, t.Params = entity.Node{}, json.RawMessage("{}")
	}
	return t
}

// checkShown refuses to change a rule of which the actor sees only a part.
func (t Trigger) checkShown(who tenant.Actor) error {
	if t.hiddenFrom(who) {
		return errs.Forbidden("this rule uses a field you may not see, ask an administrator to change it")
	}
	return nil
}

// Broken are the rules that use a field which was removed, by id.
func (s *Service) Broken(ctx context.Context, who tenant.Actor, rules []Trigger) (map[int64]bool, error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return nil, err
	}
	living := map[crm.FieldID]bool{}
	for _, kind := range crm.CardKinds {
		set, err := s.fields.All(ctx, who.AccountID, kind)
		if err != nil {
			return nil, err
		}
		for _, f := range set.Ordered() {
			living[f.ID] = true
		}
	}
	out := map[int64]bool{}
	for _, t := range rules {
		out[int64(t.ID)] = slices.ContainsFunc(t.Mentions(), func(id crm.FieldID) bool { return !living[id] })
	}
	return out, nil
}
