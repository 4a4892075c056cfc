package action

import (
	"context"
	"encoding/json"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
)

// setFields writes custom fields of the card; an empty list takes a value away.
type setFields struct{ Services }

type setFieldsParams struct {
	Fields map[string]json.RawMessage `json:"fields"`
}

func (setFields) Kind() string      { return "set_fields" }
func (setFields) IsRemote() bool    { return false }
func (setFields) Cards() []crm.Kind { return anyCard() }

func (setFields) Schema() Schema {
	return Schema{Params: []Param{{Name: "fields", Type: Object, Widget: FieldValues, Required: true}}}
}

func (a setFields) Check(ctx context.Context, env Env, raw json.RawMessage) error {
	_, err := a.values(ctx, env, raw)
	return err
}

func (a setFields) values(ctx context.Context, env Env, raw json.RawMessage) (entity.Values, error) {
	p, err := decode[setFieldsParams](raw)
	if err != nil {
		return nil, err
	}
	set, err := a.Fields.AllForTx(ctx, env.Q, env.Who, env.Kind)
	if err != nil {
		return nil, err
	}
	fieldEnv, err := entity.EnvOf(ctx, env.Q, env.Who)
	if err != nil {
		return nil, err
	}
	return entity.ParseFields(set, p.Fields, fieldEnv)
}

// Run leaves out fields that were removed since the rule was saved, and says so.
func (a setFields) Run(ctx context.Context, tx *db.Tx, env Env, raw json.RawMessage) (out Outcome, err error) {
	p, err := decode[setFieldsParams](raw)
	if err != nil {
		return out, err
	}
	set, err := a.Fields.AllTx(ctx, tx, env.Who.AccountID, env.Kind)
	if err != nil {
		return out, err
	}
	patch := map[crm.FieldID]any{}
	for key, text := range p.Fields {
		id, value, err := fieldValue(key, text)
		if err != nil {
			return out, err
		}
		if _, ok := set.ByID(id); !ok {
			out.remark(lang.Sentence{Format: "field %d is gone and was left out", Args: []any{int64(id)}})
			continue
		}
		patch[id] = value
	}
	out.Result = map[string]any{"fields": len(patch)}
	if len(patch) == 0 {
		return out, nil
	}
	return out, a.edit(ctx, tx, env, entity.Patch{Fields: patch})
}
