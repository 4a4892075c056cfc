package v1

import (
	"context"
	"io"
	"mime"
	"net/http"
	"os"
	"path"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"voronka/internal/crm"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/tenant"
)

// ImportView is an uploaded file on its way into the CRM.
type ImportView struct {
	ID         transfer.ImportID `json:"id"`
	FileName   string            `json:"file_name"`
	FileSize   int64             `json:"file_size"`
	State      transfer.State    `json:"state" enum:"draft,running,paused,cancelled,done,undoing,undone"`
	Error      string            `json:"error" doc:"Why it is paused, or why its undo stopped"`
	Progress   ImportProgress    `json:"progress"`
	Tags       []string          `json:"tags" doc:"What its cards are marked with"`
	CreatedBy  tenant.UserID     `json:"created_by"`
	CreatedAt  int64             `json:"created_at"`
	StartedAt  *int64            `json:"started_at"`
	FinishedAt *int64            `json:"finished_at"`
	UndoneAt   *int64            `json:"undone_at"`
	Can        ImportCan         `json:"can"`
}

// ImportProgress is how far an import has come.
type ImportProgress struct {
	Rows      int                 `json:"rows" doc:"Handled so far"`
	Total     int                 `json:"total"`
	Failed    int                 `json:"failed" doc:"Rows that were rejected"`
	Problems  int                 `json:"problems" doc:"Values that could not be read, and rejected rows"`
	Created   map[crm.Kind]int    `json:"created" doc:"New cards by kind"`
	Joined    map[crm.Kind]int    `json:"joined" doc:"Rows that joined a card that was there, by kind"`
	PerSecond int                 `json:"per_second"`
	Undo      transfer.UndoCounts `json:"undo"`
}

// ImportCan is what can be done with an import as it stands.
type ImportCan struct {
	Start    bool `json:"start" doc:"Begin, or continue when it is paused"`
	Cancel   bool `json:"cancel"`
	Undo     bool `json:"undo"`
	Rejected bool `json:"rejected" doc:"The rejected rows can be downloaded"`
}

func toImport(loc lang.Locale) func(transfer.Import) ImportView {
	return func(i transfer.Import) ImportView {
		c := i.Counts
		return ImportView{
			ID: i.ID, FileName: i.FileName, FileSize: i.FileSize, State: i.State, Error: lang.Paragraph(loc, i.Error),
			Progress: ImportProgress{
				Rows: c.Rows, Total: c.Total, Failed: c.Failed, Problems: c.Problems, Created: c.Created, Joined: c.Joined,
				PerSecond: c.PerSecond(), Undo: c.Undo,
			},
			Tags: i.Tags(), CreatedBy: i.CreatedBy, CreatedAt: i.CreatedAt, StartedAt: i.StartedAt, FinishedAt: i.FinishedAt,
			UndoneAt: i.UndoneAt,
			Can:      ImportCan{Start: i.MayStart(), Cancel: i.MayCancel(), Undo: i.MayUndo(), Rejected: i.HasFile() && c.Failed > 0},
		}
	}
}

// ImportDetail is an import with what was found in its file and what is to be made of it.
type ImportDetail struct {
	ImportView
	Format  string           `json:"format" enum:"xlsx,csv,vcf"`
	Sheets  []ImportSheet    `json:"sheets"`
	Columns []ImportColumn   `json:"columns" doc:"Of the sheet the plan is about"`
	Plan    mapping.Plan     `json:"plan"`
	Targets []mapping.Target `json:"targets" doc:"Where a column may go"`
}

// ImportSheet is a table of the file.
type ImportSheet struct {
	Index  int    `json:"index"`
	Name   string `json:"name"`
	Rows   int    `json:"rows" doc:"About how many; 0: only reading will tell"`
	Hidden bool   `json:"hidden"`
}

// ImportColumn is a column of the sheet and what it seems to be.
type ImportColumn struct {
	Index      int      `json:"index"`
	Title      string   `json:"title"`
	Samples    []string `json:"samples"`
	Values     []string `json:"values" doc:"All different values of a list"`
	Type       string   `json:"type"`
	Meaning    string   `json:"meaning"`
	Confidence float64  `json:"confidence" doc:"From 0 to 1"`
	EmptyShare float64  `json:"empty_share" doc:"The part of the rows without a value"`
}

func (a *API) importDetail(ctx context.Context, who tenant.Actor, i transfer.Import) (ImportDetail, error) {
	targets, err := a.Transfers.Targets(ctx, who)
	if err != nil {
		return ImportDetail{}, err
	}
	v := ImportDetail{
		ImportView: toImport(localeOf(ctx))(i), Format: string(i.Facts.Format), Plan: i.Plan, Targets: targets,
		Sheets: []ImportSheet{}, Columns: []ImportColumn{},
	}
	for n, s := range i.Facts.Sheets {
		v.Sheets = append(v.Sheets, ImportSheet{Index: n, Name: s.Name, Rows: s.Rows, Hidden: s.Hidden})
	}
	for _, c := range i.Facts.Head.Columns {
		v.Columns = append(v.Columns, ImportColumn{
			Index: c.Index, Title: c.Title, Samples: convertAll(c.Samples, same[string]), Values: convertAll(c.Values, same[string]),
			Type: string(c.Guess.Type), Meaning: string(c.Guess.Meaning), Confidence: c.Guess.Confidence, EmptyShare: c.EmptyShare,
		})
	}
	return v, nil
}

type uploadInput struct {
	RawBody huma.MultipartFormFiles[struct {
		File huma.FormFile `form:"file" required:"true" doc:"xlsx, csv or vcf, up to 100 MB"`
	}]
}

// uploadTime bounds the upload and first reading of a large file over a slow line.
const uploadTime = 10 * time.Minute

func (a *API) uploadImport(ctx context.Context, who tenant.Actor, in *uploadInput) (ImportDetail, error) {
	defer in.RawBody.Form.RemoveAll() //nolint:errcheck // a temporary file; the system removes it too
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), uploadTime)
	defer cancel()
	file := in.RawBody.Data().File
	defer file.Close()
	i, err := a.Transfers.Upload(ctx, who, file.Filename, file)
	if err != nil {
		return ImportDetail{}, err
	}
	return a.importDetail(ctx, who, i)
}

type importListInput struct {
	After string `query:"after"`
	Limit int    `query:"limit" minimum:"1" maximum:"200"`
}

func (a *API) listImports(ctx context.Context, who tenant.Actor, in *importListInput) (Page[ImportView], error) {
	after, err := idCursor(in.After)
	if err != nil {
		return Page[ImportView]{}, err
	}
	list, more, err := a.Transfers.List(ctx, who, transfer.ImportID(after), orDefault(in.Limit))
	p := Page[ImportView]{Items: convertAll(list, toImport(localeOf(ctx)))}
	if more {
		p.Next = strconv.FormatInt(int64(list[len(list)-1].ID), 10)
	}
	return p, err
}

// idCursor reads an `after` that is the last id of the page before; empty is 0.
func idCursor(after string) (int64, error) {
	if after == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(after, 10, 64)
	if err != nil || id <= 0 {
		return 0, errs.Invalid("after", "is not the next of an earlier page")
	}
	return id, nil
}

func orDefault(limit int) int {
	if limit == 0 {
		return 50
	}
	return limit
}

func (a *API) findImport(ctx context.Context, who tenant.Actor, in *IDInput) (ImportDetail, error) {
	i, err := a.Transfers.Find(ctx, who, transfer.ImportID(in.ID))
	if err != nil {
		return ImportDetail{}, err
	}
	return a.importDetail(ctx, who, i)
}

type importPlanInput struct {
	IDInput
	Body mapping.Plan
}

func (a *API) planImport(ctx context.Context, who tenant.Actor, in *importPlanInput) (ImportDetail, error) {
	i, err := a.Transfers.SetPlan(ctx, who, transfer.ImportID(in.ID), in.Body)
	if err != nil {
		return ImportDetail{}, err
	}
	return a.importDetail(ctx, who, i)
}

// SheetBody chooses the table of a file.
type SheetBody struct {
	Sheet   int `json:"sheet" doc:"Index, from 0"`
	HeadRow int `json:"head_row,omitempty" doc:"Row of the titles; 0: find it, -1: there are none"`
}

type importSheetInput struct {
	IDInput
	Body SheetBody
}

func (a *API) chooseSheet(ctx context.Context, who tenant.Actor, in *importSheetInput) (ImportDetail, error) {
	i, err := a.Transfers.Retable(ctx, who, transfer.ImportID(in.ID), in.Body.Sheet, in.Body.HeadRow)
	if err != nil {
		return ImportDetail{}, err
	}
	return a.importDetail(ctx, who, i)
}

// PreviewRow is a row as the import would take it.
type PreviewRow struct {
	Row      int           `json:"row" doc:"Its number in the file"`
	Cells    []PreviewCell `json:"cells"`
	Cards    []PreviewCard `json:"cards"`
	Problems []string      `json:"problems" doc:"Of the whole row"`
	Rejected bool          `json:"rejected" doc:"It would not be imported"`
}

// PreviewCell is a cell and what becomes of it.
type PreviewCell struct {
	Column   int      `json:"column"`
	Text     string   `json:"text"`
	Value    string   `json:"value" doc:"As the card will have it"`
	Problems []string `json:"problems"`
}

// PreviewCard is a card that the row makes or joins.
type PreviewCard struct {
	Kind  crm.Kind `json:"kind" enum:"contact,company,deal"`
	Name  string   `json:"name"`
	IsNew bool     `json:"is_new"`
	ID    crm.ID   `json:"id" doc:"Of the card it joins; 0: it is new, or made by an earlier row"`
	Row   int      `json:"row" doc:"The earlier row whose card it joins; 0: none"`
}

func toPreview(loc lang.Locale) func(transfer.Preview) PreviewRow {
	say := func(s lang.Sentence) string { return s.Text(loc) }
	return func(p transfer.Preview) PreviewRow {
		return PreviewRow{
			Row: p.Row, Rejected: p.Rejected, Problems: convertAll(p.Problems, say),
			Cells: convertAll(p.Cells, func(c mapping.PreviewCell) PreviewCell {
				return PreviewCell{Column: c.Column, Text: c.Text, Value: c.Value, Problems: convertAll(c.Problems, say)}
			}),
			Cards: convertAll(p.Cards, func(c transfer.PreviewCard) PreviewCard { return PreviewCard(c) }),
		}
	}
}

func (a *API) previewImport(ctx context.Context, who tenant.Actor, in *IDInput) (Items[PreviewRow], error) {
	rows, err := a.Transfers.Preview(ctx, who, transfer.ImportID(in.ID))
	return items(rows, toPreview(localeOf(ctx))), err
}

func (a *API) startImport(ctx context.Context, who tenant.Actor, in *IDInput) (ImportView, error) {
	i, err := a.Transfers.Start(ctx, who, transfer.ImportID(in.ID))
	return toImport(localeOf(ctx))(i), err
}

func (a *API) cancelImport(ctx context.Context, who tenant.Actor, in *IDInput) (ImportView, error) {
	i, err := a.Transfers.Cancel(ctx, who, transfer.ImportID(in.ID))
	return toImport(localeOf(ctx))(i), err
}

func (a *API) undoImport(ctx context.Context, who tenant.Actor, in *IDInput) (ImportView, error) {
	i, err := a.Transfers.Undo(ctx, who, transfer.ImportID(in.ID))
	return toImport(localeOf(ctx))(i), err
}

// ImportProblem is one thing that was wrong with a row.
type ImportProblem struct {
	ID      int64  `json:"id"`
	Row     int    `json:"row" doc:"Its number in the file"`
	Column  string `json:"column" doc:"Title of the column; empty: the row as a whole"`
	Value   string `json:"value"`
	Reason  string `json:"reason"`
	IsFatal bool   `json:"is_fatal" doc:"The row was not imported"`
}

type importProblemsInput struct {
	IDInput
	Fatal bool   `query:"fatal" doc:"Only what kept rows from being imported"`
	After string `query:"after"`
	Limit int    `query:"limit" minimum:"1" maximum:"500"`
}

func (a *API) listImportProblems(ctx context.Context, who tenant.Actor, in *importProblemsInput) (Page[ImportProblem], error) {
	after, err := idCursor(in.After)
	if err != nil {
		return Page[ImportProblem]{}, err
	}
	loc := localeOf(ctx)
	list, more, err := a.Transfers.Problems(ctx, who, transfer.ImportID(in.ID), in.Fatal, after, orDefault(in.Limit))
	p := Page[ImportProblem]{Items: convertAll(list, func(p mapping.Problem) ImportProblem {
		return ImportProblem{p.ID, p.Row, p.Column, p.Value, p.Reason.Text(loc), p.IsFatal}
	})}
	if more {
		p.Next = strconv.FormatInt(list[len(list)-1].ID, 10)
	}
	return p, err
}

func (a *API) downloadRejected(ctx context.Context, who tenant.Actor, in *IDInput) (*FileOutput, error) {
	file, err := os.CreateTemp("", "voronka-rejected-*")
	if err != nil {
		return nil, err
	}
	discard := func() { file.Close(); os.Remove(file.Name()) }
	if err := a.Transfers.Rejected(ctx, who, transfer.ImportID(in.ID), file); err != nil {
		discard()
		return nil, err
	}
	size, err := file.Seek(0, io.SeekCurrent)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		discard()
		return nil, err
	}
	return download(file, size, "rejected.xlsx", discard), nil
}

// FileOutput is a file to be saved.
type FileOutput struct {
	ContentType        string `header:"Content-Type"`
	ContentDisposition string `header:"Content-Disposition"`
	ContentLength      int64  `header:"Content-Length"`
	Body               func(huma.Context)
}

// download streams a file under a name; done is called when it has been sent.
func download(file io.Reader, size int64, name string, done func()) *FileOutput {
	typ := mime.TypeByExtension(path.Ext(name))
	if path.Ext(name) == ".xlsx" {
		typ = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return &FileOutput{
		ContentType: typ, ContentLength: size,
		ContentDisposition: mime.FormatMediaType("attachment", map[string]string{"filename": name}),
		Body: func(ctx huma.Context) {
			defer done()
			_, _ = io.Copy(ctx.BodyWriter(), file) // whoever went away needs no answer
		},
	}
}

// importRoutes bring tables in.
func (a *API) importRoutes() []Route {
	const right = "extra.import"
	return []Route{
		answer("GET", "/imports", right, "The imports: mine, or everybody's for an administrator", a.listImports),
		answer("POST", "/imports", right, "Upload a table; its columns are guessed", a.uploadImport,
			status(http.StatusCreated), upload(transfer.MaxFile+1<<20)),
		answer("GET", "/imports/{id}", right, "One import with its columns, plan and progress", a.findImport),
		answer("PUT", "/imports/{id}/sheet", right, "Take another sheet or row of titles; the plan is guessed anew", a.chooseSheet),
		answer("PUT", "/imports/{id}/plan", right, "Say where the columns go", a.planImport),
		answer("PUT", "/imports/{id}/template", right, "Lay a saved template over the plan, by the titles of the columns", a.useImportTemplate),
		answer("GET", "/import-templates", right, "Saved ways of reading a table", a.listImportTemplates),
		answer("POST", "/import-templates", right, "Keep the plan of an import under a name", a.saveImportTemplate, status(http.StatusCreated)),
		answer("PATCH", "/import-templates/{id}", right, "Rename a template", a.renameImportTemplate),
		nothing("DELETE", "/import-templates/{id}", right, "Delete a template", a.deleteImportTemplate),
		answer("GET", "/imports/{id}/preview", right, "What the plan makes of the first rows", a.previewImport),
		answer("GET", "/imports/{id}/lacking-choices", right, "Choices the cells name and the lists lack", a.lackingChoices),
		answer("POST", "/imports/{id}/start", right, "Begin, or go on with a paused import", a.startImport, status(http.StatusAccepted)),
		answer("POST", "/imports/{id}/cancel", right, "Stop after the batch that is being written", a.cancelImport),
		answer("POST", "/imports/{id}/undo", right, "Take an import back", a.undoImport, status(http.StatusAccepted)),
		answer("GET", "/imports/{id}/problems", right, "What was wrong, row by row", a.listImportProblems),
		raw("GET", "/imports/{id}/rejected.xlsx", right, "The rejected rows with reasons, to be corrected and sent again", a.downloadRejected),
	}
}
