package v1

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/office/transfer"
	"voronka/internal/tenant"
)

// LackingChoices are the choices that columns name and their lists lack.
type LackingChoices struct {
	Items   []LackingColumn `json:"items" doc:"Only columns that lack some"`
	Partial bool            `json:"partial" doc:"The file is longer than what was looked at; the import looks at all of it"`
}

// LackingColumn is what one column lacks.
type LackingColumn struct {
	Column  int         `json:"column" doc:"Its index"`
	FieldID crm.FieldID `json:"field_id"`
	Names   []string    `json:"names" doc:"The first hundred"`
	Total   int         `json:"total" doc:"How many different ones"`
	Rows    int         `json:"rows" doc:"How many rows name one"`
}

func (a *API) lackingChoices(ctx context.Context, who tenant.Actor, in *IDInput) (LackingChoices, error) {
	list, partial, err := a.Transfers.Lacking(ctx, who, transfer.ImportID(in.ID))
	return LackingChoices{convertAll(list, func(l transfer.Lacking) LackingColumn {
		return LackingColumn{l.Column, l.Field, l.Names, l.Total, l.Rows}
	}), partial}, err
}
