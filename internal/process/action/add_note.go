package action

import (
	"context"
	"encoding/json"

	"voronka/internal/crm"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
)

// addNote leaves a note on the card.
type addNote struct{ Services }

type addNoteParams struct {
	Text string `json:"text"`
}

func (addNote) Kind() string      { return "add_note" }
func (addNote) IsRemote() bool    { return false }
func (addNote) Cards() []crm.Kind { return anyCard() }

func (addNote) Schema() Schema {
	return Schema{Params: []Param{
		{Name: "text", Type: String, Widget: TextArea, Required: true, Max: 10000, Placeholders: true},
	}}
}

func (a addNote) Check(ctx context.Context, env Env, raw json.RawMessage) error {
	p, err := decode[addNoteParams](raw)
	if err != nil {
		return err
	}
	return a.checkText(ctx, env, "text", p.Text)
}

func (a addNote) Run(ctx context.Context, tx *db.Tx, env Env, raw json.RawMessage) (out Outcome, err error) {
	p, err := decode[addNoteParams](raw)
	if err != nil {
		return out, err
	}
	facts, err := a.facts(ctx, tx, env)
	if err != nil {
		return out, err
	}
	text, err := facts.fill(ctx, tx, p.Text, timeline.MaxText)
	if err != nil {
		return out, err
	}
	note, err := a.Timeline.AddNoteTx(ctx, tx, env.Who, env.Ref, timeline.NewNote{Text: text})
	if err != nil {
		return out, err
	}
	out.Result = map[string]any{"note_id": note.ID}
	return out, nil
}
