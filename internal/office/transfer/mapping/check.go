package mapping

import (
	"slices"
	"strconv"
	"strings"

	"voronka/internal/crm/access"
	"voronka/internal/crm/field"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// The rules for duplicates, by kind; the first is the usual one.
var (
	contactRules = []string{"phone_email", "phone", "email", "name", "none"}
	companyRules = []string{"name", "phone", "email", "none"}
	dealRules    = []string{"none", "name"}
)

const (
	MaxPlanTags = 20
	maxTagName  = 100
)

// Check tidies the plan and answers with everything in it that does not fit.
func (p *Plan) Check(who tenant.Actor, w *World, at, width int) error {
	var c errs.Collect
	if p.Sheet != at {
		c.Add("sheet", "is not the one that was looked at, choose the sheet first")
	}
	if p.HeadRow < 0 || p.FirstRow < 0 || p.LastRow < 0 || p.LastRow > 0 && p.LastRow < p.From() {
		c.Add("first_row", "must be a row before the last one")
	}
	p.checkColumns(&c, who, w, width)
	rule(&c, "duplicates.contact", &p.Duplicates.Contact, contactRules)
	rule(&c, "duplicates.company", &p.Duplicates.Company, companyRules)
	rule(&c, "duplicates.deal", &p.Duplicates.Deal, dealRules)
	p.checkTags(&c)
	p.checkFallbacks(&c, w)
	return c.Result()
}

func rule(c *errs.Collect, path string, value *string, known []string) {
	if *value == "" {
		*value = known[0]
	}
	if !slices.Contains(known, *value) {
		c.Add(path, "must be one of: %s", strings.Join(known, ", "))
	}
}

func (p *Plan) checkColumns(c *errs.Collect, who tenant.Actor, w *World, width int) {
	seen := map[int]bool{}
	taken := map[string]bool{}
	used := 0
	for n := range p.Columns {
		col := &p.Columns[n]
		path := "columns." + strconv.Itoa(n)
		if col.Index < 0 || col.Index >= width || seen[col.Index] {
			c.Add(path+".index", "must be the number of a column, each once")
		}
		seen[col.Index] = true
		if col.skips() {
			*col = PlanColumn{Index: col.Index, Target: Skip}
			continue
		}
		used++
		if col.NewField != nil {
			col.Target = "new"
			col.NewField.check(c, path+".new_field", who)
			continue
		}
		at, ok := parseTarget(col.Target, w.Sets)
		if !ok {
			c.Add(path+".target", "there is no such place for a column, choose another one")
			continue
		}
		if at.isField {
			col.Target = FieldTarget(at.kind, at.field.ID)
		}
		if taken[col.Target] && !at.many() {
			c.Add(path+".target", "another column goes there already, leave one of them out")
		}
		taken[col.Target] = true
		checkValues(c, path+".values", w, at, col.Values)
		if !at.isField || !at.field.HasOptions() {
			col.AddOptions = false
		}
		if col.AddOptions && !who.Has(access.ExtraSettings) {
			c.Add(path+".add_options", "you have no right to change fields, leave the cells with unknown choices out")
		}
	}
	if used == 0 {
		c.Add("columns", "are all left out, choose a place for at least one")
	}
}

func (n *NewField) check(c *errs.Collect, path string, who tenant.Actor) {
	n.Name = field.Clean(n.Name, false)
	t, ok := field.TypeOf(n.Type)
	switch {
	case !who.Has(access.ExtraSettings):
		c.Add(path, "you have no right to make fields, choose one of those that exist or leave the column out")
	case !n.Kind.HasCard():
		c.Add(path+".kind", "must be deal, contact or company")
	case n.Name == "":
		c.Add(path+".name", "give the field a name")
	case !ok:
		c.Add(path+".type", "is not a type of fields, see the description of the API")
	default:
		if err := t.Check(n.Field(0)); err != nil {
			c.Err(path, err)
		}
	}
}

// checkValues asks whether what single values stand for exists.
func checkValues(c *errs.Collect, path string, w *World, at place, values map[string]int64) {
	for text, id := range values {
		if id != 0 && !w.knows(at, id) {
			c.Add(path, "what %q stands for is not there any more, choose again", Quoted(text))
		}
	}
}

func (p *Plan) checkTags(c *errs.Collect) {
	names := []string{}
	for _, name := range p.Tag.Names {
		name = field.Clean(name, false)
		if len([]rune(name)) > maxTagName {
			c.Add("tag.names", "the tag is too long, use at most %d characters", maxTagName)
		}
		if name != "" && !slices.ContainsFunc(names, func(o string) bool { return lang.Fold(o) == lang.Fold(name) }) {
			names = append(names, name)
		}
	}
	if len(names) > MaxPlanTags {
		c.Add("tag.names", "are more than %d, choose fewer", MaxPlanTags)
	}
	p.Tag = Tags{Auto: p.Tag.Auto, Names: names}
}

func (p *Plan) checkFallbacks(c *errs.Collect, w *World) {
	in, ok := w.pipelineOf(p.PipelineID)
	if !ok {
		c.Add("pipeline_id", "there is no pipeline %d, choose another one", p.PipelineID)
	} else if _, ok := in.Status(p.StatusID); p.StatusID != 0 && !ok {
		c.Add("status_id", "is of another pipeline, choose a status of pipeline %d", in.ID)
	}
	if p.ResponsibleID != 0 && !w.users[p.ResponsibleID] {
		c.Add("responsible_id", "there is no active user %d, choose another one", p.ResponsibleID)
	}
}
