package account

import (
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// MeansFacts are the ways in which a person can sign in, without the secrets
// that prove them.
type MeansFacts struct {
	Password   bool            `json:"password"`
	AppSince   *time.Time      `json:"code_app_since,omitempty"`
	CodesLeft  int             `json:"recovery_codes_left"`
	Passkeys   []PasskeyFacts  `json:"passkeys"`
	Identities []IdentityFacts `json:"identities"`
}

// PasskeyFacts is a passkey by the name that the person gave it.
type PasskeyFacts struct {
	Name       string     `json:"name"`
	CreatedAt  time.Time  `json:"created_at"`
	LastUsedAt *time.Time `json:"last_used_at,omitempty"`
}

// IdentityFacts is who the person is at an identity provider.
type IdentityFacts struct {
	Provider   string    `json:"provider"`
	Issuer     string    `json:"issuer"`
	Subject    string    `json:"subject"`
	Branch     string    `json:"branch,omitempty"`
	CreatedAt  time.Time `json:"created_at"`
	LastSeenAt time.Time `json:"last_seen_at"`
}

func meansOf(db *gorm.DB, user *User) (MeansFacts, error) {
	means := MeansFacts{Password: user.PasswordHash != ""}
	factors, err := factorsOf(db, user.ID)
	if err != nil {
		return means, err
	}
	means.AppSince, means.CodesLeft = factors.AppSince, factors.CodesLeft
	if err := scanMeans(db, "passkeys", "name, created_at, last_used_at", user.ID, &means.Passkeys); err != nil {
		return means, err
	}
	return means, scanMeans(db, "identities", "provider, issuer, subject, branch, created_at, last_seen_at", user.ID, &means.Identities)
}

func scanMeans(db *gorm.DB, table, columns string, userID uuid.UUID, rows any) error {
	return db.Table(table).Select(columns).Where("user_id = ?", userID).Order("created_at").Scan(rows).Error
}
