package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"gorm.io/gorm"
)

// ErrNoTransaction means that a letter was queued outside a transaction, where
// it would leave whether or not the change it tells about is made.
var ErrNoTransaction = errors.New("mail: queue needs a transaction")

// Nowhere ends the address of an account whose owner gave none yet: letters to it
// are not written (RFC 2606).
const Nowhere = "@geen-adres.invalid"

// Jobs puts the job that delivers a letter in the transaction; jobs.Inserter is one.
type Jobs interface {
	Insert(tx *gorm.DB, args river.JobArgs) error
}

// Postbox takes letters. BaseURL is the address of the portal without slash at
// the end; every link in a letter goes there.
type Postbox struct {
	Now     func() time.Time
	BaseURL string
	Region  Region
	Jobs    Jobs
}

// Queue writes the letter and queues its delivery in tx: it leaves when tx
// commits. A letter of the same kind, key and address that was queued before is
// not written again; that is no error. Links may be paths of the portal. Errors
// are accidents: a value that is missing, an address that is none, a link that
// leaves the portal, the database.
func (p *Postbox) Queue(tx *gorm.DB, to Recipient, letter Letter) error {
	if _, ok := tx.Statement.ConnPool.(gorm.TxCommitter); !ok {
		return ErrNoTransaction
	}
	if strings.HasSuffix(to.Address, Nowhere) {
		return nil
	}
	record, err := p.write(to, letter)
	if err != nil {
		return fmt.Errorf("write letter %s: %w", letter.Kind(), err)
	}
	created, err := insert(tx, record)
	if err != nil {
		return fmt.Errorf("keep letter %s: %w", letter.Kind(), err)
	}
	if !created {
		return nil
	}
	return p.Jobs.Insert(tx, Delivery{LetterID: record.ID})
}

// Recall takes back the letters of these kinds about the matter that have not
// left yet, because what they say is no longer true (T6). A letter that is being
// handed to the mail server at this moment still goes: it was true when it left.
func (p *Postbox) Recall(tx *gorm.DB, about Matter, kinds ...string) error {
	return recall(tx, about.Object, about.ID, kinds, p.Now().UTC())
}

func (p *Postbox) write(to Recipient, letter Letter) (*Record, error) {
	if !bareAddress(to.Address) {
		return nil, fmt.Errorf("not an e-mail address")
	}
	if to.Lang != "en" {
		to.Lang = "nl"
	}
	all, err := loadTexts()
	if err != nil {
		return nil, err
	}
	id := uuid.New()
	writer := renderer{
		texts: all, region: p.Region, baseURL: strings.TrimSuffix(p.BaseURL, "/"),
		placeholder: "https://link.invalid/" + id.String(),
	}
	written, err := writer.render(to, letter)
	if err != nil {
		return nil, err
	}
	links, err := writer.links(letter)
	if err != nil {
		return nil, err
	}
	object, about := letter.About()
	return &Record{
		Calendar: p.calendar(letter),
		ID:       id, Kind: letter.Kind(), ToAddress: to.Address, ToName: greetable(to.Name), Lang: to.Lang,
		Subject: written.subject, TextBody: written.text, HTMLBody: written.html, Links: links,
		MessageID: id.String() + "@" + host(p.BaseURL), DedupeKey: dedupeKey(to, letter),
		AboutObject: object, AboutID: about, QueuedAt: p.Now().UTC(),
	}, nil
}

// calendar is the file of a letter that carries an appointment. The organizer is
// the office: calendars send nothing there, for nobody is asked to answer.
func (p *Postbox) calendar(letter Letter) string {
	carried, ok := letter.(diary)
	if !ok || carried.appointment() == nil {
		return ""
	}
	return carried.appointment().file(p.Region.Contact, p.Now().UTC())
}

func (r renderer) links(letter Letter) (*string, error) {
	secret := r.secret(letter)
	if secret == "" {
		return nil, nil
	}
	if !strings.HasPrefix(secret, r.baseURL+"/") {
		return nil, fmt.Errorf("a link leaves the portal")
	}
	encoded, err := json.Marshal(map[string]string{r.placeholder: secret})
	if err != nil {
		return nil, err
	}
	links := string(encoded)
	return &links, nil
}

// dedupeKey is a hash: a key may hold a one-time link.
func dedupeKey(to Recipient, letter Letter) string {
	sum := sha256.Sum256([]byte(letter.Kind() + "\x00" + letter.Key() + "\x00" + strings.ToLower(to.Address)))
	return hex.EncodeToString(sum[:])
}

func host(baseURL string) string {
	parsed, err := url.Parse(baseURL)
	if err != nil || parsed.Hostname() == "" {
		return "portal.invalid"
	}
	return strings.ToLower(parsed.Hostname())
}
