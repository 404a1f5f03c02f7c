package documents_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/clamdtest"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
	"providerportal/internal/proctest"
	"providerportal/internal/s3test"
	"providerportal/storage/documents"
)

// when calls act once, after n bytes of r went by.
func when(n int64, r io.Reader, act func()) io.Reader {
	return io.MultiReader(io.LimitReader(r, n), readerFunc(func([]byte) (int, error) { act(); return 0, io.EOF }), r)
}

func wantUnavailable(t *testing.T, err error, key string) {
	t.Helper()
	if refusal := fault.Of(err); refusal == nil || refusal.Kind != fault.KindUnavailable || refusal.Key != key {
		t.Fatalf("got %v, want %s", err, key)
	}
}

func wantSwept(t *testing.T, vault *documents.Vault, want int) {
	t.Helper()
	if removed, err := vault.Sweep(context.Background()); err != nil || removed != want {
		t.Fatalf("sweep: %d, %v; want %d", removed, err, want)
	}
}

func later(vault *documents.Vault, by time.Duration) {
	now := vault.Now().Add(by)
	vault.Now = func() time.Time { return now }
}

func wantNoRows(t *testing.T, db *gorm.DB) {
	t.Helper()
	if left := rows(t, db); len(left) != 0 {
		t.Fatalf("rows: %+v", left)
	}
}

// The store dies before, while or just before the end of an upload: the visitor
// hears it, and when the store is back the sweep leaves nothing behind.
func TestReceiveWhenTheStoreIsKilled(t *testing.T) {
	for _, at := range []int64{0, 4000, 6 << 20, outageBytes} {
		t.Run(fmt.Sprintf("after %d bytes", at), func(t *testing.T) {
			t.Parallel()
			testStoreKilled(t, at)
		})
	}
}

const outageBytes = 12 << 20

func testStoreKilled(t *testing.T, at int64) {
	db, server, ctx := dbtest.Tx(t), s3test.Start(t), context.Background()
	vault := smallVault(t, db)
	vault.Store, vault.MaxBytes = openS3(t, server), outageBytes
	_, err := vault.Receive(ctx, someone(), "a.pdf", when(at, pdf(outageBytes), server.Stop))
	wantUnavailable(t, err, "document.store-down")
	if left := rows(t, db); len(left) != 1 || left[0].State != documents.StateUploading {
		t.Fatalf("rows: %+v", left)
	}
	wantSwept(t, vault, 0)
	later(vault, 61*time.Minute)
	if removed, err := vault.Sweep(ctx); removed != 0 || err == nil {
		t.Fatalf("sweep without store: %d, %v", removed, err)
	}
	server.Restart()
	wantSwept(t, vault, 1)
	wantNoRows(t, db)
	wantEmptyBucket(t, server)
}

func wantEmptyBucket(t *testing.T, server *s3test.Server) {
	t.Helper()
	client := server.Client()
	objects, err := client.ListObjectsV2(server.Bucket, "", "", "", "", 10)
	if err != nil || len(objects.Contents) != 0 {
		t.Errorf("objects: %v, %v", objects.Contents, err)
	}
	uploads, err := client.ListMultipartUploads(context.Background(), server.Bucket, "", "", "", "", 10)
	if err != nil || len(uploads.Uploads) != 0 {
		t.Errorf("unfinished uploads: %v, %v", uploads.Uploads, err)
	}
}

func TestOpenWhileTheStoreIsDown(t *testing.T) {
	server := s3test.Start(t)
	vault := smallVault(t, dbtest.Tx(t))
	vault.Store = openS3(t, server)
	doc := receive(t, vault, pdf(5000))
	server.Stop()
	_, err := vault.Open(context.Background(), doc)
	wantUnavailable(t, err, "document.store-down")
}

func TestReceiveWhileTheScannerIsDown(t *testing.T) {
	daemon := clamdtest.Start(t)
	for title, scanner := range map[string]documents.Scanner{
		"never there": documents.Clamd{Addr: proctest.FreeAddress(t)}, "not set": nil,
		"stops early": quitter{}, "dies halfway": documents.Clamd{Addr: daemon.Addr},
	} {
		t.Run(title, func(t *testing.T) {
			db := dbtest.Tx(t)
			vault := smallVault(t, db)
			vault.Scanner = scanner
			store := &watching{Store: vault.Store}
			vault.Store = store
			_, err := vault.Receive(context.Background(), someone(), "a.pdf", when(500_000, pdf(1<<20), daemon.Stop))
			wantUnavailable(t, err, "document.scanner-down")
			wantNoRows(t, db)
			if store.completed != 0 {
				t.Error("kept without a verdict")
			}
		})
	}
}

// quitter says that all is well without having read it.
type quitter struct{ documents.NoScanner }

func (quitter) Scan(context.Context, io.Reader) error { return nil }

func TestReceiveEndsWithItsRequest(t *testing.T) {
	db := dbtest.Tx(t)
	vault := smallVault(t, db)
	ctx, cancel := context.WithCancel(context.Background())
	_, err := vault.Receive(ctx, someone(), "a.pdf", when(500_000, pdf(1<<20), cancel))
	wantRefusal(t, err, "document.truncated", nil)
	if left := rows(t, db); len(left) != 1 || left[0].State != documents.StateRefused {
		t.Errorf("rows: %+v", left)
	}
}

// A portal that was killed leaves a row and perhaps an object.
func TestSweepAfterACrash(t *testing.T) {
	onBothStores(t, func(t *testing.T, store documents.Store) {
		db := dbtest.Tx(t)
		vault := smallVault(t, db)
		vault.Store = store
		kept := receive(t, vault, pdf(5000))
		crashed := documents.Document{ID: uuid.New(), UploadedBy: uuid.New(), Name: "a.pdf", State: documents.StateUploading, CreatedAt: noon}
		if err := db.Create(&crashed).Error; err != nil {
			t.Fatal(err)
		}
		put(t, store, objectKey(crashed.ID), "half")
		later(vault, time.Hour)
		wantSwept(t, vault, 0)
		later(vault, time.Second)
		wantSwept(t, vault, 1)
		wantSwept(t, vault, 0)
		wantNothing(t, store, objectKey(crashed.ID))
		if _, err := content(t, vault, kept); err != nil {
			t.Errorf("the other document: %v", err)
		}
	})
}

func TestSweepForgetsRefusals(t *testing.T) {
	db := dbtest.Tx(t)
	vault := smallVault(t, db)
	_, err := vault.Receive(context.Background(), someone(), "a.pdf", strings.NewReader(""))
	wantRefusal(t, err, "document.empty", nil)
	later(vault, 30*24*time.Hour)
	wantSwept(t, vault, 0)
	later(vault, time.Second)
	wantSwept(t, vault, 1)
	wantNoRows(t, db)
}

// An upload that ends after the sweep took its row is not kept, whether the
// sweep came before the store, halfway or after the last byte.
func TestReceiveThatWasSweptKeepsNothing(t *testing.T) {
	const size = 1 << 20
	for _, at := range []int64{100, size / 2, size} {
		db := dbtest.Tx(t)
		vault := smallVault(t, db)
		sweeper := *vault
		later(&sweeper, 2*time.Hour)
		var id uuid.UUID
		sweep := func() {
			id = rows(t, db)[0].ID
			wantSwept(t, &sweeper, 1)
		}
		upload := pdf(size)
		if at == size {
			vault.Store = thenAct{vault.Store, sweep}
		} else {
			upload = when(at, upload, sweep)
		}
		_, err := vault.Receive(context.Background(), someone(), "a.pdf", upload)
		wantUnavailable(t, err, "document.store-down")
		wantNoRows(t, db)
		wantNothing(t, vault.Store, objectKey(id))
	}
}

// thenAct lets something happen between the end of Put and its answer.
type thenAct struct {
	documents.Store
	act func()
}

func (s thenAct) Put(ctx context.Context, key string, object documents.Object) error {
	err := s.Store.Put(ctx, key, object)
	s.act()
	return err
}

func TestSweepPassesWhatAnotherInstanceHolds(t *testing.T) {
	db := dbtest.Database(t).Gorm
	vault := smallVault(t, db)
	first, second := receive(t, vault, pdf(5000)), receive(t, vault, pdf(5000))
	for _, doc := range []*documents.Document{first, second} {
		if err := vault.Remove(context.Background(), db, doc.ID); err != nil {
			t.Fatal(err)
		}
	}
	err := db.Transaction(func(held *gorm.DB) error {
		err := held.Exec("SELECT 1 FROM documents WHERE id = ? FOR UPDATE", first.ID).Error
		wantSwept(t, vault, 1)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	wantNothing(t, vault.Store, objectKey(second.ID))
	wantSwept(t, vault, 1)
}

// Two instances share the work: each document is cleared by one of them.
func TestSweepOnTwoInstances(t *testing.T) {
	const count = 40
	db := dbtest.Database(t).Gorm
	vault := smallVault(t, db)
	store := &slow{Store: vault.Store}
	vault.Store = store
	for range count {
		if err := vault.Remove(context.Background(), db, receive(t, vault, pdf(5000)).ID); err != nil {
			t.Fatal(err)
		}
	}
	var total atomic.Int64
	done := make(chan error)
	for range 2 {
		go func() {
			removed, err := vault.Sweep(context.Background())
			total.Add(int64(removed))
			done <- err
		}()
	}
	if err := errors.Join(<-done, <-done); err != nil {
		t.Fatal(err)
	}
	wantSwept(t, vault, 0)
	if total.Load() != count || store.deleted.Load() != count {
		t.Errorf("cleared %d with %d deletions, want %d", total.Load(), store.deleted.Load(), count)
	}
}

// slow takes its time to delete, so that two sweeps meet.
type slow struct {
	documents.Store
	deleted atomic.Int64
}

func (s *slow) Delete(ctx context.Context, key string) error {
	time.Sleep(5 * time.Millisecond)
	s.deleted.Add(1)
	return s.Store.Delete(ctx, key)
}

// Objects that cannot be deleted, however many, do not keep the others.
func TestSweepGoesOnAfterAFailure(t *testing.T) {
	db := dbtest.Tx(t)
	vault := smallVault(t, db)
	stubborn := map[string]bool{}
	for i := range 8 {
		doc := receive(t, vault, pdf(5000))
		stubborn[objectKey(doc.ID)] = i < 6
		if err := vault.Remove(context.Background(), db, doc.ID); err != nil {
			t.Fatal(err)
		}
	}
	good := vault.Store
	vault.Store = refusing{good, stubborn}
	if removed, err := vault.Sweep(context.Background()); removed != 2 || !errors.Is(err, errLine) {
		t.Fatalf("sweep: %d, %v", removed, err)
	}
	vault.Store = good
	wantSwept(t, vault, 6)
}

type refusing struct {
	documents.Store
	keys map[string]bool
}

func (r refusing) Delete(ctx context.Context, key string) error {
	if r.keys[key] {
		return errLine
	}
	return r.Store.Delete(ctx, key)
}
