package field

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/kit/errs"
)

// User is the kind of a link that leads to a person of the account.
const User crm.Kind = "user"

// LinkKinds lists what a link may lead to. The place in the list is part of the index: it is only ever added to.
var LinkKinds = []crm.Kind{crm.Deal, crm.Contact, crm.Company, User}

// linkType leads to cards or people: {"kind": "contact", "id": 5}. Whether they are there, and may be seen, is asked by
// entity, which knows the cards.
type linkType struct{}

func (linkType) Name() string     { return "link" }
func (linkType) Storage() Storage { return Keys }
func (linkType) Many() bool       { return true }
func (linkType) Ops() []string    { return choiceOps() }

func (linkType) Check(f Field) error {
	if len(f.Settings.LinkKinds) == 0 {
		return errs.Invalid("settings.link_kinds", "say what the field may lead to: deal, contact, company or user")
	}
	for i, k := range f.Settings.LinkKinds {
		if !slices.Contains(LinkKinds, crm.Kind(k)) || slices.Contains(f.Settings.LinkKinds[:i], k) {
			return errs.Invalid("settings.link_kinds", "say what the field may lead to: deal, contact, company or user")
		}
	}
	return nil
}

func (linkType) Normalize(f Field, raw any, _ Env) ([]any, error) {
	list, err := several(raw)
	if err != nil {
		return nil, err
	}
	var out []any
	seen := map[crm.Ref]bool{}
	for _, item := range list {
		ref, err := readLink(f, item)
		if err != nil {
			return nil, err
		}
		if !seen[ref] {
			out = append(out, map[string]any{"kind": string(ref.Kind), "id": int64(ref.ID)})
		}
		seen[ref] = true
	}
	if len(out) > 1 && !f.Settings.IsMultiple {
		return nil, errs.Invalid("", "this field holds one value, give only one")
	}
	return out, nil
}

// readLink takes {"kind": "contact", "id": 5}, "contact:5", or a bare id when there is no choice of kinds.
func readLink(f Field, raw any) (ref crm.Ref, err error) {
	switch v := raw.(type) {
	case map[string]any:
		kind, _ := v["kind"].(string)
		id, ok := WholeNumber(v["id"])
		if ok {
			ref = crm.Ref{Kind: crm.Kind(kind), ID: crm.ID(id)}
		}
	case string:
		kind, rest, _ := strings.Cut(v, ":")
		if id, err := strconv.ParseInt(rest, 10, 64); err == nil {
			ref = crm.Ref{Kind: crm.Kind(kind), ID: crm.ID(id)}
		}
	default:
		if id, ok := WholeNumber(raw); ok && len(f.Settings.LinkKinds) == 1 {
			ref = crm.Ref{Kind: crm.Kind(f.Settings.LinkKinds[0]), ID: crm.ID(id)}
		}
	}
	switch {
	case ref.ID <= 0 || ref.ID >= 1<<50:
		return ref, errs.Invalid("", `give what the field leads to like {"kind": "contact", "id": 5}`)
	case !slices.Contains(f.Settings.LinkKinds, string(ref.Kind)):
		return ref, errs.Invalid("", "the field cannot lead to %q, use one of: %s", shorten(string(ref.Kind)), strings.Join(f.Settings.LinkKinds, ", "))
	}
	return ref, nil
}

// LinkOf is where a canonical value leads.
func LinkOf(value any) crm.Ref {
	m, _ := value.(map[string]any)
	kind, _ := m["kind"].(string)
	id, _ := m["id"].(int64)
	return crm.Ref{Kind: crm.Kind(kind), ID: crm.ID(id)}
}

// linkStep leaves room for more kinds of targets in one number.
const linkStep = 8

func linkKey(ref crm.Ref) float64 {
	return float64(int64(ref.ID)*linkStep + int64(slices.Index(LinkKinds, ref.Kind)))
}

func (linkType) Index(_ Field, values []any) ([]float64, []string) {
	out := make([]float64, 0, len(values))
	for _, v := range values {
		out = append(out, linkKey(LinkOf(v)))
	}
	return out, nil
}

// Operand lets kinds be asked for that the field no longer leads to: cards may still hold them.
func (linkType) Operand(f Field, raw any, _ Env) (Operand, error) {
	f.Settings.LinkKinds = nil
	for _, k := range LinkKinds {
		f.Settings.LinkKinds = append(f.Settings.LinkKinds, string(k))
	}
	ref, err := readLink(f, raw)
	return Operand{Low: linkKey(ref), High: linkKey(ref)}, err
}

func (t linkType) FromText(f Field, text string, env Env) ([]any, error) {
	var list []any
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		if id, err := strconv.ParseInt(part, 10, 64); err == nil {
			list = append(list, id)
		} else if part != "" {
			list = append(list, part)
		}
	}
	return t.Normalize(f, list, env)
}

// ToText writes the names that entity filled in, else the kinds and ids.
func (linkType) ToText(_ Field, values []any, _ Env) string {
	parts := make([]string, 0, len(values))
	for _, v := range values {
		m, _ := v.(map[string]any)
		if name, _ := m["name"].(string); name != "" {
			parts = append(parts, name)
			continue
		}
		ref := LinkOf(v)
		parts = append(parts, fmt.Sprintf("%s:%d", ref.Kind, ref.ID))
	}
	return strings.Join(parts, ", ")
}
