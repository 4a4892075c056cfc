package deal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// Create adds a deal, with its new contacts and company, in one transaction.
func (s *Service) Create(ctx context.Context, who tenant.Actor, n New) (d Deal, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		d, err = s.CreateTx(ctx, tx, who, n)
		return err
	})
	return d, err
}

// CreateTx is Create inside the caller's transaction.
func (s *Service) CreateTx(ctx context.Context, tx *db.Tx, who tenant.Actor, n New) (Deal, error) {
	list, failed, err := s.CreateMany(ctx, tx, who, []New{n})
	if err != nil {
		return Deal{}, err
	}
	if failed[0] != nil {
		return Deal{}, failed[0]
	}
	if len(n.Tags)+len(n.Contacts) == 0 && n.CompanyID == 0 && n.Company == nil { // stands alone: nothing else to look up
		return list[0], entity.Dress(ctx, tx, who, []*entity.Card{&list[0].Card})
	}
	err = s.Fill(ctx, tx, who, list)
	return list[0], err
}

// CreateMany adds many deals with few statements. What is wrong with one is in its slot of failed and leaves its slot
// of the list empty: neither it nor its new contacts and company are written, the others are. err is for what stops the
// whole batch. The deals come without the names Find fills in.
func (s *Service) CreateMany(ctx context.Context, tx *db.Tx, who tenant.Actor, items []New) (list []Deal, failed []error, err error) {
	b := &batch{who: who, items: items, deals: make([]Deal, len(items)), failed: make([]error, len(items))}
	steps := []func(context.Context, *db.Tx, *Service) error{
		b.draft, b.checkUnique, b.draftCompanies, b.draftContacts, b.findOthers, b.spreadFailures,
		b.writeCompanies, b.writeContacts, b.writeDeals, b.tell,
	}
	for _, step := range steps {
		if err := step(ctx, tx, s); err != nil {
			return nil, nil, err
		}
	}
	return b.deals, b.failed, nil
}

// batch is new deals on their way into the database.
type batch struct {
	who    tenant.Actor
	items  []New
	deals  []Deal
	failed []error
	desk   *entity.Desk

	companies *contact.CompanyBatch
	companyOf map[int]int // item -> slot of companies
	contacts  *contact.Batch
	contactOf map[[2]int]int // item, place -> slot of contacts

	knownContacts, knownCompanies map[crm.ID]entity.Other
}

// draft checks the deals themselves and keeps their statuses from being deleted.
func (b *batch) draft(ctx context.Context, tx *db.Tx, s *Service) (err error) {
	shape.Expect(tx, len(b.items))
	if b.desk, err = entity.OpenDesk(ctx, tx, s.Fields, b.who, crm.Deal); err != nil {
		return err
	}
	set, err := s.pipelines.At(ctx, tx, b.who.AccountID, b.desk.Version)
	if err != nil {
		return err
	}
	held := map[crm.StatusID]bool{}
	for i := range b.items {
		deal, err := b.one(ctx, tx, set, b.items[i])
		if err == nil && !held[deal.StatusID] {
			held[deal.StatusID] = true
			err = b.hold(ctx, tx, deal.StatusID)
		}
		if err != nil {
			if err = entity.Failed(b.failed, i, err); err != nil {
				return err
			}
			continue
		}
		b.deals[i] = deal
	}
	return nil
}

// hold waits for the answer only when a status that is gone fails one deal of several.
func (b *batch) hold(ctx context.Context, tx *db.Tx, id crm.StatusID) error {
	if len(b.items) == 1 {
		return pipeline.HoldLater(ctx, tx, b.who.AccountID, id)
	}
	return pipeline.HoldTx(ctx, tx, b.who.AccountID, id)
}

// checkUnique fails the deals with a value that another card has and that may stand on one only.
func (b *batch) checkUnique(ctx context.Context, tx *db.Tx, _ *Service) error {
	cards := make([]*entity.Card, len(b.deals))
	for i := range b.deals {
		cards[i] = &b.deals[i].Card
	}
	return b.desk.FailTaken(ctx, tx, cards, b.failed)
}

func (b *batch) one(ctx context.Context, tx *db.Tx, set pipeline.Set, n New) (Deal, error) {
	var c errs.Collect
	st, err := choose(set, n.PipelineID, n.StatusID)
	if err != nil && !c.Err("", err) {
		return Deal{}, err
	}
	card, err := b.desk.Draft(ctx, tx, n.New)
	if err != nil && !c.Err("", err) {
		return Deal{}, err
	}
	checkPrice(&c, n.Price)
	if len(n.Contacts) > MaxContacts {
		c.Add("contacts", "are more than %d, the most a deal may have", MaxContacts)
	}
	if n.LossReasonID != 0 && st.Kind == pipeline.Lost {
		if err := checkReason(ctx, tx, b.who.AccountID, n.LossReasonID); err != nil && !c.Err("", err) {
			return Deal{}, err
		}
	}
	if err := c.Result(); err != nil {
		return Deal{}, err
	}
	d := Deal{Card: card, Price: n.Price}
	d.enter(st, b.desk.Now)
	if n.LossReasonID != 0 && st.Kind == pipeline.Lost {
		d.LossReasonID = &n.LossReasonID
	}
	d.age(n)
	if err := access.CheckDeal(b.who, access.Create, d.ResponsibleID, d.StatusID); err != nil {
		return d, err
	}
	return d, checkRequired(b.desk, set, st, d)
}

// age puts the moments of a deal that existed elsewhere before.
func (d *Deal) age(n New) {
	if n.CreatedAt != 0 {
		d.StatusChangedAt = d.CreatedAt
	}
	if d.ClosedAt != nil && n.ClosedAt > 0 && n.ClosedAt <= d.UpdatedAt {
		d.ClosedAt = &n.ClosedAt
		d.StatusChangedAt = n.ClosedAt
	}
}

func (b *batch) draftCompanies(ctx context.Context, tx *db.Tx, s *Service) (err error) {
	var list []contact.NewCompany
	b.companyOf = map[int]int{}
	for i, n := range b.items {
		if b.failed[i] == nil && n.Company != nil && n.CompanyID == 0 {
			b.companyOf[i] = len(list)
			list = append(list, *n.Company)
		}
	}
	if len(list) > 0 {
		b.companies, err = s.companies.Prepare(ctx, tx, b.who, list)
	}
	return err
}

func (b *batch) draftContacts(ctx context.Context, tx *db.Tx, s *Service) (err error) {
	var list []contact.New
	b.contactOf = map[[2]int]int{}
	for i, n := range b.items {
		for j, p := range n.Contacts {
			if b.failed[i] == nil && p.ID == 0 && p.New != nil {
				b.contactOf[[2]int{i, j}] = len(list)
				list = append(list, *p.New)
			}
		}
	}
	if len(list) > 0 {
		b.contacts, err = s.contacts.Prepare(ctx, tx, b.who, list)
	}
	return err
}

// findOthers looks up the existing contacts and companies that deals name.
func (b *batch) findOthers(ctx context.Context, tx *db.Tx, _ *Service) (err error) {
	var contacts, companies []crm.ID
	for i, n := range b.items {
		if b.failed[i] != nil {
			continue
		}
		if n.CompanyID != 0 {
			companies = append(companies, n.CompanyID)
		}
		for _, p := range n.Contacts {
			if p.ID != 0 {
				contacts = append(contacts, p.ID)
			}
		}
	}
	if b.knownContacts, err = entity.Others(ctx, tx, b.who, crm.Contact, contacts); err != nil {
		return err
	}
	b.knownCompanies, err = entity.Others(ctx, tx, b.who, crm.Company, companies)
	return err
}

var errWithDeal = errors.New("the deal it was for failed")

// spreadFailures fails a deal whose contact or company failed, and those that came with a failed deal.
func (b *batch) spreadFailures(context.Context, *db.Tx, *Service) error {
	for i, n := range b.items {
		if b.failed[i] == nil {
			b.failed[i] = b.parts(i, n)
		}
		if b.failed[i] == nil {
			continue
		}
		b.deals[i] = Deal{}
		if slot, ok := b.companyOf[i]; ok {
			b.companies.Failed[slot] = errWithDeal
		}
		for j := range n.Contacts {
			if slot, ok := b.contactOf[[2]int{i, j}]; ok {
				b.contacts.Failed[slot] = errWithDeal
			}
		}
	}
	return nil
}

func (b *batch) parts(i int, n New) error {
	if slot, ok := b.companyOf[i]; ok && b.companies.Failed[slot] != nil {
		return errs.At("company", b.companies.Failed[slot])
	}
	if _, ok := b.knownCompanies[n.CompanyID]; n.CompanyID != 0 && !ok {
		return entity.NoCompany(n.CompanyID)
	}
	for j, p := range n.Contacts {
		path := "contacts." + strconv.Itoa(j)
		slot, isNew := b.contactOf[[2]int{i, j}]
		_, known := b.knownContacts[p.ID]
		switch {
		case isNew && b.contacts.Failed[slot] != nil:
			return errs.At(path, b.contacts.Failed[slot])
		case !isNew && !known:
			return errs.Invalid(path+".id", "there is no contact %d, choose another one", p.ID)
		}
	}
	return nil
}

func (b *batch) writeCompanies(ctx context.Context, tx *db.Tx, _ *Service) error {
	if b.companies != nil {
		if err := b.companies.Write(ctx, tx); err != nil {
			return err
		}
	}
	for i := range b.deals {
		if b.failed[i] != nil {
			continue
		}
		d := &b.deals[i]
		if id := b.items[i].CompanyID; id != 0 {
			d.CompanyID, d.CompanyName = &id, b.knownCompanies[id].Name
		}
		if slot, ok := b.companyOf[i]; ok {
			company := b.companies.Cards[slot]
			d.CompanyID, d.CompanyName = &company.ID, company.Name
		}
	}
	return nil
}

// writeContacts gives new people the company of their deal, writes them, and makes each deal's list of people.
func (b *batch) writeContacts(ctx context.Context, tx *db.Tx, _ *Service) error {
	for at, slot := range b.contactOf {
		if b.failed[at[0]] == nil && b.contacts.Cards[slot].CompanyID == nil {
			b.contacts.Cards[slot].CompanyID = b.deals[at[0]].CompanyID
		}
	}
	if b.contacts != nil {
		if err := b.contacts.Write(ctx, tx); err != nil {
			return err
		}
	}
	for i, n := range b.items {
		if b.failed[i] != nil {
			continue
		}
		d := &b.deals[i]
		for j, p := range n.Contacts {
			d.addPerson(b.person(i, j, p))
		}
		d.settleMain()
		b.nameDeal(d)
	}
	return nil
}

func (b *batch) person(i, j int, p NewPerson) Person {
	if slot, ok := b.contactOf[[2]int{i, j}]; ok {
		c := b.contacts.Cards[slot]
		return Person{ID: c.ID, Name: c.Name, IsMain: p.IsMain}
	}
	return Person{ID: p.ID, Name: b.knownContacts[p.ID].Name, IsMain: p.IsMain}
}

// addPerson adds a contact once.
func (d *Deal) addPerson(p Person) {
	if !slices.ContainsFunc(d.Contacts, func(o Person) bool { return o.ID == p.ID }) {
		d.Contacts = append(d.Contacts, p)
	}
}

// settleMain makes exactly one person of a new deal the main one and puts them first.
func (d *Deal) settleMain() {
	if len(d.Contacts) == 0 {
		return
	}
	main := max(0, slices.IndexFunc(d.Contacts, func(p Person) bool { return p.IsMain }))
	person := d.Contacts[main]
	d.Contacts = slices.Insert(slices.Delete(d.Contacts, main, main+1), 0, person)
	for i := range d.Contacts {
		d.Contacts[i].IsMain = i == 0
	}
	d.MainContactID = &d.Contacts[0].ID
}

func (b *batch) nameDeal(d *Deal) {
	switch {
	case d.Name != "":
	case len(d.Contacts) > 0:
		d.Name = d.Contacts[0].Name
	case d.CompanyName != "":
		d.Name = d.CompanyName
	default:
		d.Name = lang.Text(b.desk.Env.Locale, "New deal")
	}
}

func (b *batch) writeDeals(ctx context.Context, tx *db.Tx, _ *Service) error {
	var rows []*Deal
	var fresh []entity.Fresh
	for i := range b.deals {
		if b.failed[i] == nil {
			rows = append(rows, &b.deals[i])
			fresh = append(fresh, entity.Fresh{Card: &b.deals[i].Card, Tags: b.items[i].Tags})
		}
	}
	shape.Compute(b.desk, rows...)
	if err := shape.Insert(ctx, tx, b.who.AccountID, rows); err != nil {
		return err
	}
	if err := insertLinks(ctx, tx, b.who.AccountID, rows); err != nil {
		return fmt.Errorf("link contacts of new deals: %w", err)
	}
	return entity.WriteFresh(ctx, tx, b.desk, fresh)
}
