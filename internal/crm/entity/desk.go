package entity

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// MaxName is the longest name of a card, in characters.
const MaxName = 255

// New is what a new card of any kind is given.
type New struct {
	Name string
	// ResponsibleID 0 is the actor.
	ResponsibleID tenant.UserID
	// Fields are the values of custom fields as a client gives them; they are normalised here.
	Fields map[crm.FieldID]any
	// Values are canonical values, as field.FromText makes them, and are not normalised once more; they go before Fields.
	Values Values
	// Tags are names; new words become tags.
	Tags []string
	// CreatedAt is for cards that existed elsewhere before; 0 is now.
	CreatedAt int64
}

// Patch is a change of a card of any kind; nil is "leave it". Of Fields only the named change, and nil or an empty list
// takes the value away.
type Patch struct {
	// Version is the one the client looked at. When the card has moved on since, a property in which the client and the
	// card differ is a conflict, unless Base tells that the client saw its present value.
	Version       *int64
	Name          *string
	ResponsibleID *tenant.UserID
	Fields        map[crm.FieldID]any
	// Tags replaces all tags; AddTags and RemoveTags change some.
	Tags                *[]string
	AddTags, RemoveTags []string
}

// Stale reports whether the patch was made against an older card.
func (p Patch) Stale(old Card) bool { return p.Version != nil && *p.Version != old.Version }

// Clash is the data of the conflict "version": the card's present version and the properties that collided.
type Clash struct {
	Version int64    `json:"version"`
	Paths   []string `json:"paths"`
}

// Conflict is nil without paths, else the error that says that somebody else changed them meanwhile.
func Conflict(old Card, paths []string) error {
	if len(paths) == 0 {
		return nil
	}
	return errs.With(errs.Conflict("someone changed this card meanwhile, look at the new values and save again"),
		"version", Clash{Version: old.Version, Paths: paths})
}

// Desk is what checking the input of a verb needs, read once for a transaction.
type Desk struct {
	Who  tenant.Actor
	Kind crm.Kind
	// Fields are all fields of the kind, Seen those the actor may know of.
	Fields, Seen field.Set
	Env          field.Env
	// Leaving are cards that this transaction is about to put into the bin: their values are free.
	Leaving []crm.ID
	Now     int64
	// Version is that of the account's fields and pipelines.
	Version int64
	users   map[tenant.UserID]bool
}

// OpenDesk reads the fields of the kind and the account's money and zone.
func OpenDesk(ctx context.Context, tx *db.Tx, fields *field.Service, who tenant.Actor, kind crm.Kind) (*Desk, error) {
	at, err := user.SettingOf(ctx, tx, who)
	if err != nil {
		return nil, err
	}
	set, err := fields.At(ctx, tx, who.AccountID, kind, at.FieldsVersion)
	if err != nil {
		return nil, err
	}
	env := envIn(at.Account, who)
	env.Now = tx.Now()
	return &Desk{
		Who: who, Kind: kind, Fields: set, Seen: set.For(who), Env: env, Now: tx.Unix(), Version: at.FieldsVersion,
		users: map[tenant.UserID]bool{who.UserID: at.IsActive},
	}, nil
}

// Draft checks what a new card is given. Every problem of the input is in the one error. A name may still be missing.
func (d *Desk) Draft(ctx context.Context, q db.Querier, n New) (Card, error) {
	var c errs.Collect
	card := Card{
		Ref: crm.Ref{Kind: d.Kind}, Name: CleanName(&c, "name", n.Name), ResponsibleID: n.ResponsibleID,
		CreatedBy: d.Who.UserID, UpdatedBy: d.Who.UserID, CreatedAt: d.Now, UpdatedAt: d.Now,
	}
	if n.CreatedAt != 0 {
		if card.CreatedAt = n.CreatedAt; n.CreatedAt < 0 || n.CreatedAt > d.Now+60 {
			c.Add("created_at", "must be a moment of the past in unix seconds")
		}
	}
	if card.ResponsibleID == 0 {
		card.ResponsibleID = d.Who.UserID
	}
	if err := d.checkUser(ctx, q, &c, card.ResponsibleID); err != nil {
		return card, err
	}
	var err error
	if card.Data, err = d.values(&c, n.Fields); err != nil {
		return card, err
	}
	d.checkHands(&c, nil, card.Data)
	values := maps.Clone(n.Values)
	d.checkHands(&c, nil, values)
	d.add(&c, &card, values)
	d.checkFiles(&c, true, nil, card.Data)
	if err := d.checkLinks(ctx, q, &c, nil, card.Data); err != nil {
		return card, err
	}
	if _, _, err := cleanTags(n.Tags); err != nil && !c.Err("", err) {
		return card, err
	}
	return card, c.Result()
}

// Apply is the card after the patch, tags left aside, and the properties in which the patch collides with a change made
// since the client looked. base holds what the client saw.
func (d *Desk) Apply(ctx context.Context, q db.Querier, old Card, p, base Patch) (now Card, clashes []string, err error) {
	var c errs.Collect
	now = old
	if p.Name != nil {
		if now.Name = CleanName(&c, "name", *p.Name); now.Name == "" {
			c.Add("name", "is empty, give it a name")
		}
	}
	if p.ResponsibleID != nil && *p.ResponsibleID != old.ResponsibleID {
		now.ResponsibleID = *p.ResponsibleID
		if err := d.checkUser(ctx, q, &c, now.ResponsibleID); err != nil {
			return now, nil, err
		}
	}
	patch, err := d.values(&c, p.Fields)
	if err != nil {
		return now, nil, err
	}
	d.checkHands(&c, old.Data, patch)
	d.checkFiles(&c, false, old.Data, patch)
	if err := d.checkLinks(ctx, q, &c, old.Data, patch); err != nil {
		return now, nil, err
	}
	now.Data = old.Data.Merge(patch)
	if p.Stale(old) {
		clashes = d.clashes(old, now, base)
	}
	return now, clashes, c.Result()
}

func (d *Desk) clashes(old, now Card, base Patch) (paths []string) {
	paths = Collides(paths, "name", old.Name, now.Name, base.Name)
	paths = Collides(paths, "responsible_id", old.ResponsibleID, now.ResponsibleID, base.ResponsibleID)
	for _, change := range Diff(old.Data, now.Data) {
		raw, told := base.Fields[change.Field]
		if told {
			seen, err := Normalize(d.Seen, map[crm.FieldID]any{change.Field: raw}, d.Env)
			if err == nil && Same(seen[change.Field], change.Before) {
				continue
			}
		}
		paths = append(paths, Path(change.Field))
	}
	return paths
}

// Collides adds path when a stale patch changes a property of which the client saw another value than the card has, or
// did not say what it saw.
func Collides[V comparable](paths []string, path string, old, now V, seen *V) []string {
	if old == now || seen != nil && *seen == old {
		return paths
	}
	return append(paths, path)
}

// checkHands refuses values of fields that the actor does not change: computed ones, those their role only sees, and from
// a person those which only programs change. Giving the value that is there changes nothing. What a person has done for
// them (an import, an undo) is done by a program; computed values it brings along are left out.
func (d *Desk) checkHands(c *errs.Collect, old, given Values) {
	byHand := d.Who.Kind == tenant.Person && d.Who.Cause.Kind == ""
	for _, id := range slices.Sorted(maps.Keys(given)) {
		f, ok := d.Seen.ByID(id)
		switch {
		case !ok || Same(old[id], given[id]):
		case f.Type == field.Formula && d.Who.Cause.Kind != "":
			delete(given, id)
		case f.Type == field.Formula:
			c.Add(Path(id), "is computed by its formula, leave it as it is")
		case f.IsReadOnly:
			c.Add(Path(id), "is only to be seen for your role, leave it as it is")
		case byHand && f.ForPrograms():
			c.Add(Path(id), "is changed only by programs, leave it as it is")
		}
	}
}

// add takes canonical values over.
func (d *Desk) add(c *errs.Collect, card *Card, values Values) {
	if len(values) == 0 {
		return
	}
	for id := range values {
		if _, ok := d.Seen.ByID(id); !ok {
			c.Add(Path(id), "there is no such field, or it was removed: load the fields again")
		}
	}
	card.Data = card.Data.Merge(values)
}

func (d *Desk) values(c *errs.Collect, raw map[crm.FieldID]any) (Values, error) {
	if len(raw) > maxFieldsGiven {
		c.Add("fields", "too many fields at once, give at most %d", maxFieldsGiven)
		return nil, nil
	}
	values, err := Normalize(d.Seen, raw, d.Env)
	if err != nil && !c.Err("", err) {
		return nil, err
	}
	return values, nil
}

// checkUser asks whether the user is an active one of the account; each is looked up once.
func (d *Desk) checkUser(ctx context.Context, q db.Querier, c *errs.Collect, id tenant.UserID) error {
	ok, err := d.isUser(ctx, q, id)
	if err != nil {
		return err
	}
	if !ok {
		c.Add("responsible_id", "there is no active user %d, choose another one", id)
	}
	return nil
}

func (d *Desk) isUser(ctx context.Context, q db.Querier, id tenant.UserID) (bool, error) {
	ok, known := d.users[id]
	if known {
		return ok, nil
	}
	ok, err := user.Exists(ctx, q, d.Who.AccountID, id)
	if err == nil {
		d.users[id] = ok
	}
	return ok, err
}

// CleanName trims a name and joins its spaces; what cannot be stored is left out.
func CleanName(c *errs.Collect, path, name string) string {
	name = strings.Join(strings.Fields(field.Clean(name, false)), " ")
	if utf8.RuneCountInString(name) > MaxName {
		c.Add(path, "is longer than %d characters, shorten it", MaxName)
	}
	return name
}
