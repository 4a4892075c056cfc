package field

import (
	"context"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// trackingType is where a request came from: a word of a program (utm_source, a client id of an analytics service).
// People read it and do not change it.
type trackingType struct{ textType }

func (trackingType) Name() string { return "tracking_data" }

// trackingCodes is the set of fields that forms and analytics services fill, in order.
var trackingCodes = []string{
	"UTM_SOURCE", "UTM_MEDIUM", "UTM_CAMPAIGN", "UTM_CONTENT", "UTM_TERM", "UTM_REFERRER", "REFERRER", "FROM", "ROISTAT",
	"_YM_UID", "_YM_COUNTER", "GCLIENTID", "GCLID", "YCLID", "FBCLID",
}

// ForPrograms reports whether only programs change the field.
func (f Field) ForPrograms() bool { return f.IsAPIOnly || f.Type == trackingType{}.Name() }

// AddTracking makes the fields of the tracking set that the kind of card does not have yet, in a group of their own.
func (s *Service) AddTracking(ctx context.Context, who tenant.Actor, kind crm.Kind, group string) (made []Field, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		made = nil
		set, err := s.AllTx(ctx, tx, who.AccountID, kind)
		if err != nil {
			return err
		}
		missing := slices.DeleteFunc(slices.Clone(trackingCodes), func(code string) bool { _, ok := set.ByCode(code); return ok })
		if len(missing) == 0 {
			return nil
		}
		into, err := s.CreateGroupTx(ctx, tx, who, kind, group)
		if err != nil {
			return err
		}
		for _, code := range missing { // fifteen fields, once in the life of an account
			f, err := s.CreateTx(ctx, tx, who, Draft{Kind: kind, Type: trackingType{}.Name(), Name: code, Code: code, GroupID: &into.ID})
			if err != nil {
				return err
			}
			made = append(made, f)
		}
		return nil
	})
	return made, err
}
