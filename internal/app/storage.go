package app

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"voronka/internal/crm/file"
	"voronka/internal/kit/blob"
)

// Storage says where stored files are kept and how large they may be.
type Storage struct {
	S3Endpoint  string `name:"s3-endpoint" env:"VORONKA_S3_ENDPOINT" placeholder:"https://…" help:"Keep stored files in a bucket of this S3 service instead of the data folder."`
	S3Region    string `name:"s3-region" env:"VORONKA_S3_REGION" default:"us-east-1" placeholder:"REGION" help:"Region of the bucket."`
	S3Bucket    string `name:"s3-bucket" env:"VORONKA_S3_BUCKET" placeholder:"NAME" help:"The bucket; it must be there."`
	S3Prefix    string `name:"s3-prefix" env:"VORONKA_S3_PREFIX" placeholder:"PATH" help:"Beginning of every key, when several installations share a bucket."`
	S3AccessKey string `name:"s3-access-key" env:"VORONKA_S3_ACCESS_KEY" placeholder:"KEY" help:"Access key of the S3 service."`
	S3SecretKey string `name:"s3-secret-key" env:"VORONKA_S3_SECRET_KEY" placeholder:"KEY" help:"Secret key of the S3 service."`
}

// Uploads bounds what people upload.
type Uploads struct {
	MaxFileMB  int64  `name:"max-file-mb" env:"VORONKA_MAX_FILE_MB" default:"256" placeholder:"MB" help:"Largest file a person may upload; accounts can set a smaller one. 0: no limit."`
	MaxSpaceMB int64  `name:"max-space-mb" env:"VORONKA_MAX_SPACE_MB" placeholder:"MB" help:"Space for the files of each account. 0: no limit."`
	Clamd      string `name:"clamd" env:"VORONKA_CLAMD" placeholder:"HOST:PORT" help:"ClamAV daemon that looks through uploads, or unix:/path of its socket; files wait until it has."`
}

// storage is a store of files that can be let go of.
type storage interface {
	blob.Store
	Close() error
}

func (s Storage) check() error {
	if s.S3Endpoint != "" && s.S3Bucket == "" {
		return errors.New("--s3-endpoint needs --s3-bucket too")
	}
	if s.S3Endpoint == "" && s.S3Bucket != "" {
		return errors.New("--s3-bucket needs --s3-endpoint too")
	}
	return nil
}

// openStorage opens the bucket, or the folder of files.
func (c Config) openStorage(ctx context.Context) (storage, error) {
	if c.S3Endpoint == "" {
		d, err := blob.OpenDisk(filepath.Join(c.Data, "files"), 0)
		if err != nil {
			return nil, err // not a store that is nil inside
		}
		return d, nil
	}
	b, err := blob.OpenS3(ctx, blob.S3Config{
		Endpoint: c.S3Endpoint, Region: c.S3Region, Bucket: c.S3Bucket, Prefix: strings.Trim(c.S3Prefix, "/"),
		AccessKey: c.S3AccessKey, Secret: c.S3SecretKey,
	})
	if err != nil {
		return nil, err
	}
	return b, nil
}

// storeName is what the settings call the place of files.
func (s Storage) storeName() string {
	if s.S3Endpoint != "" {
		return "s3"
	}
	return "disk"
}

// storePlace is the folder or the bucket, without a secret.
func (c Config) storePlace() string {
	if c.S3Endpoint == "" {
		return filepath.Join(c.Data, "files")
	}
	_, host, _ := strings.Cut(c.S3Endpoint, "://")
	return strings.TrimRight(host, "/") + "/" + strings.Trim(c.S3Bucket+"/"+strings.Trim(c.S3Prefix, "/"), "/")
}

// scanner is nil when nobody looks through uploads.
func (u Uploads) scanner() file.Scanner {
	if u.Clamd == "" {
		return nil
	}
	return file.Clamd{Address: u.Clamd}
}
