package mail_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"providerportal/internal/mail"
)

func TestDirectoryKeepsAndReadsMail(t *testing.T) {
	tx, directory := tx(t), mail.Directory{Path: filepath.Join(t.TempDir(), "mail")}
	if all, err := directory.List(); err != nil || len(all) != 0 {
		t.Fatalf("before the first letter: %v, %v", all, err)
	}
	record := queued(t, tx, recipient, confirm(uuid.NewString(), "/bevestigen/geheim"))
	other := queued(t, tx, recipient, published())
	for _, id := range []uuid.UUID{record.ID, other.ID} {
		if err := worker(tx, directory).Work(t.Context(), attempt(id, 1)); err != nil {
			t.Fatal(err)
		}
	}
	all, err := directory.List()
	if err != nil || len(all) != 2 || all[0].ID != other.ID.String() {
		t.Fatalf("the newest is not first of two: %+v, %v", all, err)
	}
	message, err := directory.Open(record.ID.String())
	if err != nil {
		t.Fatal(err)
	}
	if message.Subject != record.Subject || message.To != "Sanne de Wit <sanne@groei.example>" ||
		message.From != "Regio Voorbeeld <portaal@regio.example>" || !message.Date.Equal(noon) {
		t.Errorf("read back: %+v", message)
	}
	link := baseURL + "/bevestigen/geheim"
	if !strings.Contains(message.Text, link) || !strings.Contains(message.HTML, link) {
		t.Error("the link is not in what arrived")
	}
}

func TestDirectoryHasOneFilePerMessageID(t *testing.T) {
	tx, path := tx(t), t.TempDir()
	directory := mail.Directory{Path: path}
	record := queued(t, tx, recipient, published())
	for range 2 {
		if err := tx.Exec("UPDATE letters SET sent_at = NULL").Error; err != nil {
			t.Fatal(err)
		}
		if err := worker(tx, directory).Work(t.Context(), attempt(record.ID, 1)); err != nil {
			t.Fatal(err)
		}
	}
	if entries, err := os.ReadDir(path); err != nil || len(entries) != 1 {
		t.Errorf("%d files, %v", len(entries), err)
	}
}

func TestDirectoryOpensOnlyItsMail(t *testing.T) {
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "secret.eml"), []byte("Subject: x\r\n\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	directory := mail.Directory{Path: filepath.Join(root, "mail")}
	for _, id := range []string{"../secret", "", ".", uuid.NewString(), "{" + uuid.NewString() + "}"} {
		if _, err := directory.Open(id); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v", id, err)
		}
	}
}
