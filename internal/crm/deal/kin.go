package deal

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// MaxKin is how many cards of one kind Kin names.
const MaxKin = 40

// Kin are cards linked with a card, whoever may see them: the people and the company of a deal, the deals and the company
// of a person, the deals and the people of a company; of each kind the newest MaxKin.
func Kin(ctx context.Context, q db.Querier, account tenant.AccountID, ref crm.Ref) ([]crm.Ref, error) {
	sql, ok := kinSQL[ref.Kind]
	if !ok {
		return nil, nil
	}
	rows, err := q.Query(ctx, sql, account, ref.ID, MaxKin)
	list, err := db.Collect(rows, err, func(r db.Rows) (k crm.Ref, err error) {
		err = r.Scan(&k.Kind, &k.ID)
		return k, err
	})
	if err != nil {
		return nil, fmt.Errorf("kin of %s: %w", ref, err)
	}
	return list, nil
}

const ownDeals = `
	SELECT 'deal' AS kind, l.deal_id AS id
	FROM (
		SELECT deal_id
		FROM deal_contacts
		WHERE account_id = $1
			AND contact_id = $2
		ORDER BY deal_id DESC
		LIMIT $3) l`

var kinSQL = map[crm.Kind]string{
	crm.Deal: `
		SELECT 'contact' AS kind, l.contact_id AS id
		FROM (
			SELECT contact_id
			FROM deal_contacts
			WHERE account_id = $1
				AND deal_id = $2
			ORDER BY contact_id DESC
			LIMIT $3) l
		UNION ALL
		SELECT 'company', company_id
		FROM deals
		WHERE account_id = $1
			AND id = $2
			AND company_id IS NOT NULL`,
	crm.Contact: ownDeals + `
		UNION ALL
		SELECT 'company', company_id
		FROM contacts
		WHERE account_id = $1
			AND id = $2
			AND company_id IS NOT NULL`,
	crm.Company: `
		SELECT 'deal' AS kind, d.id AS id
		FROM (
			SELECT id
			FROM deals
			WHERE account_id = $1
				AND company_id = $2
			ORDER BY id DESC
			LIMIT $3) d
		UNION ALL
		SELECT 'contact', c.id
		FROM (
			SELECT id
			FROM contacts
			WHERE account_id = $1
				AND company_id = $2
			ORDER BY id DESC
			LIMIT $3) c`,
}

// Part is a number of deals with the sum of their budgets.
type Part struct {
	Count int
	Sum   crm.Money
}

// Sums are the deals of a person or company that the actor may see.
type Sums struct {
	Open, Won, Lost Part
	// Capped says that only the newest MaxSummed deals were looked at.
	Capped bool
}

// MaxSummed is how many deals of one card SumsOf looks at.
const MaxSummed = 10_000

// SumsOf adds up the deals of a person or company that the actor may see. The caller has checked that they may see the
// card itself.
func (s *Service) SumsOf(ctx context.Context, who tenant.Actor, ref crm.Ref) (out Sums, err error) {
	b := db.NewBuilder(s.DB.Engine())
	b.Add(`SELECT status_id, COUNT(*), CAST(SUM(price) AS BIGINT) FROM (SELECT d.status_id, d.price FROM deals d WHERE d.account_id = `, b.Arg(who.AccountID))
	switch ref.Kind {
	case crm.Company:
		b.Add(` AND d.company_id = `, b.Arg(ref.ID))
	case crm.Contact:
		b.Add(` AND d.id IN (SELECT l.deal_id FROM deal_contacts l WHERE l.account_id = `, b.Arg(who.AccountID), ` AND l.contact_id = `, b.Arg(ref.ID), `)`)
	default:
		return out, errs.Invalid("kind", "must be contact or company: a deal has no deals")
	}
	b.Add(` AND d.deleted_at IS NULL AND `, access.Where(b, who, crm.Deal, access.View, "d"))
	b.Add(` ORDER BY d.id DESC LIMIT `, b.Arg(MaxSummed), `) AS part GROUP BY status_id`)
	set, err := pipeline.Load(ctx, s.DB, who.AccountID)
	if err != nil {
		return out, err
	}
	type group struct {
		status crm.StatusID
		Part
	}
	rows, err := s.DB.Query(ctx, b.SQL(), b.Args()...)
	groups, err := db.Collect(rows, err, func(r db.Rows) (g group, err error) {
		err = r.Scan(&g.status, &g.Count, &g.Sum)
		return g, err
	})
	if err != nil {
		return out, fmt.Errorf("sum the deals of %s: %w", ref, err)
	}
	seen := 0
	for _, g := range groups {
		seen += g.Count
		into := &out.Open
		if status, ok := set.Status(g.status); ok && status.Kind == pipeline.Won {
			into = &out.Won
		} else if ok && status.Kind == pipeline.Lost {
			into = &out.Lost
		}
		into.Count, into.Sum = into.Count+g.Count, into.Sum+g.Sum
	}
	out.Capped = seen == MaxSummed
	return out, nil
}
