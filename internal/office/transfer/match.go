package transfer

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/tenant"
)

// slot is one card that rows of a batch speak of: a new one, or one that is there.
type slot struct {
	id    crm.ID // 0: it is to be made
	name  string
	draft *mapping.Card // what all the rows say about it
	rows  []*mapping.Record
	isNew bool
}

// keyed says by what cards of a kind are the same: keys of the index of phones and e-mails, and folded names.
type keyed struct {
	rule string
	set  field.Set
}

// keys are those of a draft, the strongest first. Texts are found in the index of values, names by name.
func (k keyed) keys(d *mapping.Card) (texts, names []string) {
	switch k.rule {
	case "phone_email":
		texts = append(k.ofType(d, "phone"), k.ofType(d, "email")...)
	case "phone", "email":
		texts = k.ofType(d, k.rule)
	case "name":
		if name := lang.Fold(d.FullName()); name != "" {
			names = []string{name}
		}
	}
	return texts, names
}

func (k keyed) ofType(d *mapping.Card, typ string) (out []string) {
	for id, values := range d.Fields {
		if f, ok := k.set.ByID(id); ok && f.Type == typ {
			_, texts := f.Index(values)
			out = append(out, texts...)
		}
	}
	return out
}

// fieldsOf are the fields whose index holds the keys.
func (k keyed) fieldsOf() (ids []crm.FieldID) {
	for _, f := range k.set.Ordered() {
		if f.Type == "phone" || f.Type == "email" {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// known are the cards that are there, by key; of several the oldest.
type known struct{ texts, names map[string]entity.Match }

func (k keyed) look(ctx context.Context, q db.Querier, who tenant.Actor, kind crm.Kind, drafts []*mapping.Card) (known, error) {
	out := known{map[string]entity.Match{}, map[string]entity.Match{}}
	var texts, names []string
	seen := map[string]bool{}
	for _, d := range drafts {
		t, n := k.keys(d)
		texts, names = appendUnseen(texts, seen, "t", t), appendUnseen(names, seen, "n", n)
	}
	byText, err := entity.MatchTexts(ctx, q, who, kind, k.fieldsOf(), texts)
	if err != nil {
		return out, err
	}
	byName, err := entity.MatchNames(ctx, q, who, kind, names)
	if err != nil {
		return out, fmt.Errorf("look for duplicates: %w", err)
	}
	keepOldest(out.texts, byText)
	keepOldest(out.names, byName)
	return out, nil
}

func appendUnseen(list []string, seen map[string]bool, prefix string, more []string) []string {
	for _, key := range more {
		if !seen[prefix+key] {
			seen[prefix+key] = true
			list = append(list, key)
		}
	}
	return list
}

func keepOldest(to map[string]entity.Match, list []entity.Match) {
	for _, m := range list {
		if old, ok := to[m.Key]; !ok || m.ID < old.ID {
			to[m.Key] = m
		}
	}
}

func (k known) find(texts, names []string) (entity.Match, bool) {
	for _, key := range texts {
		if m, ok := k.texts[key]; ok {
			return m, true
		}
	}
	for _, key := range names {
		if m, ok := k.names[key]; ok {
			return m, true
		}
	}
	return entity.Match{}, false
}

// group gathers the rows that speak of one card, by the cards that are there and by each other.
func (k keyed) group(recs []*mapping.Record, kind crm.Kind, known known) (slots []*slot, of map[*mapping.Record]*slot) {
	of = make(map[*mapping.Record]*slot, len(recs))
	byKey := map[string]*slot{}
	byID := map[crm.ID]*slot{}
	for _, r := range recs {
		d := r.Given(kind)
		if d == nil {
			continue
		}
		texts, names := k.keys(d)
		s := firstSlot(byKey, texts, names)
		if s == nil {
			m, found := known.find(texts, names)
			if s = byID[m.ID]; s == nil {
				s = &slot{id: m.ID, name: m.Name, isNew: !found}
				slots = append(slots, s)
				if found {
					byID[m.ID] = s
				}
			}
		}
		s.add(r, d, k.set)
		of[r] = s
		for _, key := range texts {
			byKey["t"+key] = s
		}
		for _, key := range names {
			byKey["n"+key] = s
		}
	}
	return slots, of
}

func firstSlot(byKey map[string]*slot, texts, names []string) *slot {
	for _, key := range texts {
		if s := byKey["t"+key]; s != nil {
			return s
		}
	}
	for _, key := range names {
		if s := byKey["n"+key]; s != nil {
			return s
		}
	}
	return nil
}

// add joins what one more row says. The row's own draft stays as it is: the batch may be written once more.
func (s *slot) add(r *mapping.Record, d *mapping.Card, set field.Set) {
	s.rows = append(s.rows, r)
	if s.draft == nil {
		s.draft = d
		return
	}
	if len(s.rows) == 2 {
		s.draft = s.draft.Copy()
	}
	s.draft.Absorb(d, set)
}
