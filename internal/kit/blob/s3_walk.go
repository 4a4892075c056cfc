package blob

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"

	"voronka/internal/kit/errs"
)

// Walk lists the bucket page by page.
func (s *S3) Walk(ctx context.Context, below string, fn func(page []Info) error) error {
	if err := CheckKey(below); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop() // ends the listing when fn has had enough
	var page []Info
	for o := range s.client.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.name(below) + "/", Recursive: true, MaxKeys: WalkPage}) {
		if o.Err != nil {
			return fmt.Errorf("list files in %s: %w", below, s3Error(o.Err))
		}
		if page = append(page, Info{Key: s.key(o.Key), Size: o.Size, UpdatedAt: o.LastModified}); len(page) < WalkPage {
			continue
		}
		if err := fn(page); err != nil {
			return err
		}
		page = nil
	}
	if err := ctx.Err(); err != nil || len(page) == 0 {
		return err
	}
	return fn(page)
}

// key is the opposite of name.
func (s *S3) key(name string) string {
	return strings.TrimPrefix(name, s.folder())
}

// folder is where all names begin; no slash alone, for no name begins with one.
func (s *S3) folder() string {
	if s.prefix == "" {
		return ""
	}
	return s.prefix + "/"
}

// Tidy gives up uploads in parts whose last part never came: the bucket keeps their parts else, unseen and paid for.
func (s *S3) Tidy(ctx context.Context, before time.Time) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	core := minio.Core{Client: s.client}
	for u := range s.client.ListIncompleteUploads(ctx, s.bucket, s.folder(), true) {
		if errs.Is(s3Error(u.Err), errs.CodeNotFound) {
			return nil // some services say so when there is nothing to list
		}
		if u.Err != nil {
			return fmt.Errorf("list unfinished uploads: %w", s3Error(u.Err))
		}
		if !u.Initiated.Before(before) {
			continue
		}
		if err := core.AbortMultipartUpload(ctx, s.bucket, u.Key, u.UploadID); err != nil {
			return fmt.Errorf("give up an unfinished upload: %w", s3Error(err))
		}
	}
	return nil
}
