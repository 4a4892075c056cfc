package blob

import (
	"context"
	"errors"
	"io"

	"github.com/minio/minio-go/v7"
)

// s3File reads one object as a stream, and asks for another one from the new place after a Seek. It never goes over to
// an object that replaced the one it began with.
type s3File struct {
	ctx   context.Context //nolint:containedctx // the reader lives no longer than the call it was opened for
	store *S3
	name  string
	tag   string
	size  int64
	at    int64
	body  io.ReadCloser
}

// open begins a stream at the present place.
func (f *s3File) open() (minio.ObjectInfo, error) {
	var o minio.GetObjectOptions
	if f.tag != "" {
		if err := errors.Join(o.SetMatchETag(f.tag), o.SetRange(f.at, f.size-1)); err != nil {
			return minio.ObjectInfo{}, err
		}
	}
	core := minio.Core{Client: f.store.client}
	body, info, _, err := core.GetObject(f.ctx, f.store.bucket, f.name, o)
	f.body = body
	return info, err
}

// Read reads on.
func (f *s3File) Read(p []byte) (int, error) {
	if f.at >= f.size {
		return 0, io.EOF
	}
	if f.body == nil {
		if _, err := f.open(); err != nil {
			f.body = nil
			return 0, s3Error(err)
		}
	}
	n, err := f.body.Read(p)
	f.at += int64(n)
	if errors.Is(err, io.EOF) && f.at < f.size {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// Seek goes to another place; nothing is asked for before the next Read.
func (f *s3File) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += f.at
	case io.SeekEnd:
		offset += f.size
	}
	if offset < 0 {
		return f.at, errors.New("seek before the beginning of the file")
	}
	if offset != f.at {
		if err := f.Close(); err != nil {
			return f.at, err
		}
		f.at = offset
	}
	return f.at, nil
}

// Close ends the stream.
func (f *s3File) Close() error {
	if f.body == nil {
		return nil
	}
	err := f.body.Close()
	f.body = nil
	return err
}
