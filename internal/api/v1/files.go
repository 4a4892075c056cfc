package v1

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"voronka/internal/crm"
	"voronka/internal/crm/file"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/web"
	"voronka/internal/tenant"
)

// FileView is a file of a card.
type FileView struct {
	timeline.Attachment
	Entity    crm.Ref       `json:"entity"`
	NoteID    crm.NoteID    `json:"note_id" doc:"The note it went with, 0 for none"`
	Virus     string        `json:"virus,omitempty" doc:"What the scanner found in the refused newest version"`
	FieldID   crm.FieldID   `json:"field_id" doc:"The field of the card it stands or stood in, 0 for none"`
	IsStaged  bool          `json:"is_staged" doc:"Waits for the note it was uploaded for"`
	CreatedBy tenant.UserID `json:"created_by"`
	CreatedAt int64         `json:"created_at"`
	UpdatedAt int64         `json:"updated_at"`
	DeletedAt *int64        `json:"deleted_at"`
	DeletedBy tenant.UserID `json:"deleted_by"`
}

func toFile(f file.File) FileView {
	return FileView{
		Attachment: f.Attachment(), Entity: f.Ref, NoteID: f.NoteID, FieldID: f.FieldID, Virus: f.Current.Virus, IsStaged: f.IsStaged,
		CreatedBy: f.CreatedBy, CreatedAt: f.CreatedAt, UpdatedAt: f.UpdatedAt, DeletedAt: f.DeletedAt, DeletedBy: f.DeletedBy,
	}
}

// FileVersion is one content of a file.
type FileVersion struct {
	ID        file.VersionID `json:"id"`
	Number    int            `json:"number"`
	Name      string         `json:"name"`
	Size      int64          `json:"size"`
	SHA256    string         `json:"sha256"`
	MediaType string         `json:"media_type"`
	Width     int            `json:"width"`
	Height    int            `json:"height"`
	Preview   string         `json:"preview" enum:"none,waiting,ready"`
	Scan      string         `json:"scan" enum:"clean,waiting,infected"`
	Virus     string         `json:"virus,omitempty"`
	CreatedBy tenant.UserID  `json:"created_by"`
	CreatedAt int64          `json:"created_at"`
}

func toFileVersion(v file.Version) FileVersion {
	return FileVersion{
		ID: v.ID, Number: v.Number, Name: v.Name, Size: v.Size, SHA256: v.SHA256, MediaType: v.MediaType, Width: v.Width, Height: v.Height,
		Preview: v.Preview, Scan: v.Scan, Virus: v.Virus, CreatedBy: v.CreatedBy, CreatedAt: v.CreatedAt,
	}
}

// RawRequest hands a handler the request itself, for bodies that are read as they come.
type RawRequest struct {
	r *http.Request
	w http.ResponseWriter
}

// Resolve is called by huma before the handler.
func (q *RawRequest) Resolve(ctx huma.Context) []error {
	q.r, q.w = humago.Unwrap(ctx)
	return nil
}

// uploadLasts bounds how long the bytes of one file may come.
const uploadLasts = 2 * time.Hour

// streamed is a route whose multipart body is read while it comes. The limits of the account decide how large it may be.
func streamed() option {
	return func(op *huma.Operation) { op.MaxBodyBytes, op.Metadata["streamed"] = 1<<50, true }
}

// describeUploads tells in the document what streamed routes take: huma would read a body it knows of itself.
func describeUploads(doc *huma.OpenAPI) {
	file := &huma.Schema{Type: "string", Format: "binary", Description: "Its name is that of the part"}
	body := &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
		Type: "object", Required: []string{"file"}, Properties: map[string]*huma.Schema{"file": file},
	}}}}
	for _, path := range doc.Paths {
		if path.Post != nil && path.Post.Metadata["streamed"] == true {
			path.Post.RequestBody = body
		}
	}
}

// receive finds the file in a multipart body and hands it to take as it comes. A body that says it is too large is
// refused before it is read.
func (a *API) receive(ctx context.Context, who tenant.Actor, q RawRequest, take func(ctx context.Context, name string, size int64, r io.Reader) (file.File, error)) (FileView, error) {
	const envelope = 4 << 10 // what multipart adds
	size := max(0, q.r.ContentLength-envelope)
	if err := a.Files.Room(ctx, who, size); err != nil {
		q.w.Header().Set("Connection", "close")
		return FileView{}, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), uploadLasts)
	defer cancel()
	_ = http.NewResponseController(q.w).SetReadDeadline(time.Now().Add(uploadLasts)) // a server without deadlines has none to move
	parts, err := q.r.MultipartReader()
	if err != nil {
		return FileView{}, errs.Invalid("file", "send the file as multipart/form-data")
	}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return FileView{}, errs.Invalid("file", "is missing: send it as the part named file")
		}
		if part.FormName() != "file" {
			continue
		}
		f, err := take(ctx, part.FileName(), size, part)
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, new(*http.MaxBytesError)) {
			err = errs.Invalid("file", "was cut off on the way, send it again")
		}
		return toFile(f), err
	}
}

type fileUploadInput struct {
	RawRequest
	Kind     crm.Kind `query:"kind" required:"true" enum:"deal,contact,company"`
	EntityID int64    `query:"entity_id" required:"true" minimum:"1"`
	Staged   bool     `query:"staged" doc:"Keep it aside until a note is sent with it"`
}

func (a *API) uploadFile(ctx context.Context, who tenant.Actor, in *fileUploadInput) (FileView, error) {
	ref := crm.Ref{Kind: in.Kind, ID: crm.ID(in.EntityID)}
	return a.receive(ctx, who, in.RawRequest, func(ctx context.Context, name string, size int64, r io.Reader) (file.File, error) {
		return a.Files.Upload(ctx, who, file.New{Ref: ref, Name: name, Size: size, Staged: in.Staged}, r)
	})
}

type versionUploadInput struct {
	IDInput
	RawRequest
}

func (a *API) uploadVersion(ctx context.Context, who tenant.Actor, in *versionUploadInput) (FileView, error) {
	return a.receive(ctx, who, in.RawRequest, func(ctx context.Context, name string, size int64, r io.Reader) (file.File, error) {
		return a.Files.AddVersion(ctx, who, crm.FileID(in.ID), name, size, r)
	})
}

type fileListInput struct {
	Kind     crm.Kind `query:"kind" required:"true" enum:"deal,contact,company"`
	EntityID int64    `query:"entity_id" required:"true" minimum:"1"`
	Deleted  bool     `query:"deleted" doc:"Those in the bin"`
	After    string   `query:"after"`
	Limit    int      `query:"limit" minimum:"1" maximum:"200"`
}

func (a *API) listFiles(ctx context.Context, who tenant.Actor, in *fileListInput) (Page[FileView], error) {
	before, err := idCursor(in.After)
	if err != nil {
		return Page[FileView]{}, err
	}
	list, next, err := a.Files.List(ctx, who, file.Filter{
		Ref: crm.Ref{Kind: in.Kind, ID: crm.ID(in.EntityID)}, Deleted: in.Deleted, Before: crm.FileID(before), Limit: in.Limit,
	})
	p := Page[FileView]{Items: convertAll(list, toFile)}
	if next != 0 {
		p.Next = strconv.FormatInt(int64(next), 10)
	}
	return p, err
}

func (a *API) findFile(ctx context.Context, who tenant.Actor, in *IDInput) (FileView, error) {
	f, err := a.Files.Find(ctx, who, crm.FileID(in.ID))
	return toFile(f), err
}

// FileBody is the new name of a file.
type FileBody struct {
	Name string `json:"name"`
}

type fileInput struct {
	IDInput
	Body FileBody
}

func (a *API) renameFile(ctx context.Context, who tenant.Actor, in *fileInput) (FileView, error) {
	f, err := a.Files.Rename(ctx, who, crm.FileID(in.ID), in.Body.Name)
	return toFile(f), err
}

func (a *API) deleteFile(ctx context.Context, who tenant.Actor, in *IDInput) error {
	_, err := a.Files.Delete(ctx, who, crm.FileID(in.ID))
	return err
}

func (a *API) restoreFile(ctx context.Context, who tenant.Actor, in *IDInput) (FileView, error) {
	f, err := a.Files.Undelete(ctx, who, crm.FileID(in.ID))
	return toFile(f), err
}

func (a *API) listVersions(ctx context.Context, who tenant.Actor, in *IDInput) (Items[FileVersion], error) {
	list, err := a.Files.Versions(ctx, who, crm.FileID(in.ID))
	return items(list, toFileVersion), err
}

type versionInput struct {
	IDInput
	VersionID int64 `path:"version_id" minimum:"1"`
}

func (a *API) restoreVersion(ctx context.Context, who tenant.Actor, in *versionInput) (FileView, error) {
	f, err := a.Files.Restore(ctx, who, crm.FileID(in.ID), file.VersionID(in.VersionID))
	return toFile(f), err
}

type contentInput struct {
	IDInput
	Version int64 `query:"version" minimum:"1" doc:"A version of the file; the one that is shown without it"`
	Inline  bool  `query:"inline" doc:"Show it in place, when it is a picture or a PDF"`
}

func (a *API) fileContent(ctx context.Context, who tenant.Actor, in *contentInput) (*ContentOutput, error) {
	c, err := a.Files.Open(context.WithoutCancel(ctx), who, crm.FileID(in.ID), file.VersionID(in.Version))
	if err != nil {
		return nil, err
	}
	return content(c, in.Inline, in.Version != 0), nil
}

func (a *API) filePreview(ctx context.Context, who tenant.Actor, in *contentInput) (*ContentOutput, error) {
	c, err := a.Files.OpenPreview(ctx, who, crm.FileID(in.ID), file.VersionID(in.Version))
	if err != nil {
		return nil, err
	}
	return content(c, true, in.Version != 0), nil
}

// ContentOutput is a stored file on its way out.
type ContentOutput struct {
	Body func(huma.Context)
}

// content sends a file so that it can do no harm on our own address: only pictures that were decoded and PDF are shown,
// everything else is saved; nothing in it may run, load or be framed by others.
func content(c file.Content, inline, fixed bool) *ContentOutput {
	return &ContentOutput{Body: func(ctx huma.Context) {
		defer c.Close()
		r, w := humago.Unwrap(ctx)
		web.StoredFile(w.Header(), c.Name, c.Version.MediaType, inline && c.Version.Shown())
		if fixed {
			w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
		}
		http.ServeContent(w, r, "", time.Unix(c.Version.CreatedAt, 0), c)
	}}
}
