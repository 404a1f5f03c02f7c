package documents_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
	"providerportal/internal/s3test"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// aYear is how long the copies in these tests are kept, from now on: a store
// counts with its own clock.
func aYear() time.Time { return time.Now().Add(365 * 24 * time.Hour) }

func agreement(id uuid.UUID) documents.Kept {
	return documents.Kept{ID: id, Name: "overeenkomst.pdf", ContentType: "application/pdf", Until: aYear()}
}

func keep(t *testing.T, vault *documents.Vault, what documents.Kept, text string) *documents.Document {
	t.Helper()
	doc, err := vault.Keep(context.Background(), someone(), what, strings.NewReader(text))
	if err != nil {
		t.Fatalf("keep: %v", err)
	}
	return doc
}

func TestKeep(t *testing.T) {
	onBothStores(t, func(t *testing.T, store documents.Store) {
		db, ctx := dbtest.Tx(t), context.Background()
		vault := smallVault(t, db)
		vault.Store = store
		doc := keep(t, vault, agreement(uuid.New()), "signed")
		if got, err := content(t, vault, doc); err != nil || string(got) != "signed" {
			t.Fatalf("opened %q, %v", got, err)
		}
		if doc.LockedAt != nil {
			t.Error("a store without locks locked it")
		}
		if err := inside(db, func(tx *gorm.DB) error { return vault.Remove(ctx, tx, doc.ID) }); err == nil {
			t.Error("it was removed before its time")
		}
		if err := inside(db, func(tx *gorm.DB) error { return tx.Model(doc).Update("name", "x.pdf").Error }); err == nil {
			t.Error("its row changed")
		}
		later(vault, 40*365*24*time.Hour)
		wantSwept(t, vault, 0)
		if err := vault.Remove(ctx, db, doc.ID); err != nil {
			t.Errorf("after its time: %v", err)
		}
		wantSwept(t, vault, 1)
		wantNothing(t, store, objectKey(doc.ID))
	})
}

func inside(db *gorm.DB, act func(tx *gorm.DB) error) error {
	return database.Write(context.Background(), db, act)
}

func TestKeepMayBeRepeated(t *testing.T) {
	db, ctx := dbtest.Tx(t), context.Background()
	vault := smallVault(t, db)
	what := agreement(uuid.New())
	first := keep(t, vault, what, "signed")
	if again := keep(t, vault, what, "signed"); again.ID != first.ID || len(rows(t, db)) != 1 {
		t.Errorf("the repetition made another document: %+v", again)
	}
	if _, err := vault.Keep(ctx, someone(), what, strings.NewReader("forged")); err == nil {
		t.Error("other bytes were kept under the same id")
	}
	if got, err := content(t, vault, first); err != nil || string(got) != "signed" {
		t.Errorf("opened %q, %v", got, err)
	}
	what.Until = noon
	if _, err := vault.Keep(ctx, someone(), what, strings.NewReader("signed")); err == nil {
		t.Error("kept until a moment that is over")
	}
}

// Two instances keep the same at the same moment: the second neither removes nor
// overwrites what the first put away, also when it would put away something else.
func TestKeepTwiceAtOnce(t *testing.T) {
	for _, text := range []string{"signed", "forged"} {
		t.Run(text, func(t *testing.T) {
			ctx := context.Background()
			vault := smallVault(t, dbtest.Database(t).Gorm)
			what, other, second := agreement(uuid.New()), *vault, make(chan error)
			vault.Store = thenAct{vault.Store, func() {
				go func() {
					_, err := other.Keep(ctx, someone(), what, strings.NewReader(text))
					second <- err
				}()
				time.Sleep(300 * time.Millisecond)
			}}
			doc := keep(t, vault, what, "signed")
			if err := <-second; (err == nil) != (text == "signed") {
				t.Errorf("the second: %v", err)
			}
			if got, err := content(t, vault, doc); err != nil || string(got) != "signed" {
				t.Errorf("opened %q, %v", got, err)
			}
		})
	}
}

// A store that can lock refuses to lose a kept object, also to its owner.
func TestKeepLocksTheObject(t *testing.T) {
	server, ctx := s3test.StartLocking(t), context.Background()
	vault := smallVault(t, dbtest.Tx(t))
	store := openS3(t, server)
	vault.Store = store
	if can, err := store.Locks(ctx); err != nil || !can {
		t.Fatalf("locks: %v, %v", can, err)
	}
	doc := keep(t, vault, agreement(uuid.New()), "signed")
	if doc.LockedAt == nil {
		t.Fatal("it is not locked")
	}
	if err := store.Delete(ctx, objectKey(doc.ID)); err == nil {
		t.Error("the store deleted it")
	}
	put(t, store, objectKey(doc.ID), "forged") // a newer version hides the old one
	if _, err := content(t, vault, doc); !errors.Is(err, documents.ErrDamaged) {
		t.Errorf("a changed copy opened: %v", err)
	}
	other := receive(t, vault, pdf(5000))
	if err := vault.Remove(ctx, vault.DB, other.ID); err != nil {
		t.Fatal(err)
	}
	wantSwept(t, vault, 1)
	for version := range server.Client().Client.ListObjects(ctx, server.Bucket, versionsOf(objectKey(other.ID))) {
		t.Errorf("of a removed document %+v is left", version)
	}
}

// What could not be locked at once is locked by the sweep.
func TestSweepLocksWhatKeepCouldNot(t *testing.T) {
	server, ctx := s3test.StartLocking(t), context.Background()
	db := dbtest.Tx(t)
	vault := smallVault(t, db)
	vault.Store = lockless{openS3(t, server)}
	doc := keep(t, vault, agreement(uuid.New()), "signed")
	if doc.LockedAt != nil {
		t.Fatal("it is locked already")
	}
	vault.Store = openS3(t, server)
	wantSwept(t, vault, 0)
	if left := rows(t, db); left[0].LockedAt == nil {
		t.Fatalf("rows: %+v", left)
	}
	if err := vault.Store.Delete(ctx, objectKey(doc.ID)); err == nil {
		t.Error("the store deleted it")
	}
}

type lockless struct{ documents.Store }

func (lockless) Lock(context.Context, string, time.Time) error { return errLine }

// A store that dies while it keeps leaves nothing that looks kept, and the
// repetition succeeds.
func TestKeepWhileTheStoreIsDown(t *testing.T) {
	server, ctx := s3test.Start(t), context.Background()
	db := dbtest.Tx(t)
	vault := smallVault(t, db)
	vault.Store = openS3(t, server)
	what := agreement(uuid.New())
	server.Stop()
	_, err := vault.Keep(ctx, someone(), what, strings.NewReader("signed"))
	wantUnavailable(t, err, "document.store-down")
	if _, err := vault.Find(ctx, what.ID); !fault.Is(err, fault.KindMissing) {
		t.Errorf("find: %v", err)
	}
	server.Restart()
	keep(t, vault, what, "signed")
	if left := rows(t, db); len(left) != 1 || left[0].State != documents.StateStored {
		t.Errorf("rows: %+v", left)
	}
}
