package transfer

import (
	"context"
	"encoding/json"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/office/transfer/sheet"
	"voronka/internal/tenant"
)

// ImportID names an import.
type ImportID int64

// State is where an import stands (see the drawing of the package).
type State string

// The states of an import.
const (
	Draft     State = "draft"
	Running   State = "running"
	Paused    State = "paused"
	Cancelled State = "cancelled"
	Done      State = "done"
	Undoing   State = "undoing"
	Undone    State = "undone"
)

// Import is an uploaded file on its way into the CRM.
type Import struct {
	ID       ImportID
	FileName string
	FileSize int64
	State    State
	Facts    Facts
	Plan     mapping.Plan
	Counts   Counts
	// Error says why it is paused, or why its undo stopped.
	Error      []lang.Sentence
	CreatedBy  tenant.UserID
	CreatedAt  int64
	StartedAt  *int64
	FinishedAt *int64
	UndoneAt   *int64

	fileKey string
	nextRow int
	jobID   *int64
}

// HasFile reports whether the uploaded file is still kept: it is removed some months after the import.
func (i Import) HasFile() bool { return i.fileKey != "" }

// Facts are what was found in the file.
type Facts struct {
	Format    sheet.Format `json:"format"`
	Encoding  string       `json:"encoding,omitempty"`
	Separator string       `json:"separator,omitempty"`
	Sheets    []Sheet      `json:"sheets"`
	// Head is of the sheet the plan is about.
	Head sheet.Head `json:"head"`
}

// Sheet is a table of the file.
type Sheet struct {
	Name   string `json:"name"`
	Rows   int    `json:"rows"`
	Hidden bool   `json:"hidden,omitempty"`
}

// Counts are how far an import has come and what it made.
type Counts struct {
	// Rows of Total are handled, Failed of them rejected.
	Rows   int `json:"rows"`
	Total  int `json:"total"`
	Failed int `json:"failed"`
	// Problems are single values that could not be read, and rejected rows.
	Problems int              `json:"problems"`
	Created  map[crm.Kind]int `json:"created"`
	Joined   map[crm.Kind]int `json:"joined"`
	// Millis is the time the batches took.
	Millis int64      `json:"millis"`
	Undo   UndoCounts `json:"undo"`
}

// UndoCounts are what an undo did.
type UndoCounts struct {
	Total    int `json:"total"`
	Handled  int `json:"handled"`
	Deleted  int `json:"deleted"`
	Reverted int `json:"reverted"`
	// Kept cards were changed by somebody since.
	Kept int `json:"kept"`
}

// PerSecond is the pace of the import so far in rows.
func (c Counts) PerSecond() int {
	if c.Millis == 0 {
		return 0
	}
	return int(int64(c.Rows) * 1000 / c.Millis)
}

func (c Counts) clone() Counts {
	raw, err := json.Marshal(c)
	if err != nil {
		panic("transfer: counts do not marshal: " + err.Error())
	}
	out := Counts{Created: map[crm.Kind]int{}, Joined: map[crm.Kind]int{}}
	if err := json.Unmarshal(raw, &out); err != nil {
		panic("transfer: counts do not unmarshal: " + err.Error())
	}
	if out.Created == nil {
		out.Created = map[crm.Kind]int{}
	}
	if out.Joined == nil {
		out.Joined = map[crm.Kind]int{}
	}
	return out
}

// Find is one import: one's own, or any for an administrator.
func (s *Service) Find(ctx context.Context, who tenant.Actor, id ImportID) (Import, error) {
	if err := access.RequireExtra(who, access.ExtraImport); err != nil {
		return Import{}, err
	}
	return findImport(ctx, s.DB, who, id, "")
}

// List is a page of the history, newest first: after is the last id of the page before.
func (s *Service) List(ctx context.Context, who tenant.Actor, after ImportID, limit int) (list []Import, more bool, err error) {
	if err := access.RequireExtra(who, access.ExtraImport); err != nil {
		return nil, false, err
	}
	list, err = listImports(ctx, s.DB, who, after, limit+1)
	if len(list) > limit {
		return list[:limit], true, err
	}
	return list, false, err
}

func noImport(id ImportID) error {
	return errs.NotFound("there is no import %d: it may have been removed", id)
}

// wrongState refuses a verb that does not go with the state.
func wrongState(state State) error {
	switch state {
	case Draft:
		return errs.Conflict("the import has not been started yet")
	case Running:
		return errs.Conflict("the import is running, wait for its end or cancel it")
	case Paused:
		return errs.Conflict("the import is paused, continue or cancel it first")
	case Undoing:
		return errs.Conflict("the import is being undone, wait for the end")
	case Undone:
		return errs.Conflict("the import was undone, upload the file again")
	}
	return errs.Conflict("the import is finished, upload the file again for another one")
}
