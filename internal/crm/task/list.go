package task

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Bucket is a column of the task board. Days are those of the account's time zone.
type Bucket string

// The buckets. Later is everything after tomorrow, Week the part of it that lies in this week.
const (
	Overdue  Bucket = "overdue"
	Today    Bucket = "today"
	Tomorrow Bucket = "tomorrow"
	Week     Bucket = "week"
	Later    Bucket = "later"
	Done     Bucket = "done"
	// DoneToday are those completed today.
	DoneToday Bucket = "done_today"
)

// MaxPage is the longest page of a list.
const MaxPage = 250

// Filter chooses tasks; what is empty does not narrow.
type Filter struct {
	Bucket         Bucket
	ResponsibleIDs []tenant.UserID
	// PersonIDs have the task to do or take part in it.
	PersonIDs []tenant.UserID
	// Ref is one card, EntityKind with EntityIDs cards of one kind.
	Ref         crm.Ref
	EntityKind  crm.Kind
	EntityIDs   []crm.ID
	TypeIDs     []crm.TaskTypeID
	IDs         []crm.TaskID
	CreatedBy   []tenant.UserID
	IsCompleted *bool
	// The moments are in unix seconds, both included.
	DueFrom, DueTo         *int64
	UpdatedFrom, UpdatedTo *int64
	// Sort is "due_at", "updated_at", "completed_at" or "id" ("created_at" is the same), with "-" before it for the largest
	// first; empty is "due_at", and "-due_at" for done tasks. By completed_at there are completed ones only.
	Sort  string
	After string
	// Limit is 1 to MaxPage; 0 is 50.
	Limit int
	// Offset passes over that many tasks, for wires that count pages; After is the better way.
	Offset int
}

// Page is a page of tasks; Next is the After of the following one, empty at the end.
type Page struct {
	Items []Task
	Next  string
}

// Counts are how many tasks each bucket has; Later includes Week.
type Counts struct {
	Overdue  int `json:"overdue"`
	Today    int `json:"today"`
	Tomorrow int `json:"tomorrow"`
	Week     int `json:"week"`
	Later    int `json:"later"`
	// DoneToday is how many were completed today.
	DoneToday int `json:"done_today"`
}

// List is a page of the tasks the actor may see. Tasks of cards in the recycle bin are left out.
func (s *Service) List(ctx context.Context, who tenant.Actor, f Filter) (Page, error) {
	zone, err := zoneOf(ctx, s.db, who.AccountID)
	if err != nil {
		return Page{}, err
	}
	seesCard, err := s.seesCard(ctx, who, f.Ref)
	if err != nil {
		return Page{}, err
	}
	b := db.NewBuilder(s.db.Engine())
	b.Add(`SELECT `, columns, ` FROM tasks t WHERE `)
	f.where(b, who, seesCard, s.db.Now().In(zone))
	limit, err := f.page(b)
	if err != nil {
		return Page{}, err
	}
	rows, err := s.db.Query(ctx, b.SQL(), b.Args()...)
	list, err := db.Collect(rows, err, func(r db.Rows) (Task, error) { return scan(r) })
	if err != nil {
		return Page{}, fmt.Errorf("list tasks: %w", err)
	}
	var page Page
	if len(list) > limit {
		list = list[:limit]
		page.Next = f.cursor(list[limit-1])
	}
	page.Items = list
	if err := withPeople(ctx, s.db, who.AccountID, list); err != nil {
		return Page{}, err
	}
	return page, s.Dress(ctx, who, list)
}

// seesCard tells whether the list is of one card the actor may see: then they see all its tasks.
func (s *Service) seesCard(ctx context.Context, who tenant.Actor, ref crm.Ref) (bool, error) {
	if ref.Zero() {
		return false, nil
	}
	err := s.cards.Check(ctx, s.db, who, ref, access.View)
	return err == nil, err
}

// Counts counts the tasks by bucket, of those that pass the filter; its own bucket, order and place are not looked at.
func (s *Service) Counts(ctx context.Context, who tenant.Actor, f Filter) (Counts, error) {
	zone, err := zoneOf(ctx, s.db, who.AccountID)
	if err != nil {
		return Counts{}, err
	}
	open := false
	f.IsCompleted, f.Bucket = &open, ""
	now := s.db.Now().In(zone)
	b := db.NewBuilder(s.db.Engine())
	b.Add(`SELECT COUNT(*)`)
	for _, bucket := range []Bucket{Overdue, Today, Tomorrow, Week, Later} {
		b.Add(`, COUNT(*) FILTER (WHERE `, bucket.where(b, now), `)`)
	}
	b.Add(`, (SELECT COUNT(*) FROM tasks t WHERE `)
	done := f
	done.IsCompleted, done.Bucket = nil, DoneToday
	done.where(b, who, false, now)
	b.Add(`) FROM tasks t WHERE `)
	f.where(b, who, false, now)
	var c Counts
	var all int
	err = s.db.QueryRow(ctx, b.SQL(), b.Args()...).Scan(&all, &c.Overdue, &c.Today, &c.Tomorrow, &c.Week, &c.Later, &c.DoneToday)
	if err != nil {
		return Counts{}, fmt.Errorf("count tasks: %w", err)
	}
	return c, nil
}

// where is the condition of a bucket on due_at, or on completed_at.
func (k Bucket) where(b *db.Builder, now time.Time) string {
	today, tomorrow := endOfDay(now, 0), endOfDay(now, 1)
	weekday := (int(now.Weekday()) + 6) % 7 // Monday is 0
	week := endOfDay(now, 6-weekday)
	before := func(t time.Time) string { return "t.due_at < " + b.Arg(t.Unix()) }
	from := func(t time.Time) string { return "t.due_at >= " + b.Arg(t.Unix()) }
	switch k {
	case Overdue:
		return before(now)
	case Today:
		return from(now) + " AND " + before(today)
	case Tomorrow:
		return from(today) + " AND " + before(tomorrow)
	case Week:
		return from(tomorrow) + " AND " + before(week)
	case Later:
		return from(tomorrow)
	case DoneToday:
		return "t.completed_at >= " + b.Arg(endOfDay(now, -1).Unix())
	}
	return "1 = 1"
}

func (f Filter) where(b *db.Builder, who tenant.Actor, seesCard bool, now time.Time) {
	account := b.Arg(who.AccountID)
	b.Add(`t.account_id = `, account, ` AND t.deleted_at IS NULL`)
	if !seesCard && !access.All(who, crm.Task, access.View) {
		b.Add(` AND (t.created_by = `, b.Arg(who.UserID), ` OR t.responsible_id = `, b.Arg(who.UserID), ` OR `)
		b.Add(takesPart(b, account, []tenant.UserID{who.UserID}), ` OR `)
		b.Add(access.Where(b, who, crm.Task, access.View, "t"), `)`)
	}
	f.narrow(b, account, now)
	if f.Ref.Zero() {
		b.Add(` AND `, entity.Alive(account, "t.entity_kind", "t.entity_id"))
	}
}

// takesPart is the condition that one of the people takes part in the task.
func takesPart(b *db.Builder, account string, people []tenant.UserID) string {
	return `t.id IN (SELECT p.task_id FROM task_participants p WHERE p.account_id = ` + account + ` AND ` + db.In(b, "p.user_id", people) + `)`
}

func (f Filter) narrow(b *db.Builder, account string, now time.Time) {
	if len(f.PersonIDs) > 0 {
		b.Add(` AND (`, db.In(b, "t.responsible_id", f.PersonIDs), ` OR `, takesPart(b, account, f.PersonIDs), `)`)
	}
	if f.Bucket != "" {
		done := f.Bucket == Done || f.Bucket == DoneToday
		f.IsCompleted = &done
		b.Add(` AND `, f.Bucket.where(b, now))
	}
	if f.IsCompleted != nil {
		b.Add(` AND t.is_completed = `, b.Arg(*f.IsCompleted))
	}
	kind, ids := f.EntityKind, f.EntityIDs
	if !f.Ref.Zero() {
		kind, ids = f.Ref.Kind, []crm.ID{f.Ref.ID}
	}
	if kind != "" {
		b.Add(` AND t.entity_kind = `, b.Arg(string(kind)))
	}
	oneOf(b, "t.entity_id", ids)
	oneOf(b, "t.responsible_id", f.ResponsibleIDs)
	oneOf(b, "t.type_id", f.TypeIDs)
	oneOf(b, "t.id", f.IDs)
	oneOf(b, "t.created_by", f.CreatedBy)
	bound(b, "t.due_at >= ", f.DueFrom)
	bound(b, "t.due_at <= ", f.DueTo)
	bound(b, "t.updated_at >= ", f.UpdatedFrom)
	bound(b, "t.updated_at <= ", f.UpdatedTo)
	if word, _ := f.order(); word == "completed_at" {
		b.Add(` AND t.completed_at IS NOT NULL`)
	}
}

func bound(b *db.Builder, text string, at *int64) {
	if at != nil {
		b.Add(` AND `, text, b.Arg(*at))
	}
}

// oneOf narrows to some ids. A single one is compared plainly: the planner then knows the order of the index.
func oneOf[T ~int64](b *db.Builder, column string, ids []T) {
	if len(ids) == 1 {
		b.Add(` AND `, column, ` = `, b.Arg(ids[0]))
	} else if len(ids) > 1 {
		b.Add(` AND `, db.In(b, column, ids))
	}
}

// sorts are the orders of a list by their word.
var sorts = map[string]struct {
	column string
	value  func(Task) int64
}{
	"due_at":     {"t.due_at", func(t Task) int64 { return t.DueAt }},
	"updated_at": {"t.updated_at", func(t Task) int64 { return t.UpdatedAt }},
	"completed_at": {"t.completed_at", func(t Task) int64 {
		if t.CompletedAt == nil {
			return 0
		}
		return *t.CompletedAt
	}},
	"created_at": {"t.id", func(t Task) int64 { return int64(t.ID) }},
	"id":         {"t.id", func(t Task) int64 { return int64(t.ID) }},
}

func (f Filter) order() (word string, descending bool) {
	word = f.Sort
	if word == "" {
		word = "due_at"
		switch f.Bucket {
		case Done:
			word = "-due_at"
		case DoneToday:
			word = "-completed_at"
		}
	}
	if word[0] == '-' {
		return word[1:], true
	}
	return word, false
}

// page adds the cursor, the order and the limit (one more than asked, to know whether there is more).
func (f Filter) page(b *db.Builder) (limit int, err error) {
	word, descending := f.order()
	sort, ok := sorts[word]
	if !ok {
		return 0, errs.Invalid("sort", "must be due_at, updated_at, completed_at, created_at or id, with - before it for the largest first")
	}
	switch f.Bucket {
	case "", Overdue, Today, Tomorrow, Week, Later, Done, DoneToday:
	default:
		return 0, errs.Invalid("bucket", "must be overdue, today, tomorrow, week, later, done or done_today")
	}
	sign, direction := ` > `, ``
	if descending {
		sign, direction = ` < `, ` DESC`
	}
	if f.After != "" {
		at, err := readCursor(f.After)
		if err != nil {
			return 0, err
		}
		b.Add(` AND (`, sort.column, `, t.id)`, sign, `(CAST(`, b.Arg(at[0]), ` AS BIGINT), CAST(`, b.Arg(at[1]), ` AS BIGINT))`)
	}
	limit = f.Limit
	if limit < 1 || limit > MaxPage {
		limit = 50
	}
	b.Add(` ORDER BY `, sort.column, direction, `, t.id`, direction, ` LIMIT `, b.Arg(limit+1), ` OFFSET `, b.Arg(max(f.Offset, 0)))
	return limit, nil
}

func (f Filter) cursor(last Task) string {
	word, _ := f.order()
	raw, _ := json.Marshal([2]int64{sorts[word].value(last), int64(last.ID)}) //nolint:errchkjson // two numbers
	return base64.RawURLEncoding.EncodeToString(raw)
}

func readCursor(text string) (at [2]int64, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(raw, &at)
	}
	if err != nil {
		return at, errs.Invalid("after", "is not a place in this list, start from its beginning")
	}
	return at, nil
}

// ForFeed are the tasks of the ids as the feed shows them (timeline.Lookup.Tasks).
func ForFeed(ctx context.Context, q db.Querier, account tenant.AccountID, ids []int64) (map[int64]any, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT `, columns, ` FROM tasks t WHERE t.account_id = `, b.Arg(account), ` AND t.deleted_at IS NULL AND `)
	b.Add(db.In(b, "t.id", ids))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	list, err := db.Collect(rows, err, func(r db.Rows) (Task, error) { return scan(r) })
	if err != nil {
		return nil, fmt.Errorf("read tasks of the feed: %w", err)
	}
	err = withPeople(ctx, q, account, list)
	out := make(map[int64]any, len(list))
	for _, t := range list {
		out[int64(t.ID)] = t
	}
	return out, err
}
