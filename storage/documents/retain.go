package documents

import (
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// Locked reports whether one of the documents is kept and may not be removed yet.
func (v *Vault) Locked(tx *gorm.DB, ids []uuid.UUID) (locked bool, err error) {
	if len(ids) == 0 {
		return false, nil
	}
	var count int64
	err = tx.Model(&Document{}).Where("id IN ? AND state = ? AND kept_until > ?", ids, StateStored, v.now()).Count(&count).Error
	return count > 0, err
}

// Release marks as removed, within the caller's transaction, those of the documents
// that no row of any table refers to any more, and gives them; one that another
// record uses as well stays.
func (v *Vault) Release(tx *gorm.DB, ids []uuid.UUID) (released []uuid.UUID, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	unused, err := unusedDocuments(tx)
	if err != nil {
		return nil, err
	}
	err = tx.Model(&Document{}).Where("id IN ? AND state = ?", ids, StateStored).
		Where("kept_until IS NULL OR kept_until <= ?", v.now()).
		Where(strings.Join(unused, " AND ")).Order("id").Pluck("id", &released).Error
	for _, id := range released {
		if err := markRemoved(tx, id, v.now()); err != nil {
			return nil, err
		}
	}
	return released, err
}

// Forget deletes what is known of removed documents whose bytes are gone, their
// names too, and gives how many still have bytes in the store.
func (v *Vault) Forget(tx *gorm.DB, ids []uuid.UUID) (left int, err error) {
	if len(ids) == 0 {
		return 0, nil
	}
	if err := tx.Where("id IN ? AND state = ? AND erased_at IS NOT NULL", ids, StateRemoved).Delete(&Document{}).Error; err != nil {
		return 0, err
	}
	var count int64
	err = tx.Model(&Document{}).Where("id IN ?", ids).Count(&count).Error
	return int(count), err
}
