package documents_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
	"providerportal/internal/s3test"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

var noon = time.Date(2022, 4, 4, 12, 0, 0, 0, time.UTC)

// pdf gives a file of n bytes that passes for a PDF.
func pdf(n int64) io.Reader {
	const start, end = "%PDF-1.7\n", "\nstartxref\n9\n%%EOF\n"
	return io.MultiReader(strings.NewReader(start), noise(n-int64(len(start)+len(end))), strings.NewReader(end))
}

// smallVault keeps in a directory, scans nothing and takes 1 MB at most.
func smallVault(t *testing.T, db *gorm.DB) *documents.Vault {
	t.Helper()
	return &documents.Vault{
		DB: db, Store: openLocal(t, t.TempDir()), Scanner: documents.NoScanner{},
		Now: func() time.Time { return noon }, MaxBytes: 1 << 20,
	}
}

func someone() account.Actor { return account.Actor{UserID: uuid.New()} }

func receive(t *testing.T, vault *documents.Vault, content io.Reader) *documents.Document {
	t.Helper()
	doc, err := vault.Receive(context.Background(), someone(), "polis.pdf", content)
	if err != nil {
		t.Fatalf("receive: %v", err)
	}
	return doc
}

func rows(t *testing.T, db *gorm.DB) []documents.Document {
	t.Helper()
	var all []documents.Document
	if err := db.Order("created_at").Find(&all).Error; err != nil {
		t.Fatal(err)
	}
	return all
}

func objectKey(id uuid.UUID) string { return "documents/" + id.String() }

func content(t *testing.T, vault *documents.Vault, doc *documents.Document) ([]byte, error) {
	t.Helper()
	body, err := vault.Open(context.Background(), doc)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	return io.ReadAll(body)
}

func TestReceiveKeepsTheDocument(t *testing.T) {
	onBothStores(t, func(t *testing.T, store documents.Store) {
		db := dbtest.Tx(t)
		vault := smallVault(t, db)
		vault.Store, vault.MaxBytes = store, 12<<20
		actor := someone()
		actor.ProviderID = uuid.New()
		err := db.Exec("INSERT INTO providers (id, kvk, name, slug, created_at) VALUES (?, '12345678', 'Zorg', 'zorg', ?)",
			actor.ProviderID, noon).Error
		if err != nil {
			t.Fatal(err)
		}
		sent, _ := io.ReadAll(pdf(12 << 20))
		doc, err := vault.Receive(context.Background(), actor, `C:\Mijn\pol`+"\u202E"+`is.PDF`, bytes.NewReader(sent))
		if err != nil {
			t.Fatal(err)
		}
		found, err := vault.Find(context.Background(), doc.ID)
		if err != nil {
			t.Fatal(err)
		}
		if found.Name != "polis.PDF" || found.ContentType != "application/pdf" || found.SizeBytes != 12<<20 ||
			found.UploadedBy != actor.UserID || *found.ProviderID != actor.ProviderID || !found.StoredAt.Equal(noon) {
			t.Errorf("found %+v", found)
		}
		if got, err := content(t, vault, found); err != nil || !bytes.Equal(got, sent) {
			t.Errorf("opened %d bytes, %v", len(got), err)
		}
	})
}

func TestReceiveTakesExactlyTheLimit(t *testing.T) {
	vault := smallVault(t, dbtest.Tx(t))
	if doc := receive(t, vault, pdf(1<<20)); doc.SizeBytes != 1<<20 {
		t.Errorf("size %d", doc.SizeBytes)
	}
}

func TestReceiveOnlyFromPeopleWithAnAccount(t *testing.T) {
	vault := smallVault(t, dbtest.Tx(t))
	if _, err := vault.Receive(context.Background(), account.Actor{}, "a.pdf", pdf(5000)); !fault.Is(err, fault.KindForbidden) {
		t.Errorf("visitor: %v", err)
	}
}

func TestReceiveManyAtOnce(t *testing.T) {
	db := dbtest.Database(t)
	vault := smallVault(t, db.Gorm)
	vault.Store = openS3(t, s3test.Start(t))
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			if _, err := vault.Receive(context.Background(), someone(), "a.pdf", pdf(1<<20)); err != nil {
				t.Errorf("receive: %v", err)
			}
		})
	}
	wait.Wait()
	for _, doc := range rows(t, db.Gorm) {
		if _, err := content(t, vault, &doc); err != nil {
			t.Errorf("document %s: %v", doc.ID, err)
		}
	}
}

func TestOpenNoticesDamage(t *testing.T) {
	vault := smallVault(t, dbtest.Tx(t))
	doc := receive(t, vault, pdf(5000))
	put(t, vault.Store, objectKey(doc.ID), "something else")
	if _, err := content(t, vault, doc); !errors.Is(err, documents.ErrDamaged) {
		t.Errorf("changed object: %v", err)
	}
	if err := vault.Store.Delete(context.Background(), objectKey(doc.ID)); err != nil {
		t.Fatal(err)
	}
	if _, err := content(t, vault, doc); err == nil || fault.Of(err) != nil {
		t.Errorf("lost object: %v, want an accident", err)
	}
}

func TestRemove(t *testing.T) {
	db, ctx := dbtest.Tx(t), context.Background()
	vault := smallVault(t, db)
	doc := receive(t, vault, pdf(5000))
	undo := errors.New("undo")
	remove := func(after error) error {
		return database.Write(ctx, db, func(tx *gorm.DB) error { return errors.Join(vault.Remove(ctx, tx, doc.ID), after) })
	}
	if err := remove(undo); !errors.Is(err, undo) {
		t.Fatal(err)
	}
	if _, err := vault.Find(ctx, doc.ID); err != nil {
		t.Fatalf("after an undone removal: %v", err)
	}
	if err := remove(nil); err != nil {
		t.Fatal(err)
	}
	if _, err := vault.Find(ctx, doc.ID); !fault.Is(err, fault.KindMissing) {
		t.Errorf("find after removal: %v", err)
	}
	if err := remove(nil); !fault.Is(err, fault.KindMissing) {
		t.Errorf("removed twice: %v", err)
	}
	wantSwept(t, vault, 1)
	wantSwept(t, vault, 0)
	wantNothing(t, vault.Store, objectKey(doc.ID))
	if left := rows(t, db); len(left) != 1 || left[0].State != documents.StateRemoved || left[0].ErasedAt == nil {
		t.Errorf("rows: %+v", left)
	}
}

func TestVaultReady(t *testing.T) {
	vault := smallVault(t, nil)
	if err := vault.Ready(context.Background()); err != nil {
		t.Error(err)
	}
	vault.Scanner = nil
	if err := vault.Ready(context.Background()); err == nil {
		t.Error("ready without scanner")
	}
}
