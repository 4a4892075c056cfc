package mapping

import (
	"maps"
	"slices"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/sheet"
)

// guesser makes a plan out of what the columns seem to be.
type guesser struct {
	world *World
	head  sheet.Head
	// newFields: the person may make fields.
	newFields bool

	hasContact, hasCompany, hasDeal bool
	taken                           map[string]bool
}

// Guess proposes where the columns of a sheet go.
func Guess(w *World, at int, head sheet.Head, newFields bool) Plan {
	g := &guesser{world: w, head: head, newFields: newFields, taken: map[string]bool{}}
	g.lookAround()
	p := Plan{
		Sheet: at, HeadRow: head.Row, FirstRow: head.FirstRow, LastRow: head.LastRow,
		Duplicates: Duplicates{Contact: "phone_email", Company: "name", Deal: "none"},
		Tag:        Tags{Auto: true, Names: []string{}},
	}
	if main, ok := w.pipelines.Main(); ok {
		p.PipelineID = g.bestPipeline(main)
	}
	for _, c := range head.Columns {
		p.Columns = append(p.Columns, g.column(c, p.PipelineID))
	}
	return p
}

func (g *guesser) has(meanings ...sheet.Meaning) bool {
	return slices.ContainsFunc(g.head.Columns, func(c sheet.Column) bool { return slices.Contains(meanings, c.Guess.Meaning) })
}

// lookAround decides what a row of the table is about.
func (g *guesser) lookAround() {
	named := g.has(sheet.MeaningName, sheet.MeaningFirstName, sheet.MeaningLastName)
	reach := g.has(sheet.MeaningPhone, sheet.MeaningEmail, sheet.MeaningPosition, sheet.MeaningBirthday)
	g.hasCompany = g.has(sheet.MeaningCompany)
	g.hasContact = named || reach && !g.hasCompany
	g.hasDeal = g.has(sheet.MeaningDeal, sheet.MeaningStage, sheet.MeaningPipeline, sheet.MeaningClosedAt, sheet.MeaningLossReason) ||
		g.has(sheet.MeaningBudget) && g.hasContact
	if !g.hasContact && !g.hasCompany && !g.hasDeal {
		g.hasContact = true
	}
}

// subject is the kind of card that what belongs to none in particular goes to.
func (g *guesser) subject() crm.Kind {
	switch {
	case g.hasDeal:
		return crm.Deal
	case g.hasContact:
		return crm.Contact
	}
	return crm.Company
}

// person is the contact, or the company of a table without people.
func (g *guesser) person() crm.Kind {
	if g.hasContact || !g.hasCompany {
		return crm.Contact
	}
	return crm.Company
}

func (g *guesser) column(c sheet.Column, in crm.PipelineID) PlanColumn {
	out := PlanColumn{Index: c.Index, Target: Skip}
	if c.EmptyShare >= 1 {
		return out
	}
	if target := g.standard(c); target != "" {
		if g.take(target) {
			out.Target = target
			if target == "deal.stage" {
				out.Values = g.stages(c, in)
			}
			return out
		}
	} else if c.Guess.Meaning == sheet.MeaningCurrency || c.Guess.Meaning == sheet.MeaningUpdatedAt || c.Guess.Meaning == sheet.MeaningID || c.Title == "" {
		return out
	}
	kind := g.kindOf(c.Guess.Meaning)
	if f, ok := g.named(kind, c.Title); ok && g.take(FieldTarget(f.Kind, f.ID)) {
		out.Target = FieldTarget(f.Kind, f.ID)
		return out
	}
	if !g.newFields || c.Title == "" {
		return out
	}
	out.Target = "new"
	out.NewField = newField(kind, c)
	return out
}

// take claims a target for a column; a place for one value is claimed once.
func (g *guesser) take(target string) bool {
	p, ok := parseTarget(target, g.world.Sets)
	if !ok || g.taken[target] && !p.many() {
		return false
	}
	g.taken[target] = true
	return true
}

// standard is the place a meaning has without asking, or empty.
func (g *guesser) standard(c sheet.Column) string {
	subject, person := string(g.subject()), g.person()
	switch c.Guess.Meaning {
	case sheet.MeaningName:
		if key := lang.Fold(c.Title); (key == "имя" || key == "name") && g.has(sheet.MeaningLastName) && !g.has(sheet.MeaningFirstName) {
			return "contact.first_name" // beside a column of family names
		}
		return "contact.name"
	case sheet.MeaningFirstName, sheet.MeaningMiddleName, sheet.MeaningLastName:
		return "contact." + string(c.Guess.Meaning)
	case sheet.MeaningCompany:
		return "company.name"
	case sheet.MeaningPhone, sheet.MeaningEmail:
		return g.first(person, string(c.Guess.Meaning))
	case sheet.MeaningPosition:
		return g.coded(crm.Contact, field.CodePosition)
	case sheet.MeaningSite:
		return g.ofCompany(field.CodeWeb)
	case sheet.MeaningAddress:
		return g.ofCompany(field.CodeAddress)
	case sheet.MeaningResponsible, sheet.MeaningCreatedAt, sheet.MeaningTags, sheet.MeaningNote:
		return subject + "." + string(c.Guess.Meaning)
	}
	if g.hasDeal {
		return g.ofDeal(c.Guess.Meaning)
	}
	return ""
}

func (g *guesser) ofDeal(m sheet.Meaning) string {
	switch m {
	case sheet.MeaningDeal:
		return "deal.name"
	case sheet.MeaningID:
		if !g.has(sheet.MeaningDeal) && !g.hasContact {
			return "deal.name"
		}
	case sheet.MeaningBudget:
		return "deal.price"
	case sheet.MeaningPrice:
		if !g.has(sheet.MeaningBudget) {
			return "deal.price"
		}
	case sheet.MeaningStage:
		return "deal.stage"
	case sheet.MeaningPipeline, sheet.MeaningLossReason, sheet.MeaningClosedAt:
		return "deal." + string(m)
	}
	return ""
}

func (g *guesser) first(kind crm.Kind, typ string) string {
	if f, ok := g.world.Sets[kind].FirstOf(typ); ok {
		return FieldTarget(kind, f.ID)
	}
	return ""
}

func (g *guesser) coded(kind crm.Kind, code string) string {
	if f, ok := g.world.Sets[kind].ByCode(code); ok {
		return FieldTarget(kind, f.ID)
	}
	return ""
}

func (g *guesser) ofCompany(code string) string {
	if !g.hasCompany {
		return ""
	}
	return g.coded(crm.Company, code)
}

// kindOf is whose field a column becomes that has no place of its own.
func (g *guesser) kindOf(m sheet.Meaning) crm.Kind {
	switch m {
	case sheet.MeaningPhone, sheet.MeaningEmail, sheet.MeaningMessenger, sheet.MeaningBirthday, sheet.MeaningPosition,
		sheet.MeaningConsent, sheet.MeaningCity, sheet.MeaningCountry, sheet.MeaningAddress, sheet.MeaningSite:
		return g.person()
	case sheet.MeaningINN:
		if g.hasCompany {
			return crm.Company
		}
		return g.person()
	}
	return g.subject()
}

// named finds a custom field by the title of a column, first among those of one kind.
func (g *guesser) named(kind crm.Kind, title string) (field.Field, bool) {
	key := lang.Fold(title)
	kinds := []crm.Kind{kind}
	for _, other := range crm.CardKinds {
		here := other == crm.Deal && g.hasDeal || other == crm.Contact && g.hasContact || other == crm.Company && g.hasCompany
		if other != kind && here {
			kinds = append(kinds, other)
		}
	}
	for _, k := range kinds {
		for _, f := range g.world.Sets[k].Ordered() {
			if key != "" && !f.ForPrograms() && !f.IsReadOnly && f.Type != field.Formula && f.Type != field.File && lang.Fold(f.Name) == key {
				return f, true
			}
		}
	}
	return field.Field{}, false
}

// maxFieldTitle is the longest name of a field made of a title.
const maxFieldTitle = 100

func newField(kind crm.Kind, c sheet.Column) *NewField {
	name := c.Title
	if r := []rune(name); len(r) > maxFieldTitle {
		name = strings.TrimSpace(string(r[:maxFieldTitle]))
	}
	n := &NewField{Kind: kind, Type: fieldType(c), Name: name}
	if n.Type == "list" {
		n.Options = c.Values
		if parts := choices(c.Values); len(parts) < len(c.Values) {
			n.Type, n.Options = "multilist", parts
		}
	}
	return n
}

// choices are the words of a list whose cells may name several: "wholesale; retail". Words that differ only in case
// are one.
func choices(values []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, text := range values {
		for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(";,\n", r) }) {
			word = strings.TrimSpace(word)
			if key := lang.Fold(word); key != "" && !seen[key] {
				seen[key] = true
				out = append(out, word)
			}
		}
	}
	return out
}

// fieldType is the type of custom field for what a column seems to hold.
func fieldType(c sheet.Column) string {
	switch c.Guess.Type {
	case sheet.TypeLongText:
		return "textarea"
	case sheet.TypeDate:
		if c.Guess.Meaning == sheet.MeaningBirthday {
			return "birthday"
		}
		return "date"
	case sheet.TypeDateTime:
		return "datetime"
	case sheet.TypeList:
		if len(c.Values) == 0 {
			return "text"
		}
		return "list"
	case sheet.TypeNumber, sheet.TypeMoney, sheet.TypePhone, sheet.TypeEmail, sheet.TypeURL, sheet.TypeCheckbox:
		return string(c.Guess.Type)
	}
	return "text"
}

// bestPipeline is the one whose stages are named most like those of the table.
func (g *guesser) bestPipeline(main pipeline.Pipeline) crm.PipelineID {
	best, most := main.ID, g.known(main)
	for _, p := range g.world.pipelines.Pipelines {
		if n := g.known(p); n > most {
			best, most = p.ID, n
		}
	}
	return best
}

func (g *guesser) known(p pipeline.Pipeline) int {
	n := 0
	for _, c := range g.head.Columns {
		if c.Guess.Meaning != sheet.MeaningStage {
			continue
		}
		for _, text := range valuesOf(c) {
			if _, ok := statusNamed(p, text); ok {
				n++
			}
		}
	}
	return n
}

func valuesOf(c sheet.Column) []string {
	if len(c.Values) > 0 {
		return c.Values
	}
	return c.Samples
}

// stages says which stage each value of a column means, slips of the pen included.
func (g *guesser) stages(c sheet.Column, in crm.PipelineID) map[string]int64 {
	p, ok := g.world.pipelineOf(in)
	if !ok {
		return nil
	}
	out := map[string]int64{}
	for _, text := range valuesOf(c) {
		if id, ok := statusLike(p, text); ok {
			out[text] = int64(id)
		}
	}
	return out
}

// Fit leaves out of a remembered plan what is not there any more, and the columns it does not know.
func (p *Plan) Fit(w *World, width int) {
	p.Columns = p.Columns[:min(len(p.Columns), width)]
	for n := len(p.Columns); n < width; n++ {
		p.Columns = append(p.Columns, PlanColumn{Index: n, Target: Skip})
	}
	for n := range p.Columns {
		c := &p.Columns[n]
		c.AddOptions = false // a list grows only when that is wished for this file
		at, ok := parseTarget(c.Target, w.Sets)
		if !ok && c.NewField == nil {
			*c = PlanColumn{Index: c.Index, Target: Skip}
		}
		maps.DeleteFunc(c.Values, func(_ string, id int64) bool { return id != 0 && !w.knows(at, id) })
	}
	if _, ok := w.pipelineOf(p.PipelineID); !ok {
		p.PipelineID = 0
	}
	if _, ok := w.pipelines.Status(p.StatusID); !ok {
		p.StatusID = 0
	}
	if !w.users[p.ResponsibleID] {
		p.ResponsibleID = 0
	}
}
