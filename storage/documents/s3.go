package documents

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

const (
	// maxRetries keeps an answer within seconds when the store is down.
	maxRetries = 3

	dialTimeout   = 5 * time.Second
	answerTimeout = 30 * time.Second
	readyTimeout  = 5 * time.Second
)

// S3Settings says where the object store is.
type S3Settings struct {
	Endpoint  string // host or host:port, without scheme
	Region    string
	Bucket    string
	AccessKey string
	SecretKey string
	Insecure  bool // plain HTTP, for a store on the same machine
}

// S3 is a Store in one bucket of an S3-compatible object store.
type S3 struct {
	core   *minio.Core
	bucket string
	region string
	close  func()
}

var _ Store = (*S3)(nil)

// NewS3 checks the settings; it does not connect.
func NewS3(settings S3Settings) (*S3, error) {
	if strings.Contains(settings.Endpoint, "://") || settings.Endpoint == "" {
		return nil, fmt.Errorf("object store endpoint %q: give host or host:port without scheme", settings.Endpoint)
	}
	transport, err := minio.DefaultTransport(!settings.Insecure)
	if err != nil {
		return nil, err
	}
	transport.DialContext = (&net.Dialer{Timeout: dialTimeout}).DialContext
	transport.ResponseHeaderTimeout = answerTimeout
	core, err := minio.NewCore(settings.Endpoint, &minio.Options{
		Creds:      credentials.NewStaticV4(settings.AccessKey, settings.SecretKey, ""),
		Secure:     !settings.Insecure,
		Region:     settings.Region,
		Transport:  transport,
		MaxRetries: maxRetries,
	})
	if err != nil {
		return nil, fmt.Errorf("object store endpoint: %w", err)
	}
	return &S3{core: core, bucket: settings.Bucket, region: settings.Region, close: transport.CloseIdleConnections}, nil
}

// Close closes the connections that are not in use.
func (s *S3) Close() { s.close() }

// Prepare makes the bucket when it is missing and the account may do so. Several
// instances may prepare at once.
func (s *S3) Prepare(ctx context.Context) error {
	missing := s.Ready(ctx)
	if !errors.Is(missing, errNoBucket) {
		return missing
	}
	// Object lock can only be had from the start; a store without it says no.
	err := s.core.MakeBucket(ctx, s.bucket, minio.MakeBucketOptions{Region: s.region, ObjectLocking: true})
	if err != nil && !alreadyThere(err) {
		err = s.core.MakeBucket(ctx, s.bucket, minio.MakeBucketOptions{Region: s.region})
	}
	if err == nil || alreadyThere(err) {
		return s.Ready(ctx)
	}
	return fmt.Errorf("%w and cannot be made: %w", missing, err)
}

func alreadyThere(err error) bool {
	code := minio.ToErrorResponse(err).Code
	return code == "BucketAlreadyOwnedByYou" || code == "BucketAlreadyExists"
}

// Put sends the object in one request, straight from its body: there is nothing
// of it in memory but a chunk of 64 kB.
func (s *S3) Put(ctx context.Context, key string, object Object) error {
	if err := checkKey(key); err != nil {
		return err
	}
	options := minio.PutObjectOptions{ContentType: object.ContentType, DisableMultipart: true}
	body := object.Body
	if _, file := body.(io.ReaderAt); file {
		// Something must tell the store when half of it arrives. The MD5 in front
		// costs one more reading; a signature on each chunk costs garbage in memory.
		options.SendContentMd5, options.DisableContentSha256 = true, true
	} else {
		body = &attentive{ctx: ctx, r: body}
	}
	_, err := s.core.Client.PutObject(ctx, s.bucket, key, body, object.Size, options)
	return err
}

// Get opens the object with one request.
func (s *S3) Get(ctx context.Context, key string) (io.ReadCloser, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	body, _, _, err := s.core.GetObject(ctx, s.bucket, key, minio.GetObjectOptions{})
	if minio.ToErrorResponse(err).Code == minio.NoSuchKey {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return body, nil
}

// Delete removes the object. In a bucket with versions a deletion only hides it,
// so that each version is removed by its name.
func (s *S3) Delete(ctx context.Context, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	versioned, err := s.versioned(ctx)
	if err != nil {
		return err
	}
	if !versioned {
		return s.core.RemoveObject(ctx, s.bucket, key, minio.RemoveObjectOptions{})
	}
	ctx, cancel := context.WithCancel(ctx) // ends the list when this returns early
	defer cancel()
	for version := range s.core.Client.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Prefix: key, WithVersions: true}) {
		if version.Err != nil {
			return version.Err
		}
		if version.Key != key {
			continue
		}
		err := s.core.RemoveObject(ctx, s.bucket, key, minio.RemoveObjectOptions{VersionID: version.VersionID})
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

var errNoBucket = errors.New("the bucket does not exist")

// Ready reports whether the store answers and has the bucket, within 5 seconds.
func (s *S3) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	exists, err := s.core.BucketExists(ctx, s.bucket)
	if err == nil && !exists {
		return fmt.Errorf("object store %s: bucket %q: %w", s.core.EndpointURL().Host, s.bucket, errNoBucket)
	}
	if err != nil {
		return fmt.Errorf("object store %s: %w", s.core.EndpointURL().Host, err)
	}
	return nil
}
