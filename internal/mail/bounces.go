package mail

import (
	"time"

	"gorm.io/gorm"
)

// Bounced gives the mailboxes, in small letters, whose last letter failed for
// good since the moment, with when it did. A mailbox that took a later letter is
// not among them.
func Bounced(db *gorm.DB, since time.Time) (map[string]time.Time, error) {
	var rows []struct {
		Address string
		At      time.Time
	}
	err := db.Raw(`
SELECT lower(f.to_address) AS address, max(f.failed_at) AS at FROM letters f
WHERE f.failed_at > ? AND NOT EXISTS (
    SELECT 1 FROM letters s WHERE lower(s.to_address) = lower(f.to_address) AND s.sent_at > f.failed_at)
GROUP BY 1`, since).Scan(&rows).Error
	bounced := make(map[string]time.Time, len(rows))
	for _, row := range rows {
		bounced[row.Address] = row.At
	}
	return bounced, err
}
