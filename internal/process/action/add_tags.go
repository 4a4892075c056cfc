package action

import (
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
)

// addTags gives the card tags.
type addTags struct{ Services }

type tagParams struct {
	Tags []string `json:"tags"`
}

func (addTags) Kind() string      { return "add_tags" }
func (addTags) IsRemote() bool    { return false }
func (addTags) Cards() []crm.Kind { return anyCard() }
func (addTags) Schema() Schema    { return tagSchema() }

func (addTags) Check(_ context.Context, _ Env, raw json.RawMessage) error { return checkTags(raw) }

func (a addTags) Run(ctx context.Context, tx *db.Tx, env Env, raw json.RawMessage) (Outcome, error) {
	p, err := decode[tagParams](raw)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{}, a.edit(ctx, tx, env, entity.Patch{AddTags: p.Tags})
}

func tagSchema() Schema {
	return Schema{Params: []Param{{Name: "tags", Type: Array, Widget: TagNames, Required: true, Max: 20}}}
}

// maxTag is the longest name of a tag, in characters.
const maxTag = 100

func checkTags(raw json.RawMessage) error {
	p, err := decode[tagParams](raw)
	if err != nil {
		return err
	}
	var c errs.Collect
	for i, name := range p.Tags {
		switch {
		case strings.TrimSpace(name) == "":
			c.Add(itemPath("tags", i), "is empty, give it a name")
		case utf8.RuneCountInString(name) > maxTag:
			c.Add(itemPath("tags", i), "is longer than %d characters, shorten it", maxTag)
		}
	}
	return c.Result()
}
