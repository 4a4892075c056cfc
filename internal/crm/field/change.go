package field

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
)

// The bounds of an account's fields.
const (
	maxFields    = 2000
	maxFieldName = 250
	maxCode      = 60
)

// Draft is a new field, as Create takes it.
type Draft struct {
	Kind         crm.Kind
	Type         string
	Name         string
	Code         string
	GroupID      *crm.FieldGroupID
	IsAPIOnly    bool
	Settings     Settings
	Options      []string
	Requirements []Requirement
}

// Patch is what Update changes; nil is left as it is.
type Patch struct {
	Name *string
	Code *string
	// GroupID 0 takes the field out of its group.
	GroupID      *crm.FieldGroupID
	IsAPIOnly    *bool
	Settings     *Settings
	Requirements *[]Requirement
	// Options is the whole list in its new order: an id keeps an option, 0 makes a new one, what is missing is removed.
	Options *[]Option
}

// Create makes a field at the end of its kind. It asks for the right to change settings.
func (s *Service) Create(ctx context.Context, who tenant.Actor, d Draft) (f Field, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		f, err = s.CreateTx(ctx, tx, who, d)
		return err
	})
	return f, err
}

// CreateTx is Create inside a transaction.
func (s *Service) CreateTx(ctx context.Context, tx *db.Tx, who tenant.Actor, d Draft) (Field, error) {
	if err := access.RequireExtra(who, access.ExtraSettings); err != nil {
		return Field{}, err
	}
	if !d.Kind.HasCard() {
		return Field{}, errs.Invalid("kind", "fields belong to cards: use deal, contact or company")
	}
	f := Field{
		Kind: d.Kind, Type: d.Type, Name: d.Name, Code: d.Code, GroupID: d.GroupID, IsAPIOnly: d.IsAPIOnly,
		Settings: d.Settings, Requirements: d.Requirements, CreatedAt: tx.Unix(), UpdatedAt: tx.Unix(),
	}
	for i, name := range d.Options {
		f.Options = append(f.Options, Option{Name: Clean(name, false), Position: i + 1})
	}
	set, err := s.lockSet(ctx, tx, who.AccountID, d.Kind)
	if err != nil {
		return Field{}, err
	}
	if len(set.Ordered()) >= maxFields {
		return Field{}, errs.Limit("there are %d fields already, remove some first", maxFields)
	}
	if err := set.checkSeen(who, f); err != nil {
		return Field{}, err
	}
	if err := s.checkField(ctx, tx, who.AccountID, set, &f); err != nil {
		return Field{}, err
	}
	if n := len(set.Ordered()); n > 0 {
		f.Position = set.Ordered()[n-1].Position + 1
	}
	return s.insert(ctx, tx, who, f)
}

func (s *Service) insert(ctx context.Context, tx *db.Tx, who tenant.Actor, f Field) (Field, error) {
	if err := insertField(ctx, tx, who.AccountID, &f); err != nil {
		return Field{}, fmt.Errorf("create field: %w", err)
	}
	if err := insertOptions(ctx, tx, who.AccountID, f.ID, f.Options); err != nil {
		return Field{}, fmt.Errorf("create options of field %d: %w", f.ID, err)
	}
	if err := writeRequirements(ctx, tx, who.AccountID, f.ID, f.Requirements); err != nil {
		return Field{}, fmt.Errorf("create requirements of field %d: %w", f.ID, err)
	}
	return s.changed(ctx, tx, who, nil, f.ID)
}

// lockSet makes this transaction the only one that changes fields of the account, and reads them.
func (s *Service) lockSet(ctx context.Context, tx *db.Tx, account tenant.AccountID, kind crm.Kind) (Set, error) {
	if err := touch(ctx, tx, account); err != nil {
		return Set{}, fmt.Errorf("lock fields of account %d: %w", account, err)
	}
	return loadSet(ctx, tx, account, kind)
}

var codeWord = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// checkField gathers everything that is wrong with a field that is to be written.
func (s *Service) checkField(ctx context.Context, tx *db.Tx, account tenant.AccountID, set Set, f *Field) error {
	var c errs.Collect
	f.Name = Clean(f.Name, false)
	f.Code = strings.ToUpper(strings.TrimSpace(f.Code))
	switch n := len([]rune(f.Name)); {
	case n == 0:
		c.Add("name", "give the field a name")
	case n > maxFieldName:
		c.Add("name", "the name is too long, use at most %d characters", maxFieldName)
	}
	checkCode(&c, set, *f)
	if f.GroupID != nil && !slices.ContainsFunc(set.Groups(), func(g Group) bool { return g.ID == *f.GroupID }) {
		c.Add("group_id", "there is no such group of fields for this kind")
	}
	if len([]rune(f.Settings.Hint)) > 1000 {
		c.Add("settings.hint", "the text is too long, use at most %d characters", 1000)
	}
	if t, ok := TypeOf(f.Type); !ok {
		c.Add("type", "there is no such type of field, use one of: %s", typeNames())
	} else if err := t.Check(*f); err != nil && !c.Err("", err) {
		return err
	}
	if err := checkFormula(&c, set, f); err != nil {
		return err
	}
	if err := s.checkUnique(ctx, tx, account, &c, set, *f); err != nil {
		return err
	}
	if err := s.checkRequirements(ctx, tx, account, &c, *f); err != nil {
		return err
	}
	return c.Result()
}

func checkCode(c *errs.Collect, set Set, f Field) {
	if f.Code == "" {
		return
	}
	if !codeWord.MatchString(f.Code) || len(f.Code) > maxCode {
		c.Add("code", "a code is a word of latin letters, digits and underscores, at most %d long", maxCode)
	}
	if other, ok := set.ByCode(f.Code); ok && other.ID != f.ID {
		c.Add("code", "another field has this code, choose a different one")
	}
}

func (s *Service) checkRequirements(ctx context.Context, tx *db.Tx, account tenant.AccountID, c *errs.Collect, f Field) error {
	if len(f.Requirements) > 0 && f.Kind != crm.Deal {
		c.Add("requirements", "only fields of deals can be required in a status")
		return nil
	}
	if len(f.Requirements) > 200 {
		c.Add("requirements", "too many requirements, use at most %d", 200)
		return nil
	}
	if len(f.Settings.PipelineIDs) > 0 && f.Kind != crm.Deal {
		c.Add("settings.pipeline_ids", "only fields of deals belong to pipelines, leave it empty")
		return nil
	}
	if len(f.Settings.PipelineIDs) > 200 {
		c.Add("settings.pipeline_ids", "are more than %d, choose fewer", 200)
		return nil
	}
	required, shown := map[crm.PipelineID]crm.StatusID{}, map[crm.PipelineID]crm.StatusID{}
	for _, r := range f.Requirements {
		if _, twice := required[r.PipelineID]; twice {
			c.Add("requirements", "name every pipeline once")
		}
		required[r.PipelineID] = r.StatusID
	}
	for _, id := range f.Settings.PipelineIDs {
		shown[id] = 0
	}
	if err := s.checkPlaces(ctx, tx, account, c, "requirements", required); err != nil {
		return err
	}
	return s.checkPlaces(ctx, tx, account, c, "settings.pipeline_ids", shown)
}

func (s *Service) checkPlaces(ctx context.Context, tx *db.Tx, account tenant.AccountID, c *errs.Collect, path string, places map[crm.PipelineID]crm.StatusID) error {
	if s.check == nil || len(places) == 0 {
		return nil
	}
	if err := s.check(ctx, tx, account, places); err != nil && !c.Err(path, err) {
		return err
	}
	return nil
}

func typeNames() string {
	names := make([]string, len(Types))
	for i, t := range Types {
		names[i] = t.Name()
	}
	return strings.Join(names, ", ")
}

// changed writes the event of a changed field and reads it anew.
func (s *Service) changed(ctx context.Context, tx *db.Tx, who tenant.Actor, before *Field, id crm.FieldID) (Field, error) {
	after, err := findField(ctx, tx, who.AccountID, id)
	if err != nil {
		return Field{}, err
	}
	if err := s.recompute(ctx, tx, who, before, after); err != nil {
		return Field{}, err
	}
	e := event.Event{
		AccountID: int64(who.AccountID), Kind: "field.changed", EntityKind: "field", EntityID: int64(id),
		ActorKind: string(who.Kind), ActorID: int64(who.UserID), After: snapshot(&after), Before: snapshot(before),
		CauseKind: who.Cause.Kind, CauseID: who.Cause.ID, Depth: who.Cause.Depth,
	}
	return after, event.Append(ctx, tx, e)
}

func snapshot(f *Field) json.RawMessage {
	if f == nil {
		return nil
	}
	raw, err := json.Marshal(map[string]any{
		"kind": f.Kind, "type": f.Type, "name": f.Name, "code": f.Code, "deleted": f.DeletedAt != nil,
	})
	if err != nil {
		return nil
	}
	return raw
}
