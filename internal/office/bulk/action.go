package bulk

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Params is what an action is told; each reads its own part.
type Params struct {
	// Move.
	StatusID     crm.StatusID     `json:"status_id,omitempty"`
	LossReasonID crm.LossReasonID `json:"loss_reason_id,omitempty"`
	Comment      string           `json:"comment,omitempty"`
	// Responsible.
	ResponsibleID tenant.UserID `json:"responsible_id,omitempty"`
	// Tags.
	AddTags    []string `json:"add_tags,omitempty"`
	RemoveTags []string `json:"remove_tags,omitempty"`
	// Field; an empty value takes it away.
	FieldID crm.FieldID `json:"field_id,omitempty"`
	Value   any         `json:"value,omitempty"`
	// Task.
	Task *Errand `json:"task,omitempty"`
}

// Errand is the task every card gets. Without a responsible user it is that of the card.
type Errand struct {
	TypeID        crm.TaskTypeID `json:"type_id,omitempty"`
	Text          string         `json:"text"`
	DueAt         int64          `json:"due_at"`
	IsAllDay      bool           `json:"is_all_day,omitempty"`
	ResponsibleID tenant.UserID  `json:"responsible_id,omitempty"`
}

// trace is what an action leaves of a card for its undoing.
type trace struct {
	StatusID      crm.StatusID      `json:"status_id,omitempty"`
	LossReasonID  *crm.LossReasonID `json:"loss_reason_id,omitempty"`
	ResponsibleID tenant.UserID     `json:"responsible_id,omitempty"`
	Added         []string          `json:"added,omitempty"`
	Removed       []string          `json:"removed,omitempty"`
	Before        entity.Values     `json:"before,omitempty"`
	After         entity.Values     `json:"after,omitempty"`
	TaskID        crm.TaskID        `json:"task_id,omitempty"`
}

// hand is one card under the hands of an action.
type hand struct {
	s    *Service
	tx   *db.Tx
	who  tenant.Actor
	card entity.Card
	p    Params
}

// action is something that is done with each card. nil from do is "it was so already". undo reports false when somebody
// has changed since what do did.
type action struct {
	// right is what the actor must be able to do with some card of the kind.
	right string
	check func(ctx context.Context, s *Service, who tenant.Actor, n *New) error
	do    func(ctx context.Context, h hand) (*trace, error)
	undo  func(ctx context.Context, h hand, t trace) (bool, error)
}

// actions is the whole list.
var actions = map[string]action{
	"move":        {access.Edit, checkMove, doMove, undoMove},
	"responsible": {access.Edit, checkResponsible, doResponsible, undoResponsible},
	"tags":        {access.Edit, checkTags, doTags, undoTags},
	"field":       {access.Edit, checkField, doField, undoField},
	"task":        {access.View, checkTask, doTask, undoTask},
	"delete":      {access.Delete, nil, doDelete, undoDelete},
	"restore":     {access.Delete, nil, doRestore, undoRestore},
}

// Actions are the names of all actions.
func Actions() []string {
	out := make([]string, 0, len(actions))
	for name := range actions {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// patch changes the card by the verb of its kind; the card comes back.
func (h hand) patch(ctx context.Context, p entity.Patch) (entity.Card, error) {
	switch h.card.Kind {
	case crm.Deal:
		d, err := h.s.Deals.UpdateTx(ctx, h.tx, h.who, h.card.ID, deal.Patch{Patch: p})
		return d.Card, err
	case crm.Contact:
		c, err := h.s.Contacts.UpdateTx(ctx, h.tx, h.who, h.card.ID, contact.Patch{Patch: p})
		return c.Card, err
	}
	c, err := h.s.Companies.UpdateTx(ctx, h.tx, h.who, h.card.ID, contact.CompanyPatch{Patch: p})
	return c.Card, err
}

func checkMove(_ context.Context, _ *Service, _ tenant.Actor, n *New) error {
	if n.Kind != crm.Deal {
		return errs.Invalid("action", "only deals have stages to move them to")
	}
	if n.Params.StatusID <= 0 {
		return errs.Invalid("params.status_id", "choose the stage the deals go to")
	}
	return nil
}

func doMove(ctx context.Context, h hand) (*trace, error) {
	old, err := h.deal(ctx)
	if err != nil || old.StatusID == h.p.StatusID {
		return nil, err
	}
	_, err = h.s.Deals.MoveTx(ctx, h.tx, h.who, h.card.ID, deal.Move{StatusID: h.p.StatusID, LossReasonID: h.p.LossReasonID, Comment: h.p.Comment})
	return &trace{StatusID: old.StatusID, LossReasonID: old.LossReasonID}, err
}

func (h hand) deal(ctx context.Context) (deal.Deal, error) {
	return h.s.Deals.Shape.Find(ctx, h.tx, h.who, h.card.ID, access.Edit)
}

func undoMove(ctx context.Context, h hand, t trace) (bool, error) {
	now, err := h.deal(ctx)
	if err != nil || now.StatusID != h.p.StatusID {
		return false, err
	}
	m := deal.Move{StatusID: t.StatusID}
	if t.LossReasonID != nil {
		m.LossReasonID = *t.LossReasonID
	}
	_, err = h.s.Deals.MoveTx(ctx, h.tx, h.who, h.card.ID, m)
	return true, err
}

func checkResponsible(_ context.Context, _ *Service, _ tenant.Actor, n *New) error {
	if n.Params.ResponsibleID <= 0 {
		return errs.Invalid("params.responsible_id", "choose who is to be responsible")
	}
	return nil
}

func doResponsible(ctx context.Context, h hand) (*trace, error) {
	now, err := h.patch(ctx, entity.Patch{ResponsibleID: &h.p.ResponsibleID})
	if err != nil || now.Version == h.card.Version {
		return nil, err
	}
	return &trace{ResponsibleID: h.card.ResponsibleID}, nil
}

func undoResponsible(ctx context.Context, h hand, t trace) (bool, error) {
	if h.card.ResponsibleID != h.p.ResponsibleID {
		return false, nil
	}
	_, err := h.patch(ctx, entity.Patch{ResponsibleID: &t.ResponsibleID})
	return true, err
}

func checkTags(_ context.Context, _ *Service, _ tenant.Actor, n *New) error {
	if len(n.Params.AddTags)+len(n.Params.RemoveTags) == 0 {
		return errs.Invalid("params.add_tags", "name the tags to add or to take away")
	}
	if len(n.Params.AddTags)+len(n.Params.RemoveTags) > maxTags {
		return errs.Invalid("params.add_tags", "too many tags at once, give at most %d", maxTags)
	}
	return nil
}

const maxTags = 50

func doTags(ctx context.Context, h hand) (*trace, error) {
	now, err := h.patch(ctx, entity.Patch{AddTags: h.p.AddTags, RemoveTags: h.p.RemoveTags})
	if err != nil || now.Version == h.card.Version {
		return nil, err
	}
	return &trace{Added: missing(now.Tags, h.card.Tags), Removed: missing(h.card.Tags, now.Tags)}, nil
}

// missing are the names of the tags of list that are not among others.
func missing(list, others []entity.Tag) (out []string) {
	for _, t := range list {
		if !slices.ContainsFunc(others, func(o entity.Tag) bool { return o.ID == t.ID }) {
			out = append(out, t.Name)
		}
	}
	return out
}

func undoTags(ctx context.Context, h hand, t trace) (bool, error) {
	now, err := h.patch(ctx, entity.Patch{AddTags: t.Removed, RemoveTags: t.Added})
	return now.Version != h.card.Version, err
}

func checkField(ctx context.Context, s *Service, who tenant.Actor, n *New) error {
	set, err := s.Fields.AllFor(ctx, who, n.Kind)
	if err != nil {
		return err
	}
	f, ok := set.ByID(n.Params.FieldID)
	switch {
	case !ok:
		return errs.Invalid("params.field_id", "there is no such field, or it was removed: load the fields again")
	case f.Type == field.Formula:
		return errs.Invalid("params.field_id", "is computed by its formula, leave it as it is")
	case f.Type == field.File:
		return errs.Invalid("params.field_id", "holds files of one card each, it cannot be changed on many")
	case f.IsReadOnly:
		return errs.Invalid("params.field_id", "is only to be seen for your role, leave it as it is")
	case who.Kind == tenant.Person && f.ForPrograms():
		return errs.Invalid("params.field_id", "is changed only by programs, leave it as it is")
	}
	env, err := entity.EnvOf(ctx, s.DB, who)
	if err != nil {
		return err
	}
	env.Now = s.DB.Now()
	if _, err = entity.Normalize(set, map[crm.FieldID]any{f.ID: n.Params.Value}, env); err != nil {
		return errs.At("params", err)
	}
	return nil
}

func doField(ctx context.Context, h hand) (*trace, error) {
	id := h.p.FieldID
	now, err := h.patch(ctx, entity.Patch{Fields: map[crm.FieldID]any{id: h.p.Value}})
	if err != nil || entity.Same(now.Data[id], h.card.Data[id]) {
		return nil, err
	}
	return &trace{Before: entity.Values{id: h.card.Data[id]}, After: entity.Values{id: now.Data[id]}}, nil
}

func undoField(ctx context.Context, h hand, t trace) (bool, error) {
	id := h.p.FieldID
	if !entity.Same(h.card.Data[id], t.After[id]) {
		return false, nil
	}
	_, err := h.patch(ctx, entity.Patch{Fields: map[crm.FieldID]any{id: t.Before[id]}})
	return true, err
}

func checkTask(_ context.Context, s *Service, who tenant.Actor, n *New) error {
	t := n.Params.Task
	switch {
	case t == nil || t.Text == "":
		return errs.Invalid("params.task.text", "write what is to be done")
	case t.DueAt <= 0:
		return errs.Invalid("params.task.due_at", "choose when it is to be done")
	}
	return access.Any(who, crm.Task, access.Create)
}

func doTask(ctx context.Context, h hand) (*trace, error) {
	n := task.New{
		Ref: h.card.Ref, TypeID: h.p.Task.TypeID, Text: h.p.Task.Text, DueAt: h.p.Task.DueAt, IsAllDay: h.p.Task.IsAllDay,
		ResponsibleID: h.p.Task.ResponsibleID,
	}
	if n.ResponsibleID == 0 {
		n.ResponsibleID = h.card.ResponsibleID
	}
	t, err := h.s.Tasks.CreateTx(ctx, h.tx, h.who, n)
	return &trace{TaskID: t.ID}, err
}

func undoTask(ctx context.Context, h hand, t trace) (bool, error) {
	now, err := h.s.Tasks.FindTx(ctx, h.tx, h.who, t.TaskID)
	if errs.Is(err, errs.CodeNotFound) || err == nil && (now.IsCompleted || now.Version != 1) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, h.s.Tasks.DeleteTx(ctx, h.tx, h.who, t.TaskID)
}

func doDelete(ctx context.Context, h hand) (*trace, error) {
	var err error
	switch h.card.Kind {
	case crm.Deal:
		err = h.s.Deals.DeleteTx(ctx, h.tx, h.who, h.card.ID)
	case crm.Contact:
		err = h.s.Contacts.DeleteTx(ctx, h.tx, h.who, h.card.ID)
	case crm.Company:
		err = h.s.Companies.DeleteTx(ctx, h.tx, h.who, h.card.ID)
	default:
		err = fmt.Errorf("delete %s: no such kind", h.card.Ref)
	}
	return &trace{}, err
}

func doRestore(ctx context.Context, h hand) (*trace, error) {
	if h.card.DeletedAt == nil {
		return nil, nil
	}
	return &trace{}, h.restore(ctx)
}

func (h hand) restore(ctx context.Context) (err error) {
	switch h.card.Kind {
	case crm.Deal:
		_, err = h.s.Deals.RestoreTx(ctx, h.tx, h.who, h.card.ID)
	case crm.Contact:
		_, err = h.s.Contacts.RestoreTx(ctx, h.tx, h.who, h.card.ID)
	default:
		_, err = h.s.Companies.RestoreTx(ctx, h.tx, h.who, h.card.ID)
	}
	return err
}

func undoDelete(ctx context.Context, h hand, _ trace) (bool, error) {
	if h.card.DeletedAt == nil {
		return false, nil
	}
	return true, h.restore(ctx)
}

func undoRestore(ctx context.Context, h hand, _ trace) (bool, error) {
	if h.card.DeletedAt != nil {
		return false, nil
	}
	_, err := doDelete(ctx, h)
	return true, err
}
