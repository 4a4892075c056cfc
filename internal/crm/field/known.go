package field

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// KnownOfDeals answers invalid unless each field is one of the account's deals (see pipeline.KnownFields).
func (s *Service) KnownOfDeals(ctx context.Context, q db.Querier, account tenant.AccountID, ids []crm.FieldID) error {
	set, err := s.AllTx(ctx, q, account, crm.Deal)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, ok := set.ByID(id); !ok {
			return errs.Invalid("", "there is no field %d, choose one of the deals' fields", id)
		}
	}
	return nil
}
