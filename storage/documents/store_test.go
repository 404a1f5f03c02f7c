package documents_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/minio/minio-go/v7"

	"providerportal/internal/proctest"
	"providerportal/internal/s3test"
	"providerportal/storage/documents"
)

const key = "documents/0b7c"

// noise gives n bytes that look random and are the same every time.
func noise(n int64) io.Reader {
	return io.LimitReader(rand.NewChaCha8([32]byte{1}), n)
}

func openS3(t testing.TB, server *s3test.Server) *documents.S3 {
	t.Helper()
	store, err := documents.NewS3(documents.S3Settings{
		Endpoint: server.Endpoint, Region: s3test.Region, Bucket: server.Bucket,
		AccessKey: server.AccessKey, SecretKey: server.SecretKey, Insecure: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	return store
}

func openLocal(t testing.TB, dir string) *documents.Local {
	t.Helper()
	store, err := documents.OpenLocal(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func object(text string) documents.Object {
	return documents.Object{Body: strings.NewReader(text), Size: int64(len(text)), ContentType: "text/plain"}
}

func onBothStores(t *testing.T, test func(t *testing.T, store documents.Store)) {
	t.Run("s3", func(t *testing.T) { test(t, openS3(t, s3test.Start(t))) })
	t.Run("local", func(t *testing.T) { test(t, openLocal(t, t.TempDir())) })
}

func put(t *testing.T, store documents.Store, key, text string) {
	t.Helper()
	if err := store.Put(context.Background(), key, object(text)); err != nil {
		t.Fatalf("put %s: %v", key, err)
	}
}

func wantText(t *testing.T, store documents.Store, key, want string) {
	t.Helper()
	body, err := store.Get(context.Background(), key)
	if err != nil {
		t.Fatalf("get %s: %v", key, err)
	}
	defer body.Close()
	if got, err := io.ReadAll(body); err != nil || string(got) != want {
		t.Fatalf("get %s: %q, %v; want %q", key, got, err, want)
	}
}

func wantNothing(t *testing.T, store documents.Store, key string) {
	t.Helper()
	if _, err := store.Get(context.Background(), key); !errors.Is(err, documents.ErrNotFound) {
		t.Fatalf("get %s: %v, want ErrNotFound", key, err)
	}
}

func TestStore(t *testing.T) {
	onBothStores(t, func(t *testing.T, store documents.Store) {
		ctx := context.Background()
		t.Run("ready", func(t *testing.T) {
			if err := store.Ready(ctx); err != nil {
				t.Fatal(err)
			}
		})
		t.Run("put, get, overwrite, delete", func(t *testing.T) {
			put(t, store, key, "first")
			wantText(t, store, key, "first")
			put(t, store, key, "second")
			wantText(t, store, key, "second")
			for range 2 {
				if err := store.Delete(ctx, key); err != nil {
					t.Fatalf("delete: %v", err)
				}
			}
			wantNothing(t, store, key)
		})
		t.Run("not found", func(t *testing.T) {
			wantNothing(t, store, "documents/never")
			wantNothing(t, store, "elsewhere/never")
			if err := store.Delete(ctx, "elsewhere/never"); err != nil {
				t.Fatalf("delete: %v", err)
			}
		})
		t.Run("nothing in it", func(t *testing.T) {
			put(t, store, key, "")
			wantText(t, store, key, "")
		})
		t.Run("many parts", func(t *testing.T) { testLarge(t, store) })
		t.Run("keys that are not ours", func(t *testing.T) {
			for _, bad := range []string{"", "/a", "a/", "../a", "a/../b", "a//b", "A", "a.b", `a\b`, "a\x00", strings.Repeat("a", 201)} {
				if store.Put(ctx, bad, object("x")) == nil || store.Delete(ctx, bad) == nil {
					t.Errorf("key %q is taken", bad)
				}
				if _, err := store.Get(ctx, bad); err == nil || errors.Is(err, documents.ErrNotFound) {
					t.Errorf("get %q: %v", bad, err)
				}
			}
		})
		t.Run("at once", func(t *testing.T) { testConcurrent(t, store) })
	})
}

func testLarge(t *testing.T, store documents.Store) {
	const size = 40 << 20
	ctx := context.Background()
	if err := store.Put(ctx, key, documents.Object{Body: noise(size), Size: size, ContentType: "application/pdf"}); err != nil {
		t.Fatal(err)
	}
	body, err := store.Get(ctx, key)
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	got, want := sha256.New(), sha256.New()
	n, err := io.Copy(got, body)
	_, _ = io.Copy(want, noise(size))
	if err != nil || n != size || !bytes.Equal(got.Sum(nil), want.Sum(nil)) {
		t.Fatalf("40 MB came back as %d other bytes, %v", n, err)
	}
}

func testConcurrent(t *testing.T, store documents.Store) {
	var wait sync.WaitGroup
	for i := range 20 {
		wait.Go(func() {
			text := strings.Repeat(string(rune('a'+i)), 100_000)
			err := store.Put(context.Background(), "same/key", object(text))
			if err != nil {
				t.Errorf("put: %v", err)
			}
		})
	}
	wait.Wait()
	body, err := store.Get(context.Background(), "same/key")
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	text, err := io.ReadAll(body)
	if err != nil || len(text) != 100_000 || strings.Trim(string(text), string(text[:1])) != "" {
		t.Fatalf("the object is a mixture of %d bytes, %v", len(text), err)
	}
}

// failing gives n bytes, the error once together with the last of them, and
// after that a harmless end.
type failing struct {
	n    int64
	err  error
	told bool
}

func (f *failing) Read(p []byte) (int, error) {
	if f.told {
		return 0, io.EOF
	}
	n := min(int64(len(p)), f.n)
	f.n -= n
	if f.told = f.n == 0; f.told {
		return int(n), f.err
	}
	return int(n), nil
}

// A reader that fails leaves nothing of itself, whatever the error is and
// wherever it comes, and what stood under the key before stays.
func TestStorePutFailsWithItsReader(t *testing.T) {
	own := errors.New("the line broke")
	onBothStores(t, func(t *testing.T, store documents.Store) {
		for _, cause := range []error{own, io.ErrUnexpectedEOF} {
			for _, before := range []int64{0, 100, 5 << 20, 12 << 20} {
				err := store.Put(context.Background(), key, documents.Object{Body: &failing{n: before, err: cause}, Size: before + 1})
				if err == nil || errors.Is(cause, own) && !errors.Is(err, own) {
					t.Errorf("%v after %d bytes: put gives %v", cause, before, err)
				}
				wantNothing(t, store, key)
			}
		}
		if err := store.Put(context.Background(), key, documents.Object{Body: strings.NewReader("half"), Size: 8}); err == nil {
			t.Error("a file that is too short was kept")
		}
		wantNothing(t, store, key)
		put(t, store, key, "before")
		if err := store.Put(context.Background(), key, documents.Object{Body: iotest.ErrReader(own), Size: 1}); err == nil {
			t.Error("the second put succeeded")
		}
		wantText(t, store, key, "before")
	})
}

func TestStorePutEndsWithItsContext(t *testing.T) {
	onBothStores(t, func(t *testing.T, store documents.Store) {
		ctx, cancel := context.WithCancel(context.Background())
		endless := readerFunc(func(p []byte) (int, error) { return len(p), nil })
		time.AfterFunc(50*time.Millisecond, cancel)
		if err := store.Put(ctx, key, documents.Object{Body: endless, Size: 1 << 30}); !errors.Is(err, context.Canceled) {
			t.Fatalf("put: %v", err)
		}
		wantNothing(t, store, key)
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestLocalIsPrivateAndLeavesNoParts(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	store := openLocal(t, dir)
	put(t, store, "a/b", "text")
	_ = store.Put(context.Background(), "a/c", documents.Object{Body: iotest.ErrReader(io.ErrClosedPipe), Size: 1})
	wantModes(t, dir, map[string]fs.FileMode{".": 0o700, "a": 0o700, "a/b": 0o600})

	abandoned := filepath.Join(dir, "a", "b.part.OLD")
	if err := os.WriteFile(abandoned, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := store.Delete(context.Background(), "a/b"); err != nil {
		t.Fatal(err)
	}
	wantModes(t, dir, map[string]fs.FileMode{".": 0o700, "a": 0o700})
}

func wantModes(t *testing.T, dir string, want map[string]fs.FileMode) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if mode, known := want[name]; !known || mode != info.Mode().Perm() {
			t.Errorf("%s is there with mode %v, want %v", name, info.Mode().Perm(), mode)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestLocalFollowsNoLinkOutside(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "a")); err != nil {
		t.Fatal(err)
	}
	if err := openLocal(t, dir).Put(context.Background(), "a/b", object("x")); err == nil {
		t.Fatal("wrote through a link out of the directory")
	}
}

func TestLocalNotReadyWithoutItsDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	store := openLocal(t, dir)
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	if err := store.Ready(context.Background()); err == nil {
		t.Fatal("ready without directory")
	}
}

func versionsOf(key string) minio.ListObjectsOptions {
	return minio.ListObjectsOptions{Prefix: key, WithVersions: true}
}

// In a bucket with versions a deletion takes them all.
func TestS3DeleteRemovesEveryVersion(t *testing.T) {
	server, ctx := s3test.StartLocking(t), context.Background()
	store := openS3(t, server)
	put(t, store, key, "first")
	put(t, store, key, "second")
	put(t, store, key+"-neighbour", "other")
	if err := store.Delete(ctx, key); err != nil {
		t.Fatal(err)
	}
	for version := range server.Client().Client.ListObjects(ctx, server.Bucket, versionsOf(key)) {
		if version.Err != nil || version.Key == key {
			t.Errorf("left: %+v", version)
		}
	}
	wantText(t, store, key+"-neighbour", "other")
}

func TestS3PrepareMakesTheBucket(t *testing.T) {
	server, ctx := s3test.Start(t), context.Background()
	server.Bucket = "another"
	store := openS3(t, server)
	if err := store.Ready(ctx); err == nil {
		t.Fatal("ready without a bucket")
	}
	for range 2 {
		if err := store.Prepare(ctx); err != nil {
			t.Fatal(err)
		}
	}
	put(t, store, key, "text")
	wantText(t, store, key, "text")
}

func TestS3SaysWhenItIsDown(t *testing.T) {
	server, ctx := s3test.Start(t), context.Background()
	store := openS3(t, server)
	put(t, store, key, "text")
	server.Stop()
	begin := time.Now()
	if store.Ready(ctx) == nil || store.Delete(ctx, key) == nil || store.Put(ctx, key, object("x")) == nil {
		t.Error("a stopped server works")
	}
	if _, err := store.Get(ctx, key); err == nil || errors.Is(err, documents.ErrNotFound) {
		t.Errorf("get: %v", err)
	}
	t.Logf("four answers in %v", time.Since(begin))
	server.Restart()
	wantText(t, store, key, "text")
}

func TestS3RefusesWrongSettings(t *testing.T) {
	for _, endpoint := range []string{"", "https://s3.example.nl", "s3.example.nl/path"} {
		if _, err := documents.NewS3(documents.S3Settings{Endpoint: endpoint, Bucket: "b"}); err == nil {
			t.Errorf("endpoint %q is taken", endpoint)
		}
	}
	server := s3test.Start(t)
	server.SecretKey = "another"
	if err := openS3(t, server).Ready(context.Background()); err == nil {
		t.Error("a wrong secret is taken")
	}
	server.Endpoint = proctest.FreeAddress(t)
	if err := openS3(t, server).Ready(context.Background()); err == nil {
		t.Error("nobody listens there")
	}
}
