package mail

import "gorm.io/gorm"

// Forget deletes the letters about a matter that is erased (T11), those as well
// that have not left: their jobs find nothing to send.
func Forget(tx *gorm.DB, object, id string) error {
	return tx.Where("about_object = ? AND about_id = ?", object, id).Delete(&Record{}).Error
}
