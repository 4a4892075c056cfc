package transfer

import (
	"context"
	"slices"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/office/transfer/sheet"
	"voronka/internal/tenant"
)

const (
	// choiceRows is how far a file is looked through for choices before an import; the import itself looks at all of it.
	choiceRows = 50_000
	// shownChoices are named, further ones counted.
	shownChoices = 100
)

// Lacking are the choices that the cells of a column name and the list it goes to does not have.
type Lacking struct {
	Column int
	Field  crm.FieldID
	// Names are the first of them as they stand in the file, Total is how many different ones there are, Rows how many
	// rows name one.
	Names []string
	Total int
	Rows  int
}

// Lacking looks for choices that lists lack, by the plan as it is. Partial says that the file goes on after the rows that
// were looked at. Nothing is written.
func (s *Service) Lacking(ctx context.Context, who tenant.Actor, id ImportID) (list []Lacking, partial bool, err error) {
	i, err := s.Find(ctx, who, id)
	if err != nil {
		return nil, false, err
	}
	w, err := mapping.Look(ctx, s.DB, s.DB.Now(), s.Fields, who)
	if err != nil {
		return nil, false, err
	}
	found, partial, err := s.choices(ctx, i, mapping.NewConverter(w, i.Plan, i.Facts.Head, nil), choiceRows)
	for _, of := range found {
		l := of.Lacking
		l.Total, l.Names = len(of.names), of.names[:min(len(of.names), shownChoices)]
		list = append(list, l)
	}
	return list, partial, err
}

// columnChoices gathers what one column lacks.
type columnChoices struct {
	Lacking
	adds  bool
	names []string
	seen  map[string]bool
}

// choices reads the rows of an import, at most so many of them (0: all), for choices that are lacking. What is beyond the
// most a list may have is left out: its rows are reported by the import.
func (s *Service) choices(ctx context.Context, i Import, c *mapping.Converter, most int) (out []*columnChoices, partial bool, err error) {
	at := map[int]*columnChoices{}
	err = s.withBook(ctx, i, func(book *sheet.Book) error {
		read := 0
		for row, err := range book.Rows(ctx, i.Plan.Sheet, i.Plan.From()) {
			if err != nil {
				return err
			}
			if i.Plan.LastRow > 0 && row.Number > i.Plan.LastRow {
				return nil
			}
			if read++; most > 0 && read > most {
				partial = true
				return nil
			}
			counted := map[int]bool{}
			for _, choice := range c.Lacking(row) {
				col := at[choice.Column]
				if col == nil {
					col = &columnChoices{Lacking: Lacking{Column: choice.Column, Field: choice.Field}, adds: choice.Adds, seen: map[string]bool{}}
					at[choice.Column], out = col, append(out, col)
				}
				col.take(choice.Name)
				if !counted[choice.Column] {
					counted[choice.Column] = true
					col.Rows++
				}
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b *columnChoices) int { return a.Column - b.Column })
	return out, partial, err
}

func (c *columnChoices) take(name string) {
	if key := lang.Fold(name); !c.seen[key] && len(c.names) < field.MaxOptions {
		c.seen[key] = true
		c.names = append(c.names, strings.ToValidUTF8(name, "\ufffd"))
	}
}

// grow adds the choices that the plan wants added, before the first row is written. It may run twice: what is there is
// not added again.
func (s *Service) grow(ctx context.Context, who tenant.Actor, i Import, w *mapping.World) (grown bool, err error) {
	if !slices.ContainsFunc(i.Plan.Columns, func(c mapping.PlanColumn) bool { return c.AddOptions }) {
		return false, nil
	}
	found, _, err := s.choices(ctx, i, mapping.NewConverter(w, i.Plan, i.Facts.Head, nil), 0)
	if err != nil {
		return false, err
	}
	for _, col := range found {
		if !col.adds {
			continue
		}
		names := col.names[:min(len(col.names), field.MaxOptions-w.Options(col.Field))]
		if len(names) == 0 {
			continue
		}
		if _, err := s.Fields.AddOptions(ctx, who, col.Field, names); err != nil {
			return grown, err
		}
		grown = true
	}
	return grown, nil
}

// lookGrown is the world a run reads its rows by, its lists grown by the choices the plan adds.
func (s *Service) lookGrown(ctx context.Context, who tenant.Actor, i Import) (*mapping.World, error) {
	w, err := mapping.Look(ctx, s.DB, s.DB.Now(), s.Fields, who)
	if err != nil || i.nextRow > i.Plan.From() {
		return w, err
	}
	grown, err := s.grow(ctx, who, i, w)
	if err != nil || !grown {
		return w, err
	}
	return mapping.Look(ctx, s.DB, s.DB.Now(), s.Fields, who)
}
