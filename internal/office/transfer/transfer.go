// Package transfer brings tables in: an uploaded file becomes contacts, companies and deals by a plan that was guessed
// and corrected, in a job that survives a crash. What the cells mean stands in mapping, the way out in export.
//
// An import walks through these states:
//
//	draft --start--> running --end of file--> done ------------undo--> undoing --> undone
//	                  |  ^ |                    ^                        |
//	          failure v  | v cancel             +--------- failure ------+
//	               paused  cancelled --undo--> undoing
//
// Rows are written in batches, each in one transaction with the place to go on from: a batch is there whole, with its
// items, problems and counts, or not at all, and never twice.
package transfer

import (
	"log/slog"

	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
)

// Config is what the service works with.
type Config struct {
	DB        *db.DB
	Files     blob.Store
	Log       *slog.Logger
	Fields    *field.Service
	Pipelines *pipeline.Service
	Contacts  *contact.Contacts
	Companies *contact.Companies
	Deals     *deal.Service
	Timeline  *timeline.Service
	// BatchRows is how many rows one transaction writes; 0 lets it follow the pace of the database.
	BatchRows int
}

// Service imports.
type Service struct {
	Config
}

// NewService makes the service.
func NewService(c Config) *Service {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{c}
}

// MaxFile is the largest file that is taken, in bytes.
const MaxFile = 100 << 20
