package mail

import (
	"context"
	"encoding/json"
	"html"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Record is a letter as it is kept: what was sent, to whom, and what came of it.
type Record struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Kind        string
	ToAddress   string
	ToName      string
	Lang        string
	Subject     string
	TextBody    string
	HTMLBody    string
	Links       *string // JSON of placeholder to one-time link, until it has left
	Calendar    string  // calendar file that goes with it, or empty
	MessageID   string
	DedupeKey   string
	AboutObject string
	AboutID     string
	QueuedAt    time.Time
	SentAt      *time.Time
	FailedAt    *time.Time
	RecalledAt  *time.Time
	Attempts    int
	LastError   string
}

// TableName is the table of letters.
func (Record) TableName() string { return "letters" }

// Ended reports whether the letter has left or never will.
func (r *Record) Ended() bool { return r.SentAt != nil || r.FailedAt != nil || r.RecalledAt != nil }

var notKept = map[string]string{
	"nl": "[persoonlijke link, niet bewaard]",
	"en": "[personal link, not kept]",
}

// Text is the letter's text for staff, without its one-time link.
func (r *Record) Text() string {
	return strings.ReplaceAll(r.TextBody, r.placeholder(), notKept[r.Lang])
}

func (r *Record) placeholder() string { return "https://link.invalid/" + r.ID.String() }

// bodies are the text and HTML to send, with the one-time link in place.
func (r *Record) bodies() (text, htmlBody string, err error) {
	text, htmlBody = r.TextBody, r.HTMLBody
	if r.Links == nil {
		return text, htmlBody, nil
	}
	var links map[string]string
	if err := json.Unmarshal([]byte(*r.Links), &links); err != nil {
		return "", "", err
	}
	for placeholder, link := range links {
		text = strings.ReplaceAll(text, placeholder, link)
		htmlBody = strings.ReplaceAll(htmlBody, placeholder, html.EscapeString(link))
	}
	return text, htmlBody, nil
}

// insert keeps the letter unless its dedupe key is there already.
func insert(tx *gorm.DB, record *Record) (created bool, err error) {
	result := tx.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "dedupe_key"}}, DoNothing: true,
	}).Create(record)
	return result.RowsAffected == 1, result.Error
}

func find(ctx context.Context, db *gorm.DB, id uuid.UUID) (*Record, error) {
	var record Record
	err := db.WithContext(ctx).Where("id = ?", id).Take(&record).Error
	return &record, err
}

// markSent also ends a letter that was recalled while it was on its way: it left.
func markSent(ctx context.Context, db *gorm.DB, id uuid.UUID, at time.Time) error {
	return note(ctx, db.Where("failed_at IS NULL"), id, map[string]any{"sent_at": at, "recalled_at": nil, "last_error": "", "links": nil})
}

func markFailed(ctx context.Context, db *gorm.DB, id uuid.UUID, at time.Time, class string) error {
	return note(ctx, db.Where("recalled_at IS NULL"), id, map[string]any{"failed_at": at, "last_error": class, "links": nil})
}

func markTried(ctx context.Context, db *gorm.DB, id uuid.UUID, class string) error {
	return note(ctx, db, id, map[string]any{"last_error": class})
}

// recall ends the letters about something that have not left yet.
func recall(tx *gorm.DB, object, id string, kinds []string, at time.Time) error {
	return tx.Model(&Record{}).
		Where("about_object = ? AND about_id = ? AND kind IN ?", object, id, kinds).
		Where("sent_at IS NULL AND failed_at IS NULL AND recalled_at IS NULL").
		Updates(map[string]any{"recalled_at": at, "links": nil}).Error
}

// note writes down an attempt; a letter that has left or failed stays as it is.
func note(ctx context.Context, db *gorm.DB, id uuid.UUID, facts map[string]any) error {
	facts["attempts"] = gorm.Expr("attempts + 1")
	if facts["sent_at"] != nil || facts["failed_at"] != nil {
		facts["to_address"] = gorm.Expr("CASE WHEN kind IN ? THEN ? ELSE to_address END", slices.Sorted(maps.Keys(addressless)), "gewist"+Nowhere)
	}
	return db.WithContext(ctx).Model(&Record{}).
		Where("id = ? AND sent_at IS NULL AND failed_at IS NULL", id).
		Updates(facts).Error
}
