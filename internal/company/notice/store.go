package notice

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"voronka/internal/company/push"
	"voronka/internal/kit/db"
	"voronka/internal/kit/job"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
)

// settle is how long a growing notice waits before it is sent: until the flood is over.
const settle = 20 * time.Second

// deliver stores notices and enqueues their sending.
func (s *Service) deliver(ctx context.Context, tx *db.Tx, acc tenant.AccountID, list []Notice) error {
	people := peopleOf(list)
	choices, err := settingsOf(ctx, tx, acc, people)
	if err != nil {
		return err
	}
	a, err := account.FindTx(ctx, tx, acc)
	if err != nil {
		return err
	}
	if err := replaceGrowing(ctx, tx, acc, list); err != nil {
		return err
	}
	times := make([]time.Time, len(list))
	for i := range list {
		n := &list[i]
		at := tx.Now()
		if n.grows() {
			at = at.Add(settle)
		}
		set := choices.of(n.UserID)
		times[i] = set.NotBefore(at, a.Location())
		n.IsQuiet = !set.Of(n.Kind).App
		if set.Of(n.Kind).Mail {
			mail := times[i].Unix()
			n.mailAt = &mail
		}
	}
	fresh, err := insert(ctx, tx, acc, list)
	if err != nil {
		return err
	}
	browsers, err := push.Of(ctx, tx, acc, people)
	if err != nil {
		return err
	}
	tx.Signal(Topic)
	return job.EnqueueAll(ctx, tx, sending(acc, list, times, fresh, choices, browsers))
}

// sending are the jobs that send what is new: a push to every browser, one letter for a person.
func sending(acc tenant.AccountID, list []Notice, times []time.Time, fresh map[key]ID, choices chosen, browsers map[tenant.UserID][]push.ID) []job.New {
	var out []job.New
	type letter struct {
		user tenant.UserID
		at   int64
	}
	letters := map[letter]bool{}
	for i, n := range list {
		id, ok := fresh[n.key()]
		if !ok {
			continue
		}
		if choices.of(n.UserID).Of(n.Kind).Push {
			for _, b := range browsers[n.UserID] {
				out = append(out, pushTo(acc, n.UserID, id, b, times[i]))
			}
		}
		if l := (letter{n.UserID, times[i].Unix()}); n.mailAt != nil && !letters[l] {
			letters[l] = true
			out = append(out, mailTo(acc, n.UserID, times[i]))
		}
	}
	return out
}

// replaceGrowing takes the rows out that the notices continue, and adds their totals.
func replaceGrowing(ctx context.Context, tx *db.Tx, account tenant.AccountID, list []Notice) error {
	var growing []Notice
	var sources []string
	for _, n := range list {
		if n.grows() {
			growing, sources = append(growing, n), append(sources, n.source)
		}
	}
	if len(growing) == 0 {
		return nil
	}
	totals, err := totalsOf(ctx, tx, account, peopleOf(growing), sources)
	if err != nil {
		return err
	}
	for i := range list {
		list[i].Total += totals[list[i].key()]
	}
	b := db.NewBuilder(tx.Engine())
	b.Add(`DELETE FROM notices WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, "user_id", peopleOf(growing)))
	b.Add(` AND `, db.InText(b, "source", sources))
	_, err = tx.Exec(ctx, b.SQL(), b.Args()...)
	return err
}

// totalsOf are the totals of the notices with these sources.
func totalsOf(ctx context.Context, q db.Querier, account tenant.AccountID, users []tenant.UserID, sources []string) (map[key]int64, error) {
	out := map[key]int64{}
	if len(sources) == 0 {
		return out, nil
	}
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT user_id, source, total FROM notices WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, "user_id", users))
	b.Add(` AND `, db.InText(b, "source", sources))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	_, err = db.Collect(rows, err, func(r db.Rows) (k key, err error) {
		var total int64
		err = r.Scan(&k.user, &k.source, &total)
		out[k] = total
		return k, err
	})
	return out, err
}

const insertRows = 100

// insert stores notices and returns the ids of those that were not there yet.
func insert(ctx context.Context, tx *db.Tx, account tenant.AccountID, list []Notice) (map[key]ID, error) {
	fresh := map[key]ID{}
	for rest := list; len(rest) > 0; {
		n := min(insertRows, len(rest))
		if err := insertChunk(ctx, tx, account, rest[:n], fresh); err != nil {
			return nil, fmt.Errorf("store notices: %w", err)
		}
		rest = rest[n:]
	}
	return fresh, nil
}

func insertChunk(ctx context.Context, tx *db.Tx, account tenant.AccountID, list []Notice, fresh map[key]ID) error {
	const width = 16
	args := make([]any, 0, len(list)*width)
	for _, n := range list {
		params, err := paramsText(n.Params)
		if err != nil {
			return err
		}
		a, ok := aboutOf(n.Kind)
		if !ok {
			return fmt.Errorf("there is no kind of notices %q", n.Kind)
		}
		args = append(args, account, n.UserID, n.source, string(n.Kind), string(a.tab), string(n.Ref.Kind), n.Ref.ID,
			string(n.Object.Kind), n.Object.ID, string(n.ActorKind), n.ActorID, params, n.Total, n.IsQuiet, n.CreatedAt, n.mailAt)
	}
	rows, err := tx.Query(ctx, `
		INSERT INTO notices (account_id, user_id, source, kind, tab, entity_kind, entity_id, object_kind, object_id,
			actor_kind, actor_id, params, total, is_quiet, created_at, mail_at)
		VALUES `+db.Values(len(list), width)+`
		ON CONFLICT (account_id, user_id, source) DO NOTHING
		RETURNING id, user_id, source`, args...)
	_, err = db.Collect(rows, err, func(r db.Rows) (id ID, err error) {
		var k key
		err = r.Scan(&id, &k.user, &k.source)
		fresh[k] = id
		return id, err
	})
	return err
}

const columns = `id, user_id, kind, entity_kind, entity_id, object_kind, object_id, actor_kind, actor_id, params, total,
	is_quiet, created_at, read_at, done_at, source`

func scan(r db.Rows) (n Notice, err error) {
	var params []byte
	err = r.Scan(&n.ID, &n.UserID, &n.Kind, &n.Ref.Kind, &n.Ref.ID, &n.Object.Kind, &n.Object.ID, &n.ActorKind, &n.ActorID,
		&params, &n.Total, &n.IsQuiet, &n.CreatedAt, &n.ReadAt, &n.DoneAt, &n.source)
	if err != nil {
		return n, err
	}
	return n, json.Unmarshal(params, &n.Params)
}
