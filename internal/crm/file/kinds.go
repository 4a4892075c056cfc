package file

import (
	"context"
	"path"
	"slices"
	"strings"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

const (
	maxEndings = 100
	maxEnding  = 20
)

// split reads the endings as they are stored.
func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

// cleanEndings are endings without points, in small letters, each once.
func cleanEndings(c *errs.Collect, list []string) (out []string) {
	if len(list) > maxEndings {
		c.Add("forbidden", "are more than %d, leave some out", maxEndings)
		return nil
	}
	for _, e := range list {
		e = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(e), "."))
		switch {
		case e == "":
		case len(e) > maxEnding || strings.ContainsFunc(e, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }):
			c.Add("forbidden", "holds %q: give the ending of a name, Latin letters and digits, like exe", e[:min(len(e), 2*maxEnding)])
		case !slices.Contains(out, e):
			out = append(out, e)
		}
	}
	slices.Sort(out)
	return out
}

// named refuses a name whose ending is forbidden.
func (l Limits) named(name string) error {
	end := strings.ToLower(strings.TrimPrefix(path.Ext(strings.TrimRight(name, ". ")), "."))
	if end != "" && slices.Contains(l.Forbidden, end) {
		return errs.Invalid("name", "ends with .%s: such files are not accepted here, send another one", end)
	}
	return nil
}

// pinger is a scanner that can be asked whether it is there.
type pinger interface {
	Ping(ctx context.Context) error
}

const pingLasts = 2 * time.Second

func (s *Service) scannerState(ctx context.Context) string {
	if s.Scanner == nil {
		return ScannerOff
	}
	ctx, cancel := context.WithTimeout(ctx, pingLasts)
	defer cancel()
	if p, ok := s.Scanner.(pinger); ok && p.Ping(ctx) != nil {
		return ScannerAway
	}
	return ScannerOK
}

// Large is a file that takes much space, and the card it is on.
type Large struct {
	File
	// Bytes is what all its versions take.
	Bytes int64
	// Card is the name of the card; empty when it is gone.
	Card string
}

// MaxLargest is how many files Largest names.
const MaxLargest = 50

// Largest are the files of the account that take most, those in the bin too. It asks for an administrator.
func (s *Service) Largest(ctx context.Context, who tenant.Actor) ([]Large, error) {
	if err := access.RequireAdmin(who); err != nil {
		return nil, err
	}
	rows, err := s.DB.Query(ctx, `
		SELECT file_id, CAST(SUM(size) AS BIGINT)
		FROM file_versions
		WHERE account_id = $1
		GROUP BY file_id
		ORDER BY 2 DESC, file_id
		LIMIT $2`, who.AccountID, MaxLargest)
	list, err := db.Collect(rows, err, func(r db.Rows) (l Large, err error) {
		err = r.Scan(&l.ID, &l.Bytes)
		return l, err
	})
	if err != nil {
		return nil, err
	}
	return s.describe(ctx, who, list)
}

func (s *Service) describe(ctx context.Context, who tenant.Actor, list []Large) ([]Large, error) {
	var ids []crm.FileID
	for _, l := range list {
		ids = append(ids, l.ID)
	}
	files, err := Named(ctx, s.DB, who.AccountID, ids)
	if err != nil {
		return nil, err
	}
	var refs []crm.Ref
	for _, f := range files {
		refs = append(refs, f.Ref)
	}
	names, err := s.Cards.Names(ctx, s.DB, who.AccountID, refs)
	for i := range list {
		list[i].File = files[list[i].ID]
		list[i].Card = names[list[i].Ref]
	}
	return list, err
}
