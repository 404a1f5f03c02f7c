package documents

import (
	"context"
	"time"

	"github.com/minio/minio-go/v7"
)

// Lock sets the object's retention in compliance mode: until then nobody can
// delete or replace it, also not with the key of the store's owner.
func (s *S3) Lock(ctx context.Context, key string, until time.Time) error {
	if err := checkKey(key); err != nil {
		return err
	}
	if can, err := s.Locks(ctx); err != nil || !can {
		return orElse(err, errCannotLock)
	}
	mode := minio.Compliance
	return s.core.PutObjectRetention(ctx, s.bucket, key, minio.PutObjectRetentionOptions{Mode: &mode, RetainUntilDate: &until})
}

// Locks reports whether the bucket was made with object lock and keeps versions;
// without versions a store overwrites what it should keep.
func (s *S3) Locks(ctx context.Context) (bool, error) {
	state, _, _, _, err := s.core.GetObjectLockConfig(ctx, s.bucket)
	if err != nil {
		return false, unlessUnknown(err)
	}
	if state != minio.Enabled {
		return false, nil
	}
	return s.versioned(ctx)
}

func (s *S3) versioned(ctx context.Context) (bool, error) {
	found, err := s.core.GetBucketVersioning(ctx, s.bucket)
	if err != nil {
		return false, unlessUnknown(err)
	}
	return found.Status != "", nil // a suspended bucket still holds old versions
}

// unlessUnknown passes an error on, unless the store says with it that it does
// not have this feature.
func unlessUnknown(err error) error {
	switch minio.ToErrorResponse(err).Code {
	case "ObjectLockConfigurationNotFoundError", "NotImplemented", "VersioningNotConfigured", "MethodNotAllowed":
		return nil
	}
	return err
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
