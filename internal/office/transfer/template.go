package transfer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/field"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/office/transfer/sheet"
	"voronka/internal/tenant"
)

// The most templates an account may have, and the longest name of one in characters.
const (
	MaxTemplates    = 200
	MaxTemplateName = 100
)

// TemplateID is the id of a template.
type TemplateID int64

// Template is a plan that was saved under a name. Everybody who may import can use it; it goes to a table by the titles
// of its columns, whatever their order.
type Template struct {
	ID        TemplateID
	Name      string
	Titles    []string
	CreatedBy tenant.UserID
	CreatedAt int64
	UpdatedAt int64

	plan mapping.Plan
}

// MayChange reports whether the actor may rename, replace or delete the template: its author and administrators may.
func (t Template) MayChange(who tenant.Actor) bool { return who.Admin || t.CreatedBy == who.UserID }

// Templates lists the templates of the account by name.
func (s *Service) Templates(ctx context.Context, who tenant.Actor) ([]Template, error) {
	if err := access.RequireExtra(who, access.ExtraImport); err != nil {
		return nil, err
	}
	rows, err := s.DB.Query(ctx, `
		SELECT `+templateColumns+`
		FROM import_templates
		WHERE account_id = $1
		ORDER BY name_key, id
		LIMIT $2`, who.AccountID, MaxTemplates)
	list, err := db.Collect(rows, err, func(r db.Rows) (Template, error) { return scanTemplate(r) })
	if err != nil {
		return nil, fmt.Errorf("list import templates: %w", db.Translate(err))
	}
	return list, nil
}

// SaveTemplate keeps the plan of an import under a name. A template of that name that the actor may change is replaced.
func (s *Service) SaveTemplate(ctx context.Context, who tenant.Actor, from ImportID, name string) (t Template, err error) {
	if err := access.RequireExtra(who, access.ExtraImport); err != nil {
		return t, err
	}
	if name, err = cleanTemplateName(name); err != nil {
		return t, err
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		i, err := findImport(ctx, tx, who, from, "")
		if err != nil {
			return err
		}
		if i.Facts.Head.Row == 0 {
			return errs.Invalid("", "the table has no row of titles, and a template finds its columns by their titles")
		}
		if err := lockTemplates(ctx, tx, who.AccountID); err != nil {
			return err
		}
		t, err = findTemplate(ctx, tx, who.AccountID, `name_key = $2`, lang.Fold(name))
		switch {
		case errs.Is(err, errs.CodeNotFound):
			t = Template{CreatedBy: who.UserID, CreatedAt: tx.Unix()}
		case err != nil:
			return err
		case !t.MayChange(who):
			return nameTaken()
		}
		t.Name, t.UpdatedAt, t.plan, t.Titles = name, tx.Unix(), i.Plan, titlesOf(i.Facts.Head)
		t.plan.Tag.AutoName = ""
		if t.ID != 0 {
			err = updateTemplate(ctx, tx, who.AccountID, t)
		} else {
			t.ID, err = insertTemplate(ctx, tx, who.AccountID, t)
		}
		if err != nil {
			return err
		}
		return tellTemplate(ctx, tx, who, t, map[string]any{"name": t.Name})
	})
	return t, err
}

// RenameTemplate gives a template another name.
func (s *Service) RenameTemplate(ctx context.Context, who tenant.Actor, id TemplateID, name string) (t Template, err error) {
	if name, err = cleanTemplateName(name); err != nil {
		return t, err
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if t, err = s.openTemplate(ctx, tx, who, id); err != nil || t.Name == name {
			return err
		}
		other, err := findTemplate(ctx, tx, who.AccountID, `name_key = $2`, lang.Fold(name))
		if err == nil && other.ID != id {
			return nameTaken()
		}
		if err != nil && !errs.Is(err, errs.CodeNotFound) {
			return err
		}
		t.Name, t.UpdatedAt = name, tx.Unix()
		if err := updateTemplate(ctx, tx, who.AccountID, t); err != nil {
			return err
		}
		return tellTemplate(ctx, tx, who, t, map[string]any{"name": t.Name})
	})
	return t, err
}

// DeleteTemplate removes a template. Imports that used it keep their plan.
func (s *Service) DeleteTemplate(ctx context.Context, who tenant.Actor, id TemplateID) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		t, err := s.openTemplate(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `
			DELETE FROM import_templates
			WHERE account_id = $1
				AND id = $2`, who.AccountID, id); err != nil {
			return fmt.Errorf("delete import template %d: %w", id, err)
		}
		return tellTemplate(ctx, tx, who, t, nil)
	})
}

// UseTemplate lays a template over an import that has not been started: columns find their place by their titles, those
// it does not know keep the one they have. What is no longer there (a field, a stage, a person) is left out.
func (s *Service) UseTemplate(ctx context.Context, who tenant.Actor, into ImportID, id TemplateID) (Import, error) {
	if err := access.RequireExtra(who, access.ExtraImport); err != nil {
		return Import{}, err
	}
	w, err := mapping.Look(ctx, s.DB, s.DB.Now(), s.Fields, who)
	if err != nil {
		return Import{}, err
	}
	return s.change(ctx, who, into, func(tx *db.Tx, i *Import) error {
		if i.State != Draft {
			return wrongState(i.State)
		}
		t, err := findTemplate(ctx, tx, who.AccountID, `id = $2`, id)
		if err != nil {
			return err
		}
		t.lay(i)
		settle(i.Plan.Columns, w, who.Has(access.ExtraSettings))
		i.Plan.Fit(w, len(i.Facts.Head.Columns))
		return i.Plan.Check(who, w, i.Plan.Sheet, len(i.Facts.Head.Columns))
	})
}

// lay puts the template's plan over the import's. A place that a column of the template takes is taken from the others.
func (t Template) lay(i *Import) {
	was := i.Plan
	i.Plan = t.plan
	i.Plan.Sheet, i.Plan.HeadRow, i.Plan.FirstRow, i.Plan.LastRow = was.Sheet, was.HeadRow, was.FirstRow, was.LastRow
	i.Plan.Columns = slices.Clone(was.Columns)
	known := map[int]bool{}
	taken := map[string]bool{}
	used := make([]bool, len(t.Titles))
	for n, c := range i.Facts.Head.Columns {
		at := slices.IndexFunc(t.Titles, func(title string) bool { return title == lang.Fold(c.Title) })
		for at >= 0 && used[at] { // a title that stands there twice
			next := slices.Index(t.Titles[at+1:], t.Titles[at])
			if next < 0 {
				at = -1
				break
			}
			at += 1 + next
		}
		if at < 0 || at >= len(t.plan.Columns) || n >= len(i.Plan.Columns) {
			continue
		}
		used[at], known[n] = true, true
		i.Plan.Columns[n] = t.plan.Columns[at]
		i.Plan.Columns[n].Index = n
		taken[i.Plan.Columns[n].Target] = true
	}
	for n := range i.Plan.Columns {
		if target := i.Plan.Columns[n].Target; !known[n] && i.Plan.Columns[n].NewField == nil && taken[target] {
			i.Plan.Columns[n] = mapping.PlanColumn{Index: n, Target: mapping.Skip}
		}
	}
}

// settle turns fields that the template was to make into those that were made meanwhile; who may not make fields leaves
// the others out.
func settle(columns []mapping.PlanColumn, w *mapping.World, newFields bool) {
	for n := range columns {
		c := &columns[n]
		if c.NewField == nil {
			continue
		}
		kind, name := c.NewField.Kind, lang.Fold(c.NewField.Name)
		fields := w.Sets[kind].Ordered()
		at := slices.IndexFunc(fields, func(f field.Field) bool { return lang.Fold(f.Name) == name })
		switch {
		case at >= 0:
			*c = mapping.PlanColumn{Index: c.Index, Target: fmt.Sprintf("%s.field.%d", kind, fields[at].ID)}
		case !newFields:
			*c = mapping.PlanColumn{Index: c.Index, Target: mapping.Skip}
		}
	}
}

func titlesOf(h sheet.Head) []string {
	out := make([]string, len(h.Columns))
	for n, c := range h.Columns {
		out[n] = lang.Fold(c.Title)
	}
	return out
}

func cleanTemplateName(name string) (string, error) {
	name = field.Clean(name, false)
	if name == "" {
		return "", errs.Invalid("name", "is empty, give it a name")
	}
	if utf8.RuneCountInString(name) > MaxTemplateName {
		return "", errs.Invalid("name", "is longer than %d characters, shorten it", MaxTemplateName)
	}
	return name, nil
}

func nameTaken() error {
	return errs.Conflict("a template of that name belongs to a colleague, choose another name")
}

// openTemplate locks a template the actor may change.
func (s *Service) openTemplate(ctx context.Context, tx *db.Tx, who tenant.Actor, id TemplateID) (Template, error) {
	if err := access.RequireExtra(who, access.ExtraImport); err != nil {
		return Template{}, err
	}
	if err := lockTemplates(ctx, tx, who.AccountID); err != nil {
		return Template{}, err
	}
	t, err := findTemplate(ctx, tx, who.AccountID, `id = $2`, id)
	if err == nil && !t.MayChange(who) {
		return t, errs.Forbidden("only its author or an administrator may change a template")
	}
	return t, err
}

func tellTemplate(ctx context.Context, tx *db.Tx, who tenant.Actor, t Template, after map[string]any) error {
	change := timeline.Change{Kind: "import_template.changed"}
	if after != nil {
		change.After = after
	} else {
		change.Before = map[string]any{"name": t.Name}
	}
	return timeline.Append(ctx, tx, who, crm.Ref{Kind: "import_template", ID: crm.ID(t.ID)}, []timeline.Change{change})
}

const templateColumns = `id, name, plan, titles, created_by, created_at, updated_at`

func scanTemplate(r db.Row) (t Template, err error) {
	var plan, titles string
	if err = r.Scan(&t.ID, &t.Name, &plan, &titles, &t.CreatedBy, &t.CreatedAt, &t.UpdatedAt); err != nil {
		return t, err
	}
	return t, errors.Join(json.Unmarshal([]byte(plan), &t.plan), json.Unmarshal([]byte(titles), &t.Titles))
}

// lockTemplates makes changes of an account's templates wait for each other.
func lockTemplates(ctx context.Context, tx *db.Tx, account tenant.AccountID) error {
	_, err := db.Column[int64](ctx, tx, `SELECT id FROM accounts WHERE id = $1`+db.ForUpdate(tx.Engine()), account)
	return err
}

func findTemplate(ctx context.Context, q db.Querier, account tenant.AccountID, cond string, arg any) (Template, error) {
	t, err := scanTemplate(q.QueryRow(ctx, `
		SELECT `+templateColumns+`
		FROM import_templates
		WHERE account_id = $1
			AND `+cond, account, arg))
	if errors.Is(err, db.ErrNoRows) {
		return t, errs.NotFound("there is no such template: it may have been deleted")
	}
	return t, db.Translate(err)
}

func insertTemplate(ctx context.Context, tx *db.Tx, account tenant.AccountID, t Template) (id TemplateID, err error) {
	all, err := db.Column[int64](ctx, tx, `SELECT COUNT(*) FROM import_templates WHERE account_id = $1`, account)
	if err != nil {
		return 0, err
	}
	if all[0] >= MaxTemplates {
		return 0, errs.Limit("there are %d templates already, the most an account may have: delete one first", MaxTemplates)
	}
	err = tx.QueryRow(ctx, `
		INSERT INTO import_templates (account_id, name, name_key, plan, titles, created_by, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		RETURNING id`,
		account, t.Name, lang.Fold(t.Name), jsonText(t.plan), jsonText(t.Titles), t.CreatedBy, t.CreatedAt, t.UpdatedAt).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("store import template: %w", err)
	}
	return id, nil
}

func updateTemplate(ctx context.Context, tx *db.Tx, account tenant.AccountID, t Template) error {
	_, err := tx.Exec(ctx, `
		UPDATE import_templates
		SET name = $3, name_key = $4, plan = $5, titles = $6, updated_at = $7
		WHERE account_id = $1
			AND id = $2`,
		account, t.ID, t.Name, lang.Fold(t.Name), jsonText(t.plan), jsonText(t.Titles), t.UpdatedAt)
	if err != nil {
		return fmt.Errorf("change import template %d: %w", t.ID, err)
	}
	return nil
}
