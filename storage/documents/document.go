package documents

import (
	"time"

	"github.com/google/uuid"
)

// State is where a document is in its life; migrations/0003 repeats the list.
type State string

// uploading → stored → removed, or uploading → refused. A crash while uploading
// leaves a row that Sweep takes away.
const (
	StateUploading State = "uploading"
	StateStored    State = "stored"
	StateRefused   State = "refused"
	StateRemoved   State = "removed"
)

// Document is what is known of one upload.
type Document struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	ProviderID  *uuid.UUID
	UploadedBy  uuid.UUID
	Name        string // safe to show, at most 200 characters
	ContentType string // found in the content, never taken from the visitor
	SizeBytes   int64
	SHA256      string `gorm:"column:sha256"` // lower-case hexadecimal
	State       State
	Refusal     string // key of the text that says why, only when refused
	CreatedAt   time.Time
	StoredAt    *time.Time
	RemovedAt   *time.Time
	ErasedAt    *time.Time // the bytes are gone as well
	SaveOnly    bool       // something else as well, so no page shows it
	KeptUntil   *time.Time // cannot be removed before, see Vault.Keep
	LockedAt    *time.Time // when the object store promised the same
}

// ShownInline reports whether a browser may show the document in a page, without
// any rights. Everything else is only handed over to be saved.
func (d *Document) ShownInline() bool {
	return !d.SaveOnly && (d.ContentType == typePDF.mime || d.ContentType == typePNG.mime || d.ContentType == typeJPEG.mime)
}

// key is the object's name in the store. It says nothing about the content
// (ASVS 5.3.2).
func (d *Document) key() string { return "documents/" + d.ID.String() }
