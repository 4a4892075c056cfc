// Package bulk changes many cards at once: a selection, or all that a filter finds, in a job that survives a crash, can be
// stopped in the middle, tells of each card it could not change, and can be taken back.
//
//	running --end of cards--> done -----undo----> undoing --> undone
//	   |  cancel                ^                    |
//	   +--------> cancelled     +----- failure ------+
//	   +--------> failed            (cancelled and failed ones are undone the same way)
//
// Each card is changed by the verb a person uses, with that person's rights. A batch of cards is one transaction, with
// what became of them and the place to go on from.
package bulk

import (
	"log/slog"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// ID names a bulk.
type ID int64

// MaxSelection is how many cards may be named one by one.
const MaxSelection = 5000

// State is how a bulk stands.
type State string

// The states.
const (
	Running   State = "running"
	Done      State = "done"
	Cancelled State = "cancelled"
	Failed    State = "failed"
	Undoing   State = "undoing"
	Undone    State = "undone"
)

// Outcome is what became of a card.
type Outcome string

// The outcomes. A card that was as asked for already has none.
const (
	Changed Outcome = "done"
	Refused Outcome = "refused"
	// Back and Kept are what undoing made of a changed one.
	Back Outcome = "undone"
	Kept Outcome = "kept"
)

// Tally is how far a bulk has come.
type Tally struct {
	// Total is how many cards there are; More says that there are more.
	Total int  `json:"total"`
	More  bool `json:"more"`
	// Handled are those that were looked at: changed, refused, or as asked for already.
	Handled   int `json:"handled"`
	Done      int `json:"done"`
	Refused   int `json:"refused"`
	Unchanged int `json:"unchanged"`
	// Undone were put back, Kept stay because somebody has changed them since.
	Undone int `json:"undone"`
	Kept   int `json:"kept"`
}

// Bulk is a change of many cards.
type Bulk struct {
	ID            ID
	Kind          crm.Kind
	Action        string
	Params        Params
	RunAutomation bool
	State         State
	Counts        Tally
	// Error says why it failed, or why its undoing stopped.
	Error      []lang.Sentence
	CreatedBy  tenant.UserID
	CreatedAt  int64
	FinishedAt *int64
	UndoneAt   *int64

	selection []crm.ID
	filter    entity.Node
	lastID    crm.ID
	place     string
	jobID     *int64
}

// New is what is to be done with which cards: with those of the ids, or else with all that the filter finds.
type New struct {
	Kind          crm.Kind
	Action        string
	Params        Params
	IDs           []crm.ID
	Filter        *entity.Node
	RunAutomation bool
}

// Item is what became of one card.
type Item struct {
	Ref     crm.Ref
	Name    string
	Outcome Outcome
	Reason  []lang.Sentence
	before  *string
}

// MayCancel reports whether there is something to stop.
func (b Bulk) MayCancel() bool { return b.State == Running }

// MayUndo reports whether there is something to take back.
func (b Bulk) MayUndo() bool {
	return b.Counts.Done > 0 && (b.State == Done || b.State == Cancelled || b.State == Failed)
}

// Config is what the service works with.
type Config struct {
	DB        *db.DB
	Log       *slog.Logger
	Fields    *field.Service
	Deals     *deal.Service
	Contacts  *contact.Contacts
	Companies *contact.Companies
	Tasks     *task.Service
	// BatchTime is about how long one transaction may take; 0 is 60 ms.
	BatchTime time.Duration
}

// Service changes many cards.
type Service struct {
	Config
}

// NewService makes the service.
func NewService(c Config) *Service {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.BatchTime == 0 {
		c.BatchTime = 60 * time.Millisecond
	}
	return &Service{c}
}
