package export

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/sheet"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// payload names the export of a job.
type payload struct {
	ID ID `json:"export_id"`
}

// pageSize is how many records are read at once.
const pageSize = 500

// run makes the file. It may begin anew: the file appears whole or not at all.
func (s *Service) run(ctx context.Context, j job.Job, p *job.Progress) error {
	var of payload
	if err := json.Unmarshal(j.Payload, &of); err != nil {
		return job.Permanent(fmt.Errorf("read payload: %w", err))
	}
	account := tenant.AccountID(j.AccountID)
	e, err := find(ctx, s.DB, tenant.Actor{AccountID: account, Admin: true}, of.ID)
	if errs.Is(err, errs.CodeNotFound) || err == nil && e.State != Running {
		return nil
	}
	if err != nil {
		return err
	}
	e.fileKey = fmt.Sprintf("exports/%d/%d.%s", account, e.ID, e.Format)
	rows, info, err := s.makeFile(ctx, account, e, p)
	switch code := errs.CodeOf(err); {
	case err == nil:
		return s.finish(ctx, account, e, rows, info)
	case code == errs.CodeUnavailable || code == errs.CodeInternal:
		return err
	}
	return job.Permanent(err)
}

func (s *Service) makeFile(ctx context.Context, account tenant.AccountID, e File, p *job.Progress) (rows int64, info blob.Info, err error) {
	who, err := user.ActorTx(ctx, s.DB, account, e.CreatedBy)
	if err != nil {
		return 0, info, err
	}
	if err := allowed(who, e.Kind); err != nil {
		return 0, info, err
	}
	x, err := s.open(ctx, who, e, p)
	if err != nil {
		return 0, info, err
	}
	from, to := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := x.write(ctx, to)
		to.CloseWithError(err)
		done <- err
	}()
	info, err = s.Files.Put(ctx, e.fileKey, from)
	from.CloseWithError(errors.New("the file cannot be stored"))
	if failure := <-done; err == nil {
		err = failure
	}
	return x.rows, info, err
}

func (s *Service) finish(ctx context.Context, account tenant.AccountID, e File, rows int64, info blob.Info) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			UPDATE exports
			SET state = $3, file_key = $4, file_size = $5, row_count = $6, finished_at = $7
			WHERE account_id = $1
				AND id = $2
				AND state = 'running'`, account, e.ID, string(Done), e.fileKey, info.Size, rows, tx.Unix())
		if err != nil || n == 0 {
			return err
		}
		return ended(ctx, tx, account, e, map[string]any{"name": e.FileName, "state": Done, "rows": rows})
	})
}

// ended tells the log that a file is there, or never will be.
func ended(ctx context.Context, tx *db.Tx, account tenant.AccountID, e File, after map[string]any) error {
	who := tenant.Actor{AccountID: account, UserID: e.CreatedBy, Kind: tenant.Person}
	return timeline.Append(ctx, tx, who, crm.Ref{Kind: "export", ID: crm.ID(e.ID)}, []timeline.Change{{Kind: "export.finished", After: after}})
}

func (s *Service) failed(ctx context.Context, tx *db.Tx, j job.Job, cause error) error {
	var of payload
	if json.Unmarshal(j.Payload, &of) != nil {
		return nil
	}
	n, err := tx.Exec(ctx, `
		UPDATE exports
		SET state = $3, error = $4, finished_at = $5
		WHERE account_id = $1
			AND id = $2
			AND state = 'running'`, j.AccountID, of.ID, string(Failed), lang.StoreError(cause), tx.Unix())
	if err != nil || n == 0 {
		return err
	}
	account := tenant.AccountID(j.AccountID)
	e, err := find(ctx, tx, tenant.Actor{AccountID: account, Admin: true}, of.ID)
	if err != nil {
		return err
	}
	return ended(ctx, tx, account, e, map[string]any{"name": e.FileName, "state": Failed})
}

// writer writes one file.
type writer struct {
	s        *Service
	who      tenant.Actor
	e        File
	env      cellEnv
	columns  []column
	out      sheet.Writer
	rows     int64
	progress *job.Progress
}

func (s *Service) open(ctx context.Context, who tenant.Actor, e File, p *job.Progress) (*writer, error) {
	env, err := s.cellEnv(ctx, s.DB, who)
	if err != nil {
		return nil, err
	}
	all, err := s.columnsOf(ctx, s.DB, who, e.Kind)
	if err != nil {
		return nil, err
	}
	byName := map[string]column{}
	for _, c := range all {
		byName[c.name] = c
	}
	x := &writer{s: s, who: who, e: e, env: env, progress: p}
	for _, name := range e.Plan.Columns {
		if c, ok := byName[name]; ok { // a field may have been removed since
			x.columns = append(x.columns, c)
		}
	}
	return x, nil
}

func (x *writer) write(ctx context.Context, w io.Writer) (err error) {
	if x.e.Format == "xlsx" {
		if x.out, err = sheet.NewXLSX(w, fileName(x.env.Locale, x.e.Kind)); err != nil {
			return err
		}
	} else {
		x.out = sheet.NewCSV(w, x.env.Locale)
	}
	defer func() {
		if closing := x.out.Close(); err == nil {
			err = closing
		}
	}()
	titles := make([]string, len(x.columns))
	for i, c := range x.columns {
		titles[i] = c.title
	}
	if err := x.out.Head(titles...); err != nil {
		return err
	}
	return x.records(ctx)
}

func (x *writer) records(ctx context.Context) error {
	switch x.e.Kind {
	case crm.Deal:
		return cardPages(ctx, x, x.s.Deals.Book, dealRecord)
	case crm.Contact:
		return cardPages(ctx, x, x.s.Contacts.Book, contactRecord)
	case crm.Company:
		return cardPages(ctx, x, x.s.Companies.Book, companyRecord)
	case Event:
		return x.eventPages(ctx)
	}
	return x.taskPages(ctx)
}

// cardPages writes all cards of the filter, page by page.
func cardPages[T any](ctx context.Context, x *writer, book *entity.Book[T], toRecord func(T) exported) error {
	query := entity.Query{Filter: x.e.Plan.Filter, Sort: x.e.Plan.Sort, Limit: pageSize}
	for {
		page, err := book.ListFor(ctx, x.who, access.Export, query)
		if err != nil {
			return err
		}
		for _, v := range page.Items {
			if err := x.row(toRecord(v)); err != nil {
				return err
			}
		}
		x.progress.Set(x.rows, 0)
		if query.After = page.Next; page.Next == "" {
			return ctx.Err()
		}
	}
}

// taskPages writes the tasks that the actor may export out of those they may see.
func (x *writer) taskPages(ctx context.Context) error {
	f := tasksFilter(x.e.Plan.Tasks, x.e.Plan.Sort, "", task.MaxPage)
	for {
		page, err := x.s.Tasks.List(ctx, x.who, f)
		if err != nil {
			return err
		}
		for _, t := range page.Items {
			if !access.Can(x.who, crm.Task, access.Export, t.ResponsibleID, 0) {
				continue
			}
			if err := x.row(exported{task: &t}); err != nil {
				return err
			}
		}
		x.progress.Set(x.rows, 0)
		if f.After = page.Next; page.Next == "" {
			return ctx.Err()
		}
	}
}

func (x *writer) row(r exported) error {
	cells := make([]sheet.Cell, len(x.columns))
	for i, c := range x.columns {
		cells[i] = c.cell(x.env, r)
	}
	x.rows++
	return x.out.Row(cells...)
}

const (
	// kept is how long files can be downloaded, in seconds.
	kept = 7 * 24 * 3600
	// sweepRows bounds one round of Sweep; the next one takes the rest.
	sweepRows = 500
)

// Sweep removes the files of exports after a week. What is known of them stays.
func (s *Service) Sweep(ctx context.Context) error {
	rows, err := s.DB.Query(ctx, `
		SELECT account_id, id, file_key
		FROM exports
		WHERE file_key <> ''
			AND state = 'done'
			AND finished_at < $1
		LIMIT $2`, s.DB.Now().Unix()-kept, sweepRows)
	type old struct {
		account tenant.AccountID
		id      ID
		key     string
	}
	list, err := db.Collect(rows, err, func(r db.Rows) (o old, err error) {
		err = r.Scan(&o.account, &o.id, &o.key)
		return o, err
	})
	if err != nil {
		return fmt.Errorf("find old exports: %w", err)
	}
	for _, o := range list {
		if err := s.Files.Delete(ctx, o.key); err != nil {
			return err
		}
		err := s.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `
				UPDATE exports
				SET file_key = '', state = 'expired'
				WHERE account_id = $1
					AND id = $2`, o.account, o.id)
			return err
		})
		if err != nil {
			return fmt.Errorf("forget the file of export %d: %w", o.id, err)
		}
	}
	return nil
}
