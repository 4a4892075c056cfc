package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"voronka/internal/kit/errs"
)

// S3Config says where a bucket is.
type S3Config struct {
	// Endpoint is the address of the service, https://s3.example.com or http://127.0.0.1:9000.
	Endpoint string
	Region   string
	Bucket   string
	// Prefix is put before every key; several installations may share a bucket.
	Prefix            string
	AccessKey, Secret string
}

// S3 keeps files in a bucket of a service that speaks the S3 protocol.
type S3 struct {
	client *minio.Client
	bucket string
	prefix string
}

var _ Store = (*S3)(nil)

// partSize is what is held in memory while a file of unknown length is sent.
const partSize = 8 << 20

// OpenS3 opens the store and looks whether the bucket is there.
func OpenS3(ctx context.Context, c S3Config) (*S3, error) {
	u, err := url.Parse(c.Endpoint)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("the S3 endpoint must be like https://s3.example.com, not %q", c.Endpoint)
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds: credentials.NewStaticV4(c.AccessKey, c.Secret, ""), Secure: u.Scheme == "https", Region: c.Region,
		BucketLookup: minio.BucketLookupPath,
	})
	if err != nil {
		return nil, fmt.Errorf("open the S3 store: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	ok, err := client.BucketExists(ctx, c.Bucket)
	if err != nil {
		return nil, fmt.Errorf("open the S3 store: %w", err)
	}
	if !ok {
		return nil, fmt.Errorf("the S3 store has no bucket %q: make it, or name another one", c.Bucket)
	}
	return &S3{client, c.Bucket, c.Prefix}, nil
}

// Close does nothing: connections end by themselves.
func (s *S3) Close() error { return nil }

func (s *S3) name(key string) string { return path.Join(s.prefix, key) }

// Put sends a file in parts; the bucket shows it when the last one has arrived.
func (s *S3) Put(ctx context.Context, key string, r io.Reader) (Info, error) {
	if err := CheckKey(key); err != nil {
		return Info{}, err
	}
	if err := ctx.Err(); err != nil {
		return Info{}, err
	}
	hash := sha256.New()
	source := &remembering{r: io.TeeReader(contextReader{ctx, r}, hash)}
	body, size := io.Reader(source), int64(-1)
	first := new(bytes.Buffer)
	if n, err := io.CopyN(first, source, partSize); errors.Is(err, io.EOF) {
		body, size = first, n // a small file is sent whole
	} else if err == nil {
		body = io.MultiReader(first, source)
	}
	if source.err != nil {
		return Info{}, fmt.Errorf("store file %s: %w", key, source.err)
	}
	up, err := s.client.PutObject(ctx, s.bucket, s.name(key), body, size, minio.PutObjectOptions{
		PartSize: partSize, ContentType: "application/octet-stream", DisableContentSha256: true, // the connection guards the bytes
	})
	if source.err != nil {
		return Info{}, fmt.Errorf("store file %s: %w", key, source.err) // what the sender's side said, not the bucket's
	}
	if err != nil {
		return Info{}, fmt.Errorf("store file %s: %w", key, s3Error(err))
	}
	return Info{Key: key, Size: up.Size, SHA256: hex.EncodeToString(hash.Sum(nil)), UpdatedAt: time.Now()}, nil
}

// remembering keeps the error of a source apart from those of the bucket.
type remembering struct {
	r   io.Reader
	err error
}

func (m *remembering) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		m.err = err
	}
	return n, err
}

// Open opens a file for reading. The caller closes it. Info.SHA256 is empty.
func (s *S3) Open(ctx context.Context, key string) (io.ReadSeekCloser, Info, error) {
	if err := errors.Join(ctx.Err(), CheckKey(key)); err != nil {
		return nil, Info{}, err
	}
	f := &s3File{ctx: ctx, store: s, name: s.name(key)}
	st, err := f.open()
	if err = s3Error(err); errs.Is(err, errs.CodeNotFound) {
		return nil, Info{}, err
	}
	if err != nil {
		return nil, Info{}, fmt.Errorf("open file %s: %w", key, err)
	}
	f.size, f.tag = st.Size, st.ETag
	return f, Info{Key: key, Size: st.Size, UpdatedAt: st.LastModified}, nil
}

// Delete removes a file; a missing one is no error.
func (s *S3) Delete(ctx context.Context, key string) error {
	if err := errors.Join(ctx.Err(), CheckKey(key)); err != nil {
		return err
	}
	err := s3Error(s.client.RemoveObject(ctx, s.bucket, s.name(key), minio.RemoveObjectOptions{}))
	if err != nil && !errs.Is(err, errs.CodeNotFound) {
		return fmt.Errorf("delete file %s: %w", key, err)
	}
	return nil
}

// s3Error tells a missing file and a store out of reach from other faults.
func s3Error(err error) error {
	if err == nil {
		return nil
	}
	answer := minio.ToErrorResponse(err)
	var far *url.Error
	switch {
	case answer.Code == "NoSuchKey" || answer.StatusCode == http.StatusNotFound:
		return errs.NotFound("the file is not in the storage any more")
	case errors.As(err, &far) || answer.StatusCode >= http.StatusInternalServerError:
		return errors.Join(errs.Unavailable("the storage of files cannot be reached now, try again later"), err)
	}
	return err
}
