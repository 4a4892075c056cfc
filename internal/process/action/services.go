package action

import (
	"context"
	"encoding/json"
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/office/webhook"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// Services are the verbs the actions act through.
type Services struct {
	Deals     *deal.Service
	Contacts  *contact.Contacts
	Companies *contact.Companies
	Tasks     *task.Service
	Timeline  *timeline.Service
	Fields    *field.Service
	Pipelines *pipeline.Service
	Webhooks  *webhook.Service
}

// edit changes the card, of whatever kind it is.
func (s Services) edit(ctx context.Context, tx *db.Tx, env Env, p entity.Patch) (err error) {
	switch env.Ref.Kind {
	case crm.Deal:
		_, err = s.Deals.UpdateTx(ctx, tx, env.Who, env.Ref.ID, deal.Patch{Patch: p})
	case crm.Contact:
		_, err = s.Contacts.UpdateTx(ctx, tx, env.Who, env.Ref.ID, contact.Patch{Patch: p})
	case crm.Company:
		_, err = s.Companies.UpdateTx(ctx, tx, env.Who, env.Ref.ID, contact.CompanyPatch{Patch: p})
	}
	return err
}

func (s Services) moveDeal(ctx context.Context, tx *db.Tx, env Env, p moveParams) error {
	_, err := s.Deals.MoveTx(ctx, tx, env.Who, env.Ref.ID, deal.Move{StatusID: p.StatusID, LossReasonID: p.LossReasonID})
	return err
}

// checkUser refuses a user who is not an active one of the account; 0 is nobody in particular.
func (s Services) checkUser(ctx context.Context, env Env, path string, id tenant.UserID) error {
	if id == 0 {
		return nil
	}
	ok, err := user.Exists(ctx, env.Q, env.Who.AccountID, id)
	if err == nil && !ok {
		return errs.Invalid(path, "there is no active user %d, choose another one", id)
	}
	return err
}

// checkText refuses a text with placeholders that mean nothing for the kind of card.
func (s Services) checkText(ctx context.Context, env Env, path, text string) error {
	set, err := s.Fields.AllForTx(ctx, env.Q, env.Who, env.Kind)
	if err != nil {
		return err
	}
	_, err = ParseTemplate(text, known(env.Kind, set))
	return errs.At(path, err)
}

// choose is the wanted user while they are with the account, else the card's responsible, else an administrator; the
// outcome says so.
func (s Services) choose(ctx context.Context, tx *db.Tx, env Env, wanted, responsible tenant.UserID, out *Outcome) (tenant.UserID, error) {
	var left []tenant.UserID
	for _, id := range []tenant.UserID{wanted, responsible} {
		if id == 0 {
			continue
		}
		ok, err := user.Exists(ctx, tx, env.Who.AccountID, id)
		if err != nil {
			return 0, err
		}
		if ok {
			return id, s.tellLeft(ctx, tx, env, left, out, func(name string) lang.Sentence {
				return lang.Sentence{Format: "%s has left, the card's responsible was taken", Args: []any{name}}
			})
		}
		left = append(left, id)
	}
	admin, err := user.AnyAdmin(ctx, tx, env.Who.AccountID)
	if err != nil {
		return 0, err
	}
	return admin, s.tellLeft(ctx, tx, env, left, out, func(name string) lang.Sentence {
		return lang.Sentence{Format: "%s has left, an administrator was taken", Args: []any{name}}
	})
}

func (s Services) tellLeft(ctx context.Context, tx *db.Tx, env Env, left []tenant.UserID, out *Outcome, say func(name string) lang.Sentence) error {
	if len(left) == 0 {
		return nil
	}
	names, err := user.Names(ctx, tx, env.Who.AccountID)
	for _, id := range left {
		name := names[id]
		if name == "" {
			name = "#" + strconv.FormatInt(int64(id), 10)
		}
		out.remark(say(name))
	}
	return err
}

// fieldValue reads one entry of {"12": [...]}.
func fieldValue(key string, text json.RawMessage) (crm.FieldID, any, error) {
	id, err := strconv.ParseInt(key, 10, 64)
	if err != nil {
		return 0, nil, errs.Invalid("fields", "name fields by their id, a whole number")
	}
	value, err := decodeNumbers(text)
	return crm.FieldID(id), value, err
}
