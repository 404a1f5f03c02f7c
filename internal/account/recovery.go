package account

import (
	"crypto/rand"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// Recovery codes let somebody in who lost the code app: ten, of 24 characters of
// 5 bits, so 120 bits each. With 112 bits or more a plain hash is enough
// (ASVS 6.5.2); theirs has a key besides.
const (
	recoveryCount   = 10
	recoveryGroups  = 6
	recoveryGroup   = 4
	recoveryLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // without I, L, O and U
)

// recoveryCode is one of them, as the database knows it.
type recoveryCode struct {
	Hash      []byte `gorm:"primaryKey"`
	UserID    uuid.UUID
	CreatedAt time.Time
	UsedAt    *time.Time
}

// newRecoveryCodes replaces the codes of a person and gives the new ones, to be
// shown once.
func (s *Service) newRecoveryCodes(tx *gorm.DB, userID uuid.UUID) ([]string, error) {
	if err := tx.Where("user_id = ?", userID).Delete(&recoveryCode{}).Error; err != nil {
		return nil, err
	}
	codes := make([]string, recoveryCount)
	rows := make([]recoveryCode, recoveryCount)
	for i := range codes {
		codes[i] = newRecoveryCode()
		hash, err := s.recoveryHash(userID, codes[i])
		if err != nil {
			return nil, err
		}
		rows[i] = recoveryCode{Hash: hash, UserID: userID, CreatedAt: s.Now().UTC()}
	}
	return codes, tx.Create(&rows).Error
}

func newRecoveryCode() string {
	var random [recoveryGroups * recoveryGroup]byte
	_, _ = rand.Read(random[:]) // never fails since Go 1.24
	var code strings.Builder
	for i, b := range random {
		if i > 0 && i%recoveryGroup == 0 {
			code.WriteByte('-')
		}
		code.WriteByte(recoveryLetters[int(b)%len(recoveryLetters)]) // 256 is a multiple of 32
	}
	return code.String()
}

// recoveryHash reads a code the way people copy it: any case, with or without
// dashes, and letters taken for digits.
func (s *Service) recoveryHash(userID uuid.UUID, code string) ([]byte, error) {
	plain := strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(squeeze(code)))
	return s.Seal.mac("recovery code", userID.String()+" "+plain)
}

// useRecoveryCode uses a code up, or refuses.
func (s *Service) useRecoveryCode(tx *gorm.DB, userID uuid.UUID, code string) error {
	hash, err := s.recoveryHash(userID, code)
	if err != nil {
		return err
	}
	used := tx.Model(&recoveryCode{}).Where("hash = ? AND user_id = ? AND used_at IS NULL", hash, userID).
		Update("used_at", s.Now().UTC())
	if used.Error != nil {
		return used.Error
	}
	if used.RowsAffected == 0 {
		return refuseCode()
	}
	return nil
}

// squeeze removes the spaces and dashes that make a code readable.
func squeeze(code string) string {
	return strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(code)
}
