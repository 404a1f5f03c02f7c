package account

import (
	"time"

	"github.com/google/uuid"

	"providerportal/internal/audit"
)

// PersonExport is what the account side of the portal keeps about one person
// (AVG-7): never a hash, a secret or a one-time link.
type PersonExport struct {
	Account  UserFacts      `json:"account"`
	Means    MeansFacts     `json:"sign_in"`
	Sessions []SessionFacts `json:"sessions"`
	Letters  []LetterFacts  `json:"letters"`
	Trail    []TrailFacts   `json:"trail"` // by them and about them, newest first
}

// UserFacts is the account itself.
type UserFacts struct {
	ID               uuid.UUID  `json:"id"`
	Name             string     `json:"name"`
	Email            string     `json:"email"`
	Lang             string     `json:"language"`
	Roles            []Role     `json:"roles"`
	ProviderID       *uuid.UUID `json:"provider_id,omitempty"`
	ProviderAdmin    bool       `json:"provider_admin"`
	Municipality     *string    `json:"municipality,omitempty"`
	CreatedAt        time.Time  `json:"created_at"`
	EmailConfirmedAt *time.Time `json:"email_confirmed_at,omitempty"`
	ClosedAt         *time.Time `json:"closed_at,omitempty"`
}

// SessionFacts is a session that has not been swept away yet.
type SessionFacts struct {
	CreatedAt  time.Time `json:"created_at"`
	LastSeenAt time.Time `json:"last_seen_at"`
	ExpiresAt  time.Time `json:"expires_at"`
	Method     Method    `json:"method"`
	Agent      string    `json:"agent"`
	Origin     string    `json:"origin"`
}

// LetterFacts is a letter to the person; the text has no one-time link.
type LetterFacts struct {
	QueuedAt time.Time  `json:"queued_at"`
	SentAt   *time.Time `json:"sent_at,omitempty"`
	Subject  string     `json:"subject"`
	Text     string     `json:"text"`
}

// TrailFacts is an entry of the audit trail by or about the person. Others in it
// stay unnamed; an address is given only of what the person did.
type TrailFacts struct {
	At       time.Time    `json:"at"`
	Action   string       `json:"action"`
	ByThem   bool         `json:"by_them"`
	Object   string       `json:"object"`
	ObjectID string       `json:"object_id"`
	Origin   string       `json:"origin,omitempty"`
	Result   audit.Result `json:"result"`
}
