package view

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// customOf is the custom field a word (cf.12, -cf.12) names.
func customOf(word string) (crm.FieldID, bool) {
	digits, ok := strings.CutPrefix(strings.TrimPrefix(word, "-"), "cf.")
	id, err := strconv.ParseInt(digits, 10, 64)
	return crm.FieldID(id), ok && err == nil
}

// asks are the custom fields by which the view finds and sorts.
func (v View) asks() (out []crm.FieldID) {
	v.Filter.Leaves(func(leaf entity.Node) {
		if id, ok := leaf.FieldID(); ok {
			out = append(out, id)
		}
	})
	if id, ok := customOf(v.Sort); ok {
		out = append(out, id)
	}
	return out
}

// hiddenFrom reports whether the view asks for a field that does not exist for the actor: it would tell what is in it.
func (v View) hiddenFrom(who tenant.Actor) bool {
	hidden := who.HiddenFields()
	return len(hidden) > 0 && slices.ContainsFunc(v.asks(), func(id crm.FieldID) bool { return slices.Contains(hidden, int64(id)) })
}

// shown is the view with the columns there are for its reader. The others are kept: a removed field may come back.
func (v View) shown(set field.Set) View {
	v.Columns = slices.DeleteFunc(slices.Clone(v.Columns), func(c Column) bool { return away(set, c.Name) })
	return v
}

// away reports whether a column is of a custom field that is not in the set.
func away(set field.Set, name string) bool {
	id, ok := customOf(name)
	if !ok {
		return false
	}
	_, there := set.ByID(id)
	return !there
}

// checkColumns refuses columns that nobody knows. Those of old that its editor could not see are kept at the end.
func (v *View) checkColumns(set field.Set, old *View) error {
	var c errs.Collect
	var kept []Column
	if old != nil {
		kept = slices.DeleteFunc(slices.Clone(old.Columns), func(c Column) bool { return !away(set, c.Name) })
	}
	columns := v.Columns[:0]
	for i, col := range v.Columns {
		if slices.ContainsFunc(kept, func(k Column) bool { return k.Name == col.Name }) {
			continue
		}
		_, custom := customOf(col.Name)
		if custom && away(set, col.Name) || !custom && !entity.IsColumn(v.Kind, col.Name) {
			c.Add("columns."+strconv.Itoa(i), "there is no column %q", col.Name)
		}
		columns = append(columns, col)
	}
	v.Columns = append(columns, kept...)
	return c.Result()
}

// maxDependants is the most views told of one field.
const maxDependants = 100

// Dependants finds the views that filter, sort by or show a field, or filter by a choice of it (see field.Dependants): all
// for administrators, for others those they have.
func (s *Service) Dependants(ctx context.Context, q db.Querier, who tenant.Actor, asked field.Asked) ([]field.Dependant, error) {
	list, err := mentioning(ctx, q, who.AccountID, asked.Field.ID)
	if err != nil {
		return nil, err
	}
	choice := regexp.MustCompile(`\b` + strconv.FormatInt(int64(asked.Option), 10) + `\b`)
	var out []field.Dependant
	for _, v := range list {
		uses := slices.Contains(v.asks(), asked.Field.ID) || slices.ContainsFunc(v.Columns, func(c Column) bool {
			id, ok := customOf(c.Name)
			return ok && id == asked.Field.ID
		})
		if asked.Option != 0 {
			uses = false
			v.Filter.Leaves(func(leaf entity.Node) {
				id, ok := leaf.FieldID()
				uses = uses || ok && id == asked.Field.ID && choice.MatchString(fmt.Sprint(leaf.Value))
			})
		}
		if uses && (who.Admin || v.IsShared || v.OwnerID == who.UserID) && !v.hiddenFrom(who) && access.Any(who, v.Kind, access.View) == nil {
			out = append(out, field.Dependant{Kind: "view", ID: int64(v.ID), Name: v.Name})
		}
	}
	return out[:min(len(out), maxDependants)], nil
}
