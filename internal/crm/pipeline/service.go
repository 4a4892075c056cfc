package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// The most an account may have, and the longest names and descriptions in characters.
const (
	MaxPipelines   = 50
	MaxStatuses    = 100
	MaxLossReasons = 200
	MaxName        = 100
	MaxDescription = 2000
	MaxCardFields  = 4
)

// Deals is what the package asks of the deals, which stand above it.
type Deals interface {
	// HasAnyTx reports whether any deal, those in the recycle bin too, is in one of the statuses.
	HasAnyTx(ctx context.Context, tx *db.Tx, account tenant.AccountID, in []Status) (bool, error)
	// MoveAllTx moves every deal out of the statuses, those in the recycle bin too. The statuses are of one pipeline.
	MoveAllTx(ctx context.Context, tx *db.Tx, who tenant.Actor, from []Status, to Status) error
}

// Gone is told of a status that was removed from a pipeline, in the same transaction; next is the one that followed it.
// When the whole pipeline went, both are 0.
type Gone func(ctx context.Context, tx *db.Tx, who tenant.Actor, in crm.PipelineID, status, next crm.StatusID) error

// Service reads and changes pipelines.
type Service struct {
	db    *db.DB
	deals Deals
	gone  []Gone
	known KnownFields
	mu    sync.Mutex
	sets  map[tenant.AccountID]cachedSet
}

// KnownFields answers invalid unless each field is one of the account's deals.
type KnownFields func(ctx context.Context, q db.Querier, account tenant.AccountID, ids []crm.FieldID) error

// UseFields says who knows the fields that cards may show. It is called once, while starting.
func (s *Service) UseFields(known KnownFields) { s.known = known }

type cachedSet struct {
	version int64
	set     Set
}

// maxSets bounds the remembered sets; when there are more, all are forgotten.
const maxSets = 3000

// New makes the service. Deleting works after UseDeals.
func New(d *db.DB) *Service { return &Service{db: d, sets: map[tenant.AccountID]cachedSet{}} }

// UseDeals says who moves deals out of a status that is being deleted. It is called once, while starting.
func (s *Service) UseDeals(d Deals) { s.deals = d }

// OnGone says who must know when a status or a pipeline is removed. It is called while starting.
func (s *Service) OnGone(fn Gone) { s.gone = append(s.gone, fn) }

func (s *Service) tellGone(ctx context.Context, tx *db.Tx, who tenant.Actor, in crm.PipelineID, status, next crm.StatusID) error {
	for _, fn := range s.gone {
		if err := fn(ctx, tx, who, in, status, next); err != nil {
			return fmt.Errorf("let go of status %d of pipeline %d: %w", status, in, err)
		}
	}
	return nil
}

// List is all pipelines of the account, as committed at this moment.
func (s *Service) List(ctx context.Context, account tenant.AccountID) (Set, error) {
	return Load(ctx, s.db, account)
}

// Load is List inside the caller's transaction or snapshot.
func Load(ctx context.Context, q db.Querier, account tenant.AccountID) (Set, error) {
	list, err := loadPipelines(ctx, q, account)
	if err != nil {
		return Set{}, fmt.Errorf("read pipelines: %w", err)
	}
	return newSet(list), nil
}

// At is Load for who has just read the version of the account's fields, which grows with pipelines and statuses too, in
// the same transaction. The set is remembered until it grows.
func (s *Service) At(ctx context.Context, tx *db.Tx, account tenant.AccountID, version int64) (Set, error) {
	s.mu.Lock()
	known, ok := s.sets[account]
	s.mu.Unlock()
	if ok && known.version == version {
		return known.set, nil
	}
	set, err := Load(ctx, tx, account)
	if err != nil {
		return Set{}, err
	}
	tx.AfterCommit(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if len(s.sets) >= maxSets {
			clear(s.sets)
		}
		s.sets[account] = cachedSet{version, set}
	})
	return set, nil
}

// Find is one pipeline.
func (s *Service) Find(ctx context.Context, account tenant.AccountID, id crm.PipelineID) (Pipeline, error) {
	return findPipeline(ctx, s.db, account, id)
}

func findPipeline(ctx context.Context, q db.Querier, account tenant.AccountID, id crm.PipelineID) (Pipeline, error) {
	set, err := Load(ctx, q, account)
	if err != nil {
		return Pipeline{}, err
	}
	p, ok := set.Pipeline(id)
	if !ok {
		return Pipeline{}, errs.NotFound("there is no pipeline %d: it may have been deleted, reload the page", id)
	}
	return p, nil
}

// HoldTx keeps a status from being deleted until the transaction ends. It fails when the status is gone already.
func HoldTx(ctx context.Context, tx *db.Tx, account tenant.AccountID, id crm.StatusID) error {
	ok, err := holdStatus(ctx, tx, account, id)
	if err != nil {
		return fmt.Errorf("hold status %d: %w", id, err)
	}
	if !ok {
		return NoStatus("status_id", id)
	}
	return nil
}

// HoldLater is HoldTx that does not wait for the answer: when the status is gone, the whole write fails (see Tx.Must).
func HoldLater(ctx context.Context, tx *db.Tx, account tenant.AccountID, id crm.StatusID) error {
	if err := tx.Hold(ctx, statusShelf, int64(id)); err != nil {
		return fmt.Errorf("hold status %d: %w", id, err)
	}
	return tx.Must(ctx, NoStatus("status_id", id), statusThere, account, id)
}

// Check answers invalid unless each pipeline is one of the account and each status, if not 0, one of its pipeline.
func Check(ctx context.Context, q db.Querier, account tenant.AccountID, places map[crm.PipelineID]crm.StatusID) error {
	set, err := Load(ctx, q, account)
	if err != nil {
		return err
	}
	for id, status := range places {
		p, ok := set.Pipeline(id)
		if !ok {
			return errs.Invalid("", "there is no pipeline %d, choose another one", id)
		}
		if _, ok := p.Status(status); status != 0 && !ok {
			return NoStatus("", status)
		}
	}
	return nil
}

// Known answers invalid when one of the statuses never was the account's; removed ones are known.
func Known(ctx context.Context, q db.Querier, account tenant.AccountID, ids []crm.StatusID) error {
	found, err := knownStatuses(ctx, q, account, ids)
	if err != nil {
		return fmt.Errorf("look statuses up: %w", err)
	}
	for _, id := range ids {
		if !slices.Contains(found, id) {
			return NoStatus("", id)
		}
	}
	return nil
}

// NoStatus is the error for a status id in the input that does not exist.
func NoStatus(path string, id crm.StatusID) error {
	return errs.Invalid(path, "there is no status %d, choose one of the pipeline's statuses", id)
}

// NewPipeline is a pipeline to be created. Statuses are the open ones; without any there is one to begin with. Won and
// lost are added by themselves.
type NewPipeline struct {
	Name     string
	Statuses []NewStatus
	// WonName and LostName are the names of the closing statuses, by the actor's language when empty.
	WonName, LostName string
}

// Patch is a change of a pipeline; nil is "leave it".
type Patch struct {
	Name   *string
	IsMain *bool
	// CardFields are what the board's cards show, at most MaxCardFields.
	CardFields *[]crm.FieldID
}

// Create adds a pipeline after the others. The first one of an account becomes the main one.
func (s *Service) Create(ctx context.Context, who tenant.Actor, n NewPipeline) (p Pipeline, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		p, err = s.CreateTx(ctx, tx, who, n)
		return err
	})
	return p, err
}

// CreateTx is Create inside the caller's transaction.
func (s *Service) CreateTx(ctx context.Context, tx *db.Tx, who tenant.Actor, n NewPipeline) (Pipeline, error) {
	set, err := s.open(ctx, tx, who)
	if err != nil {
		return Pipeline{}, err
	}
	if len(set.Pipelines) >= MaxPipelines {
		return Pipeline{}, errs.Limit("there are %d pipelines already, the most an account may have: delete one first", MaxPipelines)
	}
	p, err := n.pipeline(who.Locale)
	if err != nil {
		return Pipeline{}, err
	}
	p.Position, p.IsMain, p.CreatedAt = len(set.Pipelines)+1, len(set.Pipelines) == 0, tx.Unix()
	if err := insertPipeline(ctx, tx, who.AccountID, &p); err != nil {
		return Pipeline{}, fmt.Errorf("create pipeline: %w", err)
	}
	return p, pipelineEvent(ctx, tx, who, p.ID, nil, p)
}

func (n NewPipeline) pipeline(locale string) (Pipeline, error) {
	var c errs.Collect
	p := Pipeline{Name: cleanName(&c, "name", n.Name), CardFields: []crm.FieldID{}}
	if len(n.Statuses) == 0 {
		n.Statuses = []NewStatus{{Name: words(locale).first, Hue: 1}}
	}
	if len(n.Statuses) > MaxStatuses-2 {
		c.Add("statuses", "are more than %d, the most a pipeline may have", MaxStatuses-2)
		return p, c.Result()
	}
	for i, ns := range n.Statuses {
		st, err := ns.status()
		if err != nil && !c.Err(fmt.Sprintf("statuses.%d", i), err) {
			return p, err
		}
		if st.Hue == 0 {
			st.Hue = i%crm.Hues + 1
		}
		p.Statuses = append(p.Statuses, st)
	}
	p.Statuses = append(p.Statuses,
		Status{Name: cleanName(&c, "won_name", or(n.WonName, words(locale).won)), Kind: Won, Hue: wonHue},
		Status{Name: cleanName(&c, "lost_name", or(n.LostName, words(locale).lost)), Kind: Lost, Hue: lostHue})
	number(p.Statuses)
	return p, c.Result()
}

// Update renames a pipeline or makes it the main one.
func (s *Service) Update(ctx context.Context, who tenant.Actor, id crm.PipelineID, patch Patch) (p Pipeline, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		p, err = s.UpdateTx(ctx, tx, who, id, patch)
		return err
	})
	return p, err
}

// UpdateTx is Update inside the caller's transaction.
func (s *Service) UpdateTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.PipelineID, patch Patch) (Pipeline, error) {
	_, old, err := s.openPipeline(ctx, tx, who, id)
	if err != nil {
		return Pipeline{}, err
	}
	p, err := old.patched(patch)
	if err != nil || p.Name == old.Name && p.IsMain == old.IsMain && slices.Equal(p.CardFields, old.CardFields) {
		return p, err
	}
	if !slices.Equal(p.CardFields, old.CardFields) {
		if err := s.known(ctx, tx, who.AccountID, p.CardFields); err != nil {
			return Pipeline{}, errs.At("card_fields", err)
		}
	}
	if p.IsMain && !old.IsMain {
		if err := clearMain(ctx, tx, who.AccountID); err != nil {
			return Pipeline{}, fmt.Errorf("update pipeline %d: %w", id, err)
		}
	}
	if err := updatePipeline(ctx, tx, who.AccountID, p); err != nil {
		return Pipeline{}, fmt.Errorf("update pipeline %d: %w", id, err)
	}
	return p, pipelineEvent(ctx, tx, who, id, old, p)
}

func (p Pipeline) patched(patch Patch) (Pipeline, error) {
	var c errs.Collect
	if patch.Name != nil {
		p.Name = cleanName(&c, "name", *patch.Name)
	}
	if patch.IsMain != nil && *patch.IsMain != p.IsMain {
		if !*patch.IsMain {
			c.Add("is_main", "cannot be taken away: make another pipeline the main one instead")
		}
		p.IsMain = true
	}
	if patch.CardFields != nil {
		p.CardFields = slices.Clone(*patch.CardFields)
		if len(p.CardFields) > MaxCardFields {
			c.Add("card_fields", "are more than %d, the most a card shows", MaxCardFields)
		}
		sorted := slices.Sorted(slices.Values(p.CardFields))
		if len(slices.Compact(sorted)) < len(p.CardFields) {
			c.Add("card_fields", "name a field twice")
		}
	}
	return p, c.Result()
}

// Reorder puts the account's pipelines in the order of ids, which must name every one of them once.
func (s *Service) Reorder(ctx context.Context, who tenant.Actor, ids []crm.PipelineID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		set, err := s.open(ctx, tx, who)
		if err != nil {
			return err
		}
		old := make([]crm.PipelineID, len(set.Pipelines))
		for i, p := range set.Pipelines {
			old[i] = p.ID
		}
		if !samePieces(old, ids) {
			return errs.Invalid("ids", "must name every pipeline once, reload the page and try again")
		}
		if slices.Equal(old, ids) {
			return nil
		}
		if err := setPositions(ctx, tx, who.AccountID, "pipelines", ids); err != nil {
			return fmt.Errorf("reorder pipelines: %w", err)
		}
		return pipelineEvent(ctx, tx, who, ids[0], map[string]any{"order": old}, map[string]any{"order": ids})
	})
}

// Delete removes a pipeline after its deals were moved to a status of another one, in the same transaction. moveTo may
// be 0 when the pipeline holds no deal.
func (s *Service) Delete(ctx context.Context, who tenant.Actor, id crm.PipelineID, moveTo crm.StatusID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		set, p, err := s.openPipeline(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if len(set.Pipelines) == 1 {
			return errs.Invalid("", "the last pipeline cannot be deleted, create another one first")
		}
		if err := s.empty(ctx, tx, who, set, p.Statuses, moveTo); err != nil {
			return err
		}
		if err := removePipeline(ctx, tx, who.AccountID, id); err != nil {
			return fmt.Errorf("delete pipeline %d: %w", id, err)
		}
		if p.IsMain {
			if err := passMainOn(ctx, tx, who.AccountID); err != nil {
				return fmt.Errorf("delete pipeline %d: %w", id, err)
			}
		}
		if err := s.tellGone(ctx, tx, who, id, 0, 0); err != nil {
			return err
		}
		return pipelineEvent(ctx, tx, who, id, p, nil)
	})
}

// empty moves the deals out of statuses that are about to go.
func (s *Service) empty(ctx context.Context, tx *db.Tx, who tenant.Actor, set Set, from []Status, moveTo crm.StatusID) error {
	ids := make([]crm.StatusID, len(from))
	for i, st := range from {
		ids[i] = st.ID
	}
	if err := lockStatuses(ctx, tx, ids); err != nil {
		return fmt.Errorf("lock statuses: %w", err)
	}
	if moveTo == 0 {
		has, err := s.deals.HasAnyTx(ctx, tx, who.AccountID, from)
		if err == nil && has {
			err = errs.Invalid("move_to", "there are deals here: name the status they go to")
		}
		return err
	}
	to, ok := set.Status(moveTo)
	if !ok {
		return NoStatus("move_to", moveTo)
	}
	if slices.Contains(ids, moveTo) {
		return errs.Invalid("move_to", "is being deleted itself, choose another status")
	}
	return s.deals.MoveAllTx(ctx, tx, who, from, to)
}

// open is the beginning of every change: the right, then the lock that lets one change of an account's pipelines
// happen at a time.
func (s *Service) open(ctx context.Context, tx *db.Tx, who tenant.Actor) (Set, error) {
	if err := access.RequireExtra(who, "settings"); err != nil {
		return Set{}, err
	}
	if err := lockPipelines(ctx, tx, who.AccountID); err != nil {
		return Set{}, fmt.Errorf("lock pipelines: %w", err)
	}
	return Load(ctx, tx, who.AccountID)
}

func (s *Service) openPipeline(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.PipelineID) (Set, Pipeline, error) {
	set, err := s.open(ctx, tx, who)
	if err != nil {
		return set, Pipeline{}, err
	}
	p, ok := set.Pipeline(id)
	if !ok {
		return set, p, errs.NotFound("there is no pipeline %d: it may have been deleted, reload the page", id)
	}
	return set, p, nil
}

func pipelineEvent(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.PipelineID, before, after any) error {
	if err := touch(ctx, tx, who.AccountID); err != nil {
		return err
	}
	return timeline.Append(ctx, tx, who, crm.Ref{Kind: "pipeline", ID: crm.ID(id)},
		[]timeline.Change{{Kind: "pipeline.changed", Before: before, After: after}})
}

func cleanName(c *errs.Collect, path, name string) string {
	name = strings.Join(strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(name, ""), "\x00", "")), " ")
	switch {
	case name == "":
		c.Add(path, "is empty, give it a name")
	case utf8.RuneCountInString(name) > MaxName:
		c.Add(path, "is longer than %d characters, shorten it", MaxName)
	}
	return name
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// samePieces reports whether b is a, perhaps in another order.
func samePieces[T ~int64](a, b []T) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}
