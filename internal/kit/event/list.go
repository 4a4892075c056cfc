package event

import (
	"context"
	"errors"

	"voronka/internal/kit/db"
)

// MaxList bounds one answer of List.
const MaxList = 500

// Filter chooses events of one account; what is nil or empty does not narrow.
type Filter struct {
	AccountID  int64
	EntityKind string
	EntityIDs  []int64
	Kinds      []string
	ActorIDs   []int64
	ObjectKind string
	ObjectIDs  []int64
	IDs        []int64
	// FromAt and ToAt are in unix seconds, both included.
	FromAt, ToAt *int64
	// BeforeID and AfterID page through; the page next to the given id comes.
	BeforeID, AfterID int64
	// OldestFirst turns the order round.
	OldestFirst bool
	// Limit is at most MaxList; 0 means 50.
	Limit int
	// Also is one more condition on the table events (whose events a reader may see); nil is none.
	Also func(b *db.Builder) string
}

// List returns events by id, newest first unless asked otherwise.
func List(ctx context.Context, q db.Querier, f Filter) ([]Event, error) {
	b := db.NewBuilder(q.Engine())
	f.write(b)
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(rows, err, scan)
}

// MaxFilters bounds the filters of ListAny: a statement has only so many arguments.
const MaxFilters = 100

// ListAny returns the newest events that one of the filters lets pass, newest first: each filter walks its own piece of
// the index as far as the limit, so that many cards cost little more than one. No event may pass two of them.
func ListAny(ctx context.Context, q db.Querier, filters []Filter, limit int) ([]Event, error) {
	limit = min(max(limit, 1), MaxList)
	if len(filters) == 0 {
		return nil, nil
	}
	b := db.NewBuilder(q.Engine())
	for i, f := range filters[:min(len(filters), MaxFilters)] {
		if i > 0 {
			b.Add(` UNION ALL `)
		}
		f.Limit, f.OldestFirst = limit, false
		b.Add(`SELECT `, columns, ` FROM (`)
		f.write(b)
		b.Add(`) AS part`)
	}
	b.Add(` ORDER BY id DESC LIMIT `, b.Arg(limit))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(rows, err, scan)
}

func (f Filter) write(b *db.Builder) {
	b.Add(`SELECT `, columns, ` FROM events WHERE account_id = `, b.Arg(f.AccountID))
	f.narrow(b)
	order := " DESC"
	if f.OldestFirst {
		order = ""
	}
	limit := 50
	if f.Limit > 0 {
		limit = min(f.Limit, MaxList)
	}
	b.Add(` ORDER BY id`, order, ` LIMIT `, b.Arg(limit))
}

func (f Filter) narrow(b *db.Builder) {
	if f.EntityKind != "" {
		b.Add(` AND entity_kind = `, b.Arg(f.EntityKind))
	}
	if f.ObjectKind != "" {
		b.Add(` AND object_kind = `, b.Arg(f.ObjectKind))
	}
	oneOf(b, "entity_id", f.EntityIDs)
	oneOf(b, "object_id", f.ObjectIDs)
	oneOf(b, "actor_id", f.ActorIDs)
	oneOf(b, "id", f.IDs)
	if len(f.Kinds) > 0 {
		b.Add(` AND `, db.InText(b, "kind", f.Kinds))
	}
	if f.FromAt != nil {
		b.Add(` AND at >= `, b.Arg(*f.FromAt))
	}
	if f.ToAt != nil {
		b.Add(` AND at <= `, b.Arg(*f.ToAt))
	}
	if f.BeforeID > 0 {
		b.Add(` AND id < `, b.Arg(f.BeforeID))
	}
	if f.AfterID > 0 {
		b.Add(` AND id > `, b.Arg(f.AfterID))
	}
	if f.Also != nil {
		b.Add(` AND (`, f.Also(b), `)`)
	}
}

// oneOf narrows to some ids. A single one is compared plainly: the planner then knows the order of the index.
func oneOf(b *db.Builder, column string, ids []int64) {
	if len(ids) == 1 {
		b.Add(` AND `, column, ` = `, b.Arg(ids[0]))
	} else if len(ids) > 1 {
		b.Add(` AND `, db.In(b, column, ids))
	}
}

// ListFor returns the events of one card, newest first, from before an id (0: from the newest).
func ListFor(ctx context.Context, q db.Querier, accountID int64, entityKind string, entityID, beforeID int64, limit int) ([]Event, error) {
	return List(ctx, q, Filter{
		AccountID: accountID, EntityKind: entityKind, EntityIDs: []int64{entityID}, BeforeID: beforeID, Limit: limit,
	})
}

// Floor is the id of the event that stands so many below an id (0: below the newest), 0 when there are fewer.
func Floor(ctx context.Context, q db.Querier, accountID, beforeID int64, steps int) (id int64, err error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT id FROM events WHERE account_id = `, b.Arg(accountID))
	if beforeID > 0 {
		b.Add(` AND id < `, b.Arg(beforeID))
	}
	b.Add(` ORDER BY id DESC LIMIT 1 OFFSET `, b.Arg(steps))
	err = q.QueryRow(ctx, b.SQL(), b.Args()...).Scan(&id)
	if errors.Is(err, db.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// Find returns one event; db.ErrNoRows when the account has none with this id.
func Find(ctx context.Context, q db.Querier, accountID, id int64) (Event, error) {
	events, err := List(ctx, q, Filter{AccountID: accountID, IDs: []int64{id}, Limit: 1})
	if err != nil {
		return Event{}, err
	}
	if len(events) == 0 {
		return Event{}, db.ErrNoRows
	}
	return events[0], nil
}

// Lag tells how far a reader is behind.
type Lag struct {
	Reader string
	// Events is the number not handled yet, counted to at most MaxLag.
	Events int64
	// Seconds is the age of the oldest of them.
	Seconds int64
	// Error is the last failure, empty when the reader goes on well.
	Error string
}

// MaxLag is where counting stops: the figure is for an alarm.
const MaxLag = 10_000

// Lags reads the lag of every reader of the database.
func Lags(ctx context.Context, d *db.DB) ([]Lag, error) {
	rows, err := d.Query(ctx, `
		SELECT c.reader, c.error,
			(SELECT count(*) FROM (SELECT 1 FROM events e WHERE e.id > c.last_id LIMIT $1) n),
			coalesce((SELECT e.at FROM events e WHERE e.id > c.last_id ORDER BY e.id LIMIT 1), 0)
		FROM event_cursors c
		ORDER BY c.reader`, MaxLag)
	now := d.Now().Unix()
	return db.Collect(rows, err, func(r db.Rows) (l Lag, err error) {
		var oldest int64
		err = r.Scan(&l.Reader, &l.Error, &l.Events, &oldest)
		if oldest > 0 {
			l.Seconds = max(0, now-oldest)
		}
		return l, err
	})
}
