package task

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// MaxTypes is the most types an account may have, maxTypeName the longest name in characters.
const (
	MaxTypes    = 100
	maxTypeName = 60
)

// Type is a sort of task: a call, a meeting, one of the account's own.
type Type struct {
	ID   crm.TaskTypeID `json:"id"`
	Name string         `json:"name"`
	// Code is "call", "meeting" or "email" for those every account begins with, empty for its own.
	Code     string `json:"code"`
	Hue      int    `json:"hue"`
	Icon     string `json:"icon"`
	Position int    `json:"position"`
}

// TypePatch is a change of a type; nil is "leave it".
type TypePatch struct {
	Name *string
	Hue  *int
	Icon *string
}

// Types are the account's types in their order.
func (s *Service) Types(ctx context.Context, account tenant.AccountID) ([]Type, error) {
	types, err := loadTypes(ctx, s.db, account)
	if err != nil {
		return nil, fmt.Errorf("read task types: %w", err)
	}
	return types, nil
}

// CreateType adds a type after the others.
func (s *Service) CreateType(ctx context.Context, who tenant.Actor, p TypePatch) (t Type, err error) {
	err = s.changeTypes(ctx, who, func(tx *db.Tx, types []Type) error {
		if len(types) >= MaxTypes {
			return errs.Limit("there are %d task types already, the most an account may have: delete one first", MaxTypes)
		}
		if p.Name == nil {
			p.Name = new(string)
		}
		if t, err = p.apply(Type{Position: len(types) + 1}, types); err != nil {
			return err
		}
		if err := insertType(ctx, tx, who.AccountID, &t); err != nil {
			return fmt.Errorf("create task type: %w", err)
		}
		return typeEvent(ctx, tx, who, t.ID, nil, t)
	})
	return t, err
}

// UpdateType changes the name and looks of a type.
func (s *Service) UpdateType(ctx context.Context, who tenant.Actor, id crm.TaskTypeID, p TypePatch) (t Type, err error) {
	err = s.changeTypes(ctx, who, func(tx *db.Tx, types []Type) error {
		at := indexType(types, id)
		if at < 0 {
			return noType(id)
		}
		if t, err = p.apply(types[at], types); err != nil || t == types[at] {
			return err
		}
		if err := updateType(ctx, tx, who.AccountID, t); err != nil {
			return fmt.Errorf("update task type %d: %w", id, err)
		}
		return typeEvent(ctx, tx, who, id, types[at], t)
	})
	return t, err
}

// DeleteType removes a type; its tasks get the type moveTo.
func (s *Service) DeleteType(ctx context.Context, who tenant.Actor, id, moveTo crm.TaskTypeID) error {
	return s.changeTypes(ctx, who, func(tx *db.Tx, types []Type) error {
		at := indexType(types, id)
		if at < 0 {
			return noType(id)
		}
		if moveTo == id || indexType(types, moveTo) < 0 {
			return errs.Invalid("move_to", "there is no other task type %d, choose the type its tasks get", moveTo)
		}
		if err := removeType(ctx, tx, who.AccountID, id, moveTo); err != nil {
			return fmt.Errorf("delete task type %d: %w", id, err)
		}
		return typeEvent(ctx, tx, who, id, types[at], nil)
	})
}

// OrderTypes puts the types in order; those not named keep their order behind the others.
func (s *Service) OrderTypes(ctx context.Context, who tenant.Actor, ids []crm.TaskTypeID) error {
	return s.changeTypes(ctx, who, func(tx *db.Tx, types []Type) error {
		for i, id := range ids {
			if indexType(types, id) < 0 || slices.Contains(ids[:i], id) {
				return errs.Invalid("ids", "there is no task type %d, or it is named twice", id)
			}
		}
		b := db.NewBuilder(tx.Engine())
		b.Add(`UPDATE task_types SET position = CASE id`)
		for i, id := range ids {
			b.Add(` WHEN CAST(`, b.Arg(id), ` AS BIGINT) THEN CAST(`, b.Arg(i+1), ` AS INTEGER)`)
		}
		b.Add(` ELSE position + CAST(`, b.Arg(len(ids)), ` AS INTEGER) END WHERE account_id = `, b.Arg(who.AccountID), ` AND deleted_at IS NULL`)
		if len(ids) == 0 {
			return errs.Invalid("ids", "is empty, name the types in their new order")
		}
		if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
			return fmt.Errorf("order task types: %w", err)
		}
		return typeEvent(ctx, tx, who, ids[0], nil, map[string]any{"order": ids})
	})
}

// SeedTypesTx gives a new account its first types.
func SeedTypesTx(ctx context.Context, tx *db.Tx, account tenant.AccountID, locale string) error {
	names := []string{"Follow-up", "Meeting", "E-mail"}
	if locale == "ru" {
		names = []string{"Связаться", "Встреча", "Письмо"}
	}
	for i, code := range []string{"call", "meeting", "email"} { // once in an account's life
		t := Type{Name: names[i], Code: code, Hue: i*3 + 1, Icon: code, Position: i + 1}
		if err := insertType(ctx, tx, account, &t); err != nil {
			return fmt.Errorf("seed task types: %w", err)
		}
	}
	return nil
}

func (s *Service) changeTypes(ctx context.Context, who tenant.Actor, fn func(*db.Tx, []Type) error) error {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		types, err := lockTypes(ctx, tx, who.AccountID)
		if err != nil {
			return fmt.Errorf("lock task types: %w", err)
		}
		return fn(tx, types)
	})
}

const maxIcon = 40

func (p TypePatch) apply(t Type, others []Type) (Type, error) {
	var c errs.Collect
	if p.Name != nil {
		t.Name = strings.Join(strings.Fields(tidy(*p.Name)), " ")
		switch {
		case t.Name == "":
			c.Add("name", "is empty, give it a name")
		case utf8.RuneCountInString(t.Name) > maxTypeName:
			c.Add("name", "is longer than %d characters, shorten it", maxTypeName)
		case slices.ContainsFunc(others, func(o Type) bool { return o.Name == t.Name && o.ID != t.ID }):
			c.Add("name", "is already a task type, choose another name")
		}
	}
	if p.Hue != nil {
		if t.Hue = *p.Hue; t.Hue < 0 || t.Hue > crm.Hues {
			c.Add("hue", "must be a number from 1 to %d", crm.Hues)
		}
	}
	if p.Icon != nil {
		if t.Icon = tidy(*p.Icon); utf8.RuneCountInString(t.Icon) > maxIcon {
			c.Add("icon", "is longer than %d characters, shorten it", maxIcon)
		}
	}
	return t, c.Result()
}

func indexType(types []Type, id crm.TaskTypeID) int {
	return slices.IndexFunc(types, func(t Type) bool { return t.ID == id })
}

func noType(id crm.TaskTypeID) error {
	return errs.NotFound("there is no task type %d: it may have been deleted, reload the page", id)
}

func typeEvent(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.TaskTypeID, before, after any) error {
	return timeline.Append(ctx, tx, who, crm.Ref{Kind: "task_type", ID: crm.ID(id)},
		[]timeline.Change{{Kind: "task_type.changed", Before: before, After: after}})
}

const typeSelect = `
	SELECT id, name, code, hue, icon, position
	FROM task_types
	WHERE account_id = $1
		AND deleted_at IS NULL
	ORDER BY position, id`

func loadTypes(ctx context.Context, q db.Querier, account tenant.AccountID) ([]Type, error) {
	return collectTypes(q.Query(ctx, typeSelect, account))
}

func lockTypes(ctx context.Context, tx *db.Tx, account tenant.AccountID) ([]Type, error) {
	return collectTypes(tx.Query(ctx, typeSelect+db.ForUpdate(tx.Engine()), account))
}

func collectTypes(rows db.Rows, err error) ([]Type, error) {
	return db.Collect(rows, err, func(r db.Rows) (t Type, err error) {
		err = r.Scan(&t.ID, &t.Name, &t.Code, &t.Hue, &t.Icon, &t.Position)
		return t, err
	})
}

func insertType(ctx context.Context, tx *db.Tx, account tenant.AccountID, t *Type) error {
	return tx.QueryRow(ctx, `
		INSERT INTO task_types (account_id, name, code, hue, icon, position)
		VALUES ($1, $2, $3, $4, $5, $6)
		RETURNING id`, account, t.Name, t.Code, t.Hue, t.Icon, t.Position).Scan(&t.ID)
}

func updateType(ctx context.Context, tx *db.Tx, account tenant.AccountID, t Type) error {
	_, err := tx.Exec(ctx, `
		UPDATE task_types
		SET name = $3, hue = $4, icon = $5
		WHERE account_id = $1
			AND id = $2`, account, t.ID, t.Name, t.Hue, t.Icon)
	return err
}

func removeType(ctx context.Context, tx *db.Tx, account tenant.AccountID, id, moveTo crm.TaskTypeID) error {
	if _, err := tx.Exec(ctx, `
		UPDATE tasks
		SET type_id = $3
		WHERE account_id = $1
			AND type_id = $2`, account, id, moveTo); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		UPDATE task_types
		SET deleted_at = $3
		WHERE account_id = $1
			AND id = $2`, account, id, tx.Unix())
	return err
}
