package v1

import (
	"context"

	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/danielgtaylor/huma/v2"

	"voronka/internal/crm"
	"voronka/internal/crm/file"
	"voronka/internal/kit/web"
	"voronka/internal/tenant"
)

// FileLink is a public link to a file.
type FileLink struct {
	ID           file.LinkID   `json:"id"`
	URL          string        `json:"url" doc:"Empty when the key of the installation was changed since"`
	HasPassword  bool          `json:"has_password"`
	ExpiresAt    *int64        `json:"expires_at"`
	Opened       int64         `json:"opened" doc:"Looks at its page"`
	Downloaded   int64         `json:"downloaded"`
	LastOpenedAt *int64        `json:"last_opened_at"`
	CreatedBy    tenant.UserID `json:"created_by"`
	CreatedAt    int64         `json:"created_at"`
}

func toFileLink(base string) func(file.Link) FileLink {
	return func(l file.Link) FileLink {
		v := FileLink{
			ID: l.ID, HasPassword: l.HasPassword, ExpiresAt: l.ExpiresAt, Opened: l.Opened, Downloaded: l.Downloaded,
			LastOpenedAt: l.LastOpenedAt, CreatedBy: l.CreatedBy, CreatedAt: l.CreatedAt,
		}
		if l.Word != "" {
			v.URL = base + "/f/" + l.Word
		}
		return v
	}
}

// HostInput tells the address the request came to, for links that lead back here.
type HostInput struct{ base string }

// Resolve is called by huma before the handler.
func (h *HostInput) Resolve(ctx huma.Context) []error {
	r, _ := humago.Unwrap(ctx)
	scheme := "http"
	if web.Secure(r.Context()) {
		scheme = "https"
	}
	h.base = scheme + "://" + web.Host(r.Context())
	return nil
}

func (a *API) base(h HostInput) string {
	if a.URL != "" {
		return a.URL
	}
	return h.base
}

// FileLinkBody is a link to be made.
type FileLinkBody struct {
	ExpiresAt *int64 `json:"expires_at,omitempty" doc:"Without it the link lasts until it is revoked"`
	Password  string `json:"password,omitempty"`
}

type fileLinkInput struct {
	IDInput
	HostInput
	Body FileLinkBody
}

func (a *API) addFileLink(ctx context.Context, who tenant.Actor, in *fileLinkInput) (FileLink, error) {
	l, err := a.Files.AddLink(ctx, who, crm.FileID(in.ID), file.NewLink{ExpiresAt: in.Body.ExpiresAt, Password: in.Body.Password})
	return toFileLink(a.base(in.HostInput))(l), err
}

type linksInput struct {
	IDInput
	HostInput
}

func (a *API) listFileLinks(ctx context.Context, who tenant.Actor, in *linksInput) (Items[FileLink], error) {
	list, err := a.Files.Links(ctx, who, crm.FileID(in.ID))
	return items(list, toFileLink(a.base(in.HostInput))), err
}

func (a *API) revokeFileLink(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Files.Revoke(ctx, who, file.LinkID(in.ID))
}

// SpaceView is the space the files of the account take.
type SpaceView struct {
	Store   string      `json:"store" enum:"disk,s3"`
	Scanned bool        `json:"scanned" doc:"A virus scanner looks through uploads"`
	Limits  SpaceLimits `json:"limits"`
	Ceiling int64       `json:"ceiling" doc:"The largest file the installation takes; 0: any"`
	Plan    int64       `json:"plan" doc:"The space the installation gives an account; 0: any"`
	Place   string      `json:"place,omitempty" doc:"The folder or bucket of the files, for administrators"`
	Scanner string      `json:"scanner,omitempty" enum:"off,ok,away" doc:"How the virus scanner is, for administrators"`
	Total   SpaceUsage  `json:"total"`
	Users   []UserSpace `json:"users" doc:"By person, the largest first; others than administrators see themselves"`
}

// SpaceLimits are in bytes; 0 is no limit.
type SpaceLimits struct {
	MaxFile  int64 `json:"max_file"`
	MaxSpace int64 `json:"max_space"`
	MaxUser  int64 `json:"max_user"`
	// Forbidden are endings of names nobody may upload.
	Forbidden []string `json:"forbidden,omitempty" maxItems:"100" doc:"Endings of names nobody may upload, like exe"`
}

// SpaceUsage counts versions, those in the bin too.
type SpaceUsage struct {
	Versions int64 `json:"versions"`
	Bytes    int64 `json:"bytes"`
}

// UserSpace is what one person uploaded.
type UserSpace struct {
	UserID tenant.UserID `json:"user_id"`
	SpaceUsage
}

func toSpace(s file.Space) SpaceView {
	v := SpaceView{
		Store: s.Store, Scanned: s.Scanned, Ceiling: s.Ceiling, Plan: s.SpaceCeiling, Place: s.Place, Scanner: s.Scanner,
		Limits: SpaceLimits{s.Limits.File, s.Limits.Space, s.Limits.User, s.Limits.Forbidden},
		Total:  SpaceUsage{s.Total.Versions, s.Total.Bytes}, Users: []UserSpace{},
	}
	for _, u := range s.Users {
		v.Users = append(v.Users, UserSpace{u.UserID, SpaceUsage{u.Versions, u.Bytes}})
	}
	return v
}

func (a *API) fileSpace(ctx context.Context, who tenant.Actor, _ *struct{}) (SpaceView, error) {
	s, err := a.Files.Space(ctx, who)
	return toSpace(s), err
}

type limitsInput struct{ Body SpaceLimits }

func (a *API) setFileLimits(ctx context.Context, who tenant.Actor, in *limitsInput) (SpaceView, error) {
	l := in.Body
	if err := a.Files.SetLimits(ctx, who, file.Limits{File: l.MaxFile, Space: l.MaxSpace, User: l.MaxUser, Forbidden: l.Forbidden}); err != nil {
		return SpaceView{}, err
	}
	return a.fileSpace(ctx, who, nil)
}

// LargeFile is a file that takes much space.
type LargeFile struct {
	FileView
	Bytes int64  `json:"bytes" doc:"What all its versions take"`
	Card  string `json:"card" doc:"The name of its card; empty when the card is gone"`
}

func (a *API) largestFiles(ctx context.Context, who tenant.Actor, _ *struct{}) (Items[LargeFile], error) {
	list, err := a.Files.Largest(ctx, who)
	return items(list, func(l file.Large) LargeFile { return LargeFile{FileView: toFile(l.File), Bytes: l.Bytes, Card: l.Card} }), err
}
