package mail_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/dbtest"
	"providerportal/internal/mail"
)

func published() mail.ProfilePublished {
	return mail.ProfilePublished{Matter: matter("profile"), Organisation: "Groei B.V.", URL: "/aanbieders/groei"}
}

func confirm(id, link string) mail.ConfirmEmail {
	return mail.ConfirmEmail{Matter: mail.Matter{Object: "user", ID: id}, Name: "Sanne", Link: link}
}

// counts gives how many letters there are, and how many jobs to deliver one.
func counts(t testing.TB, db *gorm.DB) (letters, deliveries int64) {
	t.Helper()
	errLetters := db.Table("letters").Count(&letters).Error
	errJobs := db.Table("river_job").Where("kind = 'mail.deliver'").Count(&deliveries).Error
	if err := errors.Join(errLetters, errJobs); err != nil {
		t.Fatal(err)
	}
	return letters, deliveries
}

func wantCounts(t testing.TB, db *gorm.DB, want int64) {
	t.Helper()
	if letters, deliveries := counts(t, db); letters != want || deliveries != want {
		t.Errorf("%d letters and %d deliveries, want %d of each", letters, deliveries, want)
	}
}

func TestLetterLeavesWithTheCommitOnly(t *testing.T) {
	db, box := dbtest.Database(t).Gorm, postbox(t)
	changedMind := errors.New("changed mind")
	err := db.Transaction(func(tx *gorm.DB) error {
		if err := box.Queue(tx, recipient, published()); err != nil {
			return err
		}
		return changedMind
	})
	if !errors.Is(err, changedMind) {
		t.Fatal(err)
	}
	wantCounts(t, db, 0)
	err = db.Transaction(func(tx *gorm.DB) error { return box.Queue(tx, recipient, published()) })
	if err != nil {
		t.Fatal(err)
	}
	wantCounts(t, db, 1)
}

func TestNestedTransactionTakesItsLetterBack(t *testing.T) {
	tx, box := tx(t), postbox(t)
	_ = tx.Transaction(func(inner *gorm.DB) error {
		if err := box.Queue(inner, recipient, published()); err != nil {
			t.Fatal(err)
		}
		return errors.New("undo")
	})
	wantCounts(t, tx, 0)
	err := tx.Transaction(func(inner *gorm.DB) error { return box.Queue(inner, recipient, published()) })
	if err != nil {
		t.Fatal(err)
	}
	wantCounts(t, tx, 1)
}

func TestQueueNeedsATransaction(t *testing.T) {
	db := dbtest.Database(t).Gorm
	if err := postbox(t).Queue(db, recipient, published()); !errors.Is(err, mail.ErrNoTransaction) {
		t.Errorf("got %v", err)
	}
	wantCounts(t, db, 0)
}

func TestNobodyGetsTheSameLetterTwice(t *testing.T) {
	tx, box, letter := tx(t), postbox(t), published()
	other := recipient
	other.Address = "ander@groei.example"
	shouting := recipient
	shouting.Address = "SANNE@Groei.example"
	for _, to := range []mail.Recipient{recipient, recipient, shouting, other} {
		if err := box.Queue(tx, to, letter); err != nil {
			t.Fatal(err)
		}
	}
	wantCounts(t, tx, 2)
	letter.Round = "2"
	if err := box.Queue(tx, recipient, letter); err != nil {
		t.Fatal(err)
	}
	wantCounts(t, tx, 3)
}

func TestSameLetterFromTwoConnectionsIsOne(t *testing.T) {
	db, box, letter := dbtest.Database(t).Gorm, postbox(t), published()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			err := db.Transaction(func(tx *gorm.DB) error { return box.Queue(tx, recipient, letter) })
			if err != nil {
				t.Errorf("queue: %v", err)
			}
		})
	}
	group.Wait()
	wantCounts(t, db, 1)
}

func TestEachOneTimeLinkIsItsOwnLetter(t *testing.T) {
	tx, id := tx(t), uuid.NewString()
	for _, link := range []string{"/bevestigen/a", "/bevestigen/b"} {
		if err := postbox(t).Queue(tx, recipient, confirm(id, link)); err != nil {
			t.Fatal(err)
		}
	}
	wantCounts(t, tx, 2)
}

func TestOneTimeLinkIsNotInWhatStaffSee(t *testing.T) {
	record := queued(t, tx(t), recipient, confirm(uuid.NewString(), "/bevestigen/geheim"))
	if strings.Contains(record.Subject+record.TextBody+record.HTMLBody+record.DedupeKey, "geheim") {
		t.Error("the secret stands in the kept letter")
	}
	if record.Links == nil || !strings.Contains(*record.Links, baseURL+"/bevestigen/geheim") {
		t.Error("the link is not kept for delivery")
	}
	if !strings.Contains(record.Text(), "[persoonlijke link, niet bewaard]") {
		t.Errorf("staff see:\n%s", record.Text())
	}
}

func TestBadLettersAreRefused(t *testing.T) {
	for name, letter := range map[string]mail.Letter{
		"empty value":         mail.ProfilePublished{Matter: matter("profile"), Organisation: " ", URL: "/x"},
		"empty date":          mail.ContractActive{Matter: matter("contract"), Organisation: "A", URL: "/x"},
		"empty moment":        mail.AppointmentMade{Matter: matter("request"), Organisation: "A", Reference: "R", Way: "W", URL: "/x"},
		"about nothing":       mail.ProfilePublished{Organisation: "A", URL: "/x"},
		"link elsewhere":      mail.ProfilePublished{Matter: matter("profile"), Organisation: "A", URL: "https://kwaad.example/x"},
		"link looks alike":    mail.ProfilePublished{Matter: matter("profile"), Organisation: "A", URL: baseURL + ".kwaad.example/x"},
		"script as link":      mail.ProfilePublished{Matter: matter("profile"), Organisation: "A", URL: "javascript:alert(1)"},
		"one-time, elsewhere": confirm(uuid.NewString(), "https://kwaad.example/x"),
	} {
		t.Run(name, func(t *testing.T) {
			tx := tx(t)
			if err := postbox(t).Queue(tx, recipient, letter); err == nil {
				t.Error("accepted")
			}
			wantCounts(t, tx, 0)
		})
	}
}

func TestBadAddressesAreRefused(t *testing.T) {
	for _, address := range []string{
		"", "geen", "a@b\r\nBcc: c@d.example", "a@b.example, c@d.example", "Sanne <a@b.example>", "a@b.example\x00",
		strings.Repeat("a", 250) + "@b.example",
	} {
		tx := tx(t)
		if err := postbox(t).Queue(tx, mail.Recipient{Address: address, Lang: "nl"}, published()); err == nil {
			t.Errorf("accepted %q", address)
		}
		wantCounts(t, tx, 0)
	}
}

// Whoever registers types a name and an address that may be another's.
func TestNameThatLooksLikeALinkIsNotGreeted(t *testing.T) {
	for _, name := range []string{"Win op kwaad.example", "https://kwaad", "www.kwaad", "a@b", "<b>Bel</b>", "Klik\u202e hier/x"} {
		to := recipient
		to.Name = name
		record := queued(t, tx(t), to, published())
		if !strings.HasPrefix(record.TextBody, "Hallo,\n") || record.ToName != "" {
			t.Errorf("%q is greeted: %s", name, record.TextBody)
		}
	}
	for _, name := range []string{"J.P. van 't Hof", "Dr. Ömer Şahin-de Vries", "Aanmeldpunt Groei B.V."} {
		to := recipient
		to.Name = name
		if record := queued(t, tx(t), to, published()); !strings.HasPrefix(record.TextBody, "Beste "+name+",\n") {
			t.Errorf("%q is not greeted: %s", name, record.TextBody)
		}
	}
}

func TestQueueIsQuick(t *testing.T) {
	tx, box := tx(t), postbox(t)
	_ = box.Queue(tx, recipient, published())
	const count = 50
	start := time.Now()
	for range count {
		if err := box.Queue(tx, recipient, published()); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("one letter: %v", time.Since(start)/count)
}
