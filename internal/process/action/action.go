// Package action is the catalogue of what automation can do to a card, one action a file. Rules, and later robots, bots
// and processes, run the same actions; each acts through the verb of the domain that a person uses too.
//
// A local action changes only our rows and runs in the caller's transaction. A remote one leaves in the same
// transaction the job that will reach outside, so running the transaction again never reaches outside twice.
package action

import (
	"context"
	"encoding/json"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// Action is one entry of the catalogue.
type Action interface {
	// Kind is the word it is stored by; it must never change.
	Kind() string
	// IsRemote reports whether anything outside sees its effect.
	IsRemote() bool
	// Cards are the kinds of cards it can act on.
	Cards() []crm.Kind
	// Schema are its parameters.
	Schema() Schema
	// Check looks at parameters that fit the schema: do the things they name exist? Errors are invalid, with the path
	// of the parameter.
	Check(ctx context.Context, env Env, params json.RawMessage) error
	// Run does it. A coded error means that the domain refused.
	Run(ctx context.Context, tx *db.Tx, env Env, params json.RawMessage) (Outcome, error)
}

// Env is for whom and on what an action acts. While checking, only Who, Kind and Q are given.
type Env struct {
	Q   db.Querier
	Who tenant.Actor
	// Eyes is who it reads with: what is hidden from them does not go into texts.
	Eyes tenant.Actor
	Kind crm.Kind
	// Ref is the card, Event what woke the rule.
	Ref   crm.Ref
	Event event.Event
}

// Outcome is what an action did.
type Outcome struct {
	// Result is kept in the log of runs: {"task_id": 5}.
	Result map[string]any
	// Remarks say what was done otherwise than asked.
	Remarks []lang.Sentence
}

func (o *Outcome) remark(s lang.Sentence) { o.Remarks = append(o.Remarks, s) }
