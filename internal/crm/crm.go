// Package crm is the vocabulary of the sales side: kinds of cards, ids, references, money.
package crm

import "fmt"

// Kind is a kind of card.
type Kind string

// The kinds that have cards and those that only appear as objects of events.
const (
	Deal    Kind = "deal"
	Contact Kind = "contact"
	Company Kind = "company"
	Task    Kind = "task"
	Note    Kind = "note"
	File    Kind = "file"
)

// CardKinds are the kinds that have fields, tags, notes and tasks, in the order people see them.
var CardKinds = []Kind{Deal, Contact, Company}

// HasCard reports whether the kind is one of CardKinds.
func (k Kind) HasCard() bool { return k == Deal || k == Contact || k == Company }

// ID names a card of some kind; alone it is not enough to find it.
type ID int64

// The ids of things. All are positive, unique within the installation, and never used twice.
type (
	DealID       = ID
	ContactID    = ID
	CompanyID    = ID
	TaskID       int64
	NoteID       int64
	FileID       int64
	PipelineID   int64
	StatusID     int64
	LossReasonID int64
	FieldID      int64
	FieldGroupID int64
	OptionID     int64
	TagID        int64
	TaskTypeID   int64
)

// Ref points at one card.
type Ref struct {
	Kind Kind `json:"kind"`
	ID   ID   `json:"id"`
}

func (r Ref) String() string { return fmt.Sprintf("%s %d", r.Kind, r.ID) }

// Zero reports whether the reference points nowhere (a free task has such a one).
func (r Ref) Zero() bool { return r.Kind == "" }

// Money is an amount in minor units (kopecks, cents) of the account's currency.
type Money int64

// Hues is the number of colours a status or tag may have: 1 to Hues; 0 is none.
const Hues = 12
