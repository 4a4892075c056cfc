package blob_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"voronka/internal/kit/blob"
	"voronka/internal/kit/blob/blobtest"
	"voronka/internal/kit/errs"
)

// bucket starts a server that speaks S3.
func bucket(t *testing.T) (blob.S3Config, *httptest.Server) {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("files"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	return blob.S3Config{Endpoint: server.URL, Region: "us-east-1", Bucket: "files", Prefix: "voronka", AccessKey: "key", Secret: "secret"}, server
}

func TestS3(t *testing.T) {
	t.Parallel()
	c, _ := bucket(t)
	s, err := blob.OpenS3(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	blobtest.Run(t, s)
}

func TestS3_parts(t *testing.T) {
	t.Parallel()
	c, _ := bucket(t)
	s, err := blob.OpenS3(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	info, err := s.Put(t.Context(), "large", strings.NewReader(strings.Repeat("0123456789", 2_000_000)))
	if err != nil || info.Size != 20_000_000 {
		t.Fatal(info, err)
	}
	r, info, err := s.Open(t.Context(), "large")
	if err != nil || info.Size != 20_000_000 {
		t.Fatal(info, err)
	}
	defer r.Close()
	tail := make([]byte, 10)
	if _, err := r.Seek(-10, 2); err != nil {
		t.Fatal(err)
	}
	if n, err := r.Read(tail); n != 10 || string(tail) != "0123456789" {
		t.Error(n, err, string(tail))
	}
}

// TestS3_givesUpParts: an upload in parts that was broken off leaves its parts in the bucket until they are tidied away.
func TestS3_givesUpParts(t *testing.T) {
	t.Parallel()
	c, server := bucket(t)
	s, err := blob.OpenS3(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	client, err := minio.NewCore(strings.TrimPrefix(server.URL, "http://"), &minio.Options{
		Creds: credentials.NewStaticV4(c.AccessKey, c.Secret, ""), Region: c.Region, BucketLookup: minio.BucketLookupPath,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"voronka/files/1/half", "other/half"} {
		if _, err := client.NewMultipartUpload(t.Context(), c.Bucket, key, minio.PutObjectOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	left := func(prefix string) (n int) {
		for u := range client.ListIncompleteUploads(t.Context(), c.Bucket, prefix, true) {
			if u.Err != nil {
				t.Fatal(u.Err)
			}
			n++
		}
		return n
	}
	if err := s.Tidy(t.Context(), time.Now().Add(-time.Hour)); err != nil || left("voronka/") != 1 {
		t.Error("one that is coming in was given up:", err, left("voronka/"))
	}
	if err := s.Tidy(t.Context(), time.Now().Add(time.Hour)); err != nil || left("voronka/") != 0 || left("other/") != 1 {
		t.Error(err, left("voronka/"), left("other/"))
	}
}

func TestOpenS3_refuses(t *testing.T) {
	t.Parallel()
	c, _ := bucket(t)
	for name, change := range map[string]func(*blob.S3Config){
		"no address": func(c *blob.S3Config) { c.Endpoint = "s3.example.com" },
		"no bucket":  func(c *blob.S3Config) { c.Bucket = "other" },
	} {
		bad := c
		change(&bad)
		if _, err := blob.OpenS3(t.Context(), bad); err == nil {
			t.Error(name)
		}
	}
}

func TestS3_away(t *testing.T) {
	t.Parallel()
	c, server := bucket(t)
	s, err := blob.OpenS3(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	server.Close()
	if _, err := s.Put(t.Context(), "a", strings.NewReader("x")); errs.CodeOf(err) != errs.CodeUnavailable {
		t.Error(err)
	}
	if _, _, err := s.Open(t.Context(), "a"); errs.CodeOf(err) != errs.CodeUnavailable {
		t.Error(err)
	}
}
