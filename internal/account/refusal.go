package account

import (
	"context"
	"time"

	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/storage/database"
)

// How many refusals of one person are written down in a while; more of them say
// nothing new and would let one person fill the trail.
const (
	refusalMax    = 20
	refusalWindow = 10 * time.Minute
)

// NoteRefusal writes down that somebody with an account asked for what is not
// theirs (ASVS 16.3.2): object is the pattern of the address, id what was asked
// for. It reports whether there was room for it.
func (s *Service) NoteRefusal(ctx context.Context, actor Actor, object, id string) (noted bool, err error) {
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		var recent int64
		newest := tx.Model(&audit.Entry{}).Where("actor_id = ?", actor.UserID).Order("id DESC").Limit(3 * refusalMax)
		err := tx.Table("(?) AS newest", newest).
			Where("action = 'access.refused' AND at > ?", time.Now().Add(-refusalWindow)).Count(&recent).Error
		if err != nil || recent >= refusalMax {
			return err
		}
		noted = true
		return audit.Refused(tx, actor, "access.refused", object, id)
	})
	return noted && err == nil, err
}
