// Package export turns a filtered list into a file: CSV or a workbook, of any length, made by a job that reads page
// after page and begins anew after a crash.
package export

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// Config is what the service works with.
type Config struct {
	DB        *db.DB
	Files     blob.Store
	Fields    *field.Service
	Contacts  *contact.Contacts
	Companies *contact.Companies
	Deals     *deal.Service
	Tasks     *task.Service
	Timeline  *timeline.Service
	// URL is the address links lead to; without one files of fields are written by name alone.
	URL string
}

// Service exports.
type Service struct{ Config }

// NewService makes the service.
func NewService(c Config) *Service { return &Service{c} }

const (
	jobName = "export.run"
	// attempts bounds how often a failing export begins anew, longest how long one attempt may take.
	attempts = 4
	longest  = 12 * time.Hour
)

// JobKind is the job that makes a file.
func (s *Service) JobKind() job.Kind {
	return job.Kind{Name: jobName, Remote: s.run, MaxAttempts: attempts, Timeout: longest, Failed: s.failed}
}

// ID names an export.
type ID int64

// State is where an export stands.
type State string

// The states of an export. The file of an expired one is gone.
const (
	Running State = "running"
	Done    State = "done"
	Failed  State = "failed"
	Expired State = "expired"
)

// File is a list that becomes a file.
type File struct {
	ID         ID
	Kind       crm.Kind
	Format     string
	FileName   string
	FileSize   int64
	State      State
	Plan       Plan
	Rows       int64
	Error      []lang.Sentence
	CreatedBy  tenant.UserID
	CreatedAt  int64
	FinishedAt *int64

	fileKey string
	jobID   *int64
}

// Plan says which records become rows and what stands in the columns.
type Plan struct {
	// Filter and Sort are those of the list; tasks take a Tasks filter, events an Events filter.
	Filter  entity.Node   `json:"filter"`
	Sort    string        `json:"sort,omitempty"`
	Tasks   *TasksFilter  `json:"tasks,omitempty"`
	Events  *EventsFilter `json:"events,omitempty"`
	Columns []string      `json:"columns"`
}

// TasksFilter chooses the tasks of an export; what is empty does not narrow.
type TasksFilter struct {
	Bucket         task.Bucket     `json:"bucket,omitempty" enum:"overdue,today,tomorrow,week,later,done"`
	ResponsibleIDs []tenant.UserID `json:"responsible_ids,omitempty"`
	// PersonIDs have the task to do or take part in it.
	PersonIDs   []tenant.UserID  `json:"person_ids,omitempty" doc:"Who has the task to do or takes part in it"`
	TypeIDs     []crm.TaskTypeID `json:"type_ids,omitempty"`
	EntityKind  crm.Kind         `json:"entity_kind,omitempty" enum:"deal,contact,company"`
	IsCompleted *bool            `json:"is_completed,omitempty"`
}

// New is an export to be made. Without columns all are taken.
type New struct {
	Kind    crm.Kind
	Format  string
	Filter  entity.Node
	Sort    string
	Tasks   *TasksFilter
	Events  *EventsFilter
	Columns []string
}

// Start begins to make a file of all records of the filter that the actor may export.
func (s *Service) Start(ctx context.Context, who tenant.Actor, n New) (e File, err error) {
	if !n.Kind.HasCard() && n.Kind != crm.Task && n.Kind != Event {
		return File{}, errs.Invalid("kind", "must be deal, contact, company, task or event")
	}
	if err := allowed(who, n.Kind); err != nil {
		return File{}, err
	}
	if err := s.check(ctx, who, &n); err != nil {
		return File{}, err
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		env, err := entity.EnvOf(ctx, tx, who)
		if err != nil {
			return err
		}
		e = File{
			Kind: n.Kind, Format: n.Format, State: Running, CreatedBy: who.UserID, CreatedAt: tx.Unix(),
			FileName: fileName(env.Locale, n.Kind) + "_" + tx.Now().In(env.Location()).Format("2006-01-02_15-04") + "." + n.Format,
			Plan:     Plan{Filter: n.Filter, Sort: n.Sort, Tasks: n.Tasks, Events: n.Events, Columns: n.Columns},
		}
		if e.ID, err = insert(ctx, tx, who.AccountID, e); err != nil {
			return err
		}
		id, err := job.Enqueue(ctx, tx, job.New{
			AccountID: int64(who.AccountID), Kind: jobName, Payload: payload{e.ID}, CreatedBy: int64(who.UserID),
		})
		if err != nil {
			return err
		}
		e.jobID = &id
		_, err = tx.Exec(ctx, `UPDATE exports SET job_id = $3 WHERE account_id = $1 AND id = $2`, who.AccountID, e.ID, id)
		return err
	})
	return e, err
}

var names = map[crm.Kind]lang.Term{
	crm.Deal: lang.Term("deals"), crm.Contact: lang.Term("contacts"), crm.Company: lang.Term("companies"), crm.Task: lang.Term("tasks"),
	Event: lang.Term("events"),
}

func fileName(loc lang.Locale, kind crm.Kind) string {
	return lang.Text(loc, string(names[kind]))
}

const maxColumns = 500

func (s *Service) check(ctx context.Context, who tenant.Actor, n *New) error {
	var c errs.Collect
	if n.Format != "csv" && n.Format != "xlsx" {
		c.Add("format", "must be one of: %s", "csv, xlsx")
	}
	columns, err := s.columnsOf(ctx, s.DB, who, n.Kind)
	if err != nil {
		return err
	}
	if len(n.Columns) == 0 {
		for _, col := range columns {
			n.Columns = append(n.Columns, col.name)
		}
	}
	if len(n.Columns) > maxColumns {
		c.Add("columns", "are more than %d, choose fewer", maxColumns)
	}
	for _, name := range n.Columns[:min(len(n.Columns), maxColumns)] {
		if !slices.ContainsFunc(columns, func(col column) bool { return col.name == name }) {
			c.Add("columns", "there is no column %q", clip(name))
		}
	}
	if err := s.checkFilter(ctx, who, n); err != nil && !c.Err("", err) {
		return err
	}
	return c.Result()
}

// checkFilter reads one record by the filter, which finds every fault of it.
func (s *Service) checkFilter(ctx context.Context, who tenant.Actor, n *New) (err error) {
	query := entity.Query{Filter: n.Filter, Sort: n.Sort, Limit: 1}
	switch n.Kind {
	case crm.Deal:
		_, err = s.Deals.ListFor(ctx, who, access.Export, query)
	case crm.Contact:
		_, err = s.Contacts.ListFor(ctx, who, access.Export, query)
	case crm.Company:
		_, err = s.Companies.ListFor(ctx, who, access.Export, query)
	case Event:
		_, _, err = s.Timeline.Events(ctx, who, eventsFilter(n.Events, 0, 1), entity.Exported)
	default:
		_, err = s.Tasks.List(ctx, who, tasksFilter(n.Tasks, n.Sort, "", 1))
	}
	return err
}

// allowed asks for the right to export something of the kind; events ask for the right to read the log.
func allowed(who tenant.Actor, kind crm.Kind) error {
	if kind == Event {
		return access.RequireExtra(who, access.ExtraEvents)
	}
	return access.Any(who, kind, access.Export)
}

func tasksFilter(f *TasksFilter, sort, after string, limit int) task.Filter {
	out := task.Filter{Sort: sort, After: after, Limit: limit}
	if f != nil {
		out.Bucket, out.ResponsibleIDs, out.PersonIDs = f.Bucket, f.ResponsibleIDs, f.PersonIDs
		out.TypeIDs, out.EntityKind, out.IsCompleted = f.TypeIDs, f.EntityKind, f.IsCompleted
	}
	return out
}

// Find is one export: one's own, or any for an administrator.
func (s *Service) Find(ctx context.Context, who tenant.Actor, id ID) (File, error) {
	return find(ctx, s.DB, who, id)
}

// List is a page of the exports, newest first: after is the last id of the page before.
func (s *Service) List(ctx context.Context, who tenant.Actor, after ID, limit int) (list []File, more bool, err error) {
	b := db.NewBuilder(s.DB.Engine())
	b.Add(`SELECT `, storedColumns, ` FROM exports WHERE account_id = `, b.Arg(who.AccountID))
	if !who.Admin {
		b.Add(` AND created_by = `, b.Arg(who.UserID))
	}
	if after > 0 {
		b.Add(` AND id < `, b.Arg(after))
	}
	b.Add(` ORDER BY id DESC LIMIT `, b.Arg(limit+1))
	rows, err := s.DB.Query(ctx, b.SQL(), b.Args()...)
	list, err = db.Collect(rows, err, func(r db.Rows) (File, error) { return scan(r) })
	if err != nil {
		return nil, false, fmt.Errorf("list exports: %w", db.Translate(err))
	}
	if len(list) > limit {
		return list[:limit], true, nil
	}
	return list, false, nil
}

// Open opens the file of an export that is done. The right to export is asked for once more.
func (s *Service) Open(ctx context.Context, who tenant.Actor, id ID) (File, io.ReadSeekCloser, error) {
	e, err := find(ctx, s.DB, who, id)
	if err != nil {
		return e, nil, err
	}
	if err := allowed(who, e.Kind); err != nil {
		return e, nil, err
	}
	switch e.State {
	case Running:
		return e, nil, errs.Conflict("the file is still being made, try again in a moment")
	case Done:
		file, info, err := s.Files.Open(ctx, e.fileKey)
		e.FileSize = info.Size
		return e, file, err
	}
	return e, nil, errs.NotFound("the file is not kept any more, export once again")
}

const storedColumns = `id, entity_kind, format, file_name, file_key, file_size, state, plan, row_count, error, job_id,
	created_by, created_at, finished_at`

func scan(r db.Row) (e File, err error) {
	var plan string
	var failure *string
	err = r.Scan(&e.ID, &e.Kind, &e.Format, &e.FileName, &e.fileKey, &e.FileSize, &e.State, &plan, &e.Rows, &failure, &e.jobID,
		&e.CreatedBy, &e.CreatedAt, &e.FinishedAt)
	if err != nil {
		return e, err
	}
	e.Error, err = lang.LoadSentences(failure)
	return e, errors.Join(err, json.Unmarshal([]byte(plan), &e.Plan))
}

func find(ctx context.Context, q db.Querier, who tenant.Actor, id ID) (File, error) {
	e, err := scan(q.QueryRow(ctx, `
		SELECT `+storedColumns+`
		FROM exports
		WHERE account_id = $1
			AND id = $2`, who.AccountID, id))
	switch {
	case errors.Is(err, db.ErrNoRows), err == nil && !who.Admin && e.CreatedBy != who.UserID:
		return File{}, errs.NotFound("there is no export %d: it may have been removed", id)
	case err != nil:
		return File{}, fmt.Errorf("find export %d: %w", id, db.Translate(err))
	}
	return e, nil
}

func insert(ctx context.Context, tx *db.Tx, account tenant.AccountID, e File) (id ID, err error) {
	plan, err := json.Marshal(e.Plan)
	if err != nil {
		return 0, err
	}
	err = tx.QueryRow(ctx, `
		INSERT INTO exports (account_id, entity_kind, format, file_name, state, plan, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		RETURNING id`,
		account, string(e.Kind), e.Format, e.FileName, string(e.State), string(plan), e.CreatedBy, e.CreatedAt).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("store export: %w", err)
	}
	return id, nil
}

// Columns lists what the columns of an export may hold, named in the actor's language.
func (s *Service) Columns(ctx context.Context, who tenant.Actor, kind crm.Kind) ([]Column, error) {
	if err := allowed(who, kind); err != nil {
		return nil, err
	}
	columns, err := s.columnsOf(ctx, s.DB, who, kind)
	out := make([]Column, len(columns))
	for i, c := range columns {
		out[i] = Column{Column: c.name, Name: strings.TrimSpace(c.title)}
	}
	return out, err
}

// Column is a column an export may have.
type Column struct {
	Column string `json:"column"`
	Name   string `json:"name"`
}

// clip is a word of the input short enough for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
