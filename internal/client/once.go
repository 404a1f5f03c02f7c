package client

import (
	"bytes"
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"providerportal/internal/fault"
)

// keptFor is how long a key is known (at least 24 hours are promised).
const keptFor = 7 * 24 * time.Hour

// ErrOtherBody says that a key was used before for another body.
var ErrOtherBody = fault.Invalid(fault.At("Idempotency-Key", "client.other-body"))

// call is what a client sent under a key.
type call struct {
	ClientID  uuid.UUID `gorm:"primaryKey"`
	Key       uuid.UUID `gorm:"primaryKey"`
	RequestID uuid.UUID
	BodyHash  []byte
	Answer    *string
	CreatedAt time.Time
}

// TableName is where the calls are kept.
func (call) TableName() string { return "client_calls" }

// Once does an act at most once for a key, and gives the answer that it gave the
// first time. The act gets an id that belongs to the key: whoever comes with the
// same key at the same time gets the same id, and the database refuses a second
// thing with it. A call that was refused leaves the key free for a better body;
// until it went well nothing of the body is kept, not even its hash (T2).
func (s *Service) Once(ctx context.Context, c *Client, key uuid.UUID, body []byte,
	act func(id uuid.UUID) (answer string, err error),
) (answer string, err error) {
	db := s.DB.WithContext(ctx)
	row := call{ClientID: c.ID, Key: key, RequestID: uuid.New(), CreatedAt: s.Now().UTC()}
	if err := db.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error; err != nil {
		return "", err
	}
	if err := db.Take(&row, "client_id = ? AND key = ?", c.ID, key).Error; err != nil {
		return "", err
	}
	hash := hashOf(body)
	if row.Answer != nil {
		if !bytes.Equal(row.BodyHash, hash) {
			return "", ErrOtherBody
		}
		return *row.Answer, nil
	}
	given, err := act(row.RequestID)
	if err != nil {
		return "", err
	}
	err = db.Raw(`UPDATE client_calls SET body_hash = COALESCE(body_hash, ?), answer = COALESCE(answer, ?)
		WHERE client_id = ? AND key = ? RETURNING answer`, hash, given, c.ID, key).Scan(&answer).Error
	return answer, err
}

// SweepCalls forgets the keys that are older than was promised.
func (s *Service) SweepCalls(ctx context.Context) error {
	return s.DB.WithContext(ctx).Delete(&call{}, "created_at < ?", s.Now().UTC().Add(-keptFor)).Error
}
