package deal

import (
	"context"
	"strings"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// maxComment is the longest comment of a move, in characters.
const maxComment = 2000

// Update changes a deal. Nothing changed, nothing written.
func (s *Service) Update(ctx context.Context, who tenant.Actor, id crm.DealID, p Patch) (d Deal, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		d, err = s.UpdateTx(ctx, tx, who, id, p)
		return err
	})
	return d, err
}

// Move puts a deal into a status, of another pipeline too. The status it is in already is no move. A won or lost status
// closes it, any other opens it again. Fields that the status asks for and the deal has not are invalid with the reason
// RequiredFields.
func (s *Service) Move(ctx context.Context, who tenant.Actor, id crm.DealID, m Move) (d Deal, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		d, err = s.MoveTx(ctx, tx, who, id, m)
		return err
	})
	return d, err
}

// MoveTx is Move inside the caller's transaction.
func (s *Service) MoveTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.DealID, m Move) (Deal, error) {
	p := Patch{StatusID: &m.StatusID, Price: m.Price, Comment: m.Comment}
	if m.LossReasonID != 0 {
		p.LossReasonID = &m.LossReasonID
	}
	return s.UpdateTx(ctx, tx, who, id, p)
}

// UpdateTx is Update inside the caller's transaction.
func (s *Service) UpdateTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.DealID, p Patch) (Deal, error) {
	old, err := shape.Lock(ctx, tx, who, id, access.Edit)
	if err != nil {
		return Deal{}, err
	}
	d, err := entity.OpenDesk(ctx, tx, s.Fields, who, crm.Deal)
	if err != nil {
		return Deal{}, err
	}
	now, err := p.apply(ctx, tx, d, old)
	if err != nil {
		return Deal{}, err
	}
	own, links, err := p.changes(ctx, tx, who, old, now)
	if err != nil {
		return Deal{}, err
	}
	if _, err := shape.Save(ctx, tx, d, &old, &now, p.Patch, own); err != nil {
		return Deal{}, err
	}
	if err := entity.TellOthers(ctx, tx, who, links); err != nil {
		return Deal{}, err
	}
	list := []Deal{now}
	err = s.Fill(ctx, tx, who, list)
	return list[0], err
}

// apply is the deal after the patch, checked.
func (p Patch) apply(ctx context.Context, tx *db.Tx, d *entity.Desk, old Deal) (Deal, error) {
	var c errs.Collect
	var base Patch
	if p.Base != nil {
		base = *p.Base
	}
	card, clashes, err := d.Apply(ctx, tx, old.Card, p.Patch, base.Patch)
	if err != nil && !c.Err("", err) {
		return old, err
	}
	now := old
	now.Card = card
	if p.Price != nil {
		now.Price = *p.Price
		checkPrice(&c, now.Price)
	}
	if p.CompanyID != nil {
		now.CompanyID = nonZero(*p.CompanyID)
	}
	if utf8.RuneCountInString(p.Comment) > maxComment {
		c.Add("comment", "is longer than %d characters, shorten it", maxComment)
	}
	if err := c.Result(); err != nil {
		return old, err
	}
	if err := p.move(ctx, tx, d, old, &now); err != nil {
		return old, err
	}
	if p.Stale(old.Card) {
		clashes = entity.Collides(clashes, "price", old.Price, now.Price, base.Price)
		clashes = entity.Collides(clashes, "status_id", old.StatusID, now.StatusID, base.StatusID)
		clashes = entity.Collides(clashes, "company_id", orZero(old.CompanyID), orZero(now.CompanyID), base.CompanyID)
	}
	return now, entity.Conflict(old.Card, clashes)
}

// move puts now into the status the patch names.
func (p Patch) move(ctx context.Context, tx *db.Tx, d *entity.Desk, old Deal, now *Deal) error {
	if p.StatusID == nil && p.PipelineID == nil && p.LossReasonID == nil {
		return nil
	}
	set, err := pipeline.Load(ctx, tx, d.Who.AccountID)
	if err != nil {
		return err
	}
	to, err := p.target(set, old)
	if err != nil {
		return err
	}
	if to.ID != old.StatusID {
		if err := pipeline.HoldTx(ctx, tx, d.Who.AccountID, to.ID); err != nil {
			return err
		}
		now.enter(to, d.Now)
		if err := checkRequired(d, set, to, *now); err != nil {
			return err
		}
	}
	if p.LossReasonID == nil || to.Kind != pipeline.Lost {
		return nil
	}
	now.LossReasonID = nonZero(*p.LossReasonID)
	if now.LossReasonID == nil || orZero(now.LossReasonID) == orZero(old.LossReasonID) {
		return nil
	}
	return checkReason(ctx, tx, d.Who.AccountID, *now.LossReasonID)
}

// target is the status the patch asks for. A pipeline the deal is in already asks for nothing.
func (p Patch) target(set pipeline.Set, old Deal) (pipeline.Status, error) {
	var in crm.PipelineID
	status := old.StatusID
	if p.PipelineID != nil {
		in = *p.PipelineID
		if in != old.PipelineID {
			status = 0
		}
	}
	if p.StatusID != nil {
		status = *p.StatusID
		if status == 0 {
			return pipeline.Status{}, pipeline.NoStatus("status_id", 0)
		}
	}
	return choose(set, in, status)
}

// changes are the events of what only deals have, and the links to be told to companies.
func (p Patch) changes(ctx context.Context, tx *db.Tx, who tenant.Actor, old, now Deal) (own []timeline.Change, links []entity.Linked, err error) {
	if old.StatusID != now.StatusID {
		own = append(own, timeline.Change{Kind: "deal.status_changed", Before: old.where(), After: p.arrival(now)})
	} else if orZero(old.LossReasonID) != orZero(now.LossReasonID) {
		own = append(own, timeline.Change{
			Kind:   "deal.loss_reason_changed",
			Before: map[string]any{"loss_reason_id": old.LossReasonID}, After: map[string]any{"loss_reason_id": now.LossReasonID},
		})
	}
	if old.Price != now.Price {
		own = append(own, timeline.Change{
			Kind:   "deal.budget_changed",
			Before: map[string]any{"price": old.Price}, After: map[string]any{"price": now.Price},
		})
	}
	company, links, err := entity.Relink(ctx, tx, who, now.Ref, now.Name, orZero(old.CompanyID), orZero(now.CompanyID))
	return append(own, company...), links, err
}

func (p Patch) arrival(now Deal) map[string]any {
	after := now.where()
	if now.LossReasonID != nil {
		after["loss_reason_id"] = *now.LossReasonID
	}
	if comment := strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(p.Comment, "�"), "\x00", "")); comment != "" {
		after["comment"] = comment
	}
	return after
}

func nonZero[T ~int64](id T) *T {
	if id == 0 {
		return nil
	}
	return &id
}

func orZero[T ~int64](id *T) T {
	if id == nil {
		return 0
	}
	return *id
}
