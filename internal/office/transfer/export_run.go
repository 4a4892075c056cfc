package transfer

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
	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/office/transfer/sheet"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// exportPayload names the export of a job.
type exportPayload struct {
	ExportID ExportID `json:"export_id"`
}

// exportPage is how many records are read at once.
const exportPage = 500

// export makes the file. It may begin anew: the file appears whole or not at all.
func (s *Service) export(ctx context.Context, j job.Job, p *job.Progress) error {
	var payload exportPayload
	if err := json.Unmarshal(j.Payload, &payload); err != nil {
		return job.Permanent(fmt.Errorf("read payload: %w", err))
	}
	account := tenant.AccountID(j.AccountID)
	e, err := findExport(ctx, s.DB, tenant.Actor{AccountID: account, Admin: true}, payload.ExportID)
	if errs.Is(err, errs.CodeNotFound) || err == nil && e.State != ExportRunning {
		return nil
	}
	if err != nil {
		return err
	}
	e.fileKey = fmt.Sprintf("exports/%d/%d.%s", account, e.ID, e.Format)
	rows, info, err := s.makeFile(ctx, account, e, p)
	switch code := errs.CodeOf(err); {
	case err == nil:
		return s.finishExport(ctx, account, e, rows, info)
	case code == errs.CodeUnavailable || code == errs.CodeInternal:
		return err
	}
	return job.Permanent(err)
}

func (s *Service) makeFile(ctx context.Context, account tenant.AccountID, e Export, p *job.Progress) (rows int64, info blob.Info, err error) {
	who, err := user.ActorTx(ctx, s.DB, account, e.CreatedBy)
	if err != nil {
		return 0, info, err
	}
	if err := access.Any(who, e.Kind, access.Export); err != nil {
		return 0, info, err
	}
	x, err := s.openExport(ctx, who, e, p)
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

func (s *Service) finishExport(ctx context.Context, account tenant.AccountID, e Export, rows int64, info blob.Info) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE exports
			SET state = $3, file_key = $4, file_size = $5, row_count = $6, finished_at = $7
			WHERE account_id = $1
				AND id = $2
				AND state = 'running'`, account, e.ID, string(ExportDone), e.fileKey, info.Size, rows, tx.Unix())
		return err
	})
}

func (s *Service) exportFailed(ctx context.Context, tx *db.Tx, j job.Job, cause error) error {
	var payload exportPayload
	if json.Unmarshal(j.Payload, &payload) != nil {
		return nil
	}
	_, err := tx.Exec(ctx, `
		UPDATE exports
		SET state = $3, error = $4, finished_at = $5
		WHERE account_id = $1
			AND id = $2
			AND state = 'running'`, j.AccountID, payload.ExportID, string(ExportFailed), failureText(cause), tx.Unix())
	return err
}

// exporter writes one file.
type exporter struct {
	s        *Service
	who      tenant.Actor
	e        Export
	env      cellEnv
	columns  []column
	out      sheet.Writer
	rows     int64
	progress *job.Progress
}

func (s *Service) openExport(ctx context.Context, who tenant.Actor, e Export, p *job.Progress) (*exporter, error) {
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
	x := &exporter{s: s, who: who, e: e, env: env, progress: p}
	for _, name := range e.Plan.Columns {
		if c, ok := byName[name]; ok { // a field may have been removed since
			x.columns = append(x.columns, c)
		}
	}
	return x, nil
}

func (x *exporter) write(ctx context.Context, w io.Writer) (err error) {
	if x.e.Format == "xlsx" {
		if x.out, err = sheet.NewXLSX(w, exportName(x.env.Locale, x.e.Kind)); err != nil {
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

func (x *exporter) records(ctx context.Context) error {
	switch x.e.Kind {
	case crm.Deal:
		return cardPages(ctx, x, x.s.Deals.Book, dealRecord)
	case crm.Contact:
		return cardPages(ctx, x, x.s.Contacts.Book, contactRecord)
	case crm.Company:
		return cardPages(ctx, x, x.s.Companies.Book, companyRecord)
	}
	return x.taskPages(ctx)
}

// cardPages writes all cards of the filter, page by page.
func cardPages[T any](ctx context.Context, x *exporter, book *entity.Book[T], toRecord func(T) exported) error {
	query := entity.Query{Filter: x.e.Plan.Filter, Sort: x.e.Plan.Sort, Limit: exportPage}
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
func (x *exporter) taskPages(ctx context.Context) error {
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

func (x *exporter) row(r exported) error {
	cells := make([]sheet.Cell, len(x.columns))
	for i, c := range x.columns {
		cells[i] = c.cell(x.env, r)
	}
	x.rows++
	return x.out.Row(cells...)
}

// The time files are kept.
const (
	exportKept = 7 * 24 * 3600
	draftKept  = 7 * 24 * 3600
	importKept = 90 * 24 * 3600
)

// sweepRows bounds one round of Sweep; the next one takes the rest.
const sweepRows = 500

// Sweep removes old files: those of exports after a week, uploads nobody started after a week, imported files after
// three months. What is known of them stays.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.DB.Now().Unix()
	exports := s.sweep(ctx, "exports", `state = 'done' AND finished_at < $1`, now-exportKept)
	drafts := s.sweep(ctx, "imports", `state = 'draft' AND created_at < $1`, now-draftKept)
	imports := s.sweep(ctx, "imports", `state IN ('done', 'cancelled', 'undone') AND finished_at < $1`, now-importKept)
	return errors.Join(exports, drafts, imports)
}

// keptFile is a file that is to be removed.
type keptFile struct {
	account tenant.AccountID
	id      int64
	key     string
}

func (s *Service) sweep(ctx context.Context, table, where string, before int64) error {
	rows, err := s.DB.Query(ctx, `
		SELECT account_id, id, file_key
		FROM `+table+`
		WHERE file_key <> ''
			AND `+where+`
		LIMIT $2`, before, sweepRows)
	list, err := db.Collect(rows, err, func(r db.Rows) (f keptFile, err error) {
		err = r.Scan(&f.account, &f.id, &f.key)
		return f, err
	})
	if err != nil {
		return fmt.Errorf("find old files of %s: %w", table, err)
	}
	for _, f := range list {
		if err := s.Files.Delete(ctx, f.key); err != nil {
			return err
		}
		err := s.DB.Write(ctx, func(tx *db.Tx) error { return forget(ctx, tx, table, f) })
		if err != nil {
			return fmt.Errorf("forget a file of %s: %w", table, err)
		}
	}
	return nil
}

// forget notes that a file is gone. A draft without its file is worth nothing.
func forget(ctx context.Context, tx *db.Tx, table string, f keptFile) error {
	if table == "exports" {
		_, err := tx.Exec(ctx, `UPDATE exports SET file_key = '', state = 'expired' WHERE account_id = $1 AND id = $2`, f.account, f.id)
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE imports SET file_key = '' WHERE account_id = $1 AND id = $2`, f.account, f.id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM imports WHERE account_id = $1 AND id = $2 AND state = 'draft'`, f.account, f.id)
	return err
}
