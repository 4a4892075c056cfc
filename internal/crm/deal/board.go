package deal

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// MaxPerColumn is the most cards of a column in one answer.
const MaxPerColumn = 100

// BoardQuery asks for the board of a pipeline.
type BoardQuery struct {
	// PipelineID 0 is the main pipeline.
	PipelineID crm.PipelineID
	Filter     entity.Node
	// Sort is "updated_at" (the last event), "next_task" (urgency: the most overdue first, no task last), "created_at",
	// "price" or "name", with "-" before it for the largest first; empty is "-updated_at".
	Sort string
	// PerColumn is how many cards of each column come, 1 to MaxPerColumn; 0 is 30.
	PerColumn int
}

// Board is the open columns of a pipeline.
type Board struct {
	PipelineID crm.PipelineID
	Columns    []Column
	// Count and Sum are of all its columns, Stale the deals among them that stand longer than their stage allows.
	Count int
	Sum   crm.Money
	Stale int
}

// Column is an open status: all its deals counted, the first of them as cards. The cards know the main contact only.
type Column struct {
	StatusID crm.StatusID
	Count    int
	Sum      crm.Money
	// Stale is how many of them have stood here for the status's StaleDays.
	Stale int
	Items []Deal
	// Next is where more cards begin, empty at the end (see BoardColumn).
	Next string
}

// Board answers counts, sums and the first cards of every open column in one call.
func (s *Service) Board(ctx context.Context, who tenant.Actor, query BoardQuery) (Board, error) {
	v, err := s.view(ctx, who, query)
	if err != nil {
		return Board{}, err
	}
	board := Board{PipelineID: v.pipeline.ID}
	err = s.DB.Snapshot(ctx, func(q db.Querier) error {
		if err := v.count(ctx, q, &board); err != nil {
			return err
		}
		return v.firstCards(ctx, q, &board)
	})
	return board, err
}

// BoardCounts is the board without cards.
func (s *Service) BoardCounts(ctx context.Context, who tenant.Actor, query BoardQuery) (Board, error) {
	v, err := s.view(ctx, who, query)
	if err != nil {
		return Board{}, err
	}
	board := Board{PipelineID: v.pipeline.ID}
	return board, v.count(ctx, s.DB, &board)
}

// BoardColumn is more cards of one column, after the Next of the answer before. The pipeline is that of the status.
func (s *Service) BoardColumn(ctx context.Context, who tenant.Actor, status crm.StatusID, query BoardQuery, after string) (entity.PageOf[Deal], error) {
	var page entity.PageOf[Deal]
	set, err := pipeline.Load(ctx, s.DB, who.AccountID)
	if err != nil {
		return page, err
	}
	st, ok := set.Status(status)
	if !ok {
		return page, errs.NotFound("there is no status %d: it may have been deleted, reload the page", status)
	}
	query.PipelineID = st.PipelineID
	v, err := s.view(ctx, who, query)
	if err != nil {
		return page, err
	}
	columns, err := v.cards(ctx, s.DB, []crm.StatusID{status}, after)
	if err != nil {
		return page, err
	}
	return columns[status], nil
}

// view is a checked BoardQuery.
type view struct {
	service  *Service
	who      tenant.Actor
	scope    entity.Scope
	pipeline pipeline.Pipeline
	query    BoardQuery
	sort     boardSort
	down     bool
}

// boardSort is an order of cards: an expression on the row d, and its value for a card.
type boardSort struct {
	expr  string
	value func(Deal) any
	text  bool
}

// noTask stands for "never" in the order of urgency.
const noTask = math.MaxInt64

var boardSorts = map[string]boardSort{
	"updated_at": {expr: "d.updated_at", value: func(d Deal) any { return d.UpdatedAt }},
	"created_at": {expr: "d.created_at", value: func(d Deal) any { return d.CreatedAt }},
	"price":      {expr: "d.price", value: func(d Deal) any { return int64(d.Price) }},
	"name":       {expr: "d.name_key", value: func(d Deal) any { return lang.Fold(d.Name) }, text: true},
	"next_task": {expr: "COALESCE(d.next_task_at, " + strconv.FormatInt(noTask, 10) + ")", value: func(d Deal) any {
		if d.NextTaskAt == nil {
			return int64(noTask)
		}
		return *d.NextTaskAt
	}},
}

func (s *Service) view(ctx context.Context, who tenant.Actor, query BoardQuery) (*view, error) {
	if query.PerColumn < 1 || query.PerColumn > MaxPerColumn {
		query.PerColumn = 30
	}
	if query.Sort == "" {
		query.Sort = "-updated_at"
	}
	v := &view{service: s, who: who, query: query}
	word := query.Sort
	if word[0] == '-' {
		v.down, word = true, word[1:]
	}
	var ok bool
	if v.sort, ok = boardSorts[word]; !ok {
		return nil, errs.Invalid("sort", "must be updated_at, next_task, created_at, price or name, with - before it for the largest first")
	}
	set, err := pipeline.Load(ctx, s.DB, who.AccountID)
	if err != nil {
		return nil, err
	}
	if query.PipelineID != 0 {
		v.pipeline, ok = set.Pipeline(query.PipelineID)
	} else {
		v.pipeline, ok = set.Main()
	}
	if !ok {
		return nil, errs.NotFound("there is no pipeline %d: it may have been deleted, reload the page", query.PipelineID)
	}
	v.scope, err = s.Scope(ctx, who)
	return v, err
}

// from is the deals of the board that the actor may see and the filter lets pass, without the status.
func (v *view) from(b *db.Builder) error {
	b.Add(` FROM deals d WHERE d.account_id = `, b.Arg(v.who.AccountID), ` AND d.pipeline_id = `, b.Arg(v.pipeline.ID))
	b.Add(` AND d.deleted_at IS NULL AND `, access.Where(b, v.who, crm.Deal, access.View, "d"))
	if v.query.Filter.Empty() {
		return nil
	}
	cond, err := v.service.Lists.Where(b, v.scope, v.query.Filter, "d")
	if err != nil {
		return err
	}
	b.Add(` AND (`, cond, `)`)
	return nil
}

func (v *view) open() []crm.StatusID {
	statuses := v.pipeline.OpenStatuses()
	ids := make([]crm.StatusID, len(statuses))
	for i, st := range statuses {
		ids[i] = st.ID
	}
	return ids
}

// count fills the columns' counts and sums; without a filter the index deals_board answers alone.
func (v *view) count(ctx context.Context, q db.Querier, board *Board) error {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT d.status_id, COUNT(*), CAST(SUM(d.price) AS BIGINT), `)
	v.stale(b)
	if err := v.from(b); err != nil {
		return err
	}
	b.Add(` AND `, db.In(b, "d.status_id", v.open()), ` GROUP BY d.status_id`)
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	found, err := db.Collect(rows, err, func(r db.Rows) (c Column, err error) {
		err = r.Scan(&c.StatusID, &c.Count, &c.Sum, &c.Stale)
		return c, err
	})
	if err != nil {
		return fmt.Errorf("count the board: %w", err)
	}
	full := map[crm.StatusID]Column{}
	for _, c := range found {
		full[c.StatusID] = c
		board.Count += c.Count
		board.Sum += c.Sum
		board.Stale += c.Stale
	}
	for _, id := range v.open() {
		column := full[id]
		column.StatusID = id
		board.Columns = append(board.Columns, column)
	}
	return nil
}

// stale counts the deals that have not moved for as long as their status allows.
func (v *view) stale(b *db.Builder) {
	b.Add(`SUM(CASE`)
	now := v.service.DB.Now().Unix()
	for _, st := range v.pipeline.OpenStatuses() {
		if st.StaleDays != nil {
			b.Add(` WHEN d.status_id = `, b.Arg(st.ID), ` AND d.status_changed_at <= `, b.Arg(now-int64(*st.StaleDays)*day), ` THEN 1`)
		}
	}
	b.Add(` WHEN d.status_id IS NULL THEN 1 ELSE 0 END)`)
}

// day is in seconds.
const day = 24 * 60 * 60

func (v *view) firstCards(ctx context.Context, q db.Querier, board *Board) error {
	var full []crm.StatusID
	for _, c := range board.Columns {
		if c.Count > 0 {
			full = append(full, c.StatusID)
		}
	}
	pages, err := v.cards(ctx, q, full, "")
	if err != nil {
		return err
	}
	for i := range board.Columns {
		page := pages[board.Columns[i].StatusID]
		board.Columns[i].Items, board.Columns[i].Next = page.Items, page.Next
	}
	return nil
}

// cards are the cards of columns: their ids in one statement with a branch for each column, then everything on them,
// each in one statement for all.
func (v *view) cards(ctx context.Context, q db.Querier, columns []crm.StatusID, after string) (map[crm.StatusID]entity.PageOf[Deal], error) {
	out := map[crm.StatusID]entity.PageOf[Deal]{}
	if len(columns) == 0 {
		return out, nil
	}
	ids, err := v.ids(ctx, q, columns, after)
	if err != nil {
		return nil, err
	}
	list, err := v.service.Shape.Load(ctx, q, v.who.AccountID, ids)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, v.compare)
	if err := v.dress(ctx, q, list); err != nil {
		return nil, err
	}
	for _, d := range list {
		page := out[d.StatusID]
		if len(page.Items) == v.query.PerColumn {
			page.Next = v.cursor(page.Items[len(page.Items)-1])
		} else {
			page.Items = append(page.Items, d)
		}
		out[d.StatusID] = page
	}
	return out, nil
}

func (v *view) dress(ctx context.Context, q db.Querier, list []Deal) error {
	cards := make([]*entity.Card, len(list))
	for i := range list {
		cards[i] = &list[i].Card
	}
	if err := entity.Dress(ctx, q, v.who, cards); err != nil {
		return err
	}
	return fillCards(ctx, q, v.who, list)
}

// compare is the order of two cards.
func (v *view) compare(a, b Deal) int {
	order := 0
	switch x := v.sort.value(a).(type) {
	case int64:
		order = cmp.Compare(x, v.sort.value(b).(int64))
	case string:
		order = cmp.Compare(x, v.sort.value(b).(string))
	}
	if order = cmp.Or(order, cmp.Compare(a.ID, b.ID)); v.down {
		return -order
	}
	return order
}

// ids asks each column for one card more than wanted, to know whether there is more.
func (v *view) ids(ctx context.Context, q db.Querier, columns []crm.StatusID, after string) ([]crm.DealID, error) {
	sign, direction := ` > `, ``
	if v.down {
		sign, direction = ` < `, ` DESC`
	}
	b := db.NewBuilder(q.Engine())
	for i, status := range columns {
		if i > 0 {
			b.Add(` UNION ALL `)
		}
		b.Add(`SELECT * FROM (SELECT d.id`)
		if err := v.from(b); err != nil {
			return nil, err
		}
		b.Add(` AND d.status_id = `, b.Arg(status))
		if after != "" {
			value, id, err := v.place(after)
			if err != nil {
				return nil, err
			}
			b.Add(` AND (`, v.sort.expr, `, d.id)`, sign, `(`, b.Arg(value), `, `, b.Arg(id), `)`)
		}
		b.Add(` ORDER BY `, v.sort.expr, direction, `, d.id`, direction, ` LIMIT `, b.Arg(v.query.PerColumn+1), `) c`, strconv.Itoa(i))
	}
	ids, err := db.Column[crm.DealID](ctx, q, b.SQL(), b.Args()...)
	if err != nil {
		return nil, fmt.Errorf("find cards of the board: %w", err)
	}
	return ids, nil
}

func (v *view) cursor(last Deal) string {
	raw, _ := json.Marshal([]any{v.sort.value(last), last.ID}) //nolint:errchkjson // a text or number, and a number
	return base64.RawURLEncoding.EncodeToString(raw)
}

func (v *view) place(after string) (value any, id int64, err error) {
	bad := errs.Invalid("after", "is not a place in this list, start from its beginning")
	raw, err := base64.RawURLEncoding.DecodeString(after)
	var parts [2]json.RawMessage
	if err != nil || json.Unmarshal(raw, &parts) != nil || json.Unmarshal(parts[1], &id) != nil {
		return nil, 0, bad
	}
	if v.sort.text {
		var s string
		if json.Unmarshal(parts[0], &s) != nil {
			return nil, 0, bad
		}
		return s, id, nil
	}
	var n int64
	if json.Unmarshal(parts[0], &n) != nil {
		return nil, 0, bad
	}
	return n, id, nil
}
