package audit

import (
	"time"

	"gorm.io/gorm"

	"providerportal/internal/workday"
)

// SigninMonths gives the months, by their first day, of which login data is left
// and that ended before a moment, oldest first.
func SigninMonths(db *gorm.DB, before time.Time) ([]workday.Date, error) {
	var months []workday.Date
	err := db.Raw(`SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'Europe/Amsterdam')::date AS month
		FROM audit_entries WHERE action LIKE 'session.%' AND at < ? ORDER BY 1`, before).Scan(&months).Error
	whole := months[:0]
	for _, month := range months {
		if !month.AddMonths(1).Start().After(before) {
			whole = append(whole, month)
		}
	}
	return whole, err
}

// ForgetSignins deletes the login data of one month: who signed in or tried to,
// when and from where. The database itself keeps what is younger than 180 days,
// and every other entry.
func ForgetSignins(tx *gorm.DB, month workday.Date) error {
	return tx.Exec("SELECT forget_signins(?, ?)", month.Start(), month.AddMonths(1).Start()).Error
}
