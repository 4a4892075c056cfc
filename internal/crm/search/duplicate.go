package search

import (
	"context"
	"maps"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// Duplicate is a card that may be the same as one about to be made.
type Duplicate struct {
	Ref  crm.Ref `json:"ref"`
	Name string  `json:"name"`
	// By says what is the same: "phone", "email" or "name".
	By string `json:"by"`
}

// maxKeys bounds the phones, e-mails and names one question holds.
const maxKeys = 50

// FindDuplicates finds the cards the actor may see that have one of the phones (by their last ten digits), one of the
// e-mail addresses, or that name; each card once, by the strongest of the three.
func (s *Service) FindDuplicates(ctx context.Context, who tenant.Actor, kind crm.Kind, phones, emails []string, name string) ([]Duplicate, error) {
	if !kind.HasCard() {
		return nil, errs.Invalid("kind", "must be deal, contact or company")
	}
	if len(phones) > maxKeys || len(emails) > maxKeys {
		return nil, errs.Invalid("", "too many phones or e-mail addresses at once, give at most %d of each", maxKeys)
	}
	var names []string
	if name != "" {
		names = []string{name}
	}
	found, err := s.Same(ctx, s.db, who, kind, Keys{Phones: phones, Emails: emails, Names: names})
	if err != nil {
		return nil, err
	}
	var out []Duplicate
	seen := map[crm.ID]bool{}
	for _, by := range []struct {
		word string
		list map[string][]entity.Match
	}{{"phone", found.Phones}, {"email", found.Emails}, {"name", found.Names}} {
		for _, key := range slices.Sorted(maps.Keys(by.list)) {
			for _, m := range by.list[key] {
				if !seen[m.ID] {
					seen[m.ID] = true
					out = append(out, Duplicate{Ref: crm.Ref{Kind: kind, ID: m.ID}, Name: m.Name, By: by.word})
				}
			}
		}
	}
	return out, nil
}

// Keys are what duplicates are searched by, as people write them.
type Keys struct{ Phones, Emails, Names []string }

// Matches are the cards found by each key: phones by lang.PhoneKey, e-mails by lang.EmailKey, names by lang.Fold. The
// cards of a key come oldest first.
type Matches struct{ Phones, Emails, Names map[string][]entity.Match }

// Same finds the cards of many keys at once, in three statements: what an import asks for a whole batch of rows.
func (s *Service) Same(ctx context.Context, q db.Querier, who tenant.Actor, kind crm.Kind, keys Keys) (Matches, error) {
	set, err := s.fields.AllForTx(ctx, q, who, kind)
	if err != nil {
		return Matches{}, err
	}
	phones, err := entity.MatchTexts(ctx, q, who, kind, ofType(set, "phone"), fold(keys.Phones, lang.PhoneKey))
	if err != nil {
		return Matches{}, err
	}
	emails, err := entity.MatchTexts(ctx, q, who, kind, ofType(set, "email"), fold(keys.Emails, lang.EmailKey))
	if err != nil {
		return Matches{}, err
	}
	names, err := entity.MatchNames(ctx, q, who, kind, fold(keys.Names, lang.Fold))
	if err != nil {
		return Matches{}, err
	}
	return Matches{Phones: byKey(phones), Emails: byKey(emails), Names: byKey(names)}, nil
}

func ofType(set field.Set, typ string) []crm.FieldID {
	var ids []crm.FieldID
	for _, f := range set.Ordered() {
		if f.Type == typ {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

func fold(list []string, key func(string) string) []string {
	var out []string
	for _, s := range list {
		if k := key(s); k != "" {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func byKey(list []entity.Match) map[string][]entity.Match {
	slices.SortFunc(list, func(a, b entity.Match) int { return int(a.ID - b.ID) })
	out := map[string][]entity.Match{}
	for _, m := range list {
		out[m.Key] = append(out[m.Key], m)
	}
	return out
}
