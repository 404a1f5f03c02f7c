package s3test_test

import (
	"context"
	"strings"
	"testing"

	"github.com/minio/minio-go/v7"

	"providerportal/internal/s3test"
)

func TestServerKeepsObjectsOverRestart(t *testing.T) {
	server, ctx := s3test.Start(t), context.Background()
	client := server.Client()
	_, err := client.Client.PutObject(ctx, server.Bucket, "a", strings.NewReader("text"), 4, minio.PutObjectOptions{})
	if err != nil {
		t.Fatal(err)
	}
	server.Stop()
	if _, err := client.StatObject(ctx, server.Bucket, "a", minio.StatObjectOptions{}); err == nil {
		t.Fatal("a stopped server answers")
	}
	server.Restart()
	if _, err := client.StatObject(ctx, server.Bucket, "a", minio.StatObjectOptions{}); err != nil {
		t.Fatalf("after the restart: %v", err)
	}
}
