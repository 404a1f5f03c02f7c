package account

import (
	"github.com/google/uuid"
	"gorm.io/gorm"
)

// Names gives the names that belong to the ids today, for histories that keep ids.
func Names(db *gorm.DB, ids []uuid.UUID) (map[uuid.UUID]string, error) { return namesOf(db, ids) }
