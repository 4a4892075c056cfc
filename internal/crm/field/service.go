package field

import (
	"voronka/internal/kit/db"
)

// Service keeps the fields of all accounts. It is safe for concurrent use.
type Service struct {
	db *db.DB
}

// New makes the service.
func New(d *db.DB) *Service { return &Service{db: d} }
