package robot

import (
	"encoding/json"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/process"
	"voronka/internal/tenant"
)

// Trigger is a rule: at a moment of a kind of card, under a condition, one action with its parameters.
type Trigger struct {
	ID         process.TriggerID
	Name       string
	EntityKind crm.Kind
	Moment     process.Moment
	// PipelineID and StatusID narrow deals: StatusID is the status of StatusEntered; either may narrow Created.
	PipelineID *crm.PipelineID
	StatusID   *crm.StatusID
	// Condition must let the card pass, as it is when the run begins. The empty one always does.
	Condition entity.Node
	// Action is a kind of the catalogue.
	Action    string
	Params    json.RawMessage
	IsOn      bool
	Position  int
	CreatedBy tenant.UserID
	// AuthorID is who last changed what it asks and does: it reads with their eyes.
	AuthorID  tenant.UserID
	CreatedAt int64
	UpdatedAt int64
}
